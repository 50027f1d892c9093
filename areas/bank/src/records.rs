//! The SQL of the bank's tables.

mod accuracy;
mod exchanges;
mod lines;
mod memory;
mod pair_words;
mod reconciling;
mod recurring;
mod sorting_rules;
mod statements;

pub(crate) use accuracy::*;
pub(crate) use exchanges::*;
pub(crate) use lines::*;
pub(crate) use memory::*;
pub(crate) use pair_words::*;
pub(crate) use reconciling::*;
pub(crate) use recurring::*;
pub(crate) use sorting_rules::*;
pub(crate) use statements::*;
