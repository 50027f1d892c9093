//! The orders as a table (RFC 4180), for banks and currencies without such files, and for whoever types them in.

use crate::PaymentFile;

const HEAD: &str =
    "day,from_name,from_holder,from_iban,from_bic,to_name,to_holder,to_iban,to_bic,amount,currency,reference,text";

/// The orders, one a row, with a head. Texts are disarmed where a spreadsheet would run them.
pub fn csv(file: &PaymentFile) -> String {
    let mut text = String::from(HEAD);
    text.push_str("\r\n");
    for order in &file.orders {
        let (from, to) = (&order.debtor, &order.creditor);
        let number = |iban: &Option<crate::Iban>| iban.as_ref().map(ToString::to_string).unwrap_or_default();
        let bank = |bic: &Option<crate::Bic>| bic.as_ref().map(ToString::to_string).unwrap_or_default();
        let cells = [
            order.requested_on.to_string(),
            words(&from.name),
            words(&from.holder),
            number(&from.iban),
            bank(&from.bic),
            words(&to.name),
            words(&to.holder),
            number(&to.iban),
            bank(&to.bic),
            order.currency.decimal(order.amount_minor),
            order.currency.code().to_owned(),
            words(&order.end_to_end_id),
            words(&order.remittance),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// Words in quotes; a text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
fn words(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}
