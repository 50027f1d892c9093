//! What the owner's earlier decisions say about a line.
//!
//! First who it is: decisions about the same payee, counted. Where the payee is new, the words: naive Bayes over the
//! words of earlier decisions, in integers. Only decisions of the owner are counted, never what rules or earlier learning
//! did, so that a mistake is not taken for a lesson by being repeated.

use std::collections::{HashMap, HashSet};

/// The category under which a line split into several is counted: it agrees with none.
pub const SPLIT: i64 = 0;
/// Decisions about a payee are enough to act on when this many thousandths of them agree.
pub const SURE_PERMILLE: i64 = 900;
/// The best category by words must be twice as likely as the next: one bit, in the fixed point of [`log2`].
const LEAD: i64 = 1 << FRACTION;
/// Binary places of a logarithm.
const FRACTION: u32 = 12;

/// Earlier decisions, counted.
#[derive(Debug, Default)]
pub struct Memory {
    payees: HashMap<String, Vec<(i64, i64)>>,
    words: HashMap<String, Vec<(i64, i64)>>,
    words_of: HashMap<i64, i64>,
}

/// What earlier decisions say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The category; [`SPLIT`] where most were split.
    pub category: i64,
    /// How many decisions agree.
    pub agreed: i64,
    /// Of how many.
    pub considered: i64,
    /// The words it was told by, where the payee is new.
    pub words: Vec<String>,
}

impl Suggestion {
    /// Whether it may be acted on without asking: so many decisions about this payee, nine of ten alike.
    pub fn is_sure(&self, times_needed: i64) -> bool {
        self.words.is_empty()
            && self.category != SPLIT
            && self.considered >= times_needed
            && self.agreed * 1000 >= self.considered * SURE_PERMILLE
    }
}

impl Memory {
    /// Decisions as they are kept: (payee or word, category, times).
    pub fn new(payees: Vec<(String, i64, i64)>, words: Vec<(String, i64, i64)>) -> Memory {
        let mut memory = Memory::default();
        for (payee, category, times) in payees.into_iter().filter(|row| row.2 > 0) {
            memory.payees.entry(payee).or_default().push((category, times));
        }
        for (word, category, times) in words.into_iter().filter(|row| row.2 > 0) {
            *memory.words_of.entry(category).or_default() += times;
            memory.words.entry(word).or_default().push((category, times));
        }
        memory
    }

    /// What is known of a line with this payee key and these words.
    pub fn suggest(&self, payee_key: &str, words: &[String]) -> Option<Suggestion> {
        self.by_payee(payee_key).or_else(|| self.by_words(words))
    }

    fn by_payee(&self, payee_key: &str) -> Option<Suggestion> {
        let known = self.payees.get(payee_key)?;
        let (category, agreed) = known.iter().copied().max_by_key(|(category, times)| (*times, -*category))?;
        let considered = known.iter().map(|(_, times)| times).sum();
        Some(Suggestion { category, agreed, considered, words: Vec::new() })
    }

    fn by_words(&self, words: &[String]) -> Option<Suggestion> {
        let known: Vec<(&String, &Vec<(i64, i64)>)> =
            words.iter().filter_map(|word| Some((word, self.words.get(word)?))).collect();
        // The sign alone says nothing about what a line is for.
        if !known.iter().any(|(word, _)| is_telling(word)) {
            return None;
        }
        let candidates: HashSet<i64> =
            known.iter().flat_map(|(_, rows)| rows.iter().map(|(category, _)| *category)).collect();
        let vocabulary = self.words.len() as u64;
        let mut scored: Vec<(i64, i64)> = candidates
            .into_iter()
            .map(|category| {
                let size = self.words_of.get(&category).copied().unwrap_or(0).unsigned_abs();
                // Laplace's rule of succession: a word never seen is rare, not impossible.
                let words: i64 =
                    known.iter().map(|(_, rows)| log2(times(rows, category) + 1) - log2(size + vocabulary)).sum();
                (words + log2(size + 1), category)
            })
            .collect();
        scored.sort_unstable_by_key(|(score, category)| (-score, *category));
        let (best, category) = *scored.first()?;
        if scored.get(1).is_some_and(|(next, _)| best - next < LEAD) {
            return None;
        }
        let telling = known.iter().filter(|(word, rows)| is_telling(word) && times(rows, category) > 0);
        let words: Vec<String> = telling.map(|(word, _)| (*word).clone()).take(3).collect();
        if words.is_empty() {
            return None;
        }
        Some(Suggestion { category, agreed: 0, considered: 0, words })
    }
}

fn times(rows: &[(i64, i64)], category: i64) -> u64 {
    rows.iter().find(|(known, _)| *known == category).map_or(0, |(_, times)| times.unsigned_abs())
}

fn is_telling(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// The words by which a line is told, each once, with the way the money went as a word of its own.
pub fn words_of_line(payee: &str, text_folded: &str, amount_minor: i64) -> Vec<String> {
    let mut words = kernel::search::words_of(&format!("{payee} {text_folded}"));
    words.retain(|word| word.chars().any(char::is_alphabetic) && word.chars().nth(2).is_some());
    words.truncate(12);
    words.push(if amount_minor < 0 { "-".into() } else { "+".into() });
    words
}

/// The binary logarithm in fixed point, by repeated squaring: integers only, so that every machine decides alike.
fn log2(number: u64) -> i64 {
    let whole = number.max(1).ilog2();
    // The mantissa in [1, 2) with 31 binary places.
    let mut mantissa = (u128::from(number.max(1)) << 31) >> whole;
    let mut result = i64::from(whole) << FRACTION;
    for place in (0..FRACTION).rev() {
        mantissa = (mantissa * mantissa) >> 31;
        if mantissa >= 1 << 32 {
            mantissa >>= 1;
            result += 1 << place;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::accuracy::TIMES_AT_FIRST;

    #[test]
    fn the_logarithm_is_right_to_its_last_places() {
        for (number, expected) in [(1, 0), (2, 4_096), (3, 6_491), (8, 12_288), (10, 13_606), (1_000, 40_820)] {
            assert!((log2(number) - expected).abs() <= 1, "{number}: {}", log2(number));
        }
    }

    #[test]
    fn a_payee_is_sure_after_three_decisions_that_agree() {
        for (what, known, category, sure) in [
            ("two alike", vec![(7, 2)], 7, false),
            ("three alike", vec![(7, 3)], 7, true),
            ("nine of ten", vec![(7, 9), (8, 1)], 7, true),
            ("seven of nine", vec![(7, 7), (8, 2)], 7, false),
            ("mostly split", vec![(SPLIT, 5)], SPLIT, false),
        ] {
            let rows = known.into_iter().map(|(category, times)| ("-kiln".to_string(), category, times)).collect();
            let suggestion = Memory::new(rows, Vec::new()).suggest("-kiln", &[]).unwrap();
            assert_eq!((suggestion.category, suggestion.is_sure(TIMES_AT_FIRST)), (category, sure), "{what}");
        }
    }

    #[test]
    fn words_tell_where_the_payee_is_new_and_are_never_sure() {
        let row = |word: &str, category, times| (word.to_string(), category, times);
        let memory = Memory::new(
            Vec::new(),
            vec![
                row("kiln", 7, 4),
                row("supply", 7, 3),
                row("supply", 8, 1),
                row("air", 9, 5),
                row("-", 7, 4),
                row("-", 9, 5),
            ],
        );
        let words = |text: &str| words_of_line(text, "", -5);
        let suggestion = memory.suggest("-new", &words("kiln supply")).unwrap();
        assert_eq!((suggestion.category, suggestion.is_sure(TIMES_AT_FIRST)), (7, false));
        assert_eq!(suggestion.words, ["kiln", "supply"]);
        assert_eq!(memory.suggest("-new", &words("bakery")), None);
    }
}
