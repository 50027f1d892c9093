//! What hangs on records, and single files.

use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page_size;
use crate::{
    attachments::{Attachment, attachments_of, file_of_attachment, hex},
    records,
};

/// The files on a record, or the newest of all.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Attachments {
    /// The kind of record, as search names it; all when absent.
    pub kind: Option<String>,
    /// The record.
    pub record: Option<i64>,
    /// Attachments older than this one (its id); the newest when absent.
    pub before: Option<i64>,
    /// How many; 50 when absent.
    pub limit: Option<i64>,
}

/// Files that hang on records.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AttachmentsAnswer {
    /// The attachments: of one record oldest first, of all newest first.
    pub attachments: Vec<Attachment>,
    /// What to give as `before` for older ones; absent at the end.
    pub older: Option<i64>,
}

impl Query for Attachments {
    const NAME: &'static str = "attachments";
    type Answer = AttachmentsAnswer;

    fn about() -> String {
        t!("The files attached to a record, or the newest of all.")
    }

    fn answer(&self, context: &mut Context) -> Result<AttachmentsAnswer, Failure> {
        if let (Some(kind), Some(record)) = (&self.kind, self.record) {
            return Ok(AttachmentsAnswer { attachments: attachments_of(context, kind, record)?, older: None });
        }
        let limit = page_size(self.limit);
        let before = self.before.unwrap_or(i64::MAX);
        let mut attachments = records::newest_attachments(&mut context.tx, before, limit + 1)?;
        let more = attachments.len() as i64 > limit;
        attachments.truncate(limit as usize);
        let older = attachments.last().filter(|_| more).map(|last| last.id);
        Ok(AttachmentsAnswer { attachments, older })
    }
}

/// A file with its bytes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileBytes {
    /// The attachment.
    pub attachment: i64,
}

/// A file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileBytesAnswer {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its bytes, as base64.
    pub content: String,
}

impl Query for FileBytes {
    const NAME: &'static str = "file";
    type Answer = FileBytesAnswer;

    fn about() -> String {
        t!("One attached file with its content.")
    }

    fn answer(&self, context: &mut Context) -> Result<FileBytesAnswer, Failure> {
        let file = file_of_attachment(context, self.attachment)?;
        Ok(FileBytesAnswer {
            name: file.name,
            media_type: file.kind.media_type().into(),
            sha256: hex(&file.sha256),
            content: STANDARD.encode(&file.bytes),
        })
    }
}
