//! The reads of this area, one file each.

mod payment_files;
mod stand;
mod standing;
mod transfers;

pub use payment_files::{
    ExpectedPayments, FileState, PaymentFile, PaymentFileAnswer, PaymentFileLine, PaymentFileView, PaymentFiles,
    PaymentFilesAnswer,
};
pub use stand::{Held, MonthEnd, Runway, WhereYouStand, WhereYouStandAnswer};
pub use standing::{Monthly, MonthlyPart, PocketStanding, Standing, StandingAnswer, TaxStanding};
pub use transfers::{
    AccountStanding, CurrencyTransfers, HousedPocket, TransferToMake, TransfersToMake, TransfersToMakeAnswer,
};
