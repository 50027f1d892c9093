//! On which pocket a cost or a drawing draws: said under its register, chosen in the side panel.

use kernel::Failure;
use ledger::AccountKind;
use locale::t;
use ui::{Button, Choice, Field, Form, Markup, PageRequest, Panel, chip, error_at, html, parts, typed_or};

use super::words;
use crate::{Account, accounts::pockets};

/// Whether the pocket of an account is the owner's to choose.
pub(super) fn may_choose(account: &Account) -> bool {
    matches!(account.kind, AccountKind::Expense | AccountKind::Equity)
        && account.pocket.is_some()
        && account.role != "opening-balance"
        && !account.closed
}

/// The pocket it draws on, with the way to choose another.
pub(super) fn said(request: &mut PageRequest<'_>, account: &Account) -> Result<Markup, Failure> {
    let of = pockets(request.context)?.iter().find(|pocket| Some(pocket.id) == account.pocket);
    let Some(pocket) = of else { return Ok(html! {}) };
    Ok(html! {
        p.h {
            (t!("It draws on the pocket")) " " (chip(words::hue(&pocket.role), &pocket.name)) " "
            a href={ "/books/accounts/" (account.id) "?do=pocket" } { (t!("Choose another")) }
        }
    })
}

/// The form.
pub(super) fn panel(request: &mut PageRequest<'_>, account: &Account) -> Result<Option<Panel>, Failure> {
    if request.refused_form("set-category-pocket").is_none() && request.ask("do") != Some("pocket") {
        return Ok(None);
    }
    let open = pockets(request.context)?.iter().filter(|pocket| !pocket.closed);
    let choices: Vec<Choice> = open.map(|pocket| Choice::new(pocket.id, &pocket.name)).collect();
    let form = request.refused_form("set-category-pocket");
    let here = format!("/books/accounts/{}", account.id);
    let now = account.pocket.map(|pocket| pocket.to_string()).unwrap_or_default();
    let body = html! {
        p { (t!("What is booked here from now on draws on it. What was booked stays where it was.")) }
        (Field::select("pocket", t!("Pocket"), choices).value(typed_or(form, "pocket", now)).error(error_at(form, "pocket")))
        (parts::actions(html! { (Button::primary(t!("Draw on it"))) }))
    };
    let made = Form::new("set-category-pocket")
        .next(&here)
        .hidden("category", account.id.to_string())
        .error(form.and_then(|form| form.error_beside(&["pocket"])))
        .body(body);
    Ok(Some(Panel {
        title: t!("The pocket of {category}", category = account.name),
        body: html! { (made) },
        address_to_close: here,
        ..Panel::default()
    }))
}
