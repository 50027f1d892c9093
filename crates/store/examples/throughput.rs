use std::time::Instant;
use store::*;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let path = std::path::Path::new(&dir).join("t.db");
    let _ = std::fs::remove_file(&path);
    let s = Store::open_file(&path, &FileOptions::default()).unwrap();
    let b = s.directory().create_business("x", "2026").unwrap();
    const N: i64 = 1_000_000;
    let t = Instant::now();
    s.write(b, |tx| {
        for id in 0..N {
            tx.execute(
                "INSERT INTO undone (business, activity, undone_by) VALUES (:business, :id, :by)",
                &params! {id, by: id*2},
            )?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    println!("row by row {:.0}/s", N as f64 / t.elapsed().as_secs_f64());
    s.write(b, |tx| tx.execute("DELETE FROM undone WHERE business = :business", &[])).unwrap();
    let rows: Vec<(i64, i64)> = (0..N).map(|i| (i, i * 2)).collect();
    let t = Instant::now();
    s.write(b, |tx| tx.insert_rows("INSERT INTO undone (business, activity, undone_by)", "", &rows)).unwrap();
    println!("bulk {:.0}/s", N as f64 / t.elapsed().as_secs_f64());
    let raw = rusqlite::Connection::open(std::path::Path::new(&dir).join("raw.db")).unwrap();
    raw.execute_batch("PRAGMA journal_mode=WAL; CREATE TABLE undone (business INTEGER NOT NULL, activity INTEGER NOT NULL, undone_by INTEGER NOT NULL, PRIMARY KEY (business, activity)) STRICT, WITHOUT ROWID; BEGIN").unwrap();
    let t = Instant::now();
    {
        let mut st = raw.prepare("INSERT INTO undone (business, activity, undone_by) VALUES (?1,?2,?3)").unwrap();
        for i in 0..N {
            st.execute((1, i, i * 2)).unwrap();
        }
    }
    raw.execute_batch("COMMIT").unwrap();
    println!("rusqlite {:.0}/s", N as f64 / t.elapsed().as_secs_f64());
    let t = Instant::now();
    let n = N / 10;
    s.write(b, |tx| {
        for id in 0..n {
            tx.savepoint(|tx| {
                tx.execute(
                    "UPDATE undone SET undone_by = :by WHERE business = :business AND activity = :id",
                    &params! {id, by: 1},
                )
                .map(drop)
            })?;
        }
        Ok::<_, StoreError>(())
    })
    .unwrap();
    println!("savepoint+update {:.0}/s", n as f64 / t.elapsed().as_secs_f64());
    let t = Instant::now();
    let mut sum = 0;
    s.read(b, |tx| {
        tx.query_each("SELECT activity, undone_by FROM undone WHERE business = :business", &[], |r| {
            let (a, _): (i64, i64) = FromRow::from_row(r)?;
            sum += a;
            Ok(())
        })
    })
    .unwrap();
    println!("read {:.0}/s {sum}", N as f64 / t.elapsed().as_secs_f64());
    for _ in 0..3 {
        let t = Instant::now();
        for i in 0..500 {
            s.write(b, |tx| {
                let id = tx.next_id()? + N;
                tx.execute(
                    "INSERT INTO undone (business, activity, undone_by) VALUES (:business, :id, :by)",
                    &params! {id, by: i},
                )
            })
            .unwrap();
        }
        println!("durable {:.0}/s", 500.0 / t.elapsed().as_secs_f64());
        use std::io::Write;
        let mut f = std::fs::File::create(std::path::Path::new(&dir).join("app")).unwrap();
        let t = Instant::now();
        for _ in 0..500 {
            f.write_all(&[1; 4096]).unwrap();
            f.sync_data().unwrap();
        }
        println!("fdatasync {:.0}/s", 500.0 / t.elapsed().as_secs_f64());
    }
}
