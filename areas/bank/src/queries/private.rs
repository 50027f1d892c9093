//! Private payments from business accounts: how many, how much, and whether they become more.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::records;

/// Private payments from business accounts, month by month.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MixedUse {
    /// How many months, the running one included; 12 when absent, at most 60.
    pub months: Option<i64>,
}

/// Private payments from business accounts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MixedUseAnswer {
    /// The currency of all amounts.
    pub currency: String,
    /// The category they are sorted into.
    pub private_category: i64,
    /// The months, oldest first; a month without payments is among them.
    pub months: Vec<MixedMonth>,
}

/// A month of private payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MixedMonth {
    /// Its first day.
    pub month: Date,
    /// Payments from business accounts that are sorted.
    pub payments: i64,
    /// How many of them were private, wholly or in part.
    pub private: i64,
    /// What those came to, in minor units, as a positive amount.
    pub private_minor: i64,
    /// The private ones in thousandths of all.
    pub permille: i64,
}

impl Query for MixedUse {
    const NAME: &'static str = "mixed-use";
    type Answer = MixedUseAnswer;

    fn about() -> String {
        t!("Private payments from business accounts, month by month: how many, how much, and their share.")
    }

    fn answer(&self, context: &mut Context) -> Result<MixedUseAnswer, Failure> {
        let count = i32::try_from(self.months.unwrap_or(12).clamp(1, 60)).unwrap_or(12);
        let first = context.today.first_of_month().saturating_sub((count - 1).months());
        let private = books::account_of_role(context, "private")?.id;
        let mut by_month: BTreeMap<Date, MixedMonth> = (0..count)
            .map(|index| {
                let month = first.saturating_add(index.months());
                (month, MixedMonth { month, payments: 0, private: 0, private_minor: 0, permille: 0 })
            })
            .collect();
        let month_of = |text: &str| format!("{text}-01").parse::<Date>().ok();
        for (month, payments, whole, sum) in records::private_by_month(&mut context.tx, first, private)? {
            if let Some(known) = month_of(&month).and_then(|month| by_month.get_mut(&month)) {
                (known.payments, known.private, known.private_minor) = (payments, whole, sum.saturating_neg());
            }
        }
        for (month, partly, sum) in records::partly_private_by_month(&mut context.tx, first, private)? {
            if let Some(known) = month_of(&month).and_then(|month| by_month.get_mut(&month)) {
                known.private += partly;
                known.private_minor = known.private_minor.saturating_sub(sum);
            }
        }
        let mut months: Vec<MixedMonth> = by_month.into_values().collect();
        for month in &mut months {
            month.permille = (month.private * 1_000).checked_div(month.payments).unwrap_or(0);
        }
        Ok(MixedUseAnswer { currency: context.settings.currency.code().to_owned(), private_category: private, months })
    }
}
