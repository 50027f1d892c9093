//! Advances that clients paid and that are still to be earned.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{accounts::account_of_role, journal, records};

/// The advances that are neither earned nor returned.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Advances {}

/// Advances.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdvancesAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The advances, oldest first.
    pub advances: Vec<Advance>,
}

/// A client's advance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Advance {
    /// The entry of the deposit.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What it said.
    pub text: String,
    /// Who paid.
    pub party: Option<String>,
    /// What is still to be earned, without tax contained, in minor units.
    pub open_minor: i64,
}

impl Query for Advances {
    const NAME: &'static str = "advances";
    type Answer = AdvancesAnswer;

    fn about() -> String {
        t!("What clients paid in advance and is still to be earned.")
    }

    fn answer(&self, context: &mut Context) -> Result<AdvancesAnswer, Failure> {
        journal::flush(context)?;
        let currency = context.settings.currency.code().to_string();
        let Ok(account) = account_of_role(context, "client-deposits") else {
            return Ok(AdvancesAnswer { currency, advances: Vec::new() });
        };
        let account = account.id;
        let rows = records::open_advances(&mut context.tx, account)?;
        let advances = rows
            .into_iter()
            .map(|(entry, posted_on, text, party, open_minor)| Advance { entry, posted_on, text, party, open_minor })
            .collect();
        Ok(AdvancesAnswer { currency, advances })
    }
}
