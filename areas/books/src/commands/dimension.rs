//! Clients, projects, offers and channels: adding, renaming and closing them, and saying them of an entry.

use kernel::{
    Command, Context, Failure, Undo, UndoKind,
    search::{forget_words, remember_words},
};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    accounts::account,
    dimensions::{
        self, DIMENSION_REFUSALS, DIMENSION_VALUE, Dimension, DimensionIds, DimensionNames, DimensionRefusal,
        DimensionValue, check_ids, checked_name, dimension_values, posting_input, takes_dimensions,
    },
    journal, records,
};

/// Adds a client, project, offer or channel.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddDimensionValue {
    /// Which of the four it is.
    pub dimension: Dimension,
    /// Its name.
    pub name: String,
}

/// A value that was added.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AddedDimensionValue {
    /// Its id.
    pub value: i64,
}

impl Command for AddDimensionValue {
    const NAME: &'static str = "add-dimension-value";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = DIMENSION_REFUSALS;
    type Outcome = AddedDimensionValue;

    fn about() -> String {
        t!("Add a client, project, offer or channel.")
    }

    fn perform(&self, context: &mut Context) -> Result<AddedDimensionValue, Failure> {
        let name = checked_name(&self.name, "name")?;
        let same = records::dimension_value_with_key(&mut context.tx, self.dimension, &name.to_lowercase())?;
        if let Some(id) = same {
            let mut value = known(context, id)?;
            if !value.closed {
                return Err(DimensionRefusal::NameTaken { name }.into());
            }
            value.closed = false;
            records::update_dimension_value(&mut context.tx, &value, &value.name.to_lowercase())?;
            dimensions::forget(context);
            return Ok(AddedDimensionValue { value: id });
        }
        Ok(AddedDimensionValue { value: dimensions::insert(context, self.dimension, name)? })
    }

    fn sentence(&self, _: &AddedDimensionValue) -> String {
        t!("Added {name}.", name = self.name)
    }

    fn undo(&self, outcome: &AddedDimensionValue) -> Undo {
        // Entries may name it by then, so it is closed and not removed.
        Undo::Exact { command: CloseDimensionValue::NAME, input: json!({ "value": outcome.value }) }
    }
}

fn free_name(context: &mut Context, dimension: Dimension, name: &str, own: i64) -> Result<String, Failure> {
    let name = checked_name(name, "name")?;
    match records::dimension_value_with_key(&mut context.tx, dimension, &name.to_lowercase())? {
        Some(id) if id != own => Err(DimensionRefusal::NameTaken { name }.into()),
        _ => Ok(name),
    }
}

fn known(context: &mut Context, id: i64) -> Result<DimensionValue, Failure> {
    let found = dimension_values(context)?.iter().find(|value| value.id == id).cloned();
    found.ok_or_else(|| DimensionRefusal::NoSuchValue { field: "value".into(), id }.into())
}

/// Renames a client, project, offer or channel. Entries that name it follow.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameDimensionValue {
    /// The client, project, offer or channel.
    pub value: i64,
    /// Its new name.
    pub name: String,
}

/// A value that was renamed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RenamedDimensionValue {
    /// Its name before.
    pub before: String,
}

impl Command for RenameDimensionValue {
    const NAME: &'static str = "rename-dimension-value";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = DIMENSION_REFUSALS;
    type Outcome = RenamedDimensionValue;

    fn about() -> String {
        t!("Rename a client, project, offer or channel.")
    }

    fn perform(&self, context: &mut Context) -> Result<RenamedDimensionValue, Failure> {
        let mut value = known(context, self.value)?;
        let name = free_name(context, value.dimension, &self.name, value.id)?;
        let before = std::mem::replace(&mut value.name, name);
        records::update_dimension_value(&mut context.tx, &value, &value.name.to_lowercase())?;
        forget_words(context, DIMENSION_VALUE, value.id, &before)?;
        remember_words(context, DIMENSION_VALUE, value.id, &value.name);
        dimensions::forget(context);
        Ok(RenamedDimensionValue { before })
    }

    fn sentence(&self, outcome: &RenamedDimensionValue) -> String {
        t!("Renamed {before} to {name}.", before = outcome.before, name = self.name)
    }

    fn undo(&self, outcome: &RenamedDimensionValue) -> Undo {
        Undo::Exact {
            command: RenameDimensionValue::NAME,
            input: json!({ "value": self.value, "name": outcome.before }),
        }
    }
}

/// Closes a client, project, offer or channel: entries keep it, forms offer it no more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseDimensionValue {
    /// The client, project, offer or channel.
    pub value: i64,
    /// False to offer it again.
    #[serde(default = "yes")]
    pub closed: bool,
}

fn yes() -> bool {
    true
}

/// A value that was closed or offered again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ClosedDimensionValue {
    /// Its name.
    pub name: String,
    /// Whether it was closed before.
    pub before: bool,
}

impl Command for CloseDimensionValue {
    const NAME: &'static str = "close-dimension-value";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = DIMENSION_REFUSALS;
    type Outcome = ClosedDimensionValue;

    fn about() -> String {
        t!("Close a client, project, offer or channel, or offer it again.")
    }

    fn perform(&self, context: &mut Context) -> Result<ClosedDimensionValue, Failure> {
        let mut value = known(context, self.value)?;
        let before = std::mem::replace(&mut value.closed, self.closed);
        records::update_dimension_value(&mut context.tx, &value, &value.name.to_lowercase())?;
        dimensions::forget(context);
        Ok(ClosedDimensionValue { name: value.name, before })
    }

    fn sentence(&self, outcome: &ClosedDimensionValue) -> String {
        if self.closed {
            t!("Closed {name}.", name = outcome.name)
        } else {
            t!("{name} is offered again.", name = outcome.name)
        }
    }

    fn undo(&self, outcome: &ClosedDimensionValue) -> Undo {
        Undo::Exact {
            command: CloseDimensionValue::NAME,
            input: json!({ "value": self.value, "closed": outcome.before }),
        }
    }
}

/// Says which client, project, offer and channel an entry belongs to. What is left empty is cleared.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDimensions {
    /// The entry.
    pub entry: i64,
    /// Of all its income and costs, by name; a name that is new is added.
    #[serde(default, skip_serializing_if = "DimensionNames::is_empty")]
    pub dimensions: DimensionNames,
    /// Or posting by posting, by id. The others keep what they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub postings: Vec<PostingDimensions>,
}

posting_input! {
    /// The values of one posting.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    pub struct PostingDimensions {
        /// Which posting of the entry, from 0.
        pub line: i64,
    }
}

impl PostingDimensions {
    fn of(line: usize, [client, project, offer, channel]: DimensionIds) -> PostingDimensions {
        PostingDimensions { line: line as i64, client, project, offer, channel }
    }
}

/// What the postings that changed carried before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DimensionsBefore {
    /// Posting by posting.
    pub before: Vec<PostingDimensions>,
}

impl Command for SetDimensions {
    const NAME: &'static str = "set-dimensions";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = DIMENSION_REFUSALS;
    type Outcome = DimensionsBefore;

    fn about() -> String {
        t!("Say which client, project, offer and channel an entry belongs to.")
    }

    fn perform(&self, context: &mut Context) -> Result<DimensionsBefore, Failure> {
        journal::flush(context)?;
        let row =
            records::entry(&mut context.tx, self.entry)?.ok_or_else(|| Failure::not_found(&t!("entry"), self.entry))?;
        let kept = records::postings_of_entry(&mut context.tx, self.entry)?;
        let mut wanted: Vec<(usize, DimensionIds)> = Vec::new();
        if self.postings.is_empty() {
            let ids = self.dimensions.ids(context)?;
            for (line, (posting, _)) in kept.iter().enumerate() {
                if takes_dimensions(account(context, posting.account)?.kind) {
                    wanted.push((line, ids));
                }
            }
        }
        for (position, posting) in self.postings.iter().enumerate() {
            check_ids(context, &posting.ids(), &format!("postings[{position}]"))?;
            let line = usize::try_from(posting.line).ok().filter(|line| *line < kept.len());
            let line = line.ok_or_else(|| Failure::not_found(&t!("posting"), posting.line))?;
            wanted.push((line, posting.ids()));
        }
        let mut before = Vec::with_capacity(wanted.len());
        for (line, ids) in wanted {
            before.push(PostingDimensions::of(line, kept[line].1));
            // A correction has the same postings with the sign turned: asked by the same value, the two add up to nothing.
            let pair = [Some(self.entry), Some(row.reverses).filter(|entry| *entry != 0), row.reversed_by];
            for entry in pair.into_iter().flatten() {
                records::set_posting_dimensions(&mut context.tx, entry, line as i64, &ids)?;
            }
        }
        Ok(DimensionsBefore { before })
    }

    fn sentence(&self, _: &DimensionsBefore) -> String {
        t!("Noted what entry {entry} belongs to.", entry = self.entry)
    }

    fn undo(&self, outcome: &DimensionsBefore) -> Undo {
        Undo::Exact { command: SetDimensions::NAME, input: json!({ "entry": self.entry, "postings": outcome.before }) }
    }
}
