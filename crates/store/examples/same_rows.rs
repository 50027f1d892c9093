//! The yardstick of bringing a statement in: a plain program that writes the rows of a finished data file, under the same
//! indexes, through rusqlite and nothing else.
//!
//! `same_rows read|write FROM TO FILE.csv`. Both split the CSV file and read every row of FROM; `write` also writes them
//! to TO, in one durable transaction. The difference of the two is the writing.

use std::{env, error::Error, fs, process::ExitCode};

use rusqlite::{Connection, OpenFlags, types::Value};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [how, from, to, csv] = words.as_slice() else {
        eprintln!("usage: same_rows read|write FROM TO FILE.csv");
        return ExitCode::FAILURE;
    };
    match copy(how == "write", from, to, csv) {
        Ok((lines, rows)) => {
            println!("{lines} lines, {rows} rows");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn copy(write: bool, from: &str, to: &str, csv: &str) -> Result<(usize, usize), Box<dyn Error>> {
    let lines = fs::read_to_string(csv)?.lines().map(|line| line.split(',').count()).filter(|cells| *cells > 1).count();
    let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    for suffix in ["", "-wal", "-shm"] {
        // It may not be there.
        let _ = fs::remove_file(format!("{to}{suffix}"));
    }
    let mut target = if write { Connection::open(to)? } else { Connection::open_in_memory()? };
    if write {
        target.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -4096;")?;
    }
    let mut schema = source.prepare(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC",
    )?;
    let made: Vec<(String, String, String)> =
        schema.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    for (_, _, sql) in &made {
        target.execute_batch(sql)?;
    }
    let transaction = target.transaction()?;
    let mut rows = 0;
    for (_, table, _) in made.iter().filter(|(kind, ..)| kind == "table") {
        let mut reading = source.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let width = reading.column_count();
        let places = vec!["?"; width].join(", ");
        let mut writing = transaction.prepare(&format!("INSERT INTO \"{table}\" VALUES ({places})"))?;
        let mut found = reading.query([])?;
        while let Some(row) = found.next()? {
            rows += 1;
            for column in 0..width {
                let value: Value = row.get(column)?;
                writing.raw_bind_parameter(column + 1, value)?;
            }
            if write {
                writing.raw_execute()?;
            }
        }
    }
    transaction.commit()?;
    Ok((lines, rows))
}
