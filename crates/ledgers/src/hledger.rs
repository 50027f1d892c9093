//! Journals of hledger and ledger (hledger manual, "Journal"; ledger manual, "Journal File Format").

mod amount;

use jiff::civil::Date;
use ledger::{AccountClass, Basis};

use self::amount::{Amounts, Scan};
use crate::{
    book::{Format, LeftOutKind, Price},
    date,
    error::{Problem, ReadError, short},
    raw::{Event, Raw, RawPosting, RawTransaction},
};

/// Directives that say how a program shows or checks things, and nothing about money.
const OF_THE_PROGRAM: &[&str] = &[
    "payee", "tag", "assert", "check", "define", "expr", "eval", "python", "value", "test", "bucket", "capture", "N",
    "A",
];

struct Reader<'a> {
    raw: Raw,
    amounts: Amounts,
    /// The default commodity of amounts without one.
    year: Option<i16>,
    /// What `apply account` puts before names.
    above: Vec<&'a str>,
    aliases: Vec<(&'a str, &'a str)>,
    open: Option<RawTransaction>,
}

/// What indented lines belong to.
#[derive(Clone, Copy, PartialEq)]
enum Below {
    Nothing,
    Transaction,
    /// A rule or a directive: its lines say nothing here.
    Other,
}

pub(crate) fn read(text: &str) -> Result<Raw, ReadError> {
    let mut reader = Reader {
        raw: Raw::new(Format::Hledger),
        amounts: Amounts::of(text),
        year: None,
        above: Vec::new(),
        aliases: Vec::new(),
        open: None,
    };
    let (mut below, mut in_comment) = (Below::Nothing, false);
    for (number, whole) in (1u32..).zip(text.lines()) {
        let line = whole.trim_end();
        if in_comment {
            in_comment = !matches!(line.trim(), "end comment" | "end test");
            continue;
        }
        if line.trim().is_empty() {
            reader.finish();
            below = Below::Nothing;
            continue;
        }
        if line.starts_with([' ', '\t']) {
            match below {
                Below::Transaction => reader.inside(line.trim_start(), number)?,
                Below::Nothing if !line.trim_start().starts_with([';', '#']) => {
                    return Err(unexpected(line, number));
                }
                _ => {}
            }
            continue;
        }
        reader.finish();
        if matches!(line, "comment" | "test") {
            in_comment = true;
            continue;
        }
        below = reader.begin(line, number)?;
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

    /// A line at the margin: a transaction, a rule, a directive, a comment.
    fn begin(&mut self, line: &'a str, number: u32) -> Result<Below, ReadError> {
        let first = line.chars().next().unwrap_or_default();
        match first {
            ';' | '#' | '*' | '%' | '|' => return Ok(Below::Other),
            '~' => {
                self.raw.leave_out(number, LeftOutKind::PeriodicRule);
                return Ok(Below::Other);
            }
            '=' => {
                self.raw.leave_out(number, LeftOutKind::AutoRule);
                return Ok(Below::Other);
            }
            '0'..='9' => {
                self.open = Some(self.header(line, number)?);
                return Ok(Below::Transaction);
            }
            _ => {}
        }
        let line = line.trim_start_matches(['!', '@']);
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match word {
            "account" => self.account_directive(rest, number)?,
            "include" => return Err(ReadError { line: number, problem: Problem::Include(short(rest)) }),
            "commodity" | "decimal-mark" => {}
            "D" => {
                let mut scan = Scan::new(rest, number);
                if let Some(amount) = self.amounts.read(&mut scan, &mut self.raw)? {
                    self.amounts.default_commodity = Some(amount.commodity);
                }
            }
            "P" => self.price(rest, number)?,
            "Y" | "year" => {
                let year = rest.parse().ok().filter(|year| (1..=9999).contains(year));
                self.year = Some(year.ok_or_else(|| unexpected(line, number))?);
            }
            _ if word.len() == 5 && word.starts_with('Y') && word[1..].parse::<i16>().is_ok() => {
                self.year = word[1..].parse().ok();
            }
            "alias" => match rest.split_once('=') {
                Some((old, _)) if old.trim().starts_with('/') => self.raw.leave_out(number, LeftOutKind::Directive),
                Some((old, new)) => self.aliases.push((old.trim(), new.trim())),
                None => return Err(unexpected(line, number)),
            },
            "apply" => match rest.split_once(char::is_whitespace) {
                Some(("account", name)) => self.above.push(name.trim()),
                Some(("year", year)) if year.trim().parse::<i16>().is_ok() => self.year = year.trim().parse().ok(),
                _ => self.raw.leave_out(number, LeftOutKind::Directive),
            },
            "end" if rest.starts_with("apply account") || rest.is_empty() => {
                self.above.pop();
            }
            "end" if rest == "aliases" => self.aliases.clear(),
            "end" => {}
            _ if OF_THE_PROGRAM.contains(&word) => self.raw.leave_out(number, LeftOutKind::Directive),
            _ => return Err(unexpected(line, number)),
        }
        Ok(Below::Other)
    }

    /// `DATE[=DATE2] [*|!] [(CODE)] PAYEE | NOTE  ; comment`
    fn header(&self, line: &'a str, number: u32) -> Result<RawTransaction, ReadError> {
        let (line, comment) = line.split_once(';').unwrap_or((line, ""));
        let (days, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let day = days.split('=').next().unwrap_or_default();
        let date = self.date(day, number)?;
        let mut rest = rest.trim();
        rest = rest.strip_prefix(['*', '!']).unwrap_or(rest).trim_start();
        let mut code = "";
        if let Some((inside, after)) = rest.strip_prefix('(').and_then(|after| after.split_once(')')) {
            (code, rest) = (inside.trim(), after.trim_start());
        }
        let (payee, text) = rest.split_once('|').map_or(("", rest), |(payee, text)| (payee.trim(), text.trim()));
        let mut transaction = RawTransaction {
            line: number,
            date,
            code: code.to_owned(),
            payee: payee.to_owned(),
            text: if text.is_empty() { payee.to_owned() } else { text.to_owned() },
            notes: Vec::new(),
            tags: Vec::new(),
            postings: Vec::new(),
        };
        take_comment(&mut transaction, comment);
        Ok(transaction)
    }

    fn date(&self, text: &str, line: u32) -> Result<Date, ReadError> {
        date::parse(text, self.year).ok_or_else(|| ReadError { line, problem: Problem::Date(short(text)) })
    }

    /// An indented line of a transaction: a posting, or a comment with its tags.
    fn inside(&mut self, line: &'a str, number: u32) -> Result<(), ReadError> {
        let Some(mut transaction) = self.open.take() else { return Ok(()) };
        if let Some(comment) = line.strip_prefix([';', '#']) {
            take_comment(&mut transaction, comment);
            self.open = Some(transaction);
            return Ok(());
        }
        let (line, comment) = line.split_once(';').unwrap_or((line, ""));
        take_comment(&mut transaction, comment);
        let line = line.trim();
        let line = line.strip_prefix(['*', '!']).map_or(line, str::trim_start);
        let end = line.find("  ").into_iter().chain(line.find('\t')).min().unwrap_or(line.len());
        let (name, rest) = line.split_at(end);
        let name = name.trim();
        if name.starts_with(['(', '[']) && name.ends_with([')', ']']) {
            self.raw.leave_out(number, LeftOutKind::VirtualPosting);
            self.open = Some(transaction);
            return Ok(());
        }
        let name = self.full_name(name);
        let account = self.raw.account(&name, number)?;
        let mut scan = Scan::new(rest, number);
        let amount = self.amounts.read(&mut scan, &mut self.raw)?;
        let value = self.amounts.read_value(&mut scan, &mut self.raw)?;
        let assertion = self.amounts.read_assertion(&mut scan, &mut self.raw)?;
        scan.must_end()?;
        transaction.postings.push(RawPosting { line: number, account, amount, value, assertion, basis: Basis::Both });
        self.open = Some(transaction);
        Ok(())
    }

    fn full_name(&self, name: &str) -> String {
        let mut full: String = self.above.iter().flat_map(|above| [*above, ":"]).collect();
        full.push_str(name);
        for (old, new) in self.aliases.iter().rev() {
            if full == *old {
                return (*new).to_owned();
            }
            if let Some(below) = full.strip_prefix(old).filter(|below| below.starts_with(':')) {
                return format!("{new}{below}");
            }
        }
        full
    }

    fn account_directive(&mut self, rest: &str, number: u32) -> Result<(), ReadError> {
        let (name, comment) = rest.split_once(';').unwrap_or((rest, ""));
        let name = name.split("  ").next().unwrap_or_default().trim();
        let name = self.full_name(name);
        let account = self.raw.account(&name, number)?;
        let kind = comment.split(',').find_map(|tag| tag.trim().strip_prefix("type:"));
        let class = match kind.map(str::trim) {
            Some("A" | "Asset" | "C" | "Cash") => AccountClass::Asset,
            Some("L" | "Liability") => AccountClass::Liability,
            Some("E" | "Equity" | "V" | "Conversion") => AccountClass::Equity,
            Some("R" | "Revenue") => AccountClass::Income,
            Some("X" | "Expense") => AccountClass::Expense,
            _ => return Ok(()),
        };
        self.raw.set_class(account, class);
        Ok(())
    }

    /// `P DATE [TIME] COMMODITY PRICE`
    fn price(&mut self, rest: &str, number: u32) -> Result<(), ReadError> {
        let (day, rest) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let date = self.date(day, number)?;
        let rest = rest.trim_start();
        let rest = match rest.split_once(char::is_whitespace) {
            Some((time, after)) if time.contains(':') && time.starts_with(|one: char| one.is_ascii_digit()) => after,
            _ => rest,
        };
        let mut scan = Scan::new(rest, number);
        let commodity = scan.commodity().ok_or_else(|| unexpected(rest, number))?;
        let commodity = self.raw.commodity(&commodity);
        match self.amounts.read(&mut scan, &mut self.raw)? {
            Some(price) => self.raw.prices.push(Price { date, commodity, price }),
            None => return Err(unexpected(rest, number)),
        }
        Ok(())
    }
}

/// A comment is kept as a note, but for its tags: `name:value` of hledger, `:one:two:` of ledger.
fn take_comment(transaction: &mut RawTransaction, comment: &str) {
    let comment = comment.trim().trim_start_matches(';').trim();
    if comment.is_empty() {
        return;
    }
    if let Some(tags) = comment.strip_prefix(':').and_then(|tags| tags.strip_suffix(':')) {
        transaction.tags.extend(tags.split(':').map(str::trim).filter(|tag| is_word(tag)).map(str::to_owned));
        return;
    }
    let pieces: Vec<_> = comment.split(',').map(|piece| piece.trim().split_once(':')).collect();
    if pieces.iter().all(|piece| piece.is_some_and(|(name, _)| is_word(name))) {
        for (name, value) in pieces.into_iter().flatten() {
            let value = value.trim();
            transaction.tags.push(if value.is_empty() { name.to_owned() } else { format!("{name}: {value}") });
        }
        return;
    }
    transaction.notes.push(comment.to_owned());
}

/// A tag's name is one word (hledger manual, "Tags").
fn is_word(name: &str) -> bool {
    !name.is_empty() && !name.contains(char::is_whitespace) && !name.starts_with("http")
}
