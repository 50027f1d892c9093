//! Copying one business from one database to another, table by table, without knowing what the tables mean.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::connection::Connection;
use crate::migration_text::DIRECTORY;
use crate::sqlite::File;
use crate::{BusinessId, Store, StoreError, Tx, Value};

/// Rows on their way: enough for full statements, few enough for a small memory.
const ROWS_HELD: usize = 1_000;

/// A table with a business: how to read it in the order of its key, and how to insert it.
struct Table {
    select: &'static str,
    insert: &'static str,
    columns: usize,
}

/// Copies every row of a business. Both databases have this program's schema, and `file`, the one of the
/// two that is a data file, tells what the tables are. The rows are renumbered to `to_business`; ids inside a business stay.
pub(super) fn business(
    from: &Store,
    from_business: BusinessId,
    to: &Store,
    to_business: BusinessId,
    file: &Arc<File>,
) -> Result<(), StoreError> {
    let tables = tables(file)?;
    let mut source = from.begin_read(from_business)?;
    let mut target = to.begin_write(to_business)?;
    if let Connection::Sqlite(lent) = target.connection() {
        lent.batch("PRAGMA defer_foreign_keys = ON")?;
    }
    for table in &tables {
        copy_table(table, &mut source, &mut target)?;
    }
    let head = source.query_one("SELECT next_id, last_entry, chain FROM heads WHERE business = :business", &[])?;
    *target.head()? = head;
    target.commit()
}

fn copy_table(table: &Table, source: &mut Tx, target: &mut Tx) -> Result<(), StoreError> {
    let mut held: Vec<Vec<Value<'static>>> = Vec::with_capacity(ROWS_HELD);
    source.query_each(table.select, &[], |row| {
        let values = (0..table.columns).map(|column| row.get(column)).collect::<Result<_, _>>()?;
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

/// The tables of the areas, in the order they were made, which is an order their references allow.
fn tables(file: &Arc<File>) -> Result<Vec<Table>, StoreError> {
    let mut lent = file.reader()?;
    let connection = &lent.session()?.connection;
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")?;
    let names = names.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut tables = Vec::new();
    for name in names.iter().filter(|name| *name != "heads" && !DIRECTORY.contains(&name.as_str())) {
        let mut columns = connection.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let columns: Vec<(String, i64)> =
            columns.query_map([name], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
        if !columns.iter().any(|(column, _)| column == "business") {
            continue;
        }
        let mut key: Vec<&(String, i64)> = columns.iter().filter(|(_, position)| *position > 0).collect();
        key.sort_by_key(|(_, position)| *position);
        let key = key.iter().map(|(column, _)| column.as_str()).collect::<Vec<_>>().join(", ");
        let values: Vec<&str> =
            columns.iter().map(|(column, _)| column.as_str()).filter(|column| *column != "business").collect();
        let list = values.join(", ");
        let (listed, inserted) = if values.is_empty() {
            ("1".to_owned(), "business".to_owned())
        } else {
            (list.clone(), format!("business, {list}"))
        };
        tables.push(Table {
            select: interned(format!("SELECT {listed} FROM {name} WHERE business = :business ORDER BY {key}")),
            insert: interned(format!("INSERT INTO {name} ({inserted})")),
            columns: values.len(),
        });
    }
    Ok(tables)
}

/// Statements are constants, known by their address. These few are made once per table and live as long as the program.
fn interned(text: String) -> &'static str {
    static TEXTS: Mutex<Option<HashSet<&'static str>>> = Mutex::new(None);
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    let texts = texts.get_or_insert_default();
    if let Some(known) = texts.get(text.as_str()) {
        return known;
    }
    let text: &'static str = text.leak();
    texts.insert(text);
    text
}
