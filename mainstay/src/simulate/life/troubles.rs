//! What goes wrong in the life of a program, and what must come of it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use kernel::{Call, Failure, Progress};
use rand::RngExt;
use serde_json::{Value, json};

use super::{
    super::{Lived, Stop, holds, refusal, stranger},
    Life, raw, shown,
};

impl Life {
    /// The program is cut off in the middle of a write: what was acknowledged is there, and nothing else. Half of the time in
    /// the middle of an import, at any of its lines; else at the end of whatever somebody made up.
    pub(super) fn crash(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let before = self.books_of(&self.house)?;
        let (command, input) = if self.chance.random::<bool>() {
            let account = self.chance.random_range(0..self.accounts.len());
            let (file, id) = {
                let from = self.day.first_of_month();
                let account = &self.accounts[account];
                (account.file(from, self.day, self.orderly, &mut self.chance), account.account)
            };
            let input = json!({ "file_name": file.name, "content": file.content, "account": id });
            ("import-statement".to_owned(), input)
        } else {
            stranger::call(self.house.registry(), &self.known, &mut self.chance)
        };
        self.doing = format!("being cut off in the middle of {command}");
        let raw = raw(&input).map_err(|error| self.violation(error))?;
        let call = Call { command: &command, input: &raw, key: None };
        let at_line = self.chance.random_range(1..40);
        let taken = Taken::new(&self.file, log_length(&self.file), self.chance.random());
        let watcher = taken.clone();
        let lines = AtomicU64::new(0);
        let progress = Progress::watched(move |_, _| {
            if lines.fetch_add(1, Ordering::Relaxed) == at_line {
                watcher.copy("crashed-within");
            }
            true
        });
        let house = self.house.clone().at(Some(self.day)).watched(progress);
        let outcome = house.interrupted(&self.who, call, || taken.copy("crashed"));
        if let Err(failure) = outcome
            && refusal(&failure).is_none()
        {
            return Err(self.violation(format!("{failure:?}")));
        }
        for folder in taken.folders()? {
            let copy = holds::Copy::open(folder)
                .map_err(|failure| self.violation(format!("the file does not open: {failure:?}")))?;
            if self.books_of(&copy.house)? != before {
                return Err(self.violation("the books of the file are not what was acknowledged".into()));
            }
            self.no_problems(&copy.house, lived)?;
            copy.remove().map_err(Stop::Folder)?;
            lived.crashes += 1;
        }
        if self.books_of(&self.house)? != before {
            return Err(self.violation("the books are not what was acknowledged".into()));
        }
        self.acknowledged(&command, &input, lived)
    }

    /// What was answered as done is in the files at once, whatever happens next.
    fn acknowledged(&mut self, command: &str, input: &Value, lived: &mut Lived) -> Result<(), Stop> {
        if self.call(command, input, lived)?.is_none() {
            return Ok(());
        }
        let taken = holds::Copy::take(&self.file, self.file.with_file_name("acknowledged")).map_err(Stop::Folder)?;
        let copy = holds::Copy::open(taken)
            .map_err(|failure| self.violation(format!("the file does not open: {failure:?}")))?;
        if self.books_of(&copy.house)? != self.books_of(&self.house)? {
            return Err(self.violation("what was acknowledged is not in the file".into()));
        }
        copy.remove().map_err(Stop::Folder)
    }

    /// A caller that heard no answer sends the same call with the same key again: it is done once, and answered the same.
    pub(super) fn repeat(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let (command, input) = stranger::call(self.house.registry(), &self.known, &mut self.chance);
        self.doing = format!("sending twice {}", shown(&[(command.clone(), input.clone())]));
        let raw = raw(&input).map_err(|error| self.violation(error))?;
        let key = format!("key-{}-{}", self.day, self.chance.random::<u32>());
        let house = self.house.clone().at(Some(self.day));
        let call = Call { command: &command, input: &raw, key: Some(&key) };
        let first = house.run(&self.who, call);
        let books = self.books_of(&self.house)?;
        let again = house.run(&self.who, call);
        match (first, again) {
            (Ok(first), Ok(again)) if first.activity == again.activity && first.outcome == again.outcome => {
                lived.performed += 1;
                self.known.newest_id = self.known.newest_id.max(first.activity);
            }
            (Err(Failure::Refused(first)), Err(Failure::Refused(again))) if first.code == again.code => {
                lived.refused += 1;
            }
            (first, again) => return Err(self.violation(format!("first {first:?}, then {again:?}"))),
        }
        if self.books_of(&self.house)? != books {
            return Err(self.violation("what was sent twice was done twice".into()));
        }
        Ok(())
    }

    /// The same calls one by one and in one transaction give the same books and the same refusals.
    pub(super) fn live_twice(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let calls: Vec<(String, Value)> =
            (0..12).map(|_| stranger::call(self.house.registry(), &self.known, &mut self.chance)).collect();
        self.doing = format!("living twice {}", shown(&calls));
        let inputs = calls.iter().map(|(_, input)| raw(input)).collect::<Result<Vec<_>, _>>();
        let inputs = inputs.map_err(|error| self.violation(error))?;
        let calls: Vec<Call<'_>> =
            calls.iter().zip(&inputs).map(|((command, _), input)| Call { command, input, key: None }).collect();
        let taken = holds::Copy::take(&self.file, self.file.with_file_name("twin")).map_err(Stop::Folder)?;
        let twin = holds::Copy::open(taken).map_err(|failure| self.violation(format!("{failure:?}")))?;
        let (one, other) = (twin.house.clone().at(Some(self.day)), self.house.clone().at(Some(self.day)));
        let mut said_one_by_one = Vec::with_capacity(calls.len());
        for call in &calls {
            said_one_by_one.push(match one.run(&self.who, *call) {
                Ok(_) => "done".to_owned(),
                Err(Failure::Refused(refused)) => refused.code,
                Err(failure) => return Err(self.violation(format!("{failure:?}"))),
            });
        }
        let in_bulk = other.run_batch(&self.who, &calls).map_err(|failure| self.violation(format!("{failure:?}")))?;
        let said_in_bulk: Vec<String> =
            in_bulk.into_iter().map(|said| said.map_or_else(|refused| refused.code, |_| "done".to_owned())).collect();
        if said_one_by_one != said_in_bulk {
            return Err(self.violation(format!("one by one {said_one_by_one:?}, in bulk {said_in_bulk:?}")));
        }
        if self.books_of(&twin.house)? != self.books_of(&self.house)? {
            return Err(self.violation("one by one and in bulk give other books".into()));
        }
        lived.performed += said_in_bulk.iter().filter(|said| *said == "done").count() as u64;
        lived.refused += said_in_bulk.iter().filter(|said| *said != "done").count() as u64;
        twin.remove().map_err(Stop::Folder)
    }
}

/// Copies of the files taken while a write was on its way.
#[derive(Clone)]
struct Taken {
    file: PathBuf,
    /// How long the log of writes was before: that much had reached the disk.
    log_before: u64,
    /// Which part of what came after has reached the disk, in thousandths.
    reached: u64,
    copies: Arc<Mutex<Vec<std::io::Result<PathBuf>>>>,
}

impl Taken {
    fn new(file: &Path, log_before: u64, chance: u64) -> Taken {
        Taken { file: file.to_owned(), log_before, reached: chance % 1_001, copies: Arc::default() }
    }

    fn copy(&self, name: &str) {
        let taken = holds::Copy::take(&self.file, self.file.with_file_name(name)).and_then(|folder| {
            holds::Copy::cut_log(&folder, self.log_before, self.reached)?;
            Ok(folder)
        });
        self.copies.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(taken);
    }

    fn folders(&self) -> Result<Vec<PathBuf>, Stop> {
        let mut copies = self.copies.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        copies.drain(..).collect::<std::io::Result<_>>().map_err(Stop::Folder)
    }
}

/// How long the log of writes beside a data file is.
fn log_length(file: &Path) -> u64 {
    std::fs::metadata(holds::with_ending(file, "-wal")).map_or(0, |known| known.len())
}
