//! The owner's planned contributions: what each asks for next and why, and what became of each due day.

mod meeting;
mod words;

use books::{AccountMonths, Pockets, ReadBasis};
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::PayState;
use crate::{
    records::{self, ContributionRow},
    rules::{
        self, Mend, Purse,
        contributions::{ContributionReason, HowMuch, due_after, due_amount, months_before},
    },
};
use meeting::Met;

/// Planned contributions, what each asks for next, and what became of their due days.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contributions {
    /// Due days from this one on; of the last two years when absent.
    pub from: Option<Date>,
}

impl Contributions {
    /// With due days from one on, whenever it was.
    pub(crate) fn since(from: Date) -> Contributions {
        Contributions { from: Some(from) }
    }
}

/// Planned contributions. Amounts are minor units of the books' currency.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionsAnswer {
    /// The currency.
    pub currency: String,
    /// The plans that go on, then those that ended and were paid once.
    pub plans: Vec<ContributionPlan>,
    /// What became of the due days, newest first.
    pub history: Vec<ContributionRun>,
}

/// How a contribution is planned.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionPlan {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The drawing under which it is booked.
    pub category: i64,
    /// Its name.
    pub category_name: String,
    /// The pocket that pays it.
    pub pocket: i64,
    /// Its name.
    pub pocket_name: String,
    /// Every how many months it is due.
    pub every_months: i64,
    /// The first day it is due.
    pub first_on: Date,
    /// How much each time; absent where it is a share.
    pub amount_minor: Option<i64>,
    /// Thousandths of what came in; absent where it is an amount.
    pub permille: Option<i64>,
    /// The most in a tax year.
    pub ceiling_minor: Option<i64>,
    /// What was paid or ordered under its category since the tax year of its next day began.
    pub paid_this_year_minor: i64,
    /// The first day of that tax year.
    pub year_from: Date,
    /// The bank account that pays.
    pub from_account: i64,
    /// Its name.
    pub from_name: String,
    /// Whether it is drawn or paid by itself.
    pub by_itself: bool,
    /// Who receives it.
    pub holder: String,
    /// Their IBAN.
    pub iban: String,
    /// What the payment says.
    pub reference: String,
    /// The day it ended.
    pub ended_on: Option<Date>,
    /// What it asks for next; absent where it has ended.
    pub next: Option<ContributionProposal>,
}

/// What a contribution asks for next.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionProposal {
    /// The due day.
    pub due_on: Date,
    /// Whether it has come.
    pub is_due: bool,
    /// How much.
    pub amount_minor: i64,
    /// What decided it.
    pub reason: ContributionReason,
    /// The same in a sentence.
    pub said: String,
    /// What the ceiling leaves of the year; absent without one.
    pub left_of_ceiling_minor: Option<i64>,
    /// What its pocket holds, without what is ordered and not seen yet.
    pub holds_minor: i64,
    /// What is missing there to pay it.
    pub missing_minor: i64,
    /// The pocket that can fill it.
    pub fill_from: Option<i64>,
    /// Its name.
    pub fill_from_name: String,
    /// How much of what is missing it can give.
    pub fill_minor: i64,
}

/// A due day, and what became of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionRun {
    /// The run; absent of a day that an entry paid by itself.
    pub id: Option<i64>,
    /// The plan.
    pub plan: i64,
    /// Its name.
    pub name: String,
    /// The due day.
    pub due_on: Date,
    /// What became of it.
    pub state: PayState,
    /// What was proposed.
    pub proposed_minor: i64,
    /// What was paid; nothing of a day that was skipped.
    pub amount_minor: i64,
    /// Why: the proposal's sentence, or the reason for skipping.
    pub said: String,
    /// The day for which the bank was asked.
    pub requested_on: Date,
    /// The reference that comes back on statements; empty where there is no order.
    pub reference: String,
    /// The format of its order; empty where there is none.
    pub format: String,
    /// The entry that shows it.
    pub entry: Option<i64>,
    /// That entry's day.
    pub met_on: Option<Date>,
}

impl Query for Contributions {
    const NAME: &'static str = "contributions";
    type Answer = ContributionsAnswer;

    fn about() -> String {
        t!("Your planned contributions: what each asks for next, and what became of its due days.")
    }

    fn answer(&self, context: &mut Context) -> Result<ContributionsAnswer, Failure> {
        let currency = context.settings.currency.code().to_owned();
        let rows = records::contribution_plans(&mut context.tx)?;
        if rows.is_empty() {
            return Ok(ContributionsAnswer { currency, plans: Vec::new(), history: Vec::new() });
        }
        let from = self.from.unwrap_or(context.today.saturating_sub(2.years()));
        let met = meeting::read(context, &rows, from)?;
        let accounts = books::accounts(context)?.to_vec();
        let named = |id: i64| accounts.iter().find(|account| account.id == id).map(|one| one.name.clone());
        let pockets = Pockets::default().answer(context)?.pockets;
        let mut plans = Vec::with_capacity(rows.len());
        for row in rows.iter().filter(|row| row.ended_on.is_none() || met.runs.iter().any(|run| run.plan == row.id)) {
            let next = match row.ended_on {
                None => Some(next(context, row, &rows, &met, &pockets)?),
                Some(_) => None,
            };
            let day = next.as_ref().map_or(context.today, |next| next.due_on);
            let year_from = context.settings.fiscal_year_start.year_of(day);
            let pocket = pockets.iter().find(|state| state.pocket.id == row.pocket);
            plans.push(ContributionPlan {
                id: row.id,
                name: row.name.clone(),
                category: row.category,
                category_name: named(row.category).unwrap_or_default(),
                pocket: row.pocket,
                pocket_name: pocket.map(|state| state.pocket.name.clone()).unwrap_or_default(),
                every_months: row.every_months,
                first_on: row.first_on,
                amount_minor: row.amount,
                permille: row.permille,
                ceiling_minor: row.ceiling,
                paid_this_year_minor: met.paid(row.category, year_from, next_year(context, year_from)),
                year_from,
                from_account: row.from_account,
                from_name: named(row.from_account).unwrap_or_default(),
                by_itself: row.by_itself,
                holder: row.holder.clone(),
                iban: row.iban.clone(),
                reference: row.reference.clone(),
                ended_on: row.ended_on,
                next,
            });
        }
        plans.sort_by_key(|plan| (plan.ended_on.is_some(), plan.next.as_ref().map(|next| next.due_on), plan.id));
        let mut history = met.runs;
        history.retain(|run| run.due_on >= from);
        history.sort_by_key(|run| std::cmp::Reverse((run.due_on, run.id)));
        Ok(ContributionsAnswer { currency, plans, history })
    }
}

fn next_year(context: &Context, year_from: Date) -> Date {
    let start = context.settings.fiscal_year_start;
    start.year_of(year_from.saturating_add(370.days()))
}

/// How much a plan is.
pub(crate) fn how_much(row: &ContributionRow) -> HowMuch {
    match (row.amount, row.permille) {
        (Some(amount), _) => HowMuch::Fixed(amount),
        (None, permille) => HowMuch::OfIncome(permille.unwrap_or(0)),
    }
}

/// What came in over the full months before a due day.
fn income(context: &mut Context, row: &ContributionRow, due_on: Date) -> Result<i64, Failure> {
    let (from, through) = months_before(due_on, row.every_months);
    let rows = AccountMonths { from, through, basis: ReadBasis::Cash }.answer(context)?.rows;
    let accounts = books::accounts(context)?;
    let earns = |id: i64| accounts.iter().any(|account| account.id == id && account.kind == AccountKind::Income);
    let sum = ledger::sum(rows.iter().filter(|row| earns(row.account)).map(|row| row.amount_minor));
    // Income is a credit.
    Ok(sum.unwrap_or(0).saturating_neg())
}

/// So many due days are looked at for one on which the ceiling leaves something.
const MOST_DAYS: usize = 36;

/// What a plan asks for next: its first day of which nothing is known, past the days that ask for nothing: the year's
/// ceiling is reached, or nothing had come in.
fn next(
    context: &mut Context,
    row: &ContributionRow,
    all: &[ContributionRow],
    met: &Met,
    pockets: &[books::PocketState],
) -> Result<ContributionProposal, Failure> {
    let today = context.today;
    let currency = context.settings.currency.code().to_owned();
    let mut due_on = row.first_on;
    let mut found = (due_on, 0, ContributionReason::CeilingReached, None);
    for _ in 0..MOST_DAYS {
        while met.is_done(row.id, due_on) {
            due_on = due_after(row.first_on, row.every_months, due_on);
        }
        let year_from = context.settings.fiscal_year_start.year_of(due_on);
        let paid = met.paid(row.category, year_from, next_year(context, year_from));
        let income = if row.amount.is_none() { income(context, row, due_on)? } else { 0 };
        let (amount, reason) = due_amount(how_much(row), income, paid, row.ceiling);
        found = (due_on, amount, reason, row.ceiling.map(|ceiling| ceiling.saturating_sub(paid).max(0)));
        let nothing_came = reason == ContributionReason::NoIncome && due_on < today;
        if reason != ContributionReason::CeilingReached && !nothing_came {
            break;
        }
        due_on = due_after(row.first_on, row.every_months, due_on);
    }
    let (due_on, amount_minor, reason, left_of_ceiling_minor) = found;
    let held = pockets.iter().find(|state| state.pocket.id == row.pocket).map_or(0, |state| state.holds_minor);
    let holds_minor = held.saturating_sub(met.ordered(row.pocket));
    let missing_minor = amount_minor.saturating_sub(holds_minor.max(0)).max(0);
    let fill = filling(row, all, pockets, missing_minor);
    let giver = fill.and_then(|fill| pockets.iter().find(|state| state.pocket.id == fill.from));
    Ok(ContributionProposal {
        due_on,
        is_due: due_on <= today && amount_minor > 0,
        amount_minor,
        reason,
        said: words::said(row, due_on, amount_minor, reason, &currency),
        left_of_ceiling_minor,
        holds_minor,
        missing_minor,
        fill_from: fill.map(|fill| fill.from),
        fill_from_name: giver.map(|state| state.pocket.name.clone()).unwrap_or_default(),
        fill_minor: fill.map_or(0, |fill| fill.amount_minor),
    })
}

/// Who fills the pocket of a contribution: the pocket on which its category drew before, then who mends others.
fn filling(
    row: &ContributionRow,
    all: &[ContributionRow],
    pockets: &[books::PocketState],
    missing_minor: i64,
) -> Option<Mend> {
    if missing_minor <= 0 {
        return None;
    }
    let planned = |pocket: i64| all.iter().any(|other| other.ended_on.is_none() && other.pocket == pocket);
    let before = row.drew_on.and_then(|before| pockets.iter().find(|state| state.pocket.id == before));
    let before = before.filter(|state| !planned(state.pocket.id) && state.holds_minor >= missing_minor);
    if let Some(state) = before {
        return Some(Mend { from: state.pocket.id, to: row.pocket, amount_minor: missing_minor });
    }
    let purses: Vec<Purse<'_>> = pockets
        .iter()
        .map(|state| Purse {
            pocket: state.pocket.id,
            role: &state.pocket.role,
            // As if it were that far below zero: the same givers stand in for it.
            holds_minor: if state.pocket.id == row.pocket { -missing_minor } else { state.holds_minor },
        })
        .collect();
    rules::mend(&purses, row.pocket)
}

/// The next of each plan that goes on, for what rests on them: pocket, amount, and what it takes a month without a sale.
pub(crate) struct Upcoming {
    pub pocket: i64,
    pub due_on: Date,
    pub amount_minor: i64,
    pub monthly_minor: i64,
}

/// What the plans that go on ask for next.
pub(crate) fn upcoming(context: &mut Context) -> Result<Vec<Upcoming>, Failure> {
    let answer = Contributions::default().answer(context)?;
    let one = |plan: ContributionPlan| {
        let next = plan.next?;
        // A part of what comes in is nothing where nothing does.
        let monthly = plan.amount_minor.map_or(0, |amount| rules::contributions::a_month(amount, plan.every_months));
        Some(Upcoming {
            pocket: plan.pocket,
            due_on: next.due_on,
            amount_minor: next.amount_minor,
            monthly_minor: monthly,
        })
    };
    Ok(answer.plans.into_iter().filter_map(one).collect())
}

/// The order of a contribution, as it is handed to the bank.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContributionOrder {
    /// The run.
    pub run: i64,
}

/// An order of a contribution.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContributionOrderAnswer {
    /// A name to save it under.
    pub file_name: String,
    /// Its format.
    pub format: String,
    /// What it says, exactly as it was made.
    pub content: String,
}

impl Query for ContributionOrder {
    const NAME: &'static str = "contribution-order";
    type Answer = ContributionOrderAnswer;

    fn about() -> String {
        t!("The payment order of a contribution, as it is handed to the bank.")
    }

    fn answer(&self, context: &mut Context) -> Result<ContributionOrderAnswer, Failure> {
        let row = records::contribution_run(&mut context.tx, self.run)?.filter(|row| !row.run.content.is_empty());
        let run = row.ok_or_else(|| Failure::not_found(&t!("payment order"), self.run))?.run;
        let ending = if run.format == "csv" { "csv" } else { "xml" };
        Ok(ContributionOrderAnswer {
            file_name: format!("{}.{ending}", run.message_id),
            format: run.format,
            content: run.content,
        })
    }
}
