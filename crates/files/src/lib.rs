//! Files that prove something: a receipt's photo, a bill as PDF, a mail.
//!
//! Answers two questions about bytes from outside: what are they ([`FileKind`], told by content, never by name), and what
//! must not be kept of them ([`cleaned`]: where and when a photo was taken, with what, by whom). Pure: no I/O, no clock.

mod image;
mod kind;
mod orientation;
mod tiff;

pub use image::{CannotClean, cleaned};
pub use kind::FileKind;
