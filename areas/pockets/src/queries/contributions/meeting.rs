//! What became of the due days: the runs with the entries they have met, and the days that an entry paid by itself.

use std::collections::BTreeSet;

use books::RegisterLine;
use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure};

use super::{ContributionRun, PayState, how_much};
use crate::{
    entries::standing_entries,
    records::{self, ContributionRow, ContributionRunRow},
    rules::{
        contributions::{HowMuch, OpenDay, PaidEntry, due_days, paid_by_itself},
        pay::{Drawn, WaitingRun, meet},
    },
};

/// What is known of the due days.
pub(super) struct Met {
    /// The runs, the skipped days, and the days that an entry paid by itself.
    pub runs: Vec<ContributionRun>,
    /// What was drawn under each category: category, day, amount.
    drawn: Vec<(i64, Date, i64)>,
    /// What is ordered and not seen yet: category, pocket, due day, amount.
    waiting: Vec<(i64, i64, Date, i64)>,
}

impl Met {
    /// Whether something became of a due day of a plan.
    pub fn is_done(&self, plan: i64, due_on: Date) -> bool {
        let of = |run: &ContributionRun| run.plan == plan && run.due_on == due_on;
        self.runs.iter().any(|run| of(run) && run.state != PayState::Withdrawn)
    }

    /// What was paid or ordered under a category from one day to before another.
    pub fn paid(&self, category: i64, from: Date, before: Date) -> i64 {
        let within = |day: Date| from <= day && day < before;
        let drawn =
            self.drawn.iter().filter(|(of, day, _)| *of == category && within(*day)).map(|(.., amount)| *amount);
        let waiting = self.waiting.iter().filter(|(of, _, day, _)| *of == category && within(*day));
        ledger::sum(drawn.chain(waiting.map(|(.., amount)| *amount))).unwrap_or(i64::MAX)
    }

    /// What is ordered out of a pocket and not seen yet.
    pub fn ordered(&self, pocket: i64) -> i64 {
        let of = self.waiting.iter().filter(|(_, from, ..)| *from == pocket);
        ledger::sum(of.map(|(.., amount)| *amount)).unwrap_or(i64::MAX)
    }
}

/// Reads the runs since a day, and the entries under their categories since the tax year of that day began.
pub(super) fn read(context: &mut Context, plans: &[ContributionRow], from: Date) -> Result<Met, Failure> {
    let first = plans.iter().filter(|plan| plan.ended_on.is_none()).map(|plan| plan.first_on).min();
    // Days that are still open may be older than what is shown.
    let from = first.map_or(from, |first| from.min(first));
    let rows = records::contribution_runs(&mut context.tx, from)?;
    let categories: BTreeSet<i64> =
        rows.iter().map(|row| row.category).chain(plans.iter().map(|plan| plan.category)).collect();
    let since = context.settings.fiscal_year_start.year_of(from).min(from.saturating_sub(10.days()));
    let mut met = Met { runs: Vec::new(), drawn: Vec::new(), waiting: Vec::new() };
    for category in categories {
        let lines = standing_entries(context, category, since, Date::MAX)?;
        met.drawn.extend(lines.iter().map(|line| (category, line.posted_on, line.amount_minor)));
        of_category(&mut met, plans, &rows, category, &lines, context.today);
    }
    Ok(met)
}

fn of_category(
    met: &mut Met,
    plans: &[ContributionRow],
    rows: &[ContributionRunRow],
    category: i64,
    lines: &[RegisterLine],
    today: Date,
) {
    let rows: Vec<&ContributionRunRow> = rows.iter().filter(|row| row.category == category).collect();
    let live: Vec<&ContributionRunRow> =
        rows.iter().copied().filter(|row| row.run.state == records::RUN && row.run.withdrawn_on.is_none()).collect();
    let waiting: Vec<WaitingRun<'_>> = live
        .iter()
        .map(|row| WaitingRun {
            amount_minor: row.run.amount,
            requested_on: row.run.requested_on,
            reference: &row.run.message_id,
        })
        .collect();
    let drawn: Vec<Drawn<'_>> = lines
        .iter()
        .map(|line| Drawn { amount_minor: line.amount_minor, on: line.posted_on, text: &line.text })
        .collect();
    let found = meet(&waiting, &drawn);
    for row in &rows {
        let at = live.iter().position(|one| one.run.id == row.run.id);
        let entry = at.and_then(|at| found[at]).map(|entry| &lines[entry]);
        let state = match (row.run.withdrawn_on, entry) {
            (Some(_), _) => PayState::Withdrawn,
            _ if row.run.state == records::SKIPPED => PayState::Skipped,
            (None, Some(_)) => PayState::Met,
            (None, None) => PayState::Run,
        };
        if state == PayState::Run {
            met.waiting.push((category, row.pocket, row.run.due_on, row.run.amount));
        }
        met.runs.push(ContributionRun {
            id: Some(row.run.id),
            plan: row.plan,
            name: name_of(plans, row.plan),
            due_on: row.run.due_on,
            state,
            proposed_minor: row.run.proposed,
            amount_minor: row.run.amount,
            said: row.run.said.clone(),
            requested_on: row.run.requested_on,
            reference: row.run.message_id.clone(),
            format: row.run.format.clone(),
            entry: entry.map(|line| line.entry),
            met_on: entry.map(|line| line.posted_on),
        });
    }
    let free: Vec<&RegisterLine> =
        lines.iter().enumerate().filter(|(at, _)| !found.contains(&Some(*at))).map(|(_, line)| line).collect();
    by_itself(met, plans, category, &free, today);
}

/// The days that entries paid without a run: a direct debit, a standing order, a payment by hand.
fn by_itself(met: &mut Met, plans: &[ContributionRow], category: i64, free: &[&RegisterLine], today: Date) {
    let here: Vec<&ContributionRow> =
        plans.iter().filter(|plan| plan.category == category && plan.ended_on.is_none()).collect();
    let alone = here.len() == 1;
    let mut days: Vec<(&ContributionRow, OpenDay)> = Vec::new();
    for plan in here {
        let exactly_minor = match how_much(plan) {
            HowMuch::Fixed(amount) if !alone => Some(amount),
            // Beside another plan of the category, nothing tells whose a share is.
            HowMuch::OfIncome(_) if !alone => continue,
            _ => None,
        };
        let soon = today.saturating_add(10.days());
        let open = due_days(plan.first_on, plan.every_months, soon).into_iter();
        let open = open.filter(|day| !met.is_done(plan.id, *day));
        days.extend(open.map(|due_on| (plan, OpenDay { due_on, exactly_minor })));
    }
    let open: Vec<OpenDay> = days.iter().map(|(_, day)| *day).collect();
    let entries: Vec<PaidEntry> =
        free.iter().map(|line| PaidEntry { amount_minor: line.amount_minor, on: line.posted_on }).collect();
    for ((plan, day), entry) in days.iter().zip(paid_by_itself(&open, &entries)) {
        let Some(line) = entry.map(|entry| free[entry]) else { continue };
        met.runs.push(ContributionRun {
            id: None,
            plan: plan.id,
            name: plan.name.clone(),
            due_on: day.due_on,
            state: PayState::Met,
            proposed_minor: line.amount_minor,
            amount_minor: line.amount_minor,
            said: String::new(),
            requested_on: day.due_on,
            reference: String::new(),
            format: String::new(),
            entry: Some(line.entry),
            met_on: Some(line.posted_on),
        });
    }
}

fn name_of(plans: &[ContributionRow], id: i64) -> String {
    plans.iter().find(|plan| plan.id == id).map(|plan| plan.name.clone()).unwrap_or_default()
}
