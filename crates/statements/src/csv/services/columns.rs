//! The columns of a service's export, and one row seen through them.

use super::super::money;
use super::super::rows::Row;
use crate::amount::DecimalMark;
use crate::date::{self, DateOrder};
use crate::error::{LineProblem, excerpt};

/// What a column of a service's export holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The day the money moved.
    Date,
    /// The day it was ordered, where the other day may be missing.
    Started,
    Kind,
    Status,
    /// Credit, debit or neither.
    Impact,
    Currency,
    Gross,
    Fee,
    /// A second part of the fee: tax on it.
    FeeTax,
    /// Tax that the marketplace pays.
    Tax,
    Net,
    Balance,
    Id,
    /// The payment that this row belongs to.
    Parent,
    Reference,
    Name,
    Payer,
    Merchant,
    Text,
    Detail,
    Account,
    CounterpartyAccount,
    OriginalAmount,
    OriginalCurrency,
    /// Of the gross amount, what did not go through the service.
    Cash,
    OtherTender,
    Refunded,
    TargetAmount,
    TargetCurrency,
    TargetFee,
}

const FIELDS: usize = Field::TargetFee as usize + 1;

/// Where each field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns([Option<usize>; FIELDS]);

impl Columns {
    /// Finds the fields by their folded headings, each with its alternatives in the order they are preferred.
    pub fn find(folded: &[String], named: &[(Field, &str)]) -> Self {
        let mut columns = [None; FIELDS];
        for (field, names) in named {
            columns[*field as usize] =
                names.split('|').find_map(|name| folded.iter().position(|heading| heading == name));
        }
        Self(columns)
    }

    pub fn of(&self, field: Field) -> Option<usize> {
        self.0[field as usize]
    }

    pub fn has(&self, field: Field) -> bool {
        self.of(field).is_some()
    }
}

/// A row of an export.
#[derive(Clone, Copy)]
pub struct Cells<'r> {
    pub text: &'r str,
    pub row: &'r Row,
    pub columns: &'r Columns,
    pub order: DateOrder,
    pub mark: DecimalMark,
}

impl<'r> Cells<'r> {
    /// The cell's text; empty where the export has no such column.
    pub fn get(&self, field: Field) -> &'r str {
        self.columns.of(field).map_or("", |column| self.row.cell(self.text, column))
    }

    /// The amount in a cell; `None` where it is empty.
    pub fn money(&self, field: Field, digits: u32) -> Result<Option<i64>, LineProblem> {
        money::parse(self.get(field), self.mark, digits)
    }

    /// The day in a cell.
    pub fn day(&self, field: Field) -> Result<jiff::civil::Date, LineProblem> {
        let cell = self.get(field);
        if cell.is_empty() {
            return Err(LineProblem::DateMissing);
        }
        date::parse(cell, self.order).map_err(|problem| LineProblem::Date { text: excerpt(cell), problem })
    }
}
