//! Saying on which account a pocket's money is kept.

use kernel::{Command, Context, Failure, Refusal, Undo, UndoKind};
use ledger::{AccountKind, Currency};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::records::{self, HomeRow, THE_REST};

/// Says on which bank account a pocket lives. Several pockets may share an account; a pocket without one lives on the
/// main account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapPocket {
    /// The pocket; the main account, for all that have none of their own, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: Option<i64>,
    /// The bank account; back to the main one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// The currency of which it speaks; the account’s, else that of the books.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
}

/// A pocket that was given a home.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MappedPocket {
    /// The pocket's name; empty for all that have no account of their own.
    pub pocket: String,
    /// The account's name; empty for the main one.
    pub account: String,
    /// The currency.
    pub currency: Currency,
    /// The account before.
    pub before: Option<i64>,
}

#[derive(Debug)]
enum MapRefusal {
    NotABank { name: String },
    Closed { name: String },
    OtherCurrency { name: String, currency: Currency },
}

impl Refusal for MapRefusal {
    fn code(&self) -> &'static str {
        match self {
            MapRefusal::NotABank { .. } => "not-a-bank-account",
            MapRefusal::Closed { .. } => "account-is-closed",
            MapRefusal::OtherCurrency { .. } => "account-has-another-currency",
        }
    }

    fn sentence(&self) -> String {
        match self {
            MapRefusal::NotABank { name } => {
                t!("{name} is not a bank account; pockets live where transfers can go.", name = name)
            }
            MapRefusal::Closed { name } => t!("The account {name} is closed and takes no entries.", name = name),
            MapRefusal::OtherCurrency { name, currency } => {
                t!(
                    "{name} is kept in {currency}; choose an account of the same currency.",
                    name = name,
                    currency = currency
                )
            }
        }
    }

    fn field(&self) -> Option<String> {
        Some("account".into())
    }
}

impl Command for MapPocket {
    const NAME: &'static str = "map-pocket";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] =
        &["not-a-bank-account", "account-is-closed", "account-has-another-currency"];
    type Outcome = MappedPocket;

    fn about() -> String {
        t!("Say on which bank account a pocket’s money is kept.")
    }

    fn perform(&self, context: &mut Context) -> Result<MappedPocket, Failure> {
        let pocket = match self.pocket {
            None => String::new(),
            Some(id) => {
                let found =
                    books::pockets(context)?.iter().find(|known| known.id == id).map(|known| known.name.clone());
                found.ok_or_else(|| Failure::not_found(&t!("pocket"), id))?
            }
        };
        let book_currency = context.settings.currency;
        let (account, currency) = match self.account {
            None => (String::new(), self.currency.unwrap_or(book_currency)),
            Some(id) => {
                let found = books::account(context, id)?;
                let name = found.name.clone();
                if found.kind != AccountKind::Bank || !found.role.is_empty() {
                    return Err(MapRefusal::NotABank { name }.into());
                }
                if found.closed {
                    return Err(MapRefusal::Closed { name }.into());
                }
                let own = found.currency;
                if self.currency.is_some_and(|asked| asked != own) {
                    return Err(MapRefusal::OtherCurrency { name, currency: own }.into());
                }
                (name, own)
            }
        };
        let key = self.pocket.unwrap_or(THE_REST);
        let homes = records::homes(&mut context.tx)?;
        let before = homes.iter().find(|home| home.pocket == key && home.currency == currency.code());
        let before = before.map(|home| home.account);
        match self.account {
            Some(account) => {
                let home = HomeRow { currency: currency.code().to_owned(), pocket: key, account };
                records::write_home(&mut context.tx, &home)?;
            }
            None => records::delete_home(&mut context.tx, currency.code(), key)?,
        }
        Ok(MappedPocket { pocket, account, currency, before })
    }

    fn sentence(&self, outcome: &MappedPocket) -> String {
        match (outcome.pocket.as_str(), outcome.account.as_str()) {
            ("", "") => t!("The main account is again the first without a pocket of its own."),
            ("", account) => t!("{account} is the main account now.", account = account),
            (pocket, "") => t!("{pocket} lives on the main account now.", pocket = pocket),
            (pocket, account) => t!("{pocket} lives on {account} now.", pocket = pocket, account = account),
        }
    }

    fn undo(&self, outcome: &MappedPocket) -> Undo {
        let input = json!({ "pocket": self.pocket, "account": outcome.before, "currency": outcome.currency });
        Undo::Exact { command: MapPocket::NAME, input }
    }
}
