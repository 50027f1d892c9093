//! One transaction of one business.

use std::any::{Any, TypeId};
use std::collections::HashMap;

use crate::buffer::{Buffered, Buffers, Remembered, release};
use crate::connection::Connection;
use crate::rows::{AsRow, next_chunk, values_per_row};
use crate::{BusinessId, Engine, FromRow, Head, Row, StoreError, Value};

/// A transaction of one business. It owns its connection; dropped without [`Tx::commit`] it is rolled back.
///
/// After an error of a statement the only way on is to roll back, to a savepoint or altogether: PostgreSQL refuses
/// everything else, so the same is asked of SQLite.
pub struct Tx {
    connection: Connection,
    business: Option<BusinessId>,
    writes: bool,
    open: bool,
    head: Option<HeadState>,
    buffers: Buffers,
    savepoints: Vec<Vec<Remembered>>,
    memos: HashMap<TypeId, Box<dyn Any + Send>>,
}

/// An open savepoint of a [`Tx`].
#[must_use = "a savepoint is released or rolled back"]
pub struct Savepoint {
    depth: usize,
    head: Option<Head>,
}

struct HeadState {
    stored: Head,
    now: Head,
}

/// A flush may fill other buffers; more rounds than this mean that two fill each other for ever.
const MOST_FLUSHES: usize = 1_000;

impl Tx {
    /// Takes over a connection on which a transaction has been begun.
    pub(crate) fn begun(
        mut connection: Connection,
        business: Option<BusinessId>,
        writes: bool,
    ) -> Result<Tx, StoreError> {
        let head = match business {
            Some(business) if writes => match Head::lock(&mut connection, business) {
                Ok(head) => Some(HeadState { stored: head.clone(), now: head }),
                Err(error) => {
                    connection.batch("ROLLBACK")?;
                    return Err(error);
                }
            },
            _ => None,
        };
        Ok(Tx {
            connection,
            business,
            writes,
            open: true,
            head,
            buffers: Buffers::default(),
            savepoints: Vec::new(),
            memos: HashMap::new(),
        })
    }

    /// Goes on as a transaction of a business that was made in it.
    pub(crate) fn into_business(mut self, business: BusinessId) -> Result<Tx, StoreError> {
        let head = Head::lock(&mut self.connection, business)?;
        self.head = Some(HeadState { stored: head.clone(), now: head });
        self.business = Some(business);
        Ok(self)
    }

    /// The business whose rows this transaction sees.
    pub fn business(&self) -> BusinessId {
        self.business.unwrap_or_default()
    }

    /// Which engine it runs on.
    pub fn engine(&self) -> Engine {
        match self.connection {
            Connection::Sqlite(_) => Engine::Sqlite,
            Connection::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether this transaction may write.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// Runs a statement that gives no rows; returns how many rows it touched.
    pub fn execute(&mut self, sql: &'static str, params: &[(&str, Value<'_>)]) -> Result<u64, StoreError> {
        self.connection.execute(sql, params, self.business)
    }

    /// All rows of a statement.
    pub fn query<T: FromRow>(&mut self, sql: &'static str, params: &[(&str, Value<'_>)]) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.query_each(sql, params, |row| {
            rows.push(T::from_row(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The only row of a statement: none is [`StoreError::NoRow`], several are [`StoreError::ManyRows`].
    pub fn query_one<T: FromRow>(&mut self, sql: &'static str, params: &[(&str, Value<'_>)]) -> Result<T, StoreError> {
        self.query_optional(sql, params)?.ok_or(StoreError::NoRow)
    }

    /// The only row of a statement, if there is one: several are [`StoreError::ManyRows`].
    pub fn query_optional<T: FromRow>(
        &mut self,
        sql: &'static str,
        params: &[(&str, Value<'_>)],
    ) -> Result<Option<T>, StoreError> {
        let mut found = None;
        self.query_each(sql, params, |row| {
            if found.is_some() {
                return Err(StoreError::ManyRows);
            }
            found = Some(T::from_row(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The rows of a statement one by one, without holding more than one.
    pub fn query_each(
        &mut self,
        sql: &'static str,
        params: &[(&str, Value<'_>)],
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.connection.query_each(sql, params, self.business, &mut each)
    }

    /// The rows of a statement one by one, for a pass over thousands of them: quicker than [`Tx::query_each`], but SQLite
    /// holds them all while they are handed out. The statement ends in `ORDER BY` the key that it reads by.
    pub fn scan(
        &mut self,
        sql: &'static str,
        params: &[(&str, Value<'_>)],
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.connection.scan(sql, params, self.business, &mut each)
    }

    /// Inserts many rows by multi-row VALUES: `INSERT INTO postings (business, entry, line)` with rows `(entry, line)`;
    /// the business is bound by itself. `conflict` is empty or an `ON CONFLICT` clause. Returns how many rows were touched.
    ///
    /// Two rows of one call must not meet in the same conflict: PostgreSQL refuses to touch a row twice in a statement.
    pub fn insert_rows<R: AsRow>(
        &mut self,
        insert: &'static str,
        conflict: &'static str,
        rows: &[R],
    ) -> Result<u64, StoreError> {
        let per_row = values_per_row(insert);
        let mut touched = 0;
        let mut rest = rows;
        let mut values = Vec::new();
        while !rest.is_empty() {
            let (chunk, later) = rest.split_at(next_chunk(rest.len(), per_row));
            values.clear();
            values.push(Value::Int(self.business()));
            for row in chunk {
                row.append(&mut values);
            }
            touched += self.connection.insert(insert, conflict, chunk.len(), per_row, &values)?;
            rest = later;
        }
        Ok(touched)
    }

    /// Runs `work` so that its writes are taken back when it fails; the transaction itself goes on either way.
    pub fn savepoint<T, E: From<StoreError>>(&mut self, work: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let savepoint = self.savepoint_begin()?;
        match work(self) {
            Ok(value) => {
                self.savepoint_release(savepoint)?;
                Ok(value)
            }
            Err(error) => {
                self.savepoint_roll_back(savepoint)?;
                Err(error)
            }
        }
    }

    /// Opens a savepoint, for a caller that cannot hand its work over as a closure. It ends in
    /// [`Tx::savepoint_release`] or [`Tx::savepoint_roll_back`], innermost first.
    pub fn savepoint_begin(&mut self) -> Result<Savepoint, StoreError> {
        // The same name may be used at every depth: ROLLBACK TO and RELEASE mean the innermost of that name.
        self.connection.batch("SAVEPOINT step")?;
        let depth = self.savepoints.len();
        self.savepoints.push(self.buffers.remember());
        Ok(Savepoint { depth, head: self.head.as_ref().map(|head| head.now.clone()) })
    }

    /// Keeps what was written since the savepoint.
    pub fn savepoint_release(&mut self, savepoint: Savepoint) -> Result<(), StoreError> {
        let frame = self.savepoint_close(&savepoint);
        self.connection.batch("RELEASE SAVEPOINT step")?;
        if let Some(outer) = self.savepoints.last_mut() {
            release(frame, outer);
        }
        Ok(())
    }

    /// Takes back what was written since the savepoint.
    pub fn savepoint_roll_back(&mut self, savepoint: Savepoint) -> Result<(), StoreError> {
        let frame = self.savepoint_close(&savepoint);
        self.connection.batch("ROLLBACK TO SAVEPOINT step; RELEASE SAVEPOINT step")?;
        if let (Some(state), Some(before)) = (&mut self.head, savepoint.head) {
            state.now = before;
        }
        self.buffers.roll_back(frame);
        // A memo may speak of rows that are gone now.
        self.memos.clear();
        Ok(())
    }

    fn savepoint_close(&mut self, savepoint: &Savepoint) -> Vec<Remembered> {
        self.savepoints.truncate(savepoint.depth + 1);
        self.savepoints.pop().unwrap_or_default()
    }

    /// How many savepoints are open.
    pub fn savepoint_depth(&self) -> usize {
        self.savepoints.len()
    }

    /// The next id of this business.
    pub fn next_id(&mut self) -> Result<i64, StoreError> {
        let head = self.head()?;
        let id = head.next_id;
        head.next_id = id.checked_add(1).ok_or(StoreError::Overflow)?;
        Ok(id)
    }

    /// The head of this business, locked since the write began; what is changed here is written at the commit.
    pub fn head(&mut self) -> Result<&mut Head, StoreError> {
        self.head.as_mut().map(|head| &mut head.now).ok_or(StoreError::ReadOnly)
    }

    /// Where the numbering and the chain of this business stand, in a read as well as in a write.
    pub fn head_now(&mut self) -> Result<Head, StoreError> {
        match &self.head {
            Some(head) => Ok(head.now.clone()),
            None => self.query_one("SELECT next_id, last_entry, chain FROM heads WHERE business = :business", &[]),
        }
    }

    /// A memo of this transaction, one per type: what an area has already read. A savepoint that is rolled back forgets
    /// all memos, so it must hold nothing that could not be read again; what waits to be written is a [`Buffered`].
    pub fn extension<T: Any + Default + Send>(&mut self) -> &mut T {
        let memo = self.memos.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(T::default()));
        match memo.downcast_mut::<T>() {
            Some(memo) => memo,
            None => unreachable!("a memo is kept under its own type"),
        }
    }

    /// The buffer of this type, made empty when first asked for. All buffers are flushed before the commit.
    pub fn buffer<T: Buffered + Default + Clone>(&mut self) -> &mut T {
        self.buffers.get::<T>()
    }

    /// Writes what the buffer of this type holds, so that statements see it.
    pub fn flush<T: Buffered>(&mut self) -> Result<(), StoreError> {
        match self.buffers.find::<T>() {
            Some(index) => self.flush_slot(index),
            None => Ok(()),
        }
    }

    fn flush_slot(&mut self, index: usize) -> Result<(), StoreError> {
        let Some(mut held) = self.buffers.take(index, self.savepoints.last_mut()) else {
            return Ok(());
        };
        let result = if held.mark() == 0 { Ok(()) } else { held.flush(self) };
        self.buffers.put_back(index, held);
        result
    }

    /// Makes the writes durable.
    pub fn commit(mut self) -> Result<(), StoreError> {
        if self.writes {
            for _ in 0..MOST_FLUSHES {
                match self.buffers.pending() {
                    Some(index) => self.flush_slot(index)?,
                    None => break,
                }
            }
            if self.buffers.pending().is_some() {
                return Err(StoreError::Other("held back rows could not be written".to_owned()));
            }
            if let (Some(head), Some(business)) = (&self.head, self.business)
                && head.now != head.stored
            {
                head.now.write(&mut self.connection, business)?;
            }
        }
        self.connection.batch("COMMIT")?;
        self.open = false;
        Ok(())
    }

    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if self.open
            && let Err(error) = self.connection.batch("ROLLBACK")
        {
            // The engine rolls back by itself when the connection goes, which is all that is left to do.
            tracing::warn!(%error, "a rollback failed");
        }
    }
}
