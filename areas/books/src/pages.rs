//! The pages of the books: profit and loss, accounts and their registers, entries, balances, and the entry made by hand.

mod accounts;
pub mod attachments;
mod balance_sheet;
mod balances;
mod begin;
mod cash_flow;
mod category_pocket;
mod close;
pub mod csv;
mod currencies;
mod deposit;
mod details;
mod dimension_fields;
mod dimensions;
mod enter;
mod entry;
mod general_journal;
mod inbox;
mod missing;
mod open_items;
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
    slots::{Group, Need, NeedSource, Place, PlaceView},
};
use ledger::Month;
use locale::{fmt, t, tn};
use ui::{Markup, PageEntry, PageRequest};

pub use dimension_fields::{DimensionField, dimension_fields};

use crate::{OpeningPosition, UnsureFigure, closing, queries, records, rules};

/// What the page of an entry offers.
const ENTRY_OFFERS: [&str; 13] = [
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
    "take-exchange-from",
];

// The views of the books, by their addresses: a page says by one of them where it belongs.
const PROFIT: &str = "/books";
const BALANCE: &str = "/books/balance-sheet";
const CASH_FLOW: &str = "/books/cash-flow";
const TRIAL_BALANCE: &str = "/books/balances";
const JOURNAL: &str = "/books/journal";
const REPORTS: &str = "/reports";
const ACCOUNTS: &str = "/books/accounts";
const PROOF: &str = "/books/proof";
const NEW_ENTRY: &str = "/enter";
/// Where the page of crypto-assets belongs, which a higher area renders.
pub const CRYPTO: &str = "/books/crypto";
/// Where the page of gains and losses belongs, likewise.
pub const GAINS: &str = "/books/gains";

const VIEWS: &[PlaceView] = &[
    PlaceView { label: || t!("Profit and loss"), href: PROFIT },
    PlaceView { label: || t!("Balance sheet"), href: BALANCE },
    PlaceView { label: || t!("Cash flow"), href: CASH_FLOW },
    PlaceView { label: || t!("Reports"), href: REPORTS },
    PlaceView { label: || t!("Accounts"), href: ACCOUNTS },
    PlaceView { label: || t!("Trial balance"), href: TRIAL_BALANCE },
    PlaceView { label: || t!("Journal"), href: JOURNAL },
    PlaceView { label: || t!("Currencies"), href: currencies::HERE },
    PlaceView { label: || t!("Crypto"), href: CRYPTO },
    PlaceView { label: || t!("Gains and losses"), href: GAINS },
    PlaceView { label: || t!("New entry"), href: NEW_ENTRY },
    PlaceView { label: || t!("Open invoices and bills"), href: open_items::HERE },
    PlaceView { label: || t!("Proof"), href: PROOF },
    PlaceView { label: || t!("Close"), href: close::HERE },
];

/// Where the books stand in the navigation.
pub(crate) fn places() -> Vec<Place> {
    let count = |context: &mut Context| records::count_waiting_documents(&mut context.tx).map_err(Failure::from);
    vec![
        Place {
            order: 10,
            group: Group::Money,
            label: || t!("Books"),
            href: PROFIT,
            icon: "book",
            count: None,
            views: VIEWS,
        },
        Place {
            order: 15,
            group: Group::Money,
            label: || t!("Inbox"),
            href: "/inbox",
            icon: "",
            count: Some(count),
            views: &[],
        },
    ]
}

/// What waits for the owner: papers to file.
pub(crate) fn needs() -> Vec<NeedSource> {
    vec![
        NeedSource { run: papers_to_file },
        NeedSource { run: month_to_close },
        NeedSource { run: currencies_to_revalue },
    ]
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

/// Balances in other currencies that were not revalued when the last month ended, unless that is closed and over.
fn currencies_to_revalue(context: &mut Context) -> Result<Option<Need>, Failure> {
    let on = Month::of(context.today).plus(-1).last();
    if closing::first_open_day(context, on)? != on {
        return Ok(None);
    }
    let count = queries::not_revalued(context, on)?;
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(
            count,
            "{count} balance in another currency was not revalued at the end of {month}.",
            "{count} balances in other currencies were not revalued at the end of {month}.",
            month = fmt::month_long(on)
        ),
        action: t!("Revalue"),
        href: format!("{}?on={on}", currencies::HERE),
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
        views: &[],
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

/// What a form of a command would do, beside it: for the forms of higher areas that post entries.
pub fn effects_panel(request: &PageRequest<'_>, command: &str) -> Result<Markup, Failure> {
    enter::panel(request, command)
}

/// The pages of the books.
pub fn pages() -> Vec<PageEntry> {
    let entry = |path, place, offers, render| PageEntry { path, place, offers, render };
    let mut pages = vec![
        entry(PROFIT, PROFIT, &["save-report"], profit::page),
        entry(BALANCE, BALANCE, &["save-report"], balance_sheet::page),
        entry(CASH_FLOW, CASH_FLOW, &["save-report"], cash_flow::page),
        entry(JOURNAL, JOURNAL, &["save-report"], general_journal::page),
        entry("/books/profit/by/{dimension}", PROFIT, &["save-report"], profit_by::page),
        entry(REPORTS, REPORTS, &["rename-report", "remove-report"], reports::page),
        entry(ACCOUNTS, ACCOUNTS, &["open-account", "add-category"], accounts::page),
        entry(
            "/books/accounts/{id}",
            ACCOUNTS,
            &["close-account", "set-account-details", "set-category-pocket", "save-report"],
            register::page,
        ),
        entry("/books/entries/{number}", JOURNAL, &ENTRY_OFFERS, entry::page),
        entry("/books/post", NEW_ENTRY, &["post-entry"], post::page),
        entry(
            "/books/dimensions",
            ACCOUNTS,
            &["add-dimension-value", "rename-dimension-value", "close-dimension-value"],
            dimensions::page,
        ),
        entry("/inbox", "/inbox", &["take-file", "file-document", "dismiss-document"], inbox::page),
        entry(close::HERE, close::HERE, &["close-month", "open-month"], close::page),
        entry(open_items::HERE, open_items::HERE, open_items::OFFERS, open_items::page),
        entry(PROOF, PROOF, &["set-proof-rules"], missing::page),
        entry("/books/tags", ACCOUNTS, &["rename-tag"], tags::page),
        entry(TRIAL_BALANCE, TRIAL_BALANCE, &["save-report"], balances::page),
        entry(currencies::HERE, currencies::HERE, currencies::OFFERS, currencies::page),
    ];
    pages.extend(enter::pages());
    pages.push(PageEntry { path: "/begin", place: "/begin", offers: begin::OFFERS, render: begin::page });
    pages
}
