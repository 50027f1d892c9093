//! Reading, writing, savepoints, heads and buffers.

use store::testing::{each_engine, each_engine_with_business};
use store::{Buffered, BusinessId, FromRow, Store, StoreError, Tx, Value, params};

const ADD: &str = "INSERT INTO links (token_hash, business, kind, created_at, expires_at)
     VALUES (:hash, :business, :kind, '2026-01-01', :expires)";
const KINDS: &str = "SELECT kind FROM links WHERE business = :business ORDER BY kind";

fn hash(number: u8) -> [u8; 32] {
    [number; 32]
}

fn add(tx: &mut Tx, number: u8, kind: &str) -> Result<(), StoreError> {
    tx.execute(ADD, &params! { hash: hash(number), kind, "expires": "2027-01-01" })?;
    Ok(())
}

fn kinds(store: &Store, business: BusinessId) -> Vec<String> {
    store.read(business, |tx| tx.query(KINDS, &params! {})).unwrap()
}

#[test]
fn a_write_stays_only_when_it_succeeds() {
    each_engine_with_business(|store, business| {
        store.write(business, |tx| add(tx, 1, "kept")).unwrap();
        let failed: Result<(), StoreError> = store.write(business, |tx| {
            add(tx, 2, "lost")?;
            Err(StoreError::NoRow)
        });
        assert!(matches!(failed, Err(StoreError::NoRow)));
        drop(store.begin_write(business).map(|mut tx| add(&mut tx, 3, "dropped")));
        assert_eq!(kinds(&store, business), ["kept"]);
    });
}

#[test]
fn a_read_cannot_write() {
    each_engine_with_business(|store, business| {
        let refused = store.read(business, |tx| add(tx, 1, "never"));
        assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
        let refused: Result<i64, _> = store.read(business, Tx::next_id);
        assert!(matches!(refused, Err(StoreError::ReadOnly)), "{refused:?}");
        assert!(kinds(&store, business).is_empty());
    });
}

#[test]
fn a_read_sees_one_state() {
    each_engine_with_business(|store, business| {
        store.write(business, |tx| add(tx, 1, "before")).unwrap();
        let mut reader = store.begin_read(business).unwrap();
        let first: Vec<String> = reader.query(KINDS, &[]).unwrap();
        store.write(business, |tx| add(tx, 2, "since")).unwrap();
        let second: Vec<String> = reader.query(KINDS, &[]).unwrap();
        assert_eq!(first, second);
        assert_eq!(kinds(&store, business).len(), 2);
    });
}

#[test]
fn errors_are_recognised() {
    each_engine_with_business(|store, business| {
        let twice = store.write(business, |tx| add(tx, 1, "once").and_then(|()| add(tx, 1, "twice")));
        assert!(matches!(twice, Err(StoreError::UniqueViolation)), "{twice:?}");
        let orphan = store.write(business, |tx| {
            tx.execute(
                "INSERT INTO tokens (token_hash, business, id, name, scopes, created_at)
                 VALUES (:hash, 99, :business, 'a', 'b', 'c')",
                &params! { hash: hash(1) },
            )
        });
        assert!(matches!(orphan, Err(StoreError::ForeignKeyViolation)), "{orphan:?}");
        let empty =
            store.write(business, |tx| tx.execute("UPDATE businesses SET name = NULL WHERE id = :business", &[]));
        assert!(matches!(empty, Err(StoreError::ConstraintViolation)), "{empty:?}");
        let unnamed = store.write(business, |tx| tx.execute(ADD, &params! { hash: hash(1) }));
        assert!(matches!(unnamed, Err(StoreError::MissingParameter { name }) if name == "kind"));
        let unread: Result<i64, _> =
            store.read(business, |tx| tx.query_one("SELECT name FROM businesses WHERE id = :business", &[]));
        assert!(matches!(unread, Err(StoreError::Decode { column }) if column == "name"));
        let none: Result<i64, _> =
            store.read(business, |tx| tx.query_one("SELECT id FROM businesses WHERE id = -1", &[]));
        assert!(matches!(none, Err(StoreError::NoRow)));
        let nobody = store.begin_write(77).map(drop);
        assert!(matches!(nobody, Err(StoreError::NoBusiness { business: 77 })), "{nobody:?}");
    });
}

#[test]
fn a_sum_that_overflows_is_an_error() {
    each_engine_with_business(|store, business| {
        store
            .write(business, |tx| {
                tx.execute(
                    "UPDATE heads SET last_entry = :most WHERE business = :business",
                    &params! { most: i64::MAX },
                )
            })
            .unwrap();
        let sum: Result<i64, _> = store.read(business, |tx| {
            tx.query_one(
                "SELECT CAST(SUM(number) AS BIGINT) FROM (
                     SELECT last_entry AS number FROM heads WHERE business = :business
                     UNION ALL SELECT last_entry FROM heads WHERE business = :business) both_rows",
                &[],
            )
        });
        assert!(sum.is_err(), "{sum:?}");
    });
}

#[test]
fn every_value_comes_back_as_it_went() {
    each_engine_with_business(|store, business| {
        let date = jiff::civil::date(2026, 2, 28);
        let text = "Zürich; 'quoted' :not_a_parameter -- € 字";
        store
            .write(business, |tx| {
                tx.execute(ADD, &params! { hash: hash(7), kind: text, expires: date })?;
                tx.execute(
                    "UPDATE heads SET last_entry = :least WHERE business = :business AND next_id >= :one",
                    &params! { "least": i64::MIN, "one": 1 },
                )
            })
            .unwrap();
        let (found, read_text, read_date, used, flag): ([u8; 32], String, jiff::civil::Date, Option<String>, bool) =
            store
                .read(business, |tx| {
                    tx.query_one(
                        "SELECT token_hash, kind, expires_at, used_at, kind = :kind FROM links
                     WHERE business = :business AND kind <> ':business'",
                        &params! { kind: text },
                    )
                })
                .unwrap();
        assert_eq!((found, read_text.as_str(), read_date, used, flag), (hash(7), text, date, None, true));
        let least: i64 = store
            .read(business, |tx| tx.query_one("SELECT last_entry FROM heads WHERE business = :business", &[]))
            .unwrap();
        assert_eq!(least, i64::MIN);
    });
}

#[test]
fn many_rows_are_inserted_whole() {
    each_engine_with_business(|store, business| {
        let rows: Vec<(Vec<u8>, String, Option<String>)> = (0..3_001_u32)
            .map(|row| (row.to_be_bytes().to_vec(), format!("k{row}"), (row % 2 == 0).then(|| "used".to_owned())))
            .collect();
        let touched = store
            .write(business, |tx| {
                tx.insert_rows(
                    "INSERT INTO links (business, token_hash, kind, used_at, created_at, expires_at)",
                    "",
                    &rows.iter().map(|(hash, kind, used)| (hash, kind, used, "2026", "2027")).collect::<Vec<_>>(),
                )
            })
            .unwrap();
        assert_eq!(touched, 3_001);
        let (count, used): (i64, i64) = store
            .read(business, |tx| {
                tx.query_one("SELECT COUNT(*), COUNT(used_at) FROM links WHERE business = :business", &[])
            })
            .unwrap();
        assert_eq!((count, used), (3_001, 1_501));
        let again = store
            .write(business, |tx| {
                tx.insert_rows(
                    "INSERT INTO links (business, token_hash, kind, created_at, expires_at)",
                    "ON CONFLICT (token_hash) DO UPDATE SET kind = excluded.kind",
                    &[(0_u32.to_be_bytes().to_vec(), "changed", "2026", "2027"), (vec![9_u8], "new", "2026", "2027")],
                )
            })
            .unwrap();
        assert_eq!(again, 2);
        assert_eq!(kinds(&store, business).len(), 3_002);
    });
}

#[test]
fn ids_continue_after_a_commit_and_not_after_a_rollback() {
    each_engine_with_business(|store, business| {
        let two = |tx: &mut Tx| Ok::<_, StoreError>([tx.next_id()?, tx.next_id()?]);
        assert_eq!(store.write(business, two).unwrap(), [1, 2]);
        let _: Result<(), StoreError> = store.write(business, |tx| two(tx).and(Err(StoreError::NoRow)));
        assert_eq!(store.write(business, two).unwrap(), [3, 4]);
        store
            .write(business, |tx| {
                tx.head().map(|head| {
                    head.last_entry = 5;
                    head.chain = [9; 32];
                })
            })
            .unwrap();
        let head = store.write(business, |tx| tx.head().cloned()).unwrap();
        assert_eq!((head.next_id, head.last_entry, head.chain), (5, 5, [9; 32]));
    });
}

#[test]
fn a_business_sees_only_its_own_rows() {
    each_engine(|store| {
        let directory = store.directory();
        let first = directory.create_business("first", "2026").unwrap();
        let second = directory.create_business("second", "2026").unwrap();
        store.write(first, Tx::next_id).unwrap();
        let next: i64 = store.write(second, Tx::next_id).unwrap();
        assert_eq!(next, 1, "ids are counted per business");
        assert!(matches!(directory.create_business("first", "2026"), Err(StoreError::UniqueViolation)));
        assert_eq!(directory.business_named("second").unwrap().map(|business| business.id), Some(second));
        assert_eq!(directory.businesses().unwrap().len(), 2);
        if store.engine() == store::Engine::Postgres {
            let seen: Vec<BusinessId> = store.read(first, |tx| tx.query("SELECT business FROM heads", &[])).unwrap();
            assert_eq!(seen, [first], "row security holds without a WHERE");
            let changed = store.write(first, |tx| {
                tx.execute("UPDATE heads SET next_id = 99 WHERE business = :other", &params! { other: second })
            });
            assert_eq!(changed.unwrap(), 0);
            let smuggled = store.write(first, |tx| {
                tx.execute(
                    "INSERT INTO heads (business, next_id, last_entry, chain) VALUES (:other, 1, 1, :chain)",
                    &params! { other: 3, chain: [0; 32] },
                )
            });
            assert!(smuggled.is_err());
        }
    });
}

/// Kinds of links held back until the flush.
#[derive(Default, Clone)]
struct Held(Vec<(u8, &'static str)>);

impl Buffered for Held {
    fn mark(&self) -> usize {
        self.0.len()
    }

    fn truncate(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    fn flush(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        for (number, kind) in self.0.drain(..) {
            add(tx, number, kind)?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Seen(u32);

#[test]
fn a_savepoint_takes_back_rows_ids_buffers_and_memos() {
    // (flush before the failure, flush in an inner savepoint that succeeds)
    for (flushes, inner) in [(false, false), (true, false), (false, true), (true, true)] {
        each_engine_with_business(|store, business| {
            store
                .write(business, |tx| {
                    tx.buffer::<Held>().0.push((1, "a-before"));
                    tx.next_id()?;
                    tx.extension::<Seen>().0 = 1;
                    let failed: Result<(), StoreError> = tx.savepoint(|tx| {
                        assert_eq!(tx.savepoint_depth(), 1);
                        tx.next_id()?;
                        tx.buffer::<Held>().0.push((2, "b-lost"));
                        add(tx, 3, "c-lost")?;
                        if inner {
                            tx.savepoint(|tx| {
                                tx.buffer::<Held>().0.push((4, "d-lost"));
                                tx.flush::<Held>()
                            })?;
                        }
                        if flushes {
                            tx.flush::<Held>()?;
                        }
                        // A statement that fails: PostgreSQL goes on only after the rollback to the savepoint.
                        add(tx, 3, "e-refused")
                    });
                    assert!(matches!(failed, Err(StoreError::UniqueViolation)));
                    assert_eq!(tx.savepoint_depth(), 0);
                    assert_eq!(tx.extension::<Seen>().0, 0);
                    assert_eq!(tx.next_id()?, 2);
                    tx.savepoint(|tx| add(tx, 5, "f-kept"))?;
                    tx.buffer::<Held>().0.push((6, "g-after"));
                    Ok::<_, StoreError>(())
                })
                .unwrap();
            assert_eq!(kinds(&store, business), ["a-before", "f-kept", "g-after"], "flushes {flushes}, inner {inner}");
        });
    }
}

#[test]
fn rows_can_be_built_from_values() {
    each_engine_with_business(|store, business| {
        let row: Vec<Value<'_>> = vec![hash(1).into(), "kind".into(), "2026".into(), "2027".into()];
        store
            .write(business, |tx| {
                tx.insert_rows("INSERT INTO links (business, token_hash, kind, created_at, expires_at)", "", &[row])
            })
            .unwrap();
        assert_eq!(kinds(&store, business), ["kind"]);
    });
}

#[test]
fn a_scan_gives_the_rows_of_its_statement() {
    const BY_KEY: &str =
        "SELECT id, name, position, purpose FROM pockets WHERE business = :business AND id > :after ORDER BY id";
    const BACKWARDS: &str =
        "SELECT id, name, position, purpose FROM pockets WHERE business = :business AND id > :after ORDER BY id DESC";
    const SORTED: &str =
        "SELECT id, name, position, purpose FROM pockets WHERE business = :business AND id > :after ORDER BY name";
    const BLOBS: &str = "SELECT token_hash, expires_at FROM links WHERE token_hash > :after ORDER BY token_hash";
    type Pocket = (i64, String, i64, Option<String>);
    each_engine_with_business(|store, business| {
        store
            .write(business, |tx| {
                let rows: Vec<[Value<'_>; 5]> = (1..=9)
                    .map(|id| {
                        [id.into(), format!("role {id}").into(), format!("é{}", id % 4).into(), "".into(), (-id).into()]
                    })
                    .collect();
                tx.insert_rows("INSERT INTO pockets (business, id, role, name, purpose, position)", "", &rows)?;
                (1..=3).try_for_each(|number| add(tx, number, "link"))
            })
            .unwrap();
        let mut tx = store.begin_read(business).unwrap();
        for sql in [BY_KEY, BACKWARDS, SORTED] {
            for after in [0, 4, 9, 0] {
                let stepped: Vec<Pocket> = tx.query(sql, &params! { after }).unwrap();
                let mut scanned = Vec::new();
                tx.scan(sql, &params! { after }, |row| {
                    assert_eq!(row.text(1)?.as_bytes()[..2], "é".as_bytes()[..]);
                    scanned.push(Pocket::from_row(row)?);
                    Ok(())
                })
                .unwrap();
                assert_eq!(scanned, stepped, "{sql} after {after}");
            }
        }
        let mut hashes = Vec::new();
        tx.scan(BLOBS, &params! { after: hash(1) }, |row| {
            hashes.push((row.fixed::<32>(0)?, row.get::<String>(1)?));
            assert!(row.fixed::<31>(0).is_err() && row.text(0).is_err() && row.get::<i64>(1).is_err());
            Ok(())
        })
        .unwrap();
        assert_eq!(hashes, [2, 3].map(|number| (hash(number), "2027-01-01".to_owned())));
    });
}
