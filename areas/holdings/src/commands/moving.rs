//! Crypto-assets move between the owner's wallets, and fees are taken of them.

use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::telling::{asset, day, quantity, tells_an_event, wallet_from, wallet_to, words};
use crate::{
    event::{Event, EventKind},
    quantity::Quantity,
    refusal::CryptoRefusal,
};

/// Crypto-assets go from one of the owner's wallets to another: nothing is gained, and they stay as old as they were. Only
/// the network's fee leaves.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveCrypto {
    /// The wallet they left, by name.
    pub wallet: String,
    /// The wallet they arrived in, by name; a new one is opened.
    pub into: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it arrived: 0.05.
    pub quantity: String,
    /// The fee that was taken beside it, of the same asset.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fee: String,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl MoveCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let moved = quantity(&self.quantity, &asset, "quantity")?;
        let fee = if self.fee.trim().is_empty() { Quantity::ZERO } else { quantity(&self.fee, &asset, "fee")? };
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_from(context, &self.wallet, "wallet")?;
        let into = wallet_to(context, &self.into, "into")?;
        if wallet == into {
            return Err(CryptoRefusal::SameWallet.into());
        }
        let event = Event::new(EventKind::Moved, on, wallet, asset, moved);
        Ok(Event { into_wallet: Some(into), fee, text, ..event })
    }
}

tells_an_event!(MoveCrypto, "move-crypto", t!("Book crypto-assets that went from one of your wallets to another."));

/// A fee is taken of crypto-assets.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PayCryptoFee {
    /// The wallet it left, by name.
    pub wallet: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it: 0.0001.
    pub quantity: String,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl PayCryptoFee {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let quantity = quantity(&self.quantity, &asset, "quantity")?;
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_from(context, &self.wallet, "wallet")?;
        Ok(Event { text, ..Event::new(EventKind::Fee, on, wallet, asset, quantity) })
    }
}

tells_an_event!(PayCryptoFee, "pay-crypto-fee", t!("Book a fee that was taken of crypto-assets."));
