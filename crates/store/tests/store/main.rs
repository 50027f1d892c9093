//! The store on both engines.

mod backups;
mod directory;
mod files;
mod schema;
mod transactions;
