//! Planned contributions: what is due and why, each plan with its pocket and its year, and what became of the due days.

mod panels;

use books::pages::words;
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Phone, Row, Table, error_at,
    figure, html, link_button,
    parts::{self, Drawing},
    typed_or,
};

use crate::queries::{ContributionPlan, ContributionRun, Contributions, ContributionsAnswer, PayState};

pub(super) const HERE: &str = "/pockets/contributions";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = Contributions::default().answer(request.context)?;
    let panel = panels::panel(request, &answer)?;
    let plan_one = |look: Look| link_button(look, &format!("{HERE}?do=plan"), &t!("Plan a contribution"));
    let due: Vec<&ContributionPlan> =
        answer.plans.iter().filter(|plan| plan.next.as_ref().is_some_and(|next| next.is_due)).collect();
    let body = html! {
        @if answer.plans.is_empty() {
            (parts::empty(Drawing::Jars, &t!("Health insurance, a pension: what you pay for yourself and must not forget. Say once how much and how often; each gets a pocket of its own, is proposed on its day, and is paid or skipped where you can see it."),
                plan_one(Look::Primary)))
        } @else {
            @for plan in &due { (due_now(request, &answer, plan)) }
            (plans(request, &answer, panel.is_none()))
            (parts::actions(plan_one(if due.is_empty() { Look::Quiet } else { Look::Link })))
            (history(request, &answer, panel.is_none()))
        }
    };
    Ok(Page { lead: lead(&answer, &due), sub: sub(&answer, &due), body, panel, ..Page::new(t!("Contributions")) })
}

/// What is due now, else what is next.
fn lead(answer: &ContributionsAnswer, due: &[&ContributionPlan]) -> Markup {
    let next = |plan: &ContributionPlan| plan.next.as_ref().map_or(0, |next| next.amount_minor);
    match (due, answer.plans.iter().find(|plan| next(plan) > 0)) {
        ([], None) => html! {},
        ([], Some(plan)) => {
            let day = plan.next.as_ref().map(|next| fmt::date_short(next.due_on)).unwrap_or_default();
            html! { (fmt::money(next(plan), &answer.currency)) " " small { (t!("{name}, on {day}", name = plan.name, day = day)) } }
        }
        (due, _) => {
            let sum = ledger::sum(due.iter().map(|plan| next(plan))).unwrap_or(i64::MAX);
            html! { (fmt::money(sum, &answer.currency)) " " small { (tn!(due.len(), "is due now", "are due now, in {spelled} contributions", spelled = words::spelled(due.len() as i64))) } }
        }
    }
}

fn sub(answer: &ContributionsAnswer, due: &[&ContributionPlan]) -> Markup {
    if answer.plans.is_empty() {
        return html! {};
    }
    let missing = answer.plans.iter().filter_map(|plan| plan.next.as_ref()).map(|next| next.missing_minor);
    let missing = ledger::sum(missing).unwrap_or(i64::MAX);
    html! {
        @if due.is_empty() { (t!("Nothing is due today.")) " " }
        @if missing > 0 {
            (t!("{missing} is missing in their pockets for the next time.", missing = fmt::money(missing, &answer.currency)))
        } @else {
            (t!("Their pockets hold what is asked for next."))
        }
    }
}

/// A contribution that is due: why it is that much, what its pocket lacks, and the form that pays it.
fn due_now(request: &PageRequest<'_>, answer: &ContributionsAnswer, plan: &ContributionPlan) -> Markup {
    let Some(next) = &plan.next else { return html! {} };
    let currency = &answer.currency;
    let mine = |command: &str| {
        request.refused_form(command).filter(|form| form.typed("plan") == Some(plan.id.to_string().as_str()))
    };
    let form = mine("run-contribution");
    let today = request.context.today;
    let fields = ["amount_minor", "requested_on", "format"];
    let on = if plan.by_itself { next.due_on } else { next.due_on.max(today) };
    let pay = if plan.by_itself { t!("It will be drawn") } else { t!("Pay it") };
    let run = html! {
        div.row {
            (Field::money("amount_minor", t!("How much")).id(format!("amount-{}", plan.id)).unit(currency).value(typed_or(form, "amount_minor", fmt::amount(next.amount_minor, currency))).error(error_at(form, "amount_minor")).required())
            (Field::date("requested_on", t!("On this day")).id(format!("day-{}", plan.id)).value(typed_or(form, "requested_on", on.to_string())).error(error_at(form, "requested_on")).required())
        }
        @if let Some(error) = error_at(form, "format") { p.er { (error) } }
        (parts::actions(html! {
            (Button::primary(pay))
            (link_button(Look::Link, &format!("{HERE}?do=skip&plan={}", plan.id), &t!("Skip it this time")))
            (link_button(Look::Link, &format!("{HERE}?plan={}", plan.id), &t!("Open the plan")))
        }))
        p.h {
            @if plan.by_itself { (t!("No order is made: who receives it draws it, or your standing order pays it.")) }
            @else { (t!("It makes the order for your bank. Nothing is booked before a statement shows it.")) }
        }
    };
    html! {
        (parts::heading(&t!("{name}, due on {day}", name = plan.name, day = fmt::date(next.due_on)), None))
        p.say { (next.said) }
        @if next.missing_minor > 0 { (short(answer, plan)) }
        (Form::new("run-contribution").hidden("plan", plan.id.to_string()).next(format!("{HERE}?run=latest"))
            .error(form.and_then(|form| form.error_beside(&fields))).body(run))
    }
}

/// What the pocket lacks, and the move that fills it.
fn short(answer: &ContributionsAnswer, plan: &ContributionPlan) -> Markup {
    let Some(next) = &plan.next else { return html! {} };
    let currency = &answer.currency;
    html! {
        (parts::warning(html! {
            (t!("Its pocket holds {holds}; {missing} is missing.", holds = fmt::money(next.holds_minor, currency), missing = fmt::money(next.missing_minor, currency)))
        }))
        @if let Some(from) = next.fill_from {
            @let amount = fmt::money(next.fill_minor, currency);
            (parts::actions(html! {
                (FormAction::new("move-money", t!("Fill it with {amount} from {pocket}", amount = amount, pocket = next.fill_from_name)).look(Look::Quiet).next(HERE)
                    .hidden("from", from).hidden("to", plan.pocket).hidden("amount_minor", fmt::amount(next.fill_minor, currency))
                    .hidden("text", t!("For {name}", name = plan.name)))
            }))
        } @else {
            p.h { (t!("No pocket has that to give; the next deposits will.")) }
        }
    }
}

/// Every how often, in words.
pub(super) fn rhythm(every_months: i64) -> String {
    match every_months {
        1 => t!("every month"),
        3 => t!("every quarter"),
        6 => t!("every half year"),
        12 => t!("every year"),
        other => tn!(other, "every month", "every {spelled} months", spelled = words::spelled(other)),
    }
}

/// How much, in words: an amount, or a part of what comes in.
pub(super) fn how_much(plan: &ContributionPlan, currency: &str) -> String {
    match (plan.amount_minor, plan.permille) {
        (Some(amount), _) => fmt::money(amount, currency),
        (None, permille) => t!("{share} of what came in", share = fmt::percent_permille(permille.unwrap_or(0))),
    }
}

fn plans(request: &PageRequest<'_>, answer: &ContributionsAnswer, roomy: bool) -> Markup {
    let currency = &answer.currency;
    let title = t!("What is planned");
    let mut columns = vec![
        Column::text(t!("Contribution")).strong().grow().phone(Phone::Lead),
        Column::text(t!("Next")).narrow().phone(Phone::Second),
        Column::figures(t!("How much, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("In its pocket")).phone(Phone::Labelled),
        Column::figures(t!("Paid this tax year")).quiet().phone(Phone::Labelled),
    ];
    columns.truncate(if roomy { 5 } else { 4 });
    let rows = answer.plans.iter().map(|plan| {
        let said = t!("{amount}, {rhythm}", amount = how_much(plan, currency), rhythm = rhythm(plan.every_months));
        let (next, amount, holds) = match &plan.next {
            None => (t!("ended"), t!("–"), Cell::default()),
            Some(next) => {
                let day = fmt::date(next.due_on);
                let day = if next.is_due { t!("due since {day}", day = day) } else { day };
                let holds = figure(&format!("/pockets/{}", plan.pocket), &fmt::amount(next.holds_minor, currency));
                (day, fmt::amount(next.amount_minor, currency), Cell::from(holds))
            }
        };
        let paid = fmt::amount(plan.paid_this_year_minor, currency);
        let paid = match plan.ceiling_minor {
            Some(ceiling) => Cell::remark(paid, t!("of {ceiling}", ceiling = fmt::amount(ceiling, currency))),
            None => paid.into(),
        };
        let mut cells = vec![Cell::remark(&plan.name, said), next.into(), amount.into(), holds, paid];
        cells.truncate(if roomy { 5 } else { 4 });
        Row::new(cells)
            .href(request.address_with(&[("plan", &plan.id.to_string()), ("do", ""), ("run", "")]))
            .faded(plan.ended_on.is_some())
    });
    html! { (parts::heading(&title, None)) (Table::new(title, columns).keys().tall().rows(rows)) }
}

pub(super) fn state(run: &ContributionRun) -> String {
    match (run.state, run.met_on) {
        (PayState::Met, Some(day)) => t!("paid on {day}", day = fmt::date_short(day)),
        (PayState::Skipped, _) => t!("skipped"),
        (PayState::Withdrawn, _) => t!("taken back"),
        _ if run.reference.is_empty() => t!("expected, not seen yet"),
        _ => t!("ordered, not seen yet"),
    }
}

fn history(request: &PageRequest<'_>, answer: &ContributionsAnswer, roomy: bool) -> Markup {
    if answer.history.is_empty() {
        return html! {};
    }
    let title = t!("Paid and skipped");
    let mut columns = vec![
        Column::text(t!("Due on")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Contribution")).grow().phone(Phone::Lead),
        Column::text(t!("What became of it")).narrow().phone(Phone::Second),
        Column::figures(t!("Paid, {currency}", currency = answer.currency)).phone(Phone::Figure),
    ];
    if !roomy {
        columns.remove(0);
    }
    let rows = answer.history.iter().map(|run| {
        let paid = if run.amount_minor == 0 { t!("–") } else { fmt::amount(run.amount_minor, &answer.currency) };
        let what = if run.state == PayState::Skipped && !run.said.is_empty() {
            Cell::remark(&run.name, run.said.clone())
        } else {
            run.name.as_str().into()
        };
        let mut cells: Vec<Cell> = vec![fmt::date(run.due_on).into(), what, state(run).into(), paid.into()];
        if !roomy {
            cells.remove(0);
        }
        let href = match (run.id, run.entry) {
            (Some(id), _) => request.address_with(&[("run", &id.to_string()), ("do", ""), ("plan", "")]),
            (None, Some(entry)) => format!("/books/entries/{entry}"),
            (None, None) => HERE.into(),
        };
        Row::new(cells).href(href).faded(run.state == PayState::Withdrawn)
    });
    html! { (parts::heading(&title, None)) (Table::new(title, columns).keys().rows(rows)) }
}
