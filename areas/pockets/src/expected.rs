//! Payments that are to show on statements, for the area that reads them.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};

use crate::{
    queries::{Contributions, PayState, with_entries},
    records,
    rules::recognising::{ExpectedSide, SideKind},
};

/// The sides of transfers in payment files, the runs of the owner’s pay and the contributions that no statement has shown
/// yet.
pub fn expected_sides(context: &mut Context) -> Result<Vec<ExpectedSide>, Failure> {
    let mut expected = expected_pay(context)?;
    expected.extend(expected_contributions(context)?);
    let open = records::open_lines(&mut context.tx)?;
    if open.is_empty() {
        return Ok(expected);
    }
    let details = books::account_details(context)?;
    let iban = |account: i64| {
        details.iter().find(|known| known.account == account).map(|known| known.iban.clone()).unwrap_or_default()
    };
    for records::OpenLine { line, requested_on, .. } in open {
        let side = |kind: SideKind, account: i64, other: i64| ExpectedSide {
            kind,
            file: line.file,
            line: line.line,
            account,
            other,
            other_iban: iban(other),
            amount_minor: if kind == SideKind::Leaves { -line.amount } else { line.amount },
            end_to_end_id: line.end_to_end_id.clone(),
            requested_on,
        };
        if line.left_line.is_none() {
            expected.push(side(SideKind::Leaves, line.from_account, line.to_account));
        }
        if line.arrived_line.is_none() {
            expected.push(side(SideKind::Arrives, line.to_account, line.from_account));
            // A bank may show what came back before, or without, what left.
            expected.push(side(SideKind::Returns, line.from_account, line.to_account));
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
    Ok(rows.map(|row| drawn(SideKind::Pay, drawings, row)).collect())
}

/// The contributions that are ordered, or expected to be drawn, and that no entry has shown yet.
fn expected_contributions(context: &mut Context) -> Result<Vec<ExpectedSide>, Failure> {
    let history = Contributions::default().answer(context)?.history;
    let mut sides = Vec::new();
    for id in history.iter().filter(|run| run.state == PayState::Run).filter_map(|run| run.id) {
        let Some(row) = records::contribution_run(&mut context.tx, id)? else { continue };
        sides.push(drawn(SideKind::Contribution { pocket: row.pocket }, row.category, row.run));
    }
    Ok(sides)
}

fn drawn(kind: SideKind, drawing: i64, run: records::RunRow) -> ExpectedSide {
    ExpectedSide {
        kind,
        file: run.id,
        line: 1,
        account: run.from_account,
        other: drawing,
        other_iban: run.iban,
        amount_minor: run.amount.saturating_neg(),
        end_to_end_id: run.message_id,
        requested_on: run.requested_on,
    }
}

/// A line of a statement showed a side.
pub fn side_was_seen(
    context: &mut Context,
    side: &ExpectedSide,
    bank_line: i64,
    booked_on: Date,
) -> Result<(), Failure> {
    let set = match side.kind {
        SideKind::Pay | SideKind::Contribution { .. } => return Ok(()),
        SideKind::Arrives => records::set_arrived,
        SideKind::Leaves => records::set_left,
        SideKind::Returns => records::set_returned,
    };
    Ok(set(&mut context.tx, side.file, side.line, Some(bank_line), Some(booked_on))?)
}

/// A line of a statement was taken out again: what it had shown is expected again.
pub fn line_was_taken_out(context: &mut Context, bank_line: i64) -> Result<(), Failure> {
    Ok(records::forget_bank_line(&mut context.tx, bank_line)?)
}
