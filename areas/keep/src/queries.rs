//! The reads.

use jiff::Timestamp;
use jiff::civil::Date;
use kernel::slots::Need;
use kernel::{Context, Failure, Query};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::commands::backups::PlanBackups;
use crate::records;
use crate::rules::{last_turn, next_turn};

/// The plan of the backups, and the backups themselves.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Backups {
    /// How many, 50 when absent, at most 1,000.
    pub limit: Option<i64>,
}

/// The answer to [`Backups`].
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BackupsAnswer {
    /// When they are made; absent when none are.
    pub plan: Option<BackupPlan>,
    /// The backups, the newest first.
    pub backups: Vec<Backup>,
}

/// When backups are made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BackupPlan {
    /// What was planned.
    #[serde(flatten)]
    pub plan: PlanBackups,
    /// The last moment it fell due, an instant in UTC.
    pub last_turn: String,
    /// The next moment, on the clock of the business.
    pub next_at: String,
    /// The day of the next.
    pub next_on: Date,
    /// Whether one is to be made now: none was since it last fell due.
    pub due: bool,
}

/// A backup.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Backup {
    /// Its number.
    pub backup: i64,
    /// When it was made, an instant in UTC.
    pub made_at: String,
    /// The day it was made, restored in a temporary place and checked.
    pub made_on: Date,
    /// The file.
    pub file: String,
    /// Its size in bytes.
    pub bytes: i64,
    /// How many entries it holds.
    pub entries: i64,
    /// What is wrong with it; absent when it was restored and all of it held.
    pub problem: Option<String>,
    /// When its file was removed, because newer ones stand for it.
    pub removed_on: Option<Date>,
}

impl Query for Backups {
    const NAME: &'static str = "backups";
    type Answer = BackupsAnswer;

    fn about() -> String {
        t!("When backups are made, and which there are.")
    }

    fn answer(&self, context: &mut Context) -> Result<BackupsAnswer, Failure> {
        let rows = records::backups(&mut context.tx, self.limit.unwrap_or(50).clamp(1, 1_000))?;
        let backups: Vec<Backup> = rows
            .into_iter()
            .map(|row| Backup {
                backup: row.id,
                made_at: row.made_at,
                made_on: row.made_on,
                file: row.file,
                bytes: row.bytes,
                entries: row.entries,
                problem: Some(row.problem).filter(|problem| !problem.is_empty()),
                removed_on: row.removed_on,
            })
            .collect();
        let plan = records::plan(&mut context.tx)?.map(PlanBackups::of);
        let plan = plan.map(|plan| planned(context, plan, &backups)).transpose()?;
        Ok(BackupsAnswer { plan, backups })
    }
}

fn planned(context: &Context, plan: PlanBackups, backups: &[Backup]) -> Result<BackupPlan, Failure> {
    let zone = context.settings.zone();
    let now = context.now.to_zoned(zone.clone()).datetime();
    let turn = last_turn(plan.every, plan.weekday, plan.hour, now);
    let next = next_turn(plan.every, turn);
    // An hour that a change of the clocks leaves out is the one after it.
    let at = turn.to_zoned(zone).map_or(Timestamp::MIN, |zoned| zoned.timestamp());
    let last_turn = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok(BackupPlan {
        due: backups.first().is_none_or(|newest| newest.made_at < last_turn),
        last_turn,
        next_at: next.strftime("%Y-%m-%d %H:%M").to_string(),
        next_on: next.date(),
        plan,
    })
}

/// The tokens of this business.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tokens {}

/// A token, without its secret, which nobody knows but the program.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TokenLine {
    /// Its number.
    pub token: i64,
    /// What its owner calls it.
    pub name: String,
    /// What it may do.
    pub scopes: String,
    /// When it was made, an instant in UTC.
    pub created_at: String,
    /// From when on it is refused, if ever.
    pub expires_at: Option<String>,
    /// When it was last used, to the hour.
    pub last_used_at: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<String>,
    /// Whether it opens anything now.
    pub good: bool,
}

impl Query for Tokens {
    const NAME: &'static str = "tokens";
    type Answer = Vec<TokenLine>;

    fn about() -> String {
        t!("Which programs may come in, and how far.")
    }

    fn answer(&self, context: &mut Context) -> Result<Vec<TokenLine>, Failure> {
        let now = context.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let tokens = context.tx.token_list()?;
        let lines = tokens.into_iter().map(|token| TokenLine {
            good: token.revoked_at.is_none() && token.expires_at.as_ref().is_none_or(|end| *end > now),
            token: token.id,
            name: token.name,
            scopes: token.scopes,
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at: token.last_used_at,
            revoked_at: token.revoked_at,
        });
        Ok(lines.collect())
    }
}

/// Work that ended badly while nobody was watching.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailedWorks {}

/// Such work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FailedWork {
    /// The number of its note.
    pub note: i64,
    /// When it ended, an instant in UTC.
    pub failed_at: String,
    /// What was to be done.
    pub what: String,
    /// Why it was not.
    pub why: String,
}

impl Query for FailedWorks {
    const NAME: &'static str = "failed-works";
    type Answer = Vec<FailedWork>;

    fn about() -> String {
        t!("What was begun and not done.")
    }

    fn answer(&self, context: &mut Context) -> Result<Vec<FailedWork>, Failure> {
        let rows = records::failed(&mut context.tx)?.into_iter();
        Ok(rows
            .map(|row| FailedWork { note: row.id, failed_at: row.failed_at, what: row.what, why: row.why })
            .collect())
    }
}

/// A backup that failed is as loud as it gets; with a plan, so is a backup that was not made for long.
pub(crate) fn backup_need(context: &mut Context) -> Result<Option<Need>, Failure> {
    let newest = records::backups(&mut context.tx, 1)?.pop();
    let Some(failed) = newest.filter(|backup| !backup.problem.is_empty()) else { return Ok(None) };
    Ok(Some(Need {
        count: 1,
        sentence: t!("The last backup failed: {problem}", problem = failed.problem),
        action: t!("Look at the backups"),
        href: "/keep".to_owned(),
    }))
}

/// Work that was not done.
pub(crate) fn work_need(context: &mut Context) -> Result<Option<Need>, Failure> {
    let count = i64::try_from(records::failed(&mut context.tx)?.len()).unwrap_or(i64::MAX);
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(count, "{count} thing you began was not done.", "{count} things you began were not done."),
        action: t!("See why"),
        href: "/work".to_owned(),
    }))
}
