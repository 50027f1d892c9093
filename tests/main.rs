//! The whole program: its shape, its command line, its HTTP, its behaviour under a kill, and journeys in a browser.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod always;
mod architecture;
mod archives;
mod cli;
mod dropping;
mod einvoice;
mod files;
mod http;
mod journeys;
mod keeping;
mod kill;
mod program;
mod simulate;
mod tenants;
