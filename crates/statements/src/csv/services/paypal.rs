//! PayPal's activity and balance reports.
//!
//! Not every row moved money: authorisations, orders, requests and pending payments are listed like payments. A payment
//! in another currency comes as three rows, the payment and both sides of its exchange; where these leave nothing of the
//! other currency they are one movement of the account.

use super::super::words::{self, fold};
use super::columns::{Cells, Field};
use super::reading::{Movement, Stated, Taken};
use crate::amount::minor_digits;
use crate::error::{LineProblem, excerpt, moved_nothing, not_booked};
use crate::statement::{LineKind, Original};

/// Kinds of row that announce a movement, or list the items of one. PayPal's transaction event codes T0004 to T1300
/// and T1301 to T1302 name them in English.
const ANNOUNCED: &[&str] = &[
    "general authorization",
    "authorization",
    "reauthorization",
    "void of authorization",
    "order",
    "invoice sent",
    "invoice item",
    "request received",
    "request sent",
    "money request",
    "shopping cart item",
    "cancelled transfer",
    "allgemeine autorisierung",
    "autorisierung",
    "bestellung",
    "zahlungsanforderung",
    "rechnung gesendet",
    "warenkorbartikel",
    "autorisation generale",
    "autorisation",
    "commande",
    "demande de paiement",
    "facture envoyee",
    "article du panier",
];

/// Money that PayPal sets aside inside the account and releases again.
const SET_ASIDE: &[&str] = &[
    "account hold",
    "general hold",
    "payment hold",
    "payment release",
    "payment review",
    "temporary hold",
    "reversal of general account hold",
    "einbehaltung",
    "einbehalt",
    "blocage",
    "suspension de paiement",
];

const EXCHANGES: &[&str] = &[
    "currency conversion",
    "wahrungsumrechnung",
    "conversion de devise",
    "conversion de devises",
    "valutaomrekening",
    "conversion de divisa",
    "conversione di valuta",
];

const PAYOUTS: &[&str] = &[
    "withdrawal",
    "withdraw funds",
    "bank deposit to pp account",
    "general card deposit",
    "transfer to bank",
    "abbuchung",
    "auszahlung",
    "bankgutschrift",
    "retrait",
    "virement",
    "approvisionnement",
    "opname",
    "bankstorting",
    "retirada",
    "ingreso bancario",
    "prelievo",
    "versamento bancario",
];

const FEES: &[&str] = &["fee", "gebuhr", "frais", "commission", "kosten", "comision", "commissione"];

const REFUNDS: &[&str] = &[
    "refund",
    "reversal",
    "chargeback",
    "ruckzahlung",
    "ruckbuchung",
    "remboursement",
    "annulation",
    "reembolso",
    "rimborso",
    "terugbetaling",
];

/// States that PayPal has beside those of banks, in its languages.
const NOT_MOVED: &[&str] = &[
    "active",
    "created",
    "under review",
    "einbehalten",
    "storniert",
    "nicht abgeholt",
    "abgelaufen",
    "refusee",
    "annulee",
    "expiree",
    "non reclame",
    "suspendu",
    "in behandeling",
    "geweigerd",
    "geannuleerd",
    "pendiente",
    "rechazado",
    "cancelado",
    "in sospeso",
    "rifiutato",
    "annullato",
];

fn has(kind: &str, words: &[&str]) -> bool {
    words.iter().any(|word| kind.contains(word))
}

/// Takes a row.
pub fn take(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let named = cells.get(Field::Kind);
    let kind = fold(named);
    let impact = fold(cells.get(Field::Impact));
    if impact == "memo" {
        return Ok(Taken::LeftOut(moved_nothing(&excerpt(named))));
    }
    let status = cells.get(Field::Status);
    let set_aside = has(&kind, SET_ASIDE);
    let moves_balance = !impact.is_empty() && set_aside;
    if !status.is_empty()
        && !moves_balance
        && (words::is_not_booked(status) || NOT_MOVED.contains(&fold(status).as_str()))
    {
        return Ok(Taken::LeftOut(not_booked(&excerpt(status))));
    }
    if !set_aside && ANNOUNCED.iter().any(|word| kind == *word || kind.starts_with(&format!("{word} "))) {
        return Ok(Taken::LeftOut(moved_nothing(&excerpt(named))));
    }
    let currency = cells.currency(Field::Currency)?;
    let digits = minor_digits(&currency);
    let stated = Stated {
        gross: cells.money(Field::Gross, digits)?,
        fee: cells.money(Field::Fee, digits)?.unwrap_or(0),
        net: cells.money(Field::Net, digits)?,
    };
    let incoming = stated.gross.or(stated.net).unwrap_or(0) > 0;
    let kind = if has(&kind, EXCHANGES) {
        LineKind::Conversion
    } else if set_aside || has(&kind, PAYOUTS) {
        LineKind::Payout
    } else if has(&kind, REFUNDS) {
        LineKind::Refund
    } else if kind.split(' ').any(|word| FEES.contains(&word)) {
        LineKind::Fee
    } else if incoming {
        LineKind::Sale
    } else {
        LineKind::Movement
    };
    let mut movement = cells.movement(kind, stated, &currency)?;
    let line = &mut movement.line;
    line.text = cells.words(&[Field::Text, Field::Detail]);
    if line.text.is_empty() {
        line.text = cells.words(&[Field::Kind]);
    }
    Ok(movement.into())
}

/// Joins a payment in another currency with its exchange: what the account's own currency moved is the amount, what was
/// paid is kept beside it. Rows are only joined where they leave nothing of the other currency behind.
pub fn join_exchanges(movements: &mut [Movement]) {
    let exchanges: Vec<usize> = (0..movements.len())
        .filter(|index| movements[*index].line.kind == LineKind::Conversion && !movements[*index].joined)
        .collect();
    for first in &exchanges {
        for second in exchanges.iter().filter(|second| *second > first) {
            let (one, other) = (&movements[*first], &movements[*second]);
            let pair = !one.joined
                && !other.joined
                && one.currency != other.currency
                && one.line.booked_on == other.line.booked_on
                && one.line.amount_minor.signum() == -other.line.amount_minor.signum()
                && !one.group.is_empty()
                && one.group == other.group;
            if !pair {
                continue;
            }
            if let Some((payment, own)) = [(*first, *second), (*second, *first)]
                .into_iter()
                .find_map(|(foreign, own)| payment_of(movements, foreign).map(|payment| ((payment, foreign), own)))
            {
                join(movements, payment, own);
            }
        }
    }
}

/// The payment that one side of an exchange takes to nothing, and no other.
fn payment_of(movements: &[Movement], foreign: usize) -> Option<usize> {
    let side = &movements[foreign];
    let mut found = movements.iter().enumerate().filter(|(index, payment)| {
        *index != foreign
            && !payment.joined
            && payment.line.kind != LineKind::Conversion
            && payment.currency == side.currency
            && payment.line.amount_minor.checked_add(side.line.amount_minor) == Some(0)
            && (payment.line.bank_id.as_deref() == Some(&side.group) || payment.group == side.group)
    });
    let (index, _) = found.next()?;
    found.next().is_none().then_some(index)
}

fn join(movements: &mut [Movement], (payment, foreign): (usize, usize), own: usize) {
    let paid = movements[payment].clone();
    movements[payment].joined = true;
    movements[foreign].joined = true;
    let side = &mut movements[own];
    let amount = side.line.amount_minor;
    // The fee was exchanged at the same rate.
    let fee = paid.line.fee_minor.map(|fee| scaled(fee, amount, paid.line.amount_minor)).filter(|fee| *fee != 0);
    side.line = crate::statement::Line {
        amount_minor: amount,
        balance_minor: side.line.balance_minor,
        currency: side.line.currency.clone(),
        source_line: paid.line.source_line,
        fee_minor: fee,
        original: Some(Box::new(Original { currency: paid.currency.clone(), amount_minor: paid.line.amount_minor })),
        ..paid.line
    };
    side.group = paid.group;
}

/// `part · to / from`, rounded half away from zero.
fn scaled(part: i64, to: i64, from: i64) -> i64 {
    let (numerator, denominator) = (i128::from(part) * i128::from(to), i128::from(from));
    if denominator == 0 {
        return 0;
    }
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    let away = i128::from(remainder.abs() * 2 >= denominator.abs()) * numerator.signum() * denominator.signum();
    i64::try_from(quotient + away).unwrap_or(0)
}
