//! `mainstay restore`.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use locale::{t, tn};
use serde_json::json;
use store::{Replace, Store, restore_file};

use super::{place::Place, progress, report, stopped::Stopped};

/// Put a backup in the place of the data, or add the business of an archive
///
/// A backup is checked before anything changes, and the data file that was there is kept beside it. On a database
/// server the business of the backup is added. An archive (`mainstay export archive`) adds its business to a data file or
/// a server, after everything in it was checked. An added business keeps its name, or gets the one of --business.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup or archive
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
        if is_archive(&self.file)? {
            return self.take_archive(place);
        }
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

    fn take_archive(&self, place: &Place) -> Result<ExitCode, Stopped> {
        let file = open(&self.file)?;
        let (bar, progress) = progress::watch();
        let house = place.open_or_make()?.watched(progress);
        let arrived = house.take_archive(BufReader::with_capacity(1 << 16, file), place.business.as_deref())?;
        bar.finish_and_clear();
        if self.json {
            report::json_line(&arrived)?;
        } else {
            let entries = tn!(arrived.entries, "{count} entry", "{count} entries");
            report::line(&t!("{name} is here now, with {entries}.", name = arrived.name, entries = entries))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// An archive begins as a line of JSON; a backup is compressed and does not.
fn is_archive(path: &Path) -> Result<bool, Stopped> {
    let mut first = [0];
    let read = open(path)?.read(&mut first).map_err(|error| Stopped::file(path, &error))?;
    Ok(read == 1 && first == *b"{")
}

fn open(path: &Path) -> Result<File, Stopped> {
    File::open(path).map_err(|error| Stopped::file(path, &error))
}
