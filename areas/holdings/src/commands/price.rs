//! What an asset was worth on a day.

use books::rules::rates::{RateSource, parse_rate, rate_text};
use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::telling::{asset, day};
use crate::{
    records,
    refusal::{CryptoRefusal, REFUSALS},
};

/// Says what one of a crypto-asset was worth on a day, or forgets it. What is booked stays as it is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCryptoPrice {
    /// The asset, by its letters: BTC.
    pub asset: String,
    /// What one of it was worth in the books’ currency: 60000.50. Empty to forget the price of that day.
    #[serde(default)]
    pub price: String,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// A price that was set or forgotten, and what stood there before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CryptoPriceBefore {
    /// The asset.
    pub asset: String,
    /// The day.
    pub on: Date,
    /// The price before; none where there was none.
    pub before: Option<String>,
}

impl Command for SetCryptoPrice {
    const NAME: &'static str = "set-crypto-price";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = CryptoPriceBefore;

    fn about() -> String {
        t!("Say what a crypto-asset was worth on a day.")
    }

    fn perform(&self, context: &mut Context) -> Result<CryptoPriceBefore, Failure> {
        let asset = asset(&self.asset, "asset")?;
        let on = day(context, self.on)?;
        let source = RateSource::Owner;
        let before = records::price(&mut context.tx, &asset, on, source)?;
        if self.price.trim().is_empty() {
            if before.is_none() {
                return Err(CryptoRefusal::NoSuchPrice { asset, on }.into());
            }
            records::delete_price(&mut context.tx, &asset, on, source)?;
        } else {
            let price = parse_rate(&self.price).ok_or(CryptoRefusal::BadPrice)?;
            records::write_price(&mut context.tx, &asset, on, source, price)?;
        }
        Ok(CryptoPriceBefore { asset: asset.code().to_owned(), on, before: before.map(rate_text) })
    }

    fn sentence(&self, outcome: &CryptoPriceBefore) -> String {
        let (asset, day) = (&outcome.asset, fmt::date(outcome.on));
        match parse_rate(&self.price) {
            None => t!("Forgot the price of {asset} on {day}.", asset = asset, day = day),
            Some(price) => t!(
                "One {asset} was worth {price} on {day}.",
                asset = asset,
                price = fmt::decimal(&rate_text(price)),
                day = day
            ),
        }
    }

    fn undo(&self, outcome: &CryptoPriceBefore) -> Undo {
        let price = outcome.before.clone().unwrap_or_default();
        Undo::Exact {
            command: SetCryptoPrice::NAME,
            input: json!({ "asset": outcome.asset, "on": outcome.on, "price": price }),
        }
    }
}
