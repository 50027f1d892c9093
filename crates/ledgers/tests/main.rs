//! What the readers make of books by hand.
#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod any_bytes;
mod journals;
