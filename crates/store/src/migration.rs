//! Bringing a database forward to the schema this program knows, and refusing what it does not know.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use postgres::{Config, NoTls};

use crate::migration_text::{MIGRATIONS, Migration, newest, statements};
use crate::sqlite::{APPLICATION_ID, File, statistics};
use crate::{Engine, StoreError, postgres as server};

const CREATE_VERSIONS: &str =
    "CREATE TABLE IF NOT EXISTS schema_versions (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)";
const NEWEST_VERSION: &str = "SELECT COALESCE(MAX(number), 0) FROM schema_versions";

/// Two owners who migrate at once wait for each other by this number.
const MIGRATION_LOCK: i64 = 0x4d6e_7374;

/// What a migration did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationReport {
    /// The schema before; 0 for an empty database.
    pub from: i64,
    /// The schema now.
    pub to: i64,
}

/// Brings a data file forward as far as a schema, each step in a transaction of its own, after copying it.
pub(crate) fn migrate_file(file: &Arc<File>, schema: i64) -> Result<MigrationReport, StoreError> {
    let mut lent = file.writer()?;
    let connection = &mut lent.session()?.connection;
    let from = file_version(connection)?;
    refuse_newer(from, || file.path.display().to_string())?;
    if from > 0 && from < schema {
        copy_before(connection, &file.path, from + 1)?;
    }
    for migration in MIGRATIONS.iter().filter(|migration| migration.number > from && migration.number <= schema) {
        let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another program may have taken this step while we waited.
        if file_version(&step)? < migration.number {
            step.pragma_update(None, "application_id", APPLICATION_ID)?;
            step.execute_batch(&for_file(CREATE_VERSIONS))?;
            for statement in statements(migration.text, Engine::Sqlite) {
                step.execute(&statement, []).map_err(|error| named(migration, error.into()))?;
            }
            step.execute(
                "INSERT INTO schema_versions (number, name) VALUES (?1, ?2)",
                (migration.number, migration.name),
            )?;
        }
        step.commit()?;
    }
    if from < schema || !statistics::present(connection)? {
        statistics::write(connection)?;
    }
    Ok(MigrationReport { from, to: schema })
}

/// Makes the tables of a schema in an empty SQLite database.
pub(crate) fn make_tables(connection: &rusqlite::Connection, schema: i64) -> Result<(), StoreError> {
    connection.execute_batch(&for_file(CREATE_VERSIONS))?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.number <= schema) {
        for statement in statements(migration.text, Engine::Sqlite) {
            connection.execute(&statement, []).map_err(|error| named(migration, error.into()))?;
        }
    }
    Ok(())
}

fn for_file(create: &str) -> String {
    format!("{} STRICT", create.replace("BIGINT", "INTEGER"))
}

/// The schema of a data file: 0 for an empty one.
pub(crate) fn file_version(connection: &rusqlite::Connection) -> Result<i64, StoreError> {
    let known: i64 =
        connection
            .query_row("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'schema_versions'", [], |row| row.get(0))?;
    if known == 0 {
        return Ok(0);
    }
    Ok(connection.query_row(NEWEST_VERSION, [], |row| row.get(0))?)
}

pub(crate) fn refuse_newer(found: i64, location: impl FnOnce() -> String) -> Result<(), StoreError> {
    if found > newest() {
        return Err(StoreError::NewerSchema { location: location(), found, known: newest() });
    }
    Ok(())
}

/// A copy of the file as it was, named after the step that is about to be taken.
fn copy_before(connection: &rusqlite::Connection, path: &Path, number: i64) -> Result<(), StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{number:04}"));
    let copy = PathBuf::from(name);
    // What an interrupted attempt left behind is worth less than the file itself.
    match std::fs::remove_file(&copy) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(StoreError::file(&copy, error)),
        _ => {}
    }
    connection.execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
    let written = std::fs::File::open(&copy).map_err(|source| StoreError::file(&copy, source))?;
    written.sync_all().map_err(|source| StoreError::file(&copy, source))
}

fn named(migration: &Migration, error: StoreError) -> StoreError {
    StoreError::Other(format!("migration {:04}-{}: {error}", migration.number, migration.name))
}

/// Brings the database of a server forward.
pub(crate) fn migrate_server(config: &Config) -> Result<MigrationReport, StoreError> {
    let mut client = config.connect(NoTls)?;
    client.execute("SELECT pg_advisory_lock($1)", &[&MIGRATION_LOCK])?;
    make_role(&mut client)?;
    client.batch_execute(&format!("{CREATE_VERSIONS}; GRANT SELECT ON schema_versions TO mainstay_app"))?;
    let from: i64 = client.query_one(NEWEST_VERSION, &[])?.try_get(0)?;
    refuse_newer(from, || server::shown(config))?;
    for migration in MIGRATIONS.iter().filter(|migration| migration.number > from) {
        let mut step = client.transaction()?;
        for statement in statements(migration.text, Engine::Postgres) {
            step.batch_execute(&statement).map_err(|error| named(migration, error.into()))?;
        }
        step.execute(
            "INSERT INTO schema_versions (number, name) VALUES ($1, $2)",
            &[&migration.number, &migration.name],
        )?;
        step.commit()?;
    }
    Ok(MigrationReport { from, to: newest() })
}

/// The role that holds the rights on the tables, once per server.
fn make_role(client: &mut postgres::Client) -> Result<(), StoreError> {
    let there = "SELECT COUNT(*) FROM pg_roles WHERE rolname = 'mainstay_app'";
    if client.query_one(there, &[])?.try_get::<_, i64>(0)? == 0 {
        client.batch_execute("CREATE ROLE mainstay_app NOLOGIN")?;
    }
    Ok(())
}

/// Refuses a schema that is not exactly this program's, and a role that could read past the row security.
pub(crate) fn check_server(server: &server::Server) -> Result<(), StoreError> {
    let mut lent = server.lend()?;
    let client = lent.client();
    let role = client
        .query_one("SELECT rolname::text, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user", &[])?;
    if role.try_get(1)? {
        return Err(StoreError::UnsafeRole { role: role.try_get(0)? });
    }
    let there = client.query_one("SELECT to_regclass('schema_versions') IS NOT NULL", &[])?.try_get(0)?;
    let found: i64 = if there { client.query_one(NEWEST_VERSION, &[])?.try_get(0)? } else { 0 };
    refuse_newer(found, || server.location.clone())?;
    if found < newest() {
        return Err(StoreError::OlderSchema { location: server.location.clone(), found, known: newest() });
    }
    Ok(())
}
