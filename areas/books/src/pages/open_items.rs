//! What clients owe and what is owed to suppliers: who, which number, when it is due, what is left of it; one opens beside
//! the list with what was paid of it and the line of the bank that brought it.

use kernel::{Failure, Query};
use ledger::AccountKind;
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table,
    error_at, figure, html, link_button, parts, typed_or,
};

use crate::{OpenItemLine, OpenItemPayment, OpenItems, OpenItemsAnswer, accounts::accounts, open_items::Side};

pub(super) const HERE: &str = "/books/open-items";
/// The commands that this page offers.
pub(super) const OFFERS: &[&str] = &["settle-open-item", "unsettle-open-item"];

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let paid = request.ask("paid").is_some();
    let chosen = request.ask("item").and_then(|id| id.parse::<i64>().ok());
    let answer = OpenItems { paid, ..OpenItems::default() }.answer(request.context)?;
    let chosen = chosen.and_then(|id| answer.items.iter().find(|line| line.item.id == id));
    let panel = match chosen {
        Some(line) => Some(panel(request, line, &answer.currency)?),
        None => None,
    };
    let sides = [Side::Receivable, Side::Payable];
    let body = html! {
        @for side in sides { (section(request, &answer, side, chosen)) }
        @if answer.items.is_empty() {
            (parts::empty(
                parts::Drawing::Ledger,
                &t!("Invoices that were not paid when your books began, and bills you still had to pay, stand here until their bank line pays them."),
                html! { (link_button(Look::Primary, "/begin", &t!("Say what was open"))) },
            ))
        } @else if answer.more {
            p.h { (t!("More are kept than are listed here.")) }
        }
        (parts::actions(html! {
            @if paid { (link_button(Look::Link, HERE, &t!("Only the open ones"))) }
            @else { (link_button(Look::Link, "/books/open-items?paid=1", &t!("The paid ones too"))) }
        }))
    };
    Ok(Page { lead: lead(&answer), sub: sub(&answer), body, panel, ..Page::new(t!("Open invoices and bills")) })
}

fn lead(answer: &OpenItemsAnswer) -> Markup {
    let money = |minor: i64| fmt::money(minor, &answer.currency);
    html! {
        @match (answer.receivable_minor, answer.payable_minor) {
            (0, 0) => (t!("Nobody owes anybody anything.")),
            (owed, 0) => (t!("Clients owe you {amount}.", amount = money(owed))),
            (0, owing) => (t!("You owe {amount}.", amount = money(owing))),
            (owed, owing) => (t!("Clients owe you {owed}, and you owe {owing}.", owed = money(owed), owing = money(owing))),
        }
    }
}

fn sub(answer: &OpenItemsAnswer) -> Markup {
    let money = |minor: i64| fmt::money(minor, &answer.currency);
    html! {
        @if answer.receivable_overdue_minor > 0 {
            (t!("{amount} of what clients owe is past its due date.", amount = money(answer.receivable_overdue_minor))) " "
        }
        @if answer.payable_overdue_minor > 0 {
            (t!("{amount} of what you owe is past its due date.", amount = money(answer.payable_overdue_minor)))
        }
    }
}

fn section(request: &PageRequest<'_>, answer: &OpenItemsAnswer, side: Side, chosen: Option<&OpenItemLine>) -> Markup {
    let lines: Vec<&OpenItemLine> = answer.items.iter().filter(|line| line.item.side == side).collect();
    if lines.is_empty() {
        return html! {};
    }
    let (heading, sum) = match side {
        Side::Receivable => (t!("What clients owe you (receivables)"), answer.receivable_minor),
        Side::Payable => (t!("What you owe (payables)"), answer.payable_minor),
    };
    // Beside an open one there is room for who, which number and what is left.
    let whole = chosen.is_none();
    let mut columns = vec![
        Column::text(t!("Due")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::text(t!("Number")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Left to pay, {currency}", currency = answer.currency)).phone(Phone::Figure),
    ];
    if whole {
        columns.insert(3, Column::text(t!("Issued")).quiet().narrow().phone(Phone::Hidden));
        columns.insert(4, Column::figures(t!("In all")).quiet().phone(Phone::Hidden));
    }
    let rows = lines.iter().map(|line| {
        let mut cells = vec![
            fmt::date(line.item.due_on).into(),
            who(line),
            line.item.number.clone().into(),
            fmt::amount(line.open_minor, &answer.currency).into(),
        ];
        if whole {
            cells.insert(3, fmt::date(line.item.issued_on).into());
            cells.insert(4, fmt::amount(line.item.amount_minor, &answer.currency).into());
        }
        Row::new(cells)
            .href(request.address_with(&[("item", &line.item.id.to_string())]))
            .current(chosen.is_some_and(|chosen| chosen.item.id == line.item.id))
            .faded(line.open_minor == 0)
    });
    let mut total = vec!["".into(), t!("In all").into(), "".into(), fmt::amount(sum, &answer.currency).into()];
    if whole {
        total.insert(3, "".into());
        total.insert(4, "".into());
    }
    html! {
        (parts::heading(&heading, None))
        (Table::new(heading.clone(), columns).keys().rows(rows).row(Row::new(total).sum()))
    }
}

/// Who it is, and what is to be said about it: paid, late, or paid in part.
fn who(line: &OpenItemLine) -> Cell {
    let name = line.item.party_name.clone();
    if line.open_minor == 0 {
        return Cell::remark(name, t!("paid"));
    }
    if line.overdue_days > 0 {
        return Cell::remark(name, tn!(line.overdue_days, "{count} day late", "{count} days late"));
    }
    if line.item.settled_minor > 0 {
        return Cell::remark(name, t!("paid in part"));
    }
    name.into()
}

fn panel(request: &mut PageRequest<'_>, line: &OpenItemLine, currency: &str) -> Result<Panel, Failure> {
    let money = |minor: i64| html! { (fmt::money(minor, currency)) };
    let mut facts = vec![
        (t!("Number"), html! { (line.item.number) }),
        (t!("Issued"), html! { (fmt::date(line.item.issued_on)) }),
        (t!("Due"), html! { (fmt::date(line.item.due_on)) }),
        (t!("Asked for"), money(line.item.amount_minor)),
    ];
    if line.item.settled_minor > 0 {
        facts.push((t!("Paid of it"), money(line.item.settled_minor)));
    }
    let opened =
        figure(&format!("/books/entries/{}", line.item.entry), &t!("entry {number}", number = line.item.entry));
    facts.push((t!("Booked by"), opened));
    let overdue =
        tn!(line.overdue_days, "It is {count} day past its due date.", "It is {count} days past its due date.");
    let pay = if line.open_minor > 0 {
        pay(request, line, currency)?
    } else {
        html! {}
    };
    let body = html! {
        @if line.overdue_days > 0 { (parts::warning(html! { (overdue) })) }
        (parts::definitions(&facts))
        @if !line.payments.is_empty() {
            (parts::heading(&t!("Paid by"), None))
            @for payment in &line.payments { (paid(payment, currency)) }
        }
        (pay)
    };
    Ok(Panel {
        title: line.item.party_name.clone(),
        address_to_close: request.address_with(&[("item", "")]),
        body,
        wide: false,
        kicker: String::new(),
        figure: t!("{amount} left", amount = fmt::money(line.open_minor, currency)),
    })
}

/// A payment: the line of the bank that brought it, else its entry, which can be taken back here.
fn paid(payment: &OpenItemPayment, currency: &str) -> Markup {
    let entry = figure(&format!("/books/entries/{}", payment.entry), &t!("entry {number}", number = payment.entry));
    let by = match &payment.source {
        Some(_) => figure(&payment.source_href, &payment.source_title),
        None => html! { (t!("by hand")) },
    };
    let rows = [
        (fmt::date(payment.settled_on), html! { (fmt::money(payment.amount_minor, currency)) }),
        (t!("Brought by"), by),
        (t!("Booked by"), entry),
    ];
    html! {
        (parts::lines(&rows))
        @if payment.source.is_none() {
            (FormAction::new("unsettle-open-item", t!("Take this payment back")).hidden("entry", payment.entry).next(HERE).look(Look::Link))
        }
    }
}

/// Paid with money that no bank line brings; the bank's lines are sorted in the queue.
fn pay(request: &mut PageRequest<'_>, line: &OpenItemLine, currency: &str) -> Result<Markup, Failure> {
    let refused = request.refused_form("settle-open-item").cloned();
    let refused = refused.as_ref();
    let books = request.context.settings.currency;
    let own = |account: &&crate::Account| {
        account.kind.has_statements() && account.role.is_empty() && !account.closed && account.currency == books
    };
    let mut known: Vec<_> = accounts(request.context)?.iter().filter(own).cloned().collect();
    // Cash first: what went through a bank has a line, which is sorted in the queue.
    known.sort_by_key(|account| account.kind != AccountKind::CashBox);
    let choices: Vec<Choice> = known.into_iter().map(|account| Choice::new(account.id, account.name)).collect();
    let fields = ["account", "amount_minor", "on"];
    let today = request.context.today.to_string();
    let here = request.address.clone();
    let body = html! {
        (Field::select("account", t!("Into or out of"), choices).value(typed_or(refused, "account", "")).error(error_at(refused, "account")))
        div.row {
            (Field::money("amount_minor", t!("Amount")).unit(currency)
                .value(typed_or(refused, "amount_minor", fmt::amount(line.open_minor, currency)))
                .error(error_at(refused, "amount_minor")).required())
            (Field::date("on", t!("Day")).value(typed_or(refused, "on", today)).error(error_at(refused, "on")).required())
        }
        (parts::actions(html! { (Button::quiet(t!("It is paid"))) }))
    };
    Ok(html! {
        details open[refused.is_some()] {
            summary { (t!("Paid without a bank line")) }
            (Form::new("settle-open-item")
                .next(here.clone())
                .hidden("from", here)
                .hidden("item", line.item.id.to_string())
                .error(refused.and_then(|form| form.error_beside(&fields)))
                .body(body))
        }
        p.h { (t!("A bank line that pays it is proposed in the queue of the bank.")) }
    })
}
