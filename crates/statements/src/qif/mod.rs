//! QIF, the Quicken Interchange Format: a letter and a value on each line, `^` behind each record.
//!
//! The format states neither the order of day and month nor the decimal mark: both are told from all of the file's
//! records, and asked for where these leave them open. The answer travels in a [`CsvMapping`], as it does for CSV.

mod records;

use self::records::{Record, Told, walk};
use crate::amount::{self, AmountProblem, DecimalMark, MarkEvidence, minor_digits};
use crate::csv::{AmountColumns, CsvGuess, CsvMapping, Question};
use crate::date::{self, DateOrder};
use crate::error::{LineProblem, ReadError, Unsuitable, excerpt};
use crate::source::Reading;
use crate::statement::{AccountStatement, Balance, Format, LeftOut, Line, LineKind, Statement};
use crate::{Each, Halt, ReadOptions};

/// How the values of a file are written.
#[derive(Debug, Clone, Copy)]
struct Form {
    order: DateOrder,
    mark: DecimalMark,
}

/// Reads a QIF file.
pub fn read(reading: &mut Reading<'_>, options: &ReadOptions, each: &mut Each<'_>) -> Result<Statement, ReadError> {
    reading.decide(None)?;
    let (form, questions, sections) = form(reading, options)?;
    if sections == 0 {
        // Nothing but lists of categories, securities or investments.
        return Err(ReadError::Unsuitable(Unsuitable::PlainText));
    }
    if !questions.is_empty() {
        return Err(ReadError::Ambiguous { questions });
    }
    let mut statement = Statement { format: Format::Qif, accounts: Vec::new(), left_out: Vec::new(), mapping: None };
    let digits = minor_digits(&options.currency);
    let mut index = 0;
    walk(reading, |told| {
        let record = match told {
            Told::Section(account, kind) => {
                let same = |known: &AccountStatement| known.id.as_deref() == account && known.kind == kind;
                index = statement.accounts.iter().position(same).unwrap_or_else(|| {
                    let id = account.map(str::to_owned);
                    statement.accounts.push(AccountStatement { id, kind, ..AccountStatement::default() });
                    statement.accounts.len() - 1
                });
                return Ok(());
            }
            Told::Record(record) => record,
        };
        let account = &mut statement.accounts[index];
        match line(record, form, digits) {
            // Quicken begins an account with a transfer from itself.
            Ok(line) if record.opens(account.id.as_deref()) => {
                account.opening = Some(Balance { date: Some(line.booked_on), amount_minor: line.amount_minor });
            }
            Ok(mut line) => {
                account.line_count += 1;
                each(index, &mut line).map_err(|Halt| ReadError::Halted)?;
            }
            Err(problem) if options.leave_out_unreadable => {
                statement.left_out.push(LeftOut { line: record.line, reason: problem.to_string() });
            }
            Err(problem) => return Err(ReadError::Unreadable { line: record.line, problem }),
        }
        Ok(())
    })?;
    Ok(statement)
}

/// What the file leaves open; the mapping carries the answer.
pub fn sniff(reading: &mut Reading<'_>, options: &ReadOptions) -> Result<CsvGuess, ReadError> {
    let encoding = reading.decide(None)?;
    let (form, questions, _) = form(reading, &ReadOptions { mapping: None, ..options.clone() })?;
    let mapping = CsvMapping {
        delimiter: '\n',
        encoding: encoding.name().to_owned(),
        skip_rows: 0,
        header: Vec::new(),
        date: 0,
        date_order: form.order,
        amount: AmountColumns::Signed { column: 0 },
        sign_flipped: false,
        decimal_mark: form.mark,
        fee: None,
        text: Vec::new(),
        kind: None,
        counterparty: None,
        payer: None,
        counterparty_account: None,
        bank_id: None,
        reference: None,
        balance: None,
        currency: None,
        account: None,
        status: None,
        export: None,
    };
    Ok(CsvGuess { mapping, columns: Vec::new(), questions })
}

/// See [`crate::signature`].
pub fn signature(reading: &mut Reading<'_>) -> Option<String> {
    let guess = sniff(reading, &ReadOptions::default()).ok()?;
    (!guess.questions.is_empty()).then(|| "qif".to_owned())
}

/// How dates and amounts are written, by what only one way can read; else by the answer given; else a question. And how
/// many sections of accounts there are.
fn form(reading: &mut Reading<'_>, options: &ReadOptions) -> Result<(Form, Vec<Question>, usize), ReadError> {
    let mut questions = Vec::new();
    let answer = options.mapping.as_ref();
    let mut possible = [true; 3];
    let mut example: Option<String> = None;
    let mut counts = [0usize; 2];
    let mut undecided: Option<String> = None;
    let mut sections = 0;
    walk(reading, |told| {
        let Told::Record(record) = told else {
            sections += 1;
            return Ok(());
        };
        let text = day(record.date);
        if !text.is_empty() {
            let fits = date::possible(&text);
            if fits.contains(&true) {
                possible.iter_mut().zip(fits).for_each(|(all, fits)| *all &= fits);
                if example.is_none() {
                    let differs =
                        date::parse(&text, DateOrder::DayMonthYear) != date::parse(&text, DateOrder::MonthDayYear);
                    example = differs.then_some(text);
                }
            }
        }
        for text in record.amounts() {
            match amount::evidence(text) {
                MarkEvidence::Only(DecimalMark::Point) => counts[0] += 1,
                MarkEvidence::Only(DecimalMark::Comma) => counts[1] += 1,
                MarkEvidence::Undecided if undecided.is_none() => undecided = Some(text.to_owned()),
                _ => {}
            }
        }
        Ok(())
    })?;
    let order = match (possible, example) {
        ([_, _, true], _) => DateOrder::YearMonthDay,
        ([true, false, _], _) => DateOrder::DayMonthYear,
        // Month first is Quicken's own order; where nothing fits all, reading names the line that does not.
        ([false, _, _], _) | (_, None) => DateOrder::MonthDayYear,
        ([true, true, _], Some(example)) => answer.map(|answer| answer.date_order).unwrap_or_else(|| {
            questions.push(Question::DateOrder { example: excerpt(&example) });
            DateOrder::MonthDayYear
        }),
    };

    let mark = match (counts, undecided) {
        ([0, 0], Some(example)) => answer.map(|answer| answer.decimal_mark).unwrap_or_else(|| {
            questions.push(Question::DecimalMark { example: excerpt(&example) });
            DecimalMark::Point
        }),
        ([point, comma], _) if comma > point => DecimalMark::Comma,
        _ => DecimalMark::Point,
    };
    Ok((Form { order, mark }, questions, sections))
}

/// A date as Quicken pads it, `1/ 2' 6`, without the padding: an apostrophe stands before a year from 2000 on.
fn day(text: &str) -> String {
    let packed: String = text.chars().filter(|character| !character.is_whitespace()).collect();
    match packed.split_once('\'') {
        Some((day, year)) if year.len() <= 2 => format!("{day}/20{year:0>2}"),
        Some((day, year)) => format!("{day}/{year}"),
        None if text.chars().any(char::is_alphabetic) => text.trim().to_owned(),
        None => packed,
    }
}

fn line(record: &Record<'_>, form: Form, digits: u32) -> Result<Line, LineProblem> {
    if record.date.is_empty() {
        return Err(LineProblem::DateMissing);
    }
    let booked_on = date::parse(&day(record.date), form.order)
        .map_err(|problem| LineProblem::Date { text: excerpt(record.date), problem })?;
    let parse = |text: &str| {
        amount::parse(text, form.mark, digits).map_err(|problem| match problem {
            AmountProblem::Missing => LineProblem::AmountMissing,
            problem => LineProblem::Amount { text: excerpt(text), problem },
        })
    };
    let parts = record.splits.iter().map(|text| parse(text)).collect::<Result<Vec<_>, _>>()?;
    let amount_minor = match record.amount {
        // The parts of a split stand for the whole where that is left out.
        "" if !parts.is_empty() => parts
            .iter()
            .try_fold(0i64, |sum, part| sum.checked_add(*part))
            .ok_or_else(|| LineProblem::Amount { text: excerpt(record.splits[0]), problem: AmountProblem::TooLarge })?,
        "" => return Err(LineProblem::AmountMissing),
        text => parse(text)?,
    };
    let transfer = record.transfer();
    let texts = [record.payee, record.memo];
    let mut text = texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        text = transfer.unwrap_or(record.category).to_owned();
    }
    if text.is_empty() {
        text = record.number.to_owned();
    }
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Ok(Line {
        source_line: record.line,
        booked_on,
        amount_minor,
        text,
        counterparty: some(record.payee),
        counterparty_account: transfer.and_then(some),
        bank_id: None,
        balance_minor: None,
        currency: None,
        reference: some(record.number),
        fee_minor: None,
        marketplace_tax_minor: None,
        kind: LineKind::default(),
        original: None,
        batch: None,
    })
}
