//! Receipts that are missing of payees that usually come with one.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{Cell, Column, Markup, PageRequest, Phone, Row, Table, html, parts};

use crate::MissingReceipts;

pub(super) fn section(request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
    let answer = MissingReceipts::default().answer(request.context)?;
    if answer.count == 0 {
        return Ok(html! {});
    }
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::text(t!("Usually")).quiet().narrow().phone(Phone::Second),
        Column::figures(answer.currency.clone()).phone(Phone::Figure),
    ];
    let rows = answer.costs.iter().map(|cost| {
        let usually =
            t!("{there} of {all} have one", there = fmt::number(cost.with_receipt), all = fmt::number(cost.of));
        Row::new(vec![
            fmt::date_short(cost.booked_on).into(),
            Cell::from(cost.title.clone()),
            usually.into(),
            fmt::amount(cost.amount_minor, &answer.currency).into(),
        ])
        .href(format!("/bank/lines?line={}", cost.line))
    });
    let heading = tn!(answer.count, "{count} receipt is missing", "{count} receipts are missing");
    Ok(html! {
        section id="receipts" {
            (parts::heading(&heading, None))
            p.h { (t!("These payees usually come with a receipt. Drop it on the line, or say there that none is needed.")) }
            (Table::new(heading.clone(), columns).rows(rows))
        }
    })
}
