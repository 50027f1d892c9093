//! The owner's rules: made, changed, moved, removed, and applied to the lines that wait.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    refusals::SORT_REFUSALS,
    rule_input::{RuleInput, RuleRefusal, checked},
};
use crate::{
    line::{BY_RULE, BankLine, LineState, Rule},
    moving::{Move, move_lines},
    pairs::settle,
    place::place_by_rule,
    records,
    rules::deciding::{Condition, Facts, fold},
};

/// Keeps a rule: before all others unless a position is given, since what was said last was said knowing the rest.
/// `within` is the field of the command that it stands in.
pub(super) fn add(
    context: &mut Context,
    input: &RuleInput,
    position: Option<i64>,
    within: &str,
) -> Result<Rule, Failure> {
    let id = context.tx.next_id()?;
    let mut rules = records::sorting_rules(&mut context.tx)?;
    let at = position.map_or(0, |position| usize::try_from(position.saturating_sub(1)).unwrap_or(0)).min(rules.len());
    rules.insert(at, checked(context, input, (id, 0), within)?);
    write_in_order(context, &mut rules)?;
    Ok(rules.swap_remove(at))
}

fn write_in_order(context: &mut Context, rules: &mut [Rule]) -> Result<(), Failure> {
    for (index, rule) in rules.iter_mut().enumerate() {
        let position = index as i64 + 1;
        if rule.position != position {
            rule.position = position;
            records::write_rule(&mut context.tx, rule)?;
        }
    }
    Ok(())
}

pub(super) fn remove(context: &mut Context, id: i64) -> Result<Rule, Failure> {
    let mut rules = records::sorting_rules(&mut context.tx)?;
    let at = rules.iter().position(|rule| rule.id == id).ok_or(RuleRefusal::NoSuchRule(id))?;
    let removed = rules.remove(at);
    records::delete_rule(&mut context.tx, id)?;
    write_in_order(context, &mut rules)?;
    Ok(removed)
}

/// As many waiting lines a rule is held against: more than any owner leaves waiting.
const MOST_WAITING: i64 = 20_000;

/// The waiting lines that a rule would take.
pub(crate) fn waiting_for(context: &mut Context, condition: &Condition) -> Result<Vec<BankLine>, Failure> {
    let condition = condition.folded();
    let mut lines = records::lines_in_state(&mut context.tx, LineState::ToSort, (Date::MAX, i64::MAX), MOST_WAITING)?;
    lines.retain(|line| takes(&condition, line));
    Ok(lines)
}

/// Whether a folded condition takes a stored line.
pub(crate) fn takes(condition: &Condition, line: &BankLine) -> bool {
    let counterparty_folded = fold(&line.counterparty);
    let all_folded = format!("{} {counterparty_folded}", fold(&line.text));
    condition.takes(&Facts {
        account: line.account,
        amount_minor: line.amount_minor,
        book_minor: line.book_minor,
        all_folded: &all_folded,
        counterparty_folded: &counterparty_folded,
    })
}

/// Sorts the waiting lines that a rule takes, and answers which.
pub(super) fn apply(context: &mut Context, rule: &Rule) -> Result<Vec<i64>, Failure> {
    let mut moves = Vec::new();
    for mut line in waiting_for(context, &rule.condition)? {
        // A category whose tax only the owner knows, or a line too small for its parts, stays a question.
        let place = place_by_rule(context, rule, line.account, line.decided_minor(), line.booked_on)?;
        let Some(place) = place else { continue };
        line.rule = Some(rule.id);
        moves.push(Move { line, place, by: BY_RULE.into() });
    }
    let moved = move_lines(context, moves)?;
    let touched: Vec<_> = moved.iter().map(|line| (line.booked_on, line.amount_minor)).collect();
    settle(context, &touched)?;
    Ok(moved.into_iter().map(|line| line.id).collect())
}

/// Makes a rule.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddRule {
    /// The rule.
    pub rule: RuleInput,
    /// Its place among the rules, from 1; the first when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// Whether to sort the waiting lines by it at once.
    #[serde(default)]
    pub apply: bool,
}

/// A rule that was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AddedRule {
    /// Its id.
    pub rule: i64,
    /// The waiting lines that it takes.
    pub matches: Vec<i64>,
    /// Those that were sorted by it.
    pub applied: Vec<i64>,
}

impl Command for AddRule {
    const NAME: &'static str = "add-rule";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = AddedRule;

    fn about() -> String {
        t!("Make a rule that sorts bank lines by their words, account or amount.")
    }

    fn perform(&self, context: &mut Context) -> Result<AddedRule, Failure> {
        let rule = add(context, &self.rule, self.position, "rule")?;
        let matches = waiting_for(context, &rule.condition)?.into_iter().map(|line| line.id).collect();
        let applied = if self.apply { apply(context, &rule)? } else { Vec::new() };
        Ok(AddedRule { rule: rule.id, matches, applied })
    }

    fn sentence(&self, outcome: &AddedRule) -> String {
        if outcome.applied.is_empty() {
            return t!("Made a rule.");
        }
        tn!(outcome.applied.len(), "Made a rule; it sorted {count} line.", "Made a rule; it sorted {count} lines.")
    }

    fn undo(&self, outcome: &AddedRule) -> Undo {
        if outcome.applied.is_empty() {
            return Undo::Compensating { command: RemoveRule::NAME, input: json!({ "rule": outcome.rule }) };
        }
        let input = json!({ "lines": outcome.applied, "remove_rule": outcome.rule });
        Undo::Compensating { command: super::UnsortLines::NAME, input }
    }
}

/// Changes a rule. Lines it sorted before stay where they are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeRule {
    /// The rule.
    pub id: i64,
    /// What it is from now on.
    pub rule: RuleInput,
}

/// A rule that was changed, moved or removed, as it was before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangedRule {
    /// The rule.
    pub rule: i64,
    /// What it was.
    pub before: RuleInput,
    /// Where it stood.
    pub position: i64,
}

impl Command for ChangeRule {
    const NAME: &'static str = "change-rule";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = ChangedRule;

    fn about() -> String {
        t!("Change a rule. Lines it sorted before stay where they are.")
    }

    fn perform(&self, context: &mut Context) -> Result<ChangedRule, Failure> {
        let rules = records::sorting_rules(&mut context.tx)?;
        let known = rules.iter().find(|rule| rule.id == self.id).ok_or(RuleRefusal::NoSuchRule(self.id))?;
        let checked = checked(context, &self.rule, (known.id, known.position), "rule")?;
        let changed = Rule { made_on: known.made_on, changed_on: Some(context.today), ..checked };
        records::write_rule(&mut context.tx, &changed)?;
        Ok(ChangedRule { rule: known.id, before: RuleInput::of(context, known)?, position: known.position })
    }

    fn sentence(&self, _: &ChangedRule) -> String {
        t!("Changed a rule.")
    }

    fn undo(&self, outcome: &ChangedRule) -> Undo {
        Undo::Exact { command: ChangeRule::NAME, input: json!({ "id": outcome.rule, "rule": outcome.before }) }
    }
}

/// Moves a rule: the first that takes a line decides.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveRule {
    /// The rule.
    pub rule: i64,
    /// Its new place among the rules, from 1.
    pub position: i64,
}

impl Command for MoveRule {
    const NAME: &'static str = "move-rule";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = ChangedRule;

    fn about() -> String {
        t!("Move a rule up or down: the first that takes a line decides.")
    }

    fn perform(&self, context: &mut Context) -> Result<ChangedRule, Failure> {
        let mut rules = records::sorting_rules(&mut context.tx)?;
        let at = rules.iter().position(|rule| rule.id == self.rule).ok_or(RuleRefusal::NoSuchRule(self.rule))?;
        let moved = rules.remove(at);
        let before = RuleInput::of(context, &moved)?;
        let outcome = ChangedRule { rule: moved.id, before, position: moved.position };
        let to = usize::try_from(self.position.saturating_sub(1)).unwrap_or(0).min(rules.len());
        rules.insert(to, moved);
        write_in_order(context, &mut rules)?;
        Ok(outcome)
    }

    fn sentence(&self, _: &ChangedRule) -> String {
        t!("Moved a rule.")
    }

    fn undo(&self, outcome: &ChangedRule) -> Undo {
        Undo::Exact { command: MoveRule::NAME, input: json!({ "rule": outcome.rule, "position": outcome.position }) }
    }
}

/// Removes a rule. Lines it sorted stay where they are.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveRule {
    /// The rule.
    pub rule: i64,
}

impl Command for RemoveRule {
    const NAME: &'static str = "remove-rule";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = SORT_REFUSALS;
    type Outcome = ChangedRule;

    fn about() -> String {
        t!("Remove a rule. Lines it sorted stay where they are.")
    }

    fn perform(&self, context: &mut Context) -> Result<ChangedRule, Failure> {
        let removed = remove(context, self.rule)?;
        let before = RuleInput::of(context, &removed)?;
        Ok(ChangedRule { rule: removed.id, before, position: removed.position })
    }

    fn sentence(&self, _: &ChangedRule) -> String {
        t!("Removed a rule.")
    }

    fn undo(&self, outcome: &ChangedRule) -> Undo {
        Undo::Exact { command: AddRule::NAME, input: json!({ "rule": outcome.before, "position": outcome.position }) }
    }
}
