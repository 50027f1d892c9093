use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A calendar month, kept as `year × 100 + month` (202605), so that months sort and compare as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(i64);

impl Month {
    /// The month of a date; of one before the year 1, the first month there is.
    pub fn of(date: Date) -> Month {
        if date.year() < 1 {
            return Month(101);
        }
        Month(i64::from(date.year()) * 100 + i64::from(date.month()))
    }

    /// From its number, if that is a month of the years 1 to 9999.
    pub fn from_number(number: i64) -> Option<Month> {
        (100..=999_912).contains(&number).then_some(())?;
        (1..=12).contains(&(number % 100)).then_some(Month(number))
    }

    /// Its number, as the database keeps it.
    pub fn number(self) -> i64 {
        self.0
    }

    /// The first day.
    pub fn first(self) -> Date {
        jiff::civil::date((self.0 / 100) as i16, (self.0 % 100) as i8, 1)
    }

    /// The last day.
    pub fn last(self) -> Date {
        self.first().last_of_month()
    }

    /// The month that many months later (earlier when negative); stays at the calendar's ends.
    pub fn plus(self, months: i32) -> Month {
        self.first().checked_add(months.months()).map_or(self, Month::of)
    }

    /// The months from this one to another, both included.
    pub fn through(self, last: Month) -> impl Iterator<Item = Month> {
        std::iter::successors(Some(self), |month| {
            let next = month.plus(1);
            (next > *month).then_some(next)
        })
        .take_while(move |month| *month <= last)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.0 / 100, self.0 % 100)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text.split_once('-').and_then(|(year, month)| {
            let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
            (1..=12).contains(&month).then_some(())?;
            Month::from_number(year * 100 + month)
        });
        parsed.ok_or_else(|| {
            format!("{} is not a month; write it like 2026-05", text.chars().take(12).collect::<String>())
        })
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "x-picker": "month" })
    }
}

/// The day on which a tax year begins: 1 January for most, 6 April in the United Kingdom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FiscalYearStart {
    /// 1 to 12.
    pub month: i8,
    /// 1 to 28, so that every year has the day.
    pub day: i8,
}

impl FiscalYearStart {
    /// 1 January.
    pub const CALENDAR: FiscalYearStart = FiscalYearStart { month: 1, day: 1 };

    /// Whether every year has that day.
    pub fn is_valid(self) -> bool {
        (1..=12).contains(&self.month) && (1..=28).contains(&self.day)
    }

    /// The first day of the tax year that a date falls in.
    pub fn year_of(self, date: Date) -> Date {
        let this = Date::new(date.year(), self.month, self.day).unwrap_or(date);
        if this <= date { this } else { Date::new(date.year() - 1, self.month, self.day).unwrap_or(this) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_step_over_years() {
        let november = Month::of(date(2025, 11, 30));
        assert_eq!(november.plus(3).to_string(), "2026-02");
        assert_eq!(november.through(november.plus(3)).count(), 4);
        assert_eq!(Month::of(date(2028, 2, 3)).last(), date(2028, 2, 29));
        assert!("2026-13".parse::<Month>().is_err());
        let (first, last) = (Month::of(date(1, 1, 1)), Month::of(date(9999, 12, 31)));
        assert_eq!((first.plus(-1), last.plus(1)), (first, last));
        assert_eq!(Month::of(date(-5, 3, 1)).first(), date(1, 1, 1));
    }

    #[test]
    fn tax_years_begin_where_the_country_says() {
        let uk = FiscalYearStart { month: 4, day: 6 };
        for (day, begins) in [
            (date(2026, 4, 5), date(2025, 4, 6)),
            (date(2026, 4, 6), date(2026, 4, 6)),
            (date(2026, 12, 31), date(2026, 4, 6)),
        ] {
            assert_eq!(uk.year_of(day), begins);
        }
        assert_eq!(FiscalYearStart::CALENDAR.year_of(date(2026, 1, 1)), date(2026, 1, 1));
    }
}
