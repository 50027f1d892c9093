//! Profit and loss by month, read from the kept totals.

use std::collections::BTreeMap;

use kernel::{Context, Failure, Query, RefusalKind, Refused};
use ledger::{AccountKind, Month, sum};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReadBasis;
use crate::{accounts, journal, records};

/// Profit and loss by month.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ProfitAndLoss {
    /// The first month; eleven before the last when absent.
    pub from: Option<Month>,
    /// The last month; this one when absent.
    pub through: Option<Month>,
    /// Which books.
    pub basis: ReadBasis,
}

/// Profit and loss. All amounts are minor units of the books' currency, as people expect them: income and costs both
/// positive. Each list of amounts has one per month.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfitAndLossAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The months.
    pub months: Vec<Month>,
    /// Which books.
    pub basis: ReadBasis,
    /// Income by category.
    pub income: Vec<ProfitRow>,
    /// Costs by category.
    pub expenses: Vec<ProfitRow>,
    /// All income, by month.
    pub income_minor: Vec<i64>,
    /// All costs, by month.
    pub expenses_minor: Vec<i64>,
    /// Profit, by month.
    pub profit_minor: Vec<i64>,
    /// Income of the whole period.
    pub income_total_minor: i64,
    /// Costs of the whole period.
    pub expenses_total_minor: i64,
    /// Profit of the whole period.
    pub profit_total_minor: i64,
    /// Profit of the months as many before, on the same basis; absent where the books do not reach back so far.
    pub profit_before_minor: Option<i64>,
    /// The month of the oldest entry; absent in empty books.
    pub begins: Option<Month>,
}

/// A category of profit and loss.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProfitRow {
    /// The category.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// By month.
    pub amounts_minor: Vec<i64>,
    /// Over the period.
    pub total_minor: i64,
}

/// The longest period of one report.
const MOST_MONTHS: usize = 240;

impl Query for ProfitAndLoss {
    const NAME: &'static str = "profit-and-loss";
    type Answer = ProfitAndLossAnswer;

    fn about() -> String {
        t!("What came in, what went out, and what was left, by month.")
    }

    fn answer(&self, context: &mut Context) -> Result<ProfitAndLossAnswer, Failure> {
        journal::flush(context)?;
        let through = self.through.unwrap_or_else(|| Month::of(context.today));
        let from = self.from.unwrap_or_else(|| through.plus(-11));
        let months: Vec<Month> = from.through(through).take(MOST_MONTHS + 1).collect();
        if months.is_empty() || months.len() > MOST_MONTHS {
            let sentence = t!("A report covers 1 to {most} months, the first before the last.", most = MOST_MONTHS);
            return Err(Refused::new("bad-period", RefusalKind::Invalid, sentence).at("from").into());
        }
        let rows = rows(context, &months, self.basis)?;
        let before_first = from.plus(-(months.len() as i32));
        let begins = records::first_day(&mut context.tx)?.map(Month::of);
        let profit_before_minor = if begins.is_some_and(|begins| begins <= before_first) {
            let before: Vec<Month> = before_first.through(from.plus(-1)).collect();
            let rows = self::rows(context, &before, self.basis)?;
            Some(totals(&rows.0, before.len()).1 - totals(&rows.1, before.len()).1)
        } else {
            None
        };
        let (income, expenses) = rows;
        let (income_minor, income_total_minor) = totals(&income, months.len());
        let (expenses_minor, expenses_total_minor) = totals(&expenses, months.len());
        let profit_minor =
            income_minor.iter().zip(&expenses_minor).map(|(income, costs)| income.saturating_sub(*costs)).collect();
        Ok(ProfitAndLossAnswer {
            currency: context.settings.currency.code().to_string(),
            basis: self.basis,
            income,
            expenses,
            profit_minor,
            income_minor,
            expenses_minor,
            income_total_minor,
            expenses_total_minor,
            profit_total_minor: income_total_minor.saturating_sub(expenses_total_minor),
            profit_before_minor,
            begins,
            months,
        })
    }
}

fn rows(
    context: &mut Context,
    months: &[Month],
    basis: ReadBasis,
) -> Result<(Vec<ProfitRow>, Vec<ProfitRow>), Failure> {
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok((Vec::new(), Vec::new())) };
    let totals = records::month_totals(&mut context.tx, *first, *last, basis.without())?;
    let mut by_account: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for total in totals {
        if let Ok(position) = months.binary_search_by_key(&total.month, |month| month.number()) {
            by_account.entry(total.account).or_insert_with(|| vec![0; months.len()])[position] = total.book_amount;
        }
    }
    let (mut income, mut expenses) = (Vec::new(), Vec::new());
    for account in accounts::accounts(context)? {
        let Some(amounts) = by_account.remove(&account.id) else { continue };
        let amounts_minor: Vec<i64> =
            amounts.into_iter().map(|amount| amount.saturating_mul(account.kind.sign())).collect();
        let total_minor = sum(amounts_minor.iter().copied()).unwrap_or(i64::MAX);
        let row = ProfitRow { account: account.id, name: account.name.clone(), amounts_minor, total_minor };
        if account.kind == AccountKind::Income { income.push(row) } else { expenses.push(row) }
    }
    Ok((income, expenses))
}

fn totals(rows: &[ProfitRow], months: usize) -> (Vec<i64>, i64) {
    let by_month: Vec<i64> =
        (0..months).map(|month| sum(rows.iter().map(|row| row.amounts_minor[month])).unwrap_or(i64::MAX)).collect();
    let total = sum(by_month.iter().copied()).unwrap_or(i64::MAX);
    (by_month, total)
}
