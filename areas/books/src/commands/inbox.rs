//! Taking files into the inbox, filing them, and setting them aside.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::attachment::{attach, decoded, keep_file};
use crate::{
    attachments::{FILE_REFUSALS, FileDigest, hex, kept_name, record_named},
    inbox::{WaitsFor, state},
    journal,
    records::{self, DocumentRow, NewDocument},
};

/// Takes a file into the inbox, where it waits to be filed or brought in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeFile {
    /// The file's name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// What it waits for: to be filed, or to be brought in as a statement.
    #[serde(default)]
    pub waits_for: WaitsFor,
    /// Why it waits.
    #[serde(default)]
    pub why: String,
}

/// A file that was taken.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TakenFile {
    /// The document.
    pub document: i64,
    /// Whether the very same file came before; it is then not taken again.
    pub before: bool,
}

impl Command for TakeFile {
    const NAME: &'static str = "take-file";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = FILE_REFUSALS;
    type Outcome = TakenFile;

    fn about() -> String {
        t!("Take a file into the inbox, where it waits to be filed.")
    }

    fn perform(&self, context: &mut Context) -> Result<TakenFile, Failure> {
        let name = kept_name(&self.file_name)?;
        let bytes = decoded(&self.content)?;
        let given: FileDigest = Sha256::digest(&bytes).into();
        if let Some(document) = records::document_given(&mut context.tx, &given)? {
            return Ok(TakenFile { document, before: true });
        }
        let (sha256, _) = keep_file(context, &bytes)?;
        let id = context.tx.next_id()?;
        let why: String = self.why.trim().chars().take(500).collect();
        let taken_at = context.now.to_string();
        let waits = self.waits_for.as_str();
        let new = NewDocument {
            id,
            sha256: &sha256,
            given_sha256: &given,
            name: &name,
            taken_at: &taken_at,
            waits,
            why: &why,
        };
        records::insert_document(&mut context.tx, &new)?;
        Ok(TakenFile { document: id, before: false })
    }

    fn sentence(&self, outcome: &TakenFile) -> String {
        if outcome.before {
            t!("{file} was taken before.", file = self.file_name)
        } else {
            t!("Took {file} into the inbox.", file = self.file_name)
        }
    }

    fn undo(&self, outcome: &TakenFile) -> Undo {
        if outcome.before {
            return Undo::None { reason: t!("That file came before, so nothing was added.") };
        }
        Undo::Exact { command: DismissDocument::NAME, input: json!({ "document": outcome.document }) }
    }

    fn for_the_log(&self) -> Value {
        let digest = decoded(&self.content).map(|bytes| hex(&Sha256::digest(bytes))).unwrap_or_default();
        json!({ "file_name": self.file_name, "sha256": digest, "waits_for": self.waits_for })
    }
}

/// Why a document is not filed.
#[derive(Debug)]
enum InboxRefusal {
    NoSuchDocument(i64),
    NotWaiting { name: String },
}

const REFUSALS: &[&str] = &["no-such-document", "document-does-not-wait", "no-such-kind", "no-such-record"];

impl Refusal for InboxRefusal {
    fn code(&self) -> &'static str {
        match self {
            InboxRefusal::NoSuchDocument(_) => "no-such-document",
            InboxRefusal::NotWaiting { .. } => "document-does-not-wait",
        }
    }

    fn sentence(&self) -> String {
        match self {
            InboxRefusal::NoSuchDocument(id) => t!("There is no document {id} in the inbox.", id = id),
            InboxRefusal::NotWaiting { name } => t!("{name} waits no longer.", name = name),
        }
    }

    fn field(&self) -> Option<String> {
        Some("document".into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            InboxRefusal::NoSuchDocument(_) => RefusalKind::NotFound,
            InboxRefusal::NotWaiting { .. } => RefusalKind::Conflict,
        }
    }
}

fn document(context: &mut Context, id: i64) -> Result<DocumentRow, Failure> {
    records::document(&mut context.tx, id)?.ok_or_else(|| InboxRefusal::NoSuchDocument(id).into())
}

/// Files a document of the inbox: it becomes an attachment of the record it proves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileDocument {
    /// The document of the inbox.
    pub document: i64,
    /// The kind of record, as search names it; an entry when absent.
    #[serde(default = "entry")]
    pub kind: String,
    /// The record.
    pub record: i64,
}

fn entry() -> String {
    journal::ENTRY.into()
}

/// A document that was filed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FiledDocument {
    /// The attachment it became.
    pub attachment: i64,
    /// Its name.
    pub name: String,
    /// What the record is called.
    pub of: String,
}

impl Command for FileDocument {
    const NAME: &'static str = "file-document";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = FiledDocument;

    fn about() -> String {
        t!("File a document of the inbox on the entry or other record that it proves.")
    }

    fn perform(&self, context: &mut Context) -> Result<FiledDocument, Failure> {
        let document = document(context, self.document)?;
        if document.state != state::WAITING {
            return Err(InboxRefusal::NotWaiting { name: document.name }.into());
        }
        let of = record_named(context, &self.kind, self.record)?.title;
        let (attachment, _) = attach(context, &self.kind, self.record, &document.sha256, &document.name)?;
        records::set_document_state(&mut context.tx, document.id, state::FILED)?;
        Ok(FiledDocument { attachment, name: document.name, of })
    }

    fn sentence(&self, outcome: &FiledDocument) -> String {
        t!("Filed {file} on {record}.", file = outcome.name, record = outcome.of)
    }

    fn undo(&self, outcome: &FiledDocument) -> Undo {
        Undo::Exact {
            command: DismissDocument::NAME,
            input: json!({ "document": self.document, "dismissed": false, "attachment": outcome.attachment }),
        }
    }
}

/// Sets a document of the inbox aside, or lets it wait again. Its file is kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DismissDocument {
    /// The document of the inbox.
    pub document: i64,
    /// False to let it wait again.
    #[serde(default = "yes")]
    pub dismissed: bool,
    /// The attachment it had become, to be taken off again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<i64>,
}

fn yes() -> bool {
    true
}

/// A document that was set aside, or waits again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DismissedDocument {
    /// Its name.
    pub name: String,
}

impl Command for DismissDocument {
    const NAME: &'static str = "dismiss-document";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = DismissedDocument;

    fn about() -> String {
        t!("Set a document of the inbox aside, or let it wait again.")
    }

    fn perform(&self, context: &mut Context) -> Result<DismissedDocument, Failure> {
        let document = document(context, self.document)?;
        if let Some(id) = self.attachment
            && records::attachment(&mut context.tx, id)?.is_some()
        {
            records::delete_attachment(&mut context.tx, id)?;
        }
        let now = if self.dismissed { state::DISMISSED } else { state::WAITING };
        records::set_document_state(&mut context.tx, document.id, now)?;
        Ok(DismissedDocument { name: document.name })
    }

    fn sentence(&self, outcome: &DismissedDocument) -> String {
        if self.dismissed {
            t!("Set {file} aside.", file = outcome.name)
        } else {
            t!("{file} waits in the inbox again.", file = outcome.name)
        }
    }

    fn undo(&self, _: &DismissedDocument) -> Undo {
        Undo::Exact {
            command: DismissDocument::NAME,
            input: json!({ "document": self.document, "dismissed": !self.dismissed }),
        }
    }
}
