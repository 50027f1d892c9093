//! Work on its way, and what was begun and not done.

use keep::FailedWorks;
use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{Button, Column, Form, FormAction, Look, Page, PageRequest, Row, Table, html, parts};

/// One piece of work, while it is on its way. The way in fills the address's query with how far it is.
pub(super) fn one(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let number = |name: &str| request.ask(name).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let (done, total) = (number("done"), number("total"));
    let stopping = request.ask("stopping") == Some("true");
    let lead = match (done, total) {
        (0, _) => html! { (t!("It has begun.")) },
        (done, 0) => html! { (fmt::number(done)) small { " " (t!("so far")) } },
        (done, total) => html! { (fmt::number(done)) small { " " (t!("of {total}", total = fmt::number(total))) } },
    };
    let body = html! {
        div data-again="1" {
            (parts::progress(&t!("How far it is"), done, total.max(1)))
        }
        p.sub { (t!("You can close this page or go elsewhere: it goes on, and what came of it waits for you.")) }
        @if stopping {
            p { (t!("It is being stopped; nothing of it is kept.")) }
        } @else {
            (Form::post_to(&format!("{}/stop", request.address)).body(html! {
                (parts::actions(html! { (Button::quiet(t!("Stop it"))) }))
            }))
        }
    };
    let what = request.ask("what").unwrap_or_default().to_owned();
    Ok(Page { lead, body, refresh: Some(2), ..Page::new(what) })
}

/// What is being done, and what was not done.
pub(super) fn list(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let failed = FailedWorks {}.answer(request.context)?;
    let number = |name: String| request.ask(&name).and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
    let running_rows: Vec<Row> = named(request, "work-")
        .map(|(id, what)| {
            let far = match (number(format!("done-{id}")), number(format!("total-{id}"))) {
                (0, _) => t!("it has begun"),
                (done, 0) => t!("{done} so far", done = fmt::number(done)),
                (done, total) => t!("{done} of {total}", done = fmt::number(done), total = fmt::number(total)),
            };
            Row::new(vec![what.as_str().into(), far.into()]).href(format!("/work/{id}"))
        })
        .collect();
    let ended_rows: Vec<Row> = named(request, "ended-")
        .map(|(id, what)| Row::new(vec![what.as_str().into(), t!("done").into()]).href(format!("/work/{id}")))
        .collect();
    let failed_rows: Vec<Row> = failed
        .iter()
        .map(|work| {
            let day = work.failed_at.get(..10).and_then(|day| day.parse().ok()).map_or_else(String::new, fmt::date);
            let seen =
                FormAction::new("dismiss-work", t!("Seen")).hidden("note", work.note).next("/work").look(Look::Link);
            Row::new(vec![
                day.into(),
                work.what.as_str().into(),
                work.why.as_str().into(),
                ui::Cell::new(html! { (seen) }),
            ])
        })
        .collect();
    let lead = match (running_rows.len(), failed_rows.len()) {
        (0, 0) if !ended_rows.is_empty() => html! { (t!("What you began is done.")) },
        (0, 0) => html! { (t!("Nothing is on its way.")) },
        (0, _) => html! { (t!("Something was not done.")) },
        _ => html! { (t!("Work is on its way.")) },
    };
    let body = html! {
        @if !running_rows.is_empty() {
            (parts::heading(&t!("On its way"), None))
            (Table::new(t!("On its way"), vec![Column::text(t!("What")).grow(), Column::text(t!("How far it is")).narrow()]).rows(running_rows))
        }
        @if !ended_rows.is_empty() {
            (parts::heading(&t!("Done meanwhile"), None))
            (Table::new(t!("Done meanwhile"), vec![Column::text(t!("What")).grow(), Column::text("").narrow()]).rows(ended_rows))
        }
        @if !failed_rows.is_empty() {
            (parts::heading(&t!("Begun and not done"), None))
            (Table::new(t!("Begun and not done"), vec![
                Column::text(t!("Day")).narrow(), Column::text(t!("What")).grow(), Column::text(t!("Why")), Column::text("").narrow(),
            ]).rows(failed_rows).tall())
        } @else {
            p.sub { (t!("What takes long goes on when its page is closed, and is shown here meanwhile.")) }
        }
    };
    Ok(Page { lead, body, ..Page::new(t!("Work")) })
}

/// What the way in says under names that begin like this, with the number of the work.
fn named<'r>(request: &'r PageRequest<'_>, beginning: &'static str) -> impl Iterator<Item = (&'r str, &'r String)> {
    request.query.iter().filter_map(move |(name, what)| Some((name.strip_prefix(beginning)?, what)))
}
