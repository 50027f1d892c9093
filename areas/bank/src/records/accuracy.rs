//! What became of proposals: read from the lines, which keep what was proposed beside what the owner said.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// Outcomes of one month, payee and way of proposing.
pub(crate) struct OutcomeRow {
    /// `2026-05`.
    pub month: String,
    pub payee: String,
    /// `rule`, `learned`, or empty for what was asked.
    pub first_by: String,
    /// Whether earlier decisions about the payee proposed it, rather than words.
    pub by_payee: i64,
    pub right: i64,
    pub wrong: i64,
    pub stood: i64,
}

store::from_row!(OutcomeRow { month, payee, first_by, by_payee, right, wrong, stood });

/// The outcomes of proposals for lines since a day.
pub(crate) fn outcomes_since(tx: &mut Tx, from: Date) -> Result<Vec<OutcomeRow>, StoreError> {
    tx.query(
        "SELECT o.month, o.payee, o.first_by, o.by_payee, CAST(SUM(o.owners * o.same) AS BIGINT),
                CAST(SUM(o.owners * (1 - o.same)) AS BIGINT), CAST(SUM(o.stood) AS BIGINT)
         FROM (SELECT business, SUBSTR(booked_on, 1, 7) AS month, payee, first_by,
                      CASE WHEN considered > 0 THEN 1 ELSE 0 END AS by_payee,
                      CASE WHEN decided_by = 'owner' THEN 1 ELSE 0 END AS owners,
                      CASE WHEN (state = 'sorted' AND COALESCE(category, 0) = proposed)
                             OR (state = 'transfer' AND COALESCE(other_account, -1) = proposed) THEN 1 ELSE 0 END AS same,
                      CASE WHEN first_by <> '' AND decided_by = first_by THEN 1 ELSE 0 END AS stood
               FROM bank_lines WHERE business = :business AND booked_on >= :from AND proposed IS NOT NULL) o
         WHERE o.business = :business AND (o.owners = 1 OR o.stood = 1)
         GROUP BY o.month, o.payee, o.first_by, o.by_payee ORDER BY 1, 2, 3, 4",
        &params! { from },
    )
}

/// Outcomes of what decisions about a payee proposed nearly alike, by how many agreed (ten for more): agreed, right, wrong.
pub(crate) fn outcomes_by_agreed(tx: &mut Tx, from: Date) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT o.agreed, CAST(SUM(o.same) AS BIGINT), CAST(SUM(1 - o.same) AS BIGINT)
         FROM (SELECT business, CASE WHEN agreed > 10 THEN 10 ELSE agreed END AS agreed,
                      CASE WHEN (state = 'sorted' AND COALESCE(category, 0) = proposed)
                             OR (state = 'transfer' AND COALESCE(other_account, -1) = proposed) THEN 1 ELSE 0 END AS same
               FROM bank_lines
               WHERE business = :business AND booked_on >= :from AND proposed IS NOT NULL AND considered > 0
                 AND agreed * 10 >= considered * 9 AND first_by <> 'rule'
                 AND (decided_by = 'owner' OR decided_by = 'learned')) o
         WHERE o.business = :business GROUP BY o.agreed ORDER BY o.agreed",
        &params! { from },
    )
}
