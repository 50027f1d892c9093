//! What a table shows, as a CSV file inside its link: no second request, and exactly what is on the page.

use crate::exports::csv_text;

/// A cell of such a file.
pub(super) enum Value {
    /// Words; disarmed where a spreadsheet would run them.
    Words(String),
    /// A number as it stands, or a date.
    Plain(String),
}

/// The address of a file of these rows: a `data:` address (RFC 2397) of UTF-8 CSV (RFC 4180).
pub(super) fn address(rows: &[Vec<Value>]) -> String {
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
    ui::data_address("text/csv", &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_everything_is_encoded() {
        let rows = [
            vec![Value::Words("=1+1".into()), Value::Plain("-12.50".into())],
            vec![Value::Words("Kiln & \"co\"".into())],
        ];
        assert_eq!(
            address(&rows),
            "data:text/csv;charset=utf-8,%22%27%3D1%2B1%22,-12.50%0D%0A%22Kiln%20%26%20%22%22co%22%22%22%0D%0A"
        );
    }
}
