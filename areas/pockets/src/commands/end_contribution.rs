//! A planned contribution that ends, goes on again, or is taken back as if it had never been planned.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    contribution_refusal::ContributionPlanRefusal,
    plan_contribution::{give_category_back, plan_of, running},
};
use crate::records;

/// Takes back a plan that was never paid nor skipped: its category draws on the pocket it drew on before, and the pocket
/// that was opened for it is closed when it is empty.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetContribution {
    /// The plan.
    pub plan: i64,
}

/// A plan that was ended, taken up or taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionChanged {
    /// Its name.
    pub name: String,
}

impl Command for ForgetContribution {
    const NAME: &'static str = "forget-contribution";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["no-such-contribution", "contribution-has-runs"];
    type Outcome = ContributionChanged;

    fn about() -> String {
        t!("Take back the plan of a contribution that was never paid nor skipped.")
    }

    fn perform(&self, context: &mut Context) -> Result<ContributionChanged, Failure> {
        let plan = plan_of(context, self.plan)?;
        if records::contribution_has_runs(&mut context.tx, plan.id)? {
            return Err(ContributionPlanRefusal::HasRuns { name: plan.name }.into());
        }
        records::delete_contribution_plan(&mut context.tx, plan.id)?;
        give_category_back(context, &plan)?;
        if plan.opened_pocket {
            match (books::ClosePocket { pocket: plan.pocket, closed: true }).perform(context) {
                // A pocket that is in use for something else stays.
                Ok(_) | Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        Ok(ContributionChanged { name: plan.name })
    }

    fn sentence(&self, outcome: &ContributionChanged) -> String {
        t!("Took back the plan of {name}.", name = outcome.name)
    }

    fn undo(&self, _: &ContributionChanged) -> Undo {
        Undo::None { reason: t!("Plan it again instead.") }
    }
}

/// Ends a planned contribution: it is proposed no more, and what was paid stays in sight.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndContribution {
    /// The plan.
    pub plan: i64,
}

impl Command for EndContribution {
    const NAME: &'static str = "end-contribution";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = &["no-such-contribution", "contribution-has-ended"];
    type Outcome = ContributionChanged;

    fn about() -> String {
        t!("End a planned contribution; what was paid stays in sight.")
    }

    fn perform(&self, context: &mut Context) -> Result<ContributionChanged, Failure> {
        let plan = running(context, self.plan)?;
        let today = context.today;
        records::set_contribution_ended(&mut context.tx, plan.id, Some(today))?;
        Ok(ContributionChanged { name: plan.name })
    }

    fn sentence(&self, outcome: &ContributionChanged) -> String {
        t!("Ended {name}. What its pocket holds stays there until you move it.", name = outcome.name)
    }

    fn undo(&self, _: &ContributionChanged) -> Undo {
        Undo::Exact { command: ResumeContribution::NAME, input: json!({ "plan": self.plan }) }
    }
}

/// Takes up a contribution again that had ended.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResumeContribution {
    /// The plan.
    pub plan: i64,
}

impl Command for ResumeContribution {
    const NAME: &'static str = "resume-contribution";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] =
        &["no-such-contribution", "contribution-has-not-ended", "contribution-name-is-taken", "not-an-own-pocket"];
    type Outcome = ContributionChanged;

    fn about() -> String {
        t!("Take up a contribution again that had ended.")
    }

    fn perform(&self, context: &mut Context) -> Result<ContributionChanged, Failure> {
        let plan = plan_of(context, self.plan)?;
        if plan.ended_on.is_none() {
            return Err(ContributionPlanRefusal::NotEnded { name: plan.name }.into());
        }
        let others = records::contribution_plans(&mut context.tx)?;
        if others.iter().any(|other| other.ended_on.is_none() && other.name == plan.name) {
            return Err(ContributionPlanRefusal::NameTaken(plan.name).into());
        }
        if books::pockets(context)?.iter().any(|known| known.id == plan.pocket && known.closed) {
            return Err(ContributionPlanRefusal::NotOwnPocket.into());
        }
        records::set_contribution_ended(&mut context.tx, plan.id, None)?;
        Ok(ContributionChanged { name: plan.name })
    }

    fn sentence(&self, outcome: &ContributionChanged) -> String {
        t!("Took up {name} again.", name = outcome.name)
    }

    fn undo(&self, _: &ContributionChanged) -> Undo {
        Undo::Exact { command: EndContribution::NAME, input: json!({ "plan": self.plan }) }
    }
}
