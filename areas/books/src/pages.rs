//! The pages of the books: profit and loss, accounts and their registers, entries, balances, and the entry made by hand.

mod accounts;
pub mod attachments;
mod balances;
mod csv;
mod details;
mod dimensions;
mod enter;
mod entry;
mod missing;
mod origin;
mod post;
mod profit;
mod register;
mod tags;
pub mod words;

use kernel::slots::{Group, Place};
use locale::t;
use ui::{Markup, PageEntry, tabs};

/// What the page of an entry offers.
const ENTRY_OFFERS: [&str; 7] =
    ["reverse-entry", "set-dimensions", "attach-file", "detach-file", "set-tags", "set-note", "waive-proof"];

/// Where the books stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    vec![Place { order: 10, group: Group::Money, label: || t!("Books"), href: "/books", icon: "book", count: None }]
}

/// The pages of the books.
pub fn pages() -> Vec<PageEntry> {
    let entry = |path, offers, render| PageEntry { path, place: "/books", offers, render };
    let mut pages = vec![
        entry("/books", &[], profit::page),
        entry("/books/accounts", &["open-account", "add-category"], accounts::page),
        entry("/books/accounts/{id}", &["close-account", "set-account-details"], register::page),
        entry("/books/entries/{number}", &ENTRY_OFFERS, entry::page),
        entry("/books/post", &["post-entry"], post::page),
        entry(
            "/books/dimensions",
            &["add-dimension-value", "rename-dimension-value", "close-dimension-value"],
            dimensions::page,
        ),
        entry("/books/proof", &["set-proof-rules"], missing::page),
        entry("/books/tags", &["rename-tag"], tags::page),
        entry("/books/balances", &[], balances::page),
    ];
    pages.extend(enter::pages());
    pages
}

/// The views of the books.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Profit,
    Accounts,
    Balances,
    Proof,
    Post,
}

/// The tabs that lead from one view of the books to another.
fn views(current: View) -> Markup {
    let tab = |view: View, label: String, href: &str| (label, href.to_owned(), view == current);
    tabs(
        &t!("Books"),
        &[
            tab(View::Profit, t!("Profit and loss"), "/books"),
            tab(View::Accounts, t!("Accounts"), "/books/accounts"),
            tab(View::Balances, t!("Balances"), "/books/balances"),
            tab(View::Proof, t!("Proof"), "/books/proof"),
            tab(View::Post, t!("New entry"), "/enter"),
        ],
    )
}
