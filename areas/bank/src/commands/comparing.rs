//! A statement held against what is stored of its account. Reads only: the preview asks it too.

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use statements::AccountStatement;

use super::import::ImportRefusal;
use crate::{
    line::RawLine,
    records,
    rules::matching::{DAYS_IN_DOUBT, Incoming, Verdict, compare, settle},
};

/// The lines of an account's statement, held against what is here.
pub(crate) struct Compared {
    pub lines: Vec<RawLine>,
    pub verdicts: Vec<Verdict>,
    pub without_amount: i64,
    /// What the account holds on the closing day, before anything is added; only where its beginning is known.
    pub held_minor: Option<i64>,
    pub through: Date,
}

/// An account without lines that holds nothing has no beginning yet, even if entries came and were reversed.
pub(super) fn beginning_is_known(context: &mut Context, account: i64) -> Result<bool, Failure> {
    let answer = books::Balances::default().answer(context)?;
    let holds = answer.accounts.iter().any(|line| line.account.id == account && line.balance_minor != 0);
    Ok(holds || records::has_lines(&mut context.tx, account)?)
}

fn held_on(context: &mut Context, account: i64, on: Date) -> Result<i64, Failure> {
    let answer = books::Balances { on: Some(on), ..books::Balances::default() }.answer(context)?;
    Ok(answer.accounts.iter().find(|line| line.account.id == account).map_or(0, |line| line.balance_minor))
}

/// Holds a statement against what is stored of its account. Reads only.
pub(crate) fn compare_account(
    context: &mut Context,
    stated: &AccountStatement,
    account: i64,
) -> Result<Compared, Failure> {
    let books = context.settings.currency;
    let mut without_amount = 0;
    let mut lines = Vec::with_capacity(stated.lines.len());
    for line in &stated.lines {
        let in_range = (1970..=2199).contains(&line.booked_on.year())
            && line.amount_minor.unsigned_abs() <= (i64::MAX / 1_000).unsigned_abs();
        if !in_range {
            return Err(ImportRefusal::OutsideTheBooks { line: line.source_line }.into());
        }
        if line.amount_minor == 0 {
            without_amount += 1;
        } else {
            lines.push(RawLine::of(account, line, books.code()));
        }
    }
    // Entries are numbered in the order of days, whichever way round the bank lists them.
    lines.sort_by_key(|line| line.booked_on);
    let Some((first, last)) = lines.first().map(|line| line.booked_on).zip(lines.last().map(|line| line.booked_on))
    else {
        let through = stated.closing.and_then(|closing| closing.date).unwrap_or(context.today);
        return Ok(Compared { lines, verdicts: Vec::new(), without_amount, held_minor: None, through });
    };
    // A bank keeps its id when it moves a line by days; text and amount are only held against a few days around.
    let reach = i32::max(DAYS_IN_DOUBT, 30).days();
    let known =
        records::known_lines(&mut context.tx, account, first.saturating_sub(reach), last.saturating_add(reach))?;
    let incoming: Vec<Incoming<'_>> = lines.iter().map(incoming).collect();
    let mut verdicts = compare(&known, &incoming);
    let through = stated.closing.and_then(|closing| closing.date).map_or(last, |closing| closing.max(last));
    let held_minor = if stated.closing.is_some() && beginning_is_known(context, account)? {
        Some(held_on(context, account, through)?)
    } else {
        None
    };
    if let (Some(closing), Some(held)) = (stated.closing, held_minor) {
        let new: i128 = sum_of(&incoming, &verdicts, Verdict::New);
        settle(&mut verdicts, &incoming, i128::from(closing.amount_minor) - i128::from(held) - new);
    }
    Ok(Compared { lines, verdicts, without_amount, held_minor, through })
}

fn incoming(line: &RawLine) -> Incoming<'_> {
    Incoming {
        booked_on: line.booked_on,
        amount_minor: line.amount_minor,
        fingerprint: &line.fingerprint,
        bank_id: line.bank_id.as_deref(),
        batch: line.batch_total_minor.map(|total| (line.batch.as_str(), total)),
    }
}

fn sum_of(incoming: &[Incoming<'_>], verdicts: &[Verdict], wanted: Verdict) -> i128 {
    let wanted = incoming.iter().zip(verdicts).filter(|(_, verdict)| **verdict == wanted);
    wanted.map(|(line, _)| i128::from(line.amount_minor)).sum()
}
