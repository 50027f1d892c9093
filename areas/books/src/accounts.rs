//! Accounts and pockets as the other parts of the program see them, read once per transaction.

use kernel::{Context, Failure, RefusalKind, Refused};
use ledger::{AccountKind, Currency};
use locale::t;
use schemars::JsonSchema;
use serde::Serialize;

use crate::records;

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Account {
    /// Its id.
    pub id: i64,
    /// What it stands for.
    pub kind: AccountKind,
    /// The word by which the program finds it whatever its name: `to-sort`, `rent`; empty for the owner's own.
    pub role: String,
    /// Its number in the country's chart.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// The pocket its money goes to or comes from; income without one goes through the shares.
    pub pocket: Option<i64>,
    /// The VAT or sales tax code that its amounts have unless said otherwise.
    pub tax_code: String,
    /// Where the country's tax return takes it up.
    pub tax_line: String,
    /// Whether it takes no more entries.
    pub closed: bool,
}

impl Account {
    /// Whether the owner sorts lines into it: income, expense, equipment, or a drawing.
    pub fn is_category(&self) -> bool {
        match self.kind {
            AccountKind::Income | AccountKind::Expense => true,
            AccountKind::Equipment => self.role != "accumulated-depreciation",
            AccountKind::Equity => self.role != "opening-balance",
            AccountKind::Payable => self.role == "sales-tax-owed",
            _ => false,
        }
    }
}

/// A pocket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Pocket {
    /// Its id.
    pub id: i64,
    /// The word by which the program finds it: `tax`, `buffer`.
    pub role: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// Its place in lists, from 1; pages give it the hue of that place.
    pub position: i64,
    /// Whether it is offered no more; only a pocket of the owner's own is ever closed.
    pub closed: bool,
}

impl Pocket {
    /// Whether the owner opened it, for a purpose of their own.
    pub fn is_own(&self) -> bool {
        self.role.starts_with(crate::commands::OWN)
    }
}

#[derive(Default)]
struct Read {
    accounts: Option<Vec<Account>>,
    pockets: Option<Vec<Pocket>>,
}

/// All accounts, in the order of the chart.
pub fn accounts(context: &mut Context) -> Result<&[Account], Failure> {
    if context.tx.extension::<Read>().accounts.is_none() {
        let read = records::accounts(&mut context.tx)?;
        context.tx.extension::<Read>().accounts = Some(read);
    }
    Ok(context.tx.extension::<Read>().accounts.as_deref().unwrap_or_default())
}

/// The account of that id.
pub fn account(context: &mut Context, id: i64) -> Result<&Account, Failure> {
    accounts(context)?.iter().find(|account| account.id == id).ok_or_else(|| Failure::not_found(&t!("account"), id))
}

/// The account that plays a role.
pub fn account_of_role<'a>(context: &'a mut Context, role: &str) -> Result<&'a Account, Failure> {
    let found = accounts(context)?.iter().find(|account| account.role == role && !account.closed);
    found.ok_or_else(|| no_role(role))
}

fn no_role(role: &str) -> Failure {
    Refused::new("no-such-role", RefusalKind::NotFound, t!("These books have no account for {role}.", role = role))
        .into()
}

/// All pockets, in their order.
pub fn pockets(context: &mut Context) -> Result<&[Pocket], Failure> {
    if context.tx.extension::<Read>().pockets.is_none() {
        let read = records::pockets(&mut context.tx)?;
        context.tx.extension::<Read>().pockets = Some(read);
    }
    Ok(context.tx.extension::<Read>().pockets.as_deref().unwrap_or_default())
}

/// The pocket that plays a role; nothing where the business has none (Held, when it charges no tax).
pub fn pocket_of_role<'a>(context: &'a mut Context, role: &str) -> Result<Option<&'a Pocket>, Failure> {
    Ok(pockets(context)?.iter().find(|pocket| pocket.role == role))
}

/// Forgets what was read, after accounts or pockets were added.
pub(crate) fn forget(context: &mut Context) {
    *context.tx.extension::<Read>() = Read::default();
}
