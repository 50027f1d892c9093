//! The lock: a closed month takes no entry, and what belongs to it goes to the first open day.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::Month;

use crate::{records, rules::closing};

/// The last locked month, read once in a transaction.
#[derive(Default)]
struct Locked(Option<Option<Month>>);

/// The last month that takes no entry: it and all before it are locked.
pub fn locked_through(context: &mut Context) -> Result<Option<Month>, Failure> {
    if let Some(known) = context.tx.extension::<Locked>().0 {
        return Ok(known);
    }
    let read = records::locked_through(&mut context.tx)?;
    context.tx.extension::<Locked>().0 = Some(read);
    Ok(read)
}

/// The first day on or after a day that takes entries: the day itself, unless its month is locked.
pub fn first_open_day(context: &mut Context, day: Date) -> Result<Date, Failure> {
    Ok(closing::first_open_day(day, locked_through(context)?))
}

/// Forgets what was read, after a month was closed or opened again.
pub(crate) fn forget(context: &mut Context) {
    *context.tx.extension::<Locked>() = Locked::default();
}
