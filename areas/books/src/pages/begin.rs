//! Begin where you are: what existed on the day the books begin, in the order in which an owner can lay hands on it.

mod forms;

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Phone, Row, Table, error_at,
    figure, html, link_button, parts, typed_or,
};

use super::words;
use crate::{
    OpeningPosition,
    opening::OpeningKind,
    queries::{Knowledge, OpeningAccount, OpeningItemView, OpeningKindState, OpeningPositionAnswer},
};

const HERE: &str = "/begin";

/// The commands that this page offers.
pub(super) const OFFERS: &[&str] =
    &["add-opening-item", "change-opening-item", "remove-opening-item", "begin-books-on", "say-nothing-opened"];

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let position = OpeningPosition::default().answer(request.context)?;
    let panel = forms::panel(request, &position)?;
    let unsure = position.unsure.len();
    let lead = if unsure == 0 {
        html! { (t!("The start is complete.")) }
    } else {
        html! { (tn!(unsure, "{count} figure still lacks its start.", "{count} figures still lack their start.")) }
    };
    let asked = || position.kinds.iter().filter(|state| state.known != Knowledge::NotAsked);
    let body = html! {
        (day(request, &position))
        // Whoever has just set up the business goes on from here: what the books need next is a statement.
        (parts::actions(html! {
            (link_button(if unsure > 0 { Look::Quiet } else { Look::Primary }, "/bank/statements", &t!("Bring in a statement")))
            (link_button(Look::Link, "/", &t!("Later: where you stand")))
        }))
        @if unsure > 0 { (lacking(&position)) }
        @for state in asked() { (section(&position, state)) }
    };
    Ok(Page {
        lead,
        sub: html! {
            (t!("What was there on {day}, when these books begin. Give what you have at hand; the rest can come later.", day = fmt::date(position.begins_on)))
        },
        body,
        panel,
        ..Page::new(t!("Where you begin"))
    })
}

/// The day, and the way to another.
fn day(request: &PageRequest<'_>, position: &OpeningPositionAnswer) -> Markup {
    let form = request.refused_form("begin-books-on");
    let body = html! {
        div.row {
            (Field::date("on", t!("The books begin on")).short().value(typed_or(form, "on", position.begins_on.to_string())).error(error_at(form, "on")).required())
        }
        p.h { (t!("From this day on the books tell everything. What was given of the start moves with it.")) }
        (parts::actions(html! { (Button::quiet(t!("Begin on that day"))) }))
    };
    html! {
        @if let Some(earlier) = position.earlier_entry_on {
            (parts::notice(html! {
                (t!("Your books hold entries since {day}. They can begin there, and then less is missing.", day = fmt::date(earlier))) " "
                (FormAction::new("begin-books-on", t!("Begin on {day}", day = fmt::date(earlier))).hidden("on", earlier).next(HERE).look(Look::Link))
            }))
        }
        details open[form.is_some()] {
            summary { (t!("The books begin on {day}", day = fmt::date(position.begins_on))) }
            (Form::new("begin-books-on").next(HERE).hidden("from", HERE).body(body))
        }
    }
}

/// What is unsure, and the one button for a business that had nothing before.
fn lacking(position: &OpeningPositionAnswer) -> Markup {
    let all = position.unsure.iter().fold(
        FormAction::new("say-nothing-opened", t!("There was nothing else")).next(HERE).look(Look::Quiet),
        |form, unsure| form.hidden("kinds", unsure.kind.as_str()),
    );
    html! {
        (parts::heading(&t!("Unsure until then"), None))
        ul { @for unsure in &position.unsure { li { a href={ "#" (unsure.kind.as_str()) } { (unsure.sentence) } } } }
        (parts::actions(html! { (all) }))
        p.h { (t!("A business that has just begun has no old invoices, bills or stock: one word settles it, and it can be taken back.")) }
    }
}

/// What a kind is called, with the accounting term, and what to look for.
pub(super) fn called(kind: OpeningKind) -> (String, String) {
    match kind {
        OpeningKind::AccountBalance => (
            t!("What was on your accounts"),
            t!("Bank, cash, processor, card and loan. A statement that states its balance says it by itself."),
        ),
        OpeningKind::OpenInvoice => (
            t!("What clients owed you (receivables)"),
            t!("Invoices you sent and that were not paid, each with its own number."),
        ),
        OpeningKind::OpenBill => {
            (t!("What you owed (payables)"), t!("Bills that had come and were not paid, each with its own number."))
        }
        OpeningKind::TotalToDate => (
            t!("This year so far"),
            t!(
                "What came in and went out this tax year before the books begin, by category and without VAT, as money moved."
            ),
        ),
        OpeningKind::TaxCollected => (
            t!("VAT or sales tax not yet paid"),
            t!("What clients had paid you in tax and you had not paid on, less what you may reclaim."),
        ),
        OpeningKind::TaxPrepaid => {
            (t!("Tax paid ahead this year"), t!("Income tax and contributions you had paid for this year already."))
        }
        OpeningKind::LastTaxBill => (
            t!("Last year’s tax"),
            t!("What the tax office asked for last year: payments ahead are worked out from it."),
        ),
        OpeningKind::ClientDeposit => {
            (t!("Deposits of clients"), t!("Paid to you for work that was still to be done; kept in Held for clients."))
        }
        OpeningKind::Equipment => (
            t!("Equipment"),
            t!("What you bought for years, with its cost, the day, and what was written off already."),
        ),
        OpeningKind::Stock => (t!("Stock"), t!("Goods and materials on the shelf, at what they cost you.")),
    }
}

fn section(position: &OpeningPositionAnswer, state: &OpeningKindState) -> Markup {
    let (title, about) = called(state.kind);
    let word = state.kind.as_str();
    let add = (state.kind != OpeningKind::AccountBalance && state.known != Knowledge::Nothing).then(|| {
        let label = if state.items == 0 { t!("Add") } else { t!("Add another") };
        link_button(Look::Link, &format!("?add={word}"), &label)
    });
    html! {
        section id=(word) {
            (parts::heading(&title, add))
            @if state.kind == OpeningKind::AccountBalance {
                (accounts(position))
            } @else if state.items > 0 {
                (items(position, state))
            } @else {
                p { (about) }
                (none(state))
            }
            @if state.items > 0 && matches!(state.kind, OpeningKind::OpenInvoice | OpeningKind::OpenBill) {
                p.h { a href=(super::open_items::HERE) { (t!("What is left to pay of them")) } }
            }
        }
    }
}

/// Nothing of a kind: said, or to be said.
fn none(state: &OpeningKindState) -> Markup {
    let word = state.kind.as_str();
    html! {
        @if state.known == Knowledge::Nothing {
            p { (t!("There was nothing.")) " "
                (FormAction::new("say-nothing-opened", t!("There was something")).hidden("kinds", word).hidden("nothing", "false").next(HERE).look(Look::Link))
            }
        } @else {
            (parts::actions(html! {
                (link_button(Look::Quiet, &format!("?add={word}"), &t!("Add")))
                (FormAction::new("say-nothing-opened", t!("There was none")).hidden("kinds", word).next(HERE).look(Look::Link))
            }))
        }
    }
}

fn accounts(position: &OpeningPositionAnswer) -> Markup {
    let columns = vec![
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::text(t!("Known from")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Held, {currency}", currency = position.currency)).phone(Phone::Figure),
    ];
    let rows = position.accounts.iter().map(|row| {
        let known = match (row.said_by.as_str(), row.opened_on) {
            ("statement", Some(day)) => t!("its statement, {day}", day = fmt::date(day)),
            ("set-up", Some(day)) => t!("what you typed at set-up, {day}", day = fmt::date(day)),
            ("given", Some(day)) => t!("what you gave here, {day}", day = fmt::date(day)),
            ("given" | "nothing", None) => t!("nothing was on it"),
            _ => t!("not known yet"),
        };
        Row::new(vec![row.account.name.as_str().into(), known.into(), account_figure(row, &position.currency)])
    });
    html! { (Table::new(t!("What was on your accounts"), columns).rows(rows)) }
}

fn account_figure(row: &OpeningAccount, currency: &str) -> Cell {
    let own = row.account.currency.code();
    let amount = row
        .balance_minor
        .map(|amount| if own == currency { fmt::amount_signed(amount, currency) } else { fmt::money(amount, own) });
    let change = match row.item {
        Some(item) => format!("?change={item}"),
        None => format!("?add=account-balance&account={}", row.account.id),
    };
    match (row.said_by.as_str(), amount, row.entry) {
        ("statement", Some(amount), Some(entry)) => figure(&format!("/books/entries/{entry}"), &amount).into(),
        (_, Some(amount), _) => figure(&change, &amount).into(),
        (_, None, _) => Cell::new(html! { a href=(change) { (t!("Say it")) } }),
    }
}

fn items(position: &OpeningPositionAnswer, state: &OpeningKindState) -> Markup {
    let of_kind = || position.items.iter().filter(|view| view.given.kind == state.kind);
    let currency = &position.currency;
    let columns = vec![
        Column::text(t!("What")).grow().phone(Phone::Lead),
        Column::text(t!("More about it")).quiet().narrow().phone(Phone::Second),
        Column::figures(currency.clone()).phone(Phone::Figure),
    ];
    let rows = of_kind().map(|view| {
        let change = format!("?change={}", view.id);
        let amount = fmt::amount(view.given.amount_minor, currency);
        Row::new(vec![view.title.as_str().into(), more_about(view, currency).into(), figure(&change, &amount).into()])
            .href(change)
    });
    let mut table = Table::new(called(state.kind).0, columns).headless().keys().rows(rows);
    if state.items > 1 {
        let label = if state.kind == OpeningKind::TotalToDate { t!("Profit so far") } else { t!("Sum") };
        let sum = fmt::amount(state.total_minor, currency);
        table = table.row(Row::new(vec![label.into(), Cell::default(), sum.into()]).sum());
    }
    html! { (table) }
}

/// Dates, what was written off, what is still open.
fn more_about(view: &OpeningItemView, currency: &str) -> String {
    let item = &view.given;
    let dated = item.dated_on.map(fmt::date);
    match (item.kind, &view.open_item) {
        (OpeningKind::OpenInvoice | OpeningKind::OpenBill, Some(open)) if open.open_minor() == 0 => t!("paid"),
        (OpeningKind::OpenInvoice | OpeningKind::OpenBill, Some(open)) if open.settled_minor > 0 => {
            t!("{amount} is still to be paid", amount = fmt::amount(open.open_minor(), currency))
        }
        (OpeningKind::OpenInvoice | OpeningKind::OpenBill, Some(open)) => {
            t!("of {day}, due {due}", day = fmt::date(open.issued_on), due = fmt::date(open.due_on))
        }
        (OpeningKind::Equipment, _) if item.written_off_minor.unwrap_or_default() > 0 => t!(
            "bought {day}, {amount} written off",
            day = dated.unwrap_or_default(),
            amount = fmt::amount(item.written_off_minor.unwrap_or_default(), currency)
        ),
        (OpeningKind::Equipment, _) => t!("bought {day}", day = dated.unwrap_or_default()),
        (OpeningKind::TotalToDate, _) => String::new(),
        _ => dated.unwrap_or_default(),
    }
}

/// Own accounts and categories as choices.
pub(super) fn choices(
    request: &mut PageRequest<'_>,
    wanted: fn(&crate::Account) -> bool,
) -> Result<Vec<ui::Choice>, Failure> {
    let mut found: Vec<crate::Account> = crate::accounts(request.context)?
        .iter()
        .filter(|account| !account.closed && wanted(account))
        .cloned()
        .collect();
    found.sort_by_key(|account| ledger::AccountKind::ALL.iter().position(|kind| *kind == account.kind));
    let rest = found
        .into_iter()
        .map(|account| ui::Choice::new(account.id, account.name.clone()).group(words::kind(account.kind)));
    Ok(std::iter::once(ui::Choice::new("", t!("Choose one"))).chain(rest).collect())
}
