//! What waits in the inbox, each document with the costs it may prove.

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    inbox::WaitsFor,
    journal,
    proof::{self, ProofRules},
    records,
    rules::guessing,
};

/// What waits in the inbox.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Inbox {}

/// Documents that wait, newest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InboxAnswer {
    /// How many wait.
    pub count: i64,
    /// The documents, at most 50.
    pub documents: Vec<InboxDocument>,
}

/// A document that waits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InboxDocument {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is: `pdf`, `jpeg`, …
    pub file_kind: String,
    /// How many bytes it has.
    pub size: i64,
    /// When it was taken, an instant in UTC.
    pub taken_at: String,
    /// What it waits for.
    pub waits_for: WaitsFor,
    /// Why.
    pub why: String,
    /// The costs it may prove, the likeliest first; three at most.
    pub proposals: Vec<Proposal>,
}

/// A cost that a document may prove.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Proposal {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What it cost, in minor units of the books' currency.
    pub amount_minor: i64,
    /// Who was paid, or what happened.
    pub what: String,
}

/// How many documents are listed.
const MOST: i64 = 50;
/// How well a cost must fit to be proposed.
const LEAST_FIT: u32 = 3;

impl Query for Inbox {
    const NAME: &'static str = "inbox";
    type Answer = InboxAnswer;

    fn about() -> String {
        t!("What waits in the inbox, and which costs it may prove.")
    }

    fn answer(&self, context: &mut Context) -> Result<InboxAnswer, Failure> {
        journal::flush(context)?;
        let count = records::count_waiting_documents(&mut context.tx)?;
        let rows = records::waiting_documents(&mut context.tx, MOST)?;
        let (from, through) = (context.today.saturating_sub(12.months()), context.today);
        // Any cost may have its receipt, whether the rules ask for it or not.
        let all = ProofRules { from_minor: 0, exempt: Vec::new(), source: String::new() };
        let costs = if rows.is_empty() { Vec::new() } else { proof::unproven(context, &all, from, through)? };
        let documents = rows.into_iter().map(|row| {
            let guess = guessing::guess(&row.name);
            let mut fitting: Vec<_> = costs
                .iter()
                .map(|cost| {
                    let text = format!("{} {}", cost.text, cost.party.as_deref().unwrap_or_default());
                    (guessing::fit(&guess, cost.amount, cost.posted_on, &text), cost)
                })
                .filter(|(fit, _)| *fit >= LEAST_FIT)
                .collect();
            // Costs come newest first, and a stable order keeps them so among equals.
            fitting.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
            let proposals = fitting.into_iter().take(3).map(|(_, cost)| Proposal {
                entry: cost.entry,
                posted_on: cost.posted_on,
                amount_minor: cost.amount,
                what: cost.party.clone().unwrap_or_else(|| cost.text.clone()),
            });
            InboxDocument {
                id: row.id,
                proposals: proposals.collect(),
                waits_for: WaitsFor::from_word(&row.waits),
                name: row.name,
                file_kind: row.file_kind,
                size: row.size,
                taken_at: row.taken_at,
                why: row.why,
            }
        });
        Ok(InboxAnswer { count, documents: documents.collect() })
    }
}
