//! French and German are complete: each text of the sources and of the generated forms has a translation that says as
//! much, and no translation is left over from a text that is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kernel::{Field, FieldType, fields};
use locale::{Language, catalogue, keys_in_source};
use mainstay::wiring;

use super::source::{Source, sources};

/// Texts and where each stands first.
type Texts = BTreeMap<String, String>;

/// Every text of the program that a reader can meet, and where it stands.
fn texts() -> Texts {
    let mut texts = Texts::new();
    for source in sources().filter(is_shipped) {
        let code = source.code();
        let shipped = code.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        for text in keys_in_source(shipped) {
            texts.entry(text).or_insert_with(|| source.path.clone());
        }
    }
    let registry = wiring::registry();
    for area in &registry.areas {
        texts.entry(area.name.to_owned()).or_insert_with(|| format!("area {}", area.name));
    }
    // Generated forms translate the labels, helps and words of a command's fields when they are shown.
    for (_, command) in registry.commands() {
        add_fields(&mut texts, &fields(&(command.input)()), command.name);
    }
    texts
}

/// Tests and examples speak to no reader; `keys.rs` holds the names of the macros as strings.
fn is_shipped(source: &Source) -> bool {
    let aside = ["/tests/", "/examples/", "/benches/", "locale/src/keys.rs"];
    !aside.iter().any(|part| source.path.contains(part)) && !source.path.ends_with("tests.rs")
}

fn add_fields(texts: &mut Texts, fields: &[Field], command: &str) {
    for field in fields {
        for text in [&field.label, &field.help].into_iter().filter(|text| !text.is_empty()) {
            texts.entry(text.clone()).or_insert_with(|| format!("{command}.{}", field.name));
        }
        add_kind(texts, field, &field.kind, command);
    }
}

fn add_kind(texts: &mut Texts, field: &Field, kind: &FieldType, command: &str) {
    match kind {
        // A field with a picker offers what the books hold, and not the schema's words.
        FieldType::OneOf(words) if field.picker.is_none() => {
            for word in words {
                texts.entry(word.clone()).or_insert_with(|| format!("{command}.{}", field.name));
            }
        }
        FieldType::List(of) => add_kind(texts, field, of, command),
        FieldType::Group(inner) => add_fields(texts, inner, command),
        _ => {}
    }
}

/// The names between braces, sorted.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> =
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect();
    names.sort_unstable();
    names
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[test]
fn every_text_is_translated() {
    let texts = texts();
    assert!(texts.len() > 300, "the texts were not found: {}", texts.len());
    let mut report = String::new();
    for language in [Language::French, Language::German] {
        let catalogue = catalogue(language);
        let mut place = "";
        let mut missing: Vec<(&String, &String)> =
            texts.iter().filter(|(text, _)| !catalogue.contains_key(*text)).collect();
        missing.sort_by_key(|(_, place)| *place);
        for (text, stands) in missing {
            if place != stands {
                let _ = write!(report, "\n# missing in {}.toml, from {stands}\n", language.code());
                place = stands;
            }
            let _ = writeln!(report, "{} = \"\"", quoted(text));
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn translations_keep_every_placeholder() {
    for language in [Language::French, Language::German] {
        for (text, translated) in catalogue(language) {
            assert_eq!(placeholders(text), placeholders(translated), "{}.toml: {}", language.code(), quoted(text));
            assert!(!translated.trim().is_empty(), "{}.toml: {} is empty", language.code(), quoted(text));
        }
    }
}

#[test]
fn no_translation_outlives_its_text() {
    let texts = texts();
    for language in [Language::French, Language::German] {
        let stale: BTreeSet<String> =
            catalogue(language).keys().filter(|text| !texts.contains_key(*text)).map(|text| quoted(text)).collect();
        assert!(
            stale.is_empty(),
            "no source says, take out of {}.toml:\n{}",
            language.code(),
            stale.into_iter().collect::<Vec<_>>().join("\n")
        );
    }
}

/// A sentence in French quotes « so », and sets a narrow space, which no line breaks at, before its high marks.
#[test]
fn french_and_german_are_set_as_printers_set_them() {
    for (text, french) in catalogue(Language::French) {
        for mark in [" ;", " :", " !", " ?", " %", " »", "« "] {
            assert!(!french.contains(mark), "fr.toml: {} has a plain space at {mark:?}", quoted(text));
        }
        assert!(!french.contains(['“', '”', '\'']), "fr.toml: {} has foreign quotes", quoted(text));
    }
    for (text, german) in catalogue(Language::German) {
        assert_eq!(
            german.matches('„').count(),
            german.matches('“').count(),
            "de.toml: {} opens „ and closes “",
            quoted(text)
        );
        assert!(!german.contains(['”', '\'']), "de.toml: {} has foreign quotes", quoted(text));
    }
}
