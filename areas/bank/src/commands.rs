//! The writes of the bank, one file each.

mod doubtful;
mod import;
mod placing;
mod rule;
mod sorting;
mod withdraw;

pub use doubtful::{DecideDoubtful, DoubtDecision, DoubtfulDecided, ReopenDoubtful};
pub use import::{ImportStatement, Imported, ImportedAccount};
pub(crate) use import::{compare_account, decoded, given_mapping, unreadable};
pub(crate) use placing::{place_accounts, remembered_mapping};
pub use rule::{AddRule, AddedRule, ChangeRule, ChangedRule, MoveRule, RemoveRule, RuleInput};
pub(crate) use rule::waiting_for;
pub use sorting::{SortAsTransfer, SortLine, SortLines, SortPart, SortedLine, SortedLines, UnsortLine, UnsortLines};
pub use withdraw::{Withdrawn, WithdrawStatement};
