//! A line that came in twice, which nothing about it gave away: the owner says so, and one of the two goes.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{doubtful::DecideDoubtful, withdraw::take_out};
use crate::{
    line::{BankLine, DoubtfulLine},
    pairs::settle,
    records,
};

/// Drops a bank line that is here twice: its entries are reversed, and it stands among the dropped ones.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropDoubledLine {
    /// The line to drop.
    pub line: i64,
    /// The line it repeats, which stays.
    pub like: i64,
}

/// A line that was dropped as being here already.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DoubledDropped {
    /// Under which it stands among the dropped ones.
    pub doubtful: i64,
    /// What it is called.
    pub title: String,
}

#[derive(Debug)]
enum DoubledRefusal {
    NoSuchLine(i64),
    Itself,
    Differs,
}

impl Refusal for DoubledRefusal {
    fn code(&self) -> &'static str {
        match self {
            DoubledRefusal::NoSuchLine(_) => "no-such-line",
            DoubledRefusal::Itself => "line-is-no-twin-of-itself",
            DoubledRefusal::Differs => "lines-differ",
        }
    }

    fn sentence(&self) -> String {
        match self {
            DoubledRefusal::NoSuchLine(line) => t!("There is no bank line {line}.", line = line),
            DoubledRefusal::Itself => t!("Name the other line, which stays."),
            DoubledRefusal::Differs => {
                t!("Two lines that are the same have one account and one amount. These differ.")
            }
        }
    }

    fn field(&self) -> Option<String> {
        Some(if matches!(self, DoubledRefusal::NoSuchLine(_)) { "line" } else { "like" }.into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            DoubledRefusal::NoSuchLine(_) => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

impl Command for DropDoubledLine {
    const NAME: &'static str = "drop-doubled-line";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = &["no-such-line", "line-is-no-twin-of-itself", "lines-differ"];
    type Outcome = DoubledDropped;

    fn about() -> String {
        t!("Drop a bank line that is here twice.")
    }

    fn perform(&self, context: &mut Context) -> Result<DoubledDropped, Failure> {
        let line = found(context, self.line)?;
        let like = found(context, self.like)?;
        if line.id == like.id {
            return Err(DoubledRefusal::Itself.into());
        }
        if (line.account, line.amount_minor) != (like.account, like.amount_minor) {
            return Err(DoubledRefusal::Differs.into());
        }
        let title = line.title().to_owned();
        let was = records::doubtful_that_became(&mut context.tx, line.id, line.account, line.booked_on)?;
        take_out(context, &line)?;
        let doubtful = match was {
            Some(doubtful) => {
                records::set_doubtful_state(&mut context.tx, doubtful, "dropped", None)?;
                doubtful
            }
            // From here on the line is what it should have been: one that was asked about, and dropped.
            None => {
                let doubtful = context.tx.next_id()?;
                records::insert_doubtful(&mut context.tx, &[dropped(doubtful, like.id, &line)])?;
                records::count_as_doubtful(&mut context.tx, line.statement)?;
                doubtful
            }
        };
        // What was the other side of a transfer waits again.
        settle(context, &[(line.booked_on, line.amount_minor)])?;
        Ok(DoubledDropped { doubtful, title })
    }

    fn sentence(&self, outcome: &DoubledDropped) -> String {
        t!("Dropped {line}, which was here twice.", line = outcome.title)
    }

    fn undo(&self, outcome: &DoubledDropped) -> Undo {
        Undo::Compensating {
            command: DecideDoubtful::NAME,
            input: json!({ "lines": [outcome.doubtful], "decision": "add" }),
        }
    }
}

fn found(context: &mut Context, id: i64) -> Result<BankLine, Failure> {
    Ok(records::line(&mut context.tx, id)?.ok_or(DoubledRefusal::NoSuchLine(id))?)
}

/// The line as it stands among the dropped ones, with all its statement said: it can come back.
fn dropped(id: i64, similar_line: i64, line: &BankLine) -> DoubtfulLine {
    DoubtfulLine {
        id,
        statement: line.statement,
        account: line.account,
        similar_line,
        booked_on: line.booked_on,
        amount_minor: line.amount_minor,
        text: line.text.clone(),
        counterparty: line.counterparty.clone(),
        counterparty_account: line.counterparty_account.clone(),
        reference: line.reference.clone(),
        bank_id: line.bank_id.clone(),
        fingerprint: line.fingerprint.clone(),
        state: "dropped".into(),
        line: None,
        fee_minor: line.fee_minor,
        marketplace_tax_minor: line.marketplace_tax_minor,
        batch: line.batch.clone(),
        kind: String::new(),
    }
}
