//! Purchases that a supplier may give money back for.

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::general_journal::word_ranges;
use crate::{commands::month_one::purchase, journal, records};

/// The purchases of the last two years that a supplier may give money back for, with what is left of each.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RefundablePurchases {
    /// Only those whose text or payee has these words, or words that begin with them; two count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only this one, by its entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<i64>,
}

/// Purchases.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RefundablePurchasesAnswer {
    /// The books' currency.
    pub currency: String,
    /// The newest first, ten at most.
    pub purchases: Vec<RefundablePurchase>,
}

/// A purchase.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RefundablePurchase {
    /// Its entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What was bought.
    pub text: String,
    /// Who was paid.
    pub party: Option<String>,
    /// What was paid, tax and private part included, in minor units.
    pub price_minor: i64,
    /// What of it has not come back yet.
    pub left_minor: i64,
}

/// How many are found by words, and how many are proposed unasked.
const MOST: (i64, i64) = (10, 5);

impl Query for RefundablePurchases {
    const NAME: &'static str = "refundable-purchases";
    type Answer = RefundablePurchasesAnswer;

    fn about() -> String {
        t!("The purchases that a supplier may give money back for.")
    }

    fn answer(&self, context: &mut Context) -> Result<RefundablePurchasesAnswer, Failure> {
        journal::flush(context)?;
        let entries = match self.entry {
            Some(entry) => vec![entry],
            None => {
                let from = context.today.saturating_sub(2.years());
                let [first, second, _] = word_ranges(self.text.as_deref());
                let most = if first.0.is_empty() { MOST.1 } else { MOST.0 };
                let rows = records::costs_since(&mut context.tx, from, [&first, &second], most)?;
                rows.into_iter().map(|row| row.entry).collect()
            }
        };
        let mut purchases = Vec::with_capacity(entries.len());
        for entry in entries {
            // A cost that nobody was paid for (what equipment lost, a trip) is not given back.
            let Ok(found) = purchase(context, entry) else { continue };
            let left_minor = found.left_minor();
            purchases.push(RefundablePurchase {
                entry,
                posted_on: found.posted_on,
                text: found.text,
                party: found.party,
                price_minor: found.price_minor,
                left_minor,
            });
        }
        Ok(RefundablePurchasesAnswer { currency: context.settings.currency.code().to_string(), purchases })
    }
}
