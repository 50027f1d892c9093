//! The trial balance: what each account holds at the end of a day, debits beside credits, equal at the foot.

use jiff::{ToSpan, civil::Date};
use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{
    Cell, Column, Field, Form, Look, Page, PageRequest, Phone, Row, Table, figure, html, link_button,
    parts::{self, Drawing},
    tabs,
};

use super::{View, views, words};
use crate::{AccountLine, Balances, ReadBasis};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let today = request.context.today;
    let on = request.ask("on").and_then(|text| text.parse::<Date>().ok()).unwrap_or(today);
    let basis = if request.ask("basis") == Some("accrual") { ReadBasis::Accrual } else { ReadBasis::Cash };
    let answer = Balances { on: Some(on), basis }.answer(request.context)?;
    let currency = &answer.currency;
    let held: Vec<&AccountLine> = answer.accounts.iter().filter(|line| line.book_balance_minor != 0).collect();
    let sum =
        |side: fn(i64) -> i64| ledger::sum(held.iter().map(|line| side(line.book_balance_minor))).unwrap_or(i64::MAX);
    let (debits, credits) = (sum(|amount| amount.max(0)), sum(|amount| amount.min(0).saturating_neg()));
    let columns = vec![
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::text(t!("What it is")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Debit, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("Credit")).phone(Phone::Figure),
    ];
    let rows = held.iter().map(|line| {
        let amount = line.book_balance_minor;
        let address = format!("/books/accounts/{}?through={on}", line.account.id);
        let cell: Cell = figure(&address, &fmt::amount(amount.saturating_abs(), currency)).into();
        let (debit, credit) = if amount >= 0 { (cell, Cell::default()) } else { (Cell::default(), cell) };
        Row::new(vec![line.account.name.as_str().into(), words::account(&line.account).into(), debit, credit])
    });
    let total = vec![
        t!("Sum").into(),
        Cell::default(),
        fmt::amount(debits, currency).into(),
        fmt::amount(credits, currency).into(),
    ];
    let table = Table::new(t!("Balances"), columns).rows(rows).row(Row::new(total).total());
    let bases = [
        (t!("Cash"), request.address_with(&[("basis", "")]), basis == ReadBasis::Cash),
        (t!("Accrual"), request.address_with(&[("basis", "accrual")]), basis == ReadBasis::Accrual),
    ];
    let pick = Form::get("/books/balances").body(html! {
        (Field::date("on", t!("Day")).value(on.to_string()).label_hidden().short().send_on_change())
    });
    let day = |days: i32| on.checked_add(days.days()).ok().map(|day| request.address_with(&[("on", &day.to_string())]));
    let next = if on < today { day(1) } else { None };
    let body = if held.is_empty() {
        let sentence = t!("Nothing was posted up to that day.");
        parts::empty(Drawing::Ledger, &sentence, link_button(Look::Primary, "/books/accounts", &t!("Open an account")))
    } else {
        html! { (parts::tools(html! { (pick) }, tabs(&t!("Which books"), &bases))) (table) }
    };
    Ok(Page {
        period: html! { (views(View::Balances)) (parts::period(day(-1).as_deref(), &fmt::date(on), next.as_deref())) },
        lead: if answer.sum_minor == 0 {
            html! { (fmt::money(debits, currency)) " " small { (t!("on each side")) } }
        } else {
            html! { (t!("The books are {amount} apart.", amount = fmt::money(answer.sum_minor, currency))) }
        },
        sub: html! { (t!("What each account holds at the end of the day (trial balance). Both sides are equal, or something is wrong.")) },
        body,
        ..Page::new(t!("Balances"))
    })
}
