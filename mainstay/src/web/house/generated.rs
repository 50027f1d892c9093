//! A plain form for any command, from its schema. It serves the rare cases; what is done often has a page made by hand.

use kernel::{Context, Failure, Field as Wanted, FieldType, Picker, fields};
use locale::{t, translate};
use ui::{Button, Choice, Field, Form, Markup, Page, PageRequest, RefusedForm, html, parts};

use crate::web::pickers;

/// How many empty rows a list of groups offers.
const ROWS: usize = 4;

pub(super) fn render(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let registry = request.context.registry();
    let command = registry.command(request.part("command"))?;
    let refused = request.refused_form(command.name).cloned();
    let values = refused.as_ref().map_or_else(|| request.query.clone(), |form| form.values.clone());
    let wanted = fields(&(command.input)());
    let known: Vec<String> = wanted.iter().map(|field| field.name.clone()).collect();
    let mut writer = Writer { values: &values, refused: refused.as_ref(), said: false };
    let mut body = Vec::with_capacity(wanted.len());
    for field in &wanted {
        body.push(writer.field(request.context, &field.name, field)?);
    }
    // What belongs to no field shown here is said above all of them.
    let above = refused.as_ref().filter(|_| !writer.said).map(|form| form.refused.to_string());
    let next =
        values.iter().find(|(name, _)| name == "next" && !known.contains(name)).map_or("/activity", |(_, text)| text);
    let mut form = Form::new(command.name).next(next).error(above).keep(format!("do-{}", command.name)).body(html! {
        @for part in &body { (part) }
        (parts::actions(html! { (Button::primary(t!("Do it"))) }))
    });
    if wanted.iter().any(|field| field.picker == Some(Picker::File)) {
        form = form.files();
    }
    let about = (command.about)();
    Ok(Page {
        sub: html! { (t!("Command {name}", name = command.name)) },
        body: html! { (form) },
        ..Page::new(about.trim_end_matches('.'))
    })
}

/// `job costs` reads "Job costs".
pub(super) fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Writes the fields with what was typed before, and the error at its field.
struct Writer<'a> {
    values: &'a [(String, String)],
    refused: Option<&'a RefusedForm>,
    said: bool,
}

impl Writer<'_> {
    fn field(&mut self, context: &mut Context, name: &str, wanted: &Wanted) -> Result<Markup, Failure> {
        match &wanted.kind {
            FieldType::Group(inner) => self.group(context, name, &wanted.label, inner),
            FieldType::List(of) => match &**of {
                FieldType::Group(inner) => {
                    let mut rows = Vec::with_capacity(ROWS);
                    for row in 0..self.rows_given(name).saturating_add(1).clamp(ROWS, 200) {
                        let label = format!("{} {}", translate(&wanted.label), row + 1);
                        // A row that is left empty is not sent, so nothing in it can be required.
                        let inner: Vec<Wanted> =
                            inner.iter().map(|field| Wanted { required: false, ..field.clone() }).collect();
                        rows.push(self.group(context, &format!("{name}[{row}]"), &label, &inner)?);
                    }
                    Ok(html! {
                        (parts::heading(&translate(&wanted.label), None))
                        @if !wanted.help.is_empty() { p.h { (translate(&wanted.help)) } }
                        @for row in &rows { (row) }
                    })
                }
                _ => Ok(self.filled(Field::text(name, translate(&wanted.label)), name, wanted)),
            },
            _ => {
                let field = plain(context, name, wanted, self.value(name))?;
                Ok(self.filled(field, name, wanted))
            }
        }
    }

    fn group(&mut self, context: &mut Context, name: &str, label: &str, inner: &[Wanted]) -> Result<Markup, Failure> {
        let mut body = Vec::with_capacity(inner.len());
        for field in inner {
            body.push(self.field(context, &format!("{name}[{}]", field.name), field)?);
        }
        Ok(html! { fieldset.fd { legend { (translate(label)) } @for part in &body { (part) } } })
    }

    fn filled(&mut self, field: Field, name: &str, wanted: &Wanted) -> Markup {
        let mut field = field;
        if !wanted.help.is_empty() {
            field = field.help(translate(&wanted.help));
        }
        if let Some(value) = self.value(name)
            && wanted.kind != FieldType::Flag
        {
            field = field.value(value);
        }
        if wanted.required && wanted.kind != FieldType::Flag {
            field = field.required();
        }
        if let Some(error) = self.refused.and_then(|form| form.error_at(name)) {
            self.said = true;
            field = field.error(Some(error));
        }
        let sends_no = wanted.kind == FieldType::Flag;
        html! {
            // An unchecked box sends nothing, which would mean the default and not "no".
            @if sends_no { input type="hidden" name=(name) value="false"; }
            (field)
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().rev().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    fn rows_given(&self, name: &str) -> usize {
        let start = format!("{name}[");
        let indexes = self
            .values
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .filter_map(|(known, _)| known.strip_prefix(&start)?.split(']').next()?.parse::<usize>().ok());
        indexes.max().map_or(0, |last| last.saturating_add(1))
    }
}

fn plain(context: &mut Context, name: &str, wanted: &Wanted, value: Option<&str>) -> Result<Field, Failure> {
    let label = translate(&wanted.label);
    if let Some(picker) = wanted.picker {
        let choices = pickers::choices(context, picker)?;
        if let Some(mut choices) = choices {
            if wanted.kind == FieldType::Text {
                let names = choices.into_iter().map(|choice| choice.label).collect();
                return Ok(Field::text(name, label).suggestions(names));
            }
            if !wanted.required {
                choices.insert(0, Choice::new("", t!("(none)")));
            }
            return Ok(Field::select(name, label, choices));
        }
    }
    Ok(match (&wanted.kind, wanted.picker) {
        (_, Some(Picker::Money)) => Field::money(name, label).unit(context.settings.currency.code()).short(),
        (_, Some(Picker::Percent)) => Field::number(name, label).unit("%").short(),
        (_, Some(Picker::Date)) => Field::date(name, label).short(),
        (_, Some(Picker::Month)) => Field::text(name, label).placeholder("2026-05").short(),
        (_, Some(Picker::File)) => Field::file(name, label, "", true),
        (FieldType::Integer, _) => Field::number(name, label).short(),
        (FieldType::Flag, _) => Field::checkbox(name, label, matches!(value, Some("true" | "on" | "yes" | "1"))),
        (FieldType::OneOf(words), _) => {
            let mut choices: Vec<Choice> = words.iter().map(|word| Choice::new(word, translate(word))).collect();
            if !wanted.required {
                choices.insert(0, Choice::new("", t!("(as usual)")));
            }
            Field::select(name, label, choices)
        }
        (FieldType::Other, _) => Field::textarea(name, label, 3),
        _ => Field::text(name, label),
    })
}
