//! Advances that clients paid and that are still to be earned.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{accounts::account_of_role, commands::Deposit, journal, records};

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
    /// What is still to be earned, without tax contained, in minor units of the books' currency.
    pub open_minor: i64,
    /// The currency in which it came.
    pub own_currency: String,
    /// The same in that currency.
    pub own_open_minor: i64,
    /// Whether it was brought along from before the books begin, or booked as owed at once.
    pub brought_along: bool,
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
        let mut advances = Vec::with_capacity(rows.len());
        for (entry, posted_on, text, party, open_minor) in rows {
            // An entry that was reversed since owes nothing, whatever its totals say.
            let deposit = match Deposit::read(context, entry) {
                Ok(deposit) => deposit,
                Err(Failure::Refused(_)) => continue,
                Err(failure) => return Err(failure),
            };
            let (own_open_minor, _) = deposit.open(context)?;
            advances.push(Advance {
                entry,
                posted_on,
                text,
                party,
                open_minor,
                own_currency: deposit.currency.code().to_string(),
                own_open_minor,
                brought_along: deposit.owed_on.is_some(),
            });
        }
        Ok(AdvancesAnswer { currency, advances })
    }
}
