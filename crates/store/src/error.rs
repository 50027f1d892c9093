//! What can go wrong at the door, each in one sentence that says what to do.

use std::path::{Path, PathBuf};

use rusqlite::ffi;
use thiserror::Error;

use crate::BusinessId;

/// Why the database did not do what was asked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another program, or another request of this one, is writing and did not finish in time.
    #[error("another program is writing to the data file; wait until it is done and try again")]
    Busy,
    /// No room for the write; nothing of it was kept.
    #[error("the disk is full, nothing was changed; make room and try again")]
    DiskFull,
    /// The data was written by a newer program.
    #[error("{location} was written by a newer version of the program (schema {found}, this one knows {known}); install the newer version")]
    NewerSchema {
        /// Where the data is.
        location: String,
        /// The schema of the data.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// The database has to be migrated before this program can use it.
    #[error("{location} has schema {found} and this version needs {known}; run `mainstay migrate --database URL` as the owner of the database")]
    OlderSchema {
        /// Where the data is.
        location: String,
        /// The schema of the data.
        found: i64,
        /// The schema this program needs.
        known: i64,
    },
    /// The file is something else, or encrypted.
    #[error("{location} is not a data file of this program; choose another file")]
    NotADatabase {
        /// The file.
        location: String,
    },
    /// The file is damaged.
    #[error("the data file is damaged ({detail}); restore the last backup")]
    Corrupt {
        /// What the check found.
        detail: String,
    },
    /// A row with this key is already there.
    #[error("a record with this key is already there")]
    UniqueViolation,
    /// A row refers to one that is not there, or is still referred to.
    #[error("a record refers to one that does not exist, or is still referred to")]
    ForeignKeyViolation,
    /// A row breaks another rule of its table (NOT NULL, CHECK, a type).
    #[error("a record breaks a rule of its table")]
    ConstraintViolation,
    /// A number left the range of 64 bits.
    #[error("a number is too large to be stored")]
    Overflow,
    /// A write inside a read.
    #[error("this transaction only reads")]
    ReadOnly,
    /// The database server could not be reached, or went away.
    #[error("no connection to the database server: {detail}; check that it runs and that the address is right")]
    Connection {
        /// What the server or the network said.
        detail: String,
    },
    /// The role could read past the row-level security.
    #[error("the database role \"{role}\" may see the rows of every business; connect as a plain role that is a member of mainstay_app")]
    UnsafeRole {
        /// The role connected as.
        role: String,
    },
    /// A column holds something else than was asked for.
    #[error("the column {column} holds another kind of value than expected")]
    Decode {
        /// The column's name.
        column: String,
    },
    /// One row was asked for and there is none.
    #[error("there is no such record")]
    NoRow,
    /// One row was asked for and there are several.
    #[error("there is more than one such record")]
    ManyRows,
    /// There is no such business in this database.
    #[error("there is no business with the number {business} here")]
    NoBusiness {
        /// The number asked for.
        business: BusinessId,
    },
    /// A statement names a parameter that was not given.
    #[error("the statement needs a value for :{name}")]
    MissingParameter {
        /// The parameter.
        name: String,
    },
    /// A file already stands where one should be written.
    #[error("{} is already there; choose another name or say that it may be replaced", path.display())]
    AlreadyThere {
        /// The file.
        path: PathBuf,
    },
    /// The backup does not hold what was asked for.
    #[error("the backup {} cannot be used: {detail}", path.display())]
    BadBackup {
        /// The backup.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// What was asked for is done differently on this engine.
    #[error("{0}")]
    WrongEngine(&'static str),
    /// A file could not be read or written.
    #[error("{} could not be used: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Anything else the engine said.
    #[error("the database refused: {0}")]
    Other(String),
}

impl StoreError {
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
            return if error.is_closed() || std::error::Error::source(&error).is_some_and(|cause| cause.is::<std::io::Error>()) {
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
