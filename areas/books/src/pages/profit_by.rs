//! Profit by client, project, offer or channel: the bar of who brings how much, then what each cost and left.

use kernel::{Failure, Query};
use ledger::{Days, Month, Relative};
use locale::{fmt, t};
use ui::{
    Cell, Column, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table,
    chart::{Share, shares},
    html, link_button,
    parts::{self, Drawing},
    tabs,
};

use super::{
    csv::{self, Value},
    origin::{self, Counting, Opened, What},
    report::{self, Asked, By},
    words,
};
use crate::{
    Dimension, DimensionFigure, FigureOf, ProfitBy, ProfitByAnswer, ProfitOf, Report, queries::without_one, records,
};

/// How many stand in the bar by name.
const NAMED: usize = 5;
/// How many values of a second dimension a table has room for.
const MOST_ACROSS: usize = 8;
const SUMS: [(FigureOf, &str); 3] =
    [(FigureOf::Income, "in"), (FigureOf::Expenses, "out"), (FigureOf::Profit, "profit")];

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let word = request.part("dimension").to_owned();
    let dimension = Dimension::from_word(&word)
        .ok_or_else(|| Failure::not_found(&t!("client, project, offer or channel"), &word))?;
    let asked = Asked::of(request, Relative::LastTwelveMonths, &[By::Whole]);
    let across = request.ask("across").and_then(Dimension::from_word).filter(|across| *across != dimension);
    let (period, basis) = (Some(asked.period), asked.basis);
    let answer = ProfitBy { dimension, across, period, from: None, through: None, basis }.answer(request.context)?;
    if request.ask("csv").is_some() {
        let name = format!("profit-by-{word}-{}.csv", answer.period.through);
        return Ok(Page::file(name, "text/csv; charset=utf-8", file(&answer)));
    }
    let covered = report::covered(&asked);
    let named = answer.values.iter().any(|value| value.value.is_some());
    let panel = match report::saving_panel(request, Report::ProfitBy, Some(&word)) {
        Some(panel) => Some(panel),
        None => panel(request, &answer)?,
    };
    let body = html! {
        (parts::tools(choice(request, Some(dimension)), html! {
            (report::bases(request, asked.basis))
            (report::keeping(request))
        }))
        @if named {
            (picture(&answer))
            (table(request, &answer))
            (crossing(request, dimension, across))
            @if across.is_some() { (crossed(request, &answer)) }
            p.h { (t!("{currency}, whole. What nobody assigned stands in the line without one: say what an entry belongs to on its page.", currency = answer.currency)) }
        } @else {
            (parts::empty(Drawing::Ledger, &teaching(dimension), link_button(Look::Primary, "/books/dimensions", &t!("Clients, projects, offers, channels"))))
        }
    };
    Ok(Page {
        period: asked.picker(request, &covered)?,
        lead: if named { lead(&answer) } else { Markup::default() },
        sub: if named {
            html! { (compared(&answer)) }
        } else {
            Markup::default()
        },
        body,
        panel,
        paper: report::paper_line(&covered, basis, &answer.currency, request.context.today),
        ..Page::new(title(dimension))
    })
}

pub(super) fn title(dimension: Dimension) -> String {
    match dimension {
        Dimension::Client => t!("Profit by client"),
        Dimension::Project => t!("Profit by project"),
        Dimension::Offer => t!("Profit by offer"),
        Dimension::Channel => t!("Profit by channel"),
    }
}

fn plural(dimension: Dimension) -> String {
    match dimension {
        Dimension::Client => t!("Clients"),
        Dimension::Project => t!("Projects"),
        Dimension::Offer => t!("Offers"),
        Dimension::Channel => t!("Channels"),
    }
}

fn teaching(dimension: Dimension) -> String {
    match dimension {
        Dimension::Client => {
            t!("Say on an entry which client it belongs to, and this page says what each client brings and costs.")
        }
        Dimension::Project => {
            t!("Say on an entry which project it belongs to, and this page says what each project brings and costs.")
        }
        Dimension::Offer => {
            t!("Say on an entry which offer it belongs to, and this page says what each offer brings and costs.")
        }
        Dimension::Channel => {
            t!("Say on an entry which channel it came through, and this page says what each channel brings and costs.")
        }
    }
}

/// Which dimension: words beside each other, as tabs of the same report.
pub(super) fn choice(request: &PageRequest<'_>, current: Option<Dimension>) -> Markup {
    let rest = request.address_with(&[("open", ""), ("across", ""), ("csv", ""), ("by", "")]);
    let asks = rest.find('?').map_or("", |at| &rest[at..]);
    let tab = |dimension: Dimension| {
        (plural(dimension), format!("/books/profit/by/{}{asks}", dimension.as_str()), Some(dimension) == current)
    };
    tabs(&t!("Profit by"), &Dimension::ALL.map(tab))
}

fn crossing(request: &PageRequest<'_>, dimension: Dimension, across: Option<Dimension>) -> Markup {
    let mut choices = vec![(t!("Not crossed"), request.address_with(&[("across", "")]), across.is_none())];
    choices.extend(Dimension::ALL.into_iter().filter(|other| *other != dimension).map(|other| {
        (plural(other), request.address_with(&[("across", other.as_str()), ("open", "")]), across == Some(other))
    }));
    parts::heading(&t!("Profit crossed with"), Some(tabs(&t!("Crossed with"), &choices)))
}

fn shown_name(value: &ProfitOf, dimension: Dimension) -> String {
    if value.value.is_none() { without_one(dimension) } else { value.name.clone() }
}

fn lead(answer: &ProfitByAnswer) -> Markup {
    match answer.values.first().and_then(|first| Some((first, first.value?, first.share_permille?))) {
        Some((first, _, share)) if share > 0 => html! {
            (fmt::percent_permille(share / 10 * 10)) " " small { (t!("of the money in came from {name}", name = first.name)) }
        },
        _ => html! { (fmt::money_whole(answer.total.profit_minor, &answer.currency)) " " small { (t!("profit")) } },
    }
}

fn compared(answer: &ProfitByAnswer) -> String {
    let whole = |amount: i64| fmt::money_whole(amount, &answer.currency);
    let mut sentences = vec![t!(
        "{income} came in, {profit} was left.",
        income = whole(answer.total.income_minor),
        profit = whole(answer.total.profit_minor)
    )];
    if let (Some(before), Some(days)) = (answer.total.before_minor, answer.before) {
        let difference = answer.total.profit_minor.saturating_sub(before);
        sentences.push(t!(
            "{difference} against {period}.",
            difference = fmt::amount_whole_signed(difference, &answer.currency),
            period = words::days(days)
        ));
    }
    let none = answer.values.last().filter(|last| last.value.is_none());
    if let Some(share) = none.and_then(|none| none.share_permille).filter(|share| *share > 0) {
        sentences
            .push(t!("{share} of the money in is assigned to none.", share = fmt::percent_permille(share / 10 * 10)));
    }
    sentences.join(" ")
}

/// Who brings how much: the largest by name, the others together, what carries none last.
fn picture(answer: &ProfitByAnswer) -> Markup {
    let share = |name: String, value: i64, current: bool| {
        let whole = answer.total.income_minor.max(1);
        let permille = i64::try_from(i128::from(value) * 1000 / i128::from(whole)).unwrap_or(0);
        Share { name, value, figure: fmt::percent_permille(permille / 10 * 10), current }
    };
    let named: Vec<&ProfitOf> =
        answer.values.iter().filter(|value| value.value.is_some() && value.income_minor > 0).collect();
    let mut bar: Vec<Share> = named
        .iter()
        .take(NAMED)
        .enumerate()
        .map(|(at, value)| share(value.name.clone(), value.income_minor, at == 0))
        .collect();
    let others = ledger::sum(named.iter().skip(NAMED).map(|value| value.income_minor)).unwrap_or(i64::MAX);
    if others > 0 {
        bar.push(share(t!("Others"), others, false));
    }
    let none = answer.values.iter().find(|value| value.value.is_none()).filter(|none| none.income_minor > 0);
    bar.extend(none.map(|none| share(without_one(answer.dimension), none.income_minor, false)));
    if bar.is_empty() {
        return Markup::default();
    }
    let description = t!("{period}; the table below has the figures.", period = words::days(answer.period));
    shares(&t!("Who brings how much"), &description, &bar)
}

/// A figure of this page as it stands in an address: `in.12`, `profit.12.b` for the time before, `profit.12.x5` where it is
/// crossed with value 5 of the other dimension; 0 is what carries none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    of: FigureOf,
    value: Option<i64>,
    across: Option<Option<i64>>,
    before: bool,
}

impl Open {
    fn of(of: FigureOf, value: Option<i64>) -> Open {
        Open { of, value, across: None, before: false }
    }

    fn word(self) -> String {
        let word = SUMS.iter().find(|(sum, _)| *sum == self.of).map_or("profit", |(_, word)| word);
        let behind = match (self.across, self.before) {
            (Some(value), _) => format!(".x{}", value.unwrap_or(0)),
            (None, true) => ".b".to_owned(),
            (None, false) => String::new(),
        };
        format!("{word}.{}{behind}", self.value.unwrap_or(0))
    }

    fn read(word: &str) -> Option<Open> {
        let value = |text: &str| text.parse::<i64>().ok().map(|id| Some(id).filter(|id| *id != 0));
        let mut pieces = word.split('.');
        let first = pieces.next()?;
        let of = SUMS.iter().find(|(_, word)| *word == first)?.0;
        let mut open = Open::of(of, value(pieces.next()?)?);
        match pieces.next() {
            Some("b") => open.before = true,
            Some(piece) => open.across = Some(value(piece.strip_prefix('x')?)?),
            None => {}
        }
        pieces.next().is_none().then_some(open)
    }
}

fn table(request: &PageRequest<'_>, answer: &ProfitByAnswer) -> Markup {
    let currency = &answer.currency;
    let mut columns = vec![
        Column::text(answer.dimension.label()).grow().phone(Phone::Lead),
        Column::figures(t!("Money in")).phone(Phone::Labelled),
        Column::figures(t!("Share")).quiet().phone(Phone::Hidden),
        Column::figures(t!("Money out")).phone(Phone::Labelled),
        Column::figures(t!("Profit")).strong().phone(Phone::Figure),
        Column::figures(t!("Margin")).quiet().phone(Phone::Labelled),
    ];
    if answer.before.is_some() {
        columns.push(Column::figures(t!("Profit before")).quiet().phone(Phone::Hidden));
        columns.push(Column::figures(t!("Change")).quiet().phone(Phone::Hidden));
    }
    let permille = |share: Option<i64>| share.map(|it| fmt::percent_permille(it / 10 * 10)).unwrap_or_else(|| t!("–"));
    type Figures<'a> = &'a dyn Fn(FigureOf, i64) -> Cell;
    let cells = |name: Cell, of: &ProfitOf, figures: Figures<'_>, earlier: &dyn Fn(i64) -> Cell| {
        let mut cells = vec![
            name,
            figures(FigureOf::Income, of.income_minor),
            permille(of.share_permille).into(),
            figures(FigureOf::Expenses, of.costs_minor),
            figures(FigureOf::Profit, of.profit_minor),
            permille(of.margin_permille).into(),
        ];
        if let Some(before) = of.before_minor {
            cells.push(earlier(before));
            cells.push(match of.profit_minor.saturating_sub(before) {
                0 => t!("–").into(),
                change => fmt::amount_whole_signed(change, currency).into(),
            });
        }
        cells
    };
    let rows = answer.values.iter().map(|value| {
        let figure = |word: String, amount: i64| opens(request, &word, amount, currency);
        let figures = |of: FigureOf, amount: i64| figure(Open::of(of, value.value).word(), amount);
        let earlier =
            |amount: i64| figure(Open { before: true, ..Open::of(FigureOf::Profit, value.value) }.word(), amount);
        let name = shown_name(value, answer.dimension);
        Row::new(cells(name.into(), value, &figures, &earlier)).faded(value.value.is_none())
    });
    // All of them together are the profit and loss of the time, and open as its figures do.
    let whole = |of: FigureOf, days: Days| Opened { what: What::Sum(of), days, counting: Counting::All }.word();
    let figures = |of: FigureOf, amount: i64| opens(request, &whole(of, answer.period), amount, currency);
    let earlier = |amount: i64| {
        let word = answer.before.map(|days| whole(FigureOf::Profit, days)).unwrap_or_default();
        opens(request, &word, amount, currency)
    };
    let total = cells(t!("Together").into(), &answer.total, &figures, &earlier);
    html! { (Table::new(title(answer.dimension), columns).compact().rows(rows).row(Row::new(total).total())) }
}

/// An amount that opens, or a dash.
fn opens(request: &PageRequest<'_>, word: &str, amount: i64, currency: &str) -> Cell {
    if amount == 0 {
        return t!("–").into();
    }
    let address = request.address_with(&[("open", word), ("save", "")]);
    Cell::figure(&address, fmt::amount_whole(amount, currency)).opened(request.ask("open") == Some(word))
}

/// Profit by both dimensions: the first down, the second across, the largest by name.
fn crossed(request: &PageRequest<'_>, answer: &ProfitByAnswer) -> Markup {
    let Some(across) = answer.across else { return Markup::default() };
    let currency = &answer.currency;
    let shown = answer.across_names.len().min(MOST_ACROSS);
    let mut columns = vec![Column::text(answer.dimension.label()).grow().phone(Phone::Lead)];
    columns.extend(answer.across_names.iter().take(shown).map(|name| {
        Column::figures(if name.is_empty() { without_one(across) } else { name.clone() }).phone(Phone::Labelled)
    }));
    columns.push(Column::figures(t!("Profit")).strong().phone(Phone::Figure));
    let figure = |open: Open, amount: i64| opens(request, &open.word(), amount, currency);
    let rows = answer.values.iter().map(|value| {
        let open = Open::of(FigureOf::Profit, value.value);
        let mut cells: Vec<Cell> = vec![shown_name(value, answer.dimension).into()];
        let crossing = value.across_minor.iter().zip(&answer.across_values).take(shown);
        cells.extend(crossing.map(|(amount, column)| figure(Open { across: Some(*column), ..open }, *amount)));
        cells.push(figure(open, value.profit_minor));
        Row::new(cells)
    });
    // What a column adds up to is a line of the report by the other dimension.
    let rest = request.address_with(&[("open", ""), ("across", ""), ("save", "")]);
    let asks = rest.find('?').map_or(String::new(), |at| format!("{}&", &rest[at + 1..]));
    let other = |column: Option<i64>, amount: i64| {
        let word = Open::of(FigureOf::Profit, column).word();
        let address = format!("/books/profit/by/{}?{asks}open={word}", across.as_str());
        if amount == 0 { t!("–").into() } else { Cell::figure(&address, fmt::amount_whole(amount, currency)) }
    };
    let mut total: Vec<Cell> = vec![t!("Together").into()];
    let columns_of = answer.total.across_minor.iter().zip(&answer.across_values).take(shown);
    total.extend(columns_of.map(|(amount, column)| other(*column, *amount)));
    let all = Opened { what: What::Sum(FigureOf::Profit), days: answer.period, counting: Counting::All };
    total.push(opens(request, &all.word(), answer.total.profit_minor, currency));
    let caption = t!("Profit by {one} and {other}", one = answer.dimension.label(), other = across.label());
    html! {
        (Table::new(caption, columns).compact().rows(rows).row(Row::new(total).total()))
        @if shown < answer.across_names.len() {
            p.h { (t!("The {count} with the most income are shown; the file has them all.", count = fmt::number(shown as i64))) }
        }
    }
}

/// The panel of the figure that the address opens, if it opens one.
fn panel(request: &mut PageRequest<'_>, answer: &ProfitByAnswer) -> Result<Option<Panel>, Failure> {
    let begins = records::first_day(&mut request.context.tx)?.map_or(Month::of(answer.period.from), Month::of);
    let known = |open: &Open| {
        let crossed = open.across.is_none_or(|column| answer.across_values.contains(&column));
        crossed && answer.values.iter().any(|value| value.value == open.value)
    };
    let Some(open) = request.ask("open").and_then(Open::read).filter(known) else {
        // What all of them are together opens as in the profit and loss.
        return Ok(origin::panel(request, begins, answer.basis)?.map(|(_, panel)| panel));
    };
    let Open { of, value, across, before } = open;
    let days = if before { answer.before.unwrap_or(answer.period) } else { answer.period };
    let ask = DimensionFigure {
        dimension: answer.dimension,
        value,
        across: across.and(answer.across),
        across_value: across.flatten(),
        of,
        from: days.from,
        through: days.through,
        basis: answer.basis,
        limit: None,
    };
    let figure = ask.answer(request.context)?;
    let opened = Opened { what: What::Sum(of), days, counting: Counting::All };
    let what = match of {
        FigureOf::Income => t!("Money in (income)"),
        FigureOf::Expenses => t!("Money out (expenses)"),
        _ => t!("Profit"),
    };
    Ok(Some(Panel {
        kicker: t!("Where this number comes from"),
        title: t!("{name}, {months}", name = figure.name, months = words::days(days)),
        figure: fmt::money(figure.amount_minor, &figure.currency),
        address_to_close: request.address_with(&[("open", "")]),
        body: html! {
            p { b { (what) } }
            (origin::comparisons(&figure, &opened, begins))
            p { (figure.rule) }
            (origin::entries(&figure, None))
        },
        wide: false,
    }))
}

/// The figures in full, the second dimension behind them.
fn file(answer: &ProfitByAnswer) -> String {
    let currency: Result<ledger::Currency, _> = answer.currency.parse();
    let decimal = |amount: i64| {
        Value::Plain(currency.as_ref().map_or_else(|_| amount.to_string(), |currency| currency.decimal(amount)))
    };
    let mut head = vec![answer.dimension.label(), t!("Money in"), t!("Money out"), t!("Profit"), t!("Profit before")];
    head.extend(answer.across_names.iter().map(|name| match answer.across {
        Some(across) if name.is_empty() => without_one(across),
        _ => name.clone(),
    }));
    let mut rows: Vec<Vec<Value>> = vec![head.into_iter().map(Value::Words).collect()];
    let named = answer.values.iter().map(|value| (shown_name(value, answer.dimension), value));
    for (name, of) in named.chain([(t!("Together"), &answer.total)]) {
        let before = of.before_minor.map_or(Value::Plain(String::new()), decimal);
        let mut row = vec![
            Value::Words(name),
            decimal(of.income_minor),
            decimal(of.costs_minor),
            decimal(of.profit_minor),
            before,
        ];
        row.extend(of.across_minor.iter().map(|amount| decimal(*amount)));
        rows.push(row);
    }
    csv::text(&rows)
}
