//! The embedded engine: one file, one writer, a pool of readers.

mod gather;
pub(crate) mod statistics;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags};

use crate::connection::{Params, arrange};
use crate::row::{Inner, Row};
use crate::rows::statement;
use crate::sql::{Known, Sql};
use crate::{BusinessId, StoreError, Value};

pub(crate) use gather::GatheredRow;
use gather::{Gathering, GatheringForm};

/// "Mnst": stands in the header of every data file, so that another program's SQLite file is recognised as such.
pub(crate) const APPLICATION_ID: i32 = 0x4d6e_7374;

/// How many idle readers are kept; more are opened while they are needed.
const IDLE_READERS: usize = 4;

/// Statements kept prepared per connection. A large program has a few hundred; the least used make room.
const PREPARED_STATEMENTS: usize = 256;

/// How long a write waits for another of this same program, which always finishes: an import in one transaction takes
/// longer than another program should be allowed to take.
const OWN_WRITER_WAIT: Duration = Duration::from_secs(120);

/// How a data file is opened.
#[derive(Debug, Clone)]
pub struct FileOptions {
    /// How long a write waits for another program to finish writing before it is [`StoreError::Busy`].
    pub busy_wait: Duration,
}

impl Default for FileOptions {
    fn default() -> Self {
        FileOptions { busy_wait: Duration::from_secs(5) }
    }
}

/// An open data file.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    options: FileOptions,
    writer: Mutex<Writer>,
    writer_back: Condvar,
    readers: Mutex<Vec<Session>>,
}

/// The one writer: at home, lent, or to be opened again after it came back unusable.
struct Writer {
    session: Option<Session>,
    lent: bool,
}

/// One SQLite connection with the statements it has met.
pub(crate) struct Session {
    pub(crate) connection: Connection,
    known: Known,
    gathering: Gathering,
    /// How statements that were scanned gather their rows, by the address of their text; none for one that cannot.
    scanned: HashMap<(usize, usize), Option<Arc<GatheringForm>>>,
}

/// A connection lent to one transaction; it goes back when dropped.
pub(crate) struct Lent {
    home: Arc<File>,
    session: Option<Session>,
    writer: bool,
}

impl File {
    pub(crate) fn open(path: &Path, options: &FileOptions) -> Result<Arc<File>, StoreError> {
        let writer = connect(path, options, true)?;
        Ok(Arc::new(File {
            path: path.to_owned(),
            options: options.clone(),
            writer: Mutex::new(Writer { session: Some(writer), lent: false }),
            writer_back: Condvar::new(),
            readers: Mutex::new(Vec::new()),
        }))
    }

    /// The one writer, once no other transaction of this program has it.
    pub(crate) fn writer(self: &Arc<Self>) -> Result<Lent, StoreError> {
        let give_up = Instant::now() + OWN_WRITER_WAIT;
        let mut slot = lock(&self.writer);
        loop {
            if !slot.lent {
                let session = match slot.session.take() {
                    Some(session) => session,
                    None => connect(&self.path, &self.options, true)?,
                };
                slot.lent = true;
                return Ok(Lent { home: Arc::clone(self), session: Some(session), writer: true });
            }
            let left = give_up.checked_duration_since(Instant::now()).ok_or(StoreError::Busy)?;
            slot = self.writer_back.wait_timeout(slot, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    pub(crate) fn reader(self: &Arc<Self>) -> Result<Lent, StoreError> {
        let idle = lock(&self.readers).pop();
        let session = match idle {
            Some(session) => session,
            None => connect(&self.path, &self.options, false)?,
        };
        Ok(Lent { home: Arc::clone(self), session: Some(session), writer: false })
    }
}

/// A panic elsewhere leaves a pool as usable as before: sessions are taken out whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, options: &FileOptions, writer: bool) -> Result<Session, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(options.busy_wait)?;
    connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    // WAL with FULL costs one sync a commit (https://sqlite.org/pragma.html#pragma_synchronous). A checkpoint every
    // 4,000 pages (16 MB) adds its two or three syncs to one commit in a thousand. The page caches are small because the
    // system's own cache holds the file; cache_size is in KiB when negative.
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA synchronous = FULL;
         PRAGMA mmap_size = 0;
         PRAGMA cache_size = -4096;",
    )?;
    // SQLite with statistics (STAT4) plans a range again whenever its bounds are bound anew. Ours have one index each.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    if writer {
        refuse_foreign(&connection, path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA wal_autocheckpoint = 4000;
             PRAGMA journal_size_limit = 67108864;",
        )?;
    } else {
        connection.execute_batch("PRAGMA query_only = ON;")?;
    }
    let gathering = Gathering::default();
    gathering.install(&connection)?;
    Ok(Session { connection, known: Known::default(), gathering, scanned: HashMap::new() })
}

/// Nothing is written to a file before it is known to be ours, or empty.
fn refuse_foreign(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let foreign = || StoreError::NotADatabase { location: path.display().to_string() };
    let look = || -> rusqlite::Result<(i32, i64)> {
        let id = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        let tables = connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((id, tables))
    };
    match look().map_err(StoreError::from) {
        Ok((APPLICATION_ID, _) | (0, 0)) => Ok(()),
        Ok(_) | Err(StoreError::NotADatabase { .. }) => Err(foreign()),
        Err(error) => Err(error),
    }
}

impl Lent {
    pub(crate) fn session(&mut self) -> Result<&mut Session, StoreError> {
        self.session
            .as_mut()
            .ok_or_else(|| StoreError::Connection { detail: "the connection was given back".to_owned() })
    }

    pub(crate) fn batch(&mut self, text: &str) -> Result<(), StoreError> {
        let session = self.session()?;
        match text {
            // These run for every transaction and every line of a stream.
            "SAVEPOINT step" | "RELEASE SAVEPOINT step" | "BEGIN" | "BEGIN IMMEDIATE" | "COMMIT" | "ROLLBACK" => {
                session.connection.prepare_cached(text)?.raw_execute()?;
            }
            _ => session.connection.execute_batch(text)?,
        }
        Ok(())
    }

    pub(crate) fn execute(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
    ) -> Result<u64, StoreError> {
        let session = self.session()?;
        let sql = session.known.statement(sql);
        let mut prepared = session.connection.prepare_cached(&sql.text)?;
        bind(&mut prepared, &sql, params, business)?;
        Ok(prepared.raw_execute()? as u64)
    }

    pub(crate) fn query_each(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let session = self.session()?;
        let sql = session.known.statement(sql);
        let mut prepared = session.connection.prepare_cached(&sql.text)?;
        bind(&mut prepared, &sql, params, business)?;
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next()? {
            each(&Row(Inner::Sqlite(row)))?;
        }
        Ok(())
    }

    /// The same for very many rows, whose order is that of a key; all of them are held at once.
    pub(crate) fn scan(
        &mut self,
        sql: &'static str,
        params: Params<'_, '_>,
        business: Option<BusinessId>,
        each: &mut dyn FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let session = self.session()?;
        let key = (sql.as_ptr() as usize, sql.len());
        let form = match session.scanned.get(&key) {
            Some(form) => form.clone(),
            None => {
                let form = gather::form(&session.connection, sql)?.map(Arc::new);
                session.scanned.insert(key, form.clone());
                form
            }
        };
        let Some(form) = form else { return self.query_each(sql, params, business, each) };
        let mut prepared = session.connection.prepare_cached(&form.sql.text)?;
        bind(&mut prepared, &form.sql, params, business)?;
        prepared.raw_query().next()?;
        let gathered = session.gathering.take();
        for row in gathered.rows(form.columns) {
            each(&Row(Inner::Gathered(row)))?;
        }
        session.gathering.put(gathered);
        Ok(())
    }

    pub(crate) fn insert(
        &mut self,
        insert: &'static str,
        conflict: &'static str,
        rows: usize,
        values_per_row: usize,
        values: &[Value<'_>],
    ) -> Result<u64, StoreError> {
        let session = self.session()?;
        let sql = session.known.bulk(insert, conflict, rows, || statement(insert, conflict, rows, values_per_row));
        let mut prepared = session.connection.prepare_cached(&sql.text)?;
        for (index, value) in values.iter().enumerate() {
            prepared.raw_bind_parameter(index + 1, value)?;
        }
        Ok(prepared.raw_execute()? as u64)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(session) = self.session.take() else { return };
        // A connection still inside a transaction would carry it into the next one.
        let clean = session.connection.is_autocommit();
        if self.writer {
            *lock(&self.home.writer) = Writer { session: clean.then_some(session), lent: false };
            self.home.writer_back.notify_one();
        } else if clean {
            let mut readers = lock(&self.home.readers);
            if readers.len() < IDLE_READERS {
                readers.push(session);
            }
        }
    }
}

fn bind(
    prepared: &mut rusqlite::Statement<'_>,
    sql: &Sql,
    params: Params<'_, '_>,
    business: Option<BusinessId>,
) -> Result<(), StoreError> {
    let business = business.map(Value::Int);
    arrange(&sql.names, params, business.as_ref(), |index, value| Ok(prepared.raw_bind_parameter(index + 1, value)?))
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// The value of a column; none for a floating point number, which no table holds.
pub(crate) fn column(value: ValueRef<'_>) -> Option<Value<'_>> {
    match value {
        ValueRef::Null => Some(Value::Null),
        ValueRef::Integer(number) => Some(Value::Int(number)),
        ValueRef::Real(_) => None,
        ValueRef::Text(text) => std::str::from_utf8(text).ok().map(|text| Value::Text(text.into())),
        ValueRef::Blob(bytes) => Some(Value::Blob(bytes.into())),
    }
}
