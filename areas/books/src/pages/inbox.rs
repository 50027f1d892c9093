//! The inbox: what came by itself, with the cost it may prove; filed in one click.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    AttachedFile, Button, DropZone, Field, Form, FormAction, Look, Markup, Page, PageRequest, attached_files, html,
    link_button, parts,
};

use crate::{Inbox, InboxDocument, WaitsFor};

const HERE: &str = "/inbox";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = Inbox::default().answer(request.context)?;
    let currency = request.context.settings.currency.code().to_string();
    let refused = ["take-file", "file-document", "dismiss-document"]
        .iter()
        .find_map(|command| request.refused_form(command))
        .map(|form| form.refused.to_string());
    let files: Vec<AttachedFile> = answer.documents.iter().map(|document| shown(document, &currency)).collect();
    let lead = match answer.count {
        0 => t!("Nothing waits here."),
        count => tn!(count, "{count} document waits", "{count} documents wait"),
    };
    let body = parts::columns(
        html! {
            @if let Some(refused) = refused { (parts::warning(html! { (refused) })) }
            @if !files.is_empty() { (attached_files(&files)) }
        },
        html! {
            (parts::heading(&t!("Bring papers"), None))
            (Form::new("take-file").files().next(HERE).hidden("from", HERE).body(html! {
                (DropZone::new("content", t!("Drop receipts and bills here, or choose them")).hint(t!("Or put them into the folder “inbox” beside the data file; they are taken by themselves.")).multiple())
                (parts::actions(html! { (Button::quiet(t!("Take them in"))) }))
            }))
        },
    );
    Ok(Page {
        lead: html! { (lead) },
        sub: html! { (t!("A paper becomes proof when it is filed on the cost it belongs to. A name with day or amount finds its cost.")) },
        body,
        ..Page::new(t!("Inbox"))
    })
}

fn shown(document: &InboxDocument, currency: &str) -> AttachedFile {
    let detail = match document.waits_for {
        WaitsFor::Filing if document.proposals.is_empty() => t!("No cost fits its name."),
        WaitsFor::Filing => t!("It may prove this:"),
        WaitsFor::Import => document.why.clone(),
    };
    let file = files::FileKind::from_word(&document.file_kind).unwrap_or(files::FileKind::Other);
    AttachedFile {
        name: document.name.clone(),
        href: Some(format!("/inbox/files/{}", document.id)),
        picture: file.is_picture(),
        detail,
        action: actions(document, currency),
    }
}

fn actions(document: &InboxDocument, currency: &str) -> Markup {
    let aside = FormAction::new("dismiss-document", t!("Set aside"))
        .hidden("document", document.id)
        .next(HERE)
        .look(Look::Link);
    html! {
        div.ac {
            @if document.waits_for == WaitsFor::Import {
                (link_button(Look::Quiet, &format!("/bank/statements?document={}", document.id), &t!("Look and bring it in")))
            }
            @for proposal in &document.proposals {
                (FormAction::new("file-document", t!(
                    "{what}, {amount}, {day}",
                    what = proposal.what,
                    amount = fmt::money(proposal.amount_minor, currency),
                    day = fmt::date_short(proposal.posted_on)
                )).hidden("document", document.id).hidden("record", proposal.entry).next(HERE).look(Look::Quiet))
            }
            @if document.waits_for == WaitsFor::Filing {
                (Form::new("file-document").next(HERE).hidden("from", HERE).hidden("document", document.id.to_string()).body(html! {
                    (Field::number("record", t!("Entry number")).id(format!("entry-{}", document.id)).label_hidden().placeholder(t!("Entry number")).short())
                    (Button::link(t!("File it there")))
                }))
            }
            (aside)
        }
    }
}
