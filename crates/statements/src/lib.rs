//! Bytes of a bank statement in, its lines out. Pure: no files, no clock, no randomness.
//!
//! Answers: what does this file hold — which accounts, which movements, which balances — and if it cannot be read,
//! why, on which line, and what would help? The file's content decides, never its name.
//!
//! Main nouns: [`Statement`] (a file read), [`AccountStatement`], [`Line`] (a movement), [`CsvMapping`] (which column
//! means what, remembered per bank by its [`signature`]), [`Question`] (what the content leaves open), [`ReadError`].
//!
//! What has been seen before, which account of the books is meant and how a line is sorted is the bank area's
//! business; it keys on [`normalise_text`].

pub mod amount;
mod camt;
mod chain;
mod csv;
pub mod date;
mod detect;
mod elements;
mod error;
mod mt940;
mod normalise;
mod ofx;
mod position;
mod qif;
mod source;
mod statement;
mod text;

use std::io::Cursor;

use crate::detect::Content;
use crate::source::Reading;

pub use crate::csv::{
    AmountColumns, Column, ColumnsByHand, CsvGuess, CsvMapping, Delimiter, EVERY_DELIMITER, Export, FeeColumn,
    MEANINGS, Meaning, Question, Service,
};
pub use crate::error::{LineProblem, MappingProblem, ReadError, Unsuitable};
pub use crate::normalise::normalise_text;
pub use crate::statement::{
    AccountHint, AccountStatement, Balance, BalanceGap, Batch, Format, LeftOut, Line, LineKind, Original, Statement,
};

pub use crate::source::Source;

/// The largest file read unless the caller says otherwise.
pub const LIMIT_BYTES: usize = 2_000 * 1024 * 1024;

/// Whoever takes the lines of a file wants no more of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Halt;

/// Takes a line of a file: the place of its account in [`Statement::accounts`], and the line, which is written over by the
/// next one.
pub type Each<'e> = dyn FnMut(usize, &mut Line) -> Result<(), Halt> + 'e;

/// What the reader is told beside the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// The file's name, for words only: content decides what a file is.
    pub file_name: Option<String>,
    /// How to read a CSV file, where it is known already.
    pub mapping: Option<CsvMapping>,
    /// ISO 4217 code assumed where the file states none; it decides the number of decimals.
    pub currency: String,
    /// Leave lines that cannot be read out, and list them, instead of stopping at the first.
    pub leave_out_unreadable: bool,
    /// Take a file whose running balances have gaps; they are listed in [`AccountStatement::balance_gaps`].
    pub accept_balance_gaps: bool,
    /// The largest file read, in bytes.
    pub limit_bytes: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            file_name: None,
            mapping: None,
            currency: "EUR".to_owned(),
            leave_out_unreadable: false,
            accept_balance_gaps: false,
            limit_bytes: LIMIT_BYTES,
        }
    }
}

/// The text of a file in whatever encoding it is, without its byte-order mark, lines ended by line feeds.
pub fn text_of(bytes: &[u8]) -> Result<std::borrow::Cow<'_, str>, ReadError> {
    text::decode(bytes, None)
}

/// Reads a statement file whole, or says why not; never part of it.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Statement, ReadError> {
    let mut lines: Vec<Vec<Line>> = Vec::new();
    let mut statement = read_through(&mut Cursor::new(bytes), options, &mut |account, line| {
        if lines.len() <= account {
            lines.resize_with(account + 1, Vec::new);
        }
        lines[account].push(std::mem::take(line));
        Ok(())
    })?;
    for (account, lines) in statement.accounts.iter_mut().zip(lines) {
        account.lines = lines;
    }
    Ok(statement)
}

/// Reads a statement file through, handing over line by line, so that memory does not grow with the file. The answer has
/// no lines, but what was found out on the way: balances, gaps, what was left out. Where it is an error, whatever was handed
/// over is void: a balance that does not follow is known at the end.
pub fn read_through(
    source: &mut dyn Source,
    options: &ReadOptions,
    each: &mut Each<'_>,
) -> Result<Statement, ReadError> {
    let mut reading = Reading::open(source, options)?;
    match reading.content() {
        Content::Ofx => ofx::read(&mut reading, options, each),
        Content::Camt => camt::read(&mut reading, options, each),
        Content::Mt940 => mt940::read(&mut reading, options, each),
        Content::Qif => qif::read(&mut reading, options, each),
        Content::Rows => csv::read(&mut reading, options, each),
    }
}

/// What the columns of a CSV file seem to mean, with samples to show and questions to ask.
pub fn sniff(bytes: &[u8], options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    sniff_source(&mut Cursor::new(bytes), options)
}

/// The same of a file that is read from where it lies.
pub fn sniff_source(source: &mut dyn Source, options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    let mut reading = Reading::open(source, options)?;
    match reading.content() {
        Content::Qif => qif::sniff(&mut reading, options),
        // These say what each of their fields means.
        Content::Ofx | Content::Camt | Content::Mt940 => Err(ReadError::Mapping { problem: MappingProblem::Shape }),
        Content::Rows => csv::sniff(&mut reading, options),
    }
}

/// How a CSV file is read once its owner has said what its columns hold: on top of the mapping in the options, else of
/// the one found.
pub fn by_hand(bytes: &[u8], options: &ReadOptions, said: &ColumnsByHand) -> Result<CsvGuess, ReadError> {
    by_hand_source(&mut Cursor::new(bytes), options, said)
}

/// The same of a file that is read from where it lies.
pub fn by_hand_source(
    source: &mut dyn Source,
    options: &ReadOptions,
    said: &ColumnsByHand,
) -> Result<CsvGuess, ReadError> {
    let mut reading = Reading::open(source, options)?;
    match reading.content() {
        Content::Rows => csv::by_hand(&mut reading, options, said),
        _ => Err(ReadError::Mapping { problem: MappingProblem::Shape }),
    }
}

/// A fingerprint of a CSV file's shape — delimiter, header, column count — that stays the same from one download to
/// the next, so that a corrected mapping can be remembered for the bank. A QIF file has one where its dates or amounts
/// can be read in several ways, since that is asked and remembered alike. `None` for anything else.
pub fn signature(bytes: &[u8]) -> Option<String> {
    signature_source(&mut Cursor::new(bytes))
}

/// The same of a file that is read from where it lies.
pub fn signature_source(source: &mut dyn Source) -> Option<String> {
    let options = ReadOptions::default();
    let mut reading = Reading::open(source, &options).ok()?;
    match reading.content() {
        Content::Rows => csv::signature(&mut reading),
        Content::Qif => qif::signature(&mut reading),
        _ => None,
    }
}
