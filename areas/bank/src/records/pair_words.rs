//! What the owner said about two lines being one transfer.

use store::{StoreError, Tx, params};

/// All of it: the smaller line, the larger one, and whether they are one transfer.
pub(crate) fn pair_words(tx: &mut Tx) -> Result<Vec<(i64, i64, bool)>, StoreError> {
    let rows: Vec<(i64, i64, i64)> =
        tx.query("SELECT line, other, same FROM pair_words WHERE business = :business ORDER BY line, other", &[])?;
    Ok(rows.into_iter().map(|(line, other, same)| (line, other, same != 0)).collect())
}

pub(crate) fn write_pair_word(tx: &mut Tx, (line, other): (i64, i64), same: bool) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO pair_words (business, line, other, same) VALUES (:business, :line, :other, :same)
         ON CONFLICT (business, line, other) DO UPDATE SET same = excluded.same",
        &params! { line, other, same: i64::from(same) },
    )?;
    Ok(())
}

pub(crate) fn delete_pair_word(tx: &mut Tx, (line, other): (i64, i64)) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM pair_words WHERE business = :business AND line = :line AND other = :other",
        &params! { line, other },
    )
}

/// A line is one side of one transfer: what was confirmed of it before goes.
pub(crate) fn forget_pairs_of(tx: &mut Tx, line: i64) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM pair_words WHERE business = :business AND (line = :line OR other = :line) AND same = 1",
        &params! { line },
    )?;
    Ok(())
}

/// How many lines have another side.
pub(crate) fn count_paired(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query_one("SELECT COUNT(*) FROM bank_lines WHERE business = :business AND pair IS NOT NULL", &[])
}

/// Paired lines whose other side is not theirs: it is gone, names another, is no transfer, or does not fit.
pub(crate) fn odd_pairs(tx: &mut Tx, limit: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT l.id FROM bank_lines l LEFT JOIN bank_lines o ON o.business = l.business AND o.id = l.pair
         WHERE l.business = :business AND l.pair IS NOT NULL
           AND (o.id IS NULL OR o.pair IS NULL OR o.pair <> l.id OR o.account = l.account OR (o.currency = l.currency AND o.amount <> -l.amount)
                OR (o.amount < 0) = (l.amount < 0)
                OR l.state <> 'transfer' OR o.state <> 'transfer')
         ORDER BY l.id LIMIT :limit",
        &params! { limit },
    )
}

/// Whether any line is a transfer because its other side was found.
pub(crate) fn has_found_pairs(tx: &mut Tx) -> Result<bool, StoreError> {
    let found: Option<i64> = tx.query_optional(
        "SELECT id FROM bank_lines WHERE business = :business AND state = 'transfer' AND decided_by = 'pair' LIMIT 1",
        &[],
    )?;
    Ok(found.is_some())
}
