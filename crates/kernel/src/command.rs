use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Context, Failure};

/// How a write is taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// By a command that restores the state before.
    Exact {
        /// Its name.
        command: &'static str,
        /// Its input.
        input: Value,
    },
    /// By an act that stands beside the first: a reversal, a credit note, a cancellation.
    Compensating {
        /// The command's name.
        command: &'static str,
        /// Its input.
        input: Value,
    },
    /// Not at all, for this reason.
    None {
        /// One sentence.
        reason: String,
    },
}

/// Which of the three it is, for lists and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UndoKind {
    /// See [`Undo::Exact`].
    Exact,
    /// See [`Undo::Compensating`].
    Compensating,
    /// See [`Undo::None`].
    None,
}

/// A write: a typed input that checks itself against the books and is applied whole or not at all.
///
/// Inside `perform`, time, ids and randomness come from the context alone. A command that calls another performs it
/// directly; both share actor, transaction and log entry.
pub trait Command: Serialize + DeserializeOwned + JsonSchema + Send + 'static {
    /// Its name in the CLI, the API and the log: a verb and a noun, `post-entry`.
    const NAME: &'static str;
    /// Which way it is taken back.
    const UNDO: UndoKind;
    /// The codes of its own refusals.
    const REFUSALS: &'static [&'static str];
    /// What it answers.
    type Outcome: Serialize + JsonSchema;

    /// What it does, in one sentence.
    fn about() -> String;
    /// Checks and applies it.
    fn perform(&self, context: &mut Context) -> Result<Self::Outcome, Failure>;
    /// What was done, as the owner would say it: the log's sentence and the toast's.
    fn sentence(&self, outcome: &Self::Outcome) -> String;
    /// How to take it back.
    fn undo(&self, outcome: &Self::Outcome) -> Undo;
    /// The input as the log keeps it; a command that takes a file keeps its digest instead.
    fn for_the_log(&self) -> Value {
        serde_json::to_value(self).unwrap_or(Value::Null)
    }
}
