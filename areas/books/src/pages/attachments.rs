//! What belongs beside any record: the files that prove it, its tags and its note. Pages of other areas show it too.

use kernel::Failure;
use locale::{fmt, t};
use ui::{
    AttachedFile, Button, DropZone, Field, Form, FormAction, Look, Markup, PageRequest, attached_files, error_at, html,
    parts, typed_or,
};

use crate::{Attachment, attachments::attachments_of, labels};

/// The commands of these forms, for the `offers` of a page that shows them.
pub const OFFERS: [&str; 4] = ["attach-file", "detach-file", "set-tags", "set-note"];

/// The files on a record, and a place to drop more. `here` is where the forms lead back to.
pub fn files_on(request: &mut PageRequest<'_>, kind: &str, record: i64, here: &str) -> Result<Markup, Failure> {
    let attached = attachments_of(request.context, kind, record)?;
    let refused = request.refused_form("attach-file").map(|form| form.refused.to_string());
    let files: Vec<AttachedFile> = attached.iter().map(|attachment| shown(attachment, here)).collect();
    Ok(html! {
        @if !files.is_empty() { (attached_files(&files)) }
        (Form::new("attach-file").files().next(here).hidden("from", here).hidden("kind", kind).hidden("record", record.to_string())
            .error(refused)
            .body(html! {
                (DropZone::new("content", t!("Drop a receipt, a bill or a mail here, or choose it"))
                    .hint(t!("Up to 25 MB. Photos are kept without place and time."))
                    .multiple())
                (parts::actions(html! { (Button::quiet(t!("Attach"))) }))
            }))
    })
}

/// A file as lists show it.
pub(super) fn shown(attachment: &Attachment, here: &str) -> AttachedFile {
    let detail = match &attachment.erased_because {
        Some(because) => t!("erased: {because}", because = because),
        None => format!("{} · {}", kind_name(attachment), size(attachment.size)),
    };
    AttachedFile {
        name: attachment.name.clone(),
        href: attachment.erased_because.is_none().then(|| format!("/files/{}", attachment.id)),
        picture: attachment.file().is_picture(),
        detail,
        action: html! {
            (FormAction::new("detach-file", t!("Take off")).hidden("attachment", attachment.id).next(here).look(Look::Link))
        },
    }
}

/// What a file is, in a word. Kinds whose notes by the camera stay in them say so.
fn kind_name(attachment: &Attachment) -> String {
    use files::FileKind as Kind;
    match attachment.file() {
        Kind::Pdf => "PDF".into(),
        Kind::Jpeg | Kind::Png | Kind::Webp => t!("Picture"),
        Kind::Heic => t!("Photo (HEIC), with what the camera noted"),
        Kind::Tiff => t!("Scan (TIFF)"),
        Kind::Xml => "XML".into(),
        Kind::Text => t!("Text"),
        Kind::Mail => t!("Mail"),
        Kind::Other => t!("File to save"),
    }
}

/// How large a file is, in thousands or millions of bytes, rounded up.
fn size(bytes: i64) -> String {
    if bytes < 1_000_000 {
        t!("{count} KB", count = fmt::number((bytes + 999) / 1_000))
    } else {
        t!("{count} MB", count = fmt::number((bytes + 999_999) / 1_000_000))
    }
}

/// Tags and note of a record, each in a form of one field.
pub fn labels_on(request: &mut PageRequest<'_>, kind: &str, record: i64, here: &str) -> Result<Markup, Failure> {
    let tags = labels::tags_of(request.context, kind, record)?;
    let note = labels::note_of(request.context, kind, record)?;
    let tagging = request.refused_form("set-tags");
    let noting = request.refused_form("set-note");
    let tags = tags.into_iter().map(|tag| tag.name).collect::<Vec<_>>().join(", ");
    let tags_error = tagging.map(|form| form.refused.to_string());
    let form = |command: &str| {
        Form::new(command).next(here).hidden("from", here).hidden("kind", kind).hidden("record", record.to_string())
    };
    Ok(html! {
        (form("set-tags").body(html! {
            (Field::text("tags", t!("Tags")).id("record-tags").value(typed_or(tagging, "tags", tags)).error(tags_error).help(t!("Parted by commas.")))
            (parts::actions(html! { (Button::quiet(t!("Save tags"))) }))
        }))
        (form("set-note").body(html! {
            (Field::textarea("note", t!("Note"), 3).id("record-note").value(typed_or(noting, "note", note)).error(error_at(noting, "note")))
            (parts::actions(html! { (Button::quiet(t!("Save the note"))) }))
        }))
    })
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_rounded_up_to_what_is_read() {
        for (bytes, said) in [(0, "0 KB"), (1, "1 KB"), (84_120, "85 KB"), (1_000_000, "1 MB"), (1_000_001, "2 MB")] {
            assert_eq!(size(bytes), said);
        }
    }
}
