//! The shares in force on a day, with what each pocket holds, read once per transaction.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::{Currency, Share};

use crate::{journal, records};

/// A row of the shares' history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRow {
    /// From this day on.
    pub from_on: Date,
    /// The pocket.
    pub pocket: i64,
    /// Thousandths of a deposit.
    pub permille: i64,
    /// The most the pocket is to hold, in minor units.
    pub cap_minor: Option<i64>,
}

#[derive(Default)]
struct Read {
    history: Option<Vec<ShareRow>>,
    holds: HashMap<(i64, Currency), i64>,
}

/// The shares in force on a day, in the order of the pockets; what each capped pocket holds is filled in.
pub fn shares_on(context: &mut Context, day: Date, currency: Currency) -> Result<Vec<Share>, Failure> {
    let rows = rows_on(context, day)?;
    let mut shares = Vec::with_capacity(rows.len());
    for row in rows {
        // Only a cap asks what the pocket holds.
        let holds_minor = if row.cap_minor.is_some() { holds(context, row.pocket, currency)? } else { 0 };
        let permille = u32::try_from(row.permille).unwrap_or(0);
        shares.push(Share { pocket: row.pocket, permille, cap_minor: row.cap_minor, holds_minor });
    }
    Ok(shares)
}

/// The rows in force on a day.
pub fn rows_on(context: &mut Context, day: Date) -> Result<Vec<ShareRow>, Failure> {
    if context.tx.extension::<Read>().history.is_none() {
        let read = records::share_history(&mut context.tx)?;
        context.tx.extension::<Read>().history = Some(read);
    }
    let history = context.tx.extension::<Read>().history.as_deref().unwrap_or_default();
    // Before the first shares the first ones count: they are what the owner set for their start.
    let from = history.iter().map(|row| row.from_on).filter(|from| *from <= day).max();
    let from = from.or_else(|| history.iter().map(|row| row.from_on).min());
    Ok(history.iter().filter(|row| Some(row.from_on) == from).cloned().collect())
}

/// The rows in force on a day or set for a later one.
pub(crate) fn rows_from(context: &mut Context, day: Date) -> Result<Vec<ShareRow>, Failure> {
    let mut rows = rows_on(context, day)?;
    let history = context.tx.extension::<Read>().history.as_deref().unwrap_or_default();
    rows.extend(history.iter().filter(|row| row.from_on > day).cloned());
    Ok(rows)
}

/// What a pocket holds now, in a currency.
pub(crate) fn holds(context: &mut Context, pocket: i64, currency: Currency) -> Result<i64, Failure> {
    if let Some(known) = context.tx.extension::<Read>().holds.get(&(pocket, currency)) {
        return Ok(*known);
    }
    journal::flush(context)?;
    let held = records::pocket_holds(&mut context.tx, pocket, currency)?;
    context.tx.extension::<Read>().holds.insert((pocket, currency), held);
    Ok(held)
}

/// Keeps what is known of a pocket true after a move.
pub(crate) fn moved(context: &mut Context, pocket: i64, currency: Currency, amount_minor: i64) {
    if let Some(held) = context.tx.extension::<Read>().holds.get_mut(&(pocket, currency)) {
        *held += amount_minor;
    }
}

/// Forgets what was read, after shares were changed.
pub(crate) fn forget(context: &mut Context) {
    *context.tx.extension::<Read>() = Read::default();
}
