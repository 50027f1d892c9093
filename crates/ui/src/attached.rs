//! The files that hang on a record: pictures small, documents by name, each with what can be done about it.

use locale::t;
use maud::{Markup, html};

use crate::icon::{Icon, icon};

/// A file in a list of attachments.
#[derive(Debug, Clone, Default)]
pub struct AttachedFile {
    /// Its name.
    pub name: String,
    /// Where it opens; none where its bytes are gone.
    pub href: Option<String>,
    /// Whether it is shown as a picture.
    pub picture: bool,
    /// A second line: kind, size, why it is gone.
    pub detail: String,
    /// What can be done about it.
    pub action: Markup,
}

/// A list of files.
pub fn attached_files(files: &[AttachedFile]) -> Markup {
    html! {
        ul.at {
            @for file in files {
                li {
                    @match (&file.href, file.picture) {
                        // A picture opens in a tab of its own: the record stays where it was.
                        (Some(href), true) => a href=(href) target="_blank" rel="noopener" { img src=(href) alt=(t!("Picture {name}", name = file.name)) loading="lazy"; },
                        _ => span { (icon(Icon::File)) },
                    }
                    div {
                        @match &file.href {
                            Some(href) => a href=(href) target="_blank" rel="noopener" { (file.name) },
                            None => b { (file.name) },
                        }
                        small { (file.detail) }
                    }
                    (file.action)
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_shown_and_a_document_is_named() {
        let file = |picture| AttachedFile {
            name: "<kiln>.jpg".into(),
            href: Some("/files/7".into()),
            picture,
            ..AttachedFile::default()
        };
        let shown = attached_files(&[file(true)]).into_string();
        assert!(shown.contains("<img src=\"/files/7\" alt=\"Picture &lt;kiln&gt;.jpg\""));
        assert!(!attached_files(&[file(false)]).into_string().contains("<img"));
        let gone = attached_files(&[AttachedFile {
            name: "old.pdf".into(),
            detail: "erased".into(),
            ..AttachedFile::default()
        }]);
        assert!(!gone.into_string().contains("href"));
    }
}
