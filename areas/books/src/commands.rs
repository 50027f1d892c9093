//! The writes of the books, one file each.

pub(crate) mod account;
mod details;
mod dimension;
mod entry;
mod money;
mod set_up;

pub(crate) use account::ACCOUNT;
pub use account::{AddCategory, CloseAccount, NewAccount, OpenAccount, OpenedAccount, account_for_role};
pub use details::SetAccountDetails;
pub use dimension::{AddDimensionValue, CloseDimensionValue, PostingDimensions, RenameDimensionValue, SetDimensions};
pub use entry::{PostEntry, PostedEntry, PostingInput, ReverseEntry};
pub use money::{DivideCash, DivideCashPart, MoveMoney, SetShares, ShareInput};
pub use set_up::SetUpBooks;
