//! Files, their bytes, and what they hang on.

use files::FileKind;
use store::{FromRow, Row, StoreError, Tx, params};

use crate::attachments::{Attachment, FileDigest, hex};

impl FromRow for Attachment {
    fn from_row(row: &Row<'_>) -> Result<Attachment, StoreError> {
        let (sha256, file_kind): (FileDigest, String) = (row.get(4)?, row.get(5)?);
        let (erased_at, because): (Option<String>, String) = (row.get(9)?, row.get(10)?);
        let media_type = FileKind::from_word(&file_kind).unwrap_or(FileKind::Other).media_type().to_owned();
        Ok(Attachment {
            id: row.get(0)?,
            kind: row.get(1)?,
            record: row.get(2)?,
            name: row.get(3)?,
            sha256: hex(&sha256),
            media_type,
            file_kind,
            size: row.get(6)?,
            added_at: row.get(7)?,
            added_by: row.get(8)?,
            erased_because: erased_at.map(|_| because),
        })
    }
}

pub(crate) fn attachments_of(tx: &mut Tx, kind: &str, record: i64) -> Result<Vec<Attachment>, StoreError> {
    tx.query(
        "SELECT a.id, a.kind, a.record, a.name, a.sha256, f.kind, f.size, a.added_at, a.added_by, f.erased_at, f.erased_because
         FROM attachments a JOIN files f ON f.business = a.business AND f.sha256 = a.sha256
         WHERE a.business = :business AND a.kind = :kind AND a.record = :record ORDER BY a.id",
        &params! { kind, record },
    )
}

pub(crate) fn attachment(tx: &mut Tx, id: i64) -> Result<Option<Attachment>, StoreError> {
    tx.query_optional(
        "SELECT a.id, a.kind, a.record, a.name, a.sha256, f.kind, f.size, a.added_at, a.added_by, f.erased_at, f.erased_because
         FROM attachments a JOIN files f ON f.business = a.business AND f.sha256 = a.sha256
         WHERE a.business = :business AND a.id = :id",
        &params! { id },
    )
}

/// The newest attachments before an id, of everything.
pub(crate) fn newest_attachments(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<Attachment>, StoreError> {
    tx.query(
        "SELECT a.id, a.kind, a.record, a.name, a.sha256, f.kind, f.size, a.added_at, a.added_by, f.erased_at, f.erased_because
         FROM attachments a JOIN files f ON f.business = a.business AND f.sha256 = a.sha256
         WHERE a.business = :business AND a.id < :before ORDER BY a.id DESC LIMIT :limit",
        &params! { before, limit },
    )
}

pub(crate) fn attachment_of_file(
    tx: &mut Tx,
    kind: &str,
    record: i64,
    sha256: &FileDigest,
) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT id FROM attachments
         WHERE business = :business AND kind = :kind AND record = :record AND sha256 = :sha256",
        &params! { kind, record, sha256 },
    )
}

/// A row of the table of attachments.
pub(crate) struct NewAttachment<'a> {
    pub id: i64,
    pub kind: &'a str,
    pub record: i64,
    pub sha256: &'a FileDigest,
    pub name: &'a str,
    pub added_at: &'a str,
    pub added_by: &'a str,
}

pub(crate) fn insert_attachment(tx: &mut Tx, new: &NewAttachment<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO attachments (business, id, kind, record, sha256, name, added_at, added_by)
         VALUES (:business, :id, :kind, :record, :sha256, :name, :added_at, :added_by)",
        &params! {
            id: new.id,
            kind: new.kind,
            record: new.record,
            sha256: new.sha256,
            name: new.name,
            added_at: new.added_at,
            added_by: new.added_by,
        },
    )?;
    Ok(())
}

pub(crate) fn delete_attachment(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM attachments WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

/// A file without its bytes.
#[derive(Debug, Clone)]
pub(crate) struct FileRow {
    pub sha256: FileDigest,
    pub kind: String,
    pub size: i64,
    pub erased_at: Option<String>,
    pub erased_because: String,
}

store::from_row!(FileRow { sha256, kind, size, erased_at, erased_because });

pub(crate) fn file(tx: &mut Tx, sha256: &FileDigest) -> Result<Option<FileRow>, StoreError> {
    tx.query_optional(
        "SELECT sha256, kind, size, erased_at, erased_because FROM files
         WHERE business = :business AND sha256 = :sha256",
        &params! { sha256 },
    )
}

pub(crate) fn insert_file(
    tx: &mut Tx,
    row: &FileRow,
    given_sha256: &FileDigest,
    added_at: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO files (business, sha256, kind, size, given_sha256, added_at, erased_at, erased_because)
         VALUES (:business, :sha256, :kind, :size, :given_sha256, :added_at, NULL, '')",
        &params! { sha256: &row.sha256, kind: &row.kind, size: row.size, given_sha256, added_at },
    )?;
    insert_file_bytes(tx, &row.sha256, bytes)
}

fn insert_file_bytes(tx: &mut Tx, sha256: &FileDigest, content: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO file_contents (business, sha256, content) VALUES (:business, :sha256, :content)",
        &params! { sha256, content },
    )?;
    Ok(())
}

/// A file that was erased comes in again: its bytes are kept anew.
pub(crate) fn restore_file(tx: &mut Tx, sha256: &FileDigest, bytes: &[u8]) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE files SET erased_at = NULL, erased_because = '' WHERE business = :business AND sha256 = :sha256",
        &params! { sha256 },
    )?;
    insert_file_bytes(tx, sha256, bytes)
}

pub(crate) fn file_bytes(tx: &mut Tx, sha256: &FileDigest) -> Result<Option<Vec<u8>>, StoreError> {
    tx.query_optional(
        "SELECT content FROM file_contents WHERE business = :business AND sha256 = :sha256",
        &params! { sha256 },
    )
}

pub(crate) fn erase_file(
    tx: &mut Tx,
    sha256: &FileDigest,
    erased_at: &str,
    erased_because: &str,
) -> Result<(), StoreError> {
    tx.execute("DELETE FROM file_contents WHERE business = :business AND sha256 = :sha256", &params! { sha256 })?;
    tx.execute(
        "UPDATE files SET erased_at = :erased_at, erased_because = :erased_because
         WHERE business = :business AND sha256 = :sha256",
        &params! { sha256, erased_at, erased_because },
    )?;
    Ok(())
}

/// Files after a digest, in the order of their digests, for `verify`.
pub(crate) fn files_after(tx: &mut Tx, after: &[u8], limit: i64) -> Result<Vec<FileRow>, StoreError> {
    tx.query(
        "SELECT sha256, kind, size, erased_at, erased_because FROM files
         WHERE business = :business AND sha256 > :after ORDER BY sha256 LIMIT :limit",
        &params! { after, limit },
    )
}

/// Attachments that name a file which is not there.
pub(crate) fn attachments_without_file(tx: &mut Tx, limit: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT a.id FROM attachments a LEFT JOIN files f ON f.business = a.business AND f.sha256 = a.sha256
         WHERE a.business = :business AND f.sha256 IS NULL ORDER BY a.id LIMIT :limit",
        &params! { limit },
    )
}

/// The names and digests of what hangs on entries of some numbers, themselves or through the record they came from.
pub(crate) fn attachments_of_entries(
    tx: &mut Tx,
    after: i64,
    through: i64,
) -> Result<Vec<(i64, String, FileDigest)>, StoreError> {
    tx.query(
        "SELECT e.number, h.name, h.sha256 FROM entries e
         JOIN attachments h ON h.business = e.business AND h.kind = 'entry' AND h.record = e.number
         WHERE e.business = :business AND e.number > :after AND e.number <= :through
         UNION ALL
         SELECT e.number, h.name, h.sha256 FROM entries e
         JOIN attachments h ON h.business = e.business AND h.kind = e.source_kind AND h.record = e.source
         WHERE e.business = :business AND e.number > :after AND e.number <= :through
         ORDER BY 1, 2",
        &params! { after, through },
    )
}
