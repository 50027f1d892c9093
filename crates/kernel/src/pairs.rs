//! Text pairs (`key=value` of the terminal, a query string, a submitted form) into the JSON that a command takes.
//!
//! Nested names are written `parts[0][amount_minor]`. Empty values are left out, so that an optional field stays absent.

use std::collections::{BTreeMap, HashMap};

use ledger::Currency;
use locale::{parse, t};
use serde_json::{Map, Value};

use crate::{Field, FieldType, Picker, RefusalKind, Refused, fields};

/// The currencies in which amounts are read.
#[derive(Debug, Clone)]
pub struct Currencies {
    /// The books' own.
    pub books: Currency,
    /// Those of the accounts that are kept in another.
    pub accounts: HashMap<i64, Currency>,
}

impl From<Currency> for Currencies {
    fn from(books: Currency) -> Currencies {
        Currencies { books, accounts: HashMap::new() }
    }
}

impl Currencies {
    /// The currency of a field's amount: that of the account or currency that the field it names was given.
    fn of(&self, field: &Field, beside: &Tree) -> Currency {
        let named = field.currency_of.as_deref().and_then(|name| beside.named(name)?.texts.last());
        let Some(text) = named.map(|text| text.trim()) else { return self.books };
        match text.parse::<i64>() {
            Ok(account) => self.accounts.get(&account).copied().unwrap_or(self.books),
            Err(_) => text.parse().unwrap_or(self.books),
        }
    }
}

/// Reads pairs by the fields of a schema. Amounts are read as people write them, each in the currency of its field.
pub fn input_from_pairs(schema: &Value, pairs: &[(String, String)], currency: &Currencies) -> Result<Value, Refused> {
    let mut tree = Tree::default();
    for (name, text) in pairs {
        tree.put(&path(name), text);
    }
    group(&fields(schema), &tree, currency, "").map(Value::Object)
}

/// What was given under a name: texts, and whatever is nested below.
#[derive(Default)]
struct Tree {
    texts: Vec<String>,
    below: BTreeMap<Key, Tree>,
}

/// Indexes sort as numbers, so that the tenth part does not come before the second.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Index(u32),
    Name(String),
}

impl Tree {
    fn put(&mut self, path: &[&str], text: &str) {
        match path.split_first() {
            None => self.texts.push(text.to_string()),
            Some((first, rest)) => {
                let key = first.parse().map_or_else(|_| Key::Name((*first).to_string()), Key::Index);
                self.below.entry(key).or_default().put(rest, text);
            }
        }
    }

    fn named(&self, name: &str) -> Option<&Tree> {
        self.below.get(&Key::Name(name.to_string()))
    }
}

fn path(name: &str) -> Vec<&str> {
    name.split(['[', '.']).map(|piece| piece.trim_end_matches(']')).take(8).collect()
}

fn group(fields: &[Field], tree: &Tree, currencies: &Currencies, above: &str) -> Result<Map<String, Value>, Refused> {
    let mut object = Map::new();
    for key in tree.below.keys() {
        let known = matches!(key, Key::Name(name) if fields.iter().any(|field| field.name == *name));
        if !known {
            let name = match key {
                Key::Name(name) => name.clone(),
                Key::Index(index) => index.to_string(),
            };
            let names = fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ");
            let refused =
                Refused::new("unknown-field", RefusalKind::Invalid, t!("There is no field {name} here.", name = name));
            return Err(refused.try_instead(t!("The fields are: {names}.", names = names)));
        }
    }
    for field in fields {
        let Some(given) = tree.named(&field.name) else { continue };
        let full = if above.is_empty() { field.name.clone() } else { format!("{above}.{}", field.name) };
        let reading = Reading { currencies, own: currencies.of(field, tree) };
        if let Some(value) = value(&field.kind, field.picker, given, reading, &full)? {
            object.insert(field.name.clone(), value);
        }
    }
    Ok(object)
}

/// How the amounts of a field are read: in its own currency, and what is nested in it by all.
#[derive(Clone, Copy)]
struct Reading<'a> {
    currencies: &'a Currencies,
    own: Currency,
}

fn value(
    kind: &FieldType,
    picker: Option<Picker>,
    given: &Tree,
    reading: Reading<'_>,
    name: &str,
) -> Result<Option<Value>, Refused> {
    match kind {
        FieldType::Group(fields) => {
            let inner = group(fields, given, reading.currencies, name)?;
            Ok((!inner.is_empty()).then_some(Value::Object(inner)))
        }
        FieldType::List(of) => {
            let mut list = Vec::new();
            for text in given.texts.iter().flat_map(|text| text.split(',')).filter(|text| !text.trim().is_empty()) {
                list.extend(scalar(of, picker, text, reading.own, name)?);
            }
            for (position, below) in given.below.values().enumerate() {
                list.extend(value(of, picker, below, reading, &format!("{name}[{position}]"))?);
            }
            Ok((!list.is_empty()).then_some(Value::Array(list)))
        }
        // A checkbox is sent twice: a hidden "no" before its "yes"; the last one given counts.
        _ => given.texts.last().map_or(Ok(None), |text| scalar(kind, picker, text, reading.own, name)),
    }
}

fn scalar(
    kind: &FieldType,
    picker: Option<Picker>,
    text: &str,
    currency: Currency,
    name: &str,
) -> Result<Option<Value>, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let refuse = |sentence: String| Refused::new("unreadable-field", RefusalKind::Invalid, sentence).at(name);
    let short: String = text.chars().take(40).collect();
    Ok(Some(match (kind, picker) {
        (FieldType::Integer, Some(Picker::Money)) => {
            parse::money(text, currency.code()).map(Value::from).map_err(|error| refuse(error.to_string()))?
        }
        (FieldType::Integer, Some(Picker::Percent)) => permille(text).map(Value::from).ok_or_else(|| {
            refuse(t!("{text} is not a percentage; write it like 25 or 2.5, with one decimal at most.", text = short))
        })?,
        (FieldType::Integer, _) => text
            .parse::<i64>()
            .map(Value::from)
            .map_err(|_| refuse(t!("{text} is not a whole number.", text = short)))?,
        (FieldType::Flag, _) => match text.to_ascii_lowercase().as_str() {
            "on" | "true" | "yes" | "1" => Value::Bool(true),
            "off" | "false" | "no" | "0" => Value::Bool(false),
            _ => return Err(refuse(t!("{text} is neither yes nor no.", text = short))),
        },
        (FieldType::Text, Some(Picker::Date)) => {
            parse::date(text).map(|date| Value::from(date.to_string())).map_err(|error| refuse(error.to_string()))?
        }
        (FieldType::OneOf(words), _) => {
            if !words.iter().any(|word| word == text) {
                let words = words.join(", ");
                return Err(refuse(t!("{text} is not one of: {words}.", text = short, words = words)));
            }
            Value::from(text)
        }
        (FieldType::Other, _) => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
        _ => Value::from(text),
    }))
}

/// A percentage as people write it (`25`, `2.5`, `2,5 %`) in thousandths.
fn permille(text: &str) -> Option<i64> {
    let figure = text.strip_suffix('%').unwrap_or(text).trim_end();
    let (whole, tenths) = figure.split_once(['.', ',']).unwrap_or((figure, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 6 && text.bytes().all(|byte| byte.is_ascii_digit());
    // "25.50" says no more than "25.5".
    let tenths = tenths.trim_end_matches('0');
    let tenths = if tenths.is_empty() { "0" } else { tenths };
    if !digits(whole) || !digits(tenths) || tenths.len() > 1 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 10 + tenths.parse::<i64>().ok()?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use schemars::JsonSchema;
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::schema_of;

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct Sorted {
        line: i64,
        on: Option<Date>,
        sure: Option<bool>,
        parts: Vec<SortedPart>,
        lines: Option<Vec<i64>>,
    }

    #[derive(Serialize, Deserialize, JsonSchema)]
    struct SortedPart {
        account: i64,
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
        amount_minor: i64,
    }

    fn read(pairs: &[(&str, &str)]) -> Result<Value, Refused> {
        let pairs: Vec<_> = pairs.iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
        let of = |code: &str| code.parse::<Currency>().unwrap();
        let accounts = [(5, of("JPY")), (6, of("KWD"))].into_iter().collect();
        input_from_pairs(&schema_of::<Sorted>(), &pairs, &Currencies { books: of("USD"), accounts })
    }

    #[test]
    fn nested_names_amounts_and_dates_are_read() {
        let read = read(&[
            ("line", "7"),
            ("on", "2026-05-12"),
            ("sure", "no"),
            ("sure", "on"),
            ("parts[0][account]", "3"),
            ("parts[0][amount_minor]", "1,200.50"),
            ("parts[1][account]", "4"),
            ("parts[1][amount_minor]", "10+5"),
            ("lines", "1,2"),
            ("lines", "3"),
        ]);
        assert_eq!(
            read.unwrap(),
            serde_json::json!({
                "line": 7, "on": "2026-05-12", "sure": true, "lines": [1, 2, 3],
                "parts": [{"account": 3, "amount_minor": 120050}, {"account": 4, "amount_minor": 1500}],
            })
        );
    }

    /// A yen has no smaller unit, a Kuwaiti dinar a thousand.
    #[test]
    fn amounts_are_read_in_the_currency_of_the_account_beside_them() {
        let read = read(&[
            ("line", "7"),
            ("parts[0][account]", "5"),
            ("parts[0][amount_minor]", "1,200"),
            ("parts[1][account]", "6"),
            ("parts[1][amount_minor]", "1.250"),
        ]);
        assert_eq!(
            read.unwrap()["parts"],
            serde_json::json!([{"account": 5, "amount_minor": 1200}, {"account": 6, "amount_minor": 1250}])
        );
    }

    #[test]
    fn percentages_become_thousandths() {
        for (text, read) in [
            ("25", Some(250)),
            ("2.5", Some(25)),
            ("2,5 %", Some(25)),
            ("25.50%", Some(255)),
            ("0", Some(0)),
            ("100.0", Some(1000)),
            ("", None),
            ("2.55", None),
            ("-5", None),
            ("1e3", None),
            ("12345678901234567890", None),
            ("%", None),
            (".5", None),
        ] {
            assert_eq!(permille(text), read, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_answered_at_its_field() {
        for (pairs, field) in [
            (&[("line", "seven")][..], Some("line")),
            (&[("parts[0][amount_minor]", "12,3,4,5.x")], Some("parts[0].amount_minor")),
            (&[("on", "yesterday-ish")], Some("on")),
            (&[("colour", "red")], None),
        ] {
            assert_eq!(read(pairs).unwrap_err().field.as_deref(), field);
        }
    }
}
