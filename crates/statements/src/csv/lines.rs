//! The rows of a CSV file, read by a mapping.

use std::collections::HashMap;

use jiff::civil::Date;

use super::balances::{Balances, Outcome};
use super::mapping::CsvMapping;
use super::money;
use super::rows::{Row, walk};
use super::{services, words};
use crate::amount::{is_currency_code, minor_digits};
use crate::error::{self, LineProblem, MappingProblem, ReadError, excerpt, written};
use crate::source::Reading;
use crate::statement::{AccountStatement, Format, LeftOut, Line, Statement, put};
use crate::{Each, ReadOptions, date};

/// Reads the rows of a file.
pub fn read(
    reading: &mut Reading<'_>,
    mapping: CsvMapping,
    options: &ReadOptions,
    each: &mut Each<'_>,
) -> Result<Statement, ReadError> {
    if let Some(export) = mapping.export {
        return services::read(reading, export, mapping, options, each);
    }
    let delimiter = delimiter(&mapping)?;
    let mut skip = Skip::new(&mapping);
    let mut reader = Reader {
        options,
        digits: minor_digits(&options.currency),
        mapping: &mapping,
        accounts: Vec::new(),
        with_lines: 0,
        by_key: HashMap::new(),
        current: None,
        left_out: Vec::new(),
        held: None,
        line: Line::default(),
        day: (String::new(), Date::ZERO),
        each,
    };
    walk(reading, delimiter, |text, row| {
        if skip.takes(text, row)? {
            return Ok(true);
        }
        match reader.row(text, row) {
            Ok(()) => {}
            Err(Stop::Line(problem)) if options.leave_out_unreadable => {
                reader.leave_out(row.line, problem.to_string())?;
            }
            Err(Stop::Line(problem)) => return Err(ReadError::Unreadable { line: row.line, problem }),
            Err(Stop::File(error)) => return Err(error),
        }
        Ok(true)
    })?;
    skip.done()?;
    let (mut accounts, left_out) = reader.finish()?;
    if accounts.is_empty() {
        accounts.push(AccountStatement::default());
    }
    Ok(Statement { format: Format::Csv, accounts, left_out, mapping: Some(mapping) })
}

/// The character between cells.
pub fn delimiter(mapping: &CsvMapping) -> Result<u8, ReadError> {
    let delimiter =
        u8::try_from(mapping.delimiter).ok().filter(u8::is_ascii).filter(|byte| !matches!(byte, b'"' | b'\n' | b'\r'));
    delimiter.ok_or(ReadError::Mapping { problem: MappingProblem::Delimiter })
}

/// The rows in front of the data. A header is looked for by its words, since preambles differ in length from one
/// download to the next.
pub struct Skip {
    wanted: Vec<String>,
    left: usize,
    done: bool,
}

impl Skip {
    /// What a mapping says of them.
    pub fn new(mapping: &CsvMapping) -> Self {
        const FURTHEST: usize = 200;
        let wanted: Vec<String> = mapping.header.iter().map(|heading| words::fold(heading)).collect();
        let left = if wanted.is_empty() { mapping.skip_rows } else { FURTHEST.max(mapping.skip_rows) };
        Self { done: wanted.is_empty() && left == 0, wanted, left }
    }

    /// Whether a row belongs to them.
    pub fn takes(&mut self, text: &str, row: &Row) -> Result<bool, ReadError> {
        if self.done {
            return Ok(false);
        }
        if self.left == 0 {
            return self.done().map(|()| false);
        }
        self.left -= 1;
        self.done = if self.wanted.is_empty() {
            self.left == 0
        } else {
            let is = |(column, heading): (usize, &String)| words::fold(row.cell(text, column)) == *heading;
            row.len() == self.wanted.len() && self.wanted.iter().enumerate().all(is)
        };
        Ok(true)
    }

    /// Whether the data was reached before the file ended.
    pub fn done(&self) -> Result<(), ReadError> {
        if self.done || self.wanted.is_empty() {
            return Ok(());
        }
        Err(ReadError::Mapping { problem: MappingProblem::Shape })
    }
}

/// Why a row did not become a line.
enum Stop {
    /// It cannot be read.
    Line(LineProblem),
    /// The file is not to be read further.
    File(ReadError),
}

impl From<LineProblem> for Stop {
    fn from(problem: LineProblem) -> Self {
        Self::Line(problem)
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        Self::File(error)
    }
}

/// An account being filled.
struct Filling {
    /// Its place among those with lines, once it has one.
    index: Option<usize>,
    statement: AccountStatement,
    balances: Balances,
    digits: u32,
}

struct Reader<'a, 'e> {
    options: &'a ReadOptions,
    mapping: &'a CsvMapping,
    digits: u32,
    accounts: Vec<Filling>,
    with_lines: usize,
    /// Account and currency as stated.
    by_key: HashMap<(String, String), usize>,
    current: Option<usize>,
    left_out: Vec<LeftOut>,
    /// The account of the line that was read last and is held until the next row: that may add text to it.
    held: Option<usize>,
    /// That line. Its texts are written over, not made anew.
    line: Line,
    /// The date cell read last, and its day: most rows repeat it.
    day: (String, Date),
    each: &'e mut Each<'e>,
}

impl Reader<'_, '_> {
    /// Hands over the line that is held.
    fn hand_over(&mut self) -> Result<(), ReadError> {
        let Some(at) = self.held.take() else { return Ok(()) };
        let account = &mut self.accounts[at];
        account.statement.line_count += 1;
        let index = *account.index.get_or_insert_with(|| {
            self.with_lines += 1;
            self.with_lines - 1
        });
        (self.each)(index, &mut self.line).map_err(|crate::Halt| ReadError::Halted)
    }

    fn row(&mut self, text: &str, row: &Row) -> Result<(), Stop> {
        let mapping = self.mapping;
        let cell = |column: usize| row.cell(text, column);
        let optional = |column: Option<usize>| column.map_or("", cell);
        // Looked at first: what is not booked has no booking date.
        let status = optional(mapping.status);
        if !status.is_empty() && words::is_not_booked(status) {
            self.leave_out(row.line, error::not_booked(&excerpt(status)))?;
            return Ok(());
        }
        let date_cell = cell(mapping.date);
        let booked_on = if date_cell == self.day.0 && !date_cell.is_empty() {
            self.day.1
        } else {
            match date::parse(date_cell, mapping.date_order) {
                Ok(date) => {
                    self.day.0.clear();
                    self.day.0.push_str(date_cell);
                    self.day.1 = date;
                    date
                }
                Err(problem) => return Ok(self.row_without_date(text, row, date_cell, problem)?),
            }
        };
        self.hand_over()?;
        let currency = optional(mapping.currency);
        let index = self.account(optional(mapping.account).trim_matches(['"', '\'']), currency)?;
        let digits = self.accounts[index].digits;
        let moved = match money::moved(cell, mapping, digits) {
            Err(LineProblem::AmountMissing) => money::payout(cell, mapping, digits).ok_or(LineProblem::AmountMissing),
            moved => moved,
        };
        let moved = match moved {
            Ok(moved) => moved,
            // "Balance brought forward" with a date and no movement.
            Err(LineProblem::AmountMissing) if self.has_total(text, row) => return Ok(()),
            Err(problem) => return Err(problem.into()),
        };
        let balance_minor = match mapping.balance {
            Some(column) => money::parse(cell(column), mapping.decimal_mark, digits)?,
            None => None,
        };
        let party = match mapping.payer {
            Some(payer) if moved.amount > 0 && !cell(payer).is_empty() => cell(payer),
            _ => optional(mapping.counterparty),
        };
        let account = &mut self.accounts[index];
        if mapping.balance.is_some() {
            account.balances.push(row.line, booked_on, moved.amount, balance_minor);
        }
        let line = &mut self.line;
        line.source_line = row.line;
        line.booked_on = booked_on;
        line.amount_minor = moved.amount;
        line.text.clear();
        line_text(&mut line.text, mapping, &cell, party);
        put(&mut line.counterparty, party);
        put(&mut line.counterparty_account, optional(mapping.counterparty_account));
        put(&mut line.bank_id, optional(mapping.bank_id));
        line.balance_minor = balance_minor;
        put(&mut line.currency, account.statement.currency.as_deref().filter(|_| !currency.is_empty()).unwrap_or(""));
        put(&mut line.reference, optional(mapping.reference));
        line.fee_minor = moved.fee;
        self.current = Some(index);
        self.held = Some(index);
        Ok(())
    }

    /// A row without a readable date: more text for the line above, a total, a remark — or a damaged line.
    fn row_without_date(
        &mut self,
        text: &str,
        row: &Row,
        date_cell: &str,
        problem: date::DateProblem,
    ) -> Result<(), LineProblem> {
        if row.is_blank(text) {
            return Ok(());
        }
        let has_amount =
            money::columns(&self.mapping.amount).into_iter().flatten().any(|column| !row.cell(text, column).is_empty());
        let begins_with_digit = date_cell.starts_with(|character: char| character.is_ascii_digit());
        if date_cell.is_empty() && !has_amount {
            if self.held.is_some() {
                self.continue_text(text, row);
            }
            return Ok(());
        }
        if !begins_with_digit && self.has_total(text, row) {
            return Ok(());
        }
        if !begins_with_digit && !has_amount {
            // A title or a remark of one cell is no movement; a whole row deserves a word.
            let filled = (0..row.len()).filter(|column| !row.cell(text, *column).is_empty()).count();
            if filled <= 2 || self.repeats_header(text, row) {
                return Ok(());
            }
        }
        if self.repeats_header(text, row) {
            return Ok(());
        }
        Err(if date_cell.is_empty() {
            LineProblem::DateMissing
        } else {
            LineProblem::Date { text: excerpt(date_cell), problem }
        })
    }

    fn has_total(&self, text: &str, row: &Row) -> bool {
        let is_words =
            |column: usize| row.cell(text, column).trim_start_matches(['#', '*']).starts_with(char::is_alphabetic);
        let first = (0..row.len()).find(|column| is_words(*column));
        first.is_some_and(|column| words::is_total(row.cell(text, column)))
            || self.mapping.text.iter().any(|column| words::is_total(row.cell(text, *column)))
    }

    fn repeats_header(&self, text: &str, row: &Row) -> bool {
        !self.mapping.header.is_empty()
            && self.mapping.header.iter().enumerate().all(|(column, heading)| row.cell(text, column) == heading)
    }

    fn continue_text(&mut self, text: &str, row: &Row) {
        // Bounded, so that a file of nothing but such rows stays one line of sensible length.
        const LONGEST: usize = 2000;
        let line = &mut self.line;
        for part in self.mapping.text.iter().map(|column| row.cell(text, *column)).filter(|part| !part.is_empty()) {
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
        let statement = AccountStatement { id: some(id), currency: some(&key.1), ..AccountStatement::default() };
        self.accounts.push(Filling { index: None, statement, balances: Balances::default(), digits });
        self.by_key.insert(key, index);
        Ok(index)
    }

    fn leave_out(&mut self, line: u32, reason: String) -> Result<(), ReadError> {
        self.hand_over()?;
        self.left_out.push(LeftOut { line, reason });
        Ok(())
    }

    fn finish(mut self) -> Result<(Vec<AccountStatement>, Vec<LeftOut>), ReadError> {
        self.hand_over()?;
        // Lines left out move the balance too: what is missing is known then, and listed.
        let forgiving = self.options.accept_balance_gaps || !self.left_out.is_empty();
        let mut accounts = Vec::with_capacity(self.accounts.len());
        self.accounts.retain(|account| account.index.is_some());
        self.accounts.sort_by_key(|account| account.index);
        for mut account in self.accounts {
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
fn line_text<'c>(text: &mut String, mapping: &CsvMapping, cell: &impl Fn(usize) -> &'c str, party: &str) {
    for column in &mapping.text {
        let part = cell(*column);
        if part.is_empty() || (!text.is_empty() && text.contains(part)) {
            continue;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        push_folded(text, part);
    }
    if text.is_empty() {
        push_folded(text, party);
    }
    if text.is_empty() {
        push_folded(text, mapping.kind.map_or("", cell));
    }
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
