//! Answers that are no page of the business: redirects, refusals, what went wrong.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::Failure;
use locale::t;
use ui::html;

use super::visit::Visit;
use crate::problem::Problem;

/// A page.
pub(crate) fn html_page(status: u16, text: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response()
}

/// "Go there", after something was done: whatever the method was, the browser asks with GET (RFC 9110, section 15.4.4).
pub(crate) fn see_other(address: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let address = HeaderValue::from_str(address).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, address);
    response
}

/// Whoever has no session learns how to get one, and nothing else.
pub(crate) fn stranger(visit: &Visit) -> Response {
    locale::scoped(visit.locale(), || {
        let lead = html! { (t!("This browser is not known here.")) };
        let body = html! { p.sub { (t!("Run mainstay again on this machine, and open the link that it prints.")) } };
        let title = t!("Not known");
        html_page(403, ui::bare_page(visit.locale().language, visit.theme(), &title, lead, body).into_string())
    })
}

/// What was asked for is refused, or the store failed.
pub(crate) fn failed(visit: &Visit, failure: &Failure) -> Response {
    if let Failure::Store(error) = failure {
        tracing::error!(%error, path = visit.path, "a request failed");
    }
    let (problem, refused) = (Problem::of_failure(failure), failure.said());
    let next = refused.way_out.unwrap_or_else(|| t!("Go back and try another way."));
    let language = locale::language();
    html_page(
        problem.status,
        ui::error_page(language, visit.theme(), problem.status, &refused.sentence, &next).into_string(),
    )
}

/// There is no such page.
pub(crate) fn no_page(visit: &Visit) -> Response {
    let (sentence, next) = (t!("There is no such page."), t!("It may have moved; search finds it by a word."));
    html_page(404, ui::error_page(locale::language(), visit.theme(), 404, &sentence, &next).into_string())
}

/// Something went wrong that nobody foresaw.
pub(crate) fn broken(visit: &Visit) -> Response {
    locale::scoped(visit.locale(), || {
        let (sentence, next) = (
            t!("Something went wrong here. Nothing was changed."),
            t!("Try again; if it comes back, the log in the terminal says more."),
        );
        html_page(500, ui::error_page(visit.locale().language, visit.theme(), 500, &sentence, &next).into_string())
    })
}

/// A plain answer for what no browser of the owner's sends.
pub(crate) fn plain(status: StatusCode, sentence: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], Body::from(sentence)).into_response()
}
