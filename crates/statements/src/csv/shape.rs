//! Where the table is: the delimiter, the header, the first row of data, and the column that holds the dates.

use super::no_table;
use super::rows::{Row, Rows, Step, UnclosedQuote, quote_error};
use super::words::{Role, role_of};
use crate::amount::{self, MarkEvidence};
use crate::date;
use crate::error::ReadError;

/// Rows looked at to find out what a file is. Ten years of lines look like their first few hundred.
const SAMPLE_ROWS: usize = 400;

/// The delimiters banks use, in the order they are preferred where the content fits several.
const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// The table in a file.
#[derive(Debug)]
pub struct Shape {
    pub delimiter: u8,
    /// Headings; empty where there are none.
    pub header: Vec<String>,
    /// How many rows stand in front of the first row of data.
    pub skip_rows: usize,
    /// Rows from the first row of data on, as many as were looked at.
    pub sample: Vec<Vec<String>>,
    /// Rows with a date and an amount among the sample.
    pub data_rows: usize,
    /// Columns that hold dates in the data rows.
    pub date_columns: Vec<usize>,
    /// The one of them that is filled most, the first of several.
    pub fullest_date: Option<usize>,
    /// The widest row's number of cells.
    pub width: usize,
}

/// What a cell can be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Empty,
    Date,
    Amount,
    Text,
}

/// What a cell can be read as; a date is not also an amount.
pub fn kind_of(cell: &str) -> Cell {
    if cell.is_empty() {
        Cell::Empty
    } else if cell.len() <= 64 && date::possible(cell).contains(&true) {
        Cell::Date
    } else if is_amount(cell) {
        Cell::Amount
    } else {
        Cell::Text
    }
}

/// Whether a cell can be an amount; a longer run of digits is a number of some account.
pub fn is_amount(cell: &str) -> bool {
    // A currency's code or abbreviation, and CR or DR.
    const MOST_LETTERS: usize = 5;
    cell.len() <= 40
        && cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.chars().filter(|character| character.is_alphabetic()).count() <= MOST_LETTERS
        && amount::evidence(cell) != MarkEvidence::Neither
}

impl Shape {
    /// One letter for what each column holds, for files without a header.
    pub fn kinds(&self) -> String {
        (0..self.width)
            .map(|column| {
                let cells = || self.sample.iter().filter_map(|row| row.get(column)).map(|cell| kind_of(cell));
                match cells().find(|kind| *kind != Cell::Empty) {
                    Some(Cell::Date) => 'd',
                    Some(Cell::Amount) => 'n',
                    Some(_) => 't',
                    None => '-',
                }
            })
            .collect()
    }
}

/// Finds the table in the beginning of a text, which may be all of it.
pub fn find(text: &str, is_whole: bool) -> Result<Shape, ReadError> {
    // Excel's own line for the delimiter.
    if let Some(stated) = stated_delimiter(text) {
        return with_delimiter(text, is_whole, stated)
            .map_err(quote_error)?
            .filter(|shape| shape.fits())
            .ok_or_else(no_table);
    }
    let mut best: Option<Shape> = None;
    let mut unclosed = None;
    for delimiter in DELIMITERS {
        match with_delimiter(text, is_whole, delimiter) {
            Ok(Some(shape)) if shape.fits() && best.as_ref().is_none_or(|best| shape.score() > best.score()) => {
                best = Some(shape)
            }
            Ok(_) => {}
            Err(quote) => unclosed = Some(quote),
        }
    }
    match (best, unclosed) {
        (Some(shape), _) => Ok(shape),
        (None, Some(quote)) => Err(quote_error(quote)),
        (None, None) => Err(no_table()),
    }
}

/// Finds the table between whose cells that character stands.
pub fn find_with(text: &str, is_whole: bool, delimiter: u8) -> Result<Shape, ReadError> {
    with_delimiter(text, is_whole, delimiter).map_err(quote_error)?.filter(Shape::fits).ok_or_else(no_table)
}

fn stated_delimiter(text: &str) -> Option<u8> {
    let rest = text.trim_start_matches('"').get(..5)?;
    let (word, delimiter) = rest.split_at_checked(4)?;
    (word.eq_ignore_ascii_case("sep=")).then(|| delimiter.as_bytes()[0]).filter(u8::is_ascii)
}

impl Shape {
    fn fits(&self) -> bool {
        self.data_rows > 0 || !self.header.is_empty()
    }

    /// More rows of data are better; then rows of one width; then more known headings.
    fn score(&self) -> (usize, usize, usize) {
        let usual = self.sample.iter().filter(|row| row.len() == self.width).count();
        (self.data_rows, usual, self.header.iter().filter(|heading| role_of(heading).is_some()).count())
    }
}

fn with_delimiter(text: &str, is_whole: bool, delimiter: u8) -> Result<Option<Shape>, UnclosedQuote> {
    let mut rows = Rows::new(text, delimiter, is_whole);
    let mut row = Row::default();
    let mut sample: Vec<Vec<String>> = Vec::new();
    while sample.len() < SAMPLE_ROWS && rows.step(&mut row)? == Step::Row {
        sample.push((0..row.len()).map(|column| row.cell(text, column).to_owned()).collect());
    }
    Ok(shape_of(delimiter, sample))
}

fn shape_of(delimiter: u8, mut rows: Vec<Vec<String>>) -> Option<Shape> {
    let kinds: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(|cell| kind_of(cell)).collect()).collect();
    let is_data = |row: &[Cell]| row.contains(&Cell::Date) && row.contains(&Cell::Amount);
    let data: Vec<usize> = (0..rows.len()).filter(|index| is_data(&kinds[*index])).collect();
    let width = data.iter().map(|index| rows[*index].len()).max().unwrap_or(0);
    // How often each column of the data rows holds a date.
    let mut counts = vec![0usize; width];
    for index in &data {
        for (column, kind) in kinds[*index].iter().enumerate() {
            counts[column] += usize::from(*kind == Cell::Date);
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    // Lines not booked yet have no booking date, and a line or two may be damaged.
    let date_columns: Vec<usize> =
        (0..width).filter(|column| counts[*column] > 0 && counts[*column] * 2 >= most).collect();
    let fullest = |column: &&usize| (counts[**column], std::cmp::Reverse(**column));
    let Some(first_date) = date_columns.iter().max_by_key(fullest).copied() else {
        return header_only(delimiter, rows);
    };
    let data: Vec<usize> =
        data.into_iter().filter(|index| kinds[*index].get(first_date) == Some(&Cell::Date)).collect();
    let first = *data.first()?;
    let header_row = header_above(&rows, &kinds, first, &date_columns);
    let start = match header_row {
        // Whatever follows the header is data, readable or not.
        Some(row) => row + 1,
        None => rows.iter().take(first).position(|row| is_damaged_data(row, first_date)).unwrap_or(first),
    };
    let header = header_row.map(|row| std::mem::take(&mut rows[row])).unwrap_or_default();
    let sample = rows.split_off(start);
    let width = width.max(header.len());
    Some(Shape {
        delimiter,
        header,
        skip_rows: start,
        data_rows: data.len(),
        sample,
        date_columns,
        fullest_date: Some(first_date),
        width,
    })
}

/// The nearest row above the data that names columns: words and no figures, one of them above the dates.
fn header_above(rows: &[Vec<String>], kinds: &[Vec<Cell>], first: usize, date_columns: &[usize]) -> Option<usize> {
    const FURTHEST: usize = 30;
    let plain = |index: usize| {
        let filled = kinds[index].iter().filter(|kind| **kind != Cell::Empty).count();
        filled >= 2
            && !kinds[index].contains(&Cell::Date)
            && !kinds[index].contains(&Cell::Amount)
            && date_columns.iter().any(|column| kinds[index].get(*column) == Some(&Cell::Text))
    };
    let known =
        |index: usize| rows[index].iter().filter(|cell| role_of(cell).is_some_and(|(_, plain)| plain >= 2)).count();
    let candidates = || (first.saturating_sub(FURTHEST)..first).rev().filter(|index| plain(*index));
    candidates().find(|index| known(*index) >= 2).or_else(|| candidates().find(|index| index + 1 == first))
}

/// A row in front of the first readable one that was meant as data too: a date that cannot be, an amount misspelt.
fn is_damaged_data(row: &[String], date_column: usize) -> bool {
    row.len() > date_column + 1 && row.get(date_column).is_some_and(|cell| date::looks_like(cell))
}

/// A file with headings and no movements: a quiet month.
fn header_only(delimiter: u8, mut rows: Vec<Vec<String>>) -> Option<Shape> {
    let names = |row: &[String], wanted: &[Role]| {
        row.iter().any(|cell| role_of(cell).is_some_and(|(role, plain)| plain >= 2 && wanted.contains(&role)))
    };
    let index = rows.iter().position(|row| {
        names(row, &[Role::BookingDate, Role::Date, Role::ValueDate])
            && names(row, &[Role::Amount, Role::Net, Role::In, Role::Out])
    })?;
    let header = std::mem::take(&mut rows[index]);
    let sample = rows.split_off(index + 1);
    let width = header.len();
    let date_columns = Vec::new();
    Some(Shape {
        delimiter,
        header,
        skip_rows: index + 1,
        data_rows: 0,
        sample,
        date_columns,
        fullest_date: None,
        width,
    })
}
