//! Tables: GnuCash's export of transactions, and ledgers of one posting a line.

mod cells;
mod generic;
mod gnucash;
mod headings;

use self::{
    cells::rows,
    headings::{Heading, heading},
};
use crate::{error::ReadError, raw::Raw};

/// What parts the cells, where the first line that is not empty names a day, an account and an amount.
pub(crate) fn delimiter_of(text: &str) -> Option<u8> {
    let first = text.lines().find(|line| !line.trim().is_empty())?;
    b",;\t|".iter().copied().find(|delimiter| {
        let Ok(rows) = rows(first, *delimiter) else { return false };
        rows.first().is_some_and(|row| is_head(&row.cells))
    })
}

fn is_head(cells: &[String]) -> bool {
    let headings: Vec<_> = cells.iter().map(|cell| heading(cell)).collect();
    let has = |wanted: Heading| headings.contains(&Some(wanted));
    let account = has(Heading::Account)
        || has(Heading::AccountCode)
        || (has(Heading::DebitAccount) && has(Heading::CreditAccount));
    let amount = has(Heading::Amount) || (has(Heading::Debit) && has(Heading::Credit));
    has(Heading::Date) && account && amount
}

pub(crate) fn read(text: &str, delimiter: u8) -> Result<Raw, ReadError> {
    let rows = rows(text, delimiter)?;
    let head = rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let is_gnucash = head.iter().any(|cell| heading(cell) == Some(Heading::ValueNumber));
    if is_gnucash { gnucash::read(&rows) } else { generic::read(&rows) }
}
