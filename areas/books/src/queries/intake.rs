//! What deposits brought to a pocket, month by month.

use kernel::{Context, Failure, Query};
use ledger::Month;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{journal, records};

/// What deposits brought to a pocket by its share, month by month; what was moved by hand is not in it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PocketIntake {
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
    /// The first month.
    pub from: Month,
    /// The last month.
    pub through: Month,
}

/// What a pocket took in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketIntakeAnswer {
    /// The currency of the books.
    pub currency: String,
    /// Each month of the period with minor units.
    pub months: Vec<(Month, i64)>,
}

impl Query for PocketIntake {
    const NAME: &'static str = "pocket-intake";
    type Answer = PocketIntakeAnswer;

    fn about() -> String {
        t!("What deposits brought to a pocket, month by month.")
    }

    fn answer(&self, context: &mut Context) -> Result<PocketIntakeAnswer, Failure> {
        journal::flush(context)?;
        let currency = context.settings.currency;
        let (from, through) = (self.from.first(), self.through.last());
        let took = records::pocket_intake(&mut context.tx, self.pocket, currency, from, through)?;
        let of = |month: Month| {
            let name = month.to_string();
            took.iter().find(|(known, _)| *known == name).map_or(0, |(_, amount)| *amount)
        };
        let months = self.from.through(self.through).map(|month| (month, of(month))).collect();
        Ok(PocketIntakeAnswer { currency: currency.code().to_owned(), months })
    }
}
