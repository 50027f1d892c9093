//! The months that were closed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ledger::Month;
use store::{FromRow, Row, StoreError, Tx, params};

/// A month that was closed, and perhaps opened again.
#[derive(Debug, Clone)]
pub(crate) struct Closing {
    pub id: i64,
    pub month: Month,
    pub closed_on: Date,
    pub note: String,
    /// The names of the warnings that were accepted, with a space between.
    pub accepted: String,
    pub opened_on: Option<Date>,
    pub reason: String,
}

impl FromRow for Closing {
    fn from_row(row: &Row<'_>) -> Result<Closing, StoreError> {
        Ok(Closing {
            id: row.get(0)?,
            month: Month::from_number(row.get(1)?).ok_or_else(|| StoreError::decode("month"))?,
            closed_on: row.get(2)?,
            note: row.get(3)?,
            accepted: row.get(4)?,
            opened_on: row.get(5)?,
            reason: row.get(6)?,
        })
    }
}

/// All closings, the newest first.
pub(crate) fn closings(tx: &mut Tx) -> Result<Vec<Closing>, StoreError> {
    tx.query(
        "SELECT id, month, closed_on, note, accepted, opened_on, reason FROM closings
         WHERE business = :business ORDER BY id DESC",
        &[],
    )
}

pub(crate) fn locked_through(tx: &mut Tx) -> Result<Option<Month>, StoreError> {
    let number: Option<i64> =
        tx.query_one("SELECT MAX(month) FROM closings WHERE business = :business AND opened_on IS NULL", &[])?;
    number.map(|number| Month::from_number(number).ok_or_else(|| StoreError::decode("month"))).transpose()
}

pub(crate) fn insert_closing(tx: &mut Tx, closing: &Closing) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO closings (business, id, month, closed_on, note, accepted, opened_on, reason)
         VALUES (:business, :id, :month, :closed_on, :note, :accepted, :opened_on, :reason)",
        &params! {
            id: closing.id,
            month: closing.month.number(),
            closed_on: closing.closed_on,
            note: &closing.note,
            accepted: &closing.accepted,
            opened_on: closing.opened_on,
            reason: &closing.reason,
        },
    )?;
    Ok(())
}

pub(crate) fn open_again(tx: &mut Tx, id: i64, on: Date, reason: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE closings SET opened_on = :on, reason = :reason WHERE business = :business AND id = :id",
        &params! { id, on, reason },
    )?;
    Ok(())
}

/// The first month in which anything was posted.
pub(crate) fn first_month(tx: &mut Tx) -> Result<Option<Month>, StoreError> {
    let number: Option<i64> = tx.query_one("SELECT MIN(month) FROM balances WHERE business = :business", &[])?;
    number.map(|number| Month::from_number(number).ok_or_else(|| StoreError::decode("month"))).transpose()
}

/// Amount and amount in the books' currency per account and basis.
pub(crate) type Totals = BTreeMap<(i64, i64), (i64, i64)>;

fn totals(rows: Vec<(i64, i64, i64, i64)>) -> Totals {
    let held = rows.into_iter().filter(|row| (row.2, row.3) != (0, 0));
    held.map(|(account, basis, amount, book_amount)| ((account, basis), (amount, book_amount))).collect()
}

/// What the kept totals of a month say.
pub(crate) fn kept_totals(tx: &mut Tx, month: Month) -> Result<Totals, StoreError> {
    let rows = tx.query(
        "SELECT account, basis, amount, book_amount FROM balances WHERE business = :business AND month = :month",
        &params! { month: month.number() },
    )?;
    Ok(totals(rows))
}

/// The same, added up from the month's postings.
pub(crate) fn added_totals(tx: &mut Tx, month: Month) -> Result<Totals, StoreError> {
    let rows = tx.query(
        "SELECT p.account, p.basis, CAST(SUM(p.amount) AS BIGINT), CAST(SUM(p.book_amount) AS BIGINT)
         FROM entries e JOIN postings p ON p.business = e.business AND p.entry = e.number
         WHERE e.business = :business AND e.posted_on >= :from AND e.posted_on <= :through
         GROUP BY p.account, p.basis",
        &params! { from: month.first(), through: month.last() },
    )?;
    Ok(totals(rows))
}
