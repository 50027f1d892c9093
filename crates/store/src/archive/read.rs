//! Reading an archive back.

use std::io::BufRead;

use locale::t;
use sha2::{Digest, Sha256};

use super::lines::{Lines, bad, row};
use super::{ArchiveHeader, ArchiveLook, ArchiveReport, Begin, End, Last, VERSION, begin_of, from_hex, hex, holds};
use crate::backup::copy;
use crate::backup::file::Partial;
use crate::connection::Connection;
use crate::migration::refuse_newer;
use crate::migration_text::newest;
use crate::schema::{Table, tables_at};
use crate::{FileOptions, Head, Store, StoreError, Tx, Value};

/// What rows on their way may weigh, about: attachments are large, everything else is small.
const BYTES_HELD: usize = 4 << 20;
/// How many rows may be on their way.
const ROWS_HELD: usize = 1_000;

/// What becomes of the rows of a table; it takes them out of the list.
type Keep<'k> = dyn FnMut(&Table, &mut Vec<Vec<Value<'static>>>) -> Result<(), StoreError> + 'k;

/// An archive whose first line has been read.
pub struct ArchiveReader<R> {
    lines: Lines<R>,
    header: ArchiveHeader,
}

impl<R: BufRead> ArchiveReader<R> {
    /// Reads the first line: what the file is, and whether this program can read it.
    pub fn open(from: R) -> Result<ArchiveReader<R>, StoreError> {
        let mut lines = Lines::new(from);
        let first = lines.next()?.unwrap_or_default();
        // Whatever else stands in it, an archive says in its first words that it is one.
        if !first.starts_with(b"{\"mainstay_archive\":") {
            return Err(bad(t!("it is not an archive of this program")));
        }
        let version = serde_json::from_slice::<serde_json::Value>(first).ok();
        let version = version.and_then(|line| line["mainstay_archive"].as_u64());
        if version != Some(u64::from(VERSION)) {
            return Err(bad(t!("its form is one that this version of the program does not know; install the newest")));
        }
        let header: ArchiveHeader = lines.read()?;
        refuse_newer(header.schema, || t!("The archive"))?;
        if header.schema < 1 || from_hex(&header.head.chain).is_none() {
            return Err(lines.wrong(&t!("it is not what has to stand there")));
        }
        Ok(ArchiveReader { lines, header })
    }

    /// What the first line says.
    pub fn header(&self) -> &ArchiveHeader {
        &self.header
    }

    /// Reads everything into an empty business, inside its transaction: unless this succeeds, nothing of it may be
    /// committed. `so_far` is told how many rows of how many are read, and answers whether to go on.
    pub fn read_into(
        mut self,
        tx: &mut Tx,
        so_far: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<ArchiveReport, StoreError> {
        let schema = self.header.schema;
        if schema == newest() {
            return self.read_tables(&tables_at(schema)?, tx, so_far);
        }
        // Tables of an earlier program are brought forward as its data file would be.
        let partial = Partial::beside(&std::env::temp_dir().join("mainstay"), "archive");
        let old = Store::open_older_file(partial.path(), schema)?;
        let mut inside =
            old.directory().begin_business(&self.header.business.name, &self.header.business.created_at)?;
        let report = self.read_tables(&tables_at(schema)?, &mut inside, so_far)?;
        let business = inside.business();
        inside.commit()?;
        drop(old);
        let forward = Store::open_file(partial.path(), &FileOptions::default())?;
        copy::rows(&mut forward.begin_read(business)?, tx)?;
        Ok(report)
    }

    /// Reads everything and keeps nothing: whether each line is what has to stand there, whether every sum holds, and how
    /// many rows each table has. Whether its books hold is known only once they are in a database.
    pub fn look(mut self, so_far: &mut dyn FnMut(u64, u64) -> bool) -> Result<ArchiveLook, StoreError> {
        let tables = tables_at(self.header.schema)?;
        let mut counts = Vec::new();
        let keep_nothing = &mut |table: &Table, rows: &mut Vec<Vec<Value<'static>>>| {
            match counts.last_mut() {
                Some((name, count)) if *name == table.name => *count += rows.len() as u64,
                _ => counts.push((table.name.clone(), rows.len() as u64)),
            }
            rows.clear();
            Ok(())
        };
        let report = self.read_sections(&tables, keep_nothing, so_far)?;
        Ok(ArchiveLook { header: self.header, report, counts })
    }

    fn read_tables(
        &mut self,
        tables: &[Table],
        tx: &mut Tx,
        so_far: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<ArchiveReport, StoreError> {
        if let Connection::Sqlite(lent) = tx.connection() {
            lent.batch("PRAGMA defer_foreign_keys = ON")?;
        }
        let report = self.read_sections(tables, &mut |table, rows| insert(tx, table, rows), so_far)?;
        let head = &self.header.head;
        let chain = from_hex(&head.chain).ok_or_else(|| bad(t!("the end of its chain cannot be read")))?;
        *tx.head()? = Head { next_id: head.next_id, last_entry: head.last_entry, chain };
        Ok(report)
    }

    fn read_sections(
        &mut self,
        tables: &[Table],
        keep: &mut Keep<'_>,
        so_far: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<ArchiveReport, StoreError> {
        let (mut rows, mut sections) = (0, 0);
        let total = self.header.rows;
        for table in tables.iter().filter(|table| holds(&table.name)) {
            rows += self.read_table(table, keep, &mut |read| so_far(rows + read, total))?;
            sections += 1;
        }
        so_far(rows, total);
        self.lines.must()?;
        let last: Last = self.lines.read()?;
        let sha256 = self.lines.sum_before();
        if last != (Last { version: VERSION, tables: sections, rows, sha256: sha256.clone() }) || rows != total {
            return Err(bad(t!(
                "its last line does not match what stands above it: something was changed or is missing"
            )));
        }
        if self.lines.next()?.is_some() {
            return Err(self.lines.wrong(&t!("something follows the last line")));
        }
        let business = self.header.business.name.clone();
        Ok(ArchiveReport { business, tables: sections, rows, entries: self.header.head.last_entry, sha256 })
    }

    fn read_table(
        &mut self,
        table: &Table,
        keep: &mut Keep<'_>,
        so_far: &mut dyn FnMut(u64) -> bool,
    ) -> Result<u64, StoreError> {
        let name = &table.name;
        self.lines.must()?;
        if self.lines.read::<Begin>().ok() != Some(begin_of(table)) {
            return Err(self.lines.wrong(&t!("the table {table} has to follow here, with its columns", table = name)));
        }
        let (mut rows, mut sum) = (0, Sha256::new());
        let mut held: Vec<Vec<Value<'static>>> = Vec::new();
        let mut weight = 0;
        loop {
            let line = self.lines.must()?;
            if line.first() != Some(&b'[') {
                break;
            }
            sum.update(line);
            weight += line.len();
            let read = row(line, table);
            held.push(read.ok_or_else(|| self.lines.wrong(&t!("it is not a row of the table {table}", table = name)))?);
            rows += 1;
            if held.len() == ROWS_HELD || weight > BYTES_HELD {
                keep(table, &mut held)?;
                weight = 0;
                if !so_far(rows) {
                    return Err(StoreError::Stopped);
                }
            }
        }
        keep(table, &mut held)?;
        let end: End = self.lines.read()?;
        if end != (End { end: name.clone(), rows, sha256: hex(&sum.finalize()) }) {
            let why = t!(
                "the rows of the table {table} do not match their sum: they were changed or some are missing",
                table = name
            );
            return Err(self.lines.wrong(&why));
        }
        Ok(rows)
    }
}

/// A row that breaks a rule of its table is the archive's fault, and not the database's.
fn insert(tx: &mut Tx, table: &Table, held: &mut Vec<Vec<Value<'static>>>) -> Result<(), StoreError> {
    tx.insert_rows(table.insert, "", held).map_err(|error| match error {
        StoreError::UniqueViolation | StoreError::ForeignKeyViolation | StoreError::ConstraintViolation => {
            bad(t!("a row of the table {table} breaks a rule of its table", table = table.name))
        }
        error => error,
    })?;
    held.clear();
    Ok(())
}
