//! Money fields: `1.200,50`, `1,200.50`, `1 200,50`, `€12`, `300+20%`, `3*12.50`, `100-5`.

use std::fmt;

use super::ratio::Ratio;
use crate::fmt::{currency_exponent, decimal_separator};
use crate::t;

/// Why a money field could not be read. Its text is what stands at the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseMoneyError {
    /// Nothing was typed.
    Empty,
    /// A letter or sign that belongs to no amount.
    Unreadable(String),
    /// Another currency than the field's.
    OtherCurrency {
        /// What was typed.
        typed: String,
        /// The field's currency.
        expected: String,
    },
    /// More digits behind the decimal sign than the currency has.
    TooManyDecimals {
        /// The field's currency.
        currency: String,
        /// How many digits it has.
        digits: u8,
    },
    /// A division by nothing.
    DividedByZero,
    /// An amount no business has.
    TooLarge,
}

impl fmt::Display for ParseMoneyError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            ParseMoneyError::Empty => t!("Please give an amount."),
            ParseMoneyError::Unreadable(part) => t!("“{part}” cannot be read as an amount.", part = part),
            ParseMoneyError::OtherCurrency { typed, expected } => {
                t!("This amount is in {expected}, but {typed} was typed.", expected = expected, typed = typed)
            }
            ParseMoneyError::TooManyDecimals { currency, digits: 0 } => {
                t!("{currency} has no decimals.", currency = currency)
            }
            ParseMoneyError::TooManyDecimals { currency, digits } => {
                t!("{currency} has at most {digits} decimals.", currency = currency, digits = digits)
            }
            ParseMoneyError::DividedByZero => t!("An amount cannot be divided by nothing."),
            ParseMoneyError::TooLarge => t!("This amount is too large."),
        };
        out.write_str(&sentence)
    }
}

impl std::error::Error for ParseMoneyError {}

/// Longer input is no amount a person typed; the bound keeps the depth of the arithmetic small.
const LONGEST: usize = 200;

/// The minor units of what was typed into a money field of `currency`.
///
/// Amounts may be written in any country's way; where a sign is ambiguous (`1.200`) the thread's locale decides.
/// `+ − * /` work as on a calculator, `+20%` and `−20%` change what stands before them. An amount with more decimals
/// than the currency has is refused; a result of `*`, `/` or `%` is rounded to the minor unit, half away from zero.
pub fn money(text: &str, currency: &str) -> Result<i64, ParseMoneyError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(ParseMoneyError::Empty);
    }
    if text.len() > LONGEST {
        return Err(ParseMoneyError::TooLarge);
    }
    let bare = without_currency(text, currency)?;
    let digits = currency_exponent(currency);
    let mut reader = Reader { letters: bare.chars().collect(), at: 0, calculated: false };
    let value = reader.sum()?;
    if reader.at < reader.letters.len() {
        return Err(ParseMoneyError::Unreadable(reader.letters[reader.at..].iter().collect()));
    }
    let minor = value
        .times(Ratio::new(10_i128.pow(u32::from(digits)), 1).ok_or(ParseMoneyError::TooLarge)?)
        .ok_or(ParseMoneyError::TooLarge)?;
    let whole = match minor.exact() {
        Some(exact) => exact,
        None if reader.calculated => minor.rounded().ok_or(ParseMoneyError::TooLarge)?,
        None => return Err(ParseMoneyError::TooManyDecimals { currency: currency.to_owned(), digits }),
    };
    i64::try_from(whole).map_err(|_| ParseMoneyError::TooLarge)
}

/// Drops the field's own currency sign or code and refuses another's.
fn without_currency(text: &str, currency: &str) -> Result<String, ParseMoneyError> {
    let mut bare = String::with_capacity(text.len());
    let mut word = String::new();
    for letter in text.chars().chain([' ']) {
        if letter.is_alphabetic() && !(matches!(letter, 'x' | 'X') && word.is_empty()) || is_currency_sign(letter) {
            word.push(letter);
            continue;
        }
        if !word.is_empty() {
            if !names(&word, currency) {
                let known = word.chars().any(is_currency_sign)
                    || iso_currency::Currency::from_code(&word.to_ascii_uppercase()).is_some();
                return Err(if known {
                    ParseMoneyError::OtherCurrency { typed: word, expected: currency.to_owned() }
                } else {
                    ParseMoneyError::Unreadable(word)
                });
            }
            word.clear();
        }
        bare.push(letter);
    }
    Ok(bare.trim().to_owned())
}

fn is_currency_sign(letter: char) -> bool {
    // The Unicode block "Currency Symbols" and the five older signs outside it.
    matches!(letter, '$' | '¢' | '£' | '¤' | '¥' | '\u{20a0}'..='\u{20cf}')
}

fn names(word: &str, currency: &str) -> bool {
    word.eq_ignore_ascii_case(currency)
        || word == crate::fmt::currency_symbol(currency)
        || iso_currency::Currency::from_code(currency).is_some_and(|known| known.symbol().symbol == word)
        // Dollars of every country are typed with the plain sign.
        || (word == "$" && matches!(currency, "USD" | "AUD" | "CAD" | "NZD" | "HKD" | "SGD" | "MXN"))
}

struct Reader {
    letters: Vec<char>,
    at: usize,
    /// Whether an operation was done whose result may have more decimals than what was typed.
    calculated: bool,
}

impl Reader {
    fn next_sign(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|letter| letter.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    fn sum(&mut self) -> Result<Ratio, ParseMoneyError> {
        let mut total = self.product()?.0;
        while let Some(sign @ ('+' | '-' | '−' | '–')) = self.next_sign() {
            self.at += 1;
            let (term, is_share) = self.product()?;
            let term = if is_share { total.times(term) } else { Some(term) };
            let term = if sign == '+' { term } else { term.and_then(Ratio::negated) };
            total = term.and_then(|term| total.add(term)).ok_or(ParseMoneyError::TooLarge)?;
        }
        Ok(total)
    }

    /// A product, and whether it is a share (`20%`) of what stands before it.
    fn product(&mut self) -> Result<(Ratio, bool), ParseMoneyError> {
        let (mut value, is_share) = self.factor()?;
        while let Some(sign @ ('*' | 'x' | 'X' | '×' | '·' | '/' | '÷' | ':')) = self.next_sign() {
            self.at += 1;
            self.calculated = true;
            let (factor, _) = self.factor()?;
            let result = if matches!(sign, '/' | '÷' | ':') {
                if factor.is_zero() {
                    return Err(ParseMoneyError::DividedByZero);
                }
                value.divided_by(factor)
            } else {
                value.times(factor)
            };
            value = result.ok_or(ParseMoneyError::TooLarge)?;
        }
        Ok((value, is_share))
    }

    fn factor(&mut self) -> Result<(Ratio, bool), ParseMoneyError> {
        let sign = self.next_sign();
        let negative = matches!(sign, Some('-' | '−' | '–'));
        if negative || sign == Some('+') {
            self.at += 1;
        }
        let number = self.number()?;
        let number = if negative { number.negated().ok_or(ParseMoneyError::TooLarge)? } else { number };
        if self.next_sign() == Some('%') {
            self.at += 1;
            self.calculated = true;
            let hundredth = Ratio::new(1, 100).and_then(|hundredth| number.times(hundredth));
            return Ok((hundredth.ok_or(ParseMoneyError::TooLarge)?, true));
        }
        Ok((number, false))
    }

    /// One figure with its separators. A space belongs to it only where three digits follow.
    fn number(&mut self) -> Result<Ratio, ParseMoneyError> {
        self.next_sign();
        let start = self.at;
        let mut end = start;
        while let Some(&letter) = self.letters.get(end) {
            let three_follow = || {
                let after = &self.letters[end + 1..];
                after.iter().take(3).filter(|digit| digit.is_ascii_digit()).count() == 3
                    && !after.get(3).is_some_and(char::is_ascii_digit)
            };
            let part = letter.is_ascii_digit()
                || matches!(letter, '.' | ',')
                || ((letter.is_whitespace() || matches!(letter, '\'' | '’')) && end > start && three_follow());
            if !part {
                break;
            }
            end += 1;
        }
        let written: String = self.letters[start..end]
            .iter()
            .filter(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','))
            .collect();
        self.at = end;
        figure(&written).ok_or_else(|| {
            let rest: String = self.letters[start..].iter().collect();
            ParseMoneyError::Unreadable(if rest.is_empty() { self.letters.iter().collect() } else { rest })
        })?
    }
}

/// Digits with points and commas as a number; `None` where they make no number, an error where it is too long.
fn figure(written: &str) -> Option<Result<Ratio, ParseMoneyError>> {
    if !written.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    let decimal = decimal_sign(written)?;
    let (whole, part) = match decimal {
        Some(sign) => written.rsplit_once(sign)?,
        None => (written, ""),
    };
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    if groups.len() > 1
        && (groups[0].is_empty() || groups[0].len() > 3 || groups[1..].iter().any(|group| group.len() != 3))
    {
        return None;
    }
    let digits: String = groups.concat() + part;
    let places = u32::try_from(part.len()).ok()?;
    let ratio =
        digits.parse::<i128>().ok().zip(10_i128.checked_pow(places)).and_then(|(over, under)| Ratio::new(over, under));
    Some(ratio.ok_or(ParseMoneyError::TooLarge))
}

/// Which sign of a figure parts the decimals: `Some(None)` if none does, `None` if the signs make no sense.
fn decimal_sign(written: &str) -> Option<Option<char>> {
    let signs: Vec<(usize, char)> = written.char_indices().filter(|(_, letter)| matches!(letter, '.' | ',')).collect();
    let Some(&(at, last)) = signs.last() else { return Some(None) };
    let others = signs.iter().any(|(_, sign)| *sign != last);
    let times = signs.iter().filter(|(_, sign)| *sign == last).count();
    match (others, times) {
        // Both kinds: the last one parts the decimals and stands once.
        (true, 1) => Some(Some(last)),
        (true, _) => None,
        (false, 1) => {
            let (before, after) = (at, written.len() - at - 1);
            let could_group = after == 3 && (1..=3).contains(&before) && !written.starts_with('0');
            Some((!could_group || decimal_separator() == last).then_some(last))
        }
        (false, _) => Some(None),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Language, Locale, fmt, scoped};

    const PLACES: [(Language, &str); 4] =
        [(Language::English, "US"), (Language::English, "GB"), (Language::French, "FR"), (Language::German, "DE")];

    #[test]
    fn amounts_of_every_country_are_read_everywhere() {
        for (typed, expected) in [
            ("1.200,50", 120_050),
            ("1,200.50", 120_050),
            ("1 200,50", 120_050),
            ("1\u{202f}200,50", 120_050),
            ("1'200.50", 120_050),
            ("1.234.567", 123_456_700),
            ("1,234,567.8", 123_456_780),
            ("12", 1_200),
            ("0,5", 50),
            (".50", 50),
            ("5.", 500),
            ("€12.30", 1_230),
            ("12,30 €", 1_230),
            ("12.30 EUR", 1_230),
            ("eur 12.30", 1_230),
            ("-12", -1_200),
            ("−12,00", -1_200),
            ("- 12", -1_200),
            ("0.125 * 8", 100),
            ("300+20%", 36_000),
            ("300 - 20 %", 24_000),
            ("20+30%", 2_600),
            ("3*12.50", 3_750),
            ("3 x 12,50", 3_750),
            ("100-5", 9_500),
            ("100 - 5 + 2*3", 10_100),
            ("100/3", 3_333),
            ("-100/3", -3_333),
            ("0.05/2", 3),
            ("2*-3", -600),
            ("20%", 20),
        ] {
            for (language, country) in PLACES {
                scoped(Locale::new(language, country), || {
                    assert_eq!(money(typed, "EUR"), Ok(expected), "{typed} in {country}")
                });
            }
        }
    }

    #[test]
    fn an_ambiguous_sign_follows_the_country() {
        for (country, language, typed, expected) in [
            ("US", Language::English, "1,200", Ok(120_000)),
            ("US", Language::English, "1.200", Ok(120)),
            ("GB", Language::English, "1,200", Ok(120_000)),
            ("FR", Language::French, "1,200", Ok(120)),
            ("DE", Language::German, "1.200", Ok(120_000)),
            ("DE", Language::German, "1,200", Ok(120)),
            ("DE", Language::English, "1.200", Ok(120_000)),
            ("US", Language::English, "0,200", Ok(20)),
            (
                "US",
                Language::English,
                "1.234",
                Err(ParseMoneyError::TooManyDecimals { currency: "EUR".into(), digits: 2 }),
            ),
        ] {
            scoped(Locale::new(language, country), || {
                assert_eq!(money(typed, "EUR"), expected, "{typed} in {country}")
            });
        }
    }

    #[test]
    fn what_is_no_amount_is_refused_with_its_reason() {
        use ParseMoneyError::*;
        let unreadable = |part: &str| Unreadable(part.to_owned());
        for (typed, expected) in [
            ("", Empty),
            ("  ", Empty),
            ("abc", unreadable("abc")),
            ("$", unreadable("")),
            ("12 apples", unreadable("apples")),
            ("1,2,3", unreadable("1,2,3")),
            ("1.200.50", unreadable("1.200.50")),
            ("1,200.50.1", unreadable("1,200.50.1")),
            ("12 34", unreadable("34")),
            ("5+", unreadable("5+")),
            ("*5", unreadable("*5")),
            ("5//2", unreadable("/2")),
            ("1/0", DividedByZero),
            ("£5", OtherCurrency { typed: "£".into(), expected: "USD".into() }),
            ("5 EUR", OtherCurrency { typed: "EUR".into(), expected: "USD".into() }),
            ("1.005", TooManyDecimals { currency: "USD".into(), digits: 2 }),
            ("92233720368547758.08", TooLarge),
            ("99999999999999999999*99999999999999999999", TooLarge),
            ("9999999999999999999999999999999999999999999", TooLarge),
        ] {
            assert_eq!(money(typed, "USD"), Err(expected), "{typed}");
        }
        assert_eq!(money("92233720368547758.07", "USD"), Ok(i64::MAX));
        assert_eq!(money("12.5", "JPY"), Err(TooManyDecimals { currency: "JPY".into(), digits: 0 }));
        assert_eq!(money("12.345", "KWD"), Ok(12_345));
    }

    proptest! {
        #[test]
        fn what_is_shown_can_be_typed(minor in any::<i64>(), place in 0..PLACES.len(), currency in prop::sample::select(vec!["USD", "EUR", "GBP", "JPY", "KWD"])) {
            let (language, country) = PLACES[place];
            scoped(Locale::new(language, country), || {
                prop_assert_eq!(money(&fmt::money(minor, currency), currency), Ok(minor));
                prop_assert_eq!(money(&fmt::amount(minor, currency), currency), Ok(minor));
                prop_assert_eq!(money(&fmt::amount_signed(minor, currency), currency), Ok(minor));
                Ok(())
            })?;
        }

        #[test]
        fn no_input_panics(typed in "\\PC{0,40}") {
            let _ = money(&typed, "EUR");
        }

        #[test]
        fn no_arithmetic_panics(typed in "[0-9.,+*/% x−-]{0,60}") {
            let _ = money(&typed, "USD");
        }
    }
}
