//! What happened to crypto-assets, as it is kept.

use books::rules::rates::RateSource;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{FromColumn, Value};

use crate::{
    asset::Asset,
    quantity::Quantity,
    rules::lots::{Step, Turn},
};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// It was there when the books began.
    Opened,
    /// It came for work, as a reward, or as the owner's own.
    Received,
    /// It was bought for money.
    Bought,
    /// It was sold for money.
    Sold,
    /// It paid for something.
    Spent,
    /// It was given for another.
    Swapped,
    /// It went from one wallet to another.
    Moved,
    /// It was taken as a fee.
    Fee,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [EventKind; 8] = [
        EventKind::Opened,
        EventKind::Received,
        EventKind::Bought,
        EventKind::Sold,
        EventKind::Spent,
        EventKind::Swapped,
        EventKind::Moved,
        EventKind::Fee,
    ];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::Opened => "opened",
            EventKind::Received => "received",
            EventKind::Bought => "bought",
            EventKind::Sold => "sold",
            EventKind::Spent => "spent",
            EventKind::Swapped => "swapped",
            EventKind::Moved => "moved",
            EventKind::Fee => "fee",
        }
    }

    /// Whether something is fetched by it that is held against its cost: a gain or a loss.
    pub fn disposes(self) -> bool {
        matches!(self, EventKind::Sold | EventKind::Spent | EventKind::Swapped)
    }
}

impl FromColumn for EventKind {
    fn from_column(value: Value<'_>) -> Option<EventKind> {
        match value {
            Value::Text(text) => EventKind::ALL.into_iter().find(|kind| kind.as_str() == text),
            _ => None,
        }
    }
}

/// An event.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub id: i64,
    pub kind: EventKind,
    pub on: Date,
    pub wallet: i64,
    pub asset: Asset,
    /// How much; of what moved, without the fee.
    pub quantity: Quantity,
    /// The wallet that it moved to.
    pub into_wallet: Option<i64>,
    /// What came for it in a swap.
    pub into_asset: Option<Asset>,
    pub into_quantity: Quantity,
    /// The fee of a move, taken in kind.
    pub fee: Quantity,
    /// What came in has cost, or what left has fetched: minor units of the books' currency.
    pub worth_minor: i64,
    /// The account of the money, with the amount in its currency.
    pub account: Option<i64>,
    pub account_minor: i64,
    /// What it was for.
    pub category: Option<i64>,
    pub tax_code: String,
    pub tax_minor: i64,
    pub party: Option<i64>,
    /// The owner's words.
    pub text: String,
    /// Since when what was there at the start was held.
    pub since: Option<Date>,
    /// What one was worth, in ten-billionths of a unit of the books' currency; 0 where nothing is valued.
    pub price: i64,
    pub price_source: String,
    /// The rate at which the money's amount is worth what it is, where its account has another currency.
    pub account_rate: i64,
    pub account_rate_on: Option<Date>,
    pub account_rate_source: String,
    /// By which a line of a file is known again.
    pub reference: String,
    /// The import it came by; 0 where it was told alone.
    pub import: i64,
    /// What that which left had cost, as booked; none while nothing is.
    pub cost_minor: Option<i64>,
    pub entry: Option<i64>,
    pub taken_back: bool,
}

impl Event {
    /// An event of which nothing more is said.
    pub fn new(kind: EventKind, on: Date, wallet: i64, asset: Asset, quantity: Quantity) -> Event {
        Event {
            id: 0,
            kind,
            on,
            wallet,
            asset,
            quantity,
            into_wallet: None,
            into_asset: None,
            into_quantity: Quantity::ZERO,
            fee: Quantity::ZERO,
            worth_minor: 0,
            account: None,
            account_minor: 0,
            category: None,
            tax_code: String::new(),
            tax_minor: 0,
            party: None,
            text: String::new(),
            since: None,
            price: 0,
            price_source: String::new(),
            account_rate: 0,
            account_rate_on: None,
            account_rate_source: String::new(),
            reference: String::new(),
            import: 0,
            cost_minor: None,
            entry: None,
            taken_back: false,
        }
    }

    /// Who stated the price.
    pub fn price_source(&self) -> Option<RateSource> {
        RateSource::from_word(&self.price_source)
    }

    /// What it did to lots.
    pub fn steps(&self) -> Vec<Step> {
        let step = |quantity: Quantity, turn: Turn| Step {
            event: self.id,
            on: self.on,
            wallet: self.wallet,
            asset: self.asset.clone(),
            quantity,
            turn,
            swapped: self.kind == EventKind::Swapped,
        };
        let came = |since: Date| Turn::In { cost_minor: self.worth_minor, since };
        match self.kind {
            EventKind::Opened | EventKind::Received | EventKind::Bought => {
                vec![step(self.quantity, came(self.since.unwrap_or(self.on)))]
            }
            EventKind::Sold | EventKind::Spent | EventKind::Fee => vec![step(self.quantity, Turn::Out)],
            EventKind::Swapped => {
                let out = step(self.quantity, Turn::Out);
                let into =
                    self.into_asset.clone().map(|asset| Step { asset, ..step(self.into_quantity, came(self.on)) });
                std::iter::once(out).chain(into).collect()
            }
            EventKind::Moved => {
                let moved = self.into_wallet.map(|into| step(self.quantity, Turn::Moves { into }));
                let fee = (!self.fee.is_zero()).then(|| step(self.fee, Turn::Out));
                moved.into_iter().chain(fee).collect()
            }
        }
    }

    /// What was gained or lost on what left, where something was fetched for it and its cost is booked.
    pub fn gained_minor(&self) -> Option<i64> {
        self.kind.disposes().then(|| self.worth_minor.checked_sub(self.cost_minor?)).flatten()
    }
}
