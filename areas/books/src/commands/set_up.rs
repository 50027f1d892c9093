//! The first command of a business: its chart of accounts, its pockets, and the accounts its money is on.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NewAccount, OpenAccount, account::open_from_chart};
use crate::{Pocket, accounts, chart::chart, records, shares::ShareRow};

/// Lays out the books of a new business after its country's chart.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUpBooks {
    /// The accounts its money is on. Those without a day of their own open on the day the pockets begin.
    #[serde(default)]
    pub accounts: Vec<NewAccount>,
    /// What a month costs without any sale, in minor units: decides how full the Buffer is to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub overhead_minor: Option<i64>,
}

/// Books that were laid out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BooksSetUp {
    /// The ids of the accounts, in the order they were given.
    pub accounts: Vec<i64>,
}

impl Command for SetUpBooks {
    const NAME: &'static str = "set-up-books";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["books-are-set-up"];
    type Outcome = BooksSetUp;

    fn about() -> String {
        t!("Lay out the books of a new business after its country's chart of accounts.")
    }

    fn perform(&self, context: &mut Context) -> Result<BooksSetUp, Failure> {
        if !accounts::accounts(context)?.is_empty() {
            let sentence = t!("These books are set up already.");
            return Err(kernel::Refused::new("books-are-set-up", kernel::RefusalKind::Conflict, sentence).into());
        }
        let chart = chart(&context.settings.country);
        let charges_tax = context.settings.charges_tax_since.is_some();
        let starts_on = context.settings.starts_on;
        for (position, pocket) in chart.pockets.iter().filter(|pocket| charges_tax || !pocket.needs_tax).enumerate() {
            let id = context.tx.next_id()?;
            let row = Pocket {
                id,
                role: pocket.role.clone(),
                name: pocket.name.clone(),
                purpose: pocket.purpose.clone(),
                position: position as i64 + 1,
                closed: false,
            };
            records::insert_pocket(&mut context.tx, &row)?;
            if pocket.share_permille > 0 {
                let months = pocket.cap_months.map(i64::from);
                let cap_minor =
                    self.overhead_minor.zip(months).and_then(|(overhead, months)| overhead.checked_mul(months));
                let permille = i64::from(pocket.share_permille);
                records::insert_share(
                    &mut context.tx,
                    &ShareRow { from_on: starts_on, pocket: id, permille, cap_minor },
                )?;
            }
        }
        accounts::forget(context);
        for account in &chart.accounts {
            open_from_chart(context, account)?;
        }
        let mut opened = Vec::with_capacity(self.accounts.len());
        for new in &self.accounts {
            let new = NewAccount { opened_on: new.opened_on.or(Some(starts_on)), ..new.clone() };
            opened.push(OpenAccount(new).perform(context)?.account);
        }
        Ok(BooksSetUp { accounts: opened })
    }

    fn sentence(&self, _: &BooksSetUp) -> String {
        t!("Set up the books.")
    }

    fn undo(&self, _: &BooksSetUp) -> Undo {
        Undo::None { reason: t!("The books are what everything else stands on; begin another business instead.") }
    }
}
