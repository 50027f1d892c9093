//! Where a figure comes from: the entries that add up to it, and the rule in a sentence.

mod members;

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{Days, FiscalYearStart};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ReadBasis, Report, page_size,
    statement::{BEGINNING, StatementColumn, StatementLine, bad_period},
    sums::sums,
};
use crate::{accounts, journal, records, records::Balance};

/// Which accounts a figure sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FigureOf {
    /// All income.
    Income,
    /// All costs.
    Expenses,
    /// Income less costs.
    Profit,
    /// What moved on bank, cash and processor accounts.
    Cash,
    /// What is owned.
    Assets,
    /// What is owed.
    Debts,
    /// The owner's side, with all profit.
    Equity,
    /// Debts and the owner's side together: the other half of what is owned.
    DebtsAndEquity,
    /// The profit of the tax years before.
    EarlierProfit,
    /// The profit of the tax year.
    YearProfit,
    /// Cash before the first day.
    CashBefore,
    /// Cash after the last day.
    CashAfter,
    /// Cash from the work.
    Operating,
    /// Cash for equipment and other things kept.
    Investing,
    /// Cash from loans and the owner, and back to them.
    Financing,
    /// What the books began with.
    BroughtIn,
}

/// A figure: an account's, or a sum's, over a period.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The account, or
    #[serde(default)]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// the sum.
    #[serde(default)]
    pub of: Option<FigureOf>,
    /// From this day on.
    pub from: Date,
    /// Up to this day.
    pub through: Date,
    /// Which books.
    #[serde(default)]
    pub basis: ReadBasis,
    /// Whether an account's figure is the cash that it brought or took; what the books began with is none.
    #[serde(default)]
    pub as_cash: bool,
    /// Whether an account's figure is what the books began with, and nothing else.
    #[serde(default)]
    pub brought_in: bool,
    /// How many entries; 50 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// What a figure is made of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureAnswer {
    /// What it is.
    pub name: String,
    /// The rule in a sentence.
    pub rule: String,
    /// The currency of the amounts.
    pub currency: String,
    /// The figure, in minor units, as people expect it.
    pub amount_minor: i64,
    /// The same over as long before: whole months before whole months, else as many days.
    pub before_minor: i64,
    /// The same a year earlier.
    pub year_before_minor: i64,
    /// The accounts it adds up, where it is a sum; those without an amount are left out.
    pub parts: Vec<FigurePart>,
    /// Its entries, newest first.
    pub lines: Vec<FigureLine>,
    /// How many there are in all.
    pub entries: i64,
}

/// An account's part in a sum.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigurePart {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// Minor units, as it counts in the sum.
    pub amount_minor: i64,
}

/// An entry's part in a figure.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureLine {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// Who paid or was paid.
    pub party: Option<String>,
    /// The account.
    pub account: String,
    /// Minor units, as people expect them.
    pub amount_minor: i64,
}

/// Which entries of an account count in a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    All,
    /// Those that do not say what the books began with: nobody paid that.
    WithoutOpening,
    /// Those that do, and no other.
    OpeningAlone,
}

impl Figure {
    /// The figure in a cell of a report: the accounts and the days that its rule adds up.
    pub fn in_cell(
        report: Report,
        line: &StatementLine,
        column: &StatementColumn,
        (basis, fiscal): (ReadBasis, FiscalYearStart),
    ) -> Figure {
        let days = column.days;
        let until = |through: Date| Days { from: BEGINNING, through };
        let eve = |day: Date| day.yesterday().unwrap_or(day);
        let year = fiscal.year_of(days.through);
        let Days { from, through } = match (report, line.of) {
            (Report::BalanceSheet, Some(FigureOf::YearProfit)) => Days { from: year, through: days.through },
            (Report::BalanceSheet, Some(FigureOf::EarlierProfit)) => until(eve(year)),
            (Report::BalanceSheet, _) | (_, Some(FigureOf::CashAfter)) => until(days.through),
            (_, Some(FigureOf::CashBefore)) => until(eve(days.from)),
            _ => days,
        };
        let as_cash = report == Report::CashFlow && line.account.is_some();
        Figure { account: line.account, of: line.of, from, through, basis, as_cash, brought_in: false, limit: None }
    }

    fn counted(&self) -> Counted {
        match self.of.filter(|_| self.account.is_none()) {
            Some(FigureOf::BroughtIn) => Counted::OpeningAlone,
            Some(FigureOf::Operating | FigureOf::Investing | FigureOf::Financing) => Counted::WithoutOpening,
            _ if self.brought_in => Counted::OpeningAlone,
            _ if self.as_cash => Counted::WithoutOpening,
            _ => Counted::All,
        }
    }

    /// What every account took in each of some stretches, as far as it counts.
    fn taken(&self, context: &mut Context, stretches: &[Days]) -> Result<BTreeMap<i64, Vec<i64>>, Failure> {
        let counted = self.counted();
        let mut taken = match counted {
            Counted::OpeningAlone => BTreeMap::new(),
            _ => sums(context, stretches, self.basis, false)?,
        };
        if counted != Counted::All {
            for (at, days) in stretches.iter().enumerate() {
                for began in self.began(context, *days)?.values() {
                    let row = taken.entry(began.account).or_insert_with(|| vec![0; stretches.len()]);
                    row[at] = match counted {
                        Counted::OpeningAlone => began.book_amount,
                        _ => row[at].saturating_sub(began.book_amount),
                    };
                }
            }
        }
        Ok(taken)
    }

    /// What entries that say what the books began with posted to each account.
    fn began(&self, context: &mut Context, days: Days) -> Result<BTreeMap<i64, Balance>, Failure> {
        let opening = accounts::account_of_role(context, "opening-balance")?.id;
        let rows = records::postings_beside(&mut context.tx, opening, days, self.basis.without())?;
        Ok(rows.into_iter().map(|row| (row.account, row)).collect())
    }

    /// How many postings of an account count.
    fn postings(&self, context: &mut Context, account: i64, days: Days) -> Result<i64, Failure> {
        let began = match self.counted() {
            Counted::All => 0,
            _ => self.began(context, days)?.get(&account).map_or(0, |began| began.postings),
        };
        if self.counted() == Counted::OpeningAlone {
            return Ok(began);
        }
        let (tx, without) = (&mut context.tx, self.basis.without());
        let all = records::period_balance(tx, account, days.from, days.through, without)?.postings;
        Ok(all.saturating_sub(began))
    }

    /// The newest postings of an account that count.
    fn rows(&self, context: &mut Context, account: i64, limit: i64) -> Result<Vec<records::RegisterRow>, Failure> {
        let (days, without) = (Days { from: self.from, through: self.through }, self.basis.without());
        let opening = accounts::account_of_role(context, "opening-balance")?.id;
        let tx = &mut context.tx;
        Ok(match self.counted() {
            Counted::All => {
                let end = (Date::MAX, i64::MAX, i64::MAX);
                records::register_rows(tx, account, days.from, days.through, end, without, limit)?
            }
            Counted::WithoutOpening => records::rows_not_beside(tx, (account, opening), days, without, limit)?,
            Counted::OpeningAlone => records::rows_beside(tx, (account, opening), days, without, limit)?,
        })
    }
}

impl Query for Figure {
    const NAME: &'static str = "figure";
    type Answer = FigureAnswer;

    fn about() -> String {
        t!("Where a number comes from: its entries, and the rule.")
    }

    fn answer(&self, context: &mut Context) -> Result<FigureAnswer, Failure> {
        journal::flush(context)?;
        let days = Days::new(self.from, self.through)
            .ok_or_else(|| bad_period(t!("The first day of a report comes before its last.")))?;
        let (name, rule, members) = self.members(context)?;
        let limit = page_size(self.limit);
        let taken = self.taken(context, &[days, days.before(), days.year_before()])?;
        let (mut parts, mut lines, mut amounts, mut entries) = (Vec::new(), Vec::new(), [0i64; 3], 0i64);
        for (account, sign) in &members {
            let Some(took) = taken.get(&account.id) else { continue };
            let signed = |at: usize| took[at].saturating_mul(*sign);
            for (at, amount) in amounts.iter_mut().enumerate() {
                *amount = amount.saturating_add(signed(at));
            }
            if self.account.is_none() && signed(0) != 0 {
                parts.push(FigurePart { account: account.id, name: account.name.clone(), amount_minor: signed(0) });
            }
            let postings = self.postings(context, account.id, days)?;
            entries = entries.saturating_add(postings);
            if postings > 0 {
                lines.extend(self.rows(context, account.id, limit)?.into_iter().map(|row| FigureLine {
                    entry: row.entry,
                    posted_on: row.posted_on,
                    text: row.text,
                    party: row.party,
                    account: account.name.clone(),
                    amount_minor: row.book_amount.saturating_mul(*sign),
                }));
            }
        }
        lines.sort_by(|left, right| right.posted_on.cmp(&left.posted_on).then(right.entry.cmp(&left.entry)));
        lines.truncate(limit as usize);
        let currency = context.settings.currency.code().to_string();
        let [amount_minor, before_minor, year_before_minor] = amounts;
        Ok(FigureAnswer { name, rule, currency, amount_minor, before_minor, year_before_minor, parts, lines, entries })
    }
}
