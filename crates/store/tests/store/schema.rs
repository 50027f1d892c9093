//! The schema: forward, never backward, the same on both engines.

use std::fs;

use store::testing::{DataFile, PostgresDatabase, prepares_everywhere};
use store::{FileOptions, Store, StoreError};

fn newest() -> i64 {
    let files = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations")).unwrap();
    files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "sql")).count() as i64
}

#[test]
fn no_migration_is_forgotten() {
    let file = DataFile::new();
    drop(file.open());
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    let found: i64 = connection.query_row("SELECT MAX(number) FROM schema_versions", [], |row| row.get(0)).unwrap();
    assert_eq!(found, newest());
}

#[test]
fn a_newer_file_is_refused() {
    let file = DataFile::new();
    drop(file.open());
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    connection.execute("INSERT INTO schema_versions (number, name) VALUES (9999, 'later')", []).unwrap();
    drop(connection);
    let refused = Store::open_file(&file.path(), &FileOptions::default()).map(drop);
    assert!(matches!(refused, Err(StoreError::NewerSchema { found: 9999, .. })), "{refused:?}");
}

#[test]
fn an_older_file_is_copied_and_brought_forward() {
    let file = DataFile::new();
    drop(file.open_older(1));
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    let last = newest();
    connection.execute("INSERT INTO businesses VALUES (1, 'one', '2026')", []).unwrap();
    drop(connection);
    let store = file.open();
    assert_eq!(store.directory().businesses().unwrap().len(), 1);
    let copy = rusqlite::Connection::open(file.folder().join("mainstay.db.before-0002")).unwrap();
    let schema: i64 = copy.query_row("SELECT MAX(number) FROM schema_versions", [], |row| row.get(0)).unwrap();
    let names: i64 = copy.query_row("SELECT COUNT(*) FROM businesses", [], |row| row.get(0)).unwrap();
    assert_eq!((schema, names), (1, 1));
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    let schema: i64 = connection.query_row("SELECT MAX(number) FROM schema_versions", [], |row| row.get(0)).unwrap();
    assert_eq!(schema, last);
}

#[test]
fn a_server_is_migrated_by_its_owner_and_used_by_a_plain_role() {
    let database = PostgresDatabase::empty();
    let refused = Store::connect(&database.url()).map(drop);
    assert!(matches!(refused, Err(StoreError::OlderSchema { found: 0, .. })), "{refused:?}");
    let report = Store::migrate_postgres(&database.owner_url()).unwrap();
    assert_eq!((report.from, report.to), (0, newest()));
    let report = Store::migrate_postgres(&database.owner_url()).unwrap();
    assert_eq!((report.from, report.to), (newest(), newest()));
    Store::connect(&database.url()).unwrap().directory().create_business("one", "2026").unwrap();
    let refused = Store::connect(&database.owner_url()).map(drop);
    assert!(matches!(refused, Err(StoreError::UnsafeRole { .. })), "{refused:?}");
    database.owner_runs("INSERT INTO schema_versions (number, name) VALUES (9999, 'later')");
    let refused = Store::connect(&database.url()).map(drop);
    assert!(matches!(refused, Err(StoreError::NewerSchema { found: 9999, .. })), "{refused:?}");
    let gone = Store::connect("postgres://nobody@%2Fnowhere/none").map(drop);
    assert!(matches!(gone, Err(StoreError::Connection { .. })), "{gone:?}");
}

#[test]
fn every_table_with_a_business_has_row_security() {
    let store = PostgresDatabase::new();
    let open = store.connect();
    open.directory().create_business("one", "2026").unwrap();
    let unprotected: Vec<String> = open
        .read(1, |tx| {
            tx.query(
                "SELECT CAST(c.relname AS TEXT) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                 WHERE c.relkind = 'r' AND a.attname = 'business' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                   AND c.relnamespace = to_regnamespace('public') ORDER BY 1",
                &[],
            )
        })
        .unwrap();
    // database.md lists these: they turn an outside identifier into a business.
    assert_eq!(unprotected, ["job_heads", "links", "sessions", "tokens"]);
}

#[test]
fn statements_are_prepared_on_both_engines() {
    prepares_everywhere("SELECT name FROM businesses WHERE id = :business AND name <> ':x' AND created_at = :at")
        .unwrap();
    // (statement, engine that refuses it)
    let cases = [
        ("SELECT name FROM nowhere WHERE business = :business", "Sqlite"),
        ("SELECT rowid FROM heads WHERE business = :business", "Postgres"),
        ("SELECT ARRAY[1] FROM heads WHERE business = :business", "Sqlite"),
    ];
    for (sql, engine) in cases {
        let refused = prepares_everywhere(sql).unwrap_err();
        assert!(refused.starts_with(engine), "{refused}");
    }
}
