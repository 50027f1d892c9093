//! Decisions: pure functions of plain values.

mod plan;
mod propose;

pub use plan::{Obstacle, Plan, PlannedPosting, PlannedTransaction, Target, plan};
pub use propose::{Ours, Proposal, propose};
