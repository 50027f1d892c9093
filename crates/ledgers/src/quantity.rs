//! Exact decimal numbers.

use std::cmp::Ordering;

/// An exact decimal number: `digits` divided by ten to the power of `scale`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quantity {
    digits: i128,
    scale: u32,
}

/// The character between whole units and their fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Point,
    Comma,
}

impl Mark {
    pub fn of(letter: char) -> Option<Mark> {
        match letter {
            '.' => Some(Mark::Point),
            ',' => Some(Mark::Comma),
            _ => None,
        }
    }

    fn letter(self) -> char {
        match self {
            Mark::Point => '.',
            Mark::Comma => ',',
        }
    }
}

/// As many digits as an amount may have.
const MOST_DIGITS: usize = 18;
/// As many decimals as a sum may reach.
const MOST_SCALE: u32 = 30;

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity { digits: 0, scale: 0 };

    /// Reads a number without sign: digits with that decimal mark, and groups parted by the other mark, by apostrophes,
    /// underscores or spaces.
    pub(crate) fn parse(text: &str, mark: Mark) -> Option<Quantity> {
        let (mut digits, mut scale, mut seen, mut fraction) = (0i128, 0u32, 0usize, false);
        for letter in text.chars() {
            match letter {
                '0'..='9' => {
                    seen += 1;
                    digits = digits * 10 + i128::from(letter as u32 - '0' as u32);
                    if fraction {
                        scale += 1;
                    }
                    if seen > MOST_DIGITS {
                        return None;
                    }
                }
                letter if letter == mark.letter() && !fraction => fraction = true,
                '.' | ',' | '\'' | '’' | '_' | ' ' | '\u{a0}' | '\u{202f}' if !fraction => {}
                _ => return None,
            }
        }
        (seen > 0).then_some(Quantity { digits, scale })
    }

    /// What a number says about its decimal mark: nothing where it could be read both ways.
    pub(crate) fn mark_of(text: &str) -> Option<Mark> {
        let marks: Vec<(usize, char)> = text.char_indices().filter(|(_, letter)| matches!(letter, '.' | ',')).collect();
        let (at, last) = *marks.last()?;
        let other = |mark: Mark| if mark == Mark::Point { Mark::Comma } else { Mark::Point };
        let mark = Mark::of(last)?;
        let same = marks.iter().filter(|(_, letter)| *letter == last).count();
        if same > 1 {
            // A mark that stands twice parts groups.
            return Some(other(mark));
        }
        if marks.len() > 1 || text.len() - at - 1 != 3 || text[..at].starts_with('0') {
            return Some(mark);
        }
        None
    }

    /// The amount in minor units of so many decimals; nothing where it is finer than that or too large.
    pub fn minor(self, decimals: u32) -> Option<i64> {
        let plain = self.plain();
        let missing = decimals.checked_sub(plain.scale)?;
        i64::try_from(plain.digits.checked_mul(10i128.checked_pow(missing)?)?).ok()
    }

    /// The same rounded, half away from zero: for what a price makes of an amount.
    pub fn minor_rounded(self, decimals: u32) -> Option<i64> {
        i64::try_from(self.rounded(decimals)?.minor_digits(decimals)?).ok()
    }

    fn minor_digits(self, decimals: u32) -> Option<i128> {
        let plain = self.plain();
        plain.digits.checked_mul(10i128.checked_pow(decimals.checked_sub(plain.scale)?)?)
    }

    /// Rounded to so many decimals, half away from zero.
    pub(crate) fn rounded(self, decimals: u32) -> Option<Quantity> {
        let Some(over) = self.scale.checked_sub(decimals).filter(|over| *over > 0) else { return Some(self) };
        let step = 10i128.checked_pow(over)?;
        let half = step / 2;
        let digits = if self.digits < 0 { self.digits.checked_sub(half)? } else { self.digits.checked_add(half)? };
        Some(Quantity { digits: digits / step, scale: decimals })
    }

    /// Without the zeros at its end.
    fn plain(mut self) -> Quantity {
        while self.scale > 0 && self.digits % 10 == 0 {
            self.digits /= 10;
            self.scale -= 1;
        }
        self
    }

    /// How many decimals it was written with.
    pub fn scale(self) -> u32 {
        self.scale
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// Whether it is below nothing.
    pub fn is_negative(self) -> bool {
        self.digits < 0
    }

    /// The same with the sign turned.
    pub fn negated(self) -> Quantity {
        Quantity { digits: -self.digits, ..self }
    }

    /// The same without its sign.
    pub fn magnitude(self) -> Quantity {
        Quantity { digits: self.digits.abs(), ..self }
    }

    /// The sum; nothing where it is too large.
    pub fn plus(self, other: Quantity) -> Option<Quantity> {
        let (left, right) = aligned(self, other)?;
        Some(Quantity { digits: left.checked_add(right)?, scale: self.scale.max(other.scale) })
    }

    /// The product; nothing where it is too large.
    pub fn times(self, other: Quantity) -> Option<Quantity> {
        let scale = self.scale + other.scale;
        (scale <= MOST_SCALE).then_some(())?;
        Some(Quantity { digits: self.digits.checked_mul(other.digits)?, scale })
    }
}

fn aligned(left: Quantity, right: Quantity) -> Option<(i128, i128)> {
    let scale = left.scale.max(right.scale);
    let up = |one: Quantity| one.digits.checked_mul(10i128.checked_pow(scale - one.scale)?);
    Some((up(left)?, up(right)?))
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        let (left, right) = (self.plain(), other.plain());
        (left.digits, left.scale) == (right.digits, right.scale)
    }
}

impl Eq for Quantity {}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        aligned(*self, *other).map(|(left, right)| left.cmp(&right))
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let scale = self.scale as usize;
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = scale + 1);
        let (whole, part) = padded.split_at(padded.len() - scale);
        write!(f, "{sign}{whole}.{part}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly() {
        for (text, mark, shown) in [
            ("1,234.50", Mark::Point, "1234.50"),
            ("1.234,50", Mark::Comma, "1234.50"),
            ("1 234,5", Mark::Comma, "1234.5"),
            ("1'234.05", Mark::Point, "1234.05"),
            ("0.001", Mark::Point, "0.001"),
            (".5", Mark::Point, "0.5"),
        ] {
            assert_eq!(Quantity::parse(text, mark).map(|one| one.to_string()).as_deref(), Some(shown), "{text}");
        }
        for text in ["", ".", "1.2.3", "12a", "1234567890123456789"] {
            assert!(Quantity::parse(text, Mark::Point).is_none(), "{text}");
        }
    }

    #[test]
    fn a_number_says_its_decimal_mark_unless_it_could_be_read_both_ways() {
        for (text, mark) in [
            ("1,234.5", Some(Mark::Point)),
            ("1.234,5", Some(Mark::Comma)),
            ("1.234.567", Some(Mark::Comma)),
            ("12,50", Some(Mark::Comma)),
            ("0.125", Some(Mark::Point)),
            ("1,234", None),
            ("1234", None),
        ] {
            assert_eq!(Quantity::mark_of(text), mark, "{text}");
        }
    }

    #[test]
    fn minor_units_are_exact_or_refused_and_prices_round() {
        let of = |text| Quantity::parse(text, Mark::Point).unwrap();
        assert_eq!(of("12.5").minor(2), Some(1250));
        assert_eq!(of("12.500").minor(2), Some(1250));
        assert_eq!(of("12.505").minor(2), None);
        assert_eq!(of("12.505").minor_rounded(2), Some(1251));
        assert_eq!(of("12.505").negated().minor_rounded(2), Some(-1251));
        assert_eq!(of("7").minor(0), Some(7));
    }
}
