//! The owner's decision that a line pays open invoices or bills.

use books::open_items::open_item;
use kernel::{Command, Context, Failure, RefusalKind, Refused, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    refusals::SortRefusal,
    sorting::{SortedLine, before, decide, line_of, undo_of},
};
use crate::place::Place;

/// Says that a line pays open invoices or bills, each in part or in full.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SortAsPayment {
    /// The line.
    pub line: i64,
    /// What it pays; together as much as the line and the fee.
    pub pays: Vec<PaymentPart>,
    /// What was taken off on the way: the fee of a card processor, or of the bank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub fee_minor: Option<i64>,
}

/// An open invoice or bill that a line pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentPart {
    /// The open invoice or bill.
    pub item: i64,
    /// How much of the line; what the others leave when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
}

const REFUSALS: &[&str] = &[
    "no-such-line",
    "no-parts",
    "parts-differ-from-line",
    "part-is-zero",
    "not-that-way",
    "item-named-twice",
    "other-currency",
    "no-such-open-item",
    "more-than-is-open",
    "payment-is-not-positive",
    "fee-does-not-fit",
];

impl SortAsPayment {
    /// What is paid in all: a fee was taken off what came in, and out of what went out.
    fn size(&self, decided_minor: i64) -> Result<i64, Failure> {
        let fee_minor = self.fee_minor.unwrap_or(0);
        let paid = decided_minor.checked_add(fee_minor).filter(|paid| paid.signum() == decided_minor.signum());
        match paid {
            Some(paid) if fee_minor >= 0 => Ok(paid.saturating_abs()),
            _ => {
                let sentence =
                    t!("A fee is taken off a payment: it is more than nothing, and less than what went out.");
                Err(Refused::new("fee-does-not-fit", RefusalKind::Invalid, sentence).at("fee_minor").into())
            }
        }
    }

    /// How much each item is paid, of the line's size: as given, and the one without an amount takes what is left.
    fn amounts(&self, size: i64, currency: &str) -> Result<Vec<(i64, i64)>, Failure> {
        if self.pays.is_empty() {
            return Err(SortRefusal::NoParts.into());
        }
        for (position, part) in self.pays.iter().enumerate() {
            if self.pays[..position].iter().any(|earlier| earlier.item == part.item) {
                let sentence = t!("{number} is named twice.", number = part.item);
                return Err(refused("item-named-twice", sentence, position));
            }
        }
        let named: i128 = self.pays.iter().filter_map(|part| part.amount_minor).map(i128::from).sum();
        let left = i64::try_from(i128::from(size) - named).unwrap_or(i64::MAX);
        let without = self.pays.iter().filter(|part| part.amount_minor.is_none()).count();
        if without > 1 || (without == 0 && left != 0) || (without == 1 && left <= 0) {
            return Err(SortRefusal::PartsDiffer { off_minor: left, currency: currency.to_owned() }.into());
        }
        Ok(self.pays.iter().map(|part| (part.item, part.amount_minor.unwrap_or(left))).collect())
    }
}

fn refused(code: &str, sentence: String, position: usize) -> Failure {
    Refused::new(code, RefusalKind::Invalid, sentence).at(format!("pays[{position}].item")).into()
}

impl Command for SortAsPayment {
    const NAME: &'static str = "sort-as-payment";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = SortedLine;

    fn about() -> String {
        t!("Say that a bank line pays open invoices or bills, in part or in full.")
    }

    fn perform(&self, context: &mut Context) -> Result<SortedLine, Failure> {
        let line = line_of(context, self.line)?;
        let account = books::account(context, line.account)?.clone();
        let currency = context.settings.currency;
        if account.currency != currency {
            let sentence = t!(
                "{name} is kept in another currency than the books; a payment of an invoice needs the same.",
                name = account.name
            );
            return Err(Refused::new("other-currency", RefusalKind::Invalid, sentence).at("line").into());
        }
        let pays = self.amounts(self.size(line.decided_minor())?, currency.code())?;
        let mut numbers = Vec::with_capacity(pays.len());
        for (position, (item, _)) in pays.iter().enumerate() {
            let item = open_item(context, *item).map_err(|failure| at(position, failure))?;
            if item.side.sign() != line.decided_minor().signum() {
                let sentence =
                    t!("Money in pays an invoice, money out pays a bill; {number} is the other.", number = item.number);
                return Err(refused("not-that-way", sentence, position));
            }
            numbers.push(item.number);
        }
        let before = before(context, &line)?;
        let fee_minor = self.fee_minor.unwrap_or(0);
        let moved =
            decide(context, vec![(line, Place::Payment { pays, fee_minor })]).map_err(|failure| at(0, failure))?;
        let line = moved.into_iter().next().ok_or(SortRefusal::NoSuchLine(self.line))?;
        let (title, entry) = (line.title().to_owned(), line.decision_entry);
        let into = numbers.join(", ");
        Ok(SortedLine { line: line.id, title, into, entry, before, rule: None, also: Vec::new(), parted: None })
    }

    fn sentence(&self, outcome: &SortedLine) -> String {
        t!("{line} pays {items}.", line = outcome.title, items = outcome.into)
    }

    fn undo(&self, outcome: &SortedLine) -> Undo {
        undo_of(self.line, &outcome.before)
    }
}

/// A refusal of the item's own, at the field that names it.
fn at(position: usize, failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refused) => {
            refused.field = refused.field.map(|field| format!("pays[{position}].{field}"));
            Failure::Refused(refused)
        }
        other => other,
    }
}
