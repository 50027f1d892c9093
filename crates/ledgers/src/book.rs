//! What a file holds, as plain values.

use std::fmt;

use jiff::civil::Date;
use ledger::{AccountClass, AccountKind, Basis};

use crate::Quantity;

/// The kinds of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A journal of hledger or ledger.
    Hledger,
    /// A ledger of beancount.
    Beancount,
    /// GnuCash's export of transactions.
    GnuCash,
    /// A table of postings, one a line.
    Csv,
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Hledger => "hledger",
            Format::Beancount => "beancount",
            Format::GnuCash => "gnucash",
            Format::Csv => "csv",
        })
    }
}

/// What a file holds.
#[derive(Debug, Clone)]
pub struct Book {
    /// The kind of file.
    pub format: Format,
    /// Its accounts, in the order in which they first appear; postings name them by position.
    pub accounts: Vec<Account>,
    /// Its commodities as written: `USD`, `$`, empty where amounts carry none; amounts name them by position.
    pub commodities: Vec<String>,
    /// Its transactions, in the order of their days and, within one, of the file.
    pub transactions: Vec<Transaction>,
    /// Its prices of a commodity in another.
    pub prices: Vec<Price>,
    /// The balances it states.
    pub assertions: Vec<Assertion>,
    /// What was not taken up.
    pub left_out: Vec<LeftOut>,
}

/// An account of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its whole name, `Assets:Bank:Checking`.
    pub name: String,
    /// The line it first stands in.
    pub line: u32,
    /// What its name or the file says it is; nothing where neither does.
    pub class: Option<AccountClass>,
    /// What it stands for, where the file says it in so many words, as Mainstay's own table does.
    pub kind: Option<AccountKind>,
}

/// An amount of a commodity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    /// How much; a debit is positive.
    pub quantity: Quantity,
    /// The commodity's position.
    pub commodity: usize,
}

/// Something that happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    /// The line it begins at.
    pub line: u32,
    /// Its day.
    pub date: Date,
    /// Its code or number, as the program kept it.
    pub code: String,
    /// Who paid or was paid.
    pub payee: String,
    /// What happened.
    pub text: String,
    /// More about it: its comments.
    pub note: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its postings.
    pub postings: Vec<Posting>,
}

/// A line of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// The line it stands in.
    pub line: u32,
    /// The account's position.
    pub account: usize,
    /// How much of what.
    pub amount: Amount,
    /// The same in another commodity, where the file says at which price or cost; with the sign of the amount.
    pub value: Option<Amount>,
    /// Which books it belongs to: both, unless the file keeps two.
    pub basis: Basis,
}

/// The price of one unit of a commodity on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// The day.
    pub date: Date,
    /// The commodity's position.
    pub commodity: usize,
    /// What one unit costs.
    pub price: Amount,
}

/// A balance the file states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// The line it stands in.
    pub line: u32,
    /// The day.
    pub date: Date,
    /// The account's position.
    pub account: usize,
    /// What is stated.
    pub stated: Amount,
    /// What the transactions of the file make.
    pub actual: Quantity,
}

impl Assertion {
    /// Whether the file's transactions make what it states.
    pub fn holds(&self) -> bool {
        self.stated.quantity == self.actual
    }
}

/// What a file may hold and books do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    /// A rule that writes transactions by a period (`~`).
    PeriodicRule,
    /// A rule that adds postings to transactions (`=`).
    AutoRule,
    /// A posting in brackets, beside the double entry.
    VirtualPosting,
    /// A transaction or posting of nothing.
    Nothing,
    /// A link to a document, a note, an event, a query, a plugin or a setting of the program.
    Directive,
    /// A transaction that was voided.
    Voided,
}

/// Something of the file that was not taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// The line.
    pub line: u32,
    /// What it is.
    pub kind: LeftOutKind,
}
