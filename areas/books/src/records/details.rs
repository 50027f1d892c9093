//! Numbers, banks and holders of accounts.

use store::{StoreError, Tx, params};

use crate::AccountDetails;

store::from_row!(AccountDetails { account, iban, bic, holder });

pub(crate) fn account_details(tx: &mut Tx) -> Result<Vec<AccountDetails>, StoreError> {
    tx.query("SELECT account, iban, bic, holder FROM account_details WHERE business = :business ORDER BY account", &[])
}

pub(crate) fn write_account_details(tx: &mut Tx, details: &AccountDetails) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account_details (business, account, iban, bic, holder)
         VALUES (:business, :account, :iban, :bic, :holder)
         ON CONFLICT (business, account) DO UPDATE SET iban = excluded.iban, bic = excluded.bic, holder = excluded.holder",
        &params! { account: details.account, iban: &details.iban, bic: &details.bic, holder: &details.holder },
    )?;
    Ok(())
}
