//! The sections of a QIF file and the records in them.

use crate::error::ReadError;
use crate::source::Reading;
use crate::statement::AccountHint;

/// What a file tells, in its order.
pub enum Told<'r, 'a> {
    /// An account's records follow: its name, and what kind it is.
    Section(Option<&'a str>, Option<AccountHint>),
    /// A record of it.
    Record(&'r Record<'a>),
}

/// A movement as written.
#[derive(Debug, Default)]
pub struct Record<'a> {
    pub line: u32,
    pub date: &'a str,
    pub amount: &'a str,
    pub payee: &'a str,
    pub memo: &'a str,
    pub number: &'a str,
    pub category: &'a str,
    pub splits: Vec<&'a str>,
}

/// What the lines being read belong to.
enum Place {
    Account,
    Movements,
    /// Lists of categories, payees, securities, prices.
    Other,
}

/// Walks over the records of a file. One that is not ended is one the download broke off in.
pub fn walk(
    reading: &mut Reading<'_>,
    mut each: impl FnMut(Told<'_, '_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut place = Place::Other;
    let mut account: Option<String> = None;
    let (mut number, mut last) = (0u32, 1);
    let mut pieces = reading.pieces()?;
    while pieces.more()? {
        let text = pieces.text();
        let length = if pieces.is_last() { text.len() } else { cut(text) };
        let mut record: Option<Record<'_>> = None;
        for line in text[..length].split_inclusive('\n') {
            number = number.saturating_add(1);
            let line = line.trim_matches(|character: char| {
                character.is_whitespace() || matches!(character, '\u{1A}' | '\u{FEFF}')
            });
            let Some(code) = line.chars().next() else { continue };
            last = number;
            if code == '!' {
                if record.is_some() {
                    return Err(ReadError::CutShort { line: number.saturating_sub(1) });
                }
                let lower = line.to_ascii_lowercase();
                place = match section_kind(&lower) {
                    _ if lower.starts_with("!account") => Place::Account,
                    Some(kind) => {
                        each(Told::Section(account.as_deref(), kind))?;
                        Place::Movements
                    }
                    None => Place::Other,
                };
                continue;
            }
            let value = line[code.len_utf8()..].trim();
            match place {
                Place::Account if code == 'N' => account = Some(value.to_owned()).filter(|name| !name.is_empty()),
                Place::Movements if code == '^' => {
                    if let Some(record) = record.take() {
                        each(Told::Record(&record))?;
                    }
                }
                Place::Movements => {
                    record.get_or_insert_with(|| Record { line: number, ..Record::default() }).take(code, value);
                }
                _ => {}
            }
        }
        if record.is_some() {
            return Err(ReadError::CutShort { line: last });
        }
        pieces.take(length);
    }
    Ok(())
}

/// Where a piece can end: behind the last record that is there whole.
fn cut(text: &str) -> usize {
    let mut end = text.rfind('\n').map_or(0, |at| at + 1);
    while end > 0 {
        let start = text[..end - 1].rfind('\n').map_or(0, |at| at + 1);
        if text[start..end].trim_start().starts_with('^') {
            return end;
        }
        end = start;
    }
    0
}

/// What kind of account a header begins, where it begins one.
fn section_kind(lower: &str) -> Option<Option<AccountHint>> {
    match lower.strip_prefix("!type:")?.trim() {
        "bank" => Some(Some(AccountHint::Checking)),
        "ccard" => Some(Some(AccountHint::Card)),
        "oth l" => Some(Some(AccountHint::Loan)),
        "cash" | "oth a" => Some(None),
        _ => None,
    }
}

impl<'a> Record<'a> {
    fn take(&mut self, code: char, value: &'a str) {
        match code {
            'D' => self.date = value,
            // U repeats T with more digits in newer files.
            'T' => self.amount = value,
            'U' if self.amount.is_empty() => self.amount = value,
            'P' => self.payee = value,
            'M' => self.memo = value,
            'N' => self.number = value,
            'L' => self.category = value,
            '$' => self.splits.push(value),
            _ => {}
        }
    }

    /// Every amount of the record.
    pub fn amounts(&self) -> impl Iterator<Item = &'a str> + '_ {
        std::iter::once(self.amount).chain(self.splits.iter().copied()).filter(|text| !text.is_empty())
    }

    /// The other account of a transfer: a category in brackets, with or without a class behind it.
    pub fn transfer(&self) -> Option<&'a str> {
        self.category.strip_prefix('[')?.split_once(']').map(|(account, _)| account)
    }

    /// Whether this is the balance an account begins with: a transfer from itself.
    pub fn opens(&self, account: Option<&str>) -> bool {
        self.payee.eq_ignore_ascii_case("Opening Balance")
            && self.transfer().is_some_and(|from| account.is_none_or(|account| account == from))
    }
}
