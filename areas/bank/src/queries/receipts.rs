//! Receipts that are missing of payees that usually come with one.

use std::collections::{HashMap, HashSet};

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::readable;

use crate::{
    BANK_LINE, records,
    rules::{
        deciding::telling_words,
        receipts::{Proof, missing},
    },
};

/// Costs without a receipt, of payees that usually come with one.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MissingReceipts {
    /// How many months are looked at, the running one included; 12 when absent, at most 36.
    pub months: Option<i64>,
}

/// Receipts that are missing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissingReceiptsAnswer {
    /// The books' currency.
    pub currency: String,
    /// The first day looked at.
    pub from: Date,
    /// How many are missing.
    pub count: i64,
    /// What those costs sum to, in minor units of the books' currency, as a positive amount.
    pub sum_minor: i64,
    /// The costs, newest first; at most a hundred.
    pub costs: Vec<MissingReceipt>,
}

/// A cost whose receipt is missing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissingReceipt {
    /// The bank line.
    pub line: i64,
    /// Its day.
    pub booked_on: Date,
    /// Who was paid.
    pub title: String,
    /// What it was worth in minor units of the books' currency, as a positive amount.
    pub amount_minor: i64,
    /// How many of the payee's costs have their receipt.
    pub with_receipt: i64,
    /// Of how many.
    pub of: i64,
}

/// As many are listed.
const LISTED: usize = 100;

impl Query for MissingReceipts {
    const NAME: &'static str = "missing-receipts";
    type Answer = MissingReceiptsAnswer;

    fn about() -> String {
        t!("Costs without a receipt, of payees that usually come with one.")
    }

    fn answer(&self, context: &mut Context) -> Result<MissingReceiptsAnswer, Failure> {
        let months = i32::try_from(self.months.unwrap_or(12).clamp(1, 36)).unwrap_or(12);
        let from = context.today.first_of_month().saturating_sub((months - 1).months());
        let proven: HashSet<i64> = books::proven_records(context, BANK_LINE)?.into_iter().collect();
        let mut answer = MissingReceiptsAnswer {
            currency: context.settings.currency.code().to_owned(),
            from,
            count: 0,
            sum_minor: 0,
            costs: Vec::new(),
        };
        // Where no file hangs on anything, nothing is usual.
        if proven.is_empty() {
            return Ok(answer);
        }
        let through = context.today;
        let unproven: HashSet<i64> = books::unproven_records(context, BANK_LINE, from, through)?.into_iter().collect();
        let mut payees: HashMap<String, Vec<records::CostRow>> = HashMap::new();
        for row in records::costs_since(&mut context.tx, from)? {
            payees.entry(telling_words(&row.payee)).or_default().push(row);
        }
        for rows in payees.into_values() {
            let proof = |row: &records::CostRow| match (proven.contains(&row.id), unproven.contains(&row.id)) {
                (true, _) => Proof::There,
                (false, true) => Proof::Missing,
                (false, false) => Proof::Waived,
            };
            let proofs: Vec<Proof> = rows.iter().map(proof).collect();
            let count = |wanted: Proof| proofs.iter().filter(|proof| **proof == wanted).count();
            let (there, without) = (count(Proof::There), count(Proof::Missing));
            for place in missing(&proofs) {
                let row = &rows[place];
                answer.count += 1;
                answer.sum_minor = answer.sum_minor.saturating_sub(row.book_minor);
                answer.costs.push(MissingReceipt {
                    line: row.id,
                    booked_on: row.booked_on,
                    title: readable(if row.counterparty.is_empty() { &row.text } else { &row.counterparty }),
                    amount_minor: row.book_minor.saturating_neg(),
                    with_receipt: i64::try_from(there).unwrap_or(i64::MAX),
                    of: i64::try_from(there + without).unwrap_or(i64::MAX),
                });
            }
        }
        answer.costs.sort_by_key(|cost| std::cmp::Reverse((cost.booked_on, cost.line)));
        answer.costs.truncate(LISTED);
        Ok(answer)
    }
}
