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
use crate::source::Reading;
use crate::{Each, ReadOptions, Statement};

/// Reads a CSV file with the mapping given, else with the one found.
pub fn read(reading: &mut Reading<'_>, options: &ReadOptions, each: &mut Each<'_>) -> Result<Statement, ReadError> {
    if let Some(mapping) = &options.mapping {
        let encoding = Encoding::for_label(mapping.encoding.as_bytes())
            .ok_or(ReadError::Mapping { problem: MappingProblem::Encoding })?;
        // The remembered encoding is a preference: a bank that moved to UTF-8 is read as UTF-8.
        reading.decide(Some(encoding))?;
        return lines::read(reading, mapping.clone(), options, each);
    }
    let encoding = reading.decide(None)?;
    let guess = guess::guess(reading, encoding, options)?;
    if !guess.questions.is_empty() {
        return Err(ReadError::Ambiguous { questions: guess.questions });
    }
    lines::read(reading, guess.mapping, options, each)
}

/// What the columns seem to mean.
pub fn sniff(reading: &mut Reading<'_>, options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    let encoding = reading.decide(None)?;
    guess::guess(reading, encoding, options)
}

/// See [`crate::signature`].
pub fn signature(reading: &mut Reading<'_>) -> Option<String> {
    reading.decide(None).ok()?;
    let (beginning, is_whole) = reading.beginning().ok()?;
    let shape = shape::find(&beginning, is_whole).ok()?;
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
