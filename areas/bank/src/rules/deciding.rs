//! The owner's rules: which lines a rule takes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which way the money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Either way.
    #[default]
    Any,
    /// Money in.
    In,
    /// Money out.
    Out,
}

impl Direction {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::Any => "any",
            Direction::In => "in",
            Direction::Out => "out",
        }
    }

    /// The direction of that word; any for a word that is none.
    pub fn from_word(word: &str) -> Direction {
        match word {
            "in" => Direction::In,
            "out" => Direction::Out,
            _ => Direction::Any,
        }
    }
}

/// What a rule asks of a line. Everything that is asked must hold; what is absent asks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Condition {
    /// Words that stand together in the line's text or counterparty, whatever their case.
    pub text_has: String,
    /// Words that stand together in the counterparty's name.
    pub counterparty_has: String,
    /// Only lines of this account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// Only money in, or only money out.
    pub direction: Direction,
    /// Amounts from this one, whichever way the money went; in the account’s currency where one is named.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
    pub from_minor: Option<i64>,
    /// Amounts up to this one.
    #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
    pub through_minor: Option<i64>,
}

/// What a rule sees of a line.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Its account.
    pub account: i64,
    /// Its amount, in minor units of its account's currency.
    pub amount_minor: i64,
    /// What that was worth in the books' currency.
    pub book_minor: i64,
    /// Text and counterparty, folded by [`fold`].
    pub all_folded: &'a str,
    /// Counterparty, folded by [`fold`].
    pub counterparty_folded: &'a str,
}

/// Lower case with single spaces, so that neither case nor spacing decides.
pub fn fold(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Condition {
    /// Whether it asks anything that tells one line from another.
    pub fn is_empty(&self) -> bool {
        fold(&self.text_has).is_empty()
            && fold(&self.counterparty_has).is_empty()
            && self.from_minor.is_none()
            && self.through_minor.is_none()
    }

    /// The same with its words folded, ready to be held against many lines.
    pub fn folded(&self) -> Condition {
        Condition { text_has: fold(&self.text_has), counterparty_has: fold(&self.counterparty_has), ..self.clone() }
    }

    /// Whether a line fulfils it; its words must be [`folded`](Condition::folded).
    pub fn takes(&self, line: &Facts<'_>) -> bool {
        // A bound of one account is in its currency. One for all accounts is in the books', or ten dollars and ten yen
        // would count as the same.
        let size = if self.account.is_some() { line.amount_minor } else { line.book_minor }.unsigned_abs();
        let within = |bound: Option<i64>, holds: fn(u64, u64) -> bool| {
            bound.is_none_or(|bound| holds(size, bound.unsigned_abs()))
        };
        let way = match self.direction {
            Direction::Any => true,
            Direction::In => line.amount_minor > 0,
            Direction::Out => line.amount_minor < 0,
        };
        way && self.account.is_none_or(|account| account == line.account)
            && within(self.from_minor, |size, bound| size >= bound)
            && within(self.through_minor, |size, bound| size <= bound)
            && line.all_folded.contains(&self.text_has)
            && line.counterparty_folded.contains(&self.counterparty_has)
    }
}

/// The words of a line that a rule would best ask for: the longest run without numbers at the beginning of who it is,
/// at most four words.
pub fn telling_words(payee: &str) -> String {
    let letters =
        |word: &&str| word.chars().all(|letter| !letter.is_ascii_digit()) && word.chars().any(char::is_alphabetic);
    let words: Vec<&str> =
        payee.split_whitespace().skip_while(|word| !letters(word)).take_while(letters).take(4).collect();
    if words.is_empty() { payee.to_owned() } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_takes_what_fulfils_all_it_asks() {
        let line = Facts {
            account: 1,
            amount_minor: -9_620,
            book_minor: -9_620,
            all_folded: "sq *blue ridge kiln supp blue ridge kiln",
            counterparty_folded: "blue ridge kiln",
        };
        let kiln = Condition { text_has: "Blue  Ridge KILN".into(), ..Condition::default() };
        for (what, condition, takes) in [
            ("words in any case and spacing", kiln.clone(), true),
            ("other words", Condition { text_has: "lowe's".into(), ..kiln.clone() }, false),
            ("money in", Condition { direction: Direction::In, ..kiln.clone() }, false),
            ("money out", Condition { direction: Direction::Out, ..kiln.clone() }, true),
            ("under 150", Condition { through_minor: Some(15_000), ..kiln.clone() }, true),
            ("from 150", Condition { from_minor: Some(15_000), ..kiln.clone() }, false),
            ("another account", Condition { account: Some(2), ..kiln.clone() }, false),
            ("counterparty", Condition { counterparty_has: "ridge kiln".into(), ..Condition::default() }, true),
            (
                "text that is not the counterparty",
                Condition { counterparty_has: "sq".into(), ..Condition::default() },
                false,
            ),
        ] {
            assert_eq!(condition.folded().takes(&line), takes, "{what}");
        }
    }

    #[test]
    fn bounds_are_in_the_currency_of_the_account_named_else_in_that_of_the_books() {
        // 12,000 yen were 73.44 euros.
        let line =
            Facts { account: 1, amount_minor: -12_000, book_minor: -7_344, all_folded: "", counterparty_folded: "" };
        let bound = |account, from_minor| Condition { account, from_minor: Some(from_minor), ..Condition::default() };
        for (account, from_minor, takes) in
            [(None, 7_344, true), (None, 7_345, false), (Some(1), 12_000, true), (Some(1), 12_001, false)]
        {
            assert_eq!(bound(account, from_minor).takes(&line), takes, "{account:?} from {from_minor}");
        }
    }

    #[test]
    fn telling_words_leave_numbers_out() {
        for (payee, words) in [
            ("lowe's 00417", "lowe's"),
            ("usps 0388 asheville", "usps"),
            ("blue ridge kiln supply of asheville", "blue ridge kiln supply"),
            ("4411 8812", "4411 8812"),
            ("* acme ltd", "acme ltd"),
        ] {
            assert_eq!(telling_words(payee), words);
        }
    }
}
