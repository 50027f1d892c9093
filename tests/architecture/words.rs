//! Every word a user sees goes through the translating macro.

use super::source::{Literal, Source, sources};

fn shows_words(source: &Source) -> bool {
    source.path.contains("/src/pages")
        || source.path.starts_with("mainstay/src/web")
        || source.path.starts_with("crates/ui/src")
}

/// Looks like something people read: it begins with a capital and has a small letter after it, or has two words.
fn is_prose(text: &str) -> bool {
    let mut letters = text.chars();
    let capital = letters.next().is_some_and(|letter| letter.is_ascii_uppercase());
    capital
        && letters.next().is_some_and(|letter| letter.is_ascii_lowercase())
        && !text.contains("://")
        && !text.contains('=')
}

/// Names of headers, keys of the keyboard and the like are not words of a page.
const NOT_WORDS: [&str; 14] = [
    "Content-",
    "Cache-",
    "Set-Cookie",
    "Idempotency-Key",
    "X-",
    "Enter",
    "Esc",
    "Ctrl",
    "Strict",
    "Secure",
    "Bearer",
    "Sec-Fetch",
    "Mainstay",
    "Cross-Origin",
];

fn passes(literal: &Literal) -> bool {
    let before = literal.before.trim_end();
    let reported = ["expect(", "unreachable!(", "panic!(", "assert!("].iter().any(|opening| before.ends_with(opening))
        || before.contains("reason =");
    in_macro(before) || reported || NOT_WORDS.iter().any(|word| literal.text.starts_with(word))
}

/// Whether the code before a literal has an opened `t!(`, `tn!(` or `translate(` that is not closed yet: the second text
/// of a plural stands behind the first.
fn in_macro(before: &str) -> bool {
    ["t!(", "tn!(", "translate("].iter().any(|opening| {
        before.rfind(opening).is_some_and(|at| {
            let inside = &before[at + opening.len()..];
            inside.matches('(').count() >= inside.matches(')').count()
        })
    })
}

#[test]
fn every_visible_word_can_be_translated() {
    let mut bare = Vec::new();
    for source in sources().filter(shows_words) {
        for literal in source.literals().iter().filter(|literal| is_prose(&literal.text) && !passes(literal)) {
            bare.push(format!("{}:{} {:?}", source.path, literal.line, literal.text));
        }
    }
    assert!(bare.is_empty(), "outside t!:\n{}", bare.join("\n"));
}
