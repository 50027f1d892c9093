//! The one door to the database: SQLite for one machine, PostgreSQL for a host; one SQL text for both.
//!
//! It answers: how is a transaction of one business opened, kept apart from every other business and made durable;
//! how do ids and the end of the chain of entries come about; how does the schema move forward; how is everything
//! copied out and back. Its nouns: a [`Store`] is an open database, a [`Tx`] one transaction of one business, a
//! [`Head`] the row of that business which is locked first, a [`Directory`] the few tables that belong to no business.
//!
//! What the rows mean is left to the areas, which bring their SQL with them. Statements are constants with `:name`
//! parameters in the dialect both engines share; `:business` is bound by the transaction itself.
//!
//! Everything here blocks. An async caller runs it on a blocking thread.

mod archive;
mod backup;
mod buffer;
mod connection;
mod directory;
mod error;
mod head;
mod migration;
mod migration_text;
mod postgres;
mod row;
mod rows;
mod schema;
mod sql;
mod sqlite;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod tx;
mod value;

pub use archive::{ArchiveError, ArchiveHeader, ArchiveLook, ArchiveReader, ArchiveReport, LEFT_OUT};
pub use backup::{BackupCopy, BackupReport, Replace, RestoreReport, restore_file};

pub use buffer::Buffered;
pub use directory::{Business, Directory, Link, NewLink, NewSession, NewToken, Session, Token, Turn};
pub use error::StoreError;
pub use head::Head;
pub use migration::MigrationReport;
pub use row::{Columns, FromColumn, FromRow, Row};
pub use rows::AsRow;
pub use sqlite::FileOptions;
pub use store::{Engine, Store};
pub use tx::{Savepoint, Tx};
pub use value::{ToValue, Value};

/// The number of a business. It is the first column of every key in the database.
pub type BusinessId = i64;
