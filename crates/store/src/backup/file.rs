//! Files that appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use locale::t;

use super::{BackupReport, Replace};
use crate::StoreError;
use crate::migration_text::newest;

/// Level 3 is the tool's own default; higher ones cost several times as much for a few percent.
const COMPRESSION: i32 = 3;

/// A file that is being made, removed with its companions unless it got its name.
pub(crate) struct Partial(PathBuf);

impl Partial {
    /// A place beside the file that is to appear, on the same volume, so that renaming is enough.
    pub(crate) fn beside(path: &Path, what: &str) -> Partial {
        // Two of one program may be at work at once.
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let partial = Partial(with_suffix(path, &format!(".{what}-{}-{number}", std::process::id())));
        partial.clear();
        partial
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    fn clear(&self) {
        // An older file that is brought forward is copied first, like any other.
        let copies = (1..=newest()).map(|schema| format!(".before-{schema:04}"));
        for suffix in ["", "-wal", "-shm", "-journal"].into_iter().map(String::from).chain(copies) {
            // What cannot be removed here fails where it is written next, with a better message.
            let _ = fs::remove_file(with_suffix(&self.0, &suffix));
        }
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Makes an empty file that only its owner may read: it will hold the books. It must not exist yet, so that nobody can
/// have put something else under its name.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

pub(super) fn is_filled(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

pub(super) fn refuse_existing(path: &Path, replace: Replace) -> Result<(), StoreError> {
    if replace == Replace::No && is_filled(path) {
        return Err(StoreError::AlreadyThere { path: path.to_owned() });
    }
    Ok(())
}

/// Compresses a data file into a backup that then gets its name.
pub(super) fn compress(data: &Path, backup: &Path) -> Result<BackupReport, StoreError> {
    let partial = Partial::beside(backup, "backup");
    let work = || -> io::Result<u64> {
        let mut reader = File::open(data)?;
        let mut encoder = zstd::Encoder::new(BufWriter::new(create_private(partial.path())?), COMPRESSION)?;
        encoder.include_checksum(true)?;
        let bytes = io::copy(&mut reader, &mut encoder)?;
        encoder.finish()?.flush()?;
        Ok(bytes)
    };
    let data_bytes = work().map_err(|source| StoreError::file(backup, source))?;
    publish(partial.path(), backup)?;
    let backup_bytes = fs::metadata(backup).map_err(|source| StoreError::file(backup, source))?.len();
    Ok(BackupReport { data_bytes, backup_bytes, head: None })
}

/// Expands a backup. An error of the backup is told apart from one of the place it is expanded to.
pub(super) fn expand(backup: &Path, data: &Path) -> Result<(), StoreError> {
    let source = File::open(backup).map_err(|source| StoreError::file(backup, source))?;
    let unreadable = |error: io::Error| StoreError::BadBackup {
        path: backup.to_owned(),
        detail: t!("it cannot be expanded, {reason}", reason = error),
    };
    let mut decoder = zstd::Decoder::new(BufReader::new(source)).map_err(unreadable)?;
    let mut target = create_private(data).map_err(|source| StoreError::file(data, source))?;
    let mut chunk = vec![0; 1 << 17];
    loop {
        let length = io::Read::read(&mut decoder, &mut chunk).map_err(unreadable)?;
        if length == 0 {
            return Ok(());
        }
        target.write_all(&chunk[..length]).map_err(|source| StoreError::file(data, source))?;
    }
}

/// Makes a file durable and gives it its name, in the place of what was there.
pub(super) fn publish(partial: &Path, path: &Path) -> Result<(), StoreError> {
    let work = || -> io::Result<()> {
        // Syncing needs a handle that may write on some systems.
        File::options().write(true).open(partial)?.sync_all()?;
        fs::rename(partial, path)?;
        sync_folder_of(path)
    };
    work().map_err(|source| StoreError::file(path, source))
}

/// A rename is durable when the folder is; other systems than Unix do not open folders.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A second name for a file that is about to be replaced; a copy where the volume has no second names.
pub(super) fn keep_beside(path: &Path, suffix: &str) -> Result<PathBuf, StoreError> {
    let kept = with_suffix(path, suffix);
    remove(&kept)?;
    if fs::hard_link(path, &kept).is_err() {
        fs::copy(path, &kept).map_err(|source| StoreError::file(&kept, source))?;
    }
    Ok(kept)
}

/// Removes a file that need not be there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::file(path, error)),
        _ => Ok(()),
    }
}
