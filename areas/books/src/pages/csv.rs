//! What a table shows, as a CSV file.

use crate::exports::csv_text;

/// A cell of such a file.
pub enum Value {
    /// Words; disarmed where a spreadsheet would run them.
    Words(String),
    /// A number as it stands, or a date.
    Plain(String),
}

/// A file of these rows: UTF-8 CSV (RFC 4180).
pub fn text(rows: &[Vec<Value>]) -> String {
    let mut text = String::new();
    for row in rows {
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            match value {
                Value::Words(words) => text.push_str(&csv_text(words)),
                Value::Plain(plain) => text.push_str(plain),
            }
        }
        text.push_str("\r\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_quotes_doubled() {
        let rows = [
            vec![Value::Words("=1+1".into()), Value::Plain("-12.50".into())],
            vec![Value::Words("Kiln & \"co\"".into())],
        ];
        assert_eq!(text(&rows), "\"'=1+1\",-12.50\r\n\"Kiln & \"\"co\"\"\"\r\n");
    }
}
