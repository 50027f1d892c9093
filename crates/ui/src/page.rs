//! A whole page: head, body, side panel, toast; and the bare page of set-up, sign-in and errors.

use locale::{Language, t};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};

use crate::asset::asset_address;
use crate::button::{Look, link_button};
use crate::dialog;
use crate::form::FormAction;
use crate::frame::{Frame, Theme};
use crate::icon::{Icon, icon};
use crate::parts::actions;

/// A key that does something on this page, for the line at its foot and the dialog of keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHint {
    /// The key or keys, parted by spaces (`J K`).
    pub keys: String,
    /// What it does, in a word.
    pub does: String,
}

impl KeyHint {
    /// A key and what it does.
    pub fn new(keys: impl Into<String>, does: impl Into<String>) -> KeyHint {
        KeyHint { keys: keys.into(), does: does.into() }
    }
}

/// The side panel: where a number comes from, or what is being worked on.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    /// Its name.
    pub title: String,
    /// The address of the page without it; Esc goes there.
    pub address_to_close: String,
    /// What is in it.
    pub body: Markup,
    /// 432 px instead of 332: one works in it.
    pub wide: bool,
    /// A word above the title ("Where this number comes from").
    pub kicker: String,
    /// The figure it is about, at the end of the title's line.
    pub figure: String,
}

/// One sentence about what was just done, with the way to undo it.
#[derive(Debug, Clone, Default)]
pub struct Toast {
    /// What was done.
    pub sentence: String,
    /// How to undo it; its key is U.
    pub undo: Option<FormAction>,
}

/// A page of a business.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Its title, which is also the heading.
    pub title: String,
    /// At the right of the title: the period ([`parts::period`](crate::parts::period)) or what else changes the whole page.
    pub period: Markup,
    /// The one sentence or number that answers why one came, at 34 px; `small` inside it is lighter.
    pub lead: Markup,
    /// One line with the comparison.
    pub sub: Markup,
    /// The picture, then the table.
    pub body: Markup,
    /// The side panel.
    pub panel: Option<Panel>,
    /// What was just done.
    pub toast: Option<Toast>,
    /// The keys of this page.
    pub keys: Vec<KeyHint>,
    /// After so many seconds the page asks again, without script too: something on it is on its way. With script it is
    /// asked again in place; mark that part with `data-again`.
    pub refresh: Option<u32>,
    /// What a printed page says above its title, beside the name of the business: what the figures cover.
    pub paper: String,
    /// A file to keep instead of the page.
    pub file: Option<PageFile>,
}

/// A file that an address of a page answers with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Its name.
    pub name: String,
    /// Its type, as HTTP names it.
    pub kind: &'static str,
    /// What is in it.
    pub text: String,
}

impl Page {
    /// A page with a title; fill in the rest.
    pub fn new(title: impl Into<String>) -> Page {
        Page { title: title.into(), ..Page::default() }
    }

    /// A file instead of a page: what a table shows, to keep.
    pub fn file(name: impl Into<String>, kind: &'static str, text: String) -> Page {
        Page { file: Some(PageFile { name: name.into(), kind, text }), ..Page::default() }
    }
}

fn head(
    title: &str,
    language: Language,
    theme: Theme,
    body: Markup,
    class: Option<&str>,
    refresh: Option<u32>,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(language.code()) data-theme=[theme.attribute()] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                title { (title) }
                @if let Some(seconds) = refresh { noscript { meta http-equiv="refresh" content=(seconds); } }
                link rel="stylesheet" href=(asset_address("mainstay.css"));
                link rel="icon" href=(asset_address("mark.svg")) type="image/svg+xml";
                script src=(asset_address("mainstay.js")) defer {}
            }
            body class=[class] { (body) }
        }
    }
}

/// The whole page of a business.
pub fn page(frame: &Frame, page: Page) -> Markup {
    let title = format!("{} · {}", page.title, frame.business_name);
    let class = page.panel.as_ref().map(|panel| if panel.wide { "wp ww" } else { "wp" });
    let body = html! {
        a.skip href="#main" { (t!("Skip to the page")) }
        (frame.rail())
        main id="main" tabindex="-1" {
            @if !page.paper.is_empty() { p.paper aria-hidden="true" { b { (frame.business_name) } span { (page.paper) } } }
            (frame.views())
            header {
                h1 { (page.title) }
                (page.period)
            }
            @if !page.lead.0.is_empty() { p.lead { (page.lead) } }
            @if !page.sub.0.is_empty() { p.sub { (page.sub) } }
            (page.body)
            @if !page.keys.is_empty() && page.panel.is_none() { (dialog::hint_line(&page.keys)) }
        }
        @if let Some(panel) = &page.panel { (side_panel(panel, &page.keys)) }
        (frame.bar())
        div.toasts role="status" { @if let Some(toast) = page.toast { (toast_markup(toast)) } }
        (dialog::palette())
        (dialog::keys(&page.keys))
    };
    head(&title, frame.language, frame.theme, body, class, page.refresh)
}

fn side_panel(panel: &Panel, keys: &[KeyHint]) -> Markup {
    html! {
        aside.panel id="panel" aria-label=(panel.title) {
            a.x href=(panel.address_to_close) data-close aria-label=(t!("Close")) { (icon(Icon::Close)) }
            @if !panel.kicker.is_empty() { p.kick { (panel.kicker) } }
            div.ph {
                h2 { (panel.title) }
                @if !panel.figure.is_empty() { b { (panel.figure) } }
            }
            (panel.body)
            @if !keys.is_empty() { (dialog::hint_line(keys)) }
        }
    }
}

fn toast_markup(toast: Toast) -> Markup {
    html! {
        div.toast {
            p { (toast.sentence) }
            @if let Some(undo) = toast.undo { (undo.look(Look::Link).key("U")) }
        }
    }
}

impl Render for Toast {
    fn render(&self) -> Markup {
        toast_markup(self.clone())
    }
}

/// A page without rail: set-up, sign-in, the page of a link. `lead` is the sentence, `body` what to do.
pub fn bare_page(language: Language, theme: Theme, title: &str, lead: Markup, body: Markup) -> Markup {
    let content = html! {
        main id="main" {
            header { a.mark href="/" { (mark()) "Mainstay" } }
            h1.lead { (lead) }
            (body)
        }
    };
    head(&format!("{title} · Mainstay"), language, theme, content, Some("bare"), None)
}

/// The page of something that went wrong: what happened, and what to do next.
pub fn error_page(language: Language, theme: Theme, code: u16, sentence: &str, next: &str) -> Markup {
    let body = html! {
        p.sub { (next) }
        (actions(html! { (link_button(Look::Primary, "/", &t!("Go to Today"))) }))
        p.h { (t!("Error {code}", code = code)) }
    };
    bare_page(language, theme, sentence, html! { (sentence) }, body)
}

/// The mark: a mast and its stays.
fn mark() -> Markup {
    html! { svg.i viewBox="0 0 24 24" aria-hidden="true" { (PreEscaped("<path d='M12 2v18M12 3 4 20M12 3l8 17M3 20h18'/>")) } }
}
