//! What can go wrong at the door, each in one sentence that says what to do.

use std::fmt;
use std::path::{Path, PathBuf};

use locale::t;
use rusqlite::ffi;

use crate::BusinessId;

/// Why the database did not do what was asked.
#[derive(Debug)]
#[non_exhaustive]
pub enum StoreError {
    /// Another program, or another request of this one, is writing and did not finish in time.
    Busy,
    /// No room for the write; nothing of it was kept.
    DiskFull,
    /// The data was written by a newer program.
    NewerSchema {
        /// Where the data is.
        location: String,
        /// The schema of the data.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The database has to be migrated before this program can use it.
    OlderSchema {
        /// Where the data is.
        location: String,
        /// The schema of the data.
        found: i64,
        /// The schema this program needs.
        known: i64,
    },
    /// The file is something else, or encrypted.
    NotADatabase {
        /// The file.
        location: String,
    },
    /// The file is damaged.
    Corrupt {
        /// What the check found.
        detail: String,
    },
    /// A row with this key is already there.
    UniqueViolation,
    /// A row refers to one that is not there, or is still referred to.
    ForeignKeyViolation,
    /// A row breaks another rule of its table (NOT NULL, CHECK, a type).
    ConstraintViolation,
    /// A number left the range of 64 bits.
    Overflow,
    /// A write inside a read.
    ReadOnly,
    /// The database server could not be reached, or went away.
    Connection {
        /// What the server or the network said.
        detail: String,
    },
    /// The role could read past the row-level security.
    UnsafeRole {
        /// The role connected as.
        role: String,
    },
    /// The role may not do that: it does not own the tables, or is no member of the program's role.
    NotPermitted,
    /// A column holds something else than was asked for.
    Decode {
        /// The column's name.
        column: String,
    },
    /// One row was asked for and there is none.
    NoRow,
    /// One row was asked for and there are several.
    ManyRows,
    /// There is no such business in this database.
    NoBusiness {
        /// The number asked for.
        business: BusinessId,
    },
    /// A statement names a parameter that was not given.
    MissingParameter {
        /// The parameter.
        name: String,
    },
    /// A file already stands where one should be written.
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// The backup does not hold what was asked for.
    BadBackup {
        /// The backup.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// The archive is damaged, incomplete or something else.
    BadArchive {
        /// Why.
        detail: String,
    },
    /// The work was asked to stop; nothing of it was kept.
    Stopped,
    /// A whole server cannot be backed up in one file.
    NeedsOneBusiness,
    /// A file could not be read or written.
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else the engine said.
    Other(String),
}

impl fmt::Display for StoreError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence())
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            StoreError::File { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl StoreError {
    /// What happened and what to do, in the reader's language.
    fn sentence(&self) -> String {
        match self {
            StoreError::Busy => t!("Another program is writing to the data; wait until it is done and try again."),
            StoreError::DiskFull => t!("The disk is full and nothing was changed; make room and try again."),
            StoreError::NewerSchema { location, found, known } => t!(
                "{location} was written by a newer version of this program (schema {found}, this one knows {known}); install the newer version.",
                location = location,
                found = found,
                known = known
            ),
            StoreError::OlderSchema { location, found, known } => t!(
                "{location} has schema {found} and this version needs {known}; run `mainstay migrate --database URL` as the owner of the database.",
                location = location,
                found = found,
                known = known
            ),
            StoreError::NotADatabase { location } => {
                t!("{location} is not a data file of this program; choose another file.", location = location)
            }
            StoreError::Corrupt { detail } => {
                t!("The data file is damaged ({detail}); restore the last backup.", detail = detail)
            }
            StoreError::UniqueViolation => t!("A record with this key is already there; choose another."),
            StoreError::ForeignKeyViolation => {
                t!("A record refers to one that does not exist, or others still refer to it; check what it names.")
            }
            StoreError::ConstraintViolation => t!("A record breaks a rule of its table; check its values."),
            StoreError::Overflow => t!("A number is too large to be kept; check the amounts."),
            StoreError::ReadOnly => t!("The data cannot be changed here, only read."),
            StoreError::Connection { detail } => t!(
                "No connection to the database server ({detail}); check that it runs and that the address is right.",
                detail = detail
            ),
            StoreError::UnsafeRole { role } => t!(
                "The database role {role} may see the rows of every business; connect as a plain role that is a member of mainstay_app.",
                role = role
            ),
            StoreError::NotPermitted => t!(
                "The database role may not do that; migrate as the owner of the database, and run the program as a member of mainstay_app."
            ),
            StoreError::Decode { column } => {
                t!("The column {column} holds another kind of value than expected.", column = column)
            }
            StoreError::NoRow => t!("There is no such record."),
            StoreError::ManyRows => t!("There is more than one such record."),
            StoreError::NoBusiness { business } => {
                t!("There is no business with the number {business} here; check its name.", business = business)
            }
            StoreError::MissingParameter { name } => t!("The statement needs a value for {name}.", name = name),
            StoreError::AlreadyThere { path } => t!(
                "{path} is already there; choose another name or say that it may be replaced.",
                path = path.display()
            ),
            StoreError::BadBackup { path, detail } => {
                t!("The backup {path} cannot be used: {detail}.", path = path.display(), detail = detail)
            }
            StoreError::BadArchive { detail } => {
                t!("The archive cannot be used: {detail}. Nothing of it was kept.", detail = detail)
            }
            StoreError::Stopped => t!("It was stopped, and nothing of it was kept."),
            StoreError::NeedsOneBusiness => {
                t!("A database server is backed up one business at a time; name the business.")
            }
            StoreError::File { path, source } => {
                t!("{path} could not be used: {reason}.", path = path.display(), reason = source)
            }
            StoreError::Other(detail) => t!("The database refused: {detail}.", detail = detail),
        }
    }

    /// A column that does not hold what its reader expects, such as a word that is none of an enum's.
    pub fn decode(column: &str) -> StoreError {
        StoreError::Decode { column: column.to_owned() }
    }

    /// An error of the system about a file; a full disk is recognised.
    pub(crate) fn file(path: &Path, source: std::io::Error) -> StoreError {
        match source.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::DiskFull,
            _ => StoreError::File { path: path.to_owned(), source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let failure = match &error {
            rusqlite::Error::QueryReturnedNoRows => return StoreError::NoRow,
            rusqlite::Error::QueryReturnedMoreThanOneRow => return StoreError::ManyRows,
            _ => match error.sqlite_error() {
                Some(failure) => failure,
                None => return StoreError::Other(error.to_string()),
            },
        };
        match failure.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
                return StoreError::UniqueViolation;
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => return StoreError::ForeignKeyViolation,
            _ => {}
        }
        // The low byte of an extended code is the primary code (https://sqlite.org/rescode.html).
        match failure.extended_code & 0xff {
            ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => StoreError::Busy,
            ffi::SQLITE_FULL => StoreError::DiskFull,
            ffi::SQLITE_READONLY => StoreError::ReadOnly,
            ffi::SQLITE_NOTADB => StoreError::NotADatabase { location: "the file".to_owned() },
            ffi::SQLITE_CORRUPT => StoreError::Corrupt { detail: error.to_string() },
            ffi::SQLITE_CONSTRAINT => StoreError::ConstraintViolation,
            _ => StoreError::Other(error.to_string()),
        }
    }
}

impl From<postgres::Error> for StoreError {
    fn from(error: postgres::Error) -> Self {
        use postgres::error::SqlState;
        let Some(database) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>())
            {
                StoreError::Connection { detail: with_cause(&error) }
            } else {
                StoreError::Other(with_cause(&error))
            };
        };
        let code = database.code();
        match code {
            &SqlState::UNIQUE_VIOLATION => StoreError::UniqueViolation,
            &SqlState::FOREIGN_KEY_VIOLATION => StoreError::ForeignKeyViolation,
            &SqlState::NUMERIC_VALUE_OUT_OF_RANGE => StoreError::Overflow,
            &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly,
            &SqlState::DISK_FULL => StoreError::DiskFull,
            &SqlState::INSUFFICIENT_PRIVILEGE => StoreError::NotPermitted,
            &SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_DEADLOCK_DETECTED | &SqlState::T_R_SERIALIZATION_FAILURE => {
                StoreError::Busy
            }
            // The classes of https://www.postgresql.org/docs/15/errcodes-appendix.html: 08 connection, 23 integrity
            // constraint, 28 authorisation, 57P a server that stops.
            code if code.code().starts_with("23") => StoreError::ConstraintViolation,
            code if ["08", "28", "3D", "57P"].iter().any(|class| code.code().starts_with(class)) => {
                StoreError::Connection { detail: database.message().to_owned() }
            }
            _ => StoreError::Other(with_cause(&error)),
        }
    }
}

/// The error with what lies beneath it, since the outer text alone often says only "db error".
fn with_cause(error: &postgres::Error) -> String {
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_errors_are_told_apart_by_their_code() {
        let told = |code| StoreError::from(rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        assert!(matches!(told(ffi::SQLITE_BUSY), StoreError::Busy));
        assert!(matches!(told(ffi::SQLITE_BUSY_SNAPSHOT), StoreError::Busy));
        assert!(matches!(told(ffi::SQLITE_FULL), StoreError::DiskFull));
        assert!(matches!(told(ffi::SQLITE_NOTADB), StoreError::NotADatabase { .. }));
        assert!(matches!(told(ffi::SQLITE_CORRUPT), StoreError::Corrupt { .. }));
        assert!(matches!(told(ffi::SQLITE_READONLY), StoreError::ReadOnly));
        assert!(matches!(told(ffi::SQLITE_CONSTRAINT_PRIMARYKEY), StoreError::UniqueViolation));
        assert!(matches!(told(ffi::SQLITE_CONSTRAINT_FOREIGNKEY), StoreError::ForeignKeyViolation));
        assert!(matches!(told(ffi::SQLITE_CONSTRAINT_CHECK), StoreError::ConstraintViolation));
        assert!(matches!(told(ffi::SQLITE_IOERR), StoreError::Other(_)));
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let told = StoreError::file(Path::new("a"), std::io::ErrorKind::StorageFull.into());
        assert!(matches!(told, StoreError::DiskFull));
        let told = StoreError::file(Path::new("a"), std::io::ErrorKind::NotFound.into());
        assert_eq!(told.to_string(), "a could not be used: entity not found.");
    }
}
