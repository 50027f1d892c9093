//! What a supplier gives back: of a purchase in the books, or of a cost that is only named.

use kernel::{Context, Failure};
use ledger::{AccountKind, Basis, Part, PartReason};
use locale::t;

use super::{
    Amount, BookedEntry, Booking, Money, MonthOneRefusal, book, book_postings, books_an_entry, entry_input, money,
    positive, private_split, taxed_cost,
};
use crate::{
    accounts::account,
    journal::{self, DraftPosting, SplitOf, pocket_id},
    records,
    rules::{
        legs::{Leg, Place, TAX},
        purchase::{TaxedAmount, refund},
        supplier_refund::{Bought, given_back, left, returned_parts},
    },
};

entry_input! {
    /// A supplier gives money back: the cost shrinks, its pocket gets it, the tax is owed again. Where the purchase is named,
    /// all that it was comes back in proportion: category, tax, the private part, whom it was for, and the pockets that paid.
    pub struct RecordSupplierRefund {
        /// What came back, tax included, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
        pub amount_minor: i64,
        /// The entry of the purchase that it gives back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub purchase: Option<i64>,
        /// What it had been for; the purchase says it where one is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "category"))]
        pub category: Option<i64>,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
        /// Its tax code; the category’s own when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tax_code: Option<String>,
    } by dimensions
}

impl RecordSupplierRefund {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let into = money(context, (self.into, "into"), Amount { minor, worth_minor: self.worth_minor, on: self.on })?;
        let gross_minor = into.worth_minor();
        if let Some(purchase) = self.purchase {
            return self.of(context, purchase, gross_minor, into);
        }
        let category = self.category.ok_or(MonthOneRefusal::RefundOfNothing)?;
        let (cost, taxed) = taxed_cost(context, gross_minor, category, self.tax_code.as_deref(), self.on)?;
        let legs = refund(Place::Account(cost.id), into.place, taxed);
        book(context, self.said(t!("Refund: {what}", what = cost.name)).taxed(taxed, &into, legs))
    }

    /// Gives a purchase back.
    fn of(&self, context: &mut Context, entry: i64, gross_minor: i64, into: Money) -> Result<BookedEntry, Failure> {
        let purchase = purchase(context, entry)?;
        let back = given_back(gross_minor, &purchase.left).ok_or_else(|| MonthOneRefusal::MoreThanPaid {
            left_minor: purchase.left_minor(),
            currency: context.settings.currency.code().to_string(),
        })?;
        let on = self.on.unwrap_or(context.today);
        let mut postings: Vec<DraftPosting> = Vec::with_capacity(back.len() + 1);
        let mut tax_minor = 0;
        for one in &back {
            if account(context, one.account)?.role == "sales-tax-owed" {
                tax_minor -= one.amount_minor;
            }
            postings
                .push(DraftPosting { dimensions: one.dimensions, ..DraftPosting::new(one.account, one.amount_minor) });
        }
        let Place::Account(money) = into.place else { return Err(Failure::not_found(&t!("account"), self.into)) };
        postings.push(into.valued.posting(gross_minor));
        // The pockets of another currency take what came back as its rule says; they did not pay in this one.
        let own = into.valued.rate.is_none();
        let begun = own && on.min(purchase.posted_on) >= context.settings.starts_on;
        let split = if into.privately {
            private_split(context, &[Leg { place: TAX, amount_minor: -tax_minor }], on)?
        } else if let (true, Some(parts)) = (begun, returned_parts(gross_minor, purchase.price_minor, &purchase.paid)) {
            let currency = context.settings.currency;
            let parts = onto(context, money, parts, gross_minor)?;
            SplitOf::Exactly(parts.into_iter().map(|part| (currency, part)).collect())
        } else {
            SplitOf::ByRule
        };
        let taxed =
            TaxedAmount { gross_minor, net_minor: gross_minor - tax_minor, tax_minor, ..TaxedAmount::default() };
        let said = self.said(t!("Refund: {what}", what = purchase.text)).taxed(taxed, &into, Vec::new());
        let booking = Booking { party: said.party.or(purchase.party), ..said };
        let booked = book_postings(context, booking, postings, split)?;
        records::insert_supplier_refund(&mut context.tx, entry, booked.entry)?;
        Ok(booked)
    }
}

/// A card's debt shrinks instead of cash growing, so *Card bill* gives what the pockets get.
fn onto(context: &mut Context, money: i64, mut parts: Vec<Part>, gross_minor: i64) -> Result<Vec<Part>, Failure> {
    if account(context, money)?.kind == AccountKind::Card {
        let pocket = pocket_id(context, "card-bill")?;
        parts.push(Part { pocket, amount_minor: -gross_minor, reason: PartReason::Category, permille: None });
    }
    Ok(parts)
}

books_an_entry!(RecordSupplierRefund, "record-supplier-refund", t!("Book a supplier’s refund."));

/// A purchase, as far as it can be given back.
pub(crate) struct Purchase {
    pub text: String,
    pub party: Option<String>,
    pub posted_on: jiff::civil::Date,
    /// What it cost in all, before any refund.
    pub price_minor: i64,
    /// What is left of it.
    pub left: Vec<Bought>,
    /// What the pockets paid for it.
    paid: Vec<Part>,
}

impl Purchase {
    /// What can still come back.
    pub fn left_minor(&self) -> i64 {
        ledger::sum(self.left.iter().map(|one| one.amount_minor)).unwrap_or_default().max(0)
    }
}

/// The purchase of an entry: costs with their tax and the owner's part, paid from somewhere. Refused where the entry is none.
pub(crate) fn purchase(context: &mut Context, entry: i64) -> Result<Purchase, Failure> {
    journal::flush(context)?;
    let none = || MonthOneRefusal::NotAPurchase { entry };
    let row = records::entry(&mut context.tx, entry)?.ok_or_else(none)?;
    if row.reverses != 0 || row.reversed_by.is_some() {
        return Err(none().into());
    }
    let bought = costs_of(context, entry)?;
    let price_minor = ledger::sum(bought.iter().map(|one| one.amount_minor)).unwrap_or_default();
    let mut all = bought;
    for refund in records::supplier_refunds(&mut context.tx, entry)? {
        all.extend(costs_of(context, refund)?);
    }
    let has_cost = all.iter().any(|one| one.amount_minor > 0);
    if price_minor <= 0 || !has_cost {
        return Err(none().into());
    }
    let party = match row.party {
        Some(party) => records::party_name(&mut context.tx, party)?,
        None => None,
    };
    let books = context.settings.currency;
    let parts = records::parts_of_entry(&mut context.tx, entry)?;
    let paid = parts.into_iter().filter(|(currency, _)| *currency == books).map(|(_, part)| part).collect();
    Ok(Purchase { text: row.text, party, posted_on: row.posted_on, price_minor, left: left(all), paid })
}

/// What an entry puts on costs, on the tax that comes back and on the owner's private spending, on cash basis. Equipment is
/// no cost: what comes back of it is a disposal.
fn costs_of(context: &mut Context, entry: i64) -> Result<Vec<Bought>, Failure> {
    let kept = records::postings_of_entry(&mut context.tx, entry)?;
    let mut bought = Vec::with_capacity(kept.len());
    for (posting, dimensions) in kept.into_iter().filter(|(posting, _)| posting.basis != Basis::Accrual) {
        let of = account(context, posting.account)?;
        let (kind, role) = (of.kind, of.role.as_str());
        if kind == AccountKind::Expense || matches!(role, "sales-tax-owed" | "private") {
            bought.push(Bought { account: posting.account, dimensions, amount_minor: posting.book_amount_minor });
        }
    }
    Ok(bought)
}
