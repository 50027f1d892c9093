//! Attaching files, taking them off, and erasing them.

use base64::{Engine, engine::general_purpose::STANDARD};
use files::{CannotClean, FileKind, cleaned};
use kernel::{
    Command, Context, Failure, Undo, UndoKind,
    search::{forget_words, remember_words},
};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    attachments::{
        ATTACHMENT, FILE_REFUSALS, FileDigest, FileRefusal, LARGEST_FILE, digest_of, hex, kept_name, record_named,
    },
    records::{self, FileRow, NewAttachment},
};

/// Hangs a file on a record of any kind.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachFile {
    /// The kind of record, as search names it: `entry`, `bank-line`, `party`, `account`.
    pub kind: String,
    /// The record.
    pub record: i64,
    /// The file's name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "file"))]
    pub content: Option<String>,
    /// Or a file that is here already, by its SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// A file that was attached.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Attached {
    /// The attachment.
    pub attachment: i64,
    /// SHA-256 of the bytes that are kept; a photo is kept without what the camera noted.
    pub sha256: String,
    /// What it is.
    pub file_kind: String,
    /// Whether the record had this very file before.
    pub before: bool,
    /// What the record is called.
    pub of: String,
}

/// The bytes of a file given as base64.
pub(crate) fn decoded(content: &str) -> Result<Vec<u8>, Failure> {
    let content = content.trim();
    // Four characters carry three bytes.
    if content.len() / 4 * 3 > LARGEST_FILE + 3 {
        return Err(FileRefusal::TooLarge.into());
    }
    let bytes = STANDARD.decode(content).map_err(|_| FileRefusal::NotBase64)?;
    match bytes.len() {
        0 => Err(FileRefusal::Empty.into()),
        length if length > LARGEST_FILE => Err(FileRefusal::TooLarge.into()),
        _ => Ok(bytes),
    }
}

/// Keeps a file: once, whatever hangs on it, and a picture without what its camera noted.
pub(crate) fn keep_file(context: &mut Context, bytes: &[u8]) -> Result<(FileDigest, FileKind), Failure> {
    let kind = FileKind::of(bytes);
    let clean = cleaned(kind, bytes).map_err(|why| match why {
        CannotClean::Damaged => FileRefusal::Damaged,
        CannotClean::HoldsNotes => FileRefusal::HoldsNotes,
    })?;
    let sha256: FileDigest = Sha256::digest(&clean).into();
    match records::file(&mut context.tx, &sha256)? {
        None => {
            let size = i64::try_from(clean.len()).unwrap_or(i64::MAX);
            let row =
                FileRow { sha256, kind: kind.as_str().into(), size, erased_at: None, erased_because: String::new() };
            let given: FileDigest = Sha256::digest(bytes).into();
            records::insert_file(&mut context.tx, &row, &given, &context.now.to_string(), &clean)?;
        }
        Some(row) if row.erased_at.is_some() => records::restore_file(&mut context.tx, &sha256, &clean)?,
        Some(_) => {}
    }
    Ok((sha256, kind))
}

/// Hangs a file that is kept on a record. Answers the attachment, and whether it was there before.
pub(crate) fn attach(
    context: &mut Context,
    kind: &str,
    record: i64,
    sha256: &FileDigest,
    name: &str,
) -> Result<(i64, bool), Failure> {
    if let Some(id) = records::attachment_of_file(&mut context.tx, kind, record, sha256)? {
        return Ok((id, true));
    }
    let id = context.tx.next_id()?;
    let (added_at, added_by) = (context.now.to_string(), context.actor.label());
    let new = NewAttachment { id, kind, record, sha256, name, added_at: &added_at, added_by: &added_by };
    records::insert_attachment(&mut context.tx, &new)?;
    remember_words(context, ATTACHMENT, id, name);
    Ok((id, false))
}

impl Command for AttachFile {
    const NAME: &'static str = "attach-file";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = FILE_REFUSALS;
    type Outcome = Attached;

    fn about() -> String {
        t!("Attach a file to an entry, a bank line, a party or anything else: a receipt, a bill, a mail.")
    }

    fn perform(&self, context: &mut Context) -> Result<Attached, Failure> {
        let name = kept_name(&self.file_name)?;
        let of = record_named(context, &self.kind, self.record)?.title;
        let (sha256, kind) = match (&self.content, &self.sha256) {
            (Some(content), _) => keep_file(context, &decoded(content)?)?,
            (None, Some(text)) => {
                let sha256 = digest_of(text).ok_or(FileRefusal::NoSuchFile)?;
                let file = records::file(&mut context.tx, &sha256)?.ok_or(FileRefusal::NoSuchFile)?;
                (sha256, FileKind::from_word(&file.kind).unwrap_or(FileKind::Other))
            }
            (None, None) => return Err(FileRefusal::NothingGiven.into()),
        };
        let (attachment, before) = attach(context, &self.kind, self.record, &sha256, &name)?;
        Ok(Attached { attachment, sha256: hex(&sha256), file_kind: kind.as_str().into(), before, of })
    }

    fn sentence(&self, outcome: &Attached) -> String {
        if outcome.before {
            t!("{file} was attached to {record} already.", file = self.file_name, record = outcome.of)
        } else {
            t!("Attached {file} to {record}.", file = self.file_name, record = outcome.of)
        }
    }

    fn undo(&self, outcome: &Attached) -> Undo {
        if outcome.before {
            return Undo::None { reason: t!("That file was attached already, so nothing was added.") };
        }
        Undo::Exact { command: DetachFile::NAME, input: json!({ "attachment": outcome.attachment }) }
    }

    fn for_the_log(&self) -> Value {
        let bytes = self.content.as_deref().and_then(|content| STANDARD.decode(content.trim()).ok());
        let digest = bytes.map(|bytes| hex(&Sha256::digest(bytes))).or_else(|| self.sha256.clone());
        json!({ "kind": self.kind, "record": self.record, "file_name": self.file_name, "sha256": digest })
    }
}

/// Takes a file off a record. Its bytes stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DetachFile {
    /// The attachment.
    pub attachment: i64,
}

/// A file that was taken off.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Detached {
    /// The kind of record it hung on.
    pub kind: String,
    /// The record.
    pub record: i64,
    /// The file's name.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl Command for DetachFile {
    const NAME: &'static str = "detach-file";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = &["not-found"];
    type Outcome = Detached;

    fn about() -> String {
        t!("Take a file off a record. The file itself is kept.")
    }

    fn perform(&self, context: &mut Context) -> Result<Detached, Failure> {
        let found = records::attachment(&mut context.tx, self.attachment)?;
        let attachment = found.ok_or_else(|| Failure::not_found(&t!("attachment"), self.attachment))?;
        records::delete_attachment(&mut context.tx, attachment.id)?;
        forget_words(context, ATTACHMENT, attachment.id, &attachment.name)?;
        Ok(Detached {
            kind: attachment.kind,
            record: attachment.record,
            file_name: attachment.name,
            sha256: attachment.sha256,
        })
    }

    fn sentence(&self, outcome: &Detached) -> String {
        t!("Took {file} off.", file = outcome.file_name)
    }

    fn undo(&self, outcome: &Detached) -> Undo {
        Undo::Exact {
            command: AttachFile::NAME,
            input: json!({
                "kind": outcome.kind, "record": outcome.record, "file_name": outcome.file_name, "sha256": outcome.sha256,
            }),
        }
    }
}

/// Erases the bytes of a file, for privacy. That it was there, its digest and the reason stay.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EraseFile {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Why it is erased; kept beside its digest.
    pub reason: String,
}

/// A file that was erased.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Erased {
    /// How many bytes it had.
    pub size: i64,
}

/// A reason as it is kept.
pub(crate) fn checked_reason(reason: &str) -> Result<String, Failure> {
    let reason = reason.trim();
    match reason.chars().count() {
        1..=500 => Ok(reason.to_owned()),
        _ => Err(FileRefusal::NoReason.into()),
    }
}

impl Command for EraseFile {
    const NAME: &'static str = "erase-file";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = FILE_REFUSALS;
    type Outcome = Erased;

    fn about() -> String {
        t!("Erase the bytes of a file, for privacy. Its name, its digest and the reason stay.")
    }

    fn perform(&self, context: &mut Context) -> Result<Erased, Failure> {
        let reason = checked_reason(&self.reason)?;
        let sha256 = digest_of(&self.sha256).ok_or(FileRefusal::NoSuchFile)?;
        let file = records::file(&mut context.tx, &sha256)?.ok_or(FileRefusal::NoSuchFile)?;
        if file.erased_at.is_some() {
            return Err(FileRefusal::Erased { because: file.erased_because }.into());
        }
        records::erase_file(&mut context.tx, &sha256, &context.now.to_string(), &reason)?;
        Ok(Erased { size: file.size })
    }

    fn sentence(&self, _: &Erased) -> String {
        t!("Erased a file: {reason}", reason = self.reason)
    }

    fn undo(&self, _: &Erased) -> Undo {
        Undo::None { reason: t!("What was erased is gone; attach the file again if you still have it.") }
    }
}
