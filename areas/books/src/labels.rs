//! Tags and notes: words of the owner's on any record. They stand beside it and change nothing it says.

use kernel::{Context, Failure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{journal, records};

/// The kind under which search finds a tag.
pub(crate) const TAG: &str = "tag";
/// The kind under which search finds the note of an entry.
pub(crate) const ENTRY_NOTE: &str = "entry-note";
/// The kind under which search finds any other note.
pub(crate) const NOTE: &str = "note";

/// A tag on a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tag {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
}

/// The tags of a record, by name.
pub fn tags_of(context: &mut Context, kind: &str, record: i64) -> Result<Vec<Tag>, Failure> {
    journal::flush(context)?;
    let tags = records::tags_of(&mut context.tx, kind, record)?;
    Ok(tags.into_iter().map(|(id, name)| Tag { id, name }).collect())
}

/// The note on a record; empty when there is none.
pub fn note_of(context: &mut Context, kind: &str, record: i64) -> Result<String, Failure> {
    journal::flush(context)?;
    if kind == journal::ENTRY {
        return Ok(records::entry_note(&mut context.tx, record)?.unwrap_or_default());
    }
    Ok(records::note_of(&mut context.tx, kind, record)?.map(|(_, note)| note).unwrap_or_default())
}
