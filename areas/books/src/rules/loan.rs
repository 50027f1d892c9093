//! Loans: what is received, and how an instalment parts into interest and principal.

use schemars::JsonSchema;
use serde::Serialize;

use super::legs::{Leg, Place, credit, debit, legs, portion};

/// How an instalment parts, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Instalment {
    /// What is paid.
    pub amount_minor: i64,
    /// The part that is interest: a cost.
    pub interest_minor: i64,
    /// The part that pays the debt back: no cost.
    pub principal_minor: i64,
    /// What is still owed afterwards.
    pub left_minor: i64,
}

/// The month's interest on a debt at a yearly rate in thousandths of a percent.
pub fn month_interest(owed_minor: i64, yearly_rate: i64) -> i64 {
    portion(owed_minor, yearly_rate, 12 * 100_000)
}

/// The proposed next instalment of a loan that is paid back monthly: interest first, then principal; the last one pays what
/// is left and no more. Nothing when nothing is owed or the instalment would not even cover the interest.
pub fn next_instalment(owed_minor: i64, yearly_rate: i64, usual_minor: i64) -> Option<Instalment> {
    if owed_minor <= 0 || usual_minor <= 0 {
        return None;
    }
    let interest_minor = month_interest(owed_minor, yearly_rate);
    let amount_minor = usual_minor.min(owed_minor.saturating_add(interest_minor));
    let principal_minor = amount_minor - interest_minor;
    let left_minor = owed_minor - principal_minor;
    (principal_minor > 0).then_some(Instalment { amount_minor, interest_minor, principal_minor, left_minor })
}

/// A loan that arrives, less the fee that the lender kept back: the whole is owed.
pub fn received(loan: Place, into: Place, amount_minor: i64, fee_minor: i64) -> Vec<Leg> {
    legs([
        debit(into, amount_minor - fee_minor),
        debit(Place::Role("bank-fees"), fee_minor),
        credit(loan, amount_minor),
    ])
}

/// An instalment that is paid.
pub fn paid(loan: Place, from: Place, instalment: Instalment) -> Vec<Leg> {
    legs([
        debit(loan, instalment.principal_minor),
        debit(Place::Role("interest-paid"), instalment.interest_minor),
        credit(from, instalment.amount_minor),
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::legs::line;
    use super::*;

    /// Each row: owed, yearly rate in thousandths of a percent, the usual instalment; then interest, principal, what is left.
    #[test]
    fn an_instalment_is_interest_first_and_the_last_pays_what_is_left() {
        for (owed, rate, usual, expected) in [
            (12_000_00, 6_000, 500_00, Some((60_00, 440_00, 11_560_00))),
            (10_000_00, 4_250, 300_00, Some((35_42, 264_58, 9_735_42))),
            (100_00, 12_000, 500_00, Some((1_00, 100_00, 0))),
            (100_00, 0, 30_00, Some((0, 30_00, 70_00))),
            (100_000_00, 12_000, 500_00, None),
            (0, 6_000, 500_00, None),
        ] {
            let found = next_instalment(owed, rate, usual);
            let found = found.map(|it| (it.interest_minor, it.principal_minor, it.left_minor));
            assert_eq!(found, expected, "{owed} at {rate}, {usual}");
        }
    }

    #[test]
    fn a_loan_and_its_instalment_are_booked() {
        let (bank, loan) = (Place::Account(1), Place::Account(3));
        assert_eq!(line(&received(loan, bank, 10_000_00, 0)), "debit bank 10000.00, credit loan 10000.00");
        assert_eq!(
            line(&received(loan, bank, 10_000_00, 150_00)),
            "debit bank 9850.00, debit bank-fees 150.00, credit loan 10000.00"
        );
        let instalment = next_instalment(12_000_00, 6_000, 500_00).expect("it covers the interest");
        assert_eq!(
            line(&paid(loan, bank, instalment)),
            "debit loan 440.00, debit interest-paid 60.00, credit bank 500.00"
        );
    }

    proptest! {
        #[test]
        fn a_loan_that_is_paid_by_proposal_ends_at_nothing(owed in 1_00i64..1_000_000_00, rate in 0i64..20_000) {
            // An instalment that covers the first interest and a hundredth of the debt.
            let usual = month_interest(owed, rate) + owed / 100 + 1;
            let (mut left, mut paid, mut months) = (owed, 0i64, 0);
            while let Some(next) = next_instalment(left, rate, usual) {
                prop_assert_eq!(next.interest_minor + next.principal_minor, next.amount_minor);
                (left, paid, months) = (next.left_minor, paid + next.principal_minor, months + 1);
                prop_assert!(months <= 101);
            }
            prop_assert_eq!((left, paid), (0, owed));
        }
    }
}
