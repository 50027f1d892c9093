//! Tags: all of them, and what carries one.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{Button, Cell, Column, Field, Form, Page, PageRequest, Phone, Row, Table, error_at, html, parts, typed_or};

use crate::{Tagged, Tags};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let tag = request.ask("tag").and_then(|id| id.parse().ok());
    match tag {
        Some(tag) => of_tag(request, tag),
        None => all(request),
    }
}

fn all(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let tags = Tags::default().answer(request.context)?.tags;
    let columns =
        vec![Column::text(t!("Tag")).grow().phone(Phone::Lead), Column::figures(t!("Used")).phone(Phone::Figure)];
    let rows = tags.iter().map(|tag| {
        Row::new(vec![tag.name.as_str().into(), fmt::number(tag.records).into()])
            .href(format!("/books/tags?tag={}", tag.id))
    });
    Ok(Page {
        lead: html! { (t!("Your own words on things")) },
        sub: html! { (t!("A tag gathers entries, bank lines and whatever else carries it.")) },
        body: html! {
            @if tags.is_empty() { p.h { (t!("No tags yet. Write one on an entry or a bank line.")) } }
            @else { (Table::new(t!("Tags"), columns).keys().rows(rows)) }
        },
        ..Page::new(t!("Tags"))
    })
}

fn of_tag(request: &mut PageRequest<'_>, tag: i64) -> Result<Page, Failure> {
    let answer = Tagged { tag }.answer(request.context)?;
    let here = format!("/books/tags?tag={tag}");
    let form = request.refused_form("rename-tag");
    let rows = answer.records.iter().map(|hit| {
        Row::new(vec![Cell::remark(hit.title.clone(), String::new()), hit.detail.as_str().into()])
            .href(hit.href.clone())
    });
    let columns =
        vec![Column::text(t!("What")).grow().phone(Phone::Lead), Column::text("").quiet().phone(Phone::Second)];
    let main = html! { (Table::new(t!("What carries it"), columns).keys().rows(rows)) };
    let aside = html! {
        (parts::heading(&t!("Rename it"), None))
        (Form::new("rename-tag").next(&here).hidden("from", &here).hidden("tag", tag.to_string()).body(html! {
            (Field::text("name", t!("New name")).value(typed_or(form, "name", &answer.name)).error(error_at(form, "name")).required())
            (parts::actions(html! { (Button::quiet(t!("Rename"))) }))
        }))
        p { a href="/books/tags" { (t!("All tags")) } }
    };
    Ok(Page {
        lead: html! { (answer.name) },
        sub: html! { (tn!(answer.records.len(), "{count} record carries it.", "{count} records carry it.")) },
        body: parts::columns(main, aside),
        ..Page::new(t!("Tag"))
    })
}
