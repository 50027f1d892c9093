//! How a rule splits a line: fixed amounts come off first, shares divide what they leave, and one part may take the rest.

use ledger::split_by_weights;

/// What a part of a split takes: a fixed amount, or thousandths of what the fixed amounts leave, or the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Portion {
    /// Minor units, without a sign: the line's own is meant.
    pub amount_minor: Option<i64>,
    /// Thousandths of what the fixed amounts leave.
    pub permille: Option<i64>,
}

/// What is wrong with a split, at the position of a part where it is one part's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SplitProblem {
    /// Fewer than two parts split nothing.
    OnePart,
    /// A part has both an amount and a share.
    Both(usize),
    /// An amount or share of nothing or less.
    NotPositive(usize),
    /// More than one part would take the rest.
    TwoRests(usize),
    /// The shares are more than the whole, or leave nothing for the part that takes the rest.
    TooMuch(usize),
    /// The shares are less than the whole, and no part takes the rest.
    TooLittle,
}

/// What is wrong with a split; nothing where it parts every large enough line without remainder.
pub fn problem_of(portions: &[Portion]) -> Option<SplitProblem> {
    if portions.len() < 2 {
        return Some(SplitProblem::OnePart);
    }
    let (mut shares, mut rest) = (0i64, None);
    for (position, portion) in portions.iter().enumerate() {
        match (portion.amount_minor, portion.permille) {
            (Some(_), Some(_)) => return Some(SplitProblem::Both(position)),
            (Some(given), None) | (None, Some(given)) if given <= 0 => {
                return Some(SplitProblem::NotPositive(position));
            }
            (Some(_), None) => {}
            (None, Some(permille)) => {
                shares = shares.saturating_add(permille);
                if shares > 1_000 {
                    return Some(SplitProblem::TooMuch(position));
                }
            }
            (None, None) if rest.is_some() => return Some(SplitProblem::TwoRests(position)),
            (None, None) => rest = Some(position),
        }
    }
    match rest {
        Some(position) if shares == 1_000 => Some(SplitProblem::TooMuch(position)),
        None if shares < 1_000 => Some(SplitProblem::TooLittle),
        _ => None,
    }
}

/// The amounts of a line's parts, with the line's sign, adding up to it to the cent; a part may get nothing of a small
/// line. Nothing where the fixed amounts are more than the line or the split is not one.
pub fn amounts_of(total_minor: i64, portions: &[Portion]) -> Option<Vec<i64>> {
    if problem_of(portions).is_some() {
        return None;
    }
    let sign = total_minor.signum();
    let mut left = total_minor.checked_abs()?;
    let mut shares = 0;
    for portion in portions {
        left = left.checked_sub(portion.amount_minor.unwrap_or(0)).filter(|left| *left >= 0)?;
        shares += portion.permille.unwrap_or(0);
    }
    let weight = |portion: &Portion| match (portion.amount_minor, portion.permille) {
        (Some(_), _) => 0,
        (None, Some(permille)) => permille,
        (None, None) => 1_000 - shares,
    };
    let weights: Vec<u64> = portions.iter().map(|portion| u64::try_from(weight(portion)).unwrap_or(0)).collect();
    let divided = split_by_weights(left, &weights)?;
    let amount = |(portion, share): (&Portion, i64)| sign * portion.amount_minor.unwrap_or(share);
    Some(portions.iter().zip(divided).map(amount).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(permille: i64) -> Portion {
        Portion { permille: Some(permille), amount_minor: None }
    }

    fn fixed(amount_minor: i64) -> Portion {
        Portion { permille: None, amount_minor: Some(amount_minor) }
    }

    const REST: Portion = Portion { permille: None, amount_minor: None };

    #[test]
    fn a_line_is_split_by_shares_and_amounts() {
        for (what, total, portions, amounts) in [
            ("60 and 40 percent", -10_000, vec![share(600), share(400)], Some(vec![-6_000, -4_000])),
            ("60 percent and the rest", -10_001, vec![share(600), REST], Some(vec![-6_001, -4_000])),
            ("a fixed amount and the rest", 5_000, vec![fixed(1_200), REST], Some(vec![1_200, 3_800])),
            (
                "a fixed amount, then halves",
                5_000,
                vec![fixed(1_001), share(500), REST],
                Some(vec![1_001, 2_000, 1_999]),
            ),
            ("nothing is left for the rest", 1_200, vec![fixed(1_200), REST], Some(vec![1_200, 0])),
            ("less than the fixed amount", 1_199, vec![fixed(1_200), REST], None),
        ] {
            assert_eq!(amounts_of(total, &portions), amounts, "{what}");
        }
    }

    #[test]
    fn a_split_that_does_not_add_up_says_where() {
        for (portions, problem) in [
            (vec![], SplitProblem::OnePart),
            (vec![REST], SplitProblem::OnePart),
            (vec![share(600), share(500)], SplitProblem::TooMuch(1)),
            (vec![share(600), share(400), REST], SplitProblem::TooMuch(2)),
            (vec![share(600), share(399)], SplitProblem::TooLittle),
            (vec![fixed(100), fixed(200)], SplitProblem::TooLittle),
            (vec![REST, REST], SplitProblem::TwoRests(1)),
            (vec![share(0), REST], SplitProblem::NotPositive(0)),
            (vec![REST, fixed(-5)], SplitProblem::NotPositive(1)),
            (vec![Portion { permille: Some(1), amount_minor: Some(1) }, REST], SplitProblem::Both(0)),
        ] {
            assert_eq!(problem_of(&portions), Some(problem));
        }
    }

    proptest! {
        /// Whatever the line, its parts add up to it and none has the other sign.
        #[test]
        fn parts_add_up_to_the_line(total in -1_000_000i64..1_000_000, first in 1i64..1_000, amount in 1i64..50_000) {
            let portions = [fixed(amount), share(first), REST];
            match amounts_of(total, &portions) {
                Some(amounts) => {
                    prop_assert_eq!(amounts.iter().sum::<i64>(), total);
                    prop_assert!(amounts.iter().all(|part| part.signum() * total.signum() >= 0));
                }
                None => prop_assert!(total.abs() < amount),
            }
        }
    }
}
