//! The style sheet, the script and the mark.

use axum::{
    body::Body,
    extract::{Path, RawQuery},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use locale::t;

use super::answer;

/// An asset. Under its address with the hash of its content it may be kept for ever.
pub(crate) async fn asset(Path(path): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let Some(asset) = ui::asset(&path) else {
        return answer::plain(StatusCode::NOT_FOUND, t!("There is no such file."));
    };
    let hashed = query.is_some_and(|query| query == format!("v={}", asset.etag.trim_matches('"')));
    let keep = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == asset.etag.as_bytes());
    let named = [(header::CACHE_CONTROL, keep.to_owned()), (header::ETAG, asset.etag)];
    if same {
        return (StatusCode::NOT_MODIFIED, named).into_response();
    }
    (named, [(header::CONTENT_TYPE, asset.mime)], Body::from(asset.bytes.into_owned())).into_response()
}
