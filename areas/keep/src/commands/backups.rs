//! When backups are made, and what became of each.

use std::path::Path;

use kernel::{Actor, Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Engine;

use crate::records::{self, BackupRow, PlanRow};
use crate::rules::Every;

/// How many of each are kept at most.
const MOST_KEPT: i64 = 1_000;

/// Plans when backups are made.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanBackups {
    /// How often.
    #[serde(default)]
    pub every: Every,
    /// The day of the week for a weekly backup, Monday being 1.
    #[serde(default = "monday")]
    pub weekday: i64,
    /// The hour of the day, 0 to 23, in the time of the business. A backup that was missed is made at the next start.
    #[serde(default = "at_night")]
    pub hour: i64,
    /// The folder they go to, best on another disk; beside the data file when left empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub folder: String,
    /// For how many days the newest of the day is kept.
    #[serde(default = "a_week")]
    pub keep_days: i64,
    /// For how many weeks the newest of the week is kept.
    #[serde(default = "a_month")]
    pub keep_weeks: i64,
    /// For how many months the newest of the month is kept.
    #[serde(default = "a_year")]
    pub keep_months: i64,
}

fn monday() -> i64 {
    1
}

fn at_night() -> i64 {
    3
}

fn a_week() -> i64 {
    7
}

fn a_month() -> i64 {
    5
}

fn a_year() -> i64 {
    12
}

/// The plan before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Planned {
    /// What was planned before, if anything was.
    pub before: Option<PlanBackups>,
}

/// Why a plan is refused.
#[derive(Debug)]
enum PlanRefusal {
    Hour,
    Weekday,
    Keep(&'static str),
    Folder,
    OnlyOwner,
    OnlyProgram,
    HostChooses,
    NoPlan,
}

impl Refusal for PlanRefusal {
    fn code(&self) -> &'static str {
        match self {
            PlanRefusal::Hour => "bad-hour",
            PlanRefusal::Weekday => "bad-weekday",
            PlanRefusal::Keep(_) => "bad-count",
            PlanRefusal::Folder => "bad-folder",
            PlanRefusal::OnlyOwner => "only-owner",
            PlanRefusal::OnlyProgram => "only-program",
            PlanRefusal::HostChooses => "host-chooses-folder",
            PlanRefusal::NoPlan => "no-backups-planned",
        }
    }

    fn sentence(&self) -> String {
        match self {
            PlanRefusal::Hour => t!("The hour is a number from 0 to 23."),
            PlanRefusal::Weekday => t!("The day of the week is a number from 1, Monday, to 7, Sunday."),
            PlanRefusal::Keep(_) => t!("Keep from 0 to {most} of them.", most = MOST_KEPT),
            PlanRefusal::Folder => t!("Write the whole path of the folder, or leave it empty."),
            PlanRefusal::OnlyOwner => t!("Only the owner chooses the folder of the backups."),
            PlanRefusal::OnlyProgram => t!("Only the program itself notes its work."),
            PlanRefusal::HostChooses => t!("On a server the host chooses the folder; leave it empty."),
            PlanRefusal::NoPlan => t!("No backups are planned."),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            PlanRefusal::Hour => "hour",
            PlanRefusal::Weekday => "weekday",
            PlanRefusal::Keep(field) => field,
            PlanRefusal::Folder | PlanRefusal::OnlyOwner | PlanRefusal::HostChooses => "folder",
            PlanRefusal::OnlyProgram | PlanRefusal::NoPlan => return None,
        };
        Some(field.to_owned())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            PlanRefusal::OnlyOwner | PlanRefusal::OnlyProgram => RefusalKind::Forbidden,
            PlanRefusal::NoPlan => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

impl PlanBackups {
    fn check(&self, context: &Context) -> Result<(), PlanRefusal> {
        if !(0..=23).contains(&self.hour) {
            return Err(PlanRefusal::Hour);
        }
        if !(1..=7).contains(&self.weekday) {
            return Err(PlanRefusal::Weekday);
        }
        for (field, count) in
            [("keep_days", self.keep_days), ("keep_weeks", self.keep_weeks), ("keep_months", self.keep_months)]
        {
            if !(0..=MOST_KEPT).contains(&count) {
                return Err(PlanRefusal::Keep(field));
            }
        }
        if self.folder.is_empty() {
            return Ok(());
        }
        // A program with a token must not write where it likes on the owner's machine, nor an owner on the host's.
        if context.actor != Actor::Owner {
            return Err(PlanRefusal::OnlyOwner);
        }
        if context.tx.engine() == Engine::Postgres {
            return Err(PlanRefusal::HostChooses);
        }
        if !Path::new(&self.folder).is_absolute() || self.folder.chars().any(char::is_control) {
            return Err(PlanRefusal::Folder);
        }
        Ok(())
    }

    fn row(&self) -> PlanRow {
        PlanRow {
            every: word(self.every).to_owned(),
            weekday: self.weekday,
            hour: self.hour,
            folder: self.folder.clone(),
            keep_days: self.keep_days,
            keep_weeks: self.keep_weeks,
            keep_months: self.keep_months,
        }
    }

    pub(crate) fn of(row: PlanRow) -> PlanBackups {
        PlanBackups {
            every: if row.every == word(Every::Week) { Every::Week } else { Every::Day },
            weekday: row.weekday,
            hour: row.hour,
            folder: row.folder,
            keep_days: row.keep_days,
            keep_weeks: row.keep_weeks,
            keep_months: row.keep_months,
        }
    }
}

fn word(every: Every) -> &'static str {
    match every {
        Every::Day => "day",
        Every::Week => "week",
    }
}

fn undo_to(before: Option<&PlanBackups>) -> Undo {
    match before {
        Some(plan) => Undo::Exact {
            command: PlanBackups::NAME,
            input: serde_json::to_value(plan).unwrap_or(serde_json::Value::Null),
        },
        None => Undo::Exact { command: StopBackups::NAME, input: json!({}) },
    }
}

impl Command for PlanBackups {
    const NAME: &'static str = "plan-backups";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] =
        &["bad-hour", "bad-weekday", "bad-count", "bad-folder", "only-owner", "host-chooses-folder"];
    type Outcome = Planned;

    fn about() -> String {
        t!("Plan when backups are made, where they go and how many are kept.")
    }

    fn perform(&self, context: &mut Context) -> Result<Planned, Failure> {
        self.check(context)?;
        let before = records::plan(&mut context.tx)?.map(PlanBackups::of);
        records::write_plan(&mut context.tx, &self.row())?;
        Ok(Planned { before })
    }

    fn sentence(&self, _: &Planned) -> String {
        match self.every {
            Every::Day => t!("A backup is made every day at {hour}:00.", hour = self.hour),
            Every::Week => t!("A backup is made every week at {hour}:00.", hour = self.hour),
        }
    }

    fn undo(&self, outcome: &Planned) -> Undo {
        undo_to(outcome.before.as_ref())
    }
}

/// Makes no more backups by itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StopBackups {}

impl Command for StopBackups {
    const NAME: &'static str = "stop-backups";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = &["no-backups-planned"];
    type Outcome = Planned;

    fn about() -> String {
        t!("Make no more backups by a plan.")
    }

    fn perform(&self, context: &mut Context) -> Result<Planned, Failure> {
        let before = records::plan(&mut context.tx)?.map(PlanBackups::of).ok_or(PlanRefusal::NoPlan)?;
        records::delete_plan(&mut context.tx)?;
        Ok(Planned { before: Some(before) })
    }

    fn sentence(&self, _: &Planned) -> String {
        t!("No more backups are made by themselves.")
    }

    fn undo(&self, outcome: &Planned) -> Undo {
        undo_to(outcome.before.as_ref())
    }
}

/// Notes what became of a backup: the program that made and tried it tells it here.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordBackup {
    /// The file.
    pub file: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// How many entries it holds.
    pub entries: i64,
    /// The hash of the last of them, hexadecimal.
    pub chain: String,
    /// What was wrong with it, in one sentence; empty when it was restored and all of it held.
    #[serde(default)]
    pub problem: String,
    /// Backups whose files were removed since, by their numbers.
    #[serde(default)]
    pub removed: Vec<i64>,
}

/// The backup.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Recorded {
    /// Its number.
    pub backup: i64,
}

impl Command for RecordBackup {
    const NAME: &'static str = "record-backup";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["only-program"];
    type Outcome = Recorded;

    fn about() -> String {
        t!("Note a backup that was made, and what its restore test found.")
    }

    fn perform(&self, context: &mut Context) -> Result<Recorded, Failure> {
        // The file is read and removed by the program later, so nobody else may say which it is.
        if context.actor != Actor::Job {
            return Err(PlanRefusal::OnlyProgram.into());
        }
        let id = context.tx.next_id()?;
        let backup = BackupRow {
            id,
            made_at: context.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            made_on: context.today,
            file: self.file.clone(),
            bytes: self.bytes,
            entries: self.entries,
            chain: self.chain.clone(),
            problem: self.problem.clone(),
            removed_on: None,
        };
        records::insert_backup(&mut context.tx, &backup)?;
        let today = context.today;
        for removed in &self.removed {
            records::note_removed(&mut context.tx, *removed, today)?;
        }
        Ok(Recorded { backup: id })
    }

    fn sentence(&self, _: &Recorded) -> String {
        if self.problem.is_empty() {
            return t!("A backup was made, restored in a temporary place and checked.");
        }
        t!("The backup failed: {problem}", problem = self.problem)
    }

    fn undo(&self, _: &Recorded) -> Undo {
        Undo::None { reason: t!("A backup that was made stays a file until it is removed.") }
    }
}
