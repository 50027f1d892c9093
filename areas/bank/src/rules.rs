//! The decisions of the bank area: which lines are new, which rule takes a line, what earlier decisions say. Pure.

pub mod accuracy;
pub mod agreeing;
pub mod deciding;
pub mod learning;
pub mod matching;
pub mod pairing;
pub mod paying;
pub mod payout;
pub mod receipts;
pub mod reconciling;
pub mod recurring;
pub mod splitting;

/// The key under which decisions about a payee are remembered: who it is and which way the money went, since a shop
/// that is paid and a shop that pays back are different questions.
pub fn payee_key(payee: &str, amount_minor: i64) -> String {
    format!("{}{payee}", if amount_minor < 0 { '-' } else { '+' })
}

/// Who is on the other side of a line: the counterparty where the bank names one, else its text, normalised.
pub fn payee_of(counterparty: &str, text: &str) -> String {
    let named = statements::normalise_text(counterparty);
    if named.is_empty() { statements::normalise_text(text) } else { named }
}
