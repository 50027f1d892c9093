//! Crypto-assets pay for something.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::telling::{asset, day, purpose, quantity, tells_an_event, value, wallet_from, words};
use crate::{
    event::{Event, EventKind},
    refusal::CryptoRefusal,
};

/// Crypto-assets pay for something, or are taken out by the owner. What they are worth that day is the cost; what that is
/// more or less than they had cost is gained or lost.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpendCrypto {
    /// The wallet they left, by name.
    pub wallet: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it: 0.05.
    pub quantity: String,
    /// What it was worth that day in the books’ currency, in minor units; by the day’s price when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub worth_minor: Option<i64>,
    /// What it was for: a cost, or what you take out yourself.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// Its tax code; the category’s own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who was paid, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl SpendCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let quantity = quantity(&self.quantity, &asset, "quantity")?;
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_from(context, &self.wallet, "wallet")?;
        let mut event = Event { text, ..Event::new(EventKind::Spent, on, wallet, asset, quantity) };
        value(context, &mut event, self.worth_minor)?;
        purpose(context, &mut event, self.category, self.tax_code.as_deref(), |account| {
            let own = account.kind == AccountKind::Equity && account.role != "opening-balance";
            let fits = account.kind == AccountKind::Expense || own;
            (!fits).then(|| CryptoRefusal::NotSpent { name: account.name.clone() })
        })?;
        event.party = match &self.party {
            Some(name) => books::party_named(context, name)?,
            None => None,
        };
        Ok(event)
    }
}

tells_an_event!(SpendCrypto, "spend-crypto", t!("Book something that was paid with crypto-assets."));
