//! The business of an archive comes in: dropped, looked into, brought in.

use kernel::Failure;
use locale::{fmt, t, tn};
use store::ArchiveLook;
use ui::{Button, DropZone, Field, Form, Look, Markup, Page, PageRequest, html, link_button, parts};

const HERE: &str = "/keep/archive";

/// Where an archive is dropped.
pub(super) fn drop_page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let hosted = request.context.tx.engine() == store::Engine::Postgres;
    let body = html! {
        @if hosted {
            p { (t!("Here the host brings businesses in: mainstay restore FILE --database URL.")) }
        } @else {
            (Form::post_to(HERE).files().body(html! {
                (DropZone::new("archive", t!("Drop the archive of a business here, or choose it"))
                    .hint(t!("A file saved from Keep and leave as “archive”, or written by mainstay export archive. It is looked into first; nothing comes in before you say so."))
                    .accept(".jsonl,.json"))
                (parts::actions(html! { (Button::primary(t!("Look into it"))) }))
            }))
        }
        p.h { (t!("A backup takes the place of everything in the data file instead: mainstay restore FILE --replace.")) }
    };
    let lead = html! { (t!("Bring a whole business in.")) };
    let sub = html! { (t!("It becomes a business of its own beside those that are here, with its books, its chain and its attachments.")) };
    Ok(Page { lead, sub, body, ..Page::new(t!("Keep and leave")) })
}

/// What was found in an archive. The way in fills the address's query with it.
pub(super) fn look_page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let file = request.ask("file").unwrap_or_default().to_owned();
    let look = request.ask("look").and_then(|text| serde_json::from_str::<ArchiveLook>(text).ok());
    let refused = request.ask("refused").map(str::to_owned);
    let title = t!("Keep and leave");
    let Some(look) = look else {
        let body = html! {
            (parts::warning(html! { (refused.unwrap_or_else(|| t!("It was not looked into to the end."))) }))
            (parts::actions(html! { (link_button(Look::Primary, HERE, &t!("Choose another file"))) }))
        };
        let lead = html! { (t!("{file} could not be brought in.", file = file)) };
        let sub = html! { (t!("Nothing was stored.")) };
        return Ok(Page { lead, sub, body, ..Page::new(title) });
    };
    let at_name = request.ask("field") == Some("name");
    let name = request.ask("name").unwrap_or_default().to_owned();
    let body = html! {
        @if let Some(sentence) = refused.as_ref().filter(|_| !at_name) {
            (parts::warning(html! { (sentence) " " (t!("Nothing of it was kept.")) }))
        }
        (parts::heading(&t!("What is in it"), None))
        (parts::definitions(&contents(&look)))
        (parts::heading(&t!("Bring it in"), None))
        (Form::post_to(&request.address).body(html! {
            (Field::text("name", t!("Its name here")).value(name).error(refused.filter(|_| at_name)).required()
                .help(t!("Every business here has a name of its own.")))
            (parts::actions(html! { (Button::primary(t!("Bring it in as a new business"))) }))
        }))
        (Form::post_to(&format!("{}/drop", request.address)).body(html! {
            (parts::actions(html! { (Button::link(t!("Not now"))) }))
        }))
    };
    let lead = html! { (t!("{name} is in the archive, whole.", name = look.header.business.name)) };
    let sub = html! { (file) " · " (t!("Every line and every sum in it is right. Nothing is kept yet; its books are checked from the first entry before they are.")) };
    Ok(Page { lead, sub, body, ..Page::new(title) })
}

fn contents(look: &ArchiveLook) -> Vec<(String, Markup)> {
    let count = |table: &str| html! { (fmt::number(i64::try_from(look.count(table)).unwrap_or(i64::MAX))) };
    let day = look.header.business.created_at.get(..10).and_then(|day| day.parse().ok());
    let mut rows = vec![
        (t!("Entries"), count("entries")),
        (t!("Accounts"), count("accounts")),
        (t!("Lines of statements"), count("bank_lines")),
        (t!("Attachments"), count("attachments")),
        (t!("Things done"), count("activity")),
    ];
    if let Some(day) = day {
        rows.push((t!("Begun"), html! { (fmt::date(day)) }));
    }
    let written = t!("version {version}", version = look.header.program);
    let all = i64::try_from(look.report.rows).unwrap_or(i64::MAX);
    rows.push((t!("Written by"), html! { (written) ", " (tn!(all, "{count} record", "{count} records")) }));
    // In groups, so that it breaks on a phone.
    let sum: Vec<&str> =
        look.report.sha256.as_bytes().chunks(16).filter_map(|part| str::from_utf8(part).ok()).collect();
    rows.push((t!("Its sum (SHA-256)"), html! { @for part in sum { code { (part) } " " } }));
    rows
}
