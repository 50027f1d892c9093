//! Closing a month, and opening the last closed one again.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind, slots::CloseWeight};
use ledger::Month;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    closing, journal,
    queries::{CheckState, run_checks},
    records::{self, Closing},
    rules::closing::{NotClosable, may_close, next_to_close},
};

/// Why a month is not closed, or not opened again.
#[derive(Debug)]
enum ClosingRefusal {
    NotEnded(Month),
    ClosedAlready(Month),
    NextIs(Month),
    ChecksFail { month: Month, problems: Vec<String> },
    NoteNeeded { warnings: Vec<String> },
    NothingClosed,
    NotTheLast { last: Month },
    ReasonNeeded,
    TooLong { field: &'static str },
}

const REFUSALS: &[&str] = &[
    "month-has-not-ended",
    "month-is-closed",
    "months-close-in-order",
    "checks-fail",
    "warnings-need-a-note",
    "no-month-is-closed",
    "not-the-last-closed-month",
    "reason-is-missing",
    "text-is-too-long",
];

impl Refusal for ClosingRefusal {
    fn code(&self) -> &'static str {
        match self {
            ClosingRefusal::NotEnded(_) => "month-has-not-ended",
            ClosingRefusal::ClosedAlready(_) => "month-is-closed",
            ClosingRefusal::NextIs(_) => "months-close-in-order",
            ClosingRefusal::ChecksFail { .. } => "checks-fail",
            ClosingRefusal::NoteNeeded { .. } => "warnings-need-a-note",
            ClosingRefusal::NothingClosed => "no-month-is-closed",
            ClosingRefusal::NotTheLast { .. } => "not-the-last-closed-month",
            ClosingRefusal::ReasonNeeded => "reason-is-missing",
            ClosingRefusal::TooLong { .. } => "text-is-too-long",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ClosingRefusal::NotEnded(month) => t!("{month} is not over yet.", month = fmt::month(month.first())),
            ClosingRefusal::ClosedAlready(month) => {
                t!("{month} is closed already.", month = fmt::month(month.first()))
            }
            ClosingRefusal::NextIs(month) => {
                t!("Months close in order, and {month} is next.", month = fmt::month(month.first()))
            }
            ClosingRefusal::ChecksFail { month, problems } => {
                let problems = problems.join(" ");
                t!("{month} cannot be closed yet. {problems}", month = fmt::month(month.first()), problems = problems)
            }
            ClosingRefusal::NoteNeeded { warnings } => {
                t!("Say in a note why you accept this: {warnings}", warnings = warnings.join(" "))
            }
            ClosingRefusal::NothingClosed => t!("No month is closed."),
            ClosingRefusal::NotTheLast { last } => {
                t!("Only the last closed month can be opened again: {month}.", month = fmt::month(last.first()))
            }
            ClosingRefusal::ReasonNeeded => t!("Say why the month is opened again; the reason is kept."),
            ClosingRefusal::TooLong { .. } => t!("The text is longer than 2,000 characters."),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ClosingRefusal::NoteNeeded { .. } => "note",
                ClosingRefusal::ReasonNeeded => "reason",
                ClosingRefusal::TooLong { field } => field,
                _ => "month",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            ClosingRefusal::NoteNeeded { .. } | ClosingRefusal::ReasonNeeded | ClosingRefusal::TooLong { .. } => {
                RefusalKind::Invalid
            }
            _ => RefusalKind::Conflict,
        }
    }
}

fn text(text: &str, field: &'static str) -> Result<String, ClosingRefusal> {
    let text: String = text.trim().chars().filter(|letter| *letter != '\0').collect();
    if text.chars().nth(2_000).is_some() { Err(ClosingRefusal::TooLong { field }) } else { Ok(text) }
}

/// Closes a month: it takes no more entries.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CloseMonth {
    /// The month; the one to close next when absent.
    pub month: Option<Month>,
    /// A note that is kept with the close. It is needed where a warning is accepted.
    pub note: String,
}

/// A month that was closed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthClosed {
    /// The month.
    pub month: Month,
    /// The warnings that were accepted.
    pub accepted: Vec<String>,
}

impl Command for CloseMonth {
    const NAME: &'static str = "close-month";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = MonthClosed;

    fn about() -> String {
        t!("Close a month against its list of checks: it takes no more entries.")
    }

    fn perform(&self, context: &mut Context) -> Result<MonthClosed, Failure> {
        journal::flush(context)?;
        let note = text(&self.note, "note")?;
        let locked_through = closing::locked_through(context)?;
        let month = self.month.unwrap_or_else(|| next_to_close(locked_through, context.today));
        may_close(month, locked_through, context.today).map_err(|why| match why {
            NotClosable::ClosedAlready => ClosingRefusal::ClosedAlready(month),
            NotClosable::NextIs(next) => ClosingRefusal::NextIs(next),
            NotClosable::NotEnded => ClosingRefusal::NotEnded(month),
        })?;
        let checks = run_checks(context, month)?;
        let problems = sentences(&checks, CloseWeight::Must);
        if !problems.is_empty() {
            return Err(ClosingRefusal::ChecksFail { month, problems }.into());
        }
        let warnings = sentences(&checks, CloseWeight::Warning);
        if !warnings.is_empty() && note.is_empty() {
            return Err(ClosingRefusal::NoteNeeded { warnings }.into());
        }
        let failing = checks.into_iter().filter(|check| check.problem.is_some());
        let accepted: Vec<String> = failing.map(|check| check.name).collect();
        let id = context.tx.next_id()?;
        let closed_on = context.today;
        let row = Closing {
            id,
            month,
            closed_on,
            note,
            accepted: accepted.join(" "),
            opened_on: None,
            reason: String::new(),
        };
        records::insert_closing(&mut context.tx, &row)?;
        closing::forget(context);
        Ok(MonthClosed { month, accepted })
    }

    fn sentence(&self, outcome: &MonthClosed) -> String {
        t!("Closed {month}.", month = fmt::month(outcome.month.first()))
    }

    fn undo(&self, outcome: &MonthClosed) -> Undo {
        let reason = t!("The close was taken back.");
        Undo::Compensating { command: OpenMonth::NAME, input: json!({ "month": outcome.month, "reason": reason }) }
    }
}

fn sentences(checks: &[CheckState], weight: CloseWeight) -> Vec<String> {
    let of_weight = checks.iter().filter(|check| check.weight == weight);
    of_weight.filter_map(|check| check.problem.as_ref()).map(|problem| problem.sentence.clone()).collect()
}

/// Opens the last closed month again; the reason is kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenMonth {
    /// The month; the last that is closed when absent.
    #[serde(default)]
    pub month: Option<Month>,
    /// Why.
    pub reason: String,
}

/// A month that was opened again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthOpened {
    /// The month.
    pub month: Month,
    /// What was noted at its close.
    pub note: String,
}

impl Command for OpenMonth {
    const NAME: &'static str = "open-month";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = MonthOpened;

    fn about() -> String {
        t!("Open the last closed month again, with the reason.")
    }

    fn perform(&self, context: &mut Context) -> Result<MonthOpened, Failure> {
        journal::flush(context)?;
        let reason = text(&self.reason, "reason")?;
        if reason.is_empty() {
            return Err(ClosingRefusal::ReasonNeeded.into());
        }
        let last = records::closings(&mut context.tx)?
            .into_iter()
            .filter(|closing| closing.opened_on.is_none())
            .max_by_key(|closing| closing.month)
            .ok_or(ClosingRefusal::NothingClosed)?;
        if self.month.is_some_and(|month| month != last.month) {
            return Err(ClosingRefusal::NotTheLast { last: last.month }.into());
        }
        let today = context.today;
        records::open_again(&mut context.tx, last.id, today, &reason)?;
        closing::forget(context);
        Ok(MonthOpened { month: last.month, note: last.note })
    }

    fn sentence(&self, outcome: &MonthOpened) -> String {
        t!("Opened {month} again.", month = fmt::month(outcome.month.first()))
    }

    fn undo(&self, outcome: &MonthOpened) -> Undo {
        let input = json!({ "month": outcome.month, "note": outcome.note });
        Undo::Compensating { command: CloseMonth::NAME, input }
    }
}
