//! How much of a crypto-asset: an exact decimal number with up to eighteen decimals, as an integer.
//!
//! Ether counts in wei, of which 10^18 are one: more decimals than any asset in use. Such an integer of 64 bits would end at
//! nine ether, so it has 128, and the database keeps the decimal number as text: both engines hold it exactly, and nothing
//! sums it in SQL.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use store::{FromColumn, Value};

/// The decimals of every quantity.
pub const DECIMALS: u32 = 18;
/// The smallest parts in one whole.
pub const WHOLE: i128 = 10_i128.pow(DECIMALS);

/// The largest quantity: a hundred trillion whole units, more than any asset has, and few enough that a product with another
/// quantity's share still fits.
const LARGEST: i128 = 100_000_000_000_000 * WHOLE;

/// So many parts of 10^-18 of a crypto-asset; of either sign where it is a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Quantity(i128);

/// A text that is no quantity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadQuantity;

impl Quantity {
    /// Nothing.
    pub const ZERO: Quantity = Quantity(0);

    /// So many smallest parts; none where that is more than any asset has.
    pub fn of_parts(parts: i128) -> Option<Quantity> {
        (parts.abs() <= LARGEST).then_some(Quantity(parts))
    }

    /// The smallest parts.
    pub fn parts(self) -> i128 {
        self.0
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum; none where it is more than any asset has.
    pub fn plus(self, other: Quantity) -> Option<Quantity> {
        Quantity::of_parts(self.0.checked_add(other.0)?)
    }

    /// The difference.
    pub fn less(self, other: Quantity) -> Option<Quantity> {
        Quantity::of_parts(self.0.checked_sub(other.0)?)
    }

    /// How many decimals it is written with.
    pub fn decimals(self) -> u32 {
        let mut parts = self.0;
        let mut decimals = DECIMALS;
        while decimals > 0 && parts % 10 == 0 {
            parts /= 10;
            decimals -= 1;
        }
        decimals
    }
}

impl fmt::Display for Quantity {
    /// An exact decimal number with a full stop, without zeros at its end: `-0.05`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>width$}", self.0.unsigned_abs(), width = DECIMALS as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - DECIMALS as usize);
        let part = part.trim_end_matches('0');
        let sign = if self.0 < 0 { "-" } else { "" };
        if part.is_empty() { write!(out, "{sign}{whole}") } else { write!(out, "{sign}{whole}.{part}") }
    }
}

impl FromStr for Quantity {
    type Err = BadQuantity;

    /// A decimal number as people write it; a comma counts as the point where there is no other.
    fn from_str(text: &str) -> Result<Quantity, BadQuantity> {
        let text = text.trim();
        let (sign, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (-1, rest),
            None => (1, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
        let part = part.trim_end_matches('0');
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if (whole.is_empty() && part.is_empty()) || whole.len() > 15 || part.len() > DECIMALS as usize {
            return Err(BadQuantity);
        }
        if !digits(whole) || !digits(part) {
            return Err(BadQuantity);
        }
        let padded = format!("{whole}{part:0<width$}", width = DECIMALS as usize);
        let parts: i128 = padded.parse().map_err(|_| BadQuantity)?;
        Quantity::of_parts(sign * parts).ok_or(BadQuantity)
    }
}

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|BadQuantity| D::Error::custom("not a decimal number with at most 18 decimals"))
    }
}

impl JsonSchema for Quantity {
    fn schema_name() -> Cow<'static, str> {
        "Quantity".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "description": "Decimal number with at most 18 decimals" })
    }
}

impl FromColumn for Quantity {
    fn from_column(value: Value<'_>) -> Option<Quantity> {
        match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantities_are_read_and_written_exactly() {
        for (text, written) in [
            ("0.05", "0.05"),
            ("1", "1"),
            ("1,5", "1.5"),
            ("-0.000000000000000001", "-0.000000000000000001"),
            ("100000000000000", "100000000000000"),
            ("0.10", "0.1"),
            (".5", "0.5"),
            ("0", "0"),
        ] {
            assert_eq!(text.parse::<Quantity>().map(|read| read.to_string()), Ok(written.to_owned()), "{text}");
        }
        for bad in ["", ".", "-", "1e5", "1.2.3", "1,000.5", "0.0000000000000000001", "100000000000001", "١", "NaN"] {
            assert_eq!(bad.parse::<Quantity>(), Err(BadQuantity), "{bad}");
        }
        assert_eq!(
            ["1", "0.05", "0.000000000000000001"].map(|text| text.parse::<Quantity>().unwrap().decimals()),
            [0, 2, 18]
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(parts in -LARGEST..=LARGEST) {
            let quantity = Quantity::of_parts(parts).unwrap();
            prop_assert_eq!(quantity.to_string().parse(), Ok(quantity));
        }
    }
}
