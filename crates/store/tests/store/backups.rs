//! Backup and restore, and what may go wrong.

use std::fs;
use std::process::Command;

use store::testing::{DataFile, PostgresDatabase, each_engine};
use store::{BusinessId, Engine, Head, Replace, Store, StoreError, params, restore_file};

/// A business with rows in several of the areas' tables, references and a chain.
fn fill(store: &Store, name: &str) -> BusinessId {
    let business = store.directory().create_business(name, "2026-01-01T00:00:00Z").unwrap();
    store
        .write(business, |tx| {
            tx.insert_rows(
                "INSERT INTO words (business, word, kind, id)",
                "",
                &(0..2_500).map(|id| (format!("w{id}"), name, id)).collect::<Vec<(String, &str, i64)>>(),
            )?;
            tx.execute(
                "INSERT INTO answered (business, key, command, input_hash, activity, outcome, kept_until)
                 VALUES (:business, 'key', 'command', :hash, 1, '{}', '2026-02-01')",
                &params! { hash: [3; 32] },
            )?;
            *tx.head()? = Head { next_id: 41, last_entry: 40, chain: [5; 32] };
            Ok::<_, StoreError>(())
        })
        .unwrap();
    business
}

/// Words, hashes and the head of a business.
type Contents = (Vec<(String, String, i64)>, Vec<[u8; 32]>, Head);

/// Everything that `fill` made, read back.
fn contents(store: &Store, business: BusinessId) -> Contents {
    store
        .read(business, |tx| {
            Ok::<_, StoreError>((
                tx.query("SELECT word, kind, id FROM words WHERE business = :business ORDER BY id", &[])?,
                tx.query("SELECT input_hash FROM answered WHERE business = :business", &[])?,
                tx.query_one("SELECT next_id, last_entry, chain FROM heads WHERE business = :business", &[])?,
            ))
        })
        .unwrap()
}

#[test]
fn a_business_moves_between_stores_unchanged() {
    each_engine(|from| {
        fill(&from, "other");
        let business = fill(&from, "moving");
        let place = DataFile::new();
        let backup = place.folder().join("moving.backup");
        from.backup_business_to(business, &backup, Replace::No).unwrap();
        each_engine(|to| {
            fill(&to, "already here");
            let restored = to.restore_business(&backup, None).unwrap();
            assert_eq!(contents(&to, restored), contents(&from, business));
            let twice = to.restore_business(&backup, None);
            assert!(matches!(twice, Err(StoreError::UniqueViolation)), "{twice:?}");
            let renamed = to.restore_business(&backup, Some("renamed")).unwrap();
            assert_eq!(contents(&to, renamed), contents(&from, business));
            assert_eq!(to.directory().businesses().unwrap().len(), 3);
        });
        assert_eq!(leftovers(&place), ["moving.backup"]);
        assert_eq!(from.engine() == Engine::Postgres, from.backup_to(&backup, Replace::Yes).is_err());
    });
}

fn leftovers(place: &DataFile) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(place.folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_data_file_comes_back_whole() {
    let place = DataFile::new();
    let backup = place.folder().join("all.backup");
    let (first, second) = {
        let store = place.open();
        let ids = (fill(&store, "first"), fill(&store, "second"));
        store.backup_to(&backup, Replace::No).unwrap();
        let again = store.backup_to(&backup, Replace::No);
        assert!(matches!(again, Err(StoreError::AlreadyThere { .. })), "{again:?}");
        store.backup_to(&backup, Replace::Yes).unwrap();
        // What happens after the backup is not in it.
        store.write(ids.0, |tx| tx.execute("DELETE FROM words WHERE business = :business", &[])).unwrap();
        let in_use = restore_file(&backup, &place.path(), Replace::Yes);
        assert!(matches!(in_use, Err(StoreError::Busy)), "{in_use:?}");
        ids
    };
    let kept = restore_file(&backup, &place.path(), Replace::No);
    assert!(matches!(kept, Err(StoreError::AlreadyThere { .. })), "{kept:?}");
    let report = restore_file(&backup, &place.path(), Replace::Yes).unwrap();
    assert_eq!(report.businesses, ["first", "second"]);
    let store = place.open();
    assert_eq!(contents(&store, first).0.len(), 2_500);
    assert_eq!(contents(&store, second).2.next_id, 41);
    drop(store);
    assert_eq!(leftovers(&place), ["all.backup", "mainstay.db", "mainstay.db.before-restore"]);

    let elsewhere = DataFile::new();
    let path = elsewhere.folder().join("new/folder/mainstay.db");
    restore_file(&backup, &path, Replace::No).unwrap();
    let store = Store::open_file(&path, &store::FileOptions::default()).unwrap();
    assert_eq!(contents(&store, first).0.len(), 2_500);
}

#[test]
fn the_ordinary_tool_opens_a_backup() {
    let place = DataFile::new();
    let backup = place.folder().join("all.backup");
    place.open().backup_to(&backup, Replace::No).unwrap();
    let Ok(tool) = Command::new("zstd").args(["--decompress", "--stdout"]).arg(&backup).output() else {
        // The format itself is checked by every restore; this test adds the tool where it is installed.
        return;
    };
    assert!(tool.status.success());
    assert!(tool.stdout.starts_with(b"SQLite format 3\0"));
}

#[test]
fn a_bad_backup_changes_nothing() {
    let place = DataFile::new();
    let store = place.open();
    let business = fill(&store, "kept");
    let good = place.folder().join("good.backup");
    store.backup_to(&good, Replace::No).unwrap();
    drop(store);
    let bytes = fs::read(&good).unwrap();
    let compressed = |bytes: &[u8]| zstd::encode_all(bytes, 1).unwrap();
    let plain = zstd::decode_all(bytes.as_slice()).unwrap();
    let mut damaged = plain.clone();
    for byte in damaged.iter_mut().skip(8 * 4096).step_by(7) {
        *byte = 0xff;
    }
    let mut flipped = bytes.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    let cases = [
        ("empty", Vec::new()),
        ("text", b"not a backup".to_vec()),
        ("cut", bytes[..bytes.len() / 2].to_vec()),
        ("flipped", flipped),
        ("compressed text", compressed(b"not a database")),
        ("damaged pages", compressed(&damaged)),
        ("cut database", compressed(&plain[..plain.len() / 2])),
    ];
    for (name, content) in cases {
        let bad = place.folder().join("bad.backup");
        fs::write(&bad, content).unwrap();
        let refused = restore_file(&bad, &place.path(), Replace::Yes);
        assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "{name}: {refused:?}");
        let refused = place.open().restore_business(&bad, None);
        assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "{name}: {refused:?}");
        assert_eq!(contents(&place.open(), business).0.len(), 2_500, "{name}");
    }
    let missing = restore_file(&place.folder().join("none"), &place.path(), Replace::Yes);
    assert!(matches!(missing, Err(StoreError::File { .. })), "{missing:?}");
    assert_eq!(leftovers(&place), ["bad.backup", "good.backup", "mainstay.db"]);
}

#[test]
fn several_businesses_do_not_become_one() {
    let place = DataFile::new();
    let store = place.open();
    fill(&store, "first");
    fill(&store, "second");
    let backup = place.folder().join("all.backup");
    store.backup_to(&backup, Replace::No).unwrap();
    let database = PostgresDatabase::new();
    let refused = database.connect().restore_business(&backup, None);
    assert!(matches!(refused, Err(StoreError::BadBackup { .. })), "{refused:?}");
}
