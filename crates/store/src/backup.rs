//! Backup to one compressed file, and restore.
//!
//! A backup is a SQLite data file compressed with Zstandard, so that the ordinary `zstd` and `sqlite3` open it without
//! this program. Everything is written beside its destination, made durable, and only then given its name: whatever goes
//! wrong, the file that was there before is still there, whole.

pub(crate) mod copy;
pub(crate) mod file;

use std::path::{Path, PathBuf};

use locale::t;
use rusqlite::backup::Backup;

use crate::migration::{file_version, refuse_newer};
use crate::sqlite::{APPLICATION_ID, FileOptions};
use crate::store::Home;
use crate::{BusinessId, Head, Store, StoreError};

use file::{Partial, compress, expand};

/// Whether a file that is already there may be replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// A file that is already there is kept and the work refused.
    No,
    /// A file that is already there is replaced at the very end, when its successor is known to be whole.
    Yes,
}

/// What a backup wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// The size of the data in bytes.
    pub data_bytes: u64,
    /// The size of the backup in bytes.
    pub backup_bytes: u64,
    /// Where the business stood that was copied, if it was one.
    pub head: Option<Head>,
}

/// A backup opened beside everything else, to see whether it can be restored; gone when dropped.
pub struct BackupCopy {
    store: Store,
    /// Removed after the store is closed: fields are dropped in their order.
    _place: Partial,
}

impl BackupCopy {
    /// The store of the copy.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// What a restore found in the backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The schema of the backup; an older one is brought forward when the data file is opened.
    pub schema: i64,
    /// The businesses in it, by name.
    pub businesses: Vec<String>,
    /// Where the data file that was replaced stands now.
    pub kept: Option<PathBuf>,
}

impl Store {
    /// Copies the whole data file, as it is at this moment, while others go on reading and writing. A server is backed up
    /// business by business, see [`Store::backup_business_to`], or by its own tools.
    pub fn backup_to(&self, backup: &Path, replace: Replace) -> Result<BackupReport, StoreError> {
        let Home::File(home) = &self.home else {
            return Err(StoreError::NeedsOneBusiness);
        };
        file::refuse_existing(backup, replace)?;
        let partial = Partial::beside(backup, "data");
        let mut source = home.reader()?;
        {
            file::create_private(partial.path()).map_err(|source| StoreError::file(partial.path(), source))?;
            let mut target = rusqlite::Connection::open(partial.path())?;
            // What a crash leaves behind is thrown away, so nothing needs to be durable before the end.
            target.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
            let copy = Backup::new(&source.session()?.connection, &mut target)?;
            // All pages in one step: one state of the file, and in WAL mode nobody has to wait.
            match copy.step(-1)? {
                rusqlite::backup::StepResult::Done => {}
                _ => return Err(StoreError::Busy),
            }
        }
        compress(partial.path(), backup)
    }

    /// Copies one business into a backup of its own, from either engine. Sessions, tokens and links stay behind: they
    /// open this database, not another.
    pub fn backup_business_to(
        &self,
        business: BusinessId,
        backup: &Path,
        replace: Replace,
    ) -> Result<BackupReport, StoreError> {
        file::refuse_existing(backup, replace)?;
        let partial = Partial::beside(backup, "data");
        let head = {
            let target = Store::open_file(partial.path(), &FileOptions::default())?;
            let named = self.directory().businesses()?.into_iter().find(|candidate| candidate.id == business);
            let named = named.ok_or(StoreError::NoBusiness { business })?;
            target.directory().adopt_business(&named)?;
            copy::business(self, business, &target, business)?
        };
        Ok(BackupReport { head: Some(head), ..compress(partial.path(), backup)? })
    }

    /// Restores a backup into a temporary place and opens it there, as a restore would.
    pub fn try_backup(backup: &Path) -> Result<BackupCopy, StoreError> {
        let place = Partial::beside(&std::env::temp_dir().join("mainstay"), "trial");
        expand(backup, place.path())?;
        verify(backup, place.path())?;
        let store = Store::open_file(place.path(), &FileOptions::default())?;
        Ok(BackupCopy { store, _place: place })
    }

    /// Brings the business of a backup into this database, on either engine, under its own name or a new one. Returns its
    /// number here. A name that is taken is [`StoreError::UniqueViolation`].
    pub fn restore_business(&self, backup: &Path, name: Option<&str>) -> Result<BusinessId, StoreError> {
        // The backup may lie where nothing can be written.
        let partial = Partial::beside(&std::env::temp_dir().join("mainstay"), "restore");
        expand(backup, partial.path())?;
        verify(backup, partial.path())?;
        // Opening brings an older backup forward.
        let source = Store::open_file(partial.path(), &FileOptions::default())?;
        let mut businesses = source.directory().businesses()?;
        let (Some(mut business), None) = (businesses.pop(), businesses.pop()) else {
            let detail = t!("it holds several businesses; restore it as a data file");
            return Err(StoreError::BadBackup { path: backup.to_owned(), detail });
        };
        let from = business.id;
        if let Some(name) = name {
            name.clone_into(&mut business.name);
        }
        let restored = self.directory().create_business(&business.name, &business.created_at)?;
        match copy::business(&source, from, self, restored) {
            Ok(_) => Ok(restored),
            Err(error) => {
                self.directory().forget_business(restored)?;
                Err(error)
            }
        }
    }
}

/// Puts the data of a backup in the place of a data file, after checking that it is whole. The file that was there is
/// kept beside it under the name `FILE.before-restore`. Nobody may have the data file open meanwhile.
pub fn restore_file(backup: &Path, data_file: &Path, replace: Replace) -> Result<RestoreReport, StoreError> {
    file::refuse_existing(data_file, replace)?;
    if let Some(folder) = data_file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|source| StoreError::file(folder, source))?;
    }
    let partial = Partial::beside(data_file, "restore");
    expand(backup, partial.path())?;
    let (schema, businesses) = verify(backup, partial.path())?;
    let kept = if file::is_filled(data_file) {
        close_for_good(data_file)?;
        Some(file::keep_beside(data_file, ".before-restore")?)
    } else {
        None
    };
    for leftover in ["-wal", "-shm"] {
        // A write-ahead log that belongs to another file would be read into this one.
        file::remove(&file::with_suffix(data_file, leftover))?;
    }
    file::publish(partial.path(), data_file)?;
    Ok(RestoreReport { schema, businesses, kept })
}

/// Checks a data file before anything depends on it: ours, known, whole. Gives its schema and businesses.
fn verify(backup: &Path, path: &Path) -> Result<(i64, Vec<String>), StoreError> {
    let bad = |detail: String| StoreError::BadBackup { path: backup.to_owned(), detail };
    let look = || -> Result<(i64, Vec<String>), StoreError> {
        let connection = rusqlite::Connection::open(path)?;
        let id: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if id != APPLICATION_ID {
            return Err(StoreError::NotADatabase { location: backup.display().to_string() });
        }
        let schema = file_version(&connection)?;
        refuse_newer(schema, || backup.display().to_string())?;
        let integrity: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if integrity != "ok" {
            return Err(StoreError::Corrupt { detail: integrity });
        }
        if connection.prepare("PRAGMA foreign_key_check")?.exists([])? {
            return Err(StoreError::Corrupt { detail: t!("a record refers to one that does not exist") });
        }
        let mut names = connection.prepare("SELECT name FROM businesses ORDER BY name")?;
        let names = names.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok((schema, names))
    };
    look().map_err(|error| match error {
        StoreError::NotADatabase { .. } => bad(t!("it is not a backup of this program")),
        StoreError::Corrupt { detail } => bad(t!("it is damaged ({detail})", detail = detail)),
        error => error,
    })
}

/// Makes sure that nobody has the data file open: leaving WAL mode needs the file for oneself, and brings the
/// write-ahead log home (https://sqlite.org/wal.html). A file that is no database has nobody to wait for.
fn close_for_good(data_file: &Path) -> Result<(), StoreError> {
    let leave = || -> rusqlite::Result<()> {
        let connection = rusqlite::Connection::open(data_file)?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))
    };
    match leave().map_err(StoreError::from) {
        Err(StoreError::NotADatabase { .. } | StoreError::Corrupt { .. }) | Ok(()) => Ok(()),
        Err(error) => Err(error),
    }
}
