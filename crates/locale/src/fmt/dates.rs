//! Dates, months and times of day.

use std::cell::OnceCell;

use icu_calendar::{Date as CalendarDate, Gregorian};
use icu_datetime::fieldsets::{M, MD, MDE, T, YM, YMD, YMDE};
use icu_datetime::{FixedCalendarDateTimeFormatter as Formatter, NoCalendarFormatter};
use jiff::civil::{Date, Time};
use writeable::Writeable;

use super::formatters;

/// The date formatters of one locale. `None` is a locale the data does not know; the ISO form stands in then.
#[derive(Default)]
pub(super) struct Dates {
    medium: OnceCell<Option<Formatter<Gregorian, YMD>>>,
    short: OnceCell<Option<Formatter<Gregorian, MD>>>,
    weekday: OnceCell<Option<Formatter<Gregorian, YMDE>>>,
    weekday_short: OnceCell<Option<Formatter<Gregorian, MDE>>>,
    month: OnceCell<Option<Formatter<Gregorian, YM>>>,
    month_long: OnceCell<Option<Formatter<Gregorian, M>>>,
    month_short: OnceCell<Option<Formatter<Gregorian, M>>>,
    time: OnceCell<Option<NoCalendarFormatter<T>>>,
}

macro_rules! formatted {
    ($date:expr, $field:ident, $set:expr) => {{
        let formatters = formatters();
        let made = formatters.dates.$field.get_or_init(|| Formatter::try_new((&formatters.tag).into(), $set).ok());
        match (made, calendar_date($date)) {
            (Some(formatter), Some(date)) => formatter.format(&date).write_to_string().into_owned(),
            _ => date_iso($date),
        }
    }};
}

fn calendar_date(date: Date) -> Option<CalendarDate<Gregorian>> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    CalendarDate::try_new_gregorian(i32::from(date.year()), month, day).ok()
}

/// A date in full: `May 12, 2026`, `12 mai 2026`, `12.05.2026`.
pub fn date(date: Date) -> String {
    formatted!(date, medium, YMD::medium())
}

/// A date whose year is plain from the page: `May 12`, `12 mai`, `12. Mai`.
pub fn date_short(date: Date) -> String {
    // German abbreviates month and day to figures ("12.05."), and its long form ("20. November") is too wide for the
    // first column of a list, so its day stands before the short name of the month.
    match crate::language() {
        crate::Language::German => format!("{}. {}", date.day(), month_short(date)),
        _ => formatted!(date, short, MD::medium()),
    }
}

/// A day with its weekday: `Tuesday, May 12, 2026`.
pub fn date_weekday(date: Date) -> String {
    formatted!(date, weekday, YMDE::long())
}

/// A day near today with its weekday: `Tue, May 12`.
pub fn date_weekday_short(date: Date) -> String {
    formatted!(date, weekday_short, MDE::medium())
}

/// The month of a date with its year: `May 2026`.
pub fn month(date: Date) -> String {
    formatted!(date, month, YM::long())
}

/// The month of a date alone: `February`.
pub fn month_long(date: Date) -> String {
    formatted!(date, month_long, M::long())
}

/// The month of a date, shortened for a column: `Feb`.
pub fn month_short(date: Date) -> String {
    formatted!(date, month_short, M::medium())
}

/// The month of a date as one letter, for the foot of a picture: `F`.
///
/// CLDR's narrow month names are the first letter of the full ones in the three languages.
pub fn month_narrow(date: Date) -> String {
    month_long(date).chars().take(1).flat_map(char::to_uppercase).collect()
}

/// A time of day to the minute: `8:40 AM`, `08:40`.
pub fn time(time: Time) -> String {
    let formatters = formatters();
    let made =
        formatters.dates.time.get_or_init(|| NoCalendarFormatter::try_new((&formatters.tag).into(), T::hm()).ok());
    let (hour, minute) = (u8::try_from(time.hour()).unwrap_or(0), u8::try_from(time.minute()).unwrap_or(0));
    match (made, icu_datetime::input::Time::try_new(hour, minute, 0, 0)) {
        (Some(formatter), Ok(time)) => formatter.format(&time).write_to_string().into_owned(),
        _ => format!("{hour:02}:{minute:02}"),
    }
}

/// The ISO form, for `<time datetime>`, fields and files: `2026-05-12`.
pub fn date_iso(date: Date) -> String {
    date.to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as day, time as clock};

    use super::*;
    use crate::{Language, Locale, scoped};

    #[test]
    fn dates_read_as_the_country_writes_them() {
        let twelfth = day(2026, 5, 12);
        for (language, country, expected) in [
            (
                Language::English,
                "US",
                ["May 12, 2026", "May 12", "Tuesday, May 12, 2026", "Tue, May 12", "May 2026", "May", "M"],
            ),
            (
                Language::English,
                "GB",
                ["12 May 2026", "12 May", "Tuesday, 12 May 2026", "Tue 12 May", "May 2026", "May", "M"],
            ),
            (
                Language::French,
                "FR",
                ["12 mai 2026", "12 mai", "mardi 12 mai 2026", "mar. 12 mai", "mai 2026", "mai", "M"],
            ),
            (
                Language::German,
                "DE",
                ["12.05.2026", "12. Mai", "Dienstag, 12. Mai 2026", "Di., 12. Mai", "Mai 2026", "Mai", "M"],
            ),
        ] {
            scoped(Locale::new(language, country), || {
                let found = [
                    date(twelfth),
                    date_short(twelfth),
                    date_weekday(twelfth),
                    date_weekday_short(twelfth),
                    month(twelfth),
                    month_short(twelfth),
                    month_narrow(twelfth),
                ];
                assert_eq!(found, expected, "{language:?} {country}");
            });
        }
    }

    #[test]
    fn times_to_the_minute() {
        for (language, country, expected) in [
            (Language::English, "US", "8:40\u{202f}AM"),
            (Language::English, "GB", "08:40"),
            (Language::German, "DE", "08:40"),
        ] {
            assert_eq!(scoped(Locale::new(language, country), || time(clock(8, 40, 0, 0))), expected);
        }
    }

    #[test]
    fn dates_outside_every_calendar_still_show() {
        for extreme in [Date::MIN, Date::MAX] {
            assert!(!date(extreme).is_empty());
        }
    }
}
