//! Money in that is no sale: grants and insurance payouts.

use kernel::{Context, Failure};
use locale::t;

use super::{Amount, BookedEntry, Booking, book, books_an_entry, entry_input, money, positive};
use crate::rules::legs::{Place, credit, debit};

entry_input! {
    /// A grant arrives. It is income without tax in it: nothing was sold for it.
    pub struct ReceiveGrant {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
        pub amount_minor: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
    } by dimensions
}

impl ReceiveGrant {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let amount = Amount { minor: self.amount_minor, worth_minor: self.worth_minor, on: self.on };
        income(context, "grants", amount, self.into, self.said(t!("Grant received")))
    }
}

books_an_entry!(ReceiveGrant, "receive-grant", t!("Book a grant that arrived."));

entry_input! {
    /// An insurance pays for damage. It is income without tax in it: compensation is no price (CJEU C-222/81, BAZ Bausystem).
    pub struct ReceiveInsurancePayout {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
        pub amount_minor: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
    } by dimensions
}

impl ReceiveInsurancePayout {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let amount = Amount { minor: self.amount_minor, worth_minor: self.worth_minor, on: self.on };
        income(context, "insurance-payouts", amount, self.into, self.said(t!("Insurance payout")))
    }
}

books_an_entry!(ReceiveInsurancePayout, "receive-insurance-payout", t!("Book what an insurance paid out."));

fn income(
    context: &mut Context,
    role: &'static str,
    amount: Amount,
    into: i64,
    booking: Booking,
) -> Result<BookedEntry, Failure> {
    positive(amount.minor, "amount_minor")?;
    let into = money(context, (into, "into"), amount)?;
    let amount_minor = into.worth_minor();
    let legs = vec![debit(into.place, amount_minor), credit(Place::Role(role), amount_minor)];
    book(context, booking.plain(amount_minor, &into, legs))
}
