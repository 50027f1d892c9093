//! Costs that nothing proves yet.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use ledger::Month;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::page_size;
use crate::{
    accounts, journal,
    proof::{self, ProofRules},
};

/// Costs without a file, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MissingProof {
    /// From this day on; the last twelve months when absent.
    pub from: Option<Date>,
    /// Up to this day; today when absent.
    pub through: Option<Date>,
    /// How many are listed; 50 when absent.
    pub limit: Option<i64>,
}

/// What has no proof.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissingProofAnswer {
    /// The first day that was looked at.
    pub from: Date,
    /// The last.
    pub through: Date,
    /// The rules in force.
    pub rules: ProofRules,
    /// How many costs have none.
    pub count: i64,
    /// What they sum to, in minor units of the books' currency.
    pub sum_minor: i64,
    /// By month, newest first.
    pub months: Vec<MonthWithoutProof>,
    /// By payee, the largest sum first.
    pub payees: Vec<PayeeWithoutProof>,
    /// The costs, newest first.
    pub costs: Vec<CostWithoutProof>,
}

/// A month's costs without proof.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthWithoutProof {
    /// The month.
    pub month: Month,
    /// How many.
    pub count: i64,
    /// Their sum.
    pub sum_minor: i64,
}

/// A payee's costs without proof.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PayeeWithoutProof {
    /// Who was paid, or what the statement says where nobody is named.
    pub payee: String,
    /// How many.
    pub count: i64,
    /// Their sum.
    pub sum_minor: i64,
}

/// A cost without proof.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CostWithoutProof {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What it cost, in minor units of the books' currency.
    pub amount_minor: i64,
    /// The category; the first where there are several.
    pub account_name: String,
    /// What happened.
    pub text: String,
    /// Who was paid.
    pub party: Option<String>,
    /// The record it came from, on which a file proves it as well; absent when it was made by hand.
    pub source: Option<(String, i64)>,
}

/// How many payees are named.
const MOST_PAYEES: usize = 20;

impl Query for MissingProof {
    const NAME: &'static str = "missing-proof";
    type Answer = MissingProofAnswer;

    fn about() -> String {
        t!("Which costs have no receipt, bill or other proof yet, by month and by payee.")
    }

    fn answer(&self, context: &mut Context) -> Result<MissingProofAnswer, Failure> {
        journal::flush(context)?;
        let through = self.through.unwrap_or(context.today);
        let from = self.from.unwrap_or_else(|| through.saturating_sub(12.months()).saturating_add(1.days()));
        let rules = proof::rules(context)?;
        let rows = proof::unproven(context, &rules, from, through)?;
        let mut months: BTreeMap<Month, (i64, i64)> = BTreeMap::new();
        let mut payees: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        let mut sum_minor = 0i64;
        for row in &rows {
            let payee = row.party.clone().unwrap_or_else(|| row.text.clone());
            for sums in [months.entry(Month::of(row.posted_on)).or_default(), payees.entry(payee).or_default()] {
                sums.0 += 1;
                sums.1 = sums.1.saturating_add(row.amount);
            }
            sum_minor = sum_minor.saturating_add(row.amount);
        }
        let months =
            months.into_iter().rev().map(|(month, (count, sum_minor))| MonthWithoutProof { month, count, sum_minor });
        let payees =
            payees.into_iter().map(|(payee, (count, sum_minor))| PayeeWithoutProof { payee, count, sum_minor });
        let mut payees: Vec<_> = payees.collect();
        payees.sort_by_key(|one| std::cmp::Reverse(one.sum_minor));
        payees.truncate(MOST_PAYEES);
        let known = accounts::accounts(context)?;
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let listed = rows.into_iter().take(usize::try_from(page_size(self.limit)).unwrap_or(50));
        let costs = listed
            .map(|row| CostWithoutProof {
                entry: row.entry,
                posted_on: row.posted_on,
                amount_minor: row.amount,
                account_name: known
                    .iter()
                    .find(|account| account.id == row.account)
                    .map(|account| account.name.clone())
                    .unwrap_or_default(),
                text: row.text,
                party: row.party,
                source: if row.source_kind.is_empty() { None } else { Some((row.source_kind, row.source)) },
            })
            .collect();
        Ok(MissingProofAnswer { from, through, rules, count, sum_minor, months: months.collect(), payees, costs })
    }
}
