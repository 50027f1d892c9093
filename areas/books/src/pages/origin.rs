//! The side panel "Where this number comes from": the figure, its comparisons, the rule in a sentence, and what adds up
//! to it. A category shows its entries, a sum the categories it is made of. Its address is a link.

use kernel::{Failure, Query};
use ledger::Month;
use locale::{fmt, t, tn};
use ui::{Cell, Column, Markup, PageRequest, Panel, Phone, Row, Table, html, parts};

use super::words;
use crate::{Figure, FigureAnswer, FigureOf, ProfitAndLoss, ProfitRow, ReadBasis, account_of_role};

/// Whose figure is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A category.
    Account(i64),
    /// A sum of categories.
    Sum(FigureOf),
}

/// The figure that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) what: What,
    pub(super) from: Month,
    pub(super) through: Month,
}

impl Opened {
    /// As it stands in the address: `12.202602.202604`, `profit.202604`.
    pub(super) fn word(&self) -> String {
        let what = match self.what {
            What::Account(id) => id.to_string(),
            What::Sum(FigureOf::Income) => "in".to_owned(),
            What::Sum(FigureOf::Expenses) => "out".to_owned(),
            What::Sum(_) => "profit".to_owned(),
        };
        if self.from == self.through {
            format!("{what}.{}", self.from.number())
        } else {
            format!("{what}.{}.{}", self.from.number(), self.through.number())
        }
    }

    fn read(word: &str) -> Option<Opened> {
        let mut pieces = word.split('.');
        let what = match pieces.next()? {
            "in" => What::Sum(FigureOf::Income),
            "out" => What::Sum(FigureOf::Expenses),
            "profit" => What::Sum(FigureOf::Profit),
            id => What::Account(id.parse().ok()?),
        };
        let from = Month::from_number(pieces.next()?.parse().ok()?)?;
        let through = match pieces.next() {
            Some(piece) => Month::from_number(piece.parse().ok()?)?,
            None => from,
        };
        (from <= through && from.through(through).take(241).count() <= 240).then_some(Opened { what, from, through })
    }
}

/// How many entries the panel lists; the register has the rest.
const LISTED: i64 = 20;

/// The panel of the figure that the address opens, if it opens one.
pub(super) fn panel(
    request: &mut PageRequest<'_>,
    begins: Month,
    basis: ReadBasis,
) -> Result<Option<(Opened, Panel)>, Failure> {
    let Some(opened) = request.ask("open").and_then(Opened::read) else { return Ok(None) };
    let (from, through) = (opened.from.first(), opened.through.last());
    let (account, of) = match opened.what {
        What::Account(id) => (Some(id), None),
        What::Sum(of) => (None, Some(of)),
    };
    let limit = if account.is_some() { LISTED } else { 1 };
    let figure = Figure { account, of, from, through, basis, limit: Some(limit) }.answer(request.context)?;
    let list = match opened.what {
        What::Account(id) => entries(&figure, &register_address(id, &opened, basis)),
        What::Sum(of) => {
            let report = ProfitAndLoss { from: Some(opened.from), through: Some(opened.through), basis };
            let report = report.answer(request.context)?;
            let row = |name: &str, what: What, amount: i64| {
                let href = request.address_with(&[("open", &Opened { what, ..opened }.word())]);
                Row::new(vec![name.into(), Cell::figure(&href, fmt::amount(amount, &figure.currency))])
            };
            let categories = |rows: &[ProfitRow]| {
                rows.iter()
                    .map(|category| row(&category.name, What::Account(category.account), category.total_minor))
                    .collect::<Vec<_>>()
            };
            let rows = match of {
                FigureOf::Income => categories(&report.income),
                FigureOf::Expenses => categories(&report.expenses),
                _ => vec![
                    row(&t!("Money in (income)"), What::Sum(FigureOf::Income), report.income_total_minor),
                    row(
                        &t!("Money out (expenses)"),
                        What::Sum(FigureOf::Expenses),
                        report.expenses_total_minor.saturating_neg(),
                    ),
                ],
            };
            sums(rows, &figure)
        }
    };
    let missing = not_in_it(request, &opened, basis)?;
    let months = words::months(opened.from, opened.through);
    let body = html! {
        (comparisons(&figure, &opened, begins))
        p { (figure.rule) }
        (list)
        @if let Some(missing) = missing { div { h3 { (t!("Not in this number")) } p.h { (missing) } } }
        @if let What::Account(id) = opened.what {
            (parts::actions(html! { a href=(register_address(id, &opened, basis)) { (t!("Open the register")) } }))
        }
    };
    let panel = Panel {
        kicker: t!("Where this number comes from"),
        title: t!("{name}, {months}", name = figure.name, months = months),
        figure: fmt::money(figure.amount_minor, &figure.currency),
        address_to_close: request.address_with(&[("open", "")]),
        body,
        wide: false,
    };
    Ok(Some((opened, panel)))
}

fn register_address(account: i64, opened: &Opened, basis: ReadBasis) -> String {
    let basis = if basis == ReadBasis::Accrual { "&basis=accrual" } else { "" };
    format!("/books/accounts/{account}?from={}&through={}{basis}", opened.from.first(), opened.through.last())
}

fn comparisons(figure: &FigureAnswer, opened: &Opened, begins: Month) -> Markup {
    let length = opened.from.through(opened.through).count();
    let difference = |other: i64| match figure.amount_minor.saturating_sub(other) {
        0 => t!("No change"),
        difference => fmt::amount_signed(difference, &figure.currency),
    };
    let mut lines = Vec::new();
    if begins <= opened.from.plus(-i32::try_from(length).unwrap_or(240)) {
        let difference = difference(figure.before_minor);
        lines.push(match length {
            1 => t!("{difference} on the month before", difference = difference),
            3 => t!("{difference} on the quarter before", difference = difference),
            12 => t!("{difference} on the year before", difference = difference),
            _ => t!("{difference} on as many months before", difference = difference),
        });
    }
    if length < 12 && begins <= opened.from.plus(-12) {
        let difference = difference(figure.year_before_minor);
        lines.push(match length {
            1 => t!("{difference} on the same month a year ago", difference = difference),
            3 => t!("{difference} on the same quarter a year ago", difference = difference),
            _ => t!("{difference} on the same months a year ago", difference = difference),
        });
    }
    html! { @if !lines.is_empty() { p.cmp { @for line in &lines { span { (line) } } } } }
}

fn entries(figure: &FigureAnswer, register: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Entry")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = figure.currency)).phone(Phone::Figure),
    ];
    let rows = figure.lines.iter().rev().map(|line| {
        let (who, what) = match &line.party {
            Some(party) => (party.as_str(), line.text.as_str()),
            None => (line.text.as_str(), ""),
        };
        Row::new(vec![
            fmt::date_short(line.posted_on).into(),
            html! { b { (who) } @if !what.is_empty() && what != who { br; small { (what) } } }.into(),
            Cell::figure(&format!("/books/entries/{}", line.entry), fmt::amount(line.amount_minor, &figure.currency)),
        ])
    });
    let hidden = figure.entries.saturating_sub(figure.lines.len() as i64);
    let mut table = Table::new(t!("Entries"), columns).headless().compact();
    if hidden > 0 {
        let earlier = tn!(hidden, "{count} earlier entry", "{count} earlier entries");
        table = table.row(
            Row::new(vec![Cell::default(), html! { a href=(register) { (earlier) } }.into(), Cell::default()])
                .faded(true),
        );
    }
    let all = words::capital(&tn!(
        figure.entries,
        "One entry",
        "{spelled} entries",
        spelled = words::spelled(figure.entries)
    ));
    let sum =
        Row::new(vec![Cell::default(), all.into(), fmt::amount(figure.amount_minor, &figure.currency).into()]).sum();
    html! { (table.rows(rows).row(sum)) }
}

fn sums(rows: Vec<Row>, figure: &FigureAnswer) -> Markup {
    let columns = vec![
        Column::text(t!("Category")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = figure.currency)).phone(Phone::Figure),
    ];
    let sum = Row::new(vec![t!("Together").into(), fmt::amount(figure.amount_minor, &figure.currency).into()]).sum();
    html! { (Table::new(t!("What it is made of"), columns).headless().compact().rows(rows).row(sum)) }
}

/// Bank lines that wait to be sorted belong to no category yet, so no figure here has them.
fn not_in_it(request: &mut PageRequest<'_>, opened: &Opened, basis: ReadBasis) -> Result<Option<String>, Failure> {
    if basis != ReadBasis::Cash {
        return Ok(None);
    }
    let to_sort = account_of_role(request.context, "to-sort")?.id;
    let (from, through) = (opened.from.first(), opened.through.last());
    let waiting =
        Figure { account: Some(to_sort), of: None, from, through, basis, limit: Some(1) }.answer(request.context)?;
    // Money that came in stands on the credit side of what waits, so the sign turns.
    let amount = waiting.amount_minor.saturating_neg();
    Ok((amount != 0).then(|| {
        t!("Bank lines of this time that wait to be sorted, together {amount}. They count when you have said what they are.",
            amount = fmt::amount_signed(amount, &waiting.currency))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opened_figure_is_read_back_from_its_word_and_nothing_else_is() {
        let month = |number| Month::from_number(number).unwrap();
        for what in
            [What::Account(12), What::Sum(FigureOf::Income), What::Sum(FigureOf::Expenses), What::Sum(FigureOf::Profit)]
        {
            for (from, through) in [(202602, 202602), (202502, 202604)] {
                let opened = Opened { what, from: month(from), through: month(through) };
                assert_eq!(Opened::read(&opened.word()), Some(opened));
            }
        }
        for word in ["", "in", "in.2026", "x.202602", "in.202602.202601", "12.000101.999912", "12.202602.banana"] {
            assert_eq!(Opened::read(word), None, "{word}");
        }
    }
}
