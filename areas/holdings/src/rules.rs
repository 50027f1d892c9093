//! The decisions of this area. Pure.

pub mod file;
pub mod gains;
pub mod lots;
pub mod worth;
