//! Wise's balance statements and history of transfers.
//!
//! A statement states a fee as a row of its own, or inside the amount of its transfer: the running balance follows the
//! amount either way, and the rows tell which. A transfer between own balances moves two accounts.

use super::super::words::fold;
use super::columns::{Cells, Field};
use super::reading::{Movement, Stated, Taken};
use crate::amount::minor_digits;
use crate::error::{LineProblem, excerpt, not_booked};
use crate::statement::LineKind;

/// Takes a row of a balance statement.
pub fn take(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let currency = cells.currency(Field::Currency)?;
    let digits = minor_digits(&currency);
    let (id, text) = (cells.get(Field::Id), fold(cells.get(Field::Text)));
    let kind = if id.starts_with("FEE") {
        LineKind::Fee
    } else if id.starts_with("BALANCE") || text.starts_with("converted ") {
        LineKind::Conversion
    } else if id.starts_with("TOPUP") || text.starts_with("topped up ") {
        LineKind::Payout
    } else {
        LineKind::Movement
    };
    let net = cells.money(Field::Net, digits)?.ok_or(LineProblem::AmountMissing)?;
    let fee = cells.money(Field::Fee, digits)?.unwrap_or(0);
    let fee = if kind == LineKind::Fee { 0 } else { fee };
    let mut movement = cells.movement(kind, Stated { gross: None, fee, net: Some(net) }, &currency)?;
    cells.original(&mut movement.line, &currency);
    if movement.line.counterparty.is_none() {
        let merchant = cells.get(Field::Merchant);
        movement.line.counterparty = (!merchant.is_empty()).then(|| merchant.to_owned());
    }
    Ok(movement.into())
}

/// Where fees have rows of their own, the transfers do not contain them.
pub fn part_fees(movements: &mut [Movement]) {
    if movements.iter().any(|movement| movement.line.kind == LineKind::Fee) {
        for movement in movements {
            movement.line.fee_minor = None;
        }
    }
}

/// Takes a row of the history of transfers.
pub fn transfer(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let status = fold(cells.get(Field::Status));
    if !status.is_empty() && status != "completed" {
        return Ok(Taken::LeftOut(not_booked(&excerpt(cells.get(Field::Status)))));
    }
    let (from, to) = (cells.currency(Field::Currency)?, cells.currency(Field::TargetCurrency)?);
    let sent = cells.money(Field::Gross, minor_digits(&from))?.unwrap_or(0);
    let fee = cells.money(Field::Fee, minor_digits(&from))?.unwrap_or(0);
    let received = cells.money(Field::TargetAmount, minor_digits(&to))?.unwrap_or(0);
    let kept = cells.money(Field::TargetFee, minor_digits(&to))?.unwrap_or(0);
    let out = |kind| {
        let net = sent.checked_add(fee).and_then(i64::checked_neg).ok_or(LineProblem::DoesNotAddUp)?;
        cells.movement(kind, Stated { gross: None, fee, net: Some(net) }, &from)
    };
    let incoming = |kind| cells.movement(kind, Stated { gross: None, fee: kept, net: Some(received) }, &to);
    Ok(match fold(cells.get(Field::Kind)).as_str() {
        "out" => out(LineKind::Movement)?.into(),
        "in" => incoming(LineKind::Movement)?.into(),
        "neutral" => {
            let (mut one, mut other) = (out(LineKind::Conversion)?, incoming(LineKind::Conversion)?);
            // Both sides have the transfer's identifier, each on its own account.
            for side in [&mut one, &mut other] {
                side.line.counterparty = None;
            }
            Taken::Moved(vec![one, other])
        }
        other => return Err(LineProblem::Direction { text: excerpt(other) }),
    })
}
