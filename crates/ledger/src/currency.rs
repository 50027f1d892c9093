use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A currency of ISO 4217 by its three letters. All amounts are integers of its minor unit (cents; yen have none).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

/// Three letters that ISO 4217 does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a currency code of ISO 4217")]
pub struct UnknownCurrency(pub String);

impl Currency {
    /// The three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimals its minor unit has: 2 for the euro, 0 for the yen, 3 for the Kuwaiti dinar.
    pub fn decimals(&self) -> u32 {
        iso_currency::Currency::from_code(self.code()).and_then(|known| known.exponent()).map_or(2, u32::from)
    }

    /// An amount as an exact decimal number with a full stop, as files and interfaces write it: `-1234.50`.
    pub fn decimal(&self, amount_minor: i64) -> String {
        let decimals = self.decimals() as usize;
        let digits = amount_minor.unsigned_abs().to_string();
        let sign = if amount_minor < 0 { "-" } else { "" };
        if decimals == 0 {
            return format!("{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, part) = padded.split_at(padded.len() - decimals);
        format!("{sign}{whole}.{part}")
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        let upper = code.trim().to_ascii_uppercase();
        match (iso_currency::Currency::from_code(&upper), <[u8; 3]>::try_from(upper.as_bytes())) {
            (Some(_), Ok(letters)) => Ok(Currency(letters)),
            _ => Err(UnknownCurrency(code.chars().take(12).collect())),
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<'de, str>::deserialize(deserializer)?;
        code.parse().map_err(D::Error::custom)
    }
}

impl JsonSchema for Currency {
    fn schema_name() -> Cow<'static, str> {
        "Currency".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Z]{3}$", "description": "Currency code of ISO 4217" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_follow_iso_4217() {
        for (code, minor, shown) in
            [("EUR", 123_450, "1234.50"), ("JPY", -500, "-500"), ("KWD", 1, "0.001"), ("USD", -5, "-0.05")]
        {
            assert_eq!(code.parse::<Currency>().unwrap().decimal(minor), shown);
        }
        assert!("EURO".parse::<Currency>().is_err());
        assert!("ZZZ".parse::<Currency>().is_err());
    }
}
