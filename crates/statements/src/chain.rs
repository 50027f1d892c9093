//! Accounts of a file that states a balance before and after its movements, and the proof that one leads to the other.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::amount::minor_digits;
use crate::error::{ReadError, written};
use crate::statement::{AccountStatement, Balance, BalanceGap, Line};
use crate::{Each, Halt, ReadOptions};

/// Gaps kept per account: a file with more is not worth listing further.
const MOST_GAPS: usize = 100;

/// The accounts of a file, each filled by one or more statements or pages of it.
#[derive(Debug, Default)]
pub struct Accounts {
    /// Set where a line that cannot be read was left out: it moved the balance too, and is listed. What is merely not
    /// booked has moved nothing, and excuses nothing.
    pub incomplete: bool,
    accounts: Vec<Account>,
    last: Option<usize>,
    by_key: HashMap<(Option<String>, Option<String>), usize>,
}

#[derive(Debug)]
struct Account {
    statement: AccountStatement,
    parts: Vec<Part>,
    ids: Ids,
}

/// One statement of an account, or one page of it.
#[derive(Debug, Default)]
pub struct Part {
    /// The balance it begins with and the line that states it.
    pub opening: Option<(Balance, u32)>,
    /// The balance it ends with and the line that states it.
    pub closing: Option<(Balance, u32)>,
    /// Whether the format promises that the movements lead from the one balance to the other.
    pub must_prove: bool,
    /// What the lines add up to.
    pub moved: i128,
    /// How many there are.
    pub line_count: usize,
}

impl Accounts {
    /// The place of the account that a statement describes.
    pub fn of(&mut self, described: &AccountStatement, currency: Option<&str>) -> usize {
        let is = |account: &Account| {
            account.statement.id == described.id && account.statement.currency.as_deref() == currency
        };
        if let Some(last) = self.last.filter(|last| is(&self.accounts[*last])) {
            return last;
        }
        let key = (described.id.clone(), currency.map(str::to_owned));
        let index = *self.by_key.entry(key).or_insert_with(|| {
            let statement = AccountStatement {
                currency: currency.map(str::to_owned),
                lines: Vec::new(),
                line_count: 0,
                ..described.clone()
            };
            self.accounts.push(Account { statement, parts: Vec::new(), ids: Ids::default() });
            self.accounts.len() - 1
        });
        self.last = Some(index);
        index
    }

    /// Hands over a line of an account.
    pub fn line(&mut self, index: usize, line: &mut Line, each: &mut Each<'_>) -> Result<(), ReadError> {
        self.accounts[index].ids.tell_apart(line);
        each(index, line).map_err(|Halt| ReadError::Halted)
    }

    /// Adds a statement, whose lines have been handed over; what it says of its account is learned where that was not
    /// known when the first of them came.
    pub fn push(&mut self, index: usize, described: &AccountStatement, part: Part) {
        let account = &mut self.accounts[index];
        account.statement.bank = account.statement.bank.take().or_else(|| described.bank.clone());
        account.statement.kind = account.statement.kind.or(described.kind);
        account.statement.line_count += part.line_count;
        account.parts.push(part);
    }

    /// Whether no statement was taken.
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty()
    }

    /// Proves the balances and hands the accounts over.
    pub fn finish(self, options: &ReadOptions) -> Result<Vec<AccountStatement>, ReadError> {
        let forgiving = options.accept_balance_gaps || self.incomplete;
        self.accounts.into_iter().map(|account| account.finish(options, forgiving)).collect()
    }
}

/// What following the parts in one order gives.
#[derive(Default)]
struct Outcome {
    /// Differences inside a part or the pages of one: an amount or a line is wrong.
    broken: Vec<BalanceGap>,
    /// Differences between one part and the next: a statement between them is missing.
    missing: Vec<BalanceGap>,
    opening: Option<Balance>,
    closing: Option<Balance>,
}

impl Account {
    fn finish(mut self, options: &ReadOptions, forgiving: bool) -> Result<AccountStatement, ReadError> {
        let mut outcome = follow(self.parts.iter());
        if !outcome.missing.is_empty() {
            // Some banks put the newest statement first.
            let newest_first = follow(self.parts.iter().rev());
            if newest_first.missing.len() < outcome.missing.len() {
                outcome = newest_first;
            }
        }
        let digits = minor_digits(self.statement.currency.as_deref().unwrap_or(&options.currency));
        let must_prove = self.parts.iter().all(|part| part.must_prove);
        if let Some(gap) = outcome.broken.first()
            && must_prove
            && !forgiving
        {
            return Err(ReadError::Balance {
                line: gap.source_line,
                expected: written(gap.expected_minor, digits),
                stated: written(i128::from(gap.stated_minor), digits),
            });
        }
        let mut gaps = outcome.broken;
        gaps.append(&mut outcome.missing);
        gaps.sort_by_key(|gap| gap.source_line);
        gaps.truncate(MOST_GAPS);
        self.statement.opening = outcome.opening;
        self.statement.closing = outcome.closing;
        self.statement.balance_gaps = gaps;
        Ok(self.statement)
    }
}

fn follow<'p>(parts: impl Iterator<Item = &'p Part>) -> Outcome {
    let mut outcome = Outcome::default();
    let mut running: Option<i128> = None;
    let gap = |source_line: u32, expected_minor: i128, balance: Balance| BalanceGap {
        source_line,
        expected_minor,
        stated_minor: balance.amount_minor,
    };
    for (index, part) in parts.enumerate() {
        if let Some((opening, line)) = part.opening {
            match running {
                Some(expected) if expected != i128::from(opening.amount_minor) => {
                    outcome.missing.push(gap(line, expected, opening));
                }
                _ => {}
            }
            if index == 0 {
                outcome.opening = Some(opening);
            }
            running = Some(i128::from(opening.amount_minor));
        }
        running = running.map(|running| running + part.moved);
        outcome.closing = None;
        if let Some((closing, line)) = part.closing {
            if let Some(expected) = running
                && expected != i128::from(closing.amount_minor)
            {
                outcome.broken.push(gap(line, expected, closing));
            }
            outcome.closing = Some(closing);
            running = Some(i128::from(closing.amount_minor));
        }
    }
    outcome
}

/// The identifiers of an account's latest day.
///
/// Banks give a payment and its charge one identifier, and so all payments of a batch. A second line of a day with the
/// same one gets a number behind it, the same in every download, so that neither is taken for a repetition of the other.
/// What returns on another day is left as it is: whoever compares lines knows that such an identifier tells nothing.
#[derive(Debug, Default)]
struct Ids {
    day: Option<Date>,
    seen: HashMap<String, u32>,
}

impl Ids {
    fn tell_apart(&mut self, line: &mut Line) {
        let Some(id) = &mut line.bank_id else { return };
        if self.day != Some(line.booked_on) {
            self.day = Some(line.booked_on);
            self.seen.clear();
        }
        match self.seen.get_mut(id.as_str()) {
            None => {
                self.seen.insert(id.clone(), 1);
            }
            Some(count) => {
                *count += 1;
                id.push_str(&format!("/{count}"));
            }
        }
    }
}
