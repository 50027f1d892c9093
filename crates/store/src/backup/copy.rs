//! Copying one business from one database to another, table by table, without knowing what the tables mean.

use crate::connection::Connection;
use crate::schema::{Table, tables};
use crate::{BusinessId, Head, Store, StoreError, Tx, Value};

/// Rows on their way: enough for full statements, few enough for a small memory.
const ROWS_HELD: usize = 1_000;

/// Copies every row of a business. Both databases have this program's schema. The rows are renumbered to `to_business`;
/// ids inside a business stay. Gives the head of what was copied.
pub(super) fn business(
    from: &Store,
    from_business: BusinessId,
    to: &Store,
    to_business: BusinessId,
) -> Result<Head, StoreError> {
    let mut source = from.begin_read(from_business)?;
    let mut target = to.begin_write(to_business)?;
    let head = rows(&mut source, &mut target)?;
    target.commit()?;
    Ok(head)
}

/// The same between two open transactions.
pub(crate) fn rows(source: &mut Tx, target: &mut Tx) -> Result<Head, StoreError> {
    if let Connection::Sqlite(lent) = target.connection() {
        lent.batch("PRAGMA defer_foreign_keys = ON")?;
    }
    for table in tables()? {
        copy_table(table, source, target)?;
    }
    let head = source.head_now()?;
    *target.head()? = head.clone();
    Ok(head)
}

fn copy_table(table: &Table, source: &mut Tx, target: &mut Tx) -> Result<(), StoreError> {
    let mut held: Vec<Vec<Value<'static>>> = Vec::with_capacity(ROWS_HELD);
    source.query_each(table.select, &[], |row| {
        let values = (0..table.columns.len()).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        held.push(values);
        if held.len() == ROWS_HELD {
            target.insert_rows(table.insert, "", &held)?;
            held.clear();
        }
        Ok(())
    })?;
    target.insert_rows(table.insert, "", &held)?;
    Ok(())
}
