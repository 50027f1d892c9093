//! What becomes of a deposit after it was split: an amount agreed for its job's costs; an advance that is held, earned
//! or returned. Each is an entry of its own whose source is the deposit. Amounts are in the currency in which it came.

mod advance;
mod exchange;
mod job_costs;
mod refusal;
mod returning;

pub use advance::{EarnAdvance, HoldAdvance, ReverseDepositStep};
pub use exchange::TakeExchangeFrom;
pub use job_costs::{AgreeJobCosts, SetJobCostShare};
use refusal::{DepositRefusal, REFUSALS};
pub use returning::ReturnAdvance;

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::{Basis, Currency, Part};
use locale::t;

use super::account_for_role;
use crate::{
    accounts::{account, pocket_of_role},
    deposit::{self, DEPOSIT, EXCHANGE},
    journal::{self, Draft, DraftPosting, Source, SplitOf, post},
    records,
};

fn role_pocket(context: &mut Context, role: &'static str) -> Result<i64, Failure> {
    let found = pocket_of_role(context, role)?.map(|pocket| pocket.id);
    found.ok_or_else(|| DepositRefusal::NoSuchPocket(role).into())
}

fn too_much(most_minor: i64, currency: Currency) -> Failure {
    DepositRefusal::TooMuch { most_minor, currency: currency.code().to_owned() }.into()
}

fn text_of(context: &mut Context, entry: i64) -> Result<String, Failure> {
    Ok(records::entry(&mut context.tx, entry)?.map(|row| row.text.chars().take(200).collect()).unwrap_or_default())
}

/// A deposit as its later steps see it.
#[derive(Debug, Clone)]
pub(crate) struct Deposit {
    /// Its entry.
    pub entry: i64,
    /// The currency in which it came.
    pub currency: Currency,
    /// What it earned by account, in the books' currency; nothing of an advance that was brought along.
    pub income: Vec<(i64, i64)>,
    /// The same together in its own currency.
    pub total_minor: i64,
    /// Of an advance that the entry owes without having earned it: on which bases.
    pub owed_on: Option<Basis>,
}

impl Deposit {
    /// Reads a deposit, or an advance that was brought along or booked as owed at once.
    pub fn read(context: &mut Context, entry: i64) -> Result<Deposit, Failure> {
        journal::flush(context)?;
        let row = records::entry(&mut context.tx, entry)?.ok_or_else(|| Failure::not_found(&t!("entry"), entry))?;
        let step = row.source_kind == DEPOSIT || row.source_kind == EXCHANGE;
        if row.reverses != 0 || row.reversed_by.is_some() || step {
            return Err(DepositRefusal::NotADeposit(entry).into());
        }
        let book_currency = context.settings.currency;
        let income = deposit::income_postings(context, entry)?;
        if income.is_empty() {
            let owed_on = owed_on(context, entry)?.ok_or(DepositRefusal::NotADeposit(entry))?;
            return Ok(Deposit { entry, currency: book_currency, income, total_minor: 0, owed_on: Some(owed_on) });
        }
        let parts = records::parts_of_entry(&mut context.tx, entry)?;
        let in_books = ledger::sum(income.iter().map(|(_, amount)| *amount)).unwrap_or(0);
        let (currency, total_minor) = match deposit::split_of(context, entry)? {
            Some((currency, split)) if currency != book_currency => {
                (currency, ledger::sum(split.iter().map(|part| part.amount_minor)).unwrap_or(0))
            }
            None if parts.iter().any(|(currency, _)| *currency != book_currency) => {
                return Err(DepositRefusal::NotADeposit(entry).into());
            }
            _ => (book_currency, in_books),
        };
        Ok(Deposit { entry, currency, income, total_minor, owed_on: None })
    }

    /// The same, where it earned something.
    fn with_income(self) -> Result<Deposit, DepositRefusal> {
        if self.income.is_empty() { Err(DepositRefusal::NotADeposit(self.entry)) } else { Ok(self) }
    }

    /// What it earned, in the books' currency.
    fn in_books_minor(&self) -> i64 {
        ledger::sum(self.income.iter().map(|(_, amount)| *amount)).unwrap_or(0)
    }

    /// What an amount of it is in the books' currency, to the nearest unit.
    pub fn worth(&self, own_minor: i64) -> i64 {
        in_proportion(own_minor, self.in_books_minor(), self.total_minor)
    }

    /// What is open of it as an advance: in its own currency, and in the books'.
    pub fn open(&self, context: &mut Context) -> Result<(i64, i64), Failure> {
        let in_books = deposit::open_advance(context, self.entry)?;
        Ok((in_proportion(in_books, self.total_minor, self.in_books_minor()), in_books))
    }

    /// How much of what is open: what was asked for, else all; in its own currency and in the books'.
    fn of_open(&self, context: &mut Context, asked: Option<i64>) -> Result<Open, Failure> {
        let (open_minor, open_in_books) = self.open(context)?;
        if open_in_books <= 0 {
            return Err(DepositRefusal::NoAdvance(self.entry).into());
        }
        let amount_minor = asked.unwrap_or(open_minor);
        if amount_minor <= 0 {
            return Err(DepositRefusal::NotPositive.into());
        }
        if amount_minor > open_minor {
            return Err(too_much(open_minor, self.currency));
        }
        let in_books =
            if amount_minor == open_minor { open_in_books } else { self.worth(amount_minor).min(open_in_books) };
        Ok(Open { open_minor, amount_minor, in_books_minor: in_books })
    }

    /// A step of it: postings on accrual basis, and what moves in the pockets, in its currency.
    fn step(
        &self,
        context: &mut Context,
        on: Option<Date>,
        text: String,
        postings: Vec<DraftPosting>,
        moves: Vec<Part>,
    ) -> Result<i64, Failure> {
        let split = SplitOf::Exactly(moves.into_iter().map(|part| (self.currency, part)).collect());
        let draft = self.draft(context, on, text, postings, split)?;
        post(context, Draft { source: Source::of(DEPOSIT, self.entry), ..draft })
    }

    fn draft(
        &self,
        context: &mut Context,
        on: Option<Date>,
        text: String,
        postings: Vec<DraftPosting>,
        split: SplitOf,
    ) -> Result<Draft, Failure> {
        let party = records::entry(&mut context.tx, self.entry)?.and_then(|row| row.party);
        Ok(Draft {
            posted_on: on.unwrap_or(context.today),
            text,
            note: String::new(),
            party,
            source: Source::HAND,
            postings,
            split,
        })
    }

    /// Accrual-only postings that move an amount in the books' currency between what it earned and what is owed to clients;
    /// positive towards income.
    fn between(&self, context: &mut Context, in_books_minor: i64) -> Result<Vec<DraftPosting>, Failure> {
        let deposits = account_for_role(context, "client-deposits")?;
        Ok(deposit::between(deposits, &self.income, in_books_minor))
    }
}

/// A part of what is open of an advance.
struct Open {
    /// All that is open, in the deposit's currency.
    open_minor: i64,
    /// The part, in the deposit's currency.
    amount_minor: i64,
    /// The same in the books' currency.
    in_books_minor: i64,
}

/// On which bases an entry owes an advance that it did not earn.
fn owed_on(context: &mut Context, entry: i64) -> Result<Option<Basis>, Failure> {
    for (posting, _) in records::postings_of_entry(&mut context.tx, entry)? {
        let of = account(context, posting.account)?;
        if of.role == "client-deposits" && posting.book_amount_minor < 0 && posting.basis != Basis::Cash {
            return Ok(Some(posting.basis));
        }
    }
    Ok(None)
}

/// An amount as a part of one whole, of another whole; to the nearest unit, and itself where there is nothing to compare.
fn in_proportion(amount_minor: i64, of_minor: i64, whole_minor: i64) -> i64 {
    if whole_minor == 0 || of_minor == whole_minor {
        return amount_minor;
    }
    let (doubled, whole) = (2 * i128::from(amount_minor) * i128::from(of_minor), i128::from(whole_minor));
    i64::try_from((doubled + whole).div_euclid(2 * whole)).unwrap_or(amount_minor)
}
