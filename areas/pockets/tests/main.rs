//! Where the business stands, through its queries and pages, on both engines.

#![allow(clippy::inconsistent_digit_grouping, reason = "amounts read as units and cents: 1234_50")]

mod fixture;
mod pages;
mod standing;
