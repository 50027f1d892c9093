//! The documents of the inbox.

use store::{StoreError, Tx, params};

use crate::attachments::FileDigest;

/// A document of the inbox.
#[derive(Debug, Clone)]
pub(crate) struct DocumentRow {
    pub id: i64,
    pub sha256: FileDigest,
    pub name: String,
    pub taken_at: String,
    pub waits: String,
    pub why: String,
    pub state: String,
    pub file_kind: String,
    pub size: i64,
}

store::from_row!(DocumentRow { id, sha256, name, taken_at, waits, why, state, file_kind, size });

pub(crate) fn document(tx: &mut Tx, id: i64) -> Result<Option<DocumentRow>, StoreError> {
    tx.query_optional(
        "SELECT d.id, d.sha256, d.name, d.taken_at, d.waits, d.why, d.state, f.kind, f.size
         FROM inbox_documents d JOIN files f ON f.business = d.business AND f.sha256 = d.sha256
         WHERE d.business = :business AND d.id = :id",
        &params! { id },
    )
}

/// The documents that wait, newest first.
pub(crate) fn waiting_documents(tx: &mut Tx, limit: i64) -> Result<Vec<DocumentRow>, StoreError> {
    tx.query(
        "SELECT d.id, d.sha256, d.name, d.taken_at, d.waits, d.why, d.state, f.kind, f.size
         FROM inbox_documents d JOIN files f ON f.business = d.business AND f.sha256 = d.sha256
         WHERE d.business = :business AND d.state = 'waiting' ORDER BY d.id DESC LIMIT :limit",
        &params! { limit },
    )
}

pub(crate) fn count_waiting_documents(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query_one("SELECT COUNT(*) FROM inbox_documents WHERE business = :business AND state = 'waiting'", &[])
}

/// The document that came as these very bytes before.
pub(crate) fn document_given(tx: &mut Tx, given_sha256: &FileDigest) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT MIN(id) FROM inbox_documents WHERE business = :business AND given_sha256 = :given_sha256
         HAVING COUNT(*) > 0",
        &params! { given_sha256 },
    )
}

/// A document for the inbox.
pub(crate) struct NewDocument<'a> {
    pub id: i64,
    pub sha256: &'a FileDigest,
    pub given_sha256: &'a FileDigest,
    pub name: &'a str,
    pub taken_at: &'a str,
    pub waits: &'a str,
    pub why: &'a str,
}

pub(crate) fn insert_document(tx: &mut Tx, new: &NewDocument<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO inbox_documents (business, id, sha256, given_sha256, name, taken_at, waits, why, state)
         VALUES (:business, :id, :sha256, :given_sha256, :name, :taken_at, :waits, :why, 'waiting')",
        &params! {
            id: new.id,
            sha256: new.sha256,
            given_sha256: new.given_sha256,
            name: new.name,
            taken_at: new.taken_at,
            waits: new.waits,
            why: new.why,
        },
    )?;
    Ok(())
}

pub(crate) fn set_document_state(tx: &mut Tx, id: i64, state: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE inbox_documents SET state = :state WHERE business = :business AND id = :id",
        &params! { id, state },
    )?;
    Ok(())
}

/// Lets the documents that came as these bytes wait no longer.
pub(crate) fn document_settled(tx: &mut Tx, given_sha256: &FileDigest, state: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE inbox_documents SET state = :state
         WHERE business = :business AND given_sha256 = :given_sha256 AND state = 'waiting'",
        &params! { given_sha256, state },
    )?;
    Ok(())
}
