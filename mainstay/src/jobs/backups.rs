//! Making a backup, trying to restore it, and removing those whose day is over.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp, civil::Date};
use keep::{Backup, Backups, RecordBackup, rules};
use kernel::{Actor, Done, Failure, House, RefusalKind, Refused, Who};
use locale::t;
use store::{Business, Engine, Head, Replace, Store, StoreError, Turn};

use crate::{moment, secret};

/// A program that takes a turn has this long; after that it is taken for dead and another may try.
const LEASE: SignedDuration = SignedDuration::from_hours(1);
/// The kind of job.
const KIND: &str = "backup";
/// How the files end.
const ENDING: &str = "backup.zst";
/// How many backups are looked at when old ones are thinned out.
const LOOKED_AT: i64 = 1_000;

/// Makes the backup of a business if one falls due and nobody else is at it.
pub(crate) fn if_due(
    house: &House,
    business: &Business,
    folder: Option<&Path>,
    holder: &str,
) -> Result<Option<Done>, Failure> {
    if house.settings(business.id)?.is_none() {
        return Ok(None);
    }
    let who = job(business);
    let Some(plan) = house.answer(&who, &Backups { limit: Some(1) })?.plan.filter(|plan| plan.due) else {
        return Ok(None);
    };
    let directory = house.store().directory();
    let turn = Turn { business: business.id, kind: KIND, turn: &plan.last_turn, holder };
    let now = Timestamp::now();
    if !directory.turn_take(&turn, &moment::text(now), &moment::text(moment::later(now, LEASE)))? {
        return Ok(None);
    }
    let done = make(house, business, folder)?;
    directory.turn_done(&turn)?;
    Ok(Some(done))
}

/// Makes a backup now, tries it, and notes what was found. A backup that could not be made is noted too.
pub(crate) fn make(house: &House, business: &Business, folder: Option<&Path>) -> Result<Done, Failure> {
    let who = job(business);
    let known = house.answer(&who, &Backups { limit: Some(LOOKED_AT) })?;
    let chosen = known.plan.as_ref().map(|plan| plan.plan.folder.as_str()).filter(|folder| !folder.is_empty());
    // On a server the host's folder is the only one.
    let chosen = chosen.filter(|_| house.store().engine() == Engine::Sqlite).map(PathBuf::from);
    let record = match chosen.or_else(|| folder.map(Path::to_owned)) {
        None => {
            let problem = t!("the host has named no folder for backups (serve --backups DIR).");
            RecordBackup {
                file: String::new(),
                bytes: 0,
                entries: 0,
                chain: String::new(),
                problem,
                removed: Vec::new(),
            }
        }
        Some(folder) => {
            let file = folder.join(file_name(&business.name, Timestamp::now()));
            let mut record = write_and_try(house, business, &file);
            if let Some(plan) = known.plan.filter(|_| record.problem.is_empty()) {
                let keep = [plan.plan.keep_days, plan.plan.keep_weeks, plan.plan.keep_months];
                record.removed =
                    thin_out(&known.backups, keep, &house.read(&who, |context| Ok::<_, Failure>(context.today))?);
            }
            record
        }
    };
    let (_, done) = house.perform(&who, &record)?;
    Ok(done)
}

fn job(business: &Business) -> Who {
    Who { actor: Actor::Job, ..Who::owner(business.id) }
}

/// `calloway-clay-20261121-030000.backup.zst`.
fn file_name(business: &str, now: Timestamp) -> String {
    let plain: String = business
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let name = if words.is_empty() { "business".to_owned() } else { words.join("-") };
    let short: String = name.chars().take(60).collect();
    // Letters of chance, so that two of one second and of one name do not meet.
    let chance = secret::hex(&secret::hash(&secret::new())[..2]);
    format!("{short}-{}-{chance}.{ENDING}", now.strftime("%Y%m%d-%H%M%S"))
}

/// Writes a backup and restores it in a temporary place. What goes wrong is said in the record.
fn write_and_try(house: &House, business: &Business, file: &Path) -> RecordBackup {
    let mut record = RecordBackup {
        file: file.display().to_string(),
        bytes: 0,
        entries: 0,
        chain: String::new(),
        problem: String::new(),
        removed: Vec::new(),
    };
    let written = folder_of(file).and_then(|()| house.store().backup_business_to(business.id, file, Replace::No));
    let found = written.map_err(Failure::from).and_then(|report| {
        record.bytes = i64::try_from(report.backup_bytes).unwrap_or(i64::MAX);
        let Some(head) = report.head else { return Ok(()) };
        record.entries = head.last_entry;
        record.chain = secret::hex(&head.chain);
        trial(house, business, file, &head)
    });
    if let Err(failure) = found {
        record.problem = failure.said().to_string();
    }
    record
}

fn folder_of(file: &Path) -> Result<(), StoreError> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder).map_err(|error| {
        StoreError::Other(t!("{path} could not be used: {reason}", path = folder.display(), reason = error))
    })
}

/// The restore test: the backup is opened as a restore would open it, everything in it is checked, and its entries and the
/// end of their chain are the ones that were copied.
fn trial(house: &House, business: &Business, file: &Path, copied: &Head) -> Result<(), Failure> {
    let wrong = |what: String| {
        let sentence = t!("The backup {file} failed its test: {what}", file = file.display(), what = what);
        Failure::from(Refused::new("backup-failed", RefusalKind::Conflict, sentence))
    };
    let copy = Store::try_backup(file)?;
    let found = copy.store().begin_read(business.id)?.head_now()?;
    if found != *copied {
        return Err(wrong(t!("it does not end with the entry that was the last.")));
    }
    let verified = house.over(copy.store().clone()).verify(&Who::owner(business.id))?;
    match verified.into_iter().flat_map(|check| check.found.problems).next() {
        Some(problem) => Err(wrong(problem)),
        None => Ok(()),
    }
}

/// Removes the files of backups that newer ones stand for, now that there is another; gives their numbers.
fn thin_out(backups: &[Backup], [days, weeks, months]: [i64; 3], today: &Date) -> Vec<i64> {
    const NEW: i64 = i64::MAX;
    let count = |kept: i64| usize::try_from(kept).unwrap_or(0);
    let keep = rules::Keep { days: count(days), weeks: count(weeks), months: count(months) };
    let good = backups.iter().filter(|backup| backup.problem.is_none() && backup.removed_on.is_none());
    let all: Vec<(i64, Date)> =
        std::iter::once((NEW, *today)).chain(good.map(|backup| (backup.backup, backup.made_on))).collect();
    let mut gone = rules::superseded(&all, keep);
    gone.retain(|id| {
        let file = backups.iter().find(|backup| backup.backup == *id).map(|backup| backup.file.as_str());
        // A disk that is not there now is asked again next time.
        file.is_some_and(|file| match fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, file, "an old backup could not be removed");
                false
            }
            _ => Path::new(file).parent().is_some_and(Path::exists),
        })
    });
    gone
}

#[cfg(test)]
mod tests {
    use books::SetUpBooks;
    use jiff::civil::date;
    use keep::PlanBackups;
    use kernel::{Founding, Settings};
    use store::testing::{DataFile, each_engine};

    use super::*;
    use crate::wiring;

    fn founded(store: Store) -> (House, Business) {
        let house = House::new(store, wiring::registry()).at(Some(date(2026, 5, 12)));
        let settings = Settings::defaults("Calloway & Clay", "US", date(2026, 1, 1));
        let first = SetUpBooks { accounts: Vec::new(), overhead_minor: None };
        house.found(&Founding { settings: &settings, first: &first }).unwrap();
        let business = house.store().directory().businesses().unwrap().remove(0);
        (house, business)
    }

    fn known(house: &House, business: &Business) -> keep::BackupsAnswer {
        house.answer(&Who::owner(business.id), &Backups::default()).unwrap()
    }

    fn plan(house: &House, business: &Business, keep_days: i64) {
        let plan = serde_json::json!({ "hour": 9, "keep_days": keep_days, "keep_weeks": 0, "keep_months": 0 });
        let plan: PlanBackups = serde_json::from_value(plan).unwrap();
        house.perform(&Who::owner(business.id), &plan).unwrap();
    }

    #[test]
    fn a_backup_that_is_due_is_made_once_and_restores() {
        each_engine(|store| {
            let (place, (house, business)) = (DataFile::new(), founded(store));
            let folder = place.folder().join("backups");
            assert!(if_due(&house, &business, Some(&folder), "one").unwrap().is_none(), "nothing is planned");
            plan(&house, &business, 7);
            assert!(known(&house, &business).plan.unwrap().due);
            assert!(if_due(&house, &business, Some(&folder), "one").unwrap().is_some());
            assert!(if_due(&house, &business, Some(&folder), "other").unwrap().is_none(), "no turn is taken twice");
            let made = known(&house, &business);
            assert!(!made.plan.unwrap().due);
            let [backup] = &made.backups[..] else { panic!("one backup: {:?}", made.backups) };
            assert_eq!(backup.problem, None);
            assert!(backup.file.contains("calloway-clay-"), "{}", backup.file);
            let copy = Store::try_backup(Path::new(&backup.file)).unwrap();
            assert_eq!(copy.store().directory().businesses().unwrap(), std::slice::from_ref(&business));
            // The next day it falls due again.
            let house = house.at(Some(date(2026, 5, 13)));
            assert!(if_due(&house, &business, Some(&folder), "one").unwrap().is_some());
            assert_eq!(known(&house, &business).backups.len(), 2);
        });
    }

    #[test]
    fn old_backups_are_removed_with_their_files() {
        each_engine(|store| {
            let (place, (house, business)) = (DataFile::new(), founded(store));
            let folder = place.folder().join("backups");
            plan(&house, &business, 2);
            for day in 12..=16 {
                make(&house.clone().at(Some(date(2026, 5, day))), &business, Some(&folder)).unwrap();
            }
            let made = known(&house, &business).backups;
            let removed: Vec<bool> = made.iter().map(|backup| backup.removed_on.is_some()).collect();
            assert_eq!(removed, [false, false, true, true, true]);
            for backup in made {
                assert_eq!(Path::new(&backup.file).exists(), backup.removed_on.is_none(), "{}", backup.file);
            }
            assert_eq!(fs::read_dir(&folder).unwrap().count(), 2, "no file is left over");
        });
    }

    #[test]
    fn a_backup_that_fails_is_noted_and_waits_for_the_owner() {
        each_engine(|store| {
            let (place, (house, business)) = (DataFile::new(), founded(store));
            // A file stands where the folder should be.
            let folder = place.folder().join("taken");
            fs::write(&folder, "x").unwrap();
            make(&house, &business, Some(&folder)).unwrap();
            make(&house, &business, None).unwrap();
            let made = known(&house, &business).backups;
            assert!(made.iter().all(|backup| backup.problem.is_some()), "{made:?}");
            let needs = house.answer(&Who::owner(business.id), &kernel::search::Needs {}).unwrap();
            assert!(needs.needs.iter().any(|need| need.href == "/keep"), "{needs:?}");
        });
    }

    #[test]
    fn a_backup_of_other_books_fails_its_test() {
        each_engine(|store| {
            let (place, (house, business)) = (DataFile::new(), founded(store));
            let file = place.folder().join("one.backup.zst");
            let head = house.store().backup_business_to(business.id, &file, Replace::No).unwrap().head.unwrap();
            trial(&house, &business, &file, &head).unwrap();
            let other = Head { last_entry: head.last_entry + 1, ..head };
            assert!(trial(&house, &business, &file, &other).is_err());
            let mut bytes = fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&file, bytes).unwrap();
            assert!(trial(&house, &business, &file, &head).is_err());
        });
    }
}
