//! What a rule would do before it is made: to the lines that wait, and what it would have done to those that are decided.

use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{LineView, Names, rule_sentence};
use crate::{
    commands::{RuleInput, takes, waiting_for},
    moving::place_now,
    place::{Place, place_by_rule},
    records,
    rules::agreeing::{Went, agrees},
};

/// What a rule would take, before it is made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RulePreview(pub RuleInput);

/// What a rule would take.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RulePreviewAnswer {
    /// What it asks, as a sentence.
    pub when: String,
    /// How many waiting lines it would take.
    pub count: i64,
    /// Those lines, the newest twenty.
    pub lines: Vec<LineView>,
    /// How many of the newest decided lines were looked at.
    pub looked_at: i64,
    /// How many of those it would have taken went where it says.
    pub agree: i64,
    /// The newest twenty of them.
    pub agreeing: Vec<LineView>,
    /// And how many went elsewhere.
    pub differ: i64,
    /// The newest twenty of them.
    pub differing: Vec<LineView>,
}

/// How many decided lines a rule is held against.
const LOOKED_BACK: i64 = 2_000;
/// How many lines are listed.
const LISTED: usize = 20;

impl Query for RulePreview {
    const NAME: &'static str = "rule-preview";
    type Answer = RulePreviewAnswer;

    fn about() -> String {
        t!("What a rule would take of the waiting lines, and how earlier lines agree with it.")
    }

    fn answer(&self, context: &mut Context) -> Result<RulePreviewAnswer, Failure> {
        let condition = self.0.condition();
        let mut names = Names::read(context, false)?;
        let mut answer = RulePreviewAnswer {
            when: rule_sentence(&names, &condition),
            count: 0,
            lines: Vec::new(),
            looked_at: 0,
            agree: 0,
            agreeing: Vec::new(),
            differ: 0,
            differing: Vec::new(),
        };
        if condition.is_empty() {
            return Ok(answer);
        }
        let taken = waiting_for(context, &condition)?;
        answer.count = i64::try_from(taken.len()).unwrap_or(i64::MAX);
        answer.lines = taken.iter().take(LISTED).map(|line| names.line(line)).collect();
        let (rule, folded) = (self.0.as_tried(), condition.folded());
        for line in records::newest_decided(&mut context.tx, LOOKED_BACK)? {
            answer.looked_at += 1;
            if !takes(&folded, &line) || rule.other_account == Some(line.account) {
                continue;
            }
            let placed = place_by_rule(context, &rule, line.account, line.decided_minor(), line.booked_on)?;
            let here = went(&place_now(context, &line)?);
            let (count, listed) = if agrees(&placed.as_ref().map_or(Went::Asked, went), &here) {
                (&mut answer.agree, &mut answer.agreeing)
            } else {
                (&mut answer.differ, &mut answer.differing)
            };
            *count += 1;
            if listed.len() < LISTED {
                listed.push(names.line(&line));
            }
        }
        Ok(answer)
    }
}

fn went(place: &Place) -> Went {
    match place {
        Place::ToSort => Went::Asked,
        Place::Transfer(other) => Went::Transfer(*other),
        Place::Payment { .. } => Went::Payment,
        Place::Parts(parts) => Went::Categories(parts.iter().map(|part| (part.category, part.amount_minor)).collect()),
    }
}
