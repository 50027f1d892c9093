//! Rows of cells: which column means what, and the lines they hold.

mod mapping;

pub use mapping::{AmountColumns, Column, CsvGuess, CsvMapping, Question};

use crate::error::{ReadError, Unsuitable};
use crate::{ReadOptions, Statement};

pub fn read(_bytes: &[u8], _options: &ReadOptions) -> Result<Statement, ReadError> {
    Err(ReadError::Unsuitable(Unsuitable::PlainText))
}
pub fn sniff(_bytes: &[u8], _options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    Err(ReadError::Unsuitable(Unsuitable::PlainText))
}
pub fn signature(_bytes: &[u8]) -> Option<String> {
    None
}
