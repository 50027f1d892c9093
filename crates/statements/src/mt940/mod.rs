//! SWIFT MT940 customer statements, with or without the envelope of blocks, one or many in a file.
//!
//! Field rules from the SWIFT Standards MT category 9 (fields 20, 25, 28C, 60, 61, 62, 64, 86); the subfields of :86:
//! from the German banks' annex 3 of the DFÜ agreement and from the slash codes of Dutch banks. Banks also send names in
//! their own letters, blank lines, lines not wrapped, and amounts with one decimal: all taken as they are.

mod entry;
mod information;

use jiff::civil::Date;

use self::entry::Entry;
use crate::amount::{self, AmountProblem, DecimalMark, is_currency_code, minor_digits};
use crate::chain::{Accounts, Part};
use crate::error::{LineProblem, ReadError, Unsuitable, excerpt, not_booked};
use crate::source::Reading;
use crate::statement::{AccountStatement, Balance, Format, LeftOut, Line, Statement};
use crate::{Each, ReadOptions};

/// Reads an MT940 file.
pub fn read(reading: &mut Reading<'_>, options: &ReadOptions, each: &mut Each<'_>) -> Result<Statement, ReadError> {
    reading.decide(None)?;
    let mut reader = Reader {
        options,
        accounts: Accounts::default(),
        left_out: Vec::new(),
        page: Page::default(),
        digits: None,
        line: Line::default(),
        each,
    };
    let mut pieces = reading.pieces()?;
    let (mut number, mut last) = (0u32, 1);
    while pieces.more()? {
        let text = pieces.text();
        // A piece ends in front of a field.
        let length = if pieces.is_last() { text.len() } else { cut(text) };
        let mut values: Vec<&str> = Vec::new();
        let mut field: Option<(&str, u32)> = None;
        for line in Lines(&text[..length]) {
            number = number.saturating_add(1);
            let line = line.trim_matches(['\r', '\u{1}', '\u{3}', '\u{1A}', '\u{FEFF}']);
            if let Some((tag, value)) = tagged(line) {
                if let Some((tag, line)) = field.replace((tag, number)) {
                    reader.field(&Field { tag, line, values: &values })?;
                }
                values.clear();
                values.push(value);
            } else if line == "-" || line.starts_with("-}") || line.starts_with("{1:") || line.starts_with("{4:") {
                if let Some((tag, line)) = field.take() {
                    reader.field(&Field { tag, line, values: &values })?;
                }
            } else if field.is_some() {
                values.push(line);
            }
            if !line.is_empty() {
                last = number;
            }
        }
        if let Some((tag, line)) = field {
            reader.field(&Field { tag, line, values: &values })?;
        }
        pieces.take(length);
    }
    // A page that has begun states the balance it ends with: without it the download broke off.
    if reader.page.opening.is_some() && reader.page.closing.is_none() {
        return Err(ReadError::CutShort { line: last });
    }
    reader.finish_page()?;
    if reader.accounts.is_empty() {
        return Err(ReadError::Unsuitable(Unsuitable::PlainText));
    }
    let accounts = reader.accounts.finish(options)?;
    Ok(Statement { format: Format::Mt940, accounts, left_out: reader.left_out, mapping: None })
}

/// The lines of a piece, without what ends them; nothing behind the last line feed.
struct Lines<'a>(&'a str);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.0.as_bytes()).unwrap_or(self.0.len());
        let line = &self.0[..end];
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        Some(line)
    }
}

/// Where a piece can end: in front of its last movement, else of its last field.
fn cut(text: &str) -> usize {
    if let Some(at) = text.rfind("\n:61:") {
        return at + 1;
    }
    let mut end = text.len();
    while let Some(at) = text[..end].rfind("\n:") {
        let line = &text[at + 1..];
        // What follows may be the text of a field that begins with a colon, or a tag that is not there whole.
        if line.contains('\n') && tagged(&line[..line.find('\n').unwrap_or(line.len())]).is_some() {
            return at + 1;
        }
        end = at;
    }
    0
}

/// A field with its tag, and the lines it goes on for.
struct Field<'a> {
    tag: &'a str,
    line: u32,
    values: &'a [&'a str],
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

/// A statement, or one page of it, being read.
#[derive(Default)]
struct Page {
    account: String,
    currency: Option<String>,
    opening: Option<(Balance, u32)>,
    closing: Option<(Balance, u32)>,
    entry: Option<(Entry, u32)>,
    /// What its account is called, and its place, once a line or a balance was met.
    described: Option<(AccountStatement, usize)>,
    moved: i128,
    line_count: usize,
}

struct Reader<'a, 'e> {
    options: &'a ReadOptions,
    accounts: Accounts,
    left_out: Vec<LeftOut>,
    page: Page,
    /// The decimals of the page's currency, once asked for.
    digits: Option<u32>,
    /// Written over from line to line.
    line: Line,
    each: &'e mut Each<'e>,
}

impl Reader<'_, '_> {
    fn field(&mut self, field: &Field<'_>) -> Result<(), ReadError> {
        let value = field.values.first().copied().unwrap_or_default();
        let taken = match field.tag {
            "20" => {
                self.finish_page()?;
                Ok(())
            }
            "25" | "25P" => {
                // Some files have no :20: before the second statement.
                if self.page.closing.is_some() {
                    self.finish_page()?;
                }
                self.page.account = value.trim().to_owned();
                Ok(())
            }
            "60F" | "60M" => {
                if self.page.closing.is_some() {
                    let account = self.page.account.clone();
                    self.finish_page()?;
                    self.page.account = account;
                }
                self.balance(value).map(|balance| self.page.opening = Some((balance, field.line)))
            }
            "62F" | "62M" => {
                self.finish_entry()?;
                self.balance(value).map(|balance| self.page.closing = Some((balance, field.line)))
            }
            "61" => {
                self.finish_entry()?;
                self.entry(field)
            }
            "86" | "NS" => {
                // Behind the closing balance it is about the statement as a whole.
                if let Some((entry, _)) = self.page.entry.as_mut().filter(|_| self.page.closing.is_none()) {
                    information::take(entry, field.tag == "NS", field.values);
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

    fn digits(&mut self) -> u32 {
        let currency = self.page.currency.as_deref().unwrap_or(&self.options.currency);
        *self.digits.get_or_insert_with(|| minor_digits(currency))
    }

    fn entry(&mut self, field: &Field<'_>) -> Result<(), LineProblem> {
        let entry = Entry::parse(field.values, self.digits())?;
        if entry.expected {
            self.left_out.push(LeftOut { line: field.line, reason: not_booked(&entry.mark) });
            return Ok(());
        }
        self.page.entry = Some((entry, field.line));
        Ok(())
    }

    fn finish_entry(&mut self) -> Result<(), ReadError> {
        let Some((entry, line)) = self.page.entry.take() else { return Ok(()) };
        let index = self.account();
        self.page.moved += i128::from(entry.amount_minor());
        self.page.line_count += 1;
        entry.write(&mut self.line, line, self.page.currency.as_deref());
        self.accounts.line(index, &mut self.line, self.each)
    }

    /// The place of the page's account.
    fn account(&mut self) -> usize {
        if let Some((_, index)) = &self.page.described {
            return *index;
        }
        let (bank, id) = account(&self.page.account);
        let described = AccountStatement { id, bank, ..AccountStatement::default() };
        let index = self.accounts.of(&described, self.page.currency.as_deref());
        self.page.described = Some((described, index));
        index
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
                self.digits = None;
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

    fn finish_page(&mut self) -> Result<(), ReadError> {
        self.finish_entry()?;
        if self.page.opening.is_none() && self.page.closing.is_none() && self.page.line_count == 0 {
            self.page = Page::default();
            self.digits = None;
            return Ok(());
        }
        let index = self.account();
        let page = std::mem::take(&mut self.page);
        self.digits = None;
        let part = Part {
            opening: page.opening,
            closing: page.closing,
            must_prove: true,
            moved: page.moved,
            line_count: page.line_count,
        };
        let described = page.described.map(|(described, _)| described).unwrap_or_default();
        self.accounts.push(index, &described, part);
        Ok(())
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
