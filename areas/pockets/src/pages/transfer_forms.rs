//! What is done with transfers: the payment file, where a pocket lives, and a file that is opened.

use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{
    Button, Choice, Field, Form, FormAction, Look, Markup, PageRequest, Panel, data_address, error_at, html, parts,
    typed_or,
};

use super::transfers::{HERE, format_name, format_word, state};
use crate::{
    commands::PaymentFormat,
    queries::{CurrencyTransfers, FileState, PaymentFile, PaymentFileAnswer, TransfersToMakeAnswer},
};

/// The form around the transfers of a currency.
pub(super) fn make(request: &PageRequest<'_>, one: &CurrencyTransfers, table: Markup) -> Markup {
    let refused = request.refused_form("make-payment-file");
    let form = refused.filter(|form| form.typed("currency") == Some(one.currency.as_str()));
    let euro = one.currency == "EUR";
    let formats: Vec<PaymentFormat> = if euro {
        vec![PaymentFormat::Pain09, PaymentFormat::Pain03, PaymentFormat::Csv]
    } else {
        vec![PaymentFormat::Csv]
    };
    let choices: Vec<Choice> =
        formats.iter().map(|one| Choice::new(format_word(*one), format_name(format_word(*one)))).collect();
    let fields = ["requested_on", "format"];
    let today = request.context.today;
    let body = html! {
        (table)
        div.row {
            (Field::date("requested_on", t!("On this day")).id(format!("on-{}", one.currency)).value(typed_or(form, "requested_on", today.to_string())).error(error_at(form, "requested_on")).required())
            @if euro {
                (Field::select("format", t!("File for the bank"), choices).id(format!("format-{}", one.currency)).value(typed_or(form, "format", format_word(PaymentFormat::Pain09))).error(error_at(form, "format")))
            } @else { input type="hidden" name="format" value="csv"; }
        }
        p.h {
            (t!("Choose some, or leave all unchosen to take all."))
            @if !euro { " " (t!("SEPA files move euro alone; for {currency} a table is made.", currency = one.currency)) }
        }
        (parts::actions(html! { (Button::primary(t!("Make the payment file"))) }))
    };
    let made = Form::new("make-payment-file")
        .next(format!("{HERE}?file=latest"))
        .hidden("currency", &one.currency)
        .error(form.and_then(|form| form.error_beside(&fields)))
        .body(body);
    html! { (made) }
}

/// What is open beside the page.
pub(super) fn panel(request: &mut PageRequest<'_>, answer: &TransfersToMakeAnswer) -> Result<Option<Panel>, Failure> {
    let homes = request.refused_form("map-pocket").is_some() || request.ask("do") == Some("homes");
    if homes {
        return Ok(homes_panel(request, answer));
    }
    let file = match request.ask("file") {
        None => return Ok(None),
        Some("latest") => {
            let newest = crate::queries::PaymentFiles { before: None, limit: Some(1) }.answer(request.context)?;
            newest.files.first().map(|file| file.id)
        }
        Some(id) => id.parse().ok(),
    };
    let Some(file) = file else { return Ok(None) };
    // An address from yesterday may name a file of another business: the page shows without it.
    match (PaymentFile { file }).answer(request.context) {
        Ok(answer) => Ok(Some(file_panel(request, &answer))),
        Err(Failure::Refused(_)) => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// Where each pocket lives, and a form that changes one.
fn homes_panel(request: &PageRequest<'_>, answer: &TransfersToMakeAnswer) -> Option<Panel> {
    let form = request.refused_form("map-pocket");
    let asked = form.and_then(|form| form.typed("currency")).or_else(|| request.ask("currency"));
    let one = answer
        .currencies
        .iter()
        .find(|one| Some(one.currency.as_str()) == asked)
        .or_else(|| answer.currencies.first())?;
    let mut pockets: Vec<(i64, &str, &str)> = one
        .accounts
        .iter()
        .flat_map(|account| {
            account.pockets.iter().map(|pocket| (pocket.pocket, pocket.name.as_str(), account.name.as_str()))
        })
        .collect();
    pockets.sort_by_key(|(pocket, ..)| *pocket);
    let rows: Vec<(String, Markup)> =
        pockets.iter().map(|(_, pocket, account)| ((*pocket).to_owned(), html! { (account) })).collect();
    let mut which: Vec<Choice> = pockets.iter().map(|(id, name, _)| Choice::new(id, *name)).collect();
    which.push(Choice::new("", t!("All that have no account of their own")));
    let mut where_to = vec![Choice::new("", t!("The main account"))];
    where_to.extend(one.accounts.iter().map(|account| Choice::new(account.account, &account.name)));
    let first = pockets.iter().find(|(_, name, _)| !name.is_empty()).map(|(id, ..)| id.to_string()).unwrap_or_default();
    let fields = ["pocket", "account"];
    let body = html! {
        p { (t!("Several pockets may share an account. A pocket without an account of its own lives on the main one.")) }
        (Field::select("pocket", t!("Pocket"), which).value(typed_or(form, "pocket", request.ask("pocket").map_or(first, str::to_owned))).error(error_at(form, "pocket")))
        (Field::select("account", t!("Lives on"), where_to).value(typed_or(form, "account", "")).error(error_at(form, "account")))
        (parts::actions(html! { (Button::primary(t!("Set it"))) }))
    };
    let form = Form::new("map-pocket")
        .next(format!("{HERE}?do=homes&currency={}", one.currency))
        .hidden("currency", &one.currency)
        .error(form.and_then(|form| form.error_beside(&fields)))
        .body(body);
    let body = html! { (form) (parts::heading(&t!("As it is now"), None)) (parts::lines(&rows)) };
    Some(Panel { title: t!("Where pockets live"), body, wide: true, address_to_close: HERE.into(), ..Panel::default() })
}

/// A payment file: its transfers with what statements showed, to be saved or withdrawn.
fn file_panel(request: &PageRequest<'_>, answer: &PaymentFileAnswer) -> Panel {
    let file = &answer.file;
    let rows: Vec<(String, Markup)> = file
        .lines
        .iter()
        .map(|line| {
            let seen = super::transfers::seen(line);
            let name = t!("From {from} to {to}", from = line.from_name, to = line.to_name);
            (name, html! {
                (fmt::amount(line.amount_minor, &file.currency)) " " small { (seen) }
                @if line.given_up_on.is_some() {
                    (FormAction::new("give-up-transfer", t!("Wait for it again")).hidden("file", file.id).hidden("line", line.line).hidden("given_up", "false").next(format!("{HERE}?file={}", file.id)).look(Look::Link))
                } @else if line.overdue || line.left_on.is_some() && line.arrived_on.is_none() && line.returned_on.is_none() {
                    (FormAction::new("give-up-transfer", t!("The bank did not make it")).hidden("file", file.id).hidden("line", line.line).next(format!("{HERE}?file={}", file.id)).look(Look::Link))
                }
            })
        })
        .collect();
    let media_type = if file.format == "csv" { "text/csv" } else { "application/xml" };
    let seen = file.lines.iter().any(|line| line.left_on.is_some() || line.arrived_on.is_some());
    let refused = request.refused_form("withdraw-payment-file");
    let body = html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        p { (state(file)) ". " (t!("For {day}.", day = fmt::date(file.requested_on))) }
        @if file.state != FileState::Withdrawn {
            (parts::actions(html! {
                a class="b p" href=(data_address(media_type, &answer.content)) download=(answer.file_name) { (t!("Save the file")) }
            }))
            p.h { (t!("Hand it to your bank in its portal. When a statement shows the transfers, they are sorted by themselves.")) }
        }
        (parts::definitions(&rows))
        (parts::lines(&[
            (t!("Name at the bank"), html! { (file.message_id) }),
            (t!("Format"), html! { (format_name(&file.format)) }),
            (t!("Made on"), html! { (fmt::date(file.made_on)) }),
        ]))
        @if !seen && file.state != FileState::Withdrawn {
            (parts::actions(html! {
                (FormAction::new("withdraw-payment-file", t!("I did not hand it in")).hidden("file", file.id)
                    .next(format!("{HERE}?file={}", file.id)).look(Look::Link)
                    .confirm(t!("Withdraw this payment file? If the bank has it, it will make the transfers all the same.")))
            }))
        }
    };
    Panel {
        title: t!("Payment file"),
        figure: fmt::money(file.total_minor, &file.currency),
        body,
        wide: true,
        address_to_close: HERE.into(),
        ..Panel::default()
    }
}
