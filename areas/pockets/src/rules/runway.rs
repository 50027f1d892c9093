//! How long the money lasts in good, likely and bad months. Pure, in integers.

/// The three kinds of months that the books' own spread gives, and months in which nothing is sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Months {
    /// Without a single sale.
    NoSale,
    /// As in the lower quartile of the months known.
    Bad,
    /// As in their median.
    Likely,
    /// As in their upper quartile.
    Good,
}

/// So many full months it takes to speak of a spread.
pub const MONTHS_NEEDED: usize = 3;
/// So many are looked at, at most: two years have each season twice.
pub const MONTHS_LOOKED_AT: i32 = 24;
/// So many months ahead are drawn.
pub const MONTHS_AHEAD: i64 = 12;

/// A quartile (1 lower, 2 median, 3 upper) by linear interpolation between the closest ranks: definition 7 of R. J.
/// Hyndman and Y. Fan, "Sample Quantiles in Statistical Packages" (The American Statistician 50, 1996), the one that
/// spreadsheets use; rounded towards the lower value. Nothing of no values.
pub fn quartile(values: &[i64], which: usize) -> Option<i64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let place = sorted.len().checked_sub(1)? * which.min(4);
    let (low, high) = (*sorted.get(place / 4)?, *sorted.get((place / 4 + 1).min(sorted.len() - 1))?);
    let between = (i128::from(high) - i128::from(low)) * i128::try_from(place % 4).unwrap_or(0) / 4;
    i64::try_from(i128::from(low) + between).ok()
}

/// What of a month's income is the owner's to spend: without the share that is put by for tax, half a cent rounded up. A
/// month that lost money puts nothing by.
pub fn after_tax(earned_minor: i64, permille: u32) -> i64 {
    let tax = (i128::from(earned_minor.max(0)) * i128::from(permille) + 500) / 1000;
    i64::try_from(i128::from(earned_minor) - tax).unwrap_or(i64::MIN)
}

/// What is free at the end of each of the months ahead, today first.
pub fn ahead(free_minor: i64, monthly_minor: i64) -> Vec<i64> {
    (0..=MONTHS_AHEAD).map(|month| free_minor.saturating_add(monthly_minor.saturating_mul(month))).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quartiles_are_those_of_spreadsheets() {
        for (values, which, expected) in [
            (&[][..], 2, None),
            (&[7], 1, Some(7)),
            (&[1, 2, 3, 4], 1, Some(1)),
            (&[100, 200, 300, 400], 1, Some(175)),
            (&[400, 100, 300, 200], 2, Some(250)),
            (&[100, 200, 300, 400], 3, Some(325)),
            (&[5, 1, 9], 2, Some(5)),
            (&[-300, -100], 2, Some(-200)),
            (&[i64::MIN, i64::MAX], 2, Some(-1)),
        ] {
            assert_eq!(quartile(values, which), expected, "{values:?} {which}");
        }
    }

    #[test]
    fn tax_is_put_by_before_money_is_free() {
        for (earned, permille, free) in
            [(1000_00, 300, 700_00), (-50_00, 300, -50_00), (5, 300, 3), (i64::MAX, 0, i64::MAX)]
        {
            assert_eq!(after_tax(earned, permille), free, "{earned}");
        }
    }

    #[test]
    fn the_months_ahead_begin_today() {
        let path = ahead(1000, -300);
        assert_eq!((path.len(), path[0], path[4]), (13, 1000, -200));
    }

    proptest! {
        #[test]
        fn bad_months_are_never_better_than_good_ones(values in prop::collection::vec(any::<i64>(), 1..30)) {
            let [bad, likely, good] = [1, 2, 3].map(|which| quartile(&values, which).unwrap());
            prop_assert!(bad <= likely && likely <= good);
            prop_assert!(values.iter().min().unwrap() <= &bad && &good <= values.iter().max().unwrap());
        }
    }
}
