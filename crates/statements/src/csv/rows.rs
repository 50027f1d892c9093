//! Text to rows of cells. Lines without quotation marks — nearly all — are cut at their delimiters; the others go
//! through csv-core, which knows the rules of quoting.

use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};
use memchr::{memchr, memchr_iter, memchr2_iter};

use crate::error::{LineProblem, ReadError};
use crate::source::Reading;

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
            Some(&(start, end)) if self.is_unquoted => trimmed(&self.unquoted[start..end]),
            Some(&(start, end)) => trimmed(&text[start..end]),
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

/// What a step over a text met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A row.
    Row,
    /// The beginning of a row whose rest is not held yet.
    More,
    /// The end of the text.
    End,
}

/// Walks over the rows of a text, skipping empty lines.
pub struct Rows<'a> {
    text: &'a str,
    delimiter: u8,
    is_last: bool,
    /// Where the next row begins.
    pub at: usize,
    /// The line it stands on.
    pub line: u32,
    quoted: csv_core::Reader,
    output: Vec<u8>,
    ends: Vec<usize>,
}

/// A quoted cell that spans more lines than this is a mark never closed rather than a long note.
const MOST_LINES_IN_A_ROW: usize = 64;

impl<'a> Rows<'a> {
    /// Starts at the beginning of a text, which may be only the beginning of a file.
    pub fn new(text: &'a str, delimiter: u8, is_last: bool) -> Self {
        Self::from_line(text, delimiter, is_last, 1)
    }

    /// Goes on with the next piece of a file, which begins on that line.
    pub fn from_line(text: &'a str, delimiter: u8, is_last: bool, line: u32) -> Self {
        Self {
            text,
            delimiter,
            is_last,
            at: 0,
            line,
            quoted: ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build(),
            output: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Reads the next row into `row`.
    pub fn step(&mut self, row: &mut Row) -> Result<Step, UnclosedQuote> {
        let bytes = self.text.as_bytes();
        loop {
            if self.at >= bytes.len() {
                return Ok(if self.is_last { Step::End } else { Step::More });
            }
            let rest = &bytes[self.at..];
            let length = match memchr(b'\n', rest) {
                Some(length) => length,
                None if self.is_last => rest.len(),
                None => return Ok(Step::More),
            };
            let content = trim_returns(&rest[..length]);
            row.line = self.line;
            if matches!(content.first(), None | Some(b' ' | b'\r' | 0x1A))
                && content.iter().all(|byte| matches!(byte, b' ' | b'\r' | 0x1A))
            {
                self.at += length + 1;
                self.line = self.line.saturating_add(1);
                continue;
            }
            row.cells.clear();
            row.is_unquoted = false;
            let mut start = self.at;
            let end = self.at + content.len();
            let mut has_quotes = false;
            for offset in memchr2_iter(self.delimiter, b'"', content) {
                if content[offset] == b'"' {
                    has_quotes = true;
                    break;
                }
                row.cells.push((start, self.at + offset));
                start = self.at + offset + 1;
            }
            if has_quotes {
                row.cells.clear();
                return self.quoted_row(row);
            }
            row.cells.push((start, end));
            self.at = (self.at + length + 1).min(bytes.len());
            self.line = self.line.saturating_add(1);
            return Ok(Step::Row);
        }
    }

    fn quoted_row(&mut self, row: &mut Row) -> Result<Step, UnclosedQuote> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let mut at = start;
        let (mut written, mut ended) = (0, 0);
        self.output.resize(self.output.len().max(1024), 0);
        self.ends.resize(self.ends.len().max(64), 0);
        self.quoted.reset();
        loop {
            let (result, read, wrote, ends) =
                self.quoted.read_record(&bytes[at..], &mut self.output[written..], &mut self.ends[ended..]);
            at += read;
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // The text's end was reached inside the row; at the file's end the next round, given nothing more,
                // closes it.
                ReadRecordResult::InputEmpty if self.is_last => {}
                ReadRecordResult::InputEmpty => {
                    let lines = memchr_iter(b'\n', &bytes[start..at]).count();
                    if lines > MOST_LINES_IN_A_ROW {
                        return Err(UnclosedQuote { line: row.line, at_end: false });
                    }
                    return Ok(Step::More);
                }
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        self.at = at;
        let raw = &bytes[start..at];
        let lines = memchr_iter(b'\n', raw).count();
        let at_end = self.is_last && at >= bytes.len() && ends_inside_quotes(raw, self.delimiter);
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
        Ok(Step::Row)
    }
}

/// A text without outer white space. Nearly all cells have none, and plain letters at both ends say so at once.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// Walks over all rows of a file, piece by piece, until `each` has seen enough or there are no more.
pub(crate) fn walk(
    reading: &mut Reading<'_>,
    delimiter: u8,
    mut each: impl FnMut(&str, &Row) -> Result<bool, ReadError>,
) -> Result<(), ReadError> {
    let mut pieces = reading.pieces()?;
    let mut row = Row::default();
    let mut line = 1;
    pieces.more()?;
    loop {
        let mut rows = Rows::from_line(pieces.text(), delimiter, pieces.is_last(), line);
        let ended = loop {
            match rows.step(&mut row).map_err(quote_error)? {
                Step::Row => {
                    if !each(rows.text, &row)? {
                        return Ok(());
                    }
                }
                Step::More => break false,
                Step::End => break true,
            }
        };
        if ended {
            return Ok(());
        }
        let taken = rows.at;
        line = rows.line;
        pieces.take(taken);
        if !pieces.more()? && pieces.text().is_empty() {
            return Ok(());
        }
    }
}

/// The error for a quotation mark never closed.
pub fn quote_error(quote: UnclosedQuote) -> ReadError {
    if quote.at_end {
        ReadError::CutShort { line: quote.line }
    } else {
        ReadError::Unreadable { line: quote.line, problem: LineProblem::Quote }
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
