//! What currencies are worth, read once per transaction.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::Currency;

use crate::{
    records,
    rules::rates::{Rate, rate_on, worth},
};

#[derive(Default)]
struct Read {
    known: HashMap<Currency, Vec<Rate>>,
}

/// The rate of a currency for a day: of that day, else of the last before that has one; none where the owner has to say.
pub fn rate_for(context: &mut Context, currency: Currency, day: Date) -> Result<Option<Rate>, Failure> {
    if !context.tx.extension::<Read>().known.contains_key(&currency) {
        let read = records::rates_of(&mut context.tx, currency)?;
        context.tx.extension::<Read>().known.insert(currency, read);
    }
    let known = context.tx.extension::<Read>().known.get(&currency).map_or(&[][..], Vec::as_slice);
    Ok(rate_on(day, known))
}

/// What an amount is worth in the books' currency at a rate; none where it fits no amount.
pub fn worth_in_books(context: &Context, amount_minor: i64, currency: Currency, rate: Rate) -> Option<i64> {
    worth(amount_minor, currency, rate.rate, context.settings.currency)
}

/// Forgets what was read, after rates were changed.
pub(crate) fn forget(context: &mut Context) {
    *context.tx.extension::<Read>() = Read::default();
}
