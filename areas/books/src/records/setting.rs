//! Accounts, pockets, shares and parties.

use ledger::{AccountKind, Currency};
use store::{FromRow, Row, StoreError, Tx, params};

use crate::{Account, Pocket, shares::ShareRow};

impl FromRow for Account {
    fn from_row(row: &Row<'_>) -> Result<Account, StoreError> {
        let (kind, currency): (String, String) = (row.get(1)?, row.get(5)?);
        Ok(Account {
            id: row.get(0)?,
            kind: AccountKind::from_word(&kind).ok_or_else(|| StoreError::decode("kind"))?,
            role: row.get(2)?,
            code: row.get(3)?,
            name: row.get(4)?,
            currency: currency_of(&currency)?,
            pocket: row.get(6)?,
            tax_code: row.get(7)?,
            tax_line: row.get(8)?,
            closed: row.get(9)?,
        })
    }
}

pub(super) fn currency_of(code: &str) -> Result<Currency, StoreError> {
    code.parse().map_err(|_| StoreError::decode("currency"))
}

pub(crate) fn accounts(tx: &mut Tx) -> Result<Vec<Account>, StoreError> {
    tx.query(
        "SELECT id, kind, role, code, name, currency, pocket, tax_code, tax_line, closed
         FROM accounts WHERE business = :business ORDER BY position, id",
        &[],
    )
}

pub(crate) fn insert_account(tx: &mut Tx, account: &Account, position: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO accounts (business, id, kind, role, code, name, currency, pocket, tax_code, tax_line, position, closed)
         VALUES (:business, :id, :kind, :role, :code, :name, :currency, :pocket, :tax_code, :tax_line, :position, :closed)",
        &params! {
            id: account.id,
            kind: account.kind.as_str(),
            role: &account.role,
            code: &account.code,
            name: &account.name,
            currency: account.currency.code(),
            pocket: account.pocket,
            tax_code: &account.tax_code,
            tax_line: &account.tax_line,
            position,
            closed: account.closed,
        },
    )?;
    Ok(())
}

pub(crate) fn set_account_closed(tx: &mut Tx, id: i64, closed: bool) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE accounts SET closed = :closed WHERE business = :business AND id = :id",
        &params! { id, closed },
    )?;
    Ok(())
}

store::from_row!(Pocket { id, role, name, purpose, position, closed });

pub(crate) fn pockets(tx: &mut Tx) -> Result<Vec<Pocket>, StoreError> {
    tx.query(
        "SELECT id, role, name, purpose, position, closed FROM pockets WHERE business = :business ORDER BY position, id",
        &[],
    )
}

pub(crate) fn insert_pocket(tx: &mut Tx, pocket: &Pocket) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO pockets (business, id, role, name, purpose, position)
         VALUES (:business, :id, :role, :name, :purpose, :position)",
        &params! { id: pocket.id, role: &pocket.role, name: &pocket.name, purpose: &pocket.purpose, position: pocket.position },
    )?;
    Ok(())
}

/// Makes room for a pocket at a position: the ones from there on move down by one.
pub(crate) fn make_room(tx: &mut Tx, position: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pockets SET position = position + 1 WHERE business = :business AND position >= :position",
        &params! { position },
    )?;
    Ok(())
}

pub(crate) fn set_pocket_words(tx: &mut Tx, id: i64, name: &str, purpose: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pockets SET name = :name, purpose = :purpose WHERE business = :business AND id = :id",
        &params! { id, name, purpose },
    )?;
    Ok(())
}

pub(crate) fn set_pocket_closed(tx: &mut Tx, id: i64, closed: bool) -> Result<(), StoreError> {
    tx.execute("UPDATE pockets SET closed = :closed WHERE business = :business AND id = :id", &params! { id, closed })?;
    Ok(())
}

/// Whether a pocket holds something in any currency.
pub(crate) fn pocket_holds_anything(tx: &mut Tx, pocket: i64) -> Result<bool, StoreError> {
    let held: Vec<(String, i64)> = tx.query(
        "SELECT currency, CAST(SUM(amount) AS BIGINT) FROM pocket_balances
         WHERE business = :business AND pocket = :pocket GROUP BY currency",
        &params! { pocket },
    )?;
    Ok(held.iter().any(|(_, amount)| *amount != 0))
}

pub(crate) fn set_account_pocket(tx: &mut Tx, id: i64, pocket: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE accounts SET pocket = :pocket WHERE business = :business AND id = :id",
        &params! { id, pocket },
    )?;
    Ok(())
}

store::from_row!(ShareRow { from_on, pocket, permille, cap_minor });

/// All shares ever set, oldest first, in the order of the pockets.
pub(crate) fn share_history(tx: &mut Tx) -> Result<Vec<ShareRow>, StoreError> {
    tx.query(
        "SELECT s.from_on, s.pocket, s.permille, s.cap_minor
         FROM shares s JOIN pockets p ON p.business = s.business AND p.id = s.pocket
         WHERE s.business = :business ORDER BY s.from_on, p.position",
        &[],
    )
}

pub(crate) fn delete_shares_from(tx: &mut Tx, from_on: jiff::civil::Date) -> Result<(), StoreError> {
    tx.execute("DELETE FROM shares WHERE business = :business AND from_on = :from_on", &params! { from_on })?;
    Ok(())
}

pub(crate) fn insert_share(tx: &mut Tx, row: &ShareRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO shares (business, from_on, pocket, permille, cap_minor)
         VALUES (:business, :from_on, :pocket, :permille, :cap_minor)",
        &params! { from_on: row.from_on, pocket: row.pocket, permille: row.permille, cap_minor: row.cap_minor },
    )?;
    Ok(())
}

pub(crate) fn party_with_key(tx: &mut Tx, name_key: &str) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT id FROM parties WHERE business = :business AND name_key = :name_key",
        &params! { name_key },
    )
}

pub(crate) fn insert_party(tx: &mut Tx, id: i64, name: &str, name_key: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO parties (business, id, name, name_key) VALUES (:business, :id, :name, :name_key)",
        &params! { id, name, name_key },
    )?;
    Ok(())
}

pub(crate) fn party_name(tx: &mut Tx, id: i64) -> Result<Option<String>, StoreError> {
    tx.query_optional("SELECT name FROM parties WHERE business = :business AND id = :id", &params! { id })
}
