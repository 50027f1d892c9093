//! What must always hold, asked of a business in the middle of its life.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use kernel::{Failure, House, Who};
use serde_json::{Value, json};
use store::{FileOptions, Store};

use super::world::TrueAccount;
use crate::wiring;

/// What `verify` says is wrong.
pub(super) fn problems(house: &House, who: &Who) -> Result<Vec<String>, Failure> {
    house.read(who, |context| {
        let mut wrong = Vec::new();
        let registry = context.registry();
        for check in registry.areas.iter().flat_map(|area| &area.checks) {
            wrong.extend((check.run)(context)?.problems);
        }
        Ok(wrong)
    })
}

/// The books as other programs read them: what two ways of living the same days are compared by.
pub(super) fn books(house: &House, who: &Who) -> Result<String, Failure> {
    house.read(who, |context| {
        let registry = context.registry();
        let mut text = Vec::new();
        for export in registry.areas.iter().flat_map(|area| &area.exports).filter(|it| it.format == "hledger") {
            // A vector takes every byte, so only the books can fail here.
            if let Err(kernel::slots::ExportFailure::Failure(failure)) = (export.write)(context, &mut text) {
                return Err(failure);
            }
        }
        Ok(String::from_utf8_lossy(&text).into_owned())
    })
}

/// A copy of a data file as a crash at this moment would leave it: the file and the log of writes beside it.
pub(super) struct Copy {
    pub house: House,
    folder: PathBuf,
}

impl Copy {
    /// Copies the bytes as they are; nothing is asked of the running program.
    pub fn take(file: &Path, folder: PathBuf) -> io::Result<PathBuf> {
        fs::create_dir_all(&folder)?;
        let copied = folder.join("mainstay.db");
        fs::copy(file, &copied)?;
        let log = with_ending(file, "-wal");
        if log.exists() {
            fs::copy(log, with_ending(&copied, "-wal"))?;
        }
        Ok(folder)
    }

    /// Cuts the copied log of writes: of what came after a length only a part, in thousandths, had reached the disk.
    pub fn cut_log(folder: &Path, length: u64, permille: u64) -> io::Result<()> {
        let log = with_ending(&folder.join("mainstay.db"), "-wal");
        if !log.exists() {
            return Ok(());
        }
        let log = fs::File::options().write(true).open(log)?;
        let now = log.metadata()?.len();
        if now > length {
            log.set_len(length + (now - length) * permille / 1_000)?;
        }
        Ok(())
    }

    /// Opens what was copied.
    pub fn open(folder: PathBuf) -> Result<Copy, Failure> {
        let store = Store::open_file(&folder.join("mainstay.db"), &FileOptions::default())?;
        Ok(Copy { house: House::new(store, wiring::registry()), folder })
    }

    /// Closes and removes it.
    pub fn remove(self) -> io::Result<()> {
        drop(self.house);
        fs::remove_dir_all(self.folder)
    }
}

pub(super) fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The lines of an account as the program tells them: how many of each day and amount.
pub(super) fn lines_told(house: &House, who: &Who, account: i64) -> Result<BTreeMap<(Date, i64), usize>, Failure> {
    let mut told = BTreeMap::new();
    let mut before = Value::Null;
    loop {
        let question = json!({ "account": account, "limit": 500, "before": before });
        let answer = house.ask(who, "bank-lines", &question.to_string())?;
        for line in answer["lines"].as_array().into_iter().flatten() {
            let day = line["booked_on"].as_str().and_then(|day| day.parse().ok()).unwrap_or_default();
            *told.entry((day, line["amount_minor"].as_i64().unwrap_or_default())).or_default() += 1;
        }
        match &answer["older"] {
            Value::Null => return Ok(told),
            older => before = older.clone(),
        }
    }
}

/// The lines of an account as the bank knows them.
pub(super) fn lines_true(account: &TrueAccount) -> BTreeMap<(Date, i64), usize> {
    let mut truth = BTreeMap::new();
    for line in &account.lines {
        *truth.entry((line.day, line.amount_minor)).or_default() += 1;
    }
    truth
}

/// The first day and amount of which there are not as many on both sides.
pub(super) fn difference(told: &BTreeMap<(Date, i64), usize>, truth: &BTreeMap<(Date, i64), usize>) -> Option<String> {
    let both = told.keys().chain(truth.keys()).find(|key| told.get(key) != truth.get(key))?;
    let count = |of: &BTreeMap<(Date, i64), usize>| of.get(both).copied().unwrap_or_default();
    Some(format!("{} of {}: {} in the books, {} at the bank", both.1, both.0, count(told), count(truth)))
}
