//! Somebody who calls any command with made-up input: mostly plausible, sometimes not. Knows the registry and nothing
//! else, so a command that comes tomorrow is called too.

use jiff::{ToSpan, civil::Date};
use kernel::{Field, FieldType, Picker, fields};
use rand::{RngExt, rngs::StdRng};
use serde_json::{Map, Value, json};

/// Ids that exist, so that most calls reach further than "there is no such account".
#[derive(Debug, Default)]
pub(super) struct Known {
    pub accounts: Vec<i64>,
    pub categories: Vec<i64>,
    pub pockets: Vec<i64>,
    pub lines: Vec<i64>,
    /// The newest id that was handed out, as far as an owner sees them; there are fewer entries than ids.
    pub newest_id: i64,
    pub today: Date,
}

/// Commands that would break the comparison with the bank's truth by answering for the owner, or that found a business.
const LEFT_TO_THE_OWNER: [&str; 5] =
    ["set-up-books", "import-statement", "withdraw-statement", "decide-doubtful", "reopen-doubtful"];

/// A command's name with input made up for it.
pub(super) fn call(registry: &kernel::Registry, known: &Known, chance: &mut StdRng) -> (String, Value) {
    let commands: Vec<_> =
        registry.commands().map(|(_, command)| command).filter(|it| !LEFT_TO_THE_OWNER.contains(&it.name)).collect();
    let command = commands[chance.random_range(0..commands.len())];
    let fields = fields(&(command.input)());
    (command.name.to_owned(), Value::Object(group(&fields, known, chance)))
}

fn group(fields: &[Field], known: &Known, chance: &mut StdRng) -> Map<String, Value> {
    let mut made = Map::new();
    for field in fields {
        if field.required || chance.random_range(0..3) == 0 {
            made.insert(field.name.clone(), value(field, &field.kind, known, chance));
        }
    }
    made
}

fn value(field: &Field, kind: &FieldType, known: &Known, chance: &mut StdRng) -> Value {
    match kind {
        FieldType::List(of) => {
            let count = chance.random_range(0..4);
            let mut list: Vec<Value> = (0..count).map(|_| value(field, of, known, chance)).collect();
            make_add_up(&mut list, chance);
            Value::Array(list)
        }
        FieldType::Group(fields) => Value::Object(group(fields, known, chance)),
        FieldType::Flag => json!(chance.random::<bool>()),
        FieldType::OneOf(words) if !words.is_empty() => json!(words[chance.random_range(0..words.len())]),
        FieldType::Integer => json!(integer(field, known, chance)),
        FieldType::Text if field.picker == Some(Picker::Date) => json!(day(known, chance)),
        FieldType::Text if field.picker == Some(Picker::Month) => {
            json!(day(known, chance).strftime("%Y-%m").to_string())
        }
        FieldType::Text => json!(text(field, chance)),
        FieldType::OneOf(_) | FieldType::Other => Value::Null,
    }
}

/// Postings that balance and shares that are a whole get further than others; one in five stays as it was made.
fn make_add_up(list: &mut [Value], chance: &mut StdRng) {
    if chance.random_range(0..5) == 0 {
        return;
    }
    for (key, whole) in [("amount_minor", 0), ("permille", 1_000)] {
        let amounts: Vec<i64> = list.iter().filter_map(|one| one.get(key)?.as_i64()).collect();
        let [first @ .., _] = &amounts[..] else { continue };
        let rest = first.iter().try_fold(whole, |rest: i64, amount| rest.checked_sub(*amount));
        if let (Some(rest), Some(last)) = (rest, list.last_mut())
            && let Some(last) = last.get_mut(key)
        {
            *last = json!(rest);
        }
    }
}

fn integer(field: &Field, known: &Known, chance: &mut StdRng) -> i64 {
    let one_of = |ids: &[i64], chance: &mut StdRng| match ids {
        [] => 1,
        ids => ids[chance.random_range(0..ids.len())],
    };
    if chance.random_range(0..25) == 0 {
        return [0, -1, 1, i64::MAX, i64::MIN, known.newest_id + 1][chance.random_range(0..6)];
    }
    match (field.picker, field.name.as_str()) {
        (Some(Picker::Money), _) => {
            let size = [100, 10_000, 1_000_000][chance.random_range(0..3)];
            chance.random_range(-size / 4..=size)
        }
        (Some(Picker::Percent), _) => chance.random_range(0..=1_000),
        (Some(Picker::Account), _) => one_of(&known.accounts, chance),
        (Some(Picker::Category), _) => one_of(&known.categories, chance),
        (Some(Picker::Pocket), _) => one_of(&known.pockets, chance),
        (_, "line" | "lines") => one_of(&known.lines, chance),
        (_, name) if name.ends_with("_minor") => chance.random_range(-5_000..=100_000),
        (_, name) if name.contains("permille") => chance.random_range(0..=1_000),
        _ if chance.random::<bool>() => chance.random_range(1..=known.newest_id.max(1)),
        _ => chance.random_range(0..=40),
    }
}

fn day(known: &Known, chance: &mut StdRng) -> Date {
    match chance.random_range(0..20) {
        0 => jiff::civil::date(1890, 2, 28),
        1 => jiff::civil::date(9999, 12, 31),
        _ => known.today.saturating_sub(chance.random_range(-40..400i32).days()),
    }
}

fn text(field: &Field, chance: &mut StdRng) -> String {
    if field.name.contains("tax_code") {
        return ["none", "sale-standard", "purchase-standard", "sale-reduced", "ask-sale", "nonsense"]
            [chance.random_range(0..6)]
        .into();
    }
    if field.name == "currency" {
        return ["USD", "EUR", "GBP", "JPY", "XYZ"][chance.random_range(0..5)].into();
    }
    if chance.random_range(0..4) > 0 {
        let usual: &[&str] = match field.name.as_str() {
            "asset" | "into_asset" => &["BTC", "ETH", "EUR"],
            "wallet" => &["Ledger", "Exchange"],
            "quantity" | "into_quantity" => &["0.5", "0.00012", "2", "-1"],
            _ => &[],
        };
        if !usual.is_empty() {
            return usual[chance.random_range(0..usual.len())].into();
        }
    }
    match chance.random_range(0..12) {
        0 => String::new(),
        1 => "<script>alert(1)</script>".into(),
        2 => "\u{202e}gnirts \u{0}\u{feff}".into(),
        3 => "x".repeat(5_000),
        4 => "'; DROP TABLE entries; --".into(),
        5 => "=HYPERLINK(\"http://a.example\")".into(),
        _ => ["Studio", "October", "Kiln repair", "Müller & Söhne", "Buffer", "Adobe", "12"][chance.random_range(0..7)]
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn every_command_of_the_registry_is_called_sooner_or_later() {
        let registry = crate::wiring::registry();
        let mut chance = StdRng::seed_from_u64(1);
        let known = Known { newest_id: 100, ..Known::default() };
        let mut called = std::collections::BTreeSet::new();
        for _ in 0..20_000 {
            called.insert(call(&registry, &known, &mut chance).0);
        }
        let all = registry.commands().filter(|(_, command)| !LEFT_TO_THE_OWNER.contains(&command.name)).count();
        assert_eq!(called.len(), all);
    }

    #[test]
    fn those_left_to_the_owner_exist() {
        let registry = crate::wiring::registry();
        for name in LEFT_TO_THE_OWNER {
            assert!(registry.command(name).is_ok(), "{name}");
        }
    }
}
