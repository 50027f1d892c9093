//! The SQL of this area's own tables.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// When backups are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlanRow {
    pub every: String,
    pub weekday: i64,
    pub hour: i64,
    pub folder: String,
    pub keep_days: i64,
    pub keep_weeks: i64,
    pub keep_months: i64,
}

store::from_row!(PlanRow { every, weekday, hour, folder, keep_days, keep_weeks, keep_months });

/// A backup that was made, or that could not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BackupRow {
    pub id: i64,
    pub made_at: String,
    pub made_on: Date,
    pub file: String,
    pub bytes: i64,
    pub entries: i64,
    pub chain: String,
    pub problem: String,
    pub removed_on: Option<Date>,
}

store::from_row!(BackupRow { id, made_at, made_on, file, bytes, entries, chain, problem, removed_on });

/// Work that failed while nobody was watching.
#[derive(Debug, Clone)]
pub(crate) struct FailedRow {
    pub id: i64,
    pub failed_at: String,
    pub what: String,
    pub why: String,
}

store::from_row!(FailedRow { id, failed_at, what, why });

pub(crate) fn plan(tx: &mut Tx) -> Result<Option<PlanRow>, StoreError> {
    tx.query_optional(
        "SELECT every, weekday, hour, folder, keep_days, keep_weeks, keep_months FROM backup_plans
         WHERE business = :business",
        &[],
    )
}

pub(crate) fn write_plan(tx: &mut Tx, plan: &PlanRow) -> Result<(), StoreError> {
    let PlanRow { every, weekday, hour, folder, keep_days, keep_weeks, keep_months } = plan;
    tx.execute(
        "INSERT INTO backup_plans (business, every, weekday, hour, folder, keep_days, keep_weeks, keep_months)
         VALUES (:business, :every, :weekday, :hour, :folder, :keep_days, :keep_weeks, :keep_months)
         ON CONFLICT (business) DO UPDATE SET every = :every, weekday = :weekday, hour = :hour, folder = :folder,
             keep_days = :keep_days, keep_weeks = :keep_weeks, keep_months = :keep_months",
        &params! { every, weekday, hour, folder, keep_days, keep_weeks, keep_months },
    )?;
    Ok(())
}

pub(crate) fn delete_plan(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("DELETE FROM backup_plans WHERE business = :business", &[])?;
    Ok(())
}

/// The newest backups first.
pub(crate) fn backups(tx: &mut Tx, most: i64) -> Result<Vec<BackupRow>, StoreError> {
    tx.query(
        "SELECT id, made_at, made_on, file, bytes, entries, chain, problem, removed_on FROM backups
         WHERE business = :business ORDER BY id DESC LIMIT :most",
        &params! { most },
    )
}

pub(crate) fn insert_backup(tx: &mut Tx, backup: &BackupRow) -> Result<(), StoreError> {
    let BackupRow { id, made_at, made_on, file, bytes, entries, chain, problem, removed_on: _ } = backup;
    tx.execute(
        "INSERT INTO backups (business, id, made_at, made_on, file, bytes, entries, chain, problem)
         VALUES (:business, :id, :made_at, :made_on, :file, :bytes, :entries, :chain, :problem)",
        &params! { id, made_at, made_on, file, bytes, entries, chain, problem },
    )?;
    Ok(())
}

pub(crate) fn note_removed(tx: &mut Tx, id: i64, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE backups SET removed_on = :on WHERE business = :business AND id = :id AND removed_on IS NULL",
        &params! { id, on },
    )?;
    Ok(())
}

pub(crate) fn insert_failed(tx: &mut Tx, failed: &FailedRow) -> Result<(), StoreError> {
    let FailedRow { id, failed_at, what, why } = failed;
    tx.execute(
        "INSERT INTO failed_works (business, id, failed_at, what, why)
         VALUES (:business, :id, :failed_at, :what, :why)",
        &params! { id, failed_at, what, why },
    )?;
    Ok(())
}

pub(crate) fn failed(tx: &mut Tx) -> Result<Vec<FailedRow>, StoreError> {
    tx.query(
        "SELECT id, failed_at, what, why FROM failed_works WHERE business = :business ORDER BY id DESC LIMIT 200",
        &[],
    )
}

pub(crate) fn delete_failed(tx: &mut Tx, id: i64) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM failed_works WHERE business = :business AND id = :id", &params! { id })
}
