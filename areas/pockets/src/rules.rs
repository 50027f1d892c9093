//! What the pockets mean: what is free, how long it lasts, what is missing, what mends it. Pure, in integers.

pub mod contributions;
pub mod overhead;
pub mod pay;
pub mod recognising;
pub mod runway;
pub mod transfers;

use jiff::{ToSpan, civil::Date};

/// What is free to spend: cash without what it holds for others. A pocket below zero has borrowed from the rest, which
/// the cash shows already, so it frees nothing.
pub fn free_to_spend(cash_minor: i64, held_for_others: &[i64]) -> i64 {
    held_for_others.iter().fold(cash_minor, |free, held| free.saturating_sub((*held).max(0)))
}

/// Tax owed so far: a plain share of profit, half a cent rounded up, less what was paid towards it; never less than
/// nothing, because a loss brings no money back by itself.
pub fn tax_owed(profit_minor: i64, permille: u32, paid_minor: i64) -> i64 {
    let share = (i128::from(profit_minor.max(0)) * i128::from(permille) + 500) / 1000;
    i64::try_from((share - i128::from(paid_minor)).max(0)).unwrap_or(i64::MAX)
}

/// The average of some months, rounded to the nearest cent; nothing of no months.
pub fn average(months: &[i64]) -> Option<i64> {
    let count = i128::try_from(months.len()).ok().filter(|count| *count > 0)?;
    let sum: i128 = months.iter().map(|month| i128::from(*month)).sum();
    let doubled = 2 * sum.abs() + count;
    i64::try_from(doubled / (2 * count) * sum.signum()).ok()
}

/// How long an amount lasts at a monthly cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lasts {
    /// Whole days.
    pub days: i64,
    /// Tenths of a month, rounded down.
    pub tenths: i64,
}

/// How long what is free lasts, at a cost a month; nothing where nothing is spent. A month is a twelfth of 365 days, so
/// that the answer does not jump with the length of the month it is asked in.
pub fn lasts(free_minor: i64, monthly_minor: i64) -> Option<Lasts> {
    if monthly_minor <= 0 {
        return None;
    }
    let (free, monthly) = (i128::from(free_minor.max(0)), i128::from(monthly_minor));
    let days = i64::try_from(free * 365 / (12 * monthly)).unwrap_or(i64::MAX);
    let tenths = i64::try_from(free * 10 / monthly).unwrap_or(i64::MAX);
    Some(Lasts { days, tenths })
}

/// The day that many days ahead; the calendar's last one where there is none.
pub fn day_ahead(today: Date, days: i64) -> Date {
    today.checked_add(jiff::Span::new().try_days(days).unwrap_or(1_000_000.days())).unwrap_or(Date::MAX)
}

/// How to divide an amount: what is missing is filled in the order given, and the rest goes to the last pocket.
/// The parts add up to the amount.
pub fn division(amount_minor: i64, missing: &[(i64, i64)], rest: i64) -> Vec<(i64, i64)> {
    let mut left = amount_minor.max(0);
    let mut parts: Vec<(i64, i64)> = Vec::new();
    for (pocket, wanted) in missing.iter().copied() {
        let given = wanted.clamp(0, left);
        left -= given;
        if given > 0 {
            parts.push((pocket, given));
        }
    }
    if left > 0 {
        match parts.iter_mut().find(|(pocket, _)| *pocket == rest) {
            Some((_, given)) => *given += left,
            None => parts.push((rest, left)),
        }
    }
    parts
}

/// A pocket as a mend sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purse<'a> {
    /// Its id.
    pub pocket: i64,
    /// Its role.
    pub role: &'a str,
    /// What it holds.
    pub holds_minor: i64,
}

/// A move from one pocket to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mend {
    /// The pocket that gives.
    pub from: i64,
    /// The pocket that was below zero.
    pub to: i64,
    /// How much.
    pub amount_minor: i64,
}

/// Who gives first when a pocket is below zero: what has no purpose yet, then what is left over, then what is kept for a
/// rainy day, then what the owner and the business live on. What is held for others (authorities, clients, the card) and
/// the tax never give.
const GIVERS: [&str; 6] = ["unassigned", "profit", "buffer", "owners-pay", "running-costs", "job-costs"];

/// The move that mends a pocket below zero: from the first giver that holds enough, else from the one that holds most.
/// Nothing where nobody has anything to give.
pub fn mend(purses: &[Purse<'_>], broken: i64) -> Option<Mend> {
    let missing =
        purses.iter().find(|purse| purse.pocket == broken)?.holds_minor.checked_neg().filter(|missing| *missing > 0)?;
    let givers = GIVERS.iter().filter_map(|role| purses.iter().find(|purse| purse.role == *role));
    let givers: Vec<&Purse<'_>> = givers.filter(|purse| purse.pocket != broken && purse.holds_minor > 0).collect();
    let enough = givers.iter().find(|giver| giver.holds_minor >= missing);
    let giver = enough.or_else(|| givers.iter().max_by_key(|giver| giver.holds_minor))?;
    Some(Mend { from: giver.pocket, to: broken, amount_minor: missing.min(giver.holds_minor) })
}

/// How a pocket below zero in another currency is mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignMend {
    /// By a move in that currency, out of a pocket that may give.
    Move(Mend),
    /// By giving a pocket that holds that currency, and must not lose, its worth in the books' currency.
    Exchange(Mend),
}

/// The move that mends a pocket below zero in another currency; else the exchange with the pocket that holds most of it, which
/// keeps its worth, so that it may be one that holds for others. Nothing where no pocket holds any.
pub fn mend_foreign(purses: &[Purse<'_>], broken: i64) -> Option<ForeignMend> {
    if let Some(moved) = mend(purses, broken) {
        return Some(ForeignMend::Move(moved));
    }
    let missing =
        purses.iter().find(|purse| purse.pocket == broken)?.holds_minor.checked_neg().filter(|missing| *missing > 0)?;
    let others = purses.iter().filter(|purse| purse.pocket != broken && purse.holds_minor > 0);
    let giver = others.max_by_key(|purse| purse.holds_minor)?;
    let amount_minor = missing.min(giver.holds_minor);
    Some(ForeignMend::Exchange(Mend { from: giver.pocket, to: broken, amount_minor }))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn another_currency_is_mended_by_a_move_else_by_an_exchange() {
        let purse = |pocket, role, holds_minor| Purse { pocket, role, holds_minor };
        let broken = purse(1, "running-costs", -300);
        let mend = |from, amount_minor| Mend { from, to: 1, amount_minor };
        for (what, others, found) in [
            (
                "a pocket that may give comes first",
                vec![purse(2, "tax", 900), purse(3, "buffer", 400)],
                Some(ForeignMend::Move(mend(3, 300))),
            ),
            ("tax keeps its worth", vec![purse(2, "tax", 900)], Some(ForeignMend::Exchange(mend(2, 300)))),
            ("as far as there is any", vec![purse(2, "tax", 120)], Some(ForeignMend::Exchange(mend(2, 120)))),
            ("nobody has any", vec![purse(2, "tax", 0), purse(3, "buffer", -5)], None),
        ] {
            let purses: Vec<Purse<'_>> = [broken].into_iter().chain(others).collect();
            assert_eq!(mend_foreign(&purses, 1), found, "{what}");
        }
    }

    #[test]
    fn what_is_free_is_cash_without_what_is_others() {
        for (cash, held, free) in [
            (17764_36, &[3412_17][..], 14352_19),
            (1_000, &[200, 300, 50], 450),
            (1_000, &[-200, 300], 700),
            (100, &[300], -200),
            (0, &[], 0),
        ] {
            assert_eq!(free_to_spend(cash, held), free, "{cash} {held:?}");
        }
    }

    #[test]
    fn tax_owed_is_a_share_of_profit_less_what_was_paid() {
        for (profit, permille, paid, owed) in [
            (10000_00, 300, 0, 3000_00),
            (10000_00, 300, 1200_00, 1800_00),
            (10000_00, 300, 5000_00, 0),
            (-10000_00, 300, 0, 0),
            (5, 300, 0, 2),
            (i64::MAX, 1000, 0, i64::MAX),
        ] {
            assert_eq!(tax_owed(profit, permille, paid), owed, "{profit} × {permille} − {paid}");
        }
    }

    #[test]
    fn months_are_averaged_to_the_nearest_cent() {
        for (months, mean) in [
            (&[][..], None),
            (&[1808_00], Some(1808_00)),
            (&[100, 101, 101], Some(101)),
            (&[-1, -2], Some(-2)),
            (&[0, 0, 0], Some(0)),
        ] {
            assert_eq!(average(months), mean, "{months:?}");
        }
    }

    #[test]
    fn what_is_free_lasts_by_the_month() {
        for (free, monthly, expected) in [
            (14352_19, 5208_00, Some(Lasts { days: 83, tenths: 27 })),
            (5208_00, 5208_00, Some(Lasts { days: 30, tenths: 10 })),
            (-1, 5208_00, Some(Lasts { days: 0, tenths: 0 })),
            (100, 0, None),
        ] {
            assert_eq!(lasts(free, monthly), expected, "{free} at {monthly}");
        }
        assert_eq!(day_ahead(date(2026, 5, 12), 83), date(2026, 8, 3));
        assert_eq!(day_ahead(date(2026, 5, 12), i64::MAX), day_ahead(date(2026, 5, 12), 1_000_000));
    }

    #[test]
    fn what_is_missing_is_filled_in_order() {
        let missing = [(1, 300), (2, 500), (3, -20)];
        for (amount, parts) in
            [(1_000, &[(1, 300), (2, 500), (9, 200)][..]), (400, &[(1, 300), (2, 100)]), (0, &[]), (-5, &[])]
        {
            assert_eq!(division(amount, &missing, 9), parts, "{amount}");
        }
        assert_eq!(division(1_000, &missing, 2), [(1, 300), (2, 700)]);
    }

    #[test]
    fn a_pocket_below_zero_is_mended_by_whom_it_hurts_least() {
        let purses = |rows: &[(i64, &'static str, i64)]| -> Vec<Purse<'static>> {
            rows.iter()
                .map(|(pocket, role, holds_minor)| Purse { pocket: *pocket, role, holds_minor: *holds_minor })
                .collect()
        };
        for (rows, mended) in [
            (&[(1, "running-costs", -50), (2, "buffer", 80), (3, "unassigned", 60)][..], Some((3, 50))),
            (&[(1, "running-costs", -50), (2, "buffer", 80), (3, "unassigned", 20)], Some((2, 50))),
            (&[(1, "running-costs", -50), (2, "buffer", 30), (3, "profit", 40)], Some((3, 40))),
            (&[(1, "running-costs", -50), (2, "tax", 900)], None),
            (&[(1, "running-costs", 50), (2, "buffer", 900)], None),
        ] {
            let found = mend(&purses(rows), 1).map(|mend| (mend.from, mend.amount_minor));
            assert_eq!(found, mended, "{rows:?}");
        }
    }

    proptest! {
        #[test]
        fn a_division_loses_no_cent(amount in 0i64..1_000_000_000, missing in prop::collection::vec((1i64..6, -1_000i64..1_000_000), 0..6)) {
            let parts = division(amount, &missing, 7);
            prop_assert_eq!(parts.iter().map(|(_, given)| given).sum::<i64>(), amount);
            prop_assert!(parts.iter().all(|(_, given)| *given > 0));
        }

        #[test]
        fn a_mend_never_overdraws_its_giver(holds in prop::collection::vec(-1_000i64..1_000, 6)) {
            let purses: Vec<Purse<'_>> = GIVERS.iter().zip(&holds).enumerate()
                .map(|(at, (role, holds))| Purse { pocket: at as i64, role, holds_minor: *holds }).collect();
            for purse in &purses {
                if let Some(mend) = mend(&purses, purse.pocket) {
                    let giver = purses.iter().find(|other| other.pocket == mend.from).unwrap();
                    prop_assert!(mend.amount_minor > 0 && mend.amount_minor <= giver.holds_minor && mend.amount_minor <= -purse.holds_minor);
                }
            }
        }
    }
}
