//! The writes.

pub(crate) mod backups;
pub(crate) mod tokens;
pub(crate) mod work;
