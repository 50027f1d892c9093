//! Payouts that the owner divided.

use jiff::civil::Date;
use store::{StoreError, Tx, Value, params};

/// A payout as the owner divided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PayoutRow {
    pub line: i64,
    /// Who paid it out, without the numbers that differ from one payout to the next.
    pub payee: String,
    pub booked_on: Date,
    pub gross_minor: i64,
    pub marketplace_tax_minor: i64,
    pub net_minor: i64,
    pub category: i64,
    pub tax_code: Option<String>,
}

store::from_row!(PayoutRow {
    line,
    payee,
    booked_on,
    gross_minor,
    marketplace_tax_minor,
    net_minor,
    category,
    tax_code
});

pub(crate) fn insert_payout(tx: &mut Tx, row: &PayoutRow) -> Result<(), StoreError> {
    let row: [Value<'_>; 8] =
        cells![row; line, payee, booked_on, gross_minor, marketplace_tax_minor, net_minor, category, tax_code];
    tx.insert_rows(
        "INSERT INTO payouts (business, line, payee, booked_on, gross, marketplace_tax, net, category, tax_code)",
        "",
        &[row],
    )?;
    Ok(())
}

pub(crate) fn delete_payout(tx: &mut Tx, line: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM payouts WHERE business = :business AND line = :line", &params! { line })?;
    Ok(())
}

/// How the owner divided a line.
pub(crate) fn payout(tx: &mut Tx, line: i64) -> Result<Option<PayoutRow>, StoreError> {
    tx.query_optional(
        "SELECT line, payee, booked_on, gross, marketplace_tax, net, category, tax_code FROM payouts
         WHERE business = :business AND line = :line",
        &params! { line },
    )
}

/// All of them, oldest first: they grow by what the owner divides by hand, so they are few.
pub(crate) fn payouts(tx: &mut Tx) -> Result<Vec<PayoutRow>, StoreError> {
    tx.query(
        "SELECT line, payee, booked_on, gross, marketplace_tax, net, category, tax_code FROM payouts
         WHERE business = :business ORDER BY booked_on, line",
        &[],
    )
}
