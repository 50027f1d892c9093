//! Dates as ledgers write them.

use jiff::civil::Date;

/// A date of year, month and day with `-`, `/` or `.` between; of month and day where a year is given.
pub(crate) fn parse(text: &str, year: Option<i16>) -> Option<Date> {
    let separator = text.chars().find(|letter| matches!(letter, '-' | '/' | '.'))?;
    let pieces: Vec<&str> = text.split(separator).collect();
    let number = |piece: &str| -> Option<i16> {
        (!piece.is_empty() && piece.len() <= 4 && piece.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| piece.parse().ok())
            .flatten()
    };
    let (year, month, day) = match pieces[..] {
        [year, month, day] if year.len() == 4 => (number(year)?, number(month)?, number(day)?),
        [month, day] => (year?, number(month)?, number(day)?),
        _ => return None,
    };
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
