//! Transfers between the owner's own accounts: which line is the other side of which.

use std::collections::HashMap;

use jiff::civil::Date;

/// Banks take up to three working days to pass a transfer on; a week-end makes it five.
pub const DAYS_APART: i32 = 5;

/// One side of a transfer that waits for the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// The line.
    pub line: i64,
    /// The account it is on.
    pub account: i64,
    /// The account it names as the other one, where known.
    pub other: Option<i64>,
    /// Its day.
    pub booked_on: Date,
    /// What reached or left the account.
    pub amount_minor: i64,
}

/// The sides that wait, by amount.
#[derive(Debug, Default)]
pub struct Waiting {
    by_amount: HashMap<i64, Vec<Side>>,
}

impl Waiting {
    /// Adds a side.
    pub fn add(&mut self, side: Side) {
        self.by_amount.entry(side.amount_minor).or_default().push(side);
    }

    /// Takes out the side that is the other one of this: the opposite amount on another account within a few days,
    /// where neither names a third account. The nearest day counts.
    pub fn take_opposite(&mut self, side: &Side) -> Option<Side> {
        self.take(side, |waiting| waiting.other.is_none_or(|other| other == side.account))
    }

    /// The same for a line of which nothing else is known: here the waiting side must name this very account.
    pub fn take_expected(&mut self, side: &Side) -> Option<Side> {
        self.take(side, |waiting| waiting.other == Some(side.account))
    }

    fn take(&mut self, side: &Side, fits: impl Fn(&Side) -> bool) -> Option<Side> {
        let opposite = side.amount_minor.checked_neg()?;
        let waiting = self.by_amount.get_mut(&opposite)?;
        let (index, _) = waiting
            .iter()
            .enumerate()
            .filter(|(_, one)| {
                one.account != side.account && side.other.is_none_or(|other| other == one.account) && fits(one)
            })
            .map(|(index, one)| (index, days_apart(one.booked_on, side.booked_on)))
            .filter(|(_, days)| *days <= DAYS_APART)
            .min_by_key(|(_, days)| *days)?;
        Some(waiting.remove(index))
    }
}

/// How many days lie between two dates.
pub fn days_apart(left: Date, right: Date) -> i32 {
    (left - right).get_days().abs()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_other_side_is_found_by_account_amount_and_day() {
        let side = |line, account, other, day, amount_minor| Side {
            line,
            account,
            other,
            booked_on: date(2026, 5, day),
            amount_minor,
        };
        for (what, waiting, line, found) in [
            ("a named transfer", side(1, 10, Some(20), 4, -500), side(2, 20, None, 5, 500), Some(1)),
            ("too late", side(1, 10, Some(20), 4, -500), side(2, 20, None, 12, 500), None),
            ("a third account", side(1, 10, Some(30), 4, -500), side(2, 20, None, 5, 500), None),
            ("the same account", side(1, 20, None, 4, -500), side(2, 20, None, 5, 500), None),
            ("another amount", side(1, 10, None, 4, -501), side(2, 20, None, 5, 500), None),
            ("neither names an account", side(1, 10, None, 4, -500), side(2, 20, None, 5, 500), Some(1)),
        ] {
            let mut sides = Waiting::default();
            sides.add(waiting);
            assert_eq!(sides.take_opposite(&line).map(|one| one.line), found, "{what}");
        }
    }

    #[test]
    fn an_undecided_line_is_a_transfer_only_where_one_was_announced() {
        let mut sides = Waiting::default();
        let day = date(2026, 5, 4);
        sides.add(Side { line: 1, account: 10, other: None, booked_on: day, amount_minor: -500 });
        let line = Side { line: 2, account: 20, other: None, booked_on: day, amount_minor: 500 };
        assert_eq!(sides.take_expected(&line), None);
        sides.add(Side { line: 3, account: 10, other: Some(20), booked_on: day, amount_minor: -500 });
        assert_eq!(sides.take_expected(&line).map(|one| one.line), Some(3));
    }
}
