//! Databases for tests: every test of a crate that stores something runs on both engines through [`each_engine`].
//!
//! SQLite gets a fresh file. PostgreSQL gets a fresh database on the server that `MAINSTAY_TEST_POSTGRES` names (the
//! address of an owner), or else on a private server which is started on demand from the installed binaries, listens on
//! a socket in the temporary folder only, and is shared by all test processes. The store connects as a plain role, so
//! that row-level security is in force as it is for users.

mod cluster;

use std::path::Path;
use std::sync::OnceLock;

use postgres::NoTls;
use tempfile::TempDir;

use crate::migration_text::fingerprint;
use crate::sql::Sql;
use crate::{Engine, FileOptions, Store};

/// The role the tests' stores connect as.
const ROLE: &str = "mainstay_test";

/// Runs a test on a fresh database of each engine.
#[expect(clippy::print_stderr, reason = "the output of a failed test says on which engine it failed")]
pub fn each_engine(test: impl Fn(Store)) {
    eprintln!("on SQLite:");
    let file = DataFile::new();
    test(file.open());
    eprintln!("on PostgreSQL:");
    let database = PostgresDatabase::new();
    test(database.connect());
}

/// Runs a test of one business, whose number is given, on a fresh database of each engine.
pub fn each_engine_with_business(test: impl Fn(Store, crate::BusinessId)) {
    each_engine(|store| {
        let created = store.directory().create_business("Test", "2026-01-01T00:00:00Z");
        let business = created.unwrap_or_else(|error| panic!("a business can be made: {error}"));
        test(store, business);
    });
}

/// A place for a data file, removed with its folder when dropped.
pub struct DataFile {
    folder: TempDir,
}

impl DataFile {
    /// A new, empty place.
    #[expect(clippy::new_without_default, reason = "making one writes to the disk")]
    pub fn new() -> DataFile {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("a temporary folder can be made: {error}"));
        DataFile { folder }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the data file is, or will be.
    pub fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("mainstay.db")
    }

    /// Opens the file as a program of an earlier schema would have made it.
    pub fn open_older(&self, schema: i64) -> Store {
        Store::open_older_file(&self.path(), schema).unwrap_or_else(|error| panic!("an older file opens: {error}"))
    }

    /// Opens the file.
    pub fn open(&self) -> Store {
        Store::open_file(&self.path(), &FileOptions::default())
            .unwrap_or_else(|error| panic!("a new file opens: {error}"))
    }
}

/// A database of its own on the test server, removed when dropped.
pub struct PostgresDatabase {
    name: String,
    server: &'static cluster::Server,
}

impl PostgresDatabase {
    /// A database with the newest schema and no rows.
    #[expect(clippy::new_without_default, reason = "making one talks to a server")]
    pub fn new() -> PostgresDatabase {
        let template = template();
        Self::create(&format!(" TEMPLATE {template}"))
    }

    /// A database without any schema.
    pub fn empty() -> PostgresDatabase {
        Self::create("")
    }

    fn create(clause: &str) -> PostgresDatabase {
        use std::sync::atomic::{AtomicU32, Ordering};
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = cluster::server();
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let started =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_micros());
        let name = format!("mainstay_test_{}_{started}_{number}", std::process::id());
        owner_runs(server, &format!("CREATE DATABASE {name}{clause}"));
        PostgresDatabase { name, server }
    }

    /// The address for the owner of the database, who migrates.
    pub fn owner_url(&self) -> String {
        self.server.url(None, &self.name)
    }

    /// The address for the program.
    pub fn url(&self) -> String {
        self.server.url(Some(ROLE), &self.name)
    }

    /// Opens the database as the program does.
    pub fn connect(&self) -> Store {
        Store::connect(&self.url()).unwrap_or_else(|error| panic!("the test database opens: {error}"))
    }

    /// Runs a statement as the owner of the database.
    pub fn owner_runs(&self, sql: &str) {
        owner_runs_in(&self.owner_url(), sql);
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        if let Ok(mut client) = postgres::Client::connect(&self.server.url(None, "postgres"), NoTls) {
            // What stays behind is one unused database on a server for tests.
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

fn owner_runs(server: &cluster::Server, sql: &str) {
    owner_runs_in(&server.url(None, "postgres"), sql);
}

fn owner_runs_in(url: &str, sql: &str) {
    let mut client =
        postgres::Client::connect(url, NoTls).unwrap_or_else(|error| panic!("the test server answers: {error}"));
    client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {:?}", error.as_db_error()));
}

/// The migrated database that all others are copied from, made once per state of the migrations.
fn template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("mainstay_template_{}", fingerprint());
        let server = cluster::server();
        let url = server.url(None, "postgres");
        let make = || -> Result<(), Box<dyn std::error::Error>> {
            let mut client = postgres::Client::connect(&url, NoTls)?;
            // Test processes take turns.
            client.batch_execute("SELECT pg_advisory_lock(20260101)")?;
            if client.query_opt("SELECT 1 FROM pg_database WHERE datname = $1", &[&name])?.is_some() {
                return Ok(());
            }
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}_new WITH (FORCE)"))?;
            client.batch_execute(&format!("CREATE DATABASE {name}_new"))?;
            Store::migrate_postgres(&server.url(None, &format!("{name}_new")))?;
            if client.query_opt("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&ROLE])?.is_none() {
                client.batch_execute(&format!("CREATE ROLE {ROLE} LOGIN PASSWORD '{ROLE}' IN ROLE mainstay_app"))?;
            }
            client.batch_execute(&format!("ALTER DATABASE {name}_new RENAME TO {name}"))?;
            Ok(())
        };
        make()
            .unwrap_or_else(|error| panic!("the template database {name} can be made: {error}: {:?}", error.source()));
        name
    })
}

/// Prepares a statement on both engines, as it will be prepared when it runs. The error names the engine.
pub fn prepares_everywhere(sql: &str) -> Result<(), String> {
    static STORES: OnceLock<(DataFile, Store, PostgresDatabase)> = OnceLock::new();
    let (file, _store, database) = STORES.get_or_init(|| {
        let file = DataFile::new();
        let store = file.open();
        (file, store, PostgresDatabase::new())
    });
    let parsed = Sql::parse(sql);
    let connection = rusqlite::Connection::open(file.path()).map_err(|error| error.to_string())?;
    connection.prepare(&parsed.text).map_err(|error| format!("{:?}: {error}: {sql}", Engine::Sqlite))?;
    let mut client = postgres::Client::connect(&database.url(), NoTls).map_err(|error| error.to_string())?;
    client.prepare(&parsed.dollar).map_err(|error| {
        let message = error.as_db_error().map_or_else(|| error.to_string(), |database| database.message().to_owned());
        format!("{:?}: {message}: {sql}", Engine::Postgres)
    })?;
    Ok(())
}
