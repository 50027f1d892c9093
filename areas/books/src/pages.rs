//! The pages of the books: profit and loss, accounts and their registers, entries, balances, and the entry made by hand.

mod accounts;
pub mod attachments;
mod balance_sheet;
mod balances;
mod begin;
mod cash_flow;
mod close;
mod csv;
mod currencies;
mod deposit;
mod details;
mod dimensions;
mod enter;
mod entry;
mod general_journal;
mod inbox;
mod missing;
mod origin;
mod post;
mod profit;
mod profit_by;
mod register;
mod report;
mod reports;
mod tags;
pub mod words;

use kernel::{
    Context, Failure, Query,
    slots::{Group, Need, NeedSource, Place},
};
use locale::{fmt, t, tn};
use ui::{Markup, PageEntry, tabs};

use crate::{OpeningPosition, UnsureFigure, closing, records, rules};

/// What the page of an entry offers.
const ENTRY_OFFERS: [&str; 12] = [
    "reverse-entry",
    "set-dimensions",
    "attach-file",
    "detach-file",
    "set-tags",
    "set-note",
    "waive-proof",
    "agree-job-costs",
    "hold-advance",
    "earn-advance",
    "return-advance",
    "reverse-deposit-step",
];

/// Where the books stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    let count = |context: &mut Context| records::count_waiting_documents(&mut context.tx).map_err(Failure::from);
    vec![
        Place { order: 10, group: Group::Money, label: || t!("Books"), href: "/books", icon: "book", count: None },
        Place { order: 15, group: Group::Money, label: || t!("Inbox"), href: "/inbox", icon: "", count: Some(count) },
    ]
}

/// What waits for the owner: papers to file.
pub(crate) fn needs() -> Vec<NeedSource> {
    vec![NeedSource { run: papers_to_file }, NeedSource { run: month_to_close }]
}

fn papers_to_file(context: &mut Context) -> Result<Option<Need>, Failure> {
    let count = records::count_waiting_documents(&mut context.tx)?;
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(count, "{count} document waits in the inbox.", "{count} documents wait in the inbox."),
        action: t!("File"),
        href: "/inbox".into(),
    }))
}

/// The month whose close is overdue, for an owner who closes months.
fn month_to_close(context: &mut Context) -> Result<Option<Need>, Failure> {
    let (locked, today) = (closing::locked_through(context)?, context.today);
    Ok(rules::closing::overdue(locked, today).map(|month| Need {
        count: 1,
        sentence: t!("{month} is over and not closed yet.", month = fmt::month_long(month.first())),
        action: t!("Close it"),
        href: close::HERE.into(),
    }))
}

/// Where the opening position stands in the navigation, as long as a figure waits for it.
pub(crate) fn opening_places() -> Vec<Place> {
    vec![Place {
        order: 15,
        group: Group::MoneyWhileWaiting,
        label: || t!("Where you begin"),
        href: "/begin",
        icon: "",
        count: Some(|context| Ok(unsure(context)?.len() as i64)),
    }]
}

fn unsure(context: &mut Context) -> Result<Vec<UnsureFigure>, Failure> {
    Ok(OpeningPosition::default().answer(context)?.unsure)
}

/// The figures that lack their start.
pub(crate) fn opening_need(context: &mut Context) -> Result<Option<Need>, Failure> {
    let unsure = unsure(context)?;
    let Some(first) = unsure.first() else { return Ok(None) };
    let count = unsure.len() as i64;
    let sentence = if count == 1 {
        first.sentence.clone()
    } else {
        tn!(
            count,
            "{count} figure still lacks what was there before you began.",
            "{count} figures still lack what was there before you began."
        )
    };
    Ok(Some(Need { count, sentence, action: t!("Begin where you are"), href: "/begin".into() }))
}

/// The pages of the books.
pub fn pages() -> Vec<PageEntry> {
    let entry = |path, offers, render| PageEntry { path, place: "/books", offers, render };
    let mut pages = vec![
        entry("/books", &["save-report"], profit::page),
        entry("/books/balance-sheet", &["save-report"], balance_sheet::page),
        entry("/books/cash-flow", &["save-report"], cash_flow::page),
        entry("/books/journal", &[], general_journal::page),
        entry("/books/profit/by/{dimension}", &[], profit_by::page),
        entry("/reports", &["rename-report", "remove-report"], reports::page),
        entry("/books/accounts", &["open-account", "add-category"], accounts::page),
        entry("/books/accounts/{id}", &["close-account", "set-account-details"], register::page),
        entry("/books/entries/{number}", &ENTRY_OFFERS, entry::page),
        entry("/books/post", &["post-entry"], post::page),
        entry(
            "/books/dimensions",
            &["add-dimension-value", "rename-dimension-value", "close-dimension-value"],
            dimensions::page,
        ),
        PageEntry {
            path: "/inbox",
            place: "/inbox",
            offers: &["take-file", "file-document", "dismiss-document"],
            render: inbox::page,
        },
        entry(close::HERE, &["close-month", "open-month"], close::page),
        entry("/books/proof", &["set-proof-rules"], missing::page),
        entry("/books/tags", &["rename-tag"], tags::page),
        entry("/books/balances", &[], balances::page),
        entry(currencies::HERE, currencies::OFFERS, currencies::page),
    ];
    pages.extend(enter::pages());
    pages.push(PageEntry { path: "/begin", place: "/begin", offers: begin::OFFERS, render: begin::page });
    pages
}

/// The views of the books.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Profit,
    Balance,
    CashFlow,
    Reports,
    Accounts,
    Balances,
    Journal,
    Currencies,
    Proof,
    Close,
    Post,
}

/// The tabs that lead from one view of the books to another.
fn views(current: View) -> Markup {
    let tab = |view: View, label: String, href: &str| (label, href.to_owned(), view == current);
    tabs(
        &t!("Books"),
        &[
            tab(View::Profit, t!("Profit and loss"), "/books"),
            tab(View::Balance, t!("Balance sheet"), "/books/balance-sheet"),
            tab(View::CashFlow, t!("Cash flow"), "/books/cash-flow"),
            tab(View::Balances, t!("Trial balance"), "/books/balances"),
            tab(View::Journal, t!("Journal"), "/books/journal"),
            tab(View::Reports, t!("Reports"), "/reports"),
            tab(View::Accounts, t!("Accounts"), "/books/accounts"),
            tab(View::Currencies, t!("Currencies"), "/books/currencies"),
            tab(View::Proof, t!("Proof"), "/books/proof"),
            tab(View::Close, t!("Close"), close::HERE),
            tab(View::Post, t!("New entry"), "/enter"),
        ],
    )
}
