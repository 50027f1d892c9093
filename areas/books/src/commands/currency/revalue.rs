//! What balances in other currencies are worth at the end of a day.
//!
//! Lines are booked at the rate of their day, so a foreign account's worth in the books drifts from what it is worth. A
//! revaluation books the difference in two parts. What was **realised** is the gain or loss on what has left the account:
//! the books' worth moves to the average cost of what is left, in both bases. What is **unrealised** is the way from there
//! to the day's rate, on accrual basis only (IAS 21, paragraphs 23 and 28). Nothing is reversed on the next day: the next
//! revaluation reckons from the movements anew and books what differs, so that late lines, withdrawn statements and a
//! revaluation made twice come out right, and an account that holds nothing is worth nothing in both bases.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::Basis;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::refusal::{CurrencyRefusal, REFUSALS};
use crate::{
    commands::{ReverseEntries, account::account_for_role},
    journal::{Draft, DraftPosting, Source, SplitOf, post},
    queries::{ForeignBalance, foreign_balances},
    rates::rate_for,
    valued::keep_rate,
};

/// Books what balances in other currencies have gained or lost through the end of a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Revalue {
    /// The day, best the last of a month or year; today when absent.
    pub on: Option<Date>,
}

/// Balances that were revalued.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Revalued {
    /// The day.
    pub on: Date,
    /// The accounts that changed.
    pub accounts: Vec<RevaluedAccount>,
    /// Gained by all of them, in minor units of the books' currency; a loss is negative.
    pub gained_minor: i64,
    /// The currency of the books.
    pub currency: String,
}

/// An account that was revalued.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RevaluedAccount {
    /// The account.
    pub account: i64,
    /// Its name.
    pub name: String,
    /// The entry.
    pub entry: i64,
    /// Gained on what has left it; both bases.
    pub realised_minor: i64,
    /// Gained on what is left; accrual basis only.
    pub unrealised_minor: i64,
}

impl Command for Revalue {
    const NAME: &'static str = "revalue";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = Revalued;

    fn about() -> String {
        t!("Book what balances in other currencies have gained or lost through the end of a day.")
    }

    fn perform(&self, context: &mut Context) -> Result<Revalued, Failure> {
        let on = self.on.unwrap_or(context.today);
        if on > context.today {
            return Err(CurrencyRefusal::Later.into());
        }
        let balances = foreign_balances(context, on)?;
        if balances.is_empty() {
            return Err(CurrencyRefusal::NothingForeign.into());
        }
        let mut accounts = Vec::new();
        for balance in &balances {
            accounts.extend(revalue(context, balance, on)?);
        }
        if accounts.is_empty() {
            return Err(CurrencyRefusal::NothingNew.into());
        }
        let gained = accounts.iter().map(|one| one.realised_minor.saturating_add(one.unrealised_minor));
        let gained_minor = ledger::sum(gained).ok_or(CurrencyRefusal::TooLarge)?;
        Ok(Revalued { on, accounts, gained_minor, currency: context.settings.currency.code().to_owned() })
    }

    fn sentence(&self, outcome: &Revalued) -> String {
        t!(
            "Revalued what is kept in other currencies at the end of {day}: {amount}.",
            day = fmt::date(outcome.on),
            amount = fmt::money(outcome.gained_minor, &outcome.currency)
        )
    }

    fn undo(&self, outcome: &Revalued) -> Undo {
        let entries: Vec<i64> = outcome.accounts.iter().map(|one| one.entry).collect();
        Undo::Compensating { command: ReverseEntries::NAME, input: json!({ "entries": entries }) }
    }
}

fn revalue(context: &mut Context, balance: &ForeignBalance, on: Date) -> Result<Option<RevaluedAccount>, Failure> {
    let Some(worth_minor) = balance.worth_minor else {
        return Err(CurrencyRefusal::NoRate { currency: balance.currency, on }.into());
    };
    let (realised_minor, unrealised_minor) = balance.gains(worth_minor);
    if realised_minor == 0 && unrealised_minor == 0 {
        return Ok(None);
    }
    let difference = account_for_role(context, "exchange-difference")?;
    let posting = |account, amount_minor, book_minor, basis| DraftPosting {
        account,
        amount_minor,
        book_amount_minor: Some(book_minor),
        basis,
        ..DraftPosting::default()
    };
    let mut postings = Vec::new();
    for (gained, basis) in [(realised_minor, Basis::Both), (unrealised_minor, Basis::Accrual)] {
        if gained != 0 {
            postings.push(posting(balance.account, 0, gained, basis));
            postings.push(posting(difference, -gained, -gained, basis));
        }
    }
    let draft = Draft {
        posted_on: on,
        text: t!(
            "What {name} has gained or lost against {currency}",
            name = balance.name,
            currency = context.settings.currency
        ),
        note: String::new(),
        party: None,
        source: Source::HAND,
        postings,
        split: SplitOf::ByRule,
    };
    let entry = post(context, draft)?;
    if let Some(rate) = rate_for(context, balance.currency, on)? {
        keep_rate(context, entry, balance.currency.code(), rate)?;
    }
    let (account, name) = (balance.account, balance.name.clone());
    Ok(Some(RevaluedAccount { account, name, entry, realised_minor, unrealised_minor }))
}
