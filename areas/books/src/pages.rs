//! The pages of the books: profit and loss, accounts and their registers, entries, balances, and the entry made by hand.

mod accounts;
mod balances;
mod csv;
mod details;
mod dimensions;
mod entry;
mod origin;
mod post;
mod profit;
mod register;
pub mod words;

use kernel::slots::{Group, Place};
use locale::t;
use ui::{Markup, PageEntry, tabs};

/// Where the books stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    vec![Place { order: 10, group: Group::Money, label: || t!("Books"), href: "/books", icon: "book", count: None }]
}

/// The pages of the books.
pub fn pages() -> Vec<PageEntry> {
    let entry = |path, offers, render| PageEntry { path, place: "/books", offers, render };
    vec![
        entry("/books", &[], profit::page),
        entry("/books/accounts", &["open-account", "add-category"], accounts::page),
        entry("/books/accounts/{id}", &["close-account", "set-account-details"], register::page),
        entry("/books/entries/{number}", &["reverse-entry", "set-dimensions"], entry::page),
        entry("/books/post", &["post-entry"], post::page),
        entry(
            "/books/dimensions",
            &["add-dimension-value", "rename-dimension-value", "close-dimension-value"],
            dimensions::page,
        ),
        entry("/books/balances", &[], balances::page),
    ]
}

/// The views of the books.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Profit,
    Accounts,
    Balances,
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
            tab(View::Post, t!("New entry"), "/books/post"),
        ],
    )
}
