//! The translated texts, read once from the embedded TOML files.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::Language;

static ENGLISH: BTreeMap<String, String> = BTreeMap::new();
static FRENCH: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| read(include_str!("../lang/fr.toml")));
static GERMAN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| read(include_str!("../lang/de.toml")));

/// English text -> text in `language`. English itself needs none: its catalogue is empty.
pub fn catalogue(language: Language) -> &'static BTreeMap<String, String> {
    match language {
        Language::English => &ENGLISH,
        Language::French => &FRENCH,
        Language::German => &GERMAN,
    }
}

/// A file that cannot be read gives an empty catalogue, so that pages still speak English; the test below fails on it.
fn read(text: &str) -> BTreeMap<String, String> {
    toml::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::placeholders;

    #[test]
    fn both_files_read_and_keep_every_placeholder() {
        for text in [include_str!("../lang/fr.toml"), include_str!("../lang/de.toml")] {
            let texts: BTreeMap<String, String> = toml::from_str(text).unwrap();
            assert!(!texts.is_empty());
            for (english, translated) in &texts {
                let (mut expected, mut found) = (placeholders(english), placeholders(translated));
                expected.sort_unstable();
                found.sort_unstable();
                assert_eq!(expected, found, "{english} -> {translated}");
            }
        }
    }

    #[test]
    fn french_and_german_hold_the_same_texts() {
        let french: Vec<_> = catalogue(Language::French).keys().collect();
        let german: Vec<_> = catalogue(Language::German).keys().collect();
        assert_eq!(french, german);
    }
}
