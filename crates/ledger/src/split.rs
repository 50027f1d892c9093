/// Splits an amount by weights so that the parts add up to it exactly (largest remainder; ties go to the earlier part).
///
/// Weights of zero receive nothing. With no weight above zero there is nothing to split by, and the answer is `None`.
pub fn split_by_weights(amount_minor: i64, weights: &[u64]) -> Option<Vec<i64>> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return None;
    }
    let magnitude = u128::from(amount_minor.unsigned_abs());
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders = Vec::with_capacity(weights.len());
    for (position, weight) in weights.iter().enumerate() {
        let product = magnitude * u128::from(*weight);
        parts.push(product / total);
        remainders.push((product % total, position));
    }
    let mut missing = magnitude - parts.iter().sum::<u128>();
    remainders.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    for (remainder, position) in remainders {
        if missing == 0 {
            break;
        }
        if remainder > 0 {
            parts[position] += 1;
            missing -= 1;
        }
    }
    // Each part is at most the magnitude of an i64, so the way back is exact; i64::MIN only meets a sole weight.
    let signed = parts.into_iter().map(|part| {
        let part = part as i128;
        i64::try_from(if amount_minor < 0 { -part } else { part }).unwrap_or(amount_minor)
    });
    Some(signed.collect())
}

/// The sum of amounts, or `None` where it leaves the range of an amount.
pub fn sum(amounts: impl IntoIterator<Item = i64>) -> Option<i64> {
    let total: i128 = amounts.into_iter().map(i128::from).sum();
    i64::try_from(total).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_odd_cent_goes_to_the_largest_remainder() {
        for (amount, weights, parts) in [
            (100, vec![1, 1, 1], vec![34, 33, 33]),
            (-100, vec![1, 1, 1], vec![-34, -33, -33]),
            (1, vec![250, 500, 250], vec![0, 1, 0]),
            (1000, vec![0, 3, 1], vec![0, 750, 250]),
        ] {
            assert_eq!(split_by_weights(amount, &weights), Some(parts));
        }
        assert_eq!(split_by_weights(5, &[0, 0]), None);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_never_change_sign(amount: i64, weights in prop::collection::vec(0u64..2000, 1..9)) {
            if let Some(parts) = split_by_weights(amount, &weights) {
                prop_assert_eq!(parts.iter().map(|part| i128::from(*part)).sum::<i128>(), i128::from(amount));
                prop_assert!(parts.iter().all(|part| *part == 0 || part.signum() == amount.signum()));
            }
        }
    }
}
