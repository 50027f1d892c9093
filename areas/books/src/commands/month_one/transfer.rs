//! Money from one of the owner's accounts to another.

use kernel::{Context, Failure};
use ledger::{AccountKind, Currency};
use locale::t;

use super::{Amount, BookedEntry, Booking, MonthOneRefusal, book, books_an_entry, entry_input, money, positive};
use crate::{
    Account,
    accounts::{account, accounts},
    commands::account::insert,
    rules::legs::{Place, credit, debit},
    valued::Valued,
};

entry_input! {
    /// Money goes from one own account to another: neither income nor cost.
    pub struct TransferBetweenAccounts {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
        /// The account it arrived in.
        #[schemars(extend("x-picker" = "account"))]
        pub into: i64,
        /// What arrived, in minor units of that account’s currency, where it has another than the one paid from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "into"))]
        pub arrived_minor: Option<i64>,
    }
}

impl TransferBetweenAccounts {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        if self.paid_from == self.into {
            return Err(MonthOneRefusal::SameAccount.into());
        }
        let books = context.settings.currency;
        let gave = account(context, self.paid_from)?.currency;
        let (took, took_name) = {
            let found = account(context, self.into)?;
            (found.currency, found.name.clone())
        };
        let arrived_minor = match self.arrived_minor {
            Some(arrived) => positive(arrived, "arrived_minor")?,
            None if gave == took => minor,
            None => return Err(MonthOneRefusal::ArrivedInAnother { name: took_name, currency: took }.into()),
        };
        if gave == took && arrived_minor != minor {
            return Err(MonthOneRefusal::ArrivedDiffers.into());
        }
        // An exchange is worth what its side in the books' currency says; between two others the rate of the day does.
        let worth_minor = match () {
            () if took == books && gave != books => Some(arrived_minor),
            () if gave == books => Some(minor),
            () => self.worth_minor,
        };
        let from = money(context, (self.paid_from, "paid_from"), Amount { minor, worth_minor, on: self.on })?;
        let amount_minor = from.worth_minor();
        let arrived = Amount { minor: arrived_minor, worth_minor: Some(amount_minor), on: self.on };
        let into = money(context, (self.into, "into"), arrived)?;
        let valued = vec![from.valued, into.valued];
        let usual = t!("{from} to {into}", from = from.name, into = into.name);
        let legs = vec![debit(into.place, amount_minor), credit(from.place, amount_minor)];
        book(context, Booking { amount_minor, legs, valued, ..self.said(usual) })
    }
}

books_an_entry!(
    TransferBetweenAccounts,
    "transfer-between-accounts",
    t!("Book money that went from one of your accounts to another.")
);

entry_input! {
    /// Cash is drawn from a bank account into the cash box; the box is opened when there is none.
    pub struct WithdrawCash {
        /// How much, in minor units.
        #[schemars(extend("x-picker" = "money", "x-currency-of" = "paid_from"))]
        pub amount_minor: i64,
        /// The account it was paid from.
        #[schemars(extend("x-picker" = "account"))]
        pub paid_from: i64,
        /// The cash box; the only one when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(extend("x-picker" = "account"))]
        pub cash_box: Option<i64>,
    }
}

impl WithdrawCash {
    fn book(&self, context: &mut Context) -> Result<BookedEntry, Failure> {
        let minor = positive(self.amount_minor, "amount_minor")?;
        let from = money(
            context,
            (self.paid_from, "paid_from"),
            Amount { minor, worth_minor: self.worth_minor, on: self.on },
        )?;
        let cash_box = cash_box(context, self.cash_box, from.valued.currency)?;
        if Place::Account(cash_box) == from.place {
            return Err(MonthOneRefusal::SameAccount.into());
        }
        let amount_minor = from.worth_minor();
        let valued = vec![from.valued, Valued { account: cash_box, ..from.valued }];
        let legs = vec![debit(Place::Account(cash_box), amount_minor), credit(from.place, amount_minor)];
        book(context, Booking { amount_minor, legs, valued, ..self.said(t!("Cash withdrawn")) })
    }
}

books_an_entry!(WithdrawCash, "withdraw-cash", t!("Book cash drawn into the cash box."));

/// The cash box meant: the one given, else the first of that currency, else one that is opened.
pub(super) fn cash_box(context: &mut Context, given: Option<i64>, currency: Currency) -> Result<i64, Failure> {
    if let Some(id) = given {
        let found = account(context, id)?;
        if found.kind != AccountKind::CashBox {
            return Err(MonthOneRefusal::NotACashBox { name: found.name.clone() }.into());
        }
        if found.currency != currency {
            return Err(MonthOneRefusal::OtherCurrency { field: "cash_box", name: found.name.clone(), currency }.into());
        }
        return Ok(id);
    }
    let known = accounts(context)?;
    let first = known.iter().find(|it| it.kind == AccountKind::CashBox && !it.closed && it.currency == currency);
    if let Some(first) = first {
        return Ok(first.id);
    }
    let id = context.tx.next_id()?;
    let account = Account {
        id,
        kind: AccountKind::CashBox,
        role: String::new(),
        code: String::new(),
        name: crate::commands::account::free_name(context, &t!("Cash box"))?,
        currency,
        pocket: None,
        tax_code: String::new(),
        tax_line: String::new(),
        closed: false,
    };
    insert(context, account)?;
    Ok(id)
}
