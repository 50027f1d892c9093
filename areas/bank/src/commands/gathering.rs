//! The lines of a file, read once and put aside in a temporary file until their account is known and the file has proven
//! itself: memory does not grow with the file, whichever way round the bank lists it.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
};

use jiff::civil::Date;
use kernel::{Context, Failure, RefusalKind, Refused};
use locale::t;
use statements::{Halt, Line, LineKind, ReadError, ReadOptions, Source, Statement};

use super::import::{ImportRefusal, unreadable};
use crate::line::RawLine;

/// Up to here lines are held in memory: most statements never touch a disk.
const IN_MEMORY: usize = 2 * 1024 * 1024;
/// As many lines of a file are shown before it comes in.
const SHOWN: usize = 8;
/// Lines between two words about how far it is.
const LINES_A_WORD: u64 = 2_000;

/// A file that was read: what it says as a whole, and its lines put aside.
pub(crate) struct Gathered {
    /// The accounts, without their lines.
    pub statement: Statement,
    /// What was put aside, account by account.
    pub lines: Vec<AccountLines>,
    store: Store,
}

/// The lines of one account.
#[derive(Default)]
pub(crate) struct AccountLines {
    /// Stretches of one day, in the order of days once all are there.
    runs: Vec<Run>,
    /// How many lines move something.
    pub count: usize,
    /// How many were left aside because they move nothing.
    pub without_amount: i64,
    /// What they add up to.
    pub sum: i128,
    /// The first few as the file has them.
    pub first_lines: Vec<Line>,
}

/// Lines of one day that stand behind one another in the file.
#[derive(Clone, Copy)]
struct Run {
    day: Date,
    at: u64,
    bytes: u32,
    count: u32,
}

impl AccountLines {
    /// The first and the last day.
    pub fn days(&self) -> Option<(Date, Date)> {
        Some((self.runs.first()?.day, self.runs.last()?.day))
    }

    fn push(&mut self, day: Date, at: u64, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        match self.runs.last_mut() {
            Some(run) if run.day == day && run.at + u64::from(run.bytes) == at && run.bytes < u32::MAX / 2 => {
                run.bytes += bytes;
                run.count += 1;
            }
            _ => self.runs.push(Run { day, at, bytes, count: 1 }),
        }
        self.count += 1;
    }
}

/// Bytes in memory, or in a temporary file that has no name and goes with the program.
#[derive(Default)]
struct Store {
    memory: Vec<u8>,
    /// Bytes written to the file; those in memory stand behind them.
    written: u64,
    file: Option<File>,
}

impl Store {
    fn end(&self) -> u64 {
        self.written + self.memory.len() as u64
    }

    fn spill(&mut self) -> std::io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        file.write_all(&self.memory)?;
        self.written += self.memory.len() as u64;
        self.memory.clear();
        Ok(())
    }

    fn read(&mut self, at: u64, length: usize, into: &mut Vec<u8>) -> std::io::Result<()> {
        into.clear();
        if at >= self.written {
            let from = usize::try_from(at - self.written).unwrap_or(usize::MAX);
            into.extend_from_slice(self.memory.get(from..from + length).unwrap_or_default());
            return Ok(());
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        let in_file = usize::try_from(self.written - at).unwrap_or(length).min(length);
        file.seek(SeekFrom::Start(at))?;
        into.resize(in_file, 0);
        file.read_exact(into)?;
        into.extend_from_slice(&self.memory[..length - in_file]);
        Ok(())
    }
}

/// Reads a file and puts its lines aside.
pub(crate) fn gather(
    context: &Context,
    source: &mut dyn Source,
    options: &ReadOptions,
) -> Result<Result<Gathered, ReadError>, Failure> {
    let books = context.settings.currency;
    let mut lines: Vec<AccountLines> = Vec::new();
    let mut store = Store::default();
    let mut stopped: Option<Failure> = None;
    let mut read = 0u64;
    let result = statements::read_through(source, options, &mut |account, line| {
        read += 1;
        let told = if read.is_multiple_of(LINES_A_WORD) { context.progress(read, None) } else { Ok(()) };
        if let Err(refused) = told {
            stopped = Some(refused.into());
            return Err(Halt);
        }
        let in_range = (1970..=2199).contains(&line.booked_on.year())
            && line.amount_minor.unsigned_abs() <= (i64::MAX / 1_000).unsigned_abs();
        if !in_range {
            stopped = Some(ImportRefusal::OutsideTheBooks { line: line.source_line }.into());
            return Err(Halt);
        }
        if lines.len() <= account {
            lines.resize_with(account + 1, AccountLines::default);
        }
        let of = &mut lines[account];
        if of.first_lines.len() < SHOWN {
            of.first_lines.push(line.clone());
        }
        if line.amount_minor == 0 {
            of.without_amount += 1;
            return Ok(());
        }
        of.sum += i128::from(line.amount_minor);
        let at = store.end();
        write(&mut store.memory, &RawLine::of(0, line, books.code()));
        of.push(line.booked_on, at, usize::try_from(store.end() - at).unwrap_or(0));
        if store.memory.len() >= IN_MEMORY
            && let Err(error) = store.spill()
        {
            stopped = Some(no_room(&error));
            return Err(Halt);
        }
        Ok(())
    });
    if let Some(failure) = stopped {
        return Err(failure);
    }
    Ok(result.map(|statement| {
        lines.resize_with(statement.accounts.len(), AccountLines::default);
        for of in &mut lines {
            // Entries are numbered in the order of days, whichever way round the bank lists them.
            of.runs.sort_by_key(|run| run.day);
        }
        Gathered { statement, lines, store }
    }))
}

impl Gathered {
    /// The same, where a file that cannot be read is refused.
    pub fn of(context: &Context, source: &mut dyn Source, options: &ReadOptions) -> Result<Gathered, Failure> {
        gather(context, source, options)?.map_err(|error| unreadable(&error))
    }

    /// Hands out the lines of an account by its place, in the order of days, of the days from `from` through `through`.
    pub fn each(
        &mut self,
        place: usize,
        (from, through): (Date, Date),
        account: i64,
        mut take: impl FnMut(RawLine) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let runs = &self.lines[place].runs;
        let first = runs.partition_point(|run| run.day < from);
        let last = runs.partition_point(|run| run.day <= through);
        let mut bytes = Vec::new();
        for run in &runs[first.min(last)..last] {
            self.store.read(run.at, run.bytes as usize, &mut bytes).map_err(|error| no_room(&error))?;
            let mut rest = bytes.as_slice();
            for _ in 0..run.count {
                let line = read(&mut rest, account)
                    .ok_or_else(|| no_room(&std::io::Error::from(std::io::ErrorKind::UnexpectedEof)))?;
                take(line)?;
            }
        }
        Ok(())
    }
}

fn no_room(error: &std::io::Error) -> Failure {
    let sentence =
        t!("The lines of the file could not be put aside in the temporary folder: {problem}.", problem = error);
    Refused::new("no-temporary-file", RefusalKind::Conflict, sentence).at("content").into()
}

fn write(bytes: &mut Vec<u8>, line: &RawLine) {
    let mut number = |number: i64| bytes.extend_from_slice(&number.to_le_bytes());
    let day = line.booked_on;
    number(i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day()));
    number(line.amount_minor);
    let kind = KINDS.iter().position(|kind| *kind == line.kind).unwrap_or(0) as u8;
    let few = [
        (line.fee_minor != 0).then_some(line.fee_minor),
        (line.marketplace_tax_minor != 0).then_some(line.marketplace_tax_minor),
        line.batch_total_minor,
        line.stated_minor,
    ];
    let present = few.iter().enumerate().fold(0u8, |bits, (at, one)| bits | (u8::from(one.is_some()) << at));
    bytes.extend_from_slice(&[kind, present | (u8::from(line.bank_id.is_some()) << 7)]);
    for one in few.into_iter().flatten() {
        bytes.extend_from_slice(&one.to_le_bytes());
    }
    let bank_id = line.bank_id.as_deref().unwrap_or_default();
    let texts = [
        &line.text,
        &line.counterparty,
        &line.counterparty_account,
        &line.reference,
        &line.fingerprint,
        &line.batch,
        bank_id,
    ];
    for text in texts {
        // Texts are cut at a thousand letters.
        bytes.extend_from_slice(&u32::try_from(text.len()).unwrap_or(0).to_le_bytes()[..3]);
        bytes.extend_from_slice(text.as_bytes());
    }
}

const KINDS: [LineKind; 7] = [
    LineKind::Movement,
    LineKind::Sale,
    LineKind::Refund,
    LineKind::Fee,
    LineKind::MarketplaceTax,
    LineKind::Payout,
    LineKind::Conversion,
];

fn read(rest: &mut &[u8], account: i64) -> Option<RawLine> {
    fn number(rest: &mut &[u8]) -> Option<i64> {
        let (bytes, after) = rest.split_first_chunk::<8>()?;
        *rest = after;
        Some(i64::from_le_bytes(*bytes))
    }
    fn text(rest: &mut &[u8]) -> Option<String> {
        let (length, after) = rest.split_first_chunk::<3>()?;
        let length = u32::from_le_bytes([length[0], length[1], length[2], 0]) as usize;
        let (bytes, after) = after.split_at_checked(length)?;
        *rest = after;
        String::from_utf8(bytes.to_vec()).ok()
    }
    let day = number(rest)?;
    let booked_on =
        Date::new((day / 10_000).try_into().ok()?, (day / 100 % 100).try_into().ok()?, (day % 100).try_into().ok()?)
            .ok()?;
    let amount_minor = number(rest)?;
    let (&[kind, present], after) = rest.split_first_chunk::<2>()?;
    *rest = after;
    let mut few = [None; 4];
    for (at, one) in few.iter_mut().enumerate() {
        if present & (1 << at) != 0 {
            *one = Some(number(rest)?);
        }
    }
    let [fee, marketplace_tax, batch_total_minor, stated_minor] = few;
    let line = RawLine {
        account,
        booked_on,
        amount_minor,
        text: text(rest)?,
        counterparty: text(rest)?,
        counterparty_account: text(rest)?,
        reference: text(rest)?,
        fingerprint: text(rest)?,
        batch: text(rest)?,
        bank_id: text(rest).map(|id| Some(id).filter(|_| present & 128 != 0))?,
        fee_minor: fee.unwrap_or(0),
        marketplace_tax_minor: marketplace_tax.unwrap_or(0),
        batch_total_minor,
        kind: KINDS.get(usize::from(kind)).copied().unwrap_or_default(),
        stated_minor,
        value: crate::line::Value { book_minor: amount_minor, ..crate::line::Value::default() },
    };
    Some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_put_aside_comes_back_as_it_was() {
        let full = Line {
            booked_on: jiff::civil::date(2026, 2, 28),
            amount_minor: -1_234,
            text: "Glaze “blue”".into(),
            counterparty: Some("Clay & Co".into()),
            bank_id: Some("x/2".into()),
            fee_minor: Some(-12),
            marketplace_tax_minor: Some(-3),
            kind: LineKind::Refund,
            batch: Some(Box::new(statements::Batch { bank_id: Some("b".into()), total_minor: i64::MIN })),
            ..Line::default()
        };
        let plain = Line { booked_on: jiff::civil::date(1970, 1, 1), amount_minor: i64::MAX, ..Line::default() };
        for line in [full, plain] {
            let before = RawLine::of(7, &line, "EUR");
            let mut bytes = Vec::new();
            write(&mut bytes, &before);
            let mut rest = bytes.as_slice();
            assert_eq!(read(&mut rest, 7).map(|after| format!("{after:?}")), Some(format!("{before:?}")));
            assert!(rest.is_empty());
        }
    }

    #[test]
    fn what_is_put_aside_is_read_across_the_edge_of_memory() {
        let mut store = Store::default();
        store.memory.extend_from_slice(b"abcdef");
        store.spill().unwrap();
        store.memory.extend_from_slice(b"ghi");
        let mut bytes = Vec::new();
        for (at, length, expected) in [(0, 3, "abc"), (4, 4, "efgh"), (6, 3, "ghi"), (5, 1, "f")] {
            store.read(at, length, &mut bytes).unwrap();
            assert_eq!(bytes, expected.as_bytes());
        }
    }
}
