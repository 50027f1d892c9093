//! Accounts with what they hold.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{AccountKind, Days, Month};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReadBasis;
use crate::{Account, accounts, journal, records};

/// All accounts with what they hold today.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Accounts {
    /// Only those of this kind.
    pub kind: Option<AccountKind>,
    /// Only those the owner sorts into.
    pub categories: bool,
}

/// Accounts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountsAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The accounts, in the order of the chart.
    pub accounts: Vec<AccountLine>,
}

/// An account and what it holds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountLine {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// What it holds, in minor units of its currency; a debit is positive.
    pub balance_minor: i64,
    /// The same in the books' currency.
    pub book_balance_minor: i64,
    /// How many postings it has.
    pub postings: i64,
}

impl Query for Accounts {
    const NAME: &'static str = "accounts";
    type Answer = AccountsAnswer;

    fn about() -> String {
        t!("The accounts and what they hold.")
    }

    fn answer(&self, context: &mut Context) -> Result<AccountsAnswer, Failure> {
        let held = held_on(context, None, ReadBasis::Cash)?;
        let currency = context.settings.currency.code().to_string();
        let wanted = |account: &&Account| {
            self.kind.is_none_or(|kind| account.kind == kind) && (!self.categories || account.is_category())
        };
        let accounts = accounts::accounts(context)?.iter().filter(wanted).map(|account| line(account, &held)).collect();
        Ok(AccountsAnswer { currency, accounts })
    }
}

/// The balances of all accounts at the end of a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Balances {
    /// The day; with everything ever posted when absent.
    pub on: Option<Date>,
    /// Which books.
    pub basis: ReadBasis,
}

/// Balances of accounts that have any posting.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BalancesAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The accounts that have postings.
    pub accounts: Vec<AccountLine>,
    /// Sum of all balances in the books' currency: zero, or the books are wrong.
    pub sum_minor: i64,
}

impl Query for Balances {
    const NAME: &'static str = "balances";
    type Answer = BalancesAnswer;

    fn about() -> String {
        t!("What each account holds at the end of a day (trial balance).")
    }

    fn answer(&self, context: &mut Context) -> Result<BalancesAnswer, Failure> {
        let held = held_on(context, self.on, self.basis)?;
        let currency = context.settings.currency.code().to_string();
        let lines: Vec<AccountLine> = accounts::accounts(context)?
            .iter()
            .map(|account| line(account, &held))
            .filter(|line| line.postings > 0)
            .collect();
        let sum_minor = ledger::sum(lines.iter().map(|line| line.book_balance_minor)).unwrap_or(i64::MAX);
        Ok(BalancesAnswer { currency, accounts: lines, sum_minor })
    }
}

type Held = HashMap<i64, records::Balance>;

/// Whole months from the kept totals, and the days of the last month by index; where that month has none beyond the day,
/// it is read whole.
fn held_on(context: &mut Context, on: Option<Date>, basis: ReadBasis) -> Result<Held, Failure> {
    journal::flush(context)?;
    let last_month = Month::of(Date::MAX);
    let (through, rest) = match on {
        None => (last_month, None),
        Some(day) => {
            let month = Month::of(day);
            let beyond = day.tomorrow().ok().and_then(|next| Days::new(next, month.last()));
            match beyond {
                Some(beyond) if records::has_entries_in(&mut context.tx, beyond)? => {
                    (month.plus(-1), Days::new(month.first(), day))
                }
                _ => (month, None),
            }
        }
    };
    let mut held: Held = records::balances_through(&mut context.tx, through, basis.without())?
        .into_iter()
        .map(|balance| (balance.account, balance))
        .collect();
    if let Some(days) = rest {
        for more in records::days_balances(&mut context.tx, days, basis.without())? {
            let none = records::Balance { account: more.account, amount: 0, book_amount: 0, postings: 0 };
            let sum = held.entry(more.account).or_insert(none);
            sum.amount = sum.amount.saturating_add(more.amount);
            sum.book_amount = sum.book_amount.saturating_add(more.book_amount);
            sum.postings += more.postings;
        }
    }
    Ok(held)
}

fn line(account: &Account, held: &Held) -> AccountLine {
    let of = |read: fn(&records::Balance) -> i64| held.get(&account.id).map_or(0, read);
    AccountLine {
        account: account.clone(),
        balance_minor: of(|balance| balance.amount),
        book_balance_minor: of(|balance| balance.book_amount),
        postings: of(|balance| balance.postings),
    }
}

/// What the account of a role holds at the end of a day, in minor units of the books; a debit is positive. Nothing where
/// the books have no such account.
pub fn balance_of_role(context: &mut Context, role: &str, on: Date, basis: ReadBasis) -> Result<i64, Failure> {
    journal::flush(context)?;
    let Ok(id) = accounts::account_of_role(context, role).map(|account| account.id) else { return Ok(0) };
    Ok(records::period_balance(&mut context.tx, id, Date::MIN, on, basis.without())?.book_amount)
}
