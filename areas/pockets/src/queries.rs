//! The reads of this area, one file each.

mod contributions;
mod pay;
mod payment_files;
mod runway;
mod stand;
mod standing;
mod transfers;

pub use contributions::{
    ContributionOrder, ContributionOrderAnswer, ContributionPlan, ContributionProposal, ContributionRun, Contributions,
    ContributionsAnswer,
};
pub(crate) use contributions::{Upcoming, upcoming};
pub use pay::{PayOrder, PayOrderAnswer, PayPlan, PayProposal, PayProposalAnswer, PayRun, PayState};
pub(crate) use pay::{next_due, proposal, with_entries};
pub use payment_files::{
    ExpectedPayments, FileState, PaymentFile, PaymentFileAnswer, PaymentFileLine, PaymentFileView, PaymentFiles,
    PaymentFilesAnswer,
};
pub use runway::{RunwayAhead, RunwayAheadAnswer, RunwayCase, RunwayEnd};
pub use stand::{Held, MonthEnd, Runway, WhereYouStand, WhereYouStandAnswer};
pub use standing::{Monthly, MonthlyPart, PocketStanding, Standing, StandingAnswer, TaxStanding};
pub use transfers::{
    AccountStanding, CurrencyTransfers, HousedPocket, TransferToMake, TransfersToMake, TransfersToMakeAnswer,
};
