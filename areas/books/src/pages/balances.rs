//! The trial balance: what each account holds at the end of a day, debits beside credits, equal at the foot.

use kernel::{Failure, Query};
use ledger::{Days, Period, Relative};
use locale::{fmt, t};
use ui::{
    Cell, Column, Look, Page, PageRequest, Phone, Row, Table, html, link_button,
    parts::{self, Drawing},
};

use super::{
    csv::{self, Value},
    report::{self, Asked, By},
    words,
};
use crate::{AccountLine, Balances, BalancesAnswer};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let mut asked = Asked::of(request, Relative::ThisTaxYear, &[By::Whole]);
    // One day alone can be named as well.
    if let Some(day) = request.ask("on").and_then(|text| text.parse().ok()) {
        asked.set(request, Period::Between(Days { from: day, through: day }));
    }
    let (on, basis) = (asked.days.through, asked.basis);
    let answer = Balances { on: Some(on), basis }.answer(request.context)?;
    if request.ask("csv").is_some() {
        let currency = request.context.settings.currency;
        return Ok(Page::file(format!("trial-balance-{on}.csv"), "text/csv; charset=utf-8", file(&answer, currency)));
    }
    let currency = &answer.currency;
    let held: Vec<&AccountLine> = answer.accounts.iter().filter(|line| line.book_balance_minor != 0).collect();
    let sum =
        |side: fn(i64) -> i64| ledger::sum(held.iter().map(|line| side(line.book_balance_minor))).unwrap_or(i64::MAX);
    let (debits, credits) = (sum(|amount| amount.max(0)), sum(|amount| amount.min(0).saturating_neg()));
    let columns = vec![
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::text(t!("What it is")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Debit, {currency}", currency = currency)).phone(Phone::Labelled),
        Column::figures(t!("Credit, {currency}", currency = currency)).phone(Phone::Labelled),
    ];
    let rows = held.iter().map(|line| {
        let amount = line.book_balance_minor;
        let address = format!("/books/accounts/{}?through={on}", line.account.id);
        let cell = Cell::figure(&address, fmt::amount(amount.saturating_abs(), currency));
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
    let body = if held.is_empty() {
        let sentence = t!("Nothing was posted up to that day.");
        parts::empty(Drawing::Ledger, &sentence, link_button(Look::Primary, "/books/accounts", &t!("Open an account")))
    } else {
        html! {
            (parts::tools(html! {}, html! {
                (report::bases(request, basis))
                a href=(request.address_with(&[("csv", "1"), ("save", "")])) download { (t!("CSV")) }
                a href=(request.address_with(&[("save", "1")])) { (t!("Keep this report")) }
            }))
            (table)
        }
    };
    let panel = report::saving_panel(request, "trial-balance");
    let label = fmt::date(on);
    Ok(Page {
        period: asked.picker(request, &label)?,
        lead: if answer.sum_minor == 0 {
            html! { (fmt::money(debits, currency)) " " small { (t!("on each side")) } }
        } else {
            html! { (t!("The books are {amount} apart.", amount = fmt::money(answer.sum_minor, currency))) }
        },
        sub: html! { (t!("What each account holds at the end of the day (trial balance). Both sides are equal, or something is wrong.")) },
        body,
        paper: report::paper_line(&label, basis, currency, request.context.today),
        panel,
        ..Page::new(t!("Trial balance"))
    })
}

/// What each account holds, as a file.
fn file(answer: &BalancesAnswer, currency: ledger::Currency) -> String {
    let mut rows: Vec<Vec<Value>> =
        vec![[t!("Account"), t!("What it is"), t!("Debit"), t!("Credit")].map(Value::Words).into()];
    let (mut debits, mut credits) = (0i64, 0i64);
    let decimal = |amount: i64| Value::Plain(if amount == 0 { String::new() } else { currency.decimal(amount) });
    for line in answer.accounts.iter().filter(|line| line.book_balance_minor != 0) {
        let (debit, credit) = (line.book_balance_minor.max(0), line.book_balance_minor.min(0).saturating_neg());
        (debits, credits) = (debits.saturating_add(debit), credits.saturating_add(credit));
        let name = Value::Words(line.account.name.clone());
        rows.push(vec![name, Value::Words(words::account(&line.account)), decimal(debit), decimal(credit)]);
    }
    rows.push(vec![Value::Words(t!("Sum")), Value::Words(String::new()), decimal(debits), decimal(credits)]);
    csv::text(&rows)
}
