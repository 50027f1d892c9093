//! `mainstay verify`.

use std::process::ExitCode;

use clap::Args;
use locale::{t, tn};
use serde_json::json;

use super::{place::Place, report, stopped::Stopped};

/// Check everything that must always hold
///
/// Every transaction balances, kept totals equal their postings, the pockets equal the cash, the chain of entries is
/// unbroken. Ends with 1 when something is wrong.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Print the result as JSON
    #[arg(long)]
    pub json: bool,
}

impl Verify {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        let results = entered.house.verify(&entered.who)?;
        let ok = results.iter().all(|check| check.found.problems.is_empty());
        if self.json {
            let checks: Vec<_> = results
                .iter()
                .map(|check| {
                    json!({
                        "name": check.name, "about": check.about, "ok": check.found.problems.is_empty(),
                        "looked_at": check.found.looked_at, "problems": check.found.problems,
                    })
                })
                .collect();
            report::json_line(&json!({ "ok": ok, "checks": checks }))?;
        } else {
            for check in &results {
                let mark = if check.found.problems.is_empty() { t!("holds") } else { t!("WRONG") };
                let looked_at = tn!(check.found.looked_at, "{count} record", "{count} records");
                report::line(&format!("{mark:<6} {} ({looked_at})", check.about))?;
                for problem in &check.found.problems {
                    report::line(&format!("       {problem}"))?;
                }
            }
        }
        Ok(if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
