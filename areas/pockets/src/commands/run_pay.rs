//! A month's pay: run, skipped, or taken back before the bank had it.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Query, Refusal, RefusalKind, Undo, UndoKind};
use ledger::Month;
use locale::{fmt, t};
use payments::Problem;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    order::{self, NewOrder},
    payment_file::PaymentFormat,
};
use crate::{
    queries::{PayPlan, PayProposal, PayState, with_entries},
    records::{self, RunRow},
    rules::pay::pay_day,
};

/// Runs this month’s pay: keeps what was decided and makes the payment order. Nothing is booked until the bank shows it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RunPay {
    /// How much; what is proposed when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The day for which the bank is to make it; the pay day, or today when that is past.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<Date>,
    /// The order: `pain.001.001.09`, `pain.001.001.03` or `csv`; what fits the currency and the IBAN when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<PaymentFormat>,
}

/// Pay that was run.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunPayOutcome {
    /// The run.
    pub run: i64,
    /// How much, as written.
    pub amount: String,
    /// The day for which the bank is to make it.
    pub requested_on: Date,
    /// The reference that comes back on the statement.
    pub reference: String,
}

#[derive(Debug)]
enum PayRefusal {
    NoPlan,
    DoneAlready { month: Date },
    NotPositive,
    MoreThanHeld { holds: String },
    RaiseLocked { last: String },
    DayPast,
    NotTaken { what: Problem },
    NoSuchRun(i64),
    Met,
    Withdrawn,
    ReasonLength,
}

impl Refusal for PayRefusal {
    fn code(&self) -> &'static str {
        match self {
            PayRefusal::NoPlan => "no-pay-plan",
            PayRefusal::DoneAlready { .. } => "pay-was-run",
            PayRefusal::NotPositive => "not-positive",
            PayRefusal::MoreThanHeld { .. } => "more-than-the-pocket-holds",
            PayRefusal::RaiseLocked { .. } => "raise-is-locked",
            PayRefusal::DayPast => "day-is-past",
            PayRefusal::NotTaken { .. } => "bank-would-not-take-it",
            PayRefusal::NoSuchRun(_) => "no-such-pay-run",
            PayRefusal::Met => "payment-was-seen",
            PayRefusal::Withdrawn => "pay-run-is-withdrawn",
            PayRefusal::ReasonLength => "reason-length",
        }
    }

    fn sentence(&self) -> String {
        match self {
            PayRefusal::NoPlan => t!("Your pay is not planned yet."),
            PayRefusal::DoneAlready { month } => {
                t!("The pay of {month} was run or skipped already.", month = fmt::month(*month))
            }
            PayRefusal::NotPositive => t!("The amount has to be more than nothing."),
            PayRefusal::MoreThanHeld { holds } => t!("The pocket for your pay holds {holds}.", holds = holds),
            PayRefusal::RaiseLocked { last } => {
                t!("More than the last {last} is a raise, and the buffer does not hold three months yet.", last = last)
            }
            PayRefusal::DayPast => t!("A bank makes no transfer in the past; choose today or a later day."),
            PayRefusal::NotTaken { what } => order::not_taken(*what),
            PayRefusal::NoSuchRun(run) => t!("There is no run of pay {run} here.", run = run),
            PayRefusal::Met => t!("A statement has shown this pay already: the bank has made it."),
            PayRefusal::Withdrawn => t!("That run was taken back already."),
            PayRefusal::ReasonLength => t!("A reason has at most 200 characters."),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            PayRefusal::NoPlan => Some(t!("Plan it on the page of your pay.")),
            PayRefusal::RaiseLocked { .. } => Some(t!("Fill the buffer first, or pay as much as last time.")),
            PayRefusal::NotTaken { .. } => Some(t!("Write the IBANs down, or save a table (CSV) instead.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            PayRefusal::NotPositive | PayRefusal::MoreThanHeld { .. } | PayRefusal::RaiseLocked { .. } => {
                Some("amount_minor".into())
            }
            PayRefusal::DayPast => Some("requested_on".into()),
            PayRefusal::NotTaken { .. } => Some("format".into()),
            PayRefusal::NoSuchRun(_) | PayRefusal::Met | PayRefusal::Withdrawn => Some("run".into()),
            PayRefusal::ReasonLength => Some("reason".into()),
            PayRefusal::NoPlan | PayRefusal::DoneAlready { .. } => None,
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            PayRefusal::NoSuchRun(_) => RefusalKind::NotFound,
            PayRefusal::NoPlan | PayRefusal::DoneAlready { .. } | PayRefusal::Met | PayRefusal::Withdrawn => {
                RefusalKind::Conflict
            }
            _ => RefusalKind::Invalid,
        }
    }
}

/// This month's pay day, unless the month was run or skipped.
fn day_to_pay(context: &mut Context, plan: &PayPlan) -> Result<Date, Failure> {
    let this = Month::of(context.today);
    let runs = records::pay_runs(&mut context.tx, 24)?;
    if runs.iter().any(|run| run.withdrawn_on.is_none() && Month::of(run.due_on) == this) {
        return Err(PayRefusal::DoneAlready { month: context.today }.into());
    }
    Ok(pay_day(this, plan.day))
}

impl Command for RunPay {
    const NAME: &'static str = "run-pay";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = &[
        "no-pay-plan",
        "pay-was-run",
        "not-positive",
        "more-than-the-pocket-holds",
        "raise-is-locked",
        "day-is-past",
        "bank-would-not-take-it",
    ];
    type Outcome = RunPayOutcome;

    fn about() -> String {
        t!("Run this month’s pay: make the payment order and wait for its bank line.")
    }

    fn perform(&self, context: &mut Context) -> Result<RunPayOutcome, Failure> {
        let proposal = PayProposal {}.answer(context)?;
        let plan = proposal.plan.clone().ok_or(PayRefusal::NoPlan)?;
        let due_on = day_to_pay(context, &plan)?;
        let amount_minor = self.amount_minor.unwrap_or(proposal.amount_minor);
        let shown = |minor: i64| fmt::money(minor, &proposal.currency);
        if amount_minor <= 0 {
            return Err(PayRefusal::NotPositive.into());
        }
        if amount_minor > proposal.holds_minor {
            return Err(PayRefusal::MoreThanHeld { holds: shown(proposal.holds_minor) }.into());
        }
        // The owner's own minimum is no raise: it is what life costs.
        let allowed = proposal.last_minor.map(|last| last.max(plan.minimum_minor));
        if let Some(last) = allowed.filter(|last| amount_minor > *last && !proposal.raise_unlocked) {
            return Err(PayRefusal::RaiseLocked { last: shown(last) }.into());
        }
        let requested_on = self.requested_on.unwrap_or(due_on.max(context.today));
        if requested_on < context.today {
            return Err(PayRefusal::DayPast.into());
        }
        let id = context.tx.next_id()?;
        let new = NewOrder {
            prefix: "PAY",
            id,
            from_account: plan.from_account,
            from_name: plan.from_name,
            holder: plan.holder,
            iban: plan.iban.clone(),
            amount_minor,
            remittance: t!("Owner’s pay {month}", month = fmt::month(due_on)),
            requested_on,
            format: self.format,
        };
        let made = order::make(context, new)?.map_err(|what| PayRefusal::NotTaken { what })?;
        let row = RunRow {
            id,
            due_on,
            state: records::RUN.into(),
            proposed: proposal.amount_minor,
            amount: amount_minor,
            said: proposal.said,
            done_on: context.today,
            requested_on,
            from_account: plan.from_account,
            iban: plan.iban,
            format: made.format.into(),
            message_id: made.reference.clone(),
            content: made.content,
            withdrawn_on: None,
        };
        records::insert_pay_run(&mut context.tx, &row)?;
        Ok(RunPayOutcome { run: id, amount: shown(amount_minor), requested_on, reference: made.reference })
    }

    fn sentence(&self, outcome: &RunPayOutcome) -> String {
        t!(
            "Your pay of {amount} for {day} is ordered. Save the order and hand it to your bank.",
            amount = outcome.amount,
            day = fmt::date(outcome.requested_on)
        )
    }

    fn undo(&self, outcome: &RunPayOutcome) -> Undo {
        Undo::Compensating { command: WithdrawPay::NAME, input: json!({ "run": outcome.run }) }
    }
}

/// The longest reason for skipping, in characters.
pub(super) const REASON_LONGEST: usize = 200;

/// Skips this month’s pay, and says why.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SkipPay {
    /// Why, in a few words.
    pub reason: String,
}

/// A month that was skipped.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SkippedPay {
    /// Its line in the history.
    pub run: i64,
    /// The pay day that passes.
    pub due_on: Date,
}

impl Command for SkipPay {
    const NAME: &'static str = "skip-pay";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = &["no-pay-plan", "pay-was-run", "reason-length"];
    type Outcome = SkippedPay;

    fn about() -> String {
        t!("Skip this month’s pay, with the reason.")
    }

    fn perform(&self, context: &mut Context) -> Result<SkippedPay, Failure> {
        if self.reason.trim().chars().nth(REASON_LONGEST).is_some() {
            return Err(PayRefusal::ReasonLength.into());
        }
        let proposal = PayProposal {}.answer(context)?;
        let plan = proposal.plan.ok_or(PayRefusal::NoPlan)?;
        let due_on = day_to_pay(context, &plan)?;
        let id = context.tx.next_id()?;
        let row = RunRow {
            id,
            due_on,
            state: records::SKIPPED.into(),
            proposed: proposal.amount_minor,
            amount: 0,
            said: self.reason.trim().to_owned(),
            done_on: context.today,
            requested_on: due_on,
            from_account: plan.from_account,
            iban: String::new(),
            format: String::new(),
            message_id: String::new(),
            content: String::new(),
            withdrawn_on: None,
        };
        records::insert_pay_run(&mut context.tx, &row)?;
        Ok(SkippedPay { run: id, due_on })
    }

    fn sentence(&self, outcome: &SkippedPay) -> String {
        t!("Skipped your pay of {day}.", day = fmt::date(outcome.due_on))
    }

    fn undo(&self, outcome: &SkippedPay) -> Undo {
        Undo::Compensating { command: WithdrawPay::NAME, input: json!({ "run": outcome.run }) }
    }
}

/// Takes back a run of pay that the bank does not have, or a skipped month.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPay {
    /// The run.
    pub run: i64,
}

/// A run that was taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WithdrawnPay {
    /// Its pay day.
    pub due_on: Date,
}

impl Command for WithdrawPay {
    const NAME: &'static str = "withdraw-pay";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["no-such-pay-run", "payment-was-seen", "pay-run-is-withdrawn"];
    type Outcome = WithdrawnPay;

    fn about() -> String {
        t!("Take back a run of pay that the bank does not have, or a skipped month.")
    }

    fn perform(&self, context: &mut Context) -> Result<WithdrawnPay, Failure> {
        let row = records::pay_run(&mut context.tx, self.run)?.ok_or(PayRefusal::NoSuchRun(self.run))?;
        if row.withdrawn_on.is_some() {
            return Err(PayRefusal::Withdrawn.into());
        }
        let due_on = row.due_on;
        let runs = records::pay_runs(&mut context.tx, 24)?;
        let met = with_entries(context, runs)?.iter().any(|run| run.id == row.id && run.state == PayState::Met);
        if met {
            return Err(PayRefusal::Met.into());
        }
        let today = context.today;
        records::set_pay_run_withdrawn(&mut context.tx, row.id, Some(today))?;
        Ok(WithdrawnPay { due_on })
    }

    fn sentence(&self, outcome: &WithdrawnPay) -> String {
        t!("Took back the pay of {day}. Do not hand its order to the bank.", day = fmt::date(outcome.due_on))
    }

    fn undo(&self, _: &WithdrawnPay) -> Undo {
        Undo::None { reason: t!("Run it again instead; a bank takes each order only once.") }
    }
}
