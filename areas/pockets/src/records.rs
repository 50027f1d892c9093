//! The SQL of this area's tables.

mod contributions;
mod files;
mod homes;
mod pay;

pub(crate) use contributions::*;
pub(crate) use files::*;
pub(crate) use homes::*;
pub(crate) use pay::*;
