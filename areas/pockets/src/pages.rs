//! The pages: where the business stands, the pockets, and every cent of one.

mod contributions;
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

use kernel::slots::{Group, Place, PlaceView};
use locale::t;
use ui::PageEntry;

const POCKETS: &str = "/pockets";
const TRANSFERS: &str = "/pockets/transfers";
const PAY: &str = "/pockets/pay";
const CONTRIBUTIONS: &str = "/pockets/contributions";
const RUNWAY: &str = "/pockets/runway";

const VIEWS: &[PlaceView] = &[
    PlaceView { label: || t!("Pockets"), href: POCKETS },
    PlaceView { label: || t!("Your pay"), href: PAY },
    PlaceView { label: || t!("Contributions"), href: CONTRIBUTIONS },
    PlaceView { label: || t!("Transfers to make"), href: TRANSFERS },
    PlaceView { label: || t!("Runway"), href: RUNWAY },
];

/// Where these pages stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    vec![
        Place {
            order: 0,
            group: Group::Today,
            label: || t!("Today"),
            href: "/",
            icon: "today",
            count: None,
            views: &[],
        },
        Place {
            order: 30,
            group: Group::Money,
            label: || t!("Pockets"),
            href: POCKETS,
            icon: "pockets",
            count: None,
            views: VIEWS,
        },
    ]
}

/// The pages of this area.
pub fn pages() -> Vec<PageEntry> {
    vec![
        PageEntry { path: "/", place: "/", offers: &[], render: stand::page },
        PageEntry {
            path: POCKETS,
            place: POCKETS,
            offers: &[
                "move-money",
                "divide-cash",
                "set-shares",
                "set-job-cost-share",
                "open-pocket",
                "exchange-between-pockets",
            ],
            render: list::page,
        },
        PageEntry {
            path: TRANSFERS,
            place: TRANSFERS,
            offers: &["make-payment-file", "map-pocket", "withdraw-payment-file", "give-up-transfer"],
            render: transfers::page,
        },
        PageEntry {
            path: PAY,
            place: PAY,
            offers: &["plan-pay", "end-pay-plan", "run-pay", "skip-pay", "withdraw-pay"],
            render: pay::page,
        },
        PageEntry {
            path: CONTRIBUTIONS,
            place: CONTRIBUTIONS,
            offers: &[
                "plan-contribution",
                "run-contribution",
                "skip-contribution",
                "withdraw-contribution",
                "end-contribution",
                "resume-contribution",
                "forget-contribution",
            ],
            render: contributions::page,
        },
        PageEntry { path: RUNWAY, place: RUNWAY, offers: &[], render: runway::page },
        PageEntry {
            path: "/pockets/{id}",
            place: POCKETS,
            offers: &["rename-pocket", "close-pocket"],
            render: ledger::page,
        },
    ]
}
