//! Etsy's monthly statement and its list of orders.
//!
//! One sale stands on several rows: the sale with all the buyer paid, the tax that Etsy collected and pays itself, each
//! fee. The tax is taken into its sale, so that it never looks like money of the seller. A deposit states its amount in
//! its title alone.

use super::super::words::fold;
use super::columns::{Cells, Field};
use super::reading::{Movement, Stated, Taken};
use crate::ReadOptions;
use crate::amount::{self, minor_digits};
use crate::error::{LineProblem, excerpt, not_booked};
use crate::statement::LineKind;

/// What a row's type says, in the languages of Etsy.
fn kind_of(kind: &str, title: &str) -> LineKind {
    let paid_by_buyer =
        ["paid by buyer", "vom kaufer", "durch den kaufer", "par l acheteur", "paye par l", "betaald door"]
            .iter()
            .any(|words| title.contains(words));
    match kind {
        "sale" | "verkauf" | "vente" | "venta" | "vendita" | "verkoop" => LineKind::Sale,
        "refund" | "ruckerstattung" | "remboursement" | "reembolso" | "rimborso" | "terugbetaling" => LineKind::Refund,
        "fee" | "gebuhr" | "frais" | "tarifa" | "tariffa" | "kosten" => LineKind::Fee,
        "tax" | "steuer" | "taxe" | "impuesto" | "imposta" | "belasting" => LineKind::MarketplaceTax,
        // Tax on what Etsy charges is a cost like the charge; what the buyer paid is Etsy's to pay on.
        "vat" | "gst" | "mwst" | "ust" | "tva" | "iva" | "btw" if paid_by_buyer => LineKind::MarketplaceTax,
        "vat" | "gst" | "mwst" | "ust" | "tva" | "iva" | "btw" => LineKind::Fee,
        "deposit" | "payout" | "transfer" | "uberweisung" | "auszahlung" | "einzahlung" | "versement" | "virement"
        | "depot" | "deposito" | "storting" => LineKind::Payout,
        _ => LineKind::Movement,
    }
}

/// Takes a row of the monthly statement.
pub fn take(cells: &Cells<'_>) -> Result<Taken, LineProblem> {
    let currency = cells.currency(Field::Currency)?;
    let digits = minor_digits(&currency);
    let title = cells.get(Field::Text);
    let kind = kind_of(&fold(cells.get(Field::Kind)), &fold(title));
    let mut stated = Stated {
        gross: cells.money(Field::Gross, digits)?,
        fee: cells.money(Field::Fee, digits)?.unwrap_or(0),
        net: cells.money(Field::Net, digits)?,
    };
    if kind == LineKind::Payout && stated.gross.or(stated.net).is_none_or(|amount| amount == 0) {
        let sent = sent(title, cells, digits).ok_or(LineProblem::AmountMissing)?;
        stated = Stated { gross: Some(sent), ..Stated::default() };
    }
    if stated.gross.is_none() && stated.net.is_some() {
        // A row of a fee or a tax: what is taken is all there is.
        stated = Stated { gross: stated.net, ..Stated::default() };
    }
    let mut movement = cells.movement(kind, stated, &currency)?;
    if kind == LineKind::MarketplaceTax {
        movement.line.kind = kind;
        movement.line.marketplace_tax_minor = Some(movement.line.amount_minor);
    }
    movement.group = order_number(title).or_else(|| order_number(cells.get(Field::Detail))).unwrap_or_default();
    Ok(movement.into())
}

/// `€123.45 sent to your bank account`, in the words of any language: the amount at the beginning of the title.
fn sent(title: &str, cells: &Cells<'_>, digits: u32) -> Option<i64> {
    let words: Vec<&str> = title.split(' ').collect();
    // The amount may be written with a space before or behind the currency.
    (1..=words.len().min(3))
        .rev()
        .find_map(|count| amount::parse(&words[..count].join(" "), cells.mark, digits).ok())
        .and_then(i64::checked_neg)
}

/// The number behind the `#` of an order.
fn order_number(text: &str) -> Option<String> {
    let digits: String = text.split_once('#')?.1.chars().take_while(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// Takes the tax that Etsy pays into the sale whose buyer paid it, and what is given back into the refund.
pub fn join_taxes(movements: &mut [Movement]) {
    for tax in 0..movements.len() {
        let (kind, group, amount) =
            (movements[tax].line.kind, movements[tax].group.clone(), movements[tax].line.amount_minor);
        if kind != LineKind::MarketplaceTax || group.is_empty() {
            continue;
        }
        let wanted = if amount < 0 { LineKind::Sale } else { LineKind::Refund };
        let sale = (0..movements.len()).find(|index| {
            let one = &movements[*index];
            *index != tax && one.line.kind == wanted && one.group == group && one.currency == movements[tax].currency
        });
        let Some(sale) = sale.map(|index| &mut movements[index].line) else { continue };
        let total = sale.amount_minor.checked_add(amount);
        let taxes = sale.marketplace_tax_minor.unwrap_or(0).checked_add(amount);
        if let (Some(total), Some(taxes)) = (total, taxes) {
            sale.amount_minor = total;
            sale.marketplace_tax_minor = Some(taxes);
            movements[tax].joined = true;
        }
    }
}

/// Takes a row of the list of orders.
pub fn order(cells: &Cells<'_>, options: &ReadOptions) -> Result<Taken, LineProblem> {
    let mut currency = cells.currency(Field::Currency)?;
    if currency.is_empty() {
        currency.clone_from(&options.currency);
    }
    let digits = minor_digits(&currency);
    let gross = cells.money(Field::Gross, digits)?.ok_or(LineProblem::AmountMissing)?;
    if gross == 0 {
        return Ok(Taken::LeftOut(not_booked(&excerpt(cells.get(Field::Gross)))));
    }
    let tax = cells.money(Field::Tax, digits)?.unwrap_or(0);
    let fee = cells.money(Field::Fee, digits)?.unwrap_or(0);
    let mut movement = cells.movement(LineKind::Sale, Stated { gross: Some(gross), fee, net: None }, &currency)?;
    let without = movement.line.amount_minor.checked_sub(tax).ok_or(LineProblem::DoesNotAddUp)?;
    movement.line.amount_minor = without;
    movement.line.marketplace_tax_minor = (tax != 0).then_some(-tax);
    movement.line.text = format!("#{}", cells.get(Field::Id));
    Ok(movement.into())
}
