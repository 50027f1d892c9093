//! Random businesses, lived through the program's own commands, with everything that goes wrong in a life: statements
//! that overlap, come twice or in the wrong order, decisions taken back, nonsense typed into forms, and the power failing.
//!
//! Each business has a bank that knows the truth (`world`), an owner who works the queue and undoes things (`life`), and
//! a stranger who calls any command of the registry with made-up input (`stranger`). What must always hold is asked
//! throughout (`holds`): the program's own `verify`, the bank's truth line by line, the same books line by line as in
//! bulk, a copy of the files taken in the middle of a write as a crash would leave it, calls sent twice, and no word of
//! another business. Orderly owners close their months, and statements come late; one account is in another currency. Each
//! year everything moves to another store as an archive, where the same calls have to come to the same.
//!
//! The same seed lives the same lives. A violation names seed, business and day, so that it can be lived again.

mod holds;
mod life;
mod stranger;
mod world;

use std::path::PathBuf;

use jiff::civil::{Date, date};
use kernel::{Failure, House};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde::Serialize;

/// What to live.
#[derive(Clone)]
pub struct Plan {
    /// Where chance begins.
    pub seed: u64,
    /// How many years each business lives.
    pub years: u32,
    /// How many businesses, two to a data file.
    pub businesses: u32,
    /// Whether everything is checked after every command, to find the one that broke it. Slow.
    pub check_each: bool,
    /// A server's database which every business visits each year; it keeps what came.
    pub server: Option<House>,
    /// An empty folder for the data files; each is removed when its businesses have lived.
    pub folder: PathBuf,
}

/// What was lived.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Lived {
    /// Years lived by all businesses together.
    pub business_years: u32,
    /// Commands that were performed.
    pub performed: u64,
    /// Commands that were refused, as nonsense should be.
    pub refused: u64,
    /// Statement files brought in.
    pub files: u64,
    /// Bank lines that were compared with the bank's truth.
    pub lines: u64,
    /// Times that everything was checked.
    pub checks: u64,
    /// Times that the program was cut off in the middle of a write.
    pub crashes: u64,
    /// Things taken back.
    pub undone: u64,
    /// Months closed.
    pub closed: u64,
    /// Times that everything moved to another store as an archive.
    pub moves: u64,
}

/// Something that must never happen, and where it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// The seed of the whole.
    pub seed: u64,
    /// The business, from 0.
    pub business: u32,
    /// The day of its life.
    pub day: Date,
    /// What was being done.
    pub doing: String,
    /// What is wrong.
    pub wrong: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Violation { seed, business, day, doing, wrong } = self;
        write!(f, "seed {seed}, business {business}, {day}, {doing}: {wrong}")
    }
}

/// Why a simulation stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// Something that must always hold did not.
    Violation(Box<Violation>),
    /// The folder could not be used.
    Folder(std::io::Error),
}

/// The first day of every life: old enough that twenty years of it are in the past.
const BEGINS: Date = date(2016, 1, 1);

/// Lives the plan; `progress` is told how many business-years are over.
pub fn simulate(plan: &Plan, mut progress: impl FnMut(u32)) -> Result<Lived, Stop> {
    let mut lived = Lived::default();
    for pair in 0..plan.businesses.div_ceil(2) {
        let folder = plan.folder.join(format!("lives-{pair}"));
        std::fs::create_dir_all(&folder).map_err(Stop::Folder)?;
        let in_this = (plan.businesses - pair * 2).min(2);
        // Each data file has its own chance, so that one life can be lived again without those before it.
        let mut chance = StdRng::seed_from_u64(plan.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(pair));
        let mut lives = (0..in_this)
            .map(|number| life::Life::begin(&folder, plan, pair * 2 + number, chance.random()))
            .collect::<Result<Vec<_>, _>>()?;
        for _ in 0..plan.years {
            for life in &mut lives {
                life.live_a_year(&mut lived)?;
                lived.business_years += 1;
                progress(lived.business_years);
            }
        }
        let marks: Vec<String> = lives.iter().map(|life| life.mark().to_owned()).collect();
        for life in &mut lives {
            life.holds_no_word_of(&marks)?;
        }
        drop(lives);
        std::fs::remove_dir_all(&folder).map_err(Stop::Folder)?;
    }
    Ok(lived)
}

/// Whether a failure is a refusal, which is how the program should answer nonsense; a failing store is not.
fn refusal(failure: &Failure) -> Option<&kernel::Refused> {
    match failure {
        Failure::Refused(refused) => Some(refused),
        Failure::Store(_) => None,
    }
}
