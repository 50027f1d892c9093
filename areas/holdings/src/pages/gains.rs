//! What was gained and lost in a period, with the lots and entries behind each figure.

use books::pages::{CRYPTO, GAINS, csv};
use jiff::{ToSpan, civil::Date};
use kernel::{Failure, Query};
use ledger::{Basis, Currency};
use locale::{fmt, t};
use ui::{Cell, Column, Field, Form, Markup, Page, PageRequest, Phone, Row, Table, figure, html, parts};

use crate::{RealisedGain, RealisedGains, RealisedGainsAnswer};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let day = |name: &str| request.ask(name).and_then(|text| text.parse::<Date>().ok());
    let today = request.context.today;
    let from = day("from").unwrap_or_else(|| today.first_of_year());
    let through = day("through").unwrap_or_else(|| from.last_of_year()).max(from);
    let answer = RealisedGains { from: Some(from), through: Some(through) }.answer(request.context)?;
    if request.ask("csv").is_some() {
        let books = request.context.settings.currency;
        return Ok(Page::file(format!("gains-{from}-{through}.csv"), "text/csv; charset=utf-8", file(&answer, books)));
    }
    let currency = answer.currency.clone();
    let total = answer.crypto_gained_minor.saturating_add(answer.currencies_gained_minor);
    let body = html! {
        (parts::heading(&t!("On crypto-assets"), None))
        @if answer.crypto.is_empty() { p.h { (t!("None was sold, spent or swapped in these days.")) } }
        @else { (crypto(&answer)) }
        (parts::heading(&t!("On other currencies"), None))
        @if answer.currencies.is_empty() { p.h { (t!("Nothing left an account in another currency in these days.")) } }
        @else {
            (currencies(&answer))
            p.h { (t!("What left was worth that much on its day, less its part of what all of it had cost on average.")) }
        }
        @if answer.not_booked_minor != 0 {
            p.h {
                (t!("Of the gains on currencies up to then, {amount} is not booked yet.", amount = fmt::money(answer.not_booked_minor, &currency)))
                " " a href={ "/books/currencies?on=" (through.min(today)) } { (t!("Book it")) }
            }
        }
        @if !answer.booked.is_empty() {
            (parts::heading(&t!("Exchange differences as booked"), None))
            (booked(&answer))
        }
    };
    Ok(Page {
        period: period(request, from, through),
        lead: html! { (fmt::money(total, &currency)) " " small { (if total < 0 { t!("lost") } else { t!("gained") }) } },
        sub: html! {
            (t!("{crypto} on crypto-assets and {currencies} on other currencies, realised.",
                crypto = fmt::money(answer.crypto_gained_minor, &currency), currencies = fmt::money(answer.currencies_gained_minor, &currency)))
            " " a href=(request.address_with(&[("csv", "1")])) download { (t!("CSV")) }
        },
        body,
        paper: t!("{from} to {through}", from = fmt::date(from), through = fmt::date(through)),
        ..Page::new(t!("Gains and losses"))
    })
}

/// The year, the ones beside it, and any days.
fn period(request: &PageRequest<'_>, from: Date, through: Date) -> Markup {
    let year = |on: Date| format!("{GAINS}?from={}&through={}", on.first_of_year(), on.last_of_year());
    let whole = from == from.first_of_year() && through == from.last_of_year();
    let label = if whole {
        from.year().to_string()
    } else {
        t!("{from} to {through}", from = fmt::date_short(from), through = fmt::date(through))
    };
    let before = from.checked_sub(1.year()).ok().map(year);
    let after = from.checked_add(1.year()).ok().filter(|next| next.year() <= request.context.today.year()).map(year);
    let choices: Vec<(String, String, bool)> = (0..5i16)
        .filter_map(|back| request.context.today.checked_sub(i32::from(back).years()).ok())
        .map(|on| (on.year().to_string(), year(on), whole && on.year() == from.year()))
        .collect();
    let any_days = html! {
        (Form::get(GAINS).body(html! {
            (Field::date("from", t!("From")).short().value(from.to_string()))
            (Field::date("through", t!("Through")).short().value(through.to_string()))
            (parts::actions(html! { (ui::Button::quiet(t!("Show these days"))) }))
        }))
    };
    parts::period_picker(before.as_deref(), &label, after.as_deref(), &choices, any_days)
}

fn crypto(answer: &RealisedGainsAnswer) -> Markup {
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What left")).grow().phone(Phone::Lead),
        Column::text(t!("Held since")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Fetched, {currency}", currency = currency)).phone(Phone::Labelled),
        Column::figures(t!("Had cost")).phone(Phone::Labelled),
        Column::figures(t!("Gained or lost")).phone(Phone::Figure),
    ];
    let mut table = Table::new(t!("Gains and losses on crypto-assets"), columns).tall();
    for one in &answer.crypto {
        table = table.row(disposal(one, currency));
        if one.lots.len() > 1 || one.lots.iter().any(|lot| lot.lot.event.is_some()) {
            table = table.rows(one.lots.iter().map(|lot| {
                let quantity = fmt::decimal(&lot.lot.quantity.to_string());
                let name = match lot.lot.event {
                    Some(event) => {
                        figure(&format!("{CRYPTO}?event={event}"), &format!("{quantity}\u{a0}{}", one.asset))
                    }
                    None => html! { (t!("{quantity} {asset} of the pool", quantity = quantity, asset = one.asset)) },
                };
                Row::new(vec![
                    Cell::default(),
                    name.into(),
                    fmt::date_short(lot.lot.since).into(),
                    fmt::amount(lot.fetched_minor, currency).into(),
                    fmt::amount(lot.lot.cost_minor, currency).into(),
                    fmt::amount_signed(lot.gained_minor, currency).into(),
                ])
                .part()
            }));
        }
    }
    let sum = |of: fn(&RealisedGain) -> i64| ledger::sum(answer.crypto.iter().map(of)).unwrap_or(i64::MAX);
    let total = vec![
        Cell::default(),
        t!("All of it").into(),
        Cell::default(),
        fmt::amount(sum(|one| one.fetched_minor), currency).into(),
        fmt::amount(sum(|one| one.cost_minor), currency).into(),
        fmt::amount_signed(answer.crypto_gained_minor, currency).into(),
    ];
    html! { (table.row(Row::new(total).total())) }
}

fn disposal(one: &RealisedGain, currency: &str) -> Row {
    let gained = fmt::amount_signed(one.gained_minor, currency);
    let gained = match one.entry {
        Some(entry) => figure(&format!("/books/entries/{entry}"), &gained).into(),
        None => gained.into(),
    };
    Row::new(vec![
        fmt::date_short(one.on).into(),
        Cell::remark(one.text.clone(), one.wallet.clone()),
        Cell::default(),
        fmt::amount(one.fetched_minor, currency).into(),
        fmt::amount(one.cost_minor, currency).into(),
        gained,
    ])
}

fn currencies(answer: &RealisedGainsAnswer) -> Markup {
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::figures(t!("What left")).phone(Phone::Second),
        Column::figures(t!("Worth, {currency}", currency = currency)).phone(Phone::Labelled),
        Column::figures(t!("Had cost")).phone(Phone::Labelled),
        Column::figures(t!("Gained or lost")).phone(Phone::Figure),
    ];
    let mut table = Table::new(t!("Gains and losses on other currencies"), columns);
    let mut seen: Vec<Currency> = answer.currencies.iter().map(|one| one.currency).collect();
    seen.sort_unstable();
    seen.dedup();
    for code in seen {
        let of_it: Vec<_> = answer.currencies.iter().filter(|one| one.currency == code).collect();
        table = table.rows(of_it.iter().map(|one| {
            Row::new(vec![
                fmt::date_short(one.on).into(),
                one.account_name.clone().into(),
                fmt::money(one.amount_minor, one.currency.code()).into(),
                fmt::amount(one.worth_minor, currency).into(),
                fmt::amount(one.cost_minor, currency).into(),
                figure(&format!("/books/entries/{}", one.entry), &fmt::amount_signed(one.gained_minor, currency))
                    .into(),
            ])
        }));
        let gained = ledger::sum(of_it.iter().map(|one| one.gained_minor)).unwrap_or(i64::MAX);
        let sum = vec![
            Cell::default(),
            t!("All of {currency}", currency = code).into(),
            Cell::default(),
            Cell::default(),
            Cell::default(),
            fmt::amount_signed(gained, currency).into(),
        ];
        table = table.row(Row::new(sum).sum());
    }
    html! { (table) }
}

fn booked(answer: &RealisedGainsAnswer) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What happened")).grow().phone(Phone::Lead),
        Column::text(t!("Counts in")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Gained or lost")).phone(Phone::Figure),
    ];
    let rows = answer.booked.iter().map(|one| {
        let basis = match one.basis {
            Basis::Both => t!("Cash and accrual"),
            Basis::Accrual => t!("Accrual only"),
            Basis::Cash => t!("Cash only"),
        };
        Row::new(vec![
            fmt::date_short(one.on).into(),
            one.text.clone().into(),
            basis.into(),
            figure(&format!("/books/entries/{}", one.entry), &fmt::amount_signed(one.gained_minor, &answer.currency))
                .into(),
        ])
    });
    html! { (Table::new(t!("Exchange differences as booked"), columns).rows(rows)) }
}

/// A row a lot of crypto-assets, and a row a movement of a currency.
fn file(answer: &RealisedGainsAnswer, books: Currency) -> String {
    use csv::Value::{Plain, Words};
    let head =
        ["kind", "day", "what", "account", "quantity", "held_since", "fetched", "cost", "gained", "currency", "entry"];
    let mut rows: Vec<Vec<csv::Value>> = vec![head.iter().map(|name| Plain((*name).to_owned())).collect()];
    let amount = |minor: i64| Plain(books.decimal(minor));
    let entry = |entry: Option<i64>| Plain(entry.map(|number| number.to_string()).unwrap_or_default());
    for one in &answer.crypto {
        rows.extend(one.lots.iter().map(|lot| {
            vec![
                Plain("crypto".into()),
                Plain(one.on.to_string()),
                Words(one.asset.code().to_owned()),
                Words(one.wallet.clone()),
                Plain(lot.lot.quantity.to_string()),
                Plain(lot.lot.since.to_string()),
                amount(lot.fetched_minor),
                amount(lot.lot.cost_minor),
                amount(lot.gained_minor),
                Plain(books.code().to_owned()),
                entry(one.entry),
            ]
        }));
    }
    rows.extend(answer.currencies.iter().map(|one| {
        vec![
            Plain("currency".into()),
            Plain(one.on.to_string()),
            Words(one.currency.code().to_owned()),
            Words(one.account_name.clone()),
            Plain(one.currency.decimal(one.amount_minor)),
            Plain(String::new()),
            amount(one.worth_minor),
            amount(one.cost_minor),
            amount(one.gained_minor),
            Plain(books.code().to_owned()),
            entry(Some(one.entry)),
        ]
    }));
    csv::text(&rows)
}
