//! Attachments: the files that prove what records say. A record of any area is named by its kind and id, as search names
//! it, so whatever can be found can have proof.

use files::FileKind;
use kernel::{Context, Failure, Refusal, RefusalKind, slots::Hit};
use locale::t;
use schemars::JsonSchema;
use serde::Serialize;

use crate::records;

/// The kind under which search finds an attachment.
pub(crate) const ATTACHMENT: &str = "attachment";

/// The largest file taken.
pub(crate) const LARGEST_FILE: usize = 25 * 1024 * 1024;

/// The digest of a file's bytes, by which it is kept.
pub type FileDigest = [u8; 32];

/// A file that hangs on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Attachment {
    /// Its id.
    pub id: i64,
    /// The kind of record it hangs on, as search names it.
    pub kind: String,
    /// The record's id.
    pub record: i64,
    /// The file's name.
    pub name: String,
    /// SHA-256 of the bytes that are kept, in hexadecimal.
    pub sha256: String,
    /// What it is: `pdf`, `jpeg`, `png`, `webp`, `heic`, `tiff`, `xml`, `text`, `mail`, `other`.
    pub file_kind: String,
    /// The media type it is handed out with.
    pub media_type: String,
    /// How many bytes it has.
    pub size: i64,
    /// When it was attached, an instant in UTC.
    pub added_at: String,
    /// By whom.
    pub added_by: String,
    /// Why its bytes were erased, where they were.
    pub erased_because: Option<String>,
}

impl Attachment {
    /// What the file is.
    pub fn file(&self) -> FileKind {
        FileKind::from_word(&self.file_kind).unwrap_or(FileKind::Other)
    }
}

/// A file with its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileContent {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Digest of its bytes.
    pub sha256: FileDigest,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why a file is not attached, handed out or erased.
#[derive(Debug)]
pub(crate) enum FileRefusal {
    NotBase64,
    Empty,
    TooLarge,
    Damaged,
    HoldsNotes,
    NameLength,
    NothingGiven,
    NoSuchFile,
    Erased { because: String },
    NoReason,
    NoSuchKind { kind: String },
    NoSuchRecord { kind: String, record: i64 },
}

/// Codes of the refusals about files and the records they hang on.
pub(crate) const FILE_REFUSALS: &[&str] = &[
    "not-base64",
    "file-is-empty",
    "file-is-too-large",
    "picture-is-damaged",
    "file-name-length",
    "no-file-given",
    "no-such-file",
    "file-was-erased",
    "reason-length",
    "no-such-kind",
    "no-such-record",
    "picture-holds-notes",
];

impl Refusal for FileRefusal {
    fn code(&self) -> &'static str {
        match self {
            FileRefusal::NotBase64 => "not-base64",
            FileRefusal::Empty => "file-is-empty",
            FileRefusal::TooLarge => "file-is-too-large",
            FileRefusal::Damaged => "picture-is-damaged",
            FileRefusal::HoldsNotes => "picture-holds-notes",
            FileRefusal::NameLength => "file-name-length",
            FileRefusal::NothingGiven => "no-file-given",
            FileRefusal::NoSuchFile => "no-such-file",
            FileRefusal::Erased { .. } => "file-was-erased",
            FileRefusal::NoReason => "reason-length",
            FileRefusal::NoSuchKind { .. } => "no-such-kind",
            FileRefusal::NoSuchRecord { .. } => "no-such-record",
        }
    }

    fn sentence(&self) -> String {
        match self {
            FileRefusal::NotBase64 => t!("The content is not base64."),
            FileRefusal::Empty => t!("The file is empty."),
            FileRefusal::TooLarge => t!("The file is larger than 25 MB."),
            FileRefusal::Damaged => {
                t!("The picture is damaged: what the camera noted in it cannot be found and taken out.")
            }
            FileRefusal::HoldsNotes => {
                t!("This kind of photo holds where and when it was taken, and that cannot be taken out of it here.")
            }
            FileRefusal::NameLength => t!("The name of the file needs 1 to 200 characters."),
            FileRefusal::NothingGiven => t!("There is no file: choose one, or drop it here."),
            FileRefusal::NoSuchFile => t!("There is no such file here."),
            FileRefusal::Erased { because } => t!("The file was erased: {because}", because = because),
            FileRefusal::NoReason => t!("A reason needs 1 to 500 characters."),
            FileRefusal::NoSuchKind { kind } => t!("Nothing of the kind {kind} is kept here.", kind = kind),
            FileRefusal::NoSuchRecord { kind, record } => {
                t!("There is no {what} {id} here.", what = kind, id = record)
            }
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            FileRefusal::TooLarge => Some(t!("Save it smaller, or in parts.")),
            FileRefusal::Damaged => Some(t!("Open it and save it again.")),
            FileRefusal::HoldsNotes => Some(t!("Save it as JPEG or PDF; a phone does that when it shares the photo.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                FileRefusal::NotBase64
                | FileRefusal::Empty
                | FileRefusal::TooLarge
                | FileRefusal::Damaged
                | FileRefusal::HoldsNotes
                | FileRefusal::NothingGiven => "content",
                FileRefusal::NameLength => "file_name",
                FileRefusal::NoSuchFile | FileRefusal::Erased { .. } => "sha256",
                FileRefusal::NoReason => "reason",
                FileRefusal::NoSuchKind { .. } => "kind",
                FileRefusal::NoSuchRecord { .. } => "record",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            FileRefusal::NoSuchFile | FileRefusal::NoSuchRecord { .. } => RefusalKind::NotFound,
            FileRefusal::Erased { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

/// The record of that kind and id, as search would name it. Every area that fills search can be attached to.
pub fn record_named(context: &mut Context, kind: &str, record: i64) -> Result<Hit, Failure> {
    let registry = context.registry();
    let mut sources = registry.areas.iter().flat_map(|area| &area.search);
    let short = || kind.chars().take(40).collect::<String>();
    let source = sources.find(|source| source.kind == kind).ok_or_else(|| FileRefusal::NoSuchKind { kind: short() })?;
    let mut hits = (source.describe)(context, &[record])?;
    hits.pop().ok_or_else(|| FileRefusal::NoSuchRecord { kind: short(), record }.into())
}

/// The files that hang on a record, oldest first.
pub fn attachments_of(context: &mut Context, kind: &str, record: i64) -> Result<Vec<Attachment>, Failure> {
    Ok(records::attachments_of(&mut context.tx, kind, record)?)
}

/// The bytes of an attachment.
pub fn file_of_attachment(context: &mut Context, id: i64) -> Result<FileContent, Failure> {
    let found = records::attachment(&mut context.tx, id)?;
    let attachment = found.ok_or_else(|| Failure::not_found(&t!("attachment"), id))?;
    if let Some(because) = attachment.erased_because {
        return Err(FileRefusal::Erased { because }.into());
    }
    let sha256 = digest_of(&attachment.sha256).ok_or(FileRefusal::NoSuchFile)?;
    let bytes = records::file_bytes(&mut context.tx, &sha256)?.ok_or(FileRefusal::NoSuchFile)?;
    let kind = FileKind::from_word(&attachment.file_kind).unwrap_or(FileKind::Other);
    Ok(FileContent { name: attachment.name, kind, sha256, bytes })
}

/// A digest as text.
pub(crate) fn hex(digest: &[u8]) -> String {
    use std::fmt::Write;
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The digest of a text of 64 hexadecimal digits.
pub(crate) fn digest_of(text: &str) -> Option<FileDigest> {
    let text = text.trim();
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut digest = [0; 32];
    for (byte, place) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(place..place + 2)?, 16).ok()?;
    }
    Some(digest)
}

/// A file's name as it is kept: its last part, without control characters, in 200 characters at most.
pub(crate) fn kept_name(name: &str) -> Result<String, Failure> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|letter| !letter.is_control()).collect();
    let plain = plain.trim().to_owned();
    match plain.chars().count() {
        1..=200 => Ok(plain),
        _ => Err(FileRefusal::NameLength.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_lead_to_text_and_back() {
        let digest: FileDigest = std::array::from_fn(|place| u8::try_from(place * 7 % 256).unwrap_or(0));
        assert_eq!(digest_of(&hex(&digest)), Some(digest));
        for text in ["", "ab", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(digest_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_is_the_last_part_of_a_path() {
        for (given, kept) in [
            ("receipt.jpg", "receipt.jpg"),
            ("C:\\Users\\me\\receipt.jpg", "receipt.jpg"),
            ("../../etc/passwd", "passwd"),
            ("a\r\nb.pdf", "ab.pdf"),
        ] {
            assert_eq!(kept_name(given).unwrap(), kept);
        }
        assert!(kept_name("folder/").is_err() && kept_name(&"x".repeat(201)).is_err());
    }
}
