//! What accounts took over each of several stretches of days, in as few reads as the kept totals allow.

use std::collections::BTreeMap;

use kernel::{Context, Failure};
use ledger::{Days, Month};

use super::ReadBasis;
use crate::{journal, records};

/// What each account took in each stretch: minor units of the books' currency, a debit positive.
pub(crate) type Sums = BTreeMap<i64, Vec<i64>>;

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
    let pieces: Vec<_> = stretches.iter().map(|days| days.pieces()).collect();
    let single = |at: usize| pieces.get(at).and_then(|(months, _)| *months).filter(|(first, last)| first == last);
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
        } else if let Some(months) = pieces[at].0 {
            for sum in records::months_sums(&mut context.tx, months, without, profit_only)? {
                add(sum.account, at, sum.book_amount);
            }
        }
        at = end;
    }
    for (at, (_, rest)) in pieces.iter().enumerate() {
        for days in rest {
            for sum in records::days_sums(&mut context.tx, *days, without, profit_only)? {
                add(sum.account, at, sum.book_amount);
            }
        }
    }
    Ok(sums)
}
