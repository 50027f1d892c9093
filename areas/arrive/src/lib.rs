//! Arriving: the books of another program brought in.
//!
//! Answers: what does that file hold, what would become of each of its accounts, what stays behind and why, and do the
//! balances here equal the file's to the cent?
//!
//! ```text
//! arrival      a file that came in, kept with its digest; it is taken back whole
//!   mapping    what each account of the file becomes here: an account, a new one, or nothing
//!   total      what an account took, in the file and here: both must be one
//! ```
//!
//! Reading files is left to `ledgers`, posting to `books`. A transaction is known by what it says, so that the same file,
//! or a longer one of the same books, adds only what is new.

mod commands;
mod mapping;
pub mod pages;
mod queries;
mod records;
pub mod rules;

use kernel::{Area, CommandEntry, QueryEntry};

pub use commands::{ArriveLedger, ArrivedLedger, ArrivedTotal, WithdrawArrival, WithdrawnArrival};
pub use mapping::MappedAccount;
pub use queries::{
    Arrival, ArrivalPreview, ArrivalPreviewAnswer, Arrivals, ArrivalsAnswer, PreviewedAccount, Remainder,
};

/// The source of the entries that a file brought.
pub(crate) const ARRIVED: &str = books::Source::ARRIVED;

/// What this area enters in the registry.
pub fn area() -> Area {
    Area {
        name: "arrive",
        commands: vec![CommandEntry::of::<ArriveLedger>(), CommandEntry::of::<WithdrawArrival>()],
        queries: vec![QueryEntry::of::<ArrivalPreview>(), QueryEntry::of::<Arrivals>()],
        ..Area::default()
    }
}
