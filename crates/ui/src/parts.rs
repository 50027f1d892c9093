//! The small parts: figures that open, tabs, keycaps, notices, empty states, definition lists, progress.

use locale::t;
use maud::{Markup, PreEscaped, html};

use crate::icon::{Icon, icon};
use crate::pocket::{Hue, chip};

/// A number that opens where it comes from, in prose: underlined by dots.
pub fn figure(href: &str, text: &str) -> Markup {
    html! { a.g href=(href) { (text) } }
}

/// Words that change the view of a page: `(label, address, current)`.
pub fn tabs(name: &str, tabs: &[(String, String, bool)]) -> Markup {
    html! {
        nav.tabs aria-label=(name) {
            @for (label, href, current) in tabs { a href=(href) aria-current=[current.then_some("page")] { (label) } }
        }
    }
}

/// The period a page speaks of, with the way to the one before and after.
pub fn period(previous: Option<&str>, label: &str, next: Option<&str>) -> Markup {
    html! {
        nav.per aria-label=(t!("Period")) {
            @if let Some(href) = previous { a href=(href) rel="prev" aria-label=(t!("Earlier")) { (icon(Icon::Previous)) } }
            b { (label) }
            @if let Some(href) = next { a href=(href) rel="next" aria-label=(t!("Later")) { (icon(Icon::Next)) } }
        }
    }
}

/// The period a page speaks of, with the way to the one before and after; it opens to other periods, each
/// `(label, address, current)`, and to a form for any days.
pub fn period_picker(
    earlier: Option<&str>,
    label: &str,
    later: Option<&str>,
    choices: &[(String, String, bool)],
    any_days: Markup,
) -> Markup {
    html! {
        nav.per aria-label=(t!("Period")) {
            @if let Some(href) = earlier { a href=(href) rel="prev" aria-label=(t!("Earlier")) { (icon(Icon::Previous)) } }
            details.pp {
                summary { b { (label) } (icon(Icon::Switch)) }
                div {
                    ul { @for (label, href, current) in choices { li { a href=(href) aria-current=[current.then_some("page")] { (label) } } } }
                    (any_days)
                }
            }
            @if let Some(href) = later { a href=(href) rel="next" aria-label=(t!("Later")) { (icon(Icon::Next)) } }
        }
    }
}

/// The foot of a list that is read from its beginning on: how much is shown, the way back to the beginning, and on.
pub fn walk(shown: &str, beginning: Option<&str>, later: Option<&str>) -> Markup {
    html! {
        nav.pag aria-label=(t!("Pages of the list")) {
            span { (shown) }
            @if let Some(href) = beginning { a href=(href) rel="prev" { (t!("From the beginning")) } }
            @if let Some(href) = later { a href=(href) rel="next" { (t!("Further")) } }
        }
    }
}

/// A key as a small cap beside the action it triggers; several keys are parted by spaces. Not shown on touch screens.
pub fn keycap(keys: &str) -> Markup {
    html! {
        span.kc aria-hidden="true" {
            @for key in keys.split(' ') {
                kbd { @if key == "Enter" { (icon(Icon::Enter)) } @else { (key) } }
            }
        }
    }
}

/// A sentence about something that is late, failed or missing: the word says so, colour and icon only repeat it.
pub fn warning(sentence: Markup) -> Markup {
    html! { p.no.w { (icon(Icon::Warning)) span { (sentence) } } }
}

/// A sentence worth knowing.
pub fn notice(sentence: Markup) -> Markup {
    html! { p.no { (icon(Icon::Remark)) span { (sentence) } } }
}

/// A heading inside a page over its hairline, with what can be done about the section at its end.
pub fn heading(text: &str, action: Option<Markup>) -> Markup {
    html! { div.hd { h2 { (text) } @if let Some(action) = action { (action) } } }
}

/// Two columns beside each other on a wide page, the second narrower; below each other on a phone.
pub fn columns(main: Markup, aside: Markup) -> Markup {
    // Beside nothing, what stands aside is the page.
    if main.0.trim().is_empty() {
        return html! { div.alone { (aside) } };
    }
    html! { div.cols { div { (main) } div { (aside) } } }
}

/// Terms and their values, a hairline apart.
pub fn definitions(rows: &[(String, Markup)]) -> Markup {
    html! { dl.dl { @for (term, value) in rows { div { dt { (term) } dd { (value) } } } } }
}

/// A few terms and values without hairlines, as the lines under a sum.
pub fn lines(rows: &[(String, Markup)]) -> Markup {
    html! { dl.dl.ti { @for (term, value) in rows { div { dt { (term) } dd { (value) } } } } }
}

/// Pockets with an amount each, under their bar.
pub fn pocket_list(rows: &[(Hue, String, Markup)]) -> Markup {
    html! { ul.pks { @for (hue, name, amount) in rows { li { (chip(*hue, name)) (amount) } } } }
}

/// The views of a picture and table: what changes them at the left, what is done with them at the right.
pub fn tools(left: Markup, right: Markup) -> Markup {
    html! { div.tools { div { (left) } div { (right) } } }
}

/// Things to do, each a link with the reason below it and how long it takes: `(what, address, why, time)`.
pub fn to_do(things: &[(String, String, String, String)]) -> Markup {
    html! {
        ul.todo { @for (what, href, why, time) in things { li { a href=(href) { (what) } small { (time) } p { (why) } } } }
    }
}

/// The question a queue asks, with its reason below.
pub fn question(sentence: &str, reason: &str) -> Markup {
    html! { p.ask { (sentence) } @if !reason.is_empty() { p.sub { (reason) } } }
}

/// A sentence whose words are fields: a rule reads as it is meant, and is changed where it stands. The labels of its
/// fields are hidden; the words around them say the same.
pub fn sentence(words: Markup) -> Markup {
    html! { div.sn { (words) } }
}

/// How far something has come.
pub fn progress(label: &str, done: i64, of: i64) -> Markup {
    html! { progress.pg aria-label=(label) max=(of.max(1)) value=(done.clamp(0, of.max(1))) { (done) " / " (of) } }
}

/// A large figure inside a page with its comparisons below, one a line.
pub fn big_figure(text: &str, comparisons: &[String]) -> Markup {
    html! { p.bf { (text) } @if !comparisons.is_empty() { p.cmp { @for line in comparisons { span { (line) } } } } }
}

/// A row of actions: the primary one first.
pub fn actions(buttons: Markup) -> Markup {
    html! { div.ac { (buttons) } }
}

/// What an empty page is about, drawn in ink.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A statement dropping into a tray.
    Statement,
    /// Coins parted into jars.
    Jars,
    /// An open book of accounts.
    Ledger,
    /// A desk with nothing on it.
    Desk,
    /// A lens over nothing.
    Search,
}

/// The page of something that is not there yet: one sentence, one drawing, one button.
pub fn empty(drawing: Drawing, sentence: &str, action: Markup) -> Markup {
    let lines = match drawing {
        Drawing::Statement => {
            "<path d='M52 14h40l16 16v44H52z'/><path d='M92 14v16h16'/><path d='M62 40h32M62 50h36M62 60h24'/><path d='M28 70v26h104V70'/><path d='M28 96h104'/><path d='M80 78v-2'/><path class='a' d='M80 66v20m-8-8 8 8 8-8'/>"
        }
        Drawing::Jars => {
            "<path d='M22 46v42a8 8 0 0 0 8 8h20a8 8 0 0 0 8-8V46'/><path d='M18 40h44v6H18z'/><path d='M62 56v32a8 8 0 0 0 8 8h20a8 8 0 0 0 8-8V56'/><path d='M60 50h40v6H60z'/><path d='M104 66v22a8 8 0 0 0 8 8h18a8 8 0 0 0 8-8V66'/><path d='M102 60h38v6h-38z'/><path class='a' d='M22 66h36M62 76h36M104 84h34'/><circle class='a' cx='80' cy='28' r='9'/><path class='a' d='M80 24v8'/>"
        }
        Drawing::Ledger => {
            "<path d='M80 28c-14-10-36-10-54-6v66c18-4 40-4 54 6 14-10 36-10 54-6V22c-18-4-40-4-54 6z'/><path d='M80 28v66'/><path d='M38 38h28M38 50h28M38 62h28'/><path class='a' d='M94 38h28M94 50h28'/><path d='M94 66h28M94 70h28'/>"
        }
        Drawing::Desk => {
            "<path d='M16 66h128M26 66v32M134 66v32'/><path d='M44 66V44h26v22'/><path d='M44 50h26'/><path class='a' d='M104 66c-8 0-12-6-12-14h24c0 8-4 14-12 14z'/><path class='a' d='M116 54c8-2 8 8-2 8'/><path d='M100 44c-3-5 3-7 0-12M108 44c-3-5 3-7 0-12'/>"
        }
        Drawing::Search => {
            "<circle cx='70' cy='50' r='28'/><path d='m91 71 26 24'/><path class='a' d='M56 50h28'/><path d='M24 98h112'/>"
        }
    };
    html! {
        section.em {
            svg viewBox="0 0 160 110" aria-hidden="true" { (PreEscaped(lines)) }
            p { (sentence) }
            div.ac { (action) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_never_leaves_its_track() {
        for (done, of, expected) in
            [(47, 61, "max=\"61\" value=\"47\""), (5, 0, "max=\"1\" value=\"1\""), (-1, 4, "max=\"4\" value=\"0\"")]
        {
            assert!(progress("Sorted", done, of).into_string().contains(expected), "{done} of {of}");
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(figure("/x?a=1&b=2", "<b>").into_string(), "<a class=\"g\" href=\"/x?a=1&amp;b=2\">&lt;b&gt;</a>");
    }
}
