//! What clients owe and what is owed to suppliers, with age and due date.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    attachments::record_named,
    open_items::{OpenItem, Side, items_to_pay},
    records,
};

/// Open invoices and bills.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpenItems {
    /// Only what clients owe (`receivable`), or only what is owed to suppliers (`payable`).
    pub side: Option<Side>,
    /// Only those of this client or supplier.
    #[schemars(extend("x-picker" = "party"))]
    pub party: Option<i64>,
    /// Those that are paid, too: after the open ones.
    pub paid: bool,
}

/// Open invoices and bills, those due first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenItemsAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The items.
    pub items: Vec<OpenItemLine>,
    /// What is open of them by party, the largest first.
    pub parties: Vec<OpenParty>,
    /// What clients owe, in minor units.
    pub receivable_minor: i64,
    /// What is owed to suppliers, in minor units.
    pub payable_minor: i64,
    /// What of the first is past its due date.
    pub receivable_overdue_minor: i64,
    /// What of the second is past its due date.
    pub payable_overdue_minor: i64,
    /// Whether there are more than are listed.
    pub more: bool,
}

/// An open invoice or bill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenItemLine {
    /// The item.
    #[serde(flatten)]
    pub item: OpenItem,
    /// What is still to be paid, in minor units.
    pub open_minor: i64,
    /// Days since it was issued.
    pub age_days: i64,
    /// Days past its due date; negative while it is not due.
    pub overdue_days: i64,
    /// What was paid of it, the earliest first.
    pub payments: Vec<OpenItemPayment>,
}

/// What was paid of an invoice or bill.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenItemPayment {
    /// The entry of the payment.
    pub entry: i64,
    /// The day it was paid.
    pub settled_on: Date,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// The record that brought the money, a line of the bank for one; none where it was paid by hand.
    pub source: Option<(String, i64)>,
    /// What that record is called.
    pub source_title: String,
    /// Where it is shown.
    pub source_href: String,
}

/// What is open between a party and the business.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenParty {
    /// Who owes.
    pub side: Side,
    /// The client or supplier.
    pub party: i64,
    /// Their name.
    pub name: String,
    /// What is still to be paid, in minor units.
    pub open_minor: i64,
}

/// As many items are read at most; a business of one has fewer open.
const MOST: i64 = 1_000;

impl Query for OpenItems {
    const NAME: &'static str = "open-items";
    type Answer = OpenItemsAnswer;

    fn about() -> String {
        t!("Open invoices and bills: what clients owe and what you owe, with age and due date.")
    }

    fn answer(&self, context: &mut Context) -> Result<OpenItemsAnswer, Failure> {
        let today = context.today;
        let mut found = items_to_pay(context, MOST + 1)?;
        let mut more = found.len() as i64 > MOST;
        found.truncate(MOST as usize);
        if self.paid {
            let paid = records::newest_paid_items(&mut context.tx, MOST + 1)?;
            more |= paid.len() as i64 > MOST;
            found.extend(paid.into_iter().take(MOST as usize));
        }
        found.retain(|item| {
            self.side.is_none_or(|side| side == item.side) && self.party.is_none_or(|party| party == item.party)
        });
        let mut answer = OpenItemsAnswer {
            currency: context.settings.currency.code().to_string(),
            items: Vec::with_capacity(found.len()),
            parties: Vec::new(),
            receivable_minor: 0,
            payable_minor: 0,
            receivable_overdue_minor: 0,
            payable_overdue_minor: 0,
            more,
        };
        for item in found {
            let payments = if item.settled_minor == 0 { Vec::new() } else { payments_of(context, item.id)? };
            answer.add(item, today, payments);
        }
        answer.parties.sort_by_key(|party| std::cmp::Reverse(party.open_minor));
        Ok(answer)
    }
}

fn payments_of(context: &mut Context, item: i64) -> Result<Vec<OpenItemPayment>, Failure> {
    let mut payments = Vec::new();
    for paid in records::settlements_of_item(&mut context.tx, item)? {
        let source = records::entry(&mut context.tx, paid.entry)?.map(|row| (row.source_kind, row.source));
        // A record that search does not know is named by its entry alone.
        let hit = match &source {
            Some((kind, id)) if !kind.is_empty() => record_named(context, kind, *id).ok(),
            _ => None,
        };
        payments.push(OpenItemPayment {
            entry: paid.entry,
            settled_on: paid.settled_on,
            amount_minor: paid.amount_minor,
            source: source.filter(|_| hit.is_some()),
            source_title: hit.as_ref().map_or_else(String::new, |hit| hit.title.clone()),
            source_href: hit.map_or_else(String::new, |hit| hit.href),
        });
    }
    Ok(payments)
}

fn days(from: Date, through: Date) -> i64 {
    i64::from((through - from).get_days())
}

impl OpenItemsAnswer {
    fn add(&mut self, item: OpenItem, today: Date, payments: Vec<OpenItemPayment>) {
        let open_minor = item.open_minor();
        let overdue_days = days(item.due_on, today);
        if open_minor == 0 {
            self.items.push(OpenItemLine {
                age_days: days(item.issued_on, today),
                item,
                open_minor,
                overdue_days: 0,
                payments,
            });
            return;
        }
        let (sum, overdue) = match item.side {
            Side::Receivable => (&mut self.receivable_minor, &mut self.receivable_overdue_minor),
            Side::Payable => (&mut self.payable_minor, &mut self.payable_overdue_minor),
        };
        *sum = sum.saturating_add(open_minor);
        if overdue_days > 0 {
            *overdue = overdue.saturating_add(open_minor);
        }
        match self.parties.iter_mut().find(|known| known.side == item.side && known.party == item.party) {
            Some(known) => known.open_minor = known.open_minor.saturating_add(open_minor),
            None => self.parties.push(OpenParty {
                side: item.side,
                party: item.party,
                name: item.party_name.clone(),
                open_minor,
            }),
        }
        let age_days = days(item.issued_on, today);
        self.items.push(OpenItemLine { item, open_minor, age_days, overdue_days, payments });
    }
}
