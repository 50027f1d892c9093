//! The business moves with everything: as an archive into another store, of the other engine too, and lives on there.

use std::fs;

use kernel::{Call, Failure, House, Who};
use rand::RngExt;
use serde_json::Value;
use store::{FileOptions, Store};

use super::{
    super::{Lived, Stop, holds, stranger},
    Life, raw, shown,
};
use crate::wiring;

/// How many made-up calls are made on both engines.
const CALLS_ON_BOTH: usize = 15;

impl Life {
    /// At the end of a year everything leaves as an archive and is read back: into an empty data file, where one business in
    /// three lives on, and into a server's database, where the same calls have to come to the same.
    pub(super) fn travel(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        self.doing = "leaving with an archive".into();
        let left = self.archive(&self.house, &self.who)?;
        let folder = self.file.with_file_name(format!("moved-{}-{}", self.number, self.day));
        fs::create_dir_all(&folder).map_err(Stop::Folder)?;
        let file = folder.join("mainstay.db");
        self.doing = "arriving in an empty data file".into();
        let store = Store::open_file(&file, &FileOptions::default());
        let store = store.map_err(|error| self.violation(error.to_string()))?;
        let moved = House::new(store, wiring::registry());
        let who = self.arrive(&moved, &left, lived)?;
        if let Some(server) = self.server.clone() {
            self.doing = "arriving on a server".into();
            let there = self.arrive(&server, &left, lived)?;
            self.live_on_both(&moved, &who, &server, &there, lived)?;
        }
        if self.chance.random_range(0..3) == 0 {
            // It moves for good; the old place keeps what it had.
            (self.house, self.who, self.file) = (moved, who, file);
            return Ok(());
        }
        drop(moved);
        fs::remove_dir_all(&folder).map_err(Stop::Folder)
    }

    fn archive(&self, house: &House, who: &Who) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        let written = house.read(who, |context| {
            let written = context.tx.write_archive(env!("CARGO_PKG_VERSION"), &mut bytes, &mut |_, _| true);
            Ok::<_, Failure>(written.map(|_| ()).map_err(|error| format!("{error:?}")))
        });
        match written {
            Ok(Ok(())) => Ok(bytes),
            Ok(Err(error)) => Err(self.violation(error)),
            Err(failure) => Err(self.violation(format!("{failure:?}"))),
        }
    }

    /// Its name on a server, where others may have its own.
    fn name_there(&self) -> String {
        format!("{} {} {}", self.mark, self.day, self.seed)
    }

    /// Reads an archive into a house, which checks it, and finds there what left.
    fn arrive(&self, house: &House, left: &[u8], lived: &mut Lived) -> Result<Who, Stop> {
        let name = self.name_there();
        let name = (house.store().engine() == store::Engine::Postgres).then_some(name.as_str());
        let arrived = house.take_archive(left, name).map_err(|failure| self.violation(format!("{failure:?}")))?;
        let who = Who::owner(arrived.business);
        if name.is_none() && self.archive(house, &who)? != left {
            return Err(self.violation("the archive of what arrived is not the archive that left".into()));
        }
        let books = holds::books(house, &who).map_err(|failure| self.violation(format!("{failure:?}")))?;
        // The name stands in the books, and on the server it is another.
        let own = format!("Business {}", self.mark);
        if self.books_of(&self.house)? != name.map_or(books.clone(), |name| books.replace(name, &own)) {
            return Err(self.violation("other books arrived than left".into()));
        }
        lived.moves += 1;
        Ok(who)
    }

    /// The same calls on both engines give the same books and the same refusals.
    fn live_on_both(
        &mut self,
        file: &House,
        here: &Who,
        server: &House,
        there: &Who,
        lived: &mut Lived,
    ) -> Result<(), Stop> {
        let calls: Vec<(String, Value)> = (0..CALLS_ON_BOTH)
            .map(|_| stranger::call(file.registry(), &self.known, &mut self.chance))
            // What a backup or a token is named after is its own store's.
            .filter(|(command, _)| command != "make-token")
            .collect();
        self.doing = format!("living on both engines {}", shown(&calls));
        for (command, input) in &calls {
            let raw = raw(input).map_err(|error| self.violation(error))?;
            let call = Call { command, input: &raw, key: None };
            let said = [(file, here), (server, there)].map(|(house, who)| {
                match house.clone().at(Some(self.day)).run(who, call) {
                    Ok(done) => Ok(format!("done {}", done.activity)),
                    Err(Failure::Refused(refused)) => Ok(refused.code),
                    Err(failure) => Err(format!("{command} {input}: {failure:?}")),
                }
            });
            match said {
                [Ok(one), Ok(other)] if one == other => {}
                [Err(failure), _] | [_, Err(failure)] => return Err(self.violation(failure)),
                [Ok(one), Ok(other)] => {
                    return Err(self.violation(format!("{command} {input}: {one} in a file, {other} on a server")));
                }
            }
        }
        let [one, other] = [(file, here), (server, there)]
            .map(|(house, who)| holds::books(house, who).map_err(|failure| self.violation(format!("{failure:?}"))));
        let own = format!("Business {}", self.mark);
        let name = self.name_there();
        if one? != other?.replace(&name, &own) {
            return Err(self.violation("the engines give other books".into()));
        }
        self.no_problems_of(server, there, lived)
    }
}
