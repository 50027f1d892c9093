//! What was bought, shared with private life, given back, or booked wrongly.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::AccountKind;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Amount, BookedEntry, Booking, MonthOneRefusal, REFUSALS, book, books_an_entry, entry_input, money, positive,
    taxed_cost,
};
use crate::{
    accounts::accounts,
    commands::ReverseEntries,
    dimensions::DimensionNames,
    journal::{self, reverse_own},
    records,
    rules::{
        legs::Place,
        purchase::{business_part, purchase, shared},
    },
};

entry_input! {
    /// Something was bought: by card, from the bank, in cash, or with the owner's own money.
    pub struct RecordPurchase {
        /// What was paid, tax included, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: i64,
        /// What it was for.
        #[schemars(extend("x-picker" = "category"))]
        pub category: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
        /// Its tax code; the category’s own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_code: Option<String>,
    } by dimensions
}

impl RecordPurchase {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let from = money(
            context,
            (self.paid_from, "paid_from"),
            Amount { minor, worth_minor: self.worth_minor, on: self.on },
        )?;
        let code = self.tax_code.as_deref();
        let (cost, taxed) = taxed_cost(context, from.worth_minor(), self.category, code, self.on)?;
        let legs = purchase(Place::Account(cost.id), from.place, taxed);
        book(context, self.said(cost.name).taxed(taxed, &from, legs))
    }
}

books_an_entry!(RecordPurchase, "record-purchase", t!("Book something that was bought."));

entry_input! {
    /// A cost shared with private life: the business's share is a cost, the rest a drawing.
    pub struct RecordSharedCost {
        /// What was paid, tax included, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: i64,
        /// How much of it is for the business.
        #[schemars(extend("x-picker" = "percent"))]
        pub business_share: i64,
        /// What it was for.
        #[schemars(extend("x-picker" = "category"))]
        pub category: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
        /// Its tax code; the category’s own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_code: Option<String>,
    } by dimensions
}

impl RecordSharedCost {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        if !(0..=1000).contains(&self.business_share) {
            return Err(MonthOneRefusal::BusinessShare.into());
        }
        let from = money(
            context,
            (self.paid_from, "paid_from"),
            Amount { minor, worth_minor: self.worth_minor, on: self.on },
        )?;
        let gross_minor = from.worth_minor();
        let business = business_part(gross_minor, self.business_share);
        let (cost, taxed) = taxed_cost(context, business, self.category, self.tax_code.as_deref(), self.on)?;
        let legs = shared(Place::Account(cost.id), from.place, gross_minor, taxed, from.privately);
        let share = fmt::percent_permille(self.business_share);
        let said = self.said(t!("{what}, {share} for the business", what = cost.name, share = share));
        book(context, Booking { amount_minor: gross_minor, ..said.taxed(taxed, &from, legs) })
    }
}

books_an_entry!(RecordSharedCost, "record-shared-cost", t!("Book a cost that is partly private."));

/// A cost was booked wrongly: the entry is reversed and booked again with what is right.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectCost {
    /// The entry.
    pub entry: i64,
    /// What it was for; as before when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
    /// What was paid, tax included, in minor units; as before when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// Its tax code; the category’s own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// What happened, in your words; as before when absent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A cost that was corrected.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CorrectedCost {
    /// The entry that takes the wrong one back.
    pub reversal: i64,
    /// The entry that is right.
    #[serde(flatten)]
    pub booked: BookedEntry,
}

impl Command for CorrectCost {
    const NAME: &'static str = "correct-cost";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = CorrectedCost;

    fn about() -> String {
        t!("Write a cost right that was booked wrongly.")
    }

    fn perform(&self, context: &mut Context) -> Result<CorrectedCost, Failure> {
        journal::flush(context)?;
        let row = records::entry(&mut context.tx, self.entry)?;
        let row = row.ok_or_else(|| Failure::not_found(&t!("entry"), self.entry))?;
        let kept = records::postings_of_entry(&mut context.tx, self.entry)?;
        let known = accounts(context)?;
        let kind = |id: i64| {
            known.iter().find(|account| account.id == id).map(|account| (account.kind, account.role.as_str()))
        };
        let is_money = |id: i64| {
            kind(id).is_some_and(|(kind, role)| kind.is_cash() || kind == AccountKind::Card || role == "owner-put-in")
        };
        let costs: Vec<i64> = kept
            .iter()
            .map(|(it, _)| it.account)
            .filter(|id| kind(*id).is_some_and(|(kind, _)| kind == AccountKind::Expense))
            .collect();
        let paid: Vec<_> = kept.iter().filter(|(it, _)| is_money(it.account) && it.amount_minor < 0).collect();
        // One cost, paid once: anything else is put right by reversing it.
        let ([cost], [(paid, _)]) = (&costs[..], &paid[..]) else {
            return Err(MonthOneRefusal::NotACost { entry: self.entry }.into());
        };
        let party = match row.party {
            Some(party) => records::party_name(&mut context.tx, party)?,
            None => None,
        };
        let asked = kept.iter().find(|(it, _)| it.account == *cost).map(|(_, ids)| *ids).unwrap_or_default();
        let dimensions = DimensionNames::of(context, &asked)?;
        // An amount that stays is worth what it was worth; another is valued by the rate of its day.
        let foreign = paid.amount_minor != paid.book_amount_minor;
        let stays = self.amount_minor.is_none_or(|amount| amount == -paid.amount_minor);
        let right = RecordPurchase {
            worth_minor: Some(-paid.book_amount_minor).filter(|_| foreign && stays),
            amount_minor: self.amount_minor.unwrap_or(-paid.amount_minor),
            category: self.category.unwrap_or(*cost),
            paid_from: paid.account,
            tax_code: self.tax_code.clone(),
            on: Some(row.posted_on),
            party,
            text: if self.text.trim().is_empty() { row.text } else { self.text.clone() },
            dimensions,
        };
        let reversal = reverse_own(context, self.entry, None)?;
        Ok(CorrectedCost { reversal, booked: right.book(context)? })
    }

    fn sentence(&self, outcome: &CorrectedCost) -> String {
        t!(
            "Entry {entry} was taken back and booked right as entry {by}.",
            entry = self.entry,
            by = outcome.booked.entry
        )
    }

    fn undo(&self, outcome: &CorrectedCost) -> Undo {
        // The right one goes, and the reversal of the wrong one: what was stands again.
        let entries = [outcome.booked.entry, outcome.reversal];
        Undo::Compensating { command: ReverseEntries::NAME, input: json!({ "entries": entries }) }
    }
}
