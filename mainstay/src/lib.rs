//! The operating system of a business of one.
