//! The pages of the bank: the queue, the lines, the statements with what a file would bring, and the rules.

mod accuracy;
mod attribution;
mod by_hand;
mod lines;
mod payment;
mod payout;
mod preview;
mod private;
mod queue;
mod receipts;
mod reconcile;
mod recurring;
mod rule_form;
mod rule_past;
mod rules;
mod statements;

use crate::{LineView, MissingLines};
use kernel::{Context, Failure, slots::PlaceView};
use ledger::AccountKind;
use locale::{fmt, t};
use ui::{Cell, Choice, Markup, PageEntry, html, readable};

/// What the page of a line offers.
const LINE_OFFERS: [&str; 7] =
    ["sort-line", "sort-as-transfer", "unsort-line", "attach-file", "detach-file", "set-tags", "set-note"];

/// The pages of this area.
pub fn pages() -> Vec<PageEntry> {
    let entry = |path, place, offers, render| PageEntry { path, place, offers, render };
    vec![
        entry(
            TO_SORT,
            TO_SORT,
            &[
                "sort-line",
                "sort-lines",
                "sort-as-transfer",
                "sort-as-payment",
                "sort-as-payout",
                "pair-lines",
                "part-lines",
                "add-rule",
            ],
            queue::page,
        ),
        entry(RECURRING, RECURRING, &["mark-recurring"], recurring::page),
        entry(PRIVATE, PRIVATE, &[], private::page),
        entry(LINES, LINES, &LINE_OFFERS, lines::page),
        entry(STATEMENTS, STATEMENTS, &["import-statement", "withdraw-statement", "decide-doubtful"], statements::page),
        entry("/bank/statements/preview", STATEMENTS, &["import-statement"], preview::page),
        entry(
            "/bank/reconcile/{account}",
            STATEMENTS,
            &["say-nothing-moved", "reverse-entry", "reopen-doubtful", "drop-doubled-line"],
            reconcile::page,
        ),
        entry(RULES, RULES, &["add-rule", "change-rule", "move-rule", "remove-rule"], rules::page),
    ]
}

// The views of the bank, by their addresses: a page says by one of them where it belongs.
const TO_SORT: &str = "/bank";
const LINES: &str = "/bank/lines";
const STATEMENTS: &str = "/bank/statements";
const RULES: &str = "/bank/rules";
const RECURRING: &str = "/bank/recurring";
const PRIVATE: &str = "/bank/private";

pub(crate) const VIEWS: &[PlaceView] = &[
    PlaceView { label: || t!("To sort"), href: TO_SORT },
    PlaceView { label: || t!("Lines"), href: LINES },
    PlaceView { label: || t!("Statements"), href: STATEMENTS },
    PlaceView { label: || t!("Rules"), href: RULES },
    PlaceView { label: || t!("Recurring"), href: RECURRING },
    PlaceView { label: || t!("Private"), href: PRIVATE },
];

/// What a page calls a line: who it is, else what the bank says, not shouted.
fn called(line: &LineView) -> String {
    readable(&line.title)
}

/// The day the bank booked a line, and beside it the day it is on in the books where that is another.
fn day(line: &LineView) -> Cell {
    let booked = fmt::date_short(line.booked_on);
    match line.posted_on {
        Some(posted) => Cell::remark(booked, t!("in the books {day}", day = fmt::date_short(posted))),
        None => booked.into(),
    }
}

/// Where a statement's balances do not follow from its lines, and by how much.
fn gap_words(gap: &MissingLines, currency: &str) -> String {
    match gap.difference_minor {
        Some(difference) => t!(
            "The balance on line {line} of the file is {amount} away from what the lines before it lead to.",
            line = gap.line,
            amount = fmt::money(difference, currency)
        ),
        None => t!("The balance on line {line} of the file does not follow from the lines before it.", line = gap.line),
    }
}

/// The categories to choose from, under the headings an owner thinks in; those of the line's own direction first.
fn categories(context: &mut Context, money_in: bool) -> Result<Vec<Choice>, Failure> {
    let heading = |kind: AccountKind| match kind {
        AccountKind::Income => t!("Money in (income)"),
        AccountKind::Expense => t!("Money out (expenses)"),
        AccountKind::Equity => t!("You (drawings and what you put in)"),
        _ => t!("Other"),
    };
    let order = |kind: AccountKind| match kind {
        AccountKind::Income => {
            if money_in {
                0
            } else {
                1
            }
        }
        AccountKind::Expense => {
            if money_in {
                1
            } else {
                0
            }
        }
        AccountKind::Equity => 2,
        _ => 3,
    };
    let mut known: Vec<_> =
        books::accounts(context)?.iter().filter(|account| account.is_category() && !account.closed).cloned().collect();
    known.sort_by_key(|account| order(account.kind));
    let first = Choice::new("", t!("Choose a category"));
    let rest = known.into_iter().map(|account| Choice::new(account.id, account.name).group(heading(account.kind)));
    Ok(std::iter::once(first).chain(rest).collect())
}

/// The accounts that have statements, without one.
fn own_accounts(context: &mut Context, without: Option<i64>, none: String) -> Result<Vec<Choice>, Failure> {
    let own = |account: &&books::Account| {
        account.kind.has_statements() && account.role.is_empty() && !account.closed && Some(account.id) != without
    };
    let rest =
        books::accounts(context)?.iter().filter(own).map(|account| Choice::new(account.id, account.name.clone()));
    Ok(std::iter::once(Choice::new("", none)).chain(rest).collect())
}

/// A line's amount for a column whose head names the books' currency: another stands with its amount.
fn amount(line: &LineView) -> String {
    if line.currency == line.book_currency {
        fmt::amount_signed(line.amount_minor, &line.currency)
    } else {
        fmt::money(line.amount_minor, &line.currency)
    }
}

/// What a line in another currency is worth in the books, and by which day's rate.
fn worth(line: &LineView) -> Markup {
    let worth = fmt::money(line.book_minor, &line.book_currency);
    html! {
        @if let (Some(on), true) = (line.rate_on, line.currency != line.book_currency) {
            p.h { (t!("Worth {amount} in the books, by the rate of {day}.", amount = worth, day = fmt::date(on))) }
        }
    }
}
