//! What accounts are called outside these books.

use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{AccountDetails, details::account_details};

/// The number, bank and holder of each bank account that has them.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountDetailsList {}

/// Details of accounts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccountDetailsListAnswer {
    /// One row for each account with any.
    pub accounts: Vec<AccountDetails>,
}

impl Query for AccountDetailsList {
    const NAME: &'static str = "account-details";
    type Answer = AccountDetailsListAnswer;

    fn about() -> String {
        t!("The IBAN, BIC and holder of each bank account.")
    }

    fn answer(&self, context: &mut Context) -> Result<AccountDetailsListAnswer, Failure> {
        Ok(AccountDetailsListAnswer { accounts: account_details(context)? })
    }
}
