//! What a cost has to do with sales. Pure.

/// What a cost has to do with sales.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostKind {
    /// It recurs without a sale: rent, software, insurance.
    Overhead,
    /// A sale brings it with it: material, postage, the fee taken off its payment.
    OfSales,
    /// It takes no money of the months to come: equipment bought once, what things lose in value.
    Once,
}

/// The fee of a payment falls only where somebody paid.
const OF_SALES: [&str; 1] = ["payment-fees"];

/// Written off or revalued without money, driven in a private car, or bought for years at once.
const ONCE: [&str; 6] =
    ["depreciation", "disposal-loss", "exchange-difference", "cash-difference", "mileage", "equipment-at-once"];

/// The kind of a cost, by the role of its account and the pocket it draws on.
pub fn cost_kind(role: &str, pocket: Option<i64>, job_costs: Option<i64>) -> CostKind {
    if ONCE.contains(&role) {
        return CostKind::Once;
    }
    if OF_SALES.contains(&role) || (pocket.is_some() && pocket == job_costs) {
        return CostKind::OfSales;
    }
    CostKind::Overhead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overhead_is_what_recurs_without_a_sale() {
        let (running, jobs, own) = (Some(1), Some(2), Some(3));
        for (role, pocket, kind) in [
            ("rent", running, CostKind::Overhead),
            ("materials", jobs, CostKind::OfSales),
            ("payment-fees", running, CostKind::OfSales),
            ("depreciation", running, CostKind::Once),
            ("equipment-at-once", running, CostKind::Once),
            // A category of the owner's that draws on a pocket of their own recurs all the same.
            ("", own, CostKind::Overhead),
        ] {
            assert_eq!(cost_kind(role, pocket, jobs), kind, "{role}");
        }
        assert_eq!(cost_kind("rent", None, None), CostKind::Overhead);
    }
}
