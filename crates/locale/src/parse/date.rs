//! Date fields: ISO, or day, month and year in the country's order.

use std::fmt;

use jiff::civil::Date;

use crate::{CURRENT, Language, t};

/// Why a date field could not be read. Its text is what stands at the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseDateError {
    /// Nothing was typed.
    Empty,
    /// Not a day, a month and a year.
    Unreadable(String),
    /// A day no calendar has, such as 31 April.
    NoSuchDay(String),
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            ParseDateError::Empty => t!("Please give a date."),
            ParseDateError::Unreadable(typed) => {
                t!("“{typed}” cannot be read as a date; 2026-05-12 always can.", typed = typed)
            }
            ParseDateError::NoSuchDay(typed) => t!("There is no day {typed}.", typed = typed),
        };
        out.write_str(&sentence)
    }
}

impl std::error::Error for ParseDateError {}

/// The date of what was typed: `2026-05-12` everywhere, `5/12/2026` in the United States, `12.5.2026` or `12/05/26`
/// elsewhere. Two digits of a year are of this century.
pub fn date(text: &str) -> Result<Date, ParseDateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ParseDateError::Empty);
    }
    let unreadable = || ParseDateError::Unreadable(text.to_owned());
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts[..] else { return Err(unreadable()) };
    if parts.iter().any(|part| part.len() > 4 || !part.bytes().all(|digit| digit.is_ascii_digit())) {
        return Err(unreadable());
    }
    let (year, month, day) = if first.len() == 4 {
        (first, second, third)
    } else if month_first() {
        (third, first, second)
    } else {
        (third, second, first)
    };
    if !matches!(year.len(), 2 | 4) || month.len() > 2 || day.len() > 2 {
        return Err(unreadable());
    }
    let century = if year.len() == 2 { 2000 } else { 0 };
    let value = |part: &str| part.parse::<i16>().map_err(|_| unreadable());
    let small = |part: &str| part.parse::<i8>().map_err(|_| unreadable());
    Date::new(century + value(year)?, small(month)?, small(day)?)
        .map_err(|_| ParseDateError::NoSuchDay(text.to_owned()))
}

/// CLDR writes the month first in English where the country is the United States or one that follows it.
fn month_first() -> bool {
    CURRENT.with(|current| {
        let current = current.borrow();
        current.language == Language::English
            && matches!(current.country.as_str(), "US" | "PH" | "PR" | "GU" | "VI" | "AS")
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;

    use super::*;
    use crate::{Locale, scoped};

    #[test]
    fn dates_follow_the_country() {
        for (language, country, typed, expected) in [
            (Language::English, "US", "2026-05-12", Ok(day(2026, 5, 12))),
            (Language::English, "US", "5/12/2026", Ok(day(2026, 5, 12))),
            (Language::English, "GB", "5/12/2026", Ok(day(2026, 12, 5))),
            (Language::French, "FR", "12/05/26", Ok(day(2026, 5, 12))),
            (Language::German, "DE", "12.5.2026", Ok(day(2026, 5, 12))),
            (Language::German, "DE", "12. 5. 2026", Ok(day(2026, 5, 12))),
            (Language::German, "DE", "2026-5-12", Ok(day(2026, 5, 12))),
            (Language::German, "DE", "31.4.2026", Err(ParseDateError::NoSuchDay("31.4.2026".into()))),
            (Language::English, "US", "13/13/2026", Err(ParseDateError::NoSuchDay("13/13/2026".into()))),
            (Language::English, "US", "", Err(ParseDateError::Empty)),
            (Language::English, "US", "tomorrow", Err(ParseDateError::Unreadable("tomorrow".into()))),
            (Language::English, "US", "5/12", Err(ParseDateError::Unreadable("5/12".into()))),
            (Language::English, "US", "5/12/202", Err(ParseDateError::Unreadable("5/12/202".into()))),
        ] {
            scoped(Locale::new(language, country), || assert_eq!(date(typed), expected, "{typed} in {country}"));
        }
    }

    proptest! {
        #[test]
        fn no_input_panics(typed in "\\PC{0,20}") {
            let _ = date(&typed);
        }

        #[test]
        fn iso_dates_round_trip(days in 0..80_000_i32) {
            let expected = day(1900, 1, 1) + jiff::Span::new().days(days);
            prop_assert_eq!(date(&crate::fmt::date_iso(expected)), Ok(expected));
        }
    }
}
