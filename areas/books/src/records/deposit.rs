//! What became of deposits after they were split, and the usual shares for the costs of jobs.

use jiff::civil::Date;
use ledger::Currency;
use store::{StoreError, Tx, params};

/// What later steps of a deposit moved, by pocket, and what refunds of its advance returned. A step that was reversed
/// cancels itself out: its reversal has the same source.
pub(crate) fn moved_of_deposit(tx: &mut Tx, deposit: i64, currency: Currency) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.query(
        "SELECT m.pocket, CAST(SUM(m.amount) AS BIGINT)
         FROM (SELECT e.business, e.number FROM entries e
               WHERE e.business = :business AND e.source_kind = 'deposit' AND e.source = :deposit
               UNION ALL
               SELECT r.business, r.entry FROM advance_returns r WHERE r.business = :business AND r.deposit = :deposit) s
         JOIN pocket_moves m ON m.business = s.business AND m.entry = s.number
         WHERE m.business = :business AND m.currency = :currency AND m.reason <> 0
         GROUP BY m.pocket ORDER BY m.pocket",
        &params! { deposit, currency: currency.code() },
    )
}

/// What of a deposit is an advance that is neither earned nor returned, in minor units of the books' currency: what it owes
/// to the client itself, and what its steps and the refunds of it changed.
pub(crate) fn open_advance(tx: &mut Tx, deposit: i64, account: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(-p.book_amount), 0) AS BIGINT)
         FROM postings p JOIN entries e ON e.business = p.business AND e.number = p.entry
         LEFT JOIN advance_returns r ON r.business = e.business AND r.entry = e.number
         WHERE p.business = :business AND p.account = :account AND p.basis <> 2
           AND COALESCE(r.deposit, CASE WHEN e.source_kind = 'deposit' THEN e.source
                                        WHEN e.reverses <> 0 THEN e.reverses ELSE e.number END) = :deposit",
        &params! { deposit, account },
    )
}

/// An advance that waits: its deposit, day, text, who paid, and how much is open.
pub(crate) type OpenAdvance = (i64, Date, String, Option<String>, i64);

pub(crate) fn open_advances(tx: &mut Tx, account: i64) -> Result<Vec<OpenAdvance>, StoreError> {
    tx.query(
        "SELECT d.number, d.posted_on, t.text, n.name, s.open
         FROM (SELECT p.business, COALESCE(r.deposit, CASE WHEN e.source_kind = 'deposit' THEN e.source
                                                          WHEN e.reverses <> 0 THEN e.reverses ELSE e.number END) AS deposit,
                      CAST(SUM(-p.book_amount) AS BIGINT) AS open
               FROM postings p JOIN entries e ON e.business = p.business AND e.number = p.entry
               LEFT JOIN advance_returns r ON r.business = e.business AND r.entry = e.number
               WHERE p.business = :business AND p.account = :account AND p.basis <> 2
               GROUP BY 1, 2) s
         JOIN entries d ON d.business = s.business AND d.number = s.deposit
         JOIN entry_texts t ON t.business = d.business AND t.entry = d.number
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         WHERE s.business = :business AND s.open > 0 ORDER BY d.posted_on, d.number",
        &params! { account },
    )
}

/// The deposit whose advance an entry gave back.
pub(crate) fn advance_return_of(tx: &mut Tx, entry: i64) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT deposit FROM advance_returns WHERE business = :business AND entry = :entry",
        &params! { entry },
    )
}

pub(crate) fn insert_advance_return(tx: &mut Tx, entry: i64, deposit: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO advance_returns (business, entry, deposit) VALUES (:business, :entry, :deposit)",
        &params! { entry, deposit },
    )?;
    Ok(())
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
