//! What follows from a document: the net of each line, the amounts that percentages imply, and the sums.

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Document, Line, Misfit, document::Category, norm};

/// The sums of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// The nets of the lines (BT-106).
    #[schemars(with = "String")]
    pub lines: Decimal,
    /// What is taken off the whole (BT-107).
    #[schemars(with = "String")]
    pub discounts: Decimal,
    /// What is put on the whole (BT-108).
    #[schemars(with = "String")]
    pub charges: Decimal,
    /// Without tax (BT-109).
    #[schemars(with = "String")]
    pub net: Decimal,
    /// Tax by category and rate (BG-23).
    pub taxes: Vec<TaxTotal>,
    /// All tax (BT-110).
    #[schemars(with = "String")]
    pub tax: Decimal,
    /// With tax (BT-112).
    #[schemars(with = "String")]
    pub gross: Decimal,
    /// Paid before (BT-113).
    #[schemars(with = "String")]
    pub paid: Decimal,
    /// Rounded by (BT-114).
    #[schemars(with = "String")]
    pub rounding: Decimal,
    /// Due (BT-115).
    #[schemars(with = "String")]
    pub due: Decimal,
}

/// What is taxed in one category at one rate, and the tax on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaxTotal {
    /// The category; none when a file names one that we do not know.
    pub category: Option<Category>,
    /// Percent.
    #[schemars(with = "String")]
    pub rate: Decimal,
    /// What is taxed (BT-116).
    #[schemars(with = "String")]
    pub net: Decimal,
    /// The tax (BT-117): the net times the rate, rounded once for the group, as EN 16931 BR-CO-17 has it.
    #[schemars(with = "String")]
    pub tax: Decimal,
}

/// Half a cent goes away from zero, as trade rounds and as the norm's own rounding of tax does (EN 16931-1, 6.5.4).
pub(crate) fn rounded(amount: Decimal) -> Decimal {
    amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// The net of a line: quantity times price, rounded, less its discounts, plus its charges (BT-131).
pub fn line_net(line: &Line) -> Option<Decimal> {
    let whole = rounded(line.quantity.checked_mul(line.price)?);
    let part = |adjustment: &crate::LineAdjustment| {
        amount_of(adjustment.amount, adjustment.percent, adjustment.base.unwrap_or(whole))
    };
    let mut net = whole;
    for discount in &line.discounts {
        net = net.checked_sub(part(discount)?)?;
    }
    for charge in &line.charges {
        net = net.checked_add(part(charge)?)?;
    }
    Some(net)
}

/// An amount as it is said, or as its percentage implies it.
pub(crate) fn amount_of(amount: Option<Decimal>, percent: Option<Decimal>, base: Decimal) -> Option<Decimal> {
    match (amount, percent) {
        (Some(amount), _) => Some(amount),
        (None, Some(percent)) => Some(rounded(base.checked_mul(percent)?.checked_div(Decimal::ONE_HUNDRED)?)),
        (None, None) => Some(Decimal::ZERO),
    }
}

/// The same document with every amount said that a percentage only implied, and what the percentage is of.
pub(crate) fn resolved(document: &Document) -> Result<Document, Misfit> {
    let mut whole = document.clone();
    for (at, line) in whole.lines.iter_mut().enumerate() {
        let too_large = || Misfit::too_large(format!("lines[{at}].quantity"));
        let gross = rounded(line.quantity.checked_mul(line.price).ok_or_else(too_large)?);
        for adjustment in line.discounts.iter_mut().chain(&mut line.charges) {
            if adjustment.percent.is_some() {
                adjustment.base.get_or_insert(gross);
            }
            let base = adjustment.base.unwrap_or(gross);
            adjustment.amount = Some(amount_of(adjustment.amount, adjustment.percent, base).ok_or_else(too_large)?);
        }
    }
    let mut nets = Vec::with_capacity(whole.lines.len());
    for (at, line) in whole.lines.iter().enumerate() {
        let net = line_net(line).ok_or_else(|| Misfit::too_large(format!("lines[{at}].quantity")))?;
        nets.push((line.tax.clone(), net));
    }
    for (name, adjustments) in [("discounts", &mut whole.discounts), ("charges", &mut whole.charges)] {
        for (at, adjustment) in adjustments.iter_mut().enumerate() {
            let too_large = || Misfit::too_large(format!("{name}[{at}].amount"));
            let mut of_tax = nets.iter().filter(|(tax, _)| *tax == adjustment.tax).map(|(_, net)| *net);
            let base = of_tax.try_fold(Decimal::ZERO, Decimal::checked_add).ok_or_else(too_large)?;
            if adjustment.percent.is_some() {
                adjustment.base.get_or_insert(base);
            }
            let base = adjustment.base.unwrap_or(base);
            adjustment.amount = Some(amount_of(adjustment.amount, adjustment.percent, base).ok_or_else(too_large)?);
        }
    }
    Ok(whole)
}

/// The sums that an invoice of the norm states.
pub(crate) fn of(invoice: &en16931::Invoice) -> Totals {
    let totals = &invoice.totals;
    let or_none = |amount: Option<en16931::InvoiceAmount>| amount.unwrap_or_default().into_decimal();
    Totals {
        lines: totals.line_total.into_decimal(),
        discounts: or_none(totals.allowance_total),
        charges: or_none(totals.charge_total),
        net: totals.taxable_total.into_decimal(),
        taxes: invoice
            .vat_breakdown
            .iter()
            .map(|group| TaxTotal {
                category: norm::category_of(group.category.as_str()),
                rate: group.rate.map(en16931::Percentage::into_decimal).unwrap_or_default(),
                net: group.taxable_amount.into_decimal(),
                tax: group.tax_amount.into_decimal(),
            })
            .collect(),
        tax: or_none(totals.vat_total),
        gross: totals.gross_total.into_decimal(),
        paid: or_none(totals.paid),
        rounding: or_none(totals.rounding),
        due: totals.due.into_decimal(),
    }
}
