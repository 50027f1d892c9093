//! Between the owner and the business: own money in and out, and the owner's and the business's taxes.

use kernel::{Context, Failure};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Amount, BookedEntry, book, books_an_entry, entry_input, money, positive};
use crate::rules::legs::{Place, TAX, credit, debit};

entry_input! {
    /// The owner puts own money into the business: no income.
    pub struct PutInOwnMoney {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
        pub amount_minor: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
    }
}

impl PutInOwnMoney {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let into = money(context, (self.into, "into"), Amount { minor, worth_minor: self.worth_minor, on: self.on })?;
        let amount_minor = into.worth_minor();
        let legs = vec![debit(into.place, amount_minor), credit(Place::Role("owner-put-in"), amount_minor)];
        book(context, self.said(t!("Own money put in")).plain(amount_minor, &into, legs))
    }
}

books_an_entry!(PutInOwnMoney, "put-in-own-money", t!("Book own money that you put into the business."));

entry_input! {
    /// The owner takes money out for private life: no cost.
    pub struct TakeOutOwnMoney {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
    }
}

impl TakeOutOwnMoney {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let from = money(
            context,
            (self.paid_from, "paid_from"),
            Amount { minor, worth_minor: self.worth_minor, on: self.on },
        )?;
        let amount_minor = from.worth_minor();
        let legs = vec![debit(Place::Role("owners-pay"), amount_minor), credit(from.place, amount_minor)];
        book(context, self.said(t!("Taken out for private life")).plain(amount_minor, &from, legs))
    }
}

books_an_entry!(TakeOutOwnMoney, "take-out-own-money", t!("Book money that you took out for yourself."));

/// A tax that is paid over or comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OwnTax {
    /// Income tax, prepayments too: the owner's own, a drawing.
    IncomeTax,
    /// VAT or sales tax: it was held for the authority.
    SalesTax,
    /// Social contributions: the owner's own, a drawing.
    Contributions,
    /// Health insurance: the owner's own, a drawing.
    HealthInsurance,
}

impl OwnTax {
    fn place(self) -> Place {
        match self {
            OwnTax::IncomeTax => Place::Role("owner-income-tax"),
            OwnTax::SalesTax => TAX,
            OwnTax::Contributions => Place::Role("owner-contributions"),
            OwnTax::HealthInsurance => Place::Role("owner-health-insurance"),
        }
    }
}

/// Which way a tax goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TaxMove {
    /// It is paid over.
    #[default]
    Paid,
    /// It comes back.
    Refunded,
}

entry_input! {
    /// A tax is paid over, or comes back. None of them is a cost.
    pub struct RecordTaxPayment {
        /// Which tax.
        pub tax: OwnTax,
        /// Whether it was paid or came back.
        #[serde(default)]
        pub went: TaxMove,
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "account"))]
        pub amount_minor: i64,
        /// The account that the money left or reached.
        #[schemars(extend("x-picker" = "account"))]
        pub account: i64,
    }
}

impl RecordTaxPayment {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let account =
            money(context, (self.account, "account"), Amount { minor, worth_minor: self.worth_minor, on: self.on })?;
        let amount_minor = account.worth_minor();
        let (tax, money) = (self.tax.place(), account.place);
        let (legs, usual) = match self.went {
            TaxMove::Paid => (vec![debit(tax, amount_minor), credit(money, amount_minor)], t!("Tax paid")),
            TaxMove::Refunded => (vec![debit(money, amount_minor), credit(tax, amount_minor)], t!("Tax refunded")),
        };
        book(context, self.said(usual).plain(amount_minor, &account, legs))
    }
}

books_an_entry!(RecordTaxPayment, "record-tax-payment", t!("Book a tax that was paid or refunded."));
