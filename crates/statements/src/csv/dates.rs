//! Which column is the date, and in what order its parts stand.

use jiff::civil::Date;

use super::mapping::Question;
use super::table::Table;
use super::words::{self, Role};
use crate::date::{self, DateOrder, ORDERS};

/// The day the bank booked the movement, before the day of purchase, before the value date.
pub fn column(table: &Table<'_, '_>) -> Option<usize> {
    let candidates: Vec<usize> = if table.rows() == 0 {
        [Role::BookingDate, Role::Date, Role::ValueDate].into_iter().flat_map(|role| table.with_role(role)).collect()
    } else {
        table.date_columns().to_vec()
    };
    let rank = |column: &usize| match table.role(*column) {
        Some(Role::BookingDate) => 0,
        Some(Role::Date) => 1,
        None => 2,
        Some(Role::ValueDate) => 3,
        Some(Role::Other) => 5,
        Some(_) => 4,
    };
    candidates.into_iter().min_by_key(|column| (rank(column), *column))
}

/// The order of day, month and year: by a day above 12 anywhere in the file; else by what only one of the orders
/// allows; else a question.
pub fn order(table: &Table<'_, '_>, column: usize, decimal_comma: bool) -> Result<DateOrder, Question> {
    if table.rows() == 0 {
        return Ok(DateOrder::YearMonthDay);
    }
    // The other date columns of a file are written the same way.
    let mut columns = vec![column];
    columns.extend(table.date_columns().iter().copied().filter(|other| *other != column));
    let mut seen = Seen::default();
    table.scan(&columns, |cells| seen.look(cells));
    let [day_first, month_first, year_first] = seen.possible;
    match (day_first, month_first, year_first) {
        (_, _, true) => return Ok(DateOrder::YearMonthDay),
        (true, false, _) => return Ok(DateOrder::DayMonthYear),
        (false, true, _) => return Ok(DateOrder::MonthDayYear),
        // No order fits all: the commonest one, and reading will name the line that does not fit.
        (false, false, _) => {
            let (most, _) = ORDERS
                .into_iter()
                .zip(seen.counts)
                .max_by_key(|(_, count)| *count)
                .unwrap_or((DateOrder::DayMonthYear, 0));
            return Ok(most);
        }
        (true, true, _) => {}
    }
    if seen.same {
        return Ok(DateOrder::DayMonthYear);
    }
    // Unicode CLDR: the locales that write the month first use slashes or dashes and a decimal point; none writes
    // 04.03.2026 for April.
    let dotted = table.filled(column).all(|cell| cell.contains('.') && !cell.contains('/'));
    if dotted || decimal_comma || table.headings().any(words::is_day_first_language) {
        return Ok(DateOrder::DayMonthYear);
    }
    if words::is_month_first_export(table.headings()) {
        return Ok(DateOrder::MonthDayYear);
    }
    // Statements are sorted by date. With few days the wrong reading can be sorted by chance; with five different
    // ones, in one case of sixty.
    const ENOUGH_STEPS: usize = 4;
    match (seen.sorted[0].holds(), seen.sorted[1].holds()) {
        (true, false) if seen.sorted[0].steps >= ENOUGH_STEPS => Ok(DateOrder::DayMonthYear),
        (false, true) if seen.sorted[1].steps >= ENOUGH_STEPS => Ok(DateOrder::MonthDayYear),
        _ => Err(Question::DateOrder { example: seen.example }),
    }
}

struct Seen {
    possible: [bool; 3],
    counts: [usize; 3],
    /// Whether day-first and month-first give the same day everywhere.
    same: bool,
    sorted: [Sorted; 2],
    example: String,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            possible: [true; 3],
            counts: [0; 3],
            same: true,
            sorted: [Sorted::default(), Sorted::default()],
            example: String::new(),
        }
    }
}

impl Seen {
    /// Takes one row; the first cell is the date column's. Returns whether nothing can change any more.
    fn look(&mut self, cells: &[&str]) -> bool {
        for (index, cell) in cells.iter().enumerate() {
            let possible = date::possible(cell);
            if possible == [false; 3] {
                continue;
            }
            for ((fits_all, count), fits) in self.possible.iter_mut().zip(&mut self.counts).zip(possible) {
                *fits_all &= fits;
                *count += usize::from(fits);
            }
            if index == 0 {
                let dates = [date::parse(cell, DateOrder::DayMonthYear), date::parse(cell, DateOrder::MonthDayYear)];
                if dates[0] != dates[1] {
                    self.same = false;
                    if self.example.is_empty() {
                        self.example = crate::error::excerpt(cell);
                    }
                }
                for (sorted, date) in self.sorted.iter_mut().zip(dates) {
                    if let Ok(date) = date {
                        sorted.push(date);
                    }
                }
            }
        }
        // A single order left settles it; a line that breaks it is then an error of its own.
        self.possible.iter().filter(|possible| **possible).count() == 1
    }
}

/// Whether dates only rise or only fall.
#[derive(Default)]
struct Sorted {
    previous: Option<Date>,
    rises: bool,
    falls: bool,
    steps: usize,
}

impl Sorted {
    fn push(&mut self, date: Date) {
        if let Some(previous) = self.previous {
            self.rises |= date > previous;
            self.falls |= date < previous;
            self.steps += usize::from(date != previous);
        }
        self.previous = Some(date);
    }

    fn holds(&self) -> bool {
        !(self.rises && self.falls)
    }
}
