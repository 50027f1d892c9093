use std::{fmt, str::FromStr};

use jiff::{Span, ToSpan, civil::Date};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use crate::{FiscalYearStart, Month};

/// A stretch of days, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Days {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
}

/// How a period is cut into columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// One column for all of it.
    Whole,
    /// A column for each calendar month; the first and the last may be parts of one.
    #[default]
    Month,
    /// A column for each three months from its first day on.
    Quarter,
    /// A column for each twelve months from its first day on.
    Year,
}

impl Days {
    /// From one day through another; nothing where the second comes before the first.
    pub fn new(from: Date, through: Date) -> Option<Days> {
        (from <= through).then_some(Days { from, through })
    }

    /// All days of the months from one through another.
    pub fn of_months(from: Month, through: Month) -> Days {
        Days { from: from.first(), through: through.last() }
    }

    /// How many days it has.
    pub fn count(self) -> i64 {
        i64::from((self.through - self.from).get_days()) + 1
    }

    /// The months it consists of, where it begins with the first of one and ends with the last of one.
    pub fn months(self) -> Option<(Month, Month)> {
        let whole = self.from.day() == 1 && self.through == self.through.last_of_month();
        whole.then(|| (Month::of(self.from), Month::of(self.through)))
    }

    /// How many months it spans exactly, from whatever day of the month on: a tax year from 6 April on has twelve.
    pub fn whole_months(self) -> Option<i32> {
        let end = self.through.tomorrow().ok()?;
        if self.from.day() != end.day() || self.from.day() > 28 {
            return None;
        }
        let months = (i32::from(end.year()) - i32::from(self.from.year())) * 12 + i32::from(end.month())
            - i32::from(self.from.month());
        (months > 0).then_some(months)
    }

    /// That many months later (earlier when negative). What spans whole months still does: February becomes all of
    /// March. Stays at the calendar's ends.
    pub fn shifted(self, months: i32) -> Days {
        let shift = |day: Date| day.checked_add(months.months()).unwrap_or(day);
        let through = match self.whole_months() {
            Some(_) => self.through.tomorrow().map(shift).and_then(Date::yesterday).unwrap_or(self.through),
            None => shift(self.through),
        };
        Days { from: shift(self.from), through }
    }

    /// As much time, so many times later or earlier: whole months by months, else by days.
    pub fn moved(self, by: i32) -> Days {
        if let Some(months) = self.whole_months() {
            return self.shifted(months.saturating_mul(by));
        }
        let shift = |day: Date| {
            Span::new()
                .try_days(self.count().saturating_mul(i64::from(by)))
                .and_then(|span| day.checked_add(span))
                .unwrap_or(day)
        };
        Days { from: shift(self.from), through: shift(self.through) }
    }

    /// The time right before it, as long.
    pub fn before(self) -> Days {
        self.moved(-1)
    }

    /// The same days a year earlier.
    pub fn year_before(self) -> Days {
        self.shifted(-12)
    }

    /// Its whole months, and the days left over before and after them: what is kept by month, and what is not.
    pub fn pieces(self) -> (Option<(Month, Month)>, Vec<Days>) {
        let first = if self.from.day() == 1 { Month::of(self.from) } else { Month::of(self.from).plus(1) };
        let ends = self.through == self.through.last_of_month();
        let last = if ends { Month::of(self.through) } else { Month::of(self.through).plus(-1) };
        // The last month of the calendar has none after it, so there `first` begins before the period does.
        if first > last || first.first() > self.through || first.first() < self.from {
            return (None, vec![self]);
        }
        let mut rest = Vec::new();
        if let Ok(through) = first.first().yesterday() {
            rest.extend(Days::new(self.from, through));
        }
        if let Ok(from) = last.last().tomorrow() {
            rest.extend(Days::new(from, self.through));
        }
        (Some((first, last)), rest)
    }

    /// Its columns, in order.
    pub fn cut(self, cut: Cut) -> Vec<Days> {
        let next = |from: Date| match cut {
            Cut::Whole => None,
            Cut::Month => from.last_of_month().tomorrow().ok(),
            Cut::Quarter => from.checked_add(3.months()).ok(),
            Cut::Year => from.checked_add(12.months()).ok(),
        };
        let mut columns = Vec::new();
        let mut from = self.from;
        while from <= self.through {
            let end = next(from).filter(|next| *next <= self.through);
            columns.push(Days { from, through: end.and_then(|next| next.yesterday().ok()).unwrap_or(self.through) });
            match end {
                Some(next) => from = next,
                None => break,
            }
        }
        columns
    }
}

/// A period that moves with today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relative {
    /// The month so far.
    ThisMonth,
    /// The month before this one.
    LastMonth,
    /// The calendar quarter so far.
    ThisQuarter,
    /// The calendar quarter before this one.
    LastQuarter,
    /// The calendar year so far.
    ThisYear,
    /// The calendar year before this one.
    LastYear,
    /// The tax year so far.
    ThisTaxYear,
    /// The tax year before this one.
    LastTaxYear,
    /// The twelve full months before this one.
    LastTwelveMonths,
}

impl Relative {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Relative; 9] = [
        Relative::ThisMonth,
        Relative::LastMonth,
        Relative::ThisQuarter,
        Relative::LastQuarter,
        Relative::ThisTaxYear,
        Relative::LastTaxYear,
        Relative::ThisYear,
        Relative::LastYear,
        Relative::LastTwelveMonths,
    ];

    /// Its word in addresses, the API and the terminal.
    pub fn word(self) -> &'static str {
        match self {
            Relative::ThisMonth => "this-month",
            Relative::LastMonth => "last-month",
            Relative::ThisQuarter => "this-quarter",
            Relative::LastQuarter => "last-quarter",
            Relative::ThisYear => "this-year",
            Relative::LastYear => "last-year",
            Relative::ThisTaxYear => "this-tax-year",
            Relative::LastTaxYear => "last-tax-year",
            Relative::LastTwelveMonths => "last-12-months",
        }
    }
}

/// A period as it is named: written `2026-05`, `2026-q2`, `2026`, `tax-2026`, `2026-01..2026-06`,
/// `2026-01-15..2026-02-14` or `last-quarter`. A relative one is kept as it is named, so that a saved report moves on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// A month.
    Month(Month),
    /// A calendar quarter, by its first month.
    Quarter(Month),
    /// A calendar year, by its first month.
    Year(Month),
    /// A tax year, by the calendar year in which it begins.
    TaxYear(i16),
    /// Any days.
    Between(Days),
    /// One that moves with today.
    Relative(Relative),
}

impl Period {
    /// Its days, seen from a day. A period that is not over ends with that day.
    pub fn days(self, today: Date, fiscal: FiscalYearStart) -> Days {
        let this = Month::of(today);
        let quarter = quarter_of(this);
        let year = Month::of(today.first_of_year());
        let tax_year = fiscal.year_of(today);
        let so_far = |from: Date| Days { from, through: today };
        match self {
            Period::Month(month) => Days::of_months(month, month),
            Period::Quarter(first) => Days::of_months(first, first.plus(2)),
            Period::Year(first) => Days::of_months(first, first.plus(11)),
            Period::TaxYear(year) => {
                let begins = Date::new(year, fiscal.month, fiscal.day).unwrap_or(today);
                year_from(begins)
            }
            Period::Between(days) => days,
            Period::Relative(relative) => match relative {
                Relative::ThisMonth => so_far(this.first()),
                Relative::LastMonth => Days::of_months(this.plus(-1), this.plus(-1)),
                Relative::ThisQuarter => so_far(quarter.first()),
                Relative::LastQuarter => Days::of_months(quarter.plus(-3), quarter.plus(-1)),
                Relative::ThisYear => so_far(year.first()),
                Relative::LastYear => Days::of_months(year.plus(-12), year.plus(-1)),
                Relative::ThisTaxYear => so_far(tax_year),
                Relative::LastTaxYear => year_from(tax_year.checked_sub(1.year()).unwrap_or(tax_year)),
                Relative::LastTwelveMonths => Days::of_months(this.plus(-12), this.plus(-1)),
            },
        }
    }

    /// The period so many times later or earlier, by a name of its own: seen in May, last month's earlier one is March.
    pub fn moved(self, by: i32, today: Date, fiscal: FiscalYearStart) -> Period {
        let months = |month: Month, each: i32| month.plus(each.saturating_mul(by));
        let this = Month::of(today);
        let tax_year = fiscal.year_of(today).year();
        let years = |year: i16| year.saturating_add(i16::try_from(by).unwrap_or(0)).clamp(1, 9998);
        match self {
            Period::Month(month) => Period::Month(months(month, 1)),
            Period::Quarter(first) => Period::Quarter(months(first, 3)),
            Period::Year(first) => Period::Year(months(first, 12)),
            Period::TaxYear(year) => Period::TaxYear(years(year)),
            Period::Between(days) => Period::Between(days.moved(by)),
            Period::Relative(relative) => match relative {
                Relative::ThisMonth => Period::Month(months(this, 1)),
                Relative::LastMonth => Period::Month(months(this.plus(-1), 1)),
                Relative::ThisQuarter => Period::Quarter(months(quarter_of(this), 3)),
                Relative::LastQuarter => Period::Quarter(months(quarter_of(this).plus(-3), 3)),
                Relative::ThisYear => Period::Year(months(Month::of(today.first_of_year()), 12)),
                Relative::LastYear => Period::Year(months(Month::of(today.first_of_year()).plus(-12), 12)),
                Relative::ThisTaxYear => Period::TaxYear(years(tax_year)),
                Relative::LastTaxYear => Period::TaxYear(years(tax_year.saturating_sub(1))),
                Relative::LastTwelveMonths => Period::Between(self.days(today, fiscal).moved(by)),
            },
        }
    }
}

fn quarter_of(month: Month) -> Month {
    let within = i32::try_from((month.number() % 100 - 1) % 3).unwrap_or(0);
    month.plus(-within)
}

fn year_from(begins: Date) -> Days {
    let through = begins.checked_add(1.year()).and_then(Date::yesterday).unwrap_or(Date::MAX);
    Days { from: begins, through }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Period::Month(month) => write!(f, "{month}"),
            Period::Quarter(first) => {
                write!(f, "{:04}-q{}", first.number() / 100, (first.number() % 100 - 1) / 3 + 1)
            }
            Period::Year(first) => write!(f, "{:04}", first.number() / 100),
            Period::TaxYear(year) => write!(f, "tax-{year:04}"),
            Period::Between(days) => match days.months() {
                Some((from, through)) => write!(f, "{from}..{through}"),
                None => write!(f, "{}..{}", days.from, days.through),
            },
            Period::Relative(relative) => f.write_str(relative.word()),
        }
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        read(text.trim()).ok_or_else(|| {
            let shown: String = text.chars().take(24).collect();
            format!("{shown} is not a period; write it like 2026-05, 2026-q2, tax-2026, 2026-01-15..2026-02-14 or last-quarter")
        })
    }
}

fn read(text: &str) -> Option<Period> {
    if let Some(relative) = Relative::ALL.into_iter().find(|relative| relative.word() == text) {
        return Some(Period::Relative(relative));
    }
    if let Some((from, through)) = text.split_once("..") {
        let days = Days::new(edge(from)?.from, edge(through)?.through)?;
        return Some(Period::Between(days));
    }
    let year = |text: &str| {
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i16>().ok()).flatten().filter(|year| (1..=9998).contains(year))
    };
    if let Some(rest) = text.strip_prefix("tax-") {
        return year(rest).map(Period::TaxYear);
    }
    if let Some(year) = year(text) {
        return Month::from_number(i64::from(year) * 100 + 1).map(Period::Year);
    }
    if let Some((of, quarter)) = text.split_once("-q") {
        let quarter: i64 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        return Month::from_number(i64::from(year(of)?) * 100 + quarter * 3 - 2).map(Period::Quarter);
    }
    match edge(text)? {
        days if days.from == days.through => Some(Period::Between(days)),
        days => Some(Period::Month(Month::of(days.from))),
    }
}

/// An end of a period: a day, or a month for its first or last one.
fn edge(text: &str) -> Option<Days> {
    if let Ok(month) = text.parse::<Month>() {
        return Some(Days::of_months(month, month));
    }
    let day: Date = text.parse().ok()?;
    (day.year() >= 1).then_some(Days { from: day, through: day })
}

/// An end of a period as it is given: a day, or a month for its first day or its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge(Days);

impl Edge {
    /// The day on which a period begins that begins here.
    pub fn first(self) -> Date {
        self.0.from
    }

    /// The day on which a period ends that ends here.
    pub fn last(self) -> Date {
        self.0.through
    }
}

impl From<Month> for Edge {
    fn from(month: Month) -> Edge {
        Edge(Days::of_months(month, month))
    }
}

impl From<Date> for Edge {
    fn from(day: Date) -> Edge {
        Edge(Days { from: day, through: day })
    }
}

impl FromStr for Edge {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        edge(text.trim()).map(Edge).ok_or_else(|| {
            let shown: String = text.chars().take(24).collect();
            format!("{shown} is neither a day nor a month; write it like 2026-05-12 or 2026-05")
        })
    }
}

impl Serialize for Edge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.months() {
            Some((month, _)) => serializer.collect_str(&month),
            None => serializer.collect_str(&self.0.from),
        }
    }
}

impl<'de> Deserialize<'de> for Edge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Edge {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Edge".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "x-picker": "period" })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const UK: FiscalYearStart = FiscalYearStart { month: 4, day: 6 };

    #[test]
    fn a_period_is_read_back_from_its_name_and_nothing_else_is() {
        let today = date(2026, 5, 12);
        for (text, from, through) in [
            ("2026-05", date(2026, 5, 1), date(2026, 5, 31)),
            ("2026-q1", date(2026, 1, 1), date(2026, 3, 31)),
            ("2024", date(2024, 1, 1), date(2024, 12, 31)),
            ("tax-2024", date(2024, 4, 6), date(2025, 4, 5)),
            ("2025-05..2026-04", date(2025, 5, 1), date(2026, 4, 30)),
            ("2026-01-15..2026-02-14", date(2026, 1, 15), date(2026, 2, 14)),
            ("this-month", date(2026, 5, 1), today),
            ("last-month", date(2026, 4, 1), date(2026, 4, 30)),
            ("this-quarter", date(2026, 4, 1), today),
            ("last-quarter", date(2026, 1, 1), date(2026, 3, 31)),
            ("this-year", date(2026, 1, 1), today),
            ("last-year", date(2025, 1, 1), date(2025, 12, 31)),
            ("this-tax-year", date(2026, 4, 6), today),
            ("last-tax-year", date(2025, 4, 6), date(2026, 4, 5)),
            ("last-12-months", date(2025, 5, 1), date(2026, 4, 30)),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!(period.days(today, UK), Days { from, through }, "{text}");
        }
        for text in
            ["", "2026-13", "2026-q5", "tax-x", "2026-02-30..2026-03-01", "2026-05..2026-01", "soon", "26", "0000"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_period_moves_by_its_own_length() {
        let today = date(2026, 5, 12);
        for (text, by, becomes) in [
            ("last-month", -1, "2026-03"),
            ("this-quarter", -1, "2026-q1"),
            ("2026-q1", -1, "2025-q4"),
            ("tax-2025", 1, "tax-2026"),
            ("this-tax-year", -1, "tax-2025"),
            ("last-12-months", -1, "2024-05..2025-04"),
            ("2026-02", 1, "2026-03"),
            ("2026-05-03..2026-05-09", -1, "2026-04-26..2026-05-02"),
        ] {
            assert_eq!(text.parse::<Period>().unwrap().moved(by, today, UK).to_string(), becomes, "{text}");
        }
    }

    #[test]
    fn months_are_compared_with_months_and_days_with_days() {
        let days = |from, through| Days { from, through };
        for (period, before, year_before) in [
            (
                days(date(2026, 2, 1), date(2026, 2, 28)),
                days(date(2026, 1, 1), date(2026, 1, 31)),
                days(date(2025, 2, 1), date(2025, 2, 28)),
            ),
            (
                days(date(2025, 2, 1), date(2025, 4, 30)),
                days(date(2024, 11, 1), date(2025, 1, 31)),
                days(date(2024, 2, 1), date(2024, 4, 30)),
            ),
            (
                days(date(2026, 5, 3), date(2026, 5, 9)),
                days(date(2026, 4, 26), date(2026, 5, 2)),
                days(date(2025, 5, 3), date(2025, 5, 9)),
            ),
            // A leap day lies in this tax year and in neither of those beside it.
            (
                days(date(2024, 4, 6), date(2025, 4, 5)),
                days(date(2023, 4, 6), date(2024, 4, 5)),
                days(date(2023, 4, 6), date(2024, 4, 5)),
            ),
        ] {
            assert_eq!((period.before(), period.year_before()), (before, year_before), "{period:?}");
        }
    }

    #[test]
    fn a_period_is_its_whole_months_and_the_days_at_its_ends() {
        let month = |number| Month::from_number(number).unwrap();
        for (from, through, months, days) in [
            (date(2026, 4, 6), date(2027, 4, 5), Some((202605, 202703)), 25 + 5),
            (date(2026, 5, 1), date(2026, 5, 31), Some((202605, 202605)), 0),
            (date(2026, 5, 2), date(2026, 5, 30), None, 29),
            (date(2026, 5, 2), date(2026, 6, 29), None, 59),
            (date(2026, 5, 2), date(2026, 6, 30), Some((202606, 202606)), 30),
            (date(9999, 12, 1), Date::MAX, Some((999912, 999912)), 0),
            (date(9999, 12, 2), Date::MAX, None, 30),
        ] {
            let (whole, rest) = Days { from, through }.pieces();
            assert_eq!(whole, months.map(|(first, last)| (month(first), month(last))), "{from}");
            assert_eq!(rest.iter().map(|piece| piece.count()).sum::<i64>(), days, "{from}");
        }
    }

    #[test]
    fn columns_meet_and_cover_the_period() {
        let tax_year = Days { from: date(2025, 4, 6), through: date(2026, 4, 5) };
        for (cut, count) in [(Cut::Whole, 1), (Cut::Month, 13), (Cut::Quarter, 4), (Cut::Year, 1)] {
            let columns = tax_year.cut(cut);
            assert_eq!(columns.len(), count, "{cut:?}");
            assert_eq!((columns[0].from, columns[count - 1].through), (tax_year.from, tax_year.through));
            assert!(columns.windows(2).all(|pair| pair[0].through.tomorrow().unwrap() == pair[1].from));
        }
        assert_eq!(Days { from: date(9999, 11, 3), through: Date::MAX }.cut(Cut::Month).len(), 2);
    }
}
