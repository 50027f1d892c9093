//! The places where a higher area adds to what a lower one shows. Few, named, and listed in ARCHITECTURE.md.

use std::io::Write;

use ledger::Month;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Context, Failure};

/// A check of `mainstay verify`: something that must always hold.
pub struct Check {
    /// Its name, `chain-is-unbroken`.
    pub name: &'static str,
    /// What holds, in one sentence.
    pub about: fn() -> String,
    /// What was looked at and what is wrong.
    pub run: fn(&mut Context) -> Result<Checked, Failure>,
}

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// How many records it looked at.
    pub looked_at: i64,
    /// What is wrong, one sentence each; empty when all is well. At most 100 are said.
    pub problems: Vec<String>,
}

/// A line of the list against which a month is closed.
pub struct CloseCheck {
    /// Its name, `nothing-to-sort`.
    pub name: &'static str,
    /// What holds when it passes, in one sentence.
    pub about: fn() -> String,
    /// Whether a month can be closed while it fails.
    pub weight: CloseWeight,
    /// What is wrong in the month; nothing when it passes.
    pub run: fn(&mut Context, Month) -> Result<Option<CloseProblem>, Failure>,
}

/// How much a check of the close weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CloseWeight {
    /// No month closes while it fails.
    Must,
    /// The owner may accept it with a note.
    Warning,
}

/// What a check of the close found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CloseProblem {
    /// How many things are wrong.
    pub count: i64,
    /// What, in one sentence.
    pub sentence: String,
    /// Where it is mended.
    pub href: String,
}

/// Something found by search, or named on a page: what it is and where it opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Hit {
    /// The kind of record, as its source names it.
    pub kind: String,
    /// Its id.
    pub id: i64,
    /// What it is.
    pub title: String,
    /// A second line: date, amount, account.
    pub detail: String,
    /// Where it opens.
    pub href: String,
}

/// Says what records are, by their ids.
pub type Describe = fn(&mut Context, &[i64]) -> Result<Vec<Hit>, Failure>;

/// A kind of record that search finds by its words.
pub struct SearchSource {
    /// The kind, as kept in the table of words.
    pub kind: &'static str,
    /// Describes the records of those ids, in their order.
    pub describe: Describe,
}

/// Something that waits for the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Need {
    /// How many.
    pub count: i64,
    /// In one sentence.
    pub sentence: String,
    /// What the button says.
    pub action: String,
    /// Where it is done.
    pub href: String,
}

/// Where an area says what waits for the owner; nothing when nothing does.
pub struct NeedSource {
    /// Reads it.
    pub run: fn(&mut Context) -> Result<Option<Need>, Failure>,
}

/// Counts what waits somewhere.
pub type Count = fn(&mut Context) -> Result<i64, Failure>;

/// A place in the navigation.
pub struct Place {
    /// Position in its group; places of all areas are sorted by it.
    pub order: u32,
    /// Whether it stands under Money or with the rest.
    pub group: Group,
    /// Its name.
    pub label: fn() -> String,
    /// Where it leads.
    pub href: &'static str,
    /// Its icon on the phone's bar.
    pub icon: &'static str,
    /// How many things wait there; no count when none is given.
    pub count: Option<Count>,
    /// The views of the place, which the rail shows while one is in it; a page says by its view's address where it belongs.
    pub views: &'static [PlaceView],
}

/// A view of a place: the lines of the bank beside its rules.
pub struct PlaceView {
    /// Its name.
    pub label: fn() -> String,
    /// Where it leads.
    pub href: &'static str,
}

impl Place {
    /// Whether an address is the place's own or that of one of its views.
    pub fn holds(&self, href: &str) -> bool {
        self.href == href || self.views.iter().any(|view| view.href == href)
    }
}

/// The groups of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The first page.
    Today,
    /// Books, bank, pockets, billing, taxes, forecast.
    Money,
    /// Under Money as well, but only while something waits there.
    MoneyWhileWaiting,
    /// Everything else.
    Rest,
}

/// What a command did to an area's records, read inside its transaction before anything is kept: what a preview shows.
pub struct EffectSource {
    /// Says it of everything posted after the entry of that number.
    pub run: fn(&mut Context, after_entry: i64) -> Result<serde_json::Value, Failure>,
}

/// A format to leave with.
pub struct Export {
    /// Its name in `mainstay export`.
    pub format: &'static str,
    /// What reads it.
    pub about: fn() -> String,
    /// Ending of the file.
    pub extension: &'static str,
    /// Writes it, streaming.
    pub write: fn(&mut Context, &mut dyn Write) -> Result<(), ExportFailure>,
}

/// Why an export stopped.
#[derive(Debug)]
pub enum ExportFailure {
    /// The books could not be read.
    Failure(Failure),
    /// The file could not be written.
    Write(std::io::Error),
}

impl From<Failure> for ExportFailure {
    fn from(failure: Failure) -> Self {
        ExportFailure::Failure(failure)
    }
}

impl From<store::StoreError> for ExportFailure {
    fn from(error: store::StoreError) -> Self {
        ExportFailure::Failure(error.into())
    }
}

impl From<std::io::Error> for ExportFailure {
    fn from(error: std::io::Error) -> Self {
        ExportFailure::Write(error)
    }
}
