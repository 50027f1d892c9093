//! What was learned from the owner's decisions, counted.

use store::{StoreError, Tx};

/// Decisions by payee: key, category, times. They grow by what the owner decides by hand, so they are few.
pub(crate) fn payee_memory(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.query("SELECT payee, category, times FROM payee_memory WHERE business = :business ORDER BY payee, category", &[])
}

/// Decisions by word.
pub(crate) fn word_memory(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.query("SELECT word, category, times FROM word_memory WHERE business = :business ORDER BY word, category", &[])
}

/// Counts decisions by payee: key, category, times more or less. Each key and category comes once.
pub(crate) fn count_payees(tx: &mut Tx, rows: &[(String, i64, i64)]) -> Result<(), StoreError> {
    tx.insert_rows(
        "INSERT INTO payee_memory (business, payee, category, times)",
        " ON CONFLICT (business, payee, category) DO UPDATE SET times = payee_memory.times + excluded.times",
        rows,
    )?;
    Ok(())
}

/// Counts decisions by word, in the same way.
pub(crate) fn count_words(tx: &mut Tx, rows: &[(String, i64, i64)]) -> Result<(), StoreError> {
    tx.insert_rows(
        "INSERT INTO word_memory (business, word, category, times)",
        " ON CONFLICT (business, word, category) DO UPDATE SET times = word_memory.times + excluded.times",
        rows,
    )?;
    Ok(())
}
