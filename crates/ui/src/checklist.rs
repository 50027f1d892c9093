//! A list of what is checked and how each stands, and months in a row with how each stands.

use locale::t;

use crate::{Icon, Markup, html, icon};

/// How a line of a checklist stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// It holds.
    Passed,
    /// It does not, and must.
    Failed,
    /// It does not, and may be accepted.
    Warned,
}

/// A line of a checklist: how it stands, what holds or is wrong, and where that is mended.
#[derive(Debug, Clone)]
pub struct CheckLine {
    /// How it stands.
    pub checked: Checked,
    /// What holds, or what is wrong.
    pub sentence: String,
    /// A second line.
    pub remark: String,
    /// What the link says, and where it leads.
    pub mend: Option<(String, String)>,
}

/// What is checked, a hairline apart: a word says how each stands, the icon repeats it.
pub fn checklist(lines: &[CheckLine]) -> Markup {
    html! {
        ul.ckl { @for line in lines {
            @let (drawn, word) = match line.checked {
                Checked::Passed => (Icon::Done, t!("Done")),
                Checked::Failed => (Icon::Close, t!("Not done")),
                Checked::Warned => (Icon::Warning, t!("Warning")),
            };
            li.f[line.checked == Checked::Failed].w[line.checked == Checked::Warned] {
                (icon(drawn))
                div {
                    p { span.vh { (word) ": " } (line.sentence) }
                    @if !line.remark.is_empty() { small { (line.remark) } }
                }
                @if let Some((label, href)) = &line.mend { a href=(href) { (label) } }
            }
        } }
    }
}

/// A month in a row of months.
#[derive(Debug, Clone)]
pub struct MonthBox {
    /// Its short name.
    pub label: String,
    /// How it stands, in a word.
    pub state: String,
    /// Whether it is closed.
    pub locked: bool,
    /// Where it opens.
    pub href: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// Months in a row, the newest first, each with how it stands.
pub fn month_boxes(name: &str, months: &[MonthBox]) -> Markup {
    html! {
        ol.mb aria-label=(name) { @for month in months {
            li { a.k[month.locked] href=(month.href) aria-current=[month.current.then_some("page")] {
                b { (month.label) }
                small { @if month.locked { (icon(Icon::Locked)) } (month.state) }
            } }
        } }
    }
}
