//! What the columns of a table mean: by heading, by cells, and by whether the balances then prove out. What these
//! leave open becomes a question.

use encoding_rs::Encoding;

use super::mapping::{AmountColumns, Column, CsvGuess, CsvMapping, Question};
use super::shape::{self, Shape};
use super::table::Table;
use super::words::{self, Role};
use super::{amounts, dates, services};
use crate::ReadOptions;
use crate::amount::{DecimalMark, minor_digits};
use crate::date::DateOrder;
use crate::error::ReadError;
use crate::source::Reading;

/// Guesses the mapping of a file in that encoding.
pub fn guess(
    reading: &mut Reading<'_>,
    encoding: &'static Encoding,
    options: &ReadOptions,
) -> Result<CsvGuess, ReadError> {
    let (beginning, is_whole) = reading.beginning()?;
    let shape = shape::find(&beginning, is_whole)?;
    drop(beginning);
    guess_shape(reading, encoding, &shape, options)
}

/// Guesses the mapping of a file whose table is found.
pub fn guess_shape(
    reading: &mut Reading<'_>,
    encoding: &'static Encoding,
    shape: &Shape,
    options: &ReadOptions,
) -> Result<CsvGuess, ReadError> {
    let table = Table::new(reading, shape);
    let mut questions = Vec::new();
    let mut mapping = empty_mapping(shape, encoding.name());

    if let Some((layout, columns)) = services::recognise(&shape.header) {
        return Ok(service(&table, shape, mapping, layout, &columns, options));
    }
    // The currency of a purchase abroad stands on some lines alone; the account's, on all.
    mapping.currency = table
        .find(|column| table.is_currency(column) && table.filled(column).count() == table.rows())
        .or_else(|| table.with_role(Role::Currency).find(|column| table.is_currency(*column)));
    match dates::column(&table) {
        Some(column) => mapping.date = column,
        None => questions.push(Question::DateColumn),
    }
    let digits =
        minor_digits(&most_used_currency(&table, mapping.currency).unwrap_or_else(|| options.currency.clone()));
    let numeric = amounts::numeric_columns(&table, mapping.date);
    match amounts::decimal_mark(&table, &numeric, digits) {
        Ok(mark) => mapping.decimal_mark = mark,
        Err(question) => questions.push(question),
    }
    match dates::order(&table, mapping.date, mapping.decimal_mark_is_comma(&table, &numeric)) {
        Ok(order) => mapping.date_order = order,
        Err(question) => questions.push(question),
    }
    mapping.status = table.with_role(Role::Status).next();
    questions.extend(amounts::choose(&table, &numeric, digits, &mut mapping));
    describe(&table, &mut mapping);
    Ok(CsvGuess { mapping, columns: columns(shape), questions })
}

/// The mapping of a service's export: only the order of dates and the decimal mark are left to the content.
fn service(
    table: &Table<'_, '_>,
    shape: &Shape,
    mut mapping: CsvMapping,
    layout: &services::Layout,
    columns: &services::Columns,
    options: &ReadOptions,
) -> CsvGuess {
    use services::Field;
    let mut questions = Vec::new();
    let of = |field| columns.of(field);
    mapping.export = Some(layout.export);
    mapping.date = of(Field::Date).unwrap_or(mapping.date);
    mapping.currency = of(Field::Currency);
    mapping.status = of(Field::Status);
    mapping.balance = of(Field::Balance);
    mapping.text = [Field::Text, Field::Detail].into_iter().filter_map(of).collect();
    mapping.counterparty = of(Field::Name);
    mapping.bank_id = of(Field::Id);
    let money = [Field::Net, Field::Gross, Field::Fee, Field::Balance];
    let numeric: Vec<usize> = money.into_iter().filter_map(of).collect();
    mapping.amount = AmountColumns::Signed { column: numeric.first().copied().unwrap_or(0) };
    let digits = minor_digits(&most_used_currency(table, mapping.currency).unwrap_or_else(|| options.currency.clone()));
    match amounts::decimal_mark(table, &numeric, digits) {
        Ok(mark) => mapping.decimal_mark = mark,
        Err(question) => questions.push(question),
    }
    match dates::order(table, mapping.date, mapping.decimal_mark_is_comma(table, &numeric)) {
        Ok(order) => mapping.date_order = order,
        Err(question) => match layout.order {
            Some(order) => mapping.date_order = order,
            None if is_of_the_united_states(table, mapping.currency) => mapping.date_order = DateOrder::MonthDayYear,
            None => questions.push(question),
        },
    }
    CsvGuess { mapping, columns: self::columns(shape), questions }
}

/// Whether the times of an export are those of a zone of the United States and its amounts dollars: services write dates
/// as their customer's region does. Square names the zones as Rails does ("Eastern Time (US & Canada)").
fn is_of_the_united_states(table: &Table<'_, '_>, currency: Option<usize>) -> bool {
    const ZONES: &[&str] = &[
        "PST",
        "PDT",
        "MST",
        "MDT",
        "CST",
        "CDT",
        "EST",
        "EDT",
        "AKST",
        "AKDT",
        "HST",
        "America/Los_Angeles",
        "America/Denver",
        "America/Phoenix",
        "America/Chicago",
        "America/New_York",
        "America/Anchorage",
    ];
    let is_zone = |column: &usize| matches!(words::fold(table.heading(*column)).as_str(), "time zone" | "timezone");
    let Some(column) = (0..table.width()).find(is_zone) else { return false };
    let mut cells = table.filled(column).peekable();
    let dollars = match currency {
        Some(currency) => table.filled(currency).all(|code| code.eq_ignore_ascii_case("USD")),
        None => true,
    };
    dollars && cells.peek().is_some() && cells.all(|zone| ZONES.contains(&zone) || zone.ends_with("Time (US & Canada)"))
}

fn empty_mapping(shape: &Shape, encoding: &str) -> CsvMapping {
    CsvMapping {
        delimiter: char::from(shape.delimiter),
        encoding: encoding.to_owned(),
        skip_rows: shape.skip_rows,
        header: shape.header.clone(),
        date: shape.date_columns.first().copied().unwrap_or(0),
        date_order: DateOrder::YearMonthDay,
        amount: AmountColumns::Signed { column: 0 },
        sign_flipped: false,
        decimal_mark: DecimalMark::Point,
        fee: None,
        text: Vec::new(),
        kind: None,
        counterparty: None,
        payer: None,
        counterparty_account: None,
        bank_id: None,
        reference: None,
        balance: None,
        currency: None,
        account: None,
        status: None,
        export: None,
    }
}

impl CsvMapping {
    /// Whether amounts are plainly written with a decimal comma.
    fn decimal_mark_is_comma(&self, table: &Table<'_, '_>, numeric: &[usize]) -> bool {
        self.decimal_mark == DecimalMark::Comma && amounts::has_fractions(table, numeric, DecimalMark::Comma)
    }
}

fn most_used_currency(table: &Table<'_, '_>, column: Option<usize>) -> Option<String> {
    table.filled(column?).next().map(str::to_ascii_uppercase)
}

/// The columns beside date and amount: texts, parties, accounts, identifiers.
fn describe(table: &Table<'_, '_>, mapping: &mut CsvMapping) {
    let mut taken: Vec<usize> = vec![mapping.date];
    taken.extend(super::money::columns(&mapping.amount).into_iter().flatten());
    taken.extend([mapping.balance, mapping.currency, mapping.status].into_iter().flatten());
    let free = |column: &usize| !taken.contains(column);

    let own: Vec<usize> = table.with_role(Role::Account).filter(free).collect();
    mapping.account = account_column(table, &own);
    mapping.counterparty_account = table
        .with_role(Role::CounterpartyAccount)
        .find(free)
        .or_else(|| own.iter().copied().find(|column| Some(*column) != mapping.account && table.distinct(*column) > 1));
    // An identifier that repeats is none.
    mapping.bank_id = table.with_role(Role::Id).filter(free).find(|column| table.all_different(*column));
    mapping.reference = table.with_role(Role::Reference).find(free);
    mapping.kind = table.with_role(Role::Kind).chain(table.with_role(Role::Direction)).find(free);

    let is_filled = |column: &usize| table.rows() == 0 || table.filled(*column).next().is_some();
    let named: Vec<usize> = table.with_role(Role::Counterparty).filter(free).collect();
    // "Name" beside "name of the other side" is oneself, even where the other is empty.
    let is_oneself = |column: &usize| {
        let name = words::fold(table.heading(*column));
        let says_more = |other: String| other.len() > name.len() && other.contains(&name);
        named.iter().any(|other| says_more(words::fold(table.heading(*other))))
    };
    let parties: Vec<usize> = named.iter().copied().filter(|column| is_filled(column) && !is_oneself(column)).collect();
    let is_payer = |column: &&usize| words::names_payer(table.heading(**column));
    mapping.payer = parties.iter().find(is_payer).copied().filter(|_| parties.len() > 1);
    // The longer heading says more.
    let others = parties.iter().copied().filter(|column| Some(*column) != mapping.payer);
    mapping.counterparty = others.min_by_key(|column| (std::cmp::Reverse(table.heading(*column).len()), *column));

    // More than a handful of text columns are a form's fields, not a text.
    const MOST_TEXTS: usize = 6;
    mapping.text = table.with_role(Role::Text).filter(free).take(MOST_TEXTS).collect();
    mapping.text.sort_unstable();
    if !mapping.text.iter().any(is_filled)
        && let Some(column) = mapping.reference.filter(|column| table.is_words(*column))
    {
        // "Reference" is what the payer wrote, where nothing else is.
        mapping.text.push(column);
    }
    if mapping.text.is_empty() && mapping.counterparty.is_none() {
        let named = [mapping.account, mapping.counterparty_account, mapping.bank_id, mapping.reference, mapping.payer];
        mapping.text = (0..table.width())
            .filter(|column| {
                free(column)
                    && !named.contains(&Some(*column))
                    && table.role(*column).is_none()
                    && table.is_words(*column)
            })
            .take(MOST_TEXTS)
            .collect();
    }
}

/// One's own account: the same on all lines of most files, and never as varied as the other side's.
fn account_column(table: &Table<'_, '_>, named: &[usize]) -> Option<usize> {
    if table.has_header() {
        // A word ("current") where a number stands beside it is the weaker name.
        let best = named.iter().copied().min_by_key(|column| (table.distinct(*column), !table.has_digits(*column)))?;
        return (table.distinct(best) <= 3 || table.distinct(best) * 4 <= table.rows()).then_some(best);
    }
    (0..table.width())
        .find(|column| table.rows() > 1 && table.distinct(*column) == 1 && table.is_account_number(*column))
}

fn columns(shape: &Shape) -> Vec<Column> {
    const SAMPLES: usize = 5;
    (0..shape.width)
        .map(|column| Column {
            name: shape.header.get(column).cloned().unwrap_or_default(),
            samples: shape
                .sample
                .iter()
                .filter_map(|row| row.get(column))
                .filter(|cell| !cell.is_empty())
                .take(SAMPLES)
                .map(|cell| crate::error::excerpt(cell))
                .collect(),
        })
        .collect()
}
