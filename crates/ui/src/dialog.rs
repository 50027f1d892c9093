//! The command palette, the dialog of keys, and the line of keys at the foot of where one works.

use locale::t;
use maud::{Markup, html};

use crate::page::KeyHint;
use crate::parts::keycap;

/// One entry of the command palette.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What it does ("Write an invoice").
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// The area it belongs to.
    pub area: String,
}

/// The entries of the palette, served at `/palette` and fetched when it is first opened, so that pages stay light.
pub fn palette_entries(entries: &[PaletteEntry]) -> Markup {
    html! { @for entry in entries { li { a href=(entry.href) { (entry.label) " " small { (entry.area) } } } } }
}

pub(crate) fn palette() -> Markup {
    html! {
        dialog.pal id="palette" aria-label=(t!("Commands")) {
            input type="search" placeholder=(t!("What would you like to do?")) aria-label=(t!("Find a command")) autocomplete="off" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list";
            ul id="palette-list" role="listbox" aria-label=(t!("Commands")) {}
            p.h hidden { (t!("No command has these words.")) }
        }
    }
}

pub(crate) fn keys(of_page: &[KeyHint]) -> Markup {
    let everywhere = [
        KeyHint::new("/", t!("search everything")),
        KeyHint::new("Ctrl K", t!("run a command")),
        KeyHint::new("J K", t!("next and previous row")),
        KeyHint::new("Enter", t!("open the row")),
        KeyHint::new("U", t!("undo what was just done")),
        KeyHint::new("Esc", t!("close the side panel")),
        KeyHint::new("?", t!("show these keys")),
    ];
    let own = of_page.iter().filter(|hint| !everywhere.iter().any(|known| known.keys == hint.keys));
    html! {
        dialog.keys id="keys" aria-labelledby="keys-title" {
            h2 id="keys-title" { (t!("Keys")) }
            dl { @for hint in own.chain(&everywhere) { div { dt { (keycap(&hint.keys)) span.vh { (hint.keys) } } dd { (hint.does) } } } }
            form method="dialog" { button.b { (t!("Close")) } }
        }
    }
}

/// The keys of where one works, in one line at its foot.
pub(crate) fn hint_line(keys: &[KeyHint]) -> Markup {
    html! { p.hl aria-hidden="true" { @for hint in keys { span { (keycap(&hint.keys)) (hint.does) } } } }
}
