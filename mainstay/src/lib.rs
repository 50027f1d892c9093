//! The program: the areas wired together, and the ways in.
//!
//! Answers: how does someone reach a command or a query — by a page, in the terminal, or as JSON? Its main nouns: the
//! [`wiring`] (the one list of areas), the verbs of `cli`, the pages of `web`, the operations of `api`.
//!
//! A way in parses, authorises, calls and renders. It decides nothing: what may be done, and what a figure is, is said
//! by the areas, and the registry of the kernel is the only list of what there is.

mod api;
mod cli;
mod currencies;
pub mod demo;
mod inbox;
mod jobs;
mod moment;
mod problem;
mod secret;
pub mod simulate;
mod web;
pub mod wiring;

pub use cli::run;
pub use web::{Hosts, Server};
