//! The queue: the lines that wait for a decision.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, Names, place, place_text};
use crate::{line::LineState, records};

/// The lines that wait for a decision, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ToSort {
    /// Lines before this place, as the answer before gave it.
    pub before: Option<String>,
    /// How many; 50 when absent, at most 500.
    pub limit: Option<i64>,
}

/// The queue.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ToSortAnswer {
    /// How many lines wait in all.
    pub count: i64,
    /// What they sum to.
    pub sum_minor: i64,
    /// How many lines the last file brought.
    pub last_lines: i64,
    /// How many of those sorted themselves.
    pub last_sorted: i64,
    /// How many of those were booked by what was learned, and not by a rule.
    pub last_learned: i64,
    /// When the last file came in.
    pub last_on: Option<Date>,
    /// How many lines may be here already and wait for the owner's word.
    pub doubtful: i64,
    /// The lines.
    pub lines: Vec<LineView>,
    /// What to give as `before` for older lines; absent at the end.
    pub older: Option<String>,
}

impl Query for ToSort {
    const NAME: &'static str = "to-sort";
    type Answer = ToSortAnswer;

    fn about() -> String {
        t!("The bank lines that wait for your decision, with what is suggested and why.")
    }

    fn answer(&self, context: &mut Context) -> Result<ToSortAnswer, Failure> {
        let limit = self.limit.unwrap_or(50).clamp(1, 500);
        let (count, sum_minor) = records::count_in_state(&mut context.tx, LineState::ToSort)?;
        let doubtful = records::count_doubtful(&mut context.tx)?;
        let last = records::newest_statements(&mut context.tx, i64::MAX, 20)?
            .into_iter()
            .find(|row| row.withdrawn_on.is_none());
        let (mut last_lines, mut last_sorted, mut last_learned) = (0, 0, 0);
        if let Some(last) = &last {
            for row in records::statements_of_import(&mut context.tx, last.import)? {
                last_lines += row.new_lines;
                last_sorted += row.new_lines - row.to_sort_lines;
                last_learned += records::count_learned(&mut context.tx, row.id)?;
            }
        }
        let mut rows =
            records::lines_in_state(&mut context.tx, LineState::ToSort, place(self.before.as_deref()), limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let older = rows.last().filter(|_| more).map(|row| place_text(row.booked_on, row.id));
        let mut names = Names::read(context, !rows.is_empty())?;
        names.look_for_pairs(context, &rows)?;
        let lines = rows.iter().map(|row| names.line(row)).collect();
        Ok(ToSortAnswer {
            count,
            sum_minor,
            last_lines,
            last_sorted,
            last_learned,
            last_on: last.map(|row| row.imported_on),
            doubtful,
            lines,
            older,
        })
    }
}
