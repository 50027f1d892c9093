//! What a rule is made from, and why one is not made.

use books::DimensionNames;
use kernel::{Context, Failure, Refusal, RefusalKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::refusals::SortRefusal;
use crate::{
    line::{Attribution, Rule, RulePart},
    rules::{
        deciding::{Condition, Direction},
        splitting::{Portion, SplitProblem, problem_of},
    },
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
    /// Amounts from this one, whichever way the money went; in the account’s currency where one is named.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
    pub from_minor: Option<i64>,
    /// Amounts up to this one.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
    pub through_minor: Option<i64>,
    /// The category such a line goes to.
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
    /// Its VAT or sales tax code; the category's own when absent.
    pub tax_code: Option<String>,
    /// Or the own account that such a line is a transfer with.
    #[schemars(extend("x-picker" = "account"))]
    pub transfer_account: Option<i64>,
    /// Or the parts such a line is split into, instead of one category.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<RulePartInput>,
    /// Whom and what such a line is for.
    #[serde(skip_serializing_if = "DimensionNames::is_empty")]
    pub dimensions: DimensionNames,
    /// The pocket its money comes from or goes to; the category's own when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: Option<i64>,
}

/// A part of the lines that a rule splits: a fixed amount, or a share of what the fixed amounts leave. One part may have
/// neither and takes the rest.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulePartInput {
    /// Where the part goes.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// Its share, in thousandths of what the fixed amounts leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "percent"))]
    pub permille: Option<i64>,
    /// Or a fixed amount of every line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// Its VAT or sales tax code; the category's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
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

    /// The rule as it would be tried, unchecked: where it puts a line, without what it says beyond that.
    pub(crate) fn as_tried(&self) -> Rule {
        let part = |part: &RulePartInput| RulePart {
            category: part.category,
            portion: Portion { amount_minor: part.amount_minor, permille: part.permille },
            tax_code: part.tax_code.clone().filter(|code| !code.is_empty()),
        };
        Rule {
            id: 0,
            position: 0,
            condition: self.condition(),
            category: self.category,
            tax_code: self.tax_code.clone().filter(|code| !code.is_empty()),
            other_account: self.transfer_account,
            parts: self.parts.iter().map(part).collect(),
            attribution: Attribution::default(),
            made_on: None,
            changed_on: None,
        }
    }

    /// The input that would make a rule again.
    pub(crate) fn of(context: &mut Context, rule: &Rule) -> Result<RuleInput, Failure> {
        let Condition { text_has, counterparty_has, account, direction, from_minor, through_minor } =
            rule.condition.clone();
        let (category, tax_code, transfer_account) = (rule.category, rule.tax_code.clone(), rule.other_account);
        let part = |part: &RulePart| RulePartInput {
            category: part.category,
            permille: part.portion.permille,
            amount_minor: part.portion.amount_minor,
            tax_code: part.tax_code.clone(),
        };
        Ok(RuleInput {
            text_has,
            counterparty_has,
            account,
            direction,
            from_minor,
            through_minor,
            category,
            tax_code,
            transfer_account,
            parts: rule.parts.iter().map(part).collect(),
            dimensions: DimensionNames::of(context, &rule.attribution.dimensions)?,
            pocket: rule.attribution.pocket,
        })
    }
}

/// Why a rule is not made.
#[derive(Debug)]
pub(super) enum RuleRefusal {
    Empty,
    Nowhere,
    AmountsCross,
    TooLong,
    Split(SplitProblem),
    NoSuchRule(i64),
}

impl Refusal for RuleRefusal {
    fn code(&self) -> &'static str {
        match self {
            RuleRefusal::Empty => "rule-is-empty",
            RuleRefusal::Nowhere => "rule-goes-nowhere",
            RuleRefusal::AmountsCross => "rule-amounts-cross",
            RuleRefusal::TooLong => "rule-is-too-long",
            RuleRefusal::Split(_) => "rule-splits-badly",
            RuleRefusal::NoSuchRule(_) => "no-such-rule",
        }
    }

    fn sentence(&self) -> String {
        match self {
            RuleRefusal::Empty => {
                t!("A rule needs words or an amount to tell lines by; this one would take everything.")
            }
            RuleRefusal::Nowhere => {
                t!(
                    "Say where such a line goes: one category, or parts, or another account of yours, and only one of them."
                )
            }
            RuleRefusal::AmountsCross => t!("The lowest amount of the rule is above its highest."),
            RuleRefusal::TooLong => t!("The words of a rule have at most 200 characters."),
            RuleRefusal::Split(problem) => match problem {
                SplitProblem::OnePart => t!("A split needs at least two parts."),
                SplitProblem::Both(_) => t!("A part has an amount or a share, not both."),
                SplitProblem::NotPositive(_) => {
                    t!("A part needs more than nothing; leave both empty where it takes the rest.")
                }
                SplitProblem::TwoRests(_) => t!("Only one part can take the rest."),
                SplitProblem::TooMuch(_) => t!("The shares are more than the whole line leaves."),
                SplitProblem::TooLittle => {
                    t!("The shares are less than the whole line, and no part takes the rest.")
                }
            },
            RuleRefusal::NoSuchRule(rule) => t!("There is no rule {rule}.", rule = rule),
        }
    }

    fn field(&self) -> Option<String> {
        let part = |position: &usize, name: &str| format!("parts[{position}].{name}");
        Some(match self {
            RuleRefusal::Empty | RuleRefusal::TooLong => "text_has".into(),
            RuleRefusal::Nowhere => "category".into(),
            RuleRefusal::AmountsCross => "from_minor".into(),
            RuleRefusal::Split(SplitProblem::OnePart | SplitProblem::TooLittle) => "parts".into(),
            RuleRefusal::Split(SplitProblem::TooMuch(position)) => part(position, "permille"),
            RuleRefusal::Split(
                SplitProblem::Both(position) | SplitProblem::NotPositive(position) | SplitProblem::TwoRests(position),
            ) => part(position, "amount_minor"),
            RuleRefusal::NoSuchRule(_) => "rule".into(),
        })
    }

    fn kind(&self) -> RefusalKind {
        match self {
            RuleRefusal::NoSuchRule(_) => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

/// A rule as it is kept, or why it is none. `within` is the field of the command that the rule stands in: a refusal names
/// its field from there on.
pub(super) fn checked(
    context: &mut Context,
    input: &RuleInput,
    (id, position): (i64, i64),
    within: &str,
) -> Result<Rule, Failure> {
    checked_alone(context, input, id, position).map_err(|failure| match failure {
        Failure::Refused(mut refused) => {
            refused.field = refused.field.map(|field| format!("{within}.{field}"));
            Failure::Refused(refused)
        }
        other => other,
    })
}

fn checked_alone(context: &mut Context, input: &RuleInput, id: i64, position: i64) -> Result<Rule, Failure> {
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
    match (input.category, input.transfer_account, input.parts.is_empty()) {
        (Some(category), None, true) => check_category(context, category, "category")?,
        (None, Some(other), true) => {
            let account = known_at(books::account(context, other), "transfer_account")?;
            if !account.kind.has_statements() || !account.role.is_empty() {
                let refused: Failure = SortRefusal::NotOwnAccount(account.name.clone()).into();
                return known_at(Err(refused), "transfer_account");
            }
        }
        (None, None, false) => {}
        _ => return Err(RuleRefusal::Nowhere.into()),
    }
    let tax_code = checked_code(context, input.tax_code.as_deref(), "tax_code")?;
    let parts = checked_rule_parts(context, &input.parts)?;
    if let Some(account) = input.account {
        known_at(books::account(context, account), "account")?;
    }
    let attribution = attribution_of(context, &input.dimensions, input.pocket, "pocket")?;
    let (category, other_account) = (input.category, input.transfer_account);
    let made_on = Some(context.today);
    Ok(Rule {
        id,
        position,
        condition,
        category,
        tax_code,
        other_account,
        parts,
        attribution,
        made_on,
        changed_on: None,
    })
}

/// A refusal of something that a field names, at that field.
fn known_at<T>(found: Result<T, Failure>, field: &str) -> Result<T, Failure> {
    found.map_err(|failure| match failure {
        Failure::Refused(mut refused) => {
            refused.field = Some(field.to_owned());
            Failure::Refused(refused)
        }
        other => other,
    })
}

fn checked_rule_parts(context: &mut Context, parts: &[RulePartInput]) -> Result<Vec<RulePart>, Failure> {
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut checked = Vec::with_capacity(parts.len());
    for (position, part) in parts.iter().enumerate() {
        check_category(context, part.category, &format!("parts[{position}].category"))?;
        let tax_code = checked_code(context, part.tax_code.as_deref(), &format!("parts[{position}].tax_code"))?;
        let portion = Portion { amount_minor: part.amount_minor, permille: part.permille };
        checked.push(RulePart { category: part.category, portion, tax_code });
    }
    let portions: Vec<Portion> = checked.iter().map(|part| part.portion).collect();
    match problem_of(&portions) {
        Some(problem) => Err(RuleRefusal::Split(problem).into()),
        None => Ok(checked),
    }
}

fn check_category(context: &mut Context, category: i64, field: &str) -> Result<(), Failure> {
    let account = known_at(books::account(context, category), field)?;
    if account.is_category() {
        return Ok(());
    }
    let refused: Failure = SortRefusal::NotACategory { position: 0, name: account.name.clone() }.into();
    known_at(Err(refused), field)
}

fn checked_code(context: &mut Context, code: Option<&str>, field: &str) -> Result<Option<String>, Failure> {
    let Some(code) = code.filter(|code| !code.is_empty()) else { return Ok(None) };
    if books::chart::tax_code(&context.settings.country, code).is_none() {
        let code = code.chars().take(40).collect();
        return known_at(Err(SortRefusal::NoSuchTaxCode { position: 0, code }.into()), field);
    }
    Ok(Some(code.to_owned()))
}

/// What is said of a line beyond its category, checked. Names that are new make their values.
pub(super) fn attribution_of(
    context: &mut Context,
    dimensions: &DimensionNames,
    pocket: Option<i64>,
    field: &'static str,
) -> Result<Attribution, Failure> {
    if let Some(pocket) = pocket
        && !books::pockets(context)?.iter().any(|known| known.id == pocket)
    {
        return Err(SortRefusal::NoSuchPocket { field, pocket }.into());
    }
    Ok(Attribution { dimensions: dimensions.ids(context)?, pocket })
}
