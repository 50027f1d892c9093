//! Buttons and links that look like buttons.

use maud::{Markup, Render, html};

use crate::parts::keycap;

/// How much an action asks for attention. A page has one primary action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one thing to do here.
    Primary,
    /// An action beside it.
    #[default]
    Quiet,
    /// An action in passing, as words.
    Link,
}

impl Look {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Look::Primary => "b p",
            Look::Quiet => "b",
            Look::Link => "b l",
        }
    }
}

/// A button that sends the form it stands in.
#[derive(Debug, Clone, Default)]
pub struct Button {
    label: String,
    look: Look,
    named: Option<(String, String)>,
    address: Option<String>,
    key: Option<String>,
    disabled: bool,
    unchecked: bool,
}

impl Button {
    /// The form's one primary action.
    pub fn primary(label: impl Into<String>) -> Button {
        Button { label: label.into(), look: Look::Primary, ..Button::default() }
    }

    /// An action beside the primary one.
    pub fn quiet(label: impl Into<String>) -> Button {
        Button { label: label.into(), look: Look::Quiet, ..Button::default() }
    }

    /// An action in passing.
    pub fn link(label: impl Into<String>) -> Button {
        Button { label: label.into(), look: Look::Link, ..Button::default() }
    }

    /// The name and value the form carries when this button is the one that sent it.
    pub fn named(mut self, name: impl Into<String>, value: impl Into<String>) -> Button {
        self.named = Some((name.into(), value.into()));
        self
    }

    /// Sends the form to another command than the form's own.
    pub fn command(mut self, command: &str) -> Button {
        self.address = Some(format!("/do/{command}"));
        self
    }

    /// The key that presses it, shown as a keycap (`S`, `Ctrl Enter`).
    pub fn key(mut self, key: impl Into<String>) -> Button {
        self.key = Some(key.into());
        self
    }

    /// Greyed out; say beside it why.
    pub fn disabled(mut self, disabled: bool) -> Button {
        self.disabled = disabled;
        self
    }

    /// Sends the form although required fields are empty: for "Later" and "Back".
    pub fn unchecked(mut self) -> Button {
        self.unchecked = true;
        self
    }
}

impl Render for Button {
    fn render(&self) -> Markup {
        let (name, value) = self.named.as_ref().map_or((None, None), |(name, value)| (Some(name), Some(value)));
        html! {
            button class=(self.look.class()) name=[name] value=[value] formaction=[&self.address] data-key=[&self.key]
                disabled[self.disabled] formnovalidate[self.unchecked] {
                (self.label) @if let Some(key) = &self.key { (keycap(key)) }
            }
        }
    }
}

/// A link that looks like a button, for going somewhere to do something.
pub fn link_button(look: Look, href: &str, label: &str) -> Markup {
    html! { a class=(look.class()) href=(href) { (label) } }
}
