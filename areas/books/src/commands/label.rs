//! Tags and notes on any record.

use kernel::{
    Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind,
    search::{forget_words, remember_words},
};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    attachments::record_named,
    journal,
    labels::{ENTRY_NOTE, NOTE, TAG},
    records,
    rules::squeezed,
};

/// Why a tag or a note is not kept.
#[derive(Debug)]
enum LabelRefusal {
    TagLength { position: usize },
    TooManyTags,
    NameLength,
    NameTaken(String),
    NoSuchTag(i64),
    NoteLength,
}

const REFUSALS: &[&str] = &[
    "tag-length",
    "too-many-tags",
    "tag-name-length",
    "tag-name-is-taken",
    "no-such-tag",
    "note-is-too-long",
    "no-such-kind",
    "no-such-record",
];

/// The most tags a record carries.
const MOST_TAGS: usize = 20;

impl Refusal for LabelRefusal {
    fn code(&self) -> &'static str {
        match self {
            LabelRefusal::TagLength { .. } => "tag-length",
            LabelRefusal::TooManyTags => "too-many-tags",
            LabelRefusal::NameLength => "tag-name-length",
            LabelRefusal::NameTaken(_) => "tag-name-is-taken",
            LabelRefusal::NoSuchTag(_) => "no-such-tag",
            LabelRefusal::NoteLength => "note-is-too-long",
        }
    }

    fn sentence(&self) -> String {
        match self {
            LabelRefusal::TagLength { .. } | LabelRefusal::NameLength => t!("A tag has 1 to 40 characters."),
            LabelRefusal::TooManyTags => t!("A record carries 20 tags at most."),
            LabelRefusal::NameTaken(name) => t!("There is a tag {name} already.", name = name),
            LabelRefusal::NoSuchTag(tag) => t!("There is no tag {tag} here.", tag = tag),
            LabelRefusal::NoteLength => t!("The note is longer than 2,000 characters."),
        }
    }

    fn field(&self) -> Option<String> {
        Some(match self {
            LabelRefusal::TagLength { position } => format!("tags[{position}]"),
            LabelRefusal::TooManyTags => "tags".into(),
            LabelRefusal::NameLength | LabelRefusal::NameTaken(_) => "name".into(),
            LabelRefusal::NoSuchTag(_) => "tag".into(),
            LabelRefusal::NoteLength => "note".into(),
        })
    }

    fn kind(&self) -> RefusalKind {
        match self {
            LabelRefusal::NoSuchTag(_) => RefusalKind::NotFound,
            LabelRefusal::NameTaken(_) => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

fn tag_name(name: &str) -> Option<String> {
    let name = squeezed(name.trim().trim_start_matches('#'));
    // A comma parts tags where they are typed.
    (1..=40).contains(&name.chars().count()).then_some(name).filter(|name| !name.contains(','))
}

/// Gives a record its tags: all of them, those it had before fall away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetTags {
    /// The kind of record, as search names it: `entry`, `bank-line`, `party`, `account`.
    pub kind: String,
    /// The record.
    pub record: i64,
    /// Its tags, parted by commas.
    #[serde(default)]
    pub tags: Vec<String>,
}

/// What a record carried before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TagsBefore {
    /// Its tags before.
    pub before: Vec<String>,
    /// What the record is called.
    pub of: String,
}

impl Command for SetTags {
    const NAME: &'static str = "set-tags";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = TagsBefore;

    fn about() -> String {
        t!("Tag an entry, a bank line, a party or anything else.")
    }

    fn perform(&self, context: &mut Context) -> Result<TagsBefore, Failure> {
        journal::flush(context)?;
        let of = record_named(context, &self.kind, self.record)?.title;
        if self.tags.len() > MOST_TAGS {
            return Err(LabelRefusal::TooManyTags.into());
        }
        let mut ids = Vec::with_capacity(self.tags.len());
        for (position, tag) in self.tags.iter().enumerate() {
            let name = tag_name(tag).ok_or(LabelRefusal::TagLength { position })?;
            let id = match records::tag_with_key(&mut context.tx, &name.to_lowercase())? {
                Some(id) => id,
                None => {
                    let id = context.tx.next_id()?;
                    records::insert_tag(&mut context.tx, id, &name, &name.to_lowercase())?;
                    remember_words(context, TAG, id, &name);
                    id
                }
            };
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let before = records::tags_of(&mut context.tx, &self.kind, self.record)?;
        records::set_tags(&mut context.tx, &self.kind, self.record, &ids)?;
        Ok(TagsBefore { before: before.into_iter().map(|(_, name)| name).collect(), of })
    }

    fn sentence(&self, outcome: &TagsBefore) -> String {
        if self.tags.is_empty() {
            t!("Took the tags off {record}.", record = outcome.of)
        } else {
            t!("Tagged {record}: {tags}.", record = outcome.of, tags = self.tags.join(", "))
        }
    }

    fn undo(&self, outcome: &TagsBefore) -> Undo {
        Undo::Exact {
            command: SetTags::NAME,
            input: json!({ "kind": self.kind, "record": self.record, "tags": outcome.before }),
        }
    }
}

/// Renames a tag, wherever it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameTag {
    /// The tag.
    pub tag: i64,
    /// Its new name.
    pub name: String,
}

/// A tag that was renamed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RenamedTag {
    /// Its name before.
    pub before: String,
}

impl Command for RenameTag {
    const NAME: &'static str = "rename-tag";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = RenamedTag;

    fn about() -> String {
        t!("Rename a tag, wherever it is.")
    }

    fn perform(&self, context: &mut Context) -> Result<RenamedTag, Failure> {
        let before = records::tag_name(&mut context.tx, self.tag)?.ok_or(LabelRefusal::NoSuchTag(self.tag))?;
        let name = tag_name(&self.name).ok_or(LabelRefusal::NameLength)?;
        let key = name.to_lowercase();
        if records::tag_with_key(&mut context.tx, &key)?.is_some_and(|id| id != self.tag) {
            return Err(LabelRefusal::NameTaken(name).into());
        }
        records::rename_tag(&mut context.tx, self.tag, &name, &key)?;
        forget_words(context, TAG, self.tag, &before)?;
        remember_words(context, TAG, self.tag, &name);
        Ok(RenamedTag { before })
    }

    fn sentence(&self, outcome: &RenamedTag) -> String {
        t!("Renamed {before} to {name}.", before = outcome.before, name = self.name)
    }

    fn undo(&self, outcome: &RenamedTag) -> Undo {
        Undo::Exact { command: RenameTag::NAME, input: json!({ "tag": self.tag, "name": outcome.before }) }
    }
}

/// Writes a note on a record, in place of the one before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetNote {
    /// The kind of record, as search names it: `entry`, `bank-line`, `party`, `account`.
    pub kind: String,
    /// The record.
    pub record: i64,
    /// The note; none when empty.
    #[serde(default)]
    pub note: String,
}

/// What stood there before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NoteBefore {
    /// The note before.
    pub before: String,
    /// What the record is called.
    pub of: String,
}

impl Command for SetNote {
    const NAME: &'static str = "set-note";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = NoteBefore;

    fn about() -> String {
        t!("Write a note on an entry, a bank line, a party or anything else.")
    }

    fn perform(&self, context: &mut Context) -> Result<NoteBefore, Failure> {
        journal::flush(context)?;
        let of = record_named(context, &self.kind, self.record)?.title;
        let note = self.note.trim();
        if note.chars().nth(2000).is_some() {
            return Err(LabelRefusal::NoteLength.into());
        }
        // An entry has its note from the day it was posted, beside its text.
        if self.kind == journal::ENTRY {
            let before = records::entry_note(&mut context.tx, self.record)?.unwrap_or_default();
            records::set_entry_note(&mut context.tx, self.record, note)?;
            forget_words(context, ENTRY_NOTE, self.record, &before)?;
            remember_words(context, ENTRY_NOTE, self.record, note);
            return Ok(NoteBefore { before, of });
        }
        let (id, before) = match records::note_of(&mut context.tx, &self.kind, self.record)? {
            Some(known) => known,
            None => {
                let id = context.tx.next_id()?;
                records::insert_note(&mut context.tx, id, &self.kind, self.record)?;
                (id, String::new())
            }
        };
        records::set_note(&mut context.tx, id, note)?;
        forget_words(context, NOTE, id, &before)?;
        remember_words(context, NOTE, id, note);
        Ok(NoteBefore { before, of })
    }

    fn sentence(&self, outcome: &NoteBefore) -> String {
        t!("Noted on {record}.", record = outcome.of)
    }

    fn undo(&self, outcome: &NoteBefore) -> Undo {
        Undo::Exact {
            command: SetNote::NAME,
            input: json!({ "kind": self.kind, "record": self.record, "note": outcome.before }),
        }
    }
}
