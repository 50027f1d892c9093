//! What the two sides of a transfer differ by. Dollars went out, worth 920 euros that day, and 915 euros came in: each side
//! is booked against *in transit* by what it was worth, and the five that are left there are the exchange's difference.
//! The entry follows the pair: it comes with it and is taken back with it.

use std::collections::HashMap;

use books::{Draft, DraftPosting, Source, SplitOf};
use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::t;

use crate::{
    BANK_LINE,
    line::{BankLine, LineState},
    place::roles,
    records::{self, Exchange},
};

/// The pairs that are worth something different on each side: outgoing line, other line, what is left in transit.
fn differing(lines: &HashMap<i64, BankLine>) -> HashMap<i64, (i64, i64, Date)> {
    let outs = lines.values().filter(|line| line.amount_minor < 0 && line.state == LineState::Transfer);
    outs.filter_map(|out| {
        let into = lines.get(&out.pair?).filter(|into| into.pair == Some(out.id))?;
        let left = out.decided_minor().checked_add(into.decided_minor())?;
        let foreign = !out.currency.is_empty() || !into.currency.is_empty();
        (left != 0 && foreign).then_some((out.id, (into.id, left, out.booked_on.max(into.booked_on))))
    })
    .collect()
}

/// Makes the entries true of the pairs whose outgoing line is among those looked at, after lines were written.
pub(crate) fn settle(
    context: &mut Context,
    lines: &HashMap<i64, BankLine>,
    looked_at: impl Fn(&BankLine) -> bool,
) -> Result<(), Failure> {
    for stale in records::stale_exchanges(&mut context.tx)? {
        take_back(context, stale)?;
    }
    let mut wanted: Vec<_> = differing(lines).into_iter().collect();
    wanted.retain(|(out, _)| lines.get(out).is_some_and(&looked_at));
    wanted.sort_unstable();
    for (out_line, (into_line, left, on)) in wanted {
        // What was booked for the same two lines stays: neither their amounts nor their rates change.
        if records::exchanges_of(&mut context.tx, out_line)?.is_empty() {
            let entry = post(context, out_line, left, on)?;
            records::insert_exchange(&mut context.tx, Exchange { out_line, into_line, entry })?;
        }
    }
    Ok(())
}

/// What was booked for a line's exchange is taken back, because the line goes.
pub(crate) fn forget(context: &mut Context, line: i64) -> Result<(), Failure> {
    for known in records::exchanges_of(&mut context.tx, line)? {
        take_back(context, known)?;
    }
    Ok(())
}

fn take_back(context: &mut Context, known: Exchange) -> Result<(), Failure> {
    books::reverse(context, known.entry, None)?;
    Ok(records::delete_exchange(&mut context.tx, known.out_line)?)
}

/// Moves what is left in transit to the exchange differences. What went out stands there as a debit.
fn post(context: &mut Context, out_line: i64, left: i64, on: Date) -> Result<i64, Failure> {
    let in_transit = roles(context)?.in_transit;
    let difference = books::account_for_role(context, "exchange-difference")?;
    let draft = Draft {
        posted_on: books::first_open_day(context, on)?,
        text: t!("Difference of an exchange between your accounts"),
        note: String::new(),
        party: None,
        source: Source::of(BANK_LINE, out_line),
        postings: vec![DraftPosting::new(in_transit, left), DraftPosting::new(difference, -left)],
        split: SplitOf::ByRule,
    };
    books::post(context, draft)
}
