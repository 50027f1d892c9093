//! Number, bank and holder of an account: said under its register, set in the side panel.

use ledger::AccountKind;
use locale::t;
use payments::Iban;
use ui::{Button, Field, Form, Markup, PageRequest, Panel, error_at, html, parts, typed_or};

use crate::{Account, AccountDetails};

/// Whether an account has details: the owner's bank accounts do.
pub(super) fn may_have(account: &Account) -> bool {
    account.kind == AccountKind::Bank && account.role.is_empty()
}

fn spaced(iban: &str) -> String {
    iban.parse::<Iban>().map(|iban| iban.spaced()).unwrap_or_default()
}

/// What is known, or that it is missing, with the way to say it.
pub(super) fn said(details: Option<&AccountDetails>, id: i64) -> Markup {
    let known = details.filter(|details| !details.iban.is_empty());
    let href = format!("/books/accounts/{id}?do=details");
    html! {
        p.h {
            @match known {
                Some(details) => {
                    (t!("IBAN {iban}", iban = spaced(&details.iban)))
                    @if !details.bic.is_empty() { " · " (details.bic) }
                    @if !details.holder.is_empty() { " · " (details.holder) }
                }
                None => { (t!("Its IBAN is not written down yet; transfers from and to it need one.")) }
            }
            " " a href=(href) { @if known.is_some() { (t!("Change the bank details")) } @else { (t!("Write down the bank details")) } }
        }
    }
}

/// The form.
pub(super) fn panel(request: &PageRequest<'_>, details: Option<&AccountDetails>, id: i64) -> Option<Panel> {
    let form = request.refused_form("set-account-details");
    if form.is_none() && request.ask("do") != Some("details") {
        return None;
    }
    let here = format!("/books/accounts/{id}");
    let value = |read: fn(&AccountDetails) -> String| details.map(read).unwrap_or_default();
    let fields = ["iban", "bic", "holder"];
    let body = html! {
        (Field::text("iban", t!("IBAN")).value(typed_or(form, "iban", value(|known| spaced(&known.iban)))).error(error_at(form, "iban")).autofocus())
        (Field::text("bic", t!("BIC")).short().value(typed_or(form, "bic", value(|known| known.bic.clone()))).error(error_at(form, "bic"))
            .help(t!("Your bank finds it by the IBAN inside SEPA; some portals ask for it.")))
        (Field::text("holder", t!("Whose account it is")).value(typed_or(form, "holder", value(|known| known.holder.clone()))).error(error_at(form, "holder"))
            .help(t!("As the bank writes it. The name of the business, when you leave it empty.")))
        (parts::actions(html! { (Button::primary(t!("Write it down"))) }))
    };
    let form = Form::new("set-account-details")
        .next(&here)
        .hidden("account", id.to_string())
        .error(form.and_then(|form| form.error_beside(&fields)))
        .body(body);
    Some(Panel {
        title: t!("Bank details"),
        body: html! { (form) },
        wide: true,
        address_to_close: here,
        ..Panel::default()
    })
}
