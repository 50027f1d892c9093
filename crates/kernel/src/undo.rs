use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, value::RawValue};

use crate::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind, records};

/// Takes back what a line of the log did, in the way its command declares.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoActivity {
    /// The line of the log.
    pub activity: i64,
}

/// What was undone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Undone {
    /// The line of the log that was taken back.
    pub activity: i64,
    /// The command that took it back.
    pub by: String,
    /// What that command said.
    pub sentence: String,
}

/// Why a line is not undone.
#[derive(Debug)]
enum UndoRefusal {
    NoSuchLine(i64),
    AlreadyUndone,
    NotUndoable(String),
}

impl Refusal for UndoRefusal {
    fn code(&self) -> &'static str {
        match self {
            UndoRefusal::NoSuchLine(_) => "no-such-activity",
            UndoRefusal::AlreadyUndone => "already-undone",
            UndoRefusal::NotUndoable(_) => "not-undoable",
        }
    }

    fn sentence(&self) -> String {
        match self {
            UndoRefusal::NoSuchLine(id) => t!("The log has no line {id}.", id = id),
            UndoRefusal::AlreadyUndone => t!("That was undone already."),
            UndoRefusal::NotUndoable(reason) => reason.clone(),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            UndoRefusal::NoSuchLine(_) => RefusalKind::NotFound,
            _ => RefusalKind::Conflict,
        }
    }
}

impl Command for UndoActivity {
    const NAME: &'static str = "undo";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["no-such-activity", "already-undone", "not-undoable"];
    type Outcome = Undone;

    fn about() -> String {
        t!("Take back what a line of the log did.")
    }

    fn perform(&self, context: &mut Context) -> Result<Undone, Failure> {
        let line =
            records::activity_line(&mut context.tx, self.activity)?.ok_or(UndoRefusal::NoSuchLine(self.activity))?;
        if line.undone_by.is_some() {
            return Err(UndoRefusal::AlreadyUndone.into());
        }
        let (Some(command), Some(input)) = (line.undo_command, line.undo_input) else {
            let reason = line.undo_note.unwrap_or_else(|| t!("That cannot be undone."));
            return Err(UndoRefusal::NotUndoable(reason).into());
        };
        let registry = context.registry();
        let entry = registry.command(&command)?;
        // Who may undo does not gain by it what they may not do.
        registry.allow_command(&context.actor, &command)?;
        let input = RawValue::from_string(input)
            .map_err(|_| UndoRefusal::NotUndoable(t!("What would undo it can no longer be read.")))?;
        let performed = (entry.perform)(context, &input)?;
        let by = context.tx.next_id()?;
        records::insert_undone(&mut context.tx, self.activity, by)?;
        Ok(Undone { activity: self.activity, by: command, sentence: performed.sentence })
    }

    fn sentence(&self, outcome: &Undone) -> String {
        t!("Undone: {sentence}", sentence = outcome.sentence)
    }

    fn undo(&self, _: &Undone) -> Undo {
        Undo::None { reason: t!("What was undone is done again by doing it again.") }
    }

    fn for_the_log(&self) -> Value {
        serde_json::json!({ "activity": self.activity })
    }
}
