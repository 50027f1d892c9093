//! Everything that can be done, area by area.

use kernel::Failure;
use locale::t;
use ui::{Cell, Column, Page, PageRequest, Row, Table, html, parts};

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let registry = request.context.registry();
    let body = html! {
        @for area in registry.areas.iter().filter(|area| !area.commands.is_empty()) {
            (parts::heading(&super::generated::sentence_case(&locale::translate(area.name)), None))
            (Table::new(area.name, vec![Column::text(t!("What it does")).grow(), Column::text(t!("Command")).quiet().narrow()])
                .rows(area.commands.iter().map(|command| {
                    Row::new(vec![Cell::from((command.about)()), Cell::from(command.name)]).href(format!("/do/{}", command.name))
                }))
                .keys())
        }
    };
    Ok(Page {
        sub: html! { (t!("Most of this has a page of its own. What is listed here can also be done by mainstay do and by the API.")) },
        body,
        ..Page::new(t!("Everything that can be done"))
    })
}
