//! What `verify` and the exports read: the whole journal, a range of numbers at a time, so that memory stays flat.

use std::fmt;

use store::{FromColumn, FromRow, Row, StoreError, Tx, Value, params};

use crate::journal::SourcePosting;

/// An entry as `verify` and the exports read it; its text comes beside it, from [`each_text`].
pub(crate) struct ChainRow {
    pub number: i64,
    pub posted_on: DayText,
    pub reverses: i64,
    pub source: i64,
    pub salt: [u8; 16],
    pub text_digest: [u8; 32],
    pub hash: [u8; 32],
}

impl FromRow for ChainRow {
    #[inline]
    fn from_row(row: &Row<'_>) -> Result<ChainRow, StoreError> {
        Ok(ChainRow {
            number: row.get(0)?,
            posted_on: Fixed(row.fixed(1)?),
            reverses: row.get(2)?,
            source: row.get(3)?,
            salt: row.fixed(4)?,
            text_digest: row.fixed(5)?,
            hash: row.fixed(6)?,
        })
    }
}

pub(crate) fn chain_rows(tx: &mut Tx, after: i64, through: i64) -> Result<Vec<ChainRow>, StoreError> {
    scanned(
        tx,
        "SELECT number, posted_on, reverses, source, salt, text_digest, hash FROM entries
         WHERE business = :business AND number > :after AND number <= :through ORDER BY number",
        after,
        through,
    )
}

/// Hands over the texts of entries, in the order of their numbers: entry, text, party.
pub(crate) fn each_text(
    tx: &mut Tx,
    after: i64,
    through: i64,
    mut take: impl FnMut(i64, &str, Option<i64>),
) -> Result<(), StoreError> {
    tx.scan(
        "SELECT entry, text, party FROM entry_texts
         WHERE business = :business AND entry > :after AND entry <= :through ORDER BY entry",
        &params! { after, through },
        |row| {
            take(row.get(0)?, row.text(1)?, row.get(2)?);
            Ok(())
        },
    )
}

/// All parties by id.
pub(crate) fn party_names(tx: &mut Tx) -> Result<Vec<(i64, String)>, StoreError> {
    tx.query("SELECT id, name FROM parties WHERE business = :business", &[])
}

/// The rows of a range of entries.
fn scanned<T: FromRow>(tx: &mut Tx, sql: &'static str, after: i64, through: i64) -> Result<Vec<T>, StoreError> {
    let mut rows = Vec::new();
    tx.scan(sql, &params! { after, through }, |row| {
        rows.push(T::from_row(row)?);
        Ok(())
    })?;
    Ok(rows)
}

/// A text or blob of a known length, read without a string of its own: `verify` reads millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Fixed<const N: usize>(pub [u8; N]);

impl<const N: usize> FromColumn for Fixed<N> {
    fn from_column(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => text.as_bytes().try_into().ok().map(Fixed),
            Value::Blob(bytes) => bytes.as_ref().try_into().ok().map(Fixed),
            _ => None,
        }
    }
}

impl<const N: usize> fmt::Display for Fixed<N> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&String::from_utf8_lossy(&self.0))
    }
}

/// A day as it is kept: `2026-05-12`.
pub(crate) type DayText = Fixed<10>;
/// The code of a currency as it is kept.
pub(crate) type CodeText = Fixed<3>;

/// A posting as `verify` reads it.
pub(crate) struct ChainPosting {
    pub entry: i64,
    pub account: i64,
    pub posted_on: DayText,
    pub amount: i64,
    pub book_amount: i64,
    pub basis: i64,
}

impl FromRow for ChainPosting {
    #[inline]
    fn from_row(row: &Row<'_>) -> Result<ChainPosting, StoreError> {
        Ok(ChainPosting {
            entry: row.get(0)?,
            account: row.get(1)?,
            posted_on: Fixed(row.fixed(2)?),
            amount: row.get(3)?,
            book_amount: row.get(4)?,
            basis: row.get(5)?,
        })
    }
}

pub(crate) fn chain_postings(tx: &mut Tx, after: i64, through: i64) -> Result<Vec<ChainPosting>, StoreError> {
    scanned(
        tx,
        "SELECT entry, account, posted_on, amount, book_amount, basis FROM postings
         WHERE business = :business AND entry > :after AND entry <= :through ORDER BY entry, line",
        after,
        through,
    )
}

/// A pocket's move as `verify` reads it.
pub(crate) struct ChainMove {
    pub entry: i64,
    pub pocket: i64,
    pub currency: CodeText,
    pub posted_on: DayText,
    pub amount: i64,
}

impl FromRow for ChainMove {
    #[inline]
    fn from_row(row: &Row<'_>) -> Result<ChainMove, StoreError> {
        Ok(ChainMove {
            entry: row.get(0)?,
            pocket: row.get(1)?,
            currency: Fixed(row.fixed(2)?),
            posted_on: Fixed(row.fixed(3)?),
            amount: row.get(4)?,
        })
    }
}

pub(crate) fn chain_moves(tx: &mut Tx, after: i64, through: i64) -> Result<Vec<ChainMove>, StoreError> {
    scanned(
        tx,
        "SELECT entry, pocket, currency, posted_on, amount FROM pocket_moves
         WHERE business = :business AND entry > :after AND entry <= :through ORDER BY entry, line",
        after,
        through,
    )
}

pub(crate) fn last_entry(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query_one("SELECT COALESCE(MAX(number), 0) FROM entries WHERE business = :business", &[])
}

/// A kept total of an account: account, month, basis; amount, book amount, postings.
pub(crate) type KeptBalance = (i64, i64, i64, i64, i64, i64);
/// A kept total of a pocket: pocket, currency, month; amount, moves.
pub(crate) type KeptPocket = (i64, CodeText, i64, i64, i64);

/// The kept totals of accounts.
pub(crate) fn kept_balances(tx: &mut Tx) -> Result<Vec<KeptBalance>, StoreError> {
    tx.query(
        "SELECT account, month, basis, amount, book_amount, postings FROM balances WHERE business = :business
         ORDER BY account, month, basis",
        &[],
    )
}

/// The kept totals of pockets.
pub(crate) fn kept_pockets(tx: &mut Tx) -> Result<Vec<KeptPocket>, StoreError> {
    tx.query(
        "SELECT pocket, currency, month, amount, moves FROM pocket_balances WHERE business = :business
         ORDER BY pocket, currency, month",
        &[],
    )
}

store::from_row!(SourcePosting { entry, source, posted_on, account, amount_minor });

/// The entries that came from records of a kind with ids in a range, reversals too: number, record, what it reverses or 0.
pub(crate) fn entries_of_sources(
    tx: &mut Tx,
    kind: &str,
    from: i64,
    through: i64,
) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT number, source, reverses FROM entries
         WHERE business = :business AND source_kind = :kind AND source >= :from AND source <= :through
         ORDER BY number",
        &params! { kind, from, through },
    )
}

/// The postings of unreversed entries that came from records of a kind with ids in a range.
pub(crate) fn postings_of_sources(
    tx: &mut Tx,
    kind: &str,
    from: i64,
    through: i64,
) -> Result<Vec<SourcePosting>, StoreError> {
    tx.query(
        "SELECT e.number, e.source, e.posted_on, p.account, p.amount
         FROM entries e JOIN postings p ON p.business = e.business AND p.entry = e.number
              LEFT JOIN reversals r ON r.business = e.business AND r.entry = e.number
         WHERE e.business = :business AND e.source_kind = :kind AND e.source >= :from AND e.source <= :through
           AND e.reverses = 0 AND r.entry IS NULL
         ORDER BY e.source, e.number, p.line",
        &params! { kind, from, through },
    )
}
