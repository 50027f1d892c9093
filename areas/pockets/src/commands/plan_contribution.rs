//! How a contribution of the owner is planned: what for, how much, how often, from where.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::AccountKind;
use locale::{fmt, t};
use payments::REMITTANCE_LONGEST;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    contribution_refusal::{ContributionPlanRefusal, PLAN_REFUSALS},
    end_contribution::ForgetContribution,
    order::{paying_account, receiver},
};
use crate::{
    records::{self, ContributionRow},
    rules::contributions::RHYTHMS,
};

/// Plans a contribution of the owner’s, such as health insurance or a pension: what it is for, how much, how often. It
/// gets a pocket of its own, on which its category draws from then on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanContribution {
    /// The plan to change; a new one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<i64>,
    /// Its name; the pocket that is opened for it has the same.
    pub name: String,
    /// The drawing under which it is booked.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// A pocket of your own that pays it; one is opened when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: Option<i64>,
    /// Every how many months it is due: 1, 2, 3, 6 or 12.
    pub every_months: i64,
    /// The first day it is due; its day of the month is kept.
    pub first_on: Date,
    /// How much each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// Or this part of what came in over the full months since it was due last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "percent"))]
    pub permille: Option<i64>,
    /// The most that is paid under its category in a tax year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub ceiling_minor: Option<i64>,
    /// The bank account that pays.
    #[schemars(extend("x-picker" = "account"))]
    pub from_account: i64,
    /// Whether it is drawn by who receives it, or paid by a standing order: then no order is made.
    #[serde(default)]
    pub by_itself: bool,
    /// Who receives it, as their bank writes it.
    #[serde(default)]
    pub holder: String,
    /// The IBAN of who receives it; empty when it has none.
    #[serde(default)]
    pub iban: String,
    /// What the payment says, such as the number of the contract.
    #[serde(default)]
    pub reference: String,
}

/// A contribution that was planned.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlannedContribution {
    /// The plan.
    pub plan: i64,
    /// Its name.
    pub name: String,
    /// The pocket that pays it.
    pub pocket: i64,
    /// The input that restores the plan before; absent when it is new.
    pub before: Option<Value>,
}

/// The plan of that id.
pub(super) fn plan_of(context: &mut Context, id: i64) -> Result<ContributionRow, Failure> {
    let plans = records::contribution_plans(&mut context.tx)?;
    plans.into_iter().find(|plan| plan.id == id).ok_or_else(|| ContributionPlanRefusal::NoSuchPlan(id).into())
}

/// The plan of that id, while it goes on.
pub(super) fn running(context: &mut Context, id: i64) -> Result<ContributionRow, Failure> {
    let plan = plan_of(context, id)?;
    if plan.ended_on.is_some() {
        return Err(ContributionPlanRefusal::Ended { name: plan.name }.into());
    }
    Ok(plan)
}

/// Drawings that have a way of their own: pay is planned on its page, and money put in is no contribution.
const OTHER_WAYS: [&str; 4] = ["owners-pay", "private", "owner-put-in", "opening-balance"];

impl PlanContribution {
    fn check(&self, context: &mut Context, before: Option<&ContributionRow>) -> Result<String, Failure> {
        let name = self.name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || name.chars().nth(60).is_some() {
            return Err(ContributionPlanRefusal::NameLength.into());
        }
        let others = records::contribution_plans(&mut context.tx)?;
        let other = |known: &ContributionRow| known.ended_on.is_none() && Some(known.id) != self.plan;
        if others.iter().any(|known| other(known) && known.name == name) {
            return Err(ContributionPlanRefusal::NameTaken(name).into());
        }
        let category = books::account(context, self.category)?;
        if category.kind != AccountKind::Equity
            || OTHER_WAYS.contains(&category.role.as_str())
            || category.closed
            || category.pocket.is_none()
        {
            return Err(ContributionPlanRefusal::NotADrawing { name: category.name.clone() }.into());
        }
        if !RHYTHMS.contains(&self.every_months) {
            return Err(ContributionPlanRefusal::Rhythm.into());
        }
        let a_year_ago = context.today.saturating_sub(jiff::Span::new().years(1));
        if self.first_on < a_year_ago && before.is_none_or(|before| before.first_on != self.first_on) {
            return Err(ContributionPlanRefusal::LongAgo.into());
        }
        match (self.amount_minor, self.permille) {
            (Some(amount), None) if amount <= 0 => {
                return Err(ContributionPlanRefusal::NotPositive { field: "amount_minor" }.into());
            }
            (None, Some(permille)) if !(1..=1000).contains(&permille) => {
                return Err(ContributionPlanRefusal::Share.into());
            }
            (Some(_), None) | (None, Some(_)) => {}
            (Some(_), Some(_)) | (None, None) => return Err(ContributionPlanRefusal::AmountOrShare.into()),
        }
        if self.ceiling_minor.is_some_and(|ceiling| ceiling <= 0) {
            return Err(ContributionPlanRefusal::NotPositive { field: "ceiling_minor" }.into());
        }
        if self.reference.trim().chars().count() > REMITTANCE_LONGEST {
            return Err(ContributionPlanRefusal::ReferenceLength.into());
        }
        Ok(name)
    }

    /// The pocket that pays, and whether it was opened for it.
    fn pocket(
        &self,
        context: &mut Context,
        name: &str,
        before: Option<&ContributionRow>,
    ) -> Result<(i64, bool), Failure> {
        match (self.pocket, before) {
            (None, Some(before)) => Ok((before.pocket, before.opened_pocket)),
            (None, None) => {
                let purpose = t!("{name}, put by until it is due.", name = name);
                let opened = books::OpenPocket { name: name.to_owned(), purpose }.perform(context)?;
                Ok((opened.pocket, true))
            }
            (Some(pocket), before) => {
                let known = books::pockets(context)?.iter().find(|known| known.id == pocket);
                if !known.is_some_and(|known| known.is_own() && !known.closed) {
                    return Err(ContributionPlanRefusal::NotOwnPocket.into());
                }
                Ok((pocket, before.is_some_and(|before| before.opened_pocket && before.pocket == pocket)))
            }
        }
    }
}

impl Command for PlanContribution {
    const NAME: &'static str = "plan-contribution";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = PLAN_REFUSALS;
    type Outcome = PlannedContribution;

    fn about() -> String {
        t!("Plan a contribution of yours, such as health insurance or a pension.")
    }

    fn perform(&self, context: &mut Context) -> Result<PlannedContribution, Failure> {
        let before = match self.plan {
            Some(plan) => Some(running(context, plan)?),
            None => None,
        };
        let name = self.check(context, before.as_ref())?;
        paying_account(context, self.from_account)?;
        let (iban, holder) = receiver(context, &self.iban, &self.holder)?;
        let (pocket, opened_pocket) = self.pocket(context, &name, before.as_ref())?;
        if let Some(before) = before.as_ref().filter(|before| before.category != self.category) {
            give_category_back(context, before)?;
        }
        // Whatever way a payment comes in, sorted by hand or by a rule, it is to draw on the contribution's own pocket.
        let drew_on = books::account(context, self.category)?.pocket.filter(|drawn| *drawn != pocket);
        if drew_on.is_some() {
            books::SetCategoryPocket { category: self.category, pocket }.perform(context)?;
        }
        let kept = before.as_ref().filter(|before| before.category == self.category).and_then(|before| before.drew_on);
        let id = match self.plan {
            Some(plan) => plan,
            None => context.tx.next_id()?,
        };
        let row = ContributionRow {
            id,
            name: name.clone(),
            category: self.category,
            pocket,
            opened_pocket,
            drew_on: kept.or(drew_on),
            every_months: self.every_months,
            first_on: self.first_on,
            amount: self.amount_minor,
            permille: self.permille,
            ceiling: self.ceiling_minor,
            from_account: self.from_account,
            by_itself: self.by_itself,
            holder,
            iban,
            reference: self.reference.trim().to_owned(),
            ended_on: None,
        };
        records::write_contribution_plan(&mut context.tx, &row)?;
        Ok(PlannedContribution { plan: id, name, pocket, before: before.as_ref().map(input_of) })
    }

    fn sentence(&self, outcome: &PlannedContribution) -> String {
        t!("Planned {name}, due first on {day}.", name = outcome.name, day = fmt::date(self.first_on))
    }

    fn undo(&self, outcome: &PlannedContribution) -> Undo {
        match &outcome.before {
            Some(input) => Undo::Compensating { command: PlanContribution::NAME, input: input.clone() },
            None => Undo::Compensating { command: ForgetContribution::NAME, input: json!({ "plan": outcome.plan }) },
        }
    }
}

fn input_of(plan: &ContributionRow) -> Value {
    json!({
        "plan": plan.id, "name": plan.name, "category": plan.category, "pocket": plan.pocket,
        "every_months": plan.every_months, "first_on": plan.first_on, "amount_minor": plan.amount,
        "permille": plan.permille, "ceiling_minor": plan.ceiling, "from_account": plan.from_account,
        "by_itself": plan.by_itself, "holder": plan.holder, "iban": plan.iban, "reference": plan.reference,
    })
}

/// Lets the category of a plan draw on what it drew on before, where nobody changed that since.
pub(super) fn give_category_back(context: &mut Context, plan: &ContributionRow) -> Result<(), Failure> {
    let others = records::contribution_plans(&mut context.tx)?;
    let shared =
        |other: &ContributionRow| other.id != plan.id && other.ended_on.is_none() && other.category == plan.category;
    let draws_here = books::account(context, plan.category)?.pocket == Some(plan.pocket);
    let before = plan.drew_on.filter(|before| *before != plan.pocket);
    let open = |pocket: i64, known: &books::Pocket| known.id == pocket && !known.closed;
    if let Some(before) = before
        && draws_here
        && !others.iter().any(shared)
        && books::pockets(context)?.iter().any(|known| open(before, known))
    {
        books::SetCategoryPocket { category: plan.category, pocket: before }.perform(context)?;
    }
    Ok(())
}
