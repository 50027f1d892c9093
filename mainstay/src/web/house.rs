//! The pages that belong to no area: what was done, search, everything that can be done, keeping and leaving.

mod activity;
mod commands;
mod generated;
mod keep;
mod search;

use kernel::slots::{Group, Place};
use locale::t;
use ui::PageEntry;

/// The pages.
pub(crate) fn pages() -> Vec<PageEntry> {
    vec![
        PageEntry { path: "/search", place: "", offers: &[], render: search::render },
        PageEntry { path: "/activity", place: "/activity", offers: &["undo"], render: activity::render },
        PageEntry { path: "/keep", place: "/keep", offers: &[], render: keep::render },
        PageEntry { path: "/do", place: "", offers: &[], render: commands::render },
        PageEntry { path: "/do/{command}", place: "", offers: &[], render: generated::render },
    ]
}

/// Where they stand in the navigation.
pub(crate) fn places() -> [Place; 2] {
    let place = |order, label, href| Place { order, group: Group::Rest, label, href, icon: "", count: None };
    [place(900, || t!("What was done"), "/activity"), place(910, || t!("Keep and leave"), "/keep")]
}
