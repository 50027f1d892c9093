//! The words of a line of beancount.

use crate::{
    Quantity,
    book::Amount,
    error::{Problem, ReadError, short},
    quantity::Mark,
    raw::{Raw, Value},
};

/// What is left of a line.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    line: u32,
}

/// An account's name: capitalised words with colons between.
pub(super) fn is_account(word: &str) -> bool {
    word.contains(':') && word.chars().next().is_some_and(|first| first.is_uppercase() || !first.is_ascii())
}

/// A currency: capital letters with digits and a few signs.
fn is_currency(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_uppercase() || first == '/')
        && word.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit() || "'._-/".contains(one))
}

impl<'a> Tokens<'a> {
    pub fn new(rest: &'a str, line: u32) -> Tokens<'a> {
        Tokens { rest: rest.trim(), line }
    }

    pub fn rest(&self) -> &'a str {
        self.rest
    }

    fn unexpected(&self) -> ReadError {
        ReadError { line: self.line, problem: Problem::Unexpected(short(self.rest)) }
    }

    fn peek(&self) -> &'a str {
        self.rest.split_whitespace().next().unwrap_or_default()
    }

    pub fn word(&mut self) -> Option<&'a str> {
        let word = self.peek();
        if word.is_empty() {
            return None;
        }
        self.rest = self.rest[word.len()..].trim_start();
        Some(word)
    }

    fn take(&mut self, what: &str) -> bool {
        match self.rest.strip_prefix(what) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// A flag before a posting's account.
    pub fn flag(&mut self) {
        let word = self.peek();
        if word.chars().count() == 1 && !word.starts_with(|one: char| one.is_ascii_digit()) {
            self.word();
        }
    }

    pub fn account(&mut self, raw: &mut Raw) -> Result<usize, ReadError> {
        match self.peek() {
            word if is_account(word) => {
                self.word();
                raw.account(word, self.line)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// A text in quotes.
    pub fn string(&mut self) -> Result<Option<String>, ReadError> {
        let Some(inside) = self.rest.strip_prefix('"') else { return Ok(None) };
        let mut text = String::new();
        let mut escaped = false;
        for (at, letter) in inside.char_indices() {
            match letter {
                _ if escaped => {
                    text.push(if letter == 'n' { ' ' } else { letter });
                    escaped = false;
                }
                '\\' => escaped = true,
                '"' => {
                    self.rest = inside[at + 1..].trim_start();
                    // Older files part payee and narration with a bar.
                    self.take("|");
                    return Ok(Some(text.split_whitespace().collect::<Vec<_>>().join(" ")));
                }
                _ => text.push(letter),
            }
        }
        Err(self.unexpected())
    }

    /// `key: value` of a transaction or posting.
    pub fn metadata(&mut self) -> Option<(&'a str, &'a str)> {
        let (key, value) = self.rest.split_once(':')?;
        let is_key = key.starts_with(|first: char| first.is_ascii_lowercase())
            && key.chars().all(|one| one.is_ascii_alphanumeric() || one == '-' || one == '_');
        is_key.then(|| (key, value.trim()))
    }

    fn number(&mut self) -> Result<Option<Quantity>, ReadError> {
        let before = self.rest;
        let negative = self.take("-");
        if !negative {
            self.take("+");
        }
        let end =
            self.rest.find(|one: char| !one.is_ascii_digit() && one != '.' && one != ',').unwrap_or(self.rest.len());
        let (digits, rest) = self.rest.split_at(end);
        if digits.is_empty() {
            self.rest = before;
            return Ok(None);
        }
        let quantity = Quantity::parse(digits, Mark::Point);
        let quantity =
            quantity.ok_or_else(|| ReadError { line: self.line, problem: Problem::Amount(short(before)) })?;
        self.rest = rest.trim_start();
        Ok(Some(if negative { quantity.negated() } else { quantity }))
    }

    fn currency(&mut self) -> Result<&'a str, ReadError> {
        let end =
            self.rest.find(|one: char| one.is_whitespace() || "}#,@{*~;".contains(one)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        if !is_currency(word) {
            return Err(self.unexpected());
        }
        self.rest = rest.trim_start();
        Ok(word)
    }

    pub fn amount(&mut self, raw: &mut Raw) -> Result<Option<Amount>, ReadError> {
        let Some(quantity) = self.number()? else { return Ok(None) };
        let commodity = self.currency()?;
        Ok(Some(Amount { quantity, commodity: raw.commodity(commodity) }))
    }

    /// A number, its tolerance if one is stated, and its currency.
    pub fn balance(&mut self) -> Result<(Quantity, Option<Quantity>, &'a str), ReadError> {
        let quantity = self.number()?.ok_or_else(|| self.unexpected())?;
        let tolerance = if self.take("~") { self.number()? } else { None };
        Ok((quantity, tolerance, self.currency()?))
    }

    /// `{COST, DATE, "LABEL"}`, `{{TOTAL}}`, `@ PRICE`, `@@ TOTAL`; a cost counts before a price.
    pub fn value(&mut self, raw: &mut Raw) -> Result<Value, ReadError> {
        let mut value = Value::Unsaid;
        if self.take("{{") {
            value = self.amount(raw)?.map_or(Value::OfLot, Value::Total);
            self.through("}}")?;
        } else if self.take("{") {
            value = self.amount(raw)?.map_or(Value::OfLot, Value::Each);
            self.through("}")?;
        }
        if self.take("@@") {
            let total = self.amount(raw)?.ok_or_else(|| self.unexpected())?;
            return Ok(if matches!(value, Value::Unsaid) { Value::Total(total) } else { value });
        }
        if self.take("@") {
            let each = self.amount(raw)?.ok_or_else(|| self.unexpected())?;
            return Ok(if matches!(value, Value::Unsaid) { Value::Each(each) } else { value });
        }
        Ok(value)
    }

    fn through(&mut self, what: &str) -> Result<(), ReadError> {
        match self.rest.split_once(what) {
            Some((_, rest)) => {
                self.rest = rest.trim_start();
                Ok(())
            }
            None => Err(self.unexpected()),
        }
    }

    pub fn must_end(&self) -> Result<(), ReadError> {
        if self.rest.is_empty() || self.rest.starts_with(';') { Ok(()) } else { Err(self.unexpected()) }
    }
}
