//! Money in that is no sale: grants and insurance payouts.

use kernel::{Context, Failure};
use locale::t;

use super::{BookedEntry, Booking, book, books_an_entry, entry_input, money, positive};
use crate::rules::legs::{Place, credit, debit};

entry_input! {
    /// A grant arrives. It is income without tax in it: nothing was sold for it.
    pub struct ReceiveGrant {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money"))]
        pub amount_minor: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
    } by dimensions
}

impl ReceiveGrant {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        income(context, "grants", self.amount_minor, self.into, self.said(t!("Grant received")))
    }
}

books_an_entry!(ReceiveGrant, "receive-grant", t!("Book a grant that arrived."));

entry_input! {
    /// An insurance pays for damage. It is income without tax in it: compensation is no price (CJEU C-222/81, BAZ Bausystem).
    pub struct ReceiveInsurancePayout {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money"))]
        pub amount_minor: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
    } by dimensions
}

impl ReceiveInsurancePayout {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        income(context, "insurance-payouts", self.amount_minor, self.into, self.said(t!("Insurance payout")))
    }
}

books_an_entry!(ReceiveInsurancePayout, "receive-insurance-payout", t!("Book what an insurance paid out."));

fn income(
    context: &mut Context,
    role: &'static str,
    amount_minor: i64,
    into: i64,
    booking: Booking,
) -> Result<BookedEntry, Failure> {
    positive(amount_minor, "amount_minor")?;
    let into = money(context, into, "into")?;
    let legs = vec![debit(into.place, amount_minor), credit(Place::Role(role), amount_minor)];
    book(context, booking.plain(amount_minor, &into, legs))
}
