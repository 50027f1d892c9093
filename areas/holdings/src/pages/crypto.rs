//! What is held in crypto-assets, and what happened to them.

use books::pages::CRYPTO;
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Cell, Column, Look, Markup, Page, PageRequest, Phone, Row, Table,
    chart::{Share, shares},
    html, link_button, parts,
};

use super::{forms, panel, source_said};
use crate::{
    CryptoEvent, CryptoEvents, CryptoEventsAnswer, CryptoHolding, CryptoHoldings, CryptoHoldingsAnswer,
    rules::lots::CostMethod,
};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let held = CryptoHoldings::default().answer(request.context)?;
    let happened = CryptoEvents { limit: Some(30), ..CryptoEvents::default() }.answer(request.context)?;
    let currency = held.currency.clone();
    let lead = if held.holdings.is_empty() {
        html! { (t!("No crypto-assets are held.")) }
    } else if held.without_price == 0 {
        html! { (fmt::money(held.value_minor, &currency)) " " small { (t!("at the last known prices")) } }
    } else {
        html! { (fmt::money(held.cost_minor, &currency)) " " small { (t!("is what they cost")) } }
    };
    let sub = html! {
        @if held.holdings.is_empty() {
            (t!("Whoever is paid in coins, or buys some, tells it here; the books carry them at what they cost."))
        } @else if held.without_price == 0 {
            (t!("They cost {cost}; {gain} is not realised, and the books do not count it.", cost = fmt::money(held.cost_minor, &currency), gain = fmt::amount_signed(held.unrealised_minor, &currency)))
        } @else {
            (tn!(held.without_price, "{count} of them has no price yet.", "{count} of them have no price yet."))
        }
    };
    let main = html! {
        @if held.holdings.is_empty() {
            (parts::actions(html! {
                (link_button(Look::Primary, &forms::address("receive"), &t!("I was paid in crypto")))
                (link_button(Look::Quiet, &forms::address("buy"), &t!("I bought some")))
                (link_button(Look::Quiet, &forms::address("open"), &t!("I held some already")))
            }))
        } @else {
            (picture(&held))
            (holdings(&held))
        }
        @if !happened.events.is_empty() {
            (parts::heading(&t!("What happened"), None))
            (events(request, &happened))
        }
    };
    let panel = panel::panel(request, &held)?;
    let aside = html! {
        (parts::heading(&t!("Tell what happened"), None))
        (forms::menu())
        (method(held.method))
        (forms::price(request, &held))
    };
    // Beside an open panel there is room for what is held, and no more.
    let body = if panel.is_some() { main } else { parts::columns(main, aside) };
    Ok(Page { lead, sub, body, panel, ..Page::new(t!("Crypto")) })
}

/// Each asset's part of what all of it is worth, or of what it cost where one has no price.
fn picture(held: &CryptoHoldingsAnswer) -> Markup {
    let by_value = held.without_price == 0;
    let mut drawn: Vec<(String, i64)> = Vec::new();
    for one in &held.holdings {
        let amount = if by_value { one.value_minor.unwrap_or(0) } else { one.cost_minor };
        match drawn.iter_mut().find(|(name, _)| *name == one.name) {
            Some((_, sum)) => *sum = sum.saturating_add(amount),
            None => drawn.push((one.name.clone(), amount)),
        }
    }
    if drawn.len() < 2 {
        return html! {};
    }
    drawn.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
    let figure = |amount| fmt::money_whole(amount, &held.currency);
    let drawn: Vec<Share> =
        drawn.into_iter().map(|(name, value)| Share { name, value, figure: figure(value), current: false }).collect();
    let title = if by_value { t!("What each is worth") } else { t!("What each has cost") };
    shares(&title, &t!("The table below has the figures."), &drawn)
}

fn holdings(held: &CryptoHoldingsAnswer) -> Markup {
    let currency = &held.currency;
    let columns = vec![
        Column::text(t!("Asset")).grow().phone(Phone::Lead),
        Column::text(t!("Wallet")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Holds")).phone(Phone::Second),
        Column::figures(t!("Cost, {currency}", currency = currency)).phone(Phone::Labelled),
        Column::figures(t!("Worth, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("Not realised")).phone(Phone::Labelled),
    ];
    let row = |one: &CryptoHolding| {
        Row::new(vec![
            Cell::remark(one.name.clone(), price_said(one, currency)),
            one.wallet.clone().into(),
            format!("{}\u{a0}{}", fmt::decimal(&one.quantity.to_string()), one.asset).into(),
            fmt::amount(one.cost_minor, currency).into(),
            one.value_minor.map_or_else(|| t!("no price"), |value| fmt::amount(value, currency)).into(),
            one.unrealised_minor().map_or_else(String::new, |gain| fmt::amount_signed(gain, currency)).into(),
        ])
        .href(format!("{CRYPTO}?holding={}~{}", one.asset, one.wallet))
    };
    let table = Table::new(t!("What is held"), columns).tall().keys().rows(held.holdings.iter().map(row));
    let table = if held.holdings.len() > 1 {
        let total = vec![
            t!("All of it").into(),
            Cell::default(),
            Cell::default(),
            fmt::amount(held.cost_minor, currency).into(),
            fmt::amount(held.value_minor, currency).into(),
            fmt::amount_signed(held.unrealised_minor, currency).into(),
        ];
        table.row(Row::new(total).total())
    } else {
        table
    };
    html! { (table) }
}

fn price_said(one: &CryptoHolding, currency: &str) -> String {
    match (&one.price, one.price_on, one.price_source) {
        (Some(price), Some(on), Some(source)) => t!(
            "{price} {currency} on {day}, by {source}",
            price = fmt::decimal(price),
            currency = currency,
            day = fmt::date_short(on),
            source = source_said(source)
        ),
        _ => t!("no price is known"),
    }
}

fn events(request: &PageRequest<'_>, answer: &CryptoEventsAnswer) -> Markup {
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What happened")).grow().phone(Phone::Lead),
        Column::text(t!("Wallet")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("Worth, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("Gained or lost")).phone(Phone::Labelled),
    ];
    let chosen = request.ask("event");
    let row = |one: &CryptoEvent| {
        let worth = if one.worth_minor == 0 { one.cost_minor } else { one.worth_minor };
        let what =
            if one.taken_back { Cell::remark(one.text.clone(), t!("taken back")) } else { one.text.clone().into() };
        Row::new(vec![
            fmt::date_short(one.on).into(),
            what,
            one.into_wallet
                .as_ref()
                .map_or_else(|| one.wallet.clone(), |into| format!("{} → {into}", one.wallet))
                .into(),
            if worth == 0 { t!("–").into() } else { fmt::amount(worth, currency).into() },
            one.gained_minor.map_or_else(String::new, |gained| fmt::amount_signed(gained, currency)).into(),
        ])
        .href(format!("{CRYPTO}?event={}", one.event))
        .current(chosen == Some(one.event.to_string().as_str()))
        .faded(one.taken_back)
    };
    html! {
        (Table::new(t!("What happened"), columns).keys().rows(answer.events.iter().map(row)))
        @if answer.events.iter().any(|one| one.gained_minor.is_some()) {
            (parts::actions(link_button(Look::Link, books::pages::GAINS, &t!("Gains and losses, lot by lot"))))
        }
    }
}

fn method(method: CostMethod) -> Markup {
    html! {
        (parts::heading(&t!("How their cost is found"), None))
        p.h {
            (match method {
                CostMethod::FirstInFirstOut => t!("What leaves a wallet is taken from its oldest lots (first in, first out)."),
                CostMethod::Average => t!("What leaves takes its part of the average cost of all there are of it."),
                CostMethod::Section104 => t!("What leaves is held against the same day and the thirty days after, then the pool (section 104)."),
            })
            " " a href=(forms::address("method")) { (t!("Change it")) }
        }
    }
}
