//! Entries of what the two sides of a transfer differ by.

use store::{StoreError, Tx, Value, params};

/// The difference of a transfer's sides, and its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exchange {
    pub out_line: i64,
    pub into_line: i64,
    pub entry: i64,
}

store::from_row!(Exchange { out_line, into_line, entry });

/// Those whose two lines are no pair any more.
pub(crate) fn stale_exchanges(tx: &mut Tx) -> Result<Vec<Exchange>, StoreError> {
    tx.query(
        "SELECT e.out_line, e.into_line, e.entry FROM exchanges e
         LEFT JOIN bank_lines o ON o.business = e.business AND o.id = e.out_line
         WHERE e.business = :business AND (o.id IS NULL OR o.pair IS NULL OR o.pair <> e.into_line)
         ORDER BY e.out_line",
        &[],
    )
}

/// Those that a line is a side of.
pub(crate) fn exchanges_of(tx: &mut Tx, line: i64) -> Result<Vec<Exchange>, StoreError> {
    tx.query(
        "SELECT out_line, into_line, entry FROM exchanges
         WHERE business = :business AND (out_line = :line OR into_line = :line)",
        &params! { line },
    )
}

pub(crate) fn insert_exchange(tx: &mut Tx, row: Exchange) -> Result<(), StoreError> {
    let row: [Value<'_>; 3] = [row.out_line.into(), row.into_line.into(), row.entry.into()];
    tx.insert_rows("INSERT INTO exchanges (business, out_line, into_line, entry)", "", &[row])?;
    Ok(())
}

pub(crate) fn delete_exchange(tx: &mut Tx, out_line: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM exchanges WHERE business = :business AND out_line = :out_line", &params! { out_line })?;
    Ok(())
}
