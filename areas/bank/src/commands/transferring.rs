//! The owner's decision that a line is one side of a transfer between own accounts.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    refusals::{SORT_REFUSALS, SortRefusal},
    sorting::{SortedLine, before, decide, line_of, undo_of},
};
use crate::{place::Place, records};

/// Says that a line is one side of a transfer between own accounts: a card's bill, a payout, savings.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortAsTransfer {
    /// The line.
    pub line: i64,
    /// The account on the other side, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// The line it was paired with before, which is its other side again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_with: Option<i64>,
}

impl Command for SortAsTransfer {
    const NAME: &'static str = "sort-as-transfer";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = SortedLine;

    fn about() -> String {
        t!("Say that a bank line went to or came from another account of your own.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLine, Failure> {
        let line = line_of(context, self.line)?;
        let into = match self.account {
            Some(other) => {
                let other = books::account(context, other)?.clone();
                if other.id == line.account {
                    return Err(SortRefusal::SameAccount.into());
                }
                if !other.kind.has_statements() || !other.role.is_empty() {
                    return Err(SortRefusal::NotOwnAccount(other.name).into());
                }
                other.name
            }
            None => t!("another account"),
        };
        let before = before(context, &line)?;
        if let Some(other) = self.again_with {
            records::delete_pair_word(&mut context.tx, (self.line.min(other), self.line.max(other)))?;
        }
        let line = decide(context, vec![(line, Place::Transfer(self.account))])?.swap_remove(0);
        let (title, entry) = (line.title().to_owned(), line.decision_entry);
        Ok(SortedLine { line: line.id, title, into, entry, before, rule: None, also: Vec::new(), parted: None })
    }

    fn sentence(&self, outcome: &SortedLine) -> String {
        t!("{line} is a transfer with {account}.", line = outcome.title, account = outcome.into)
    }

    fn undo(&self, outcome: &SortedLine) -> Undo {
        undo_of(self.line, &outcome.before)
    }
}
