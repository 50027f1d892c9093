//! What is held.

use books::rules::rates::{RateSource, rate_text};
use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::wallet_names;
use crate::{
    asset::Asset,
    booking::{cost_method, held_on},
    quantity::Quantity,
    records,
    rules::{
        lots::{CostMethod, Lot},
        worth::worth,
    },
};

/// The crypto-assets that are held: how much, what they cost, and what they are worth at their last known price.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CryptoHoldings {
    /// At the end of this day; today when absent.
    pub on: Option<Date>,
}

/// What is held.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CryptoHoldingsAnswer {
    /// The day.
    pub on: Date,
    /// The currency of the books.
    pub currency: String,
    /// How the cost of what leaves is found.
    pub method: CostMethod,
    /// The wallets there are.
    pub wallets: Vec<String>,
    /// What is held in each wallet of each asset, the costliest first.
    pub holdings: Vec<CryptoHolding>,
    /// What all of it has cost, in minor units of the books' currency: what the books say it is worth.
    pub cost_minor: i64,
    /// What those are worth that have a price.
    pub value_minor: i64,
    /// What is gained on those and not realised; the books do not count it.
    pub unrealised_minor: i64,
    /// How many have no price.
    pub without_price: i64,
}

/// What is held in a wallet of an asset.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CryptoHolding {
    /// The asset.
    pub asset: Asset,
    /// Its name.
    pub name: String,
    /// The wallet.
    pub wallet: String,
    /// How much.
    pub quantity: Quantity,
    /// What it cost, in minor units of the books' currency; of a pool, its share.
    pub cost_minor: i64,
    /// What it is worth at its last known price.
    pub value_minor: Option<i64>,
    /// That price in the books' currency, as an exact decimal number.
    pub price: Option<String>,
    /// The day of the price.
    pub price_on: Option<Date>,
    /// Who said so.
    pub price_source: Option<RateSource>,
    /// The lots, the oldest first; empty where the cost is a pool's.
    pub lots: Vec<Lot>,
}

impl CryptoHolding {
    /// What is gained on it and not realised.
    pub fn unrealised_minor(&self) -> Option<i64> {
        self.value_minor.and_then(|value| value.checked_sub(self.cost_minor))
    }
}

impl Query for CryptoHoldings {
    const NAME: &'static str = "crypto-holdings";
    type Answer = CryptoHoldingsAnswer;

    fn about() -> String {
        t!(
            "The crypto-assets that are held: how much, what they cost, and what they are worth at their last known price."
        )
    }

    fn answer(&self, context: &mut Context) -> Result<CryptoHoldingsAnswer, Failure> {
        let on = self.on.unwrap_or(context.today);
        let books = context.settings.currency;
        let method = cost_method(context)?;
        let reckoned = held_on(context, on)?;
        let name_of = wallet_names(context)?;
        let mut holdings = Vec::with_capacity(reckoned.held.len());
        for held in reckoned.held {
            let known = records::prices_through(&mut context.tx, &held.asset, on)?;
            let last = known.last().map(|price| price.on);
            let price = known.iter().filter(|price| Some(price.on) == last).min_by_key(|price| price.source);
            holdings.push(CryptoHolding {
                name: held.asset.name().to_owned(),
                wallet: name_of(held.wallet),
                quantity: held.quantity,
                cost_minor: held.cost_minor,
                value_minor: price.and_then(|price| worth(held.quantity, price.rate, books)),
                price: price.map(|price| rate_text(price.rate)),
                price_on: price.map(|price| price.on),
                price_source: price.map(|price| price.source),
                lots: held.lots,
                asset: held.asset,
            });
        }
        holdings.sort_by(|left, right| {
            (right.cost_minor, &left.asset, &left.wallet).cmp(&(left.cost_minor, &right.asset, &right.wallet))
        });
        let sum = |amounts: Vec<i64>| ledger::sum(amounts).ok_or(store::StoreError::Overflow);
        let cost_minor = sum(holdings.iter().map(|one| one.cost_minor).collect())?;
        let value_minor = sum(holdings.iter().filter_map(|one| one.value_minor).collect())?;
        let unrealised_minor = sum(holdings.iter().filter_map(CryptoHolding::unrealised_minor).collect())?;
        let without = holdings.iter().filter(|one| one.value_minor.is_none()).count();
        Ok(CryptoHoldingsAnswer {
            on,
            currency: books.code().to_owned(),
            method,
            wallets: records::wallets(&mut context.tx)?.into_iter().map(|wallet| wallet.name).collect(),
            holdings,
            cost_minor,
            value_minor,
            unrealised_minor,
            without_price: i64::try_from(without).unwrap_or(i64::MAX),
        })
    }
}
