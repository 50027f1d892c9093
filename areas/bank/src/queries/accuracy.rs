//! How often proposals were right.

use std::collections::BTreeMap;

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ui::readable;

use crate::{
    line::{BY_LEARNING, BY_RULE},
    records,
    rules::accuracy::{Accuracy, Outcomes, times_needed},
};

/// How often what was proposed for a line is what you decided: overall, by month, and by payee.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LearnerAccuracy {
    /// How many months, the running one included; 12 when absent, at most 120.
    pub months: Option<i64>,
}

/// How often proposals were right.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LearnerAccuracyAnswer {
    /// All of them.
    pub overall: Accuracy,
    /// By the way in which they came about, those without outcomes left out.
    pub ways: Vec<AccuracyOfWay>,
    /// By month, oldest first; months without outcomes left out.
    pub months: Vec<AccuracyOfMonth>,
    /// By payee, those proposed wrongly most often first; at most fifty.
    pub payees: Vec<AccuracyOfPayee>,
    /// How many decisions about a payee must agree before its next line is booked without asking, by this record.
    pub times_needed: i64,
}

/// How a proposal came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProposedBy {
    /// A rule of the owner's booked it.
    Rule,
    /// Earlier decisions about the payee booked it.
    Learned,
    /// Earlier decisions about the payee proposed it, and it was asked.
    Payee,
    /// Words of earlier lines proposed it, and it was asked.
    Words,
}

/// Proposals of one way.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccuracyOfWay {
    /// The way.
    pub way: ProposedBy,
    /// What became of them.
    pub accuracy: Accuracy,
}

/// Proposals of one month.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccuracyOfMonth {
    /// Its first day.
    pub month: Date,
    /// What became of them.
    pub accuracy: Accuracy,
}

/// Proposals for one payee.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccuracyOfPayee {
    /// The payee.
    pub payee: String,
    /// What lists call it.
    pub title: String,
    /// What became of them.
    pub accuracy: Accuracy,
}

/// As far back as outcomes say how the owner decides today.
const LOOKED_BACK_MONTHS: i32 = 24;

/// How many decisions about a payee must agree, by the record of the last two years.
pub(crate) fn measured_times(context: &mut Context) -> Result<i64, Failure> {
    let from = context.today.saturating_sub(LOOKED_BACK_MONTHS.months());
    let rows = records::outcomes_by_agreed(&mut context.tx, from)?;
    let past: Vec<Outcomes> =
        rows.into_iter().map(|(agreed, right, wrong)| Outcomes { agreed, right, wrong }).collect();
    Ok(times_needed(&past))
}

impl Query for LearnerAccuracy {
    const NAME: &'static str = "learner-accuracy";
    type Answer = LearnerAccuracyAnswer;

    fn about() -> String {
        t!("How often what was proposed for a bank line is what you decided: overall, by month and by payee.")
    }

    fn answer(&self, context: &mut Context) -> Result<LearnerAccuracyAnswer, Failure> {
        let count = i32::try_from(self.months.unwrap_or(12).clamp(1, 120)).unwrap_or(12);
        let from = context.today.first_of_month().saturating_sub((count - 1).months());
        let mut overall = Accuracy::default();
        let mut ways: BTreeMap<ProposedBy, Accuracy> = BTreeMap::new();
        let mut months: BTreeMap<Date, Accuracy> = BTreeMap::new();
        let mut payees: BTreeMap<String, Accuracy> = BTreeMap::new();
        for row in records::outcomes_since(&mut context.tx, from)? {
            let way = match row.first_by.as_str() {
                BY_RULE => ProposedBy::Rule,
                BY_LEARNING => ProposedBy::Learned,
                _ if row.by_payee == 1 => ProposedBy::Payee,
                _ => ProposedBy::Words,
            };
            overall.add(row.right, row.wrong, row.stood);
            ways.entry(way).or_default().add(row.right, row.wrong, row.stood);
            payees.entry(row.payee).or_default().add(row.right, row.wrong, row.stood);
            if let Ok(month) = format!("{}-01", row.month).parse() {
                months.entry(month).or_default().add(row.right, row.wrong, row.stood);
            }
        }
        let mut payees: Vec<AccuracyOfPayee> = payees
            .into_iter()
            .map(|(payee, accuracy)| AccuracyOfPayee { title: readable(&payee.to_uppercase()), payee, accuracy })
            .collect();
        payees.sort_by_key(|one| std::cmp::Reverse((one.accuracy.wrong, one.accuracy.proposed)));
        payees.truncate(50);
        Ok(LearnerAccuracyAnswer {
            overall,
            ways: ways.into_iter().map(|(way, accuracy)| AccuracyOfWay { way, accuracy }).collect(),
            months: months.into_iter().map(|(month, accuracy)| AccuracyOfMonth { month, accuracy }).collect(),
            payees,
            times_needed: measured_times(context)?,
        })
    }
}
