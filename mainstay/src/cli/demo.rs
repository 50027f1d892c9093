//! `mainstay demo`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};
use kernel::House;
use locale::t;
use serde_json::json;

use super::{place::Place, progress, report, serve, stopped::Stopped};
use crate::{demo, wiring};

/// Show the program with a year of a sample business
///
/// The year ends yesterday, and is lived through the program's own commands. The data file is thrown away at the end,
/// unless it is named with --data.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Only build it, and open nothing
    #[arg(long)]
    no_serve: bool,
    /// The country of the business
    #[arg(long, value_enum, ignore_case = true, default_value = "US")]
    country: DemoCountry,
    /// Print the outcome as JSON
    #[arg(long)]
    pub json: bool,
}

/// Countries that have a sample business.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "UPPER")]
enum DemoCountry {
    /// Calloway Clay, a ceramicist in Asheville
    Us,
    /// A glass artist in Nantes
    Fr,
    /// A letterpress printer in Leeds
    Gb,
    /// A photographer in Leipzig
    De,
}

impl DemoCountry {
    fn country(self) -> sample::Country {
        match self {
            DemoCountry::Us => sample::Country::UnitedStates,
            DemoCountry::Fr => sample::Country::France,
            DemoCountry::Gb => sample::Country::UnitedKingdom,
            DemoCountry::De => sample::Country::Germany,
        }
    }
}

/// A folder that is removed when the demo ends.
struct ThrownAway(Option<PathBuf>);

impl Drop for ThrownAway {
    fn drop(&mut self) {
        if let Some(folder) = &self.0
            && let Err(error) = std::fs::remove_dir_all(folder)
        {
            tracing::info!(%error, folder = %folder.display(), "the demo's folder stays");
        }
    }
}

impl Demo {
    pub fn run(self, place: &Place) -> Result<ExitCode, Stopped> {
        let mut place = place.clone();
        let named = place.data.is_some() || place.database.is_some();
        if !named {
            let folder = std::env::temp_dir().join(format!("mainstay-demo-{}", std::process::id()));
            place.data = Some(folder);
        }
        // A demo that was only built is there to be looked at, so its folder stays.
        let _thrown_away = ThrownAway(place.data.clone().filter(|_| !named && !self.no_serve));
        let house = place.open_or_make()?;
        let built = self.build(&house, &place)?;
        let location = house.store().location();
        drop(house);
        if self.json {
            report::json_line(&json!({ "business": built, "data": location }))?;
        } else if self.no_serve {
            report::line(&t!("The sample business is in {location}.", location = location))?;
        }
        if self.no_serve { Ok(ExitCode::SUCCESS) } else { serve::open(&place) }
    }

    /// Builds the business, unless an earlier demo left it there. A sample does not belong beside a real business.
    fn build(&self, house: &House, place: &Place) -> Result<i64, Stopped> {
        let today = place.today.unwrap_or_else(|| jiff::Zoned::now().date());
        let name = sample::business_name(self.country.country());
        let businesses = house.store().directory().businesses()?;
        if let Some(earlier) = businesses.iter().find(|business| business.name == name) {
            return Ok(earlier.id);
        }
        if let Some(other) = businesses.first() {
            return Err(Stopped::new(
                "data-is-taken",
                t!(
                    "{name} keeps its books in that place, and a sample does not belong beside them.",
                    name = other.name
                ),
                t!("Leave --data out, or name another folder."),
            ));
        }
        let bar = progress::bar(100);
        bar.set_message(t!("living a year"));
        let fresh = House::new(house.store().clone(), wiring::registry());
        let business = demo::build(&fresh, self.country.country(), today, |done, of| {
            bar.set_length(of as u64);
            bar.set_position(done as u64);
        })?;
        bar.finish_and_clear();
        Ok(business)
    }
}
