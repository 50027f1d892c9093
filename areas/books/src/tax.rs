//! The VAT or sales tax that an amount contains.

use jiff::civil::Date;
use kernel::{Context, Failure};

use crate::{
    accounts::account,
    chart::{self, TaxKind},
};

/// The tax code of an amount in a category, and the tax it contains; none where only the owner can say. A business that
/// did not charge tax on that day has neither.
pub fn tax_contained(
    context: &mut Context,
    category: i64,
    code: Option<&str>,
    amount_minor: i64,
    on: Date,
) -> Result<Option<(String, i64)>, Failure> {
    if !context.settings.charges_tax_on(on) {
        return Ok(Some((String::new(), 0)));
    }
    let word = match code {
        Some(code) => code.to_owned(),
        None => account(context, category)?.tax_code.clone(),
    };
    Ok(match chart::tax_code(&context.settings.country, &word) {
        Some(code) if code.kind == TaxKind::Ask => None,
        Some(code) => Some((word, code.contained_minor(amount_minor))),
        None => Some((word, 0)),
    })
}
