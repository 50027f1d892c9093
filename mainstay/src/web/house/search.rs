//! Search over everything.

use kernel::{Failure, Query, search::Search};
use locale::{t, tn};
use ui::{Cell, Column, Page, PageRequest, Row, Table, html, parts};

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let text = request.ask("q").unwrap_or_default().to_owned();
    let title = t!("Search");
    if text.trim().is_empty() {
        let sentence = t!("Type the beginning of a name or a word of a bank line; the key / leads here from anywhere.");
        return Ok(Page { body: parts::empty(parts::Drawing::Search, &sentence, html! {}), ..Page::new(title) });
    }
    let found = Search { text: text.clone(), limit: Some(50) }.answer(request.context)?;
    if found.hits.is_empty() {
        let sentence = t!("Nothing here has words that begin like “{text}”.", text = text);
        return Ok(Page { body: parts::empty(parts::Drawing::Search, &sentence, html! {}), ..Page::new(title) });
    }
    let count = found.hits.len();
    let columns = vec![Column::text(t!("What")).grow(), Column::text(t!("About it")).quiet()];
    let rows =
        found.hits.into_iter().map(|hit| Row::new(vec![Cell::from(hit.title), Cell::from(hit.detail)]).href(hit.href));
    Ok(Page {
        sub: html! { (tn!(count, "{count} thing found for “{text}”", "{count} things found for “{text}”", text = text)) },
        body: html! { (Table::new(t!("What was found"), columns).rows(rows).keys()) },
        ..Page::new(title)
    })
}
