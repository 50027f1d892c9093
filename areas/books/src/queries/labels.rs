//! Tags, and what carries them.

use kernel::{Context, Failure, Query, slots::Hit};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    attachments::record_named,
    journal,
    labels::{Tag, note_of, tags_of},
    records,
};

/// All tags.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Tags {}

/// Tags by name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TagsAnswer {
    /// The tags.
    pub tags: Vec<TagUse>,
}

/// A tag and how often it is used.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TagUse {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// How many records carry it.
    pub records: i64,
}

impl Query for Tags {
    const NAME: &'static str = "tags";
    type Answer = TagsAnswer;

    fn about() -> String {
        t!("All tags, and how many records carry each.")
    }

    fn answer(&self, context: &mut Context) -> Result<TagsAnswer, Failure> {
        let tags = records::tags(&mut context.tx)?;
        Ok(TagsAnswer { tags: tags.into_iter().map(|(id, name, records)| TagUse { id, name, records }).collect() })
    }
}

/// What carries a tag.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tagged {
    /// The tag.
    pub tag: i64,
}

/// Records with a tag.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaggedAnswer {
    /// The tag's name.
    pub name: String,
    /// The records, at most 500.
    pub records: Vec<Hit>,
}

/// How many records of a tag are named.
const MOST_TAGGED: i64 = 500;

impl Query for Tagged {
    const NAME: &'static str = "tagged";
    type Answer = TaggedAnswer;

    fn about() -> String {
        t!("What carries a tag.")
    }

    fn answer(&self, context: &mut Context) -> Result<TaggedAnswer, Failure> {
        journal::flush(context)?;
        let name =
            records::tag_name(&mut context.tx, self.tag)?.ok_or_else(|| Failure::not_found(&t!("tag"), self.tag))?;
        let found = records::tagged_with(&mut context.tx, self.tag, MOST_TAGGED)?;
        let registry = context.registry();
        let mut hits = Vec::with_capacity(found.len());
        for of_kind in found.chunk_by(|one, other| one.0 == other.0) {
            let mut sources = registry.areas.iter().flat_map(|area| &area.search);
            if let Some(source) = sources.find(|source| of_kind.first().is_some_and(|(kind, _)| source.kind == kind)) {
                let ids: Vec<i64> = of_kind.iter().map(|(_, record)| *record).collect();
                hits.extend((source.describe)(context, &ids)?);
            }
        }
        Ok(TaggedAnswer { name, records: hits })
    }
}

/// The tags and the note of a record.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    /// The kind of record, as search names it.
    pub kind: String,
    /// The record.
    pub record: i64,
}

/// Tags and note.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LabelsAnswer {
    /// The tags, by name.
    pub tags: Vec<Tag>,
    /// The note; empty when there is none.
    pub note: String,
}

impl Query for Labels {
    const NAME: &'static str = "labels";
    type Answer = LabelsAnswer;

    fn about() -> String {
        t!("The tags and the note of a record.")
    }

    fn answer(&self, context: &mut Context) -> Result<LabelsAnswer, Failure> {
        record_named(context, &self.kind, self.record)?;
        let tags = tags_of(context, &self.kind, self.record)?;
        Ok(LabelsAnswer { tags, note: note_of(context, &self.kind, self.record)? })
    }
}
