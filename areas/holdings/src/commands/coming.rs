//! Crypto-assets come: they were there at the start, or are received for work, as a reward, or as the owner's own.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::AccountKind;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::telling::{asset, day, positive, purpose, quantity, state_price, tells_an_event, value, wallet_to, words};
use crate::{
    event::{Event, EventKind},
    refusal::CryptoRefusal,
};

/// Crypto-assets that were there when the books began, with what they cost.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCrypto {
    /// The wallet they are in, by name; a new one is opened.
    pub wallet: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it: 0.05.
    pub quantity: String,
    /// What it cost in the books’ currency, fees included, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub cost_minor: i64,
    /// The day since when it is held; the day itself when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    /// The day on which it is in the books; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

impl OpenCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let quantity = quantity(&self.quantity, &asset, "quantity")?;
        let on = day(context, self.on)?;
        if self.since.is_some_and(|since| since > on) {
            return Err(CryptoRefusal::SinceLater.into());
        }
        let wallet = wallet_to(context, &self.wallet, "wallet")?;
        let worth_minor = positive(self.cost_minor, "cost_minor")?;
        Ok(Event { worth_minor, since: self.since, ..Event::new(EventKind::Opened, on, wallet, asset, quantity) })
    }
}

tells_an_event!(OpenCrypto, "open-crypto", t!("Bring in crypto-assets that were there when the books began."));

/// Crypto-assets are received: as payment for work, as a reward, or as the owner's own. What they are worth that day is
/// income, and what they cost from then on (IRS, Notice 2014-21, A-3 and A-4; HMRC, CRYPTO40150; BMF, letter of 6 March 2025).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveCrypto {
    /// The wallet they came into, by name; a new one is opened.
    pub wallet: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it: 0.05.
    pub quantity: String,
    /// What it was worth that day in the books’ currency, in minor units; by the day’s price when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub worth_minor: Option<i64>,
    /// A document states what it was worth (an invoice), rather than you.
    #[serde(default)]
    pub by_document: bool,
    /// The income it is, or what you put in yourself.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// Its tax code; the category’s own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Who paid, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl ReceiveCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let quantity = quantity(&self.quantity, &asset, "quantity")?;
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_to(context, &self.wallet, "wallet")?;
        let mut event = Event { text, ..Event::new(EventKind::Received, on, wallet, asset, quantity) };
        value(context, &mut event, self.worth_minor)?;
        if self.by_document && self.worth_minor.is_some() {
            state_price(&mut event, books::rules::rates::RateSource::Document, context.settings.currency);
        }
        purpose(context, &mut event, self.category, self.tax_code.as_deref(), |account| {
            let own = account.kind == AccountKind::Equity && account.role != "opening-balance";
            let fits = account.kind == AccountKind::Income || own;
            (!fits).then(|| CryptoRefusal::NotEarned { name: account.name.clone() })
        })?;
        event.party = match &self.party {
            Some(name) => books::party_named(context, name)?,
            None => None,
        };
        Ok(event)
    }
}

tells_an_event!(
    ReceiveCrypto,
    "receive-crypto",
    t!("Book crypto-assets that were received: as payment, reward, or your own.")
);
