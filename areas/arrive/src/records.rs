//! The SQL of this area's own tables.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// A file that came in.
#[derive(Debug, Clone)]
pub(crate) struct ArrivalRow {
    pub id: i64,
    pub file_name: String,
    pub sha256: String,
    pub format: String,
    pub arrived_on: Date,
    pub from_on: Date,
    pub through_on: Date,
    pub transactions: i64,
    pub withdrawn_on: Option<Date>,
}

store::from_row!(ArrivalRow {
    id,
    file_name,
    sha256,
    format,
    arrived_on,
    from_on,
    through_on,
    transactions,
    withdrawn_on,
});

/// What an account took of a file.
#[derive(Debug, Clone)]
pub(crate) struct TotalRow {
    pub account: i64,
    pub names: String,
    pub opened: bool,
    pub file_minor: i64,
    pub here_minor: i64,
    pub file_balance_minor: Option<i64>,
    pub here_balance_minor: Option<i64>,
}

store::from_row!(TotalRow { account, names, opened, file_minor, here_minor, file_balance_minor, here_balance_minor });

/// The digests of all that came in and stands.
pub(crate) fn digests(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    tx.query("SELECT digest FROM arrived_transactions WHERE business = :business", &[])
}

pub(crate) fn insert_arrival(tx: &mut Tx, row: &ArrivalRow, totals: &[TotalRow]) -> Result<(), StoreError> {
    let ArrivalRow { id, file_name, sha256, format, arrived_on, from_on, through_on, transactions, .. } = row;
    tx.execute(
        "INSERT INTO arrivals
           (business, id, file_name, sha256, format, arrived_on, from_on, through_on, transactions, withdrawn_on)
         VALUES
           (:business, :id, :file_name, :sha256, :format, :arrived_on, :from_on, :through_on, :transactions, NULL)",
        &params! { id, file_name, sha256, format, arrived_on, from_on, through_on, transactions },
    )?;
    let rows: Vec<_> = totals
        .iter()
        .map(|one| {
            let opened = i64::from(one.opened);
            let balances = (one.file_balance_minor, one.here_balance_minor);
            (*id, one.account, one.names.as_str(), opened, one.file_minor, one.here_minor, balances.0, balances.1)
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO arrived_accounts
           (business, arrival, account, names, opened, file_minor, here_minor, file_balance_minor, here_balance_minor)",
        "",
        &rows,
    )?;
    Ok(())
}

/// The transactions of an arrival: id, arrival, digest, line.
pub(crate) fn insert_transactions(tx: &mut Tx, rows: &[(i64, i64, String, i64)]) -> Result<(), StoreError> {
    tx.insert_rows("INSERT INTO arrived_transactions (business, id, arrival, digest, line)", "", rows)?;
    Ok(())
}

pub(crate) fn arrival(tx: &mut Tx, id: i64) -> Result<Option<ArrivalRow>, StoreError> {
    tx.query_optional(
        "SELECT id, file_name, sha256, format, arrived_on, from_on, through_on, transactions, withdrawn_on
         FROM arrivals WHERE business = :business AND id = :id",
        &params! { id },
    )
}

/// The newest first.
pub(crate) fn arrivals(tx: &mut Tx, limit: i64) -> Result<Vec<ArrivalRow>, StoreError> {
    tx.query(
        "SELECT id, file_name, sha256, format, arrived_on, from_on, through_on, transactions, withdrawn_on
         FROM arrivals WHERE business = :business ORDER BY id DESC LIMIT :limit",
        &params! { limit },
    )
}

pub(crate) fn totals(tx: &mut Tx, arrival: i64) -> Result<Vec<TotalRow>, StoreError> {
    tx.query(
        "SELECT account, names, opened, file_minor, here_minor, file_balance_minor, here_balance_minor
         FROM arrived_accounts
         WHERE business = :business AND arrival = :arrival ORDER BY account",
        &params! { arrival },
    )
}

/// The transactions of an arrival that stand.
pub(crate) fn transactions_of(tx: &mut Tx, arrival: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT id FROM arrived_transactions WHERE business = :business AND arrival = :arrival ORDER BY id",
        &params! { arrival },
    )
}

/// Forgets the transactions of an arrival, so that its file may come again, and notes the day.
pub(crate) fn withdraw(tx: &mut Tx, arrival: i64, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM arrived_transactions WHERE business = :business AND arrival = :arrival",
        &params! { arrival },
    )?;
    tx.execute(
        "UPDATE arrivals SET withdrawn_on = :on WHERE business = :business AND id = :arrival",
        &params! { arrival, on },
    )?;
    Ok(())
}
