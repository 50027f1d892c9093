//! Data files: who may open them, who waits for whom, and what a crash leaves.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use store::testing::DataFile;
use store::{FileOptions, Replace, Store, StoreError, params};

const ADD_WORD: &str = "INSERT INTO words (business, word, kind, id) VALUES (:business, :word, 'kind', :id)";

/// Not a test of its own: what another process does, when the tests below start one.
#[test]
#[ignore = "run by the other tests as a second process"]
fn second_process() {
    let (Ok(path), Ok(role)) = (std::env::var("STORE_TEST_FILE"), std::env::var("STORE_TEST_ROLE")) else { return };
    let store = Store::open_file(Path::new(&path), &FileOptions::default()).unwrap();
    match role.as_str() {
        "hold" => {
            let tx = store.begin_write(1).unwrap();
            println!("holding");
            // Until the parent closes the pipe.
            let _ = std::io::stdin().read_line(&mut String::new());
            drop(tx);
        }
        "back up" => {
            let backup = std::env::var("STORE_TEST_BACKUP").unwrap();
            let refused = store.backup_to(Path::new(&backup), Replace::Yes);
            println!("backup refused: {}", refused.is_err());
        }
        _ => loop {
            let id = store.write(1, |tx| {
                let id = tx.next_id()?;
                tx.execute(ADD_WORD, &params! { word: format!("word {id}"), id })?;
                Ok::<_, StoreError>(id)
            });
            match id {
                Ok(id) => println!("kept {id}"),
                Err(error) => return println!("stopped: {error}"),
            }
        },
    }
}

fn second(role: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "files::second_process", "--ignored", "--nocapture"])
        .env("STORE_TEST_FILE", path)
        .env("STORE_TEST_ROLE", role)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The same where no file may grow beyond so many kilobytes, as on a disk that is full.
#[cfg(unix)]
fn second_with_little_room(role: &str, path: &Path, kilobytes: u32) -> Vec<String> {
    let output = Command::new("sh")
        // The signal would end the process before the write could fail.
        .args(["-c", &format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes * 2)])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "files::second_process", "--ignored", "--nocapture"])
        .env("STORE_TEST_FILE", path)
        .env("STORE_TEST_BACKUP", path.with_extension("backup"))
        .env("STORE_TEST_ROLE", role)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
#[cfg(unix)]
fn a_write_without_room_keeps_what_was_acknowledged() {
    let file = DataFile::new();
    file.open().directory().create_business("one", "2026").unwrap();
    let lines = second_with_little_room("write", &file.path(), 600);
    assert!(lines.iter().any(|line| line.contains("stopped: ")), "{lines:?}");
    let kept = lines.iter().filter(|line| line.contains("kept ")).count() as i64;
    assert!(kept > 1, "{lines:?}");
    let count: i64 =
        file.open().read(1, |tx| tx.query_one("SELECT COUNT(*) FROM words WHERE business = :business", &[])).unwrap();
    assert_eq!(count, kept);
}

#[test]
#[cfg(unix)]
fn a_backup_without_room_leaves_the_one_that_was_there() {
    let file = DataFile::new();
    let store = file.open();
    store.directory().create_business("one", "2026").unwrap();
    let backup = file.path().with_extension("backup");
    store.backup_to(&backup, Replace::No).unwrap();
    drop(store);
    let before = fs::read(&backup).unwrap();
    let lines = second_with_little_room("back up", &file.path(), 64);
    assert!(lines.iter().any(|line| line.contains("backup refused: true")), "{lines:?}");
    assert_eq!(fs::read(&backup).unwrap(), before);
    let files = fs::read_dir(file.folder()).unwrap().count();
    assert_eq!(files, 2, "nothing half-made stays behind");
}

#[test]
fn a_second_program_waits_and_then_says_busy() {
    let file = DataFile::new();
    file.open().directory().create_business("one", "2026").unwrap();
    let mut other = second("hold", &file.path());
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("holding")));
    let store = Store::open_file(&file.path(), &FileOptions { busy_wait: Duration::from_millis(200) }).unwrap();
    let begun = Instant::now();
    let refused = store.begin_write(1).map(drop);
    assert!(matches!(refused, Err(StoreError::Busy)), "{refused:?}");
    assert!(begun.elapsed() >= Duration::from_millis(200));
    let name: String =
        store.read(1, |tx| tx.query_one("SELECT name FROM businesses WHERE id = :business", &[])).unwrap();
    assert_eq!(name, "one", "reading goes on");
    drop(other.stdin.take());
    other.wait().unwrap();
    assert_eq!(store.write(1, store::Tx::next_id).unwrap(), 1);
}

#[test]
fn a_killed_writer_loses_nothing_it_acknowledged() {
    let file = DataFile::new();
    file.open().directory().create_business("one", "2026").unwrap();
    let mut other = second("write", &file.path());
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    let mut last = 0;
    while last < 200 {
        let line = lines.next().unwrap().unwrap();
        last = line.rsplit_once("kept ").map_or(last, |(_, id)| id.parse::<i64>().unwrap());
    }
    other.kill().unwrap();
    other.wait().unwrap();
    let store = file.open();
    let (count, most): (i64, i64) = store
        .read(1, |tx| tx.query_one("SELECT COUNT(*), MAX(id) FROM words WHERE business = :business", &[]))
        .unwrap();
    assert!(most >= last && count == most, "acknowledged {last}, found {count} up to {most}");
    assert_eq!(store.write(1, store::Tx::next_id).unwrap(), most + 1);
    let connection = rusqlite::Connection::open(file.path()).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

#[test]
fn writers_of_one_program_take_turns() {
    let file = DataFile::new();
    let store = file.open();
    store.directory().create_business("one", "2026").unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..25).for_each(|_| assert!(store.write(1, store::Tx::next_id).unwrap() > 0)));
        }
    });
    assert_eq!(store.write(1, store::Tx::next_id).unwrap(), 201);
}

#[test]
fn what_is_not_ours_is_refused_untouched() {
    let file = DataFile::new();
    let foreign = file.folder().join("foreign.db");
    let connection = rusqlite::Connection::open(&foreign).unwrap();
    connection.execute_batch("CREATE TABLE theirs (a)").unwrap();
    drop(connection);
    let text = file.folder().join("text.db");
    fs::write(&text, "Date,Amount\n2026-01-01,12.00\n".repeat(100)).unwrap();
    for path in [foreign, text] {
        let before = fs::read(&path).unwrap();
        let refused = Store::open_file(&path, &FileOptions::default()).map(drop);
        assert!(matches!(refused, Err(StoreError::NotADatabase { .. })), "{refused:?}");
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    let folder = Store::open_file(file.folder(), &FileOptions::default()).map(drop);
    assert!(folder.is_err());
}

#[test]
#[cfg(unix)]
fn only_the_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let file = DataFile::new();
    let store = file.open();
    store.directory().create_business("one", "2026").unwrap();
    let backup = file.folder().join("backup");
    store.backup_to(&backup, store::Replace::No).unwrap();
    let wal = file.folder().join("mainstay.db-wal");
    for path in [file.path(), wal, backup] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
}
