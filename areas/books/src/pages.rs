//! The pages of the books.

use kernel::slots::{Group, Place};
use locale::t;

/// Where the books stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    vec![Place { order: 10, group: Group::Money, label: || t!("Books"), href: "/books", icon: "book", count: None }]
}
