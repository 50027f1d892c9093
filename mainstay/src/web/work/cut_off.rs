//! Work that a program's end cut off. While long work runs, a small file beside the data says so; the next start finds the
//! files whose program is gone, and notes for their owners what was not done.
//!
//! The database cannot say it: the work holds the one write transaction, and what a crash rolls back takes the note along.

use std::{
    ffi::OsString,
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime},
};

use jiff::Timestamp;
use keep::NoteWork;
use kernel::{Actor, Failure, House, Who};
use locale::{fmt, t};
use serde::{Deserialize, Serialize};
use store::Engine;

use crate::secret;

/// How often a file is touched, so that its time says until when the work went on.
const TOUCHED_AFTER: Duration = Duration::from_secs(5);

/// Where a program over this store leaves the files: beside a data file; for a server's database where its backups go.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    folder: PathBuf,
    /// How the names of the files begin.
    name: OsString,
}

impl Place {
    pub fn of(house: &House, backups: Option<&Path>) -> Place {
        let location = house.store().location();
        if house.store().engine() == Engine::Sqlite
            && let (Some(folder), Some(name)) = (Path::new(&location).parent(), Path::new(&location).file_name())
        {
            return Place { folder: folder.to_owned(), name: with(name, ".work-") };
        }
        let folder = backups.map_or_else(std::env::temp_dir, Path::to_owned);
        let short = secret::hex(&secret::hash(&location)[..6]);
        Place { folder, name: format!("mainstay-{short}.work-").into() }
    }
}

fn with(name: &std::ffi::OsStr, ending: &str) -> OsString {
    let mut name = name.to_owned();
    name.push(ending);
    name
}

/// What the file says.
#[derive(Debug, Serialize, Deserialize)]
struct Begun {
    business: i64,
    what: String,
    /// Whether it was done in several steps, of which some may have been finished.
    in_steps: bool,
}

/// The file of work on its way. It is locked as long as this program lives, and gone when the work ends.
pub(crate) struct Mark {
    path: PathBuf,
    file: File,
    touched: Instant,
}

impl Mark {
    pub fn leave(place: &Place, id: i64, business: i64, what: &str, in_steps: bool) -> io::Result<Mark> {
        let path = place.folder.join(with(&place.name, &id.to_string()));
        let mut options = File::options();
        options.write(true).create_new(true);
        // What is done is told to the owner of the books and to nobody else on this machine.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path)?;
        file.lock()?;
        let begun = Begun { business, what: what.to_owned(), in_steps };
        file.write_all(serde_json::to_string(&begun).map_err(io::Error::from)?.as_bytes())?;
        file.sync_all()?;
        Ok(Mark { path, file, touched: Instant::now() })
    }

    /// Notes now and then that the work goes on.
    pub fn touch(&mut self) {
        if self.touched.elapsed() < TOUCHED_AFTER {
            return;
        }
        self.touched = Instant::now();
        if let Err(error) = self.file.set_modified(SystemTime::now()) {
            tracing::debug!(%error, "the note of work on its way could not be touched");
        }
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.path) {
            tracing::warn!(%error, path = %self.path.display(), "the note of work that has ended could not be removed");
        }
    }
}

/// Notes for their owners what programs that are gone did not finish.
pub(crate) fn tell(house: &House, place: &Place) {
    let Ok(files) = fs::read_dir(&place.folder) else { return };
    let prefix = place.name.to_string_lossy().into_owned();
    for file in files.flatten().filter(|file| file.file_name().to_string_lossy().starts_with(&prefix)) {
        if let Err(error) = tell_of(house, &file.path()) {
            tracing::warn!(%error, path = %file.path().display(), "work that was cut off could not be noted");
        }
    }
}

fn tell_of(house: &House, path: &Path) -> io::Result<()> {
    let mut file = File::open(path)?;
    match file.try_lock() {
        Ok(()) => {}
        // Its program lives, and works.
        Err(TryLockError::WouldBlock) => return Ok(()),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    let until = Timestamp::try_from(file.metadata()?.modified()?).unwrap_or_else(|_| Timestamp::now());
    // A file without words was made in the moment of the end; nothing is known of its work.
    if let Ok(begun) = serde_json::from_str::<Begun>(&text) {
        match note(house, &begun, until) {
            // The business may be gone since.
            Ok(()) | Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(io::Error::other(failure.to_string())),
        }
    }
    fs::remove_file(path)
}

fn note(house: &House, begun: &Begun, until: Timestamp) -> Result<(), Failure> {
    let Some(settings) = house.settings(begun.business)? else { return Ok(()) };
    let at = until.to_zoned(settings.zone());
    let why = locale::scoped(settings.locale(), || {
        let (day, time) = (fmt::date(at.date()), at.strftime("%H:%M").to_string());
        if begun.in_steps {
            t!(
                "It was cut off on {day} at about {time}, when the program ended. What was finished before stands in What was done; the rest changed nothing: start it again.",
                day = day,
                time = time
            )
        } else {
            t!(
                "It was cut off on {day} at about {time}, when the program ended. It changed nothing: start it again.",
                day = day,
                time = time
            )
        }
    });
    let who = Who { actor: Actor::Job, ..Who::owner(begun.business) };
    house.perform(&who, &NoteWork { what: begun.what.clone(), why })?;
    Ok(())
}
