//! SWIFT MT940 customer statements, with or without the envelope of blocks, one or many in a file.
//!
//! Field rules from the SWIFT Standards MT category 9 (fields 20, 25, 28C, 60, 61, 62, 64, 86); the subfields of :86:
//! from the German banks' annex 3 of the DFÜ agreement and from the slash codes of Dutch banks. Banks also send names in
//! their own letters, blank lines, lines not wrapped, and amounts with one decimal: all taken as they are.

mod entry;
mod information;

use std::borrow::Cow;

use jiff::civil::Date;

use self::entry::Entry;
use crate::amount::{self, AmountProblem, DecimalMark, is_currency_code, minor_digits};
use crate::chain::{Accounts, Part};
use crate::error::{LineProblem, ReadError, Unsuitable, excerpt, not_booked};
use crate::statement::{AccountStatement, Balance, Format, LeftOut, Line, Statement};
use crate::{ReadOptions, text};

/// Reads an MT940 file.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Statement, ReadError> {
    let bytes = umlauts(bytes);
    let decoded = text::decode(&bytes, None)?;
    let mut reader = Reader { options, accounts: Accounts::default(), left_out: Vec::new(), page: Page::default() };
    let mut field: Option<Field<'_>> = None;
    let mut last = 1;
    for (index, line) in decoded.text.split('\n').enumerate() {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let line = line.trim_matches(['\r', '\u{1}', '\u{3}', '\u{1A}', '\u{FEFF}']);
        if let Some((tag, value)) = tagged(line) {
            if let Some(field) = field.replace(Field { tag, line: number, values: vec![value] }) {
                reader.field(&field)?;
            }
        } else if line == "-" || line.starts_with("-}") || line.starts_with("{1:") || line.starts_with("{4:") {
            if let Some(field) = field.take() {
                reader.field(&field)?;
            }
        } else if let Some(field) = &mut field {
            field.values.push(line);
        }
        if !line.is_empty() {
            last = number;
        }
    }
    if let Some(field) = field {
        reader.field(&field)?;
    }
    // A page that has begun states the balance it ends with: without it the download broke off.
    if reader.page.opening.is_some() && reader.page.closing.is_none() {
        return Err(ReadError::CutShort { line: last });
    }
    reader.finish_page();
    if reader.accounts.is_empty() {
        return Err(ReadError::Unsuitable(Unsuitable::PlainText));
    }
    let accounts = reader.accounts.finish(options)?;
    Ok(Statement { format: Format::Mt940, accounts, left_out: reader.left_out, mapping: None })
}

/// A field with its tag, and the lines it goes on for.
struct Field<'a> {
    tag: &'a str,
    line: u32,
    values: Vec<&'a str>,
}

/// `:61:…`, `:60F:…` and the `:NS:` of some savings banks.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let (tag, value) = line.strip_prefix(':')?.split_once(':')?;
    let bytes = tag.as_bytes();
    let known = match bytes {
        [a, b] => a.is_ascii_digit() && b.is_ascii_digit() || tag == "NS",
        [a, b, letter] => a.is_ascii_digit() && b.is_ascii_digit() && letter.is_ascii_uppercase(),
        _ => false,
    };
    known.then_some((tag, value))
}

/// Older German programs write the letters of DOS (code page 850). Those of its umlauts are controls or quotation
/// marks in windows-1252, which never stand between two plain letters.
fn umlauts(bytes: &[u8]) -> Cow<'_, [u8]> {
    let letter = |byte: u8| match byte {
        0x81 => Some("ü"),
        0x84 => Some("ä"),
        0x8E => Some("Ä"),
        0x94 => Some("ö"),
        0x99 => Some("Ö"),
        0x9A => Some("Ü"),
        0xE1 => Some("ß"),
        _ => None,
    };
    let all = bytes.iter().all(|byte| byte.is_ascii() || letter(*byte).is_some());
    let between = |three: &[u8]| matches!(three, [before, 0x81 | 0x84 | 0x94, after] if before.is_ascii_alphabetic() && after.is_ascii_alphabetic());
    if !all || bytes.is_ascii() || std::str::from_utf8(bytes).is_ok() || !bytes.windows(3).any(between) {
        return Cow::Borrowed(bytes);
    }
    let mut converted = Vec::with_capacity(bytes.len() + 64);
    for byte in bytes {
        match letter(*byte) {
            Some(letter) => converted.extend_from_slice(letter.as_bytes()),
            None => converted.push(*byte),
        }
    }
    Cow::Owned(converted)
}

/// A statement, or one page of it, being read.
#[derive(Default)]
struct Page {
    account: String,
    currency: Option<String>,
    opening: Option<(Balance, u32)>,
    closing: Option<(Balance, u32)>,
    lines: Vec<Line>,
    entry: Option<(Entry, u32)>,
}

struct Reader<'a> {
    options: &'a ReadOptions,
    accounts: Accounts,
    left_out: Vec<LeftOut>,
    page: Page,
}

impl Reader<'_> {
    fn field(&mut self, field: &Field<'_>) -> Result<(), ReadError> {
        let value = field.values.first().copied().unwrap_or_default();
        let taken = match field.tag {
            "20" => {
                self.finish_page();
                Ok(())
            }
            "25" | "25P" => {
                // Some files have no :20: before the second statement.
                if self.page.closing.is_some() {
                    self.finish_page();
                }
                self.page.account = value.trim().to_owned();
                Ok(())
            }
            "60F" | "60M" => {
                if self.page.closing.is_some() {
                    let account = self.page.account.clone();
                    self.finish_page();
                    self.page.account = account;
                }
                self.balance(value).map(|balance| self.page.opening = Some((balance, field.line)))
            }
            "62F" | "62M" => {
                self.finish_entry();
                self.balance(value).map(|balance| self.page.closing = Some((balance, field.line)))
            }
            "61" => {
                self.finish_entry();
                self.entry(field)
            }
            "86" | "NS" => {
                // Behind the closing balance it is about the statement as a whole.
                if let Some((entry, _)) = self.page.entry.as_mut().filter(|_| self.page.closing.is_none()) {
                    information::take(entry, field.tag == "NS", &field.values);
                }
                Ok(())
            }
            _ => Ok(()),
        };
        let Err(problem) = taken else { return Ok(()) };
        if !self.options.leave_out_unreadable {
            return Err(ReadError::Unreadable { line: field.line, problem });
        }
        self.accounts.incomplete = true;
        self.left_out.push(LeftOut { line: field.line, reason: problem.to_string() });
        Ok(())
    }

    fn digits(&self) -> u32 {
        minor_digits(self.page.currency.as_deref().unwrap_or(&self.options.currency))
    }

    fn entry(&mut self, field: &Field<'_>) -> Result<(), LineProblem> {
        let entry = Entry::parse(&field.values, self.digits())?;
        if entry.expected {
            self.left_out.push(LeftOut { line: field.line, reason: not_booked(&entry.mark) });
            return Ok(());
        }
        self.page.entry = Some((entry, field.line));
        Ok(())
    }

    fn finish_entry(&mut self) {
        if let Some((entry, line)) = self.page.entry.take() {
            let currency = self.page.currency.clone();
            self.page.lines.push(entry.into_line(line, currency));
        }
    }

    /// `C260131EUR1234,56`; a few old files leave the currency of the closing balance out.
    fn balance(&mut self, value: &str) -> Result<Balance, LineProblem> {
        let not = |problem| LineProblem::Amount { text: excerpt(value), problem };
        let value = value.trim();
        let (mark, rest) = value.split_at_checked(1).ok_or(LineProblem::AmountMissing)?;
        let (date, rest) = rest.split_at_checked(6).ok_or(LineProblem::AmountMissing)?;
        let rest = match rest.split_at_checked(3) {
            Some((code, amount)) if code.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                let code = code.to_ascii_uppercase();
                // Currencies of before the euro stand in old files.
                if !is_currency_code(&code) && !PAST_CURRENCIES.contains(&code.as_str()) {
                    return Err(LineProblem::Currency { text: code });
                }
                self.page.currency = Some(code);
                amount
            }
            _ => rest,
        };
        let amount = amount::parse(rest, DecimalMark::Comma, self.digits()).map_err(not)?;
        let amount_minor = match mark {
            "C" => amount,
            "D" => amount.checked_neg().ok_or(not(AmountProblem::TooLarge))?,
            _ => return Err(LineProblem::Direction { text: excerpt(mark) }),
        };
        Ok(Balance { date: Some(entry::six_digits(date)?), amount_minor })
    }

    fn finish_page(&mut self) {
        self.finish_entry();
        let page = std::mem::take(&mut self.page);
        if page.opening.is_none() && page.closing.is_none() && page.lines.is_empty() {
            return;
        }
        let (bank, id) = account(&page.account);
        let described = AccountStatement { id, bank, currency: page.currency, ..AccountStatement::default() };
        let part = Part {
            opening: page.opening,
            closing: page.closing,
            lines: page.lines,
            must_prove: true,
            ..Part::default()
        };
        self.accounts.push(described, part);
    }
}

/// The currencies the euro replaced in countries whose banks sent MT940 (Council Regulation (EC) No 2866/98).
const PAST_CURRENCIES: [&str; 11] = ["DEM", "NLG", "ATS", "BEF", "FRF", "ITL", "ESP", "PTE", "FIM", "IEP", "LUF"];

/// `50880050/0194787400888` is bank and account; some write the currency behind the account.
fn account(text: &str) -> (Option<String>, Option<String>) {
    let (bank, id) = match text.split_once('/') {
        Some((bank, id)) if matches!(bank.len(), 8 | 11) && !id.is_empty() => (Some(bank.trim().to_owned()), id),
        _ => (None, text),
    };
    let id = id.trim();
    let without = id.len().checked_sub(3).and_then(|at| id.split_at_checked(at));
    let id = match without {
        Some((number, code))
            if is_currency_code(code) && number.trim_end().ends_with(|last: char| last.is_ascii_digit()) =>
        {
            number.trim_end()
        }
        _ => id,
    };
    (bank, Some(id.to_owned()).filter(|id| !id.is_empty()))
}

/// The year whose day lies nearest: an entry of December can be booked for a value in January, and the reverse.
fn nearest(value: Date, month: i8, day: i8) -> Option<Date> {
    let years = [value.year(), value.year() - 1, value.year() + 1];
    let dates = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
    dates.min_by_key(|date| (*date - value).get_days().unsigned_abs())
}
