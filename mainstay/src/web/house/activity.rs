//! What was done, by whom and when, each with its undo.

use jiff::Timestamp;
use kernel::{Failure, Query, activity::ActivityLog};
use locale::{fmt, t};
use ui::{Cell, Column, FormAction, Look, Page, PageRequest, Paging, Row, Table, html, parts};

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let before = request.ask("before").and_then(|text| text.parse().ok());
    let log = ActivityLog { before, limit: None }.answer(request.context)?;
    let zone = request.context.settings.zone();
    let columns = vec![
        Column::text(t!("When")).narrow().quiet(),
        Column::text(t!("What was done")).grow().phone(ui::Phone::Lead),
        Column::text(t!("By")).quiet(),
        Column::figures(t!("Take back")).narrow(),
    ];
    let rows = log.lines.into_iter().map(|line| {
        let when = match line.at.parse::<Timestamp>() {
            Ok(at) => {
                let at = at.to_zoned(zone.clone());
                format!("{} {}", fmt::date_short(at.date()), fmt::time(at.time()))
            }
            Err(_) => line.at.clone(),
        };
        let undo = if line.undone {
            Cell::from(t!("undone"))
        } else if line.can_undo {
            let action =
                FormAction::new("undo", t!("Undo")).hidden("activity", line.id).next(&request.address).look(Look::Link);
            Cell::new(html! { (action) })
        } else {
            Cell::default()
        };
        let actor = if line.actor == "owner" { t!("you") } else { line.actor };
        let what = match line.undo_note.filter(|note| !note.is_empty()) {
            Some(note) if !line.can_undo && !line.undone => Cell::remark(line.sentence, note),
            _ => Cell::from(line.sentence),
        };
        Row::new(vec![when.into(), what, actor.into(), undo]).faded(line.undone)
    });
    let rows: Vec<Row> = rows.collect();
    let paging = Paging {
        newer: before.map(|_: i64| "/activity".to_owned()),
        older: log.older.map(|older| format!("/activity?before={older}")),
        ..Paging::default()
    };
    let body = if rows.is_empty() {
        parts::empty(parts::Drawing::Ledger, &t!("Nothing has been done here yet."), html! {})
    } else {
        html! { (Table::new(t!("What was done"), columns).rows(rows).paging(paging)) }
    };
    Ok(Page {
        sub: html! { (t!("Everything that changed anything, newest first. Entries are taken back by a reversal, never removed.")) },
        body,
        ..Page::new(t!("What was done"))
    })
}
