//! On which account a pocket lives.

use store::{StoreError, Tx, params};

/// The pocket that stands for all without a home of their own.
pub(crate) const THE_REST: i64 = 0;

/// Where a pocket lives in a currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HomeRow {
    pub currency: String,
    pub pocket: i64,
    pub account: i64,
}

store::from_row!(HomeRow { currency, pocket, account });

pub(crate) fn homes(tx: &mut Tx) -> Result<Vec<HomeRow>, StoreError> {
    tx.query(
        "SELECT currency, pocket, account FROM pocket_homes WHERE business = :business ORDER BY currency, pocket",
        &[],
    )
}

pub(crate) fn write_home(tx: &mut Tx, home: &HomeRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO pocket_homes (business, currency, pocket, account) VALUES (:business, :currency, :pocket, :account)
         ON CONFLICT (business, currency, pocket) DO UPDATE SET account = excluded.account",
        &params! { currency: &home.currency, pocket: home.pocket, account: home.account },
    )?;
    Ok(())
}

pub(crate) fn delete_home(tx: &mut Tx, currency: &str, pocket: i64) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM pocket_homes WHERE business = :business AND currency = :currency AND pocket = :pocket",
        &params! { currency, pocket },
    )?;
    Ok(())
}
