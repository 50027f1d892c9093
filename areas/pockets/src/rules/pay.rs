//! What the owner can be paid, on which day, and which entry a run has met. Pure, in integers.

use jiff::civil::Date;
use ledger::Month;

use super::{average, lasts};

/// A raise unlocks while this many months of overhead stand in the buffer.
pub const BUFFER_MONTHS: i64 = 3;

/// What a proposal is made from. Minor units of the books' currency.
#[derive(Debug, Clone, Copy)]
pub struct PayFacts<'a> {
    /// What the shares brought to the pay pocket in each of the last full months, oldest first; at most six.
    pub intake_minor: &'a [i64],
    /// What the pay pocket holds.
    pub holds_minor: i64,
    /// What the buffer holds.
    pub buffer_minor: i64,
    /// What a month costs without any sale; nothing while unknown.
    pub overhead_minor: Option<i64>,
    /// What the owner was paid last; nothing before the first time.
    pub last_minor: Option<i64>,
    /// The least the owner wants to be paid.
    pub minimum_minor: i64,
    /// Amounts are rounded down to a multiple of this.
    pub rounding_minor: i64,
}

/// What decided the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PayReason {
    /// The pocket holds nothing.
    Empty,
    /// No full month is known yet: as much as last time, or the minimum.
    NoHistory,
    /// The months would allow it, the pocket does not hold more.
    HeldByPocket,
    /// The months would allow more than last time, the buffer does not.
    RaiseLocked,
    /// More than last time: the months and the buffer allow it.
    Raise,
    /// The minimum, which is more than the months brought.
    Minimum,
    /// What the months brought.
    Months,
}

/// A proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proposed {
    /// How much.
    pub amount_minor: i64,
    /// What came in a month on average: the lower of three and six months.
    pub average_minor: Option<i64>,
    /// Over how many months that average runs.
    pub months: usize,
    /// Tenths of a month for which the buffer lasts; nothing while overhead is unknown.
    pub buffer_tenths: Option<i64>,
    /// What decided.
    pub reason: PayReason,
}

/// Whether the buffer allows a raise: it holds three months of a known overhead.
pub fn raise_is_unlocked(buffer_minor: i64, overhead_minor: Option<i64>) -> bool {
    overhead_minor.is_some_and(|overhead| i128::from(buffer_minor) >= i128::from(overhead) * i128::from(BUFFER_MONTHS))
}

/// The pay that the months, the pocket and the buffer allow. One good quarter is no raise: of the averages of three and
/// of six months the lower one counts.
pub fn propose(facts: &PayFacts<'_>) -> Proposed {
    let known = facts.intake_minor;
    let newest = |count: usize| &known[known.len().saturating_sub(count)..];
    let (three, six) = (average(newest(3)), average(newest(6)));
    let (average_minor, months) = match (three, six) {
        (Some(three), Some(six)) if six < three => (Some(six), newest(6).len()),
        (three, _) => (three, newest(3).len()),
    };
    let buffer_tenths = lasts(facts.buffer_minor, facts.overhead_minor.unwrap_or(0)).map(|lasts| lasts.tenths);
    let unlocked = raise_is_unlocked(facts.buffer_minor, facts.overhead_minor);
    let whole = |minor: i64| minor.max(0) - minor.max(0) % facts.rounding_minor.max(1);
    let (mut amount, mut reason) = match (average_minor, facts.last_minor) {
        (None, last) => (last.unwrap_or(0), PayReason::NoHistory),
        (Some(average), Some(last)) if whole(average) > last && !unlocked => (last, PayReason::RaiseLocked),
        (Some(average), Some(last)) if whole(average) > last => (whole(average), PayReason::Raise),
        (Some(average), _) => (whole(average), PayReason::Months),
    };
    if amount < facts.minimum_minor {
        amount = facts.minimum_minor;
        if reason != PayReason::NoHistory {
            reason = PayReason::Minimum;
        }
    }
    if amount > facts.holds_minor {
        // What is below one step of rounding is still the owner's.
        amount = if whole(facts.holds_minor) > 0 { whole(facts.holds_minor) } else { facts.holds_minor.max(0) };
        reason = PayReason::HeldByPocket;
    }
    if facts.holds_minor <= 0 {
        reason = PayReason::Empty;
    }
    Proposed { amount_minor: amount, average_minor, months, buffer_tenths, reason }
}

/// The pay day of a month: the day, or the month's last where it is shorter.
pub fn pay_day(month: Month, day: i64) -> Date {
    let (first, last) = (month.first(), month.last());
    let day = i8::try_from(day).unwrap_or(31).clamp(1, last.day());
    Date::new(first.year(), first.month(), day).unwrap_or(last)
}

/// A run that waits for its bank line.
#[derive(Debug, Clone)]
pub struct WaitingRun<'a> {
    /// Minor units, as a positive amount.
    pub amount_minor: i64,
    /// The day for which the bank was asked.
    pub requested_on: Date,
    /// The reference that goes with the payment.
    pub reference: &'a str,
}

/// An entry that draws on the owner's account.
#[derive(Debug, Clone)]
pub struct Drawn<'a> {
    /// Minor units, as a positive amount.
    pub amount_minor: i64,
    /// Its day.
    pub on: Date,
    /// What it says.
    pub text: &'a str,
}

/// So many days an entry may be away from the day of its run.
const DAYS: i32 = 10;

/// Which entry each run has met: the one with its reference, else one of its amount within ten days, the nearest first.
/// An entry is met once.
pub fn meet(runs: &[WaitingRun<'_>], entries: &[Drawn<'_>]) -> Vec<Option<usize>> {
    let mut taken = vec![false; entries.len()];
    let mut met = vec![None; runs.len()];
    let mut take = |met: &mut Vec<Option<usize>>, run: usize, entry: usize| {
        if met[run].is_none() && !taken[entry] {
            (met[run], taken[entry]) = (Some(entry), true);
        }
    };
    for (at, run) in runs.iter().enumerate() {
        let named = |entry: &Drawn<'_>| !run.reference.is_empty() && entry.text.contains(run.reference);
        if let Some(found) = entries.iter().position(|entry| entry.amount_minor == run.amount_minor && named(entry)) {
            take(&mut met, at, found);
        }
    }
    let mut near: Vec<(i32, usize, usize)> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        for (other, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.amount_minor == run.amount_minor) {
            let days = (entry.on - run.requested_on).get_days().abs();
            if days <= DAYS {
                near.push((days, at, other));
            }
        }
    }
    near.sort_unstable();
    for (_, run, entry) in near {
        take(&mut met, run, entry);
    }
    met
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const FACTS: PayFacts<'static> = PayFacts {
        intake_minor: &[],
        holds_minor: 5000_00,
        buffer_minor: 3600_00,
        overhead_minor: Some(1500_00),
        last_minor: Some(2400_00),
        minimum_minor: 0,
        rounding_minor: 50_00,
    };

    #[test]
    fn pay_follows_the_months_the_pocket_and_the_buffer() {
        let months: &[i64] = &[2510_00; 6];
        let thin_before: &[i64] = &[2000_00, 2000_00, 2000_00, 2600_00, 2600_00, 2600_00];
        for (what, facts, amount, reason) in [
            (
                "a raise waits for the buffer",
                PayFacts { intake_minor: months, ..FACTS },
                2400_00,
                PayReason::RaiseLocked,
            ),
            ("a raise", PayFacts { intake_minor: months, buffer_minor: 4500_00, ..FACTS }, 2500_00, PayReason::Raise),
            (
                "a cent short of three months",
                PayFacts { intake_minor: months, buffer_minor: 4499_99, ..FACTS },
                2400_00,
                PayReason::RaiseLocked,
            ),
            (
                "overhead is not known",
                PayFacts { intake_minor: months, overhead_minor: None, ..FACTS },
                2400_00,
                PayReason::RaiseLocked,
            ),
            (
                "the first time there is no raise",
                PayFacts { intake_minor: months, last_minor: None, ..FACTS },
                2500_00,
                PayReason::Months,
            ),
            (
                "the lower average counts",
                PayFacts { intake_minor: thin_before, last_minor: None, ..FACTS },
                2300_00,
                PayReason::Months,
            ),
            ("thin months pay less", PayFacts { intake_minor: &[1810_00; 3], ..FACTS }, 1800_00, PayReason::Months),
            (
                "the minimum",
                PayFacts { intake_minor: &[1810_00; 3], minimum_minor: 2000_00, ..FACTS },
                2000_00,
                PayReason::Minimum,
            ),
            (
                "what the pocket holds",
                PayFacts { intake_minor: months, holds_minor: 1234_56, ..FACTS },
                1200_00,
                PayReason::HeldByPocket,
            ),
            (
                "less than a step",
                PayFacts { intake_minor: months, holds_minor: 34_56, ..FACTS },
                34_56,
                PayReason::HeldByPocket,
            ),
            (
                "the minimum is held by the pocket too",
                PayFacts { intake_minor: months, holds_minor: 900_00, minimum_minor: 2000_00, ..FACTS },
                900_00,
                PayReason::HeldByPocket,
            ),
            ("an empty pocket", PayFacts { intake_minor: months, holds_minor: -5, ..FACTS }, 0, PayReason::Empty),
            ("no month yet", FACTS, 2400_00, PayReason::NoHistory),
        ] {
            let found = propose(&facts);
            assert_eq!((found.amount_minor, found.reason), (amount, reason), "{what}");
        }
    }

    #[test]
    fn the_pay_day_of_a_short_month_is_its_last() {
        let month = |text: Date| Month::of(text);
        assert_eq!(pay_day(month(date(2026, 2, 1)), 31), date(2026, 2, 28));
        assert_eq!(pay_day(month(date(2026, 5, 9)), 25), date(2026, 5, 25));
        assert_eq!(pay_day(month(date(2026, 5, 9)), 0), date(2026, 5, 1));
    }

    #[test]
    fn a_run_meets_one_entry() {
        let run =
            |amount_minor, day, reference| WaitingRun { amount_minor, requested_on: date(2026, 5, day), reference };
        let entry = |amount_minor, day, text| Drawn { amount_minor, on: date(2026, 5, day), text };
        for (what, runs, entries, met) in [
            ("amount and day", vec![run(100, 10, "PAY-1")], vec![entry(100, 20, "x")], vec![Some(0)]),
            ("too late", vec![run(100, 10, "PAY-1")], vec![entry(100, 21, "x")], vec![None]),
            ("late with its reference", vec![run(100, 1, "PAY-1")], vec![entry(100, 30, "x PAY-1")], vec![Some(0)]),
            ("another amount", vec![run(100, 10, "PAY-1")], vec![entry(101, 10, "PAY-1")], vec![None]),
            (
                "one entry for two runs",
                vec![run(100, 10, "a"), run(100, 14, "b")],
                vec![entry(100, 13, "")],
                vec![None, Some(0)],
            ),
            (
                "each its own",
                vec![run(100, 10, "a"), run(100, 14, "b")],
                vec![entry(100, 12, ""), entry(100, 15, "")],
                vec![Some(0), Some(1)],
            ),
        ] {
            assert_eq!(meet(&runs, &entries), met, "{what}");
        }
    }

    proptest! {
        #[test]
        fn nobody_is_paid_more_than_the_pocket_holds_nor_raised_on_a_thin_buffer(
            intake in prop::collection::vec(-1_000_00i64..9_000_00, 0..7), holds in -1_000_00i64..9_000_00, buffer in 0i64..9_000_00,
            overhead in prop::option::of(1i64..3_000_00), last in prop::option::of(0i64..5_000_00), step in 0i64..100_00,
        ) {
            let facts = PayFacts { intake_minor: &intake, holds_minor: holds, buffer_minor: buffer, overhead_minor: overhead,
                last_minor: last, minimum_minor: 0, rounding_minor: step };
            let found = propose(&facts);
            prop_assert!((0..=holds.max(0)).contains(&found.amount_minor));
            if let Some(last) = last && found.amount_minor > last { prop_assert!(raise_is_unlocked(buffer, overhead)); }
        }
    }
}
