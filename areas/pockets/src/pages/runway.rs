//! How long the money lasts: one sentence, a picture of the year ahead, and the table behind it.

use kernel::{Failure, Query};
use ledger::Month;
use locale::{fmt, t, tn};
use ui::{
    Cell, Column, Look, Markup, Page, PageRequest, Phone, Row, Table,
    chart::{self, FanLine},
    figure, html, link_button, parts,
};

use super::list::{months, plural};
use crate::{
    queries::{RunwayAhead, RunwayAheadAnswer, RunwayCase, RunwayEnd},
    rules::runway::Months,
};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = RunwayAhead {}.answer(request.context)?;
    let currency = &answer.currency;
    let body = html! {
        @if answer.cases.is_empty() {
            (parts::empty(parts::Drawing::Jars, &t!("What a month costs is not known yet. Bring in the statements of the last months, and this page says how long the money lasts."),
                link_button(Look::Primary, "/bank", &t!("Bring in a statement"))))
        } @else {
            (picture(&answer))
            (cases(&answer))
            @if !answer.enough {
                (parts::notice(html! { (t!("Under three full months of sales are in the books, too few to tell good months from bad ones.")) " " a href="/bank" { (t!("Bring in earlier statements")) } }))
            }
            (ahead(&answer))
            (how(&answer))
        }
    };
    Ok(Page {
        lead: html! { (lead(&answer)) },
        sub: html! {
            @if !answer.cases.is_empty() {
                (figure("/?open=free", &fmt::money(answer.free_minor, currency))) " " (t!("free to spend, at")) " "
                (figure("/?open=month", &fmt::money(answer.overhead_minor.unwrap_or(0).saturating_add(answer.pay_minor).saturating_add(answer.contributions_minor), currency))) " " (t!("a month."))
            }
        },
        body,
        ..Page::new(t!("How long it lasts (runway)"))
    })
}

/// Without a sale, and what likely months do.
fn lead(answer: &RunwayAheadAnswer) -> String {
    let find = |months: Months| answer.cases.iter().find(|case| case.months == months);
    let Some(none) = find(Months::NoSale) else { return String::new() };
    let alone = match &none.with_pay.lasts {
        Some(lasts) => {
            let months = months(lasts.tenths);
            tn!(
                plural(lasts.tenths),
                "Without a single sale you can go on {months} month.",
                "Without a single sale you can go on {months} months.",
                months = months
            )
        }
        None => t!("Without a single sale nothing is used up."),
    };
    match find(Months::Likely).map(|likely| likely.with_pay.lasts) {
        None => alone,
        Some(None) => t!("{alone} In likely months you grow.", alone = alone),
        Some(Some(lasts)) => {
            t!("{alone} In likely months it lasts until {day}.", alone = alone, day = fmt::date(lasts.until))
        }
    }
}

fn name(months: Months) -> String {
    match months {
        Months::NoSale => t!("No sale"),
        Months::Bad => t!("Bad months"),
        Months::Likely => t!("Likely months"),
        Months::Good => t!("Good months"),
    }
}

/// As far as there is money: below nothing there is none to draw.
fn drawn(ahead: &[i64]) -> Vec<i64> {
    ahead.iter().map(|free| (*free).max(0)).collect()
}

fn picture(answer: &RunwayAheadAnswer) -> Markup {
    let lines: Vec<FanLine> = answer
        .cases
        .iter()
        .map(|case| FanLine {
            name: name(case.months),
            first: case.months == Months::Likely,
            values: drawn(&case.ahead_minor),
        })
        .collect();
    let this = Month::of(answer.on);
    let labels: Vec<String> = (0..=12)
        .map(|at| match at {
            0 => t!("today"),
            at if at % 3 == 0 => fmt::month_short(this.plus(at).first()),
            _ => String::new(),
        })
        .collect();
    let description = t!(
        "What is free at the end of each of the next twelve months, with your pay; the table below has the figures."
    );
    chart::framed(chart::fan(&t!("The year ahead"), &description, &lines, &labels, &answer.currency))
}

fn end(end: &RunwayEnd) -> Cell {
    match &end.lasts {
        Some(lasts) => {
            let months = tn!(plural(lasts.tenths), "{months} month", "{months} months", months = months(lasts.tenths));
            Cell::remark(months, t!("until {day}", day = fmt::date(lasts.until)))
        }
        None => t!("nothing is used up").into(),
    }
}

fn cases(answer: &RunwayAheadAnswer) -> Markup {
    let title = t!("How long it lasts");
    let columns = vec![
        Column::text(t!("Months")).strong().grow().phone(Phone::Lead),
        Column::figures(t!("Sales bring, {currency}", currency = answer.currency)).quiet().phone(Phone::Hidden),
        Column::figures(t!("After tax")).quiet().phone(Phone::Hidden),
        Column::figures(t!("A month changes")).phone(Phone::Figure),
        Column::text(t!("With your pay")).narrow().phone(Phone::Labelled),
        Column::text(t!("Without your pay")).narrow().phone(Phone::Labelled),
    ];
    let rows = answer.cases.iter().map(|case: &RunwayCase| {
        Row::new(vec![
            name(case.months).into(),
            fmt::amount(case.earned_minor, &answer.currency).into(),
            fmt::amount(case.after_tax_minor, &answer.currency).into(),
            fmt::amount_signed(case.with_pay.monthly_minor, &answer.currency).into(),
            end(&case.with_pay),
            end(&case.without_pay),
        ])
    });
    html! { (parts::heading(&title, None)) (Table::new(title, columns).rows(rows)) }
}

fn ahead(answer: &RunwayAheadAnswer) -> Markup {
    let title = t!("Free at the end of each month");
    let mut columns = vec![Column::text(t!("Month")).grow().phone(Phone::Lead)];
    columns.extend(answer.cases.iter().map(|case| {
        let shown = if case.months == Months::Likely { Phone::Figure } else { Phone::Labelled };
        Column::figures(name(case.months)).phone(shown)
    }));
    let this = Month::of(answer.on);
    let rows = (0_i32..=12).zip(0_usize..).map(|(month, at)| {
        let label = if at == 0 { t!("today") } else { fmt::month(this.plus(month).first()) };
        let mut cells: Vec<Cell> = vec![label.into()];
        let amount = |case: &RunwayCase| case.ahead_minor.get(at).copied().unwrap_or(0);
        cells.extend(answer.cases.iter().map(|case| Cell::from(fmt::amount_whole(amount(case), &answer.currency))));
        Row::new(cells)
    });
    html! { (parts::heading(&title, None)) (Table::new(title, columns).compact().rows(rows)) }
}

/// How the kinds of months were found.
fn how(answer: &RunwayAheadAnswer) -> Markup {
    let share = fmt::percent_permille(i64::from(answer.tax_permille));
    html! {
        p.h {
            @if let (true, Some(since)) = (answer.enough, answer.since) {
                (tn!(answer.months.len(), "From {count} full month since {month}: a quarter of the months were as bad or worse, half were as likely, a quarter as good or better.",
                    "From {count} full months since {month}: a quarter of them were as bad or worse, half better and half worse than likely, a quarter as good or better.", month = fmt::month(since.first()))) " "
            }
            (t!("Sales are counted without what they cost themselves, such as material and postage; {share} of what is left is put by for tax.", share = share))
            @if answer.contributions_minor != 0 {
                " " (t!("{amount} a month goes to planned contributions, with your pay and without.", amount = fmt::money(answer.contributions_minor, &answer.currency)))
            }
        }
    }
}
