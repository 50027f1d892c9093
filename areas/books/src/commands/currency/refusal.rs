//! Why something in another currency is not done.

use jiff::civil::Date;
use kernel::{Refusal, RefusalKind};
use ledger::Currency;
use locale::{fmt, t};

use crate::rules::{
    rate_file::RateFileProblem,
    rates::{Rate, rate_text},
};

#[derive(Debug)]
pub(crate) enum CurrencyRefusal {
    BooksOwn(Currency),
    BadRate,
    FarOff { currency: Currency, near: Rate, books: Currency },
    Later,
    NoRate { currency: Currency, on: Date },
    NotSet { currency: Currency, on: Date },
    NotBase64,
    File(RateFileProblem),
    NoSuchImport(i64),
    NothingForeign,
    NothingNew,
    TooLarge,
}

pub(crate) const REFUSALS: &[&str] = &[
    "currency-of-the-books",
    "not-a-rate",
    "rate-is-far-off",
    "day-is-to-come",
    "rate-is-missing",
    "no-such-rate",
    "not-base64",
    "rates-are-packed",
    "not-a-file-of-rates",
    "unreadable-line",
    "rates-are-of-other-currencies",
    "no-rates",
    "no-such-import",
    "no-foreign-account",
    "nothing-to-revalue",
    "amount-is-too-large",
    "month-is-locked",
];

impl Refusal for CurrencyRefusal {
    fn code(&self) -> &'static str {
        match self {
            CurrencyRefusal::BooksOwn(_) => "currency-of-the-books",
            CurrencyRefusal::BadRate => "not-a-rate",
            CurrencyRefusal::FarOff { .. } => "rate-is-far-off",
            CurrencyRefusal::Later => "day-is-to-come",
            CurrencyRefusal::NoRate { .. } => "rate-is-missing",
            CurrencyRefusal::NotSet { .. } => "no-such-rate",
            CurrencyRefusal::NotBase64 => "not-base64",
            CurrencyRefusal::File(problem) => match problem {
                RateFileProblem::Zip => "rates-are-packed",
                RateFileProblem::Unknown => "not-a-file-of-rates",
                RateFileProblem::Line { .. } => "unreadable-line",
                RateFileProblem::NoBooksCurrency => "rates-are-of-other-currencies",
                RateFileProblem::Empty => "no-rates",
            },
            CurrencyRefusal::NoSuchImport(_) => "no-such-import",
            CurrencyRefusal::NothingForeign => "no-foreign-account",
            CurrencyRefusal::NothingNew => "nothing-to-revalue",
            CurrencyRefusal::TooLarge => "amount-is-too-large",
        }
    }

    fn sentence(&self) -> String {
        match self {
            CurrencyRefusal::BooksOwn(currency) => {
                t!("The books are kept in {currency}, so it has no rate.", currency = currency)
            }
            CurrencyRefusal::BadRate => t!("A rate is a number above zero with at most ten decimals, such as 0.9195."),
            CurrencyRefusal::FarOff { currency, near, books } => t!(
                "That is far from {rate} {books} for one {currency}, the rate of {day}.",
                rate = fmt::decimal(&rate_text(near.rate)),
                books = books,
                currency = currency,
                day = fmt::date(near.on)
            ),
            CurrencyRefusal::Later => t!("That day is still to come."),
            CurrencyRefusal::NoRate { currency, on } => t!(
                "There is no rate of {currency} for {day} or the week before.",
                currency = currency,
                day = fmt::date(*on)
            ),
            CurrencyRefusal::NotSet { currency, on } => {
                t!("No rate of {currency} was set for {day}.", currency = currency, day = fmt::date(*on))
            }
            CurrencyRefusal::NotBase64 => t!("The content is not base64."),
            CurrencyRefusal::File(problem) => match problem {
                RateFileProblem::Zip => t!("The file is packed; unpack it and bring in the CSV file that is in it."),
                RateFileProblem::Unknown => t!(
                    "This is no file of rates: it needs the European Central Bank's table or a list of day, currency and rate."
                ),
                RateFileProblem::Line { line } => t!("Line {line} of the file cannot be read.", line = line),
                RateFileProblem::NoBooksCurrency => {
                    t!("The file states what a euro is worth, and nothing for the currency of these books.")
                }
                RateFileProblem::Empty => t!("The file holds no rate."),
            },
            CurrencyRefusal::NoSuchImport(import) => t!("No rates are here of import {number}.", number = import),
            CurrencyRefusal::NothingForeign => t!("No account is kept in another currency than the books."),
            CurrencyRefusal::NothingNew => t!("All balances are worth what the books say; there is nothing to book."),
            CurrencyRefusal::TooLarge => t!("An amount is too large for the books."),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            CurrencyRefusal::NoRate { .. } => Some(t!("Set the rate of that day, or bring in a central bank's file.")),
            CurrencyRefusal::FarOff { .. } => Some(t!("Look at it once more; if it is right, set it even so.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            CurrencyRefusal::BooksOwn(_) => Some("currency".into()),
            CurrencyRefusal::BadRate | CurrencyRefusal::FarOff { .. } => Some("rate".into()),
            CurrencyRefusal::Later | CurrencyRefusal::NoRate { .. } | CurrencyRefusal::NotSet { .. } => {
                Some("on".into())
            }
            CurrencyRefusal::NotBase64 | CurrencyRefusal::File(_) => Some("content".into()),
            CurrencyRefusal::NoSuchImport(_) => Some("import".into()),
            CurrencyRefusal::NothingForeign | CurrencyRefusal::NothingNew | CurrencyRefusal::TooLarge => None,
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            CurrencyRefusal::NotSet { .. } | CurrencyRefusal::NoSuchImport(_) => RefusalKind::NotFound,
            CurrencyRefusal::NothingForeign | CurrencyRefusal::NothingNew => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
