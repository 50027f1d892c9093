//! Dates as banks write them.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The order of day, month and year where all three are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 31/01/2026
    DayMonthYear,
    /// 01/31/2026
    MonthDayYear,
    /// 2026-01-31
    YearMonthDay,
}

/// Every order.
pub const ORDERS: [DateOrder; 3] = [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay];

/// Why a text is not a usable date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateProblem {
    /// Not a date in this order, or a day that no calendar has.
    NotADate,
    /// A year outside 1900..=2199: a placeholder or a slip.
    OutOfRange,
}

/// Reads a date in a known order; a month's name, where there is one, is recognised whatever the order. A time of day
/// behind it is ignored: the day stands as the bank wrote it.
pub fn parse(text: &str, order: DateOrder) -> Result<Date, DateProblem> {
    if let Some(result) = parse_plain(text.as_bytes(), order) {
        return result;
    }
    let (parts, count) = split(text).ok_or(DateProblem::NotADate)?;
    let parts = &parts[..count];
    if let Some(named) = parts.iter().position(|part| matches!(part, Part::Month(_))) {
        return from_named(parts, named);
    }
    match *parts {
        [Part::Number(value, 8)] => from_compact(value, order),
        [Part::Number(a, a_len), Part::Number(b, b_len), Part::Number(c, c_len)] => {
            let (year, year_len, month, month_len, day, day_len) = match order {
                DateOrder::DayMonthYear => (c, c_len, b, b_len, a, a_len),
                DateOrder::MonthDayYear => (c, c_len, a, a_len, b, b_len),
                DateOrder::YearMonthDay => (a, a_len, b, b_len, c, c_len),
            };
            // A year written with two digits in front is not a form any bank is known to use, and would
            // make 01/02/03 readable in one way more.
            if month_len > 2 || day_len > 2 || (order == DateOrder::YearMonthDay && year_len != 4) {
                return Err(DateProblem::NotADate);
            }
            build(full_year(year, year_len)?, month, day)
        }
        _ => Err(DateProblem::NotADate),
    }
}

/// Whether a text can be a date in each of the three orders (see [`ORDERS`]).
pub fn possible(text: &str) -> [bool; 3] {
    ORDERS.map(|order| parse(text, order).is_ok())
}

/// Whether a text has the shape of a date in some order, even one that cannot be (31.02.2026, 0000-00-00).
pub fn looks_like(text: &str) -> bool {
    let Some((parts, count)) = split(text) else { return false };
    match parts[..count] {
        [Part::Number(_, a), Part::Number(_, b), Part::Number(_, c)] => {
            (a <= 2 && b <= 2 && (c == 2 || c == 4)) || (a == 4 && b <= 2 && c <= 2)
        }
        [_, _, _] => parts[..count].iter().any(|part| matches!(part, Part::Month(_))),
        _ => false,
    }
}

/// `YYYY-MM-DD`, `DD.MM.YYYY` (any separator) and `YYYYMMDD`, which nearly all files use.
fn parse_plain(bytes: &[u8], order: DateOrder) -> Option<Result<Date, DateProblem>> {
    let compact = bytes.len() == 8 && order == DateOrder::YearMonthDay;
    if bytes.len() != 10 && !compact {
        return None;
    }
    let number = |from: usize, to: usize| {
        bytes[from..to]
            .iter()
            .try_fold(0u32, |value, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
    };
    if compact {
        return Some(build(number(0, 4)?, number(4, 6)?, number(6, 8)?));
    }
    let separator = |at: usize| matches!(bytes[at], b'-' | b'.' | b'/');
    if order == DateOrder::YearMonthDay {
        (separator(4) && separator(7)).then_some(())?;
        return Some(build(number(0, 4)?, number(5, 7)?, number(8, 10)?));
    }
    (separator(2) && separator(5)).then_some(())?;
    let (first, second, year) = (number(0, 2)?, number(3, 5)?, number(6, 10)?);
    Some(if order == DateOrder::DayMonthYear { build(year, second, first) } else { build(year, first, second) })
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Number(u32, usize),
    Month(u32),
}

/// Cuts a text into the numbers and month names of a date; `None` where anything else stands before the time of day.
fn split(text: &str) -> Option<([Part; 3], usize)> {
    let mut parts = [Part::Number(0, 0); 3];
    let mut count = 0;
    let mut rest = text.trim();
    // "Sat, 31 Jan 2026"
    if let Some((word, after)) = rest.split_once([',', ' '])
        && is_weekday(word)
    {
        rest = after.trim_start();
    }
    while !rest.is_empty() && count < 3 {
        let first = rest.chars().next()?;
        if first.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            if count == 0 && (length == 8 || length == 14) {
                // 20260131, and OFX's 20260131120000[-5:EST].
                parts[0] = Part::Number(rest[..8].parse().ok()?, 8);
                return is_time(&rest[length..]).then_some((parts, 1));
            }
            if length > 4 {
                return None;
            }
            parts[count] = Part::Number(rest[..length].parse().ok()?, length);
            rest = &rest[length..];
        } else if first.is_alphabetic() {
            let length = rest.find(|character: char| !character.is_alphabetic()).unwrap_or(rest.len());
            parts[count] = Part::Month(month(&rest[..length])?);
            rest = &rest[length..];
        } else {
            return None;
        }
        count += 1;
        if count < 3 {
            let separators =
                rest.bytes().take_while(|byte| matches!(byte, b'/' | b'.' | b'-' | b' ' | b',' | b'\'')).count();
            // "31. Jan. 2026" has two separators in a row; more than three is no date.
            if separators > 3
                || (separators == 0
                    && !rest.is_empty()
                    && !matches!(parts[count - 1], Part::Month(_))
                    && !rest.starts_with(char::is_alphabetic))
            {
                return None;
            }
            rest = &rest[separators..];
        }
    }
    (count == 3 && is_time(rest)).then_some((parts, count))
}

/// What may stand behind a date: nothing, or a time with its zone.
fn is_time(rest: &str) -> bool {
    let trimmed = rest.trim_start_matches(['T', ' ', ',', '.', ';']);
    trimmed.is_empty()
        || (trimmed.len() < rest.len() || rest.starts_with('['))
            && trimmed.len() <= 40
            && trimmed.starts_with(|character: char| character.is_ascii_digit() || character == '[')
            && trimmed.bytes().all(|byte| {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b':' | b'.' | b' ' | b'+' | b'-' | b'[' | b']' | b'/' | b'_')
            })
            && (trimmed.contains(':'))
        || rest.starts_with('[') && rest.ends_with(']')
}

fn from_named(parts: &[Part], named: usize) -> Result<Date, DateProblem> {
    let [a, b, c] = *parts else { return Err(DateProblem::NotADate) };
    let (day, month, year) = match (named, a, b, c) {
        (0, Part::Month(month), day, year) => (day, month, year),
        (1, first @ Part::Number(_, 4), Part::Month(month), last) => (last, month, first),
        (1, day, Part::Month(month), year) => (day, month, year),
        _ => return Err(DateProblem::NotADate),
    };
    match (day, year) {
        (Part::Number(day, 1 | 2), Part::Number(year, length)) => build(full_year(year, length)?, month, day),
        _ => Err(DateProblem::NotADate),
    }
}

fn from_compact(value: u32, order: DateOrder) -> Result<Date, DateProblem> {
    let (first, second) = (value / 1_000_000, value / 10_000 % 100);
    match order {
        DateOrder::YearMonthDay => build(value / 10_000, value / 100 % 100, value % 100),
        DateOrder::DayMonthYear => build(value % 10_000, second, first),
        DateOrder::MonthDayYear => build(value % 10_000, first, second),
    }
}

/// Two digits stand for 1970..=2069.
fn full_year(year: u32, length: usize) -> Result<u32, DateProblem> {
    match length {
        4 => Ok(year),
        2 if year < 70 => Ok(2000 + year),
        2 => Ok(1900 + year),
        _ => Err(DateProblem::NotADate),
    }
}

fn build(year: u32, month: u32, day: u32) -> Result<Date, DateProblem> {
    // Banks write 0000 and 9999 for "no date"; neither belongs in books.
    if !(1900..=2199).contains(&year) {
        return Err(DateProblem::OutOfRange);
    }
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).map_err(|_| DateProblem::NotADate),
        _ => Err(DateProblem::NotADate),
    }
}

fn is_weekday(word: &str) -> bool {
    const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.len() >= 3 && word.get(..3).is_some_and(|start| WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(start)))
}

/// A month by its name or the beginning of it, in the languages statements come in.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["january", "januar", "januari", "jänner", "janvier", "enero", "gennaio", "janeiro"],
        &["february", "februar", "februari", "feber", "fevrier", "février", "febrero", "febbraio", "fevereiro"],
        &["march", "märz", "maerz", "mrz", "mars", "marzo", "março", "maart", "mrt"],
        &["april", "avril", "abril", "aprile"],
        &["may", "mai", "mayo", "maggio", "maio", "mei", "maj"],
        &["june", "juni", "juin", "junio", "giugno", "junho"],
        &["july", "juli", "juillet", "julio", "luglio", "julho"],
        &["august", "augusti", "augustus", "août", "aout", "agosto"],
        &["september", "septembre", "septiembre", "settembre", "setembro"],
        &["october", "oktober", "octobre", "octubre", "ottobre", "outubro"],
        &["november", "novembre", "noviembre", "novembro"],
        &["december", "dezember", "decembre", "décembre", "diciembre", "dicembre", "dezembro"],
    ];
    let lower = word.to_lowercase();
    if lower.chars().count() < 3 {
        return None;
    }
    // "jui" and "ju" would be June or July in French: a prefix counts only if all its months agree.
    let mut found = None;
    for (number, name) in (1..).zip(NAMES).flat_map(|(number, names)| names.iter().map(move |name| (number, *name))) {
        if name == lower {
            return Some(number);
        }
        if name.starts_with(&lower) {
            match found {
                Some(other) if other != number => return None,
                _ => found = Some(number),
            }
        }
    }
    found
}
