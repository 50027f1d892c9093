//! Why a contribution is that much, in one sentence.

use books::pages::words;
use jiff::civil::Date;
use locale::{fmt, t};

use crate::{
    records::ContributionRow,
    rules::contributions::{ContributionReason, months_before},
};

/// The sentence of a proposal.
pub(super) fn said(
    row: &ContributionRow,
    due_on: Date,
    amount_minor: i64,
    reason: ContributionReason,
    currency: &str,
) -> String {
    let amount = fmt::amount(amount_minor, currency);
    let ceiling = fmt::amount(row.ceiling.unwrap_or(0), currency);
    let (from, through) = months_before(due_on, row.every_months);
    let months = words::months(from, through);
    let share = fmt::percent_permille(row.permille.unwrap_or(0));
    match reason {
        ContributionReason::Fixed => t!("{amount}, as planned.", amount = amount),
        ContributionReason::OfIncome => {
            t!("{amount}: {share} of what came in, {months}.", amount = amount, share = share, months = months)
        }
        ContributionReason::NoIncome => t!("Nothing: nothing came in, {months}.", months = months),
        ContributionReason::LeftOfCeiling => {
            t!("{amount}: more would pass the year’s ceiling of {ceiling}.", amount = amount, ceiling = ceiling)
        }
        ContributionReason::CeilingReached => {
            t!("Nothing: the year’s ceiling of {ceiling} is reached.", ceiling = ceiling)
        }
    }
}
