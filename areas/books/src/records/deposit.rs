//! What became of deposits after they were split, and the usual shares for the costs of jobs.

use jiff::civil::Date;
use ledger::Currency;
use store::{StoreError, Tx, params};

/// What later steps of a deposit moved, by pocket. A step that was reversed cancels itself out: its reversal has the
/// same source.
pub(crate) fn moved_of_deposit(tx: &mut Tx, deposit: i64, currency: Currency) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.query(
        "SELECT m.pocket, CAST(SUM(m.amount) AS BIGINT)
         FROM entries e JOIN pocket_moves m ON m.business = e.business AND m.entry = e.number
         WHERE e.business = :business AND e.source_kind = 'deposit' AND e.source = :deposit AND m.currency = :currency
         GROUP BY m.pocket ORDER BY m.pocket",
        &params! { deposit, currency: currency.code() },
    )
}

/// What of a deposit is an advance that is neither earned nor returned, in minor units of the books' currency.
pub(crate) fn open_advance(tx: &mut Tx, deposit: i64, account: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(-p.book_amount), 0) AS BIGINT)
         FROM entries e JOIN postings p ON p.business = e.business AND p.entry = e.number
         WHERE e.business = :business AND e.source_kind = 'deposit' AND e.source = :deposit AND p.account = :account
           AND p.basis <> 2",
        &params! { deposit, account },
    )
}

/// An advance that waits: its deposit, day, text, who paid, and how much is open.
pub(crate) type OpenAdvance = (i64, Date, String, Option<String>, i64);

pub(crate) fn open_advances(tx: &mut Tx, account: i64) -> Result<Vec<OpenAdvance>, StoreError> {
    tx.query(
        "SELECT d.number, d.posted_on, t.text, n.name, s.open
         FROM (SELECT e.business, e.source, CAST(SUM(-p.book_amount) AS BIGINT) AS open
               FROM postings p JOIN entries e ON e.business = p.business AND e.number = p.entry
               WHERE p.business = :business AND p.account = :account AND p.basis <> 2 AND e.source_kind = 'deposit'
               GROUP BY e.business, e.source) s
         JOIN entries d ON d.business = s.business AND d.number = s.source
         JOIN entry_texts t ON t.business = d.business AND t.entry = d.number
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         WHERE s.business = :business AND s.open <> 0 ORDER BY d.posted_on, d.number",
        &params! { account },
    )
}

/// A usual share for the costs of jobs: from a day on, of an income account (0 for all others).
#[derive(Debug, Clone)]
pub(crate) struct JobCostShare {
    pub from_on: Date,
    pub account: i64,
    pub permille: i64,
}

store::from_row!(JobCostShare { from_on, account, permille });

pub(crate) fn job_cost_shares(tx: &mut Tx) -> Result<Vec<JobCostShare>, StoreError> {
    tx.query(
        "SELECT from_on, account, permille FROM job_cost_shares WHERE business = :business ORDER BY from_on, account",
        &[],
    )
}

pub(crate) fn write_job_cost_share(tx: &mut Tx, share: &JobCostShare) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO job_cost_shares (business, from_on, account, permille) VALUES (:business, :from_on, :account, :permille)
         ON CONFLICT (business, account, from_on) DO UPDATE SET permille = excluded.permille",
        &params! { from_on: share.from_on, account: share.account, permille: share.permille },
    )?;
    Ok(())
}
