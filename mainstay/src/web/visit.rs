//! Who asks for what: the parts of a request that pages and forms need, and the session it carries.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Query},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::Response,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Scopes, Who};
use locale::{Language, Locale};
use store::{NewSession, StoreError};
use ui::Theme;

use super::app::App;
use crate::{moment, secret};

/// A browser stays known this long after it was last here.
const SESSION: SignedDuration = SignedDuration::from_hours(90 * 24);
/// A session is renewed once it was last seen that long ago: a write a day, not a write a page.
const RENEW_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// When a token was last used is kept to this long, so that reading does not mean writing.
const USED_AFTER: SignedDuration = SignedDuration::from_hours(1);

/// The cookie that names the lines of the log which the next page speaks of.
pub(crate) const DONE: &str = "mainstay-done";
/// The cookie that opens the set-up page.
pub(crate) const START: &str = "mainstay-start";

/// A request, as far as pages need it.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    /// The path, percent-encoded as it came.
    pub path: String,
    /// What stands behind the question mark, decoded.
    pub query: Vec<(String, String)>,
    /// Path and query as they came.
    pub address: String,
    /// Where it comes from, where that is known.
    pub from: Option<IpAddr>,
    headers: HeaderMap,
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Visit, Infallible> {
        let query =
            Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(pairs)| pairs).unwrap_or_default();
        let address = parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
        let from = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
        Ok(Visit { path: parts.uri.path().to_owned(), query, address, from, headers: parts.headers.clone() })
    }
}

impl Visit {
    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let mut pairs = pairs.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// What the query says under a name.
    pub fn ask(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }

    /// The theme chosen in this browser.
    pub fn theme(&self) -> Theme {
        self.cookie("theme").map_or(Theme::System, Theme::from_cookie)
    }

    /// The language and country the browser asks for first (RFC 9110, section 12.5.4): what pages without a business
    /// are written in. Within a business its settings decide.
    pub fn locale(&self) -> Locale {
        let asked = self.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let first = asked.split([',', ';']).next().unwrap_or_default().trim();
        let language = Language::from_code(first).unwrap_or_default();
        let country =
            first.split('-').nth(1).filter(|part| part.len() == 2 && part.bytes().all(|it| it.is_ascii_alphabetic()));
        let usual = match language {
            Language::English => "US",
            Language::French => "FR",
            Language::German => "DE",
        };
        Locale::new(language, country.unwrap_or(usual))
    }

    /// A header as text.
    pub fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The browser that this request comes from, if it is known.
    pub fn session(&self, app: &App) -> Result<Option<Known>, StoreError> {
        let Some(secret) = self.cookie(&app.cookie) else { return Ok(None) };
        let (hash, now) = (secret::hash(secret), Timestamp::now());
        let directory = app.house.store().directory();
        let Some(session) = directory.session_find(&hash, &moment::text(now))? else { return Ok(None) };
        let long_ago = moment::text(moment::later(now, -RENEW_AFTER));
        let renewed = session.last_seen_at < long_ago;
        if renewed {
            directory.session_renew(&hash, &moment::text(now), &moment::text(moment::later(now, SESSION)))?;
        }
        let actor = if session.actor == "owner" { Actor::Owner } else { Actor::Adviser };
        let who = Who { business: session.business, actor, locale: None };
        Ok(Some(Known { who, secret: renewed.then(|| secret.to_owned()) }))
    }

    /// Lets this browser go on in another business; whether there is one.
    pub fn go_to(&self, app: &App, business: i64) -> Result<bool, StoreError> {
        let Some(secret) = self.cookie(&app.cookie) else { return Ok(false) };
        app.house.store().directory().session_move(&secret::hash(secret), business)
    }

    /// The program that this request comes from, by its token.
    pub fn token(&self, app: &App) -> Result<Option<Who>, StoreError> {
        let Some(secret) = self.bearer() else { return Ok(None) };
        let (hash, now) = (secret::hash(secret), Timestamp::now());
        let directory = app.house.store().directory();
        let Some(token) = directory.token_find(&hash, &moment::text(now))? else { return Ok(None) };
        if token.last_used_at.is_none_or(|last| last < moment::text(moment::later(now, -USED_AFTER))) {
            // Beside the answer: it must not wait for a long write of someone else.
            std::thread::spawn(move || {
                if let Err(error) = directory.token_used(&hash, &moment::text(now)) {
                    tracing::warn!(%error, "the use of a token could not be noted");
                }
            });
        }
        let actor = Actor::Token { name: token.name, scopes: Scopes::kept(&token.scopes) };
        Ok(Some(Who { business: token.business, actor, locale: None }))
    }

    /// The token of the `Authorization` header (RFC 6750, section 2.1).
    pub fn bearer(&self) -> Option<&str> {
        bearer(&self.headers)
    }
}

/// The bearer token of a request.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

/// A browser that is known.
pub(crate) struct Known {
    pub who: Who,
    /// The secret, where its cookie is to be sent again with a new end.
    secret: Option<String>,
}

impl Known {
    /// Sends the cookie again where the session was renewed.
    pub fn renew(self, app: &App, response: Response) -> Response {
        match self.secret {
            Some(secret) => with_cookie(response, &app.cookie, &secret, SESSION.as_secs()),
            None => response,
        }
    }
}

/// Makes a browser known and gives it its cookie.
pub(crate) fn make_known(app: &App, visit: &Visit, business: i64, response: Response) -> Result<Response, StoreError> {
    let (secret, now) = (secret::new(), Timestamp::now());
    let label: String = visit.header(header::USER_AGENT).unwrap_or_default().chars().take(120).collect();
    app.house.store().directory().session_create(&NewSession {
        token_hash: secret::hash(&secret),
        business,
        actor: "owner",
        label: &label,
        created_at: &moment::text(now),
        expires_at: &moment::text(moment::later(now, SESSION)),
    })?;
    Ok(with_cookie(response, &app.cookie, &secret, SESSION.as_secs()))
}

/// Sets a cookie that no script reads and no other site sends.
///
/// Not `Secure`: on the loopback interface there is no TLS, and not every browser makes an exception for it.
pub(crate) fn with_cookie(mut response: Response, name: &str, value: &str, seconds: i64) -> Response {
    let cookie = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Takes a cookie back.
pub(crate) fn without_cookie(response: Response, name: &str) -> Response {
    with_cookie(response, name, "", 0)
}
