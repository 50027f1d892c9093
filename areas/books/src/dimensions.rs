//! Dimensions: the named values a posting can be asked by. They say nothing about what happened, only how one may look at
//! it, so they stand beside the entry as its texts do and can be set, renamed and cleared at any time.

use kernel::{Context, Failure, Refusal, RefusalKind, search::remember_words};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{journal::DraftPosting, records, rules::squeezed};

/// The kind under which search finds a value.
pub(crate) const DIMENSION_VALUE: &str = "dimension-value";

/// One of the four ways in which profit can be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Whom it was for.
    Client,
    /// The job it belongs to.
    Project,
    /// What was sold.
    Offer,
    /// Where it was sold.
    Channel,
}

impl Dimension {
    /// All, in the order in which postings carry them.
    pub const ALL: [Dimension; 4] = [Dimension::Client, Dimension::Project, Dimension::Offer, Dimension::Channel];

    /// The word kept in the database, and the name of its column.
    pub fn as_str(self) -> &'static str {
        match self {
            Dimension::Client => "client",
            Dimension::Project => "project",
            Dimension::Offer => "offer",
            Dimension::Channel => "channel",
        }
    }

    /// The dimension of a word.
    pub fn from_word(word: &str) -> Option<Dimension> {
        Dimension::ALL.into_iter().find(|dimension| dimension.as_str() == word)
    }

    /// Its name on pages.
    pub fn label(self) -> String {
        match self {
            Dimension::Client => t!("Client"),
            Dimension::Project => t!("Project"),
            Dimension::Offer => t!("Offer"),
            Dimension::Channel => t!("Channel"),
        }
    }
}

/// The values of a posting, one for each of [`Dimension::ALL`].
pub type DimensionIds = [Option<i64>; 4];

/// A named value of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DimensionValue {
    /// Its id.
    pub id: i64,
    /// The dimension it belongs to.
    pub dimension: Dimension,
    /// Its name.
    pub name: String,
    /// Whether forms no longer offer it.
    pub closed: bool,
}

/// Values by name: what forms and the terminal say. A name that is new makes its value.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DimensionNames {
    /// Whom it was for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "client"))]
    pub client: Option<String>,
    /// The job it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "project"))]
    pub project: Option<String>,
    /// What was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "offer"))]
    pub offer: Option<String>,
    /// Where it was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "channel"))]
    pub channel: Option<String>,
}

impl DimensionNames {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == DimensionNames::default()
    }

    /// The names of values, to be said again.
    pub fn of(context: &mut Context, ids: &DimensionIds) -> Result<DimensionNames, Failure> {
        if ids.iter().all(Option::is_none) {
            return Ok(DimensionNames::default());
        }
        let known = dimension_values(context)?;
        let [client, project, offer, channel] =
            ids.map(|id| known.iter().find(|value| Some(value.id) == id).map(|value| value.name.clone()));
        Ok(DimensionNames { client, project, offer, channel })
    }

    /// The ids of these values, made where they are new.
    pub fn ids(&self, context: &mut Context) -> Result<DimensionIds, Failure> {
        let names = [&self.client, &self.project, &self.offer, &self.channel];
        let mut ids = DimensionIds::default();
        for ((dimension, name), id) in Dimension::ALL.into_iter().zip(names).zip(&mut ids) {
            if let Some(name) = name.as_deref().filter(|name| !name.trim().is_empty()) {
                *id = Some(value_named(context, dimension, name, dimension_field(dimension))?);
            }
        }
        Ok(ids)
    }
}

/// The input of a posting, with the values it can be asked by as ids.
macro_rules! posting_input {
    ($(#[$about:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        $(#[$about])*
        pub struct $name {
            $($fields)*
            /// The client it can be asked by.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schemars(extend("x-picker" = "client"))]
            pub client: Option<i64>,
            /// The project it can be asked by.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schemars(extend("x-picker" = "project"))]
            pub project: Option<i64>,
            /// The offer it can be asked by.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schemars(extend("x-picker" = "offer"))]
            pub offer: Option<i64>,
            /// The channel it can be asked by.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schemars(extend("x-picker" = "channel"))]
            pub channel: Option<i64>,
        }

        impl $name {
            fn ids(&self) -> $crate::dimensions::DimensionIds {
                [self.client, self.project, self.offer, self.channel]
            }
        }
    };
}
pub(crate) use posting_input;

/// Whether a value said for a whole entry belongs to a posting of that kind of account: income and costs are what one
/// asks a client or a project about; the cash on the other side is not theirs.
pub fn takes_dimensions(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::Income | AccountKind::Expense)
}

/// Why a value is not made, renamed or used.
#[derive(Debug)]
pub(crate) enum DimensionRefusal {
    NameLength(&'static str),
    NameTaken { name: String },
    NoSuchValue { field: String, id: i64 },
}

/// Codes of the refusals about values, for every command that takes them.
pub(crate) const DIMENSION_REFUSALS: &[&str] =
    &["dimension-name-length", "dimension-name-is-taken", "no-such-dimension-value"];

impl Refusal for DimensionRefusal {
    fn code(&self) -> &'static str {
        match self {
            DimensionRefusal::NameLength(_) => "dimension-name-length",
            DimensionRefusal::NameTaken { .. } => "dimension-name-is-taken",
            DimensionRefusal::NoSuchValue { .. } => "no-such-dimension-value",
        }
    }

    fn sentence(&self) -> String {
        match self {
            DimensionRefusal::NameLength(_) => t!("A name needs 1 to 80 characters."),
            DimensionRefusal::NameTaken { name } => t!("There is one named {name} already.", name = name),
            DimensionRefusal::NoSuchValue { id, .. } => {
                t!("There is no client, project, offer or channel {id} there.", id = id)
            }
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            DimensionRefusal::NameLength(field) => Some((*field).into()),
            DimensionRefusal::NameTaken { .. } => Some("name".into()),
            DimensionRefusal::NoSuchValue { field, .. } => Some(field.clone()),
        }
    }

    fn kind(&self) -> RefusalKind {
        match self {
            DimensionRefusal::NameLength(_) => RefusalKind::Invalid,
            DimensionRefusal::NameTaken { .. } => RefusalKind::Conflict,
            DimensionRefusal::NoSuchValue { .. } => RefusalKind::NotFound,
        }
    }
}

#[derive(Default)]
struct Read(Option<Vec<DimensionValue>>);

/// All values, by dimension and name. Read once per transaction.
pub fn dimension_values(context: &mut Context) -> Result<&[DimensionValue], Failure> {
    if context.tx.extension::<Read>().0.is_none() {
        let read = records::dimension_values(&mut context.tx)?;
        context.tx.extension::<Read>().0 = Some(read);
    }
    Ok(context.tx.extension::<Read>().0.as_deref().unwrap_or_default())
}

/// The value of that name, made when there is none. Case and spaces do not make a new one. A name that is empty or longer
/// than 80 characters is refused at the field of the dimension.
pub fn dimension_value(context: &mut Context, dimension: Dimension, name: &str) -> Result<i64, Failure> {
    value_named(context, dimension, name, dimension.as_str())
}

/// Where [`DimensionNames`] stand in the input of a command.
fn dimension_field(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Client => "dimensions.client",
        Dimension::Project => "dimensions.project",
        Dimension::Offer => "dimensions.offer",
        Dimension::Channel => "dimensions.channel",
    }
}

fn value_named(context: &mut Context, dimension: Dimension, name: &str, field: &'static str) -> Result<i64, Failure> {
    let name = checked_name(name, field)?;
    match records::dimension_value_with_key(&mut context.tx, dimension, &name.to_lowercase())? {
        Some(id) => Ok(id),
        None => insert(context, dimension, name),
    }
}

/// Adds a value whose name is free.
pub(crate) fn insert(context: &mut Context, dimension: Dimension, name: String) -> Result<i64, Failure> {
    let id = context.tx.next_id()?;
    let value = DimensionValue { id, dimension, name, closed: false };
    records::insert_dimension_value(&mut context.tx, &value, &value.name.to_lowercase())?;
    remember_words(context, DIMENSION_VALUE, id, &value.name);
    forget(context);
    Ok(id)
}

/// Forgets what was read, after a value changed.
pub(crate) fn forget(context: &mut Context) {
    *context.tx.extension::<Read>() = Read::default();
}

/// A name as it is kept: single spaces, of a length to show.
pub(crate) fn checked_name(name: &str, field: &'static str) -> Result<String, Failure> {
    let name = squeezed(name);
    match name.chars().count() {
        1..=80 => Ok(name),
        _ => Err(DimensionRefusal::NameLength(field).into()),
    }
}

/// Checks that the ids of a draft's postings are values of their dimensions.
pub(crate) fn check_postings(context: &mut Context, postings: &[DraftPosting]) -> Result<(), Failure> {
    for (position, posting) in postings.iter().enumerate() {
        check_ids(context, &posting.dimensions, &format!("postings[{position}]"))?;
    }
    Ok(())
}

/// Checks that ids are values of their dimensions.
pub(crate) fn check_ids(context: &mut Context, ids: &DimensionIds, group: &str) -> Result<(), Failure> {
    if ids.iter().all(Option::is_none) {
        return Ok(());
    }
    let known = dimension_values(context)?;
    for (dimension, id) in Dimension::ALL.into_iter().zip(ids) {
        if let Some(id) = *id
            && !known.iter().any(|value| (value.id, value.dimension) == (id, dimension))
        {
            return Err(DimensionRefusal::NoSuchValue { field: format!("{group}.{}", dimension.as_str()), id }.into());
        }
    }
    Ok(())
}
