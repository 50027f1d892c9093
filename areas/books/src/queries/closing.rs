//! The months of the books: closed, open, and what the next one to close still lacks.

use jiff::civil::Date;
use kernel::{
    Context, Failure, Query,
    slots::{CloseProblem, CloseWeight},
};
use ledger::Month;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    closing, journal, records,
    rules::closing::{NotClosable, may_close, next_to_close},
};

/// The list of checks of a month.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MonthClose {
    /// The month; the one to close next when absent.
    pub month: Option<Month>,
}

/// A month held against its checks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthCloseAnswer {
    /// The month.
    pub month: Month,
    /// How it stands.
    pub state: MonthState,
    /// Whether it can be closed now, warnings accepted.
    pub may_close: bool,
    /// The month that has to be closed first, where that is another.
    pub first_close: Option<Month>,
    /// The checks, those that must pass first.
    pub checks: Vec<CheckState>,
    /// The last month that takes no entry.
    pub locked_through: Option<Month>,
}

/// How a month stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MonthState {
    /// It takes no entry.
    Closed,
    /// It is over and takes entries.
    Open,
    /// It is not over.
    Running,
}

/// A check and what it found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckState {
    /// Its name.
    pub name: String,
    /// What holds when it passes.
    pub about: String,
    /// Whether it must pass.
    pub weight: CloseWeight,
    /// What is wrong; nothing when it passes.
    pub problem: Option<CloseProblem>,
}

/// Runs every check of the close on a month, those that must pass first.
pub(crate) fn run_checks(context: &mut Context, month: Month) -> Result<Vec<CheckState>, Failure> {
    let registry = context.registry();
    let mut states = Vec::new();
    for check in registry.areas.iter().flat_map(|area| &area.close) {
        let problem = (check.run)(context, month)?;
        states.push(CheckState { name: check.name.into(), about: (check.about)(), weight: check.weight, problem });
    }
    states.sort_by_key(|state| state.weight == CloseWeight::Warning);
    Ok(states)
}

fn state_of(month: Month, locked_through: Option<Month>, today: Date) -> MonthState {
    if locked_through.is_some_and(|locked| month <= locked) {
        MonthState::Closed
    } else if month.last() < today {
        MonthState::Open
    } else {
        MonthState::Running
    }
}

impl Query for MonthClose {
    const NAME: &'static str = "month-close";
    type Answer = MonthCloseAnswer;

    fn about() -> String {
        t!("What a month still lacks before it can be closed.")
    }

    fn answer(&self, context: &mut Context) -> Result<MonthCloseAnswer, Failure> {
        journal::flush(context)?;
        let locked_through = closing::locked_through(context)?;
        let month = self.month.unwrap_or_else(|| next_to_close(locked_through, context.today));
        let allowed = may_close(month, locked_through, context.today);
        let checks = run_checks(context, month)?;
        let failing = checks.iter().any(|check| check.weight == CloseWeight::Must && check.problem.is_some());
        Ok(MonthCloseAnswer {
            month,
            state: state_of(month, locked_through, context.today),
            may_close: allowed.is_ok() && !failing,
            first_close: match allowed {
                Err(NotClosable::NextIs(first)) => Some(first),
                _ => None,
            },
            checks,
            locked_through,
        })
    }
}

/// The months of the books, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ClosedMonths {
    /// How many; 24 when absent, at most 600.
    pub limit: Option<i64>,
}

/// The months, and what was closed and opened again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClosedMonthsAnswer {
    /// The last month that takes no entry.
    pub locked_through: Option<Month>,
    /// The first day that takes entries; none while nothing is locked.
    pub first_open_day: Option<Date>,
    /// The month to close next.
    pub next: Month,
    /// The months, newest first.
    pub months: Vec<MonthLine>,
    /// The months that were opened again, newest first.
    pub opened_again: Vec<OpenedAgain>,
}

/// A month of the books.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthLine {
    /// The month.
    pub month: Month,
    /// How it stands.
    pub state: MonthState,
    /// When it was closed; absent where it was locked with a later month.
    pub closed_on: Option<Date>,
    /// What the owner noted at the close.
    pub note: String,
    /// The warnings that were accepted.
    pub accepted: Vec<String>,
}

/// A month that was closed and opened again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenedAgain {
    /// The month.
    pub month: Month,
    /// When it was closed.
    pub closed_on: Date,
    /// When it was opened again.
    pub opened_on: Date,
    /// Why.
    pub reason: String,
}

impl Query for ClosedMonths {
    const NAME: &'static str = "closed-months";
    type Answer = ClosedMonthsAnswer;

    fn about() -> String {
        t!("The months of the books: which are closed, and which were opened again and why.")
    }

    fn answer(&self, context: &mut Context) -> Result<ClosedMonthsAnswer, Failure> {
        journal::flush(context)?;
        let locked_through = closing::locked_through(context)?;
        let closings = records::closings(&mut context.tx)?;
        let running = Month::of(context.today);
        let first = records::first_month(&mut context.tx)?.unwrap_or(running).min(running);
        let limit = usize::try_from(self.limit.unwrap_or(24).clamp(1, 600)).unwrap_or(24);
        let line = |month: Month| {
            let closing = closings.iter().find(|one| one.month == month && one.opened_on.is_none());
            let accepted = closing.map_or("", |one| one.accepted.as_str());
            MonthLine {
                month,
                state: state_of(month, locked_through, context.today),
                closed_on: closing.map(|one| one.closed_on),
                note: closing.map_or_else(String::new, |one| one.note.clone()),
                accepted: accepted.split_whitespace().map(str::to_owned).collect(),
            }
        };
        let back = std::iter::successors(Some(running), |month| {
            let before = month.plus(-1);
            (before < *month && before >= first).then_some(before)
        });
        let months = back.take(limit).map(line).collect();
        let opened_again = closings
            .iter()
            .filter_map(|one| {
                let (month, closed_on, opened_on) = (one.month, one.closed_on, one.opened_on?);
                Some(OpenedAgain { month, closed_on, opened_on, reason: one.reason.clone() })
            })
            .collect();
        Ok(ClosedMonthsAnswer {
            locked_through,
            first_open_day: locked_through.map(|locked| locked.plus(1).first()),
            next: next_to_close(locked_through, context.today),
            months,
            opened_again,
        })
    }
}
