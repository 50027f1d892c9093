//! The one-time link: whoever holds it is known from then on.

use std::sync::Arc;

use axum::{extract::State, http::Method, response::Response};
use jiff::{SignedDuration, Timestamp};
use store::{NewLink, StoreError};

use super::{
    answer,
    app::App,
    visit::{START, Visit, make_known, with_cookie},
};
use crate::{moment, secret};

/// How long a link may wait to be opened.
const LINK: SignedDuration = SignedDuration::from_mins(10);
/// How long the set-up page stays open in the browser that was given it.
const START_SECONDS: i64 = 24 * 60 * 60;
/// The kind of link that makes a browser known.
const KIND: &str = "browser";

/// Makes a link to a business, or to the set-up page where there is none yet. Gives its path.
pub(crate) fn link(app: &App, business: Option<i64>) -> Result<String, StoreError> {
    let key = secret::new();
    match business {
        Some(business) => {
            let now = Timestamp::now();
            app.house.store().directory().link_create(&NewLink {
                token_hash: secret::hash(&key),
                business,
                kind: KIND,
                created_at: &moment::text(now),
                expires_at: &moment::text(moment::later(now, LINK)),
            })?;
        }
        None => app.keep_start_key(Some(&key)),
    }
    Ok(format!("/enter?key={key}"))
}

/// Opens a link.
pub(crate) async fn enter(State(app): State<Arc<App>>, method: Method, visit: Visit) -> Response {
    app.blocking(visit, move |app, visit| {
        let key = visit.ask("key").unwrap_or_default();
        if key.is_empty() || method == Method::HEAD {
            // A look at the link must not use it up.
            return Ok(answer::stranger(visit));
        }
        if app.is_start_key(key) {
            return Ok(with_cookie(answer::see_other("/start"), START, key, START_SECONDS));
        }
        let directory = app.house.store().directory();
        let link = directory.link_redeem(&secret::hash(key), KIND, &moment::text(Timestamp::now()))?;
        match link {
            Some(link) => Ok(make_known(app, visit, link.business, answer::see_other("/"))?),
            // The link was used before, perhaps by this very browser.
            None if visit.session(app)?.is_some() => Ok(answer::see_other("/")),
            None => Ok(answer::stranger(visit)),
        }
    })
    .await
}
