//! The businesses of the data file. The way in fills the address's query with those that this browser may open.

use kernel::Failure;
use locale::{t, tn};
use ui::{Button, Cell, Column, Form, Look, Page, PageRequest, Row, Table, html, link_button, parts};

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let own = request.context.tx.business().to_string();
    let businesses = request.query.iter().filter_map(|(name, text)| Some((name.strip_prefix("business-")?, text)));
    let arrived = request.ask("arrived").map(str::to_owned);
    let came = businesses.clone().find(|(id, _)| arrived.as_deref() == Some(*id)).map(|(_, name)| name.clone());
    let rows: Vec<Row> = businesses
        .map(|(id, name)| {
            let here = id == own;
            let go = if here {
                Cell::from(t!("you are here"))
            } else {
                let label = t!("Open");
                Cell::new(html! { (Form::post_to(&format!("/switch/{id}")).body(html! { (Button::link(label)) })) })
            };
            Row::new(vec![name.as_str().into(), go]).current(here)
        })
        .collect();
    let hosted = request.ask("hosted").is_some();
    let columns = vec![Column::text(t!("Business")).grow(), Column::text("").narrow()];
    let count = rows.len();
    let body = html! {
        (Table::new(t!("Businesses"), columns).rows(rows))
        @if !hosted {
            p { (t!("Each has its own books, its own statements and its own tokens; none sees another's.")) }
            (parts::actions(html! { (link_button(Look::Primary, "/start?another=1", &t!("Add a business"))) }))
            (parts::actions(html! { (link_button(Look::Quiet, "/keep/archive", &t!("Bring in the business of an archive"))) }))
        }
    };
    let lead = match count {
        1 => html! { (t!("One business is in this file.")) },
        _ => html! { (t!("{count} businesses are in this file.", count = count)) },
    };
    let entries: i64 = request.ask("entries").and_then(|count| count.parse().ok()).unwrap_or(0);
    let (lead, sub) = match came {
        _ if hosted => (html! { (t!("This is your business here.")) }, html! {}),
        Some(name) => (
            html! { (t!("{name} is here now.", name = name)) },
            html! { (tn!(entries, "{count} entry, checked from the first.", "{count} entries, checked from the first.")) },
        ),
        None => (lead, html! {}),
    };
    Ok(Page { lead, sub, body, ..Page::new(t!("Businesses")) })
}
