//! One transaction: the amount that is left out, the exchange that is not written, the sum that must be nothing.

use ledger::Basis;

use super::Running;
use crate::{
    Quantity,
    book::{Account, Amount, Assertion, LeftOut, Posting, Transaction},
    error::{Problem, ReadError},
    raw::{RawPosting, RawTransaction, Value},
};

pub(super) struct Fill<'a> {
    pub scales: Vec<u32>,
    /// Whether two commodities that meet without a price make one (hledger manual, "Inferring cost").
    pub infer_exchange: bool,
    pub accounts: &'a [Account],
    pub commodities: &'a [String],
    pub running: Running,
    pub assertions: Vec<Assertion>,
    pub left_out: Vec<LeftOut>,
}

pub(super) fn too_large(line: u32) -> ReadError {
    ReadError { line, problem: Problem::TooLargeAmount }
}

/// Sums by commodity: a handful at most.
#[derive(Default)]
struct Sums(Vec<(usize, Quantity)>);

impl Sums {
    fn add(&mut self, amount: Amount, line: u32) -> Result<(), ReadError> {
        match self.0.iter_mut().find(|(commodity, _)| *commodity == amount.commodity) {
            Some((_, sum)) => *sum = sum.plus(amount.quantity).ok_or_else(|| too_large(line))?,
            None => self.0.push((amount.commodity, amount.quantity)),
        }
        Ok(())
    }
}

impl Fill<'_> {
    /// A transaction with all its amounts; nothing where it moves nothing.
    pub fn transaction(&mut self, raw: RawTransaction) -> Result<Option<Transaction>, ReadError> {
        let RawTransaction { line, date, code, payee, text, notes, tags, mut postings } = raw;
        self.assign(&mut postings)?;
        self.fill_in(&mut postings, line)?;
        let mut kept = Vec::with_capacity(postings.len());
        for posting in &postings {
            let Some(amount) = posting.amount else { continue };
            self.running.add(posting.account, amount, posting.line)?;
            if let Some(stated) = posting.assertion {
                let commodity = stated.amount.commodity;
                let actual = if stated.with_below {
                    self.running.with_below(self.accounts, posting.account, commodity, posting.line)?
                } else {
                    self.running.of(posting.account, commodity)
                };
                let account = posting.account;
                self.assertions.push(Assertion { line: posting.line, date, account, stated: stated.amount, actual });
            }
            if amount.quantity.is_zero() {
                self.leave_out(posting.line);
                continue;
            }
            let value = weight(posting)?.filter(|value| value.commodity != amount.commodity);
            kept.push(Posting { line: posting.line, account: posting.account, amount, value, basis: posting.basis });
        }
        if kept.is_empty() {
            self.leave_out(line);
            return Ok(None);
        }
        if kept.len() < 2 {
            return Err(ReadError { line, problem: Problem::TooFewPostings });
        }
        Ok(Some(Transaction { line, date, code, payee, text, note: notes.join("; "), tags, postings: kept }))
    }

    /// A posting with a balance and no amount gets what leads to it (hledger manual, "Balance assignments").
    fn assign(&self, postings: &mut [RawPosting]) -> Result<(), ReadError> {
        for position in 0..postings.len() {
            let (before, rest) = postings.split_at_mut(position);
            let posting = &mut rest[0];
            let (None, Some(stated)) = (posting.amount, posting.assertion) else { continue };
            let commodity = stated.amount.commodity;
            let mut held = self.running.of(posting.account, commodity);
            for other in before.iter().filter(|other| other.account == posting.account) {
                if let Some(amount) = other.amount.filter(|amount| amount.commodity == commodity) {
                    held = held.plus(amount.quantity).ok_or_else(|| too_large(posting.line))?;
                }
            }
            let quantity = stated.amount.quantity.plus(held.negated()).ok_or_else(|| too_large(posting.line))?;
            posting.amount = Some(Amount { quantity, commodity });
        }
        Ok(())
    }

    fn fill_in(&self, postings: &mut Vec<RawPosting>, line: u32) -> Result<(), ReadError> {
        let mut open = postings.iter().enumerate().filter(|(_, posting)| is_open(posting)).map(|(at, _)| at);
        let (first, second) = (open.next(), open.next());
        if second.is_some() {
            return Err(ReadError { line, problem: Problem::TwoMissing });
        }
        for counts in [Basis::counts_in_cash as fn(Basis) -> bool, Basis::counts_in_accrual] {
            let mut sums = Sums::default();
            for posting in postings.iter().filter(|posting| counts(posting.basis)) {
                if let Some(weight) = weight(posting)? {
                    sums.add(weight, posting.line)?;
                }
            }
            let mut off = Vec::new();
            for (commodity, sum) in sums.0 {
                let scale = self.scales.get(commodity).copied().unwrap_or(2);
                let rounded = sum.rounded(scale).ok_or_else(|| too_large(line))?;
                if !rounded.is_zero() {
                    off.push(Amount { quantity: rounded, commodity });
                }
            }
            match first {
                Some(at) => return fill(postings, at, &off, line),
                None if off.is_empty() => {}
                // Each is worth the other now, so there is nothing left to add up.
                None if self.infer_exchange && exchange(postings, &off) => return Ok(()),
                None => return Err(ReadError { line, problem: Problem::Unbalanced(self.words(&off)) }),
            }
        }
        Ok(())
    }

    fn words(&self, off: &[Amount]) -> String {
        let word = |amount: &Amount| {
            let commodity = self.commodities.get(amount.commodity).map_or("", String::as_str);
            format!("{} {commodity}", amount.quantity).trim_end().to_owned()
        };
        off.iter().map(word).collect::<Vec<_>>().join(", ")
    }
}

/// Whether an amount, or what it cost, is to be filled in.
fn is_open(posting: &RawPosting) -> bool {
    posting.amount.is_none() || matches!(posting.value, Value::OfLot)
}

/// What a posting counts in its transaction: its amount, or what that is worth; nothing where it is to be filled in.
fn weight(posting: &RawPosting) -> Result<Option<Amount>, ReadError> {
    let Some(amount) = posting.amount else { return Ok(None) };
    let signed = |value: Quantity| if amount.quantity.is_negative() { value.negated() } else { value };
    let weight = match posting.value {
        Value::Unsaid => amount,
        Value::OfLot => return Ok(None),
        Value::Each(price) => {
            let quantity = amount.quantity.times(price.quantity).ok_or_else(|| too_large(posting.line))?;
            Amount { quantity, commodity: price.commodity }
        }
        Value::Total(total) => Amount { quantity: signed(total.quantity.magnitude()), commodity: total.commodity },
    };
    Ok(Some(weight))
}

/// Fills the open posting with what the others leave; in several commodities it becomes several.
fn fill(postings: &mut Vec<RawPosting>, at: usize, off: &[Amount], line: u32) -> Result<(), ReadError> {
    let turned = |amount: &Amount| Amount { quantity: amount.quantity.negated(), commodity: amount.commodity };
    if postings[at].amount.is_some() {
        // The cost of a lot: what the other postings say it was.
        let [only] = off else { return Err(ReadError { line, problem: Problem::TwoMissing }) };
        postings[at].value = Value::Total(turned(only));
        return Ok(());
    }
    let Some((first, others)) = off.split_first() else { return Ok(()) };
    postings[at].amount = Some(turned(first));
    let (account, basis, posted) = (postings[at].account, postings[at].basis, postings[at].line);
    postings.extend(others.iter().map(|amount| RawPosting {
        line: posted,
        account,
        amount: Some(turned(amount)),
        value: Value::Unsaid,
        assertion: None,
        basis,
    }));
    Ok(())
}

/// Two commodities that meet without a price: each is worth the other, where a single posting has it.
fn exchange(postings: &mut [RawPosting], off: &[Amount]) -> bool {
    let [one, other] = off else { return false };
    if one.quantity.is_negative() == other.quantity.is_negative() {
        return false;
    }
    let mut found = false;
    for (mine, theirs) in [(one, other), (other, one)] {
        let mut of_mine = postings
            .iter_mut()
            .filter(|posting| posting.amount.is_some_and(|amount| amount.commodity == mine.commodity));
        if let (Some(posting), None) = (of_mine.next(), of_mine.next())
            && matches!(posting.value, Value::Unsaid)
        {
            posting.value = Value::Total(*theirs);
            found = true;
        }
    }
    found
}
