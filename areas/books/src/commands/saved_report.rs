//! Keeping reports under a name.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::t;
use percent_encoding::percent_decode_str;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    queries::{Parameters, Report},
    records,
};

/// Keeps a report under a name, with what it asks for.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveReport {
    /// What to call it.
    pub name: String,
    /// Which report.
    pub report: Report,
    /// What it asks for, as its address says it: period=last-quarter&by=month&basis=accrual; for a register also
    /// account=12, for profit by dimension=client.
    #[serde(default)]
    pub parameters: String,
}

/// Gives a saved report another name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameReport {
    /// The saved report.
    pub report: i64,
    /// What to call it.
    pub name: String,
}

/// Takes a saved report off the list. What it shows stays in the books.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveReport {
    /// The saved report.
    pub report: i64,
}

/// A report that was kept, renamed or taken off.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KeptReport {
    /// Its id.
    pub report: i64,
    /// What it was, and was called, before.
    before: Option<SaveReport>,
    /// What it is called.
    name: String,
}

#[derive(Debug)]
enum SavedRefusal {
    NameLength,
    NameTaken(String),
    BadParameter(String),
    OfNothing,
    NoSuchReport(i64),
}

const REFUSALS: &[&str] =
    &["report-name-length", "report-name-is-taken", "bad-report-parameter", "report-of-nothing", "no-such-report"];

impl Refusal for SavedRefusal {
    fn code(&self) -> &'static str {
        match self {
            SavedRefusal::NameLength => "report-name-length",
            SavedRefusal::NameTaken(_) => "report-name-is-taken",
            SavedRefusal::BadParameter(_) => "bad-report-parameter",
            SavedRefusal::OfNothing => "report-of-nothing",
            SavedRefusal::NoSuchReport(_) => "no-such-report",
        }
    }

    fn sentence(&self) -> String {
        match self {
            SavedRefusal::NameLength => t!("A report's name needs 1 to 80 characters."),
            SavedRefusal::NameTaken(name) => t!("There is a report named {name} already.", name = name),
            SavedRefusal::BadParameter(text) => t!("No report can be asked for {text}.", text = text),
            SavedRefusal::OfNothing => {
                t!("A register is kept with account= and its id, profit by with dimension= and its word.")
            }
            SavedRefusal::NoSuchReport(id) => t!("There is no saved report {id}.", id = id),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                SavedRefusal::NameLength | SavedRefusal::NameTaken(_) => "name",
                SavedRefusal::BadParameter(_) | SavedRefusal::OfNothing => "parameters",
                SavedRefusal::NoSuchReport(_) => "report",
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            SavedRefusal::NameTaken(_) => RefusalKind::Conflict,
            SavedRefusal::NoSuchReport(_) => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

/// A name as it is kept: trimmed, of a length to show, and no other report's.
fn free_name(context: &mut Context, name: &str, own: Option<i64>) -> Result<String, Failure> {
    let name = name.trim().to_string();
    if name.is_empty() || name.chars().count() > 80 {
        return Err(SavedRefusal::NameLength.into());
    }
    let key = name.to_lowercase();
    let taken = |row: &records::SavedRow| row.name.to_lowercase() == key && Some(row.id) != own;
    if records::saved_reports(&mut context.tx)?.iter().any(taken) {
        return Err(SavedRefusal::NameTaken(name).into());
    }
    Ok(name)
}

fn saved(context: &mut Context, id: i64) -> Result<records::SavedRow, Failure> {
    let found = records::saved_reports(&mut context.tx)?.into_iter().find(|row| row.id == id);
    Ok(found.ok_or(SavedRefusal::NoSuchReport(id))?)
}

/// The parameters of an address, each one that a report knows, and what the report is of among them.
fn checked(report: Report, parameters: &str) -> Result<String, SavedRefusal> {
    for pair in parameters.split('&').filter(|pair| !pair.is_empty()) {
        let bad = || SavedRefusal::BadParameter(pair.chars().take(40).collect());
        let (name, value) = pair.split_once('=').ok_or_else(bad)?;
        let plain = !value.contains(char::is_whitespace) && value.len() <= 2_000;
        let value = percent_decode_str(value).decode_utf8().map_err(|_| bad())?;
        if !plain || !Parameters::default().take(name, &value) {
            return Err(bad());
        }
    }
    if !Parameters::read(parameters).names(report) {
        return Err(SavedRefusal::OfNothing);
    }
    Ok(parameters.to_owned())
}

impl Command for SaveReport {
    const NAME: &'static str = "save-report";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = KeptReport;

    fn about() -> String {
        t!("Keep a report under a name, with its period, columns and basis.")
    }

    fn perform(&self, context: &mut Context) -> Result<KeptReport, Failure> {
        let name = free_name(context, &self.name, None)?;
        let parameters = checked(self.report, &self.parameters)?;
        let id = context.tx.next_id()?;
        let row = records::SavedRow { id, name: name.clone(), report: self.report.word().into(), parameters };
        records::insert_saved_report(&mut context.tx, &row)?;
        Ok(KeptReport { report: id, before: None, name })
    }

    fn sentence(&self, outcome: &KeptReport) -> String {
        t!("Kept the report {name}.", name = outcome.name)
    }

    fn undo(&self, outcome: &KeptReport) -> Undo {
        Undo::Exact { command: RemoveReport::NAME, input: json!({ "report": outcome.report }) }
    }
}

impl Command for RenameReport {
    const NAME: &'static str = "rename-report";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = KeptReport;

    fn about() -> String {
        t!("Give a saved report another name.")
    }

    fn perform(&self, context: &mut Context) -> Result<KeptReport, Failure> {
        let row = saved(context, self.report)?;
        let name = free_name(context, &self.name, Some(row.id))?;
        records::rename_saved_report(&mut context.tx, row.id, &name)?;
        Ok(KeptReport { report: row.id, before: was(row), name })
    }

    fn sentence(&self, outcome: &KeptReport) -> String {
        t!("The report is called {name} now.", name = outcome.name)
    }

    fn undo(&self, outcome: &KeptReport) -> Undo {
        let name = outcome.before.as_ref().map_or("", |before| before.name.as_str());
        Undo::Exact { command: RenameReport::NAME, input: json!({ "report": outcome.report, "name": name }) }
    }
}

impl Command for RemoveReport {
    const NAME: &'static str = "remove-report";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = KeptReport;

    fn about() -> String {
        t!("Take a saved report off the list.")
    }

    fn perform(&self, context: &mut Context) -> Result<KeptReport, Failure> {
        let row = saved(context, self.report)?;
        records::remove_saved_report(&mut context.tx, row.id)?;
        Ok(KeptReport { report: row.id, name: row.name.clone(), before: was(row) })
    }

    fn sentence(&self, outcome: &KeptReport) -> String {
        t!("Took the report {name} off the list.", name = outcome.name)
    }

    fn undo(&self, outcome: &KeptReport) -> Undo {
        match &outcome.before {
            Some(before) => Undo::Exact { command: SaveReport::NAME, input: json!(before) },
            None => Undo::None { reason: t!("This version of Mainstay does not know that report.") },
        }
    }
}

fn was(row: records::SavedRow) -> Option<SaveReport> {
    let report = Report::from_word(&row.report)?;
    Some(SaveReport { name: row.name, report, parameters: row.parameters })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_those_that_a_report_knows() {
        for (text, good) in [
            ("", true),
            ("period=last-quarter&by=month&basis=accrual", true),
            ("from=2026-01&through=2026-02-14", true),
            ("period=soon", false),
            ("by=week", false),
            ("open=12.202602", false),
            ("//evil.example", false),
            ("account=12&text=blue%20ridge&tag=3&source=hand&corrections=1", true),
            ("text=blue ridge", false),
            ("text=%FF", false),
            ("across=weather", false),
        ] {
            assert_eq!(checked(Report::Journal, text).is_ok(), good, "{text}");
        }
        for (report, text, good) in [
            (Report::Register, "", false),
            (Report::Register, "account=12&period=2026", true),
            (Report::ProfitBy, "account=12", false),
            (Report::ProfitBy, "dimension=client&across=channel", true),
            (Report::ProfitBy, "dimension=weather", false),
        ] {
            assert_eq!(checked(report, text).is_ok(), good, "{report:?} {text}");
        }
    }
}
