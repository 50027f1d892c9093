//! `mainstay restore`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use locale::t;
use serde_json::json;
use store::{Replace, Store, restore_file};

use super::{place::Place, report, stopped::Stopped};

/// Put a backup in the place of the data
///
/// The backup is checked before anything changes, and the data file that was there is kept beside it. On a database
/// server the business of the backup is added, under its own name or the one given with --business.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    /// Replace the data that is there
    #[arg(long)]
    replace: bool,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

impl Restore {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        if let Some(url) = &place.database {
            let business = Store::connect(url)?.restore_business(&self.file, place.business.as_deref())?;
            if self.json {
                report::json_line(&json!({ "business": business }))?;
            } else {
                report::line(&t!("The business of the backup is here now."))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        let data = place.data_file()?;
        let replace = if self.replace { Replace::Yes } else { Replace::No };
        let restored = restore_file(&self.file, &data, replace)?;
        if self.json {
            let kept = restored.kept.as_ref().map(|path| path.display().to_string());
            report::json_line(
                &json!({ "businesses": restored.businesses, "data": data.display().to_string(), "kept": kept }),
            )?;
            return Ok(ExitCode::SUCCESS);
        }
        report::line(&t!("Restored {names}.", names = restored.businesses.join(", ")))?;
        if let Some(kept) = restored.kept {
            report::line(&t!("What was there before is in {file}.", file = kept.display()))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
