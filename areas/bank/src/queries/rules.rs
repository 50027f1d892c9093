//! The owner's rules.

use std::collections::HashMap;

use books::DimensionNames;
use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Names, rule_sentence};
use crate::{
    commands::{RuleInput, RulePartInput},
    records,
};

/// The rules, in the order in which they are tried.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {}

/// The rules.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RulesAnswer {
    /// The rules, in the order in which they are tried.
    pub rules: Vec<RuleView>,
}

/// A rule.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RuleView {
    /// Its id.
    pub id: i64,
    /// Its place among the rules, from 1.
    pub position: i64,
    /// What it asks, as a sentence.
    pub when: String,
    /// Where such a line goes.
    pub into: String,
    /// When it was made; absent for rules older than that question.
    pub made_on: Option<Date>,
    /// When it was last changed.
    pub changed_on: Option<Date>,
    /// How many lines stand where it put them.
    pub lines: i64,
    /// The day of the last of those.
    pub last_line_on: Option<Date>,
    /// The rule, as `change-rule` takes it.
    pub rule: RuleInput,
}

impl Query for Rules {
    const NAME: &'static str = "rules";
    type Answer = RulesAnswer;

    fn about() -> String {
        t!("Your rules for bank lines, in the order in which they are tried.")
    }

    fn answer(&self, context: &mut Context) -> Result<RulesAnswer, Failure> {
        let names = Names::read(context, false)?;
        let rules = records::sorting_rules(&mut context.tx)?;
        let decided: HashMap<i64, (i64, Date)> = records::lines_by_rule(&mut context.tx)?
            .into_iter()
            .map(|(rule, lines, last)| (rule, (lines, last)))
            .collect();
        let mut views = Vec::with_capacity(rules.len());
        for rule in &rules {
            let input = RuleInput::of(context, rule)?;
            views.push(RuleView {
                id: rule.id,
                position: rule.position,
                when: rule_sentence(&names, &rule.condition),
                into: rule_into(context, &names, &input)?,
                made_on: rule.made_on,
                changed_on: rule.changed_on,
                lines: decided.get(&rule.id).map_or(0, |one| one.0),
                last_line_on: decided.get(&rule.id).map(|one| one.1),
                rule: input,
            });
        }
        Ok(RulesAnswer { rules: views })
    }
}

/// Where the lines of a rule go, in words: "60% Rent, 40% Private · Riverside Hotel · from Job costs".
fn rule_into(context: &mut Context, names: &Names, rule: &RuleInput) -> Result<String, Failure> {
    let place = match (rule.category, rule.transfer_account) {
        (Some(category), _) => names.account(category),
        (None, Some(other)) => t!("Transfer: {account}", account = names.account(other)),
        (None, None) => {
            let part = |part: &RulePartInput| {
                let name = names.account(part.category);
                match (part.amount_minor, part.permille) {
                    (Some(amount), _) => format!("{} {name}", fmt::money(amount, names.currency())),
                    (None, Some(permille)) => format!("{} {name}", fmt::percent_permille(permille)),
                    (None, None) => t!("the rest {category}", category = name),
                }
            };
            rule.parts.iter().map(part).collect::<Vec<_>>().join(", ")
        }
    };
    let DimensionNames { client, project, offer, channel } = &rule.dimensions;
    let mut said = vec![place];
    said.extend([client, project, offer, channel].into_iter().flatten().cloned());
    if let Some(pocket) = rule.pocket {
        let pocket = books::pockets(context)?.iter().find(|known| known.id == pocket);
        said.extend(pocket.map(|pocket| t!("pocket {name}", name = pocket.name)));
    }
    Ok(said.join(" · "))
}
