//! What a saved report asks for: the parameters of its address, as far as a report can be asked by them.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{Cut, Days, Edge, Period, Relative};
use percent_encoding::percent_decode_str;

use super::{Report, ReportShown};
use crate::{
    accounts,
    dimensions::Dimension,
    queries::{
        BalanceSheet, Balances, CashFlow, Figure, Journal, ProfitAndLoss, ProfitBy, ReadBasis, Register,
        statement::{BEGINNING, Covered},
    },
};

/// How many years stand beside each other in the view by year.
const YEARS: i32 = 5;

/// What an address says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parameters {
    period: Option<Period>,
    from: Option<Edge>,
    through: Option<Edge>,
    on: Option<Date>,
    by: Option<Cut>,
    by_years: bool,
    pub basis: ReadBasis,
    account: Option<i64>,
    dimension: Option<Dimension>,
    across: Option<Dimension>,
    text: Option<String>,
    tag: Option<i64>,
    source: Option<String>,
    corrections: bool,
}

impl Parameters {
    /// Reads them; what no report knows is left out.
    pub fn read(text: &str) -> Parameters {
        let mut asks = Parameters::default();
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            asks.take(name, &percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy());
        }
        asks
    }

    /// Takes one; says whether a report can be asked by it.
    pub fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "period" => set(&mut self.period, value.parse().ok()),
            "from" => set(&mut self.from, value.parse().ok()),
            "through" => set(&mut self.through, value.parse().ok()),
            "on" => set(&mut self.on, value.parse().ok()),
            "account" => set(&mut self.account, value.parse().ok()),
            "tag" => set(&mut self.tag, value.parse().ok()),
            "dimension" => set(&mut self.dimension, Dimension::from_word(value)),
            "across" => set(&mut self.across, Dimension::from_word(value)),
            "text" => set(&mut self.text, Some(value.to_owned()).filter(|text| text.chars().count() <= 200)),
            "source" => set(&mut self.source, Some(value.to_owned()).filter(|text| text.chars().count() <= 40)),
            "corrections" => {
                self.corrections = true;
                value == "1"
            }
            "basis" => {
                self.basis = if value == "accrual" { ReadBasis::Accrual } else { ReadBasis::Cash };
                ["cash", "accrual"].contains(&value)
            }
            "by" => {
                self.by_years = value == "year";
                let cut = match value {
                    "month" => Some(Cut::Month),
                    "quarter" => Some(Cut::Quarter),
                    "whole" | "year" => Some(Cut::Whole),
                    _ => None,
                };
                set(&mut self.by, cut)
            }
            _ => false,
        }
    }

    /// Whether what a report is of is named.
    pub fn names(&self, report: Report) -> bool {
        match report {
            Report::Register => self.account.is_some(),
            Report::ProfitBy => self.dimension.is_some(),
            _ => true,
        }
    }

    /// The address of its page.
    pub fn address(&self, report: Report, parameters: &str) -> String {
        let of = match report {
            Report::Register => self.account.map(|id| id.to_string()),
            Report::ProfitBy => self.dimension.map(|dimension| dimension.as_str().to_owned()),
            _ => None,
        };
        let path = of.map_or_else(|| report.page().to_owned(), |of| format!("{}/{of}", report.page()));
        let part = |pair: &&str| pair.split_once('=').map(|(name, _)| name) != report.is_of();
        let rest: Vec<&str> = parameters.split('&').filter(|pair| !pair.is_empty()).filter(part).collect();
        if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) }
    }

    /// What the report is of: an account's name, a dimension's word.
    pub fn said(&self, context: &mut Context, report: Report) -> Result<String, Failure> {
        Ok(match (report, self.account, self.dimension) {
            (Report::Register, Some(id), _) => {
                let known = accounts::accounts(context)?.iter().find(|account| account.id == id);
                known.map(|account| account.name.clone()).unwrap_or_default()
            }
            (Report::ProfitBy, _, Some(dimension)) => dimension.as_str().to_owned(),
            _ => String::new(),
        })
    }

    /// The days of a report that covers all there are unless asked.
    pub fn days(&self, context: &Context) -> Result<Option<Days>, Failure> {
        let Parameters { period, from, through, .. } = *self;
        if period.is_none() && from.is_none() && through.is_none() {
            return Ok(None);
        }
        let covered = match (from, through) {
            (None, Some(through)) if period.is_none() => {
                return Ok(Days::new(BEGINNING, through.last()));
            }
            _ => Covered { period, from, through },
        };
        covered.days(context, Days { from: BEGINNING, through: Date::MAX }).map(Some)
    }

    /// What an account holds, or for income and costs what it took, in the books' currency.
    pub fn register_figure(&self, context: &mut Context) -> Result<Option<i64>, Failure> {
        let Some(account) = self.account else { return Ok(None) };
        let days = self.days(context)?.unwrap_or(Days { from: BEGINNING, through: context.today });
        let from = if accounts::account(context, account)?.kind.is_profit_and_loss() { days.from } else { BEGINNING };
        let (through, basis) = (days.through, self.basis);
        let (as_cash, brought_in) = (false, false);
        let figure =
            Figure { account: Some(account), of: None, from, through, basis, as_cash, brought_in, limit: Some(1) };
        Ok(Some(figure.answer(context)?.amount_minor))
    }

    /// What the report shows today; nothing where what it is of is there no more.
    pub fn shown(
        &self,
        context: &mut Context,
        report: Report,
        limit: Option<i64>,
    ) -> Result<Option<ReportShown>, Failure> {
        let Parameters { period, from, through, on, by, basis, across, tag, corrections, .. } = *self;
        let (compared, text) = (false, self.text.clone());
        let usual = |relative| match (period, from, through) {
            (None, None, None) => Some(Period::Relative(relative)),
            _ => period,
        };
        let twelve = Relative::LastTwelveMonths;
        Ok(Some(match report {
            Report::ProfitAndLoss => {
                let (period, by) = (usual(twelve), by.unwrap_or(Cut::Month));
                let years = self.by_years.then_some(YEARS);
                ReportShown::Statement(
                    ProfitAndLoss { period, from, through, by, years, basis, compared }.answer(context)?,
                )
            }
            Report::BalanceSheet => {
                let (period, by) = (usual(Relative::ThisTaxYear).filter(|_| on.is_none()), by.unwrap_or(Cut::Whole));
                ReportShown::Statement(BalanceSheet { on, period, from, through, by, basis, compared }.answer(context)?)
            }
            Report::CashFlow => {
                let (period, by) = (usual(twelve), by.unwrap_or(Cut::Whole));
                ReportShown::Statement(CashFlow { period, from, through, by, basis, compared }.answer(context)?)
            }
            Report::TrialBalance => {
                let end = self.days(context)?.map(|days| days.through);
                let on = on.or(end).or(Some(context.today));
                ReportShown::Balances(Balances { on, basis }.answer(context)?)
            }
            Report::Journal => {
                let (period, source) = (usual(Relative::ThisMonth), self.source.clone());
                let account = self.account;
                let ask = Journal {
                    period,
                    from,
                    through,
                    account,
                    text,
                    tag,
                    source,
                    corrections,
                    basis,
                    after: None,
                    limit,
                };
                ReportShown::Journal(ask.answer(context)?)
            }
            Report::Register => {
                let known = accounts::accounts(context)?.iter().find(|known| Some(known.id) == self.account);
                let Some(account) = known.map(|known| known.id) else { return Ok(None) };
                let days = self.days(context)?;
                let from = days.map(|days| days.from).filter(|from| *from > BEGINNING);
                let through = days.map(|days| days.through);
                let ask = Register { account, from, through, before: None, limit, basis, text, tag };
                ReportShown::Register(ask.answer(context)?)
            }
            Report::ProfitBy => {
                let Some(dimension) = self.dimension else { return Ok(None) };
                let period = usual(twelve);
                ReportShown::ProfitBy(ProfitBy { dimension, across, period, from, through, basis }.answer(context)?)
            }
        }))
    }
}

/// Sets what a value says, where it says something.
fn set<T>(field: &mut Option<T>, value: Option<T>) -> bool {
    let good = value.is_some();
    *field = value;
    good
}
