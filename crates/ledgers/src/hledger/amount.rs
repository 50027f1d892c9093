//! Amounts of a journal: `$-100`, `100,00 EUR`, `3 "Green Apples" @ 0.50 EUR`, `= 400 EUR`.

use crate::{
    Quantity,
    book::Amount,
    error::{Problem, ReadError, short},
    quantity::Mark,
    raw::{Raw, Stated, Value},
};

/// How amounts of this file are read.
pub(super) struct Amounts {
    /// The decimal mark that all its amounts have; nothing where they differ or do not say.
    mark: Option<Mark>,
    /// Whether the file shows both marks, so that a number that could be read both ways is a question.
    both: bool,
    pub default_commodity: Option<usize>,
}

impl Amounts {
    /// Looks through the amounts of a file for its decimal mark: what `decimal-mark` says, else what its numbers show.
    pub fn of(text: &str) -> Amounts {
        let (mut point, mut comma) = (false, false);
        for line in text.lines() {
            if let Some(mark) = line.strip_prefix("decimal-mark").and_then(|rest| Mark::of(rest.trim().chars().next()?))
            {
                return Amounts { mark: Some(mark), both: false, default_commodity: None };
            }
            let amounts = match line.strip_prefix([' ', '\t']) {
                Some(inside) => inside.trim_start(),
                None => line.strip_prefix("commodity ").or_else(|| line.strip_prefix("D ")).unwrap_or_default(),
            };
            let amounts = amounts.split(';').next().unwrap_or_default();
            let start = amounts.find("  ").or_else(|| amounts.find('\t')).unwrap_or(0);
            let numbers =
                amounts[start..].split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',');
            for number in numbers.filter(|one| one.bytes().any(|byte| byte.is_ascii_digit())) {
                match Quantity::mark_of(number.trim_end_matches([',', '.'])) {
                    Some(Mark::Point) => point = true,
                    Some(Mark::Comma) => comma = true,
                    None => {}
                }
            }
        }
        let mark = match (point, comma) {
            (false, true) => Some(Mark::Comma),
            (true, true) => None,
            _ => Some(Mark::Point),
        };
        Amounts { mark, both: point && comma, default_commodity: None }
    }

    fn number(&self, text: &str, line: u32) -> Result<Quantity, ReadError> {
        let stripped = text.trim_end();
        let mark = match (self.mark, self.both) {
            (Some(mark), _) => Some(mark),
            (None, true) if !stripped.contains(['.', ',']) => Some(Mark::Point),
            _ => Quantity::mark_of(stripped),
        };
        let Some(mark) = mark else {
            return Err(ReadError { line, problem: Problem::AmbiguousAmount(short(stripped)) });
        };
        Quantity::parse(stripped, mark).ok_or_else(|| ReadError { line, problem: Problem::Amount(short(stripped)) })
    }

    /// An amount, if one stands here.
    pub fn read(&self, scan: &mut Scan<'_>, raw: &mut Raw) -> Result<Option<Amount>, ReadError> {
        scan.space();
        if scan.at_end() || scan.peek_is(&['=', '@', '{']) {
            return Ok(None);
        }
        let before = scan.rest;
        let wrong = |line| ReadError { line, problem: Problem::Amount(short(before)) };
        let mut negative = scan.sign();
        let mut commodity = scan.commodity();
        scan.space();
        negative ^= scan.sign();
        let digits = scan.digits().ok_or_else(|| wrong(scan.line))?;
        let quantity = self.number(digits, scan.line)?;
        if commodity.is_none() {
            scan.space();
            commodity = scan.commodity();
        }
        let commodity = match (commodity, self.default_commodity) {
            (Some(name), _) => raw.commodity(&name),
            (None, Some(default)) => default,
            (None, None) => raw.commodity(""),
        };
        let quantity = if negative { quantity.negated() } else { quantity };
        Ok(Some(Amount { quantity, commodity }))
    }

    /// `@ PRICE`, `@@ TOTAL`, and ledger's `{COST}` and `{{TOTAL COST}}`, which count before a price.
    pub fn read_value(&self, scan: &mut Scan<'_>, raw: &mut Raw) -> Result<Value, ReadError> {
        let mut value = Value::Unsaid;
        loop {
            scan.space();
            if scan.take("{{") {
                let cost = self.read(scan, raw)?;
                scan.through("}}")?;
                value = cost.map_or(value, Value::Total);
            } else if scan.take("{") {
                scan.space();
                scan.take("=");
                let cost = self.read(scan, raw)?;
                scan.through("}")?;
                value = cost.map_or(Value::OfLot, Value::Each);
            } else if scan.take("[") {
                // The day the lot was bought.
                scan.through("]")?;
            } else if scan.take("(@)") || scan.take("@") {
                let total = scan.take("@");
                let price = self.read(scan, raw)?;
                let price =
                    price.ok_or_else(|| ReadError { line: scan.line, problem: Problem::Amount(short(scan.rest)) })?;
                if matches!(value, Value::Unsaid | Value::OfLot) {
                    value = if total { Value::Total(price) } else { Value::Each(price) };
                }
            } else {
                return Ok(value);
            }
        }
    }

    /// `= BALANCE`, `==`, and with accounts below `=*`, `==*`.
    pub fn read_assertion(&self, scan: &mut Scan<'_>, raw: &mut Raw) -> Result<Option<Stated>, ReadError> {
        scan.space();
        if !scan.take("=") {
            return Ok(None);
        }
        scan.take("=");
        let with_below = scan.take("*");
        let line = scan.line;
        let amount = self.read(scan, raw)?;
        let amount = amount.ok_or_else(|| ReadError { line, problem: Problem::Amount(short(scan.rest)) })?;
        // A balance may carry a price, which says nothing about it.
        self.read_value(scan, raw)?;
        Ok(Some(Stated { amount, with_below }))
    }
}

/// What is left of a line.
pub(super) struct Scan<'a> {
    rest: &'a str,
    line: u32,
}

impl<'a> Scan<'a> {
    pub fn new(rest: &'a str, line: u32) -> Scan<'a> {
        Scan { rest: rest.trim(), line }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn peek_is(&self, letters: &[char]) -> bool {
        self.rest.starts_with(letters)
    }

    fn take(&mut self, what: &str) -> bool {
        match self.rest.strip_prefix(what) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn through(&mut self, what: &str) -> Result<(), ReadError> {
        match self.rest.split_once(what) {
            Some((_, rest)) => {
                self.rest = rest;
                Ok(())
            }
            None => Err(ReadError { line: self.line, problem: Problem::Unexpected(short(self.rest)) }),
        }
    }

    /// A sign, and whether it is a minus.
    fn sign(&mut self) -> bool {
        let minus = self.take("-") || self.take("−");
        if !minus {
            self.take("+");
        }
        self.space();
        minus
    }

    /// A commodity: quoted, or letters and signs without a digit.
    pub fn commodity(&mut self) -> Option<String> {
        if let Some(quoted) = self.rest.strip_prefix('"') {
            let (name, rest) = quoted.split_once('"')?;
            self.rest = rest;
            return Some(name.to_owned());
        }
        let of_number = |letter: char| {
            letter.is_ascii_digit()
                || letter.is_whitespace()
                || matches!(
                    letter,
                    '-' | '−' | '+' | '.' | ',' | '@' | '=' | '{' | '}' | '[' | ']' | '(' | ')' | ';' | '"' | '*'
                )
        };
        let end = self.rest.find(of_number).unwrap_or(self.rest.len());
        if end == 0 {
            return None;
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(name.to_owned())
    }

    /// Digits with their marks; groups may be parted by a space.
    fn digits(&mut self) -> Option<&'a str> {
        let mut end = 0;
        let mut letters = self.rest.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let spaced = matches!(letter, ' ' | '\u{a0}' | '\u{202f}')
                && end > 0
                && letters.peek().is_some_and(|(_, next)| next.is_ascii_digit());
            if letter.is_ascii_digit() || matches!(letter, '.' | ',' | '\'' | '_') {
                end = at + letter.len_utf8();
            } else if !spaced {
                break;
            }
        }
        let (digits, rest) = self.rest.split_at(end);
        self.rest = rest;
        digits.bytes().any(|byte| byte.is_ascii_digit()).then_some(digits)
    }

    pub fn must_end(&self) -> Result<(), ReadError> {
        if self.rest.trim().is_empty() {
            return Ok(());
        }
        Err(ReadError { line: self.line, problem: Problem::Unexpected(short(self.rest)) })
    }
}
