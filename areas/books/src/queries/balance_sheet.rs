//! The balance sheet: what the business owns, what it owes, and what of it is the owner's.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountClass, Cut, Days, Edge, Period};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureOf, ReadBasis,
    stands::{Stands, eve},
    statement::{ColumnKind, Covered, LineRank, Statement, StatementLine, added, columns},
};
use crate::{Account, accounts, journal};

/// What is owned, owed and the owner's at the end of a day, or of each month, quarter or year of a period.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BalanceSheet {
    /// The day; today when no period is given either.
    pub on: Option<Date>,
    /// A named period, at whose end, or at the ends of whose columns, the balance is read; or
    pub period: Option<Period>,
    /// from this day or month on
    pub from: Option<Edge>,
    /// up to this day or month.
    pub through: Option<Edge>,
    /// What its columns are.
    pub by: Cut,
    /// Which books.
    pub basis: ReadBasis,
    /// Whether the end of the time before and the same day a year before stand beside it.
    pub compared: bool,
}

impl Default for BalanceSheet {
    fn default() -> BalanceSheet {
        let (on, period, from, through, basis) = (None, None, None, None, ReadBasis::default());
        BalanceSheet { on, period, from, through, by: Cut::Whole, basis, compared: false }
    }
}

impl Query for BalanceSheet {
    const NAME: &'static str = "balance-sheet";
    type Answer = Statement;

    fn about() -> String {
        t!("What the business owns and owes, and what of it is yours (balance sheet).")
    }

    fn answer(&self, context: &mut Context) -> Result<Statement, Failure> {
        journal::flush(context)?;
        let fiscal = context.settings.fiscal_year_start;
        let covered = match self.on {
            Some(day) => Covered { from: Some(fiscal.year_of(day).into()), through: Some(day.into()), period: None },
            None => Covered { period: self.period, from: self.from, through: self.through },
        };
        let today = context.today;
        let period = covered.days(context, Days { from: fiscal.year_of(today), through: today })?;
        let (mut columns, begins) = columns(context, period, period.cut(self.by), self.compared)?;
        // The end of the whole is the end of its last part.
        columns.retain(|column| column.kind != ColumnKind::Whole);
        // A year's result begins with the tax year that the day falls in.
        let year = |day: Date| Days { from: fiscal.year_of(day), through: day };
        let ends: Vec<Date> = columns.iter().map(|column| column.days.through).collect();
        let read = ends.iter().flat_map(|day| [*day, eve(year(*day).from)]).collect();
        let stands = Stands::read(context, read, self.basis)?;

        let of = |account: &Account| -> Vec<i64> {
            let sign = account.kind.sign();
            ends.iter().map(|day| stands.on(account.id, *day).saturating_mul(sign)).collect()
        };
        let accounts = accounts::accounts(context)?;
        let parts = |class: AccountClass| -> Vec<StatementLine> {
            let lines = accounts
                .iter()
                .filter(|account| account.kind.class() == class)
                .map(|account| StatementLine::part(account, of(account)));
            lines.filter(|line| line.amounts_minor.iter().any(|amount| *amount != 0)).collect()
        };
        let (assets, debts, mut equity) =
            (parts(AccountClass::Asset), parts(AccountClass::Liability), parts(AccountClass::Equity));
        let result = |held: &dyn Fn(i64, Date) -> i64| -> Vec<i64> {
            let members = accounts.iter().filter(|account| account.kind.is_profit_and_loss());
            // Income stands on the credit side: what is left over is a credit as well.
            ends.iter()
                .map(|day| {
                    ledger::sum(members.clone().map(|account| held(account.id, *day).saturating_neg()))
                        .unwrap_or(i64::MAX)
                })
                .collect()
        };
        let earlier = result(&|id, day| stands.on(id, eve(year(day).from)));
        if earlier.iter().any(|amount| *amount != 0) {
            let name = t!("Profit of earlier tax years");
            equity.push(StatementLine::sum(FigureOf::EarlierProfit, name, LineRank::Part, earlier));
        }
        let this_year = result(&|id, day| stands.taken(id, year(day)));
        equity.push(StatementLine::sum(FigureOf::YearProfit, t!("Profit of the tax year"), LineRank::Part, this_year));

        let sum = |lines: &[StatementLine]| added(lines.iter().map(|line| line.amounts_minor.as_slice()), ends.len());
        let (owned, owed, own) = (sum(&assets), sum(&debts), sum(&equity));
        let both = owed.iter().zip(&own).map(|(owed, own)| owed.saturating_add(*own)).collect();
        let mut lines = vec![StatementLine::sum(FigureOf::Assets, t!("What you own (assets)"), LineRank::Group, owned)];
        lines.extend(assets);
        lines.push(StatementLine::sum(FigureOf::Debts, t!("What you owe (debts)"), LineRank::Group, owed));
        lines.extend(debts);
        lines.push(StatementLine::sum(FigureOf::Equity, t!("Your side (equity)"), LineRank::Group, own));
        lines.extend(equity);
        let name = t!("Debts and your side together");
        lines.push(StatementLine::sum(FigureOf::DebtsAndEquity, name, LineRank::Total, both));
        let currency = context.settings.currency.code().to_string();
        Ok(Statement { currency, basis: self.basis, period, columns, lines, begins, parts_year_before: Vec::new() })
    }
}
