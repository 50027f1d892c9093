//! Lines are put back: into the queue, or to what a rule or a lesson had made of them.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use serde_json::json;

use super::{
    pairing::{ForgetPair, PairLines},
    refusals::SORT_REFUSALS,
    rule,
    sorting::{Before, SortedLine, SortedLines, before, chosen_lines, line_of, settled, undo_of},
};
use crate::{
    line::{BY_NONE, BY_PAIR, BY_RULE, BankLine},
    moving::{Lessons, Move, first_place, move_lines},
    place::{Place, place_by_rule, roles},
    records,
};

/// Puts a line back into the queue.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsortLine {
    /// The line.
    pub line: i64,
    /// Back to what a rule or a lesson had made of it, where one had, instead of into the queue.
    #[serde(default)]
    pub to_rule: bool,
    /// A decision is taken back, which is no word about its other side: the two may be found to be a pair again.
    #[serde(default)]
    pub undoing: bool,
    /// The line it was paired with before, which is its other side again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again_with: Option<i64>,
}

/// The pair that a line was taken out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Parted {
    /// The line on the other account.
    pub other: i64,
    /// Whether the line was a transfer only because the other was found.
    pub found: bool,
    /// Whether the owner had confirmed the pair.
    pub confirmed: bool,
}

/// Whoever puts one side of a transfer back says that the two are none, or they would be found again at once.
fn part(context: &mut Context, id: i64) -> Result<Option<Parted>, Failure> {
    let line = line_of(context, id)?;
    let Some(other) = line.pair else { return Ok(None) };
    let key = (id.min(other), id.max(other));
    let confirmed = records::pair_words(&mut context.tx)?.contains(&(key.0, key.1, true));
    records::write_pair_word(&mut context.tx, key, false)?;
    Ok(Some(Parted { other, found: line.decided_by == BY_PAIR, confirmed }))
}

/// Puts lines back where they were before the owner spoke, or into the queue.
fn put_back(context: &mut Context, ids: &[i64], to_rule: bool) -> Result<Vec<(BankLine, Before)>, Failure> {
    let roles = roles(context)?;
    let mut lessons = Lessons::default();
    let (mut moves, mut befores) = (Vec::with_capacity(ids.len()), Vec::with_capacity(ids.len()));
    for line in chosen_lines(context, ids)? {
        befores.push(before(context, &line)?);
        lessons.forget(context, &line)?;
        let first = first_place(&line, &roles);
        let ruled = if to_rule && first == Place::ToSort { again_by_rule(context, &line)? } else { None };
        let (place, by) = match ruled {
            Some(place) => (place, BY_RULE.into()),
            None if to_rule && first != Place::ToSort => (first, line.first_by.clone()),
            None => (Place::ToSort, BY_NONE.into()),
        };
        moves.push(Move { line, place, by });
    }
    lessons.write(context)?;
    let moved = move_lines(context, moves)?;
    Ok(settled(context, moved)?.into_iter().zip(befores).collect())
}

/// Where the rule that had decided a line puts it, where there still is one.
fn again_by_rule(context: &mut Context, line: &BankLine) -> Result<Option<Place>, Failure> {
    let Some(id) = line.rule else { return Ok(None) };
    match records::sorting_rules(&mut context.tx)?.into_iter().find(|rule| rule.id == id) {
        Some(rule) => place_by_rule(context, &rule, line.account, line.decided_minor(), line.booked_on),
        None => Ok(None),
    }
}

impl Command for UnsortLine {
    const NAME: &'static str = "unsort-line";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = SortedLine;

    fn about() -> String {
        t!("Put a bank line back into the queue.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLine, Failure> {
        let parted = if self.undoing || self.to_rule { None } else { part(context, self.line)? };
        if let Some(other) = self.again_with {
            records::delete_pair_word(&mut context.tx, (self.line.min(other), self.line.max(other)))?;
        }
        let (line, before) = put_back(context, &[self.line], self.to_rule)?.swap_remove(0);
        let (title, entry) = (line.title().to_owned(), line.decision_entry);
        let into = t!("To sort");
        Ok(SortedLine { line: line.id, title, into, entry, before, rule: None, also: Vec::new(), parted })
    }

    fn sentence(&self, outcome: &SortedLine) -> String {
        t!("{line} is to be sorted again.", line = outcome.title)
    }

    fn undo(&self, outcome: &SortedLine) -> Undo {
        match (&outcome.before, &outcome.parted) {
            (Before::ToSort, _) => Undo::None { reason: t!("The line was waiting before.") },
            (_, Some(Parted { other, found: true, confirmed })) => {
                let command = if *confirmed { PairLines::NAME } else { ForgetPair::NAME };
                Undo::Compensating { command, input: json!({ "line": self.line, "other": other }) }
            }
            (before, Some(Parted { other, .. })) => match undo_of(self.line, before) {
                Undo::Compensating { command, mut input } => {
                    input["again_with"] = json!(other);
                    Undo::Compensating { command, input }
                }
                other => other,
            },
            (before, None) => undo_of(self.line, before),
        }
    }
}

/// Puts many lines back into the queue.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsortLines {
    /// The lines.
    pub lines: Vec<i64>,
    /// The rule that sorted them, to be removed with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remove_rule: Option<i64>,
}

impl Command for UnsortLines {
    const NAME: &'static str = "unsort-lines";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = SortedLines;

    fn about() -> String {
        t!("Put many bank lines back into the queue.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLines, Failure> {
        put_back(context, &self.lines, false)?;
        if let Some(rule) = self.remove_rule {
            rule::remove(context, rule)?;
        }
        Ok(SortedLines { lines: self.lines.clone(), into: t!("To sort") })
    }

    fn sentence(&self, outcome: &SortedLines) -> String {
        tn!(outcome.lines.len(), "{count} line is to be sorted again.", "{count} lines are to be sorted again.")
    }

    fn undo(&self, _: &SortedLines) -> Undo {
        Undo::None { reason: t!("Sort the lines again.") }
    }
}
