//! Days, one after the other.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The day so many days later, or earlier; the calendar's last day where it ends.
pub fn later(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

/// Every day from the first to the last, both included.
pub fn every_day(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first.series(1.day()).take_while(move |date| *date <= last)
}

/// That day of the month, or the month's last where it is shorter.
pub fn day_of_month(date: Date, day: i8) -> i8 {
    day.min(date.days_in_month())
}

/// The day itself if banks book on it, else the next one on which they do. Only the holidays that all four countries
/// share are known here: a story needs no more.
pub fn bank_day(date: Date) -> Date {
    let mut day = date;
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        || matches!((day.month(), day.day()), (1, 1) | (12, 25))
    {
        let next = later(day, 1);
        if next == day {
            break;
        }
        day = next;
    }
    day
}
