//! The archive: everything of one business as lines of JSON, which either engine writes and either reads back.
//!
//! ```text
//! {"mainstay_archive":1,"program":…,"schema":…,"business":{…},"head":{…},"rows":…}
//! {"table":"parties","columns":[["id","integer"],["name","text"],…]}
//! [1,"Northlight Hotels",…]                     a row in the order of its key; bytes are base64, an absent value is null
//! {"end":"parties","rows":1,"sha256":"…"}       the sum of the rows' lines
//! …                                             every table of the schema, empty ones too, in the order they were made
//! {"mainstay_archive_end":1,"tables":…,"rows":…,"sha256":"…"}   the sum of every line before this one
//! ```
//!
//! The same business gives the same bytes whichever engine holds it and whenever it is written, so that an archive of
//! what was read back from an archive equals it. Nothing is held but a few rows on their way.

mod lines;
mod read;
mod write;

use std::io;

use serde::{Deserialize, Serialize};

use crate::StoreError;

pub use read::ArchiveReader;

/// The form of the file. A reader refuses what it does not know.
pub(crate) const VERSION: u32 = 1;

/// The tables that no archive holds, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("businesses", "the name and the day it was made stand in the first line"),
    ("heads", "the next id and the end of the chain stand in the first line"),
    ("links", "a link opens this database and no other; it is a secret"),
    ("sessions", "a browser is known to this machine alone; it is a secret"),
    ("tokens", "a token opens this database and no other; it is a secret"),
    ("job_heads", "which turns were taken belongs to the programs over this database"),
    ("schema_versions", "the schema stands in the first line"),
    ("answered", "answers kept for repeated calls belong to the callers of this database, and end by themselves"),
];

/// Whether an archive holds a table.
pub(crate) fn holds(table: &str) -> bool {
    !LEFT_OUT.iter().any(|(name, _)| *name == table)
}

/// The first line: what the file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveHeader {
    /// The form of the file.
    #[serde(rename = "mainstay_archive")]
    pub version: u32,
    /// The version of the program that wrote it.
    pub program: String,
    /// The schema of its tables.
    pub schema: i64,
    /// The business.
    pub business: ArchivedBusiness,
    /// Where its numbering and its chain of entries stand.
    pub head: ArchivedHead,
    /// How many rows follow.
    pub rows: u64,
}

/// The business of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedBusiness {
    /// Its name.
    pub name: String,
    /// When it was made.
    pub created_at: String,
}

/// The head of the business of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchivedHead {
    /// The id that will be handed out next.
    pub next_id: i64,
    /// The number of the last entry.
    pub last_entry: i64,
    /// The hash of the last entry, hexadecimal.
    pub chain: String,
}

/// What an archive holds, as its last line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveReport {
    /// The business.
    pub business: String,
    /// How many tables.
    pub tables: u64,
    /// How many rows.
    pub rows: u64,
    /// How many entries.
    pub entries: i64,
    /// The sum of all, hexadecimal.
    pub sha256: String,
}

/// What an archive was found to hold, with nothing of it kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveLook {
    /// Its first line.
    pub header: ArchiveHeader,
    /// What its last line says, which was found true.
    pub report: ArchiveReport,
    /// Its tables with how many rows each has, in the order of the file.
    pub counts: Vec<(String, u64)>,
}

impl ArchiveLook {
    /// How many rows a table has; none of one that the archive does not know.
    pub fn count(&self, table: &str) -> u64 {
        self.counts.iter().find(|(name, _)| name == table).map_or(0, |(_, count)| *count)
    }
}

/// The line above the rows of a table.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Begin {
    table: String,
    columns: Vec<(String, String)>,
}

/// The line below the rows of a table.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct End {
    end: String,
    rows: u64,
    sha256: String,
}

/// The last line.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Last {
    #[serde(rename = "mainstay_archive_end")]
    version: u32,
    tables: u64,
    rows: u64,
    sha256: String,
}

/// Why an archive could not be written or read.
#[derive(Debug)]
pub enum ArchiveError {
    /// The database failed.
    Store(StoreError),
    /// The file or the pipe failed.
    Stream(io::Error),
}

impl From<StoreError> for ArchiveError {
    fn from(error: StoreError) -> Self {
        ArchiveError::Store(error)
    }
}

impl From<io::Error> for ArchiveError {
    fn from(error: io::Error) -> Self {
        ArchiveError::Stream(error)
    }
}

/// The word for a column's type in the file.
fn word(kind: crate::schema::Kind) -> &'static str {
    match kind {
        crate::schema::Kind::Integer => "integer",
        crate::schema::Kind::Text => "text",
        crate::schema::Kind::Bytes => "bytes",
    }
}

fn begin_of(table: &crate::schema::Table) -> Begin {
    let columns = table.columns.iter().map(|column| (column.name.clone(), word(column.kind).to_owned())).collect();
    Begin { table: table.name.clone(), columns }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::schema::tables_at;
    use crate::testing::{DataFile, each_engine};

    #[test]
    fn an_archive_of_an_earlier_schema_is_brought_forward() {
        // Schema 3 had the books and no bank; its postings had columns that are gone since.
        const SCHEMA: i64 = 3;
        let place = DataFile::new();
        let old = place.open_older(SCHEMA);
        let business = old.directory().create_business("Old", "2025-01-01T00:00:00Z").unwrap();
        old.write(business, |tx| {
            let rows: Vec<(i64, &str, &str)> = (1..50).map(|id| (id, "2025-01-01", "USD")).collect();
            let rows: Vec<_> = rows.iter().map(|(id, day, _)| (*id, 1_i64, *id, *day, 5_i64, 5_i64, 0_i64)).collect();
            tx.insert_rows(
                "INSERT INTO postings (business, entry, line, account, posted_on, amount, book_amount, basis)",
                "",
                &rows,
            )?;
            tx.head()?.next_id = 77;
            Ok::<_, StoreError>(())
        })
        .unwrap();
        let mut archive = Vec::new();
        let mut read = old.begin_read(business).unwrap();
        read.write_archive_of((SCHEMA, &tables_at(SCHEMA).unwrap()), "0.1.0", &mut archive, &mut |_, _| true).unwrap();
        each_engine(|store| {
            let reader = ArchiveReader::open(archive.as_slice()).unwrap();
            assert_eq!(reader.header().schema, SCHEMA);
            let mut tx = store.directory().begin_business("Old", "2025-01-01T00:00:00Z").unwrap();
            assert_eq!(reader.read_into(&mut tx, &mut |_, _| true).unwrap().rows, 49);
            let business = tx.business();
            tx.commit().unwrap();
            let sum = "SELECT CAST(SUM(amount) AS BIGINT) FROM postings WHERE business = :business";
            assert_eq!(store.begin_read(business).unwrap().query_one::<i64>(sum, &[]).unwrap(), 49 * 5);
            assert_eq!(store.begin_read(business).unwrap().head_now().unwrap().next_id, 77);
        });
    }
}
