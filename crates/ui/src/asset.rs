//! The style sheet, the script and the mark: in the binary in release, from disk while developing.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// A file to be served below `/assets/`.
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub mime: &'static str,
    /// A strong entity tag with its quotes: the hash of the content.
    pub etag: String,
}

/// The file at `path` (`mainstay.css`), if there is one.
pub fn asset(path: &str) -> Option<Asset> {
    let file = Files::get(path)?;
    let mime = match path.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    let etag = format!("\"{}\"", hash(&file));
    Some(Asset { bytes: file.data, mime, etag })
}

/// The address of an embedded file with the hash of its content, so that it may be cached for ever.
pub fn asset_address(path: &str) -> String {
    static STYLE: LazyLock<String> = LazyLock::new(|| hashed("mainstay.css"));
    static SCRIPT: LazyLock<String> = LazyLock::new(|| hashed("mainstay.js"));
    // From disk the content may change under a running program; in the binary it cannot.
    match path {
        "mainstay.css" if !cfg!(debug_assertions) => STYLE.clone(),
        "mainstay.js" if !cfg!(debug_assertions) => SCRIPT.clone(),
        other => hashed(other),
    }
}

fn hashed(path: &str) -> String {
    match Files::get(path) {
        Some(file) => format!("/assets/{path}?v={}", hash(&file)),
        None => format!("/assets/{path}"),
    }
}

fn hash(file: &rust_embed::EmbeddedFile) -> String {
    let mut text = String::with_capacity(16);
    for byte in &file.metadata.sha256_hash()[..8] {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_with_type_and_tag() {
        let style = asset("mainstay.css").unwrap();
        assert_eq!(style.mime, "text/css; charset=utf-8");
        assert!(asset_address("mainstay.css").ends_with(style.etag.trim_matches('"')));
        assert!(asset("mainstay.js").is_some());
        assert!(asset("../Cargo.toml").is_none());
        assert!(asset("nothing.css").is_none());
    }
}
