//! What happened? A calm list of sentences; each opens its form.

mod fields;
mod forms;
mod panel;

use kernel::Failure;
use locale::t;
use ui::{Button, Form, Markup, Page, PageEntry, PageRequest, html, parts, preview_button};

use self::fields::Fields;
pub(super) use self::panel::panel;

/// On which side of the money an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    In,
    Out,
    Still,
}

/// A form: the sentence one looks for, and what it books.
struct Entering {
    path: &'static str,
    offers: &'static [&'static str],
    group: Group,
    /// What happened, as the owner would say it.
    sentence: fn() -> String,
    /// What it is and is not, with the accountant's word.
    term: fn() -> String,
    fields: fn(&Fields) -> Markup,
    /// What stands above the form: a choice that decides what it asks.
    above: Option<fn(&Fields) -> Markup>,
}

/// The pages of the forms and of their list.
pub(super) fn pages() -> Vec<PageEntry> {
    let page = |path, offers, render| PageEntry { path, place: super::NEW_ENTRY, offers, render };
    let mut pages = vec![page("/enter", &[], menu)];
    pages.extend(forms::FORMS.iter().map(|form| page(form.path, form.offers, form_page)));
    pages
}

fn menu(_: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let list = |heading: String, group: Group| {
        html! {
            section {
                (parts::heading(&heading, None))
                ul.happened {
                    @for form in forms::FORMS.iter().filter(|form| form.group == group) {
                        li { a href=(form.path) { ((form.sentence)()) } small { ((form.term)()) } }
                    }
                }
            }
        }
    };
    Ok(Page {
        lead: html! { (t!("What happened?")) },
        sub: html! { (t!("Most of it comes with the bank statements. This is for the rest, and each form shows what it does before it is booked.")) },
        body: html! {
            div.three {
                (list(t!("Money came in"), Group::In))
                (list(t!("Money went out"), Group::Out))
                (list(t!("No money moved"), Group::Still))
            }
            p.h { (t!("Nothing fits?")) " " a href="/books/post" { (t!("Post any entry by debit and credit")) } }
        },
        ..Page::new(t!("New entry"))
    })
}

fn form_page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let path = request.address.split('?').next().unwrap_or_default().to_owned();
    let found = forms::FORMS.iter().find(|form| form.path == path);
    let form = found.ok_or_else(|| Failure::not_found(&t!("page"), &path))?;
    let command = form.offers[0];
    let fields = Fields::read(request, command)?;
    let body = html! {
        ((form.fields)(&fields))
        (parts::actions(html! {
            (Button::primary(t!("Book it")).key("Ctrl Enter"))
            (preview_button(command, &t!("See what it does")))
        }))
    };
    let error = fields.error_above();
    let above = form.above.map(|above| above(&fields));
    let sent =
        Form::new(command).next("/enter").hidden("from", &*request.address).previewed(command).error(error).body(body);
    Ok(Page {
        lead: html! { ((form.sentence)()) },
        sub: html! { ((form.term)()) },
        body: parts::columns(html! { @if let Some(above) = above { (above) } (sent) }, panel(request, command)?),
        ..Page::new(t!("New entry"))
    })
}
