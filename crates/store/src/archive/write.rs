//! Writing an archive.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{ArchiveError, ArchiveHeader, ArchiveReport, ArchivedBusiness, ArchivedHead, End, Last, VERSION};
use super::{begin_of, hex, holds};
use crate::migration_text::newest;
use crate::schema::{Table, tables};
use crate::{Row, StoreError, Tx, Value};

/// How many rows are written between two words about how far it is.
const ROWS_A_WORD: u64 = 1_000;

impl Tx {
    /// Writes everything of this business. `so_far` is told how many rows of how many are written, and answers whether to
    /// go on; when not, the work ends with [`StoreError::Stopped`].
    pub fn write_archive(
        &mut self,
        program: &str,
        out: &mut dyn Write,
        so_far: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<ArchiveReport, ArchiveError> {
        self.write_archive_of((newest(), tables()?), program, out, so_far)
    }

    /// The same of the tables of a schema, which is the database's.
    pub(super) fn write_archive_of(
        &mut self,
        (schema, tables): (i64, &[Table]),
        program: &str,
        out: &mut dyn Write,
        so_far: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<ArchiveReport, ArchiveError> {
        let tables: Vec<&Table> = tables.iter().filter(|table| holds(&table.name)).collect();
        let header = self.archive_header(program, schema, &tables)?;
        let mut out = Summed { out, all: Sha256::new(), line: Vec::with_capacity(1 << 12) };
        out.put(&header)?;
        let mut written = 0;
        for table in &tables {
            out.put(&begin_of(table))?;
            let (rows, sha256) =
                self.archive_table(table, &mut out, &mut |rows| so_far(written + rows, header.rows))?;
            out.put(&End { end: table.name.clone(), rows, sha256 })?;
            written += rows;
        }
        so_far(written, header.rows);
        let sha256 = hex(&out.all.clone().finalize());
        let last = Last { version: VERSION, tables: tables.len() as u64, rows: written, sha256: sha256.clone() };
        out.put(&last)?;
        out.out.flush()?;
        Ok(ArchiveReport {
            business: header.business.name,
            tables: last.tables,
            rows: written,
            entries: header.head.last_entry,
            sha256,
        })
    }

    fn archive_header(&mut self, program: &str, schema: i64, tables: &[&Table]) -> Result<ArchiveHeader, StoreError> {
        let (name, created_at) = self.query_one("SELECT name, created_at FROM businesses WHERE id = :business", &[])?;
        let head = self.head_now()?;
        let mut rows = 0;
        for table in tables {
            rows += self.query_one::<u64>(table.count, &[])?;
        }
        Ok(ArchiveHeader {
            version: VERSION,
            program: program.to_owned(),
            schema,
            business: ArchivedBusiness { name, created_at },
            head: ArchivedHead { next_id: head.next_id, last_entry: head.last_entry, chain: hex(&head.chain) },
            rows,
        })
    }

    /// The rows of a table: how many, and the sum of their lines.
    fn archive_table(
        &mut self,
        table: &Table,
        out: &mut Summed<'_>,
        so_far: &mut dyn FnMut(u64) -> bool,
    ) -> Result<(u64, String), ArchiveError> {
        let (mut rows, mut sum, mut failed) = (0, Sha256::new(), None);
        let read = self.query_each(table.select, &[], |row| {
            out.line.clear();
            put_row(&mut out.line, row, table.columns.len())?;
            sum.update(&out.line);
            rows += 1;
            if rows % ROWS_A_WORD == 0 && !so_far(rows) {
                return Err(StoreError::Stopped);
            }
            // The database's own error type has no place for one of the file.
            out.send().map_err(|error| {
                failed = Some(error);
                StoreError::Stopped
            })
        });
        match (failed, read) {
            (Some(error), _) => Err(error.into()),
            (None, Err(error)) => Err(error.into()),
            (None, Ok(())) => Ok((rows, hex(&sum.finalize()))),
        }
    }
}

/// A row as a line.
fn put_row(line: &mut Vec<u8>, row: &Row<'_>, columns: usize) -> Result<(), StoreError> {
    let unwritable = |error: serde_json::Error| StoreError::Other(error.to_string());
    line.push(b'[');
    for column in 0..columns {
        if column > 0 {
            line.push(b',');
        }
        match row.value(column)?.ok_or_else(|| StoreError::decode(&column.to_string()))? {
            Value::Null => line.extend_from_slice(b"null"),
            Value::Int(number) => serde_json::to_writer(&mut *line, &number).map_err(unwritable)?,
            Value::Text(text) => serde_json::to_writer(&mut *line, &text).map_err(unwritable)?,
            Value::Blob(bytes) => {
                line.push(b'"');
                let (start, length) = (line.len(), bytes.len().div_ceil(3) * 4);
                line.resize(start + length, 0);
                let written = STANDARD.encode_slice(&bytes, &mut line[start..]);
                line.truncate(start + written.map_err(|error| StoreError::Other(error.to_string()))?);
                line.push(b'"');
            }
        }
    }
    line.extend_from_slice(b"]\n");
    Ok(())
}

/// The file, with the sum of everything written to it.
struct Summed<'o> {
    out: &'o mut dyn Write,
    all: Sha256,
    line: Vec<u8>,
}

impl Summed<'_> {
    fn put(&mut self, line: &impl Serialize) -> io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, line)?;
        self.line.push(b'\n');
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        self.all.update(&self.line);
        self.out.write_all(&self.line)
    }
}
