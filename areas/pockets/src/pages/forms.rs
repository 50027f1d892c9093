//! What is done with pockets, in the side panel: moving money, dividing what has no pocket, changing the shares.

use books::pages::words;
use locale::{fmt, t};
use ui::{Button, Choice, Field, Form, Markup, PageRequest, Panel, RefusedForm, chip, error_at, html, parts, typed_or};

use crate::{
    queries::{PocketStanding, StandingAnswer},
    rules,
};

const HERE: &str = "/pockets";

/// The form that the address or a refusal opens.
pub(super) fn panel(request: &PageRequest<'_>, standing: &StandingAnswer) -> Option<Panel> {
    let form = |command: &str| request.refused_form(command);
    let opened = |command: &str, word: &str| match &request.refused {
        Some(refused) => refused.command == command,
        None => request.ask("do") == Some(word),
    };
    let (title, body) = if opened("move-money", "move") {
        (t!("Move money"), move_form(form("move-money"), request, standing))
    } else if opened("divide-cash", "divide") {
        (t!("Divide what has no pocket"), divide_form(form("divide-cash"), request, standing))
    } else if opened("set-shares", "shares") {
        (t!("Change the shares"), shares_form(form("set-shares"), request, standing))
    } else if opened("open-pocket", "open") {
        (t!("Open a pocket"), words_form(form("open-pocket"), "open-pocket", None))
    } else {
        return None;
    };
    Some(Panel { title, body, wide: true, address_to_close: HERE.into(), ..Panel::default() })
}

fn move_form(form: Option<&RefusedForm>, request: &PageRequest<'_>, standing: &StandingAnswer) -> Markup {
    // Another currency is moved from its own part of the page.
    let asked_for = form.and_then(|form| form.typed("currency")).or_else(|| request.ask("currency"));
    let foreign = standing.others.iter().map(|(code, _)| code).find(|code| Some(code.as_str()) == asked_for);
    let currency = foreign.unwrap_or(&standing.currency);
    let open = standing.pockets.iter().filter(|pocket| !pocket.state.pocket.closed);
    let choices: Vec<Choice> = open
        .map(|pocket| {
            let id = pocket.state.pocket.id;
            let held = match foreign {
                None => pocket.state.holds_minor,
                Some(code) => super::currencies::holds(standing, id, code),
            };
            let holds = fmt::amount(held, currency);
            Choice::new(
                pocket.state.pocket.id,
                t!("{pocket}, holds {amount}", pocket = pocket.state.pocket.name, amount = holds),
            )
        })
        .collect();
    let asked = |name: &str| typed_or(form, name, request.ask(name).unwrap_or_default());
    let minor =
        request.ask("minor").and_then(|text| text.parse::<i64>().ok()).map(|minor| fmt::amount(minor, currency));
    let fields = ["from", "to", "amount_minor", "text", "on"];
    let body = html! {
        (Field::select("from", t!("From"), choices.clone()).value(asked("from")).error(error_at(form, "from")))
        (Field::select("to", t!("To"), choices).value(asked("to")).error(error_at(form, "to")))
        (Field::money("amount_minor", t!("How much")).unit(currency).value(typed_or(form, "amount_minor", minor.unwrap_or_default()))
            .error(error_at(form, "amount_minor")).required().autofocus())
        (Field::text("text", t!("Why, in a few words")).value(typed_or(form, "text", "")).error(error_at(form, "text")))
        @if foreign.is_some() { input type="hidden" name="currency" value=(currency); }
        p.h { (t!("Only the pockets change; no bank account does.")) }
        (parts::actions(html! { (Button::primary(t!("Move it"))) }))
    };
    html! { (Form::new("move-money").next(HERE).error(form.and_then(|form| form.error_beside(&fields))).body(body)) }
}

/// The pockets that may be given undivided cash, in their order.
fn takers(standing: &StandingAnswer) -> Vec<&PocketStanding> {
    standing.pockets.iter().filter(|pocket| pocket.state.pocket.role != "unassigned" && (pocket.is_shown())).collect()
}

/// What is filled first: what is owed to others, then the months ahead; what is left is the buffer's.
const FILLED: [&str; 7] =
    ["held-for-authorities", "tax", "held-for-clients", "card-bill", "running-costs", "owners-pay", "buffer"];

fn proposal(standing: &StandingAnswer) -> Vec<(i64, i64)> {
    let find = |role: &str| standing.pockets.iter().find(|pocket| pocket.state.pocket.role == role);
    let missing: Vec<(i64, i64)> = FILLED
        .iter()
        .filter_map(|role| find(role))
        .map(|pocket| (pocket.state.pocket.id, pocket.missing_minor()))
        .collect();
    let rest = find("buffer").or_else(|| standing.pockets.first()).map_or(0, |pocket| pocket.state.pocket.id);
    rules::division(standing.undivided_minor, &missing, rest)
}

/// Money of another currency by the shares in force, as income of it would be.
fn by_shares(standing: &StandingAnswer, amount_minor: i64) -> Vec<(i64, i64)> {
    let sharing: Vec<&PocketStanding> = standing.pockets.iter().filter(|pocket| pocket.state.permille > 0).collect();
    let weights: Vec<u64> = sharing.iter().map(|pocket| pocket.state.permille.unsigned_abs()).collect();
    let portions = ledger::split_by_weights(amount_minor, &weights).unwrap_or_default();
    sharing.iter().map(|pocket| pocket.state.pocket.id).zip(portions).collect()
}

fn divide_form(form: Option<&RefusedForm>, request: &PageRequest<'_>, standing: &StandingAnswer) -> Markup {
    let asked_for = form.and_then(|form| form.typed("currency")).or_else(|| request.ask("currency"));
    let foreign = standing.others.iter().map(|(code, _)| code).find(|code| Some(code.as_str()) == asked_for);
    let currency = foreign.unwrap_or(&standing.currency);
    let unassigned = standing.pockets.iter().find(|pocket| pocket.state.pocket.role == "unassigned");
    let undivided = match (foreign, unassigned) {
        (Some(code), Some(pocket)) => super::currencies::holds(standing, pocket.state.pocket.id, code),
        _ => standing.undivided_minor,
    };
    let takers = takers(standing);
    let proposal = if foreign.is_some() { by_shares(standing, undivided) } else { proposal(standing) };
    let proposed = |pocket: i64| {
        let part = proposal.iter().find(|(id, _)| *id == pocket);
        part.map(|(_, amount)| fmt::amount(*amount, currency)).unwrap_or_default()
    };
    let names: Vec<String> = (0..takers.len())
        .flat_map(|row| [format!("parts[{row}][amount_minor]"), format!("parts[{row}][pocket]")])
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let body = html! {
        @if foreign.is_some() {
            p { (t!("{amount} is in no pocket yet. The proposal divides it by your shares; change it as you like.", amount = fmt::money(undivided, currency))) }
            input type="hidden" name="currency" value=(currency);
        } @else { p { (t!("{amount} is in no pocket yet. The proposal fills what is owed first, tax before all, then a month of costs and pay; the rest is buffer. Change it as you like.",
            amount = fmt::money(standing.undivided_minor, currency))) } }
        @for (row, pocket) in takers.iter().enumerate() {
            @let (id, name) = (pocket.state.pocket.id, format!("parts[{row}][amount_minor]"));
            @let typed = typed_or(form, &name, if form.is_some() { String::new() } else { proposed(id) });
            // A row left empty is sent without its pocket, so that it is no part.
            div.row {
                (chip(words::hue(&pocket.state.pocket.role), &pocket.state.pocket.name))
                input type="hidden" name={ "parts[" (row) "][pocket]" } value=(id);
                (Field::money(&name, &pocket.state.pocket.name).id(format!("part-{row}")).label_hidden().unit(currency)
                    .value(if typed.is_empty() { fmt::amount(0, currency) } else { typed }).error(error_at(form, &name)))
            }
        }
        (parts::actions(html! { (Button::primary(t!("Divide it"))) }))
    };
    html! { (Form::new("divide-cash").next(HERE).error(form.and_then(|form| form.error_beside(&names))).body(body)) }
}

/// Who takes a share of deposits; the others are filled by what is owed, or pass money on.
fn sharing(standing: &StandingAnswer) -> Vec<&PocketStanding> {
    let roles = ["tax", "job-costs", "owners-pay", "running-costs", "buffer", "profit"];
    standing
        .pockets
        .iter()
        .filter(|pocket| {
            let of = &pocket.state.pocket;
            pocket.state.permille > 0 || roles.contains(&of.role.as_str()) || (of.is_own() && !of.closed)
        })
        .collect()
}

/// A share as a percent field takes it: without its sign.
fn percent(permille: i64) -> String {
    fmt::percent_permille(permille).trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned()
}

fn shares_form(form: Option<&RefusedForm>, request: &PageRequest<'_>, standing: &StandingAnswer) -> Markup {
    let currency = &standing.currency;
    let rows = sharing(standing);
    let today = request.context.today;
    let earliest = today.max(request.context.settings.starts_on);
    let names: Vec<String> = (0..rows.len())
        .flat_map(|row| ["pocket", "permille", "cap_minor"].map(|name| format!("shares[{row}][{name}]")))
        .chain(["from_on".to_owned()])
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let body = html! {
        p { (t!("Each deposit that is income is parted by these shares at once. What was parted before stays as it was.")) }
        @for (row, pocket) in rows.iter().enumerate() {
            @let state = &pocket.state;
            @let share = format!("shares[{row}][permille]");
            div.row {
                (chip(words::hue(&state.pocket.role), &state.pocket.name))
                input type="hidden" name={ "shares[" (row) "][pocket]" } value=(state.pocket.id);
                (Field::number(&share, t!("Share of {pocket}", pocket = state.pocket.name)).id(format!("share-{row}")).label_hidden().unit("%")
                    .value(typed_or(form, &share, percent(state.permille))).error(error_at(form, &share)).required())
            }
        }
        p.h { (t!("Together they are 100%. What a full pocket can no longer take flows on to the next.")) }
        @for (row, pocket) in rows.iter().enumerate().filter(|(_, pocket)| pocket.state.pocket.role == "buffer" || pocket.state.cap_minor.is_some()) {
            @let cap = format!("shares[{row}][cap_minor]");
            @let full = pocket.state.cap_minor.map(|cap| fmt::amount(cap, currency)).unwrap_or_default();
            (Field::money(&cap, t!("{pocket} is full at", pocket = pocket.state.pocket.name)).id(format!("cap-{row}")).short().unit(currency)
                .value(typed_or(form, &cap, full)).error(error_at(form, &cap)))
        }
        (Field::date("from_on", t!("From this day on")).short().value(typed_or(form, "from_on", earliest.to_string())).error(error_at(form, "from_on")).required())
        (parts::actions(html! { (Button::primary(t!("Set these shares"))) }))
    };
    html! { (Form::new("set-shares").next(HERE).keep("set-shares").error(form.and_then(|form| form.error_beside(&names))).body(body)) }
}

/// The name and purpose of a pocket of the owner's own: a new one, or one that is renamed.
pub(super) fn words_form(form: Option<&RefusedForm>, command: &str, pocket: Option<&books::Pocket>) -> Markup {
    let value = |read: fn(&books::Pocket) -> String| pocket.map(read).unwrap_or_default();
    let body = html! {
        @if pocket.is_none() {
            p { (t!("For something you save for, or must not touch. Give it a share of deposits, or move money into it.")) }
        }
        (Field::text("name", t!("Name")).value(typed_or(form, "name", value(|pocket| pocket.name.clone()))).error(error_at(form, "name")).required().autofocus())
        (Field::text("purpose", t!("What it is for")).value(typed_or(form, "purpose", value(|pocket| pocket.purpose.clone()))).error(error_at(form, "purpose")))
        (parts::actions(html! { (Button::primary(if pocket.is_some() { t!("Rename it") } else { t!("Open it") })) }))
    };
    let next = pocket.map_or_else(|| HERE.to_owned(), |pocket| format!("{HERE}/{}", pocket.id));
    let mut made =
        Form::new(command).next(next).error(form.and_then(|form| form.error_beside(&["name", "purpose"]))).body(body);
    if let Some(pocket) = pocket {
        made = made.hidden("pocket", pocket.id.to_string());
    }
    html! { (made) }
}
