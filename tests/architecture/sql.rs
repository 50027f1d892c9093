//! SQL stands in records, migrations and the store; names its own area's tables; names the business; and means the same
//! on both engines.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use super::source::{Literal, Source, root, sources};

fn is_records(source: &Source) -> bool {
    source.path.contains("/src/records")
}

fn is_sql(text: &str) -> bool {
    let text = text.trim_start();
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "].iter().any(|verb| text.starts_with(verb))
}

/// A piece of a statement that `concat!` puts together. The whole is run by its area's tests on both engines.
fn is_piece(literal: &Literal) -> bool {
    literal.before.trim_end().ends_with("concat!(")
}

/// Which crate made each table: the migrations are named after it (`0003-books.sql`).
fn owners() -> BTreeMap<String, String> {
    let mut owners = BTreeMap::new();
    for entry in fs::read_dir(root().join("migrations")).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let owner = name.split(['-', '.']).nth(1).unwrap().to_string();
        let text = fs::read_to_string(entry.path()).unwrap();
        for line in text.lines() {
            if let Some(table) = line.strip_prefix("CREATE TABLE ") {
                owners.insert(table.split_whitespace().next().unwrap().to_string(), owner.clone());
            }
        }
    }
    assert!(owners.len() > 15, "the migrations were not found");
    owners
}

fn crate_of(source: &Source) -> String {
    source.path.split('/').nth(1).unwrap().to_string()
}

#[test]
fn sql_stands_in_records_only() {
    for source in sources().filter(|source| {
        !is_records(source) && !source.path.starts_with("crates/store/") && !source.path.contains("/tests/")
    }) {
        for literal in source.literals() {
            assert!(!is_sql(&literal.text), "{}:{} has SQL; it belongs in records.rs", source.path, literal.line);
        }
    }
}

#[test]
fn an_area_names_its_own_tables_and_the_business() {
    let owners = owners();
    let mut looked_at = 0;
    for source in sources().filter(is_records) {
        let own = crate_of(&source);
        for literal in source.literals().into_iter().filter(|literal| is_sql(&literal.text) && !is_piece(literal)) {
            looked_at += 1;
            let place = format!("{}:{}", source.path, literal.line);
            assert!(literal.text.contains("business"), "{place} does not name the business");
            let words: Vec<&str> = literal
                .text
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .filter(|word| !word.is_empty())
                .collect();
            for pair in words.windows(2).filter(|pair| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0])) {
                // Search's words are every area's: each writes its own through the kernel and may narrow a list by them.
                if let Some(owner) = owners.get(pair[1]).filter(|_| pair[1] != "words") {
                    assert_eq!(*owner, own, "{place} names {}, a table of {owner}", pair[1]);
                }
            }
        }
    }
    assert!(looked_at > 40, "the statements were not found: {looked_at}");
}

/// Every statement that stands whole in the sources is prepared on SQLite and on PostgreSQL. The parts of bulk inserts
/// are run by their area's tests.
#[test]
fn every_statement_is_prepared_on_both_engines() {
    let mut statements = BTreeSet::new();
    for source in sources().filter(is_records) {
        for literal in source.literals().into_iter().filter(|literal| is_sql(&literal.text) && !is_piece(literal)) {
            let bulk = literal.text.starts_with("INSERT INTO")
                && !literal.text.contains("VALUES")
                && !literal.text.contains("SELECT");
            if !bulk {
                statements.insert(literal.text.replace("\\\n", "\n"));
            }
        }
    }
    let wrong: Vec<String> = statements
        .iter()
        .filter_map(|sql| store::testing::prepares_everywhere(sql).err().map(|error| format!("{error}\n{sql}")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
