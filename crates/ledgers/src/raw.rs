//! What a reader found, before amounts that were left to be filled in are known.

use std::collections::HashMap;

use jiff::civil::Date;
use ledger::{AccountClass, AccountKind, Basis};

use crate::{
    Quantity,
    book::{Account, Amount, Format, LeftOut, LeftOutKind, Price},
    class::class_of,
    error::{Problem, ReadError},
};

#[derive(Debug)]
pub(crate) struct Raw {
    pub format: Format,
    pub accounts: Vec<Account>,
    pub commodities: Vec<String>,
    pub events: Vec<Event>,
    pub prices: Vec<Price>,
    pub left_out: Vec<LeftOut>,
    /// First words of names that the file itself gives a meaning.
    pub roots: Vec<(String, AccountClass)>,
    account_ids: HashMap<String, usize>,
    commodity_ids: HashMap<String, usize>,
}

/// What happens on a day.
#[derive(Debug)]
pub(crate) enum Event {
    Transaction(RawTransaction),
    /// The balance at the start of a day (beancount).
    Balance {
        line: u32,
        date: Date,
        account: usize,
        stated: Amount,
        tolerance: Quantity,
    },
    /// What the next balance of an account lacks comes from another (beancount).
    Pad {
        line: u32,
        date: Date,
        account: usize,
        from: usize,
    },
}

impl Event {
    pub fn date(&self) -> Date {
        match self {
            Event::Transaction(one) => one.date,
            Event::Balance { date, .. } | Event::Pad { date, .. } => *date,
        }
    }

    /// Balances are of the start of a day.
    pub fn rank(&self) -> u8 {
        u8::from(!matches!(self, Event::Balance { .. }))
    }
}

#[derive(Debug)]
pub(crate) struct RawTransaction {
    pub line: u32,
    pub date: Date,
    pub code: String,
    pub payee: String,
    pub text: String,
    pub notes: Vec<String>,
    pub tags: Vec<String>,
    pub postings: Vec<RawPosting>,
}

#[derive(Debug)]
pub(crate) struct RawPosting {
    pub line: u32,
    pub account: usize,
    pub amount: Option<Amount>,
    pub value: Value,
    pub assertion: Option<Stated>,
    pub basis: Basis,
}

/// What an amount is worth in another commodity, as it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value {
    Unsaid,
    Each(Amount),
    Total(Amount),
    /// A cost that the program looks up among what was bought before.
    OfLot,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Stated {
    pub amount: Amount,
    /// Whether accounts below count too.
    pub with_below: bool,
}

impl Raw {
    pub fn new(format: Format) -> Raw {
        Raw {
            format,
            accounts: Vec::new(),
            commodities: Vec::new(),
            events: Vec::new(),
            prices: Vec::new(),
            left_out: Vec::new(),
            roots: Vec::new(),
            account_ids: HashMap::new(),
            commodity_ids: HashMap::new(),
        }
    }

    pub fn account(&mut self, name: &str, line: u32) -> Result<usize, ReadError> {
        if let Some(known) = self.account_ids.get(name) {
            return Ok(*known);
        }
        if name.is_empty() || name.chars().count() > 300 {
            return Err(ReadError { line, problem: Problem::AccountName });
        }
        let id = self.accounts.len();
        let first = name.split(':').next().unwrap_or_default();
        let renamed = self.roots.iter().find(|(root, _)| root == first).map(|(_, class)| *class);
        self.accounts.push(Account {
            name: name.to_owned(),
            line,
            class: renamed.or_else(|| class_of(name)),
            kind: None,
        });
        self.account_ids.insert(name.to_owned(), id);
        Ok(id)
    }

    pub fn set_class(&mut self, account: usize, class: AccountClass) {
        if let Some(account) = self.accounts.get_mut(account) {
            account.class = Some(class);
        }
    }

    pub fn set_kind(&mut self, account: usize, kind: AccountKind) {
        if let Some(account) = self.accounts.get_mut(account) {
            (account.kind, account.class) = (Some(kind), Some(kind.class()));
        }
    }

    pub fn commodity(&mut self, name: &str) -> usize {
        if let Some(known) = self.commodity_ids.get(name) {
            return *known;
        }
        let id = self.commodities.len();
        self.commodities.push(name.to_owned());
        self.commodity_ids.insert(name.to_owned(), id);
        id
    }

    pub fn leave_out(&mut self, line: u32, kind: LeftOutKind) {
        self.left_out.push(LeftOut { line, kind });
    }
}
