//! The activity log: one line for each command, with who, when and a sentence the owner would say.

use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Context, Failure, Query, records};

/// The newest lines of the log.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ActivityLog {
    /// Lines older than this one (its id); the newest when absent.
    pub before: Option<i64>,
    /// How many, 50 when absent, at most 500.
    pub limit: Option<i64>,
}

/// Lines of the log, newest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActivityPage {
    /// The lines.
    pub lines: Vec<ActivityLine>,
    /// What to give as `before` for older ones; absent at the end.
    pub older: Option<i64>,
}

/// One line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ActivityLine {
    /// Its id.
    pub id: i64,
    /// When, an instant in UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// Which command.
    pub command: String,
    /// What was done.
    pub sentence: String,
    /// Whether `undo` takes it back.
    pub can_undo: bool,
    /// Whether it was taken back.
    pub undone: bool,
    /// Why it cannot be taken back, where it cannot.
    pub undo_note: Option<String>,
}

impl Query for ActivityLog {
    const NAME: &'static str = "activity";
    type Answer = ActivityPage;

    fn about() -> String {
        t!("What was done, by whom and when.")
    }

    fn answer(&self, context: &mut Context) -> Result<ActivityPage, Failure> {
        let limit = self.limit.unwrap_or(50).clamp(1, 500);
        let mut lines: Vec<ActivityLine> =
            records::activity_lines(&mut context.tx, self.before.unwrap_or(i64::MAX), limit + 1)?
                .into_iter()
                .map(|line| ActivityLine {
                    id: line.id,
                    at: line.at,
                    actor: line.actor,
                    command: line.command,
                    sentence: line.sentence,
                    can_undo: line.undo_command.is_some() && line.undone_by.is_none(),
                    undone: line.undone_by.is_some(),
                    undo_note: line.undo_note,
                })
                .collect();
        let more = lines.len() as i64 > limit;
        lines.truncate(limit as usize);
        Ok(ActivityPage { older: if more { lines.last().map(|line| line.id) } else { None }, lines })
    }
}
