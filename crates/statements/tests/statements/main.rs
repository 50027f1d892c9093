//! What the readers make of files shaped like those of banks, of damaged files, and of anything at all.

mod amounts;
mod banking;
mod dates;
mod errors;
mod files;
mod pieces;
mod properties;
mod questions;
mod services;
mod shapes;

use statements::{ReadError, ReadOptions, Statement};

/// Reads text with the defaults.
fn read(text: &str) -> Result<Statement, ReadError> {
    statements::read(text.as_bytes(), &ReadOptions::default())
}

/// Date, amount and text of every line.
fn lines(statement: &Statement) -> Vec<(String, i64, String)> {
    statement
        .accounts
        .iter()
        .flat_map(|account| &account.lines)
        .map(|line| (line.booked_on.to_string(), line.amount_minor, line.text.clone()))
        .collect()
}
