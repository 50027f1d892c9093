//! `mainstay simulate`.

use std::process::ExitCode;

use clap::Args;
use locale::{t, tn};
use serde_json::json;

use super::{progress, report, stopped::Stopped};
use kernel::House;
use store::Store;

use crate::{
    simulate::{Plan, Stop, simulate},
    wiring,
};

/// Live random businesses and check what must always hold
///
/// Made-up businesses live through the program's own commands in throw-away data files: statements that overlap, come
/// twice and out of order, decisions taken back, nonsense input, and writes cut off in the middle. Ends with 1 at the first
/// thing that should never happen, and says how to live it again.
#[derive(Debug, Args)]
pub(crate) struct Simulate {
    /// Where chance begins; the same seed lives the same lives
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Years each business lives
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    years: u32,
    /// How many businesses
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    businesses: u32,
    /// Check everything after every command, to find the one that broke it
    #[arg(long)]
    check_each: bool,
    /// A database server that every business visits each year, and where the same calls have to come to the same; it keeps
    /// what came, so name one that is thrown away
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

impl Simulate {
    pub fn run(self) -> Result<ExitCode, Stopped> {
        let folder = std::env::temp_dir().join(format!("mainstay-simulate-{}", std::process::id()));
        let plan = Plan {
            seed: self.seed,
            years: self.years,
            businesses: self.businesses,
            check_each: self.check_each,
            server: match &self.server {
                Some(url) => Some(House::new(Store::connect(url)?, wiring::registry())),
                None => None,
            },
            folder: folder.clone(),
        };
        let bar = progress::bar(self.years as usize * self.businesses as usize);
        bar.set_message(t!("business-years"));
        let outcome = simulate(&plan, |years| bar.set_position(u64::from(years)));
        bar.finish_and_clear();
        let lived = match outcome {
            Ok(lived) => lived,
            Err(Stop::Folder(error)) => return Err(Stopped::file(&folder, &error)),
            Err(Stop::Violation(violation)) => {
                // The folder stays: it holds the books in which it happened.
                if self.json {
                    report::json_line(&json!({ "ok": false, "violation": violation, "folder": folder }))?;
                } else {
                    report::line(&violation.to_string())?;
                    report::line(&t!("Its books are in {folder}.", folder = folder.display()))?;
                }
                return Ok(ExitCode::FAILURE);
            }
        };
        std::fs::remove_dir_all(&folder).map_err(|error| Stopped::file(&folder, &error))?;
        if self.json {
            report::json_line(&json!({ "ok": true, "lived": lived }))?;
        } else {
            report::line(&tn!(
                lived.business_years,
                "{count} business-year without a violation.",
                "{count} business-years without a violation."
            ))?;
            report::line(&t!(
                "{performed} commands done, {refused} refused, {undone} taken back; {files} files, {lines} lines compared with the bank; checked {checks} times, cut off {crashes} times; {closed} months closed, {moves} times moved as an archive.",
                performed = lived.performed,
                refused = lived.refused,
                undone = lived.undone,
                files = lived.files,
                lines = lived.lines,
                checks = lived.checks,
                crashes = lived.crashes,
                closed = lived.closed,
                moves = lived.moves
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
