//! A statement (columns over days, lines with an amount in each) as a table of the terminal.

use ledger::{Currency, Days, Period};
use locale::t;
use serde_json::{Map, Value};

use super::{clean, scalar_text};

pub(super) fn write(
    out: &mut String,
    object: &Map<String, Value>,
    columns: &[Value],
    lines: &[Value],
    currency: Currency,
) {
    let says = |name: &str| object.get(name).map(|value| scalar_text(name, value, None)).unwrap_or_default();
    out.push_str(&format!("{} · {} · {}\n\n", days(object.get("period")), says("basis"), says("currency")));
    let heads: Vec<String> = columns.iter().map(head).collect();
    let cells: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let amounts = line.get("amounts_minor").and_then(Value::as_array).into_iter().flatten();
            amounts.map(|amount| currency.decimal(amount.as_i64().unwrap_or_default())).collect()
        })
        .collect();
    let names: Vec<String> = lines
        .iter()
        .map(|line| {
            let name = clean(line.get("name").and_then(Value::as_str).unwrap_or_default());
            if line.get("rank").and_then(Value::as_str) == Some("part") { format!("  {name}") } else { name }
        })
        .collect();
    let name_width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| {
            cells.iter().filter_map(|row| row.get(at)).chain([head]).map(|it| it.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut row = |name: &str, cells: &[String]| {
        let mut text = format!("{name:<name_width$}");
        for (cell, width) in cells.iter().zip(&widths) {
            text.push_str(&format!("  {cell:>width$}"));
        }
        out.push_str(text.trim_end());
        out.push('\n');
    };
    row("", &heads);
    for ((line, name), cells) in lines.iter().zip(&names).zip(&cells) {
        // A rule above the last sum, as on paper.
        if line.get("rank").and_then(Value::as_str) == Some("total") {
            let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            row("", &rules);
        }
        row(name, cells);
    }
}

/// Days as they are asked for: 2026-05, 2026-01..2026-03, 2026-04-06..2026-05-12.
fn days(value: Option<&Value>) -> String {
    let read: Option<Days> = value.and_then(|value| serde_json::from_value(value.clone()).ok());
    match read {
        Some(days) if days.months().is_some_and(|(from, through)| from == through) => {
            days.months().map_or_else(String::new, |(month, _)| month.to_string())
        }
        Some(days) if days.from == days.through => days.from.to_string(),
        Some(days) => Period::Between(days).to_string(),
        None => String::new(),
    }
}

fn head(column: &Value) -> String {
    match column.get("kind").and_then(Value::as_str) {
        Some("whole") => t!("Together"),
        Some("before") => t!("Before: {days}", days = days(Some(column))),
        Some("year-before") => t!("A year before: {days}", days = days(Some(column))),
        _ => days(Some(column)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::text;

    #[test]
    fn a_statement_is_a_table_with_a_column_for_each_of_its_columns() {
        let statement = json!({
            "currency": "USD", "basis": "cash", "period": { "from": "2026-01-01", "through": "2026-02-28" },
            "columns": [
                { "from": "2026-01-01", "through": "2026-01-31", "kind": "part" },
                { "from": "2026-02-01", "through": "2026-02-28", "kind": "part" },
                { "from": "2026-01-01", "through": "2026-02-28", "kind": "whole" },
            ],
            "lines": [
                { "name": "Money in (income)", "rank": "group", "amounts_minor": [120_050, 0, 120_050] },
                { "name": "Services\u{1b}", "rank": "part", "amounts_minor": [120_050, 0, 120_050] },
                { "name": "Profit", "rank": "total", "amounts_minor": [120_050, 0, 120_050] },
            ],
        });
        let shown = text(&statement);
        assert!(shown.starts_with("2026-01..2026-02 · cash · USD\n"), "{shown}");
        assert!(shown.contains("2026-01  2026-02  Together\n") && shown.contains("  Services\u{FFFD}"), "{shown}");
        assert!(shown.contains("1200.50     0.00   1200.50"), "{shown}");
    }
}
