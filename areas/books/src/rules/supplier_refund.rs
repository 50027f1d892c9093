//! A supplier's refund of a known purchase: its category, tax and whoever it was for come back in proportion, to the pockets
//! that paid. Pure.

use ledger::{Part, split_by_weights};

use super::parted;
use crate::dimensions::DimensionIds;

/// What a purchase put on an account, asked by these values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bought {
    /// The account: a cost, the tax that came back, the owner's private part.
    pub account: i64,
    /// What it can be asked by.
    pub dimensions: DimensionIds,
    /// Minor units of the books' currency; debit positive.
    pub amount_minor: i64,
}

/// What is left of a purchase after refunds before: the same account asked by the same values adds up.
pub fn left(bought: impl IntoIterator<Item = Bought>) -> Vec<Bought> {
    let mut left: Vec<Bought> = Vec::new();
    for one in bought {
        let same = |known: &&mut Bought| (known.account, known.dimensions) == (one.account, one.dimensions);
        match left.iter_mut().find(same) {
            Some(known) => known.amount_minor = known.amount_minor.saturating_add(one.amount_minor),
            None => left.push(one),
        }
    }
    left.retain(|one| one.amount_minor != 0);
    left
}

/// What a refund gives back of what is left: credits, in its proportions. Nothing where it is not more than nothing or more
/// than is left.
pub fn given_back(refund_minor: i64, left: &[Bought]) -> Option<Vec<Bought>> {
    let open: Vec<i64> = left.iter().map(|one| one.amount_minor).collect();
    let parts = parted(refund_minor, &open)?;
    let back = left.iter().zip(parts).map(|(one, part)| Bought { amount_minor: -part, ..*one });
    Some(back.filter(|one| one.amount_minor != 0).collect())
}

/// To which pockets a refund goes: those that paid, in the proportions in which they did. Nothing where the pockets did not
/// pay the whole price: the purchase came before they began, or was paid from the owner's own money.
pub fn returned_parts(refund_minor: i64, price_minor: i64, paid: &[Part]) -> Option<Vec<Part>> {
    let paid: Vec<Part> = paid.iter().filter(|part| part.amount_minor < 0).copied().collect();
    let whole: i128 = paid.iter().map(|part| -i128::from(part.amount_minor)).sum();
    if price_minor <= 0 || whole != i128::from(price_minor) {
        return None;
    }
    let weights: Vec<u64> = paid.iter().map(|part| part.amount_minor.unsigned_abs()).collect();
    let amounts = split_by_weights(refund_minor, &weights)?;
    let back = paid.iter().zip(amounts).map(|(part, amount_minor)| Part { amount_minor, ..*part });
    Some(back.filter(|part| part.amount_minor != 0).collect())
}

#[cfg(test)]
mod tests {
    use ledger::PartReason;
    use proptest::prelude::*;

    use super::*;

    fn bought(account: i64, amount_minor: i64) -> Bought {
        Bought { account, amount_minor, dimensions: [None; 4] }
    }

    /// Each row: what is left, what comes back, and of what.
    #[test]
    fn a_refund_gives_back_cost_tax_and_private_part_in_proportion() {
        for (left, refund, back) in [
            (vec![bought(1, 100_00), bought(2, 19_00)], 59_50, Some(vec![bought(1, -50_00), bought(2, -9_50)])),
            (
                vec![bought(1, 20_00), bought(2, 3_80), bought(3, 35_70)],
                5_95,
                Some(vec![bought(1, -2_00), bought(2, -38), bought(3, -3_57)]),
            ),
            (vec![bought(1, 50_00)], 50_01, None),
            (vec![bought(1, 50_00)], 0, None),
        ] {
            assert_eq!(given_back(refund, &left), back, "{refund} of {left:?}");
        }
        let before = [bought(1, 100_00), bought(2, 19_00), bought(1, -50_00), bought(2, -9_50)];
        assert_eq!(left(before), [bought(1, 50_00), bought(2, 9_50)]);
    }

    #[test]
    fn the_pockets_that_paid_get_it_back() {
        let part = |pocket, amount_minor| Part { pocket, amount_minor, reason: PartReason::Category, permille: None };
        let paid = [part(1, -100_00), part(2, -19_00), part(3, 119_00)];
        assert_eq!(returned_parts(23_80, 119_00, &paid), Some(vec![part(1, 20_00), part(2, 3_80)]));
        // Paid from private money only the tax moved; the pockets did not pay the price.
        assert_eq!(returned_parts(23_80, 119_00, &[part(2, -19_00), part(3, 19_00)]), None);
    }

    proptest! {
        /// However it comes back, all of it comes back: the refunds together are the purchase.
        #[test]
        fn refunds_add_up_to_the_purchase(
            amounts in prop::collection::vec(1i64..1_000_000, 1..5), refunds in prop::collection::vec(1i64..400_000, 1..10),
        ) {
            let mut open: Vec<Bought> =
                amounts.iter().enumerate().map(|(account, amount)| bought(account as i64, *amount)).collect();
            let mut rest: i64 = amounts.iter().sum();
            for refund in refunds.into_iter().chain([i64::MAX]) {
                let refund = refund.min(rest);
                if refund == 0 { break; }
                let back = given_back(refund, &open).unwrap();
                prop_assert_eq!(back.iter().map(|one| one.amount_minor).sum::<i64>(), -refund);
                open = left(open.into_iter().chain(back));
                rest -= refund;
            }
            prop_assert!(open.is_empty());
        }
    }
}
