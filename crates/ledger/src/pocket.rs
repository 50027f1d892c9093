//! How a deposit parts into pockets.
//!
//! Shares are taken in order. A pocket with a cap takes no more than what is missing to it; the rest overflows to the
//! pocket that stands next. What no pocket may take goes to the last one, so that every cent has a place.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::split_by_weights;

/// A pocket's share of a deposit, in force on its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The pocket.
    pub pocket: i64,
    /// Thousandths of the deposit; all shares together are 1,000.
    pub permille: u32,
    /// The most it is to hold, in minor units; none when it may grow without end.
    pub cap_minor: Option<i64>,
    /// What it holds before the deposit, in minor units.
    pub holds_minor: i64,
}

/// Why a part of a deposit went to its pocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PartReason {
    /// Tax contained in the deposit, held for the authorities.
    TaxContained,
    /// The pocket's own share.
    Share,
    /// What did not fit into a pocket that reached its cap.
    Overflow,
    /// The category names the pocket.
    Category,
    /// Moved by hand.
    Moved,
    /// No pocket was named for it.
    Unassigned,
    /// Agreed or usual for the costs of its job, before the shares.
    JobCosts,
    /// A client's advance that is still to be earned.
    Advance,
}

impl PartReason {
    /// Every reason, in the order of its number.
    pub const ALL: [PartReason; 8] = [
        PartReason::TaxContained,
        PartReason::Share,
        PartReason::Overflow,
        PartReason::Category,
        PartReason::Moved,
        PartReason::Unassigned,
        PartReason::JobCosts,
        PartReason::Advance,
    ];

    /// The number kept in the database.
    pub fn number(self) -> i64 {
        match self {
            PartReason::TaxContained => 0,
            PartReason::Share => 1,
            PartReason::Overflow => 2,
            PartReason::Category => 3,
            PartReason::Moved => 4,
            PartReason::Unassigned => 5,
            PartReason::JobCosts => 6,
            PartReason::Advance => 7,
        }
    }

    /// The reason of a number from the database.
    pub fn from_number(number: i64) -> Option<PartReason> {
        PartReason::ALL.into_iter().find(|reason| reason.number() == number)
    }
}

/// A part of a deposit (or of a payment, when negative) and why its pocket has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The pocket.
    pub pocket: i64,
    /// Minor units.
    pub amount_minor: i64,
    /// Why.
    pub reason: PartReason,
    /// The share in force, in thousandths, where a share decided.
    pub permille: Option<u32>,
}

/// Splits a deposit by the shares in force. The parts add up to the deposit. `None` where there are no shares.
pub fn split_deposit(amount_minor: i64, shares: &[Share]) -> Option<Vec<Part>> {
    let weights: Vec<u64> = shares.iter().map(|share| u64::from(share.permille)).collect();
    let portions = split_by_weights(amount_minor, &weights)?;
    let mut parts = Vec::new();
    let mut carried: i64 = 0;
    let last = shares.len() - 1;
    for (position, (share, portion)) in shares.iter().zip(portions).enumerate() {
        // Portion and carry are parts of one deposit, so their sum is no larger than it.
        let offered = portion + carried;
        let taken = match share.cap_minor {
            // A refund of a deposit (negative) is no reason to stop at a cap.
            Some(cap) if offered > 0 && position != last => offered.min(cap.saturating_sub(share.holds_minor).max(0)),
            _ => offered,
        };
        carried = offered - taken;
        let own = if portion.unsigned_abs() <= taken.unsigned_abs() { portion } else { taken };
        if own != 0 {
            parts.push(Part {
                pocket: share.pocket,
                amount_minor: own,
                reason: PartReason::Share,
                permille: Some(share.permille),
            });
        }
        if taken != own {
            parts.push(Part {
                pocket: share.pocket,
                amount_minor: taken - own,
                reason: PartReason::Overflow,
                permille: None,
            });
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(pocket: i64, permille: u32, cap_minor: Option<i64>, holds_minor: i64) -> Share {
        Share { pocket, permille, cap_minor, holds_minor }
    }

    fn amounts(parts: &[Part]) -> Vec<(i64, i64)> {
        parts.iter().map(|part| (part.pocket, part.amount_minor)).collect()
    }

    #[test]
    fn a_deposit_parts_by_shares() {
        let shares = [share(1, 250, None, 0), share(2, 450, None, 0), share(3, 300, None, 0)];
        assert_eq!(amounts(&split_deposit(100_01, &shares).unwrap()), [(1, 25_00), (2, 45_01), (3, 30_00)]);
    }

    #[test]
    fn a_full_pocket_overflows_to_the_next() {
        let shares = [share(1, 500, None, 0), share(2, 300, Some(100_00), 90_00), share(3, 200, None, 0)];
        let parts = split_deposit(100_00, &shares).unwrap();
        assert_eq!(amounts(&parts), [(1, 50_00), (2, 10_00), (3, 20_00), (3, 20_00)]);
        assert_eq!(parts[3].reason, PartReason::Overflow);
    }

    #[test]
    fn the_last_pocket_takes_what_no_other_may() {
        let shares = [share(1, 500, Some(0), 0), share(2, 500, Some(0), 0)];
        assert_eq!(amounts(&split_deposit(10, &shares).unwrap()), [(2, 5), (2, 5)]);
    }

    proptest! {
        #[test]
        fn no_cent_is_lost_and_no_cap_is_passed(
            amount in -1_000_000_000i64..1_000_000_000,
            rows in prop::collection::vec((0u32..600, prop::option::of(0i64..1_000_000), -100_000i64..1_000_000), 1..8),
        ) {
            let shares: Vec<Share> = rows.iter().enumerate()
                .map(|(position, (permille, cap, holds))| share(position as i64, *permille, *cap, *holds)).collect();
            if let Some(parts) = split_deposit(amount, &shares) {
                prop_assert_eq!(parts.iter().map(|part| part.amount_minor).sum::<i64>(), amount);
                for share in &shares[..shares.len() - 1] {
                    if let (Some(cap), true) = (share.cap_minor, amount > 0) {
                        let gained: i64 = parts.iter().filter(|part| part.pocket == share.pocket).map(|part| part.amount_minor).sum();
                        prop_assert!(gained == 0 || share.holds_minor + gained <= cap);
                    }
                }
            }
        }
    }
}
