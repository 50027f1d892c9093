//! Payments that are to show on statements, for the area that reads them.

use jiff::civil::Date;
use kernel::{Context, Failure};

use crate::{
    queries::{PayState, with_entries},
    records,
    rules::recognising::ExpectedSide,
};

/// The sides of transfers in payment files and the runs of the owner’s pay that no statement has shown yet.
pub fn expected_sides(context: &mut Context) -> Result<Vec<ExpectedSide>, Failure> {
    let open = records::open_lines(&mut context.tx)?;
    let pay = expected_pay(context)?;
    if open.is_empty() {
        return Ok(pay);
    }
    let details = books::account_details(context)?;
    let iban = |account: i64| {
        details.iter().find(|known| known.account == account).map(|known| known.iban.clone()).unwrap_or_default()
    };
    let mut expected = pay;
    for records::OpenLine { line, requested_on, .. } in open {
        let side = |arrival: bool, account: i64, other: i64| ExpectedSide {
            file: line.file,
            line: line.line,
            arrival,
            account,
            other,
            is_pay: false,
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

/// The runs of the owner's pay that no entry has shown yet. Whether one has is read from the entries, so nothing is
/// written when a line shows it.
fn expected_pay(context: &mut Context) -> Result<Vec<ExpectedSide>, Failure> {
    let rows = records::pay_runs(&mut context.tx, 24)?;
    if rows.iter().all(|row| row.state != records::RUN || row.withdrawn_on.is_some()) {
        return Ok(Vec::new());
    }
    let drawings = books::account_for_role(context, "owners-pay")?;
    let waiting: Vec<i64> = with_entries(context, rows.clone())?
        .into_iter()
        .filter(|run| run.state == PayState::Run)
        .map(|run| run.id)
        .collect();
    let rows = rows.into_iter().filter(|row| waiting.contains(&row.id));
    let side = |row: records::RunRow| ExpectedSide {
        file: row.id,
        line: 1,
        arrival: false,
        account: row.from_account,
        other: drawings,
        is_pay: true,
        other_iban: row.iban,
        amount_minor: row.amount.saturating_neg(),
        end_to_end_id: row.message_id,
        requested_on: row.requested_on,
    };
    Ok(rows.map(side).collect())
}

/// A line of a statement showed a side.
pub fn side_was_seen(
    context: &mut Context,
    side: &ExpectedSide,
    bank_line: i64,
    booked_on: Date,
) -> Result<(), Failure> {
    if side.is_pay {
        return Ok(());
    }
    let set = if side.arrival { records::set_arrived } else { records::set_left };
    Ok(set(&mut context.tx, side.file, side.line, Some(bank_line), Some(booked_on))?)
}

/// A line of a statement was taken out again: what it had shown is expected again.
pub fn line_was_taken_out(context: &mut Context, bank_line: i64) -> Result<(), Failure> {
    Ok(records::forget_bank_line(&mut context.tx, bank_line)?)
}
