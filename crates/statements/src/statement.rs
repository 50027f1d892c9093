//! What a statement holds once it has been read: accounts, lines, balances, and what was left out.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::csv::{CsvMapping, Service};

/// The family of formats a file belongs to, told from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Open Financial Exchange: OFX 1.x (SGML) and 2.x (XML), with its dialects QFX and QBO.
    Ofx,
    /// Rows of cells: comma, semicolon, tab or bar between them.
    Csv,
    /// ISO 20022 account reports in XML: camt.052, camt.053 and camt.054 of any version.
    Camt,
    /// SWIFT MT940, with or without its envelope.
    Mt940,
    /// Quicken Interchange Format.
    Qif,
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ofx => "ofx",
            Self::Csv => "csv",
            Self::Camt => "camt",
            Self::Mt940 => "mt940",
            Self::Qif => "qif",
        })
    }
}

/// A statement file, read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The format it turned out to be.
    pub format: Format,
    /// One entry per account and currency, in the order the file first names them.
    pub accounts: Vec<AccountStatement>,
    /// Lines of the file that are not among the accounts' lines, and why.
    pub left_out: Vec<LeftOut>,
    /// For a CSV file: how its columns were read.
    pub mapping: Option<CsvMapping>,
}

/// The lines of one account in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountStatement {
    /// The account's number as the file states it.
    pub id: Option<String>,
    /// The bank: its name where stated, else its code.
    pub bank: Option<String>,
    /// What kind of account the file says it is.
    pub kind: Option<AccountHint>,
    /// The payment service or marketplace whose export this is, where it is one: an account of money on its way.
    pub service: Option<Service>,
    /// ISO 4217 code, where the file states one.
    pub currency: Option<String>,
    /// How many movements the file holds of it.
    pub line_count: usize,
    /// The movements, in the file's order. Empty where they were handed over one by one ([`crate::read_through`]).
    pub lines: Vec<Line>,
    /// The balance before the first movement, where stated or proven by running balances.
    pub opening: Option<Balance>,
    /// The balance after the last movement, where stated or proven by running balances.
    pub closing: Option<Balance>,
    /// Places where the running balances stated by the file do not follow from its amounts,
    /// in a file too short or too incomplete to call that an error: lines may be missing there.
    pub balance_gaps: Vec<BalanceGap>,
}

/// What kind of account a file says it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountHint {
    /// Current account, checking account.
    Checking,
    /// Savings, money market, certificates of deposit.
    Savings,
    /// Credit card.
    Card,
    /// Credit line or loan.
    Loan,
}

/// A balance on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// The day it holds for, where stated.
    pub date: Option<Date>,
    /// In minor units of the account's currency.
    pub amount_minor: i64,
}

/// A place where the stated running balance is not the one before plus the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceGap {
    /// The line in the file whose balance does not follow.
    pub source_line: u32,
    /// What the balance should be by the line before it.
    pub expected_minor: i128,
    /// What the file says.
    pub stated_minor: i64,
}

/// One movement on an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Line number in the file, from 1.
    pub source_line: u32,
    /// The day the bank booked it.
    pub booked_on: Date,
    /// Minor units of the account's currency; money in is positive, money out negative.
    /// Where the file states a fee beside the amount, this is what reached or left the account.
    pub amount_minor: i64,
    /// What the bank says about it.
    pub text: String,
    /// Who paid or was paid.
    pub counterparty: Option<String>,
    /// Their account.
    pub counterparty_account: Option<String>,
    /// The bank's own identifier of the movement (OFX: FITID).
    pub bank_id: Option<String>,
    /// The balance after the movement, where stated.
    pub balance_minor: Option<i64>,
    /// ISO 4217 code, where the file states one for the line.
    pub currency: Option<String>,
    /// Cheque number, payment reference.
    pub reference: Option<String>,
    /// A fee the file states beside the amount and that `amount_minor` already contains; negative when paid.
    pub fee_minor: Option<i64>,
    /// Tax that a marketplace took from the buyer and pays to the authority itself; `amount_minor` is without it, the
    /// gross amount contains it. Negative when held back. It is neither income nor a tax that the seller owes.
    pub marketplace_tax_minor: Option<i64>,
    /// What the file says the movement is.
    pub kind: LineKind,
    /// The amount in the currency it was paid in, where the account's own is the result of a conversion.
    pub original: Option<Box<Original>>,
    /// The bank's entry that the movement is a part of, where the file states several movements for one entry.
    pub batch: Option<Box<Batch>>,
}

impl Line {
    /// What was paid before fee and marketplace tax were taken off, in minor units; the amount itself where the file
    /// states neither.
    pub fn gross_minor(&self) -> i64 {
        self.amount_minor
            .saturating_sub(self.fee_minor.unwrap_or(0))
            .saturating_sub(self.marketplace_tax_minor.unwrap_or(0))
    }
}

/// What a file says a movement is. Bank statements leave it open; the exports of services state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Nothing is said.
    #[default]
    Movement,
    /// A customer paid.
    Sale,
    /// A customer got money back, or gave a refund back.
    Refund,
    /// What the service charges for itself.
    Fee,
    /// Tax the marketplace collected and pays, on a row without its sale.
    MarketplaceTax,
    /// Money on its way to or from another own account: a payout, a top-up, an amount set aside and released.
    Payout,
    /// One side of an exchange between the account's own currencies.
    Conversion,
}

/// An amount in another currency than the account's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// ISO 4217 code.
    pub currency: String,
    /// Minor units of that currency, signed like the line.
    pub amount_minor: i64,
}

/// The entry of the bank that a movement is a part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The bank's reference of the entry.
    pub bank_id: Option<String>,
    /// What the whole entry moves.
    pub total_minor: i64,
}

/// A line of the file that did not become a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Line number in the file, from 1.
    pub line: u32,
    /// Why, in words.
    pub reason: String,
}

/// Writes a text over another, or none where there is none.
pub(crate) fn put(field: &mut Option<String>, text: &str) {
    if text.is_empty() {
        *field = None;
        return;
    }
    let field = field.get_or_insert_default();
    field.clear();
    field.push_str(text);
}
