//! Crypto-assets are bought, sold, and given for others.

use books::rules::rates::RateSource;
use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::telling::{asset, day, money, quantity, state_price, tells_an_event, value, wallet_from, wallet_to, words};
use crate::{
    event::{Event, EventKind},
    refusal::CryptoRefusal,
};

/// Crypto-assets are bought for money. What was paid, fees included, is what they cost.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BuyCrypto {
    /// The wallet they came into, by name; a new one is opened.
    pub wallet: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it arrived: 0.05.
    pub quantity: String,
    /// What was paid, fees included, in minor units of the account’s currency.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
    pub amount_minor: i64,
    /// The account it was paid from.
    #[schemars(extend("x-picker" = "account"))]
    pub paid_from: i64,
    /// What that is worth in the books’ currency, where the account has another; by the day’s rate when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub worth_minor: Option<i64>,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl BuyCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let quantity = quantity(&self.quantity, &asset, "quantity")?;
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_to(context, &self.wallet, "wallet")?;
        let mut event = Event { text, ..Event::new(EventKind::Bought, on, wallet, asset, quantity) };
        money(context, &mut event, (self.paid_from, "paid_from"), self.amount_minor, self.worth_minor)?;
        Ok(event)
    }
}

tells_an_event!(BuyCrypto, "buy-crypto", t!("Book crypto-assets that were bought."));

/// Crypto-assets are sold for money: what arrived less what they had cost is the gain or loss.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SellCrypto {
    /// The wallet they left, by name.
    pub wallet: String,
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// How much of it: 0.05.
    pub quantity: String,
    /// What arrived, after fees, in minor units of the account’s currency.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
    pub amount_minor: i64,
    /// The account it arrived in.
    #[schemars(extend("x-picker" = "account"))]
    pub into: i64,
    /// What that is worth in the books’ currency, where the account has another; by the day’s rate when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub worth_minor: Option<i64>,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl SellCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let quantity = quantity(&self.quantity, &asset, "quantity")?;
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_from(context, &self.wallet, "wallet")?;
        let mut event = Event { text, ..Event::new(EventKind::Sold, on, wallet, asset, quantity) };
        money(context, &mut event, (self.into, "into"), self.amount_minor, self.worth_minor)?;
        Ok(event)
    }
}

tells_an_event!(SellCrypto, "sell-crypto", t!("Book crypto-assets that were sold."));

/// Crypto-assets are given for others. What left was sold at what it was worth, and what came was bought for that (IRS,
/// frequently asked questions on digital assets; HMRC, CRYPTO22257; BMF, letter of 6 March 2025).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SwapCrypto {
    /// The wallet, by name.
    pub wallet: String,
    /// The asset that was given, by its letters: BTC.
    pub asset: String,
    /// How much of it: 0.05.
    pub quantity: String,
    /// The asset that came.
    pub into_asset: String,
    /// How much of that arrived.
    pub into_quantity: String,
    /// What was given was worth so much in the books’ currency, in minor units; by the day’s price of either when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub worth_minor: Option<i64>,
    /// The day it happened; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What happened, in your words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl SwapCrypto {
    pub(super) fn event(&self, context: &mut Context) -> Result<Event, Failure> {
        let (given, came) = (asset(&self.asset, "asset")?, asset(&self.into_asset, "into_asset")?);
        if given == came {
            return Err(CryptoRefusal::SameAsset.into());
        }
        let gave = quantity(&self.quantity, &given, "quantity")?;
        let into_quantity = quantity(&self.into_quantity, &came, "into_quantity")?;
        let on = day(context, self.on)?;
        let text = words(&self.text)?;
        let wallet = wallet_from(context, &self.wallet, "wallet")?;
        let mut event = Event::new(EventKind::Swapped, on, wallet, given, gave);
        if let Err(unpriced) = value(context, &mut event, self.worth_minor) {
            // The price of what came says it as well.
            let mut other = Event::new(EventKind::Swapped, on, wallet, came.clone(), into_quantity);
            let Ok(()) = value(context, &mut other, self.worth_minor) else { return Err(unpriced) };
            let source = other.price_source().unwrap_or(RateSource::Owner);
            event.worth_minor = other.worth_minor;
            state_price(&mut event, source, context.settings.currency);
        }
        Ok(Event { into_asset: Some(came), into_quantity, text, ..event })
    }
}

tells_an_event!(SwapCrypto, "swap-crypto", t!("Book crypto-assets that were given for others."));
