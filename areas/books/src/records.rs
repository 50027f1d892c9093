//! The SQL of the books' tables.

mod attachments;
mod closing;
mod deposit;
mod details;
mod dimensions;
mod effects;
mod inbox;
mod journal;
mod labels;
mod month_one;
mod open_items;
mod opening;
mod proof;
mod reading;
mod saved_reports;
mod setting;
mod sums;
mod verifying;

pub(crate) use attachments::*;
pub(crate) use closing::*;
pub(crate) use deposit::*;
pub(crate) use details::*;
pub(crate) use dimensions::*;
pub(crate) use effects::*;
pub(crate) use inbox::*;
pub(crate) use journal::*;
pub(crate) use labels::*;
pub(crate) use month_one::*;
pub(crate) use open_items::*;
pub(crate) use opening::*;
pub(crate) use proof::*;
pub(crate) use reading::*;
pub(crate) use saved_reports::*;
pub(crate) use setting::*;
pub(crate) use sums::*;
pub(crate) use verifying::*;
