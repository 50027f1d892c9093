//! Which open invoice or bill a waiting line looks like the payment of.

use books::open_items::{items_to_pay, open_item, settlements_of_entry};
use kernel::{Context, Failure};
use locale::t;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    line::{BankLine, LineState},
    rules::paying::{Owed, Sign, paid_by},
};

/// An open invoice or bill that a line looks like the payment of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaymentProposal {
    /// The open invoice or bill.
    pub item: i64,
    /// Its number.
    pub number: String,
    /// The client or supplier.
    pub party: String,
    /// What is still to be paid of it, in minor units; negative for a bill.
    pub open_minor: i64,
    /// Why, in words.
    pub reason: String,
}

/// As many open invoices and bills are held against a line; those due first.
const MOST: i64 = 2_000;

/// All that is owed, as the rule sees it.
pub(super) fn owed(context: &mut Context) -> Result<Vec<Owed>, Failure> {
    let items = items_to_pay(context, MOST)?;
    Ok(items
        .into_iter()
        .map(|item| Owed {
            item: item.id,
            open_minor: item.side.sign() * item.open_minor(),
            number: item.number,
            party: item.party_name,
        })
        .collect())
}

/// What a line looks like the payment of.
pub(super) fn proposal(line: &BankLine, owed: &[Owed]) -> Option<PaymentProposal> {
    if line.state != LineState::ToSort || owed.is_empty() {
        return None;
    }
    let said = format!("{} {} {}", line.counterparty, line.text, line.reference);
    // An invoice is paid in the books' own currency.
    if !line.currency.is_empty() {
        return None;
    }
    let (item, sign) = paid_by(line.decided_minor(), &said, owed)?;
    let reason = match sign {
        Sign::NumberAndAmount => t!("Its number and the amount agree."),
        Sign::NameAndAmount => t!("The name and the amount agree."),
        Sign::NumberAndName => t!("Its number and the name agree; the amount is a part of it."),
    };
    Some(PaymentProposal {
        item: item.item,
        number: item.number.clone(),
        party: item.party.clone(),
        open_minor: item.open_minor,
        reason,
    })
}

/// What a line pays, by its numbers; nothing for a line that pays no invoice.
pub(super) fn pays(context: &mut Context, line: &BankLine) -> Result<Option<String>, Failure> {
    let (LineState::Payment, Some(entry)) = (line.state, line.decision_entry) else { return Ok(None) };
    let mut numbers = Vec::new();
    for settlement in settlements_of_entry(context, entry)? {
        numbers.push(open_item(context, settlement.item)?.number);
    }
    Ok(Some(t!("Pays {number}", number = numbers.join(", "))))
}
