//! An open database and the transactions it gives.

use std::path::Path;
use std::sync::Arc;

use crate::backup::file::create_private;
use crate::connection::Connection;
use crate::migration_text::newest;
use crate::{BusinessId, Directory, FileOptions, MigrationReport, StoreError, Tx, migration, postgres, sqlite};

/// An open database. Clones share it.
#[derive(Clone)]
pub struct Store {
    pub(crate) home: Home,
}

#[derive(Clone)]
pub(crate) enum Home {
    File(Arc<sqlite::File>),
    Server(Arc<postgres::Server>),
}

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file on this machine.
    Sqlite,
    /// A server for many businesses.
    Postgres,
}

impl Store {
    /// Opens a data file, making it and its folder where there is none. An older schema is brought forward, after a copy
    /// of the file was put beside it; a newer one is refused.
    pub fn open_file(path: &Path, options: &FileOptions) -> Result<Store, StoreError> {
        Store::open_file_at(path, options, newest())
    }

    /// A new data file with an earlier schema, for what an earlier program wrote.
    pub(crate) fn open_older_file(path: &Path, schema: i64) -> Result<Store, StoreError> {
        Store::open_file_at(path, &FileOptions::default(), schema)
    }

    fn open_file_at(path: &Path, options: &FileOptions, schema: i64) -> Result<Store, StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| StoreError::file(folder, source))?;
        }
        match create_private(path) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(source) => return Err(StoreError::file(path, source)),
        }
        let file = sqlite::File::open(path, options)?;
        migration::migrate_file(&file, schema)?;
        Ok(Store { home: Home::File(file) })
    }

    /// Connects to a server as the plain role of the program. A schema that is older or newer than this program's is
    /// refused, and so is a role that row-level security does not bind.
    ///
    /// The connection is not encrypted: reach the server over its socket, the loopback interface or a private network.
    pub fn connect(url: &str) -> Result<Store, StoreError> {
        let server = postgres::Server::connect(postgres::parse(url)?)?;
        migration::check_server(&server)?;
        Ok(Store { home: Home::Server(server) })
    }

    /// Creates or updates the schema on a server, as the owner of the database: tables, row-level security, and a role
    /// `mainstay_app` without login that holds the rights on them. The role of the program is made once by hand:
    /// `CREATE ROLE mainstay LOGIN PASSWORD '…' IN ROLE mainstay_app`.
    pub fn migrate_postgres(owner_url: &str) -> Result<MigrationReport, StoreError> {
        migration::migrate_server(&postgres::parse(owner_url)?)
    }

    /// Runs `work` in a transaction of one business that is committed when it succeeds and rolled back when it fails.
    pub fn write<T, E: From<StoreError>>(
        &self,
        business: BusinessId,
        work: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = self.begin_write(business)?;
        let value = work(&mut tx)?;
        tx.commit()?;
        Ok(value)
    }

    /// Runs `work` on one unchanging state of a business. Writes inside are refused.
    pub fn read<T, E: From<StoreError>>(
        &self,
        business: BusinessId,
        work: impl FnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut tx = self.begin_read(business)?;
        let value = work(&mut tx)?;
        tx.commit()?;
        Ok(value)
    }

    /// Begins a write. Its business's head is locked at once, so that two writers of one business never meet later.
    pub fn begin_write(&self, business: BusinessId) -> Result<Tx, StoreError> {
        self.begin(Some(business), true)
    }

    /// Begins a read.
    pub fn begin_read(&self, business: BusinessId) -> Result<Tx, StoreError> {
        self.begin(Some(business), false)
    }

    /// Without a business only the directory's tables can be reached.
    pub(crate) fn begin(&self, business: Option<BusinessId>, writes: bool) -> Result<Tx, StoreError> {
        let connection = match &self.home {
            Home::File(file) => {
                let mut lent = if writes { file.writer()? } else { file.reader()? };
                lent.batch(if writes { "BEGIN IMMEDIATE" } else { "BEGIN" })?;
                Connection::Sqlite(Box::new(lent))
            }
            Home::Server(server) => {
                let mut lent = server.lend()?;
                let begin = if writes { "BEGIN" } else { "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" };
                match business {
                    // A number cannot carry SQL, and Citus passes on only a literal SET LOCAL.
                    Some(business) => lent.batch(&format!("{begin}; SET LOCAL app.business = '{business}'"))?,
                    None => lent.batch(begin)?,
                }
                Connection::Postgres(Box::new(lent))
            }
        };
        Tx::begun(connection, business, writes)
    }

    /// The tables that belong to no business: businesses, sessions, tokens, links.
    pub fn directory(&self) -> Directory {
        Directory::new(self.clone())
    }

    /// Which engine holds the data.
    pub fn engine(&self) -> Engine {
        match &self.home {
            Home::File(_) => Engine::Sqlite,
            Home::Server(_) => Engine::Postgres,
        }
    }

    /// Where the data is, as it may be shown: the file, or the server without user and password.
    pub fn location(&self) -> String {
        match &self.home {
            Home::File(file) => file.path.display().to_string(),
            Home::Server(server) => server.location.clone(),
        }
    }
}
