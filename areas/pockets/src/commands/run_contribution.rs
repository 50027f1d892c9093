//! A contribution that is due: paid, skipped, or taken back before the bank had it.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Query, Refusal, RefusalKind, Undo, UndoKind};
use locale::{fmt, t};
use payments::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    order::{self, NewOrder},
    payment_file::PaymentFormat,
    plan_contribution::running,
    run_pay::REASON_LONGEST,
};
use crate::{
    queries::{ContributionPlan, ContributionProposal, Contributions, PayState},
    records::{self, ContributionRow, ContributionRunRow, RunRow},
};

/// Pays a contribution that is due: keeps what was decided, and makes the payment order where it is not drawn by itself.
/// Nothing is booked until the bank shows it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunContribution {
    /// The plan.
    pub plan: i64,
    /// How much; what is proposed when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The day for which the bank is to make it; the due day, or today when that is past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<Date>,
    /// The order: `pain.001.001.09`, `pain.001.001.03` or `csv`; what fits the currency and the IBAN when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<PaymentFormat>,
}

/// A contribution that was paid.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunContributionOutcome {
    /// The run.
    pub run: i64,
    /// Its name.
    pub name: String,
    /// How much, as written.
    pub amount: String,
    /// The day for which the bank is to make it.
    pub requested_on: Date,
    /// The reference that comes back on the statement; empty where it is drawn by itself.
    pub reference: String,
}

#[derive(Debug)]
enum RunRefusal {
    NothingDue { name: String },
    NotPositive,
    MoreThanHeld { holds: String, pocket: String },
    OverCeiling { left: String },
    DayPast,
    NotTaken { what: Problem },
    NoSuchRun(i64),
    Met,
    Withdrawn,
    ReasonLength,
}

impl Refusal for RunRefusal {
    fn code(&self) -> &'static str {
        match self {
            RunRefusal::NothingDue { .. } => "nothing-is-due",
            RunRefusal::NotPositive => "not-positive",
            RunRefusal::MoreThanHeld { .. } => "more-than-the-pocket-holds",
            RunRefusal::OverCeiling { .. } => "more-than-the-ceiling",
            RunRefusal::DayPast => "day-is-past",
            RunRefusal::NotTaken { .. } => "bank-would-not-take-it",
            RunRefusal::NoSuchRun(_) => "no-such-contribution-run",
            RunRefusal::Met => "payment-was-seen",
            RunRefusal::Withdrawn => "contribution-run-is-withdrawn",
            RunRefusal::ReasonLength => "reason-length",
        }
    }

    fn sentence(&self) -> String {
        match self {
            RunRefusal::NothingDue { name } => t!("Nothing of {name} is to be paid now.", name = name),
            RunRefusal::NotPositive => t!("The amount has to be more than nothing."),
            RunRefusal::MoreThanHeld { holds, pocket } => {
                t!("The pocket {pocket} holds {holds}.", pocket = pocket, holds = holds)
            }
            RunRefusal::OverCeiling { left } => t!("The year’s ceiling leaves {left}.", left = left),
            RunRefusal::DayPast => t!("A bank makes no transfer in the past; choose today or a later day."),
            RunRefusal::NotTaken { what } => order::not_taken(*what),
            RunRefusal::NoSuchRun(run) => t!("There is no payment of a contribution {run} here.", run = run),
            RunRefusal::Met => t!("A statement has shown this payment already: the bank has made it."),
            RunRefusal::Withdrawn => t!("That payment was taken back already."),
            RunRefusal::ReasonLength => t!("A reason has at most 200 characters."),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            RunRefusal::MoreThanHeld { .. } => Some(t!("Fill it from another pocket first.")),
            RunRefusal::NotTaken { .. } => Some(t!("Write the IBANs down, or save a table (CSV) instead.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            RunRefusal::NotPositive | RunRefusal::MoreThanHeld { .. } | RunRefusal::OverCeiling { .. } => {
                "amount_minor"
            }
            RunRefusal::DayPast => "requested_on",
            RunRefusal::NotTaken { .. } => "format",
            RunRefusal::ReasonLength => "reason",
            RunRefusal::NothingDue { .. } => "plan",
            RunRefusal::NoSuchRun(_) | RunRefusal::Met | RunRefusal::Withdrawn => "run",
        };
        Some(field.into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            RunRefusal::NoSuchRun(_) => RefusalKind::NotFound,
            RunRefusal::NothingDue { .. } | RunRefusal::Met | RunRefusal::Withdrawn => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

/// The plan, as it goes on, with what it asks for next.
fn due(context: &mut Context, id: i64) -> Result<(ContributionRow, ContributionPlan, ContributionProposal), Failure> {
    let row = running(context, id)?;
    let answer = Contributions::default().answer(context)?;
    let nothing = || RunRefusal::NothingDue { name: row.name.clone() };
    let plan = answer.plans.into_iter().find(|plan| plan.id == id).ok_or_else(nothing)?;
    let next = plan.next.clone().ok_or_else(nothing)?;
    Ok((row, plan, next))
}

fn run_row(id: i64, plan: &ContributionRow, next: &ContributionProposal, today: Date) -> ContributionRunRow {
    ContributionRunRow {
        plan: plan.id,
        category: plan.category,
        pocket: plan.pocket,
        run: RunRow {
            id,
            due_on: next.due_on,
            state: records::SKIPPED.into(),
            proposed: next.amount_minor,
            amount: 0,
            said: next.said.clone(),
            done_on: today,
            requested_on: next.due_on,
            from_account: plan.from_account,
            iban: String::new(),
            format: String::new(),
            message_id: String::new(),
            content: String::new(),
            withdrawn_on: None,
        },
    }
}

impl Command for RunContribution {
    const NAME: &'static str = "run-contribution";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = &[
        "no-such-contribution",
        "contribution-has-ended",
        "nothing-is-due",
        "not-positive",
        "more-than-the-pocket-holds",
        "more-than-the-ceiling",
        "day-is-past",
        "bank-would-not-take-it",
    ];
    type Outcome = RunContributionOutcome;

    fn about() -> String {
        t!("Pay a contribution that is due: make its order and wait for its bank line.")
    }

    fn perform(&self, context: &mut Context) -> Result<RunContributionOutcome, Failure> {
        let (plan, seen, next) = due(context, self.plan)?;
        let currency = context.settings.currency;
        let shown = |minor: i64| fmt::money(minor, currency.code());
        let amount_minor = self.amount_minor.unwrap_or(next.amount_minor);
        if amount_minor <= 0 {
            return Err(RunRefusal::NotPositive.into());
        }
        if let Some(left) = next.left_of_ceiling_minor.filter(|left| amount_minor > *left) {
            return Err(RunRefusal::OverCeiling { left: shown(left) }.into());
        }
        // What is drawn by itself is drawn whatever the pocket holds; an order is the owner's to make or not.
        if !plan.by_itself && amount_minor > next.holds_minor {
            let holds = shown(next.holds_minor);
            return Err(RunRefusal::MoreThanHeld { holds, pocket: seen.pocket_name }.into());
        }
        let today = context.today;
        let requested_on =
            self.requested_on.unwrap_or(if plan.by_itself { next.due_on } else { next.due_on.max(today) });
        if requested_on < today && !plan.by_itself {
            return Err(RunRefusal::DayPast.into());
        }
        let id = context.tx.next_id()?;
        let mut row = run_row(id, &plan, &next, today);
        (row.run.state, row.run.amount, row.run.requested_on) = (records::RUN.into(), amount_minor, requested_on);
        if !plan.by_itself {
            let said = if plan.reference.is_empty() { plan.name.clone() } else { plan.reference.clone() };
            let new = NewOrder {
                prefix: "CON",
                id,
                from_account: plan.from_account,
                from_name: seen.from_name,
                holder: if plan.holder.is_empty() { plan.name.clone() } else { plan.holder.clone() },
                iban: plan.iban.clone(),
                amount_minor,
                remittance: said,
                requested_on,
                format: self.format,
            };
            let made = order::make(context, new)?.map_err(|what| RunRefusal::NotTaken { what })?;
            row.run.iban = plan.iban.clone();
            (row.run.format, row.run.message_id, row.run.content) =
                (made.format.into(), made.reference.clone(), made.content);
        }
        records::insert_contribution_run(&mut context.tx, &row)?;
        Ok(RunContributionOutcome {
            run: id,
            name: plan.name,
            amount: shown(amount_minor),
            requested_on,
            reference: row.run.message_id,
        })
    }

    fn sentence(&self, outcome: &RunContributionOutcome) -> String {
        if outcome.reference.is_empty() {
            return t!(
                "{name}: {amount} is expected to be drawn on {day}.",
                name = outcome.name,
                amount = outcome.amount,
                day = fmt::date(outcome.requested_on)
            );
        }
        t!(
            "{name}: {amount} for {day} is ordered. Save the order and hand it to your bank.",
            name = outcome.name,
            amount = outcome.amount,
            day = fmt::date(outcome.requested_on)
        )
    }

    fn undo(&self, outcome: &RunContributionOutcome) -> Undo {
        Undo::Compensating { command: WithdrawContribution::NAME, input: json!({ "run": outcome.run }) }
    }
}

/// Skips a contribution that is due, and says why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkipContribution {
    /// The plan.
    pub plan: i64,
    /// Why, in a few words.
    #[serde(default)]
    pub reason: String,
}

/// A due day that was skipped, or a payment that was taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionDay {
    /// Its line in the history.
    pub run: i64,
    /// The contribution's name.
    pub name: String,
    /// The due day.
    pub due_on: Date,
}

impl Command for SkipContribution {
    const NAME: &'static str = "skip-contribution";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] =
        &["no-such-contribution", "contribution-has-ended", "nothing-is-due", "reason-length"];
    type Outcome = ContributionDay;

    fn about() -> String {
        t!("Skip a contribution that is due, with the reason.")
    }

    fn perform(&self, context: &mut Context) -> Result<ContributionDay, Failure> {
        let reason = self.reason.trim();
        if reason.chars().nth(REASON_LONGEST).is_some() {
            return Err(RunRefusal::ReasonLength.into());
        }
        let (plan, _, next) = due(context, self.plan)?;
        let id = context.tx.next_id()?;
        let mut row = run_row(id, &plan, &next, context.today);
        row.run.said = reason.to_owned();
        records::insert_contribution_run(&mut context.tx, &row)?;
        Ok(ContributionDay { run: id, name: plan.name, due_on: next.due_on })
    }

    fn sentence(&self, outcome: &ContributionDay) -> String {
        t!("Skipped {name} of {day}.", name = outcome.name, day = fmt::date(outcome.due_on))
    }

    fn undo(&self, outcome: &ContributionDay) -> Undo {
        Undo::Compensating { command: WithdrawContribution::NAME, input: json!({ "run": outcome.run }) }
    }
}

/// Takes back a payment of a contribution that the bank does not have, or a day that was skipped.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawContribution {
    /// The run.
    pub run: i64,
}

impl Command for WithdrawContribution {
    const NAME: &'static str = "withdraw-contribution";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] =
        &["no-such-contribution-run", "payment-was-seen", "contribution-run-is-withdrawn"];
    type Outcome = ContributionDay;

    fn about() -> String {
        t!("Take back a payment of a contribution that the bank does not have, or a day that was skipped.")
    }

    fn perform(&self, context: &mut Context) -> Result<ContributionDay, Failure> {
        let row = records::contribution_run(&mut context.tx, self.run)?.ok_or(RunRefusal::NoSuchRun(self.run))?;
        if row.run.withdrawn_on.is_some() {
            return Err(RunRefusal::Withdrawn.into());
        }
        let answer = Contributions::since(row.run.due_on).answer(context)?;
        let known = answer.history.iter().find(|known| known.id == Some(self.run));
        if known.is_some_and(|known| known.state == PayState::Met) {
            return Err(RunRefusal::Met.into());
        }
        let today = context.today;
        records::set_contribution_run_withdrawn(&mut context.tx, self.run, today)?;
        let name = known.map(|known| known.name.clone()).unwrap_or_default();
        Ok(ContributionDay { run: self.run, name, due_on: row.run.due_on })
    }

    fn sentence(&self, outcome: &ContributionDay) -> String {
        t!(
            "Took back {name} of {day}. Do not hand an order for it to the bank.",
            name = outcome.name,
            day = fmt::date(outcome.due_on)
        )
    }

    fn undo(&self, _: &ContributionDay) -> Undo {
        Undo::None { reason: t!("Pay it again instead; a bank takes each order only once.") }
    }
}
