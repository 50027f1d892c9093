//! What a file would bring, with nothing kept.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledgers::LeftOutKind;
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    MappedAccount,
    mapping::{LEAVE_OUT, Looked, look},
    rules::{Obstacle, Target},
};

/// What a file of another program's books would bring. Reads only.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArrivalPreview {
    /// The file, as base64.
    pub content: String,
    /// What accounts of the file become here; what is proposed, where nothing is said.
    #[serde(default)]
    pub mapping: Vec<MappedAccount>,
    /// The last day that comes in; all of them when absent.
    #[serde(default)]
    pub through: Option<Date>,
}

/// What a file would bring.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArrivalPreviewAnswer {
    /// The kind of file.
    pub format: String,
    /// The day of its first transaction.
    pub from_on: Option<Date>,
    /// The day of its last.
    pub through_on: Option<Date>,
    /// How many transactions it holds.
    pub transactions: i64,
    /// How many of them would be new here.
    pub new: i64,
    /// How many came in before.
    pub duplicate: i64,
    /// How many of the new ones are on or after the day the pockets begin, and divide what they bring by the rule.
    pub divided: i64,
    /// Its accounts, in the order of the file.
    pub accounts: Vec<PreviewedAccount>,
    /// How many balances it states.
    pub balances_stated: i64,
    /// Those that do not follow from its transactions, one sentence each.
    pub balances_wrong: Vec<String>,
    /// What stays behind, and why.
    pub remainders: Vec<Remainder>,
    /// Whether it can come in as it is mapped.
    pub ready: bool,
}

/// An account of the file, and what becomes of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PreviewedAccount {
    /// Its whole name.
    pub account: String,
    /// What it becomes, as a mapping says it: an account's number, a kind, `leave-out`; empty where that is asked.
    pub to: String,
    /// The name it has here.
    pub name: String,
    /// Whether it would be opened.
    pub opens: bool,
    /// Its currency here.
    pub currency: String,
    /// How many postings touch it.
    pub postings: i64,
    /// What the file makes of it, in minor units.
    pub file_minor: i64,
    /// What it holds here now, in minor units.
    pub before_minor: i64,
    /// What stands in the way, in a sentence; absent where nothing does.
    pub problem: Option<String>,
}

/// What stays behind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Remainder {
    /// What and why.
    pub what: String,
    /// How many.
    pub count: i64,
    /// The first lines of the file it is about; at most ten.
    pub lines: Vec<i64>,
}

/// What stands in the way of an account, in a sentence.
pub(crate) fn obstacle_words(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Unknown => t!("choose what it becomes"),
        Obstacle::SeveralCurrencies(names) => t!("it holds {names}; an account here holds one currency", names = names),
        Obstacle::NoPrice(name, line) => {
            t!("line {line} has {name} without a price in the books’ currency", line = line, name = name)
        }
        Obstacle::Amount(line) => t!("line {line} has an amount finer than its currency or too large", line = line),
        Obstacle::OtherCurrency(name) => t!("the account here is in {currency}", currency = name),
    }
}

impl Query for ArrivalPreview {
    const NAME: &'static str = "arrival-preview";
    type Answer = ArrivalPreviewAnswer;

    fn about() -> String {
        t!("What the books of another program would bring, account by account, with nothing kept.")
    }

    fn answer(&self, context: &mut Context) -> Result<ArrivalPreviewAnswer, Failure> {
        let looked = look(context, &self.content, &self.mapping, self.through)?;
        let balances = books::Balances::default().answer(context)?;
        let held = |id: i64| balances.accounts.iter().find(|line| line.account.id == id);
        let new = looked.new_count();
        let starts_on = context.settings.starts_on;
        let coming = looked.plan.transactions.iter().zip(&looked.here).filter(|(_, here)| !**here);
        let divided = count(coming.filter(|(one, _)| looked.book.transactions[one.position].date >= starts_on));
        let accounts = looked.book.accounts.iter().enumerate().map(|(position, account)| {
            let (to, name, opens, before) = match &looked.targets[position] {
                Target::Account { id, .. } => {
                    let line = held(*id);
                    let name = line.map(|line| line.account.name.clone()).unwrap_or_default();
                    (id.to_string(), name, false, line.map_or(0, |line| line.balance_minor))
                }
                Target::New { kind, name } => (kind.as_str().to_owned(), name.clone(), true, 0),
                Target::LeaveOut => (LEAVE_OUT.to_owned(), String::new(), false, 0),
                Target::Unknown => (String::new(), String::new(), false, 0),
            };
            PreviewedAccount {
                account: account.name.clone(),
                to,
                name,
                opens,
                currency: looked.plan.currencies[position].code().to_owned(),
                postings: looked.plan.touched[position],
                file_minor: looked.plan.totals[position],
                before_minor: before,
                problem: looked.plan.obstacles[position].as_ref().map(obstacle_words),
            }
        });
        // An account that is declared and never used becomes nothing.
        let accounts: Vec<_> = accounts.filter(|one| one.postings > 0 || one.to == LEAVE_OUT).collect();
        let wrong = looked.book.assertions.iter().filter(|one| !one.holds()).map(|one| {
            t!(
                "Line {line} states {stated} for {account}, but the transactions before it make {actual}.",
                line = one.line,
                stated = one.stated.quantity,
                account = looked.book.accounts[one.account].name,
                actual = one.actual
            )
        });
        Ok(ArrivalPreviewAnswer {
            format: looked.book.format.to_string(),
            from_on: looked.book.transactions.first().map(|one| one.date),
            through_on: looked.book.transactions.last().map(|one| one.date),
            transactions: count(looked.book.transactions.iter()),
            new,
            duplicate: count(looked.here.iter()) - new,
            divided,
            ready: looked.plan.obstacles.iter().all(Option::is_none),
            accounts,
            balances_stated: count(looked.book.assertions.iter()),
            balances_wrong: wrong.take(20).collect(),
            remainders: remainders(&looked),
        })
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> i64 {
    i64::try_from(of.count()).unwrap_or(i64::MAX)
}

fn remainders(looked: &Looked) -> Vec<Remainder> {
    let mut by_kind: BTreeMap<LeftOutKind, Vec<i64>> = BTreeMap::new();
    for one in &looked.book.left_out {
        by_kind.entry(one.kind).or_default().push(i64::from(one.line));
    }
    let mut remainders: Vec<Remainder> = by_kind
        .into_iter()
        .map(|(kind, mut lines)| {
            let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
            lines.sort_unstable();
            lines.truncate(10);
            Remainder { what: left_out_words(kind, count), count, lines }
        })
        .collect();
    let (with_accounts, after) = (looked.plan.left_with_accounts, looked.plan.after_last_day);
    let plain = |what, count| Remainder { what, count, lines: Vec::new() };
    if with_accounts > 0 {
        let what = tn!(
            with_accounts,
            "{count} transaction touches an account that is left out",
            "{count} transactions touch an account that is left out"
        );
        remainders.push(plain(what, with_accounts));
    }
    if after > 0 {
        let what =
            tn!(after, "{count} transaction is after the last day", "{count} transactions are after the last day");
        remainders.push(plain(what, after));
    }
    if !looked.book.prices.is_empty() {
        let count = count(looked.book.prices.iter());
        let what = tn!(
            count,
            "{count} price: amounts keep the price at which they were booked",
            "{count} prices: amounts keep the price at which they were booked"
        );
        remainders.push(plain(what, count));
    }
    remainders
}

fn left_out_words(kind: LeftOutKind, count: i64) -> String {
    match kind {
        LeftOutKind::PeriodicRule => {
            tn!(count, "{count} rule for repeated transactions", "{count} rules for repeated transactions")
        }
        LeftOutKind::AutoRule => tn!(count, "{count} rule that adds postings", "{count} rules that add postings"),
        LeftOutKind::VirtualPosting => {
            tn!(
                count,
                "{count} virtual posting, beside the double entry",
                "{count} virtual postings, beside the double entry"
            )
        }
        LeftOutKind::Nothing => tn!(count, "{count} line that moves nothing", "{count} lines that move nothing"),
        LeftOutKind::Directive => {
            tn!(
                count,
                "{count} setting, document or note of the program",
                "{count} settings, documents or notes of the program"
            )
        }
        LeftOutKind::Voided => tn!(count, "{count} voided transaction", "{count} voided transactions"),
    }
}
