//! Posting an entry by hand, and reversing one.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::Basis;
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    accounts::account,
    dimensions::{DimensionNames, posting_input, takes_dimensions},
    journal::{Draft, DraftPosting, POST_REFUSALS, REVERSE_REFUSALS, Source, SplitOf, post, reverse_own},
    parties::party_named,
};

/// Posts an entry of any accounts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PostEntry {
    /// The day it happened.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// More about it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Who paid or was paid, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// Its postings. Debits are positive, credits negative; they sum to zero in each basis.
    pub postings: Vec<PostingInput>,
    /// What its income and costs belong to, by name; a posting may say otherwise for itself.
    #[serde(default, skip_serializing_if = "DimensionNames::is_empty")]
    pub dimensions: DimensionNames,
}

posting_input! {
    /// A posting.
    #[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub struct PostingInput {
        /// The account, by id.
        #[schemars(extend("x-picker" = "account"))]
        pub account: i64,
        /// Minor units of the account's currency: a debit is positive, a credit negative.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
        pub amount_minor: i64,
        /// Minor units of the books' currency, where the account has another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "money"))]
        pub book_amount_minor: Option<i64>,
        /// Which books it belongs to; both unless said otherwise.
        #[serde(default)]
        pub basis: Basis,
    }
}

/// An entry that was posted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PostedEntry {
    /// Its number.
    pub entry: i64,
}

impl Command for PostEntry {
    const NAME: &'static str = "post-entry";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = POST_REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Post an entry of any accounts.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        let party = match &self.party {
            Some(name) => party_named(context, name)?,
            None => None,
        };
        let of_all = self.dimensions.ids(context)?;
        let mut postings = Vec::with_capacity(self.postings.len());
        for posting in &self.postings {
            let mut dimensions = posting.ids();
            if takes_dimensions(account(context, posting.account)?.kind) {
                for (own, all) in dimensions.iter_mut().zip(of_all) {
                    *own = own.or(all);
                }
            }
            postings.push(DraftPosting {
                account: posting.account,
                amount_minor: posting.amount_minor,
                book_amount_minor: posting.book_amount_minor,
                basis: posting.basis,
                dimensions,
                pocket: None,
            });
        }
        let draft = Draft {
            posted_on: self.posted_on,
            text: self.text.clone(),
            note: self.note.clone(),
            party,
            source: Source::HAND,
            postings,
            split: SplitOf::ByRule,
        };
        Ok(PostedEntry { entry: post(context, draft)? })
    }

    fn sentence(&self, outcome: &PostedEntry) -> String {
        t!("Posted entry {entry}: {text}.", entry = outcome.entry, text = self.text.trim_end_matches('.'))
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Compensating { command: ReverseEntry::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Reverses an entry: the same with the sign turned. The entry itself stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseEntry {
    /// The entry.
    pub entry: i64,
    /// The day of the reversal; the entry's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl Command for ReverseEntry {
    const NAME: &'static str = "reverse-entry";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REVERSE_REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Reverse an entry.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        Ok(PostedEntry { entry: reverse_own(context, self.entry, self.on)? })
    }

    fn sentence(&self, outcome: &PostedEntry) -> String {
        t!("Reversed entry {entry} with entry {by}.", entry = self.entry, by = outcome.entry)
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Compensating { command: ReverseEntry::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Reverses several entries, together or not at all.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseEntries {
    /// The entries, by number.
    pub entries: Vec<i64>,
}

/// Entries that were posted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PostedEntries {
    /// Their numbers.
    pub entries: Vec<i64>,
}

impl Command for ReverseEntries {
    const NAME: &'static str = "reverse-entries";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REVERSE_REFUSALS;
    type Outcome = PostedEntries;

    fn about() -> String {
        t!("Reverse several entries, together or not at all.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntries, Failure> {
        let entries = self.entries.iter().map(|entry| reverse_own(context, *entry, None)).collect::<Result<_, _>>()?;
        Ok(PostedEntries { entries })
    }

    fn sentence(&self, outcome: &PostedEntries) -> String {
        tn!(outcome.entries.len() as i64, "Reversed one entry.", "Reversed {count} entries.")
    }

    fn undo(&self, outcome: &PostedEntries) -> Undo {
        Undo::Compensating { command: ReverseEntries::NAME, input: json!({ "entries": outcome.entries }) }
    }
}
