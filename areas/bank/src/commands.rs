//! The writes of the bank, one file each.

mod comparing;
mod doubtful;
mod import;
mod pairing;
mod paying;
mod payout;
mod placing;
mod quiet;
mod recurring;
mod refusals;
mod rule;
mod rule_input;
mod sorting;
mod taking;
mod transferring;
mod unsorting;
mod withdraw;

pub(crate) use comparing::compare_account;
pub use doubtful::{DecideDoubtful, DoubtDecision, DoubtfulDecided, ReopenDoubtful};
pub use import::{ImportStatement, Imported, ImportedAccount};
pub(crate) use import::{currency_of, decoded, given_mapping, unreadable};
pub use pairing::{ForgetPair, PairLines, Paired, PartLines};
pub use paying::{PaymentPart, SortAsPayment};
pub use payout::SortAsPayout;
pub(crate) use placing::{place_accounts, remembered_mapping};
pub use quiet::{ForgetNothingMoved, NothingMoved, SayNothingMoved};
pub use recurring::{MarkRecurring, MarkedRecurring, RecurringMark};
pub use rule::{AddRule, AddedRule, ChangeRule, ChangedRule, MoveRule, RemoveRule};
pub(crate) use rule::{takes, waiting_for};
pub use rule_input::{RuleInput, RulePartInput};
pub(crate) use sorting::tax_codes;
pub use sorting::{SortLine, SortLines, SortPart, SortedLine, SortedLines};
pub use transferring::SortAsTransfer;
pub use unsorting::{Parted, UnsortLine, UnsortLines};
pub use withdraw::{WithdrawStatement, Withdrawn};
