//! Reports with a name, each with the figure that it is about.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{Cut, Days, Edge, Period};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BalanceSheet, CashFlow, FigureOf, ProfitAndLoss, ReadBasis, Statement, statement::ColumnKind};
use crate::records;

/// A report that can be kept under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Report {
    /// What was earned, what it cost, and what was left.
    ProfitAndLoss,
    /// What is owned, owed and the owner's.
    BalanceSheet,
    /// Where the cash came from and where it went.
    CashFlow,
    /// What each account holds.
    TrialBalance,
}

impl Report {
    const ALL: [Report; 4] = [Report::ProfitAndLoss, Report::BalanceSheet, Report::CashFlow, Report::TrialBalance];

    /// Its word, as records and addresses keep it.
    pub fn word(self) -> &'static str {
        match self {
            Report::ProfitAndLoss => "profit-and-loss",
            Report::BalanceSheet => "balance-sheet",
            Report::CashFlow => "cash-flow",
            Report::TrialBalance => "trial-balance",
        }
    }

    /// The report of that word.
    pub fn from_word(word: &str) -> Option<Report> {
        Report::ALL.into_iter().find(|report| report.word() == word)
    }

    /// Where its page is.
    pub fn page(self) -> &'static str {
        match self {
            Report::ProfitAndLoss => "/books",
            Report::BalanceSheet => "/books/balance-sheet",
            Report::CashFlow => "/books/cash-flow",
            Report::TrialBalance => "/books/balances",
        }
    }
}

/// The reports that were given a name.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SavedReports {}

/// Saved reports.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedReportsAnswer {
    /// The currency of the figures.
    pub currency: String,
    /// The reports, by name.
    pub reports: Vec<SavedReport>,
}

/// A saved report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SavedReport {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Which report.
    pub report: Report,
    /// What it asks for, as its address says it.
    pub parameters: String,
    /// Where its page is.
    pub address: String,
    /// The days it covers today; absent where it names none.
    pub period: Option<Days>,
    /// Which books.
    pub basis: ReadBasis,
    /// The figure it is about: profit, the owner's side, or the change in cash; absent for lists.
    pub figure_minor: Option<i64>,
    /// The same figure in each of its columns.
    pub parts_minor: Vec<i64>,
}

impl Query for SavedReports {
    const NAME: &'static str = "saved-reports";
    type Answer = SavedReportsAnswer;

    fn about() -> String {
        t!("The reports that were given a name, each with its figure today.")
    }

    fn answer(&self, context: &mut Context) -> Result<SavedReportsAnswer, Failure> {
        let mut reports = Vec::new();
        for row in records::saved_reports(&mut context.tx)? {
            // A word that a later version of the program wrote is not this one's to show.
            let Some(report) = Report::from_word(&row.report) else { continue };
            let asks = Parameters::read(&row.parameters);
            let shown = asks.statement(context, report)?;
            let page = report.page();
            let address =
                if row.parameters.is_empty() { page.to_string() } else { format!("{page}?{}", row.parameters) };
            let parts = |statement: &Statement, of: FigureOf| -> Vec<i64> {
                let columns = statement.columns.iter().zip(statement.amounts(of));
                columns.filter(|(column, _)| column.kind == ColumnKind::Part).map(|(_, amount)| *amount).collect()
            };
            let figure =
                shown.as_ref().and_then(|(statement, of)| statement.amounts(*of).get(statement.whole()).copied());
            reports.push(SavedReport {
                id: row.id,
                name: row.name,
                report,
                parameters: row.parameters,
                address,
                period: shown.as_ref().map(|(statement, _)| statement.period),
                basis: asks.basis,
                figure_minor: figure,
                parts_minor: shown.map(|(statement, of)| parts(&statement, of)).unwrap_or_default(),
            });
        }
        Ok(SavedReportsAnswer { currency: context.settings.currency.code().to_string(), reports })
    }
}

/// What the parameters of an address say, as far as a figure needs it.
#[derive(Debug, Default)]
struct Parameters {
    period: Option<Period>,
    from: Option<Edge>,
    through: Option<Edge>,
    on: Option<Date>,
    by: Option<Cut>,
    basis: ReadBasis,
}

impl Parameters {
    fn read(text: &str) -> Parameters {
        let mut asks = Parameters::default();
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "period" => asks.period = value.parse().ok(),
                "from" => asks.from = value.parse().ok(),
                "through" => asks.through = value.parse().ok(),
                "on" => asks.on = value.parse().ok(),
                "basis" if value == "accrual" => asks.basis = ReadBasis::Accrual,
                "by" => {
                    asks.by = match value {
                        "month" => Some(Cut::Month),
                        "quarter" => Some(Cut::Quarter),
                        _ => Some(Cut::Whole),
                    }
                }
                _ => {}
            }
        }
        asks
    }

    /// The statement with the sum that it is about.
    fn statement(&self, context: &mut Context, report: Report) -> Result<Option<(Statement, FigureOf)>, Failure> {
        let Parameters { period, from, through, on, by, basis } = *self;
        let compared = false;
        let usual = |relative| match (period, from, through) {
            (None, None, None) => Some(Period::Relative(relative)),
            _ => period,
        };
        Ok(match report {
            Report::ProfitAndLoss => {
                let (period, by) = (usual(ledger::Relative::LastTwelveMonths), by.unwrap_or(Cut::Month));
                let report = ProfitAndLoss { period, from, through, by, basis, compared, ..ProfitAndLoss::default() };
                Some((report.answer(context)?, FigureOf::Profit))
            }
            Report::BalanceSheet => {
                let by = by.unwrap_or(Cut::Whole);
                let report = BalanceSheet { on, period, from, through, by, basis, compared };
                Some((report.answer(context)?, FigureOf::Equity))
            }
            Report::CashFlow => {
                let (period, by) = (usual(ledger::Relative::LastTwelveMonths), by.unwrap_or(Cut::Whole));
                let report = CashFlow { period, from, through, by, basis, compared };
                Some((report.answer(context)?, FigureOf::Cash))
            }
            Report::TrialBalance => None,
        })
    }
}
