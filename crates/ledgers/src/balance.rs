//! Fills in what a file leaves open, holds every transaction to its balance, and proves the balances the file states.

mod transaction;

use std::collections::{HashMap, HashSet};

use crate::{
    Quantity,
    book::{Account, Amount, Assertion, Book, Format, LeftOut, LeftOutKind, Posting, Transaction},
    error::{Problem, ReadError},
    raw::{Event, Raw},
};

use self::transaction::{Fill, too_large};

/// What each account holds so far, of each commodity.
#[derive(Default)]
pub(crate) struct Running(HashMap<(usize, usize), Quantity>);

impl Running {
    fn of(&self, account: usize, commodity: usize) -> Quantity {
        self.0.get(&(account, commodity)).copied().unwrap_or_default()
    }

    fn add(&mut self, account: usize, amount: Amount, line: u32) -> Result<(), ReadError> {
        let held = self.0.entry((account, amount.commodity)).or_default();
        *held = held.plus(amount.quantity).ok_or_else(|| too_large(line))?;
        Ok(())
    }

    /// With the accounts below it.
    fn with_below(
        &self,
        accounts: &[Account],
        account: usize,
        commodity: usize,
        line: u32,
    ) -> Result<Quantity, ReadError> {
        let name = &accounts[account].name;
        let below = |other: &Account| {
            other.name.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        };
        let mut sum = Quantity::ZERO;
        for (position, _) in accounts.iter().enumerate().filter(|(_, other)| below(other)) {
            sum = sum.plus(self.of(position, commodity)).ok_or_else(|| too_large(line))?;
        }
        Ok(sum)
    }
}

pub(crate) fn complete(raw: Raw) -> Result<Book, ReadError> {
    let Raw { format, accounts, commodities, mut events, prices, left_out, .. } = raw;
    events.sort_by_key(|event| (event.date(), event.rank()));
    let mut fill = Fill {
        scales: scales(&events, commodities.len()),
        infer_exchange: format == Format::Hledger,
        accounts: &accounts,
        commodities: &commodities,
        running: Running::default(),
        assertions: Vec::new(),
        left_out,
    };
    let mut transactions = Vec::with_capacity(events.len());
    let mut pads: HashMap<usize, Pad> = HashMap::new();
    for event in events {
        match event {
            Event::Transaction(one) => transactions.extend(fill.transaction(one)?),
            Event::Pad { line, date, account, from } => {
                pads.insert(account, Pad { line, date, from, done: HashSet::new() });
            }
            Event::Balance { line, date, account, stated, tolerance } => {
                let actual = fill.running.with_below(&accounts, account, stated.commodity, line)?;
                let missing = stated.quantity.plus(actual.negated()).ok_or_else(|| too_large(line))?;
                let off = missing.magnitude() > tolerance;
                let pad = pads.get_mut(&account);
                let first = pad.and_then(|pad| pad.done.insert(stated.commodity).then_some(&*pad));
                let actual = match first.filter(|_| off) {
                    Some(pad) => {
                        let amount = Amount { quantity: missing, commodity: stated.commodity };
                        transactions.push(fill.padded(pad, account, amount)?);
                        stated.quantity
                    }
                    // What lies within the tolerance the file states agrees.
                    None if !off => stated.quantity,
                    None => actual,
                };
                fill.assertions.push(Assertion { line, date, account, stated, actual });
            }
        }
    }
    let (assertions, left_out) = (fill.assertions, fill.left_out);
    transactions.sort_by_key(|one| one.date);
    if transactions.is_empty() && prices.is_empty() && accounts.is_empty() {
        return Err(ReadError { line: 0, problem: Problem::NotALedger });
    }
    Ok(Book { format, accounts, commodities, transactions, prices, assertions, left_out })
}

/// What the next balance of an account lacks comes from another.
pub(crate) struct Pad {
    line: u32,
    date: jiff::civil::Date,
    from: usize,
    done: HashSet<usize>,
}

impl Fill<'_> {
    fn padded(&mut self, pad: &Pad, account: usize, amount: Amount) -> Result<Transaction, ReadError> {
        let other = Amount { quantity: amount.quantity.negated(), ..amount };
        self.running.add(account, amount, pad.line)?;
        self.running.add(pad.from, other, pad.line)?;
        let posting =
            |account, amount| Posting { line: pad.line, account, amount, value: None, basis: ledger::Basis::Both };
        Ok(Transaction {
            line: pad.line,
            date: pad.date,
            code: String::new(),
            payee: String::new(),
            text: format!("pad {}", self.accounts[account].name),
            note: String::new(),
            tags: Vec::new(),
            postings: vec![posting(account, amount), posting(pad.from, other)],
        })
    }

    fn leave_out(&mut self, line: u32) {
        self.left_out.push(LeftOut { line, kind: LeftOutKind::Nothing });
    }
}

/// With how many decimals each commodity's amounts are written, prices aside; two where none is.
fn scales(events: &[Event], commodities: usize) -> Vec<u32> {
    let mut scales = vec![None; commodities];
    for event in events {
        let Event::Transaction(one) = event else { continue };
        for amount in one.postings.iter().filter_map(|posting| posting.amount) {
            if let Some(known) = scales.get_mut(amount.commodity) {
                *known = Some(known.unwrap_or(0).max(amount.quantity.scale()));
            }
        }
    }
    scales.into_iter().map(|scale: Option<u32>| scale.unwrap_or(2)).collect()
}
