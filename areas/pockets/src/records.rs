//! The SQL of this area's tables.

mod files;
mod homes;

pub(crate) use files::*;
pub(crate) use homes::*;
