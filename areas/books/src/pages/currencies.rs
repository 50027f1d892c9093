//! Other currencies: what accounts hold in them, what it has gained or lost, and the rates that are kept.

use jiff::{ToSpan, civil::Date};
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Phone, Row, Table, error_at,
    figure, html, parts, typed_or,
};

use crate::{ForeignBalance, ForeignBalances, ForeignBalancesAnswer, RateLine, Rates, rules::rates::RateSource};

pub(super) const HERE: &str = "/books/currencies";
pub(super) const OFFERS: &[&str] = &["set-rate", "import-rates", "revalue"];

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let today = request.context.today;
    let on = request.ask("on").and_then(|text| text.parse::<Date>().ok()).filter(|on| *on <= today).unwrap_or(today);
    let answer = ForeignBalances { on: Some(on) }.answer(request.context)?;
    let rates = Rates { through: Some(on), limit: Some(30), ..Rates::default() }.answer(request.context)?;
    let lead = match answer.gained_minor {
        _ if answer.accounts.is_empty() => html! { (t!("Everything is in {currency}.", currency = answer.currency)) },
        Some(gained) => html! {
            (fmt::money(gained, &answer.currency)) " " small { (t!("gained or lost since it was last booked")) }
        },
        None => html! { (t!("Some balances have no rate yet.")) },
    };
    let main = html! {
        @if answer.accounts.is_empty() {
            p.h {
                (t!("Open an account in another currency and its statements come in like any other, each line at the rate of its day."))
                " " a href="/books/accounts?add=account" { (t!("Open an account")) }
            }
        } @else {
            (balances(&answer))
            (revaluation(request, &answer, on))
        }
        (parts::heading(&t!("Rates"), None))
        @if rates.rates.is_empty() { p.h { (t!("No rates are kept yet.")) } }
        @else { (rate_table(&rates.rates, &rates.currency)) }
    };
    let aside = html! { (set_rate(request, on)) (import_rates(request)) };
    let day = |days: i32| on.checked_add(days.days()).ok().map(|day| request.address_with(&[("on", &day.to_string())]));
    let next = if on < today { day(1) } else { None };
    Ok(Page {
        period: parts::period(day(-1).as_deref(), &fmt::date(on), next.as_deref()),
        lead,
        sub: html! { (t!("What accounts hold in other currencies: what it cost on average, what the books say, and what it is worth at the end of the day.")) },
        body: parts::columns(main, aside),
        ..Page::new(t!("Currencies"))
    })
}

fn balances(answer: &ForeignBalancesAnswer) -> Markup {
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::figures(t!("Holds")).phone(Phone::Figure),
        Column::figures(t!("Cost, {currency}", currency = currency)).phone(Phone::Hidden),
        Column::figures(t!("In the books (accrual)")).phone(Phone::Hidden),
        Column::figures(t!("Worth, {currency}", currency = currency)).phone(Phone::Second),
        Column::figures(t!("Gained or lost")).phone(Phone::Second),
    ];
    let rows = answer.accounts.iter().map(|one| {
        let gained = one.worth_minor.map(|worth| worth.saturating_sub(one.accrual_minor));
        Row::new(vec![
            Cell::remark(one.name.clone(), rate_said(one, currency)),
            figure(&format!("/books/accounts/{}", one.account), &fmt::money(one.balance_minor, one.currency.code()))
                .into(),
            fmt::amount(one.cost_minor, currency).into(),
            fmt::amount(one.accrual_minor, currency).into(),
            one.worth_minor.map_or_else(|| t!("no rate"), |worth| fmt::amount(worth, currency)).into(),
            gained.map_or_else(String::new, |gained| fmt::amount_signed(gained, currency)).into(),
        ])
    });
    html! { (Table::new(t!("Balances in other currencies"), columns).tall().rows(rows)) }
}

fn rate_said(one: &ForeignBalance, currency: &str) -> String {
    match (&one.rate, one.rate_on) {
        (Some(rate), Some(on)) => {
            t!("{rate} {currency} on {day}", rate = fmt::decimal(rate), currency = currency, day = fmt::date(on))
        }
        _ => t!("no rate of that day or the week before"),
    }
}

/// What a revaluation would book, and the button.
fn revaluation(request: &PageRequest<'_>, answer: &ForeignBalancesAnswer, on: Date) -> Markup {
    let refused = request.refused_form("revalue");
    let gains = answer.accounts.iter().filter_map(|one| Some(one.gains(one.worth_minor?)));
    let (realised, unrealised) = gains.fold((0_i64, 0_i64), |(realised, unrealised), (left, held)| {
        (realised.saturating_add(left), unrealised.saturating_add(held))
    });
    html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused.to_string()) })) }
        @if realised != 0 || unrealised != 0 {
            (parts::definitions(&[
                (t!("On what has left the accounts (both bases)"), html! { (fmt::money(realised, &answer.currency)) }),
                (t!("On what is still there (accrual only)"), html! { (fmt::money(unrealised, &answer.currency)) }),
            ]))
            (parts::actions(html! {
                (FormAction::new("revalue", t!("Book it on {day}", day = fmt::date(on))).hidden("on", on).next(HERE).look(Look::Primary))
            }))
        } @else if answer.gained_minor.is_some() {
            p.h { (t!("The books say what the balances are worth; there is nothing to book.")) }
        }
    }
}

fn rate_table(rates: &[RateLine], currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Currency")).phone(Phone::Lead),
        Column::text(t!("Who says so")).grow().quiet().phone(Phone::Second),
        Column::figures(t!("One unit in {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let rows = rates.iter().map(|one| {
        Row::new(vec![
            fmt::date(one.on).into(),
            one.currency.code().into(),
            source_said(one.source).into(),
            fmt::decimal(&one.rate).into(),
        ])
    });
    html! {
        (Table::new(t!("Rates"), columns).rows(rows))
        p.h { (tn!(rates.len(), "The newest rate up to that day.", "The newest {count} rates up to that day.")) }
    }
}

pub(super) fn source_said(source: RateSource) -> String {
    match source {
        RateSource::BankLine => t!("the bank's line"),
        RateSource::Owner => t!("you"),
        RateSource::Document => t!("a document"),
        RateSource::CentralBank => t!("a central bank's file"),
    }
}

fn set_rate(request: &PageRequest<'_>, on: Date) -> Markup {
    let form = request.refused_form("set-rate");
    let books = request.context.settings.currency;
    let body = html! {
        (Field::text("currency", t!("Currency")).short().placeholder("USD").value(typed_or(form, "currency", "")).error(error_at(form, "currency")).required())
        (Field::text("rate", t!("One unit in {currency}", currency = books)).short().placeholder("0.9195").value(typed_or(form, "rate", "")).error(error_at(form, "rate"))
            .help(t!("Empty to forget the rate of that day.")))
        (Field::date("on", t!("Day")).short().value(typed_or(form, "on", on.to_string())).error(error_at(form, "on")))
        @if form.is_some_and(|form| form.refused.code == "rate-is-far-off") {
            (Field::checkbox("even_if_far_off", t!("It is right even so"), false))
        }
        (parts::actions(html! { (Button::quiet(t!("Set the rate"))) }))
    };
    html! {
        (parts::heading(&t!("Set a rate"), None))
        (Form::new("set-rate").next(HERE).hidden("from", HERE)
            .error(form.and_then(|form| form.error_beside(&["currency", "rate", "on"])))
            .body(body))
    }
}

fn import_rates(request: &PageRequest<'_>) -> Markup {
    let form = request.refused_form("import-rates");
    let body = html! {
        (Field::file("content", t!("File"), ".csv,.xml,.txt", false).error(error_at(form, "content"))
            .help(t!("The European Central Bank offers it as eurofxref-hist.zip: unpack it first. A list of day, currency and rate does as well.")))
        (parts::actions(html! { (Button::quiet(t!("Bring the rates in"))) }))
    };
    html! {
        (parts::heading(&t!("Bring in a central bank's rates"), None))
        (Form::new("import-rates").files().next(HERE).hidden("from", HERE)
            .error(form.and_then(|form| form.error_beside(&["content"])))
            .body(body))
    }
}
