//! Under an entry that split an income: an amount for its job, an advance held and earned.

use kernel::Failure;
use ledger::PartReason;
use locale::{fmt, t};
use ui::{Button, Field, Form, FormAction, Look, Markup, PageRequest, error_at, html, parts, typed_or};

use crate::{
    EntryAnswer,
    accounts::pocket_of_role,
    deposit::{DEPOSIT, open_advance, parts_now},
};

/// What can be said of a deposit; nothing under any other entry.
pub(super) fn section(request: &mut PageRequest<'_>, entry: &EntryAnswer) -> Result<Markup, Failure> {
    let currency = request.context.settings.currency.code().to_owned();
    let here = format!("/books/entries/{}", entry.entry);
    if let Some((kind, deposit)) = &entry.source
        && kind == DEPOSIT
    {
        return Ok(html! {
            (parts::heading(&t!("A step of a deposit"), None))
            p.h { a href={ "/books/entries/" (deposit) } { (t!("Open the deposit")) } }
            @if entry.reversed_by.is_none() && entry.reverses.is_none() && !entry.postings.is_empty() {
                (parts::actions(html! { (FormAction::new("reverse-deposit-step", t!("Take this step back")).hidden("entry", entry.entry).next(&here)) }))
            }
        });
    }
    let income = entry.parts.iter().any(|part| {
        part.amount_minor > 0
            && part.currency == currency
            && matches!(
                part.reason,
                PartReason::Share | PartReason::Overflow | PartReason::JobCosts | PartReason::Advance
            )
    });
    if !income || entry.reversed_by.is_some() || entry.reverses.is_some() || entry.postings.is_empty() {
        return Ok(html! {});
    }
    let now = parts_now(request.context, entry.entry)?;
    let open = open_advance(request.context, entry.entry)?;
    let job_costs = pocket_of_role(request.context, "job-costs")?.map(|pocket| pocket.id);
    let agreed = now.iter().find(|part| Some(part.pocket) == job_costs).map_or(0, |part| part.amount_minor);
    let form = request.refused_form("agree-job-costs");
    let body = html! {
        (Field::money("amount_minor", t!("For its job’s costs")).short().unit(&currency)
            .value(typed_or(form, "amount_minor", fmt::amount(agreed, &currency))).error(error_at(form, "amount_minor")))
        p.h { (t!("Materials and helpers of this job come first; the other pockets give it in proportion.")) }
        (parts::actions(html! { (Button::quiet(t!("Set it aside"))) }))
    };
    let refused =
        ["hold-advance", "earn-advance", "return-advance"].iter().find_map(|command| request.refused_form(command));
    let act = |command: &str, label: String, look: Look| {
        FormAction::new(command, label).hidden("entry", entry.entry).next(&here).look(look)
    };
    Ok(html! {
        (parts::heading(&t!("This deposit"), None))
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        @if open > 0 {
            p.h { (t!("{amount} of it waits as an advance until it is earned.", amount = fmt::money(open, &currency))) }
            (parts::actions(html! {
                (act("earn-advance", t!("It is earned"), Look::Quiet))
                (act("return-advance", t!("It was paid back"), Look::Link))
            }))
        } @else {
            (parts::actions(html! { (act("hold-advance", t!("It is an advance"), Look::Quiet)) }))
            p.h { (t!("Work for it is still to be done: tax keeps its share, the rest waits in Held for clients.")) }
        }
        @if job_costs.is_some() && open == 0 {
            (Form::new("agree-job-costs").hidden("entry", entry.entry.to_string()).next(&here)
                .error(form.and_then(|form| form.error_beside(&["amount_minor"]))).body(body))
        }
    })
}
