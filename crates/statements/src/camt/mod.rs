//! ISO 20022 camt.052 (report within the day), camt.053 (statement) and camt.054 (notification), all versions from 02.
//!
//! Versions differ in where a name or a status stands, not in what it means; elements are therefore found by their
//! place in the entry, whatever the namespace. Rules from the ISO 20022 message definition reports "Bank-to-Customer
//! Cash Management". Neither a DTD nor an entity beyond the predefined ones is ever looked at.

mod entry;

use self::entry::Entry;
use crate::amount::{self, AmountProblem, DecimalMark, is_currency_code, minor_digits};
use crate::chain::{Accounts, Part};
use crate::date::{self, DateOrder};
use crate::elements::{Token, Tokens, clean, in_pieces, set_clean};
use crate::error::{LineProblem, ReadError, Unsuitable, excerpt, not_booked};
use crate::position::LineCounter;
use crate::source::Reading;
use crate::statement::{AccountHint, AccountStatement, Balance, Format, LeftOut, Line, Statement};
use crate::{Each, ReadOptions, ofx};

/// Deeper than any version of the messages goes; a file of nothing but opening tags must not fill memory.
const DEEPEST: usize = 64;

/// Reads a camt file.
pub fn read(reading: &mut Reading<'_>, options: &ReadOptions, each: &mut Each<'_>) -> Result<Statement, ReadError> {
    let declared = ofx::declared_encoding(reading.head());
    reading.decide(Some(declared))?;
    let mut reader = Reader {
        options,
        accounts: Accounts::default(),
        left_out: Vec::new(),
        report: None,
        entry: Entry::default(),
        line: Line::default(),
        digits: None,
        each,
    };
    // The elements that are open where a piece ends.
    let mut open: Vec<String> = Vec::new();
    let mut complete = false;
    let starts = ["<Ntry>", "<Ntry ", ":Ntry>"];
    let last = in_pieces(reading, &starts, |text, lines| {
        let mut path: Vec<&str> = open.iter().map(String::as_str).collect();
        for token in Tokens::new(text, 0) {
            match token {
                Token::Open { name, value, at, attributes, empty } => {
                    let name = local(name);
                    if path.len() >= DEEPEST {
                        return Err(ReadError::Unsuitable(Unsuitable::Xml));
                    }
                    path.push(name);
                    reader.open(&path, value, attributes, at, lines);
                    if empty {
                        path.pop();
                        complete = path.is_empty();
                    }
                }
                Token::Close { name } => {
                    let name = local(name);
                    if let Some(depth) = path.iter().rposition(|open| *open == name) {
                        path.truncate(depth);
                        reader.close(name)?;
                        complete = path.is_empty();
                    }
                }
            }
        }
        let still: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
        open = still;
        Ok(true)
    })?;
    // Without the root's end tag the download broke off.
    if !complete {
        return Err(ReadError::CutShort { line: last });
    }
    if reader.accounts.is_empty() {
        return Err(ReadError::Unsuitable(Unsuitable::PlainText));
    }
    let accounts = reader.accounts.finish(options)?;
    Ok(Statement { format: Format::Camt, accounts, left_out: reader.left_out, mapping: None })
}

/// An element's name without its namespace's prefix.
fn local(name: &str) -> &str {
    name.rfind(':').map_or(name, |at| &name[at + 1..])
}

fn is_report(name: &str) -> bool {
    matches!(name, "Stmt" | "Rpt" | "Ntfctn")
}

/// An amount with the direction it is stated with.
#[derive(Debug, Clone, Default)]
pub struct Money {
    pub amount: String,
    pub currency: String,
    pub credit: Option<bool>,
}

impl Money {
    fn set(&mut self, value: &str, attributes: &str) {
        set_clean(&mut self.amount, value);
        self.currency.clear();
        self.currency.push_str(attribute(attributes, "Ccy"));
        self.currency.make_ascii_uppercase();
    }

    fn clear(&mut self) {
        self.amount.clear();
        self.currency.clear();
        self.credit = None;
    }

    /// Minor units, positive for credit. The standard's decimal mark is the point.
    fn minor(&self, digits: u32, otherwise_credit: Option<bool>) -> Result<i64, LineProblem> {
        let wrong = |problem| LineProblem::Amount { text: excerpt(&self.amount), problem };
        let amount = amount::parse(&self.amount, DecimalMark::Point, digits).map_err(wrong)?;
        match self.credit.or(otherwise_credit) {
            Some(true) => Ok(amount),
            Some(false) => amount.checked_neg().ok_or(wrong(AmountProblem::TooLarge)),
            None => Err(LineProblem::Direction { text: String::new() }),
        }
    }
}

fn attribute<'a>(attributes: &'a str, name: &str) -> &'a str {
    let value = attributes.split_once(name).map_or("", |(_, rest)| rest.trim_start().trim_start_matches('='));
    let value = value.trim_start();
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default(),
        _ => "",
    }
}

fn credit(value: &str) -> Option<bool> {
    match value.trim() {
        "CRDT" => Some(true),
        "DBIT" => Some(false),
        _ => None,
    }
}

/// The day of an `ISODate` or `ISODateTime`, as the bank wrote it.
fn day(value: &str) -> Result<jiff::civil::Date, LineProblem> {
    let value = value.trim();
    date::parse(value.get(..10).unwrap_or(value), DateOrder::YearMonthDay)
        .map_err(|problem| LineProblem::Date { text: excerpt(value), problem })
}

#[derive(Debug, Default)]
struct StatedBalance {
    kind: String,
    money: Money,
    date: String,
    line: u32,
}

/// A `Stmt`, `Rpt` or `Ntfctn` being read.
#[derive(Debug, Default)]
struct Report {
    depth: usize,
    described: AccountStatement,
    bank_code: String,
    opening: Option<StatedBalance>,
    closing: Option<StatedBalance>,
    balance: Option<StatedBalance>,
    in_entry: bool,
    /// Entries by currency, nearly always one: its account's place, and what they move.
    parts: Vec<(Option<String>, usize, Part)>,
    must_prove: bool,
}

struct Reader<'a, 'e> {
    options: &'a ReadOptions,
    accounts: Accounts,
    left_out: Vec<LeftOut>,
    report: Option<Report>,
    /// The entry being read, or the one before; and the line written over from entry to entry.
    entry: Entry,
    line: Line,
    /// The currency asked about last, and its decimals.
    digits: Option<(String, u32)>,
    each: &'e mut Each<'e>,
}

impl Reader<'_, '_> {
    fn open(&mut self, path: &[&str], value: &str, attributes: &str, at: usize, lines: &mut LineCounter<'_>) {
        let Some(report) = &mut self.report else {
            if let Some(name) = path.last().filter(|name| is_report(name)) {
                // Only the statement of a day is bound to state every movement between its balances.
                self.report = Some(Report { depth: path.len(), must_prove: *name == "Stmt", ..Report::default() });
            }
            return;
        };
        let path = &path[report.depth.min(path.len())..];
        match path {
            ["Ntry", rest @ ..] => match rest {
                [] => {
                    report.in_entry = true;
                    self.entry.begin(lines.line_at(at));
                }
                ["NtryDtls", "TxDtls"] => self.entry.begin_detail(),
                ["NtryDtls", "TxDtls", rest @ ..] => {
                    if let Some(detail) = self.entry.detail() {
                        detail.element(rest, value, attributes);
                    }
                }
                rest => self.entry.element(rest, value, attributes),
            },
            ["Bal"] => {
                report.balance = Some(StatedBalance { line: lines.line_at(at), ..StatedBalance::default() });
            }
            ["Bal", rest @ ..] => {
                if let Some(balance) = &mut report.balance {
                    balance.element(rest, value, attributes);
                }
            }
            ["Acct", rest @ ..] => report.account(rest, value),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) -> Result<(), ReadError> {
        let Some(report) = &mut self.report else { return Ok(()) };
        match name {
            "Bal" => report.take_balance(),
            "Ntry" if std::mem::take(&mut report.in_entry) => self.take_entry()?,
            name if is_report(name) => {
                if let Some(report) = self.report.take() {
                    self.finish(report)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Enters a statement with the balances that are in its currency.
    fn finish(&mut self, mut report: Report) -> Result<(), ReadError> {
        let bank = some(&report.bank_code);
        report.described.bank = report.described.bank.take().or(bank);
        let own = report.described.currency.clone();
        if report.parts.is_empty() {
            let index = self.accounts.of(&report.described, own.as_deref());
            report.parts.push((own.clone(), index, Part::default()));
        }
        for (currency, index, mut part) in std::mem::take(&mut report.parts) {
            part.must_prove = report.must_prove;
            if currency == own || own.is_none() {
                let digits = minor_digits(currency.as_deref().unwrap_or(&self.options.currency));
                for (stated, place) in [(&report.opening, &mut part.opening), (&report.closing, &mut part.closing)] {
                    let Some(stated) = stated else { continue };
                    if !stated.money.currency.is_empty() && some(&stated.money.currency) != currency {
                        continue;
                    }
                    let line = stated.line;
                    match stated.money.minor(digits, None) {
                        Ok(amount_minor) => {
                            *place = Some((Balance { date: day(&stated.date).ok(), amount_minor }, line));
                        }
                        Err(problem) if self.options.leave_out_unreadable => {
                            self.accounts.incomplete = true;
                            self.left_out.push(LeftOut { line, reason: problem.to_string() });
                        }
                        Err(problem) => return Err(ReadError::Unreadable { line, problem }),
                    }
                }
            }
            self.accounts.push(index, &report.described, part);
        }
        Ok(())
    }

    fn take_entry(&mut self) -> Result<(), ReadError> {
        let Self { options, accounts, left_out, report, entry, line, digits, each } = self;
        let number = entry.line;
        let Some(report) = report else { return Ok(()) };
        if !matches!(entry.status.as_str(), "BOOK" | "") {
            left_out.push(LeftOut { line: number, reason: not_booked(&excerpt(&entry.status)) });
            return Ok(());
        }
        let stated = entry.money.currency.as_str();
        let code = if stated.is_empty() { report.described.currency.as_deref() } else { Some(stated) };
        let asked = code.unwrap_or(&options.currency);
        let mut unreadable = |problem: LineProblem, accounts: &mut Accounts| {
            if !options.leave_out_unreadable {
                return Err(ReadError::Unreadable { line: number, problem });
            }
            accounts.incomplete = true;
            left_out.push(LeftOut { line: number, reason: problem.to_string() });
            Ok(())
        };
        let digits = match digits {
            Some((known, digits)) if known == asked => *digits,
            _ if code.is_some_and(|code| !is_currency_code(code)) => {
                return unreadable(LineProblem::Currency { text: excerpt(asked) }, accounts);
            }
            digits => digits.insert((asked.to_owned(), minor_digits(asked))).1,
        };
        let at = match report.parts.iter().position(|(known, ..)| known.as_deref() == code) {
            Some(at) => at,
            None => {
                let index = accounts.of(&report.described, code);
                report.parts.push((code.map(str::to_owned), index, Part::default()));
                report.parts.len() - 1
            }
        };
        let (_, index, part) = &mut report.parts[at];
        let taken = entry.lines(line, digits, &mut |line| {
            part.moved += i128::from(line.amount_minor);
            part.line_count += 1;
            accounts.line(*index, line, each)
        })?;
        taken.or_else(|problem| unreadable(problem, accounts))
    }
}

impl StatedBalance {
    fn element(&mut self, path: &[&str], value: &str, attributes: &str) {
        match path {
            ["Tp", "CdOrPrtry", "Cd"] => self.kind = clean(value).into_owned(),
            ["Amt"] => self.money.set(value, attributes),
            ["CdtDbtInd"] => self.money.credit = credit(value),
            ["Dt", "Dt" | "DtTm"] => self.date = clean(value).into_owned(),
            _ => {}
        }
    }
}

impl Report {
    fn account(&mut self, path: &[&str], value: &str) {
        let text = some(&clean(value));
        match path {
            ["Id", "IBAN"] | ["Id", "Othr", "Id"] => {
                self.described.id = self.described.id.take().or(text);
            }
            ["Ccy"] => {
                self.described.currency =
                    text.map(|code| code.to_ascii_uppercase()).filter(|code| is_currency_code(code))
            }
            ["Tp", "Cd"] => {
                self.described.kind = match value.trim() {
                    "CACC" | "TRAN" | "CASH" => Some(AccountHint::Checking),
                    "SVGS" | "MOMA" => Some(AccountHint::Savings),
                    "LOAN" => Some(AccountHint::Loan),
                    "CARD" => Some(AccountHint::Card),
                    _ => None,
                };
            }
            ["Svcr", "FinInstnId", "Nm"] => self.described.bank = text,
            ["Svcr", "FinInstnId", "BIC" | "BICFI"] => self.bank_code = text.unwrap_or_default(),
            _ => {}
        }
    }

    /// OPBD is the balance the day opens with, PRCD the one the day before closed with, CLBD the one it closes with.
    fn take_balance(&mut self) {
        let Some(balance) = self.balance.take() else { return };
        let currency = some(&balance.money.currency).filter(|code| is_currency_code(code));
        self.described.currency = self.described.currency.take().or(currency);
        match balance.kind.as_str() {
            "OPBD" => self.opening = Some(balance),
            "PRCD" => self.opening = self.opening.take().or(Some(balance)),
            "CLBD" => self.closing = Some(balance),
            _ => {}
        }
    }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
