//! Paying oneself: what is proposed and why, and what became of earlier runs.

use books::pages::words;
use kernel::{Failure, Query};
use ledger::AccountKind;
use locale::{fmt, t};
use ui::{
    Button, Choice, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table,
    data_address, error_at, figure, html, link_button,
    parts::{self, Drawing},
    typed_or,
};

use crate::queries::{PayOrder, PayOrderAnswer, PayPlan, PayProposal, PayProposalAnswer, PayRun, PayState};

pub(super) const HERE: &str = "/pockets/pay";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = PayProposal {}.answer(request.context)?;
    let panel = panel(request, &answer)?;
    let currency = &answer.currency;
    let body = html! {
        @match (&answer.plan, answer.due_on) {
            (Some(plan), Some(due_on)) => {
                (proposal(request, &answer, plan, due_on))
            }
            _ => (parts::empty(Drawing::Jars, &t!("Pay yourself on a fixed day. Say the day and the account once; each month brings a proposal with its reason."),
                link_button(Look::Primary, &format!("{HERE}?do=plan"), &t!("Plan your pay")))),
        }
        (history(request, &answer))
    };
    Ok(Page {
        lead: html! { @if answer.plan.is_some() { (fmt::money(answer.amount_minor, currency)) " " small { (lead(&answer)) } } },
        sub: html! { @if answer.plan.is_some() { (answer.said) } },
        body,
        panel,
        ..Page::new(t!("Your pay"))
    })
}

fn lead(answer: &PayProposalAnswer) -> String {
    match answer.due_on {
        Some(day) if answer.is_due => t!("is due since {day}", day = fmt::date_short(day)),
        Some(day) => t!("on {day}", day = fmt::date_short(day)),
        None => String::new(),
    }
}

/// What the proposal rests on, and the form that runs it.
fn proposal(
    request: &PageRequest<'_>,
    answer: &PayProposalAnswer,
    plan: &PayPlan,
    due_on: jiff::civil::Date,
) -> Markup {
    let currency = &answer.currency;
    let form = request.refused_form("run-pay");
    let this_month = ledger::Month::of(due_on) == ledger::Month::of(request.context.today);
    let held = answer.pocket.map(|id| format!("/pockets/{id}")).unwrap_or_else(|| "/pockets".into());
    let raise = if answer.raise_unlocked {
        t!("unlocked: three months of overhead stand in the buffer")
    } else {
        t!("locked until three months of overhead stand in the buffer")
    };
    let average = answer.average_minor.map_or_else(|| t!("not known yet"), |average| fmt::amount(average, currency));
    let rows = vec![
        (t!("Took in a month"), html! { (average) }),
        (t!("In the pocket now"), figure(&held, &fmt::amount(answer.holds_minor, currency))),
        (t!("Last pay"), html! { (answer.last_minor.map_or_else(|| t!("–"), |last| fmt::amount(last, currency))) }),
        (t!("A raise"), html! { (raise) }),
        (t!("Paid from"), html! { (plan.from_name) }),
        (t!("To"), html! { (destination(plan)) }),
    ];
    let fields = ["amount_minor", "requested_on", "format"];
    let today = request.context.today;
    let run = html! {
        div.row {
            (Field::money("amount_minor", t!("How much")).unit(currency).value(typed_or(form, "amount_minor", fmt::amount(answer.amount_minor, currency))).error(error_at(form, "amount_minor")).required())
            (Field::date("requested_on", t!("On this day")).value(typed_or(form, "requested_on", due_on.max(today).to_string())).error(error_at(form, "requested_on")).required())
        }
        (parts::actions(html! {
            (Button::primary(t!("Pay yourself")))
            (link_button(Look::Link, &format!("{HERE}?do=skip"), &t!("Skip this month")))
            (link_button(Look::Link, &format!("{HERE}?do=plan"), &t!("Change the plan")))
        }))
        p.h { (t!("It makes the order for your bank. Nothing is booked before a statement shows it.")) }
    };
    html! {
        (parts::columns(
            html! {
                @if this_month {
                    (parts::heading(&t!("This month’s pay"), None))
                    (Form::new("run-pay").next(format!("{HERE}?run=latest")).error(form.and_then(|form| form.error_beside(&fields))).body(run))
                } @else {
                    (parts::heading(&t!("This month is done"), None))
                    p.say { (t!("The next pay day is {day}.", day = fmt::date(due_on))) }
                    (parts::actions(link_button(Look::Link, &format!("{HERE}?do=plan"), &t!("Change the plan"))))
                }
                (intake(answer))
            },
            html! { (parts::heading(&t!("What it rests on"), None)) (parts::definitions(&rows)) },
        ))
    }
}

fn destination(plan: &PayPlan) -> String {
    match (plan.holder.as_str(), plan.iban.as_str()) {
        ("", "") => t!("your private account"),
        ("", iban) => spaced(iban),
        (holder, "") => holder.to_owned(),
        (holder, iban) => format!("{holder}, {}", spaced(iban)),
    }
}

/// An IBAN in groups of four, as it is printed (ISO 13616).
fn spaced(iban: &str) -> String {
    let letters: Vec<char> = iban.chars().filter(|letter| !letter.is_whitespace()).collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// What the months brought to the pocket.
fn intake(answer: &PayProposalAnswer) -> Markup {
    if answer.intake.is_empty() {
        return Markup::default();
    }
    let title = t!("What deposits brought to your pay");
    let columns = vec![
        Column::text(t!("Month")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = answer.currency)).phone(Phone::Figure),
    ];
    let rows = answer.intake.iter().rev().map(|(month, amount)| {
        Row::new(vec![words::capital(&fmt::month(month.first())).into(), fmt::amount(*amount, &answer.currency).into()])
    });
    html! {
        (parts::heading(&title, None))
        (Table::new(title, columns).headless().rows(rows))
        p.h { (t!("The lower of the averages over three and six months counts, so that one good quarter is not yet a raise.")) }
    }
}

fn state(run: &PayRun) -> String {
    match (run.state, run.met_on) {
        (PayState::Met, Some(day)) => t!("met on {day}", day = fmt::date_short(day)),
        (PayState::Skipped, _) => t!("skipped"),
        (PayState::Withdrawn, _) => t!("taken back"),
        _ => t!("not seen yet"),
    }
}

fn history(request: &PageRequest<'_>, answer: &PayProposalAnswer) -> Markup {
    if answer.runs.is_empty() {
        return Markup::default();
    }
    let title = t!("Pay so far");
    let columns = vec![
        Column::text(t!("Pay day")).narrow().phone(Phone::Lead),
        Column::text(t!("Why")).quiet().grow().phone(Phone::Hidden),
        Column::text(t!("What became of it")).narrow().phone(Phone::Second),
        Column::figures(t!("Proposed")).quiet().phone(Phone::Hidden),
        Column::figures(t!("Paid, {currency}", currency = answer.currency)).phone(Phone::Figure),
    ];
    let rows = answer.runs.iter().map(|run| {
        let paid = if run.amount_minor == 0 { t!("–") } else { fmt::amount(run.amount_minor, &answer.currency) };
        Row::new(vec![
            fmt::date(run.due_on).into(),
            run.said.as_str().into(),
            state(run).into(),
            fmt::amount(run.proposed_minor, &answer.currency).into(),
            paid.into(),
        ])
        .href(request.address_with(&[("run", &run.id.to_string()), ("do", "")]))
        .faded(matches!(run.state, PayState::Withdrawn))
    });
    html! { (parts::heading(&title, None)) (Table::new(title, columns).keys().rows(rows)) }
}

fn panel(request: &mut PageRequest<'_>, answer: &PayProposalAnswer) -> Result<Option<Panel>, Failure> {
    let opened = |command: &str, word: &str| match &request.refused {
        Some(refused) => refused.command == command,
        None => request.ask("do") == Some(word),
    };
    if opened("plan-pay", "plan") {
        return plan_panel(request, answer).map(Some);
    }
    if opened("skip-pay", "skip") {
        return Ok(Some(skip_panel(request)));
    }
    let run = match request.ask("run") {
        None => return Ok(None),
        Some("latest") => answer.runs.iter().filter(|run| run.state != PayState::Withdrawn).max_by_key(|run| run.id),
        Some(id) => answer.runs.iter().find(|run| run.id.to_string() == id),
    };
    let Some(run) = run else { return Ok(None) };
    let order = match (PayOrder { run: run.id }).answer(request.context) {
        Ok(order) => Some(order),
        Err(Failure::Refused(_)) => None,
        Err(failure) => return Err(failure),
    };
    Ok(Some(run_panel(request, answer, run, order.as_ref())))
}

fn plan_panel(request: &mut PageRequest<'_>, answer: &PayProposalAnswer) -> Result<Panel, Failure> {
    let currency = request.context.settings.currency;
    let banks: Vec<Choice> = books::accounts(request.context)?
        .iter()
        .filter(|account| {
            account.kind == AccountKind::Bank
                && !account.closed
                && account.role.is_empty()
                && account.currency == currency
        })
        .map(|account| Choice::new(account.id, &account.name))
        .collect();
    let form = request.refused_form("plan-pay");
    let plan = answer.plan.as_ref();
    let text = |name: &str, now: String| typed_or(form, name, now);
    let money = |minor: i64| fmt::amount(minor, &answer.currency);
    let fields = ["day", "from_account", "holder", "iban", "minimum_minor", "rounding_minor"];
    let body = html! {
        (Field::number("day", t!("Day of the month")).short().value(text("day", plan.map_or(25, |plan| plan.day).to_string())).error(error_at(form, "day")).required())
        (Field::select("from_account", t!("From"), banks).value(text("from_account", plan.map(|plan| plan.from_account.to_string()).unwrap_or_default())).error(error_at(form, "from_account")))
        (Field::text("holder", t!("Your name at your private bank")).value(text("holder", plan.map(|plan| plan.holder.clone()).unwrap_or_default())).error(error_at(form, "holder")))
        (Field::text("iban", t!("IBAN of your private account")).value(text("iban", plan.map(|plan| spaced(&plan.iban)).unwrap_or_default())).error(error_at(form, "iban")).help(t!("Without one, the order is a table.")))
        (Field::money("minimum_minor", t!("At least")).unit(&answer.currency).value(text("minimum_minor", money(plan.map_or(0, |plan| plan.minimum_minor)))).error(error_at(form, "minimum_minor")).help(t!("As long as the pocket holds it.")))
        (Field::money("rounding_minor", t!("In steps of")).unit(&answer.currency).value(text("rounding_minor", plan.map(|plan| money(plan.rounding_minor)).unwrap_or_default())).error(error_at(form, "rounding_minor")))
        (parts::actions(html! { (Button::primary(t!("Plan it"))) }))
    };
    let made = Form::new("plan-pay").next(HERE).error(form.and_then(|form| form.error_beside(&fields))).body(body);
    let body = html! {
        (made)
        @if plan.is_some() { (parts::actions(html! { (FormAction::new("end-pay-plan", t!("End the plan")).next(HERE).look(Look::Link)) })) }
    };
    Ok(Panel { title: t!("Plan your pay"), body, wide: true, address_to_close: HERE.into(), ..Panel::default() })
}

fn skip_panel(request: &PageRequest<'_>) -> Panel {
    let form = request.refused_form("skip-pay");
    let body = html! {
        p { (t!("The money stays in the pocket and carries the next months.")) }
        (Field::text("reason", t!("Why, in a few words")).value(typed_or(form, "reason", "")).error(error_at(form, "reason")))
        (parts::actions(html! { (Button::primary(t!("Skip this month"))) }))
    };
    let made = Form::new("skip-pay").next(HERE).error(form.and_then(|form| form.error_beside(&["reason"]))).body(body);
    Panel { title: t!("Skip this month"), body: html! { (made) }, address_to_close: HERE.into(), ..Panel::default() }
}

/// A run: its order to save, the entry that shows it.
fn run_panel(
    request: &PageRequest<'_>,
    answer: &PayProposalAnswer,
    run: &PayRun,
    order: Option<&PayOrderAnswer>,
) -> Panel {
    let refused = request.refused_form("withdraw-pay");
    let open = matches!(run.state, PayState::Run | PayState::Skipped);
    let body = html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        p { (words::capital(&state(run))) ". " @if !run.said.is_empty() { (run.said) } }
        @if let (Some(order), PayState::Run) = (order, run.state) {
            @let media_type = if run.format == "csv" { "text/csv" } else { "application/xml" };
            (parts::actions(html! { a class="b p" href=(data_address(media_type, &order.content)) download=(order.file_name) { (t!("Save the order")) } }))
            p.h { (t!("Hand it to your bank in its portal. When a statement shows the payment, it is sorted as your pay by itself.")) }
        }
        (parts::lines(&[
            (t!("Proposed"), html! { (fmt::amount(run.proposed_minor, &answer.currency)) }),
            (t!("For"), html! { (fmt::date(run.requested_on)) }),
            (t!("Reference"), html! { @if run.reference.is_empty() { (t!("–")) } @else { (run.reference) } }),
        ]))
        @if let Some(entry) = run.entry { p { a href={ "/books/entries/" (entry) } { (t!("Open the entry")) } } }
        @if open {
            (parts::actions(html! {
                (FormAction::new("withdraw-pay", if run.state == PayState::Run { t!("I did not hand it in") } else { t!("Do not skip it") }).hidden("run", run.id).next(HERE).look(Look::Link))
            }))
        }
    };
    Panel {
        kicker: t!("Pay"),
        title: fmt::date(run.due_on),
        figure: fmt::money(run.amount_minor, &answer.currency),
        body,
        wide: true,
        address_to_close: HERE.into(),
    }
}
