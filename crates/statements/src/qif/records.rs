//! The sections of a QIF file and the records in them.

use crate::error::ReadError;
use crate::statement::AccountHint;

/// What a file holds of accounts.
#[derive(Debug, Default)]
pub struct Sections<'a> {
    pub accounts: Vec<Section<'a>>,
}

/// The records behind one `!Type:` of an account.
#[derive(Debug)]
pub struct Section<'a> {
    pub account: Option<String>,
    pub kind: Option<AccountHint>,
    pub records: Vec<Record<'a>>,
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

/// Cuts a text into sections. A record that is not ended is one the download broke off in.
pub fn sections(text: &str) -> Result<Sections<'_>, ReadError> {
    let mut found = Sections::default();
    let mut place = Place::Other;
    let mut account: Option<String> = None;
    let mut record: Option<Record<'_>> = None;
    let mut last = 1;
    for (index, line) in text.split('\n').enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let line = line
            .trim_matches(|character: char| character.is_whitespace() || matches!(character, '\u{1A}' | '\u{FEFF}'));
        let Some(code) = line.chars().next() else { continue };
        last = number;
        if code == '!' {
            if record.is_some() {
                return Err(ReadError::CutShort { line: number.saturating_sub(1) });
            }
            place = header(line, &account, &mut found);
            continue;
        }
        let value = line[code.len_utf8()..].trim();
        match place {
            Place::Account if code == 'N' => account = Some(value.to_owned()).filter(|name| !name.is_empty()),
            Place::Movements if code == '^' => {
                if let (Some(record), Some(section)) = (record.take(), found.accounts.last_mut()) {
                    section.records.push(record);
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
    Ok(found)
}

fn header(line: &str, account: &Option<String>, found: &mut Sections<'_>) -> Place {
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("!account") {
        return Place::Account;
    }
    let Some(kind) = lower.strip_prefix("!type:") else { return Place::Other };
    let kind = match kind.trim() {
        "bank" => Some(AccountHint::Checking),
        "ccard" => Some(AccountHint::Card),
        "oth l" => Some(AccountHint::Loan),
        "cash" | "oth a" => None,
        _ => return Place::Other,
    };
    found.accounts.push(Section { account: account.clone(), kind, records: Vec::new() });
    Place::Movements
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
