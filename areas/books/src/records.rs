//! The SQL of the books' tables.

mod details;
mod dimensions;
mod journal;
mod reading;
mod setting;
mod verifying;

pub(crate) use details::*;
pub(crate) use dimensions::*;
pub(crate) use journal::*;
pub(crate) use reading::*;
pub(crate) use setting::*;
pub(crate) use verifying::*;
