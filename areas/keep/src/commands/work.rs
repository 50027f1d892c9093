//! Work that ended badly while nobody was watching waits here until the owner has seen it.

use kernel::{Actor, Command, Context, Failure, RefusalKind, Refused, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::records::{self, FailedRow};

/// Notes work that ended without being done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteWork {
    /// What was to be done.
    pub what: String,
    /// Why it was not done.
    pub why: String,
}

/// A note.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Noted {
    /// Its number.
    pub note: i64,
}

impl Command for NoteWork {
    const NAME: &'static str = "note-work";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = &["only-program"];
    type Outcome = Noted;

    fn about() -> String {
        t!("Note work that ended without being done.")
    }

    fn perform(&self, context: &mut Context) -> Result<Noted, Failure> {
        if context.actor != Actor::Job {
            let sentence = t!("Only the program itself notes its work.");
            return Err(Refused::new("only-program", RefusalKind::Forbidden, sentence).into());
        }
        let id = context.tx.next_id()?;
        let failed_at = context.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let row = FailedRow { id, failed_at, what: self.what.clone(), why: self.why.clone() };
        records::insert_failed(&mut context.tx, &row)?;
        Ok(Noted { note: id })
    }

    fn sentence(&self, _: &Noted) -> String {
        t!("Not done: {what} {why}", what = self.what, why = self.why)
    }

    fn undo(&self, outcome: &Noted) -> Undo {
        Undo::Exact { command: DismissWork::NAME, input: serde_json::json!({ "note": outcome.note }) }
    }
}

/// Takes a note of work that was not done off the list.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissWork {
    /// The note.
    pub note: i64,
}

impl Command for DismissWork {
    const NAME: &'static str = "dismiss-work";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["no-such-note"];
    type Outcome = Noted;

    fn about() -> String {
        t!("Take a note of work that was not done off the list.")
    }

    fn perform(&self, context: &mut Context) -> Result<Noted, Failure> {
        if records::delete_failed(&mut context.tx, self.note)? == 0 {
            let sentence = t!("There is no such note.");
            return Err(Refused::new("no-such-note", RefusalKind::NotFound, sentence).into());
        }
        Ok(Noted { note: self.note })
    }

    fn sentence(&self, _: &Noted) -> String {
        t!("Seen, and off the list.")
    }

    fn undo(&self, _: &Noted) -> Undo {
        Undo::None { reason: t!("What was not done is still in the log.") }
    }
}
