//! Where a figure comes from: the entries that add up to it, and the rule in a sentence.

use jiff::{Span, civil::Date};
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Month};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReadBasis, page_size};
use crate::{Account, accounts, journal, records};

/// Which accounts a figure sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FigureOf {
    /// All income.
    Income,
    /// All costs.
    Expenses,
    /// Income less costs.
    Profit,
    /// Bank, cash and processor accounts.
    Cash,
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
    /// Its entries, newest first.
    pub lines: Vec<FigureLine>,
    /// How many there are in all.
    pub entries: i64,
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

impl Query for Figure {
    const NAME: &'static str = "figure";
    type Answer = FigureAnswer;

    fn about() -> String {
        t!("Where a number comes from: its entries, and the rule.")
    }

    fn answer(&self, context: &mut Context) -> Result<FigureAnswer, Failure> {
        journal::flush(context)?;
        let (name, rule, members) = self.members(context)?;
        let limit = page_size(self.limit);
        let mut lines = Vec::new();
        let (mut amount_minor, mut before_minor, mut year_before_minor, mut entries) = (0i64, 0i64, 0i64, 0i64);
        let (before, year_before) = compared(self.from, self.through);
        for (account, sign) in &members {
            let mut over = |from: Date, through: Date| -> Result<(i64, i64), Failure> {
                let sum = records::period_balance(&mut context.tx, account.id, from, through, self.basis.without())?;
                Ok((sum.book_amount.saturating_mul(*sign), sum.postings))
            };
            let (amount, postings) = over(self.from, self.through)?;
            amount_minor = amount_minor.saturating_add(amount);
            entries += postings;
            before_minor = before_minor.saturating_add(over(before.0, before.1)?.0);
            year_before_minor = year_before_minor.saturating_add(over(year_before.0, year_before.1)?.0);
            if postings > 0 {
                let end = (Date::MAX, i64::MAX, i64::MAX);
                let rows = records::register_rows(
                    &mut context.tx,
                    account.id,
                    self.from,
                    self.through,
                    end,
                    self.basis.without(),
                    limit,
                )?;
                lines.extend(rows.into_iter().map(|row| FigureLine {
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
        Ok(FigureAnswer { name, rule, currency, amount_minor, before_minor, year_before_minor, lines, entries })
    }
}

/// The period before one and the same a year earlier. What ends with its month is compared with what ends with its month,
/// so that February is not held against 28 days of January.
fn compared(from: Date, through: Date) -> ((Date, Date), (Date, Date)) {
    let back = |day: Date, span: Span| day.checked_sub(span).unwrap_or(Date::MIN);
    let (first, last) = (Month::of(from), Month::of(through));
    if from == first.first() && through == last.last() {
        let months = i32::try_from(first.through(last).take(2_400).count()).unwrap_or(0);
        let shifted = |by: i32| (first.plus(-by).first(), last.plus(-by).last());
        return (shifted(months), shifted(12));
    }
    let days = through.duration_since(from).as_hours() / 24 + 1;
    let span = Span::new().try_days(days).unwrap_or_default();
    let year = Span::new().years(1);
    ((back(from, span), back(through, span)), (back(from, year), back(through, year)))
}

/// A figure's name, its rule in a sentence, and the accounts it sums, each with the sign under which it counts.
type Members = (String, String, Vec<(Account, i64)>);

impl Figure {
    /// The accounts that the figure sums, each with the sign under which it counts.
    fn members(&self, context: &mut Context) -> Result<Members, Failure> {
        let basis = match self.basis {
            ReadBasis::Cash => t!("on the day the money moved"),
            ReadBasis::Accrual => t!("on the day it was earned or owed"),
        };
        if let Some(id) = self.account {
            let account = accounts::account(context, id)?.clone();
            let rule = match account.kind {
                AccountKind::Income => t!(
                    "Money received for {name}, {basis}, without VAT or sales tax.",
                    name = account.name,
                    basis = basis
                ),
                AccountKind::Expense => t!(
                    "Money spent on {name}, {basis}, without VAT that comes back.",
                    name = account.name,
                    basis = basis
                ),
                _ => t!("Everything posted to {name}, {basis}.", name = account.name, basis = basis),
            };
            let sign = if account.kind.is_cash() { 1 } else { account.kind.sign() };
            return Ok((account.name.clone(), rule, vec![(account, sign)]));
        }
        let of = self.of.unwrap_or(FigureOf::Profit);
        let (name, rule) = match of {
            FigureOf::Income => {
                (t!("Money in (income)"), t!("All income, {basis}, without VAT or sales tax.", basis = basis))
            }
            FigureOf::Expenses => (
                t!("Money out (expenses)"),
                t!("All costs of the business, {basis}. Your own pay and taxes are not costs.", basis = basis),
            ),
            FigureOf::Profit => (
                t!("Profit"),
                t!("Income less costs, {basis}. Your own pay and taxes are drawn from it.", basis = basis),
            ),
            FigureOf::Cash => (t!("Cash"), t!("What moved on bank, cash and processor accounts.")),
        };
        let wanted = |account: &&Account| match of {
            FigureOf::Income => account.kind == AccountKind::Income,
            FigureOf::Expenses => account.kind == AccountKind::Expense,
            FigureOf::Profit => account.kind.is_profit_and_loss(),
            FigureOf::Cash => account.kind.is_cash(),
        };
        let sign = |account: &Account| match of {
            // A cost lessens profit; everything else counts as people expect it.
            FigureOf::Profit => -1,
            _ => account.kind.sign(),
        };
        let members = accounts::accounts(context)?
            .iter()
            .filter(wanted)
            .map(|account| (account.clone(), sign(account)))
            .collect();
        Ok((name, rule, members))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Date, date};

    use super::compared;

    #[test]
    fn months_are_compared_with_months_and_days_with_days() {
        type Days = (Date, Date);
        let rows: [(Date, Date, Days, Days); 3] = [
            (
                date(2026, 2, 1),
                date(2026, 2, 28),
                (date(2026, 1, 1), date(2026, 1, 31)),
                (date(2025, 2, 1), date(2025, 2, 28)),
            ),
            (
                date(2025, 2, 1),
                date(2025, 4, 30),
                (date(2024, 11, 1), date(2025, 1, 31)),
                (date(2024, 2, 1), date(2024, 4, 30)),
            ),
            (
                date(2026, 5, 3),
                date(2026, 5, 9),
                (date(2026, 4, 26), date(2026, 5, 2)),
                (date(2025, 5, 3), date(2025, 5, 9)),
            ),
        ];
        for (from, through, before, year_before) in rows {
            assert_eq!(compared(from, through), (before, year_before), "{from} to {through}");
        }
    }
}
