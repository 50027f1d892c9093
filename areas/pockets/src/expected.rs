//! Payments that are to show on statements, for the area that reads them.

use jiff::civil::Date;
use kernel::{Context, Failure};

use crate::{records, rules::recognising::ExpectedSide};

/// The sides of transfers in payment files that no statement has shown yet, oldest first.
pub fn expected_sides(context: &mut Context) -> Result<Vec<ExpectedSide>, Failure> {
    let open = records::open_lines(&mut context.tx)?;
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let details = books::account_details(context)?;
    let iban = |account: i64| {
        details.iter().find(|known| known.account == account).map(|known| known.iban.clone()).unwrap_or_default()
    };
    let mut expected = Vec::with_capacity(open.len() * 2);
    for records::OpenLine { line, requested_on, .. } in open {
        let side = |arrival: bool, account: i64, other: i64| ExpectedSide {
            file: line.file,
            line: line.line,
            arrival,
            account,
            other,
            other_iban: iban(other),
            amount_minor: if arrival { line.amount } else { -line.amount },
            end_to_end_id: line.end_to_end_id.clone(),
            requested_on,
        };
        if line.left_line.is_none() {
            expected.push(side(false, line.from_account, line.to_account));
        }
        if line.arrived_line.is_none() {
            expected.push(side(true, line.to_account, line.from_account));
        }
    }
    Ok(expected)
}

/// A line of a statement showed a side.
pub fn side_was_seen(
    context: &mut Context,
    side: &ExpectedSide,
    bank_line: i64,
    booked_on: Date,
) -> Result<(), Failure> {
    let set = if side.arrival { records::set_arrived } else { records::set_left };
    Ok(set(&mut context.tx, side.file, side.line, Some(bank_line), Some(booked_on))?)
}

/// A line of a statement was taken out again: what it had shown is expected again.
pub fn line_was_taken_out(context: &mut Context, bank_line: i64) -> Result<(), Failure> {
    Ok(records::forget_bank_line(&mut context.tx, bank_line)?)
}
