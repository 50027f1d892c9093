//! Where the business stands, through its queries and pages, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod contributions;
mod fixture;
mod foreign;
mod pages;
mod pay;
mod standing;
mod transfers;
