//! Where the data is, a copy of it, the formats to leave with, and whether all of it holds.

use super::backups;
use keep::Backups;
use kernel::{Context, Failure, Query, slots::Checked};
use locale::{fmt, t, tn};
use ui::{Cell, Column, Look, Markup, Page, PageRequest, Row, Table, html, link_button, parts};

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let checked = match request.ask("check") {
        Some(_) => Some(check(request.context)?),
        None => None,
    };
    let backups = Backups::default().answer(request.context)?;
    let registry = request.context.registry();
    let formats = registry.areas.iter().flat_map(|area| &area.exports).map(|export| {
        let address = format!("/export/{}", export.format);
        Row::new(vec![
            Cell::from(export.format),
            Cell::from((export.about)()),
            Cell::new(html! { a href=(address) download { (t!("Save")) } }),
        ])
    });
    let columns = vec![
        Column::text(t!("Format")).narrow(),
        Column::text(t!("What reads it")).grow(),
        Column::figures(t!("File")).narrow(),
    ];
    let body = html! {
        (backups::section(request, &backups))
        (parts::heading(&t!("A copy to take away"), None))
        p { (t!("One compressed file holds the whole business. Keep it somewhere else than this machine; mainstay restore brings it back.")) }
        (parts::actions(html! { a.b href="/backup" download { (t!("Save a backup")) } }))
        (parts::heading(&t!("Leave with your books"), None))
        (Table::new(t!("Formats"), columns).rows(formats.collect::<Vec<_>>()))
        (parts::heading(&t!("Arrive with your books"), None))
        p { (t!("Books kept with hledger, beancount, GnuCash or in a table come in here: shown first, then held against the file’s own totals.")) }
        (parts::actions(html! { (link_button(Look::Quiet, "/keep/arrive", &t!("Bring books of another program in"))) }))
        (parts::heading(&t!("Bring a whole business in"), None))
        p { (t!("The archive of another Mainstay comes in as a business of its own.")) }
        (parts::actions(html! { (link_button(Look::Quiet, "/keep/archive", &t!("Bring in the business of an archive"))) }))
        (parts::heading(&t!("Programs and businesses"), None))
        ul.happened {
            li { a href="/keep/tokens" { (t!("Tokens for programs")) } small { (t!("Which programs may come in, and how far.")) } }
            li { a href="/businesses" { (t!("Businesses")) } small { (t!("Go to another business, or add one.")) } }
        }
        (parts::heading(&t!("Is it all true?"), None))
        @match &checked {
            None => {
                p { (t!("Checks every entry from the first: that it balances, that nothing was changed since, that the pockets equal the cash.")) }
                (parts::actions(html! { (link_button(Look::Quiet, "/keep?check=1", &t!("Check now"))) }))
            }
            Some(results) => (results_table(results)),
        }
    };
    let lead = match &checked {
        Some(results) if results.iter().all(|(_, found)| found.problems.is_empty()) => {
            html! { (t!("Everything holds.")) }
        }
        Some(_) => html! { (t!("Something does not hold.")) },
        None => backups::lead(&backups),
    };
    Ok(Page { lead, body, ..Page::new(t!("Keep and leave")) })
}

fn check(context: &mut Context) -> Result<Vec<(String, Checked)>, Failure> {
    let registry = context.registry();
    let checks = registry.areas.iter().flat_map(|area| &area.checks);
    checks.map(|check| Ok(((check.about)(), (check.run)(context)?))).collect()
}

fn results_table(results: &[(String, Checked)]) -> Markup {
    let columns = vec![
        Column::text(t!("What has to hold")).grow(),
        Column::figures(t!("Looked at")).narrow(),
        Column::text(t!("Result")),
    ];
    let rows = results.iter().map(|(about, found)| {
        let result = match found.problems.len() {
            0 => Cell::from(t!("holds")),
            count => Cell::new(html! {
                strong { (tn!(count, "{count} problem", "{count} problems")) }
                @for problem in &found.problems { br; (problem) }
            }),
        };
        Row::new(vec![about.as_str().into(), fmt::number(found.looked_at).into(), result])
    });
    html! { (Table::new(t!("What was checked"), columns).rows(rows.collect::<Vec<_>>())) }
}
