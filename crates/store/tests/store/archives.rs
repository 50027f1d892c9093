//! Archives: the same bytes from either engine, and nothing kept of one that is damaged.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use store::testing::{DataFile, each_engine};
use store::{ArchiveError, ArchiveReader, ArchiveReport, BusinessId, Head, Store, StoreError, Value};

/// Rows of a business: any texts, bytes of any length, numbers to both ends of their range.
#[derive(Debug, Clone)]
struct Rows {
    parties: Vec<String>,
    salts: Vec<Vec<u8>>,
    numbers: Vec<i64>,
}

fn any_rows() -> impl Strategy<Value = Rows> {
    let texts = proptest::collection::vec("[^\\x00]{0,40}", 0..30);
    let bytes = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..100), 0..20);
    let numbers = proptest::collection::vec(any::<i64>(), 0..20);
    (texts, bytes, numbers).prop_map(|(parties, salts, numbers)| Rows { parties, salts, numbers })
}

fn fill(store: &Store, name: &str, rows: &Rows) -> BusinessId {
    let business = store.directory().create_business(name, "2026-01-01T00:00:00Z").unwrap();
    store
        .write(business, |tx| {
            let mut id = 0;
            let mut next = || {
                id += 1;
                id
            };
            let parties: Vec<(i64, &String, String)> =
                rows.parties.iter().map(|text| (next(), text, format!("{}", next()))).collect();
            tx.insert_rows("INSERT INTO parties (business, id, name, name_key)", "", &parties)?;
            let texts: Vec<(i64, &String, &String, Option<i64>)> =
                rows.parties.iter().map(|text| (next(), text, text, None)).collect();
            tx.insert_rows("INSERT INTO entry_texts (business, entry, text, note, party)", "", &texts)?;
            let entries: Vec<Vec<Value<'static>>> = rows
                .salts
                .iter()
                .map(|salt| {
                    let blob = || Value::Blob(salt.clone().into());
                    let (number, zero) = (Value::Int(next()), || Value::Int(0));
                    vec![number, Value::Text("2026-01-01".into()), zero(), Value::Text("".into()), zero(), zero(), blob(), blob(), blob()]
                })
                .collect();
            tx.insert_rows(
                "INSERT INTO entries (business, number, posted_on, reverses, source_kind, source, activity, salt, text_digest, hash)",
                "",
                &entries,
            )?;
            let words: Vec<(String, &str, i64)> =
                rows.numbers.iter().map(|number| (number.to_string(), "k", *number)).collect();
            tx.insert_rows("INSERT INTO words (business, word, kind, id)", "ON CONFLICT DO NOTHING", &words)?;
            tx.execute(
                "INSERT INTO answered (business, key, command, input_hash, activity, outcome, kept_until)
                 VALUES (:business, 'key', 'command', :hash, 1, '{}', '2026-02-01')",
                &store::params! { hash: [3; 32] },
            )?;
            *tx.head()? = Head { next_id: 4_100, last_entry: 40, chain: [5; 32] };
            Ok::<_, StoreError>(())
        })
        .unwrap();
    business
}

fn written(store: &Store, business: BusinessId) -> (Vec<u8>, ArchiveReport) {
    let mut bytes = Vec::new();
    let report = store.begin_read(business).unwrap().write_archive("1.0.0", &mut bytes, &mut |_, _| true).unwrap();
    (bytes, report)
}

fn read(store: &Store, archive: &[u8], name: Option<&str>) -> Result<BusinessId, StoreError> {
    let reader = ArchiveReader::open(archive)?;
    let header = reader.header().clone();
    let name = name.unwrap_or(&header.business.name);
    let mut tx = store.directory().begin_business(name, &header.business.created_at)?;
    reader.read_into(&mut tx, &mut |_, _| true)?;
    let business = tx.business();
    tx.commit()?;
    Ok(business)
}

#[test]
fn an_archive_of_what_was_read_back_is_the_same_bytes_on_every_engine() {
    each_engine(|from| {
        let count = std::cell::Cell::new(0);
        each_engine(|to| {
            let mut runner = TestRunner::new(Config { cases: 12, ..Config::default() });
            runner
                .run(&any_rows(), |rows| {
                    count.set(count.get() + 1);
                    let name = format!("moving {}", count.get());
                    let business = fill(&from, &name, &rows);
                    let (archive, report) = written(&from, business);
                    let arrived = read(&to, &archive, None).unwrap();
                    let (again, same) = written(&to, arrived);
                    prop_assert_eq!(String::from_utf8(again), String::from_utf8(archive.clone()));
                    prop_assert_eq!(report, same);
                    let text = String::from_utf8(archive).unwrap();
                    prop_assert!(!text.contains("\"answered\"") && !text.contains("\"tokens\""));
                    Ok(())
                })
                .unwrap();
        });
    });
}

fn rows() -> Rows {
    Rows {
        parties: (0..40).map(|number| format!("Party {number}")).collect(),
        salts: vec![vec![1, 2, 3]; 3],
        numbers: (0..1_500).collect(),
    }
}

#[test]
fn a_damaged_archive_is_refused_whole_with_the_reason() {
    each_engine(|store| {
        let business = fill(&store, "whole", &rows());
        let (archive, _) = written(&store, business);
        let text = String::from_utf8(archive).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let without =
            |gone: &dyn Fn(&str) -> bool| lines.iter().filter(|line| !gone(line)).copied().collect::<String>();
        let start = lines.iter().position(|line| line.contains("\"table\":\"shares\"")).unwrap();
        let no_section: String = [&lines[..start], &lines[start + 2..]].concat().concat();
        // (what was done to the file, the file, a part of the reason)
        let cases: Vec<(&str, String, &str)> = vec![
            ("empty", String::new(), "not an archive"),
            ("something else", "{\"hello\":1}\n".into(), "not an archive"),
            ("a later form", text.replacen("archive\":1", "archive\":2", 1), "does not know"),
            ("a later schema", text.replacen("\"schema\":", "\"schema\":9", 1), "newer version"),
            ("no number", text.replacen("archive\":1", "archive\":\"x\"", 1), "does not know"),
            ("one letter", text.replacen("Party 7\"", "Party 8\"", 1), "parties do not match their sum"),
            ("one number", text.replacen("[\"77\",\"k\",77]", "[\"77\",\"k\",78]", 1), "words do not match their sum"),
            ("a row gone", without(&|line| line.contains("[\"77\",")), "words do not match their sum"),
            ("a section gone", no_section, "the table shares has to follow here"),
            ("another column", text.replacen("\"name_key\"", "\"name_kay\"", 1), "the table parties has to follow"),
            (
                "a wrong type",
                text.replacen("[\"77\",\"k\",77]", "[\"77\",\"k\",\"77\"]", 1),
                "not a row of the table words",
            ),
            ("a fraction", text.replacen("[\"77\",\"k\",77]", "[\"77\",\"k\",7.7]", 1), "not a row of the table words"),
            (
                "a row too long",
                text.replacen("[\"77\",\"k\",77]", "[\"77\",\"k\",77,1]", 1),
                "not a row of the table words",
            ),
            ("the last line gone", lines[..lines.len() - 1].concat(), "ends too early"),
            ("cut in a line", text[..text.len() / 2].into(), "ends too early"),
            ("cut before its end", text[..text.len() - 1].into(), "ends too early"),
            ("more behind it", format!("{text}[]\n"), "something follows"),
            ("another name", text.replacen("\"whole\"", "\"while\"", 1), "last line does not match"),
            ("another end of the chain", text.replacen("0505", "0506", 1), "last line does not match"),
            ("no chain", text.replacen("0505", "05xx", 1), "not what has to stand"),
            ("a count", text.replacen("\"rows\":", "\"rows\":1", 1), "last line does not match"),
        ];
        for (what, file, reason) in cases {
            let refused = read(&store, file.as_bytes(), Some("arriving"));
            let said = refused.map_err(|error| error.to_string()).unwrap_err();
            assert!(said.contains(reason), "{what}: {said}");
            assert_eq!(store.directory().businesses().unwrap().len(), 1, "{what} left a business behind");
        }
        read(&store, text.as_bytes(), Some("arriving")).unwrap();
    });
}

#[test]
fn any_bytes_are_an_archive_or_a_reason() {
    let place = DataFile::new();
    let store = place.open();
    let business = fill(&store, "whole", &rows());
    let (archive, _) = written(&store, business);
    let mut runner = TestRunner::new(Config { cases: 60, ..Config::default() });
    let change = (0..archive.len(), any::<u8>());
    runner
        .run(&proptest::collection::vec(change, 1..4), |changes| {
            let mut bytes = archive.clone();
            changes.iter().for_each(|(at, byte)| bytes[*at] = *byte);
            if bytes != archive {
                prop_assert!(read(&store, &bytes, Some("arriving")).is_err());
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn work_that_is_stopped_leaves_nothing() {
    each_engine(|store| {
        let business = fill(&store, "whole", &rows());
        let stopped = store.begin_read(business).unwrap().write_archive("1", &mut Vec::new(), &mut |_, _| false);
        assert!(matches!(stopped, Err(ArchiveError::Store(StoreError::Stopped))));
        let (archive, _) = written(&store, business);
        let mut tx = store.directory().begin_business("arriving", "2026-01-01T00:00:00Z").unwrap();
        let reader = ArchiveReader::open(archive.as_slice()).unwrap();
        assert!(matches!(reader.read_into(&mut tx, &mut |_, _| false), Err(StoreError::Stopped)));
        drop(tx);
        assert_eq!(store.directory().businesses().unwrap().len(), 1);
    });
}
