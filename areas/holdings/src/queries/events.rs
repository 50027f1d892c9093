//! What happened.

use books::rules::rates::{RateSource, rate_text};
use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::wallet_names;
use crate::{
    asset::Asset,
    booking::{reckoned, text_of},
    event::EventKind,
    quantity::Quantity,
    records,
    rules::lots::Lot,
};

/// What happened to crypto-assets, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CryptoEvents {
    /// Only this one.
    pub event: Option<i64>,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub through: Option<Date>,
    /// How many at most; 50 when absent.
    pub limit: Option<i64>,
}

/// What happened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CryptoEventsAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The events.
    pub events: Vec<CryptoEvent>,
}

/// An event.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CryptoEvent {
    /// Its id.
    pub event: i64,
    /// What happened.
    pub kind: EventKind,
    /// The day.
    pub on: Date,
    /// What it is called.
    pub text: String,
    /// The wallet.
    pub wallet: String,
    /// The asset.
    pub asset: Asset,
    /// How much.
    pub quantity: Quantity,
    /// The wallet it moved to.
    pub into_wallet: Option<String>,
    /// The asset that came for it.
    pub into_asset: Option<Asset>,
    /// How much of that.
    pub into_quantity: Option<Quantity>,
    /// The fee of a move.
    pub fee: Option<Quantity>,
    /// What came in has cost, or what left has fetched, in minor units of the books' currency.
    pub worth_minor: i64,
    /// What that which left had cost.
    pub cost_minor: i64,
    /// What was gained on it; a loss is negative.
    pub gained_minor: Option<i64>,
    /// What one was worth, as an exact decimal number.
    pub price: Option<String>,
    /// Who said so.
    pub price_source: Option<RateSource>,
    /// Its entry.
    pub entry: Option<i64>,
    /// Whether it was taken back.
    pub taken_back: bool,
    /// The lots that what left was taken from.
    pub from: Vec<Lot>,
}

impl Query for CryptoEvents {
    const NAME: &'static str = "crypto-events";
    type Answer = CryptoEventsAnswer;

    fn about() -> String {
        t!("What happened to crypto-assets, with the lots that left and what was gained.")
    }

    fn answer(&self, context: &mut Context) -> Result<CryptoEventsAnswer, Failure> {
        let rows = match self.event {
            Some(event) => records::event(&mut context.tx, event)?.into_iter().collect(),
            None => {
                let (from, through) = (self.from.unwrap_or(Date::MIN), self.through.unwrap_or(Date::MAX));
                let limit = self.limit.unwrap_or(50).clamp(1, 1_000);
                records::events_between(&mut context.tx, from, through, limit)?
            }
        };
        let (_, reckoned) = reckoned(context)?;
        let name_of = wallet_names(context)?;
        let mut events = Vec::with_capacity(rows.len());
        for row in rows {
            let text = text_of(context, &row)?;
            let some = |quantity: Quantity| (!quantity.is_zero()).then_some(quantity);
            let from = reckoned.left.iter().filter(|left| left.event == row.id).flat_map(|left| left.from.clone());
            events.push(CryptoEvent {
                event: row.id,
                kind: row.kind,
                on: row.on,
                text,
                wallet: name_of(row.wallet),
                quantity: row.quantity,
                into_wallet: row.into_wallet.map(&name_of),
                into_quantity: some(row.into_quantity),
                fee: some(row.fee),
                worth_minor: row.worth_minor,
                cost_minor: row.cost_minor.unwrap_or(0),
                gained_minor: row.gained_minor(),
                price: (row.price > 0).then(|| rate_text(row.price)),
                price_source: row.price_source(),
                entry: row.entry,
                taken_back: row.taken_back,
                from: from.collect(),
                into_asset: row.into_asset,
                asset: row.asset,
            });
        }
        Ok(CryptoEventsAnswer { currency: context.settings.currency.code().to_owned(), events })
    }
}
