//! What a line of an account in another currency is worth in the books: by the amount the bank states beside its own, else
//! by the rate of its day.

use books::{
    rate_for,
    rules::rates::{Rate, RateSource, rate_of},
    worth_in_books,
};
use jiff::civil::Date;
use kernel::{Context, Failure, RefusalKind, Refused};
use ledger::Currency;
use locale::{fmt, t};

use crate::line::{RawLine, Value};

/// The currency of an account, where it is another than the books'.
pub(crate) fn foreign(context: &mut Context, account: i64) -> Result<Option<Currency>, Failure> {
    let books = context.settings.currency;
    Ok(Some(books::account(context, account)?.currency).filter(|currency| *currency != books))
}

/// Values a line: what it moved, and the fee and tax it states, are in the books' currency from here on. Refused where no
/// rate is known.
pub(crate) fn value(context: &mut Context, raw: &mut RawLine) -> Result<(), Failure> {
    let Some(currency) = foreign(context, raw.account)? else { return Ok(()) };
    let mut set = Value { currency: currency.code().to_owned(), ..Value::default() };
    let stated = raw.stated_minor.filter(|stated| *stated != 0 && *stated != i64::MIN);
    let rate = match stated {
        Some(stated) => {
            set.book_minor = stated.abs() * raw.amount_minor.signum();
            set.rate_on = Some(raw.booked_on);
            set.rate_source = RateSource::BankLine.as_str();
            // What the line itself states counts for its fee too.
            let books = context.settings.currency;
            let rate = rate_of(raw.amount_minor, currency, set.book_minor, books).ok_or_else(too_large)?;
            Rate { on: raw.booked_on, source: RateSource::BankLine, rate }
        }
        None => {
            let rate = rate_for(context, currency, raw.booked_on)?;
            let rate = rate.ok_or_else(|| missing(&[(currency, raw.booked_on)]))?;
            set.book_minor = worth_in_books(context, raw.amount_minor, currency, rate).ok_or_else(too_large)?;
            set.rate_on = Some(rate.on);
            set.rate_source = rate.source.as_str();
            rate
        }
    };
    for part in [&mut raw.fee_minor, &mut raw.marketplace_tax_minor] {
        if *part == 0 {
            continue;
        }
        *part = worth_in_books(context, *part, currency, rate).ok_or_else(too_large)?;
    }
    set.rate = Some(rate);
    raw.value = set;
    Ok(())
}

/// The days of lines that no rate is known for.
pub(crate) fn days_without_rate<'a>(
    context: &mut Context,
    account: i64,
    lines: impl Iterator<Item = &'a RawLine>,
) -> Result<Vec<(Currency, Date)>, Failure> {
    let Some(currency) = foreign(context, account)? else { return Ok(Vec::new()) };
    let mut days: Vec<(Currency, Date)> = Vec::new();
    for line in lines.filter(|line| line.stated_minor.is_none()) {
        let known = days.iter().any(|(_, day)| *day == line.booked_on);
        if !known && rate_for(context, currency, line.booked_on)?.is_none() {
            days.push((currency, line.booked_on));
        }
    }
    Ok(days)
}

/// What one amount of an account is worth on a day.
pub(crate) fn worth_on(context: &mut Context, account: i64, amount_minor: i64, on: Date) -> Result<i64, Failure> {
    let Some(currency) = foreign(context, account)? else { return Ok(amount_minor) };
    let rate = rate_for(context, currency, on)?.ok_or_else(|| missing(&[(currency, on)]))?;
    worth_in_books(context, amount_minor, currency, rate).ok_or_else(too_large)
}

/// As many days are named; the rest is counted.
const DAYS_NAMED: usize = 6;

/// The refusal of lines that cannot be valued.
pub(crate) fn missing(days: &[(Currency, Date)]) -> Failure {
    let currency = days.first().map(|(currency, _)| currency.code().to_owned()).unwrap_or_default();
    let mut named: Vec<String> = days.iter().take(DAYS_NAMED).map(|(_, day)| fmt::date(*day)).collect();
    if days.len() > DAYS_NAMED {
        named.push(t!("{count} more", count = days.len() - DAYS_NAMED));
    }
    let sentence = t!("There is no rate of {currency} for {days}.", currency = currency, days = named.join(", "));
    let way_out = t!(
        "Bring in the European Central Bank's file under Books, Currencies, or set the rate of a day there; then bring the statement in again."
    );
    Refused::new(RATE_MISSING, RefusalKind::Invalid, sentence).at("content").try_instead(way_out).into()
}

/// The code of that refusal.
pub(crate) const RATE_MISSING: &str = "rate-is-missing";

fn too_large() -> Failure {
    Refused::new("amount-is-too-large", RefusalKind::Invalid, t!("An amount is too large for the books.")).into()
}
