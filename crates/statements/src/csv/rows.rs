//! Text to rows of cells. Lines without quotation marks — nearly all — are cut at their delimiters; the others go
//! through csv-core, which knows the rules of quoting.

use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use memchr::{memchr, memchr_iter};

/// Cells of one row. Reused from row to row.
#[derive(Debug, Default)]
pub struct Row {
    /// Line number in the file, from 1.
    pub line: u32,
    /// Start and end of each cell, in the file's text or in `unquoted`.
    cells: Vec<(usize, usize)>,
    unquoted: String,
    is_unquoted: bool,
}

impl Row {
    /// The cell's text without outer white space; empty where the row is too short.
    pub fn cell<'r>(&'r self, text: &'r str, column: usize) -> &'r str {
        match self.cells.get(column) {
            Some(&(start, end)) if self.is_unquoted => self.unquoted[start..end].trim(),
            Some(&(start, end)) => text[start..end].trim(),
            None => "",
        }
    }

    /// How many cells the row has.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether no cell holds anything: a blank line with its delimiters.
    pub fn is_blank(&self, text: &str) -> bool {
        (0..self.len()).all(|column| self.cell(text, column).is_empty())
    }
}

/// A quotation mark that is never closed: whatever follows it would vanish into one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnclosedQuote {
    /// The line it stands on.
    pub line: u32,
    /// Whether the file ends inside it.
    pub at_end: bool,
}

/// Walks over the rows of a text, skipping empty lines.
pub struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    at: usize,
    line: u32,
    quoted: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
}

/// A quoted cell that spans more lines than this is a mark never closed rather than a long note.
const MOST_LINES_IN_A_ROW: usize = 64;

impl<'a> Rows<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            at: 0,
            line: 1,
            quoted: ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build(),
            output: vec![0; 1024],
            ends: vec![0; 64],
        }
    }

    /// Reads the next row into `row`; `false` at the end.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, UnclosedQuote> {
        let bytes = self.text.as_bytes();
        loop {
            if self.at >= bytes.len() {
                return Ok(false);
            }
            let rest = &bytes[self.at..];
            let length = memchr(b'\n', rest).unwrap_or(rest.len());
            let content = trim_returns(&rest[..length]);
            row.line = self.line;
            if content.iter().all(|byte| matches!(byte, b' ' | b'\r' | 0x1A)) {
                self.at += length + 1;
                self.line = self.line.saturating_add(1);
                continue;
            }
            row.cells.clear();
            if memchr(b'"', content).is_some() {
                self.quoted_row(row)?;
                return Ok(true);
            }
            row.is_unquoted = false;
            let mut start = self.at;
            let end = self.at + content.len();
            for offset in memchr_iter(self.delimiter, content) {
                row.cells.push((start, self.at + offset));
                start = self.at + offset + 1;
            }
            row.cells.push((start, end));
            self.at += length + 1;
            self.line = self.line.saturating_add(1);
            return Ok(true);
        }
    }

    fn quoted_row(&mut self, row: &mut Row) -> Result<(), UnclosedQuote> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let (mut written, mut ended) = (0, 0);
        self.quoted.reset();
        loop {
            let (result, read, wrote, ends) =
                self.quoted.read_record(&bytes[self.at..], &mut self.output[written..], &mut self.ends[ended..]);
            self.at += read;
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // The text's end was reached inside the row; the next round, given nothing more, closes it.
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let raw = &bytes[start..self.at];
        let lines = memchr_iter(b'\n', raw).count();
        let at_end = self.at >= bytes.len() && ends_inside_quotes(raw, self.delimiter);
        if at_end || lines > MOST_LINES_IN_A_ROW {
            return Err(UnclosedQuote { line: row.line, at_end });
        }
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        row.is_unquoted = true;
        row.unquoted.clear();
        // Taking quotation marks out of UTF-8 leaves UTF-8; the lossless case borrows.
        row.unquoted.push_str(&String::from_utf8_lossy(&self.output[..written]));
        let mut from = 0;
        for end in &self.ends[..ended] {
            row.cells.push((from, *end));
            from = *end;
        }
        Ok(())
    }
}

fn trim_returns(mut line: &[u8]) -> &[u8] {
    while let [rest @ .., b'\r'] = line {
        line = rest;
    }
    line
}

/// Whether a row's text ends before a quotation mark that opened a cell is closed.
fn ends_inside_quotes(raw: &[u8], delimiter: u8) -> bool {
    let (mut inside, mut cell_begins) = (false, true);
    for byte in raw {
        if inside {
            // A doubled mark closes and opens again at once.
            inside = *byte != b'"';
            cell_begins = false;
        } else if *byte == b'"' && cell_begins {
            inside = true;
        } else if *byte == b'"' {
            // Behind a closing mark: the second of a doubled one. In an unquoted cell it means nothing, and the
            // next delimiter ends it either way.
            inside = raw.first() == Some(&b'"') || inside;
            cell_begins = false;
        } else {
            cell_begins = *byte == delimiter;
        }
    }
    inside
}
