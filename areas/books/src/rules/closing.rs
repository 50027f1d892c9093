//! Which month may be closed, and where an entry of a locked month goes. Pure.

use jiff::civil::Date;
use ledger::Month;

/// The first day on or after a day that takes entries, with the last month that is locked.
pub fn first_open_day(day: Date, locked_through: Option<Month>) -> Date {
    locked_through.map_or(day, |locked| day.max(locked.plus(1).first()))
}

/// Why a month cannot be closed, whatever its checks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotClosable {
    /// It is closed.
    ClosedAlready,
    /// Months close in order; this one is next.
    NextIs(Month),
    /// Its last day is not over.
    NotEnded,
}

/// Whether a month may be closed: it is over, and it follows the last one that is closed. The first month ever closed
/// may be any, and locks all that came before it: nobody closes ten years of a past one by one.
///
/// # Errors
/// Why not.
pub fn may_close(month: Month, locked_through: Option<Month>, today: Date) -> Result<(), NotClosable> {
    match locked_through {
        Some(locked) if month <= locked => Err(NotClosable::ClosedAlready),
        Some(locked) if month != locked.plus(1) => Err(NotClosable::NextIs(locked.plus(1))),
        _ if month.last() >= today => Err(NotClosable::NotEnded),
        _ => Ok(()),
    }
}

/// The month to close next: after the last that is closed, else the one before today's.
pub fn next_to_close(locked_through: Option<Month>, today: Date) -> Month {
    locked_through.map_or_else(|| Month::of(today).plus(-1), |locked| locked.plus(1))
}

/// How many days an ended month may stay open before its owner, who closes months, is reminded: the statements of most
/// banks are there within the first week.
const DAYS_OF_GRACE: i32 = 10;

/// The month whose close is overdue; none for an owner who has never closed one.
pub fn overdue(locked_through: Option<Month>, today: Date) -> Option<Month> {
    let next = locked_through?.plus(1);
    (next.last().checked_add(jiff::Span::new().days(DAYS_OF_GRACE)).ok()? < today).then_some(next)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    #[test]
    fn an_entry_of_a_locked_month_goes_to_the_first_open_day() {
        let rows = [
            (date(2026, 1, 15), None, date(2026, 1, 15)),
            (date(2026, 1, 15), Some("2026-02"), date(2026, 3, 1)),
            (date(2026, 2, 28), Some("2026-02"), date(2026, 3, 1)),
            (date(2026, 3, 1), Some("2026-02"), date(2026, 3, 1)),
            (date(2026, 12, 31), Some("2026-12"), date(2027, 1, 1)),
        ];
        for (day, locked, expected) in rows {
            assert_eq!(first_open_day(day, locked.map(month)), expected, "{day} {locked:?}");
        }
    }

    #[test]
    fn months_close_in_order_once_they_are_over() {
        let today = date(2026, 4, 1);
        let rows = [
            ("2026-03", None, Ok(())),
            ("2025-07", None, Ok(())),
            ("2026-04", None, Err(NotClosable::NotEnded)),
            ("2026-03", Some("2026-02"), Ok(())),
            ("2026-03", Some("2026-01"), Err(NotClosable::NextIs(month("2026-02")))),
            ("2026-03", Some("2026-03"), Err(NotClosable::ClosedAlready)),
            ("2026-01", Some("2026-03"), Err(NotClosable::ClosedAlready)),
        ];
        for (asked, locked, expected) in rows {
            assert_eq!(may_close(month(asked), locked.map(month), today), expected, "{asked} {locked:?}");
        }
        assert_eq!(may_close(month("2026-03"), None, date(2026, 3, 31)), Err(NotClosable::NotEnded));
    }

    #[test]
    fn a_close_is_overdue_only_for_whom_closes_and_after_ten_days() {
        let rows = [
            (None, date(2026, 5, 31), None),
            (Some("2026-03"), date(2026, 5, 10), None),
            (Some("2026-03"), date(2026, 5, 11), Some("2026-04")),
            (Some("2026-04"), date(2026, 5, 31), None),
        ];
        for (locked, today, expected) in rows {
            assert_eq!(overdue(locked.map(month), today), expected.map(month), "{locked:?} {today}");
        }
    }
}
