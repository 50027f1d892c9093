//! From an address to a page, and from a page to its text.

use std::collections::HashMap;

use axum::{body::Body, response::Response};
use kernel::{Context, Failure, Query, Who, activity::ActivityLog};
use locale::t;
use percent_encoding::percent_decode_str;
use store::Business;
use ui::{BusinessLink, FormAction, PageEntry, PageRequest, PreviewedForm, RefusedForm, Toast};

use super::{
    answer,
    app::App,
    download,
    frame::frame,
    switch,
    visit::{DONE, Visit, without_cookie},
};

/// All pages, found by address.
pub(crate) struct Pages {
    entries: Vec<PageEntry>,
    fixed: HashMap<&'static str, usize>,
    varying: Vec<usize>,
}

/// A page that was found, and the varying parts of its address.
pub(crate) struct Found<'a> {
    pub entry: &'a PageEntry,
    pub parts: Vec<(String, String)>,
}

impl Pages {
    pub fn new(entries: Vec<PageEntry>) -> Pages {
        let (varying, fixed): (Vec<usize>, Vec<usize>) =
            (0..entries.len()).partition(|at| entries[*at].path.contains('{'));
        let fixed = fixed.into_iter().map(|at| (entries[at].path, at)).collect();
        Pages { entries, fixed, varying }
    }

    /// The page at a path, as it came. A page of a fixed address goes before one whose address varies.
    pub fn find(&self, path: &str) -> Option<Found<'_>> {
        if let Some(at) = self.fixed.get(path) {
            return Some(Found { entry: &self.entries[*at], parts: Vec::new() });
        }
        self.varying.iter().find_map(|at| {
            let entry = &self.entries[*at];
            varying_parts(entry.path, path).map(|parts| Found { entry, parts })
        })
    }

    /// A page that offers a command under an address one can go to directly.
    pub fn offering(&self, command: &str) -> Option<&PageEntry> {
        self.entries.iter().find(|entry| entry.offers.contains(&command) && self.fixed.contains_key(entry.path))
    }
}

fn varying_parts(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(parts),
            (Some(wanted), Some(given)) => {
                let name = wanted.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
                match name {
                    Some(name) if !given.is_empty() => {
                        parts.push((name.to_owned(), percent_decode_str(given).decode_utf8().ok()?.into_owned()));
                    }
                    None if wanted == given => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

/// What is asked of a page.
pub(crate) struct Asked {
    /// Its address with the query.
    pub address: String,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// A form of it that was refused.
    pub refused: Option<RefusedForm>,
    /// A form of it whose effect was asked for.
    pub previewed: Option<PreviewedForm>,
}

/// What a page answers with.
enum Shown {
    Page(String),
    File(ui::PageFile),
}

/// Answers with a page.
pub(crate) fn show(app: &App, visit: &Visit, who: &Who, found: Found<'_>, asked: Asked) -> Result<Response, Failure> {
    let status = match &asked.refused {
        Some(form) => crate::problem::status(form.refused.kind),
        None => 200,
    };
    let done: Vec<i64> = match &asked.refused {
        // The page answers a form; what was done before has been said.
        Some(_) => Vec::new(),
        None => visit
            .cookie(DONE)
            .into_iter()
            .flat_map(|ids| ids.split('.'))
            .filter_map(|id| id.parse().ok())
            .take(20)
            .collect(),
    };
    let others = switch::businesses(app, who)?;
    let shown = app.house.read(who, |context| {
        // A refusal that belongs to no field has no place of its own on the page: it is said where one looks after acting.
        let refused = asked.refused.as_ref().filter(|form| form.refused.field.is_none());
        let said = refused.map(|form| Toast { sentence: form.refused.to_string(), undo: None });
        let toast = match said {
            Some(toast) => Some(toast),
            None => toast(context, &done, &asked.address)?,
        };
        let mut request = PageRequest {
            context,
            path: found.parts,
            query: asked.query,
            address: asked.address,
            refused: asked.refused,
            previewed: asked.previewed,
        };
        let mut page = (found.entry.render)(&mut request)?;
        if let Some(file) = page.file.take() {
            return Ok(Shown::File(file));
        }
        page.toast = page.toast.or(toast);
        let searched = request.query.iter().find(|(name, _)| name == "q").map(|(_, text)| text.clone());
        let mut frame = frame(app, request.context, found.entry.place, visit.theme())?;
        frame.other_businesses = other_businesses(&others, who);
        frame.search_query = searched.unwrap_or_default();
        Ok::<_, Failure>(Shown::Page(ui::page(&frame, page).into_string()))
    })?;
    let response = match shown {
        // What was done is still to be said: the next page says it.
        Shown::File(file) => return Ok(download::file(&file.name, file.kind, Body::from(file.text))),
        Shown::Page(text) if others.len() > 1 => answer::html_page(status, switch::mark_forms(&text, who.business)),
        Shown::Page(text) => answer::html_page(status, text),
    };
    Ok(if visit.cookie(DONE).is_some() { without_cookie(response, DONE) } else { response })
}

/// Where else this browser may go, and the page on which another business is added.
fn other_businesses(all: &[Business], who: &Who) -> Vec<BusinessLink> {
    if all.len() < 2 {
        return Vec::new();
    }
    let others = all.iter().filter(|business| business.id != who.business);
    others
        .map(|business| BusinessLink { name: business.name.clone(), href: format!("/switch/{}", business.id) })
        .collect()
}

/// What was just done, with the way to undo it.
fn toast(context: &mut Context, done: &[i64], address: &str) -> Result<Option<Toast>, Failure> {
    let mut lines = Vec::new();
    for id in done {
        let page = ActivityLog { before: id.checked_add(1), limit: Some(1) }.answer(context)?;
        lines.extend(page.lines.into_iter().filter(|line| line.id == *id));
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let sentence = lines.iter().map(|line| line.sentence.as_str()).collect::<Vec<_>>().join(" ");
    let undo = match &lines[..] {
        [line] if line.can_undo => Some(FormAction::new("undo", t!("Undo")).hidden("activity", line.id).next(address)),
        _ => None,
    };
    Ok(Some(Toast { sentence, undo }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_their_page_and_no_other() {
        let entry = |path| PageEntry { path, place: "", offers: &[], render: |_| Ok(ui::Page::default()) };
        let pages = Pages::new(vec![
            entry("/books/accounts/{id}"),
            entry("/books"),
            entry("/books/accounts/new"),
            entry("/books/{a}/of/{b}"),
        ]);
        for (path, expected) in [
            ("/books", Some(("/books", vec![]))),
            ("/books/accounts/7", Some(("/books/accounts/{id}", vec![("id", "7")]))),
            ("/books/accounts/new", Some(("/books/accounts/new", vec![]))),
            ("/books/a%20b/of/c", Some(("/books/{a}/of/{b}", vec![("a", "a b"), ("b", "c")]))),
            ("/books/", None),
            ("/books/accounts/", None),
            ("/books/accounts/7/8", None),
            ("/books/accounts/%FF", None),
        ] {
            let found = pages.find(path).map(|found| (found.entry.path, found.parts));
            let expected = expected.map(|(path, parts): (_, Vec<(&str, &str)>)| {
                (path, parts.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect())
            });
            assert_eq!(found, expected, "{path}");
        }
    }
}
