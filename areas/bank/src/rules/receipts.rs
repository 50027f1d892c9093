//! Receipts that are missing: a payee that usually comes with proof, and a cost of it that has none. Pure.

/// What stands of a cost's proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A file proves it.
    There,
    /// Nothing does.
    Missing,
    /// The owner said that it needs none.
    Waived,
}

/// So many costs with proof make a habit.
const HABIT: usize = 3;

/// Of a payee's costs, the places of those whose receipt is missing: where at least three have one, and two of three.
pub fn missing(costs: &[Proof]) -> Vec<usize> {
    let proven = costs.iter().filter(|proof| **proof == Proof::There).count();
    let asked = costs.iter().filter(|proof| **proof != Proof::Waived).count();
    if proven < HABIT || proven * 3 < asked * 2 {
        return Vec::new();
    }
    let without = costs.iter().enumerate().filter(|(_, proof)| **proof == Proof::Missing);
    without.map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::{Proof::*, *};

    #[test]
    fn a_receipt_is_missing_where_it_usually_comes() {
        for (what, costs, places) in [
            ("never any", vec![Missing, Missing, Missing, Missing], vec![]),
            ("two are no habit yet", vec![There, There, Missing], vec![]),
            ("three are", vec![There, There, There, Missing], vec![3]),
            ("in the midst of others", vec![There, Missing, There, There], vec![1]),
            ("as often as not", vec![There, There, There, Missing, Missing, Missing], vec![]),
            ("the owner's word is none of them", vec![There, Waived, There, There, Missing], vec![4]),
            ("all there", vec![There, There, There], vec![]),
        ] {
            assert_eq!(missing(&costs), places, "{what}");
        }
    }
}
