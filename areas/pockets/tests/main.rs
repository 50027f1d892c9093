//! Where the business stands, through its queries and pages, on both engines.

mod fixture;
mod pages;
mod standing;
