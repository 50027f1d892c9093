//! The register of an account: its lines with what it held after each, newest first.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReadBasis, page_size, place, place_text};
use crate::{Account, accounts::account, journal, records};

/// The lines of an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// From this day on.
    #[serde(default)]
    pub from: Option<Date>,
    /// Up to this day.
    #[serde(default)]
    pub through: Option<Date>,
    /// Lines before this place, as the answer before gave it.
    #[serde(default)]
    pub before: Option<String>,
    /// How many; 50 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Which books.
    #[serde(default)]
    pub basis: ReadBasis,
}

/// Lines of a register.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RegisterAnswer {
    /// The account.
    pub account: Account,
    /// What it holds with everything ever posted, in minor units of its currency; a debit is positive.
    pub balance_minor: i64,
    /// How many postings it has.
    pub postings: i64,
    /// The lines, newest first.
    pub lines: Vec<RegisterLine>,
    /// What to give as `before` for older lines; absent at the end.
    pub older: Option<String>,
}

/// A line of a register.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RegisterLine {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// Who paid or was paid.
    pub party: Option<String>,
    /// Minor units of the account's currency; a debit is positive.
    pub amount_minor: i64,
    /// What the account held after it.
    pub balance_minor: i64,
    /// The entry that this one reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses this one.
    pub reversed_by: Option<i64>,
}

impl Query for Register {
    const NAME: &'static str = "register";
    type Answer = RegisterAnswer;

    fn about() -> String {
        t!("The lines of an account, newest first, with what it held after each.")
    }

    fn answer(&self, context: &mut Context) -> Result<RegisterAnswer, Failure> {
        journal::flush(context)?;
        let account = account(context, self.account)?.clone();
        let limit = page_size(self.limit);
        let without = self.basis.without();
        let (from, through) = (self.from.unwrap_or(Date::MIN), self.through.unwrap_or(Date::MAX));
        let before = place(self.before.as_deref());
        let tx = &mut context.tx;
        let mut rows = records::register_rows(tx, account.id, from, through, before, without, limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let total = records::account_total(tx, account.id, without)?;
        let from_the_end = self.before.is_none() && through == Date::MAX;
        let mut balance = match rows.first() {
            Some(_) if from_the_end => total.amount,
            Some(newest) => {
                let newest = (newest.posted_on, newest.entry, newest.line);
                records::balance_before(tx, account.id, newest, without)?
            }
            None => 0,
        };
        let older = rows.last().filter(|_| more).map(|row| place_text(row.posted_on, row.entry, row.line));
        let lines = rows
            .into_iter()
            .map(|row| {
                let balance_minor = balance;
                balance -= row.amount;
                RegisterLine {
                    entry: row.entry,
                    posted_on: row.posted_on,
                    text: row.text,
                    party: row.party,
                    amount_minor: row.amount,
                    balance_minor,
                    reverses: Some(row.reverses).filter(|entry| *entry != 0),
                    reversed_by: row.reversed_by,
                }
            })
            .collect();
        Ok(RegisterAnswer { account, balance_minor: total.amount, postings: total.postings, lines, older })
    }
}
