//! `mainstay inbox`.

use std::{process::ExitCode, thread, time::Duration};

use clap::Args;
use locale::t;
use serde_json::json;

use super::{place::Place, report, stopped::Stopped};
use crate::inbox::{self, Seen};

/// Take what lies in the watched folder, once
///
/// A running server does this by itself. The folder is `inbox` beside the data file, with a folder for each business.
/// Statements come in, or wait for an answer; papers wait to be filed. What was taken moves to `taken`.
#[derive(Debug, Args)]
pub(crate) struct Inbox {
    /// Print one JSON object a file
    #[arg(long)]
    pub json: bool,
}

/// How long a file must stand still before it is read.
const STILL: Duration = Duration::from_millis(500);

impl Inbox {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        let data = place.data_file()?;
        let Some(data) = data.parent().filter(|_| entered.is_file()) else {
            return Err(Stopped::new(
                "no-data-folder",
                t!("A server’s database has no folder beside it."),
                t!("Drop files on the page Inbox instead."),
            ));
        };
        let all = entered.house.store().directory().businesses()?;
        let own = all.iter().find(|business| business.id == entered.who.business);
        let Some(own) = own else { return Ok(ExitCode::FAILURE) };
        let folder = inbox::folder_of(data, own, &all);
        let mut seen = Seen::default();
        let look = |seen: &mut Seen| {
            inbox::take(&entered.house, &entered.who, &folder, seen).map_err(|error| Stopped::file(&folder, &error))
        };
        look(&mut seen)?;
        thread::sleep(STILL);
        let taken = look(&mut seen)?;
        for one in &taken {
            if self.json {
                report::json_line(&json!(one))?;
            } else {
                report::line(&format!("{}: {}", one.file, one.sentence))?;
            }
        }
        if taken.is_empty() && !self.json {
            report::line(&inbox::nothing(&folder))?;
        }
        let refused = taken.iter().any(|one| one.became == "refused");
        Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}
