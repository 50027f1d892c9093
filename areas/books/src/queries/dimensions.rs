//! The named values that postings can be asked by.

use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dimensions::{Dimension, DimensionValue, dimension_values};

/// Clients, projects, offers and channels.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DimensionValues {
    /// Only those of this dimension.
    pub dimension: Option<Dimension>,
    /// Whether to leave out those that are closed.
    pub open: bool,
}

/// Values by dimension and name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DimensionValuesAnswer {
    /// The values.
    pub values: Vec<DimensionValue>,
}

impl Query for DimensionValues {
    const NAME: &'static str = "dimension-values";
    type Answer = DimensionValuesAnswer;

    fn about() -> String {
        t!("The clients, projects, offers and channels that entries can be asked by.")
    }

    fn answer(&self, context: &mut Context) -> Result<DimensionValuesAnswer, Failure> {
        let wanted = |value: &&DimensionValue| {
            self.dimension.is_none_or(|dimension| value.dimension == dimension) && !(self.open && value.closed)
        };
        Ok(DimensionValuesAnswer { values: dimension_values(context)?.iter().filter(wanted).cloned().collect() })
    }
}
