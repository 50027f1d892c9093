//! The writes of the books, one file each.

pub(crate) mod account;
mod attachment;
mod closing;
pub(crate) mod currency;
mod deposit;
mod details;
mod dimension;
mod entry;
mod inbox;
mod label;
mod money;
pub(crate) mod month_one;
pub(crate) mod opening;
mod pocket;
mod proof;
mod saved_report;
mod set_up;
mod settling;
mod swap;

pub(crate) use account::ACCOUNT;
pub use account::{AddCategory, CloseAccount, NewAccount, OpenAccount, OpenedAccount, account_for_role, add_account};
pub use attachment::{AttachFile, Attached, DetachFile, Detached, EraseFile, Erased};
pub use closing::{CloseMonth, MonthClosed, MonthOpened, OpenMonth};
pub use currency::{ForgetRates, ImportRates, ImportedRates, RateBefore, Revalue, Revalued, RevaluedAccount, SetRate};
pub(crate) use deposit::Deposit;
pub use deposit::{
    AgreeJobCosts, EarnAdvance, HoldAdvance, ReturnAdvance, ReverseDepositStep, SetJobCostShare, TakeExchangeFrom,
};
pub use details::SetAccountDetails;
pub use dimension::{AddDimensionValue, CloseDimensionValue, PostingDimensions, RenameDimensionValue, SetDimensions};
pub use entry::{PostEntry, PostedEntries, PostedEntry, PostingInput, ReverseEntries, ReverseEntry};
pub use inbox::{DismissDocument, DismissedDocument, FileDocument, FiledDocument, TakeFile, TakenFile};
pub use label::{NoteBefore, RenameTag, RenamedTag, SetNote, SetTags, TagsBefore};
pub use money::{DivideCash, DivideCashPart, MoveMoney, SetShares, ShareInput};
pub use month_one::{
    BookDepreciation, BookedDepreciation, BookedEntry, BuyEquipment, ClaimMileage, CorrectCost, CorrectedCost,
    CountedPiece, DisposeEquipment, EquipmentTreatment, OwnTax, PayLoan, PutInOwnMoney, ReceiveGrant,
    ReceiveInsurancePayout, ReceiveLoan, RecordPurchase, RecordSharedCost, RecordSupplierRefund, RecordTakings,
    RecordTaxPayment, TakeOutOwnMoney, TaxMove, TransferBetweenAccounts, WithdrawCash,
};
pub use opening::{
    AddOpeningItem, BeginBooksOn, ChangeOpeningItem, OpeningChanged, OpeningGiven, RemoveOpeningItem, SayNothingOpened,
};
pub(crate) use pocket::OWN;
pub use pocket::{ClosePocket, OpenPocket, PocketChanged, RenamePocket, SetCategoryPocket};
pub use proof::{ProofRulesBefore, SetProofRules, WaiveProof, WaiverBefore};
pub use saved_report::{RemoveReport, RenameReport, SaveReport};
pub use set_up::SetUpBooks;
pub use settling::{OpenItemSettled, OpenItemUnsettled, SettleOpenItem, UnsettleOpenItem};
pub use swap::{ExchangeBetweenPockets, ExchangedBetweenPockets};
