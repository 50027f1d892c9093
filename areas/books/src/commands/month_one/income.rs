//! Money in that is no sale: grants and insurance payouts.

use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookedEntry, Booking, book, books_an_entry, money, positive};
use crate::rules::legs::{Place, credit, debit};

/// A grant arrives. It is income without tax in it: nothing was sold for it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveGrant {
    /// How much, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
    /// The account it arrived in.
    #[schemars(extend("x-picker" = "account"))]
    pub into: i64,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who paid or was paid, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl ReceiveGrant {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let booking =
            Booking { on: self.on, text: self.text.clone(), usual: t!("Grant received"), ..Booking::default() };
        income(context, "grants", self.amount_minor, self.into, Booking { party: self.party.clone(), ..booking })
    }
}

books_an_entry!(ReceiveGrant, "receive-grant", t!("Book a grant that arrived."));

/// An insurance pays for damage. It is income without tax in it: compensation is no price (CJEU C-222/81, BAZ Bausystem).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveInsurancePayout {
    /// How much, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
    /// The account it arrived in.
    #[schemars(extend("x-picker" = "account"))]
    pub into: i64,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who paid or was paid, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl ReceiveInsurancePayout {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let usual = t!("Insurance payout");
        let booking = Booking { on: self.on, text: self.text.clone(), usual, ..Booking::default() };
        let booking = Booking { party: self.party.clone(), ..booking };
        income(context, "insurance-payouts", self.amount_minor, self.into, booking)
    }
}

books_an_entry!(ReceiveInsurancePayout, "receive-insurance-payout", t!("Book what an insurance paid out."));

fn income(
    context: &mut Context,
    role: &'static str,
    amount_minor: i64,
    into: i64,
    booking: Booking,
) -> Result<BookedEntry, Failure> {
    positive(amount_minor, "amount_minor")?;
    let into = money(context, into, "into")?;
    let legs = vec![debit(into.place, amount_minor), credit(Place::Role(role), amount_minor)];
    book(context, Booking { amount_minor, legs, privately: into.privately, ..booking })
}
