//! `mainstay migrate`.

use std::process::ExitCode;

use clap::Args;
use locale::t;
use serde_json::json;
use store::Store;

use super::{place::Place, report, stopped::Stopped};

/// Create or update the tables on a database server, as the owner of the database
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

impl Migrate {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let Some(url) = &place.database else {
            return Err(Stopped::new(
                "no-database",
                t!("A data file is brought forward when it is opened; only a server needs this."),
                t!("Name the server with --database URL."),
            ));
        };
        let report = Store::migrate_postgres(url)?;
        if self.json {
            report::json_line(&json!({ "from": report.from, "to": report.to }))?;
        } else if report.from == report.to {
            report::line(&t!("The database is as this version needs it (schema {to}).", to = report.to))?;
        } else {
            report::line(&t!("The database went from schema {from} to {to}.", from = report.from, to = report.to))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
