//! An account by its statements held against the books, day by day: when they began to part, and which days no statement
//! speaks of. Pure.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;

/// A balance that a statement states at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// The statement.
    pub statement: i64,
    /// The day.
    pub on: Date,
    /// What it states, in minor units.
    pub stated_minor: i64,
    /// What lines of other statements moved on that day: the statement may have been drawn before them.
    pub others_minor: i64,
}

/// What is known of an account.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What its first statement says it held at the end of a day; what the books held where none says.
    pub anchor: Option<(Date, i64)>,
    /// What the bank moved, by day.
    pub lines: Vec<(Date, i64)>,
    /// What was posted, by day.
    pub posted: Vec<(Date, i64)>,
    /// What came late: its bank date, the day it was posted on, and how much.
    pub late: Vec<(Date, Date, i64)>,
    /// The balances that statements state, oldest first.
    pub checkpoints: Vec<Checkpoint>,
}

/// The two balances at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DayBalances {
    /// The day.
    pub on: Date,
    /// By the statements, in minor units.
    pub bank_minor: i64,
    /// By the books.
    pub books_minor: i64,
    /// What of the first is in the books on a later day, since its month was closed.
    pub late_minor: i64,
    /// The statement that says another balance on this day than its lines and those before lead to.
    pub contradicted_by: Option<i64>,
}

impl DayBalances {
    /// What the books have more than the statements, late lines aside.
    pub fn difference_minor(&self) -> i64 {
        self.books_minor.saturating_sub(self.bank_minor).saturating_add(self.late_minor)
    }
}

#[derive(Default)]
struct Day {
    line: i64,
    posted: i64,
    late: i64,
    checkpoint: Option<Checkpoint>,
}

/// The balances at the end of each day on which anything happened, from the first that a statement speaks of. Where a
/// statement states another balance than its lines lead to, the statement is right from then on: what is missing is
/// missing among the lines.
pub fn day_balances(known: &Known) -> Vec<DayBalances> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    let add = |sum: &mut i64, amount: i64| *sum = sum.saturating_add(amount);
    known.lines.iter().for_each(|(on, amount)| add(&mut days.entry(*on).or_default().line, *amount));
    known.posted.iter().for_each(|(on, amount)| add(&mut days.entry(*on).or_default().posted, *amount));
    for (booked_on, posted_on, amount) in &known.late {
        add(&mut days.entry(*booked_on).or_default().late, *amount);
        add(&mut days.entry(*posted_on).or_default().late, amount.saturating_neg());
    }
    for checkpoint in &known.checkpoints {
        days.entry(checkpoint.on).or_default().checkpoint = Some(*checkpoint);
    }
    if let Some((on, _)) = known.anchor {
        days.entry(on).or_default();
    }
    let (mut bank, mut books, mut late) = (None, 0_i64, 0_i64);
    let mut balances = Vec::with_capacity(days.len());
    for (on, day) in days {
        add(&mut books, day.posted);
        add(&mut late, day.late);
        bank = match (bank, known.anchor) {
            (Some(before), _) => Some(i64::saturating_add(before, day.line)),
            (None, Some((anchored, held))) if on >= anchored => Some(held),
            (None, _) => None,
        };
        let Some(held) = bank.as_mut() else { continue };
        let agrees =
            |one: &Checkpoint| *held == one.stated_minor || held.saturating_sub(one.others_minor) == one.stated_minor;
        let contradicted = day.checkpoint.filter(|one| !agrees(one));
        if let Some(checkpoint) = contradicted {
            *held = checkpoint.stated_minor;
        }
        balances.push(DayBalances {
            on,
            bank_minor: *held,
            books_minor: books,
            late_minor: late,
            contradicted_by: contradicted.map(|one| one.statement),
        });
    }
    balances
}

/// Where today's difference began: the position of the first day after the last on which both agreed.
pub fn parting(days: &[DayBalances]) -> Option<usize> {
    days.last().filter(|last| last.difference_minor() != 0)?;
    Some(days.iter().rposition(|day| day.difference_minor() == 0).map_or(0, |last| last + 1))
}

/// The days that a statement speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// From this day.
    pub from: Date,
    /// Through this day.
    pub through: Date,
    /// The balance it begins with.
    pub opening_minor: Option<i64>,
    /// The balance it ends with.
    pub closing_minor: Option<i64>,
    /// Whether that balance is what all lines before lead to: then nothing is missing between.
    pub proven: bool,
}

/// The days between two others of which no statement speaks and of which the owner has not said that nothing moved;
/// days before an account's first statement are not asked of it. Statements stand in the order of their first days.
pub fn silent_days(spoken: &[Spoken], quiet: &[(Date, Date)], from: Date, through: Date) -> Vec<(Date, Date)> {
    let mut silent = Vec::new();
    let mut reach: Option<&Spoken> = None;
    let next = |day: Date| day.saturating_add(1.day());
    for one in spoken {
        if let Some(before) = reach {
            let follows = one.opening_minor.is_some() && one.opening_minor == before.closing_minor;
            if one.from > next(before.through) && !one.proven && !follows {
                silent.push((next(before.through), one.from.saturating_sub(1.day())));
            }
        }
        if reach.is_none_or(|before| one.through >= before.through) {
            reach = Some(one);
        }
    }
    match reach {
        Some(last) if last.through < through => silent.push((next(last.through), through)),
        _ => {}
    }
    let mut left = Vec::new();
    for (first, last) in silent {
        let mut day = first.max(from);
        let last = last.min(through);
        let mut open: Option<Date> = None;
        while day <= last {
            let said = quiet.iter().any(|(from, through)| (*from..=*through).contains(&day));
            if said {
                if let Some(start) = open.take() {
                    left.push((start, day.saturating_sub(1.day())));
                }
            } else {
                open.get_or_insert(day);
            }
            day = next(day);
        }
        if let Some(start) = open {
            left.push((start, last));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(day: i8) -> Date {
        date(2026, 3, day)
    }

    fn closing(on: i8, stated_minor: i64) -> Checkpoint {
        Checkpoint { statement: 7, on: day(on), stated_minor, others_minor: 0 }
    }

    /// An account of 100.00 with lines of 10.00 on the 5th and the 20th, and a statement of 120.00 on the 31st.
    fn known() -> Known {
        let lines = vec![(day(5), 1_000), (day(20), 1_000)];
        let mut posted = vec![(day(1), 10_000)];
        posted.extend(&lines);
        Known {
            anchor: Some((day(1), 10_000)),
            lines,
            posted,
            late: Vec::new(),
            checkpoints: vec![closing(31, 12_000)],
        }
    }

    fn parted(known: &Known) -> Option<(Date, i64, Option<i64>)> {
        let days = day_balances(known);
        parting(&days).map(|at| (days[at].on, days[at].difference_minor(), days[at].contradicted_by))
    }

    #[test]
    fn the_day_a_difference_began_is_found() {
        assert_eq!(parted(&known()), None);
        let mut by_hand = known();
        by_hand.posted.push((day(15), 4_000));
        assert_eq!(parted(&by_hand), Some((day(15), 4_000, None)), "an entry that no line shows");
        let mut wrong_opening = known();
        wrong_opening.posted[0].1 = 9_000;
        assert_eq!(parted(&wrong_opening), Some((day(1), -1_000, None)));
        let mut missing = known();
        missing.checkpoints = vec![closing(10, 11_000), closing(31, 12_500)];
        assert_eq!(parted(&missing), Some((day(31), -500, Some(7))), "a line is missing among those of the statement");
        let mut mended = by_hand.clone();
        mended.posted.push((day(18), -4_000));
        mended.posted.push((day(25), 300));
        assert_eq!(parted(&mended), Some((day(25), 300, None)), "the difference that is left began later");
    }

    #[test]
    fn a_late_line_is_no_difference() {
        let mut late = known();
        late.posted.retain(|one| one.0 != day(5));
        late.posted.push((date(2026, 4, 1), 1_000));
        late.late = vec![(day(5), date(2026, 4, 1), 1_000)];
        assert_eq!(parted(&late), None);
        let days = day_balances(&late);
        assert_eq!(days.iter().find(|one| one.on == day(5)).map(|one| one.late_minor), Some(1_000));
        assert_eq!(days.last().map(|one| one.late_minor), Some(0));
    }

    #[test]
    fn a_statement_drawn_before_the_last_line_of_its_day_agrees() {
        let mut early = known();
        early.checkpoints = vec![Checkpoint { others_minor: 1_000, ..closing(20, 11_000) }];
        assert_eq!(parted(&early), None);
    }

    #[test]
    fn days_no_statement_speaks_of_are_found() {
        let spoken = |from: i8, through: i8, opening, closing, proven| Spoken {
            from: day(from),
            through: day(through),
            opening_minor: opening,
            closing_minor: closing,
            proven,
        };
        let (first, last) = (day(1), day(31));
        type Days = Vec<(Date, Date)>;
        let rows: [(Vec<Spoken>, Days, Days); 7] = [
            (vec![spoken(1, 31, None, None, false)], vec![], vec![]),
            (vec![spoken(3, 28, None, None, false)], vec![], vec![(day(29), day(31))]),
            (vec![spoken(3, 28, None, None, false)], vec![(day(29), day(31))], vec![]),
            (
                vec![spoken(3, 10, None, None, false), spoken(15, 31, None, None, false)],
                vec![],
                vec![(day(11), day(14))],
            ),
            (vec![spoken(3, 10, None, Some(5), false), spoken(15, 31, Some(5), None, false)], vec![], vec![]),
            (vec![spoken(3, 10, None, None, false), spoken(15, 31, None, Some(9), true)], vec![], vec![]),
            (
                vec![spoken(3, 10, None, None, false), spoken(15, 31, None, None, false)],
                vec![(day(12), day(12))],
                vec![(day(11), day(11)), (day(13), day(14))],
            ),
        ];
        for (statements, quiet, expected) in rows {
            assert_eq!(silent_days(&statements, &quiet, first, last), expected, "{statements:?} {quiet:?}");
        }
        assert_eq!(silent_days(&[], &[], first, last), vec![], "an account without statements is kept by hand");
    }
}
