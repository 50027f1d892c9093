//! What existed on the day the books begin, as the owner gave it.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

pub(crate) fn opening_day(tx: &mut Tx) -> Result<Option<Date>, StoreError> {
    tx.query_optional("SELECT begins_on FROM opening_days WHERE business = :business", &[])
}

pub(crate) fn set_opening_day(tx: &mut Tx, begins_on: Option<Date>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM opening_days WHERE business = :business", &[])?;
    if let Some(begins_on) = begins_on {
        tx.execute(
            "INSERT INTO opening_days (business, begins_on) VALUES (:business, :begins_on)",
            &params! { begins_on },
        )?;
    }
    Ok(())
}

/// An item as it is kept: the fields of its kind as JSON.
#[derive(Debug, Clone)]
pub(crate) struct OpeningRow {
    pub id: i64,
    pub kind: String,
    pub given: String,
}

store::from_row!(OpeningRow { id, kind, given });

/// All items, in the order in which they were given.
pub(crate) fn opening_items(tx: &mut Tx) -> Result<Vec<OpeningRow>, StoreError> {
    tx.query("SELECT id, kind, given FROM opening_items WHERE business = :business ORDER BY id", &[])
}

pub(crate) fn opening_item(tx: &mut Tx, id: i64) -> Result<Option<OpeningRow>, StoreError> {
    tx.query_optional(
        "SELECT id, kind, given FROM opening_items WHERE business = :business AND id = :id",
        &params! { id },
    )
}

pub(crate) fn write_opening_item(tx: &mut Tx, id: i64, kind: &str, given: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO opening_items (business, id, kind, given) VALUES (:business, :id, :kind, :given)
         ON CONFLICT (business, id) DO UPDATE SET kind = excluded.kind, given = excluded.given",
        &params! { id, kind, given },
    )?;
    Ok(())
}

pub(crate) fn delete_opening_item(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM opening_items WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

/// The kinds of which the owner said that there was nothing.
pub(crate) fn opening_nothing(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    tx.query("SELECT kind FROM opening_nothing WHERE business = :business ORDER BY kind", &[])
}

pub(crate) fn set_opening_nothing(tx: &mut Tx, kind: &str, nothing: bool) -> Result<(), StoreError> {
    tx.execute("DELETE FROM opening_nothing WHERE business = :business AND kind = :kind", &params! { kind })?;
    if nothing {
        tx.execute("INSERT INTO opening_nothing (business, kind) VALUES (:business, :kind)", &params! { kind })?;
    }
    Ok(())
}
