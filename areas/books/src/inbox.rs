//! The inbox: files that came by themselves and wait for a word. A document waits to be filed on the entry it proves; a
//! statement that leaves a question open waits to be brought in.

use files::FileKind;
use kernel::{Context, Failure};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    attachments::{FileContent, FileDigest, FileRefusal},
    records,
};

/// What a file of the inbox waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WaitsFor {
    /// To be filed on the record it proves.
    #[default]
    Filing,
    /// To be brought in as a statement, once its question is answered.
    Import,
}

impl WaitsFor {
    /// The word kept in the database.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            WaitsFor::Filing => "filing",
            WaitsFor::Import => "import",
        }
    }

    /// What a word means.
    pub(crate) fn from_word(word: &str) -> WaitsFor {
        if word == "import" { WaitsFor::Import } else { WaitsFor::Filing }
    }
}

/// How a document of the inbox stands.
pub(crate) mod state {
    /// It waits for a word.
    pub(crate) const WAITING: &str = "waiting";
    /// It hangs on a record.
    pub(crate) const FILED: &str = "filed";
    /// It came in as a statement.
    pub(crate) const IMPORTED: &str = "imported";
    /// It is not wanted.
    pub(crate) const DISMISSED: &str = "dismissed";
}

/// The file of a document in the inbox.
pub fn file_of_document(context: &mut Context, id: i64) -> Result<FileContent, Failure> {
    let document = records::document(&mut context.tx, id)?.ok_or_else(|| Failure::not_found(&t!("document"), id))?;
    let bytes = records::file_bytes(&mut context.tx, &document.sha256)?.ok_or(FileRefusal::NoSuchFile)?;
    let kind = FileKind::from_word(&document.file_kind).unwrap_or(FileKind::Other);
    Ok(FileContent { name: document.name, kind, sha256: document.sha256, bytes })
}

/// A statement came in, by whatever way: where the same file waits in the inbox, it waits no longer.
pub fn statement_came_in(context: &mut Context, sha256: &FileDigest) -> Result<(), Failure> {
    Ok(records::document_settled(&mut context.tx, sha256, state::IMPORTED)?)
}
