//! What `verify` and the exports read: the whole journal, a range of numbers at a time, so that memory stays flat.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// An entry as `verify` reads it.
pub(crate) struct ChainRow {
    pub number: i64,
    pub posted_on: Date,
    pub reverses: i64,
    pub source: i64,
    pub salt: Vec<u8>,
    pub text_digest: [u8; 32],
    pub hash: [u8; 32],
    pub text: Option<String>,
    pub party: Option<String>,
}

store::from_row!(ChainRow { number, posted_on, reverses, source, salt, text_digest, hash, text, party });

pub(crate) fn chain_rows(tx: &mut Tx, after: i64, through: i64) -> Result<Vec<ChainRow>, StoreError> {
    tx.query(
        "SELECT e.number, e.posted_on, e.reverses, e.source, e.salt, e.text_digest, e.hash, t.text, n.name
         FROM entries e
         LEFT JOIN entry_texts t ON t.business = e.business AND t.entry = e.number
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         WHERE e.business = :business AND e.number > :after AND e.number <= :through ORDER BY e.number",
        &params! { after, through },
    )
}

/// A posting as `verify` reads it.
pub(crate) struct ChainPosting {
    pub entry: i64,
    pub account: i64,
    pub posted_on: Date,
    pub amount: i64,
    pub book_amount: i64,
    pub basis: i64,
}

store::from_row!(ChainPosting { entry, account, posted_on, amount, book_amount, basis });

pub(crate) fn chain_postings(tx: &mut Tx, after: i64, through: i64) -> Result<Vec<ChainPosting>, StoreError> {
    tx.query(
        "SELECT entry, account, posted_on, amount, book_amount, basis FROM postings
         WHERE business = :business AND entry > :after AND entry <= :through ORDER BY entry, line",
        &params! { after, through },
    )
}

/// A pocket's move as `verify` reads it.
pub(crate) struct ChainMove {
    pub entry: i64,
    pub pocket: i64,
    pub currency: String,
    pub posted_on: Date,
    pub amount: i64,
}

store::from_row!(ChainMove { entry, pocket, currency, posted_on, amount });

pub(crate) fn chain_moves(tx: &mut Tx, after: i64, through: i64) -> Result<Vec<ChainMove>, StoreError> {
    tx.query(
        "SELECT entry, pocket, currency, posted_on, amount FROM pocket_moves
         WHERE business = :business AND entry > :after AND entry <= :through ORDER BY entry, line",
        &params! { after, through },
    )
}

pub(crate) fn last_entry(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query_one("SELECT COALESCE(MAX(number), 0) FROM entries WHERE business = :business", &[])
}

/// The kept totals of accounts: (account, month, basis) and (amount, book amount, postings).
pub(crate) fn kept_balances(tx: &mut Tx) -> Result<Vec<(i64, i64, i64, i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT account, month, basis, amount, book_amount, postings FROM balances WHERE business = :business
         ORDER BY account, month, basis",
        &[],
    )
}

/// The kept totals of pockets: pocket, currency, month, amount, moves.
pub(crate) fn kept_pockets(tx: &mut Tx) -> Result<Vec<(i64, String, i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT pocket, currency, month, amount, moves FROM pocket_balances WHERE business = :business
         ORDER BY pocket, currency, month",
        &[],
    )
}
