//! A day at the cash box: what should be in it, what was counted, and what the difference is. Pure.

use super::legs::{Leg, Place, TAX, credit, debit, legs};
use super::purchase::TaxedAmount;

/// What was counted of one coin or note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its value in minor units.
    pub value_minor: i64,
    /// How many there are.
    pub count: i64,
}

/// What the pieces are together; nothing where that is no amount.
pub fn counted_minor(pieces: &[Piece]) -> Option<i64> {
    pieces.iter().try_fold(0i64, |sum, piece| sum.checked_add(piece.value_minor.checked_mul(piece.count)?))
}

/// A day's end at the cash box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayEnd {
    /// What was sold for cash.
    pub takings_minor: i64,
    /// What should be in the box.
    pub expected_minor: i64,
    /// What is more (positive) or less (negative) than that.
    pub difference_minor: i64,
}

/// What a count says. With takings known from a till or receipts, the count shows what is missing or too much; without, the
/// count itself tells the takings (the retrograde method of an open cash box).
pub fn day_end(held_before_minor: i64, takings_minor: Option<i64>, counted_minor: Option<i64>) -> Option<DayEnd> {
    match (takings_minor, counted_minor) {
        (Some(takings_minor), counted) => {
            let expected_minor = held_before_minor.checked_add(takings_minor)?;
            let difference_minor = counted.unwrap_or(expected_minor).checked_sub(expected_minor)?;
            Some(DayEnd { takings_minor, expected_minor, difference_minor })
        }
        (None, Some(counted)) => {
            let takings_minor = counted.checked_sub(held_before_minor)?;
            Some(DayEnd { takings_minor, expected_minor: counted, difference_minor: 0 })
        }
        (None, None) => None,
    }
}

/// The entry: what was sold, the tax in it, and the difference under its own name.
pub fn booked(cash_box: Place, income: Place, sold: TaxedAmount, difference_minor: i64) -> Vec<Leg> {
    legs([
        debit(cash_box, sold.gross_minor + difference_minor),
        credit(income, sold.net_minor),
        credit(TAX, sold.tax_minor),
        credit(Place::Role("cash-difference"), difference_minor),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::legs::line;
    use super::super::purchase::{Side, taxed};
    use super::*;
    use crate::chart::tax_code;

    /// Each row: in the box before, takings, counted; then takings, expected, difference.
    #[test]
    fn a_count_shows_what_is_missing_or_tells_the_takings() {
        for (before, takings, counted, expected) in [
            (100_00, Some(250_00), Some(350_00), Some((250_00, 350_00, 0))),
            (100_00, Some(250_00), Some(348_50), Some((250_00, 350_00, -1_50))),
            (100_00, Some(250_00), Some(352_00), Some((250_00, 350_00, 2_00))),
            (100_00, Some(250_00), None, Some((250_00, 350_00, 0))),
            (100_00, None, Some(350_00), Some((250_00, 350_00, 0))),
            (100_00, None, None, None),
            (i64::MAX, Some(1), None, None),
        ] {
            let found = day_end(before, takings, counted);
            assert_eq!(found.map(|it| (it.takings_minor, it.expected_minor, it.difference_minor)), expected);
        }
        assert_eq!(
            counted_minor(&[Piece { value_minor: 50_00, count: 3 }, Piece { value_minor: 20, count: 4 }]),
            Some(150_80)
        );
        assert_eq!(counted_minor(&[Piece { value_minor: i64::MAX, count: 3 }]), None);
    }

    /// Each row: takings, difference; the entry.
    #[test]
    fn takings_and_their_difference_are_booked() {
        for (takings, difference, entry) in [
            (119_00, 0, "debit cash box 119.00, credit cost 100.00, credit sales-tax-owed 19.00"),
            (
                119_00,
                -1_50,
                "debit cash box 117.50, credit cost 100.00, credit sales-tax-owed 19.00, debit cash-difference 1.50",
            ),
            (0, 2_00, "debit cash box 2.00, credit cash-difference 2.00"),
        ] {
            let sold = taxed(takings, tax_code("DE", "sale-standard"), true, Side::Sold);
            assert_eq!(line(&booked(Place::Account(5), Place::Account(4), sold, difference)), entry);
        }
    }
}
