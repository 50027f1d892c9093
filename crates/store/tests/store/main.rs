//! The store on both engines.
#![expect(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod archives;
mod backups;
mod directory;
mod files;
mod schema;
mod transactions;
