//! Keeping and leaving, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod archives;
mod fixture;
