//! Reports with a name.

use store::{StoreError, Tx, params};

/// A saved report.
#[derive(Debug, Clone)]
pub(crate) struct SavedRow {
    pub id: i64,
    pub name: String,
    pub report: String,
    pub parameters: String,
}

store::from_row!(SavedRow { id, name, report, parameters });

pub(crate) fn insert_saved_report(tx: &mut Tx, row: &SavedRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO saved_reports (business, id, name, name_key, report, parameters)
         VALUES (:business, :id, :name, :name_key, :report, :parameters)",
        &params! {
            id: row.id,
            name: &row.name,
            name_key: row.name.to_lowercase(),
            report: &row.report,
            parameters: &row.parameters,
        },
    )?;
    Ok(())
}

pub(crate) fn rename_saved_report(tx: &mut Tx, id: i64, name: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE saved_reports SET name = :name, name_key = :name_key WHERE business = :business AND id = :id",
        &params! { id, name, name_key: name.to_lowercase() },
    )?;
    Ok(())
}

pub(crate) fn remove_saved_report(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM saved_reports WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

/// All of them by name.
pub(crate) fn saved_reports(tx: &mut Tx) -> Result<Vec<SavedRow>, StoreError> {
    tx.query("SELECT id, name, report, parameters FROM saved_reports WHERE business = :business ORDER BY name_key", &[])
}
