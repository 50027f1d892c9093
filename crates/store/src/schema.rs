//! The tables of the areas, read off the migrations themselves, so that no list of them has to be kept.

use std::collections::HashSet;
use std::sync::{Mutex, OnceLock, PoisonError};

use rusqlite::Connection;

use crate::StoreError;
use crate::migration::make_tables;
use crate::migration_text::{DIRECTORY, newest};

/// A table with a business: how to read it in the order of its key, and how to insert it.
pub(crate) struct Table {
    pub(crate) name: String,
    /// Its columns without the business.
    pub(crate) columns: Vec<Column>,
    pub(crate) select: &'static str,
    pub(crate) count: &'static str,
    pub(crate) insert: &'static str,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// The three types that both engines share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Text,
    Bytes,
}

/// The tables of the areas at the schema this program knows.
pub(crate) fn tables() -> Result<&'static [Table], StoreError> {
    static TABLES: OnceLock<Vec<Table>> = OnceLock::new();
    if let Some(known) = TABLES.get() {
        return Ok(known);
    }
    let known = tables_at(newest())?;
    Ok(TABLES.get_or_init(|| known))
}

/// The tables of the areas at an earlier schema.
pub(crate) fn tables_at(schema: i64) -> Result<Vec<Table>, StoreError> {
    let connection = Connection::open_in_memory()?;
    make_tables(&connection, schema)?;
    names(&connection)?
        .into_iter()
        .filter(|name| name != "heads" && !DIRECTORY.contains(&name.as_str()))
        .filter_map(|name| table(&connection, name).transpose())
        .collect()
}

/// The names of all tables, in the order they were made, which is an order their references allow.
pub(crate) fn names(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")?;
    Ok(names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// None for a table without a business.
fn table(connection: &Connection, name: String) -> Result<Option<Table>, StoreError> {
    let mut columns = connection.prepare("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    let columns: Vec<(String, String, i64)> =
        columns.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    if !columns.iter().any(|(column, ..)| column == "business") {
        return Ok(None);
    }
    let mut key: Vec<(i64, &str)> =
        columns.iter().filter(|(.., position)| *position > 0).map(|(name, _, at)| (*at, name.as_str())).collect();
    key.sort_unstable();
    let key = key.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    let columns: Vec<Column> = columns
        .iter()
        .filter(|(column, ..)| column != "business")
        .map(|(column, kind, _)| {
            let kind = match kind.as_str() {
                "INTEGER" => Kind::Integer,
                "TEXT" => Kind::Text,
                "BLOB" => Kind::Bytes,
                other => return Err(StoreError::Other(format!("{name}.{column} is of type {other}"))),
            };
            Ok(Column { name: column.clone(), kind })
        })
        .collect::<Result<_, _>>()?;
    let list = columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ");
    let (listed, inserted) = match list.as_str() {
        "" => ("1".to_owned(), "business".to_owned()),
        list => (list.to_owned(), format!("business, {list}")),
    };
    Ok(Some(Table {
        select: interned(format!("SELECT {listed} FROM {name} WHERE business = :business ORDER BY {key}")),
        count: interned(format!("SELECT COUNT(*) FROM {name} WHERE business = :business")),
        insert: interned(format!("INSERT INTO {name} ({inserted})")),
        name,
        columns,
    }))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::LEFT_OUT;

    #[test]
    fn every_table_is_archived_or_left_out_for_a_reason() {
        let connection = Connection::open_in_memory().unwrap();
        make_tables(&connection, newest()).unwrap();
        let archived: HashSet<&str> =
            tables().unwrap().iter().map(|table| table.name.as_str()).filter(|name| !left_out(name)).collect();
        let all = names(&connection).unwrap();
        for name in &all {
            assert!(
                archived.contains(name.as_str()) || left_out(name),
                "the table {name} has no business, so no archive holds it: say why in LEFT_OUT"
            );
        }
        for (name, reason) in LEFT_OUT {
            assert!(all.iter().any(|known| known == name), "LEFT_OUT names {name}, which is no table");
            assert!(reason.len() > 20, "say why {name} is left out");
        }
        assert!(archived.contains("entries") && archived.contains("settings"));
    }

    fn left_out(name: &str) -> bool {
        LEFT_OUT.iter().any(|(known, _)| *known == name)
    }
}
