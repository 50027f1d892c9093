//! What was gained and lost in a period, on crypto-assets lot by lot and on other currencies movement by movement.

use books::{BookedDifference, CurrencyGain, CurrencyGains};
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
    rules::{gains::parted, lots::Lot},
};

/// What was gained and lost in a period on crypto-assets and on other currencies.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RealisedGains {
    /// The first day; the first of this year when absent.
    pub from: Option<Date>,
    /// The last day; today when absent.
    pub through: Option<Date>,
}

/// What was gained and lost.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RealisedGainsAnswer {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
    /// The currency of the books.
    pub currency: String,
    /// The crypto-assets that left, the oldest first.
    pub crypto: Vec<RealisedGain>,
    /// What was gained on them, in minor units of the books' currency; a loss is negative.
    pub crypto_gained_minor: i64,
    /// What left accounts in other currencies.
    pub currencies: Vec<CurrencyGain>,
    /// What was gained on that.
    pub currencies_gained_minor: i64,
    /// What of the gains on currencies is not booked yet.
    pub not_booked_minor: i64,
    /// Exchange differences as they are booked in the period.
    pub booked: Vec<BookedDifference>,
}

/// A disposal of a crypto-asset.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RealisedGain {
    /// The event.
    pub event: i64,
    /// Its entry.
    pub entry: Option<i64>,
    /// What happened.
    pub kind: EventKind,
    /// What it is called.
    pub text: String,
    /// The day.
    pub on: Date,
    /// The asset.
    pub asset: Asset,
    /// The wallet.
    pub wallet: String,
    /// How much left.
    pub quantity: Quantity,
    /// What it fetched, in minor units of the books' currency.
    pub fetched_minor: i64,
    /// What it had cost.
    pub cost_minor: i64,
    /// What was gained; a loss is negative.
    pub gained_minor: i64,
    /// The lots it was taken from.
    pub lots: Vec<LotLeft>,
}

/// A lot that left, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LotLeft {
    /// The lot.
    #[serde(flatten)]
    pub lot: Lot,
    /// Its part of what was fetched.
    pub fetched_minor: i64,
    /// What was gained on it.
    pub gained_minor: i64,
    /// How many days it was held; of a pool, since its oldest part came.
    pub days: i32,
}

impl Query for RealisedGains {
    const NAME: &'static str = "realised-gains";
    type Answer = RealisedGainsAnswer;

    fn about() -> String {
        t!(
            "What was gained and lost in a period on crypto-assets, lot by lot, and on other currencies, with the entries."
        )
    }

    fn answer(&self, context: &mut Context) -> Result<RealisedGainsAnswer, Failure> {
        let currencies = CurrencyGains { from: self.from, through: self.through }.answer(context)?;
        let (from, through) = (currencies.from, currencies.through);
        let (events, reckoned) = reckoned(context)?;
        let name_of = wallet_names(context)?;
        let mut crypto = Vec::new();
        let within = |event: &&crate::event::Event| event.kind.disposes() && (from..=through).contains(&event.on);
        for event in events.iter().filter(within) {
            let Some(left) = reckoned.left.iter().find(|left| left.event == event.id) else { continue };
            let parts = parted(event.worth_minor, &left.from).ok_or(store::StoreError::Overflow)?;
            let lots = left.from.iter().zip(parts).map(|(lot, fetched_minor)| LotLeft {
                fetched_minor,
                gained_minor: fetched_minor - lot.cost_minor,
                days: (event.on - lot.since).get_days(),
                lot: lot.clone(),
            });
            crypto.push(RealisedGain {
                event: event.id,
                entry: event.entry,
                kind: event.kind,
                text: text_of(context, event)?,
                on: event.on,
                asset: event.asset.clone(),
                wallet: name_of(event.wallet),
                quantity: event.quantity,
                fetched_minor: event.worth_minor,
                cost_minor: left.cost_minor,
                gained_minor: event.worth_minor - left.cost_minor,
                lots: lots.collect(),
            });
        }
        let crypto_gained_minor =
            ledger::sum(crypto.iter().map(|one| one.gained_minor)).ok_or(store::StoreError::Overflow)?;
        Ok(RealisedGainsAnswer {
            from,
            through,
            currency: currencies.currency,
            crypto,
            crypto_gained_minor,
            currencies: currencies.gains,
            currencies_gained_minor: currencies.gained_minor,
            not_booked_minor: currencies.not_booked_minor,
            booked: currencies.booked,
        })
    }
}
