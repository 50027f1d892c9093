//! The global options: where the data is, which business, and on which day.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use kernel::{Failure, House, RefusalKind, Refused, Settings, Who};
use locale::t;
use store::{Business, Engine, FileOptions, Store};

use super::stopped::Stopped;
use crate::wiring;

/// The name of the data file in its folder.
const DATA_FILE: &str = "mainstay.db";

/// Where the data is, which business is meant, and which day it is.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Place {
    /// Folder of the data file [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR", env = "MAINSTAY_DATA", hide_env_values = true)]
    pub data: Option<PathBuf>,
    /// The business, where there are several
    #[arg(long, global = true, value_name = "NAME", env = "MAINSTAY_BUSINESS", hide_env_values = true)]
    pub business: Option<String>,
    /// Hold the calendar at this day (for tests)
    #[arg(long, global = true, value_name = "DATE", env = "MAINSTAY_TODAY", hide_env_values = true)]
    pub today: Option<Date>,
    /// A PostgreSQL server instead of a data file (postgres://USER@HOST/DATABASE)
    #[arg(long, global = true, value_name = "URL", env = "MAINSTAY_DATABASE", hide_env_values = true)]
    pub database: Option<String>,
}

impl Place {
    /// The data file.
    pub fn data_file(&self) -> Result<PathBuf, Stopped> {
        if let Some(folder) = &self.data {
            return Ok(folder.join(DATA_FILE));
        }
        let folders = directories::ProjectDirs::from("", "", "mainstay").ok_or_else(|| {
            Stopped::new("no-data-folder", t!("This account has no home folder."), t!("Name a folder with --data DIR."))
        })?;
        Ok(folders.data_dir().join(DATA_FILE))
    }

    /// Opens the store, making the data file where there is none.
    pub fn open_or_make(&self) -> Result<House, Stopped> {
        let store = match &self.database {
            Some(url) => Store::connect(url)?,
            None => Store::open_file(&self.data_file()?, &FileOptions::default())?,
        };
        Ok(House::new(store, wiring::registry()).at(self.today))
    }

    /// Opens the store that is there: a look at nothing must not leave a file behind.
    pub fn open(&self) -> Result<House, Stopped> {
        if self.database.is_none() && !self.data_file()?.exists() {
            return Err(no_business().into());
        }
        self.open_or_make()
    }

    /// Opens the store and chooses the business.
    pub fn enter(&self) -> Result<Entered, Stopped> {
        let house = self.open()?;
        let business = self.choose(&house)?.ok_or_else(no_business)?;
        let who = Who::owner(business.id);
        Ok(Entered { house, who })
    }

    /// The business meant: the one named, or the only one; none where there is none yet.
    pub fn choose(&self, house: &House) -> Result<Option<Business>, Stopped> {
        let directory = house.store().directory();
        if let Some(name) = &self.business {
            let found = directory.business_named(name)?;
            return match found {
                Some(business) => Ok(Some(business)),
                None => Err(Refused::new(
                    "no-such-business",
                    RefusalKind::NotFound,
                    t!("There is no business named {name} here.", name = name),
                )
                .into()),
            };
        }
        let mut businesses = directory.businesses()?;
        if businesses.len() > 1 {
            let names = businesses.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Stopped::new(
                "which-business",
                t!("There are several businesses here: {names}.", names = names),
                t!("Say which one with --business NAME."),
            ));
        }
        Ok(businesses.pop())
    }
}

/// An open house, and the owner of one business in it.
pub(crate) struct Entered {
    pub house: House,
    pub who: Who,
}

impl Entered {
    /// What the business is.
    pub fn settings(&self) -> Result<Settings, Failure> {
        self.house.settings(self.who.business)?.ok_or_else(|| no_business().into())
    }

    /// Whether the data is a file on this machine.
    pub fn is_file(&self) -> bool {
        self.house.store().engine() == Engine::Sqlite
    }
}

fn no_business() -> Refused {
    Refused::new("no-business", RefusalKind::NotFound, t!("There is no business here yet."))
        .try_instead(t!("Start one with `mainstay init`, or run `mainstay` and fill in one page."))
}
