//! The pure rules of double-entry books.
//!
//! Answers: does this entry balance, in each basis? How does an amount part into shares so that nothing is lost?
//! Which pocket does money go to, and why? What is the fingerprint of an entry in the chain?
//!
//! Nouns: [`Currency`] and minor units, [`AccountKind`], [`Posting`] and its [`Basis`], [`Part`] of a deposit,
//! [`Month`], [`ChainHash`]. Everything is a plain value: no database, no clock, no randomness, and no floating point.
//!
//! Left to others: which accounts exist and what was posted (`books`), how an amount is written for a reader (`locale`).

mod account;
mod chain;
mod currency;
mod month;
mod period;
mod pocket;
mod posting;
mod split;

pub use account::{AccountClass, AccountKind};
pub use chain::{ChainHash, Link, chain_hash, text_digest};
pub use currency::{Currency, UnknownCurrency};
pub use month::{FiscalYearStart, Month};
pub use period::{Cut, Days, Edge, Period, Relative};
pub use pocket::{Part, PartReason, Share, split_deposit};
pub use posting::{Basis, EntryProblem, Posting, entry_check_balanced};
pub use split::{split_by_weights, sum};
