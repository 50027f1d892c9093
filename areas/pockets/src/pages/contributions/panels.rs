//! Beside the contributions: planning one, what is planned, skipping, and a payment with its order.

use kernel::{Failure, Query};
use ledger::AccountKind;
use locale::{fmt, t};
use payments::Iban;
use ui::{
    Button, Choice, Field, Form, FormAction, Look, Markup, PageRequest, Panel, data_address, error_at, figure, html,
    link_button, parts, typed_or,
};

use super::{HERE, how_much, rhythm, state};
use crate::{
    queries::{ContributionOrder, ContributionPlan, ContributionRun, ContributionsAnswer, PayState},
    rules::contributions::RHYTHMS,
};

/// The panel that the address or a refusal opens.
pub(super) fn panel(request: &mut PageRequest<'_>, answer: &ContributionsAnswer) -> Result<Option<Panel>, Failure> {
    let opened = |command: &str, word: &str| match &request.refused {
        Some(refused) => refused.command == command,
        None => request.ask("do") == Some(word),
    };
    let named = |command: &str| {
        let typed = request.refused_form(command).and_then(|form| form.typed("plan"));
        let id = typed.or_else(|| request.ask("plan")).and_then(|id| id.parse::<i64>().ok());
        answer.plans.iter().find(|plan| Some(plan.id) == id)
    };
    if opened("plan-contribution", "plan") || opened("plan-contribution", "change") {
        let plan = named("plan-contribution").cloned();
        return planning(request, answer, plan.as_ref()).map(Some);
    }
    if opened("skip-contribution", "skip")
        && let Some(plan) = named("skip-contribution")
    {
        return Ok(Some(skipping(request, plan)));
    }
    let run = match request.ask("run") {
        None => None,
        Some("latest") => answer.history.iter().filter(|run| run.state == PayState::Run).max_by_key(|run| run.id),
        Some(id) => answer.history.iter().find(|run| run.id.is_some_and(|known| known.to_string() == id)),
    };
    if let Some(run) = run {
        return paid(request, answer, run).map(Some);
    }
    if request.refused.is_some() && request.ask("plan").is_none() {
        return Ok(None);
    }
    Ok(named("end-contribution").map(|plan| planned(request, answer, plan)))
}

fn spaced(iban: &str) -> String {
    iban.parse::<Iban>().map(|iban| iban.spaced()).unwrap_or_default()
}

fn planning(
    request: &mut PageRequest<'_>,
    answer: &ContributionsAnswer,
    plan: Option<&ContributionPlan>,
) -> Result<Panel, Failure> {
    let currency = request.context.settings.currency;
    let today = request.context.today;
    let accounts = books::accounts(request.context)?.to_vec();
    let drawings = ["owners-pay", "private", "owner-put-in", "opening-balance", "owner-income-tax"];
    let categories: Vec<Choice> = accounts
        .iter()
        .filter(|account| {
            account.kind == AccountKind::Equity
                && !account.closed
                && account.pocket.is_some()
                && !drawings.contains(&account.role.as_str())
        })
        .map(|account| Choice::new(account.id, &account.name))
        .collect();
    let banks: Vec<Choice> = accounts
        .iter()
        .filter(|account| {
            account.kind == AccountKind::Bank
                && !account.closed
                && account.role.is_empty()
                && account.currency == currency
        })
        .map(|account| Choice::new(account.id, &account.name))
        .collect();
    let mut pockets = vec![Choice::new("", t!("A new one with its name"))];
    let own = books::pockets(request.context)?.iter().filter(|pocket| pocket.is_own() && !pocket.closed);
    pockets.extend(own.map(|pocket| Choice::new(pocket.id, &pocket.name)));
    let rhythms = RHYTHMS.map(|months| Choice::new(months, books::pages::words::capital(&rhythm(months)))).to_vec();
    let form = request.refused_form("plan-contribution");
    let text = |name: &str, now: String| typed_or(form, name, now);
    let money = |minor: Option<i64>| minor.map(|minor| fmt::amount(minor, &answer.currency)).unwrap_or_default();
    let share = plan.and_then(|plan| plan.permille).map(|permille| {
        fmt::percent_permille(permille).trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned()
    });
    let by_itself = form.map_or(plan.is_some_and(|plan| plan.by_itself), |form| form.typed("by_itself").is_some());
    let fields = [
        "name",
        "category",
        "pocket",
        "every_months",
        "first_on",
        "amount_minor",
        "permille",
        "ceiling_minor",
        "from_account",
        "by_itself",
        "holder",
        "iban",
        "reference",
    ];
    let value = |read: fn(&ContributionPlan) -> String| plan.map(read).unwrap_or_default();
    let body = html! {
        (Field::text("name", t!("What it is")).value(text("name", value(|plan| plan.name.clone()))).error(error_at(form, "name")).help(t!("“Health insurance”, “Pension”.")).required().autofocus())
        (Field::select("category", t!("Booked under"), categories).value(text("category", value(|plan| plan.category.to_string()))).error(error_at(form, "category")))
        div.row {
            (Field::select("every_months", t!("How often"), rhythms).value(text("every_months", plan.map_or(1, |plan| plan.every_months).to_string())).error(error_at(form, "every_months")))
            (Field::date("first_on", t!("First due on")).value(text("first_on", plan.map_or(today, |plan| plan.first_on).to_string())).error(error_at(form, "first_on")).required())
        }
        div.row {
            (Field::money("amount_minor", t!("How much")).unit(&answer.currency).value(text("amount_minor", money(plan.and_then(|plan| plan.amount_minor)))).error(error_at(form, "amount_minor")))
            (Field::number("permille", t!("Or of what came in")).unit("%").value(text("permille", share.unwrap_or_default())).error(error_at(form, "permille")))
        }
        p.h { (t!("A part is reckoned from the full months since it was due last, so that each month’s income counts once.")) }
        (Field::money("ceiling_minor", t!("At most in a tax year")).unit(&answer.currency).value(text("ceiling_minor", money(plan.and_then(|plan| plan.ceiling_minor)))).error(error_at(form, "ceiling_minor"))
            .help(t!("All that is paid under its category counts, however it was paid. Leave it empty when there is no ceiling.")))
        (Field::select("pocket", t!("Paid from the pocket"), pockets).value(text("pocket", value(|plan| plan.pocket.to_string()))).error(error_at(form, "pocket")))
        (Field::select("from_account", t!("Leaves the account"), banks).value(text("from_account", value(|plan| plan.from_account.to_string()))).error(error_at(form, "from_account")))
        (Field::checkbox("by_itself", t!("It is drawn by who receives it, or paid by a standing order"), by_itself))
        (Field::text("holder", t!("Who receives it")).value(text("holder", value(|plan| plan.holder.clone()))).error(error_at(form, "holder")))
        (Field::text("iban", t!("Their IBAN")).value(text("iban", value(|plan| spaced(&plan.iban)))).error(error_at(form, "iban")).help(t!("Without one, the order is a table.")))
        (Field::text("reference", t!("What the payment says")).value(text("reference", value(|plan| plan.reference.clone()))).error(error_at(form, "reference")).help(t!("Such as the number of your contract.")))
        (parts::actions(html! { (Button::primary(if plan.is_some() { t!("Change the plan") } else { t!("Plan it") })) }))
    };
    let mut made =
        Form::new("plan-contribution").next(HERE).error(form.and_then(|form| form.error_beside(&fields))).body(body);
    if let Some(plan) = plan {
        made = made.hidden("plan", plan.id.to_string());
    }
    Ok(Panel {
        title: plan.map_or_else(|| t!("Plan a contribution"), |plan| t!("Change {name}", name = plan.name)),
        body: html! { (made) },
        wide: true,
        address_to_close: HERE.into(),
        ..Panel::default()
    })
}

fn skipping(request: &PageRequest<'_>, plan: &ContributionPlan) -> Panel {
    let form = request.refused_form("skip-contribution");
    let body = html! {
        p { (t!("The money stays in its pocket, and the day stands in the list as skipped.")) }
        (Field::text("reason", t!("Why, in a few words")).value(typed_or(form, "reason", "")).error(error_at(form, "reason")).autofocus())
        (parts::actions(html! { (Button::primary(t!("Skip it this time"))) }))
    };
    let made = Form::new("skip-contribution")
        .hidden("plan", plan.id.to_string())
        .next(HERE)
        .error(form.and_then(|form| form.error_beside(&["reason"])))
        .body(body);
    Panel {
        title: t!("Skip {name}", name = plan.name),
        body: html! { (made) },
        address_to_close: HERE.into(),
        ..Panel::default()
    }
}

/// What is planned, and what can be done with it.
fn planned(request: &PageRequest<'_>, answer: &ContributionsAnswer, plan: &ContributionPlan) -> Panel {
    let currency = &answer.currency;
    let refused = ["end-contribution", "resume-contribution", "forget-contribution"];
    let refused = refused.iter().find_map(|command| request.refused_form(command));
    let to = match (plan.holder.as_str(), plan.iban.as_str()) {
        ("", "") => t!("–"),
        (holder, "") => holder.to_owned(),
        ("", iban) => spaced(iban),
        (holder, iban) => format!("{holder}, {}", spaced(iban)),
    };
    let mut rows = vec![
        (t!("How often"), html! { (rhythm(plan.every_months)) }),
        (t!("Booked under"), figure(&format!("/books/accounts/{}", plan.category), &plan.category_name)),
        (t!("Paid from the pocket"), figure(&format!("/pockets/{}", plan.pocket), &plan.pocket_name)),
        (t!("Leaves the account"), html! { (plan.from_name) }),
        (t!("To"), html! { (to) }),
        (
            t!("Paid since {day}", day = fmt::date_short(plan.year_from)),
            html! { (fmt::money(plan.paid_this_year_minor, currency)) },
        ),
    ];
    if let Some(ceiling) = plan.ceiling_minor {
        rows.push((t!("At most in a tax year"), html! { (fmt::money(ceiling, currency)) }));
    }
    let never_paid = !answer.history.iter().any(|run| run.plan == plan.id && run.id.is_some());
    let body = html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        @match &plan.next {
            Some(next) => p { (t!("Next on {day}.", day = fmt::date(next.due_on))) " " (next.said) },
            None => p { (t!("It has ended.")) },
        }
        (parts::lines(&rows))
        @if plan.ended_on.is_some() {
            (parts::actions(html! { (FormAction::new("resume-contribution", t!("Take it up again")).hidden("plan", plan.id).next(HERE).look(Look::Quiet)) }))
        } @else {
            (parts::actions(html! {
                (link_button(Look::Quiet, &format!("{HERE}?do=change&plan={}", plan.id), &t!("Change the plan")))
                @if plan.next.as_ref().is_some_and(|next| !next.is_due && next.amount_minor > 0) {
                    (FormAction::new("run-contribution", t!("Pay it now")).hidden("plan", plan.id).next(format!("{HERE}?run=latest")).look(Look::Link))
                }
                (link_button(Look::Link, &format!("{HERE}?do=skip&plan={}", plan.id), &t!("Skip the next time")))
                @if never_paid { (FormAction::new("forget-contribution", t!("Take the plan back")).hidden("plan", plan.id).next(HERE).look(Look::Link)) }
                @else { (FormAction::new("end-contribution", t!("End it")).hidden("plan", plan.id).next(HERE).look(Look::Link)) }
            }))
        }
        (parts::actions(html! {
            (link_button(Look::Link, &format!("/pockets?do=move&to={}", plan.pocket), &t!("Move money into its pocket")))
            (link_button(Look::Link, "/pockets?do=shares", &t!("Give it a share of deposits")))
        }))
    };
    Panel {
        kicker: t!("Contribution"),
        title: plan.name.clone(),
        figure: how_much(plan, currency),
        body,
        wide: true,
        address_to_close: HERE.into(),
    }
}

/// A payment: its order to save, the entry that shows it.
fn paid(request: &mut PageRequest<'_>, answer: &ContributionsAnswer, run: &ContributionRun) -> Result<Panel, Failure> {
    let order = match run.id.filter(|_| run.state == PayState::Run && !run.format.is_empty()) {
        Some(id) => Some(ContributionOrder { run: id }.answer(request.context)?),
        None => None,
    };
    let refused = request.refused_form("withdraw-contribution");
    let open = matches!(run.state, PayState::Run | PayState::Skipped);
    let undone = if run.state == PayState::Skipped { t!("Do not skip it") } else { t!("I did not pay it") };
    let said = |said: &str| html! { @if !said.is_empty() { " " (said) } };
    let body: Markup = html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        p { (books::pages::words::capital(&state(run))) "." (said(&run.said)) }
        @if let Some(order) = order {
            @let media_type = if order.format == "csv" { "text/csv" } else { "application/xml" };
            (parts::actions(html! { a class="b p" href=(data_address(media_type, &order.content)) download=(order.file_name) { (t!("Save the order")) } }))
            p.h { (t!("Hand it to your bank in its portal. When a statement shows the payment, it is booked out of its pocket by itself.")) }
        } @else if run.state == PayState::Run {
            p.h { (t!("When a statement shows the payment, it is booked out of its pocket by itself.")) }
        }
        (parts::lines(&[
            (t!("Proposed"), html! { (fmt::amount(run.proposed_minor, &answer.currency)) }),
            (t!("For"), html! { (fmt::date(run.requested_on)) }),
            (t!("Reference"), html! { @if run.reference.is_empty() { (t!("–")) } @else { (run.reference) } }),
        ]))
        @if let Some(entry) = run.entry { p { a href={ "/books/entries/" (entry) } { (t!("Open the entry")) } } }
        @if let (true, Some(id)) = (open, run.id) {
            (parts::actions(html! { (FormAction::new("withdraw-contribution", undone).hidden("run", id).next(HERE).look(Look::Link)) }))
        }
    };
    Ok(Panel {
        kicker: t!("{name}, due on {day}", name = run.name, day = fmt::date_short(run.due_on)),
        title: run.name.clone(),
        figure: fmt::money(run.amount_minor, &answer.currency),
        body,
        wide: true,
        address_to_close: HERE.into(),
    })
}
