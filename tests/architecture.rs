//! What ARCHITECTURE.md promises, held against the sources.

mod graph;
mod languages;
mod registry;
mod source;
mod sql;
mod words;

use source::{Source, sources};

/// Rules and pure crates have no I/O, no clock and no randomness: a year can be replayed only if nothing else decides.
#[test]
fn rules_and_pure_crates_touch_nothing_outside() {
    let tempting = [
        ("std::fs", "a rule reads no file"),
        ("std::net", "a rule speaks to no one"),
        ("std::env", "a rule knows no environment"),
        ("std::process", "a rule starts nothing"),
        ("std::time", "a rule has no clock"),
        ("Timestamp::now", "the day comes from the context"),
        ("Zoned::now", "the day comes from the context"),
        ("rand::", "randomness comes from the context"),
        ("println!", "a rule says nothing by itself"),
        ("tx.", "a rule has no database"),
    ];
    let pure = |source: &Source| {
        ["crates/ledger/src", "crates/statements/src", "crates/files/src", "crates/sample/src"]
            .iter()
            .any(|folder| source.path.starts_with(folder))
            || source.path.contains("/src/rules")
    };
    let mut looked_at = 0;
    for source in sources().filter(pure) {
        looked_at += 1;
        for (word, why) in tempting {
            assert!(!source.code_without_tests().contains(word), "{} names {word}: {why}", source.path);
        }
    }
    assert!(looked_at > 15, "the pure files were not found: {looked_at}");
}

/// No floating point where money is counted.
#[test]
fn no_float_touches_money() {
    let counts = |source: &Source| {
        ["crates/ledger", "crates/statements/src", "crates/sample/src", "crates/kernel/src", "areas/"]
            .iter()
            .any(|folder| source.path.starts_with(folder))
    };
    for source in sources().filter(counts).filter(|source| !source.path.contains("/tests/")) {
        for float in ["f32", "f64"] {
            let found = source
                .code()
                .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .any(|word| word == float);
            assert!(!found, "{} names {float}", source.path);
        }
    }
}
