//! What was bought, what came back of it, and what of it is the owner's own: the tax in it, and who bears which part.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::legs::{Leg, Place, TAX, credit, debit, legs, permille_of};
use crate::chart::{TaxCode, TaxKind};

/// An amount with the tax in it, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxedAmount {
    /// What was paid.
    pub gross_minor: i64,
    /// Without the tax that comes back, or is owed.
    pub net_minor: i64,
    /// The tax in what was paid that comes back or is owed; none for who charges none.
    pub tax_minor: i64,
    /// The tax that the buyer owes on top, where the seller leaves it to him (reverse charge).
    pub owed_on_top_minor: i64,
    /// What of it comes back at once.
    pub reclaimed_on_top_minor: i64,
}

/// Whether an amount is bought or sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Its tax comes back.
    Bought,
    /// Its tax is owed.
    Sold,
}

/// The tax in an amount by its code. Who charges no tax reclaims none, so the tax belongs to the cost; the tax that a
/// buyer owes on top is owed by everyone (Art. 196 VAT Directive; § 13b UStG with § 19 (1) UStG; CGI 283-2).
pub fn taxed(gross_minor: i64, code: Option<&TaxCode>, charges_tax: bool, side: Side) -> TaxedAmount {
    let plain = TaxedAmount { gross_minor, net_minor: gross_minor, ..TaxedAmount::default() };
    let Some(code) = code else { return plain };
    match code.kind {
        TaxKind::Standard | TaxKind::Reduced if charges_tax => {
            let tax_minor = code.contained_minor(gross_minor);
            TaxedAmount { net_minor: gross_minor - tax_minor, tax_minor, ..plain }
        }
        TaxKind::ReverseCharge if side == Side::Bought => {
            let owed_on_top_minor = permille_of(gross_minor, i64::from(code.rate_permille));
            let reclaimed_on_top_minor = if charges_tax { owed_on_top_minor } else { 0 };
            TaxedAmount {
                net_minor: gross_minor + (owed_on_top_minor - reclaimed_on_top_minor),
                owed_on_top_minor,
                reclaimed_on_top_minor,
                ..plain
            }
        }
        _ => plain,
    }
}

/// A purchase: its cost, the tax that comes back, what it was paid from.
pub fn purchase(cost: Place, paid_from: Place, amount: TaxedAmount) -> Vec<Leg> {
    legs([
        debit(cost, amount.net_minor),
        debit(TAX, amount.tax_minor),
        debit(TAX, amount.reclaimed_on_top_minor),
        credit(TAX, amount.owed_on_top_minor),
        credit(paid_from, amount.gross_minor),
    ])
}

/// A refund of a supplier's: the cost shrinks, the tax that came back is owed again.
pub fn refund(cost: Place, into: Place, amount: TaxedAmount) -> Vec<Leg> {
    purchase(cost, into, amount).into_iter().map(|leg| Leg { amount_minor: -leg.amount_minor, ..leg }).collect()
}

/// Which part of a price is the business's, by its share in thousandths; the rest is the owner's own.
pub fn business_part(gross_minor: i64, business_permille: i64) -> i64 {
    permille_of(gross_minor, business_permille.clamp(0, 1000))
}

/// A cost shared with private life. Only the business's part is a cost and only its tax comes back (§ 15 (1) UStG; CGI 271;
/// VATA 1994 s 24(5)); the rest is a drawing, tax and all. Paid from private money there is no drawing: only the business's
/// part comes in.
pub fn shared(cost: Place, paid_from: Place, gross_minor: i64, business: TaxedAmount, privately: bool) -> Vec<Leg> {
    let own_minor = if privately { 0 } else { gross_minor - business.gross_minor };
    let mut all = purchase(cost, paid_from, business);
    if let Some(paid) = all.iter_mut().find(|leg| leg.place == paid_from) {
        paid.amount_minor -= own_minor;
    } else if own_minor != 0 {
        all.push(credit(paid_from, own_minor));
    }
    let place = all.iter().position(|leg| leg.place == paid_from).unwrap_or(all.len());
    all.insert(place, debit(Place::Role("private"), own_minor));
    legs(all)
}

#[cfg(test)]
mod tests {
    use super::super::legs::line;
    use super::*;
    use crate::chart::tax_code;

    const BANK: Place = Place::Account(1);
    const COST: Place = Place::Account(4);

    /// Each row: country, tax code, whether the business charges tax, what was paid, the entry.
    #[test]
    fn a_purchase_is_booked_by_its_tax_code() {
        for (country, code, charges, paid, entry) in [
            (
                "DE",
                "purchase-standard",
                true,
                119_00,
                "debit cost 100.00, debit sales-tax-owed 19.00, credit bank 119.00",
            ),
            (
                "DE",
                "purchase-reduced",
                true,
                107_00,
                "debit cost 100.00, debit sales-tax-owed 7.00, credit bank 107.00",
            ),
            // A Kleinunternehmer reclaims nothing: the tax belongs to the cost.
            ("DE", "purchase-standard", false, 119_00, "debit cost 119.00, credit bank 119.00"),
            ("DE", "purchase-exempt", true, 50_00, "debit cost 50.00, credit bank 50.00"),
            (
                "DE",
                "purchase-reverse-charge",
                true,
                100_00,
                "debit cost 100.00, debit sales-tax-owed 19.00, credit sales-tax-owed 19.00, credit bank 100.00",
            ),
            // § 13b UStG holds for the Kleinunternehmer too, who owes the tax and does not get it back.
            (
                "DE",
                "purchase-reverse-charge",
                false,
                100_00,
                "debit cost 119.00, credit sales-tax-owed 19.00, credit bank 100.00",
            ),
            (
                "FR",
                "purchase-standard",
                true,
                120_00,
                "debit cost 100.00, debit sales-tax-owed 20.00, credit bank 120.00",
            ),
            ("US", "none", true, 108_25, "debit cost 108.25, credit bank 108.25"),
        ] {
            let code = tax_code(country, code).unwrap_or_else(|| panic!("{country} {code}"));
            let amount = taxed(paid, Some(code), charges, Side::Bought);
            assert_eq!(line(&purchase(COST, BANK, amount)), entry, "{country} {}", code.code);
        }
    }

    #[test]
    fn a_refund_turns_the_purchase_round() {
        let code = tax_code("DE", "purchase-standard");
        let amount = taxed(23_80, code, true, Side::Bought);
        assert_eq!(
            line(&refund(COST, BANK, amount)),
            "credit cost 20.00, credit sales-tax-owed 3.80, debit bank 23.80"
        );
    }

    /// Each row: what was paid, the business's share, whether privately paid, the entry.
    #[test]
    fn a_shared_cost_is_a_cost_and_a_drawing() {
        let code = tax_code("DE", "purchase-standard");
        for (paid, permille, privately, entry) in [
            (59_50, 400, false, "debit cost 20.00, debit sales-tax-owed 3.80, debit private 35.70, credit bank 59.50"),
            (59_50, 1000, false, "debit cost 50.00, debit sales-tax-owed 9.50, credit bank 59.50"),
            (59_50, 0, false, "debit private 59.50, credit bank 59.50"),
            (59_50, 400, true, "debit cost 20.00, debit sales-tax-owed 3.80, credit bank 23.80"),
        ] {
            let business = taxed(business_part(paid, permille), code, true, Side::Bought);
            assert_eq!(line(&shared(COST, BANK, paid, business, privately)), entry, "{paid} at {permille}");
        }
    }
}
