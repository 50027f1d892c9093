//! Several businesses in one data file: going from one to another without a new link.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use kernel::{Failure, RefusalKind, Refused, Who};
use locale::t;
use store::{Business, Engine, StoreError};

use super::{
    answer,
    app::App,
    pages::{self, Asked},
    visit::Visit,
};

/// The businesses that this browser may open: all of a data file, which is one person's; on a server its own alone.
pub(crate) fn businesses(app: &App, who: &Who) -> Result<Vec<Business>, StoreError> {
    let all = app.house.store().directory().businesses()?;
    let alone = app.house.store().engine() == Engine::Postgres;
    Ok(all.into_iter().filter(|business| !alone || business.id == who.business).collect())
}

/// Goes on in another business.
pub(crate) async fn switch(State(app): State<Arc<App>>, Path(id): Path<i64>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        let known = businesses(app, who)?.iter().any(|business| business.id == id);
        if !known || !visit.go_to(app, id)? {
            return Err(Failure::not_found(&t!("business"), id));
        }
        Ok(answer::see_other("/"))
    })
    .await
}

/// The businesses, and where another is added.
pub(crate) async fn list(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.known(visit, |app, visit, who| {
        let all = businesses(app, who)?.into_iter();
        let mut query: Vec<(String, String)> = all.map(|one| (format!("business-{}", one.id), one.name)).collect();
        let told = visit.query.iter().filter(|(name, _)| ["arrived", "entries"].contains(&name.as_str()));
        query.extend(told.cloned());
        if app.house.store().engine() == Engine::Postgres {
            query.push(("hosted".to_owned(), String::new()));
        }
        let Some(found) = app.pages.find(&visit.path) else { return Ok(answer::no_page(visit)) };
        pages::show(
            app,
            visit,
            who,
            found,
            Asked { address: visit.path.clone(), query, refused: None, previewed: None },
        )
    })
    .await
}

/// A form is sent for the business whose page it stood on. In another tab the browser may have gone to another since, and
/// what was meant for one must not be booked in the other.
pub(crate) fn check(app: &App, visit: &Visit, who: &Who) -> Result<(), Failure> {
    let meant = visit.ask(FOR).and_then(|id| id.parse::<i64>().ok());
    if meant.is_none_or(|id| id == who.business) {
        return Ok(());
    }
    let own = businesses(app, who)?;
    let now = own.iter().find(|business| business.id == who.business).map_or("", |business| &business.name);
    let sentence = t!("This browser has gone to {name} since that page was opened; nothing was done.", name = now);
    let refused = Refused::new("other-business", RefusalKind::Conflict, sentence);
    Err(refused.try_instead(t!("Go back to the other business and send it again.")).into())
}

/// What a form's address says about its business, where there are several.
const FOR: &str = "for-business";

/// Marks the forms of a page with the business they are for.
pub(crate) fn mark_forms(page: &str, business: i64) -> String {
    let mut marked = String::with_capacity(page.len() + 256);
    let mut rest = page;
    // Text and values are escaped, so that these letters stand for nothing but an address of ours. A form that only asks drops what is added.
    while let Some(at) = rest.find("action=\"/") {
        let start = at + "action=\"".len();
        let end = rest[start..].find('"').map_or(rest.len(), |length| start + length);
        marked.push_str(&rest[..end]);
        marked.push(if rest[start..end].contains('?') { '&' } else { '?' });
        marked.push_str(&format!("{FOR}={business}"));
        rest = &rest[end..];
    }
    marked.push_str(rest);
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_and_button_says_for_which_business_it_is() {
        let page = r#"<form action="/do/undo"><button formaction="/do/add-rule">x</button></form><a href="/do/x">"#;
        let marked = r#"<form action="/do/undo?for-business=2"><button formaction="/do/add-rule?for-business=2">x</button></form><a href="/do/x">"#;
        assert_eq!(mark_forms(page, 2), marked);
        assert_eq!(mark_forms("no form", 2), "no form");
    }
}
