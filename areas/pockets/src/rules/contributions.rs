//! What a planned contribution asks for, on which days, and which entries show that it was paid. Pure, in integers.

use jiff::civil::Date;
use ledger::Month;

use super::pay::pay_day;

/// The rhythms there are, in months.
pub const RHYTHMS: [i64; 5] = [1, 2, 3, 6, 12];

/// More due days than this are not looked at: fifty years of months.
const MOST_DAYS: i32 = 600;

/// How much a contribution is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HowMuch {
    /// The same each time, in minor units.
    Fixed(i64),
    /// Thousandths of what came in since the due day before.
    OfIncome(i64),
}

/// What decided the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ContributionReason {
    /// The amount of the plan.
    Fixed,
    /// The plan's share of the income.
    OfIncome,
    /// What is left to the year's ceiling.
    LeftOfCeiling,
    /// The year's ceiling is reached.
    CeilingReached,
    /// Nothing came in, of which a share could be due.
    NoIncome,
}

/// The due days from the first one through a day. In a month that is too short the day is its last.
pub fn due_days(first_on: Date, every_months: i64, through: Date) -> Vec<Date> {
    let step = i32::try_from(every_months).unwrap_or(12).max(1);
    let month = Month::of(first_on);
    let nth = |count: i32| pay_day(month.plus(count.saturating_mul(step)), i64::from(first_on.day()));
    (0..MOST_DAYS).map(nth).take_while(|day| *day <= through).collect()
}

/// The due day after the last one on or before a day.
pub fn due_after(first_on: Date, every_months: i64, day: Date) -> Date {
    let count = i32::try_from(due_days(first_on, every_months, day).len()).unwrap_or(MOST_DAYS);
    let step = i32::try_from(every_months).unwrap_or(12).max(1);
    pay_day(Month::of(first_on).plus(count.saturating_mul(step)), i64::from(first_on.day()))
}

/// The full months of whose income a share is due: as many as the rhythm has, before the month of the due day. So each
/// month's income is counted once, whatever the rhythm.
pub fn months_before(due_on: Date, every_months: i64) -> (Month, Month) {
    let this = Month::of(due_on);
    (this.plus(-i32::try_from(every_months).unwrap_or(12)), this.plus(-1))
}

/// How much is due: by the plan, and no more than the ceiling leaves of the year. A share is rounded half a cent up.
pub fn due_amount(
    how_much: HowMuch,
    income_minor: i64,
    paid_this_year_minor: i64,
    ceiling_minor: Option<i64>,
) -> (i64, ContributionReason) {
    let (wanted, reason) = match how_much {
        HowMuch::Fixed(amount) => (amount.max(0), ContributionReason::Fixed),
        HowMuch::OfIncome(permille) => {
            let share = (i128::from(income_minor.max(0)) * i128::from(permille.max(0)) + 500) / 1000;
            let share = i64::try_from(share).unwrap_or(i64::MAX);
            (share, if share == 0 { ContributionReason::NoIncome } else { ContributionReason::OfIncome })
        }
    };
    let left = ceiling_minor.map_or(i64::MAX, |ceiling| ceiling.saturating_sub(paid_this_year_minor).max(0));
    match left {
        0 => (0, ContributionReason::CeilingReached),
        left if left < wanted => (left, ContributionReason::LeftOfCeiling),
        _ => (wanted, reason),
    }
}

/// What a contribution takes a month, rounded up: a year's premium is put by in twelve parts.
pub fn a_month(amount_minor: i64, every_months: i64) -> i64 {
    let every = i128::from(every_months.max(1));
    i64::try_from((i128::from(amount_minor) + every - 1) / every).unwrap_or(i64::MAX)
}

/// A due day of which no run is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenDay {
    /// The day.
    pub due_on: Date,
    /// What was to be paid, where only that amount may pass for it: when another contribution is paid under the same
    /// category.
    pub exactly_minor: Option<i64>,
}

/// An entry that no run has met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaidEntry {
    /// Minor units, as a positive amount.
    pub amount_minor: i64,
    /// Its day.
    pub on: Date,
}

/// So many days an entry may be away from a due day that it pays by itself.
const DAYS: i32 = 10;

/// Which entry paid each day by itself, as a direct debit or a standing order does: the nearest within ten days. An entry
/// pays one day.
pub fn paid_by_itself(days: &[OpenDay], entries: &[PaidEntry]) -> Vec<Option<usize>> {
    let mut near: Vec<(i32, usize, usize)> = Vec::new();
    for (at, day) in days.iter().enumerate() {
        for (other, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.amount_minor > 0) {
            let away = (entry.on - day.due_on).get_days().abs();
            if away <= DAYS && day.exactly_minor.is_none_or(|exactly| exactly == entry.amount_minor) {
                near.push((away, at, other));
            }
        }
    }
    near.sort_unstable();
    let (mut paid, mut taken) = (vec![None; days.len()], vec![false; entries.len()]);
    for (_, day, entry) in near {
        if paid[day].is_none() && !taken[entry] {
            (paid[day], taken[entry]) = (Some(entry), true);
        }
    }
    paid
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn due_days_keep_their_rhythm_over_short_months() {
        for (first, every, through, days) in [
            (date(2026, 1, 31), 1, date(2026, 4, 1), vec![date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]),
            (date(2026, 1, 15), 3, date(2026, 7, 15), vec![date(2026, 1, 15), date(2026, 4, 15), date(2026, 7, 15)]),
            (date(2026, 2, 1), 12, date(2027, 1, 31), vec![date(2026, 2, 1)]),
            (date(2026, 2, 1), 1, date(2026, 1, 31), vec![]),
        ] {
            assert_eq!(due_days(first, every, through), days);
        }
        assert_eq!(due_after(date(2026, 1, 31), 1, date(2026, 2, 28)), date(2026, 3, 31));
        assert_eq!(due_after(date(2026, 6, 1), 1, date(2026, 2, 28)), date(2026, 6, 1));
    }

    #[test]
    fn the_amount_follows_the_plan_and_stops_at_the_ceiling() {
        use ContributionReason::{CeilingReached, Fixed, LeftOfCeiling, NoIncome, OfIncome};
        for (what, how_much, income, paid, ceiling, amount, reason) in [
            ("fixed", HowMuch::Fixed(380_00), 0, 0, None, 380_00, Fixed),
            ("a share", HowMuch::OfIncome(212), 3000_00, 0, None, 636_00, OfIncome),
            ("half a cent up", HowMuch::OfIncome(5), 1_00, 0, None, 1, OfIncome),
            ("a month that lost money", HowMuch::OfIncome(212), -3000_00, 0, None, 0, NoIncome),
            ("below the ceiling", HowMuch::Fixed(100), 0, 800, Some(1000), 100, Fixed),
            ("what the ceiling leaves", HowMuch::Fixed(100), 0, 950, Some(1000), 50, LeftOfCeiling),
            ("reached", HowMuch::Fixed(100), 0, 1000, Some(1000), 0, CeilingReached),
            ("passed by hand", HowMuch::OfIncome(100), 5000, 1200, Some(1000), 0, CeilingReached),
        ] {
            assert_eq!(due_amount(how_much, income, paid, ceiling), (amount, reason), "{what}");
        }
    }

    #[test]
    fn each_months_income_is_counted_once() {
        let month = |year, number| Month::of(date(year, number, 1));
        assert_eq!(months_before(date(2026, 5, 12), 1), (month(2026, 4), month(2026, 4)));
        assert_eq!(months_before(date(2026, 5, 12), 3), (month(2026, 2), month(2026, 4)));
        assert_eq!(months_before(date(2026, 1, 31), 12), (month(2025, 1), month(2025, 12)));
    }

    #[test]
    fn a_debit_near_its_day_has_paid_it() {
        let day = |day: i8, exactly_minor| OpenDay { due_on: date(2026, 5, day), exactly_minor };
        let entry = |day: i8, amount_minor| PaidEntry { amount_minor, on: date(2026, 5, day) };
        for (what, days, entries, paid) in [
            ("whatever it took", vec![day(1, None)], vec![entry(3, 412_00)], vec![Some(0)]),
            ("too far", vec![day(1, None)], vec![entry(12, 412_00)], vec![None]),
            ("money that came back", vec![day(1, None)], vec![entry(1, -412_00)], vec![None]),
            ("only its amount", vec![day(1, Some(400_00))], vec![entry(3, 412_00), entry(4, 400_00)], vec![Some(1)]),
            ("one entry, two days", vec![day(1, None), day(8, None)], vec![entry(7, 5)], vec![None, Some(0)]),
        ] {
            assert_eq!(paid_by_itself(&days, &entries), paid, "{what}");
        }
    }

    proptest! {
        #[test]
        fn a_year_never_pays_more_than_its_ceiling(amounts in prop::collection::vec(0i64..900_00, 1..14), ceiling in 0i64..3000_00) {
            let paid = amounts.iter().fold(0, |paid, amount| paid + due_amount(HowMuch::Fixed(*amount), 0, paid, Some(ceiling)).0);
            prop_assert!(paid <= ceiling);
        }

        #[test]
        fn twelve_months_put_a_years_premium_by(amount in 0i64..9_000_00, rhythm in 0usize..RHYTHMS.len()) {
            let every = RHYTHMS[rhythm];
            prop_assert!(a_month(amount, every) * every >= amount);
            prop_assert!(a_month(amount, every) * every < amount + every);
        }
    }
}
