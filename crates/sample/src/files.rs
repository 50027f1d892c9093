//! Cuts the year into the files the owner downloads.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::SampleFile;
use crate::csv;
use crate::days::later;
use crate::facts::{AccountFacts, Facts, On, Shape};
use crate::ofx;
use crate::story::Movement;

/// A movement with what the bank adds to it: the same in every file that holds it.
#[derive(Debug)]
pub struct Booked<'a> {
    pub movement: &'a Movement,
    /// Day and number within the day.
    pub id: String,
    pub balance: i64,
}

/// What goes into one file.
pub struct Extract<'a> {
    pub facts: &'a Facts,
    pub account: &'a AccountFacts,
    pub covers: (Date, Date),
    pub lines: &'a [Booked<'a>],
    pub closing: i64,
}

/// Every file of every account, in the order the owner brings them in.
pub fn files(facts: &Facts, movements: &[Movement], start: Date, end: Date) -> Vec<SampleFile> {
    let mut files = Vec::new();
    for account in &facts.accounts {
        let booked = book(account, movements);
        for covers in periods(account, start, end) {
            let first = booked.partition_point(|line| line.movement.date < covers.0);
            let after = booked.partition_point(|line| line.movement.date <= covers.1);
            let lines = booked.get(first..after).unwrap_or(&[]);
            let closing =
                after.checked_sub(1).and_then(|last| booked.get(last)).map_or(account.opening, |line| line.balance);
            let extract = Extract { facts, account, covers, lines, closing };
            let (bytes, ending) = write(&extract);
            let name = format!("{}_{}_{}.{ending}", account.file, covers.0, covers.1);
            files.push(SampleFile { name, account: account.on.key(), bytes, covers });
        }
    }
    files.sort_by_key(|file| file.covers.1);
    files
}

fn book<'a>(account: &AccountFacts, movements: &'a [Movement]) -> Vec<Booked<'a>> {
    let mut balance = account.opening;
    let mut day = (None, 0);
    let own = movements.iter().filter(|movement| movement.on == account.on);
    own.map(|movement| {
        balance += movement.amount;
        day = if day.0 == Some(movement.date) { (day.0, day.1 + 1) } else { (Some(movement.date), 1) };
        let prefix = if account.on == On::Processor { "txn_" } else { "" };
        let id = format!("{prefix}{}{:03}", movement.date.strftime("%Y%m%d"), day.1);
        Booked { movement, id, balance }
    })
    .collect()
}

/// The days each file covers: so many months, reaching back into the file before.
fn periods(account: &AccountFacts, start: Date, end: Date) -> Vec<(Date, Date)> {
    let mut periods = Vec::new();
    let mut month = 0;
    loop {
        // Always from the start, so that a short month does not shift the ones after it.
        let from = start.saturating_add(month.months());
        if from > end || account.months < 1 {
            return periods;
        }
        month += account.months;
        let to = later(start.saturating_add(month.months()), -1).min(end);
        let overlapping = later(from, -account.overlap).max(start);
        // A leap day can leave a file of a single day at the end of the year: it belongs to the last one.
        match periods.last_mut() {
            Some(last) if month > 12 => *last = (last.0, to),
            _ => periods.push((overlapping, to)),
        }
    }
}

fn write(extract: &Extract<'_>) -> (Vec<u8>, &'static str) {
    match extract.account.shape {
        Shape::OfxSgml => (ofx::write(extract, false).into_bytes(), "qfx"),
        Shape::OfxXml => (ofx::write(extract, true).into_bytes(), "ofx"),
        _ => (csv::write(extract), "csv"),
    }
}
