//! Keeping and leaving.
//!
//! Answers: is there a copy of everything, when was it last tried, who may come in by a program, and can I take my
//! business elsewhere?
//!
//! ```text
//! archive    everything of one business as lines of JSON, which either engine reads back
//! plan       when a backup is made, where it goes, how many are kept
//! backup     a copy in one file, with what its restore test found
//! trial      opening a backup in a temporary place and checking all of it: the restore test
//! token      lets a program in, as far as its scopes go
//! ```
//!
//! Left to the program's jobs: writing and trying a backup, which is work outside the books; they tell it here afterwards.

mod archive;
mod commands;
mod queries;
mod records;
pub mod rules;

use kernel::{Area, CommandEntry, QueryEntry, slots::NeedSource};

pub use commands::{
    backups::{PlanBackups, RecordBackup, StopBackups},
    tokens::{MakeToken, RevokeToken, Token},
    work::{DismissWork, NoteWork, Noted},
};
pub use queries::{Backup, BackupPlan, Backups, BackupsAnswer, FailedWork, FailedWorks, TokenLine, Tokens};

/// What this area enters in the registry.
pub fn area() -> Area {
    Area {
        name: "keep",
        commands: vec![
            CommandEntry::of::<PlanBackups>(),
            CommandEntry::of::<StopBackups>(),
            CommandEntry::of::<RecordBackup>(),
            CommandEntry::of::<MakeToken>(),
            CommandEntry::of::<RevokeToken>(),
            CommandEntry::of::<NoteWork>(),
            CommandEntry::of::<DismissWork>(),
        ],
        queries: vec![QueryEntry::of::<Backups>(), QueryEntry::of::<Tokens>(), QueryEntry::of::<FailedWorks>()],
        needs: vec![NeedSource { run: queries::backup_need }, NeedSource { run: queries::work_need }],
        exports: vec![archive::export()],
        ..Area::default()
    }
}
