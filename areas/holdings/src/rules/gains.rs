//! What each lot fetched. Pure.

use super::{lots::Lot, worth::share};
use crate::quantity::Quantity;

/// An amount that was fetched for several lots, parted by their quantities; the parts add up to it.
pub fn parted(fetched_minor: i64, lots: &[Lot]) -> Option<Vec<i64>> {
    let mut left = lots.iter().try_fold(Quantity::ZERO, |sum, lot| sum.plus(lot.quantity))?;
    let mut rest = fetched_minor;
    let mut parts = Vec::with_capacity(lots.len());
    for lot in lots {
        let part = share(rest, lot.quantity, left)?;
        parts.push(part);
        rest -= part;
        left = left.less(lot.quantity)?;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn lot(parts: i128) -> Lot {
        Lot { event: None, since: date(2026, 1, 1), quantity: Quantity::of_parts(parts).unwrap(), cost_minor: 0 }
    }

    proptest! {
        #[test]
        fn the_parts_are_the_whole(fetched in 0i64..1_000_000_000_000, parts in prop::collection::vec(1i128..1_000_000_000_000_000_000_000, 1..20)) {
            let lots: Vec<Lot> = parts.into_iter().map(lot).collect();
            prop_assert_eq!(parted(fetched, &lots).unwrap().iter().sum::<i64>(), fetched);
        }
    }
}
