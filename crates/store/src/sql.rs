//! The named parameters of a statement, found once.

use std::collections::HashMap;
use std::sync::Arc;

/// A statement with its parameters found.
///
/// SQLite numbers `:name` parameters by first appearance, so its text stays as written and binding goes by the order of
/// `names`; PostgreSQL gets `$1`, `$2`, … in that same order.
#[derive(Debug)]
pub(crate) struct Sql {
    pub(crate) text: String,
    pub(crate) dollar: String,
    pub(crate) names: Vec<String>,
}

impl Sql {
    /// Finds the parameters, leaving string literals, quoted names, comments and `::` alone.
    pub(crate) fn parse(text: &str) -> Sql {
        let bytes = text.as_bytes();
        let mut dollar = String::with_capacity(text.len());
        let mut names: Vec<String> = Vec::new();
        let mut copied = 0;
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                quote @ (b'\'' | b'"') => at = end_after(bytes, at + 1, &[quote]),
                b'-' if bytes[at..].starts_with(b"--") => at = end_after(bytes, at + 2, b"\n"),
                b'/' if bytes[at..].starts_with(b"/*") => at = end_after(bytes, at + 2, b"*/"),
                b':' if bytes[at..].starts_with(b"::") => at += 2,
                b':' => {
                    let name_end = bytes[at + 1..]
                        .iter()
                        .position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_'))
                        .map_or(bytes.len(), |length| at + 1 + length);
                    let name = &text[at + 1..name_end];
                    if !name.is_empty() {
                        let position = names.iter().position(|known| known == name).unwrap_or_else(|| {
                            names.push(name.to_owned());
                            names.len() - 1
                        });
                        dollar.push_str(&text[copied..at]);
                        dollar.push('$');
                        dollar.push_str(&(position + 1).to_string());
                        copied = name_end;
                    }
                    at = name_end;
                }
                _ => at += 1,
            }
        }
        dollar.push_str(&text[copied..]);
        Sql { text: text.to_owned(), dollar, names }
    }
}

/// Where the text goes on after the next `end`.
fn end_after(bytes: &[u8], from: usize, end: &[u8]) -> usize {
    bytes[from..]
        .windows(end.len())
        .position(|window| window == end)
        .map_or(bytes.len(), |found| from + found + end.len())
}

/// The statements one connection has met, by the address of their constant text.
#[derive(Debug, Default)]
pub(crate) struct Known {
    statements: HashMap<(usize, usize), Arc<Sql>>,
    bulk: HashMap<(usize, usize, usize), Arc<Sql>>,
}

impl Known {
    /// The parsed form of a constant statement. Two constants that share address and length are the same text.
    pub(crate) fn statement(&mut self, text: &'static str) -> Arc<Sql> {
        Arc::clone(
            self.statements.entry((text.as_ptr() as usize, text.len())).or_insert_with(|| Arc::new(Sql::parse(text))),
        )
    }

    /// The multi-row form of an insert, made once per number of rows.
    pub(crate) fn bulk(
        &mut self,
        insert: &'static str,
        conflict: &'static str,
        rows: usize,
        make: impl FnOnce() -> Sql,
    ) -> Arc<Sql> {
        // The empty conflict clause has no address of its own worth trusting.
        let conflict_key = if conflict.is_empty() { 0 } else { conflict.as_ptr() as usize };
        Arc::clone(self.bulk.entry((insert.as_ptr() as usize, conflict_key, rows)).or_insert_with(|| Arc::new(make())))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parameters_are_numbered_by_first_appearance() {
        // (statement, PostgreSQL's text, names)
        let cases: &[(&str, &str, &[&str])] = &[
            ("SELECT 1", "SELECT 1", &[]),
            ("a = :a AND b = :b_2 OR c=:a", "a = $1 AND b = $2 OR c=$1", &["a", "b_2"]),
            ("':a' || ':it''s :b' || :c", "':a' || ':it''s :b' || $1", &["c"]),
            ("\":a\" = :a", "\":a\" = $1", &["a"]),
            ("x::bigint = :x", "x::bigint = $1", &["x"]),
            ("1 -- :no\n + :yes", "1 -- :no\n + $1", &["yes"]),
            ("1 /* :no */ + :yes -- :no", "1 /* :no */ + $1 -- :no", &["yes"]),
            ("'open :a", "'open :a", &[]),
            ("a : b :", "a : b :", &[]),
            (":é :a", ":é $1", &["a"]),
        ];
        for (text, dollar, names) in cases {
            let sql = Sql::parse(text);
            assert_eq!(sql.dollar, *dollar, "{text}");
            assert_eq!(sql.names, *names, "{text}");
        }
    }

    proptest! {
        // A bracket right behind a parameter is left out: SQLite reads `:a(b)` as one name, a habit of Tcl that no
        // statement here has.
        #[test]
        fn any_text_is_taken_apart_as_sqlite_does(text in "(select|[ =+,)\n]| [(]|:[a-c]|'[:a]*'|\"[:a]*\"|--[:a]*\n|/\\*[:a]*\\*/|[a-z]){0,12}") {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            let parsed = Sql::parse(&text);
            if let Ok(statement) = connection.prepare(&text) {
                let theirs: Vec<String> = (1..=statement.parameter_count())
                    .filter_map(|index| statement.parameter_name(index).map(|name| name[1..].to_owned()))
                    .collect();
                prop_assert_eq!(parsed.names, theirs);
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,60}") {
            Sql::parse(&text);
        }
    }
}
