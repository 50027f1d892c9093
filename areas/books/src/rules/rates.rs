//! What an amount of another currency is worth in the books. Pure.
//!
//! A rate is kept as an integer: ten-billionths of a unit of the books' currency for one whole unit of the other. Ten
//! decimals keep six significant digits of the smallest unit in use (an Indonesian rupiah is 0.0000575 euro) and reach
//! beyond the price of a bitcoin.

use jiff::{ToSpan, civil::Date};
use ledger::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many ten-billionths are a whole.
pub const WHOLE: i64 = 10_000_000_000;

/// The decimals of a rate.
pub const RATE_DECIMALS: usize = 10;

/// A rate is looked for so many days back: the European Central Bank publishes none on closing days of TARGET, four in a row at most
/// (Good Friday to Easter Monday, or Christmas beside a week-end), and a week leaves room for a bank that closes longer.
pub const DAYS_BACK: i32 = 7;

/// Who said what a currency is worth, the nearest to the money first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RateSource {
    /// The bank line itself: it states both amounts.
    BankLine,
    /// The owner.
    Owner,
    /// An invoice, a receipt or a contract.
    Document,
    /// A central bank's file.
    CentralBank,
}

impl RateSource {
    /// Every source, the nearest to the money first.
    pub const ALL: [RateSource; 4] =
        [RateSource::BankLine, RateSource::Owner, RateSource::Document, RateSource::CentralBank];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            RateSource::BankLine => "bank-line",
            RateSource::Owner => "owner",
            RateSource::Document => "document",
            RateSource::CentralBank => "central-bank",
        }
    }

    /// The source of that word.
    pub fn from_word(word: &str) -> Option<RateSource> {
        RateSource::ALL.into_iter().find(|source| source.as_str() == word)
    }
}

/// What one unit of a currency was worth on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// The day.
    pub on: Date,
    /// Who said so.
    pub source: RateSource,
    /// Ten-billionths of a unit of the books' currency.
    pub rate: i64,
}

/// The rate of a day among those known of a currency, the oldest first: of that very day or else of the last day before
/// that has one, up to a week back; of one day's, the one nearest to the money.
pub fn rate_on(day: Date, known: &[Rate]) -> Option<Rate> {
    let end = known.partition_point(|rate| rate.on <= day);
    let last = known[..end].last()?.on;
    if last < day.saturating_sub(DAYS_BACK.days()) {
        return None;
    }
    known[..end].iter().rev().take_while(|rate| rate.on == last).min_by_key(|rate| rate.source).copied()
}

/// A rate is asked about that is more than a tenth away from the one before it: no currency in free trade moves so much in a
/// week but in a crisis, while a rate turned upside down or a decimal mark set wrong does.
pub fn is_far_off(rate: i64, near: i64) -> bool {
    let (rate, near) = (i128::from(rate), i128::from(near));
    (rate - near).abs() * 10 > near
}

/// Halves away from zero, as the charts round taxes.
pub(crate) fn divided(over: i128, under: i128) -> Option<i128> {
    let doubled = over.checked_abs()?.checked_mul(2)?.checked_add(under)?;
    Some(doubled / under.checked_mul(2)? * over.signum())
}

/// What an amount is worth, in minor units of the books' currency, rounded half away from zero. None where it fits no
/// amount. What is not nothing is never worth nothing: a rupiah is booked as a cent, since a posting has two sides.
pub fn worth(amount_minor: i64, currency: Currency, rate: i64, books: Currency) -> Option<i64> {
    let over = i128::from(amount_minor).checked_mul(i128::from(rate))?.checked_mul(ten_to(books.decimals())?)?;
    let under = i128::from(WHOLE).checked_mul(ten_to(currency.decimals())?)?;
    let exact = i64::try_from(divided(over, under)?).ok()?;
    Some(if exact == 0 { amount_minor.signum() } else { exact })
}

/// The rate that two amounts of the same worth state; none where either is nothing or they differ in sign.
pub fn rate_of(amount_minor: i64, currency: Currency, book_minor: i64, books: Currency) -> Option<i64> {
    if amount_minor == 0 || amount_minor.signum() != book_minor.signum() {
        return None;
    }
    let over =
        i128::from(book_minor.abs()).checked_mul(i128::from(WHOLE))?.checked_mul(ten_to(currency.decimals())?)?;
    let under = i128::from(amount_minor.abs()).checked_mul(ten_to(books.decimals())?)?;
    i64::try_from(divided(over, under)?).ok().filter(|rate| *rate > 0)
}

fn ten_to(decimals: u32) -> Option<i128> {
    10_i128.checked_pow(decimals)
}

/// A positive decimal number as a fraction: `1.0876` is 10,876 over 10,000. A comma counts as the point.
pub fn decimal(text: &str) -> Option<(i128, i128)> {
    let text = text.trim();
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) || whole.len() > 12 || part.len() > 15 {
        return None;
    }
    let number: i128 = format!("{whole}{part}").parse().ok()?;
    (number > 0).then_some((number, ten_to(u32::try_from(part.len()).ok()?)?))
}

/// One number by another, as a rate.
pub fn quotient(over: (i128, i128), under: (i128, i128)) -> Option<i64> {
    let top = over.0.checked_mul(under.1)?.checked_mul(i128::from(WHOLE))?;
    let bottom = over.1.checked_mul(under.0)?;
    i64::try_from(divided(top, bottom)?).ok().filter(|rate| *rate > 0)
}

/// A rate as people write it; none where it is no number, not above zero, or finer than ten decimals.
pub fn parse_rate(text: &str) -> Option<i64> {
    let (number, under) = decimal(text)?;
    let scaled = number.checked_mul(i128::from(WHOLE))?;
    let exact = scaled % under == 0;
    i64::try_from(scaled / under).ok().filter(|rate| exact && *rate > 0)
}

/// A rate as an exact decimal number with a full stop, without zeros at its end: `0.9195`.
pub fn rate_text(rate: i64) -> String {
    let digits = format!("{:0>width$}", rate.unsigned_abs(), width = RATE_DECIMALS + 1);
    let (whole, part) = digits.split_at(digits.len() - RATE_DECIMALS);
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        code.parse().unwrap()
    }

    #[test]
    fn amounts_are_worth_what_their_rate_says() {
        for (amount, code, rate, books, worth_minor) in [
            (100_000, "USD", "0.9195", "EUR", 91_950),
            (-100_000, "USD", "0.9195", "EUR", -91_950),
            (10_000, "JPY", "0.00612", "EUR", 6_120),
            (1, "JPY", "0.00612", "EUR", 1),
            (1, "IDR", "0.0000575", "EUR", 1),
            (12_345, "KWD", "3.26", "USD", 4_024),
            (10_000, "EUR", "163.4", "JPY", 16_340),
            // Halves go away from zero, both ways.
            (1, "USD", "0.5", "EUR", 1),
            (3, "USD", "0.5", "EUR", 2),
            (-3, "USD", "0.5", "EUR", -2),
        ] {
            let rate = parse_rate(rate).unwrap();
            assert_eq!(worth(amount, currency(code), rate, currency(books)), Some(worth_minor), "{amount} {code}");
        }
        assert_eq!(worth(i64::MAX, currency("KWD"), parse_rate("30000").unwrap(), currency("JPY")), None);
    }

    #[test]
    fn a_day_has_its_own_rate_or_the_last_before_it() {
        let rate = |day, source, rate| Rate { on: date(2026, 4, day), source, rate };
        let known = [
            rate(1, RateSource::CentralBank, 10),
            rate(2, RateSource::CentralBank, 20),
            rate(2, RateSource::Owner, 21),
            rate(7, RateSource::CentralBank, 70),
        ];
        for (day, found) in [
            (date(2026, 3, 31), None),
            (date(2026, 4, 1), Some(10)),
            (date(2026, 4, 2), Some(21)),
            // Easter 2026: nothing is published from Friday the 3rd through Monday the 6th.
            (date(2026, 4, 6), Some(21)),
            (date(2026, 4, 7), Some(70)),
            (date(2026, 4, 14), Some(70)),
            (date(2026, 4, 15), None),
        ] {
            assert_eq!(rate_on(day, &known).map(|rate| rate.rate), found, "{day}");
        }
    }

    #[test]
    fn a_rate_turned_upside_down_is_far_off() {
        for (rate, near, far) in [
            ("0.92", "0.91", false),
            ("0.92", "1.087", true),
            ("9.2", "0.92", true),
            ("1.012", "0.92", false),
            ("1.0121", "0.92", true),
        ] {
            assert_eq!(is_far_off(parse_rate(rate).unwrap(), parse_rate(near).unwrap()), far, "{rate} beside {near}");
        }
        assert!(is_far_off(i64::MAX, 1) && is_far_off(1, i64::MAX));
    }

    #[test]
    fn rates_are_written_and_read_exactly() {
        for (text, written) in [("0.9195", "0.9195"), ("1", "1"), ("0,0000575", "0.0000575"), ("60000.5", "60000.5")] {
            assert_eq!(rate_text(parse_rate(text).unwrap()), written);
        }
        for bad in ["", ".", "0", "-1", "1.2.3", "1e5", "0.00000000001", "9999999999999", "١"] {
            assert_eq!(parse_rate(bad), None, "{bad}");
        }
    }

    proptest! {
        /// The rate that an amount and its worth state gives that worth back.
        #[test]
        fn two_amounts_state_the_rate_that_leads_from_one_to_the_other(
            amount in 100i64..1_000_000_000, book in 100i64..1_000_000_000,
        ) {
            let (usd, eur) = (currency("USD"), currency("EUR"));
            let rate = rate_of(amount, usd, book, eur).unwrap();
            prop_assert_eq!(worth(amount, usd, rate, eur), Some(book));
            prop_assert_eq!(worth(-amount, usd, rate, eur), Some(-book));
        }
    }
}
