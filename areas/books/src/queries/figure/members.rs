//! Which accounts a figure adds up, under which sign, and what it says of itself.

use kernel::{Context, Failure};
use ledger::{AccountClass, AccountKind};
use locale::t;

use super::{Figure, FigureOf};
use crate::{
    Account, accounts,
    queries::ReadBasis,
    rules::{CashGroup, cash_group},
};

/// A figure's name, its rule in a sentence, and the accounts it sums, each with the sign under which it counts.
pub(super) type Members = (String, String, Vec<(Account, i64)>);

impl Figure {
    /// The accounts that the figure sums, each with the sign under which it counts.
    pub(super) fn members(&self, context: &mut Context) -> Result<Members, Failure> {
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
            let sign = match (self.as_cash, account.kind.is_cash()) {
                // Cash that came with the books was brought, whatever else the figure is.
                (_, true) => 1,
                (true, _) => -1,
                _ => account.kind.sign(),
            };
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
