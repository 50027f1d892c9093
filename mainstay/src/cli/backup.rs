//! `mainstay backup`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use locale::t;
use serde_json::json;
use store::Replace;

use super::{place::Place, report, stopped::Stopped};

/// Copy everything into one compressed file
///
/// The file is a SQLite database compressed with Zstandard: `zstd -d` and `sqlite3` open it without Mainstay.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    replace: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

impl Backup {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let replace = if self.replace { Replace::Yes } else { Replace::No };
        let entered = place.enter()?;
        let store = entered.house.store();
        let report = if entered.is_file() {
            store.backup_to(&self.file, replace)?
        } else {
            store.backup_business_to(entered.who.business, &self.file, replace)?
        };
        let file = self.file.display().to_string();
        if self.json {
            report::json_line(
                &json!({ "file": file, "data_bytes": report.data_bytes, "backup_bytes": report.backup_bytes }),
            )?;
        } else {
            report::line(&t!(
                "Backed up to {file}, {size} KB.",
                file = file,
                size = report.backup_bytes.div_ceil(1000)
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
