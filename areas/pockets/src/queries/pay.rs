//! What the owner can be paid, why, and what became of earlier runs.

use books::{AccountMonths, PocketIntake, ReadBasis, pages::words};
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use ledger::Month;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::standing::{Standing, StandingAnswer};
use crate::{
    entries::standing_entries,
    records::{self, RunRow},
    rules::{
        self,
        pay::{BUFFER_MONTHS, Drawn, PayFacts, PayReason, Proposed, WaitingRun, meet, pay_day, propose},
    },
};

/// What the owner can be paid next, with the reason, and the runs so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PayProposal {}

/// A proposal for the owner's pay. Amounts are minor units of the books' currency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PayProposalAnswer {
    /// The currency.
    pub currency: String,
    /// How pay is planned; absent until it is.
    pub plan: Option<PayPlan>,
    /// The pocket that pays; absent where the books have none.
    pub pocket: Option<i64>,
    /// What it holds.
    pub holds_minor: i64,
    /// The next pay day; absent without a plan.
    pub due_on: Option<Date>,
    /// Whether it has come.
    pub is_due: bool,
    /// How much is proposed.
    pub amount_minor: i64,
    /// What decided the amount.
    pub reason: PayReason,
    /// The same in a sentence, with the figures.
    pub said: String,
    /// What deposits brought to the pocket in each of the last full months, oldest first.
    pub intake: Vec<(Month, i64)>,
    /// What came in a month: the lower of the averages of three and six months.
    pub average_minor: Option<i64>,
    /// What the owner was paid last.
    pub last_minor: Option<i64>,
    /// What the buffer holds.
    pub buffer_minor: i64,
    /// What a month costs without any sale.
    pub overhead_minor: Option<i64>,
    /// Tenths of a month for which the buffer lasts.
    pub buffer_tenths: Option<i64>,
    /// Whether three months of overhead stand in the buffer.
    pub raise_unlocked: bool,
    /// The runs, newest first.
    pub runs: Vec<PayRun>,
}

/// How pay is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PayPlan {
    /// The day of the month.
    pub day: i64,
    /// The bank account that pays.
    pub from_account: i64,
    /// Its name.
    pub from_name: String,
    /// Whose private account it goes to.
    pub holder: String,
    /// Its IBAN; empty when not given.
    pub iban: String,
    /// The least the owner wants to be paid.
    pub minimum_minor: i64,
    /// Amounts are rounded down to a multiple of this.
    pub rounding_minor: i64,
}

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PayState {
    /// Its order was made; no statement has shown it.
    Run,
    /// An entry shows it.
    Met,
    /// The month was skipped.
    Skipped,
    /// It was taken back before the bank had it.
    Withdrawn,
}

/// A run of pay, or a month that was skipped.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PayRun {
    /// Its id.
    pub id: i64,
    /// The pay day.
    pub due_on: Date,
    /// What became of it.
    pub state: PayState,
    /// What was proposed.
    pub proposed_minor: i64,
    /// What was ordered; nothing of a skipped month.
    pub amount_minor: i64,
    /// Why: the proposal's sentence, or the reason for skipping.
    pub said: String,
    /// The day for which the bank was asked.
    pub requested_on: Date,
    /// The reference that comes back on statements.
    pub reference: String,
    /// The format of its order; empty of a skipped month.
    pub format: String,
    /// The entry that shows it.
    pub entry: Option<i64>,
    /// That entry's day.
    pub met_on: Option<Date>,
}

/// The roles of the accounts on which pay arrives in the books.
const OWNERS_ACCOUNTS: [&str; 2] = ["owners-pay", "private"];
/// How many runs are looked at: two years.
const RUNS: i64 = 24;

impl Query for PayProposal {
    const NAME: &'static str = "pay-proposal";
    type Answer = PayProposalAnswer;

    fn about() -> String {
        t!("What you can pay yourself next, why, and what became of earlier runs.")
    }

    fn answer(&self, context: &mut Context) -> Result<PayProposalAnswer, Failure> {
        let standing = Standing::default().answer(context)?;
        proposal(context, &standing)
    }
}

/// The proposal beside a standing that was read already.
pub(crate) fn proposal(context: &mut Context, standing: &StandingAnswer) -> Result<PayProposalAnswer, Failure> {
    let today = context.today;
    let plan = records::pay_plan(&mut context.tx)?;
    let rows = records::pay_runs(&mut context.tx, RUNS)?;
    let due_on = plan.as_ref().map(|plan| next_due(today, plan.day, &rows));
    let runs = with_entries(context, rows)?;
    let find = |role: &str| standing.pockets.iter().find(|pocket| pocket.state.pocket.role == role);
    let (pocket, holds_minor) =
        find("owners-pay").map_or((None, 0), |pocket| (Some(pocket.state.pocket.id), pocket.state.holds_minor));
    let buffer_minor = find("buffer").map_or(0, |pocket| pocket.state.holds_minor);
    let overhead_minor = standing.overhead.as_ref().map(|overhead| overhead.amount_minor).filter(|minor| *minor > 0);
    let intake = match pocket {
        Some(pocket) => intake(context, pocket)?,
        None => Vec::new(),
    };
    let last_run = runs.iter().find(|run| matches!(run.state, PayState::Run | PayState::Met));
    let last_minor = match last_run {
        Some(run) => Some(run.amount_minor),
        None => drawn_of_late(context)?,
    };
    // Money ordered and not yet seen on a statement is still in the pocket, and is spoken for.
    let ordered = runs.iter().filter(|run| run.state == PayState::Run).map(|run| run.amount_minor);
    let spoken_for = ledger::sum(ordered).unwrap_or(i64::MAX);
    let amounts: Vec<i64> = intake.iter().map(|(_, amount)| *amount).collect();
    let facts = PayFacts {
        intake_minor: &amounts,
        holds_minor: holds_minor.saturating_sub(spoken_for),
        buffer_minor,
        overhead_minor,
        last_minor,
        minimum_minor: plan.as_ref().map_or(0, |plan| plan.minimum),
        rounding_minor: plan.as_ref().map_or(1, |plan| plan.rounding),
    };
    let found = propose(&facts);
    let since = intake.len().checked_sub(found.months).and_then(|at| intake.get(at)).map(|(month, _)| *month);
    let accounts = books::accounts(context)?;
    let plan = plan.map(|row| PayPlan {
        day: row.day,
        from_account: row.from_account,
        from_name: accounts
            .iter()
            .find(|account| account.id == row.from_account)
            .map(|account| account.name.clone())
            .unwrap_or_default(),
        holder: row.holder,
        iban: row.iban,
        minimum_minor: row.minimum,
        rounding_minor: row.rounding,
    });
    Ok(PayProposalAnswer {
        currency: standing.currency.clone(),
        plan,
        pocket,
        holds_minor,
        due_on,
        is_due: due_on.is_some_and(|due_on| due_on <= today),
        amount_minor: found.amount_minor,
        reason: found.reason,
        said: said(&found, &facts, since, &standing.currency),
        intake,
        average_minor: found.average_minor,
        last_minor,
        buffer_minor,
        overhead_minor,
        buffer_tenths: found.buffer_tenths,
        raise_unlocked: rules::pay::raise_is_unlocked(buffer_minor, overhead_minor),
        runs,
    })
}

/// This month's pay day, or next month's where this one was run or skipped.
pub(crate) fn next_due(today: Date, day: i64, runs: &[RunRow]) -> Date {
    let this = Month::of(today);
    let done = runs.iter().any(|run| run.withdrawn_on.is_none() && Month::of(run.due_on) == this);
    pay_day(if done { this.plus(1) } else { this }, day)
}

/// What deposits brought in the last full months since the pockets began; six at most. The first month counts when it
/// began on its first day.
fn intake(context: &mut Context, pocket: i64) -> Result<Vec<(Month, i64)>, Failure> {
    let (this, starts_on) = (Month::of(context.today), context.settings.starts_on);
    let begins = Month::of(starts_on);
    let first_full = if starts_on == begins.first() { begins } else { begins.plus(1) };
    let (from, through) = (this.plus(-6).max(first_full), this.plus(-1));
    if from > through {
        return Ok(Vec::new());
    }
    Ok(PocketIntake { pocket, from, through }.answer(context)?.months)
}

/// What the owner took a month over the last three full ones, before any run; nothing when nothing was taken.
fn drawn_of_late(context: &mut Context) -> Result<Option<i64>, Failure> {
    let this = Month::of(context.today);
    let Some(account) = books::accounts(context)?.iter().find(|account| account.role == "owners-pay") else {
        return Ok(None);
    };
    let account = account.id;
    let months = AccountMonths { from: this.plus(-3), through: this.plus(-1), basis: ReadBasis::Cash };
    let rows = months.answer(context)?.rows;
    let taken = |month: Month| {
        let found = rows.iter().find(|row| row.account == account && row.month == month);
        found.map_or(0, |row| row.amount_minor)
    };
    let months: Vec<i64> = this.plus(-3).through(this.plus(-1)).map(taken).collect();
    Ok(rules::average(&months).filter(|average| *average > 0))
}

/// The runs with the entries they have met.
pub(crate) fn with_entries(context: &mut Context, rows: Vec<RunRow>) -> Result<Vec<PayRun>, Failure> {
    let live: Vec<&RunRow> =
        rows.iter().filter(|row| row.state == records::RUN && row.withdrawn_on.is_none()).collect();
    let first = live.iter().map(|row| row.requested_on).min();
    let mut lines = Vec::new();
    if let Some(first) = first {
        let accounts: Vec<i64> = books::accounts(context)?
            .iter()
            .filter(|account| OWNERS_ACCOUNTS.contains(&account.role.as_str()))
            .map(|account| account.id)
            .collect();
        for account in accounts {
            lines.extend(standing_entries(context, account, first.saturating_sub(10.days()), Date::MAX)?);
        }
    }
    let waiting: Vec<WaitingRun<'_>> = live
        .iter()
        .map(|row| WaitingRun { amount_minor: row.amount, requested_on: row.requested_on, reference: &row.message_id })
        .collect();
    let drawn: Vec<Drawn<'_>> = lines
        .iter()
        .map(|line| Drawn { amount_minor: line.amount_minor, on: line.posted_on, text: &line.text })
        .collect();
    let met = meet(&waiting, &drawn);
    let entry_of = |id: i64| {
        let at = live.iter().position(|row| row.id == id)?;
        met.get(at).copied().flatten().and_then(|entry| lines.get(entry))
    };
    let runs = rows.iter().map(|row| {
        let entry = entry_of(row.id);
        let state = match (row.withdrawn_on, entry) {
            (Some(_), _) => PayState::Withdrawn,
            _ if row.state == records::SKIPPED => PayState::Skipped,
            (None, Some(_)) => PayState::Met,
            (None, None) => PayState::Run,
        };
        PayRun {
            id: row.id,
            due_on: row.due_on,
            state,
            proposed_minor: row.proposed,
            amount_minor: row.amount,
            said: row.said.clone(),
            requested_on: row.requested_on,
            reference: row.message_id.clone(),
            format: row.format.clone(),
            entry: entry.map(|line| line.entry),
            met_on: entry.map(|line| line.posted_on),
        }
    });
    Ok(runs.collect())
}

/// Why it is that much, in one sentence with its figures.
fn said(found: &Proposed, facts: &PayFacts<'_>, since: Option<Month>, currency: &str) -> String {
    let amount = fmt::amount(found.amount_minor, currency);
    let took = match (found.average_minor, since) {
        (Some(average), Some(since)) => t!(
            "your pocket took in {average} a month since {month}",
            average = fmt::amount(average, currency),
            month = fmt::month(since.first())
        ),
        _ => t!("no full month is in the books yet"),
    };
    let target = words::spelled(BUFFER_MONTHS);
    let buffer = match found.buffer_tenths {
        Some(tenths) => {
            let months = crate::pages::months(tenths);
            t!("the buffer stands at {months} of {target} months", months = months, target = target)
        }
        None => t!("what a month costs is not known yet"),
    };
    match found.reason {
        PayReason::Empty => {
            t!("Nothing now: the pocket holds {holds}.", holds = fmt::amount(facts.holds_minor, currency))
        }
        PayReason::NoHistory => t!("{amount}: {took}, so it stays as it was.", amount = amount, took = took),
        PayReason::HeldByPocket => t!(
            "{amount}: {took}, but only {holds} is in the pocket.",
            amount = amount,
            took = took,
            holds = fmt::amount(facts.holds_minor, currency)
        ),
        PayReason::RaiseLocked => {
            t!("{amount}: {took}; {buffer}, so nothing extra.", amount = amount, took = took, buffer = buffer)
        }
        PayReason::Raise => {
            t!("{amount}: {took}; {buffer}, so the raise is unlocked.", amount = amount, took = took, buffer = buffer)
        }
        PayReason::Minimum => {
            t!(
                "{amount}: {took}; that is less than your minimum, which the pocket still has.",
                amount = amount,
                took = took
            )
        }
        PayReason::Months => t!("{amount}: {took}; {buffer}.", amount = amount, took = took, buffer = buffer),
    }
}

/// The order of a run, as it is handed to the bank.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayOrder {
    /// The run.
    pub run: i64,
}

/// An order of pay.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PayOrderAnswer {
    /// The run.
    pub run: PayRun,
    /// A name to save it under.
    pub file_name: String,
    /// What it says, exactly as it was made.
    pub content: String,
}

impl Query for PayOrder {
    const NAME: &'static str = "pay-order";
    type Answer = PayOrderAnswer;

    fn about() -> String {
        t!("The payment order of a run of pay, as it is handed to the bank.")
    }

    fn answer(&self, context: &mut Context) -> Result<PayOrderAnswer, Failure> {
        let gone = || Failure::not_found(&t!("payment order"), self.run);
        let row = records::pay_run(&mut context.tx, self.run)?.filter(|row| row.state == records::RUN);
        let row = row.ok_or_else(gone)?;
        let ending = if row.format == "csv" { "csv" } else { "xml" };
        let (file_name, content) = (format!("{}.{ending}", row.message_id), row.content.clone());
        let runs = records::pay_runs(&mut context.tx, RUNS)?;
        let known = with_entries(context, runs)?.into_iter().find(|run| run.id == self.run);
        let run = known.ok_or_else(gone)?;
        Ok(PayOrderAnswer { run, file_name, content })
    }
}
