//! Why a contribution is not planned, ended, taken up or taken back.

use kernel::{Refusal, RefusalKind};
use locale::t;

#[derive(Debug)]
pub(super) enum ContributionPlanRefusal {
    NoSuchPlan(i64),
    NameLength,
    NameTaken(String),
    NotADrawing { name: String },
    NotOwnPocket,
    Rhythm,
    LongAgo,
    AmountOrShare,
    NotPositive { field: &'static str },
    Share,
    ReferenceLength,
    HasRuns { name: String },
    Ended { name: String },
    NotEnded { name: String },
}

pub(super) const PLAN_REFUSALS: &[&str] = &[
    "no-such-contribution",
    "contribution-name-length",
    "contribution-name-is-taken",
    "not-a-drawing",
    "not-an-own-pocket",
    "no-such-rhythm",
    "first-day-is-long-past",
    "amount-or-share",
    "not-positive",
    "share-is-not-a-share",
    "reference-length",
    "contribution-has-ended",
    "not-a-bank-account",
    "account-is-closed",
    "account-has-another-currency",
    "not-an-iban",
    "account-of-the-business",
    "holder-length",
    "pocket-name-is-taken",
];

impl Refusal for ContributionPlanRefusal {
    fn code(&self) -> &'static str {
        match self {
            ContributionPlanRefusal::NoSuchPlan(_) => "no-such-contribution",
            ContributionPlanRefusal::NameLength => "contribution-name-length",
            ContributionPlanRefusal::NameTaken(_) => "contribution-name-is-taken",
            ContributionPlanRefusal::NotADrawing { .. } => "not-a-drawing",
            ContributionPlanRefusal::NotOwnPocket => "not-an-own-pocket",
            ContributionPlanRefusal::Rhythm => "no-such-rhythm",
            ContributionPlanRefusal::LongAgo => "first-day-is-long-past",
            ContributionPlanRefusal::AmountOrShare => "amount-or-share",
            ContributionPlanRefusal::NotPositive { .. } => "not-positive",
            ContributionPlanRefusal::Share => "share-is-not-a-share",
            ContributionPlanRefusal::ReferenceLength => "reference-length",
            ContributionPlanRefusal::HasRuns { .. } => "contribution-has-runs",
            ContributionPlanRefusal::Ended { .. } => "contribution-has-ended",
            ContributionPlanRefusal::NotEnded { .. } => "contribution-has-not-ended",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ContributionPlanRefusal::NoSuchPlan(plan) => {
                t!("There is no planned contribution {plan} here.", plan = plan)
            }
            ContributionPlanRefusal::NameLength => t!("A contribution’s name needs 1 to 60 characters."),
            ContributionPlanRefusal::NameTaken(name) => {
                t!("There is a contribution named {name} already.", name = name)
            }
            ContributionPlanRefusal::NotADrawing { name } => {
                t!("{name} is not something you take out for yourself, apart from your pay.", name = name)
            }
            ContributionPlanRefusal::NotOwnPocket => {
                t!("A contribution is paid from an open pocket of your own, not from one that the program works with.")
            }
            ContributionPlanRefusal::Rhythm => t!("It can be due every 1, 2, 3, 6 or 12 months."),
            ContributionPlanRefusal::LongAgo => t!("The first day is more than a year past."),
            ContributionPlanRefusal::AmountOrShare => {
                t!("Give either an amount or a part of what comes in, not both.")
            }
            ContributionPlanRefusal::NotPositive { .. } => t!("The amount has to be more than nothing."),
            ContributionPlanRefusal::Share => t!("A share is between 0% and 100%."),
            ContributionPlanRefusal::ReferenceLength => t!("What a payment says has at most 140 characters."),
            ContributionPlanRefusal::HasRuns { name } => t!("{name} has been paid or skipped before.", name = name),
            ContributionPlanRefusal::Ended { name } => t!("{name} has ended.", name = name),
            ContributionPlanRefusal::NotEnded { name } => t!("{name} goes on.", name = name),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            ContributionPlanRefusal::HasRuns { .. } => Some(t!("End it instead; what was paid stays in sight.")),
            ContributionPlanRefusal::Ended { .. } => Some(t!("Take it up again first.")),
            ContributionPlanRefusal::LongAgo => Some(t!("Choose the next day on which it is due.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ContributionPlanRefusal::NameLength | ContributionPlanRefusal::NameTaken(_) => "name",
                ContributionPlanRefusal::NotADrawing { .. } => "category",
                ContributionPlanRefusal::NotOwnPocket => "pocket",
                ContributionPlanRefusal::Rhythm => "every_months",
                ContributionPlanRefusal::LongAgo => "first_on",
                ContributionPlanRefusal::AmountOrShare => "amount_minor",
                ContributionPlanRefusal::NotPositive { field } => field,
                ContributionPlanRefusal::Share => "permille",
                ContributionPlanRefusal::ReferenceLength => "reference",
                _ => "plan",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            ContributionPlanRefusal::NoSuchPlan(_) => RefusalKind::NotFound,
            ContributionPlanRefusal::NameTaken(_)
            | ContributionPlanRefusal::HasRuns { .. }
            | ContributionPlanRefusal::Ended { .. }
            | ContributionPlanRefusal::NotEnded { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}
