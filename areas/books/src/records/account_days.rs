//! An account's postings by day.

use jiff::civil::Date;
use ledger::Basis;
use store::{StoreError, Tx, params};

pub(crate) fn posted_by_day(tx: &mut Tx, account: i64, through: Date) -> Result<Vec<(Date, i64)>, StoreError> {
    tx.query(
        "SELECT posted_on, CAST(SUM(amount) AS BIGINT) FROM postings
         WHERE business = :business AND account = :account AND posted_on <= :through AND basis <> :without
         GROUP BY posted_on ORDER BY posted_on",
        &params! { account, through, without: Basis::Accrual.number() },
    )
}

pub(crate) fn entries_of_day(
    tx: &mut Tx,
    account: i64,
    on: Date,
) -> Result<Vec<(i64, String, String, i64)>, StoreError> {
    tx.query(
        "SELECT p.entry, e.source_kind, t.text, CAST(SUM(p.amount) AS BIGINT) FROM postings p
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         JOIN entry_texts t ON t.business = p.business AND t.entry = p.entry
         LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
         WHERE p.business = :business AND p.account = :account AND p.posted_on = :on AND p.basis <> :without
           AND e.reverses = 0 AND r.entry IS NULL
         GROUP BY p.entry, e.source_kind, t.text ORDER BY p.entry LIMIT 100",
        &params! { account, on, without: Basis::Accrual.number() },
    )
}

pub(crate) fn posted_by_hand(tx: &mut Tx, account: i64, through: Date) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT) FROM postings p
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         WHERE p.business = :business AND p.account = :account AND p.posted_on <= :through AND p.basis <> :without
           AND e.source_kind = ''",
        &params! { account, through, without: Basis::Accrual.number() },
    )
}
