//! The books of another program come in.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Query, RefusalKind, Refused, Undo, UndoKind};
use locale::{fmt, t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::WithdrawArrival;
use crate::{
    ARRIVED, MappedAccount,
    mapping::{Looked, look},
    queries::obstacle_words,
    records::{self, ArrivalRow, TotalRow},
    rules::Target,
};

/// Brings in the books of another program: a journal of hledger or ledger, a ledger of beancount, GnuCash's export of
/// transactions, or a CSV file of postings.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArriveLedger {
    /// The file's name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// What accounts of the file become here; what is proposed, where nothing is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mapping: Vec<MappedAccount>,
    /// The last day that comes in; all of them when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Date>,
    /// Bring it in although balances that the file states do not follow from its transactions.
    #[serde(default)]
    pub accept_unproven: bool,
    /// Only look: show what would become of the file, and bring nothing in.
    #[serde(default)]
    pub look_first: bool,
}

/// What came of a file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArrivedLedger {
    /// The arrival; none where all of it was here already.
    pub arrival: Option<i64>,
    /// The kind of file.
    pub format: String,
    /// How many transactions came in.
    pub transactions: i64,
    /// How many were here already.
    pub duplicate: i64,
    /// How many stay behind: with accounts that do, or after the last day.
    pub left_out: i64,
    /// How many accounts were opened.
    pub opened: i64,
    /// What each account took, in the file and here.
    pub totals: Vec<ArrivedTotal>,
}

/// What an account took.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArrivedTotal {
    /// The account here.
    pub account: i64,
    /// Its name.
    pub account_name: String,
    /// The names it has in the file.
    pub names: String,
    /// Its currency.
    pub currency: String,
    /// What the file's transactions make of it, in minor units.
    pub file_minor: i64,
    /// What was posted to it here, in minor units: the same.
    pub here_minor: i64,
    /// What it holds at the end of the file, in minor units; absent for a file that came in before this was kept.
    pub file_balance_minor: Option<i64>,
    /// What it holds here on the last day of the file, in minor units. Where it differs, something was booked here that the file does not know.
    pub here_balance_minor: Option<i64>,
}

const REFUSALS: &[&str] = &[
    "not-base64",
    "empty",
    "too-large",
    "unreadable-file",
    "not-a-ledger",
    "includes-another-file",
    "unreadable-date",
    "unreadable-amount",
    "unreadable-line",
    "transaction-does-not-balance",
    "account-name",
    "file-name-length",
    "no-such-account-in-the-file",
    "no-such-account",
    "only-looked",
    "accounts-to-map",
    "balances-do-not-hold",
    "totals-differ",
    "account-name-length",
    "account-name-is-taken",
    "account-is-closed",
    "entry-does-not-balance",
    "day-is-outside-the-books",
    "amount-is-too-large",
    "stopped",
];

/// As many texts and tags as an entry takes.
const LONGEST_TEXT: usize = 2_000;
const LONGEST_TAG: usize = 40;
const MOST_TAGS: usize = 20;

fn refuse(code: &'static str, field: &str, sentence: String) -> Failure {
    Refused::new(code, RefusalKind::Invalid, sentence).at(field).into()
}

impl ArriveLedger {
    fn check(&self, looked: &Looked) -> Result<(), Failure> {
        if self.look_first {
            return Err(refuse(
                "only-looked",
                "mapping",
                t!("This is how the file is read. Nothing was brought in yet."),
            ));
        }
        let obstacles = looked.book.accounts.iter().zip(&looked.plan.obstacles);
        let open: Vec<String> = obstacles
            .filter_map(|(account, obstacle)| {
                Some(format!("{} ({})", account.name, obstacle_words(obstacle.as_ref()?)))
            })
            .collect();
        if !open.is_empty() {
            let shown = open.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
            let sentence = tn!(
                open.len(),
                "Say first what becomes of {count} account: {names}.",
                "Say first what becomes of {count} accounts: {names}.",
                names = shown
            );
            return Err(refuse("accounts-to-map", "mapping", sentence));
        }
        if let (Some(first), false) = (looked.book.assertions.iter().find(|one| !one.holds()), self.accept_unproven) {
            let sentence = t!(
                "Line {line} states {stated} for {account}, but the transactions before it make {actual}.",
                line = first.line,
                stated = first.stated.quantity,
                account = looked.book.accounts[first.account].name,
                actual = first.actual
            );
            return Err(refuse("balances-do-not-hold", "content", sentence));
        }
        Ok(())
    }

    /// Posts what is new; the ids of its transactions, with line and digest.
    fn post(
        &self,
        context: &mut Context,
        looked: &Looked,
        accounts: &[i64],
    ) -> Result<Vec<(i64, String, i64)>, Failure> {
        let mut parties: HashMap<String, Option<i64>> = HashMap::new();
        let (mut rows, mut tagged) = (Vec::new(), Vec::new());
        let total = u64::try_from(looked.new_count()).ok();
        for (at, planned) in looked.plan.transactions.iter().enumerate().filter(|(at, _)| !looked.here[*at]) {
            let one = &looked.book.transactions[planned.position];
            context.progress(rows.len() as u64, total)?;
            let party = match parties.get(&one.payee) {
                Some(known) => *known,
                None => {
                    let named: String = one.payee.chars().take(120).collect();
                    let party = books::party_named(context, &named)?;
                    parties.insert(one.payee.clone(), party);
                    party
                }
            };
            let id = context.tx.next_id()?;
            let postings = planned
                .postings
                .iter()
                .map(|posting| books::DraftPosting {
                    account: accounts[posting.account],
                    amount_minor: posting.amount_minor,
                    book_amount_minor: Some(posting.book_minor),
                    basis: posting.basis,
                    ..books::DraftPosting::default()
                })
                .collect();
            let code = if one.code.is_empty() { String::new() } else { format!("({}) ", one.code) };
            let draft = books::Draft {
                posted_on: one.date,
                text: one.text.chars().take(LONGEST_TEXT).collect(),
                note: format!("{code}{}", one.note).trim().chars().take(LONGEST_TEXT).collect(),
                party,
                source: books::Source::of(ARRIVED, id),
                postings,
                split: books::SplitOf::ByRule,
            };
            let entry = books::post(context, draft).map_err(|failure| at_line(failure, one.line))?;
            if !one.tags.is_empty() {
                tagged.push((entry, &one.tags));
            }
            rows.push((id, looked.digests[at].clone(), i64::from(one.line)));
        }
        for (entry, tags) in tagged {
            let tags = tags.iter().map(|tag| tag.replace(',', " ").chars().take(LONGEST_TAG).collect::<String>());
            let tags: Vec<String> =
                tags.filter(|tag| !tag.trim_matches(['#', ' ']).is_empty()).take(MOST_TAGS).collect();
            books::SetTags { kind: "entry".to_owned(), record: entry, tags }.perform(context)?;
        }
        Ok(rows)
    }
}

/// A refusal of the books, with the line of the file it is about.
fn at_line(failure: Failure, line: u32) -> Failure {
    match failure {
        Failure::Refused(mut refused) => {
            refused.sentence = t!("Line {line}: {problem}", line = line, problem = refused.sentence);
            refused.field = Some("content".to_owned());
            Failure::Refused(refused)
        }
        failure => failure,
    }
}

impl Command for ArriveLedger {
    const NAME: &'static str = "arrive-ledger";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = ArrivedLedger;

    fn about() -> String {
        t!("Bring in the books of another program. What is here already is not added again.")
    }

    fn perform(&self, context: &mut Context) -> Result<ArrivedLedger, Failure> {
        if self.file_name.trim().is_empty() || self.file_name.chars().count() > 200 {
            return Err(refuse("file-name-length", "file_name", t!("The name of the file needs 1 to 200 characters.")));
        }
        let looked = look(context, &self.content, &self.mapping, self.through)?;
        self.check(&looked)?;
        let left_out = looked.plan.left_with_accounts + looked.plan.after_last_day;
        let new = looked.new_count();
        let duplicate = i64::try_from(looked.here.len()).unwrap_or(i64::MAX) - new;
        let format = looked.book.format.to_string();
        if new == 0 {
            let (arrival, totals) = (None, Vec::new());
            return Ok(ArrivedLedger { arrival, format, transactions: 0, duplicate, left_out, opened: 0, totals });
        }
        let (accounts, opened) = open(context, &looked)?;
        let rows = self.post(context, &looked, &accounts)?;
        let totals = reconciled(context, &looked, &accounts, &opened, &rows)?;
        let arrival = context.tx.next_id()?;
        let days = || {
            let coming = looked.plan.transactions.iter().zip(&looked.here).filter(|(_, here)| !**here);
            coming.map(|(planned, _)| looked.book.transactions[planned.position].date)
        };
        let row = ArrivalRow {
            id: arrival,
            file_name: self.file_name.trim().to_owned(),
            sha256: looked.bytes_sha256.clone(),
            format: format.clone(),
            arrived_on: context.today,
            from_on: days().min().unwrap_or(context.today),
            through_on: days().max().unwrap_or(context.today),
            transactions: new,
            withdrawn_on: None,
        };
        records::insert_arrival(&mut context.tx, &row, &totals)?;
        let rows: Vec<_> = rows.into_iter().map(|(id, digest, line)| (id, arrival, digest, line)).collect();
        records::insert_transactions(&mut context.tx, &rows)?;
        let known = books::accounts(context)?;
        let totals = totals.into_iter().map(|one| said(one, known)).collect();
        let opened = i64::try_from(opened.len()).unwrap_or(i64::MAX);
        Ok(ArrivedLedger { arrival: Some(arrival), format, transactions: new, duplicate, left_out, opened, totals })
    }

    fn sentence(&self, outcome: &ArrivedLedger) -> String {
        let mut said = tn!(
            outcome.transactions,
            "Brought in {count} transaction from {file}.",
            "Brought in {count} transactions from {file}.",
            file = self.file_name
        );
        if outcome.transactions > 0 {
            said.push(' ');
            said.push_str(&tn!(
                outcome.totals.len(),
                "The total of {count} account equals the file’s.",
                "The totals of {count} accounts equal the file’s."
            ));
        }
        for (count, sentence) in [
            (outcome.duplicate, tn!(outcome.duplicate, "{count} was here already.", "{count} were here already.")),
            (outcome.left_out, tn!(outcome.left_out, "{count} stays behind.", "{count} stay behind.")),
        ] {
            if count > 0 {
                said.push(' ');
                said.push_str(&sentence);
            }
        }
        said
    }

    fn undo(&self, outcome: &ArrivedLedger) -> Undo {
        match outcome.arrival {
            Some(arrival) => {
                Undo::Compensating { command: WithdrawArrival::NAME, input: json!({ "arrival": arrival }) }
            }
            None => Undo::None { reason: t!("That file was here already, so nothing was added.") },
        }
    }

    fn for_the_log(&self) -> Value {
        json!({ "file_name": self.file_name, "mapping": self.mapping, "through": self.through })
    }
}

/// Opens the accounts that are new and used; the account here of each of the file's, and which were opened.
fn open(context: &mut Context, looked: &Looked) -> Result<(Vec<i64>, Vec<i64>), Failure> {
    let (mut accounts, mut opened) = (Vec::new(), Vec::new());
    let mut used = vec![false; looked.targets.len()];
    let coming = looked.plan.transactions.iter().zip(&looked.here).filter(|(_, here)| !**here);
    for posting in coming.flat_map(|(one, _)| &one.postings) {
        used[posting.account] = true;
    }
    for (position, target) in looked.targets.iter().enumerate() {
        accounts.push(match target {
            Target::Account { id, .. } => *id,
            Target::New { kind, name } if used[position] => {
                let currency = looked.plan.currencies[position];
                let id = books::add_account(context, name, *kind, currency)
                    .map_err(|failure| named(failure, &looked.book.accounts[position].name))?;
                opened.push(id);
                id
            }
            // Nothing is posted to these.
            Target::New { .. } | Target::LeaveOut | Target::Unknown => 0,
        });
    }
    Ok((accounts, opened))
}

fn named(failure: Failure, account: &str) -> Failure {
    match failure {
        Failure::Refused(mut refused) => {
            refused.sentence = t!("{account}: {problem}", account = account, problem = refused.sentence);
            refused.field = Some("mapping".to_owned());
            Failure::Refused(refused)
        }
        failure => failure,
    }
}

/// Holds what was posted, read back from the books, against what the file says, account by account.
fn reconciled(
    context: &mut Context,
    looked: &Looked,
    accounts: &[i64],
    opened: &[i64],
    rows: &[(i64, String, i64)],
) -> Result<Vec<TotalRow>, Failure> {
    let mut totals: BTreeMap<i64, TotalRow> = BTreeMap::new();
    let mut names: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for (transaction, here) in looked.plan.transactions.iter().zip(&looked.here) {
        // An account that only transactions touch which came before, and that was renamed or closed since, is not held up.
        for posting in transaction.postings.iter().filter(|posting| accounts[posting.account] != 0) {
            let account = accounts[posting.account];
            let name = looked.book.accounts[posting.account].name.as_str();
            let known = names.entry(account).or_default();
            if !known.contains(&name) {
                known.push(name);
            }
            let total = totals.entry(account).or_insert_with(|| TotalRow {
                account,
                names: String::new(),
                opened: opened.contains(&account),
                file_minor: 0,
                here_minor: 0,
                file_balance_minor: Some(0),
                here_balance_minor: None,
            });
            if !here {
                total.file_minor = total.file_minor.saturating_add(posting.amount_minor);
            }
            total.file_balance_minor = total.file_balance_minor.map(|sum| sum.saturating_add(posting.amount_minor));
        }
    }
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    for posting in books::postings_of_sources(context, ARRIVED, first.0..=last.0)? {
        if let Some(total) = totals.get_mut(&posting.account) {
            total.here_minor = total.here_minor.saturating_add(posting.amount_minor);
        }
    }
    let currency = context.settings.currency;
    let last_day = looked.plan.transactions.iter().map(|one| looked.book.transactions[one.position].date).max();
    let there = books::Balances { on: last_day, ..books::Balances::default() }.answer(context)?;
    for total in totals.values_mut() {
        let line = there.accounts.iter().find(|line| line.account.id == total.account);
        total.here_balance_minor = Some(line.map_or(0, |line| line.balance_minor));
        total.names = names.remove(&total.account).unwrap_or_default().join(", ");
        if total.file_minor != total.here_minor {
            let sentence = t!(
                "{account} would take {here} here and {file} in the file; nothing was brought in.",
                account = total.names,
                here = fmt::money(total.here_minor, currency.code()),
                file = fmt::money(total.file_minor, currency.code())
            );
            return Err(refuse("totals-differ", "content", sentence));
        }
    }
    Ok(totals.into_values().collect())
}

pub(crate) fn said(row: TotalRow, known: &[books::Account]) -> ArrivedTotal {
    let account = known.iter().find(|account| account.id == row.account);
    ArrivedTotal {
        account: row.account,
        account_name: account.map(|account| account.name.clone()).unwrap_or_default(),
        names: row.names,
        currency: account.map(|account| account.currency.code().to_owned()).unwrap_or_default(),
        file_minor: row.file_minor,
        here_minor: row.here_minor,
        file_balance_minor: row.file_balance_minor,
        here_balance_minor: row.here_balance_minor,
    }
}
