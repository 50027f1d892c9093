//! What is owed and not yet paid: a client's invoice, a supplier's bill. The subledger behind *receivables* and
//! *payables*.
//!
//! An item that is opened posts on accrual basis only: what is owed against what it was for. A payment posts the money in
//! both bases, takes it off what is owed on accrual basis, and books income or cost and tax on cash basis in the item's
//! proportions. When all is paid both bases agree to the cent.
//!
//! A settlement stands as long as its entry stands: reversing the entry opens the item again, whoever reverses it.

use jiff::civil::Date;
use kernel::{Context, Failure, Refusal, RefusalKind};
use ledger::Basis;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    account_for_role,
    dimensions::DimensionIds,
    journal::{self, Draft, DraftPosting, Source, SplitOf, post},
    records, rules,
};

/// Who owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// A client owes the business: an invoice (receivable).
    Receivable,
    /// The business owes a supplier: a bill (payable).
    Payable,
}

impl Side {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Receivable => "receivable",
            Side::Payable => "payable",
        }
    }

    /// The side of that word.
    pub fn from_word(word: &str) -> Option<Side> {
        [Side::Receivable, Side::Payable].into_iter().find(|side| side.as_str() == word)
    }

    /// +1 where paying brings money in, −1 where it takes money out.
    pub fn sign(self) -> i64 {
        match self {
            Side::Receivable => 1,
            Side::Payable => -1,
        }
    }

    /// The role of the account that holds what is owed.
    pub fn role(self) -> &'static str {
        match self {
            Side::Receivable => "receivables",
            Side::Payable => "payables",
        }
    }
}

/// An invoice or a bill that is, or was, to be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OpenItem {
    /// Its id.
    pub id: i64,
    /// Who owes.
    pub side: Side,
    /// The client or supplier.
    pub party: i64,
    /// Their name.
    pub party_name: String,
    /// Its number, as it was given when it was issued.
    pub number: String,
    /// The day it was issued.
    pub issued_on: Date,
    /// The day it is due.
    pub due_on: Date,
    /// What it asks for with its tax, in minor units of the books' currency; more than nothing.
    pub amount_minor: i64,
    /// What was paid of it.
    pub settled_minor: i64,
    /// The account that its tax goes to when it is paid.
    pub tax_account: i64,
    /// The kind of record it came from.
    pub source_kind: String,
    /// That record's id.
    pub source: i64,
    /// The entry that opened it.
    pub entry: i64,
}

impl OpenItem {
    /// What is still to be paid.
    pub fn open_minor(&self) -> i64 {
        self.amount_minor - self.settled_minor
    }
}

/// A part of an item: what it was for, and the tax on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ItemPart {
    /// The category: income on an invoice, a cost or equipment on a bill.
    pub category: i64,
    /// Its VAT or sales tax code; empty without one.
    pub tax_code: String,
    /// Without tax, in minor units; negative for a discount.
    pub net_minor: i64,
    /// The tax, of the same sign.
    pub tax_minor: i64,
    /// Named values it can be asked by: client, project, offer, channel.
    pub dimensions: DimensionIds,
}

/// An item to be opened. It is checked, kept, and posted on accrual basis.
#[derive(Debug, Clone)]
pub struct NewOpenItem {
    /// Who owes.
    pub side: Side,
    /// The client or supplier.
    pub party: i64,
    /// Its number; one party has each number once.
    pub number: String,
    /// The day it was issued.
    pub issued_on: Date,
    /// The day it is due.
    pub due_on: Date,
    /// What it was for.
    pub parts: Vec<ItemPart>,
    /// The day of its entry: the day it was issued, unless it is from before the books begin.
    pub posted_on: Date,
    /// The account that takes up what it was for on accrual basis, where that is not the parts' own categories: the
    /// opening balance, for what an earlier year earned.
    pub against: Option<i64>,
    /// The account its tax goes to; *sales tax owed* when absent. The opening balance for tax that was declared before.
    pub tax_account: Option<i64>,
    /// The text of its entry.
    pub text: String,
    /// The record it came from.
    pub source: Source,
}

/// A payment of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Settlement {
    /// Its id.
    pub id: i64,
    /// The item.
    pub item: i64,
    /// The day it was paid.
    pub settled_on: Date,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// The entry of the payment.
    pub entry: i64,
}

/// Why an item is not opened, paid or taken back.
#[derive(Debug)]
pub(crate) enum ItemRefusal {
    NoSuchItem(i64),
    NumberTaken { number: String, party: String },
    NothingOwed,
    MoreThanOpen { number: String, party: String, open_minor: i64, currency: String },
    NotPositive,
    Settled { number: String },
}

/// Codes of the refusals of open items, for every command that opens or pays them.
pub const ITEM_REFUSALS: &[&str] = &[
    "no-such-open-item",
    "number-is-taken",
    "nothing-is-owed",
    "more-than-is-open",
    "payment-is-not-positive",
    "item-is-paid-in-part",
];

impl Refusal for ItemRefusal {
    fn code(&self) -> &'static str {
        match self {
            ItemRefusal::NoSuchItem(_) => "no-such-open-item",
            ItemRefusal::NumberTaken { .. } => "number-is-taken",
            ItemRefusal::NothingOwed => "nothing-is-owed",
            ItemRefusal::MoreThanOpen { .. } => "more-than-is-open",
            ItemRefusal::NotPositive => "payment-is-not-positive",
            ItemRefusal::Settled { .. } => "item-is-paid-in-part",
        }
    }

    fn sentence(&self) -> String {
        match self {
            ItemRefusal::NoSuchItem(item) => t!("There is no open invoice or bill {item}.", item = item),
            ItemRefusal::NumberTaken { number, party } => {
                t!("{party} has a number {number} here already.", number = number, party = party)
            }
            ItemRefusal::NothingOwed => t!("An invoice or bill asks for more than nothing."),
            ItemRefusal::MoreThanOpen { number, party, open_minor: 0, .. } => {
                t!("{number} of {party} is paid already.", number = number, party = party)
            }
            ItemRefusal::MoreThanOpen { number, party, open_minor, currency } => t!(
                "Only {open} of {number} of {party} is still to be paid.",
                open = fmt::money(*open_minor, currency),
                number = number,
                party = party
            ),
            ItemRefusal::NotPositive => t!("A payment has to be more than nothing."),
            ItemRefusal::Settled { number } => t!("Something was paid of {number} already.", number = number),
        }
    }

    fn way_out(&self) -> Option<String> {
        match self {
            ItemRefusal::MoreThanOpen { .. } => {
                Some(t!("Say what the rest is for: another invoice, or a category of its own."))
            }
            ItemRefusal::Settled { .. } => Some(t!("Take the payment back first.")),
            _ => None,
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                ItemRefusal::NoSuchItem(_) | ItemRefusal::Settled { .. } => "item",
                ItemRefusal::NumberTaken { .. } => "number",
                ItemRefusal::NothingOwed | ItemRefusal::MoreThanOpen { .. } | ItemRefusal::NotPositive => {
                    "amount_minor"
                }
            }
            .into(),
        )
    }

    fn kind(&self) -> RefusalKind {
        match self {
            ItemRefusal::NoSuchItem(_) => RefusalKind::NotFound,
            ItemRefusal::NumberTaken { .. } | ItemRefusal::MoreThanOpen { .. } | ItemRefusal::Settled { .. } => {
                RefusalKind::Conflict
            }
            ItemRefusal::NothingOwed | ItemRefusal::NotPositive => RefusalKind::Invalid,
        }
    }
}

/// The item of that id.
pub fn open_item(context: &mut Context, id: i64) -> Result<OpenItem, Failure> {
    Ok(records::open_item(&mut context.tx, id)?.ok_or(ItemRefusal::NoSuchItem(id))?)
}

/// Items that are not paid in full, those due first; at most so many.
pub fn items_to_pay(context: &mut Context, limit: i64) -> Result<Vec<OpenItem>, Failure> {
    Ok(records::open_items_in_state(&mut context.tx, "open", limit)?)
}

/// Opens an item: keeps it and posts it on accrual basis.
pub fn open(context: &mut Context, new: NewOpenItem) -> Result<OpenItem, Failure> {
    let owed = ledger::sum(new.parts.iter().flat_map(|part| [part.net_minor, part.tax_minor]));
    let amount_minor = owed.filter(|owed| *owed > 0).ok_or(ItemRefusal::NothingOwed)?;
    let number = new.number.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(known) = records::open_item_numbered(&mut context.tx, new.side, new.party, &number)? {
        return Err(ItemRefusal::NumberTaken { number, party: known.party_name }.into());
    }
    let owed_account = account_for_role(context, new.side.role())?;
    let tax_account = match new.tax_account {
        Some(account) => account,
        None => account_for_role(context, "sales-tax-owed")?,
    };
    let sign = new.side.sign();
    let accrual = |account: i64, amount_minor: i64, dimensions: DimensionIds| DraftPosting {
        account,
        amount_minor,
        book_amount_minor: None,
        basis: Basis::Accrual,
        dimensions,
        pocket: None,
    };
    let mut postings = vec![accrual(owed_account, sign * amount_minor, [None; 4])];
    for part in &new.parts {
        // Only what was earned or spent is asked by client or project; what stands in for it is not.
        let (account, dimensions) = match new.against {
            Some(account) => (account, [None; 4]),
            None => (part.category, part.dimensions),
        };
        postings.push(accrual(account, -sign * part.net_minor, dimensions));
        postings.push(accrual(tax_account, -sign * part.tax_minor, [None; 4]));
    }
    postings.retain(|posting| posting.amount_minor != 0);
    let draft = Draft {
        posted_on: new.posted_on,
        text: new.text,
        note: String::new(),
        party: Some(new.party),
        source: new.source.clone(),
        postings,
        split: SplitOf::ByRule,
    };
    let entry = post(context, draft)?;
    let id = context.tx.next_id()?;
    let item = OpenItem {
        id,
        side: new.side,
        party: new.party,
        party_name: String::new(),
        number,
        issued_on: new.issued_on,
        due_on: new.due_on,
        amount_minor,
        settled_minor: 0,
        tax_account,
        source_kind: new.source.kind.into_owned(),
        source: new.source.id,
        entry,
    };
    records::insert_open_item(&mut context.tx, &item, &new.parts)?;
    open_item(context, id)
}

/// Takes an item back that nothing was paid of: its entry is reversed and the item removed.
pub fn withdraw_open_item(context: &mut Context, item: &OpenItem) -> Result<(), Failure> {
    if item.settled_minor != 0 {
        return Err(ItemRefusal::Settled { number: item.number.clone() }.into());
    }
    journal::reverse(context, item.entry, None)?;
    Ok(records::delete_open_item(&mut context.tx, item.id)?)
}

/// A payment that was checked and parted, ready to stand in an entry.
#[derive(Debug, Clone)]
pub struct PlannedSettlement {
    /// The item.
    pub item: OpenItem,
    /// How much is paid, in minor units; more than nothing.
    pub amount_minor: i64,
    /// The postings beside the money: what is owed on accrual basis, what it was for on cash basis. In each basis they sum
    /// to the payment, negative where it brings money in.
    pub postings: Vec<DraftPosting>,
    parts: Vec<(i64, i64)>,
}

/// Plans a payment of an item, in part or in full. Refused: nothing, and more than is open, with what is.
pub fn plan_settlement(context: &mut Context, item: i64, amount_minor: i64) -> Result<PlannedSettlement, Failure> {
    let item = open_item(context, item)?;
    if amount_minor <= 0 {
        return Err(ItemRefusal::NotPositive.into());
    }
    let parts = records::parts_of_item(&mut context.tx, item.id)?;
    let mut open: Vec<i64> = parts.iter().flat_map(|part| [part.net_minor, part.tax_minor]).collect();
    for (position, net, tax) in records::settled_parts(&mut context.tx, item.id)? {
        let at = usize::try_from(position).unwrap_or(usize::MAX).saturating_mul(2);
        for (place, paid) in [(at, net), (at.saturating_add(1), tax)] {
            if let Some(open) = open.get_mut(place) {
                *open -= paid;
            }
        }
    }
    let Some(paid) = rules::parted(amount_minor, &open) else {
        let currency = context.settings.currency.code().to_string();
        let open_minor = item.open_minor();
        return Err(
            ItemRefusal::MoreThanOpen { number: item.number, party: item.party_name, open_minor, currency }.into()
        );
    };
    let owed_account = account_for_role(context, item.side.role())?;
    let sign = item.side.sign();
    let mut postings = vec![DraftPosting {
        account: owed_account,
        amount_minor: -sign * amount_minor,
        basis: Basis::Accrual,
        ..DraftPosting::default()
    }];
    let paid: Vec<(i64, i64)> = paid.chunks(2).map(|pair| (pair[0], pair.get(1).copied().unwrap_or(0))).collect();
    for (part, (net, tax)) in parts.iter().zip(&paid) {
        for (account, amount, dimensions) in
            [(part.category, *net, part.dimensions), (item.tax_account, *tax, [None; 4])]
        {
            postings.push(DraftPosting {
                account,
                amount_minor: -sign * amount,
                book_amount_minor: None,
                basis: Basis::Cash,
                dimensions,
                pocket: None,
            });
        }
    }
    postings.retain(|posting| posting.amount_minor != 0);
    Ok(PlannedSettlement { item, amount_minor, postings, parts: paid })
}

/// Keeps a payment that the entry books.
pub fn settle(context: &mut Context, planned: &PlannedSettlement, on: Date, entry: i64) -> Result<i64, Failure> {
    let id = context.tx.next_id()?;
    let settlement =
        Settlement { id, item: planned.item.id, settled_on: on, amount_minor: planned.amount_minor, entry };
    records::insert_settlement(&mut context.tx, &settlement, &planned.parts)?;
    records::add_settled(&mut context.tx, planned.item.id, planned.amount_minor)?;
    Ok(id)
}

/// Pays an item from or into an account, in an entry of its own; answers the entry. For money that no bank line brings.
pub fn settle_open_item(
    context: &mut Context,
    item: i64,
    amount_minor: i64,
    money: i64,
    on: Date,
    source: Source,
) -> Result<i64, Failure> {
    let planned = plan_settlement(context, item, amount_minor)?;
    let mut postings = vec![DraftPosting::new(money, planned.item.side.sign() * amount_minor)];
    postings.extend(planned.postings.iter().copied());
    let text = match planned.item.side {
        Side::Receivable => {
            t!("{party} paid {number}", party = planned.item.party_name, number = planned.item.number)
        }
        Side::Payable => t!("Paid {number} of {party}", party = planned.item.party_name, number = planned.item.number),
    };
    let party = Some(planned.item.party);
    let draft = Draft { posted_on: on, text, note: String::new(), party, source, postings, split: SplitOf::ByRule };
    let entry = post(context, draft)?;
    settle(context, &planned, on, entry)?;
    Ok(entry)
}

/// The payments that an entry books.
pub fn settlements_of_entry(context: &mut Context, entry: i64) -> Result<Vec<Settlement>, Failure> {
    Ok(records::settlements_of_entry(&mut context.tx, entry)?)
}

/// Opens again what an entry paid, because the entry was reversed.
pub(crate) fn entry_was_reversed(context: &mut Context, entry: i64) -> Result<(), Failure> {
    for settlement in records::settlements_of_entry(&mut context.tx, entry)? {
        records::delete_settlement(&mut context.tx, settlement.id)?;
        records::add_settled(&mut context.tx, settlement.item, -settlement.amount_minor)?;
    }
    Ok(())
}
