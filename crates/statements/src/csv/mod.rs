//! Rows of cells: which column means what, and the lines they hold.
//!
//! `shape` finds the delimiter, the header and the first row of data; `guess` decides what each column means, by its
//! heading, by its cells and by whether the running balances then prove out; `lines` reads the rows.

mod amounts;
mod balances;
mod by_hand;
mod dates;
mod guess;
mod lines;
mod mapping;
mod money;
mod rows;
mod services;
mod shape;
mod table;
mod words;

use encoding_rs::Encoding;

pub use by_hand::{ColumnsByHand, Delimiter, EVERY_DELIMITER, MEANINGS, Meaning, by_hand};
pub use mapping::{AmountColumns, Column, CsvGuess, CsvMapping, FeeColumn, Question};
pub use services::{Export, Service};

use crate::error::{MappingProblem, ReadError, Unsuitable};
use crate::{ReadOptions, Statement, text};

/// Reads a CSV file with the mapping given, else with the one found.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Statement, ReadError> {
    if let Some(mapping) = &options.mapping {
        let encoding = Encoding::for_label(mapping.encoding.as_bytes())
            .ok_or(ReadError::Mapping { problem: MappingProblem::Encoding })?;
        // The remembered encoding is a preference: a bank that moved to UTF-8 is read as UTF-8.
        let decoded = text::decode(bytes, Some(encoding))?;
        return lines::read(&decoded.text, mapping.clone(), options);
    }
    let decoded = text::decode(bytes, None)?;
    let guess = guess::guess(&decoded, options)?;
    if !guess.questions.is_empty() {
        return Err(ReadError::Ambiguous { questions: guess.questions });
    }
    lines::read(&decoded.text, guess.mapping, options)
}

/// What the columns seem to mean.
pub fn sniff(bytes: &[u8], options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    guess::guess(&text::decode(bytes, None)?, options)
}

/// See [`crate::signature`].
pub fn signature(bytes: &[u8]) -> Option<String> {
    let decoded = text::decode(bytes, None).ok()?;
    let shape = shape::find(&decoded.text).ok()?;
    let cells = if shape.header.is_empty() {
        // Without headings: what kind of thing each column holds.
        shape.kinds()
    } else {
        shape.header.iter().map(|heading| words::fold(heading)).collect::<Vec<_>>().join("|")
    };
    Some(format!("{}{cells}", char::from(shape.delimiter)))
}

/// The error for a file whose text is no table.
fn no_table() -> ReadError {
    ReadError::Unsuitable(Unsuitable::PlainText)
}
