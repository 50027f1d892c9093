//! Forms and one-button forms. Every write is a POST to `/do/<command>`, which answers with a redirect to `next`.

use maud::{Markup, Render, html};

use crate::button::Look;
use crate::parts::keycap;

/// A form that sends a command.
#[derive(Debug, Clone, Default)]
pub struct Form {
    address: String,
    next: Option<String>,
    hidden: Vec<(String, String)>,
    error: Option<String>,
    files: bool,
    keep: Option<String>,
    preview: Option<String>,
    body: Markup,
    get: bool,
}

impl Form {
    /// A form whose answers go to a command.
    pub fn new(command: &str) -> Form {
        Form { address: format!("/do/{command}"), ..Form::default() }
    }

    /// A form of a read: its answers become the address (search, filters).
    pub fn get(address: &str) -> Form {
        Form { address: address.to_owned(), get: true, ..Form::default() }
    }

    /// A form that posts to an address of its own, as sign-in does.
    pub fn post_to(address: &str) -> Form {
        Form { address: address.to_owned(), ..Form::default() }
    }

    /// Where to go when the command has succeeded.
    pub fn next(mut self, address: impl Into<String>) -> Form {
        self.next = Some(address.into());
        self
    }

    /// A value the person does not see.
    pub fn hidden(mut self, name: impl Into<String>, value: impl Into<String>) -> Form {
        self.hidden.push((name.into(), value.into()));
        self
    }

    /// A refusal that belongs to no single field, shown above the fields.
    pub fn error(mut self, sentence: Option<String>) -> Form {
        self.error = sentence;
        self
    }

    /// The form carries files.
    pub fn files(mut self) -> Form {
        self.files = true;
        self
    }

    /// Keeps what is typed in the browser, under this key, until the form is sent: a reload loses nothing.
    pub fn keep(mut self, key: impl Into<String>) -> Form {
        self.keep = Some(key.into());
        self
    }

    /// What it would do is shown while one types, in the part of the page with the id `effects`
    /// ([`preview_button`](crate::preview_button) asks for the same without the script).
    pub fn previewed(mut self, command: &str) -> Form {
        self.preview = Some(format!("/preview/{command}"));
        self
    }

    /// The fields and buttons.
    pub fn body(mut self, body: Markup) -> Form {
        self.body = body;
        self
    }
}

/// The button of a form that shows what it would do instead of doing it. It sends the form as it is, so it may be pressed
/// before everything is filled in.
pub fn preview_button(command: &str, label: &str) -> Markup {
    html! { button.b formaction={ "/preview/" (command) } formnovalidate { (label) } }
}

impl Render for Form {
    fn render(&self) -> Markup {
        html! {
            form.f method=(if self.get { "get" } else { "post" }) action=(self.address)
                enctype=[self.files.then_some("multipart/form-data")] data-keep=[&self.keep] data-preview=[&self.preview] {
                @if let Some(next) = &self.next { input type="hidden" name="next" value=(next); }
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                @if let Some(sentence) = &self.error { p.er role="alert" { (sentence) } }
                (self.body)
            }
        }
    }
}

/// One button that sends a command with values already known: Undo, Confirm, Mark as paid.
#[derive(Debug, Clone, Default)]
pub struct FormAction {
    /// The command's name.
    pub command: String,
    /// The values it is sent with.
    pub hidden: Vec<(String, String)>,
    /// What the button says.
    pub label: String,
    /// Where to go afterwards.
    pub next: Option<String>,
    /// How much it asks for attention.
    pub look: Look,
    /// The key that presses it.
    pub key: Option<String>,
    /// A question asked before it is sent, for what cannot be undone.
    pub confirm: Option<String>,
}

impl FormAction {
    /// A quiet button for a command.
    pub fn new(command: impl Into<String>, label: impl Into<String>) -> FormAction {
        FormAction { command: command.into(), label: label.into(), ..FormAction::default() }
    }

    /// A value it is sent with.
    pub fn hidden(mut self, name: impl Into<String>, value: impl ToString) -> FormAction {
        self.hidden.push((name.into(), value.to_string()));
        self
    }

    /// Where to go afterwards.
    pub fn next(mut self, address: impl Into<String>) -> FormAction {
        self.next = Some(address.into());
        self
    }

    /// How much it asks for attention.
    pub fn look(mut self, look: Look) -> FormAction {
        self.look = look;
        self
    }

    /// The key that presses it, shown as a keycap.
    pub fn key(mut self, key: impl Into<String>) -> FormAction {
        self.key = Some(key.into());
        self
    }

    /// A question asked before it is sent.
    pub fn confirm(mut self, question: impl Into<String>) -> FormAction {
        self.confirm = Some(question.into());
        self
    }
}

impl Render for FormAction {
    fn render(&self) -> Markup {
        html! {
            form.fa method="post" action={ "/do/" (self.command) } data-confirm=[&self.confirm] {
                @if let Some(next) = &self.next { input type="hidden" name="next" value=(next); }
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                button class=(self.look.class()) data-key=[&self.key] {
                    (self.label) @if let Some(key) = &self.key { (keycap(key)) }
                }
            }
        }
    }
}
