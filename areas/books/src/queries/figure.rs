//! Where a figure comes from: the entries that add up to it, and the rule in a sentence.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountClass, AccountKind, Days};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReadBasis, page_size, statement::bad_period};
use crate::{
    Account, accounts, journal, records,
    rules::{CashGroup, cash_group},
};

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
    /// Whether an account's figure is the cash that it brought or took.
    #[serde(default)]
    pub as_cash: bool,
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
        // What the books began with is no cash that anybody paid.
        let opening = self.opening(context, days)?;
        let (mut parts, mut lines) = (Vec::new(), Vec::new());
        let mut figure = Sums::default();
        for (account, sign) in &members {
            let mut over = |days: Days| -> Result<(i64, i64), Failure> {
                let without = self.basis.without();
                let sum = records::period_balance(&mut context.tx, account.id, days.from, days.through, without)?;
                Ok((sum.book_amount.saturating_mul(*sign), sum.postings))
            };
            let (mut amount, mut postings) = over(days)?;
            figure.before = figure.before.saturating_add(over(days.before())?.0);
            figure.year_before = figure.year_before.saturating_add(over(days.year_before())?.0);
            if postings > 0 {
                let rows = self.rows(context, account.id, limit.saturating_add(opening.len() as i64))?;
                let began = rows.iter().filter(|row| opening.contains(&row.entry));
                for row in began {
                    amount = amount.saturating_sub(row.book_amount.saturating_mul(*sign));
                    postings -= 1;
                }
                lines.extend(rows.into_iter().filter(|row| !opening.contains(&row.entry)).map(|row| FigureLine {
                    entry: row.entry,
                    posted_on: row.posted_on,
                    text: row.text,
                    party: row.party,
                    account: account.name.clone(),
                    amount_minor: row.book_amount.saturating_mul(*sign),
                }));
            }
            if self.account.is_none() && amount != 0 {
                parts.push(FigurePart { account: account.id, name: account.name.clone(), amount_minor: amount });
            }
            figure.amount = figure.amount.saturating_add(amount);
            figure.entries += postings;
        }
        lines.sort_by(|left, right| right.posted_on.cmp(&left.posted_on).then(right.entry.cmp(&left.entry)));
        lines.truncate(limit as usize);
        Ok(FigureAnswer {
            name,
            rule,
            currency: context.settings.currency.code().to_string(),
            amount_minor: figure.amount,
            before_minor: figure.before,
            year_before_minor: figure.year_before,
            parts,
            lines,
            entries: figure.entries,
        })
    }
}

#[derive(Default)]
struct Sums {
    amount: i64,
    before: i64,
    year_before: i64,
    entries: i64,
}

/// A figure's name, its rule in a sentence, and the accounts it sums, each with the sign under which it counts.
type Members = (String, String, Vec<(Account, i64)>);

impl Figure {
    /// The newest entries of an account in the figure's time.
    fn rows(&self, context: &mut Context, account: i64, limit: i64) -> Result<Vec<records::RegisterRow>, Failure> {
        let end = (Date::MAX, i64::MAX, i64::MAX);
        let tx = &mut context.tx;
        Ok(records::register_rows(tx, account, self.from, self.through, end, self.basis.without(), limit)?)
    }

    /// The entries of that time which say what the books began with, where the figure counts cash.
    fn opening(&self, context: &mut Context, days: Days) -> Result<Vec<i64>, Failure> {
        let cash =
            self.as_cash || matches!(self.of, Some(FigureOf::Operating | FigureOf::Investing | FigureOf::Financing));
        if !cash {
            return Ok(Vec::new());
        }
        let opening = accounts::account_of_role(context, "opening-balance")?.id;
        Ok(records::entries_of_account(&mut context.tx, opening, days)?)
    }

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
            let sign = if self.as_cash { -1 } else { account.kind.sign() };
            return Ok((account.name.clone(), rule, vec![(account, sign)]));
        }
        let of = self.of.unwrap_or(FigureOf::Profit);
        let (name, rule) = said(of, &basis);
        let wanted = |account: &&Account| counts(of, account);
        let sign = |account: &Account| match of {
            FigureOf::Income | FigureOf::Expenses | FigureOf::Assets | FigureOf::Debts => account.kind.sign(),
            FigureOf::Cash | FigureOf::CashBefore | FigureOf::CashAfter | FigureOf::BroughtIn => 1,
            // A cost lessens profit and takes cash; what the owner brings adds to both sides.
            _ => -1,
        };
        let members = accounts::accounts(context)?
            .iter()
            .filter(wanted)
            .map(|account| (account.clone(), sign(account)))
            .collect();
        Ok((name, rule, members))
    }
}

/// Whether an account is one of those that a sum adds up.
fn counts(of: FigureOf, account: &Account) -> bool {
    let class = account.kind.class();
    let group = cash_group(account.kind, &account.role);
    match of {
        FigureOf::Income => account.kind == AccountKind::Income,
        FigureOf::Expenses => account.kind == AccountKind::Expense,
        FigureOf::Profit | FigureOf::EarlierProfit | FigureOf::YearProfit => account.kind.is_profit_and_loss(),
        FigureOf::Cash | FigureOf::CashBefore | FigureOf::CashAfter | FigureOf::BroughtIn => account.kind.is_cash(),
        FigureOf::Assets => class == AccountClass::Asset,
        FigureOf::Debts => class == AccountClass::Liability,
        FigureOf::Equity => class == AccountClass::Equity || account.kind.is_profit_and_loss(),
        FigureOf::DebtsAndEquity => class != AccountClass::Asset,
        FigureOf::Operating => group == CashGroup::Operating,
        FigureOf::Investing => group == CashGroup::Investing,
        FigureOf::Financing => group == CashGroup::Financing,
    }
}

/// What a sum is called, and its rule in a sentence.
fn said(of: FigureOf, basis: &str) -> (String, String) {
    match of {
        FigureOf::Income => {
            (t!("Money in (income)"), t!("All income, {basis}, without VAT or sales tax.", basis = basis))
        }
        FigureOf::Expenses => (
            t!("Money out (expenses)"),
            t!("All costs of the business, {basis}. Your own pay and taxes are not costs.", basis = basis),
        ),
        FigureOf::Profit => {
            (t!("Profit"), t!("Income less costs, {basis}. Your own pay and taxes are drawn from it.", basis = basis))
        }
        FigureOf::YearProfit => (
            t!("Profit of the tax year"),
            t!("Income less costs, {basis}. Your own pay and taxes are drawn from it.", basis = basis),
        ),
        FigureOf::EarlierProfit => (
            t!("Profit of earlier tax years"),
            t!("Income less costs, {basis}, of all tax years before.", basis = basis),
        ),
        FigureOf::Cash => (t!("Change in cash"), t!("What moved on bank, cash and processor accounts.")),
        FigureOf::CashBefore => {
            (t!("Cash at the beginning"), t!("What bank, cash and processor accounts held before the first day."))
        }
        FigureOf::CashAfter => {
            (t!("Cash at the end"), t!("What bank, cash and processor accounts held after the last day."))
        }
        FigureOf::Assets => (
            t!("What you own (assets)"),
            t!(
                "Cash, what clients owe you, goods, equipment and other things the business has, {basis}.",
                basis = basis
            ),
        ),
        FigureOf::Debts => (
            t!("What you owe (debts)"),
            t!("Cards, loans, and what suppliers and authorities still get, {basis}.", basis = basis),
        ),
        FigureOf::Equity => (
            t!("Your side (equity)"),
            t!(
                "What you put in and all profit, less what you took out, {basis}: what would be left of what you own if every debt were paid.",
                basis = basis
            ),
        ),
        FigureOf::DebtsAndEquity => (
            t!("Debts and your side together"),
            t!("Where everything you own came from: others, or you and your profit. Always the same as what you own."),
        ),
        FigureOf::Operating => (
            t!("From the work (operating)"),
            t!("Cash from sales less cash for costs, taxes collected for others, and what waits to be sorted."),
        ),
        FigureOf::Investing => (
            t!("Equipment and other things kept (investing)"),
            t!("Cash for things that serve for years, less cash from selling them."),
        ),
        FigureOf::Financing => (
            t!("Loans and your side (financing)"),
            t!(
                "Cash from loans and from you, less what was paid back and what you took out: pay, your own taxes and contributions."
            ),
        ),
        FigureOf::BroughtIn => {
            (t!("What the books began with"), t!("What was on your accounts before the books began."))
        }
    }
}
