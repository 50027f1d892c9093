//! A crypto-asset by its letters.

use std::{borrow::Cow, fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use store::{FromColumn, Value};

use crate::quantity::DECIMALS;

/// The letters by which a crypto-asset is known: `BTC`, `ETH`. There is no register of them, so that any are taken that are
/// no currency of ISO 4217.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asset(String);

/// Letters that name no crypto-asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadAsset;

/// Names and decimals of those in common use, as their own protocols define them. Decimals tell a slip of the finger from a
/// quantity: nobody holds a tenth of a satoshi.
const KNOWN: [(&str, &str, u32); 14] = [
    ("BTC", "Bitcoin", 8),
    ("ETH", "Ether", 18),
    ("USDT", "Tether", 6),
    ("USDC", "USD Coin", 6),
    ("EURC", "Euro Coin", 6),
    ("SOL", "Solana", 9),
    ("XRP", "XRP", 6),
    ("ADA", "Cardano", 6),
    ("DOGE", "Dogecoin", 8),
    ("LTC", "Litecoin", 8),
    ("BCH", "Bitcoin Cash", 8),
    ("DOT", "Polkadot", 10),
    ("XLM", "Stellar", 7),
    ("XMR", "Monero", 12),
];

impl Asset {
    /// Its letters.
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Its name where it is in common use, else its letters.
    pub fn name(&self) -> &str {
        KNOWN.iter().find(|(code, ..)| *code == self.0).map_or(&self.0, |(_, name, _)| name)
    }

    /// How many decimals its quantities have.
    pub fn decimals(&self) -> u32 {
        KNOWN.iter().find(|(code, ..)| *code == self.0).map_or(DECIMALS, |(.., decimals)| *decimals)
    }

    /// Those in common use, for lists to choose from.
    pub fn known() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().map(|(code, ..)| *code)
    }
}

impl fmt::Display for Asset {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for Asset {
    type Err = BadAsset;

    fn from_str(text: &str) -> Result<Asset, BadAsset> {
        let code = text.trim().to_ascii_uppercase();
        let letters = (2..=12).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let named = letters && code.bytes().any(|byte| byte.is_ascii_alphabetic());
        if named && code.parse::<ledger::Currency>().is_err() { Ok(Asset(code)) } else { Err(BadAsset) }
    }
}

impl Serialize for Asset {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Asset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(|BadAsset| D::Error::custom("not the letters of a crypto-asset"))
    }
}

impl JsonSchema for Asset {
    fn schema_name() -> Cow<'static, str> {
        "Asset".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Z0-9]{2,12}$", "description": "Letters of a crypto-asset" })
    }
}

impl FromColumn for Asset {
    fn from_column(value: Value<'_>) -> Option<Asset> {
        match value {
            Value::Text(text) => text.parse().ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_are_no_currency_name_an_asset() {
        for (text, code) in [("btc", Some("BTC")), (" ETH ", Some("ETH")), ("1INCH", Some("1INCH"))] {
            assert_eq!(text.parse::<Asset>().ok().as_ref().map(Asset::code), code);
        }
        for bad in ["", "B", "EUR", "usd", "BTC-EUR", "ABCDEFGHIJKLM", "12345", "₿"] {
            assert_eq!(bad.parse::<Asset>(), Err(BadAsset), "{bad}");
        }
    }
}
