//! What was posted to an account, by day: what the bank holds its statements against.

use jiff::civil::Date;
use kernel::{Context, Failure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{journal, records};

/// An entry of an account that stands, with what it posted there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountEntry {
    /// The entry.
    pub entry: i64,
    /// The kind of record it came from; empty when it was made by hand.
    pub source_kind: String,
    /// What happened.
    pub text: String,
    /// What it posted to the account, in minor units of the account's currency.
    pub amount_minor: i64,
}

/// What was posted to an account on each day through one, in minor units of its currency, as the cash basis has it.
pub fn posted_by_day(context: &mut Context, account: i64, through: Date) -> Result<Vec<(Date, i64)>, Failure> {
    journal::flush(context)?;
    Ok(records::posted_by_day(&mut context.tx, account, through)?)
}

/// The entries of an account on a day that stand unreversed.
pub fn entries_of_day(context: &mut Context, account: i64, on: Date) -> Result<Vec<AccountEntry>, Failure> {
    journal::flush(context)?;
    let rows = records::entries_of_day(&mut context.tx, account, on)?;
    let entry = |(entry, source_kind, text, amount_minor)| AccountEntry { entry, source_kind, text, amount_minor };
    Ok(rows.into_iter().map(entry).collect())
}

/// What entries made by hand posted to an account through a day, in minor units of its currency.
pub fn posted_by_hand(context: &mut Context, account: i64, through: Date) -> Result<i64, Failure> {
    journal::flush(context)?;
    Ok(records::posted_by_hand(&mut context.tx, account, through)?)
}
