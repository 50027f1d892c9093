//! Bytes of other programs' books in, accounts and balanced transactions out.
//!
//! Answers: what does this file hold, does every transaction of it balance, do the balances it states prove out, and what
//! of it cannot come along?
//!
//! ```text
//! book           what a file holds
//!   account      by its whole name, Assets:Bank:Checking, with the class its name or the file says
//!   transaction  what happened on a day; its postings sum to zero in each commodity, counted at cost
//!   assertion    a balance the file states, and what its own transactions make of it
//!   left out     what a file of this kind may hold and books do not: rules, virtual postings, prices of shares
//! ```
//!
//! A file is told by its content and read whole, or refused with the line. Left to others: which of the owner's accounts an
//! account becomes, and posting (`arrive`).

mod balance;
mod beancount;
mod book;
mod class;
mod csv;
mod date;
mod detect;
mod error;
mod hledger;
mod quantity;
mod raw;

pub use book::{Account, Amount, Assertion, Book, Format, LeftOut, LeftOutKind, Posting, Price, Transaction};
pub use class::class_of;
pub use error::{Problem, ReadError};
pub use quantity::Quantity;

/// The largest file read: a million postings are about 100 megabytes.
pub const LIMIT_BYTES: usize = 256 * 1024 * 1024;

/// Reads the books of another program whole, or says at which line they cannot be read.
pub fn read(bytes: &[u8]) -> Result<Book, ReadError> {
    if bytes.len() > LIMIT_BYTES {
        return Err(ReadError { line: 0, problem: Problem::TooLarge });
    }
    let text =
        statements::text_of(bytes).map_err(|error| ReadError { line: 0, problem: Problem::File(error.to_string()) })?;
    if text.trim().is_empty() {
        return Err(ReadError { line: 0, problem: Problem::Empty });
    }
    let raw = match detect::format(&text) {
        detect::Kind::Hledger => hledger::read(&text)?,
        detect::Kind::Beancount => beancount::read(&text)?,
        detect::Kind::Rows(delimiter) => csv::read(&text, delimiter)?,
        detect::Kind::Unknown => return Err(ReadError { line: 0, problem: Problem::NotALedger }),
    };
    balance::complete(raw)
}
