//! Postings told apart by whether their entry touches another account as well: what the books began with stands beside
//! the opening balance.

use ledger::Days;
use store::{StoreError, Tx, params};

use super::{Balance, RegisterRow};

/// What entries that touch an account in some days posted to each account, that one included.
pub(crate) fn postings_beside(tx: &mut Tx, of: i64, days: Days, without: i64) -> Result<Vec<Balance>, StoreError> {
    tx.query(
        "SELECT o.account, CAST(SUM(o.amount) AS BIGINT), CAST(SUM(o.book_amount) AS BIGINT), COUNT(*)
         FROM (SELECT DISTINCT business, entry FROM postings
               WHERE business = :business AND account = :of AND posted_on >= :from AND posted_on <= :through
                 AND basis <> :without) p
         JOIN postings o ON o.business = p.business AND o.entry = p.entry AND o.basis <> :without
         WHERE p.business = :business GROUP BY o.account",
        &params! { of, from: days.from, through: days.through, without },
    )
}

/// The newest postings of an account in entries that also touch another one.
pub(crate) fn rows_beside(
    tx: &mut Tx,
    (account, of): (i64, i64),
    days: Days,
    without: i64,
    limit: i64,
) -> Result<Vec<RegisterRow>, StoreError> {
    tx.query(
        "SELECT p.entry, p.line, p.posted_on, p.amount, p.book_amount, t.text, n.name, e.reverses, r.reversed_by,
                e.source_kind, e.source
         FROM (SELECT DISTINCT business, entry FROM postings
               WHERE business = :business AND account = :of AND posted_on >= :from AND posted_on <= :through
                 AND basis <> :without) k
         JOIN postings p ON p.business = k.business AND p.entry = k.entry AND p.account = :account
                        AND p.basis <> :without
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         JOIN entry_texts t ON t.business = p.business AND t.entry = p.entry
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
         WHERE k.business = :business
         ORDER BY p.posted_on DESC, p.entry DESC, p.line DESC LIMIT :limit",
        &params! { account, of, from: days.from, through: days.through, without, limit },
    )
}

/// The newest postings of an account in entries that do not touch another one: backwards through its index, few are
/// passed over.
pub(crate) fn rows_not_beside(
    tx: &mut Tx,
    (account, of): (i64, i64),
    days: Days,
    without: i64,
    limit: i64,
) -> Result<Vec<RegisterRow>, StoreError> {
    tx.query(
        "SELECT p.entry, p.line, p.posted_on, p.amount, p.book_amount, t.text, n.name, e.reverses, r.reversed_by,
                e.source_kind, e.source
         FROM (SELECT a.business, a.entry, a.line, a.posted_on, a.amount, a.book_amount FROM postings a
               WHERE a.business = :business AND a.account = :account AND a.posted_on >= :from
                 AND a.posted_on <= :through AND a.basis <> :without
                 AND NOT EXISTS (SELECT 1 FROM postings o WHERE o.business = :business AND o.entry = a.entry
                                 AND o.account = :of AND o.basis <> :without)
               ORDER BY a.posted_on DESC, a.entry DESC, a.line DESC LIMIT :limit) p
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         JOIN entry_texts t ON t.business = p.business AND t.entry = p.entry
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
         WHERE p.business = :business
         ORDER BY p.posted_on DESC, p.entry DESC, p.line DESC",
        &params! { account, of, from: days.from, through: days.through, without, limit },
    )
}
