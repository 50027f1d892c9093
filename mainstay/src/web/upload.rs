//! A submitted form: its texts, and its files as base64.

use axum::{
    extract::{Form, FromRequest, Multipart, Request},
    http::{StatusCode, header},
};
use base64::{Engine, engine::general_purpose::STANDARD};

/// A form as it was sent.
#[derive(Debug, Default)]
pub(crate) struct Submitted {
    /// Names and texts, in order.
    pub pairs: Vec<(String, String)>,
    /// Files: the field's name, the file's name, the content in base64.
    pub files: Vec<(String, String, String)>,
}

impl Submitted {
    /// Takes a value out of the pairs.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.take_where(name, |_| true)
    }

    /// Takes the first value of that name that is of a kind.
    pub fn take_where(&mut self, name: &str, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let at = self.pairs.iter().position(|(known, value)| known == name && wanted(value))?;
        Some(self.pairs.remove(at).1)
    }
}

/// Reads a form of either encoding. The server's limit bounds its size.
pub(crate) async fn read(request: Request) -> Result<Submitted, StatusCode> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("multipart/form-data") {
        let Form(pairs) = Form::from_request(request, &()).await.map_err(|rejection| rejection.status())?;
        return Ok(Submitted { pairs, files: Vec::new() });
    }
    let mut parts = Multipart::from_request(request, &()).await.map_err(|rejection| rejection.status())?;
    let mut submitted = Submitted::default();
    while let Some(part) = parts.next_field().await.map_err(|error| error.status())? {
        let Some(name) = part.name().map(str::to_owned) else { continue };
        match part.file_name().map(str::to_owned) {
            None => submitted.pairs.push((name, part.text().await.map_err(|error| error.status())?)),
            Some(file) => {
                let bytes = part.bytes().await.map_err(|error| error.status())?;
                // A browser sends a file field that was left empty as a file without name and content.
                if !(file.is_empty() && bytes.is_empty()) {
                    submitted.files.push((name, file, STANDARD.encode(&bytes)));
                }
            }
        }
    }
    Ok(submitted)
}
