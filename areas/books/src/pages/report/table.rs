//! A statement as a table under its picture, and as a file.

use jiff::civil::Date;
use ledger::Days;
use locale::{fmt, t, tn};
use ui::{Cell, Column, Markup, PageRequest, Phone, Render, Row, Table};

use super::{Asked, By, Kind, percent};
use crate::{
    ColumnKind, Figure, LineRank, Statement, StatementColumn, StatementLine,
    pages::{
        csv::{self, Value},
        origin::Opened,
        words,
    },
    queries::BEGINNING,
};

/// A picture over the columns of parts, as the head of the table.
pub(in crate::pages) type Drawn = Option<Markup>;

/// A column of the table: an amount of the statement, or a difference between two of them.
enum Shown {
    Amount(usize),
    Difference { against: usize },
    Percent { against: usize },
}

struct Layout {
    columns: Vec<(Column, Shown)>,
    parts: usize,
    whole: usize,
}

/// The table, its picture over the columns of the parts.
pub(in crate::pages) fn table(
    request: &PageRequest<'_>,
    kind: Kind,
    asked: &Asked,
    statement: &Statement,
    opened: Option<&Opened>,
    picture: Drawn,
) -> Markup {
    let fiscal = request.context.settings.fiscal_year_start;
    let layout = layout(kind, asked, statement, opened);
    let mut columns = vec![Column::text("").phone(Phone::Lead)];
    let mut shown = Vec::with_capacity(layout.columns.len());
    for (column, what) in layout.columns {
        columns.push(column);
        shown.push(what);
    }
    let whole = layout.whole;
    let rows = statement.lines.iter().map(|line| {
        let mut cells = vec![name(line)];
        cells.extend(shown.iter().map(|what| match what {
            Shown::Amount(at) => {
                let column = &statement.columns[*at];
                let here = Opened::of(&Figure::in_cell(kind.report(), line, column, (statement.basis, fiscal)));
                amount(request, here, line.amounts_minor[*at], opened, &statement.currency)
            }
            Shown::Difference { against } => {
                match line.amounts_minor[whole].saturating_sub(line.amounts_minor[*against]) {
                    0 => t!("–").into(),
                    difference => fmt::amount_whole_signed(difference, &statement.currency).into(),
                }
            }
            Shown::Percent { against } => {
                percent(line.amounts_minor[whole], line.amounts_minor[*against]).unwrap_or_default().into()
            }
        }));
        ranked(Row::new(cells), line.rank)
    });
    let mut table = Table::new(title(kind), columns).compact().even().rows(rows);
    if let Some(picture) = picture {
        table = table.picture(1, layout.parts.max(1), picture);
    }
    table.render()
}

pub(in crate::pages) fn title(kind: Kind) -> String {
    match kind {
        Kind::Profit => t!("Profit and loss"),
        Kind::Balance => t!("Balance sheet"),
        Kind::CashFlow => t!("Cash flow"),
    }
}

fn ranked(row: Row, rank: LineRank) -> Row {
    match rank {
        LineRank::Group => row.group(),
        LineRank::Part => row.part(),
        LineRank::Sum => row.sum(),
        LineRank::Total => row.total(),
    }
}

/// A name with the accounting term behind it in lighter type: "Money in (income)".
fn name(line: &StatementLine) -> Cell {
    match line.name.split_once(" (").filter(|_| line.of.is_some()) {
        Some((plain, term)) => Cell::remark(plain, format!("({term}")),
        None => line.name.as_str().into(),
    }
}

fn amount(request: &PageRequest<'_>, here: Opened, amount: i64, opened: Option<&Opened>, currency: &str) -> Cell {
    if amount == 0 {
        return t!("–").into();
    }
    let href = request.address_with(&[("open", &here.word())]);
    // There are hundreds of these: from the page itself they need not name it.
    let short = href.find('?').map_or(href.as_str(), |at| &href[at..]);
    Cell::figure(short, fmt::amount_whole(amount, currency)).opened(opened == Some(&here))
}

fn layout(kind: Kind, asked: &Asked, statement: &Statement, opened: Option<&Opened>) -> Layout {
    let whole = statement.whole();
    let parts = statement.columns.iter().filter(|column| column.kind == ColumnKind::Part).count();
    let washed = |column: &StatementColumn| parts > 1 && opened.is_some_and(|opened| opened.is_in(column.days));
    let mut columns = Vec::new();
    for (at, column) in statement.columns.iter().enumerate() {
        match column.kind {
            ColumnKind::Part => {
                let phone = if at == whole { Phone::Figure } else { Phone::Hidden };
                let head = head(kind, asked, column.days, parts);
                columns.push((Column::figures(head).washed(washed(column)).phone(phone), Shown::Amount(at)));
            }
            ColumnKind::Whole => {
                let head = whole_head(column.days);
                columns.push((Column::figures(head).strong().phone(Phone::Figure), Shown::Amount(at)));
            }
            ColumnKind::Before | ColumnKind::YearBefore => {}
        }
    }
    // Where one period stands alone there is room for what it is compared with, and for percent.
    let alone = parts == 1;
    for (at, column) in statement.columns.iter().enumerate() {
        let (title, difference) = match column.kind {
            ColumnKind::Before => (before_head(kind, column.days), t!("Change")),
            ColumnKind::YearBefore => (before_head(kind, column.days), t!("Year on year")),
            _ => continue,
        };
        if alone {
            columns.push((Column::figures(title).quiet().phone(Phone::Hidden), Shown::Amount(at)));
            columns.push((Column::figures(difference).quiet().phone(Phone::Hidden), Shown::Difference { against: at }));
            if kind == Kind::Profit {
                columns.push((
                    Column::figures(t!("Percent")).quiet().phone(Phone::Hidden),
                    Shown::Percent { against: at },
                ));
            }
        } else if column.kind == ColumnKind::YearBefore && columns.len() < 14 {
            columns.push((Column::figures(difference).quiet().phone(Phone::Hidden), Shown::Difference { against: at }));
        }
    }
    if asked.by == By::Years && parts > 1 {
        let against = parts - 2;
        columns.push((Column::figures(t!("Year on year")).quiet().phone(Phone::Hidden), Shown::Difference { against }));
    }
    Layout { columns, parts, whole }
}

/// The head of a part's column.
fn head(kind: Kind, asked: &Asked, days: Days, parts: usize) -> String {
    let short = |day: Date| fmt::month_short(day);
    if kind == Kind::Balance {
        return if parts == 1 { fmt::date(days.through) } else { fmt::date_short(days.through) };
    }
    match (asked.by, days.months()) {
        (By::Years, _) => years(days),
        (_, Some((from, through))) if from == through && parts > 1 => short(from.first()),
        (_, Some((from, through))) if parts > 1 => {
            t!("{from} to {through}", from = short(from.first()), through = short(through.first()))
        }
        (By::Month | By::Quarter, None) if parts > 1 => {
            t!("{from} to {through}", from = fmt::date_short(days.from), through = fmt::date_short(days.through))
        }
        _ => words::days(days),
    }
}

/// The year of a column, or the two that it lies in: 2026, 2025/26.
fn years(days: Days) -> String {
    let (from, through) = (days.from.year(), days.through.year());
    if from == through { from.to_string() } else { format!("{from}/{:02}", through % 100) }
}

fn whole_head(days: Days) -> String {
    match days.whole_months() {
        Some(months) => tn!(months, "{count} month", "{count} months"),
        None => t!("Together"),
    }
}

fn before_head(kind: Kind, days: Days) -> String {
    if kind == Kind::Balance { fmt::date(days.through) } else { words::days(days) }
}

/// The figures in full: every column, also those that the page shows as a difference.
pub(in crate::pages) fn csv(statement: &Statement) -> String {
    let currency: Result<ledger::Currency, _> = statement.currency.parse();
    let decimal = |amount: i64| {
        Value::Plain(currency.as_ref().map_or_else(|_| amount.to_string(), |currency| currency.decimal(amount)))
    };
    let mut head = vec![Value::Words(t!("Line")), Value::Words(t!("Kind"))];
    head.extend(statement.columns.iter().map(|column| Value::Words(words::days(column.days))));
    let mut rows = vec![head];
    rows.extend(statement.lines.iter().map(|line| {
        let rank = match line.rank {
            LineRank::Group => t!("group"),
            LineRank::Part => t!("part"),
            LineRank::Sum | LineRank::Total => t!("sum"),
        };
        let mut row = vec![Value::Words(line.name.clone()), Value::Words(rank)];
        row.extend(line.amounts_minor.iter().map(|amount| decimal(*amount)));
        row
    }));
    csv::text(&rows)
}

impl Opened {
    /// Whether its cell stands in a column of these days.
    fn is_in(&self, days: Days) -> bool {
        self.days == days || (self.days.from == BEGINNING && self.days.through == days.through)
    }
}
