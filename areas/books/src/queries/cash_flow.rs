//! The cash flow: where the cash came from and where it went, from what was there at the beginning to what is there at
//! the end.
//!
//! Cash is what bank, cash-box and processor accounts hold. An entry balances, so what all other accounts took is, with
//! the sign turned, what cash moved: the direct method read from the kept totals, without opening a single entry. What the
//! books began with stands apart, because nobody paid it.

use std::collections::BTreeMap;

use kernel::{Context, Failure, Query};
use ledger::{Cut, Days, Edge, Month, Period};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureOf, ReadBasis,
    stands::{Stands, eve},
    statement::{Covered, LineRank, Statement, StatementLine, added, columns},
};
use crate::{
    account_of_role, accounts, journal, records,
    rules::{CashGroup, cash_group},
};

/// Cash at the beginning, what came and went by its purpose, and cash at the end.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CashFlow {
    /// A named period: 2026-05, 2026-q2, 2026, tax-2026, 2026-01-15..2026-02-14, last-quarter; or
    pub period: Option<Period>,
    /// from this day or month on
    pub from: Option<Edge>,
    /// up to this day or month; today when absent. Without any of the three: the twelve months up to this one.
    pub through: Option<Edge>,
    /// What its columns are.
    pub by: Cut,
    /// Which books say what the cash was for.
    pub basis: ReadBasis,
    /// Whether the time before and the year before stand beside it, as far as the books reach back.
    pub compared: bool,
}

impl Query for CashFlow {
    const NAME: &'static str = "cash-flow";
    type Answer = Statement;

    fn about() -> String {
        t!("Where the cash came from and where it went (cash flow).")
    }

    fn answer(&self, context: &mut Context) -> Result<Statement, Failure> {
        journal::flush(context)?;
        let covered = Covered { period: self.period, from: self.from, through: self.through };
        let this_month = Month::of(context.today);
        let period = covered.days(context, Days::of_months(this_month.plus(-11), this_month))?;
        let (columns, begins) = columns(context, period, period.cut(self.by), self.compared)?;
        let days: Vec<Days> = columns.iter().map(|column| column.days).collect();
        let read = days.iter().flat_map(|days| [eve(days.from), days.through]).collect();
        let stands = Stands::read(context, read, self.basis)?;
        let began_with = opening(context, &days, self.basis)?;

        let mut groups: BTreeMap<CashGroup, Vec<StatementLine>> = BTreeMap::new();
        let (mut at_first, mut at_last) = (vec![0i64; days.len()], vec![0i64; days.len()]);
        let mut brought = vec![0i64; days.len()];
        for account in accounts::accounts(context)? {
            let group = cash_group(account.kind, &account.role);
            let began = began_with.get(&account.id);
            let began = |at: usize| began.map_or(0, |amounts| amounts[at]);
            if group == CashGroup::Cash {
                for (at, days) in days.iter().enumerate() {
                    at_first[at] = at_first[at].saturating_add(stands.on(account.id, eve(days.from)));
                    at_last[at] = at_last[at].saturating_add(stands.on(account.id, days.through));
                    brought[at] = brought[at].saturating_add(began(at));
                }
            } else if group != CashGroup::Opening {
                let moved = |(at, days): (usize, &Days)| began(at).saturating_sub(stands.taken(account.id, *days));
                let amounts: Vec<i64> = days.iter().enumerate().map(moved).collect();
                if amounts.iter().any(|amount| *amount != 0) {
                    groups.entry(group).or_default().push(StatementLine::part(account, amounts));
                }
            }
        }

        let mut lines = vec![StatementLine::sum(
            FigureOf::CashBefore,
            t!("Cash at the beginning"),
            LineRank::Sum,
            at_first.clone(),
        )];
        if brought.iter().any(|amount| *amount != 0) {
            let name = t!("What the books began with");
            lines.push(StatementLine::sum(FigureOf::BroughtIn, name, LineRank::Group, brought));
        }
        for (group, of, name) in [
            (CashGroup::Operating, FigureOf::Operating, t!("From the work (operating)")),
            (CashGroup::Investing, FigureOf::Investing, t!("Equipment and other things kept (investing)")),
            (CashGroup::Financing, FigureOf::Financing, t!("Loans and your side (financing)")),
        ] {
            let parts = groups.remove(&group).unwrap_or_default();
            let sum = added(parts.iter().map(|line| line.amounts_minor.as_slice()), days.len());
            if group == CashGroup::Operating || !parts.is_empty() {
                lines.push(StatementLine::sum(of, name, LineRank::Group, sum));
                lines.extend(parts);
            }
        }
        let change = at_last.iter().zip(&at_first).map(|(last, first)| last.saturating_sub(*first)).collect();
        lines.push(StatementLine::sum(FigureOf::Cash, t!("Change in cash"), LineRank::Sum, change));
        lines.push(StatementLine::sum(FigureOf::CashAfter, t!("Cash at the end"), LineRank::Total, at_last));
        let currency = context.settings.currency.code().to_string();
        Ok(Statement { currency, basis: self.basis, period, columns, lines, begins, parts_year_before: Vec::new() })
    }
}

/// What accounts took against the opening balance, column by column: debts and things that were there before, and the cash.
fn opening(context: &mut Context, columns: &[Days], basis: ReadBasis) -> Result<BTreeMap<i64, Vec<i64>>, Failure> {
    let mut taken: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    let Some(whole) = columns
        .iter()
        .copied()
        .reduce(|all, next| Days { from: all.from.min(next.from), through: all.through.max(next.through) })
    else {
        return Ok(taken);
    };
    let opening = account_of_role(context, "opening-balance")?.id;
    for side in records::other_sides(&mut context.tx, opening, whole, basis.without())? {
        for (at, _) in
            columns.iter().enumerate().filter(|(_, days)| (days.from..=days.through).contains(&side.posted_on))
        {
            let amounts = taken.entry(side.account).or_insert_with(|| vec![0; columns.len()]);
            amounts[at] = amounts[at].saturating_add(side.book_amount);
        }
    }
    Ok(taken)
}
