//! The writes.

mod arrive_ledger;
mod withdraw;

pub(crate) use arrive_ledger::said;
pub use arrive_ledger::{ArriveLedger, ArrivedLedger, ArrivedTotal};
pub use withdraw::{WithdrawArrival, WithdrawnArrival};
