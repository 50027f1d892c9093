//! An amount on an account of any currency, and what it is worth in the books: the one way in which commands turn what was
//! typed into the two amounts of a posting.

use jiff::civil::Date;
use kernel::{Context, Failure, RefusalKind, Refused};
use ledger::Currency;
use locale::{fmt, t};

use crate::{
    accounts::account,
    journal::DraftPosting,
    rates::{rate_for, worth_in_books},
    records,
    rules::{
        legs::portion,
        rates::{Rate, RateSource, rate_of},
    },
};

/// An amount on an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Valued {
    /// The account.
    pub account: i64,
    /// Its currency.
    pub currency: Currency,
    /// Minor units of that currency.
    pub amount_minor: i64,
    /// What they are worth, in minor units of the books' currency.
    pub book_minor: i64,
    /// The rate that says so; none where the account is kept in the books' currency.
    pub rate: Option<Rate>,
}

/// The codes with which an amount is refused that cannot be valued.
pub const VALUE_REFUSALS: [&str; 3] = ["rate-is-missing", "worth-differs", "amount-is-too-large"];

/// What an amount on an account is worth on a day: as stated, else by the rate of the day. What is stated has the sign of
/// the amount. `field` is where a refusal stands.
pub fn valued(
    context: &mut Context,
    account_id: i64,
    amount_minor: i64,
    stated_minor: Option<i64>,
    on: Date,
    field: &str,
) -> Result<Valued, Failure> {
    let books = context.settings.currency;
    let currency = account(context, account_id)?.currency;
    let refuse = |code, sentence| Refused::new(code, RefusalKind::Invalid, sentence).at(field);
    if currency == books {
        if stated_minor.is_some_and(|stated| stated != amount_minor) {
            let sentence =
                t!("An amount in {currency} is the same in the books, which are kept in {currency}.", currency = books);
            return Err(refuse("worth-differs", sentence).into());
        }
        return Ok(Valued { account: account_id, currency, amount_minor, book_minor: amount_minor, rate: None });
    }
    let too_large = || refuse("amount-is-too-large", t!("An amount is too large for the books."));
    if amount_minor == 0 {
        return Ok(Valued { account: account_id, currency, amount_minor, book_minor: 0, rate: None });
    }
    let (book_minor, rate) = match stated_minor {
        Some(stated) => {
            let rate = rate_of(amount_minor, currency, stated, books);
            let rate = rate.ok_or_else(|| {
                refuse("worth-differs", t!("What it is worth has to be an amount as well, and on the same side."))
            })?;
            (stated, Rate { on, source: RateSource::Owner, rate })
        }
        None => {
            let rate = rate_for(context, currency, on)?.ok_or_else(|| {
                let day = fmt::date(on);
                let sentence =
                    t!("There is no rate of {currency} for {day} or the week before.", currency = currency, day = day);
                refuse("rate-is-missing", sentence)
                    .try_instead(t!("Say what it was worth in the books’ currency, or set the rate of that day first."))
            })?;
            (worth_in_books(context, amount_minor, currency, rate).ok_or_else(too_large)?, rate)
        }
    };
    Ok(Valued { account: account_id, currency, amount_minor, book_minor, rate: Some(rate) })
}

impl Valued {
    /// The posting of this amount, or of the part of it that is worth so much in the books; a debit is positive.
    pub fn posting(&self, book_minor: i64) -> DraftPosting {
        let amount_minor = if book_minor == self.book_minor {
            self.amount_minor
        } else if book_minor == self.book_minor.saturating_neg() {
            self.amount_minor.saturating_neg()
        } else if self.rate.is_none() {
            book_minor
        } else {
            portion(self.amount_minor, book_minor, self.book_minor)
        };
        DraftPosting {
            account: self.account,
            amount_minor,
            book_amount_minor: Some(book_minor),
            ..DraftPosting::default()
        }
    }

    /// What another amount of the same currency is worth at the same rate; none where it fits no amount.
    pub fn worth_of(&self, context: &Context, amount_minor: i64) -> Option<i64> {
        match self.rate {
            Some(rate) => worth_in_books(context, amount_minor, self.currency, rate),
            None => Some(amount_minor),
        }
    }

    /// Keeps beside an entry by which rate it was booked.
    pub fn keep_rate(&self, context: &mut Context, entry: i64) -> Result<(), Failure> {
        match self.rate {
            Some(rate) => keep_rate(context, entry, self.currency.code(), rate),
            None => Ok(()),
        }
    }
}

/// Keeps beside an entry by which rate a currency or crypto-asset was valued in it.
pub fn keep_rate(context: &mut Context, entry: i64, code: &str, rate: Rate) -> Result<(), Failure> {
    Ok(records::keep_entry_rate(&mut context.tx, entry, code, rate)?)
}
