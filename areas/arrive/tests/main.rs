//! Arriving with the books of another program, on both engines.
#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod arriving;
mod fixture;
mod returning;
