//! Search: a table of words, written with each record, read by prefix. One SQL text for both engines, and no scan.

use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Buffered, StoreError, Tx};

use crate::{
    Context, Failure, Query, records,
    slots::{Hit, Need},
};

/// At most this many words of a text are kept.
const WORDS_KEPT: usize = 16;
/// Longer words are cut here; a prefix still finds them.
const WORD_LENGTH: usize = 24;

/// Enters the words of a record, so that search finds it. Entering a word again changes nothing.
pub fn remember_words(context: &mut Context, kind: &'static str, id: i64, text: &str) {
    let waiting = context.tx.buffer::<WaitingWords>();
    for word in words_of(text).into_iter().take(WORDS_KEPT) {
        waiting.rows.push((word, kind, id));
    }
}

/// As many words wait at most where long work asks for it.
const MOST_WAITING: usize = 60_000;

/// Writes the words that wait, once they are many: for work of so many records that holding all their words would fill
/// memory.
pub fn write_many_words(context: &mut Context) -> Result<(), Failure> {
    if context.tx.buffer::<WaitingWords>().rows.len() >= MOST_WAITING {
        context.tx.flush::<WaitingWords>()?;
    }
    Ok(())
}

/// Takes the words of a text back from a record, when it changes. What else speaks of the record is to be remembered
/// anew: two texts may share a word.
pub fn forget_words(context: &mut Context, kind: &'static str, id: i64, text: &str) -> Result<(), Failure> {
    context.tx.flush::<WaitingWords>()?;
    for word in words_of(text).into_iter().take(WORDS_KEPT) {
        records::delete_word(&mut context.tx, &word, kind, id)?;
    }
    Ok(())
}

/// The words of a text: lower case, letters and digits, two characters or more, each once, in order.
pub fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in text.split(|letter: char| !letter.is_alphanumeric()) {
        if piece.chars().nth(1).is_none() {
            continue;
        }
        let word: String = piece.chars().flat_map(char::to_lowercase).take(WORD_LENGTH).collect();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Words that wait for the end of the transaction: sorted, they enter the table in the order it is kept in.
#[derive(Default, Clone)]
struct WaitingWords {
    rows: Vec<(String, &'static str, i64)>,
}

impl Buffered for WaitingWords {
    fn mark(&self) -> usize {
        self.rows.len()
    }

    fn truncate(&mut self, mark: usize) {
        self.rows.truncate(mark);
    }

    fn flush(&mut self, tx: &mut Tx) -> Result<(), StoreError> {
        self.rows.sort_unstable();
        self.rows.dedup();
        records::insert_words(tx, &self.rows)?;
        self.rows.clear();
        Ok(())
    }
}

/// Records whose words begin with each word of the text.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// What to look for; the beginnings of words are enough.
    pub text: String,
    /// How many of each kind, 10 when absent.
    pub limit: Option<i64>,
}

/// What search found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Found {
    /// The hits, by kind, newest first.
    pub hits: Vec<Hit>,
}

impl Query for Search {
    const NAME: &'static str = "search";
    type Answer = Found;

    fn about() -> String {
        t!("Find anything by the beginnings of its words.")
    }

    fn answer(&self, context: &mut Context) -> Result<Found, Failure> {
        let words: Vec<String> = words_of(&self.text).into_iter().take(4).collect();
        let mut hits = Vec::new();
        if words.is_empty() {
            return Ok(Found { hits });
        }
        let limit = self.limit.unwrap_or(10).clamp(1, 100);
        let registry = context.registry();
        for source in registry.areas.iter().flat_map(|area| &area.search) {
            let ids = records::ids_with_words(&mut context.tx, source.kind, &words, limit)?;
            if !ids.is_empty() {
                hits.extend((source.describe)(context, &ids)?);
            }
        }
        Ok(Found { hits })
    }
}

/// What waits for the owner, over all areas.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Needs {}

/// The things that wait.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Waiting {
    /// How many in all.
    pub count: i64,
    /// Each kind.
    pub needs: Vec<Need>,
}

impl Query for Needs {
    const NAME: &'static str = "needs";
    type Answer = Waiting;

    fn about() -> String {
        t!("What waits for you.")
    }

    fn answer(&self, context: &mut Context) -> Result<Waiting, Failure> {
        let registry = context.registry();
        let mut needs = Vec::new();
        for source in registry.areas.iter().flat_map(|area| &area.needs) {
            needs.extend((source.run)(context)?);
        }
        Ok(Waiting { count: needs.iter().map(|need| need.count).sum(), needs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_lower_case_and_once() {
        for (text, words) in [
            ("SQ *BLUE RIDGE Kiln, Blue a 42", vec!["blue", "ridge", "kiln", "42"]),
            ("Ünal & Söhne", vec!["ünal", "söhne"]),
            ("", vec![]),
        ] {
            let found = words_of(text);
            assert!(words.iter().all(|word| found.contains(&word.to_string())), "{found:?}");
            assert_eq!(
                found.iter().filter(|word| *word == "blue").count(),
                words.iter().filter(|word| **word == "blue").count()
            );
        }
    }
}
