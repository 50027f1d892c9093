//! The pages: where the business stands, the pockets, and every cent of one.

mod currencies;
mod forms;
mod job_costs;
mod ledger;
mod list;
mod pay;
mod runway;
mod stand;
mod transfer_forms;
mod transfers;

pub(crate) use list::months;

use kernel::slots::{Group, Place};
use locale::t;
use ui::PageEntry;

/// Where these pages stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    vec![
        Place { order: 0, group: Group::Today, label: || t!("Today"), href: "/", icon: "today", count: None },
        Place {
            order: 30,
            group: Group::Money,
            label: || t!("Pockets"),
            href: "/pockets",
            icon: "pockets",
            count: None,
        },
    ]
}

/// The pages of this area.
pub fn pages() -> Vec<PageEntry> {
    vec![
        PageEntry { path: "/", place: "/", offers: &[], render: stand::page },
        PageEntry {
            path: "/pockets",
            place: "/pockets",
            offers: &["move-money", "divide-cash", "set-shares", "set-job-cost-share"],
            render: list::page,
        },
        PageEntry {
            path: "/pockets/transfers",
            place: "/pockets",
            offers: &["make-payment-file", "map-pocket", "withdraw-payment-file"],
            render: transfers::page,
        },
        PageEntry {
            path: "/pockets/pay",
            place: "/pockets",
            offers: &["plan-pay", "end-pay-plan", "run-pay", "skip-pay", "withdraw-pay"],
            render: pay::page,
        },
        PageEntry { path: "/pockets/runway", place: "/", offers: &[], render: runway::page },
        PageEntry { path: "/pockets/{id}", place: "/pockets", offers: &[], render: ledger::page },
    ]
}
