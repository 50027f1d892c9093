//! Documents to the norm: what they add up to, what they lack, and that a file says what was written.

mod checks;
mod examples;
mod round_trip;
mod sums;
