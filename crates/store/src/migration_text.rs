//! The migrations' text, and how each engine reads it.

use sha2::{Digest, Sha256};

use crate::Engine;

/// One step of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    pub(crate) number: i64,
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

/// Every migration, in order; `build.rs` lists the folder.
pub(crate) const MIGRATIONS: &[Migration] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// The tables of the directory, which turn an outside identifier into a business and therefore carry no row security.
pub(crate) const DIRECTORY: &[&str] = &["businesses", "links", "sessions", "tokens", "job_heads"];

/// The schema this program knows.
pub(crate) fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.number)
}

/// A short fingerprint of all migrations, which names the databases made from them.
#[cfg_attr(not(feature = "testing"), allow(dead_code))]
pub(crate) fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATIONS {
        hash.update(migration.text.as_bytes());
    }
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// The statements of a migration for one engine. A statement ends with a `;` at the end of a line; comments fall away.
pub(crate) fn statements(text: &str, engine: Engine) -> Vec<String> {
    let mut statements = Vec::new();
    let mut statement = String::new();
    for line in text.lines() {
        let line = line.split_once("--").map_or(line, |(code, _comment)| code).trim_end();
        if line.is_empty() {
            continue;
        }
        if !statement.is_empty() {
            statement.push('\n');
        }
        match line.strip_suffix(';') {
            Some(last) => {
                statement.push_str(last);
                statements.extend(for_engine(&std::mem::take(&mut statement), engine));
            }
            None => statement.push_str(line),
        }
    }
    if !statement.trim().is_empty() {
        statements.extend(for_engine(&statement, engine));
    }
    statements
}

/// A statement as the engine wants it, with the row security that follows a new table on PostgreSQL.
fn for_engine(statement: &str, engine: Engine) -> Vec<String> {
    let table = created_table(statement);
    match engine {
        Engine::Sqlite => {
            let mut text = swap_words(statement, &[("BIGINT", "INTEGER"), ("BYTEA", "BLOB")]);
            if table.is_some() {
                text.push_str(if has_composite_key(statement) { " STRICT, WITHOUT ROWID" } else { " STRICT" });
            }
            vec![text]
        }
        Engine::Postgres => {
            // Texts sort and compare by their bytes on both engines, whatever the server's language, and an index
            // then serves a search by prefix.
            let text = if table.is_some() || statement.trim_start().starts_with("ALTER TABLE ") {
                swap_words(statement, &[("TEXT", "TEXT COLLATE \"C\"")])
            } else {
                statement.to_owned()
            };
            let mut all = vec![text];
            if let Some(table) = table {
                let scoped = has_business(statement) && !DIRECTORY.contains(&table);
                if scoped {
                    all.push(format!("ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"));
                    // Without FORCE the owner of the tables would still see everything.
                    all.push(format!("ALTER TABLE {table} FORCE ROW LEVEL SECURITY"));
                    all.push(format!(
                        "CREATE POLICY one_business ON {table} USING (business = NULLIF(current_setting('app.business', true), '')::bigint)"
                    ));
                }
                all.push(format!("GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO mainstay_app"));
            }
            all
        }
    }
}

/// The name of the table a statement creates.
fn created_table(statement: &str) -> Option<&str> {
    statement
        .trim_start()
        .strip_prefix("CREATE TABLE ")?
        .split(|letter: char| letter.is_whitespace() || letter == '(')
        .next()
}

fn has_business(statement: &str) -> bool {
    statement.lines().any(|line| line.trim_start().starts_with("business "))
}

/// Whether the table's own key spans several columns: such a table is stored in the order of that key.
fn has_composite_key(statement: &str) -> bool {
    statement
        .split_once("PRIMARY KEY (")
        .and_then(|(_, rest)| rest.split_once(')'))
        .is_some_and(|(columns, _)| columns.contains(','))
}

/// Replaces whole words only.
fn swap_words(text: &str, swaps: &[(&str, &str)]) -> String {
    let mut swapped = String::with_capacity(text.len());
    let mut word = String::new();
    let put = |word: &mut String, swapped: &mut String| {
        let new = swaps.iter().find(|(old, _)| old == word).map_or(word.as_str(), |(_, new)| new);
        swapped.push_str(new);
        word.clear();
    };
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
        } else {
            put(&mut word, &mut swapped);
            swapped.push(letter);
        }
    }
    put(&mut word, &mut swapped);
    swapped
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "-- What this is; not a statement;
CREATE TABLE things (
    business BIGINT NOT NULL, -- whose
    id BIGINT NOT NULL,
    BIGINTEGER TEXT,
    bytes BYTEA,
    PRIMARY KEY (business, id)
);

CREATE INDEX things_by_bytes ON things (business, bytes);
CREATE TABLE links (
    business BIGINT NOT NULL
);
";

    #[test]
    fn sqlite_gets_its_own_types_and_tables() {
        let statements = statements(TEXT, Engine::Sqlite);
        assert_eq!(statements.len(), 3);
        assert!(statements[0].contains("id INTEGER NOT NULL") && statements[0].contains("BIGINTEGER TEXT,"));
        assert!(statements[0].contains("bytes BLOB") && statements[0].ends_with(") STRICT, WITHOUT ROWID"));
        assert_eq!(statements[1], "CREATE INDEX things_by_bytes ON things (business, bytes)");
        assert!(statements[2].ends_with(") STRICT"));
    }

    #[test]
    fn postgres_gets_row_security_except_for_the_directory() {
        let statements = statements(TEXT, Engine::Postgres);
        let count = |part: &str| statements.iter().filter(|statement| statement.contains(part)).count();
        assert!(statements[0].contains("BIGINTEGER TEXT COLLATE \"C\","));
        assert_eq!((count("ENABLE ROW"), count("FORCE ROW"), count("CREATE POLICY"), count("GRANT")), (1, 1, 1, 2));
        assert!(!statements.iter().any(|statement| statement.contains("POLICY") && statement.contains("ON links")));
    }
}
