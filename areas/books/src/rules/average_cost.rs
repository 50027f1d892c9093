//! What is left of a foreign balance cost. Pure.
//!
//! Money in another currency is one pool: what leaves it takes its part of what the pool cost. Reckoned over days (what
//! came in on a day counts before what left on it), the cost does not depend on the order in which lines were brought in.
//!
//! The average is the method that the laws of the countries here allow or ask for: 26 CFR 1.988-2(a)(2)(iii) lets a
//! business in the United States take any reasonable method that it keeps to; the United Kingdom pools (TCGA 1992,
//! section 104, which HMRC applies to tokens in CRYPTO22200); § 240 (4) HGB and the French PCG allow the weighted average.

use super::rates::divided;

/// A movement: minor units of the currency, and what they were worth in the books' currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Movement {
    /// Minor units of the currency; of either sign.
    pub amount_minor: i64,
    /// Minor units of the books' currency, of the same sign.
    pub book_minor: i64,
}

/// A pool of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pool {
    /// Minor units of the currency; a debt is negative.
    pub amount_minor: i64,
    /// What they cost in the books' currency. Nothing costs nothing.
    pub cost_minor: i64,
}

impl Pool {
    /// The pool after a movement; none where it fits no amount.
    pub fn after(self, movement: Movement) -> Option<Pool> {
        let amount_minor = self.amount_minor.checked_add(movement.amount_minor)?;
        if self.amount_minor.signum() * movement.amount_minor.signum() >= 0 {
            return Some(Pool { amount_minor, cost_minor: self.cost_minor.checked_add(movement.book_minor)? });
        }
        let (moved, held) = (i128::from(movement.amount_minor).abs(), i128::from(self.amount_minor).abs());
        let cost = if moved <= held {
            // A part leaves and takes its part of the cost; the last of it takes all that is left.
            i128::from(self.cost_minor) - divided(i128::from(self.cost_minor).checked_mul(moved)?, held)?
        } else {
            // More leaves than there was: what goes beyond begins a pool of the other sign, at its own worth.
            i128::from(movement.book_minor) - divided(i128::from(movement.book_minor).checked_mul(held)?, moved)?
        };
        Some(Pool { amount_minor, cost_minor: i64::try_from(cost).ok()? })
    }
}

/// The pool after all movements, in their order.
pub fn pool_of(movements: impl IntoIterator<Item = Movement>) -> Option<Pool> {
    movements.into_iter().try_fold(Pool::default(), Pool::after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn movement((amount_minor, book_minor): (i64, i64)) -> Movement {
        Movement { amount_minor, book_minor }
    }

    #[test]
    fn what_leaves_takes_its_part_of_the_cost() {
        for (what, movements, amount, cost) in [
            ("all of it at once", vec![(1_000, 900), (-1_000, -950)], 0, 0),
            ("half of two purchases", vec![(1_000, 900), (1_000, 1_100), (-1_000, -1_200)], 1_000, 1_000),
            ("an overdraft begins anew", vec![(1_000, 900), (-1_500, -1_500)], -500, -500),
            ("a card's debt is paid", vec![(-1_000, -900), (400, 380)], -600, -540),
            ("a third does not come out even", vec![(3, 100), (-1, -30)], 2, 67),
        ] {
            let pool = pool_of(movements.into_iter().map(movement)).unwrap();
            assert_eq!((pool.amount_minor, pool.cost_minor), (amount, cost), "{what}");
        }
    }

    proptest! {
        /// Whatever came and went: when nothing is left, it cost nothing.
        #[test]
        fn nothing_costs_nothing(rows in prop::collection::vec((-1_000_000i64..1_000_000, 1i64..300), 1..30)) {
            let mut movements: Vec<Movement> =
                rows.iter().map(|(amount, rate)| movement((*amount, amount * rate / 100))).collect();
            let rest: i64 = movements.iter().map(|one| one.amount_minor).sum();
            movements.push(movement((-rest, -rest)));
            prop_assert_eq!(pool_of(movements), Some(Pool::default()));
        }
    }
}
