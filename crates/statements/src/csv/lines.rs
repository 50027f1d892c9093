//! The rows of a CSV file, read by a mapping.

use std::collections::HashMap;

use super::balances::{Balances, Outcome};
use super::mapping::CsvMapping;
use super::money;
use super::rows::{Row, Rows};
use super::shape::quote_error;
use super::{services, words};
use crate::amount::{is_currency_code, minor_digits};
use crate::error::{self, LineProblem, MappingProblem, ReadError, excerpt, written};
use crate::statement::{AccountStatement, Format, LeftOut, Line, LineKind, Statement};
use crate::{ReadOptions, date};

/// Reads the rows of a text.
pub fn read(text: &str, mapping: CsvMapping, options: &ReadOptions) -> Result<Statement, ReadError> {
    if let Some(export) = mapping.export {
        return services::read(text, export, mapping, options);
    }
    let delimiter =
        u8::try_from(mapping.delimiter).ok().filter(u8::is_ascii).filter(|byte| !matches!(byte, b'"' | b'\n' | b'\r'));
    let delimiter = delimiter.ok_or(ReadError::Mapping { problem: MappingProblem::Delimiter })?;
    let mut rows = Rows::new(text, delimiter);
    let mut row = Row::default();
    skip_to_data(text, &mapping, &mut rows, &mut row)?;
    let mut reader = Reader {
        text,
        options,
        digits: minor_digits(&options.currency),
        mapping: &mapping,
        accounts: Vec::new(),
        by_key: HashMap::new(),
        current: None,
        left_out: Vec::new(),
        continues: false,
    };
    while rows.next(&mut row).map_err(quote_error)? {
        if let Err(problem) = reader.row(&row) {
            if !options.leave_out_unreadable {
                return Err(ReadError::Unreadable { line: row.line, problem });
            }
            reader.leave_out(row.line, problem.to_string());
        }
    }
    let (mut accounts, left_out) = reader.finish()?;
    if accounts.is_empty() {
        accounts.push(AccountStatement::default());
    }
    Ok(Statement { format: Format::Csv, accounts, left_out, mapping: Some(mapping) })
}

/// Moves to the first row of data. A header is looked for by its words, since preambles differ in length from one
/// download to the next.
pub fn skip_to_data(text: &str, mapping: &CsvMapping, rows: &mut Rows<'_>, row: &mut Row) -> Result<(), ReadError> {
    const FURTHEST: usize = 200;
    let wanted: Vec<String> = mapping.header.iter().map(|heading| words::fold(heading)).collect();
    if wanted.is_empty() {
        for _ in 0..mapping.skip_rows {
            rows.next(row).map_err(quote_error)?;
        }
        return Ok(());
    }
    for _ in 0..FURTHEST.max(mapping.skip_rows) {
        if !rows.next(row).map_err(quote_error)? {
            break;
        }
        if row.len() == wanted.len()
            && wanted.iter().enumerate().all(|(column, heading)| words::fold(row.cell(text, column)) == *heading)
        {
            return Ok(());
        }
    }
    Err(ReadError::Mapping { problem: MappingProblem::Shape })
}

/// An account being filled.
struct Filling {
    statement: AccountStatement,
    balances: Balances,
    digits: u32,
}

struct Reader<'a> {
    text: &'a str,
    options: &'a ReadOptions,
    mapping: &'a CsvMapping,
    digits: u32,
    accounts: Vec<Filling>,
    /// Account and currency as stated.
    by_key: HashMap<(String, String), usize>,
    current: Option<usize>,
    left_out: Vec<LeftOut>,
    /// Whether the row before this one became a line that further rows can add text to.
    continues: bool,
}

impl Reader<'_> {
    fn row(&mut self, row: &Row) -> Result<(), LineProblem> {
        let text = self.text;
        let cell = |column: usize| row.cell(text, column);
        let optional = |column: Option<usize>| column.map_or("", cell);
        // Looked at first: what is not booked has no booking date.
        let status = optional(self.mapping.status);
        if !status.is_empty() && words::is_not_booked(status) {
            self.leave_out(row.line, error::not_booked(&excerpt(status)));
            return Ok(());
        }
        let date_cell = cell(self.mapping.date);
        let booked_on = match date::parse(date_cell, self.mapping.date_order) {
            Ok(date) => date,
            Err(problem) => return self.row_without_date(row, date_cell, problem),
        };
        self.continues = false;
        let currency = optional(self.mapping.currency);
        let index = self.account(optional(self.mapping.account).trim_matches(['"', '\'']), currency)?;
        let digits = self.accounts[index].digits;
        let moved = match money::moved(cell, self.mapping, digits) {
            Err(LineProblem::AmountMissing) => {
                money::payout(cell, self.mapping, digits).ok_or(LineProblem::AmountMissing)
            }
            moved => moved,
        };
        let moved = match moved {
            Ok(moved) => moved,
            // "Balance brought forward" with a date and no movement.
            Err(LineProblem::AmountMissing) if self.has_total(row) => return Ok(()),
            Err(problem) => return Err(problem),
        };
        let balance_minor = match self.mapping.balance {
            Some(column) => money::parse(cell(column), self.mapping.decimal_mark, digits)?,
            None => None,
        };
        let party = match self.mapping.payer {
            Some(payer) if moved.amount > 0 && !cell(payer).is_empty() => cell(payer),
            _ => optional(self.mapping.counterparty),
        };
        let account = &mut self.accounts[index];
        if self.mapping.balance.is_some() {
            account.balances.push(row.line, booked_on, moved.amount, balance_minor);
        }
        account.statement.lines.push(Line {
            source_line: row.line,
            booked_on,
            amount_minor: moved.amount,
            text: line_text(self.mapping, &cell, party),
            counterparty: some(party),
            counterparty_account: some(optional(self.mapping.counterparty_account)),
            bank_id: some(optional(self.mapping.bank_id)),
            balance_minor,
            currency: account.statement.currency.clone().filter(|_| !currency.is_empty()),
            reference: some(optional(self.mapping.reference)),
            fee_minor: moved.fee,
            marketplace_tax_minor: None,
            kind: LineKind::default(),
            original: None,
            batch: None,
        });
        self.current = Some(index);
        self.continues = true;
        Ok(())
    }

    /// A row without a readable date: more text for the line above, a total, a remark — or a damaged line.
    fn row_without_date(&mut self, row: &Row, date_cell: &str, problem: date::DateProblem) -> Result<(), LineProblem> {
        if row.is_blank(self.text) {
            return Ok(());
        }
        let has_amount = money::columns(&self.mapping.amount)
            .into_iter()
            .flatten()
            .any(|column| !row.cell(self.text, column).is_empty());
        let begins_with_digit = date_cell.starts_with(|character: char| character.is_ascii_digit());
        if date_cell.is_empty() && !has_amount {
            if self.continues {
                self.continue_text(row);
            }
            return Ok(());
        }
        if !begins_with_digit && self.has_total(row) {
            return Ok(());
        }
        if !begins_with_digit && !has_amount {
            // A title or a remark of one cell is no movement; a whole row deserves a word.
            let filled = (0..row.len()).filter(|column| !row.cell(self.text, *column).is_empty()).count();
            if filled <= 2 || self.repeats_header(row) {
                return Ok(());
            }
        }
        if self.repeats_header(row) {
            return Ok(());
        }
        Err(if date_cell.is_empty() {
            LineProblem::DateMissing
        } else {
            LineProblem::Date { text: excerpt(date_cell), problem }
        })
    }

    fn has_total(&self, row: &Row) -> bool {
        let text = self.text;
        let is_words =
            |column: usize| row.cell(text, column).trim_start_matches(['#', '*']).starts_with(char::is_alphabetic);
        let first = (0..row.len()).find(|column| is_words(*column));
        first.is_some_and(|column| words::is_total(row.cell(text, column)))
            || self.mapping.text.iter().any(|column| words::is_total(row.cell(text, *column)))
    }

    fn repeats_header(&self, row: &Row) -> bool {
        !self.mapping.header.is_empty()
            && self.mapping.header.iter().enumerate().all(|(column, heading)| row.cell(self.text, column) == heading)
    }

    fn continue_text(&mut self, row: &Row) {
        let Some(line) = self.current.and_then(|index| self.accounts[index].statement.lines.last_mut()) else { return };
        // Bounded, so that a file of nothing but such rows stays one line of sensible length.
        const LONGEST: usize = 2000;
        for part in self.mapping.text.iter().map(|column| row.cell(self.text, *column)).filter(|part| !part.is_empty())
        {
            if line.text.len() + part.len() < LONGEST {
                line.text.push(' ');
                push_folded(&mut line.text, part);
            }
        }
    }

    /// The account a row belongs to; nearly always the one of the row before.
    fn account(&mut self, id: &str, currency: &str) -> Result<usize, LineProblem> {
        if let Some(index) = self.current {
            let statement = &self.accounts[index].statement;
            let same = |stated: &Option<String>, text: &str| match stated {
                Some(stated) => stated == text,
                None => text.is_empty(),
            };
            if same(&statement.id, id) && same(&statement.currency, currency) {
                return Ok(index);
            }
        }
        let code = currency.to_ascii_uppercase();
        if !code.is_empty() && !is_currency_code(&code) {
            return Err(LineProblem::Currency { text: excerpt(currency) });
        }
        let key = (id.to_owned(), code);
        if let Some(index) = self.by_key.get(&key) {
            return Ok(*index);
        }
        let index = self.accounts.len();
        let digits = if key.1.is_empty() { self.digits } else { minor_digits(&key.1) };
        let lines = if index == 0 { Vec::with_capacity(self.likely_lines()) } else { Vec::new() };
        let statement = AccountStatement { lines, id: some(id), currency: some(&key.1), ..AccountStatement::default() };
        self.accounts.push(Filling { statement, balances: Balances::default(), digits });
        self.by_key.insert(key, index);
        Ok(index)
    }

    /// Room for the lines of a file with one account: growing would copy them all again and again.
    fn likely_lines(&self) -> usize {
        const SHORTEST_LINE: usize = 24;
        const MOST: usize = 4_000_000;
        let breaks = memchr::memchr_iter(b'\n', self.text.as_bytes()).count();
        breaks.min(self.text.len() / SHORTEST_LINE).min(MOST) + 1
    }

    fn leave_out(&mut self, line: u32, reason: String) {
        self.continues = false;
        self.left_out.push(LeftOut { line, reason });
    }

    fn finish(self) -> Result<(Vec<AccountStatement>, Vec<LeftOut>), ReadError> {
        // Lines left out move the balance too: what is missing is known then, and listed.
        let forgiving = self.options.accept_balance_gaps || !self.left_out.is_empty();
        let mut accounts = Vec::with_capacity(self.accounts.len());
        for mut account in self.accounts {
            if account.statement.lines.is_empty() {
                continue;
            }
            if let Some(outcome) = account.balances.finish() {
                prove(&mut account.statement, outcome, account.digits, forgiving)?;
            }
            accounts.push(account.statement);
        }
        Ok((accounts, self.left_out))
    }
}

/// Enters what the balances of an account prove. A column that mostly proves out is a running balance, and where it does
/// not a line is missing or an amount is wrong. One that mostly does not is an extract's, or something else: it proves
/// nothing.
pub fn prove(
    statement: &mut AccountStatement,
    outcome: Outcome,
    digits: u32,
    forgiving: bool,
) -> Result<(), ReadError> {
    if !forgiving && outcome.broken > 0 && outcome.proven >= 4 && outcome.proven >= 2 * outcome.broken {
        let gap = outcome.gaps[0];
        return Err(ReadError::Balance {
            line: gap.source_line,
            expected: written(gap.expected_minor, digits),
            stated: written(i128::from(gap.stated_minor), digits),
        });
    }
    statement.opening = outcome.opening;
    statement.closing = outcome.closing;
    statement.balance_gaps = outcome.gaps;
    Ok(())
}

/// The text of a line: its text columns joined, without repeating; else the party, else the kind of movement.
fn line_text<'c>(mapping: &CsvMapping, cell: &impl Fn(usize) -> &'c str, party: &str) -> String {
    let mut text = String::new();
    for column in &mapping.text {
        let part = cell(*column);
        if part.is_empty() || (!text.is_empty() && text.contains(part)) {
            continue;
        }
        if text.is_empty() {
            text.reserve_exact(part.len());
        } else {
            text.push(' ');
        }
        push_folded(&mut text, part);
    }
    if text.is_empty() {
        push_folded(&mut text, party);
    }
    if text.is_empty() {
        push_folded(&mut text, mapping.kind.map_or("", cell));
    }
    text
}

/// Appends a text with each run of white space as one space.
fn push_folded(text: &mut String, part: &str) {
    let mut previous_is_space = false;
    let needs_folding = part.bytes().any(|byte| {
        let is_space = byte == b' ';
        let folds = (is_space && previous_is_space) || matches!(byte, b'\n' | b'\r' | b'\t' | 0xA0);
        previous_is_space = is_space;
        folds
    });
    if !needs_folding {
        text.push_str(part);
        return;
    }
    for (index, word) in part.split_whitespace().enumerate() {
        if index > 0 {
            text.push(' ');
        }
        text.push_str(word);
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
