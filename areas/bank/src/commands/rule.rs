//! The owner's rules: made, changed, moved, removed, and applied to the lines that wait.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::refusals::{SORT_REFUSALS, SortRefusal};
use crate::{
    desk::{Place, tax_contained},
    line::{BY_RULE, BankLine, LinePart, LineState, Rule},
    moving::{Move, move_lines},
    pairs::settle,
    records,
    rules::deciding::{Condition, Direction, Facts, fold},
};

/// A rule: what it asks of a line, and where such a line goes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RuleInput {
    /// Words that stand together in the line's text or counterparty, whatever their case.
    pub text_has: String,
    /// Words that stand together in the counterparty's name.
    pub counterparty_has: String,
    /// Only lines of this account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// Only money in, or only money out.
    pub direction: Direction,
    /// Amounts from this one, whichever way the money went.
    #[schemars(extend("x-picker" = "money"))]
    pub from_minor: Option<i64>,
    /// Amounts up to this one.
    #[schemars(extend("x-picker" = "money"))]
    pub through_minor: Option<i64>,
    /// The category such a line goes to.
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
    /// Its VAT or sales tax code; the category's own when absent.
    pub tax_code: Option<String>,
    /// Or the own account that such a line is a transfer with.
    #[schemars(extend("x-picker" = "account"))]
    pub transfer_account: Option<i64>,
}

impl RuleInput {
    /// What it asks.
    pub(crate) fn condition(&self) -> Condition {
        Condition {
            text_has: self.text_has.trim().to_owned(),
            counterparty_has: self.counterparty_has.trim().to_owned(),
            account: self.account,
            direction: self.direction,
            from_minor: self.from_minor,
            through_minor: self.through_minor,
        }
    }

    /// The input that would make a rule again.
    pub(crate) fn of(rule: &Rule) -> RuleInput {
        let Condition { text_has, counterparty_has, account, direction, from_minor, through_minor } =
            rule.condition.clone();
        let (category, tax_code, transfer_account) = (rule.category, rule.tax_code.clone(), rule.other_account);
        RuleInput {
            text_has,
            counterparty_has,
            account,
            direction,
            from_minor,
            through_minor,
            category,
            tax_code,
            transfer_account,
        }
    }
}

/// Why a rule is not made.
#[derive(Debug)]
enum RuleRefusal {
    Empty,
    Nowhere,
    AmountsCross,
    TooLong,
    NoSuchRule(i64),
}

impl Refusal for RuleRefusal {
    fn code(&self) -> &'static str {
        match self {
            RuleRefusal::Empty => "rule-is-empty",
            RuleRefusal::Nowhere => "rule-goes-nowhere",
            RuleRefusal::AmountsCross => "rule-amounts-cross",
            RuleRefusal::TooLong => "rule-is-too-long",
            RuleRefusal::NoSuchRule(_) => "no-such-rule",
        }
    }

    fn sentence(&self) -> String {
        match self {
            RuleRefusal::Empty => {
                t!("A rule needs words or an amount to tell lines by; this one would take everything.")
            }
            RuleRefusal::Nowhere => {
                t!("Say where such a line goes: a category, or another account of yours, and not both.")
            }
            RuleRefusal::AmountsCross => t!("The lowest amount of the rule is above its highest."),
            RuleRefusal::TooLong => t!("The words of a rule have at most 200 characters."),
            RuleRefusal::NoSuchRule(rule) => t!("There is no rule {rule}.", rule = rule),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                RuleRefusal::Empty | RuleRefusal::TooLong => "text_has",
                RuleRefusal::Nowhere => "category",
                RuleRefusal::AmountsCross => "from_minor",
                RuleRefusal::NoSuchRule(_) => "rule",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            RuleRefusal::NoSuchRule(_) => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

fn checked(context: &mut Context, input: &RuleInput, id: i64, position: i64) -> Result<Rule, Failure> {
    let condition = input.condition();
    if condition.is_empty() {
        return Err(RuleRefusal::Empty.into());
    }
    if condition.text_has.chars().count().max(condition.counterparty_has.chars().count()) > 200 {
        return Err(RuleRefusal::TooLong.into());
    }
    if condition
        .from_minor
        .zip(condition.through_minor)
        .is_some_and(|(from, through)| from.unsigned_abs() > through.unsigned_abs())
    {
        return Err(RuleRefusal::AmountsCross.into());
    }
    match (input.category, input.transfer_account) {
        (Some(category), None) => {
            let account = books::account(context, category)?;
            if !account.is_category() {
                return Err(SortRefusal::NotACategory { position: 0, name: account.name.clone() }.into());
            }
        }
        (None, Some(other)) => {
            let account = books::account(context, other)?;
            if !account.kind.has_statements() || !account.role.is_empty() {
                return Err(SortRefusal::NotOwnAccount(account.name.clone()).into());
            }
        }
        _ => return Err(RuleRefusal::Nowhere.into()),
    }
    let tax_code = input.tax_code.clone().filter(|code| !code.is_empty());
    let country = context.settings.country.clone();
    if let Some(code) = tax_code.as_deref().filter(|code| books::chart::tax_code(&country, code).is_none()) {
        return Err(SortRefusal::NoSuchTaxCode { position: 0, code: code.chars().take(40).collect() }.into());
    }
    if let Some(account) = input.account {
        books::account(context, account)?;
    }
    let (category, other_account) = (input.category, input.transfer_account);
    let made_on = Some(context.today);
    Ok(Rule { id, position, condition, category, tax_code, other_account, made_on, changed_on: None })
}

/// Keeps a rule: before all others unless a position is given, since what was said last was said knowing the rest.
pub(super) fn add(context: &mut Context, input: &RuleInput, position: Option<i64>) -> Result<Rule, Failure> {
    let id = context.tx.next_id()?;
    let mut rules = records::sorting_rules(&mut context.tx)?;
    let at = position.map_or(0, |position| usize::try_from(position.saturating_sub(1)).unwrap_or(0)).min(rules.len());
    rules.insert(at, checked(context, input, id, 0)?);
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
    let (account, amount_minor) = (line.account, line.amount_minor);
    condition.takes(&Facts {
        account,
        amount_minor,
        all_folded: &all_folded,
        counterparty_folded: &counterparty_folded,
    })
}

/// Sorts the waiting lines that a rule takes, and answers which.
pub(super) fn apply(context: &mut Context, rule: &Rule) -> Result<Vec<i64>, Failure> {
    let mut moves = Vec::new();
    for mut line in waiting_for(context, &rule.condition)? {
        let place = match (rule.other_account, rule.category) {
            (Some(other), _) if other != line.account => Place::Transfer(Some(other)),
            (None, Some(category)) => {
                let amount_minor = line.decided_minor();
                let tax = tax_contained(context, category, rule.tax_code.as_deref(), amount_minor, line.booked_on)?;
                // A category whose tax only the owner knows stays a question.
                let Some((tax_code, tax_minor)) = tax else { continue };
                Place::Parts(vec![LinePart { category, amount_minor, tax_code, tax_minor }])
            }
            _ => continue,
        };
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
        let rule = add(context, &self.rule, self.position)?;
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
        let checked = checked(context, &self.rule, known.id, known.position)?;
        let changed = Rule { made_on: known.made_on, changed_on: Some(context.today), ..checked };
        records::write_rule(&mut context.tx, &changed)?;
        Ok(ChangedRule { rule: known.id, before: RuleInput::of(known), position: known.position })
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
        let outcome = ChangedRule { rule: moved.id, before: RuleInput::of(&moved), position: moved.position };
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
        Ok(ChangedRule { rule: removed.id, before: RuleInput::of(&removed), position: removed.position })
    }

    fn sentence(&self, _: &ChangedRule) -> String {
        t!("Removed a rule.")
    }

    fn undo(&self, outcome: &ChangedRule) -> Undo {
        Undo::Exact { command: AddRule::NAME, input: json!({ "rule": outcome.before, "position": outcome.position }) }
    }
}
