use std::{fs::File, sync::Arc};

use jiff::{Timestamp, civil::Date};
use rand::{Rng, SeedableRng, rngs::StdRng};
use store::Tx;

use crate::{Actor, Progress, Refused, Registry, Settings};

/// What a command or query works in: the open transaction of one business, and everything that would otherwise come
/// from outside. A whole business year is replayed in a test by handing out these four things.
pub struct Context {
    /// The transaction.
    pub tx: Tx,
    /// What the business is.
    pub settings: Settings,
    /// Today, in its time zone.
    pub today: Date,
    /// This moment.
    pub now: Timestamp,
    /// Who acts.
    pub actor: Actor,
    /// The file that the way in handed over beside the input, if it did: one too large to stand in it.
    pub handed: Option<Arc<File>>,
    pub(crate) registry: Arc<Registry>,
    progress: Progress,
    random: StdRng,
}

/// What a context has from the house around it.
pub(crate) struct Surroundings {
    pub registry: Arc<Registry>,
    pub progress: Progress,
    pub handed: Option<Arc<File>>,
    pub now: Timestamp,
    /// The day at which the calendar is held, if it is.
    pub today: Option<Date>,
}

impl Context {
    pub(crate) fn new(tx: Tx, settings: Settings, actor: Actor, from: Surroundings, seed: u64) -> Context {
        let Surroundings { registry, progress, handed, now, today } = from;
        // A calendar that is held has its own clock: noon of that day, so that a replayed year reads like a lived one.
        let held = today.and_then(|day| day.at(12, 0, 0, 0).to_zoned(settings.zone()).ok());
        let now = held.as_ref().map_or(now, |noon| noon.timestamp());
        let today = today.unwrap_or_else(|| now.to_zoned(settings.zone()).date());
        Context { tx, settings, today, now, actor, handed, registry, progress, random: StdRng::seed_from_u64(seed) }
    }

    /// Says how far a long command is: so many of so many, where that is known. Refused when the owner wants it to stop;
    /// the command hands the refusal on, and nothing of it is kept.
    pub fn progress(&self, done: u64, total: Option<u64>) -> Result<(), Refused> {
        self.progress.so_far(done, total)
    }

    /// The same for work that has hold of the transaction meanwhile.
    pub fn watched(&self) -> Progress {
        self.progress.clone()
    }

    /// Random bytes: salts.
    pub fn random_bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill_bytes(&mut bytes);
        bytes
    }

    /// What can be done and asked here.
    pub fn registry(&self) -> Arc<Registry> {
        self.registry.clone()
    }
}
