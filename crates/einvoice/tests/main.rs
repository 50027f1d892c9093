//! Documents to the norm: what they add up to, what they lack, and that a file says what was written.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod checks;
mod examples;
mod round_trip;
mod sums;
