//! How a payment parts over what it pays. Pure.

/// Parts a payment over what is still open of an item, in its proportions, by the largest remainder (ties go to the
/// earlier part). Each payment is parted over what the ones before left open, so that no part is ever paid beyond its
/// amount, the parts of a payment add up to it, and the last payment leaves nothing. Parts may be of either sign (a
/// discount beside a service); together they are more than nothing.
///
/// `None` where the payment is not more than nothing, or more than is open.
pub fn parted(payment_minor: i64, open: &[i64]) -> Option<Vec<i64>> {
    let payment = i128::from(payment_minor);
    let total: i128 = open.iter().map(|part| i128::from(*part)).sum();
    if payment <= 0 || payment > total {
        return None;
    }
    let mut parts: Vec<i128> = Vec::with_capacity(open.len());
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(open.len());
    for (position, part) in open.iter().enumerate() {
        let product = i128::from(*part) * payment;
        parts.push(product.div_euclid(total));
        remainders.push((product.rem_euclid(total), position));
    }
    let mut missing = payment - parts.iter().sum::<i128>();
    remainders.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
    for (remainder, position) in remainders {
        if missing == 0 || remainder == 0 {
            break;
        }
        parts[position] += 1;
        missing -= 1;
    }
    // Each part lies between nothing and what is open of it, so it is an amount again.
    parts.into_iter().map(|part| i64::try_from(part).ok()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_payment_parts_in_the_proportions_of_what_is_open() {
        for (payment, open, parts) in [
            (119_00, vec![100_00, 19_00], Some(vec![100_00, 19_00])),
            (50_00, vec![100_00, 19_00], Some(vec![42_02, 7_98])),
            (69_00, vec![57_98, 11_02], Some(vec![57_98, 11_02])),
            (1, vec![100_00, 100_00], Some(vec![1, 0])),
            (90_00, vec![200_00, -20_00], Some(vec![100_00, -10_00])),
            (0, vec![100_00], None),
            (100_01, vec![100_00], None),
            (1, vec![], None),
        ] {
            assert_eq!(parted(payment, &open), parts, "{payment} of {open:?}");
        }
    }

    proptest! {
        #[test]
        fn payments_add_up_to_the_item_and_never_pass_a_part(
            open in prop::collection::vec(-50_000i64..1_000_000, 1..7),
            payments in prop::collection::vec(1i64..400_000, 0..12),
        ) {
            let mut left = open.clone();
            for payment in payments {
                let rest: i64 = left.iter().sum();
                if rest <= 0 { break; }
                let payment = payment.min(rest);
                let parts = parted(payment, &left).unwrap();
                prop_assert_eq!(parts.iter().sum::<i64>(), payment);
                for (part, open) in parts.iter().zip(&mut left) {
                    prop_assert!(part.abs() <= open.abs() && (*part == 0 || part.signum() == open.signum()));
                    *open -= part;
                }
            }
            let rest: i64 = left.iter().sum();
            if rest > 0 {
                prop_assert_eq!(parted(rest, &left).unwrap(), left);
            }
        }
    }
}
