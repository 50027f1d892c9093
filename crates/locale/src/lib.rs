//! Words, numbers and dates as a person reads them.
//!
//! Answers: what does this sentence say in the reader's language, how is this amount or date written where the
//! business is, and what amount or date did the reader mean by what was typed?
//!
//! Main nouns: [`Locale`] (the reader's [`Language`] and the business's country), the macros [`t!`] and [`tn!`] with the
//! English text inline, [`fmt`] and [`parse`].
//!
//! The locale is held per thread and set around the rendering of a page by [`scoped`]. Which locale a reader has is
//! decided by the way in; amounts as values with arithmetic belong to the ledger.
//!
//! # Texts
//! The English text is the key. French and German stand in `lang/fr.toml` and `lang/de.toml`, one line a text; a text
//! that is missing there is shown in English. [`keys_in_source`] lists the texts of a source file, so that a test can
//! hold every source against every [`catalogue`].

mod catalogue;
pub mod fmt;
mod keys;
pub mod parse;
mod words;

use std::cell::RefCell;

pub use catalogue::catalogue;
pub use keys::keys_in_source;
pub use words::{Count, fill, plural, translate};

/// A language the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// English, the language of the keys.
    #[default]
    English,
    /// French.
    French,
    /// German.
    German,
}

impl Language {
    /// All languages, in the order they are offered.
    pub const ALL: [Language; 3] = [Language::English, Language::French, Language::German];

    /// The ISO 639 code: `en`, `fr`, `de`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::French => "fr",
            Language::German => "de",
        }
    }

    /// The language of an ISO 639 code or a BCP 47 tag (`fr`, `de-AT`), if the program speaks it.
    pub fn from_code(tag: &str) -> Option<Language> {
        let code = tag.split(['-', '_']).next().unwrap_or(tag);
        Language::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code))
    }

    /// The language's name in itself, for a list to choose from.
    pub fn own_name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::French => "Français",
            Language::German => "Deutsch",
        }
    }

    /// The language whose country speaks it first; English where the program does not speak the country's own.
    pub fn of_country(country: &str) -> Language {
        match country {
            "FR" | "MC" => Language::French,
            "DE" | "AT" | "LI" => Language::German,
            _ => Language::English,
        }
    }
}

/// How a reader is spoken to: the language of the words, and the country whose way of writing numbers and dates is used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Locale {
    /// The reader's language.
    pub language: Language,
    /// ISO 3166 code of the business's country, upper case (`US`, `DE`).
    pub country: String,
}

impl Locale {
    /// A locale of a language and a country's ISO code.
    pub fn new(language: Language, country: &str) -> Locale {
        Locale { language, country: country.to_ascii_uppercase() }
    }

    /// The BCP 47 tag: `en-US`, `de-DE`.
    pub fn tag(&self) -> String {
        format!("{}-{}", self.language.code(), self.country)
    }
}

impl Default for Locale {
    fn default() -> Locale {
        Locale { language: Language::English, country: "US".to_owned() }
    }
}

thread_local! {
    static CURRENT: RefCell<Locale> = RefCell::new(Locale::default());
}

/// Runs `body` with `locale` as the thread's locale and puts the former one back, also when `body` panics.
pub fn scoped<T>(locale: Locale, body: impl FnOnce() -> T) -> T {
    struct Restore(Locale);
    impl Drop for Restore {
        fn drop(&mut self) {
            let former = std::mem::take(&mut self.0);
            CURRENT.with(|current| current.replace(former));
        }
    }
    let _restore = Restore(CURRENT.with(|current| current.replace(locale)));
    body()
}

/// The thread's locale; English in the United States where none was set.
pub fn current() -> Locale {
    CURRENT.with(|current| current.borrow().clone())
}

/// The thread's language, without a copy of the whole locale.
pub fn language() -> Language {
    CURRENT.with(|current| current.borrow().language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_ends_with_the_former_locale_even_after_a_panic() {
        assert_eq!(current(), Locale::default());
        scoped(Locale::new(Language::German, "de"), || {
            assert_eq!(current().tag(), "de-DE");
            let failed =
                std::panic::catch_unwind(|| scoped(Locale::new(Language::French, "FR"), || panic!("on purpose")));
            assert!(failed.is_err());
            assert_eq!(language(), Language::German);
        });
        assert_eq!(current(), Locale::default());
    }

    #[test]
    fn languages_are_found_by_tag() {
        for (tag, expected) in [
            ("fr", Some(Language::French)),
            ("de-AT", Some(Language::German)),
            ("EN_gb", Some(Language::English)),
            ("pt", None),
            ("", None),
        ] {
            assert_eq!(Language::from_code(tag), expected, "{tag}");
        }
    }
}
