//! From an English text to the reader's words: look-up, placeholders and plurals.

use std::borrow::Cow;
use std::fmt::{Display, Write};

use crate::{Language, catalogue, fmt, language};

/// The text in the reader's language, with its placeholders filled: `t!("Sort {count} lines", count = fmt::number(14))`.
///
/// The text is a literal, so that [`keys_in_source`](crate::keys_in_source) can list it. Gives a `String`.
#[macro_export]
macro_rules! t {
    ($text:literal $(,)?) => {
        $crate::translate($text).into_owned()
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::fill($text, &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),+])
    };
}

/// One of two texts by number, in the reader's language: `tn!(lines, "{count} line to sort", "{count} lines to sort")`.
///
/// `{count}` is filled with the number as the reader's country writes it; further placeholders follow as in [`t!`].
#[macro_export]
macro_rules! tn {
    ($count:expr, $one:literal, $many:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::plural(
            $crate::Count::as_count(&$count),
            $one,
            $many,
            &[$((stringify!($name), &$value as &dyn ::std::fmt::Display)),*],
        )
    };
}

/// A number of things, for [`tn!`].
pub trait Count {
    /// The number; what does not fit is shown as the largest that does.
    fn as_count(&self) -> i64;
}

macro_rules! count {
    ($($kind:ty),+) => {
        $(impl Count for $kind {
            fn as_count(&self) -> i64 {
                i64::try_from(*self).unwrap_or(i64::MAX)
            }
        })+
    };
}
count!(i64, i32, u8, u16, u32, u64, usize);

impl<T: Count> Count for &T {
    fn as_count(&self) -> i64 {
        (**self).as_count()
    }
}

/// The text in the reader's language; the text itself where no translation is kept. For texts known only at run time,
/// such as the labels of a schema; everything else goes through [`t!`].
pub fn translate(text: &str) -> Cow<'_, str> {
    match language() {
        Language::English => Cow::Borrowed(text),
        other => catalogue(other).get(text).map_or(Cow::Borrowed(text), |found| Cow::Borrowed(found.as_str())),
    }
}

/// Translates `text` and fills its `{name}`s. What [`t!`] expands to.
pub fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    fill_translated(&translate(text), values)
}

/// Chooses between two texts by the reader's language's plural rule. What [`tn!`] expands to.
pub fn plural(count: i64, one: &str, many: &str, values: &[(&str, &dyn Display)]) -> String {
    // The rules of CLDR for integers: French counts nothing as one thing, English and German do not.
    let singular = match language() {
        Language::French => matches!(count, -1..=1),
        Language::English | Language::German => matches!(count, -1 | 1),
    };
    let number = fmt::number(count);
    let mut all: Vec<(&str, &dyn Display)> = vec![("count", &number)];
    all.extend_from_slice(values);
    fill(if singular { one } else { many }, &all)
}

fn fill_translated(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        let name = &rest[1..close];
        match values.iter().find(|(known, _)| *known == name) {
            // Writing to a String cannot fail.
            Some((_, value)) => drop(write!(filled, "{value}")),
            None => filled.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
    }
    filled.push_str(rest);
    filled
}

/// The names between braces in `text`.
#[cfg(test)]
pub(crate) fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

#[cfg(test)]
mod tests {
    use crate::{Language, Locale, scoped, translate};

    #[test]
    fn placeholders_are_filled_and_unknown_ones_left() {
        assert_eq!(t!("Search"), "Search");
        assert_eq!(crate::fill("{a} and {b}, {c}", &[("a", &1), ("b", &"{a}")]), "1 and {a}, {c}");
        assert_eq!(crate::fill("a { open brace", &[]), "a { open brace");
    }

    #[test]
    fn texts_without_translation_stay_english() {
        scoped(Locale::new(Language::French, "FR"), || {
            assert_eq!(translate("Search"), "Rechercher");
            assert_eq!(translate("no such text"), "no such text");
        });
    }

    #[test]
    fn plurals_follow_the_language() {
        for (language, count, expected) in [
            (Language::English, 0, "many 0"),
            (Language::English, 1, "one 1"),
            (Language::English, 1204, "many 1,204"),
            (Language::French, 0, "one 0"),
            (Language::French, 1, "one 1"),
            (Language::French, 2, "many 2"),
            (Language::German, 0, "many 0"),
            (Language::German, 1, "one 1"),
        ] {
            scoped(Locale::new(language, "US"), || {
                assert_eq!(tn!(count, "one {count}", "many {count}"), expected, "{language:?}");
            });
        }
    }
}
