//! Round numbers for the gridlines of a picture, in integers.

/// Round values from `low` to `high` (and 0 between them), at most about `wanted` of them, 1, 2, 2.5 or 5 times a power of ten
/// apart. The ends lie within the range, so that a gridline never stands above the highest bar by much.
pub fn ticks(low: i64, high: i64, wanted: usize) -> Vec<i64> {
    let (low, high) = (i128::from(low.min(0)), i128::from(high.max(0)));
    let range = high - low;
    let wanted = i128::try_from(wanted.max(1)).unwrap_or(1);
    if range == 0 {
        return vec![0];
    }
    let step = step(range, wanted);
    let first = -(-low / step);
    (first..=high / step).filter_map(|index| i64::try_from(index * step).ok()).collect()
}

/// The smallest round step that gives at most `wanted` steps in `range`.
fn step(range: i128, wanted: i128) -> i128 {
    let mut power: i128 = 1;
    loop {
        for (times, per) in [(1, 1), (2, 1), (5, 2), (5, 1)] {
            // 2.5 is round only where it is a whole number.
            if power * times % per == 0 && range / (power * times / per) <= wanted {
                return power * times / per;
            }
        }
        power *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        for (low, high, wanted, expected) in [
            (0, 10_184, 2, vec![0, 5_000, 10_000]),
            (0, 9_300, 4, vec![0, 2_000, 4_000, 6_000, 8_000]),
            (0, 3, 4, vec![0, 1, 2, 3]),
            (-3_135, 10_184, 3, vec![0, 5_000, 10_000]),
            (-80, 100, 4, vec![-50, 0, 50, 100]),
            (0, 0, 3, vec![0]),
            (5, 5, 2, vec![0, 2, 4]),
        ] {
            assert_eq!(ticks(low, high, wanted), expected, "{low} to {high}");
        }
    }

    #[test]
    fn the_whole_range_of_amounts_has_ticks() {
        let all = ticks(i64::MIN, i64::MAX, 4);
        assert!(all.contains(&0) && all.len() <= 6, "{all:?}");
    }
}
