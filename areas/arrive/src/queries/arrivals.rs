//! What came in.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ArrivedTotal, commands::said, records};

/// The books of other programs that came in, the newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrivals {
    /// How many; 20 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// The books that came in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArrivalsAnswer {
    /// The files.
    pub arrivals: Vec<Arrival>,
}

/// A file that came in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Arrival {
    /// Its number.
    pub arrival: i64,
    /// Its name.
    pub file_name: String,
    /// Its kind.
    pub format: String,
    /// The SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// The day it came in.
    pub arrived_on: Date,
    /// The day of its first transaction.
    pub from_on: Date,
    /// The day of its last.
    pub through_on: Date,
    /// How many transactions it brought.
    pub transactions: i64,
    /// The day it was taken back, if it was.
    pub withdrawn_on: Option<Date>,
    /// What each account took, in the file and here.
    pub totals: Vec<ArrivedTotal>,
}

impl Query for Arrivals {
    const NAME: &'static str = "arrivals";
    type Answer = ArrivalsAnswer;

    fn about() -> String {
        t!("The books of other programs that came in, with the totals of their accounts.")
    }

    fn answer(&self, context: &mut Context) -> Result<ArrivalsAnswer, Failure> {
        let rows = records::arrivals(&mut context.tx, self.limit.unwrap_or(20).clamp(1, 200))?;
        let mut arrivals = Vec::with_capacity(rows.len());
        for row in rows {
            let totals = records::totals(&mut context.tx, row.id)?;
            let known = books::accounts(context)?;
            arrivals.push(Arrival {
                arrival: row.id,
                file_name: row.file_name,
                format: row.format,
                sha256: row.sha256,
                arrived_on: row.arrived_on,
                from_on: row.from_on,
                through_on: row.through_on,
                transactions: row.transactions,
                withdrawn_on: row.withdrawn_on,
                totals: totals.into_iter().map(|total| said(total, known)).collect(),
            });
        }
        Ok(ArrivalsAnswer { arrivals })
    }
}
