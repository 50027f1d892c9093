//! Amounts, numbers and shares.

use fixed_decimal::{Decimal, SignedRoundingMode, UnsignedRoundingMode};
use iso_currency::Currency;

use super::formatters;
use crate::{CURRENT, Language};

/// The minus sign of figures, U+2212: as wide as a plus sign, and read aloud as minus.
pub const MINUS: char = '\u{2212}';

/// How many digits the currency's minor unit has: 2 for EUR, 0 for JPY, 3 for KWD. An unknown code counts as 2.
pub fn currency_exponent(currency: &str) -> u8 {
    Currency::from_code(currency)
        .and_then(|known| known.exponent())
        .and_then(|digits| u8::try_from(digits).ok())
        .unwrap_or(2)
}

/// The sign written with an amount (`$`, `€`, `CHF`). The dollars of other countries keep their letters (`CA$`) except at
/// home, as in the CLDR.
pub fn currency_symbol(currency: &str) -> String {
    // Asked for the dollars alone: a list of countries is made for it, for the euro one of three dozen.
    let at_home = || {
        CURRENT.with(|current| {
            Currency::from_code(currency).is_some_and(|known| {
                known.used_by().iter().any(|country| country.to_string() == current.borrow().country)
            })
        })
    };
    match currency {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        "INR" => "₹".to_owned(),
        "AUD" | "CAD" | "NZD" | "HKD" | "MXN" if at_home() => "$".to_owned(),
        "AUD" => "A$".to_owned(),
        "CAD" => "CA$".to_owned(),
        "NZD" => "NZ$".to_owned(),
        "HKD" => "HK$".to_owned(),
        "MXN" => "MX$".to_owned(),
        other => other.to_owned(),
    }
}

/// An amount with its currency: `$1,234.50`, `−$184.37`, `1.234,50 €`.
pub fn money(amount_minor: i64, currency: &str) -> String {
    with_symbol(scaled(amount_minor, currency), currency)
}

/// An amount rounded to whole units, with its currency: `$68,034`.
pub fn money_whole(amount_minor: i64, currency: &str) -> String {
    with_symbol(whole(amount_minor, currency), currency)
}

/// An amount without its currency, for a column whose head names it: `1,234.50`.
pub fn amount(amount_minor: i64, currency: &str) -> String {
    let value = scaled(amount_minor, currency);
    signed(&value, false)
}

/// A difference: `+12.00`, `−12.00`; nothing stays without a sign.
pub fn amount_signed(amount_minor: i64, currency: &str) -> String {
    signed(&scaled(amount_minor, currency), true)
}

/// An amount rounded to whole units, half away from zero: `1,235`.
pub fn amount_whole(amount_minor: i64, currency: &str) -> String {
    signed(&whole(amount_minor, currency), false)
}

/// A difference rounded to whole units: `+3,306`.
pub fn amount_whole_signed(amount_minor: i64, currency: &str) -> String {
    signed(&whole(amount_minor, currency), true)
}

/// A whole number: `1,204`.
pub fn number(value: i64) -> String {
    signed(&Decimal::from(value), false)
}

/// An exact decimal number, as rates and quantities are kept (`-0.05`), with the marks of the reader's country; what is none
/// stays as it is.
pub fn decimal(exact: &str) -> String {
    exact.parse::<Decimal>().map_or_else(|_| exact.to_owned(), |value| signed(&value, false))
}

/// A difference of whole numbers: `+14`.
pub fn number_signed(value: i64) -> String {
    signed(&Decimal::from(value), true)
}

/// A share given in thousandths: 250 is `25%`, 255 is `25.5%`; French and German part the sign by a space.
pub fn percent_permille(permille: i64) -> String {
    let mut value = Decimal::from(permille);
    value.multiply_pow10(-1);
    value.absolute.trim_end();
    let figure = signed(&value, false);
    // CLDR percentFormat: "#,##0%" in English, "#,##0\u{a0}%" in German, "#,##0\u{202f}%" in French.
    match crate::language() {
        Language::English => format!("{figure}%"),
        Language::French => format!("{figure}\u{202f}%"),
        Language::German => format!("{figure}\u{a0}%"),
    }
}

/// The sign between whole and decimals: `.` in the United States, `,` in Germany.
pub(crate) fn decimal_separator() -> char {
    let mut half = Decimal::from(5);
    half.multiply_pow10(-1);
    figure(&half).chars().find(|letter| !letter.is_ascii_digit()).unwrap_or('.')
}

fn scaled(amount_minor: i64, currency: &str) -> Decimal {
    let mut value = Decimal::from(amount_minor);
    value.multiply_pow10(-i16::from(currency_exponent(currency)));
    value
}

fn whole(amount_minor: i64, currency: &str) -> Decimal {
    scaled(amount_minor, currency).rounded_with_mode(0, SignedRoundingMode::Unsigned(UnsignedRoundingMode::HalfExpand))
}

fn sign_of(value: &Decimal, plus: bool) -> &'static str {
    if value.absolute.is_zero() {
        ""
    } else if value.sign() == fixed_decimal::Sign::Negative {
        "\u{2212}"
    } else if plus {
        "+"
    } else {
        ""
    }
}

/// The figure with its sign. The formatter sees the size alone, because CLDR writes a hyphen for a minus in English.
fn signed(value: &Decimal, plus: bool) -> String {
    let sign = sign_of(value, plus);
    format!("{sign}{}", figure(value))
}

fn figure(value: &Decimal) -> String {
    let mut size = value.clone();
    size.set_sign(fixed_decimal::Sign::None);
    let formatters = formatters();
    let made = formatters
        .decimal
        .get_or_init(|| icu_decimal::DecimalFormatter::try_new((&formatters.tag).into(), Default::default()).ok());
    match made {
        Some(formatter) => formatter.format(&size).to_string(),
        None => size.to_string(),
    }
}

fn with_symbol(value: Decimal, currency: &str) -> String {
    let symbol = currency_symbol(currency);
    let sign = sign_of(&value, false);
    let figure = figure(&value);
    if symbol_follows() {
        return format!("{sign}{figure}\u{a0}{symbol}");
    }
    // A code before a figure is parted from it ("CHF 12.00"), a sign is not ("$12.00"): CLDR's currencySpacing.
    let gap = if symbol.ends_with(char::is_alphabetic) { "\u{a0}" } else { "" };
    format!("{sign}{symbol}{gap}{figure}")
}

/// CLDR standard currency pattern: `¤#,##0.00` in English, except in continental Europe (locale en-150, `#,##0.00 ¤`);
/// `#,##0.00 ¤` in French and German.
fn symbol_follows() -> bool {
    CURRENT.with(|current| {
        let current = current.borrow();
        match current.language {
            Language::English => matches!(
                current.country.as_str(),
                "BE" | "BG"
                    | "CZ"
                    | "DE"
                    | "DK"
                    | "EE"
                    | "ES"
                    | "FI"
                    | "FR"
                    | "HR"
                    | "HU"
                    | "IT"
                    | "LT"
                    | "LU"
                    | "LV"
                    | "PL"
                    | "PT"
                    | "RO"
                    | "SE"
                    | "SI"
                    | "SK"
            ),
            Language::French => true,
            // German in Switzerland and Austria puts the sign before the figure.
            Language::German => !matches!(current.country.as_str(), "CH" | "LI" | "AT"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, scoped};

    const US: (Language, &str) = (Language::English, "US");
    const GB: (Language, &str) = (Language::English, "GB");
    const FR: (Language, &str) = (Language::French, "FR");
    const DE: (Language, &str) = (Language::German, "DE");

    fn within<T>((language, country): (Language, &str), body: impl FnOnce() -> T) -> T {
        scoped(Locale::new(language, country), body)
    }

    #[test]
    fn money_reads_as_the_country_writes_it() {
        for (place, minor, currency, expected) in [
            (US, 123_450, "USD", "$1,234.50"),
            (US, -18_437, "USD", "\u{2212}$184.37"),
            (US, 0, "USD", "$0.00"),
            (US, 5, "USD", "$0.05"),
            (US, 1_234, "JPY", "¥1,234"),
            (US, 1_234_567, "KWD", "KWD\u{a0}1,234.567"),
            (US, 100, "CAD", "CA$1.00"),
            ((Language::English, "CA"), 100, "CAD", "$1.00"),
            (GB, 123_450, "GBP", "£1,234.50"),
            (FR, 123_450, "EUR", "1\u{202f}234,50\u{a0}€"),
            (FR, -123_450, "EUR", "\u{2212}1\u{202f}234,50\u{a0}€"),
            (DE, 123_450, "EUR", "1.234,50\u{a0}€"),
            (DE, -99, "EUR", "\u{2212}0,99\u{a0}€"),
            ((Language::English, "DE"), 123_450, "EUR", "1.234,50\u{a0}€"),
            ((Language::English, "FR"), 123_450, "EUR", "1\u{202f}234,50\u{a0}€"),
            (US, i64::MIN, "USD", "\u{2212}$92,233,720,368,547,758.08"),
        ] {
            assert_eq!(within(place, || money(minor, currency)), expected, "{place:?}");
        }
    }

    #[test]
    fn figures_for_columns_and_differences() {
        for (place, expected) in [
            (US, ["1,234.50", "+12.00", "\u{2212}12.00", "0.00", "1,235", "\u{2212}1", "0", "+3,306", "12,345"]),
            (
                FR,
                [
                    "1\u{202f}234,50",
                    "+12,00",
                    "\u{2212}12,00",
                    "0,00",
                    "1\u{202f}235",
                    "\u{2212}1",
                    "0",
                    "+3\u{202f}306",
                    "12\u{202f}345",
                ],
            ),
            (DE, ["1.234,50", "+12,00", "\u{2212}12,00", "0,00", "1.235", "\u{2212}1", "0", "+3.306", "12.345"]),
        ] {
            within(place, || {
                let found = [
                    amount(123_450, "EUR"),
                    amount_signed(1_200, "EUR"),
                    amount_signed(-1_200, "EUR"),
                    amount_signed(0, "EUR"),
                    amount_whole(123_450, "EUR"),
                    amount_whole(-50, "EUR"),
                    amount_whole(-49, "EUR"),
                    amount_whole_signed(330_600, "EUR"),
                    number(12_345),
                ];
                assert_eq!(found, expected, "{place:?}");
            });
        }
    }

    #[test]
    fn shares_in_thousandths() {
        for (place, permille, expected) in [
            (US, 250, "25%"),
            (US, 255, "25.5%"),
            (US, -5, "\u{2212}0.5%"),
            (US, 0, "0%"),
            (US, 1_000, "100%"),
            (FR, 255, "25,5\u{202f}%"),
            (DE, 255, "25,5\u{a0}%"),
        ] {
            assert_eq!(within(place, || percent_permille(permille)), expected, "{place:?}");
        }
    }
}
