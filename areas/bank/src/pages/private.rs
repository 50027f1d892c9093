//! Private payments from business accounts: how many this month, the picture of the year, and the months in figures.

use jiff::civil::Date;
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Column, Look, Markup, Page, PageRequest, Phone, Row, Table,
    chart::{Point, framed, line},
    html, link_button, parts,
};

use crate::{MixedMonth, MixedUse};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = MixedUse::default().answer(request.context)?;
    let currency = answer.currency.as_str();
    let private: i64 = answer.months.iter().map(|month| month.private).sum();
    // The month one speaks of is the last that has payments: statements come in afterwards.
    let last = answer.months.iter().rev().find(|month| month.payments > 0);
    let Some(last) = last.filter(|_| private > 0) else {
        let sentence = t!("A payment sorted as private from a business account is counted here, with what it came to.");
        let action = html! { (link_button(Look::Primary, "/bank", &t!("Go to the queue"))) };
        return Ok(Page {
            lead: html! { (t!("No private payments from business accounts.")) },
            body: parts::empty(parts::Drawing::Desk, &sentence, action),
            ..Page::new(t!("Private"))
        });
    };
    let lead = html! {
        (tn!(
            last.private,
            "{count} private payment from business accounts in {month}.",
            "{count} private payments from business accounts in {month}.",
            month = fmt::month_long(last.month)
        ))
    };
    let sub = html! {
        (compared(&answer.months, last)) " "
        @if last.private > 0 { a href=(lines_of(answer.private_category, last.month)) { (t!("Look at them")) } ". " }
        @if last.private > 0 { (t!("A separate card for private things would spare you sorting them.")) }
    };
    Ok(Page {
        lead,
        sub,
        body: html! { (picture(&answer.months, currency)) (table(&answer.months, currency, answer.private_category)) },
        ..Page::new(t!("Private"))
    })
}

/// The month against the months before it.
fn compared(months: &[MixedMonth], last: &MixedMonth) -> String {
    let earlier: Vec<&MixedMonth> =
        months.iter().filter(|month| month.month < last.month && month.payments > 0).collect();
    let count = i64::try_from(earlier.len()).unwrap_or(i64::MAX);
    if count < 2 {
        return String::new();
    }
    let tenths = earlier.iter().map(|month| month.private).sum::<i64>() * 10 / count;
    // Against less than one in two months there is nothing usual to compare with.
    if tenths < 5 {
        return String::new();
    }
    let usual = fmt::number((tenths + 5) / 10);
    match last.private.cmp(&((tenths + 5) / 10)) {
        std::cmp::Ordering::Greater => t!("More than usual: about {usual} a month before.", usual = usual),
        std::cmp::Ordering::Less => t!("Fewer than usual: about {usual} a month before.", usual = usual),
        std::cmp::Ordering::Equal => t!("As usual: about {usual} a month.", usual = usual),
    }
}

fn picture(months: &[MixedMonth], currency: &str) -> Markup {
    let last = months.len().saturating_sub(1);
    let points: Vec<Point> = months
        .iter()
        .enumerate()
        .map(|(at, month)| {
            // Every third month is named, back from the newest: twelve names do not fit beside each other on a phone.
            let named = (last - at).is_multiple_of(3);
            Point {
                label: if named { fmt::month_short(month.month) } else { String::new() },
                value: month.private_minor,
            }
        })
        .collect();
    let description =
        t!("What private payments from business accounts came to, month by month. The table has the figures.");
    framed(line(&t!("Private payments by month"), &description, &points, None, currency))
}

/// The private lines of a month.
fn lines_of(category: i64, month: Date) -> String {
    format!("/bank/lines?category={category}&out=1&from={month}&through={}", month.last_of_month())
}

fn table(months: &[MixedMonth], currency: &str, category: i64) -> Markup {
    let columns = vec![
        Column::text(t!("Month")).grow().phone(Phone::Lead),
        Column::figures(t!("Private")).phone(Phone::Labelled),
        Column::figures(t!("All payments")).quiet().phone(Phone::Labelled),
        Column::figures(t!("Share")).quiet().phone(Phone::Labelled),
        Column::figures(t!("Private, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let rows = months.iter().rev().map(|month| {
        Row::new(vec![
            fmt::month_long(month.month).into(),
            fmt::number(month.private).into(),
            fmt::number(month.payments).into(),
            fmt::percent_permille(month.permille).into(),
            fmt::amount(month.private_minor, currency).into(),
        ])
        .href(lines_of(category, month.month))
        .faded(month.payments == 0)
    });
    html! { (Table::new(t!("Private payments by month"), columns).rows(rows)) }
}
