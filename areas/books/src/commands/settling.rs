//! Paying an open invoice or bill with money that no bank line brings: cash, a card, an account without statements.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, RefusalKind, Refused, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    account, journal,
    journal::Source,
    open_items::{open_item, settle_open_item},
    records,
};

/// The source of the entries of payments made by hand.
const SETTLEMENT: &str = "settlement";

/// Pays an open invoice or bill, in part or in full, from or into an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleOpenItem {
    /// The open invoice or bill.
    pub item: i64,
    /// The account the money came into or went from.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// How much was paid; all that is open when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// An open invoice or bill that was paid.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenItemSettled {
    /// The entry of the payment.
    pub entry: i64,
    /// Its number.
    pub number: String,
    /// Who paid or was paid.
    pub party: String,
    /// What was paid, as written.
    pub amount: String,
    /// What is still to be paid, in minor units.
    pub open_minor: i64,
}

const REFUSALS: &[&str] = &[
    "no-such-open-item",
    "more-than-is-open",
    "payment-is-not-positive",
    "not-money",
    "no-such-payment",
    "account-is-closed",
];

impl Command for SettleOpenItem {
    const NAME: &'static str = "settle-open-item";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpenItemSettled;

    fn about() -> String {
        t!("Pay an open invoice or bill with money that no bank line brings.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpenItemSettled, Failure> {
        let money = account(context, self.account)?.clone();
        if !money.kind.has_statements() || money.currency != context.settings.currency {
            let sentence = t!("{name} is not an account that money in the books’ currency is on.", name = money.name);
            return Err(Refused::new("not-money", RefusalKind::Invalid, sentence).at("account").into());
        }
        let item = open_item(context, self.item)?;
        let amount_minor = self.amount_minor.unwrap_or_else(|| item.open_minor());
        let on = self.on.unwrap_or(context.today);
        let id = context.tx.next_id()?;
        let entry = settle_open_item(context, self.item, amount_minor, money.id, on, Source::of(SETTLEMENT, id))?;
        Ok(OpenItemSettled {
            entry,
            number: item.number.clone(),
            party: item.party_name.clone(),
            amount: fmt::money(amount_minor, context.settings.currency.code()),
            open_minor: item.open_minor() - amount_minor,
        })
    }

    fn sentence(&self, outcome: &OpenItemSettled) -> String {
        t!(
            "Paid {amount} of {number}, {party}.",
            amount = outcome.amount,
            number = outcome.number,
            party = outcome.party
        )
    }

    fn undo(&self, outcome: &OpenItemSettled) -> Undo {
        Undo::Compensating { command: UnsettleOpenItem::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Takes a payment made by hand back: the invoice or bill is open again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UnsettleOpenItem {
    /// The entry of the payment.
    pub entry: i64,
}

impl Command for UnsettleOpenItem {
    const NAME: &'static str = "unsettle-open-item";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = OpenItemUnsettled;

    fn about() -> String {
        t!("Take back a payment of an open invoice or bill.")
    }

    fn perform(&self, context: &mut Context) -> Result<OpenItemUnsettled, Failure> {
        journal::flush(context)?;
        let row = records::entry(&mut context.tx, self.entry)?;
        let by_hand = row.is_some_and(|row| row.source_kind == SETTLEMENT);
        let paid = records::settlements_of_entry(&mut context.tx, self.entry)?;
        let Some(settlement) = paid.first().filter(|_| by_hand) else {
            let sentence = t!("Entry {entry} is no payment that was made by hand.", entry = self.entry);
            return Err(Refused::new("no-such-payment", RefusalKind::NotFound, sentence).at("entry").into());
        };
        let postings = records::postings_of_entry(&mut context.tx, self.entry)?;
        // The money is the one posting that counts in both bases.
        let money = postings.iter().find(|(posting, _)| posting.basis == ledger::Basis::Both);
        let input = SettleOpenItem {
            item: settlement.item,
            account: money.map_or(0, |(posting, _)| posting.account),
            amount_minor: Some(settlement.amount_minor),
            on: Some(settlement.settled_on),
        };
        journal::reverse(context, self.entry, None)?;
        let item = open_item(context, settlement.item)?;
        Ok(OpenItemUnsettled { number: item.number, party: item.party_name, before: input })
    }

    fn sentence(&self, outcome: &OpenItemUnsettled) -> String {
        t!("{number}, {party}, is open again.", number = outcome.number, party = outcome.party)
    }

    fn undo(&self, outcome: &OpenItemUnsettled) -> Undo {
        Undo::Compensating { command: SettleOpenItem::NAME, input: json!(outcome.before) }
    }
}

/// An open invoice or bill whose payment was taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpenItemUnsettled {
    /// Its number.
    pub number: String,
    /// Who paid or was paid.
    pub party: String,
    /// The payment as it was made.
    pub before: SettleOpenItem,
}
