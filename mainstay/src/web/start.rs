//! The set-up page: one page of questions, each with an answer already and a sentence why.

mod answers;
mod form;

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::StatusCode,
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use kernel::{Actor, Failure, Founding, Refused, Settings};
use locale::t;
use store::{Engine, StoreError};

use super::{
    answer,
    app::App,
    upload,
    visit::{START, Visit, make_known, without_cookie},
};

/// Whether this browser holds the key to the set-up page.
pub(crate) fn may_start(app: &App, visit: &Visit) -> Result<bool, StoreError> {
    Ok(visit.cookie(START).is_some_and(|key| app.is_start_key(key))
        && app.house.store().directory().businesses()?.is_empty())
}

/// Whether this browser may add another business to the data file: its owner may. On a server the host adds them.
fn may_add(app: &App, visit: &Visit) -> Result<bool, StoreError> {
    let asked = visit.ask(ANOTHER).is_some() && app.house.store().engine() == Engine::Sqlite;
    Ok(asked && visit.session(app)?.is_some_and(|known| known.who.actor == Actor::Owner))
}

/// What the address says when another business is to be added.
const ANOTHER: &str = "another";

/// Where set-up leads on to: what was there before the books begin.
const BEGIN: &str = "/begin";

/// The questions.
pub(crate) async fn form(State(app): State<Arc<App>>, visit: Visit) -> Response {
    app.blocking(visit, |app, visit| {
        if !may_start(app, visit)? && !may_add(app, visit)? {
            return Ok(elsewhere(app, visit)?);
        }
        let locale = visit.locale();
        let country = visit.ask("country").map_or(locale.country, str::to_ascii_uppercase);
        let settings = Settings::defaults("", &country, today(app, &country));
        let mut typed = answers::usual(&settings);
        // What was typed before the country was changed stays.
        if let (Some(name), Some(first)) = (visit.ask("name"), typed.iter_mut().find(|(known, _)| known == "name")) {
            first.1 = name.to_owned();
        }
        Ok(answer::html_page(200, form::page(visit, &settings, &typed, None)))
    })
    .await
}

/// Founds the business and lets this browser in.
pub(crate) async fn found(State(app): State<Arc<App>>, visit: Visit, request: Request) -> Response {
    // Before anything is read: nobody else's form is worth reading.
    let holds_key = visit.cookie(START).is_some_and(|key| app.is_start_key(key));
    let allowed = holds_key || (visit.ask(ANOTHER).is_some() && app.clone().turned_away(visit.clone()).await.is_none());
    let submitted = match (allowed, allowed.then(|| upload::read(request))) {
        (true, Some(reading)) => match reading.await {
            Ok(submitted) => submitted,
            Err(status) => return answer::plain(status, t!("The form could not be read.")),
        },
        _ => return answer::stranger(&visit),
    };
    app.blocking(visit, move |app, visit| {
        if !may_start(app, visit)? && !may_add(app, visit)? {
            return Ok(elsewhere(app, visit)?);
        }
        let typed = submitted.pairs;
        let country = answers::text(&typed, "country").to_ascii_uppercase();
        let usual = Settings::defaults(answers::text(&typed, "name"), &country, today(app, &country));
        let founded = answers::read(&typed, &usual).map_err(Failure::from).and_then(|(settings, first)| {
            let business = app.house.found(&Founding { settings: &settings, first: &first })?;
            Ok(business)
        });
        match founded {
            Ok(business) => {
                if may_add(app, visit)? && visit.go_to(app, business)? {
                    return Ok(answer::see_other(BEGIN));
                }
                app.keep_start_key(None);
                let response = make_known(app, visit, business, answer::see_other(BEGIN))?;
                Ok(without_cookie(response, START))
            }
            Err(Failure::Refused(refused)) => Ok(again(visit, &usual, &typed, &refused)),
            Err(failure) => Err(failure),
        }
    })
    .await
}

fn again(visit: &Visit, usual: &Settings, typed: &[(String, String)], refused: &Refused) -> Response {
    let status = StatusCode::UNPROCESSABLE_ENTITY.as_u16();
    answer::html_page(status, form::page(visit, usual, typed, Some(refused)))
}

/// Once there is a business, the set-up page leads to it, for a browser that is known.
fn elsewhere(app: &App, visit: &Visit) -> Result<Response, StoreError> {
    Ok(match visit.session(app)? {
        Some(_) => answer::see_other("/"),
        None => answer::stranger(visit),
    })
}

/// Today, where the business is.
fn today(app: &App, country: &str) -> Date {
    let zone = Settings::defaults("", country, Date::default()).zone();
    app.today.unwrap_or_else(|| Timestamp::now().to_zoned(zone).date())
}
