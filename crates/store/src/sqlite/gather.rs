//! Reading very many rows: SQLite hands whole rows to a function of ours instead of being asked for each column.
//!
//! A row that a statement returns costs a return from its machine, and two calls for every column, each of which takes
//! and gives back the connection's lock. An aggregate function is handed all columns of a row at once. Over millions of
//! rows that is a fifth of the time (measured with `mainstay verify`).

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use rusqlite::types::ValueRef;

use crate::sql::Sql;
use crate::{StoreError, Value};

/// What the function is called in statements.
const NAME: &str = "gather";

/// Rows as they were handed over: their cells one after the other, and the bytes of texts and blobs.
#[derive(Default)]
pub(crate) struct Gathered {
    cells: Vec<Cell>,
    bytes: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Cell {
    Null,
    Int(i64),
    Text {
        from: u32,
        length: u32,
    },
    Blob {
        from: u32,
        length: u32,
    },
    /// A floating point number, which no table holds.
    Other,
}

/// One row of them.
#[derive(Clone, Copy)]
pub(crate) struct GatheredRow<'g> {
    cells: &'g [Cell],
    bytes: &'g [u8],
}

/// The place where the function of one connection leaves the rows.
#[derive(Clone, Default)]
pub(crate) struct Gathering(Arc<Mutex<Gathered>>);

/// A statement in the form that gathers its rows.
pub(crate) struct GatheringForm {
    pub(crate) sql: Sql,
    /// How many cells a row has.
    pub(crate) columns: usize,
}

impl Gathered {
    pub(crate) fn rows(&self, columns: usize) -> impl Iterator<Item = GatheredRow<'_>> {
        self.cells.chunks_exact(columns).map(|cells| GatheredRow { cells, bytes: &self.bytes })
    }

    fn push(&mut self, value: ValueRef<'_>) -> Option<()> {
        let cell = match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(number) => Cell::Int(number),
            ValueRef::Real(_) => Cell::Other,
            ValueRef::Text(text) => self.keep(text).map(|(from, length)| Cell::Text { from, length })?,
            ValueRef::Blob(blob) => self.keep(blob).map(|(from, length)| Cell::Blob { from, length })?,
        };
        self.cells.push(cell);
        Some(())
    }

    fn keep(&mut self, bytes: &[u8]) -> Option<(u32, u32)> {
        let place = (u32::try_from(self.bytes.len()).ok()?, u32::try_from(bytes.len()).ok()?);
        self.bytes.extend_from_slice(bytes);
        Some(place)
    }
}

impl<'g> GatheredRow<'g> {
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.cells.len()
    }

    /// The value of a column as it is stored; none where there is no such column, or a number that no table holds.
    #[inline]
    pub(crate) fn value(self, column: usize) -> Option<Value<'g>> {
        match *self.cells.get(column)? {
            Cell::Null => Some(Value::Null),
            Cell::Int(number) => Some(Value::Int(number)),
            Cell::Text { from, length } => {
                std::str::from_utf8(self.part(from, length)?).ok().map(|text| Value::Text(text.into()))
            }
            Cell::Blob { from, length } => self.part(from, length).map(|bytes| Value::Blob(bytes.into())),
            Cell::Other => None,
        }
    }

    /// The bytes of a text or a blob.
    #[inline]
    pub(crate) fn bytes(self, column: usize) -> Option<&'g [u8]> {
        match *self.cells.get(column)? {
            Cell::Text { from, length } | Cell::Blob { from, length } => self.part(from, length),
            _ => None,
        }
    }

    #[inline]
    fn part(self, from: u32, length: u32) -> Option<&'g [u8]> {
        self.bytes.get(from as usize..)?.get(..length as usize)
    }
}

impl Gathering {
    /// Makes the function known to a connection. No schema can call it.
    pub(crate) fn install(&self, connection: &Connection) -> rusqlite::Result<()> {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
        connection.create_aggregate_function(NAME, -1, flags, self.clone())
    }

    /// Takes the rows out; [`Gathering::put`] gives their memory back.
    pub(crate) fn take(&self) -> Gathered {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn put(&self, mut gathered: Gathered) {
        gathered.cells.clear();
        gathered.bytes.clear();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = gathered;
    }
}

impl Aggregate<Gathered, i64> for Gathering {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Gathered> {
        Ok(self.take())
    }

    fn step(&self, context: &mut Context<'_>, gathered: &mut Gathered) -> rusqlite::Result<()> {
        for column in 0..context.len() {
            let kept = gathered.push(context.get_raw(column));
            kept.ok_or_else(|| rusqlite::Error::UserFunctionError("more than 4 GiB in one read".into()))?;
        }
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, gathered: Option<Gathered>) -> rusqlite::Result<i64> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = gathered.unwrap_or_default();
        Ok(0)
    }
}

/// The form of a statement that gathers its rows, where it walks through the table exactly as the statement itself does.
///
/// An aggregate sees rows in the order in which they are read, so this asks that the order wanted is the one of the index,
/// and that both forms read the same index: SQLite's own account of them is the same, and names no sorting.
pub(crate) fn form(connection: &Connection, text: &str) -> Result<Option<GatheringForm>, StoreError> {
    let Some((rows, order)) = text.rsplit_once("ORDER BY") else { return Ok(None) };
    let columns = connection.prepare(text)?.column_count();
    let names: Vec<String> = (0..columns).map(|column| format!("c{column}")).collect();
    let names = names.join(", ");
    let gathering = format!("WITH given ({names}) AS ({rows}) SELECT {NAME}({names}) FROM given");
    let same_walk = !order.contains("DESC") && plan(connection, text)? == plan(connection, &gathering)?;
    Ok(same_walk.then(|| GatheringForm { sql: Sql::parse(&gathering), columns }))
}

/// How SQLite will read (https://sqlite.org/eqp.html).
fn plan(connection: &Connection, text: &str) -> Result<Vec<String>, StoreError> {
    let mut prepared = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
    let mut rows = prepared.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get("detail")?);
    }
    Ok(steps)
}
