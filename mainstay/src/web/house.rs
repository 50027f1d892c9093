//! The pages that belong to no area: what was done, search, everything that can be done, keeping and leaving.

mod activity;
mod archive;
mod backups;
mod businesses;
mod commands;
mod generated;
mod keep;
mod search;
mod tokens;
mod work;

use kernel::slots::{Group, Place};
use locale::t;
use ui::PageEntry;

/// The pages.
pub(crate) fn pages() -> Vec<PageEntry> {
    vec![
        PageEntry { path: "/search", place: "", offers: &[], render: search::render },
        PageEntry { path: "/activity", place: "/activity", offers: &["undo"], render: activity::render },
        PageEntry { path: "/keep", place: "/keep", offers: &["plan-backups", "stop-backups"], render: keep::render },
        PageEntry {
            path: "/keep/tokens",
            place: "/keep",
            offers: &["make-token", "revoke-token"],
            render: tokens::render,
        },
        PageEntry { path: "/keep/archive", place: "/keep", offers: &[], render: archive::drop_page },
        PageEntry { path: "/keep/archive/{key}", place: "/keep", offers: &[], render: archive::look_page },
        PageEntry { path: "/businesses", place: "/keep", offers: &[], render: businesses::render },
        PageEntry { path: "/work", place: "", offers: &["dismiss-work"], render: work::list },
        PageEntry { path: "/work/{id}", place: "", offers: &[], render: work::one },
        PageEntry { path: "/do", place: "", offers: &[], render: commands::render },
        PageEntry { path: "/do/{command}", place: "", offers: &[], render: generated::render },
    ]
}

/// Where they stand in the navigation.
pub(crate) fn places() -> [Place; 2] {
    let place =
        |order, label, href| Place { order, group: Group::Rest, label, href, icon: "", count: None, views: &[] };
    [place(900, || t!("What was done"), "/activity"), place(910, || t!("Keep and leave"), "/keep")]
}
