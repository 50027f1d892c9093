//! Pockets in other currencies than the books': apart, each with its own sum.

use books::pages::words;
use locale::{fmt, t};
use ui::{Cell, Column, FormAction, Look, Markup, Phone, Row, Table, chip, figure, html, link_button, parts};

use crate::{
    needs::{self, ForeignBroken},
    queries::StandingAnswer,
    rules::{ForeignMend, Mend},
};

/// What a pocket holds in another currency.
pub(super) fn holds(standing: &StandingAnswer, pocket: i64, currency: &str) -> i64 {
    let found = standing.foreign.iter().find(|held| held.pocket == pocket && held.currency == currency);
    found.map_or(0, |held| held.holds_minor)
}

/// A table for each other currency in which any pocket holds something.
pub(super) fn section(standing: &StandingAnswer, today: bool) -> Markup {
    html! { @for (currency, total) in &standing.others { (table(standing, currency, *total, today)) } }
}

fn table(standing: &StandingAnswer, currency: &str, total: i64, today: bool) -> Markup {
    let held = standing.pockets.iter().map(|pocket| (pocket, holds(standing, pocket.state.pocket.id, currency)));
    let held: Vec<_> = held.filter(|(_, holds)| *holds != 0).collect();
    if held.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text(t!("Pocket")).strong().grow().phone(Phone::Lead),
        Column::text(t!("What to know")).quiet().phone(Phone::Second),
        Column::figures(t!("Holds, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let rows = held.iter().map(|(pocket, holds)| {
        let of = &pocket.state.pocket;
        let below = if *holds < 0 { html! { span.w { (t!("Below zero.")) } }.into() } else { Cell::default() };
        let href = format!("/pockets/{}?currency={currency}", of.id);
        Row::new(vec![
            chip(words::hue(&of.role), &of.name).into(),
            below,
            figure(&href, &fmt::amount(*holds, currency)).into(),
        ])
    });
    let sum = Row::new(vec![t!("Sum").into(), Cell::default(), fmt::amount(total, currency).into()]).sum();
    let title = t!("In {currency}", currency = currency);
    let action = today.then(|| html! { a href={ "/pockets?do=move&currency=" (currency) } { (t!("Move money")) } });
    let undivided = standing.pockets.iter().find(|pocket| pocket.state.pocket.role == "unassigned");
    let undivided = undivided.map_or(0, |pocket| holds(standing, pocket.state.pocket.id, currency));
    html! {
        (parts::heading(&title, action))
        (Table::new(title, columns).rows(rows).row(sum))
        @if today {
            @for broken in needs::foreign_broken(standing).iter().filter(|broken| broken.currency == currency) { (mending(standing, broken)) }
            @if undivided > 0 {
                (parts::actions(link_button(Look::Quiet, &format!("/pockets?do=divide&currency={currency}"), &t!("Divide {amount}", amount = fmt::money(undivided, currency)))))
            }
        }
    }
}

/// What mends a pocket below zero in another currency: a move, an exchange with a pocket that keeps its worth, else money
/// that has to be brought in.
fn mending(standing: &StandingAnswer, broken: &ForeignBroken) -> Markup {
    let named = |id: i64| {
        let pocket = standing.pockets.iter().find(|pocket| pocket.state.pocket.id == id);
        pocket.map(|pocket| pocket.state.pocket.name.clone()).unwrap_or_default()
    };
    let currency = &broken.currency;
    let act = |command: &str, mend: &Mend| {
        FormAction::new(command, t!("Mend it"))
            .look(Look::Primary)
            .next("/pockets")
            .hidden("from", mend.from)
            .hidden("to", mend.to)
            .hidden("amount_minor", fmt::amount(mend.amount_minor, currency))
            .hidden("currency", currency)
    };
    let amount = |mend: &Mend| fmt::money(mend.amount_minor, currency);
    html! {
        @match &broken.mend {
            Some(ForeignMend::Move(mend)) => {
                p.say { (t!("{pocket} is below zero in {currency}. {amount} from {giver} mends it.", pocket = broken.name, currency = currency, amount = amount(mend), giver = named(mend.from))) }
                (parts::actions(html! { (act("move-money", mend).hidden("text", t!("Mended: {pocket}", pocket = broken.name))) }))
            }
            Some(ForeignMend::Exchange(mend)) => {
                p.say { (t!("{pocket} is below zero in {currency}. {giver} can give it {amount}, and has the same worth in {books} for it at today’s rate.", pocket = broken.name, currency = currency, giver = named(mend.from), amount = amount(mend), books = standing.currency)) }
                (parts::actions(html! { (act("exchange-between-pockets", mend)) }))
            }
            None => p.say { (t!("{pocket} is below zero in {currency}, and no pocket holds any. Money exchanged into it, or the next that comes in, mends it.", pocket = broken.name, currency = currency)) },
        }
    }
}
