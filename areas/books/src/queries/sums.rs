//! What accounts took over each of several stretches of days, in as few reads as the kept totals allow.

use std::collections::BTreeMap;

use kernel::{Context, Failure};
use ledger::{Days, Month};

use super::ReadBasis;
use crate::{journal, records};

/// What each account took in each stretch: minor units of the books' currency, a debit positive.
pub(crate) type Sums = BTreeMap<i64, Vec<i64>>;

/// A stretch as it is read: whole months from the kept totals, and days by index that are added or taken off again.
struct Read {
    months: Option<(Month, Month)>,
    added: Vec<Days>,
    taken_off: Vec<Days>,
}

/// How a stretch is read with the fewest days. What begins or ends within a month is that whole month less the days beyond,
/// where those are fewer; and where they have no entry (today, nearly always) no day is read at all.
fn reading(context: &mut Context, days: Days) -> Result<Read, Failure> {
    let (months, rest) = days.pieces();
    let mut read = Read { months, added: Vec::new(), taken_off: Vec::new() };
    for piece in rest {
        let month = Month::of(piece.from);
        let beyond = if Month::of(piece.through) != month {
            None
        } else if piece.from == month.first() {
            piece.through.tomorrow().ok().and_then(|next| Days::new(next, month.last()))
        } else if piece.through == month.last() {
            piece.from.yesterday().ok().and_then(|eve| Days::new(month.first(), eve))
        } else {
            None
        };
        match beyond {
            Some(beyond) if adjoins(read.months, month) => {
                let empty = !records::has_entries_in(&mut context.tx, beyond)?;
                if empty || beyond.count() < piece.count() {
                    read.months = Some(match read.months {
                        Some((first, last)) => (first.min(month), last.max(month)),
                        None => (month, month),
                    });
                    read.taken_off.extend(Some(beyond).filter(|_| !empty));
                } else {
                    read.added.push(piece);
                }
            }
            _ => read.added.push(piece),
        }
    }
    Ok(read)
}

/// Whether a month follows or precedes those that are read already.
fn adjoins(months: Option<(Month, Month)>, month: Month) -> bool {
    months.is_none_or(|(first, last)| month.plus(1) == first || last.plus(1) == month)
}

/// What accounts took in each of these stretches; with `profit_only` income and costs alone. Single months that follow one
/// another are one read; a longer stretch is one read of its sum; days left over at its ends are read by index.
pub(crate) fn sums(
    context: &mut Context,
    stretches: &[Days],
    basis: ReadBasis,
    profit_only: bool,
) -> Result<Sums, Failure> {
    journal::flush(context)?;
    let without = basis.without();
    let mut sums = Sums::new();
    let mut add = |account: i64, at: usize, amount: i64| {
        let row = sums.entry(account).or_insert_with(|| vec![0; stretches.len()]);
        row[at] = row[at].saturating_add(amount);
    };
    let mut pieces = Vec::with_capacity(stretches.len());
    for days in stretches {
        pieces.push(reading(context, *days)?);
    }
    let single = |at: usize| pieces.get(at).and_then(|read| read.months).filter(|(first, last)| first == last);
    let mut at = 0;
    while at < pieces.len() {
        let mut end = at + 1;
        if let Some((first, mut last)) = single(at) {
            while let Some((next, _)) = single(end).filter(|(next, _)| *next == last.plus(1) && *next > last) {
                (last, end) = (next, end + 1);
            }
            let months: Vec<Month> = first.through(last).collect();
            for total in records::month_totals(&mut context.tx, (first, last), without, profit_only)? {
                if let Ok(position) = months.binary_search_by_key(&total.month, |month| month.number()) {
                    add(total.account, at + position, total.book_amount);
                }
            }
        } else if let Some(months) = pieces[at].months {
            for sum in records::months_sums(&mut context.tx, months, without, profit_only)? {
                add(sum.account, at, sum.book_amount);
            }
        }
        at = end;
    }
    for (at, read) in pieces.iter().enumerate() {
        let signed = read.added.iter().map(|days| (*days, 1)).chain(read.taken_off.iter().map(|days| (*days, -1)));
        for (days, sign) in signed {
            for sum in records::days_sums(&mut context.tx, days, without, profit_only)? {
                add(sum.account, at, sum.book_amount.saturating_mul(sign));
            }
        }
    }
    Ok(sums)
}
