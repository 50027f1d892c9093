//! Amounts as banks write them, read exactly into minor units.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The character between whole units and their fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    /// `1,234.56`
    Point,
    /// `1.234,56`
    Comma,
}

impl DecimalMark {
    fn character(self) -> char {
        match self {
            Self::Point => '.',
            Self::Comma => ',',
        }
    }
}

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountProblem {
    /// Nothing there: an empty cell, or the dashes some banks print instead.
    Missing,
    /// Not a number.
    NotANumber,
    /// More decimals than the currency has.
    TooManyDecimals,
    /// Does not fit 64 bits of minor units.
    TooLarge,
}

/// Number of decimals of a currency (ISO 4217: JPY 0, EUR 2, KWD 3); 2 for a code nobody knows.
pub fn minor_digits(currency: &str) -> u32 {
    iso_currency::Currency::from_code(currency).and_then(|currency| currency.exponent()).map_or(2, u32::from)
}

/// Reads an amount with a known decimal mark into minor units.
pub fn parse(text: &str, mark: DecimalMark, digits: u32) -> Result<i64, AmountProblem> {
    if let Some(amount) = parse_plain(text.as_bytes(), mark.character() as u8, digits) {
        return Ok(amount);
    }
    let (negative, number) = strip(text)?;
    let (whole, fraction) = match number.rfind(mark.character()) {
        Some(at) => (&number[..at], &number[at + 1..]),
        None => (number, ""),
    };
    let magnitude = magnitude(whole, fraction, mark, digits)?;
    Ok(if negative { -magnitude } else { magnitude })
}

/// The common case — optional minus, digits, mark, exactly as many decimals as the currency has — without a look
/// at anything else; `None` sends the text down the tolerant way.
fn parse_plain(bytes: &[u8], mark: u8, digits: u32) -> Option<i64> {
    let (negative, bytes) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    // 18 characters of digits cannot overflow an i64.
    let decimals = digits as usize;
    if bytes.len() > 18 || bytes.len() < decimals + 2 || decimals == 0 {
        return None;
    }
    let (whole, fraction) = bytes.split_at(bytes.len() - decimals - 1);
    if fraction[0] != mark {
        return None;
    }
    let mut value: i64 = 0;
    for byte in whole.iter().chain(&fraction[1..]) {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(byte - b'0');
    }
    Some(if negative { -value } else { value })
}

/// Takes signs, parentheses, currency names and outer spaces off; says whether the amount is negative.
fn strip(text: &str) -> Result<(bool, &str), AmountProblem> {
    let mut rest = text.trim_matches(is_space);
    if rest.chars().all(|character| is_minus(character) || is_space(character)) {
        return Err(AmountProblem::Missing);
    }
    let mut negative = false;
    let mut signs = 0;
    loop {
        let before = rest.len();
        rest = rest.trim_matches(is_space);
        if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            (negative, signs, rest) = (true, signs + 1, inner);
        }
        if let Some(inner) = rest.strip_prefix(is_minus).or_else(|| rest.strip_suffix(is_minus)) {
            (negative, signs, rest) = (true, signs + 1, inner);
        } else if let Some(inner) = rest.strip_prefix('+').or_else(|| rest.strip_suffix('+')) {
            (signs, rest) = (signs + 1, inner);
        }
        for (word, minus) in [("CR", false), ("Cr", false), ("DR", true), ("Dr", true)] {
            if let Some(inner) = rest.strip_suffix(word) {
                (negative, signs, rest) = (minus, signs + 1, inner);
            }
        }
        rest = strip_currency(rest);
        if rest.len() == before {
            break;
        }
    }
    if signs > 1 || rest.is_empty() {
        return Err(AmountProblem::NotANumber);
    }
    Ok((negative, rest))
}

/// Takes one currency symbol, code or customary abbreviation off either end.
fn strip_currency(text: &str) -> &str {
    const ABBREVIATIONS: [&str; 24] = [
        "US$", "A$", "C$", "CA$", "AU$", "NZ$", "HK$", "NT$", "S$", "R$", "SFr.", "SFr", "Fr.", "Fr", "kr.", "kr",
        "Kr", "Kč", "zł", "Ft", "Rs.", "Rs", "lei", "RM",
    ];
    let bytes = text.as_bytes();
    if let (Some(b'0'..=b'9'), Some(b'0'..=b'9')) = (bytes.first(), bytes.last()) {
        return text;
    }
    for word in ABBREVIATIONS {
        if let Some(rest) = text.strip_prefix(word).or_else(|| text.strip_suffix(word)) {
            return rest;
        }
    }
    if let Some(rest) = text.strip_prefix(is_currency_symbol).or_else(|| text.strip_suffix(is_currency_symbol)) {
        return rest;
    }
    if let Some((code, rest)) = text.split_at_checked(3)
        && is_currency_code(code)
    {
        return rest;
    }
    if text.len() > 3
        && let Some((rest, code)) = text.split_at_checked(text.len() - 3)
        && is_currency_code(code)
    {
        return rest;
    }
    text
}

/// Whether a word is an ISO 4217 code in capitals.
pub fn is_currency_code(code: &str) -> bool {
    code.len() == 3
        && code.bytes().all(|byte| byte.is_ascii_uppercase())
        && iso_currency::Currency::from_code(code).is_some()
}

fn magnitude(whole: &str, fraction: &str, mark: DecimalMark, digits: u32) -> Result<i64, AmountProblem> {
    check_groups(whole, mark)?;
    let mut value: i64 = 0;
    let mut push = |character: char| -> Result<(), AmountProblem> {
        let digit = character.to_digit(10).ok_or(AmountProblem::NotANumber)?;
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(i64::from(digit)))
            .ok_or(AmountProblem::TooLarge)?;
        Ok(())
    };
    let mut seen = false;
    for character in whole.chars().filter(|character| !is_group(*character, mark)) {
        push(character)?;
        seen = true;
    }
    let mut decimals = 0;
    for character in fraction.chars() {
        seen = true;
        if decimals < digits {
            push(character)?;
            decimals += 1;
        } else if character.is_ascii_digit() && character != '0' {
            return Err(AmountProblem::TooManyDecimals);
        } else if !character.is_ascii_digit() {
            return Err(AmountProblem::NotANumber);
        }
    }
    for _ in decimals..digits {
        push('0')?;
    }
    if seen { Ok(value) } else { Err(AmountProblem::NotANumber) }
}

/// Digit groups must be of three (of two in the middle, as India writes lakhs): `12.34,5` is a misreading, not an amount.
fn check_groups(whole: &str, mark: DecimalMark) -> Result<(), AmountProblem> {
    let mut groups = whole.split(|character| is_group(character, mark));
    let first = groups.next().unwrap_or_default();
    let rest: usize = groups.clone().count();
    if rest == 0 {
        return Ok(());
    }
    if first.is_empty() || first.len() > 3 {
        return Err(AmountProblem::NotANumber);
    }
    for (index, group) in groups.enumerate() {
        let last = index + 1 == rest;
        if group.len() != 3 && (last || group.len() != 2) {
            return Err(AmountProblem::NotANumber);
        }
    }
    Ok(())
}

/// What a single text says about the decimal mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkEvidence {
    /// It can only be read with this mark.
    Only(DecimalMark),
    /// It reads the same with either.
    Either,
    /// One mark before exactly three digits: a thousand or a fraction.
    Undecided,
    /// Not an amount with either mark.
    Neither,
}

/// What a text says about which decimal mark it was written with.
pub fn evidence(text: &str) -> MarkEvidence {
    let Ok((_, number)) = strip(text) else { return MarkEvidence::Neither };
    // Nine decimals: whatever the currency, only the shape matters here.
    let point = magnitude_shape(number, DecimalMark::Point);
    let comma = magnitude_shape(number, DecimalMark::Comma);
    match (point, comma) {
        (true, true) if number.contains(['.', ',']) => MarkEvidence::Undecided,
        (true, true) => MarkEvidence::Either,
        (true, false) => MarkEvidence::Only(DecimalMark::Point),
        (false, true) => MarkEvidence::Only(DecimalMark::Comma),
        (false, false) => MarkEvidence::Neither,
    }
}

fn magnitude_shape(number: &str, mark: DecimalMark) -> bool {
    let (whole, fraction) = match number.rfind(mark.character()) {
        Some(at) => (&number[..at], &number[at + 1..]),
        None => (number, ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !(whole.is_empty() && fraction.is_empty())
        && digits(fraction)
        && check_groups(whole, mark).is_ok()
        && whole.chars().all(|character| character.is_ascii_digit() || is_group(character, mark))
}

fn is_group(character: char, mark: DecimalMark) -> bool {
    match character {
        '.' => mark == DecimalMark::Comma,
        ',' => mark == DecimalMark::Point,
        // Apostrophes as in Switzerland; spaces, plain and not breaking, as in France.
        '\'' | '\u{2019}' => true,
        other => is_space(other),
    }
}

fn is_space(character: char) -> bool {
    // U+00A0 and U+202F, which French exports put between thousands, are white space to Rust too.
    character.is_whitespace()
}

fn is_minus(character: char) -> bool {
    matches!(character, '-' | '\u{2212}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{FE63}' | '\u{FF0D}')
}

/// The currency symbols of Unicode (general category Sc) that appear on statements.
fn is_currency_symbol(character: char) -> bool {
    matches!(character, '$' | '\u{A2}'..='\u{A5}' | '\u{E3F}' | '\u{20A0}'..='\u{20C0}' | '\u{FDFC}' | '\u{FF04}' | '\u{FFE1}' | '\u{FFE5}')
}

impl fmt::Display for DecimalMark {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Point => ".",
            Self::Comma => ",",
        })
    }
}
