//! The side panel: a form, an event with its lots, or what is held of an asset in a wallet.

use books::pages::CRYPTO;
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{FormAction, Look, Markup, PageRequest, Panel, figure, html, parts};

use super::{forms, kind_said, source_said};
use crate::{CryptoEvent, CryptoEvents, CryptoHolding, CryptoHoldingsAnswer, rules::lots::Lot};

pub(super) fn panel(request: &mut PageRequest<'_>, held: &CryptoHoldingsAnswer) -> Result<Option<Panel>, Failure> {
    if let Some(form) = forms::form(request, held)? {
        return Ok(Some(form));
    }
    if let Some(id) = request.ask("event").and_then(|text| text.parse::<i64>().ok()) {
        let answer = CryptoEvents { event: Some(id), ..CryptoEvents::default() }.answer(request.context)?;
        return Ok(answer.events.first().map(|one| event(one, &answer.currency)));
    }
    let named = request.ask("holding").and_then(|text| text.split_once('~'));
    let found = named
        .and_then(|(asset, wallet)| held.holdings.iter().find(|one| one.asset.code() == asset && one.wallet == wallet));
    Ok(found.map(|one| holding(one, &held.currency)))
}

fn event(one: &CryptoEvent, currency: &str) -> Panel {
    let amount = |minor: i64| html! { (fmt::money(minor, currency)) };
    let mut facts = vec![
        (t!("Day"), html! { (fmt::date(one.on)) }),
        (t!("What happened"), html! { (kind_said(one.kind)) }),
        (t!("How much"), html! { (fmt::decimal(&one.quantity.to_string())) " " (one.asset) }),
    ];
    if let (Some(asset), Some(quantity)) = (&one.into_asset, one.into_quantity) {
        facts.push((t!("For"), html! { (fmt::decimal(&quantity.to_string())) " " (asset) }));
    }
    facts.push((t!("Wallet"), html! { (one.wallet) @if let Some(into) = &one.into_wallet { " → " (into) } }));
    if let Some(fee) = one.fee {
        facts.push((t!("Fee"), html! { (fmt::decimal(&fee.to_string())) " " (one.asset) }));
    }
    if let (Some(price), Some(source)) = (&one.price, one.price_source) {
        facts.push((t!("Price"), html! { (fmt::decimal(price)) " " (currency) " " small { (t!("by {source}", source = source_said(source))) } }));
    }
    if one.kind.disposes() {
        facts.push((t!("Fetched"), amount(one.worth_minor)));
        facts.push((t!("Had cost"), amount(one.cost_minor)));
    } else if one.worth_minor != 0 {
        facts.push((t!("Cost"), amount(one.worth_minor)));
    } else if one.cost_minor != 0 {
        facts.push((t!("Had cost"), amount(one.cost_minor)));
    }
    if let Some(gained) = one.gained_minor {
        facts.push((t!("Gained or lost"), html! { (fmt::amount_signed(gained, currency)) }));
    }
    if let Some(entry) = one.entry {
        facts.push((t!("Entry"), figure(&format!("/books/entries/{entry}"), &entry.to_string())));
    }
    let back = FormAction::new("take-back-crypto", t!("Take it back")).hidden("event", one.event).next(CRYPTO);
    let again = FormAction::new("take-back-crypto", t!("Let it stand again"))
        .hidden("event", one.event)
        .hidden("taken_back", "false")
        .next(CRYPTO);
    let body = html! {
        @if one.taken_back { (parts::notice(html! { (t!("This was taken back; the books are as if it had not happened.")) })) }
        (parts::definitions(&facts))
        @if !one.from.is_empty() {
            (parts::heading(&t!("Taken from"), None))
            (lots(&one.from, one.asset.code(), currency))
        }
        (parts::actions(html! { @if one.taken_back { (again) } @else { (back.look(Look::Quiet)) } }))
    };
    Panel { title: one.text.clone(), body, address_to_close: CRYPTO.into(), ..Panel::default() }
}

fn holding(one: &CryptoHolding, currency: &str) -> Panel {
    let facts =
        [(t!("Wallet"), html! { (one.wallet) }), (t!("Cost"), html! { (fmt::money(one.cost_minor, currency)) })];
    let body = html! {
        (parts::definitions(&facts))
        @if one.lots.is_empty() { p.h { (t!("All of this asset is one pool; this is the wallet’s share of its cost.")) } }
        @else {
            (parts::heading(&tn!(one.lots.len(), "One lot", "{count} lots"), None))
            (lots(&one.lots, one.asset.code(), currency))
        }
    };
    Panel {
        title: one.name.clone(),
        figure: format!("{} {}", fmt::decimal(&one.quantity.to_string()), one.asset),
        body,
        address_to_close: CRYPTO.into(),
        ..Panel::default()
    }
}

fn lots(lots: &[Lot], asset: &str, currency: &str) -> Markup {
    let rows: Vec<(String, Markup)> = lots
        .iter()
        .map(|lot| {
            let quantity = fmt::decimal(&lot.quantity.to_string());
            let held = match lot.event {
                Some(_) => t!(
                    "{quantity} {asset} since {day}",
                    quantity = quantity,
                    asset = asset,
                    day = fmt::date_short(lot.since)
                ),
                None => t!("{quantity} {asset} of the pool", quantity = quantity, asset = asset),
            };
            let cost = fmt::money(lot.cost_minor, currency);
            let cost = match lot.event {
                Some(event) => figure(&format!("{CRYPTO}?event={event}"), &cost),
                None => html! { (cost) },
            };
            (held, cost)
        })
        .collect();
    parts::lines(&rows)
}
