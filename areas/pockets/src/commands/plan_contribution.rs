//! How a contribution of the owner is planned: what for, how much, how often, from where.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use ledger::AccountKind;
use locale::{fmt, t};
use payments::REMITTANCE_LONGEST;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::order::{paying_account, receiver};
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

#[derive(Debug)]
pub(super) enum ContributionPlanRefusal {
    NoSuchPlan(i64),
    NameLength,
    NameTaken(String),
    NotADrawing { name: String },
    NotOwnPocket,
    Rhythm,
    LongAgo,
    AmountOrShare,
    NotPositive { field: &'static str },
    Share,
    ReferenceLength,
    HasRuns { name: String },
    Ended { name: String },
    NotEnded { name: String },
}

const PLAN_REFUSALS: &[&str] = &[
    "no-such-contribution",
    "contribution-name-length",
    "contribution-name-is-taken",
    "not-a-drawing",
    "not-an-own-pocket",
    "no-such-rhythm",
    "first-day-is-long-past",
    "amount-or-share",
    "not-positive",
    "share-is-not-a-share",
    "reference-length",
    "contribution-has-ended",
    "not-a-bank-account",
    "account-is-closed",
    "account-has-another-currency",
    "not-an-iban",
    "account-of-the-business",
    "holder-length",
    "pocket-name-is-taken",
];

impl Refusal for ContributionPlanRefusal {
    fn code(&self) -> &'static str {
        match self {
            ContributionPlanRefusal::NoSuchPlan(_) => "no-such-contribution",
            ContributionPlanRefusal::NameLength => "contribution-name-length",
            ContributionPlanRefusal::NameTaken(_) => "contribution-name-is-taken",
            ContributionPlanRefusal::NotADrawing { .. } => "not-a-drawing",
            ContributionPlanRefusal::NotOwnPocket => "not-an-own-pocket",
            ContributionPlanRefusal::Rhythm => "no-such-rhythm",
            ContributionPlanRefusal::LongAgo => "first-day-is-long-past",
            ContributionPlanRefusal::AmountOrShare => "amount-or-share",
            ContributionPlanRefusal::NotPositive { .. } => "not-positive",
            ContributionPlanRefusal::Share => "share-is-not-a-share",
            ContributionPlanRefusal::ReferenceLength => "reference-length",
            ContributionPlanRefusal::HasRuns { .. } => "contribution-has-runs",
            ContributionPlanRefusal::Ended { .. } => "contribution-has-ended",
            ContributionPlanRefusal::NotEnded { .. } => "contribution-has-not-ended",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ContributionPlanRefusal::NoSuchPlan(plan) => {
                t!("There is no planned contribution {plan} here.", plan = plan)
            }
            ContributionPlanRefusal::NameLength => t!("A contribution’s name needs 1 to 60 characters."),
            ContributionPlanRefusal::NameTaken(name) => {
                t!("There is a contribution named {name} already.", name = name)
            }
            ContributionPlanRefusal::NotADrawing { name } => {
                t!("{name} is not something you take out for yourself, apart from your pay.", name = name)
            }
            ContributionPlanRefusal::NotOwnPocket => {
                t!("A contribution is paid from an open pocket of your own, not from one that the program works with.")
            }
            ContributionPlanRefusal::Rhythm => t!("It can be due every 1, 2, 3, 6 or 12 months."),
            ContributionPlanRefusal::LongAgo => t!("The first day is more than a year past."),
            ContributionPlanRefusal::AmountOrShare => {
                t!("Give either an amount or a part of what comes in, not both.")
            }
            ContributionPlanRefusal::NotPositive { .. } => t!("The amount has to be more than nothing."),
            ContributionPlanRefusal::Share => t!("A share is between 0% and 100%."),
            ContributionPlanRefusal::ReferenceLength => t!("What a payment says has at most 140 characters."),
            ContributionPlanRefusal::HasRuns { name } => t!("{name} has been paid or skipped before.", name = name),
            ContributionPlanRefusal::Ended { name } => t!("{name} has ended.", name = name),
            ContributionPlanRefusal::NotEnded { name } => t!("{name} goes on.", name = name),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            ContributionPlanRefusal::HasRuns { .. } => Some(t!("End it instead; what was paid stays in sight.")),
            ContributionPlanRefusal::Ended { .. } => Some(t!("Take it up again first.")),
            ContributionPlanRefusal::LongAgo => Some(t!("Choose the next day on which it is due.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ContributionPlanRefusal::NameLength | ContributionPlanRefusal::NameTaken(_) => "name",
                ContributionPlanRefusal::NotADrawing { .. } => "category",
                ContributionPlanRefusal::NotOwnPocket => "pocket",
                ContributionPlanRefusal::Rhythm => "every_months",
                ContributionPlanRefusal::LongAgo => "first_on",
                ContributionPlanRefusal::AmountOrShare => "amount_minor",
                ContributionPlanRefusal::NotPositive { field } => field,
                ContributionPlanRefusal::Share => "permille",
                ContributionPlanRefusal::ReferenceLength => "reference",
                _ => "plan",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            ContributionPlanRefusal::NoSuchPlan(_) => RefusalKind::NotFound,
            ContributionPlanRefusal::NameTaken(_)
            | ContributionPlanRefusal::HasRuns { .. }
            | ContributionPlanRefusal::Ended { .. }
            | ContributionPlanRefusal::NotEnded { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
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

/// Lets the category of a plan draw on what it drew on before, where nobody changed that since.
fn give_category_back(context: &mut Context, plan: &ContributionRow) -> Result<(), Failure> {
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
