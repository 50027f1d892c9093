//! Where the money is kept apart, and where the business stands.
//!
//! Answers: how long does the money last, what of it is mine to spend, is the tax there, what does each pocket need,
//! and what should I move?
//!
//! ```text
//! standing   the pockets on a day, each against its target
//! target     what a pocket is to hold: what is owed, a month of costs, the months of the buffer
//! free       cash without what is owed to authorities, clients and the card, and without the tax
//! runway     how long what is free covers the months ahead, with and without the owner's pay
//! mend       the move that brings a pocket back above nothing
//! ```
//!
//! Plans are its own: pay, contributions, where pockets live, payment files. Holdings, shares, moves and totals are the
//! books', and so are the commands that change them. That pockets equal cash is part of posting there. Left to others: what tax is really owed (`taxes`; until that
//! area stands, a plain percentage that says so), and what is to come (`forecast`).

mod close_checks;
mod commands;
mod entries;
mod expected;
mod needs;
pub mod pages;
mod queries;
mod records;
pub mod rules;

use kernel::{Area, CommandEntry, QueryEntry, slots::NeedSource};

pub use commands::{
    EndContribution, ForgetContribution, PlanContribution, ResumeContribution, RunContribution, SkipContribution,
    WithdrawContribution,
};
pub use commands::{EndPayPlan, PlanPay, RunPay, SkipPay, WithdrawPay};
pub use commands::{GiveUpTransfer, MadePaymentFile, MakePaymentFile, MapPocket, PaymentFormat, WithdrawPaymentFile};
pub use expected::{expected_sides, line_was_taken_out, side_was_seen};
pub use pages::pages;
pub use queries::{
    AccountStanding, CurrencyTransfers, ExpectedPayments, FileState, Held, HousedPocket, MonthEnd, Monthly,
    MonthlyPart, PaymentFile, PaymentFileAnswer, PaymentFileLine, PaymentFileView, PaymentFiles, PaymentFilesAnswer,
    PocketStanding, Runway, Standing, StandingAnswer, TaxStanding, TransferToMake, TransfersToMake,
    TransfersToMakeAnswer, WhereYouStand, WhereYouStandAnswer,
};
pub use queries::{
    ContributionOrder, ContributionOrderAnswer, ContributionPlan, ContributionProposal, ContributionRun, Contributions,
    ContributionsAnswer,
};
pub use queries::{PayOrder, PayOrderAnswer, PayPlan, PayProposal, PayProposalAnswer, PayRun, PayState};
pub use queries::{RunwayAhead, RunwayAheadAnswer, RunwayCase, RunwayEnd};

/// What this area enters in the registry.
pub fn area() -> Area {
    Area {
        name: "pockets",
        commands: vec![
            CommandEntry::of::<MapPocket>(),
            CommandEntry::of::<MakePaymentFile>(),
            CommandEntry::of::<WithdrawPaymentFile>(),
            CommandEntry::of::<GiveUpTransfer>(),
            CommandEntry::of::<PlanPay>(),
            CommandEntry::of::<EndPayPlan>(),
            CommandEntry::of::<RunPay>(),
            CommandEntry::of::<SkipPay>(),
            CommandEntry::of::<WithdrawPay>(),
            CommandEntry::of::<PlanContribution>(),
            CommandEntry::of::<ForgetContribution>(),
            CommandEntry::of::<EndContribution>(),
            CommandEntry::of::<ResumeContribution>(),
            CommandEntry::of::<RunContribution>(),
            CommandEntry::of::<SkipContribution>(),
            CommandEntry::of::<WithdrawContribution>(),
        ],
        queries: vec![
            QueryEntry::of::<WhereYouStand>(),
            QueryEntry::of::<Standing>(),
            QueryEntry::of::<TransfersToMake>(),
            QueryEntry::of::<PaymentFiles>(),
            QueryEntry::of::<PaymentFile>(),
            QueryEntry::of::<ExpectedPayments>(),
            QueryEntry::of::<PayProposal>(),
            QueryEntry::of::<PayOrder>(),
            QueryEntry::of::<Contributions>(),
            QueryEntry::of::<ContributionOrder>(),
            QueryEntry::of::<RunwayAhead>(),
        ],
        needs: vec![
            NeedSource { run: needs::undivided },
            NeedSource { run: needs::below_zero },
            NeedSource { run: needs::pay_day },
            NeedSource { run: needs::contribution_due },
            NeedSource { run: needs::transfers_overdue },
        ],
        close: close_checks::close_checks(),
        places: pages::places(),
        ..Area::default()
    }
}
