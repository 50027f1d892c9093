//! Profit and loss: what was earned, what it cost, and what was left.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Cut, Days, Edge, Month, Period};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureOf, ReadBasis,
    statement::{
        ColumnKind, Covered, LineRank, Statement, StatementColumn, StatementLine, YearBefore, added, bad_period,
        columns,
    },
    sums::sums,
};
use crate::accounts;

/// Income, costs and profit over a period, cut into columns.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProfitAndLoss {
    /// A named period: 2026-05, 2026-q2, 2026, tax-2026, 2026-01-15..2026-02-14, last-quarter; or
    pub period: Option<Period>,
    /// from this day or month on
    pub from: Option<Edge>,
    /// up to this day or month; today when absent. Without any of the three: the twelve months up to this one.
    pub through: Option<Edge>,
    /// What its columns are.
    pub by: Cut,
    /// Instead: the same days of as many years, side by side.
    pub years: Option<i32>,
    /// Which books.
    pub basis: ReadBasis,
    /// Whether the time before and the year before stand beside it, as far as the books reach back.
    pub compared: bool,
}

/// The most years side by side.
const MOST_YEARS: i32 = 12;

impl Query for ProfitAndLoss {
    const NAME: &'static str = "profit-and-loss";
    type Answer = Statement;

    fn about() -> String {
        t!("What came in, what went out, and what was left (profit and loss).")
    }

    fn answer(&self, context: &mut Context) -> Result<Statement, Failure> {
        let covered = Covered { period: self.period, from: self.from, through: self.through };
        let this_month = Month::of(context.today);
        let period = covered.days(context, Days::of_months(this_month.plus(-11), this_month))?;
        let parts = match self.years {
            None => period.cut(self.by),
            Some(years) if (1..=MOST_YEARS).contains(&years) => {
                (0..years).rev().map(|year| period.shifted(year * -12)).collect()
            }
            Some(_) => return Err(bad_period(t!("1 to {most} years stand side by side.", most = MOST_YEARS))),
        };
        let (columns, begins) = columns(context, period, parts, self.compared)?;
        // The whole is the sum of its parts; only what differs from them is read.
        let read: Vec<Days> =
            columns.iter().filter(|it| it.kind != ColumnKind::Whole).map(|column| column.days).collect();
        let parts = columns.iter().filter(|it| it.kind == ColumnKind::Part).count();
        let mut taken = sums(context, &read, self.basis, true)?;
        let with_whole = |mut amounts: Vec<i64>| {
            if columns.iter().any(|column| column.kind == ColumnKind::Whole) {
                let whole = ledger::sum(amounts[..parts].iter().copied()).unwrap_or(i64::MAX);
                amounts.insert(parts, whole);
            }
            amounts
        };
        let (mut income, mut expenses) = (Vec::new(), Vec::new());
        for account in accounts::accounts(context)? {
            let Some(amounts) = taken.remove(&account.id) else { continue };
            let sign = account.kind.sign();
            let amounts = with_whole(amounts.into_iter().map(|amount| amount.saturating_mul(sign)).collect());
            let list = if account.kind == AccountKind::Income { &mut income } else { &mut expenses };
            list.push(StatementLine::part(account, amounts));
        }
        let lines = lines(income, expenses, columns.len());
        let currency = context.settings.currency.code().to_string();
        let parts_year_before = match self.compared && parts > 1 {
            true => year_before(context, &columns, begins, self.basis)?,
            false => Vec::new(),
        };
        Ok(Statement { currency, basis: self.basis, period, columns, lines, begins, parts_year_before })
    }
}

/// What the parts' days brought and cost a year before, as far as the books reach back: months that follow one another
/// are one read.
fn year_before(
    context: &mut Context,
    columns: &[StatementColumn],
    begins: Option<Date>,
    basis: ReadBasis,
) -> Result<Vec<Option<YearBefore>>, Failure> {
    let parts = columns.iter().filter(|column| column.kind == ColumnKind::Part).map(|part| part.days.year_before());
    let known = |days: &Days| begins.is_some_and(|begins| Month::of(begins) <= Month::of(days.from));
    let parts: Vec<Option<Days>> = parts.map(|days| Some(days).filter(known)).collect();
    let read: Vec<Days> = parts.iter().copied().flatten().collect();
    if read.is_empty() {
        return Ok(Vec::new());
    }
    let taken = sums(context, &read, basis, true)?;
    let mut amounts = vec![YearBefore::default(); read.len()];
    for account in accounts::accounts(context)? {
        for (sum, amount) in amounts.iter_mut().zip(taken.get(&account.id).into_iter().flatten()) {
            match account.kind {
                AccountKind::Income => sum.income_minor = sum.income_minor.saturating_sub(*amount),
                _ => sum.costs_minor = sum.costs_minor.saturating_add(*amount),
            }
        }
    }
    let mut amounts = amounts.into_iter();
    Ok(parts.into_iter().map(|part| part.and_then(|_| amounts.next())).collect())
}

/// Income and costs under their sums, and profit as what is left.
pub(crate) fn lines(income: Vec<StatementLine>, expenses: Vec<StatementLine>, columns: usize) -> Vec<StatementLine> {
    let sum = |lines: &[StatementLine]| added(lines.iter().map(|line| line.amounts_minor.as_slice()), columns);
    let (earned, spent) = (sum(&income), sum(&expenses));
    let profit = earned.iter().zip(&spent).map(|(earned, spent)| earned.saturating_sub(*spent)).collect();
    let mut lines = vec![StatementLine::sum(FigureOf::Income, t!("Money in (income)"), LineRank::Group, earned)];
    lines.extend(income);
    lines.push(StatementLine::sum(FigureOf::Expenses, t!("Money out (expenses)"), LineRank::Group, spent));
    lines.extend(expenses);
    lines.push(StatementLine::sum(FigureOf::Profit, t!("Profit"), LineRank::Total, profit));
    lines
}
