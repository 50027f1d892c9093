//! Every cent of a pocket: when it came or went, why, and what the pocket held after it.

use books::{PocketLedger, PocketLedgerAnswer};
use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{
    Cell, Column, FormAction, Look, Markup, Page, PageRequest, Paging, Panel, Phone, Row, Table,
    chart::pocket_bar,
    html, link_button,
    parts::{self, Drawing},
};

use super::list::part;
use crate::queries::{PocketStanding, Standing};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let id = request.id("id")?;
    let before = request.ask("before").map(String::from);
    let asked = request.ask("currency").and_then(|code| code.parse().ok());
    let ledger = PocketLedger { pocket: id, currency: asked, before, limit: None }.answer(request.context)?;
    let standing = Standing::default().answer(request.context)?;
    let state = standing.pockets.iter().find(|pocket| pocket.state.pocket.id == id);
    let foreign = ledger.currency != standing.currency;
    let holds = if foreign {
        super::currencies::holds(&standing, id, &ledger.currency)
    } else {
        state.map_or(0, |pocket| pocket.state.holds_minor)
    };
    // Targets and their bar speak of the books' currency.
    let state = state.filter(|_| !foreign);
    let currency = &ledger.currency;
    let body = html! {
        @if let Some(state) = state { (pocket_bar(&part(state), currency)) }
        (parts::actions(html! {
            (link_button(Look::Quiet, &format!("/pockets?do=move&from={id}"), &t!("Move money from here")))
            (link_button(Look::Link, &format!("/pockets?do=move&to={id}"), &t!("Move money here")))
            @if ledger.pocket.is_own() {
                (link_button(Look::Link, &format!("/pockets/{id}?do=rename"), &t!("Rename it")))
                @if ledger.pocket.closed {
                    (FormAction::new("close-pocket", t!("Open it again")).hidden("pocket", id).hidden("closed", "false").next(format!("/pockets/{id}")).look(Look::Link))
                } @else if holds == 0 {
                    (FormAction::new("close-pocket", t!("Close it")).hidden("pocket", id).next("/pockets").look(Look::Link))
                }
            }
        }))
        @if let Some(form) = request.refused_form("close-pocket") { (parts::warning(html! { (form.refused) })) }
        @if ledger.lines.is_empty() {
            (parts::empty(Drawing::Jars, &t!("Nothing has come in or gone out yet. Every deposit adds its share here."), link_button(Look::Primary, "/bank", &t!("Bring in a statement"))))
        } @else {
            (table(request, &ledger))
        }
    };
    Ok(Page {
        period: html! { a href="/pockets" { (t!("All pockets")) } },
        lead: html! { (fmt::money(holds, currency)) " " small { (t!("in this pocket")) } },
        sub: html! { (state.map_or_else(|| ledger.pocket.purpose.clone(), |state| state.said.clone())) " " small { (share(state, currency)) } },
        body,
        panel: renaming(request, &ledger.pocket),
        ..Page::new(ledger.pocket.name.clone())
    })
}

/// The form that renames a pocket of the owner's own.
fn renaming(request: &PageRequest<'_>, pocket: &books::Pocket) -> Option<Panel> {
    let form = request.refused_form("rename-pocket");
    if !pocket.is_own() || (form.is_none() && request.ask("do") != Some("rename")) {
        return None;
    }
    Some(Panel {
        title: t!("Rename {pocket}", pocket = pocket.name),
        body: super::forms::words_form(form, "rename-pocket", Some(pocket)),
        address_to_close: format!("/pockets/{}", pocket.id),
        ..Panel::default()
    })
}

/// Its share and its target, in a sentence.
fn share(state: Option<&PocketStanding>, currency: &str) -> String {
    let Some(pocket) = state else { return String::new() };
    let share = (pocket.state.permille > 0).then(|| {
        let share = fmt::percent_permille(pocket.state.permille);
        t!("It takes {share} of each deposit.", share = share)
    });
    let target = pocket.target_minor.map(|target| match pocket.state.holds_minor.saturating_sub(target) {
        0.. => t!("Its target of {target} is reached.", target = fmt::amount(target, currency)),
        missing => t!(
            "{missing} is missing to its target of {target}.",
            missing = fmt::amount(missing.saturating_neg(), currency),
            target = fmt::amount(target, currency)
        ),
    });
    share.into_iter().chain(target).collect::<Vec<_>>().join(" ")
}

fn table(request: &PageRequest<'_>, ledger: &PocketLedgerAnswer) -> Markup {
    let currency = &ledger.currency;
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What happened")).grow().phone(Phone::Lead),
        Column::text(t!("Why")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Moved, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("Holds")).quiet().phone(Phone::Labelled),
    ];
    let rows = ledger.lines.iter().map(|line| {
        let party = line.party.clone().filter(|party| *party != line.text).unwrap_or_default();
        Row::new(vec![
            fmt::date(line.posted_on).into(),
            Cell::remark(&line.text, party),
            line.why.as_str().into(),
            fmt::amount_signed(line.amount_minor, currency).into(),
            fmt::amount(line.holds_minor, currency).into(),
        ])
        .href(format!("/books/entries/{}", line.entry))
    });
    let first_page = request.ask("before").is_none();
    let paging = Paging {
        shown: if first_page { t!("The newest first") } else { t!("Earlier ones") },
        newer: (!first_page).then(|| request.address_with(&[("before", "")])),
        older: ledger.older.as_deref().map(|older| request.address_with(&[("before", older)])),
        csv: None,
    };
    html! { (Table::new(&ledger.pocket.name, columns).keys().rows(rows).paging(paging)) }
}
