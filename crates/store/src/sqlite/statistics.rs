//! What SQLite's planner is told about the tables.
//!
//! Every index begins with the business, and a data file has one business or a few: that column chooses nothing. Without
//! statistics SQLite takes any equality for about ten rows, so that the whole of a table by its primary key looks as good
//! as the index that was made for the question. `ANALYZE` does not help: it takes seconds on large books, and what it
//! samples in a second is the first value of each index alone (https://sqlite.org/lang_analyze.html, "Approximate
//! ANALYZE"). So the file holds figures of our own, by the shape of each index: the same for every file, and right where
//! it matters, in large books. SQLite provides for that ("Manual Control Of Query Plans Using SQLITE_STAT Tables",
//! https://sqlite.org/optoverview.html).

use rusqlite::Connection;

use crate::StoreError;

/// Tables with a row or more for each entry, bank line, word or month of an account. All others are short beside them.
const LONG: &[&str] = &[
    "activity",
    "arrived_transactions",
    "attachments",
    "balances",
    "bank_lines",
    "entries",
    "entry_texts",
    "line_parts",
    "open_item_parts",
    "open_items",
    "parties",
    "payee_memory",
    "pocket_balances",
    "pocket_moves",
    "posting_dimensions",
    "postings",
    "tagged",
    "word_memory",
    "words",
];
/// Rows of a long table, and of any other.
const ROWS: [u64; 2] = [1_000_000, 1_000];

/// Whether a file has them.
pub(crate) fn present(connection: &Connection) -> Result<bool, StoreError> {
    let found: i64 =
        connection.query_row("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'", [], |row| row.get(0))?;
    Ok(found > 0)
}

/// Writes them for all tables as they are now.
pub(crate) fn write(connection: &mut Connection) -> Result<(), StoreError> {
    let step = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Makes the tables of statistics, and reads nothing.
    step.execute_batch("ANALYZE sqlite_schema; DELETE FROM sqlite_stat1;")?;
    let mut insert = step.prepare("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)")?;
    for index in indexes(&step)? {
        insert.execute((&index.table, &index.name, index.figures()))?;
    }
    drop(insert);
    step.commit()?;
    // Reads them into this connection; others find them when they open the file.
    Ok(connection.execute_batch("ANALYZE sqlite_schema")?)
}

struct Index {
    table: String,
    /// Its name; of a primary key that of its table.
    name: String,
    unique: bool,
    /// Whether it holds some rows of its table alone.
    partial: bool,
    /// How many columns it is ordered by, the business included.
    columns: u32,
}

fn indexes(connection: &Connection) -> Result<Vec<Index>, StoreError> {
    let mut prepared = connection.prepare(
        "SELECT t.name, CASE i.origin WHEN 'pk' THEN t.name ELSE i.name END, i.\"unique\", i.partial, COUNT(*)
         FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_xinfo(i.name) c
         WHERE t.type = 'table' AND c.key = 1
         GROUP BY t.name, i.name
         HAVING MAX(CASE WHEN c.seqno = 0 AND c.name = 'business' THEN 1 ELSE 0 END) = 1",
    )?;
    let rows = prepared.query_map([], |row| {
        Ok(Index {
            table: row.get(0)?,
            name: row.get(1)?,
            unique: row.get(2)?,
            partial: row.get(3)?,
            columns: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Index {
    /// How many rows there are, then how many share the first column, the first two, and so on: all share the business;
    /// from there on each column of a key parts by ten (the lines of an entry), each of another index by a hundred.
    fn figures(&self) -> String {
        let long = LONG.contains(&self.table.as_str()) && !self.partial;
        let rows = ROWS[usize::from(!long)];
        let further = self.columns.saturating_sub(1);
        let share = (1..=further).map(|given| match self.unique {
            true => 10u64.saturating_pow(further - given).min(rows),
            false => (rows / 100u64.saturating_pow(given)).max(2),
        });
        let figures: Vec<String> = [rows, rows].into_iter().chain(share).map(|figure| figure.to_string()).collect();
        // Skipping over the first column would read the index once for each of its values, of which there is one.
        format!("{} noskipscan", figures.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{migration::make_tables, migration_text::newest, schema};

    fn file() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        make_tables(&connection, newest()).unwrap();
        write(&mut connection).unwrap();
        connection
    }

    #[test]
    fn every_long_table_is_one() {
        let connection = Connection::open_in_memory().unwrap();
        make_tables(&connection, newest()).unwrap();
        let names = schema::names(&connection).unwrap();
        let unknown: Vec<_> = LONG.iter().filter(|table| !names.iter().any(|name| name == *table)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn figures_fall_from_the_business_on() {
        let connection = file();
        for (index, figures) in [
            ("entries", "1000000 1000000 1 noskipscan"),
            ("postings", "1000000 1000000 10 1 noskipscan"),
            ("entries_by_source", "1000000 1000000 10000 100 noskipscan"),
            ("accounts", "1000 1000 1 noskipscan"),
            ("accounts_by_role", "1000 1000 10 noskipscan"),
        ] {
            let found: String = connection
                .query_row("SELECT stat FROM sqlite_stat1 WHERE idx = ?1", [index], |row| row.get(0))
                .unwrap();
            assert_eq!(found, figures, "{index}");
        }
    }

    #[test]
    fn a_question_reads_by_the_index_made_for_it() {
        let connection = file();
        for (question, walk) in [
            (
                "SELECT number FROM entries WHERE business = 1 AND source_kind = 'x' AND source = 1 ORDER BY number",
                "SEARCH entries USING COVERING INDEX entries_by_source (business=? AND source_kind=? AND source=?)",
            ),
            (
                "SELECT number FROM entries WHERE business = 1 AND posted_on > 'x' ORDER BY posted_on, number",
                "SEARCH entries USING COVERING INDEX entries_by_day (business=? AND posted_on>?)",
            ),
            (
                "SELECT id FROM bank_lines WHERE business = 1 AND account = 1 AND posted_on IS NOT NULL ORDER BY booked_on, id",
                "SEARCH bank_lines USING INDEX bank_lines_late (business=? AND account=?)",
            ),
            (
                "SELECT amount FROM postings WHERE business = 1 AND entry > 1 ORDER BY entry, line",
                "SEARCH postings USING PRIMARY KEY (business=? AND entry>?)",
            ),
        ] {
            let steps: String =
                connection.query_row(&format!("EXPLAIN QUERY PLAN {question}"), [], |row| row.get("detail")).unwrap();
            assert_eq!(steps, walk, "{question}");
        }
    }
}
