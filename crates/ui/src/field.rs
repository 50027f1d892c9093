//! Form fields: label above, help below, the unit inside, an error at the field with what was typed kept.

use locale::t;
use maud::{Markup, Render, html};

use crate::icon::{Icon, icon};
use crate::parts::keycap;

/// One choice of a select field or a row of radio buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The heading it stands under, if any; choices of one heading follow each other.
    pub group: Option<String>,
}

impl Choice {
    /// A choice without a heading.
    pub fn new(value: impl ToString, label: impl Into<String>) -> Choice {
        Choice { value: value.to_string(), label: label.into(), group: None }
    }

    /// Puts the choice under a heading.
    pub fn group(mut self, heading: impl Into<String>) -> Choice {
        self.group = Some(heading.into());
        self
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Input { kind: &'static str, mode: Option<&'static str>, class: &'static str },
    Area { rows: u8 },
    Select(Vec<Choice>),
    Radio(Vec<Choice>),
    Checkbox { checked: bool },
    File { accept: String, multiple: bool },
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    kind: Kind,
    name: String,
    label: String,
    value: String,
    help: Option<String>,
    unit: Option<String>,
    error: Option<String>,
    placeholder: Option<String>,
    autocomplete: Option<String>,
    suggestions: Vec<String>,
    id: Option<String>,
    required: bool,
    autofocus: bool,
    short: bool,
    label_hidden: bool,
    send_on_change: bool,
    key: Option<String>,
}

impl Field {
    fn of(kind: Kind, name: &str, label: impl Into<String>) -> Field {
        Field {
            kind,
            name: name.to_owned(),
            label: label.into(),
            value: String::new(),
            help: None,
            unit: None,
            error: None,
            placeholder: None,
            autocomplete: None,
            suggestions: Vec::new(),
            id: None,
            required: false,
            autofocus: false,
            short: false,
            label_hidden: false,
            send_on_change: false,
            key: None,
        }
    }

    fn input(
        kind: &'static str,
        mode: Option<&'static str>,
        class: &'static str,
        name: &str,
        label: impl Into<String>,
    ) -> Field {
        Field::of(Kind::Input { kind, mode, class }, name, label)
    }

    /// A line of text.
    pub fn text(name: &str, label: impl Into<String>) -> Field {
        Field::input("text", None, "", name, label)
    }

    /// An amount, read by [`locale::parse::money`]: a plain text field, because a number field refuses `1.200,50` and
    /// `300+20%`. Give the currency as its unit.
    pub fn money(name: &str, label: impl Into<String>) -> Field {
        Field::input("text", Some("decimal"), "n", name, label)
    }

    /// A whole number or a quantity.
    pub fn number(name: &str, label: impl Into<String>) -> Field {
        Field::input("text", Some("decimal"), "n", name, label)
    }

    /// A day; the value is ISO (`2026-05-12`), the browser shows it in the reader's way.
    pub fn date(name: &str, label: impl Into<String>) -> Field {
        Field::input("date", None, "", name, label)
    }

    /// A mail address.
    pub fn email(name: &str, label: impl Into<String>) -> Field {
        Field::input("email", Some("email"), "", name, label)
    }

    /// A password.
    pub fn password(name: &str, label: impl Into<String>) -> Field {
        Field::input("password", None, "", name, label)
    }

    /// Words to search or filter by.
    pub fn search(name: &str, label: impl Into<String>) -> Field {
        Field::input("search", None, "", name, label)
    }

    /// Several lines of text.
    pub fn textarea(name: &str, label: impl Into<String>, rows: u8) -> Field {
        Field::of(Kind::Area { rows }, name, label)
    }

    /// One of several choices, as a list that opens.
    pub fn select(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field::of(Kind::Select(choices), name, label)
    }

    /// One of a few choices, all in sight.
    pub fn radio(name: &str, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field::of(Kind::Radio(choices), name, label)
    }

    /// Yes or no; sends `true` when checked.
    pub fn checkbox(name: &str, label: impl Into<String>, checked: bool) -> Field {
        Field { value: "true".to_owned(), ..Field::of(Kind::Checkbox { checked }, name, label) }
    }

    /// A file to choose. `accept` is the list of endings or media types.
    pub fn file(name: &str, label: impl Into<String>, accept: &str, multiple: bool) -> Field {
        Field::of(Kind::File { accept: accept.to_owned(), multiple }, name, label)
    }

    /// What stands in it; for a choice, the value chosen.
    pub fn value(mut self, value: impl Into<String>) -> Field {
        self.value = value.into();
        self
    }

    /// A sentence below it.
    pub fn help(mut self, help: impl Into<String>) -> Field {
        self.help = Some(help.into());
        self
    }

    /// The unit, inside the field at its end.
    pub fn unit(mut self, unit: impl Into<String>) -> Field {
        self.unit = Some(unit.into());
        self
    }

    /// What is wrong with what was typed, and what to do.
    pub fn error(mut self, error: Option<String>) -> Field {
        self.error = error;
        self
    }

    /// An example inside the empty field. Never the label.
    pub fn placeholder(mut self, text: impl Into<String>) -> Field {
        self.placeholder = Some(text.into());
        self
    }

    /// What the browser may fill in (`email`, `current-password`, `one-time-code`).
    pub fn autocomplete(mut self, purpose: impl Into<String>) -> Field {
        self.autocomplete = Some(purpose.into());
        self
    }

    /// Proposals while typing; anything else may be typed too.
    pub fn suggestions(mut self, suggestions: Vec<String>) -> Field {
        self.suggestions = suggestions;
        self
    }

    /// An id of its own, where two forms of a page have a field of the same name.
    pub fn id(mut self, id: impl Into<String>) -> Field {
        self.id = Some(id.into());
        self
    }

    /// It must be filled.
    pub fn required(mut self) -> Field {
        self.required = true;
        self
    }

    /// The caret starts here.
    pub fn autofocus(mut self) -> Field {
        self.autofocus = true;
        self
    }

    /// As wide as a date or an amount, not as the form.
    pub fn short(mut self) -> Field {
        self.short = true;
        self
    }

    /// The label is only read aloud: where a column head or the sentence around it says it.
    pub fn label_hidden(mut self) -> Field {
        self.label_hidden = true;
        self
    }

    /// The key that puts the caret into it, shown as a keycap beside its label.
    pub fn key(mut self, key: impl Into<String>) -> Field {
        self.key = Some(key.into());
        self
    }

    /// Sends the form as soon as it changes (with the script; without it the form's button does).
    pub fn send_on_change(mut self) -> Field {
        self.send_on_change = true;
        self
    }

    fn id_text(&self) -> String {
        self.id.clone().unwrap_or_else(|| format!("f-{}", self.name))
    }

    fn described_by(&self) -> Option<String> {
        let id = self.id_text();
        match (&self.error, &self.help) {
            (Some(_), Some(_)) => Some(format!("{id}-e {id}-h")),
            (Some(_), None) => Some(format!("{id}-e")),
            (None, Some(_)) => Some(format!("{id}-h")),
            (None, None) => None,
        }
    }

    fn control(&self) -> Markup {
        let (id, described, invalid) = (self.id_text(), self.described_by(), self.error.is_some().then_some("true"));
        let list = (!self.suggestions.is_empty()).then(|| format!("{id}-l"));
        html! {
            @match &self.kind {
                Kind::Input { kind, mode, class } => {
                    input id=(id) type=(kind) name=(self.name) value=[(!self.value.is_empty()).then_some(&self.value)] inputmode=[mode]
                        class=[(!class.is_empty()).then_some(class)] placeholder=[&self.placeholder] autocomplete=[&self.autocomplete] list=[&list]
                        aria-describedby=[&described] aria-invalid=[invalid] required[self.required] autofocus[self.autofocus]
                        data-send[self.send_on_change];
                    @if let Some(list) = &list {
                        datalist id=(list) { @for suggestion in &self.suggestions { option value=(suggestion); } }
                    }
                }
                Kind::Area { rows } => textarea id=(id) name=(self.name) rows=(rows) placeholder=[&self.placeholder]
                    aria-describedby=[&described] aria-invalid=[invalid] required[self.required] autofocus[self.autofocus] { (self.value) },
                Kind::Select(choices) => select id=(id) name=(self.name) aria-describedby=[&described] aria-invalid=[invalid]
                    required[self.required] autofocus[self.autofocus] data-send[self.send_on_change] { (self.options(choices)) },
                Kind::File { accept, multiple } => input id=(id) type="file" name=(self.name) accept=(accept) multiple[*multiple]
                    aria-describedby=[&described] aria-invalid=[invalid] required[self.required];,
                Kind::Radio(_) | Kind::Checkbox { .. } => {}
            }
        }
    }

    fn options(&self, choices: &[Choice]) -> Markup {
        html! {
            @for group in choices.chunk_by(|left, right| left.group == right.group) {
                @match group.first().and_then(|first| first.group.as_ref()) {
                    Some(heading) => optgroup label=(heading) { (self.plain_options(group)) },
                    None => (self.plain_options(group)),
                }
            }
        }
    }

    fn plain_options(&self, choices: &[Choice]) -> Markup {
        html! { @for choice in choices { option value=(choice.value) selected[choice.value == self.value] { (choice.label) } } }
    }

    fn notes(&self) -> Markup {
        let id = self.id_text();
        html! {
            @if let Some(error) = &self.error { p.er id={ (id) "-e" } { (error) } }
            @if let Some(help) = &self.help { p.h id={ (id) "-h" } { (help) } }
        }
    }
}

impl Render for Field {
    fn render(&self) -> Markup {
        let id = self.id_text();
        match &self.kind {
            Kind::Checkbox { checked } => html! {
                div.fd {
                    label.ck {
                        input id=(id) type="checkbox" name=(self.name) value=(self.value) checked[*checked] required[self.required]
                            aria-describedby=[self.described_by()] data-send[self.send_on_change];
                        span { (self.label) }
                    }
                    (self.notes())
                }
            },
            Kind::Radio(choices) => html! {
                fieldset.fd aria-describedby=[self.described_by()] {
                    legend { (self.label) }
                    @for choice in choices {
                        label.ck {
                            input type="radio" name=(self.name) value=(choice.value) checked[choice.value == self.value]
                                required[self.required] data-send[self.send_on_change];
                            span { (choice.label) }
                        }
                    }
                    (self.notes())
                }
            },
            _ => html! {
                div class=(if self.short { "fd s" } else { "fd" }) {
                    label for=(id) class=[self.label_hidden.then_some("vh")] data-key=[&self.key] {
                        (self.label)
                        @if let Some(key) = &self.key { (keycap(key)) }
                        @if !self.required && !self.label_hidden && self.has_optional_mark() { span.q { (t!("optional")) } }
                    }
                    @match &self.unit {
                        Some(unit) => div.u { (self.control()) span { (unit) } },
                        None => (self.control()),
                    }
                    (self.notes())
                }
            },
        }
    }
}

impl Field {
    /// Few fields are optional, so those say it, and the required ones carry no star.
    fn has_optional_mark(&self) -> bool {
        match &self.kind {
            Kind::Input { kind, .. } => self.value.is_empty() && *kind != "search",
            Kind::Area { .. } => self.value.is_empty(),
            _ => false,
        }
    }
}

/// A place to drop files on, or to choose them; the whole page takes the drop when the script runs.
#[derive(Debug, Clone)]
pub struct DropZone {
    name: String,
    sentence: String,
    hint: Option<String>,
    accept: String,
    multiple: bool,
}

impl DropZone {
    /// A drop zone inside a [`Form::files`](crate::Form::files); `sentence` says what to drop.
    pub fn new(name: &str, sentence: impl Into<String>) -> DropZone {
        DropZone {
            name: name.to_owned(),
            sentence: sentence.into(),
            hint: None,
            accept: String::new(),
            multiple: false,
        }
    }

    /// Which files, in words.
    pub fn hint(mut self, hint: impl Into<String>) -> DropZone {
        self.hint = Some(hint.into());
        self
    }

    /// Which endings or media types the chooser offers.
    pub fn accept(mut self, accept: &str) -> DropZone {
        self.accept = accept.to_owned();
        self
    }

    /// Several files at once.
    pub fn multiple(mut self) -> DropZone {
        self.multiple = true;
        self
    }
}

impl Render for DropZone {
    fn render(&self) -> Markup {
        html! {
            label.dz data-drop {
                (icon(Icon::Upload))
                strong { (self.sentence) }
                @if let Some(hint) = &self.hint { span.h { (hint) } }
                input type="file" name=(self.name) accept=[(!self.accept.is_empty()).then_some(&self.accept)] multiple[self.multiple] required;
            }
        }
    }
}
