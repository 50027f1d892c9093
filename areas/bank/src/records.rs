//! The SQL of the bank's tables.

/// The values of a record's fields, in the order of an insert's columns.
macro_rules! cells {
    ($row:expr; $($field:ident),+ $(,)?) => { [$(store::Value::from(&$row.$field)),+] };
}

mod accuracy;
mod doubtful;
mod exchanges;
mod line_parts;
mod lines;
mod memory;
mod pair_words;
mod payouts;
mod reconciling;
mod recurring;
mod sorting_rules;
mod statements;

pub(crate) use accuracy::*;
pub(crate) use doubtful::*;
pub(crate) use exchanges::*;
pub(crate) use line_parts::*;
pub(crate) use lines::*;
pub(crate) use memory::*;
pub(crate) use pair_words::*;
pub(crate) use payouts::*;
pub(crate) use reconciling::*;
pub(crate) use recurring::*;
pub(crate) use sorting_rules::*;
pub(crate) use statements::*;
