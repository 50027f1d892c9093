//! The JSON API: `POST /api/<command>`, `GET /api/<query>`, and the document that describes them.

mod document;

use std::{sync::Arc, time::Instant};

use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use kernel::{Call, Failure, RefusalKind, Refused, Who, input_from_pairs};
use locale::t;
use serde::Serialize;
use serde_json::{json, value::RawValue};

use crate::{
    currencies,
    problem::Problem,
    web::{App, Visit},
};

/// The routes.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/api/openapi.json", get(document)).route("/api/{name}", get(ask).post(run))
}

/// Runs a command. With an `Idempotency-Key` the same call again does nothing and answers the same
/// (draft-ietf-httpapi-idempotency-key-header). With `?dry_run=1` it
/// is answered what the command would do, and nothing is kept.
async fn run(State(app): State<Arc<App>>, Path(name): Path<String>, visit: Visit, body: Bytes) -> Response {
    answer(app, visit, move |app, visit, who| {
        let text = if body.is_empty() { b"{}" } else { body.as_ref() };
        let input: &RawValue = serde_json::from_slice(text).map_err(|error| {
            Refused::new("bad-json", RefusalKind::Invalid, t!("The body is not JSON: {error}.", error = error))
                .try_instead(t!("Send one JSON object."))
        })?;
        if visit.query.iter().any(|(name, text)| name == "dry_run" && matches!(text.as_str(), "1" | "true")) {
            let preview = app.house.preview(who, Call { command: &name, input, key: None })?;
            return Ok(json_answer(200, &json!({
                "dry_run": true, "outcome": preview.outcome, "sentence": preview.sentence, "effects": preview.effects,
            })));
        }
        let key = visit.header("idempotency-key");
        let done = app.house.run(who, Call { command: &name, input, key })?;
        Ok(json_answer(200, &json!({
            "outcome": done.outcome, "sentence": done.sentence, "activity": done.activity, "can_undo": done.can_undo,
        })))
    })
    .await
}

/// Asks a query.
async fn ask(State(app): State<Arc<App>>, Path(name): Path<String>, visit: Visit) -> Response {
    answer(app, visit, move |app, visit, who| {
        let entry = app.house.registry().query(&name)?;
        let parameters = if visit.query.is_empty() {
            "{}".to_owned()
        } else {
            let settings =
                app.house.settings(who.business)?.ok_or_else(|| Failure::not_found(&t!("business"), who.business))?;
            let pairs = &visit.query;
            let currencies = currencies::of(&app.house, who, &settings)?;
            locale::scoped(settings.locale(), || input_from_pairs(&(entry.parameters)(), pairs, &currencies))?
                .to_string()
        };
        Ok(json_answer(200, &app.house.ask(who, &name, &parameters)?))
    })
    .await
}

/// The OpenAPI document.
async fn document(State(app): State<Arc<App>>, visit: Visit) -> Response {
    answer(app, visit, |app, _, _| Ok(json_answer(200, &document::document(app.house.registry())))).await
}

/// Answers a program with a token, or the owner's browser; anyone else gets a problem and nothing more.
async fn answer(
    app: Arc<App>,
    visit: Visit,
    work: impl FnOnce(&App, &Visit, &Who) -> Result<Response, Failure> + Send + 'static,
) -> Response {
    app.blocking(visit, |app, visit| {
        let who = if visit.bearer().is_some() { visit.token(app)? } else { visit.session(app)?.map(|known| known.who) };
        let Some(who) = who else {
            let wrong = visit.bearer().and(visit.from).and_then(|from| app.wrong_tokens.wrong(from, Instant::now()));
            return Ok(wrong.map_or_else(unknown, too_many));
        };
        Ok(work(app, visit, &who).unwrap_or_else(|failure| problem(&Problem::of_failure(&failure))))
    })
    .await
}

fn json_answer(status: u16, value: &impl Serialize) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match serde_json::to_vec(value) {
        Ok(text) => (status, [(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn problem(problem: &Problem) -> Response {
    let mut response = json_answer(problem.status, problem);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

/// Who sent too many wrong tokens waits (RFC 6585, section 4). A token that is good passes all the same.
fn too_many(seconds: u64) -> Response {
    let sentence = t!("Too many wrong tokens came from this address.");
    let refused = Refused::new("too-many-wrong-tokens", RefusalKind::Forbidden, sentence)
        .try_instead(t!("Wait {seconds} seconds, and look whether the token was taken back.", seconds = seconds));
    let mut response = problem(&Problem { status: 429, ..Problem::of(&refused) });
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Who is not known is asked for a token (RFC 9110, section 11.6.1).
fn unknown() -> Response {
    let refused = Refused::new("not-known", RefusalKind::Forbidden, t!("A token is needed here."))
        .try_instead(t!("Make one with `mainstay token add NAME` and send it as `Authorization: Bearer TOKEN`."));
    let mut response = problem(&Problem { status: 401, ..Problem::of(&refused) });
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}
