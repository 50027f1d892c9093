//! The register of an account: its lines with what it held after each, newest first.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::Month;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ReadBasis, general_journal::word_ranges, page_size, place, place_text};
use crate::{
    Account,
    accounts::account,
    journal::{self, ENTRY},
    proof, records,
};

/// The lines of an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// From this day on.
    #[serde(default)]
    pub from: Option<Date>,
    /// Up to this day.
    #[serde(default)]
    pub through: Option<Date>,
    /// Lines before this place, as the answer before gave it.
    #[serde(default)]
    pub before: Option<String>,
    /// How many; 50 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Which books.
    #[serde(default)]
    pub basis: ReadBasis,
    /// Only lines whose text or payee has these words, or words that begin with them; three count.
    #[serde(default)]
    pub text: Option<String>,
    /// Only lines of entries with this tag, on themselves or on the record they came from.
    #[serde(default)]
    pub tag: Option<i64>,
}

/// Lines of a register.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RegisterAnswer {
    /// The account.
    pub account: Account,
    /// What it holds with everything ever posted, in minor units of its currency; a debit is positive.
    pub balance_minor: i64,
    /// How many postings it has.
    pub postings: i64,
    /// What it held before the first day that was asked for; absent where none was, or where a text or a tag narrows it.
    pub before_minor: Option<i64>,
    /// What it held after the last day that was asked for; with everything ever posted where none was.
    pub after_minor: i64,
    /// Its course by months, oldest first, up to the last day asked for; absent on later pages and where it is narrowed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<RegisterMonth>,
    /// The lines, newest first.
    pub lines: Vec<RegisterLine>,
    /// What to give as `before` for older lines; absent at the end.
    pub older: Option<String>,
}

/// A month of an account, in minor units of its currency; a debit is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RegisterMonth {
    /// The month.
    pub month: Month,
    /// What moved on it.
    pub moved_minor: i64,
    /// What it held at the end.
    pub held_minor: i64,
}

/// A line of a register.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RegisterLine {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// Who paid or was paid.
    pub party: Option<String>,
    /// Minor units of the account's currency; a debit is positive.
    pub amount_minor: i64,
    /// What the account held after it; absent where lines between are left out by a text or a tag.
    pub balance_minor: Option<i64>,
    /// The entry that this one reverses.
    pub reverses: Option<i64>,
    /// The entry that reverses this one.
    pub reversed_by: Option<i64>,
    /// Whether a file is kept with it, or with the record it came from.
    pub attached: bool,
    /// Whether it is a cost that the rules want proof for and that has none.
    pub proof_missing: bool,
}

impl Query for Register {
    const NAME: &'static str = "register";
    type Answer = RegisterAnswer;

    fn about() -> String {
        t!("The lines of an account, newest first, with what it held after each.")
    }

    fn answer(&self, context: &mut Context) -> Result<RegisterAnswer, Failure> {
        journal::flush(context)?;
        let account = account(context, self.account)?.clone();
        let limit = page_size(self.limit);
        let without = self.basis.without();
        let (from, through) = (self.from.unwrap_or(Date::MIN), self.through.unwrap_or(Date::MAX));
        let before = place(self.before.as_deref());
        let words = word_ranges(self.text.as_deref());
        let narrowed = self.tag.is_some() || !words[0].0.is_empty();
        let tx = &mut context.tx;
        let mut rows = if narrowed {
            let wanted = records::Wanted {
                from,
                through,
                without,
                account: account.id,
                tag: self.tag.unwrap_or(0),
                source: String::new(),
                corrections: true,
                words,
            };
            records::narrowed_register_rows(tx, &wanted, before, limit + 1)?
        } else {
            records::register_rows(tx, account.id, from, through, before, without, limit + 1)?
        };
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let total = records::account_total(tx, account.id, without)?;
        let after_minor = match self.through {
            Some(day) => records::balance_before(tx, account.id, (day, i64::MAX, i64::MAX), without)?,
            None => total.amount,
        };
        let before_minor = match self.from.and_then(|day| day.yesterday().ok()).filter(|_| !narrowed) {
            Some(day) => Some(records::balance_before(tx, account.id, (day, i64::MAX, i64::MAX), without)?),
            None => None,
        };
        let from_the_end = self.before.is_none() && through == Date::MAX;
        let mut balance = match rows.first() {
            Some(_) if narrowed => 0,
            Some(_) if from_the_end => total.amount,
            Some(newest) => {
                let newest = (newest.posted_on, newest.entry, newest.line);
                records::balance_before(tx, account.id, newest, without)?
            }
            None => 0,
        };
        let older = rows.last().filter(|_| more).map(|row| place_text(row.posted_on, row.entry, row.line));
        let months = match self.before.is_none() && !narrowed {
            true => months(context, account.id, (self.from, self.through), without)?,
            false => Vec::new(),
        };
        let (attached, unproven) = marks(context, account.id, &rows, narrowed)?;
        let lines = rows
            .into_iter()
            .map(|row| {
                let balance_minor = (!narrowed).then_some(balance);
                balance -= row.amount;
                RegisterLine {
                    entry: row.entry,
                    posted_on: row.posted_on,
                    text: row.text,
                    party: row.party,
                    amount_minor: row.amount,
                    balance_minor,
                    reverses: Some(row.reverses).filter(|entry| *entry != 0),
                    reversed_by: row.reversed_by,
                    attached: attached.contains(&row.entry),
                    proof_missing: unproven.contains(&row.entry),
                }
            })
            .collect();
        let (balance_minor, postings) = (total.amount, total.postings);
        Ok(RegisterAnswer { account, balance_minor, postings, before_minor, after_minor, months, lines, older })
    }
}

/// The most months of a course: three years.
const MOST_MONTHS: i32 = 36;

/// What an account moved and held in the months that were asked for, else in the last twelve: from the kept totals.
fn months(
    context: &mut Context,
    account: i64,
    (from, through): (Option<Date>, Option<Date>),
    without: i64,
) -> Result<Vec<RegisterMonth>, Failure> {
    let last = Month::of(through.unwrap_or(context.today).min(context.today));
    let first = from.map_or(last.plus(-11), Month::of).max(last.plus(1 - MOST_MONTHS));
    let mut held = records::account_before_month(&mut context.tx, account, first, without)?;
    let moved: BTreeMap<i64, i64> =
        records::account_months(&mut context.tx, account, (first, last), without)?.into_iter().collect();
    let course = first.through(last).map(|month| {
        let moved_minor = moved.get(&month.number()).copied().unwrap_or(0);
        held = held.saturating_add(moved_minor);
        RegisterMonth { month, moved_minor, held_minor: held }
    });
    Ok(course.collect())
}

/// Which of these entries have a file, themselves or on the record they came from, and which lack one that the rules want:
/// a read for each kind of record, and one of the costs among them. Where a text or a tag left lines out between them, the
/// costs are read line by line: what was left out may be long.
fn marks(
    context: &mut Context,
    account: i64,
    rows: &[records::RegisterRow],
    narrowed: bool,
) -> Result<(BTreeSet<i64>, BTreeSet<i64>), Failure> {
    let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return Ok(Default::default()) };
    let mut kinds: BTreeMap<&str, BTreeMap<i64, Vec<i64>>> = BTreeMap::new();
    for row in rows {
        kinds.entry(ENTRY).or_default().entry(row.entry).or_default().push(row.entry);
        if !row.source_kind.is_empty() {
            kinds.entry(&row.source_kind).or_default().entry(row.source).or_default().push(row.entry);
        }
    }
    let mut attached = BTreeSet::new();
    for (kind, of) in &kinds {
        let (Some((low, _)), Some((high, _))) = (of.first_key_value(), of.last_key_value()) else { continue };
        for record in records::attached_in_range(&mut context.tx, kind, *low, *high)? {
            attached.extend(of.get(&record).into_iter().flatten().copied());
        }
    }
    let rules = proof::rules(context)?;
    let place = |row: &records::RegisterRow| (row.posted_on, row.entry);
    let stretches: Vec<_> = match narrowed {
        true => rows.iter().map(|row| (place(row), place(row))).collect(),
        false => vec![(place(oldest), place(newest))],
    };
    let mut unproven = BTreeSet::new();
    for (from, through) in stretches {
        let costs = proof::unproven_of_account(context, &rules, account, from, through)?;
        unproven.extend(costs.into_iter().map(|cost| cost.entry));
    }
    Ok((attached, unproven))
}
