//! The trial balance: what each account holds at the end of a day, debits beside credits, equal at the foot.

use jiff::civil::Date;
use kernel::{Failure, Query};
use ledger::{AccountClass, AccountKind, Days, Month, Period, Relative};
use locale::{fmt, t};
use ui::{
    Cell, Column, Look, Markup, Page, PageRequest, Phone, Row, Table,
    chart::{Block, two_sides},
    html, link_button,
    parts::{self, Drawing},
};

use super::{
    csv::{self, Value},
    origin::{self, Counting, Opened, What},
    report::{self, Asked, By},
    words,
};
use crate::{AccountLine, Balances, BalancesAnswer, Report, queries::BEGINNING};

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
    let days = Days { from: BEGINNING, through: on };
    let opening = |line: &AccountLine| Opened { what: What::Account(line.account.id), days, counting: Counting::All };
    let open = request.ask("open").unwrap_or_default();
    let rows = held.iter().map(|line| {
        let amount = line.book_balance_minor;
        let word = opening(line).word();
        let address = request.address_with(&[("open", &word), ("save", "")]);
        let cell = Cell::figure(&address, fmt::amount(amount.saturating_abs(), currency)).opened(open == word);
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
            (parts::tools(html! {}, html! { (report::bases(request, basis)) (report::keeping(request)) }))
            (picture(&held, currency, on))
            (table)
        }
    };
    let panel = match report::saving_panel(request, Report::TrialBalance, None) {
        Some(panel) => Some(panel),
        None => origin::panel(request, Month::of(on), basis)?.map(|(_, panel)| panel),
    };
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

/// Both sides as columns of equal height, account by kind.
fn picture(held: &[&AccountLine], currency: &str, on: Date) -> Markup {
    let (mut debits, mut credits): (Vec<Block>, Vec<Block>) = (Vec::new(), Vec::new());
    for line in held {
        let amount = line.book_balance_minor;
        let side = if amount > 0 { &mut debits } else { &mut credits };
        let name = class_name(line.account.kind);
        match side.iter_mut().find(|block| block.name == name) {
            Some(block) => block.amount = block.amount.saturating_add(amount.saturating_abs()),
            None => side.push(Block { name, amount: amount.saturating_abs(), main: false }),
        }
    }
    let description = t!("On {day}; the table below has the figures.", day = fmt::date(on));
    let (left, right) = (t!("Debit"), t!("Credit"));
    two_sides(&t!("Both sides of the books"), &description, (&left, &debits), (&right, &credits), currency)
}

fn class_name(kind: AccountKind) -> String {
    match kind.class() {
        AccountClass::Asset => t!("Owned"),
        AccountClass::Liability => t!("Owed"),
        AccountClass::Equity => t!("Your side"),
        AccountClass::Income => t!("Money in"),
        AccountClass::Expense => t!("Money out"),
    }
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
