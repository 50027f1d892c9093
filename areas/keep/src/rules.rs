//! Decisions: when a backup falls due, and which backups have had their day.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How often a backup is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// Every day.
    #[default]
    Day,
    /// Every week.
    Week,
}

/// The last moment, now or before, at which a backup falls due, in the business's own time. `weekday` counts from Monday, 1.
pub fn last_turn(every: Every, weekday: i64, hour: i64, now: DateTime) -> DateTime {
    let at = |day: Date| day.at(i8::try_from(hour.clamp(0, 23)).unwrap_or(0), 0, 0, 0);
    let back = match every {
        Every::Day => 0,
        Every::Week => (i64::from(now.date().weekday().to_monday_one_offset()) - weekday).rem_euclid(7),
    };
    let turn = at(now.date().saturating_sub(back.days()));
    match (turn > now, every) {
        (false, _) => turn,
        (true, Every::Day) => at(now.date().saturating_sub(1.day())),
        (true, Every::Week) => at(now.date().saturating_sub((back + 7).days())),
    }
}

/// The moment after a turn at which the next falls due.
pub fn next_turn(every: Every, turn: DateTime) -> DateTime {
    turn.saturating_add(match every {
        Every::Day => 1.day(),
        Every::Week => 7.days(),
    })
}

/// How many backups are kept: the newest of so many days, weeks and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Days on which there was one.
    pub days: usize,
    /// Weeks, from Monday.
    pub weeks: usize,
    /// Months.
    pub months: usize,
}

/// The backups that are no longer kept. `backups` are given newest first; the newest of all is always kept.
pub fn superseded(backups: &[(i64, Date)], keep: Keep) -> Vec<i64> {
    let week = |day: Date| {
        let monday = i64::from(day.weekday().to_monday_zero_offset());
        day.saturating_sub(monday.days())
    };
    let newest_of = |most: usize, span: &dyn Fn(Date) -> Date| {
        let mut kept: Vec<(i64, Date)> = Vec::new();
        for (id, day) in backups {
            let starts = span(*day);
            if kept.last().is_none_or(|(_, last)| *last != starts) {
                kept.push((*id, starts));
            }
        }
        kept.truncate(most);
        kept
    };
    let mut kept: Vec<i64> = backups.first().map(|(id, _)| *id).into_iter().collect();
    for (most, span) in [
        (keep.days, &(|day| day) as &dyn Fn(Date) -> Date),
        (keep.weeks, &week),
        (keep.months, &|day: Date| day.first_of_month()),
    ] {
        kept.extend(newest_of(most, span).into_iter().map(|(id, _)| id));
    }
    backups.iter().map(|(id, _)| *id).filter(|id| !kept.contains(id)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;

    #[test]
    fn a_turn_falls_due_at_its_hour_and_not_before() {
        let at = |day, hour, minute| datetime(2026, 11, day, hour, minute, 0, 0);
        // 21 November 2026 is a Saturday.
        for (every, weekday, hour, now, turn) in [
            (Every::Day, 1, 3, at(21, 9, 30), at(21, 3, 0)),
            (Every::Day, 1, 3, at(21, 3, 0), at(21, 3, 0)),
            (Every::Day, 1, 3, at(21, 2, 59), at(20, 3, 0)),
            (Every::Week, 6, 3, at(21, 9, 30), at(21, 3, 0)),
            (Every::Week, 6, 12, at(21, 9, 30), at(14, 12, 0)),
            (Every::Week, 1, 3, at(21, 9, 30), at(16, 3, 0)),
            (Every::Week, 7, 3, at(21, 9, 30), at(15, 3, 0)),
        ] {
            assert_eq!(last_turn(every, weekday, hour, now), turn, "{every:?} {weekday} {hour} {now}");
            assert!(next_turn(every, turn) > now);
        }
    }

    #[test]
    fn old_backups_thin_out() {
        // One a day over a hundred days, newest first; the id is the day's number back.
        let newest = date(2026, 11, 21);
        let backups: Vec<(i64, Date)> = (0..100).map(|back| (back, newest.saturating_sub(back.days()))).collect();
        let keep = Keep { days: 7, weeks: 4, months: 3 };
        let gone = superseded(&backups, keep);
        let kept: Vec<i64> = (0..100).filter(|id| !gone.contains(id)).collect();
        // Seven days; the Sundays of the three weeks before (15, 8 and 1 November); the last of October and September.
        assert_eq!(kept, [0, 1, 2, 3, 4, 5, 6, 13, 20, 21, 52]);
        let kept_backups: Vec<(i64, Date)> = backups.iter().copied().filter(|(id, _)| kept.contains(id)).collect();
        assert!(superseded(&kept_backups, keep).is_empty(), "thinning twice takes nothing more");
        assert_eq!(superseded(&backups[..2], Keep { days: 0, weeks: 0, months: 0 }), [1], "the newest stays");
        assert!(superseded(&[], keep).is_empty());
    }

    #[test]
    fn of_several_a_day_the_newest_stays() {
        let day = date(2026, 11, 21);
        assert_eq!(superseded(&[(3, day), (2, day), (1, day)], Keep { days: 5, weeks: 1, months: 1 }), [2, 1]);
    }
}
