//! Exports whose rows stand for themselves: Stripe, Square, Revolut, Shopify.

use super::super::words::fold;
use super::columns::{Cells, Field};
use super::reading::{Movement, Stated, Taken};
use crate::ReadOptions;
use crate::amount::minor_digits;
use crate::error::{LineProblem, excerpt, moved_nothing, not_booked, paid_elsewhere};
use crate::statement::LineKind;

fn stated(cells: &Cells<'_>, digits: u32) -> Result<Stated, LineProblem> {
    let fee = cells.money(Field::Fee, digits)?.unwrap_or(0);
    let tax = cells.money(Field::FeeTax, digits)?.unwrap_or(0);
    Ok(Stated {
        gross: cells.money(Field::Gross, digits)?,
        fee: fee.checked_add(tax).ok_or(LineProblem::DoesNotAddUp)?,
        net: cells.money(Field::Net, digits)?,
    })
}

/// A row of Stripe's balance: types of the API's balance transactions, or the reporting categories made of them.
pub fn stripe(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let currency = cells.currency(Field::Currency)?;
    let kind = fold(cells.get(Field::Kind));
    let kind = match kind.as_str() {
        "charge" | "payment" => LineKind::Sale,
        "refund"
        | "payment refund"
        | "charge failure"
        | "payment failure refund"
        | "refund failure"
        | "dispute"
        | "dispute reversal"
        | "partial capture reversal" => LineKind::Refund,
        "stripe fee" | "stripe fx fee" | "tax fee" | "fee" | "network cost" | "application fee" | "tax" => {
            LineKind::Fee
        }
        // Payouts were called transfers until 2017.
        "payout"
        | "payout cancel"
        | "payout failure"
        | "payout reversal"
        | "payout minimum balance hold"
        | "payout minimum balance release"
        | "transfer"
        | "transfer cancel"
        | "transfer failure"
        | "topup"
        | "topup reversal"
        | "reserve transaction"
        | "reserved funds"
        | "risk reserved funds" => LineKind::Payout,
        "currency conversion" | "fx conversion" => LineKind::Conversion,
        _ => LineKind::Movement,
    };
    let mut movement = cells.movement(kind, stated(cells, minor_digits(&currency))?, &currency)?;
    cells.original(&mut movement.line, &currency);
    if movement.line.text.is_empty() {
        movement.line.text = cells.words(&[Field::Kind]);
    }
    Ok(movement.into())
}

/// A payout leaves Stripe's balance when it is made; where it failed it came back, and the balance history says so.
pub fn stripe_payout(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let status = cells.get(Field::Status);
    if matches!(fold(status).as_str(), "failed" | "canceled" | "cancelled") {
        return Ok(Taken::LeftOut(not_booked(&excerpt(status))));
    }
    let currency = cells.currency(Field::Currency)?;
    let amount = cells.money(Field::Gross, minor_digits(&currency))?.ok_or(LineProblem::AmountMissing)?;
    let gross = amount.checked_neg();
    let mut movement = cells.movement(LineKind::Payout, Stated { gross, ..Stated::default() }, &currency)?;
    movement.group.clear();
    Ok(movement.into())
}

/// A payment with what was refunded of it later: both move the balance, on days of which only the first is stated.
pub fn stripe_payment(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let status = cells.get(Field::Status);
    if !matches!(fold(status).as_str(), "paid" | "succeeded" | "refunded" | "partially refunded" | "disputed") {
        return Ok(Taken::LeftOut(not_booked(&excerpt(status))));
    }
    let currency = cells.currency(Field::Currency)?;
    let digits = minor_digits(&currency);
    let gross = cells.money(Field::Gross, digits)?;
    let fee = stated(cells, digits)?.fee;
    let mut sale = cells.movement(LineKind::Sale, Stated { gross, fee, net: None }, &currency)?;
    let refunded = cells.money(Field::Refunded, digits)?.filter(|amount| *amount != 0);
    let refund = match refunded {
        Some(amount) => {
            let gross = amount.checked_abs().and_then(i64::checked_neg);
            let stated = Stated { gross, ..Stated::default() };
            let mut refund = cells.movement(LineKind::Refund, stated, &currency)?;
            refund.line.bank_id = refund.line.bank_id.map(|id| format!("{id}/refund"));
            Some(refund)
        }
        None => None,
    };
    cells.original(&mut sale.line, &currency);
    Ok(Taken::Moved(std::iter::once(sale).chain(refund).collect()))
}

/// A row of Square's transactions, or a day's total. Cash and other tenders never reach the balance at Square.
pub fn square(cells: &Cells<'_>, options: &ReadOptions) -> Result<Taken, LineProblem> {
    let currency = cells.currency(Field::Currency)?;
    let digits = minor_digits(if currency.is_empty() { &options.currency } else { &currency });
    let Stated { gross, fee, net } = stated(cells, digits)?;
    let elsewhere = [Field::Cash, Field::OtherTender]
        .into_iter()
        .map(|field| cells.money(field, digits).map(|amount| amount.unwrap_or(0)))
        .try_fold(0i64, |sum, amount| sum.checked_add(amount?).ok_or(LineProblem::DoesNotAddUp))?;
    let less = |amount: Option<i64>| amount.map(|amount| amount.saturating_sub(elsewhere));
    let stated = Stated { gross: less(gross), fee, net: less(net) };
    if stated.gross == Some(0) && fee == 0 {
        return Ok(Taken::LeftOut(if elsewhere == 0 { moved_nothing("0") } else { paid_elsewhere() }));
    }
    let kind = if stated.gross.unwrap_or(0) < 0 { LineKind::Refund } else { LineKind::Sale };
    let mut movement = cells.movement(kind, stated, &currency)?;
    movement.line.text = cells.words(&[Field::Text]);
    if movement.line.text.is_empty() {
        movement.line.text = "Square".to_owned();
    }
    Ok(movement.into())
}

/// A row of Revolut: the balance moves by the amount less the fee; what was reverted, declined or is pending did not move.
pub fn revolut(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let status = cells.get(Field::Status);
    const BOOKED: &[&str] = &[
        "completed",
        "abgeschlossen",
        "termine",
        "terminee",
        "effectue",
        "completado",
        "completato",
        "voltooid",
        "concluido",
    ];
    if !status.is_empty() && !BOOKED.contains(&fold(status).as_str()) {
        return Ok(Taken::LeftOut(not_booked(&excerpt(status))));
    }
    let currency = cells.currency(Field::Currency)?;
    let digits = minor_digits(&currency);
    let named = fold(cells.get(Field::Kind));
    let kind = match named.as_str() {
        "exchange" | "umtausch" | "change" | "cambio" => LineKind::Conversion,
        "fee" | "gebuhr" | "frais" | "comision" => LineKind::Fee,
        named if named.contains("refund") || named.contains("erstattung") || named.contains("remboursement") => {
            LineKind::Refund
        }
        _ => LineKind::Movement,
    };
    let mut stated = stated(cells, digits)?;
    if let (Some(gross), None) = (stated.gross, stated.net) {
        stated.net = gross.checked_sub(stated.fee.saturating_abs());
    }
    let mut movement = cells.movement(kind, stated, &currency)?;
    cells.original(&mut movement.line, &currency);
    if movement.line.text.is_empty() {
        movement.line.text = cells.words(&[Field::Kind]);
    }
    movement.account = cells.get(Field::Account).to_owned();
    Ok(movement.into())
}

/// A row of the transactions of Shopify's payouts.
pub fn shopify(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let currency = cells.currency(Field::Currency)?;
    let named = fold(cells.get(Field::Kind));
    let kind = match named.as_str() {
        "charge" => LineKind::Sale,
        "refund" | "dispute" | "chargeback" | "dispute withdrawal" | "dispute reversal" | "refund failure" => {
            LineKind::Refund
        }
        "payout" | "transfer" | "payout failure" | "reserve" | "reserved funds" => LineKind::Payout,
        named if named.ends_with("fee") || named.ends_with("fee credit") => LineKind::Fee,
        _ => LineKind::Movement,
    };
    let mut movement = cells.movement(kind, stated(cells, minor_digits(&currency))?, &currency)?;
    movement.line.text = cells.words(&[Field::Kind, Field::Detail, Field::Text]);
    movement.line.reference = Some(cells.get(Field::Detail)).filter(|order| !order.is_empty()).map(str::to_owned);
    cells.original(&mut movement.line, &currency);
    Ok(movement.into())
}

/// A row of Shopify's orders; further rows of an order list its items and state no total.
pub fn shopify_order(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let status = cells.get(Field::Status);
    if status.is_empty() && cells.get(Field::Gross).is_empty() {
        return Ok(Taken::Nothing);
    }
    if !matches!(fold(status).as_str(), "paid" | "partially refunded" | "refunded") {
        return Ok(Taken::LeftOut(not_booked(&excerpt(status))));
    }
    let currency = cells.currency(Field::Currency)?;
    let gross = cells.money(Field::Gross, minor_digits(&currency))?;
    let movement: Movement = cells.movement(LineKind::Sale, Stated { gross, ..Stated::default() }, &currency)?;
    Ok(movement.into())
}
