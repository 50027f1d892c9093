//! What clients owe and what is owed to suppliers, with age and due date.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
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
    /// What was paid of it: entry, day and minor units.
    pub payments: Vec<(i64, Date, i64)>,
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
        let more = found.len() as i64 > MOST;
        found.truncate(MOST as usize);
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
            let payments = if item.settled_minor == 0 {
                Vec::new()
            } else {
                let paid = records::settlements_of_item(&mut context.tx, item.id)?;
                paid.into_iter().map(|one| (one.entry, one.settled_on, one.amount_minor)).collect()
            };
            answer.add(item, today, payments);
        }
        answer.parties.sort_by_key(|party| std::cmp::Reverse(party.open_minor));
        Ok(answer)
    }
}

fn days(from: Date, through: Date) -> i64 {
    i64::from((through - from).get_days())
}

impl OpenItemsAnswer {
    fn add(&mut self, item: OpenItem, today: Date, payments: Vec<(i64, Date, i64)>) {
        let open_minor = item.open_minor();
        let overdue_days = days(item.due_on, today);
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
