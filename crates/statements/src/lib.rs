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
mod statement;
mod text;

pub use crate::csv::{
    AmountColumns, Column, ColumnsByHand, CsvGuess, CsvMapping, Delimiter, EVERY_DELIMITER, Export, FeeColumn,
    MEANINGS, Meaning, Question, Service,
};
pub use crate::error::{LineProblem, MappingProblem, ReadError, Unsuitable};
pub use crate::normalise::normalise_text;
pub use crate::statement::{
    AccountHint, AccountStatement, Balance, BalanceGap, Batch, Format, LeftOut, Line, LineKind, Original, Statement,
};

/// The largest file read unless the caller says otherwise. A file is held in memory once beside its lines; ten years
/// of a busy account are a few megabytes.
pub const LIMIT_BYTES: usize = 512 * 1024 * 1024;

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
    text::decode(bytes, None).map(|decoded| decoded.text)
}

/// Reads a statement file whole, or says why not; never part of it.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Statement, ReadError> {
    check_size(bytes, options)?;
    match detect::content(bytes)? {
        detect::Content::Ofx => ofx::read(bytes, options),
        detect::Content::Camt => camt::read(bytes, options),
        detect::Content::Mt940 => mt940::read(bytes, options),
        detect::Content::Qif => qif::read(bytes, options),
        detect::Content::Rows => csv::read(bytes, options),
    }
}

/// What the columns of a CSV file seem to mean, with samples to show and questions to ask.
pub fn sniff(bytes: &[u8], options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    check_size(bytes, options)?;
    match detect::content(bytes)? {
        detect::Content::Qif => qif::sniff(bytes, options),
        // These say what each of their fields means.
        detect::Content::Ofx | detect::Content::Camt | detect::Content::Mt940 => {
            Err(ReadError::Mapping { problem: MappingProblem::Shape })
        }
        detect::Content::Rows => csv::sniff(bytes, options),
    }
}

/// How a CSV file is read once its owner has said what its columns hold: on top of the mapping in the options, else of
/// the one found.
pub fn by_hand(bytes: &[u8], options: &ReadOptions, said: &ColumnsByHand) -> Result<CsvGuess, ReadError> {
    check_size(bytes, options)?;
    match detect::content(bytes)? {
        detect::Content::Rows => csv::by_hand(bytes, options, said),
        _ => Err(ReadError::Mapping { problem: MappingProblem::Shape }),
    }
}

/// A fingerprint of a CSV file's shape — delimiter, header, column count — that stays the same from one download to
/// the next, so that a corrected mapping can be remembered for the bank. A QIF file has one where its dates or amounts
/// can be read in several ways, since that is asked and remembered alike. `None` for anything else.
pub fn signature(bytes: &[u8]) -> Option<String> {
    match detect::content(bytes) {
        Ok(detect::Content::Rows) => csv::signature(bytes),
        Ok(detect::Content::Qif) => qif::signature(bytes),
        _ => None,
    }
}

fn check_size(bytes: &[u8], options: &ReadOptions) -> Result<(), ReadError> {
    if bytes.len() > options.limit_bytes {
        return Err(ReadError::TooLarge { limit: options.limit_bytes });
    }
    Ok(())
}
