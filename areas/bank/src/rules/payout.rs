//! A payout of a service: one line of the bank that is many sales, less what the service took off. Pure.

/// A payout divided into what it is made of, in minor units. What reached the bank is `net_minor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payout {
    /// What buyers paid in all.
    pub gross_minor: i64,
    /// What of it is tax that the marketplace collected and pays itself.
    pub marketplace_tax_minor: i64,
    /// What reached the bank.
    pub net_minor: i64,
}

/// What is wrong with a payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutProblem {
    /// Money went out, or none came.
    NothingCame,
    /// The tax is less than nothing, or more than buyers paid.
    TaxBeyondGross,
    /// Less was sold than reached the bank, by this much.
    GrossBelowNet {
        /// Minor units.
        short_minor: i64,
    },
}

impl Payout {
    /// What was sold: gross without the tax that is the marketplace's to pay.
    pub fn sales_minor(&self) -> i64 {
        self.gross_minor - self.marketplace_tax_minor
    }

    /// What the service took off for itself, as a positive amount.
    pub fn fee_minor(&self) -> i64 {
        self.sales_minor() - self.net_minor
    }

    /// The fee in thousandths of what buyers paid.
    pub fn fee_permille(&self) -> i64 {
        let permille = (i128::from(self.fee_minor()) * 1_000 + i128::from(self.gross_minor) / 2)
            .checked_div(i128::from(self.gross_minor))
            .unwrap_or(0);
        i64::try_from(permille).unwrap_or(0)
    }
}

/// A payout as it was told, or what is wrong with it.
///
/// # Errors
/// The problem, the first in the order of the fields.
pub fn payout(gross_minor: i64, marketplace_tax_minor: i64, net_minor: i64) -> Result<Payout, PayoutProblem> {
    if net_minor <= 0 {
        return Err(PayoutProblem::NothingCame);
    }
    if marketplace_tax_minor < 0 || (marketplace_tax_minor > 0 && marketplace_tax_minor >= gross_minor) {
        return Err(PayoutProblem::TaxBeyondGross);
    }
    // Both are at least nothing here, or the tax is nothing: no overflow.
    let short = i128::from(net_minor) - (i128::from(gross_minor) - i128::from(marketplace_tax_minor));
    if short > 0 {
        return Err(PayoutProblem::GrossBelowNet { short_minor: i64::try_from(short).unwrap_or(i64::MAX) });
    }
    Ok(Payout { gross_minor, marketplace_tax_minor, net_minor })
}

/// The next payout of the same service in the proportions of the last: fee and tax grow with what came. Nothing where an
/// amount would not fit.
pub fn like(last: &Payout, net_minor: i64) -> Option<Payout> {
    if net_minor <= 0 || last.net_minor <= 0 {
        return None;
    }
    // Half a unit rounds up; sales never fall below what came, because they did not before.
    let scaled = |part: i64| {
        let (part, net, last) = (i128::from(part), i128::from(net_minor), i128::from(last.net_minor));
        i64::try_from((part * net * 2 + last) / (last * 2)).ok()
    };
    let sales = scaled(last.sales_minor())?;
    let marketplace_tax_minor = scaled(last.marketplace_tax_minor)?;
    Some(Payout { gross_minor: sales.checked_add(marketplace_tax_minor)?, marketplace_tax_minor, net_minor })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_payout_is_sales_less_fee_and_tax() {
        for (what, gross, tax, net, answer) in [
            ("sales and a fee", 10_000, 0, 9_350, Ok((10_000, 650))),
            ("tax the marketplace pays", 10_700, 700, 9_350, Ok((10_000, 650))),
            ("no fee", 10_000, 0, 10_000, Ok((10_000, 0))),
            ("gross below net", 9_000, 0, 9_350, Err(PayoutProblem::GrossBelowNet { short_minor: 350 })),
            ("gross below net with the tax", 9_900, 700, 9_350, Err(PayoutProblem::GrossBelowNet { short_minor: 150 })),
            ("tax that is all of it", 700, 700, 650, Err(PayoutProblem::TaxBeyondGross)),
            ("tax below nothing", 10_000, -1, 9_350, Err(PayoutProblem::TaxBeyondGross)),
            ("money out", 10_000, 0, -9_350, Err(PayoutProblem::NothingCame)),
        ] {
            let found = payout(gross, tax, net).map(|one| (one.sales_minor(), one.fee_minor()));
            assert_eq!(found, answer, "{what}");
        }
    }

    #[test]
    fn the_next_one_has_the_same_shares() {
        let last = payout(10_700, 700, 9_350).unwrap();
        assert_eq!(last.fee_permille(), 61);
        let next = like(&last, 4_675).unwrap();
        assert_eq!((next.gross_minor, next.marketplace_tax_minor, next.fee_minor()), (5_350, 350, 325));
    }

    proptest! {
        /// What is proposed could always be booked as it stands.
        #[test]
        fn a_proposal_is_a_payout(net in 1i64..1_000_000_000, fee in 0i64..1_000_000_000, tax in 0i64..1_000_000_000, came in 1i64..1_000_000_000) {
            let last = payout(net + fee + tax, tax, net).unwrap();
            if let Some(next) = like(&last, came) {
                prop_assert_eq!(payout(next.gross_minor, next.marketplace_tax_minor, came), Ok(next));
            }
        }

        /// Whatever is typed, nothing overflows.
        #[test]
        fn any_amounts_are_answered(gross: i64, tax: i64, net: i64, came: i64) {
            if let Ok(one) = payout(gross, tax, net) {
                prop_assert!(one.fee_minor() >= 0 && one.fee_permille() <= 1_000);
                let _ = like(&one, came);
            }
        }
    }
}
