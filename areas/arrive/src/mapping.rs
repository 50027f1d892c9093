//! What the owner says an account of the file becomes, and what is proposed where nothing is said.

use std::collections::{HashMap, HashSet};

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::civil::Date;
use kernel::{Context, Failure, RefusalKind, Refused};
use ledger::AccountKind;
use ledgers::{Book, Transaction};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    records,
    rules::{Ours, Plan, Proposal, Target, plan, propose},
};

/// What an account of the file becomes here.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MappedAccount {
    /// Its whole name in the file.
    pub account: String,
    /// The account here, by number or name; or the kind of a new one: `bank`, `cash-box`, `processor`, `card`, `loan`, `receivable`, `payable`, `stock`, `equipment`, `other-asset`, `equity`, `income`, `expense`; or `leave-out`.
    pub to: String,
    /// The name of a new account; the last word of its name in the file when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The word for what stays behind.
pub(crate) const LEAVE_OUT: &str = "leave-out";

/// A file that was read and planned, with nothing kept.
pub(crate) struct Looked {
    pub book: Book,
    pub bytes_sha256: String,
    pub targets: Vec<Target>,
    pub plan: Plan,
    /// The digest of each transaction that is to be posted.
    pub digests: Vec<String>,
    /// Which of them came in before.
    pub here: Vec<bool>,
}

impl Looked {
    /// The transactions that are new.
    pub fn new_count(&self) -> i64 {
        i64::try_from(self.here.iter().filter(|here| !**here).count()).unwrap_or(i64::MAX)
    }
}

/// Reads a file and plans what it would bring.
pub(crate) fn look(
    context: &mut Context,
    content: &str,
    mapping: &[MappedAccount],
    through: Option<Date>,
) -> Result<Looked, Failure> {
    let bytes = STANDARD.decode(content.trim()).map_err(|_| {
        Refused::new("not-base64", RefusalKind::Invalid, t!("The content is not base64.")).at("content")
    })?;
    let book = ledgers::read(&bytes)
        .map_err(|error| Refused::new(error.code(), RefusalKind::Invalid, error.to_string()).at("content"))?;
    let targets = targets(context, &book, mapping)?;
    let plan = plan(&book, &targets, context.settings.currency, through);
    let mut seen = HashMap::new();
    let all: Vec<String> = book.transactions.iter().map(|one| digest(&book, one, &mut seen)).collect();
    let digests: Vec<String> = plan.transactions.iter().map(|one| all[one.position].clone()).collect();
    let known: HashSet<String> = records::digests(&mut context.tx)?.into_iter().collect();
    let here = digests.iter().map(|digest| known.contains(digest)).collect();
    Ok(Looked { book, bytes_sha256: hex(&Sha256::digest(&bytes)), targets, plan, digests, here })
}

fn targets(context: &mut Context, book: &Book, mapping: &[MappedAccount]) -> Result<Vec<Target>, Failure> {
    let known: Vec<books::Account> =
        books::accounts(context)?.iter().filter(|account| !account.closed).cloned().collect();
    let ours: Vec<Ours> = known
        .iter()
        .map(|one| Ours { id: one.id, kind: one.kind, role: one.role.clone(), name: one.name.clone() })
        .collect();
    let said: HashMap<&str, (usize, &MappedAccount)> =
        mapping.iter().enumerate().map(|(position, one)| (one.account.as_str(), (position, one))).collect();
    if let Some((position, other)) =
        mapping.iter().enumerate().find(|(_, one)| !book.accounts.iter().any(|account| account.name == one.account))
    {
        return Err(Refused::new(
            "no-such-account-in-the-file",
            RefusalKind::Invalid,
            t!("The file has no account {name}.", name = other.account),
        )
        .at(format!("mapping[{position}].account"))
        .into());
    }
    let mut taken: HashSet<String> = known.iter().map(|account| account.name.clone()).collect();
    let to = |id: i64| {
        known.iter().find(|account| account.id == id).map(|found| Target::Account {
            id,
            kind: found.kind,
            currency: found.currency,
        })
    };
    let mut targets = Vec::with_capacity(book.accounts.len());
    for account in &book.accounts {
        let target = match said.get(account.name.as_str()) {
            Some((_, one)) if one.to.trim().is_empty() => Target::Unknown,
            Some((_, one)) if one.to == LEAVE_OUT => Target::LeaveOut,
            Some((position, one)) => {
                let by_name = || known.iter().find(|account| account.name == one.to.trim()).map(|found| found.id);
                match (AccountKind::from_word(&one.to), one.to.trim().parse().ok().or_else(by_name).and_then(to)) {
                    (Some(kind), _) => {
                        let name = match &one.name {
                            Some(name) => name.trim().to_owned(),
                            None => new_name(&account.name, &taken),
                        };
                        taken.insert(name.clone());
                        Target::New { kind, name }
                    }
                    (None, Some(target)) => target,
                    (None, None) => {
                        return Err(Refused::new(
                            "no-such-account",
                            RefusalKind::NotFound,
                            t!("There is no account {name} here.", name = one.to),
                        )
                        .at(format!("mapping[{position}].to"))
                        .into());
                    }
                }
            }
            None => match propose(&account.name, account.class, account.kind, &ours) {
                Proposal::Account(id) => to(id).unwrap_or(Target::Unknown),
                Proposal::New(kind) => {
                    let name = new_name(&account.name, &taken);
                    taken.insert(name.clone());
                    Target::New { kind, name }
                }
                Proposal::Ask => Target::Unknown,
            },
        };
        targets.push(target);
    }
    Ok(targets)
}

/// The last word of a name as a name of its own; with the one before it, or a number, where it is taken.
pub(crate) fn new_name(whole: &str, taken: &HashSet<String>) -> String {
    let parts: Vec<String> = whole.split(':').map(tidy).filter(|part| !part.is_empty()).collect();
    let last = parts.last().cloned().unwrap_or_else(|| tidy(whole));
    let longer = match parts.len() {
        0 | 1 => last.clone(),
        count => format!("{} {last}", parts[count - 2]),
    };
    let cut = |name: &str| name.chars().take(70).collect::<String>();
    let numbered = (2..).map(|number| format!("{} {number}", cut(&last)));
    [cut(&last), cut(&longer)].into_iter().chain(numbered).find(|name| !taken.contains(name)).unwrap_or(longer)
}

fn tidy(part: &str) -> String {
    let spaced = part.replace(['-', '_'], " ");
    let mut letters = spaced.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + letters.as_str(),
        None => String::new(),
    }
}

/// What tells a transaction from all others: what it says, and how many times the file said so before.
fn digest(book: &Book, one: &Transaction, seen: &mut HashMap<String, u32>) -> String {
    let mut said = format!("{}\n{}\n{}\n{}", one.date, one.code, one.payee, one.text);
    for posting in &one.postings {
        let (account, commodity) = (&book.accounts[posting.account].name, &book.commodities[posting.amount.commodity]);
        said.push_str(&format!("\n{account}\t{}\t{commodity}", posting.amount.quantity));
    }
    let times = seen.entry(said.clone()).or_insert(0);
    *times += 1;
    said.push_str(&format!("\n{times}"));
    hex(&Sha256::digest(said.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
