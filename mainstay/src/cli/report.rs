//! What the terminal prints: JSON lines, and any JSON value as text that a person reads.

mod statement;

use std::io::{self, Write};

use ledger::Currency;
use serde::Serialize;
use serde_json::{Map, Value};

/// Prints a value as one line of JSON.
pub(crate) fn json_line(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, value)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Prints a line of text.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", clean(text))?;
    out.flush()
}

/// Takes the power out of a text that a stranger may have written (a bank line can be one): control characters, which
/// start a terminal's escape sequences (ECMA-48), and the marks that turn the direction of writing (UAX #9).
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|letter| if is_harmless(letter) { letter } else { '\u{FFFD}' }).collect()
}

fn is_harmless(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}' | '\u{2066}'..='\u{2069}')
}

/// Any value as text: an object as names and values, a list of objects as a table. Amounts in minor units are written
/// with the decimals of the currency that stands beside or above them.
pub(crate) fn text(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(object) => write_object(&mut out, object, None, 0),
        Value::Array(list) => write_list(&mut out, list, None, 0),
        scalar => {
            out.push_str(&scalar_text("", scalar, None));
            out.push('\n');
        }
    }
    out
}

fn write_object(out: &mut String, object: &Map<String, Value>, above: Option<Currency>, depth: usize) {
    let currency = currency_of(object).or(above);
    if let (Some(Value::Array(columns)), Some(Value::Array(lines)), Some(currency)) =
        (object.get("columns"), object.get("lines"), currency)
        && lines.iter().all(|line| line.get("amounts_minor").is_some())
    {
        statement::write(out, object, columns, lines, currency);
        return;
    }
    let margin = "  ".repeat(depth);
    let flat: Vec<(String, String)> = object
        .iter()
        .filter(|(_, value)| !is_nested(value) && !value.is_null())
        .map(|(name, value)| (label(name), scalar_text(name, value, currency)))
        .collect();
    let width = flat.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    for (name, value) in flat {
        out.push_str(&format!("{margin}{name:<width$}  {value}\n"));
    }
    for (name, value) in object.iter().filter(|(_, value)| is_nested(value)) {
        out.push_str(&format!("\n{margin}{}\n", label(name)));
        match value {
            Value::Object(inner) => write_object(out, inner, currency, depth + 1),
            Value::Array(list) => write_list(out, list, currency, depth + 1),
            _ => {}
        }
    }
}

fn write_list(out: &mut String, list: &[Value], currency: Option<Currency>, depth: usize) {
    let margin = "  ".repeat(depth);
    let rows: Vec<&Map<String, Value>> = list.iter().filter_map(Value::as_object).collect();
    if rows.len() < list.len() || rows.iter().any(|row| row.values().any(is_nested)) {
        for one in list {
            match one {
                Value::Object(inner) => {
                    write_object(out, inner, currency, depth);
                    out.push('\n');
                }
                other => out.push_str(&format!("{margin}{}\n", scalar_text("", other, currency))),
            }
        }
        return;
    }
    write_table(out, &rows, currency, &margin);
}

fn write_table(out: &mut String, rows: &[&Map<String, Value>], currency: Option<Currency>, margin: &str) {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        for (name, value) in *row {
            // A column that is empty in every row says nothing; the others stand in their order, whichever row fills them.
            let said = |value: &Value| !value.is_null() && value.as_str() != Some("");
            if !names.contains(&name.as_str())
                && (said(value) || rows.iter().any(|row| row.get(name).is_some_and(said)))
            {
                names.push(name);
            }
        }
    }
    let heads: Vec<String> = names.iter().map(|name| label(name)).collect();
    let right: Vec<bool> = names
        .iter()
        .map(|name| rows.iter().all(|row| row.get(*name).is_none_or(|it| it.is_number() || it.is_null())))
        .collect();
    let cells: Vec<Vec<String>> = rows
        .iter()
        .map(|row| {
            let currency = currency_of(row).or(currency);
            names
                .iter()
                .map(|name| row.get(*name).map_or_else(String::new, |value| scalar_text(name, value, currency)))
                .collect()
        })
        .collect();
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            cells.iter().map(|row| row[at].chars().count()).chain([head.chars().count()]).max().unwrap_or(0)
        })
        .collect();
    for row in std::iter::once(&heads).chain(&cells) {
        let mut line = String::new();
        for (at, cell) in row.iter().enumerate() {
            let width = widths[at];
            let padded = if right[at] { format!("{cell:>width$}") } else { format!("{cell:<width$}") };
            if at > 0 {
                line.push_str("  ");
            }
            line.push_str(&padded);
        }
        out.push_str(margin);
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn is_nested(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(list) => !list.is_empty() && list.iter().any(|one| one.is_object() || one.is_array()),
        _ => false,
    }
}

fn currency_of(object: &Map<String, Value>) -> Option<Currency> {
    object.get("currency")?.as_str()?.parse().ok()
}

/// `book_balance_minor` reads "Book balance".
fn label(name: &str) -> String {
    let spaced = clean(name.trim_end_matches("_minor")).replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

fn scalar_text(name: &str, value: &Value, currency: Option<Currency>) -> String {
    match (value, value.as_i64(), currency) {
        (_, Some(amount), Some(currency)) if name.ends_with("_minor") => currency.decimal(amount),
        (Value::Null, ..) => String::new(),
        (Value::Bool(true), ..) => locale::t!("yes"),
        (Value::Bool(false), ..) => locale::t!("no"),
        (Value::String(text), ..) => clean(text),
        (Value::Array(list), ..) => {
            list.iter().map(|one| scalar_text(name, one, currency)).collect::<Vec<_>>().join(", ")
        }
        (other, ..) => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_are_tables_with_amounts_in_their_currency() {
        let answer = json!({
            "currency": "USD",
            "accounts": [
                {"name": "Checking", "balance_minor": 120_050, "note": null},
                {"name": "Yen", "currency": "JPY", "balance_minor": -500, "note": null},
            ],
        });
        let shown = text(&answer);
        assert!(shown.contains("1200.50"), "{shown}");
        assert!(shown.contains("   -500"), "{shown}");
        assert!(!shown.contains("Note"), "{shown}");
    }

    #[test]
    fn hostile_text_has_no_power_over_the_terminal() {
        for hostile in ["\u{1b}]0;owned\u{7}", "\u{1b}[2J", "\u{9b}31m", "a\u{202e}b", "line\rover", "\u{0}"] {
            let shown = text(&json!({ "text": hostile, "rows": [{ "text": hostile }] }));
            assert!(shown.chars().all(|letter| letter == '\n' || is_harmless(letter)), "{shown:?}");
        }
    }
}
