//! The writes of the bank, one file each.

mod comparing;
mod doubtful;
mod import;
mod placing;
mod refusals;
mod rule;
mod sorting;
mod taking;
mod withdraw;

pub(crate) use comparing::compare_account;
pub use doubtful::{DecideDoubtful, DoubtDecision, DoubtfulDecided, ReopenDoubtful};
pub use import::{ImportStatement, Imported, ImportedAccount, MissingLines};
pub(crate) use import::{decoded, given_mapping, unreadable};
pub(crate) use placing::{place_accounts, remembered_mapping};
pub(crate) use rule::waiting_for;
pub use rule::{AddRule, AddedRule, ChangeRule, ChangedRule, MoveRule, RemoveRule, RuleInput};
pub(crate) use sorting::tax_codes;
pub use sorting::{SortAsTransfer, SortLine, SortLines, SortPart, SortedLine, SortedLines, UnsortLine, UnsortLines};
pub use withdraw::{WithdrawStatement, Withdrawn};
