//! Costs that come again: a payee's charges held against the rhythms in which bills are sent.

use jiff::{Span, ToSpan, civil::Date};
use schemars::JsonSchema;
use serde::Serialize;

/// How often a bill comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rhythm {
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every year.
    Yearly,
}

impl Rhythm {
    const ALL: [Rhythm; 4] = [Rhythm::Weekly, Rhythm::Monthly, Rhythm::Quarterly, Rhythm::Yearly];

    /// The days between two charges, from and to: months differ, and a week-end or a holiday moves a booking.
    const fn gap(self) -> (i32, i32) {
        match self {
            Rhythm::Weekly => (5, 9),
            Rhythm::Monthly => (25, 36),
            Rhythm::Quarterly => (82, 100),
            Rhythm::Yearly => (350, 380),
        }
    }

    /// How many charges it takes to see it: a yearly bill is known by its second, a weekly one could be chance thrice.
    const fn charges_needed(self) -> usize {
        match self {
            Rhythm::Weekly => 5,
            Rhythm::Monthly | Rhythm::Quarterly => 3,
            Rhythm::Yearly => 2,
        }
    }

    /// How many come in a year.
    pub const fn times_a_year(self) -> i64 {
        match self {
            Rhythm::Weekly => 52,
            Rhythm::Monthly => 12,
            Rhythm::Quarterly => 4,
            Rhythm::Yearly => 1,
        }
    }

    fn step(self) -> Span {
        match self {
            Rhythm::Weekly => 7.days(),
            Rhythm::Monthly => 1.month(),
            Rhythm::Quarterly => 3.months(),
            Rhythm::Yearly => 1.year(),
        }
    }
}

/// A charge: its day, and its size as a positive amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Charge {
    /// Its day.
    pub booked_on: Date,
    /// Its size in minor units.
    pub minor: i64,
}

/// Whether it still comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It comes as expected.
    Running,
    /// It was expected and has not come.
    Missed,
    /// It has not come twice: it ended.
    Stopped,
}

/// A price that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PriceChange {
    /// The first charge at the new price.
    pub on: Date,
    /// What it was before, in minor units.
    pub from_minor: i64,
    /// What it is since.
    pub to_minor: i64,
}

/// A cost that comes again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurring {
    /// How often.
    pub rhythm: Rhythm,
    /// How many charges were seen.
    pub times: usize,
    /// The first.
    pub first_on: Date,
    /// The last.
    pub last_on: Date,
    /// What the last one was, in minor units.
    pub last_minor: i64,
    /// Whether each is another amount, as with electricity.
    pub varies: bool,
    /// When its price changed; empty where it varies.
    pub changes: Vec<PriceChange>,
    /// When the next one is expected.
    pub next_on: Date,
    /// Whether it still comes.
    pub standing: Standing,
    /// What it costs in a year at its last price, or on average where it varies.
    pub yearly_minor: i64,
}

/// How many of ten gaps must keep the rhythm.
const IN_TEN: usize = 8;

/// The costs that come again among a payee's charges. Where all of them together have no rhythm, each amount is looked at
/// alone: two subscriptions at one shop. `seen_through` is the last day that statements speak of: nothing is missed
/// beyond it.
pub fn recurring(charges: &[Charge], seen_through: Date) -> Vec<Recurring> {
    let mut charges = charges.to_vec();
    charges.sort_unstable();
    if let Some(found) = of_one(&charges, seen_through) {
        return vec![found];
    }
    let mut amounts: Vec<i64> = charges.iter().map(|charge| charge.minor).collect();
    amounts.sort_unstable();
    amounts.dedup();
    let alone = |amount: i64| charges.iter().copied().filter(|charge| charge.minor == amount).collect::<Vec<_>>();
    amounts
        .into_iter()
        .map(alone)
        .filter(|charges| charges.len() > 2)
        .filter_map(|charges| of_one(&charges, seen_through))
        .collect()
}

fn of_one(charges: &[Charge], seen_through: Date) -> Option<Recurring> {
    let (first, last) = (charges.first()?, charges.last()?);
    let gaps: Vec<i32> = charges.windows(2).map(|pair| (pair[1].booked_on - pair[0].booked_on).get_days()).collect();
    let same = charges.windows(2).filter(|pair| pair[0].minor == pair[1].minor).count();
    let near = charges.windows(2).filter(|pair| is_near(pair[0].minor, pair[1].minor)).count();
    let rhythm = Rhythm::ALL.into_iter().find(|rhythm| {
        let (shortest, longest) = rhythm.gap();
        let kept = gaps.iter().filter(|gap| (shortest..=longest).contains(*gap)).count();
        // A month left out is still a rhythm; a charge in between is none.
        let long = gaps.iter().filter(|gap| **gap > longest).count();
        charges.len() >= rhythm.charges_needed()
            && kept > 0
            && (kept * 10 >= gaps.len() * IN_TEN || (kept + long == gaps.len() && long <= 1 + gaps.len() / 6))
            && (*rhythm != Rhythm::Yearly || near == gaps.len())
            // Shopping every week or so at changing prices is no subscription.
            && (*rhythm != Rhythm::Weekly || near * 10 >= gaps.len() * IN_TEN)
    })?;
    let varies = !gaps.is_empty() && same * 2 < gaps.len();
    let changes = if varies { Vec::new() } else { changes(charges) };
    let next_on = last.booked_on.saturating_add(rhythm.step());
    let (shortest, longest) = rhythm.gap();
    let waited = (seen_through - last.booked_on).get_days();
    let standing = if waited <= longest {
        Standing::Running
    } else if waited <= longest + shortest {
        Standing::Missed
    } else {
        Standing::Stopped
    };
    let each = if varies {
        let recent =
            &charges[charges.len().saturating_sub(usize::try_from(rhythm.times_a_year()).unwrap_or(1).min(12))..];
        let sum: i128 = recent.iter().map(|charge| i128::from(charge.minor)).sum();
        i64::try_from(sum / recent.len().max(1) as i128).unwrap_or(i64::MAX)
    } else {
        last.minor
    };
    Some(Recurring {
        rhythm,
        times: charges.len(),
        first_on: first.booked_on,
        last_on: last.booked_on,
        last_minor: last.minor,
        varies,
        changes,
        next_on,
        standing,
        yearly_minor: each.saturating_mul(rhythm.times_a_year()),
    })
}

/// Within a quarter of each other: prices rise, and electricity differs by season.
fn is_near(left: i64, right: i64) -> bool {
    let (small, large) = (i128::from(left.min(right)), i128::from(left.max(right)));
    large * 4 <= small * 5
}

fn changes(charges: &[Charge]) -> Vec<PriceChange> {
    let changed = charges.windows(2).filter(|pair| pair[0].minor != pair[1].minor);
    changed
        .map(|pair| PriceChange { on: pair[1].booked_on, from_minor: pair[0].minor, to_minor: pair[1].minor })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn every(step: Span, times: i32, minor: i64) -> Vec<Charge> {
        let mut day = date(2025, 1, 31);
        let mut charges = Vec::new();
        for _ in 0..times {
            charges.push(Charge { booked_on: day, minor });
            day = day.saturating_add(step);
        }
        charges
    }

    #[test]
    fn a_rhythm_is_seen_in_the_days_between_charges() {
        let shopping = [2, 3, 11, 1, 6, 14, 3, 2].iter().scan(date(2025, 1, 1), |day, gap| {
            *day = day.saturating_add(gap.days());
            Some(Charge { booked_on: *day, minor: 1_000 + i64::from(*gap) * 731 })
        });
        for (what, charges, rhythm) in [
            ("every month", every(1.month(), 5, 1_440), Some(Rhythm::Monthly)),
            ("every month, twice", every(1.month(), 2, 1_440), None),
            ("every week", every(7.days(), 6, 900), Some(Rhythm::Weekly)),
            ("every quarter", every(3.months(), 4, 9_900), Some(Rhythm::Quarterly)),
            ("every year, twice", every(1.year(), 2, 12_000), Some(Rhythm::Yearly)),
            ("once", every(1.month(), 1, 1_440), None),
            ("shopping", shopping.collect(), None),
            ("never", Vec::new(), None),
        ] {
            let found = recurring(&charges, date(2025, 6, 1));
            assert_eq!(found.first().map(|one| one.rhythm), rhythm, "{what}");
        }
    }

    #[test]
    fn a_price_that_rose_is_said_and_counts_from_then_on() {
        let mut charges = every(1.month(), 6, 1_440);
        charges[4].minor = 1_650;
        charges[5].minor = 1_650;
        let found = recurring(&charges, date(2025, 7, 1)).swap_remove(0);
        assert_eq!((found.last_minor, found.yearly_minor, found.varies), (1_650, 19_800, false));
        let [change] = &found.changes[..] else { panic!("{:?}", found.changes) };
        assert_eq!((change.from_minor, change.to_minor), (1_440, 1_650));
    }

    #[test]
    fn what_does_not_come_is_missed_and_then_stopped() {
        let charges = every(1.month(), 5, 1_440);
        let last = charges[4].booked_on;
        for (days, standing) in
            [(20, Standing::Running), (36, Standing::Running), (40, Standing::Missed), (70, Standing::Stopped)]
        {
            let found = recurring(&charges, last.saturating_add(days.days())).swap_remove(0);
            assert_eq!(found.standing, standing, "{days} days after the last");
        }
    }

    #[test]
    fn two_subscriptions_at_one_shop_are_two() {
        let mut charges = every(1.month(), 6, 1_440);
        charges.extend(
            every(1.month(), 6, 299)
                .into_iter()
                .map(|one| Charge { booked_on: one.booked_on.saturating_add(11.days()), ..one }),
        );
        let found = recurring(&charges, date(2025, 7, 5));
        assert_eq!(found.iter().map(|one| one.last_minor).collect::<Vec<_>>(), [299, 1_440]);
    }

    #[test]
    fn an_amount_that_varies_costs_its_average() {
        let mut charges = every(1.month(), 4, 5_000);
        for (charge, minor) in charges.iter_mut().zip([4_000, 6_000, 5_000, 9_000]) {
            charge.minor = minor;
        }
        let found = recurring(&charges, date(2025, 5, 5)).swap_remove(0);
        assert_eq!((found.varies, found.yearly_minor, found.changes.len()), (true, 72_000, 0));
    }

    proptest! {
        /// Whatever is charged, nothing overflows and what is found was charged.
        #[test]
        fn any_charges_are_read(rows in prop::collection::vec((0i32..2_000, 1i64..i64::MAX), 0..60), seen in 0i32..3_000) {
            let charges: Vec<Charge> =
                rows.iter().map(|(day, minor)| Charge { booked_on: date(2020, 1, 1).saturating_add(day.days()), minor: *minor }).collect();
            for found in recurring(&charges, date(2020, 1, 1).saturating_add(seen.days())) {
                prop_assert!(charges.iter().any(|charge| charge.booked_on == found.last_on && charge.minor == found.last_minor));
                prop_assert!(found.next_on > found.last_on && found.times >= 2);
            }
        }
    }
}
