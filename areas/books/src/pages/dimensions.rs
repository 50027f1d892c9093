//! Clients, projects, offers and channels: what entries can be asked by.

use kernel::{Failure, Query};
use locale::t;
use ui::{
    Button, Choice, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Phone, Row, Table, error_at,
    html, parts, typed_or,
};

use crate::{Dimension, DimensionValue, DimensionValues};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let values = DimensionValues::default().answer(request.context)?.values;
    let body = html! {
        (parts::columns(
            html! {
                @for dimension in Dimension::ALL {
                    @let of: Vec<&DimensionValue> = values.iter().filter(|value| value.dimension == dimension).collect();
                    @if !of.is_empty() { (parts::heading(&plural(dimension), None)) (table(dimension, &of)) }
                }
            },
            html! { (adding(request)) (renaming(request, &values)) },
        ))
    };
    Ok(Page {
        lead: html! { (t!("Whom and what it was for")) },
        sub: html! {
            (t!("Name a client, a project, an offer or a channel on an entry, and profit can be asked of each."))
            @if values.is_empty() { " " (t!("None yet. Name one here, or while you enter or open an entry.")) }
        },
        body,
        ..Page::new(t!("Clients, projects, offers, channels"))
    })
}

fn plural(dimension: Dimension) -> String {
    match dimension {
        Dimension::Client => t!("Clients"),
        Dimension::Project => t!("Projects"),
        Dimension::Offer => t!("Offers"),
        Dimension::Channel => t!("Channels"),
    }
}

fn table(dimension: Dimension, values: &[&DimensionValue]) -> Markup {
    let columns = vec![Column::text(t!("Name")).grow().phone(Phone::Lead), Column::text("").phone(Phone::Second)];
    let rows = values.iter().map(|value| {
        let label = if value.closed { t!("Offer again") } else { t!("Close") };
        let action = FormAction::new("close-dimension-value", label)
            .hidden("value", value.id)
            .hidden("closed", !value.closed)
            .next("/books/dimensions")
            .look(Look::Link);
        Row::new(vec![value.name.as_str().into(), html! { (action) }.into()]).faded(value.closed)
    });
    html! { (Table::new(plural(dimension), columns).rows(rows)) }
}

fn adding(request: &PageRequest<'_>) -> Markup {
    let form = request.refused_form("add-dimension-value");
    let choices = Dimension::ALL.map(|dimension| Choice::new(dimension.as_str(), dimension.label())).to_vec();
    let fields = html! {
        (Field::select("dimension", t!("What it is"), choices).value(typed_or(form, "dimension", "client")).error(error_at(form, "dimension")))
        (Field::text("name", t!("Name")).value(typed_or(form, "name", "")).error(error_at(form, "name")).required())
        (parts::actions(html! { (Button::primary(t!("Add"))) }))
    };
    html! {
        (parts::heading(&t!("Add one"), None))
        (Form::new("add-dimension-value").next("/books/dimensions").error(form.and_then(|form| form.error_beside(&["dimension", "name"]))).body(fields))
    }
}

fn renaming(request: &PageRequest<'_>, values: &[DimensionValue]) -> Markup {
    if values.is_empty() {
        return Markup::default();
    }
    let form = request.refused_form("rename-dimension-value");
    let choices =
        values.iter().map(|value| Choice::new(value.id, &value.name).group(plural(value.dimension))).collect();
    let fields = html! {
        (Field::select("value", t!("Which"), choices).id("rename-value").value(typed_or(form, "value", "")).error(error_at(form, "value")))
        (Field::text("name", t!("New name")).id("rename-name").value(typed_or(form, "name", "")).error(error_at(form, "name")).required())
        (parts::actions(html! { (Button::quiet(t!("Rename"))) }))
    };
    html! {
        (parts::heading(&t!("Rename one"), None))
        (Form::new("rename-dimension-value").next("/books/dimensions").error(form.and_then(|form| form.error_beside(&["value", "name"]))).body(fields))
    }
}
