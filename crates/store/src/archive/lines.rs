//! The lines of an archive: found, summed, and taken apart.

use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use locale::t;
use serde::de::{Deserialize, DeserializeOwned, Deserializer, SeqAccess, Visitor};
use sha2::{Digest, Sha256};

use super::hex;
use crate::schema::{Kind, Table};
use crate::{StoreError, Value};

/// The longest line: an attachment of the largest size in base64, with room to spare.
const LONGEST_LINE: usize = 256 * 1024 * 1024;

/// The file, line by line, with the sum of all lines handed out.
pub(super) struct Lines<R> {
    from: R,
    pub(super) line: Vec<u8>,
    pub(super) number: u64,
    all: Sha256,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(from: R) -> Lines<R> {
        Lines { from, line: Vec::new(), number: 0, all: Sha256::new() }
    }

    /// The next line, with its end; none at the end of the file.
    pub(super) fn next(&mut self) -> Result<Option<&[u8]>, StoreError> {
        self.all.update(&self.line);
        self.line.clear();
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(bad(t!("it cannot be read, {reason}", reason = error))),
            };
            let (taken, ended) = match chunk.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (chunk.len(), chunk.is_empty()),
            };
            self.line.extend_from_slice(&chunk[..taken]);
            self.from.consume(taken);
            if self.line.len() > LONGEST_LINE {
                return Err(self.wrong(&t!("the line is too long")));
            }
            if ended {
                break;
            }
        }
        if self.line.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(&self.line))
    }

    /// The next line, which has to be there and whole: a file that ends within a line was cut off.
    pub(super) fn must(&mut self) -> Result<&[u8], StoreError> {
        self.next()?;
        if self.line.last() != Some(&b'\n') {
            return Err(bad(t!("it ends too early, after line {number}", number = self.number)));
        }
        Ok(&self.line)
    }

    /// The line just handed out, as what it has to be.
    pub(super) fn read<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_slice(&self.line).map_err(|_| self.wrong(&t!("it is not what has to stand there")))
    }

    /// The sum of the lines before the one just handed out.
    pub(super) fn sum_before(&self) -> String {
        hex(&self.all.clone().finalize())
    }

    pub(super) fn wrong(&self, why: &str) -> StoreError {
        bad(t!("line {number}: {why}", number = self.number, why = why))
    }
}

pub(super) fn bad(detail: String) -> StoreError {
    StoreError::BadArchive { detail }
}

/// The values of a row, each of the type its column has.
pub(super) fn row(line: &[u8], table: &Table) -> Option<Vec<Value<'static>>> {
    let Cells(cells) = serde_json::from_slice(line).ok()?;
    if cells.len() != table.columns.len() {
        return None;
    }
    let typed = cells.into_iter().zip(&table.columns).map(|(cell, column)| {
        Some(match (cell, column.kind) {
            (Cell::Null, _) => Value::Null,
            (Cell::Int(number), Kind::Integer) => Value::Int(number),
            (Cell::Text(text), Kind::Text) => Value::Text(text.into_owned().into()),
            (Cell::Text(text), Kind::Bytes) => Value::Blob(STANDARD.decode(text.as_bytes()).ok()?.into()),
            _ => return None,
        })
    });
    typed.collect()
}

/// A row as it stands in the file.
struct Cells<'a>(Vec<Cell<'a>>);

enum Cell<'a> {
    Null,
    Int(i64),
    Text(Cow<'a, str>),
}

impl<'de> Deserialize<'de> for Cells<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Cells<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cells<'de>, A::Error> {
                let mut cells = Vec::new();
                while let Some(cell) = list.next_element()? {
                    cells.push(cell);
                }
                Ok(Cells(cells))
            }
        }
        from.deserialize_seq(List)
    }
}

impl<'de> Deserialize<'de> for Cell<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Scalar;
        impl<'de> Visitor<'de> for Scalar {
            type Value = Cell<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a whole number, a text or null")
            }

            fn visit_unit<E>(self) -> Result<Cell<'de>, E> {
                Ok(Cell::Null)
            }

            fn visit_i64<E>(self, number: i64) -> Result<Cell<'de>, E> {
                Ok(Cell::Int(number))
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Cell<'de>, E> {
                i64::try_from(number).map(Cell::Int).map_err(E::custom)
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cell<'de>, E> {
                Ok(Cell::Text(text.into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Cell<'de>, E> {
                Ok(Cell::Text(text.to_owned().into()))
            }
        }
        from.deserialize_any(Scalar)
    }
}
