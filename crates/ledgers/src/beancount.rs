//! Ledgers of beancount (beancount documentation, "Beancount Language Syntax").

mod token;

use jiff::civil::Date;
use ledger::{AccountClass, Basis};

use self::token::{Tokens, is_account};
use crate::{
    book::{Format, LeftOutKind, Price},
    date,
    error::{Problem, ReadError, short},
    quantity::{Mark, Quantity},
    raw::{Event, Raw, RawPosting, RawTransaction},
};

struct Reader<'a> {
    raw: Raw,
    open: Option<RawTransaction>,
    pushed: Vec<&'a str>,
}

pub(crate) fn read(text: &str) -> Result<Raw, ReadError> {
    let mut reader = Reader { raw: Raw::new(Format::Beancount), open: None, pushed: Vec::new() };
    for (number, whole) in (1u32..).zip(text.lines()) {
        let line = whole.trim_end();
        if line.trim().is_empty() {
            reader.finish();
        } else if line.starts_with([' ', '\t']) {
            reader.inside(line.trim_start(), number)?;
        } else {
            reader.finish();
            reader.begin(line, number)?;
        }
    }
    reader.finish();
    Ok(reader.raw)
}

fn unexpected(line: &str, number: u32) -> ReadError {
    ReadError { line: number, problem: Problem::Unexpected(short(line)) }
}

impl<'a> Reader<'a> {
    fn finish(&mut self) {
        if let Some(transaction) = self.open.take() {
            self.raw.events.push(Event::Transaction(transaction));
        }
    }

    fn begin(&mut self, line: &'a str, number: u32) -> Result<(), ReadError> {
        let first = line.chars().next().unwrap_or_default();
        if !first.is_ascii_digit() {
            // Lines that begin with anything but a directive are headings and comments.
            if !first.is_alphabetic() {
                return Ok(());
            }
            return self.setting(line, number);
        }
        let (day, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let date =
            date::parse(day, None).ok_or_else(|| ReadError { line: number, problem: Problem::Date(short(day)) })?;
        let mut tokens = Tokens::new(rest, number);
        let word = tokens.word().unwrap_or_default();
        match word {
            "open" => {
                tokens.account(&mut self.raw)?;
            }
            "balance" => self.balance(date, &mut tokens, number)?,
            "pad" => {
                let account = tokens.account(&mut self.raw)?;
                let from = tokens.account(&mut self.raw)?;
                self.raw.events.push(Event::Pad { line: number, date, account, from });
            }
            "price" => {
                let name = tokens.word().ok_or_else(|| unexpected(line, number))?;
                let commodity = self.raw.commodity(name);
                let price = tokens.amount(&mut self.raw)?.ok_or_else(|| unexpected(line, number))?;
                self.raw.prices.push(Price { date, commodity, price });
            }
            "close" | "commodity" => {}
            "note" | "document" | "event" | "query" | "custom" => self.raw.leave_out(number, LeftOutKind::Directive),
            "txn" => self.open = Some(self.header(date, tokens, number)?),
            flag if flag.chars().count() == 1 => self.open = Some(self.header(date, tokens, number)?),
            _ => return Err(unexpected(line, number)),
        }
        Ok(())
    }

    fn setting(&mut self, line: &'a str, number: u32) -> Result<(), ReadError> {
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match word {
            "include" => {
                return Err(ReadError {
                    line: number,
                    problem: Problem::Include(short(rest.trim().trim_matches('"'))),
                });
            }
            "option" => self.option(rest),
            "plugin" | "pushmeta" | "popmeta" => self.raw.leave_out(number, LeftOutKind::Directive),
            "pushtag" => self.pushed.push(rest.trim().trim_start_matches('#')),
            "poptag" => {
                self.pushed.pop();
            }
            _ => return Err(unexpected(line, number)),
        }
        Ok(())
    }

    /// `option "name_assets" "Vermoegen"`: a root by another name.
    fn option(&mut self, rest: &str) {
        let mut texts = rest.split('"').skip(1).step_by(2);
        let class = match texts.next() {
            Some("name_assets") => AccountClass::Asset,
            Some("name_liabilities") => AccountClass::Liability,
            Some("name_equity") => AccountClass::Equity,
            Some("name_income") => AccountClass::Income,
            Some("name_expenses") => AccountClass::Expense,
            _ => return,
        };
        if let Some(name) = texts.next() {
            self.raw.roots.push((name.to_owned(), class));
        }
    }

    /// `DATE balance ACCOUNT NUMBER [~ TOLERANCE] CURRENCY`
    fn balance(&mut self, date: Date, tokens: &mut Tokens<'_>, number: u32) -> Result<(), ReadError> {
        let account = tokens.account(&mut self.raw)?;
        let (quantity, tolerance, commodity) = tokens.balance()?;
        let commodity = self.raw.commodity(commodity);
        // Half of twice the last digit stated (beancount documentation, "Precision & Tolerances").
        let last =
            Quantity::parse(&format!("0.{}1", "0".repeat(quantity.scale().saturating_sub(1) as usize)), Mark::Point);
        let tolerance = tolerance.or(last.filter(|_| quantity.scale() > 0)).unwrap_or(Quantity::ZERO);
        let stated = crate::Amount { quantity, commodity };
        self.raw.events.push(Event::Balance { line: number, date, account, stated, tolerance });
        Ok(())
    }

    /// `DATE FLAG ["PAYEE"] "NARRATION" [#tag] [^link]`
    fn header(&self, date: Date, mut tokens: Tokens<'_>, number: u32) -> Result<RawTransaction, ReadError> {
        let mut texts = Vec::new();
        while let Some(text) = tokens.string()? {
            texts.push(text);
        }
        let (payee, text) = match &mut texts[..] {
            [] => (String::new(), String::new()),
            [text] => (String::new(), std::mem::take(text)),
            [payee, text, ..] => (std::mem::take(payee), std::mem::take(text)),
        };
        let mut transaction = RawTransaction {
            line: number,
            date,
            code: String::new(),
            text: if text.is_empty() { payee.clone() } else { text },
            payee,
            notes: Vec::new(),
            tags: self.pushed.iter().map(|tag| (*tag).to_owned()).collect(),
            postings: Vec::new(),
        };
        tags_and_links(&mut transaction, &mut tokens, number)?;
        Ok(transaction)
    }

    fn inside(&mut self, line: &'a str, number: u32) -> Result<(), ReadError> {
        // What is set in below another directive describes it.
        let Some(mut transaction) = self.open.take() else { return Ok(()) };
        if line.starts_with(';') {
            self.open = Some(transaction);
            return Ok(());
        }
        if line.starts_with(['#', '^']) {
            tags_and_links(&mut transaction, &mut Tokens::new(line, number), number)?;
            self.open = Some(transaction);
            return Ok(());
        }
        let mut tokens = Tokens::new(line, number);
        if let Some((key, value)) = tokens.metadata() {
            if transaction.postings.is_empty() {
                match key {
                    "entry" | "code" => transaction.code = value.trim_matches('"').to_owned(),
                    _ if value.is_empty() => {}
                    _ => transaction.notes.push(format!("{key}: {}", value.trim_matches('"'))),
                }
            }
            self.open = Some(transaction);
            return Ok(());
        }
        tokens.flag();
        if !tokens.rest().split_whitespace().next().is_some_and(is_account) {
            return Err(unexpected(line, number));
        }
        let account = tokens.account(&mut self.raw)?;
        let amount = tokens.amount(&mut self.raw)?;
        let value = tokens.value(&mut self.raw)?;
        tokens.must_end()?;
        let posting = RawPosting { line: number, account, amount, value, assertion: None, basis: Basis::Both };
        transaction.postings.push(posting);
        self.open = Some(transaction);
        Ok(())
    }
}

fn tags_and_links(transaction: &mut RawTransaction, tokens: &mut Tokens<'_>, line: u32) -> Result<(), ReadError> {
    while let Some(word) = tokens.word() {
        if let Some(tag) = word.strip_prefix('#') {
            transaction.tags.push(tag.to_owned());
        } else if let Some(link) = word.strip_prefix('^') {
            transaction.notes.push(format!("^{link}"));
        } else if word.starts_with(';') {
            break;
        } else {
            return Err(unexpected(word, line));
        }
    }
    Ok(())
}
