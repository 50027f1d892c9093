//! Tags and notes.

use store::{StoreError, Tx, Value, params};

pub(crate) fn tag_with_key(tx: &mut Tx, name_key: &str) -> Result<Option<i64>, StoreError> {
    tx.query_optional("SELECT id FROM tags WHERE business = :business AND name_key = :name_key", &params! { name_key })
}

pub(crate) fn tag_name(tx: &mut Tx, id: i64) -> Result<Option<String>, StoreError> {
    tx.query_optional("SELECT name FROM tags WHERE business = :business AND id = :id", &params! { id })
}

pub(crate) fn insert_tag(tx: &mut Tx, id: i64, name: &str, name_key: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO tags (business, id, name, name_key) VALUES (:business, :id, :name, :name_key)",
        &params! { id, name, name_key },
    )?;
    Ok(())
}

pub(crate) fn rename_tag(tx: &mut Tx, id: i64, name: &str, name_key: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE tags SET name = :name, name_key = :name_key WHERE business = :business AND id = :id",
        &params! { id, name, name_key },
    )?;
    Ok(())
}

/// The tags of a record: id and name, by name.
pub(crate) fn tags_of(tx: &mut Tx, kind: &str, record: i64) -> Result<Vec<(i64, String)>, StoreError> {
    tx.query(
        "SELECT t.id, t.name FROM tagged g JOIN tags t ON t.business = g.business AND t.id = g.tag
         WHERE g.business = :business AND g.kind = :kind AND g.record = :record ORDER BY t.name_key",
        &params! { kind, record },
    )
}

pub(crate) fn set_tags(tx: &mut Tx, kind: &str, record: i64, tags: &[i64]) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM tagged WHERE business = :business AND kind = :kind AND record = :record",
        &params! { kind, record },
    )?;
    let rows: Vec<[Value<'_>; 3]> = tags.iter().map(|tag| [kind.into(), record.into(), (*tag).into()]).collect();
    tx.insert_rows("INSERT INTO tagged (business, kind, record, tag)", "", &rows)?;
    Ok(())
}

/// All tags with how many records carry them, by name.
pub(crate) fn tags(tx: &mut Tx) -> Result<Vec<(i64, String, i64)>, StoreError> {
    tx.query(
        "SELECT t.id, t.name, COUNT(g.record) FROM tags t
         LEFT JOIN tagged g ON g.business = t.business AND g.tag = t.id
         WHERE t.business = :business GROUP BY t.id, t.name, t.name_key ORDER BY t.name_key",
        &[],
    )
}

/// The records that carry a tag: kind and id, newest first in each kind.
pub(crate) fn tagged_with(tx: &mut Tx, tag: i64, limit: i64) -> Result<Vec<(String, i64)>, StoreError> {
    tx.query(
        "SELECT kind, record FROM tagged WHERE business = :business AND tag = :tag
         ORDER BY kind, record DESC LIMIT :limit",
        &params! { tag, limit },
    )
}

pub(crate) fn entry_note(tx: &mut Tx, entry: i64) -> Result<Option<String>, StoreError> {
    tx.query_optional("SELECT note FROM entry_texts WHERE business = :business AND entry = :entry", &params! { entry })
}

pub(crate) fn set_entry_note(tx: &mut Tx, entry: i64, note: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE entry_texts SET note = :note WHERE business = :business AND entry = :entry",
        &params! { entry, note },
    )?;
    Ok(())
}

pub(crate) fn note_of(tx: &mut Tx, kind: &str, record: i64) -> Result<Option<(i64, String)>, StoreError> {
    tx.query_optional(
        "SELECT id, note FROM notes WHERE business = :business AND kind = :kind AND record = :record",
        &params! { kind, record },
    )
}

/// What a note says, and of which record.
pub(crate) fn note(tx: &mut Tx, id: i64) -> Result<Option<(String, i64, String)>, StoreError> {
    tx.query_optional("SELECT kind, record, note FROM notes WHERE business = :business AND id = :id", &params! { id })
}

pub(crate) fn insert_note(tx: &mut Tx, id: i64, kind: &str, record: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO notes (business, id, kind, record, note) VALUES (:business, :id, :kind, :record, '')",
        &params! { id, kind, record },
    )?;
    Ok(())
}

pub(crate) fn set_note(tx: &mut Tx, id: i64, note: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE notes SET note = :note WHERE business = :business AND id = :id", &params! { id, note })?;
    Ok(())
}
