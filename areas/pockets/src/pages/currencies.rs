//! Pockets in other currencies than the books': apart, each with its own sum.

use books::pages::words;
use locale::{fmt, t};
use ui::{Cell, Column, Markup, Phone, Row, Table, chip, figure, html, parts};

use crate::queries::StandingAnswer;

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
    html! { (parts::heading(&title, action)) (Table::new(title, columns).rows(rows).row(sum)) }
}
