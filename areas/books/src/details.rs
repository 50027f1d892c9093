//! What a bank account is called outside these books: what a payment needs.

use kernel::{Context, Failure};
use schemars::JsonSchema;
use serde::Serialize;

use crate::records;

/// Number, bank and holder of an account. What is not known is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AccountDetails {
    /// The account.
    pub account: i64,
    /// Its IBAN, without spaces.
    pub iban: String,
    /// Its bank's BIC.
    pub bic: String,
    /// Whose it is, as the bank writes it.
    pub holder: String,
}

/// The details of all accounts that have any.
pub fn account_details(context: &mut Context) -> Result<Vec<AccountDetails>, Failure> {
    Ok(records::account_details(&mut context.tx)?)
}
