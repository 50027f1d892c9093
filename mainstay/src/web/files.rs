//! Attached files, handed out so that nothing in them can act: told by their content, never sniffed, shown in place only
//! where they hold no script, and under a policy of their own that allows nothing.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{app::App, visit::Visit};

/// Nothing loads, nothing runs, no form is sent, no frame holds it (CSP level 3). The sandbox gives it an origin of its
/// own; a PDF goes without, because browsers show no PDF in a sandbox, and their viewers run none of its scripts here.
const SANDBOXED: &str = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
const PDF: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// What a name may hold unescaped in a header (RFC 8187, `attr-char`).
const NAME: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The file of an attachment.
pub(crate) async fn file(State(app): State<Arc<App>>, Path(id): Path<i64>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        Ok(handed_out(visit, app.house.read(who, |context| books::file_of_attachment(context, id))?))
    })
    .await
}

/// The file of a document in the inbox.
pub(crate) async fn document(State(app): State<Arc<App>>, Path(id): Path<i64>, visit: Visit) -> Response {
    app.known(visit, move |app, visit, who| {
        Ok(handed_out(visit, app.house.read(who, |context| books::file_of_document(context, id))?))
    })
    .await
}

fn handed_out(visit: &Visit, file: books::FileContent) -> Response {
    // Bytes never change under their digest: the browser may keep them, but asks each time, so that what was erased is gone.
    let etag = format!("\"{}\"", file.sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    let mut response = if visit.header(header::IF_NONE_MATCH) == Some(etag.as_str()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(file.bytes))
    };
    let shown = if file.kind.opens_in_browser() { "inline" } else { "attachment" };
    let policy = if file.kind == files::FileKind::Pdf { PDF } else { SANDBOXED };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind.media_type()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    let named = format!("{shown}; filename*=UTF-8''{}", utf8_percent_encode(&file.name, NAME));
    for (name, value) in [(header::CONTENT_DISPOSITION, named), (header::ETAG, etag)] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
    response
}
