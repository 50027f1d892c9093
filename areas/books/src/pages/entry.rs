//! One entry: what it posted, what it moved among the pockets and why, where it came from, and its link in the chain.

use kernel::{Failure, Query};
use ledger::{AccountKind, Basis, PartReason};
use locale::{fmt, t};
use ui::{
    Button, Cell, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Phone, Row, Table, attached_files,
    chip, error_at, figure, html, link_button, parts, typed_or,
};

use super::{attachments, currencies::source_said, deposit, dimension_fields, words};
use crate::{
    Dimension, EntryAnswer, EntryDetail,
    accounts::{accounts, pockets},
    attachments::attachments_of,
    journal::ENTRY,
    queries::{EntryPart, EntryPosting, EntryRate},
};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let entry = EntryDetail { entry: request.id("number")? }.answer(request.context)?;
    let roles: Vec<(i64, String)> =
        pockets(request.context)?.iter().map(|pocket| (pocket.id, pocket.role.clone())).collect();
    let book_currency = request.context.settings.currency.code().to_string();
    // The cost of an entry that has one alone can be written right in one step.
    let costs: Vec<i64> = entry.postings.iter().map(|posting| posting.account).collect();
    let mut costs =
        accounts(request.context)?.iter().filter(|it| it.kind == AccountKind::Expense && costs.contains(&it.id));
    let cost = costs.next().map(|account| account.id).filter(|_| costs.next().is_none());
    // What moved: the debit side, as everything that was credited.
    let moved = ledger::sum(
        entry.postings.iter().filter(|it| it.basis != Basis::Accrual).map(|it| it.book_amount_minor.max(0)),
    )
    .unwrap_or(i64::MAX);
    let figure = if moved == 0 { parts_moved(&entry) } else { moved };
    let main = html! {
        @if !entry.postings.is_empty() { (parts::heading(&t!("What was posted"), None)) (postings(&entry, &book_currency)) }
        @if !entry.parts.is_empty() { (parts::heading(&t!("What it moved among the pockets"), None)) (moves(&entry, &roles)) }
        @else { p.h { (t!("It moved no cash, so no pocket changed.")) } }
    };
    let aside = html! {
        (parts::heading(&t!("Where it comes from"), None))
        (parts::definitions(&facts(&entry, &book_currency)))
        (deposit::section(request, &entry)?)
        (proof(request, &entry)?)
        (belonging(request, &entry)?)
        (parts::heading(&t!("Tags and note"), None))
        (attachments::labels_on(request, ENTRY, entry.entry, &format!("/books/entries/{}", entry.entry))?)
        (reversing(request, &entry, cost))
    };
    Ok(Page {
        lead: html! { (fmt::money(figure, &book_currency)) " " small { (fmt::date(entry.posted_on)) } },
        sub: html! {
            @if let Some(party) = &entry.party { b { (party) } " " }
            (entry.text)
            @if !entry.note.is_empty() { " " small { (entry.note) } }
        },
        body: html! {
            @if let Some(by) = entry.reversed_by { (parts::notice(html! { (t!("This entry was taken back by")) " " a href={ "/books/entries/" (by) } { (t!("entry {entry}", entry = by)) } "." })) }
            @if let Some(of) = entry.reverses { (parts::notice(html! { (t!("This entry takes back")) " " a href={ "/books/entries/" (of) } { (t!("entry {entry}", entry = of)) } "." })) }
            (parts::columns(main, aside))
        },
        ..Page::new(t!("Entry {entry}", entry = entry.entry))
    })
}

fn parts_moved(entry: &EntryAnswer) -> i64 {
    ledger::sum(entry.parts.iter().map(|part| part.amount_minor.max(0))).unwrap_or(i64::MAX)
}

fn postings(entry: &EntryAnswer, book_currency: &str) -> Markup {
    let accrual = entry.postings.iter().any(|posting| posting.basis != Basis::Both);
    let mut columns = vec![Column::text(t!("Account")).grow().phone(Phone::Lead)];
    if accrual {
        columns.push(Column::text(t!("Counts in")).quiet().phone(Phone::Second));
    }
    columns.push(Column::figures(t!("Debit, {currency}", currency = book_currency)).phone(Phone::Figure));
    columns.push(Column::figures(t!("Credit")).phone(Phone::Figure));
    let row = |posting: &EntryPosting| {
        let amount = fmt::amount(posting.book_amount_minor.saturating_abs(), book_currency);
        // An account in another currency says its own amount beside its name.
        let foreign = if posting.currency == book_currency {
            String::new()
        } else {
            fmt::money(posting.amount_minor, &posting.currency)
        };
        let mut cells = vec![html! { (figure(&format!("/books/accounts/{}", posting.account), &posting.account_name)) " " small { (foreign) } }.into()];
        if accrual {
            cells.push(basis(posting.basis).into());
        }
        if posting.book_amount_minor >= 0 {
            cells.extend([amount.into(), Cell::default()]);
        } else {
            cells.extend([Cell::default(), amount.into()]);
        }
        Row::new(cells)
    };
    html! { (Table::new(t!("What was posted"), columns).rows(entry.postings.iter().map(row))) }
}

fn basis(basis: Basis) -> String {
    match basis {
        Basis::Both => t!("Cash and accrual"),
        Basis::Accrual => t!("Accrual only"),
        Basis::Cash => t!("Cash only"),
    }
}

fn moves(entry: &EntryAnswer, roles: &[(i64, String)]) -> Markup {
    let columns = vec![
        Column::text(t!("Pocket")).narrow().phone(Phone::Lead),
        Column::text(t!("Why")).quiet().grow().phone(Phone::Second),
        Column::figures(t!("Moved")).phone(Phone::Figure),
    ];
    let rows = entry.parts.iter().map(|part| {
        let role = roles.iter().find(|(id, _)| *id == part.pocket).map_or("", |(_, role)| role);
        let amount = fmt::amount_signed(part.amount_minor, &part.currency);
        Row::new(vec![
            chip(words::hue(role), &part.pocket_name).into(),
            why(part).into(),
            figure(&format!("/pockets/{}", part.pocket), &amount).into(),
        ])
    });
    html! { (Table::new(t!("What it moved among the pockets"), columns).rows(rows)) }
}

fn why(part: &EntryPart) -> String {
    let came = part.amount_minor >= 0;
    match part.reason {
        PartReason::Share => {
            let share = fmt::percent_permille(part.permille.map_or(0, i64::from));
            if came {
                t!("{share} of the deposit", share = share)
            } else {
                t!("{share} of what was returned", share = share)
            }
        }
        PartReason::TaxContained if came => t!("Tax contained in what was paid"),
        PartReason::TaxContained => t!("Tax that comes back, or was paid over"),
        PartReason::Overflow => t!("Overflow from a pocket that is full"),
        PartReason::Category if came => t!("Its category belongs to this pocket"),
        PartReason::Category => t!("Paid from this pocket, as its category says"),
        PartReason::Moved => t!("Moved by hand"),
        PartReason::Unassigned => t!("Not assigned to a pocket"),
        PartReason::JobCosts => t!("For the costs of its job, before the shares"),
        PartReason::Advance if came => t!("A client’s advance, until it is earned"),
        PartReason::Advance => t!("An advance that was earned or returned"),
    }
}

fn facts(entry: &EntryAnswer, book_currency: &str) -> Vec<(String, Markup)> {
    let mut facts = vec![(t!("Day"), html! { (fmt::date_weekday(entry.posted_on)) })];
    facts.push((t!("Source"), source(entry.source.as_ref())));
    facts.extend(entry.rates.iter().map(|rate| (t!("Rate"), rate_said(rate, book_currency))));
    facts.push((t!("Done by"), html! { a href={ "/activity?before=" (entry.activity.saturating_add(1)) } { (t!("line {line} of the log", line = entry.activity)) } }));
    let entries = |entries: &[i64]| {
        html! { @for (position, number) in entries.iter().enumerate() { @if position > 0 { ", " } a href={ "/books/entries/" (number) } { (t!("entry {entry}", entry = number)) } } }
    };
    if let Some(purchase) = entry.refund_of {
        facts.push((t!("Gives back"), entries(&[purchase])));
    }
    if !entry.refunds.is_empty() {
        facts.push((t!("Given back by"), entries(&entry.refunds)));
    }
    // Eight digits tell two entries apart; the whole hash is there for whoever checks the chain.
    let short: String = entry.hash.chars().take(8).collect();
    facts.push((t!("Link of the chain"), html! { span title=(entry.hash) { (short) "…" } }));
    facts
}

/// By which rate an amount was valued, of which day, and who said so.
fn rate_said(rate: &EntryRate, books: &str) -> Markup {
    let said = t!("1 {code} = {rate} {currency}", code = rate.code, rate = fmt::decimal(&rate.rate), currency = books);
    html! {
        (said)
        @if let (Some(on), Some(source)) = (rate.on, rate.source) {
            " " small { (t!("of {day}, by {source}", day = fmt::date(on), source = source_said(source))) }
        } @else { " " small { (t!("by the two amounts")) } }
    }
}

fn source(source: Option<&(String, i64)>) -> Markup {
    match source {
        None => html! { (t!("Made by hand")) },
        Some((kind, id)) => match kind.as_str() {
            "bank-line" => html! { a href={ "/bank/lines?line=" (id) } { (t!("A line of a bank statement")) } },
            "bank-opening" => {
                html! { a href={ "/books/accounts/" (id) } { (t!("The opening of an account by its statement")) } }
            }
            "account" => html! { a href={ "/books/accounts/" (id) } { (t!("The opening of an account")) } },
            "crypto" => html! { a href={ "/books/crypto?event=" (id) } { (t!("What happened to crypto-assets")) } },
            "deposit" => html! { a href={ "/books/entries/" (id) } { (t!("A deposit, of which it is a step")) } },
            other => html! { (other) " " (id) },
        },
    }
}

/// What proves the entry: files on it, and on the record it came from; or why none is needed.
fn proof(request: &mut PageRequest<'_>, entry: &EntryAnswer) -> Result<Markup, Failure> {
    let here = format!("/books/entries/{}", entry.entry);
    let files = attachments::files_on(request, ENTRY, entry.entry, &here)?;
    let elsewhere = match &entry.source {
        Some((kind, record)) => attachments_of(request.context, kind, *record)?,
        None => Vec::new(),
    };
    let elsewhere: Vec<_> = elsewhere.iter().map(|attachment| attachments::shown(attachment, &here)).collect();
    let waiving = request.refused_form("waive-proof");
    Ok(html! {
        (parts::heading(&t!("Proof"), None))
        @if entry.proof_missing { (parts::warning(html! { (t!("Proof is missing: this cost has no receipt or bill yet.")) })) }
        @if !elsewhere.is_empty() { (attached_files(&elsewhere)) }
        (files)
        @if let Some(reason) = &entry.proof_waived {
            p.h { (t!("No proof needed: {reason}", reason = reason)) }
            (FormAction::new("waive-proof", t!("Ask for proof again")).hidden("entry", entry.entry).next(here).look(Look::Link))
        } @else if entry.proof_missing {
            (Form::new("waive-proof").next(&here).hidden("from", &here).hidden("entry", entry.entry.to_string()).body(html! {
                (Field::text("reason", t!("No proof needed, because")).value(typed_or(waiving, "reason", "")).error(error_at(waiving, "reason")).required())
                (parts::actions(html! { (Button::quiet(t!("It needs none"))) }))
            }))
        }
    })
}

/// Whom and what the entry was for: said here, at once or later.
fn belonging(request: &mut PageRequest<'_>, entry: &EntryAnswer) -> Result<Markup, Failure> {
    let form = request.refused_form("set-dimensions").cloned();
    let said = |dimension: Dimension| {
        let mut values = entry.postings.iter().flat_map(|posting| &posting.dimensions);
        values.find(|value| value.dimension == dimension).map_or("", |value| value.name.as_str())
    };
    let fields = dimension_fields(request.context, "")?.map(|of| {
        let value = typed_or(form.as_ref(), &of.name, said(of.dimension));
        of.field.value(value).error(error_at(form.as_ref(), &of.name))
    });
    let body = html! {
        @for field in fields { (field) }
        (parts::actions(html! { (Button::quiet(t!("Save"))) }))
    };
    Ok(html! {
        (parts::heading(&t!("Whom and what it was for"), None))
        (Form::new("set-dimensions").hidden("entry", entry.entry.to_string()).next(format!("/books/entries/{}", entry.entry)).body(body))
    })
}

fn reversing(request: &PageRequest<'_>, entry: &EntryAnswer, cost: Option<i64>) -> Markup {
    let refused = request.refused_form("reverse-entry");
    html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        @if let Some(("bank-line", line)) = entry.source.as_ref().map(|(kind, id)| (kind.as_str(), id)) {
            // The bank keeps its line and the entry together; reversed by hand, they would part.
            (parts::heading(&t!("Was it wrong?"), None))
            p.h { (t!("This entry says what a bank line was for. Sort the line again, and the books follow.")) }
            (parts::actions(link_button(Look::Quiet, &format!("/bank/lines?line={line}"), &t!("Open the bank line"))))
        } @else if entry.reversed_by.is_none() && entry.source.as_ref().is_none_or(|(kind, _)| kind == crate::Source::ARRIVED) {
            (parts::heading(&t!("Was it wrong?"), None))
            p.h { (t!("The entry stays; a second one with the sign turned takes it back, in the books and in the pockets.")) }
            (parts::actions(html! {
                @if let (None, Some(cost)) = (&entry.source, cost) {
                    (link_button(Look::Quiet, &format!("/enter/correction?entry={}&category={cost}", entry.entry), &t!("Book it right")))
                }
                @if cost.is_some() { (link_button(Look::Quiet, &format!("/enter/refund?purchase={}", entry.entry), &t!("The supplier gave money back"))) }
                (FormAction::new("reverse-entry", t!("Reverse this entry")).hidden("entry", entry.entry).next(format!("/books/entries/{}", entry.entry)))
            }))
        }
    }
}
