//! What was learned from the owner's decisions, counted.

use store::{StoreError, Tx, Value};

/// Decisions by payee: key, category, times. They grow by what the owner decides by hand, so they are few.
pub(crate) fn payee_memory(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.query("SELECT payee, category, times FROM payee_memory WHERE business = :business ORDER BY payee, category", &[])
}

/// Decisions by word.
pub(crate) fn word_memory(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.query("SELECT word, category, times FROM word_memory WHERE business = :business ORDER BY word, category", &[])
}

/// Counts a decision about a payee once more, or once less.
pub(crate) fn count_payee(tx: &mut Tx, payee: &str, category: i64, times: i64) -> Result<(), StoreError> {
    let rows: [[Value<'_>; 3]; 1] = [[payee.into(), category.into(), times.into()]];
    tx.insert_rows(
        "INSERT INTO payee_memory (business, payee, category, times)",
        " ON CONFLICT (business, payee, category) DO UPDATE SET times = payee_memory.times + excluded.times",
        &rows,
    )?;
    Ok(())
}

/// Counts the words of a decision once more, or once less. Each word comes once.
pub(crate) fn count_words(tx: &mut Tx, words: &[String], category: i64, times: i64) -> Result<(), StoreError> {
    let rows: Vec<[Value<'_>; 3]> =
        words.iter().map(|word| [word.as_str().into(), category.into(), times.into()]).collect();
    tx.insert_rows(
        "INSERT INTO word_memory (business, word, category, times)",
        " ON CONFLICT (business, word, category) DO UPDATE SET times = word_memory.times + excluded.times",
        &rows,
    )?;
    Ok(())
}
