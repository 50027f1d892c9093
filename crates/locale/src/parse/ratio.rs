//! Exact fractions for the arithmetic in a money field: no step rounds, only the result may.

/// A fraction in lowest terms with a positive denominator. Every operation is `None` on overflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ratio {
    over: i128,
    under: i128,
}

impl Ratio {
    pub(super) fn new(over: i128, under: i128) -> Option<Ratio> {
        if under == 0 {
            return None;
        }
        let divisor = i128::try_from(gcd(over.unsigned_abs(), under.unsigned_abs())).ok()?.max(1);
        let sign = under.signum();
        Some(Ratio { over: (over / divisor).checked_mul(sign)?, under: (under / divisor).checked_mul(sign)? })
    }

    pub(super) fn add(self, other: Ratio) -> Option<Ratio> {
        let left = self.over.checked_mul(other.under)?;
        let right = other.over.checked_mul(self.under)?;
        Ratio::new(left.checked_add(right)?, self.under.checked_mul(other.under)?)
    }

    pub(super) fn negated(self) -> Option<Ratio> {
        Some(Ratio { over: self.over.checked_neg()?, under: self.under })
    }

    pub(super) fn times(self, other: Ratio) -> Option<Ratio> {
        Ratio::new(self.over.checked_mul(other.over)?, self.under.checked_mul(other.under)?)
    }

    pub(super) fn divided_by(self, other: Ratio) -> Option<Ratio> {
        Ratio::new(self.over.checked_mul(other.under)?, self.under.checked_mul(other.over)?)
    }

    pub(super) fn is_zero(self) -> bool {
        self.over == 0
    }

    /// The whole number, if it is one.
    pub(super) fn exact(self) -> Option<i128> {
        (self.under == 1).then_some(self.over)
    }

    /// The nearest whole number, half away from zero: how a till rounds.
    pub(super) fn rounded(self) -> Option<i128> {
        let doubled = self.over.checked_abs()?.checked_mul(2)?.checked_add(self.under)?;
        Some(doubled / self.under.checked_mul(2)? * self.over.signum())
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
