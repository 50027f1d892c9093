//! The fields for client, project, offer and channel, on every form that asks whom and what something was for.

use kernel::{Context, Failure};
use ui::Field;

use crate::dimensions::{Dimension, DimensionNames, dimension_values};

/// A field of one dimension, still empty.
#[derive(Debug, Clone)]
pub struct DimensionField {
    /// Which one.
    pub dimension: Dimension,
    /// Its name in the form.
    pub name: String,
    /// The field, which proposes the values that are open.
    pub field: Field,
}

/// A field for each dimension. `group` is the field of the command below which they stand, if any: `rule` makes
/// `rule[dimensions][client]` of it. Ids begin with it too, so that two forms on a page differ.
pub fn dimension_fields(context: &mut Context, group: &str) -> Result<[DimensionField; 4], Failure> {
    let values = dimension_values(context)?;
    Ok(Dimension::ALL.map(|dimension| {
        let open = values.iter().filter(|value| value.dimension == dimension && !value.closed);
        let below = if group.is_empty() { "dimensions".to_owned() } else { format!("{group}[dimensions]") };
        let name = format!("{below}[{}]", dimension.as_str());
        let field = Field::text(&name, dimension.label())
            .id(format!("{group}-{}", dimension.as_str()))
            .suggestions(open.map(|value| value.name.clone()).collect());
        DimensionField { dimension, name, field }
    }))
}

impl DimensionNames {
    /// The name said for a dimension; empty where none is.
    pub fn said(&self, dimension: Dimension) -> &str {
        let said = match dimension {
            Dimension::Client => &self.client,
            Dimension::Project => &self.project,
            Dimension::Offer => &self.offer,
            Dimension::Channel => &self.channel,
        };
        said.as_deref().unwrap_or_default()
    }
}
