//! The sampled rows of a table, asked column by column.

use std::cell::RefCell;
use std::collections::HashSet;

use super::rows;
use super::shape::{Cell, Shape, kind_of};
use super::words::{self, Role};
use crate::amount::is_currency_code;
use crate::date;
use crate::source::Reading;

/// The rows with a date among the sample, and the headings above them.
pub struct Table<'a, 's> {
    /// The whole file, for what its beginning leaves open.
    reading: RefCell<&'a mut Reading<'s>>,
    shape: &'a Shape,
    /// Rows that have a date where the data rows have one.
    good: Vec<&'a [String]>,
    roles: Vec<Option<(Role, u8)>>,
}

impl<'a, 's> Table<'a, 's> {
    pub fn new(reading: &'a mut Reading<'s>, shape: &'a Shape) -> Self {
        let is_good = |row: &&[String]| {
            let date = shape.fullest_date.and_then(|column| row.get(column));
            date.is_some_and(|cell| kind_of(cell) == Cell::Date)
        };
        let good = shape.sample.iter().map(Vec::as_slice).filter(is_good).collect();
        let mut roles: Vec<_> = shape.header.iter().map(|heading| words::role_of(heading)).collect();
        roles.resize(shape.width, None);
        Self { reading: RefCell::new(reading), shape, good, roles }
    }

    pub fn width(&self) -> usize {
        self.shape.width
    }

    pub fn rows(&self) -> usize {
        self.good.len()
    }

    pub fn has_header(&self) -> bool {
        !self.shape.header.is_empty()
    }

    pub fn heading(&self, column: usize) -> &str {
        self.shape.header.get(column).map_or("", String::as_str)
    }

    pub fn headings(&self) -> impl Iterator<Item = &str> {
        self.shape.header.iter().map(String::as_str)
    }

    pub fn date_columns(&self) -> &[usize] {
        &self.shape.date_columns
    }

    /// What a heading says; the words at the end of a longer heading alone are too weak to count.
    pub fn role(&self, column: usize) -> Option<Role> {
        self.roles.get(column).copied().flatten().filter(|(_, plain)| *plain >= 1).map(|(role, _)| role)
    }

    /// Whether a heading says its role in its own words or at its beginning, not only at its end.
    pub fn is_plain(&self, column: usize) -> bool {
        self.roles.get(column).copied().flatten().is_some_and(|(_, plain)| plain >= 2)
    }

    /// Columns whose headings say a role, the plainest first.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        [3, 2, 1].into_iter().flat_map(move |plain| {
            (0..self.roles.len()).filter(move |column| self.roles[*column] == Some((role, plain)))
        })
    }

    pub fn find(&self, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        let named = self.with_role(Role::Currency).find(|column| wanted(*column));
        named.or_else(|| (0..self.width()).find(|column| self.role(*column) != Some(Role::Other) && wanted(*column)))
    }

    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.good[row].get(column).map_or("", String::as_str)
    }

    pub fn cells(&self, column: usize) -> impl Iterator<Item = &str> + '_ {
        self.good.iter().map(move |row| row.get(column).map_or("", String::as_str))
    }

    pub fn filled(&self, column: usize) -> impl Iterator<Item = &str> + '_ {
        self.cells(column).filter(|cell| !cell.is_empty())
    }

    pub fn distinct(&self, column: usize) -> usize {
        self.cells(column).collect::<HashSet<_>>().len()
    }

    pub fn all_different(&self, column: usize) -> bool {
        self.filled(column).next().is_some()
            && self.filled(column).collect::<HashSet<_>>().len() == self.filled(column).count()
    }

    pub fn has_digits(&self, column: usize) -> bool {
        self.filled(column).all(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()))
    }

    /// Whether every cell is a currency code; headings such as "valuta" stand for dates in other languages.
    pub fn is_currency(&self, column: usize) -> bool {
        self.filled(column).next().is_some()
            && self.filled(column).all(|cell| is_currency_code(&cell.to_ascii_uppercase()) && cell.len() == 3)
            && (self.role(column) == Some(Role::Currency)
                || self.role(column) == Some(Role::ValueDate)
                || self.filled(column).all(is_currency_code))
    }

    pub fn is_words(&self, column: usize) -> bool {
        self.filled(column).any(|cell| kind_of(cell) == Cell::Text && cell.chars().any(char::is_alphabetic))
            && !self.is_currency(column)
    }

    pub fn is_account_number(&self, column: usize) -> bool {
        self.filled(column).next().is_some()
            && self.filled(column).all(|cell| {
                let digits = cell.bytes().filter(u8::is_ascii_digit).count();
                digits >= 8
                    && cell.len() <= 34
                    && cell
                        .chars()
                        .all(|character| character.is_ascii_alphanumeric() || matches!(character, ' ' | '-' | '/'))
            })
            && self.filled(column).all(|cell| !date::looks_like(cell))
    }

    /// Looks at every row of the whole file, until `look` says it has seen enough.
    pub fn scan(&self, columns: &[usize], mut look: impl FnMut(&[&str]) -> bool) {
        let Ok(mut reading) = self.reading.try_borrow_mut() else { return };
        let mut index = 0;
        // A quotation mark never closed ends the look, and so does a disk that cannot be read; reading will name it.
        let _ = rows::walk(&mut reading, self.shape.delimiter, |text, row| {
            index += 1;
            if index <= self.shape.skip_rows {
                return Ok(true);
            }
            const MOST: usize = 16;
            let mut cells = [""; MOST];
            let count = columns.len().min(MOST);
            for (cell, column) in cells.iter_mut().zip(columns) {
                *cell = row.cell(text, *column);
            }
            Ok(!look(&cells[..count]))
        });
    }
}
