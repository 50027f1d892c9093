//! GnuCash's export of transactions ("Export Transactions to CSV", of several lines a transaction; GnuCash manual): the
//! first line of a transaction carries its day and text, each line a split.

use ledger::Basis;

use super::{
    cells::{Manner, Row},
    headings::{Heading, heading},
};
use crate::{
    book::{Amount, Format, LeftOutKind},
    error::{Problem, ReadError},
    raw::{Event, Raw, RawPosting, RawTransaction, Value},
};

pub(super) fn read(rows: &[Row]) -> Result<Raw, ReadError> {
    let mut raw = Raw::new(Format::GnuCash);
    let Some((head, rows)) = rows.split_first() else { return Ok(raw) };
    let headings: Vec<_> = head.cells.iter().map(|cell| heading(cell)).collect();
    // The whole name stands before the short one, and `Transaction ID` before any other number.
    let place = |wanted: Heading| headings.iter().position(|one| *one == Some(wanted));
    let cell = |row: &'_ Row, wanted: Heading| -> String {
        place(wanted).and_then(|at| row.cells.get(at)).cloned().unwrap_or_default()
    };
    let (day, amount, value) = (place(Heading::Date), place(Heading::Amount), place(Heading::ValueNumber));
    let at = |row: &'_ Row, place: Option<usize>| place.and_then(|at| row.cells.get(at)).cloned().unwrap_or_default();
    let dates: Vec<(u32, String)> = rows.iter().map(|row| (row.line, at(row, day))).collect();
    let numbers: Vec<String> = rows.iter().flat_map(|row| [at(row, amount), at(row, value)]).collect();
    let manner =
        Manner::of(dates.iter().map(|(line, text)| (*line, text.as_str())), numbers.iter().map(String::as_str))?;
    let (mut open, mut id, mut currency, mut voided): (Option<RawTransaction>, String, String, bool) =
        (None, String::new(), String::new(), false);
    for row in rows {
        let (date, own_id) = (cell(row, Heading::Date), cell(row, Heading::Transaction));
        // Some versions repeat the day on every line: the number tells transactions apart.
        let begins =
            if own_id.is_empty() { !date.is_empty() && id.is_empty() || !date.is_empty() } else { own_id != id };
        if begins {
            raw.events.extend(open.take().filter(|_| !voided).map(Event::Transaction));
            voided = !cell(row, Heading::Void).is_empty();
            if voided {
                raw.leave_out(row.line, LeftOutKind::Voided);
            }
            id = own_id;
            currency = code_of(&cell(row, Heading::Currency));
            let notes = notes_of(row, &headings);
            open = Some(RawTransaction {
                line: row.line,
                date: manner.date(&date, row.line)?,
                code: cell(row, Heading::Reference),
                payee: String::new(),
                text: cell(row, Heading::Text),
                notes,
                tags: Vec::new(),
                postings: Vec::new(),
            });
        }
        let Some(transaction) = &mut open else {
            return Err(ReadError { line: row.line, problem: Problem::Date(String::new()) });
        };
        let account = raw.account(&cell(row, Heading::Account), row.line)?;
        let number = |text: String| {
            manner.amount(&text, row.line)?.ok_or(ReadError { line: row.line, problem: Problem::Amount(String::new()) })
        };
        let (quantity, worth) = (number(cell(row, Heading::Amount))?, number(cell(row, Heading::ValueNumber))?);
        let of_value = raw.commodity(&currency);
        let own = own_commodity(&cell(row, Heading::AmountWithSymbol));
        let (amount, value) = if quantity == worth {
            (Amount { quantity, commodity: of_value }, Value::Unsaid)
        } else {
            let commodity = raw.commodity(&own);
            (Amount { quantity, commodity }, Value::Total(Amount { quantity: worth, commodity: of_value }))
        };
        transaction.postings.push(RawPosting {
            line: row.line,
            account,
            amount: Some(amount),
            value,
            assertion: None,
            basis: Basis::Both,
        });
    }
    raw.events.extend(open.take().filter(|_| !voided).map(Event::Transaction));
    Ok(raw)
}

/// `CURRENCY::EUR` is EUR.
fn code_of(text: &str) -> String {
    text.rsplit("::").next().unwrap_or_default().trim().to_owned()
}

/// What stands around the digits of `AAPL 10` or `$1,234.00`.
fn own_commodity(text: &str) -> String {
    let letters = |letter: char| {
        !letter.is_ascii_digit() && !matches!(letter, '.' | ',' | '-' | '+' | '(' | ')' | ' ' | '\u{a0}')
    };
    text.chars().filter(|letter| letters(*letter)).collect()
}

fn notes_of(row: &Row, headings: &[Option<Heading>]) -> Vec<String> {
    let cells = row.cells.iter().zip(headings);
    cells.filter(|(cell, one)| **one == Some(Heading::Note) && !cell.is_empty()).map(|(cell, _)| cell.clone()).collect()
}
