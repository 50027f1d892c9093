//! An entry made by hand: for what no statement and no invoice brings.

use kernel::{Failure, Query};
use ledger::AccountKind;
use locale::t;
use ui::{Button, Choice, Field, Form, Markup, Page, PageRequest, RefusedForm, error_at, html, parts, preview_button};

use super::{dimension_fields, enter::panel, words};
use crate::Accounts;

/// How many postings the form has rows for at first, and at most.
const ROWS: (usize, usize) = (3, 24);

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = Accounts::default().answer(request.context)?;
    let currency = request.context.settings.currency;
    let dimensions = dimension_fields(request.context, "")?;
    let typed = Typed { values: request.typed_values("post-entry"), refused: request.refused_form("post-entry") };
    let typed_rows = (0..ROWS.1)
        .rev()
        .find(|row| typed.values.is_some() && !typed.or(&field(*row, "account"), "").is_empty())
        .map_or(0, |row| row + 1);
    let rows = request
        .ask("rows")
        .and_then(|text| text.parse::<usize>().ok())
        .unwrap_or(ROWS.0)
        .max(typed_rows)
        .clamp(ROWS.0, ROWS.1);
    let mut open: Vec<_> = answer.accounts.iter().filter(|line| !line.account.closed).collect();
    // Choices of one heading follow each other.
    open.sort_by_key(|line| order(line.account.kind));
    let mut choices = vec![Choice::new("", "")];
    choices.extend(
        open.iter().map(|line| Choice::new(line.account.id, &line.account.name).group(words::kind(line.account.kind))),
    );
    let mut fields = vec!["posted_on".to_owned(), "text".to_owned(), "party".to_owned(), "note".to_owned()];
    fields.extend((0..rows).flat_map(|row| [field(row, "account"), field(row, "amount_minor")]));
    fields.extend(dimensions.iter().map(|of| of.name.clone()));
    let names: Vec<&str> = fields.iter().map(String::as_str).collect();
    let dimensions = dimensions.map(|of| {
        let value = typed.or(&of.name, "");
        (!value.is_empty(), of.field.value(value).error(error_at(typed.refused, &of.name)))
    });
    let body = html! {
        div.row {
            (Field::date("posted_on", t!("Day")).value(typed.or("posted_on", request.context.today.to_string())).error(error_at(typed.refused, "posted_on")).required())
            (Field::text("party", t!("Who")).value(typed.or("party", "")).error(error_at(typed.refused, "party")))
        }
        (Field::text("text", t!("What happened")).value(typed.or("text", "")).error(error_at(typed.refused, "text")).required().autofocus())
        (postings(&typed, rows, &choices, currency.code()))
        p.h { (t!("What an account receives is a positive amount (a debit), what it gives is a negative one (a credit); together they are nothing.")) }
        details open[dimensions.iter().any(|(said, _)| *said)] {
            summary { (t!("Whom and what it was for")) }
            @for pair in dimensions.chunks(2) { div.row { @for (_, field) in pair { (field) } } }
            p.h { (t!("It is said of the entry’s income and costs.")) }
        }
        (Field::text("note", t!("More about it")).value(typed.or("note", "")).error(error_at(typed.refused, "note")))
        (parts::actions(html! {
            (Button::primary(t!("Book it")).key("Ctrl Enter"))
            (preview_button("post-entry", &t!("See what it does")))
            @if rows < ROWS.1 { a.b.l href={ "?rows=" (rows + 2) } { (t!("More rows")) } }
        }))
    };
    let error = typed.refused.and_then(|form| form.error_beside(&names));
    let sent =
        Form::new("post-entry").next("/books/post").keep("post-entry").previewed("post-entry").error(error).body(body);
    Ok(Page {
        lead: html! { (t!("What happened?")) },
        sub: html! { (t!("Most entries come from bank statements. This is for what they do not show: a correction, a gift in kind, the year’s end.")) },
        body: parts::columns(html! { (sent) }, panel(request, "post-entry")?),
        ..Page::new(t!("New entry"))
    })
}

/// What was typed, whether the form was refused or its effect asked for.
struct Typed<'a> {
    values: Option<&'a [(String, String)]>,
    refused: Option<&'a RefusedForm>,
}

impl Typed<'_> {
    fn or(&self, name: &str, otherwise: impl Into<String>) -> String {
        let typed = self.values.and_then(|values| values.iter().rev().find(|(known, _)| known == name));
        typed.map_or_else(|| otherwise.into(), |(_, text)| text.clone())
    }
}

fn field(row: usize, name: &str) -> String {
    format!("postings[{row}][{name}]")
}

fn order(kind: AccountKind) -> usize {
    AccountKind::ALL.iter().position(|known| *known == kind).unwrap_or(usize::MAX)
}

fn postings(typed: &Typed<'_>, rows: usize, choices: &[Choice], currency: &str) -> Markup {
    html! {
        @for row in 0..rows {
            @let (account, amount) = (field(row, "account"), field(row, "amount_minor"));
            div.row {
                (Field::select(&account, t!("Account {number}", number = row + 1), choices.to_vec()).id(format!("account-{row}"))
                    .value(typed.or(&account, "")).error(error_at(typed.refused, &account)))
                (Field::money(&amount, t!("Amount")).id(format!("amount-{row}")).unit(currency).value(typed.or(&amount, "")).error(error_at(typed.refused, &amount)))
            }
        }
    }
}
