//! Lines that may be here already: the owner's word.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{taking::store_lines, withdraw::take_out};
use crate::{
    desk::Desk,
    line::{DoubtfulLine, RawLine},
    records,
};

/// What the owner says of a doubtful line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DoubtDecision {
    /// It is another line: add it.
    Add,
    /// It is the same line: drop it.
    Drop,
}

/// Decides about lines that may be here already.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideDoubtful {
    /// The doubtful lines.
    pub lines: Vec<i64>,
    /// Add them, or drop them as the same.
    pub decision: DoubtDecision,
}

/// Doubtful lines that were decided, or opened again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DoubtfulDecided {
    /// The doubtful lines.
    pub lines: Vec<i64>,
    /// The bank lines that were added.
    pub added: Vec<i64>,
}

/// Why a doubtful line is not decided.
#[derive(Debug)]
enum DoubtRefusal {
    NoSuchLine(i64),
    Decided(i64),
    Open(i64),
    NoLines,
}

const REFUSALS: &[&str] = &["no-such-doubtful-line", "doubt-is-decided", "doubt-is-open", "no-lines"];

impl Refusal for DoubtRefusal {
    fn code(&self) -> &'static str {
        match self {
            DoubtRefusal::NoSuchLine(_) => "no-such-doubtful-line",
            DoubtRefusal::Decided(_) => "doubt-is-decided",
            DoubtRefusal::Open(_) => "doubt-is-open",
            DoubtRefusal::NoLines => "no-lines",
        }
    }

    fn sentence(&self) -> String {
        match self {
            DoubtRefusal::NoSuchLine(line) => t!("There is no doubtful line {line}.", line = line),
            DoubtRefusal::Decided(line) => t!("Line {line} was decided already.", line = line),
            DoubtRefusal::Open(line) => t!("Line {line} is not decided yet.", line = line),
            DoubtRefusal::NoLines => t!("Choose at least one line."),
        }
    }

    fn field(&self) -> Option<String> {
        Some("lines".into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            DoubtRefusal::NoSuchLine(_) => RefusalKind::NotFound,
            DoubtRefusal::NoLines => RefusalKind::Invalid,
            _ => RefusalKind::Conflict,
        }
    }
}

fn doubtful(context: &mut Context, id: i64) -> Result<DoubtfulLine, Failure> {
    Ok(records::doubtful_line(&mut context.tx, id)?.ok_or(DoubtRefusal::NoSuchLine(id))?)
}

fn chosen(lines: &[i64]) -> Result<Vec<i64>, DoubtRefusal> {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    lines.dedup();
    if lines.is_empty() { Err(DoubtRefusal::NoLines) } else { Ok(lines) }
}

impl Command for DecideDoubtful {
    const NAME: &'static str = "decide-doubtful";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = DoubtfulDecided;

    fn about() -> String {
        t!("Say whether lines that may be here already are others, or the same.")
    }

    fn perform(&self, context: &mut Context) -> Result<DoubtfulDecided, Failure> {
        let lines = chosen(&self.lines)?;
        let mut desk = Desk::open(context)?;
        let mut filed = Vec::new();
        for id in &lines {
            let one = doubtful(context, *id)?;
            // What was dropped can still be added: it is in no entry.
            let comes_back = one.state == "dropped" && self.decision == DoubtDecision::Add;
            if one.state != "open" && !comes_back {
                return Err(DoubtRefusal::Decided(*id).into());
            }
            match self.decision {
                DoubtDecision::Add => {
                    let line = desk.file(context, RawLine::from(&one), one.statement)?;
                    records::set_doubtful_state(&mut context.tx, *id, "added", Some(line.id))?;
                    filed.push(line);
                }
                DoubtDecision::Drop => records::set_doubtful_state(&mut context.tx, *id, "dropped", None)?,
            }
        }
        store_lines(context, &mut filed)?;
        Ok(DoubtfulDecided { lines, added: filed.into_iter().map(|line| line.id).collect() })
    }

    fn sentence(&self, outcome: &DoubtfulDecided) -> String {
        match self.decision {
            DoubtDecision::Add => tn!(outcome.lines.len(), "Added {count} line.", "Added {count} lines."),
            DoubtDecision::Drop => {
                tn!(
                    outcome.lines.len(),
                    "Dropped {count} line that was here already.",
                    "Dropped {count} lines that were here already."
                )
            }
        }
    }

    fn undo(&self, outcome: &DoubtfulDecided) -> Undo {
        Undo::Compensating { command: ReopenDoubtful::NAME, input: json!({ "lines": outcome.lines }) }
    }
}

/// Takes back what was said about doubtful lines: they are asked about again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenDoubtful {
    /// The doubtful lines.
    pub lines: Vec<i64>,
}

impl Command for ReopenDoubtful {
    const NAME: &'static str = "reopen-doubtful";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = DoubtfulDecided;

    fn about() -> String {
        t!("Ask again about lines that may be here already.")
    }

    fn perform(&self, context: &mut Context) -> Result<DoubtfulDecided, Failure> {
        let lines = chosen(&self.lines)?;
        for id in &lines {
            let one = doubtful(context, *id)?;
            if one.state == "open" {
                return Err(DoubtRefusal::Open(*id).into());
            }
            if let Some(added) = one.line
                && let Some(line) = records::line(&mut context.tx, added)?
            {
                take_out(context, &line)?;
            }
            records::set_doubtful_state(&mut context.tx, *id, "open", None)?;
        }
        Ok(DoubtfulDecided { lines, added: Vec::new() })
    }

    fn sentence(&self, outcome: &DoubtfulDecided) -> String {
        tn!(outcome.lines.len(), "{count} line is asked about again.", "{count} lines are asked about again.")
    }

    fn undo(&self, _: &DoubtfulDecided) -> Undo {
        Undo::None { reason: t!("Decide about the lines again.") }
    }
}
