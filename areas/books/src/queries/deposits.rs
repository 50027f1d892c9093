//! What came in, and how it was parted among the pockets.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::PartReason;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{journal, records};

/// The deposits since a day, with their parts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deposits {
    /// From this day on, up to today.
    pub since: Date,
}

/// Deposits.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DepositsAnswer {
    /// The currency of the books.
    pub currency: String,
    /// From this day on.
    pub since: Date,
    /// What came in, in minor units.
    pub total_minor: i64,
    /// The deposits, newest first.
    pub deposits: Vec<Deposit>,
    /// How all of them together were parted: pocket and minor units.
    pub parts: Vec<(i64, i64)>,
}

/// A deposit.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Deposit {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// Who paid.
    pub party: Option<String>,
    /// What came in, in minor units.
    pub amount_minor: i64,
}

/// More parts than this are not read: a page shows the newest, and a host may have thousands a week.
const MOST_PARTS: i64 = 2_000;

impl Query for Deposits {
    const NAME: &'static str = "deposits";
    type Answer = DepositsAnswer;

    fn about() -> String {
        t!("What came in since a day, and how it was parted among the pockets.")
    }

    fn answer(&self, context: &mut Context) -> Result<DepositsAnswer, Failure> {
        journal::flush(context)?;
        let currency = context.settings.currency;
        let rows = records::deposit_parts(&mut context.tx, self.since, context.today, currency, MOST_PARTS)?;
        let mut answer = DepositsAnswer {
            currency: currency.code().to_string(),
            since: self.since,
            total_minor: 0,
            deposits: Vec::new(),
            parts: Vec::new(),
        };
        for parts in rows.chunk_by(|left, right| left.entry == right.entry) {
            let Some(first) = parts.first() else { continue };
            // Tax contained in a purchase has no share beside it, and a refund takes money back: neither is a deposit.
            let shared = parts.iter().any(|part| part.reason != PartReason::TaxContained.number());
            let amount_minor = ledger::sum(parts.iter().map(|part| part.amount)).unwrap_or(i64::MAX);
            if !shared || amount_minor <= 0 {
                continue;
            }
            answer.total_minor = answer.total_minor.saturating_add(amount_minor);
            for part in parts {
                match answer.parts.iter_mut().find(|(pocket, _)| *pocket == part.pocket) {
                    Some((_, sum)) => *sum = sum.saturating_add(part.amount),
                    None => answer.parts.push((part.pocket, part.amount)),
                }
            }
            answer.deposits.push(Deposit {
                entry: first.entry,
                posted_on: first.posted_on,
                text: first.text.clone(),
                party: first.party.clone(),
                amount_minor,
            });
        }
        Ok(answer)
    }
}
