//! The SQL of the kernel's own tables.

use ledger::FiscalYearStart;
use serde_json::Value as Json;
use store::{Row, StoreError, Tx, params};

use crate::{Done, Settings};

pub(crate) fn settings(tx: &mut Tx) -> Result<Option<Settings>, StoreError> {
    tx.query_optional(
        "SELECT name, country, currency, language, time_zone, fiscal_month, fiscal_day, charges_tax_since, starts_on
         FROM settings WHERE business = :business",
        &[],
    )
}

impl store::FromRow for Settings {
    fn from_row(row: &Row<'_>) -> Result<Settings, StoreError> {
        let currency: String = row.get(2)?;
        let (month, day): (i64, i64) = (row.get(5)?, row.get(6)?);
        Ok(Settings {
            name: row.get(0)?,
            country: row.get(1)?,
            currency: currency.parse().map_err(|_| StoreError::decode("currency"))?,
            language: row.get(3)?,
            time_zone: row.get(4)?,
            fiscal_year_start: FiscalYearStart {
                month: i8::try_from(month).map_err(|_| StoreError::decode("fiscal_month"))?,
                day: i8::try_from(day).map_err(|_| StoreError::decode("fiscal_day"))?,
            },
            charges_tax_since: row.get(7)?,
            starts_on: row.get(8)?,
        })
    }
}

pub(crate) fn insert_settings(tx: &mut Tx, settings: &Settings) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO settings (business, name, country, currency, language, time_zone, fiscal_month, fiscal_day,
                               charges_tax_since, starts_on)
         VALUES (:business, :name, :country, :currency, :language, :time_zone, :fiscal_month, :fiscal_day,
                 :charges_tax_since, :starts_on)",
        &params! {
            name: &settings.name,
            country: &settings.country,
            currency: settings.currency.code(),
            language: &settings.language,
            time_zone: &settings.time_zone,
            fiscal_month: i64::from(settings.fiscal_year_start.month),
            fiscal_day: i64::from(settings.fiscal_year_start.day),
            charges_tax_since: settings.charges_tax_since,
            starts_on: settings.starts_on,
        },
    )?;
    Ok(())
}

/// Gives the business another name.
pub(crate) fn rename(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE settings SET name = :name WHERE business = :business", &params! { name })?;
    Ok(())
}

/// A line for the log.
pub(crate) struct NewActivity<'a> {
    pub id: i64,
    pub at: String,
    pub actor: String,
    pub command: &'a str,
    pub input: String,
    pub sentence: &'a str,
    pub undo_command: Option<&'static str>,
    pub undo_input: Option<String>,
    pub undo_note: Option<String>,
}

pub(crate) fn insert_activity(tx: &mut Tx, line: &NewActivity<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO activity (business, id, at, actor, command, input, sentence, undo_command, undo_input, undo_note)
         VALUES (:business, :id, :at, :actor, :command, :input, :sentence, :undo_command, :undo_input, :undo_note)",
        &params! {
            id: line.id,
            at: &line.at,
            actor: &line.actor,
            command: line.command,
            input: &line.input,
            sentence: line.sentence,
            undo_command: line.undo_command,
            undo_input: line.undo_input.as_deref(),
            undo_note: line.undo_note.as_deref(),
        },
    )?;
    Ok(())
}

/// A line of the log as kept.
pub(crate) struct ActivityRow {
    pub id: i64,
    pub at: String,
    pub actor: String,
    pub command: String,
    pub sentence: String,
    pub undo_command: Option<String>,
    pub undo_input: Option<String>,
    pub undo_note: Option<String>,
    pub undone_by: Option<i64>,
}

store::from_row!(ActivityRow { id, at, actor, command, sentence, undo_command, undo_input, undo_note, undone_by });

pub(crate) fn activity_lines(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<ActivityRow>, StoreError> {
    tx.query(
        "SELECT a.id, a.at, a.actor, a.command, a.sentence, a.undo_command, a.undo_input, a.undo_note, u.undone_by
         FROM activity a LEFT JOIN undone u ON u.business = a.business AND u.activity = a.id
         WHERE a.business = :business AND a.id < :before ORDER BY a.id DESC LIMIT :limit",
        &params! { before, limit },
    )
}

pub(crate) fn activity_line(tx: &mut Tx, id: i64) -> Result<Option<ActivityRow>, StoreError> {
    tx.query_optional(
        "SELECT a.id, a.at, a.actor, a.command, a.sentence, a.undo_command, a.undo_input, a.undo_note, u.undone_by
         FROM activity a LEFT JOIN undone u ON u.business = a.business AND u.activity = a.id
         WHERE a.business = :business AND a.id = :id",
        &params! { id },
    )
}

pub(crate) fn insert_undone(tx: &mut Tx, activity: i64, undone_by: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO undone (business, activity, undone_by) VALUES (:business, :activity, :undone_by)",
        &params! { activity, undone_by },
    )?;
    Ok(())
}

/// An answer kept for a caller's key.
pub(crate) struct Answered {
    pub command: String,
    pub input_hash: [u8; 32],
    activity: i64,
    outcome: String,
    sentence: String,
    undo_command: Option<String>,
}

store::from_row!(Answered { command, input_hash, activity, outcome, sentence, undo_command });

impl Answered {
    /// What the first call answered.
    pub(crate) fn done(self) -> Done {
        Done {
            activity: self.activity,
            outcome: serde_json::from_str(&self.outcome).unwrap_or(Json::Null),
            sentence: self.sentence,
            can_undo: self.undo_command.is_some(),
        }
    }
}

pub(crate) fn answered(tx: &mut Tx, key: &str, today: &str) -> Result<Option<Answered>, StoreError> {
    tx.query_optional(
        "SELECT k.command, k.input_hash, k.activity, k.outcome, a.sentence, a.undo_command
         FROM answered k JOIN activity a ON a.business = k.business AND a.id = k.activity
         WHERE k.business = :business AND k.key = :key AND k.kept_until >= :today",
        &params! { key, today },
    )
}

pub(crate) fn insert_answered(
    tx: &mut Tx,
    key: &str,
    command: &str,
    input_hash: &[u8; 32],
    done: &Done,
    kept_until: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO answered (business, key, command, input_hash, activity, outcome, kept_until)
         VALUES (:business, :key, :command, :input_hash, :activity, :outcome, :kept_until)
         ON CONFLICT (business, key) DO UPDATE SET command = excluded.command, input_hash = excluded.input_hash,
             activity = excluded.activity, outcome = excluded.outcome, kept_until = excluded.kept_until",
        &params! {
            key,
            command,
            input_hash: &input_hash[..],
            activity: done.activity,
            outcome: done.outcome.to_string(),
            kept_until,
        },
    )?;
    Ok(())
}

pub(crate) fn insert_words(tx: &mut Tx, rows: &[(String, &'static str, i64)]) -> Result<(), StoreError> {
    tx.insert_rows(
        "INSERT INTO words (business, word, kind, id)",
        " ON CONFLICT (business, word, kind, id) DO NOTHING",
        rows,
    )?;
    Ok(())
}

pub(crate) fn delete_word(tx: &mut Tx, word: &str, kind: &str, id: i64) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM words WHERE business = :business AND word = :word AND kind = :kind AND id = :id",
        &params! { word, kind, id },
    )?;
    Ok(())
}

/// Ids of a kind's records that have a word beginning with each of these, newest first. The first word leads the index;
/// the others are looked up for each candidate.
pub(crate) fn ids_with_words(tx: &mut Tx, kind: &str, words: &[String], limit: i64) -> Result<Vec<i64>, StoreError> {
    // A word's prefix is a range: from itself to itself followed by the last character there is.
    let upper = |word: &str| format!("{word}\u{10FFFF}");
    let word = |position: usize| words.get(position).or(words.last()).cloned().unwrap_or_default();
    let (first, second, third) = (word(0), word(1), word(2));
    tx.query(
        "SELECT w.id FROM words w
         WHERE w.business = :business AND w.word >= :first AND w.word < :first_end AND w.kind = :kind
           AND EXISTS (SELECT 1 FROM words v WHERE v.business = :business AND v.word >= :second AND v.word < :second_end
                       AND v.kind = w.kind AND v.id = w.id)
           AND EXISTS (SELECT 1 FROM words v WHERE v.business = :business AND v.word >= :third AND v.word < :third_end
                       AND v.kind = w.kind AND v.id = w.id)
         GROUP BY w.id ORDER BY w.id DESC LIMIT :limit",
        &params! {
            kind,
            first: first.as_str(),
            first_end: upper(&first),
            second: second.as_str(),
            second_end: upper(&second),
            third: third.as_str(),
            third_end: upper(&third),
            limit,
        },
    )
}
