//! Named values of dimensions, and the postings that carry them.

use store::{FromRow, Row, StoreError, Tx, Value, params};

use crate::{
    dimensions::{Dimension, DimensionIds, DimensionValue},
    journal::Waiting,
};

impl FromRow for DimensionValue {
    fn from_row(row: &Row<'_>) -> Result<DimensionValue, StoreError> {
        let dimension: String = row.get(1)?;
        Ok(DimensionValue {
            id: row.get(0)?,
            dimension: Dimension::from_word(&dimension).ok_or_else(|| StoreError::decode("dimension"))?,
            name: row.get(2)?,
            closed: row.get(3)?,
        })
    }
}

pub(crate) fn dimension_values(tx: &mut Tx) -> Result<Vec<DimensionValue>, StoreError> {
    tx.query(
        "SELECT id, dimension, name, closed FROM dimension_values WHERE business = :business
         ORDER BY dimension, name_key",
        &[],
    )
}

pub(crate) fn dimension_value_with_key(
    tx: &mut Tx,
    dimension: Dimension,
    name_key: &str,
) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT id FROM dimension_values
         WHERE business = :business AND dimension = :dimension AND name_key = :name_key",
        &params! { dimension: dimension.as_str(), name_key },
    )
}

pub(crate) fn insert_dimension_value(tx: &mut Tx, value: &DimensionValue, name_key: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO dimension_values (business, id, dimension, name, name_key, closed)
         VALUES (:business, :id, :dimension, :name, :name_key, :closed)",
        &params! { id: value.id, dimension: value.dimension.as_str(), name: &value.name, name_key, closed: value.closed },
    )?;
    Ok(())
}

pub(crate) fn update_dimension_value(tx: &mut Tx, value: &DimensionValue, name_key: &str) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE dimension_values SET name = :name, name_key = :name_key, closed = :closed
         WHERE business = :business AND id = :id",
        &params! { id: value.id, name: &value.name, name_key, closed: value.closed },
    )?;
    Ok(())
}

/// Writes the values of postings that carry any.
pub(super) fn insert_posting_dimensions(tx: &mut Tx, waiting: &[Waiting]) -> Result<(), StoreError> {
    let mut rows: Vec<[Value<'_>; 10]> = Vec::new();
    for entry in waiting {
        for (line, (posting, dimensions)) in entry.postings.iter().enumerate() {
            if dimensions.iter().any(Option::is_some) {
                rows.push([
                    entry.number.into(),
                    (line as i64).into(),
                    posting.account.into(),
                    entry.posted_on.into(),
                    posting.basis.number().into(),
                    posting.book_amount_minor.into(),
                    dimensions[0].into(),
                    dimensions[1].into(),
                    dimensions[2].into(),
                    dimensions[3].into(),
                ]);
            }
        }
    }
    tx.insert_rows(
        "INSERT INTO posting_dimensions (business, entry, line, account, posted_on, basis, book_amount, client, project, offer, channel)",
        "",
        &rows,
    )?;
    Ok(())
}

/// Sets the values of a posting, whatever they were; what a report reads of the posting is copied beside them.
pub(crate) fn set_posting_dimensions(
    tx: &mut Tx,
    entry: i64,
    line: i64,
    dimensions: &DimensionIds,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM posting_dimensions WHERE business = :business AND entry = :entry AND line = :line",
        &params! { entry, line },
    )?;
    if dimensions.iter().all(Option::is_none) {
        return Ok(());
    }
    let [client, project, offer, channel] = *dimensions;
    tx.execute(
        "INSERT INTO posting_dimensions (business, entry, line, account, posted_on, basis, book_amount, client, project, offer, channel)
         SELECT business, entry, line, account, posted_on, basis, book_amount, CAST(:client AS BIGINT),
                CAST(:project AS BIGINT), CAST(:offer AS BIGINT), CAST(:channel AS BIGINT)
         FROM postings WHERE business = :business AND entry = :entry AND line = :line",
        &params! { entry, line, client, project, offer, channel },
    )?;
    Ok(())
}

/// How many postings carry values, for `verify`.
pub(crate) fn dimensioned_postings(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query_one("SELECT COUNT(*) FROM posting_dimensions WHERE business = :business", &[])
}

/// Postings whose values stand beside other figures than their own: entry and line.
pub(crate) fn wrong_posting_dimensions(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.query(
        "SELECT d.entry, d.line FROM posting_dimensions d
         LEFT JOIN postings p ON p.business = d.business AND p.entry = d.entry AND p.line = d.line
         WHERE d.business = :business
           AND (p.entry IS NULL OR p.account <> d.account OR p.posted_on <> d.posted_on OR p.basis <> d.basis
                OR p.book_amount <> d.book_amount)
         ORDER BY d.entry, d.line LIMIT :limit",
        &params! { limit },
    )
}

/// Postings that carry a value of another dimension, or none that there is: entry and line.
pub(crate) fn strange_posting_dimensions(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.query(
        "SELECT d.entry, d.line FROM posting_dimensions d
         LEFT JOIN dimension_values c ON c.business = d.business AND c.id = d.client AND c.dimension = 'client'
         LEFT JOIN dimension_values j ON j.business = d.business AND j.id = d.project AND j.dimension = 'project'
         LEFT JOIN dimension_values o ON o.business = d.business AND o.id = d.offer AND o.dimension = 'offer'
         LEFT JOIN dimension_values h ON h.business = d.business AND h.id = d.channel AND h.dimension = 'channel'
         WHERE d.business = :business
           AND ((d.client IS NOT NULL AND c.id IS NULL) OR (d.project IS NOT NULL AND j.id IS NULL)
                OR (d.offer IS NOT NULL AND o.id IS NULL) OR (d.channel IS NOT NULL AND h.id IS NULL))
         ORDER BY d.entry, d.line LIMIT :limit",
        &params! { limit },
    )
}
