//! What each account took month by month, from the kept totals: one read for whatever looks over months.

use kernel::{Context, Failure, Query};
use ledger::Month;
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReadBasis;
use crate::{journal, records};

/// What each account took in each month of a period.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountMonths {
    /// The first month.
    pub from: Month,
    /// The last month.
    pub through: Month,
    /// Which books.
    #[serde(default)]
    pub basis: ReadBasis,
}

/// What accounts took.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountMonthsAnswer {
    /// The currency of the amounts: the books'.
    pub currency: String,
    /// One row for each account and month that has postings.
    pub rows: Vec<AccountMonth>,
    /// The month of the oldest entry; absent in empty books.
    pub begins: Option<Month>,
}

/// What an account took in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountMonth {
    /// The account.
    pub account: i64,
    /// The month.
    pub month: Month,
    /// Minor units of the books' currency; a debit is positive.
    pub amount_minor: i64,
}

impl Query for AccountMonths {
    const NAME: &'static str = "account-months";
    type Answer = AccountMonthsAnswer;

    fn about() -> String {
        t!("What each account took, month by month.")
    }

    fn answer(&self, context: &mut Context) -> Result<AccountMonthsAnswer, Failure> {
        journal::flush(context)?;
        let totals = records::month_totals(&mut context.tx, (self.from, self.through), self.basis.without(), false)?;
        let row = |total: records::MonthTotal| {
            Month::from_number(total.month).map(|month| AccountMonth {
                account: total.account,
                month,
                amount_minor: total.book_amount,
            })
        };
        let begins = records::first_day(&mut context.tx)?.map(Month::of);
        Ok(AccountMonthsAnswer {
            currency: context.settings.currency.code().to_string(),
            rows: totals.into_iter().filter_map(row).collect(),
            begins,
        })
    }
}
