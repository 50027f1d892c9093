//! The head row of a business: the next id and the end of the chain, locked first in each write.

use crate::connection::Connection;
use crate::{BusinessId, FromRow, Row, StoreError, params};

/// Where a business's numbering and its chain of entries stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The id that will be handed out next.
    pub next_id: i64,
    /// The number of the last entry.
    pub last_entry: i64,
    /// The hash of the last entry; zeros before the first.
    pub chain: [u8; 32],
}

crate::from_row!(Head { next_id, last_entry, chain });

/// SQLite has one writer at a time, so the row needs no lock of its own.
const READ: &str = "SELECT next_id, last_entry, chain FROM heads WHERE business = :business";
/// On PostgreSQL the lock makes the writers of one business wait for each other, and for no other business.
const READ_AND_LOCK: &str = "SELECT next_id, last_entry, chain FROM heads WHERE business = :business FOR UPDATE";
const WRITE: &str =
    "UPDATE heads SET next_id = :next_id, last_entry = :last_entry, chain = :chain WHERE business = :business";
const CREATE: &str = "INSERT INTO heads (business, next_id, last_entry, chain) VALUES (:business, 1, 0, :chain)";

impl Head {
    /// Reads and locks the row of a business.
    pub(crate) fn lock(connection: &mut Connection, business: BusinessId) -> Result<Head, StoreError> {
        let statement = match connection {
            Connection::Sqlite(_) => READ,
            Connection::Postgres(_) => READ_AND_LOCK,
        };
        let mut head = None;
        connection.query_each(statement, &[], Some(business), &mut |row: &Row<'_>| {
            head = Some(Head::from_row(row)?);
            Ok(())
        })?;
        head.ok_or(StoreError::NoBusiness { business })
    }

    pub(crate) fn write(&self, connection: &mut Connection, business: BusinessId) -> Result<(), StoreError> {
        let Head { next_id, last_entry, chain } = self;
        connection.execute(WRITE, &params! { next_id, last_entry, chain }, Some(business))?;
        Ok(())
    }

    pub(crate) fn create(connection: &mut Connection, business: BusinessId) -> Result<(), StoreError> {
        connection.execute(CREATE, &params! { chain: [0_u8; 32] }, Some(business))?;
        Ok(())
    }
}
