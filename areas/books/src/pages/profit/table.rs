//! The table with its picture: same columns, same places.

use locale::{fmt, t};
use ui::{
    Cell, Column, Markup, PageRequest, Phone, Render, Row, Table,
    chart::{InOut, Series, columns_in_out},
};

use super::{By, Shown, count_of_months, period::Span};
use crate::{
    FigureOf, ProfitRow,
    pages::{
        csv::{self, Value},
        origin::{Opened, What},
        words,
    },
};

pub(super) fn table(request: &PageRequest<'_>, shown: &Shown, opened: Option<&Opened>) -> Markup {
    let spans = shown.period.spans(&shown.answer.months, shown.answer.begins);
    let whole = Whole::of(shown, &spans);
    let mut columns = vec![Column::text("").phone(Phone::Lead)];
    for span in &spans {
        let washed = opened.is_some_and(|opened| (opened.from, opened.through) == (span.from, span.through));
        let last = whole.total.is_none() && Some(span) == spans.last();
        let phone = if last { Phone::Figure } else { Phone::Hidden };
        columns.push(Column::figures(&span.head).washed(washed).phone(phone));
    }
    if let Some(total) = &whole.total {
        columns.push(Column::figures(count_of_months(shown.answer.months.len())).strong().phone(Phone::Figure));
        debug_assert_eq!(total.positions.len(), shown.answer.months.len());
    }
    if whole.compared {
        columns.push(Column::figures(t!("Year on year")).quiet().phone(Phone::Hidden));
    }
    let writer = Writer { request, shown, opened, spans: &spans, whole: &whole };
    let answer = &shown.answer;
    let before = |read: fn(&crate::ProfitAndLossAnswer) -> i64| shown.year_before.as_ref().map(read);
    let group = |what, name: String, term: String, by_month: &[i64], before| {
        writer.row(what, Cell::remark(name, term), by_month, before).group()
    };
    let part = |row: &ProfitRow, rows: fn(&crate::ProfitAndLossAnswer) -> &[ProfitRow]| {
        let before = shown.year_before.as_ref().map(|before| {
            rows(before).iter().find(|other| other.account == row.account).map_or(0, |other| other.total_minor)
        });
        writer.row(What::Account(row.account), row.name.as_str().into(), &row.amounts_minor, before).part()
    };
    let profit = writer
        .row(What::Sum(FigureOf::Profit), t!("Profit").into(), &answer.profit_minor, before(|it| it.profit_total_minor))
        .total();
    let table = Table::new(t!("Profit and loss"), columns)
        .compact()
        .even()
        .row(group(
            What::Sum(FigureOf::Income),
            t!("Money in"),
            t!("(income)"),
            &answer.income_minor,
            before(|it| it.income_total_minor),
        ))
        .rows(answer.income.iter().map(|row| part(row, |answer| &answer.income)))
        .row(group(
            What::Sum(FigureOf::Expenses),
            t!("Money out"),
            t!("(expenses)"),
            &answer.expenses_minor,
            before(|it| it.expenses_total_minor),
        ))
        .rows(answer.expenses.iter().map(|row| part(row, |answer| &answer.expenses)))
        .row(profit);
    table.picture(1, spans.len(), picture(shown, &spans, opened)).render()
}

/// The figures of the table in full, as a file.
pub(super) fn csv(shown: &Shown) -> String {
    let spans = shown.period.spans(&shown.answer.months, shown.answer.begins);
    let whole = Whole::of(shown, &spans);
    let currency: Result<ledger::Currency, _> = shown.answer.currency.parse();
    let decimal = |amount: i64| {
        Value::Plain(currency.as_ref().map_or_else(|_| amount.to_string(), |currency| currency.decimal(amount)))
    };
    let mut head = vec![Value::Words(t!("Category"))];
    head.extend(spans.iter().chain(&whole.total).map(|span| Value::Words(words::months(span.from, span.through))));
    let row = |name: String, by_month: &[i64]| {
        let mut row = vec![Value::Words(name)];
        row.extend(spans.iter().chain(&whole.total).map(|span| decimal(span.of(by_month))));
        row
    };
    let part = |category: &ProfitRow| row(category.name.clone(), &category.amounts_minor);
    let answer = &shown.answer;
    let mut rows = vec![head, row(t!("Money in (income)"), &answer.income_minor)];
    rows.extend(answer.income.iter().map(part));
    rows.push(row(t!("Money out (expenses)"), &answer.expenses_minor));
    rows.extend(answer.expenses.iter().map(part));
    rows.push(row(t!("Profit"), &answer.profit_minor));
    csv::address(&rows)
}

/// What stands right of the columns: their sum, and its comparison.
struct Whole {
    total: Option<Span>,
    compared: bool,
}

impl Whole {
    fn of(shown: &Shown, spans: &[Span]) -> Whole {
        let by_year = shown.period.by == By::Year;
        let months = &shown.answer.months;
        let total = months.first().zip(months.last()).filter(|_| !by_year && spans.len() > 1).map(|(from, through)| {
            Span { from: *from, through: *through, positions: 0..months.len(), head: String::new() }
        });
        Whole { total, compared: if by_year { spans.len() > 1 } else { shown.year_before.is_some() } }
    }
}

struct Writer<'a, 'b> {
    request: &'a PageRequest<'b>,
    shown: &'a Shown,
    opened: Option<&'a Opened>,
    spans: &'a [Span],
    whole: &'a Whole,
}

impl Writer<'_, '_> {
    fn row(&self, what: What, name: Cell, by_month: &[i64], before: Option<i64>) -> Row {
        let mut cells = vec![name];
        let spans = self.spans.iter().chain(&self.whole.total);
        cells.extend(spans.map(|span| self.cell(what, span, span.of(by_month))));
        if self.whole.compared {
            let (now, before) = match (self.spans, before) {
                ([.., before, last], None) => (last.of(by_month), before.of(by_month)),
                (_, before) => (ledger::sum(by_month.iter().copied()).unwrap_or(i64::MAX), before.unwrap_or(0)),
            };
            cells.push(match now.saturating_sub(before) {
                0 => t!("–").into(),
                difference => fmt::amount_whole_signed(difference, &self.shown.answer.currency).into(),
            });
        }
        Row::new(cells)
    }

    fn cell(&self, what: What, span: &Span, amount: i64) -> Cell {
        if amount == 0 {
            return t!("–").into();
        }
        let here = Opened { what, from: span.from, through: span.through };
        let href = self.request.address_with(&[("open", &here.word())]);
        // There are hundreds of these: from the page itself they need not name it.
        let href = href.strip_prefix("/books").unwrap_or(&href);
        Cell::figure(href, fmt::amount_whole(amount, &self.shown.answer.currency)).opened(self.opened == Some(&here))
    }
}

/// A bar a month, so that three stand over each quarter; in the view by year a bar a year.
fn picture(shown: &Shown, spans: &[Span], opened: Option<&Opened>) -> Markup {
    let answer = &shown.answer;
    let bar = |from: ledger::Month, through: ledger::Month, income: i64, outgo: i64, label: String| InOut {
        label,
        name: words::months(from, through),
        income,
        outgo,
        washed: opened
            .is_some_and(|opened| opened.from <= from && through <= opened.through && !shown.is_whole(opened)),
    };
    let mut bars: Vec<InOut> = if shown.period.by == By::Quarter {
        let months = answer.months.iter().enumerate();
        months
            .map(|(at, month)| {
                bar(
                    *month,
                    *month,
                    answer.income_minor[at],
                    answer.expenses_minor[at],
                    fmt::month_narrow(month.first()),
                )
            })
            .collect()
    } else {
        spans
            .iter()
            .map(|span| {
                bar(
                    span.from,
                    span.through,
                    span.of(&answer.income_minor),
                    span.of(&answer.expenses_minor),
                    String::new(),
                )
            })
            .collect()
    };
    // A quarter that is not over keeps its width.
    while shown.period.by == By::Quarter && !bars.len().is_multiple_of(3) {
        bars.push(InOut::default());
    }
    let period = spans
        .first()
        .zip(spans.last())
        .map(|(first, last)| words::months(first.from, last.through))
        .unwrap_or_default();
    let description = t!("{period}; the table below has the figures.", period = period);
    columns_in_out(&t!("Money in and out"), &description, &bars, &Series::default(), &answer.currency)
}

impl Shown {
    /// Whether the total's column is open, which stands for no part of the picture.
    fn is_whole(&self, opened: &Opened) -> bool {
        self.period.by != By::Year
            && (opened.from, opened.through) == (self.period.from, self.period.through)
            && self.period.length() > 1
    }
}
