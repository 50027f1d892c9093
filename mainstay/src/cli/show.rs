//! `mainstay show`.

use std::{io::Write, process::ExitCode};

use clap::Args;
use kernel::input_from_pairs;

use crate::currencies;

use super::{do_command::pairs, place::Place, report, stopped::Stopped};

/// Ask any query
///
/// See `mainstay list queries` for what there is.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The query's name
    query: String,
    /// Its parameters, a value each
    #[arg(value_name = "KEY=VALUE")]
    values: Vec<String>,
    /// Print the answer as JSON
    #[arg(long)]
    pub json: bool,
}

impl Show {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let entered = place.enter()?;
        let parameters = if self.values.is_empty() {
            "{}".to_owned()
        } else {
            let schema = (entered.house.registry().query(&self.query)?.parameters)();
            let (settings, pairs) = (entered.settings()?, pairs(&self.values)?);
            let currencies = currencies::of(&entered.house, &entered.who, &settings)?;
            locale::scoped(settings.locale(), || input_from_pairs(&schema, &pairs, &currencies))?.to_string()
        };
        let answer = entered.house.ask(&entered.who, &self.query, &parameters)?;
        if self.json {
            report::json_line(&answer)?;
        } else {
            std::io::stdout().lock().write_all(report::text(&answer).as_bytes())?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
