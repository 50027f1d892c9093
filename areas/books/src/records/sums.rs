//! What accounts took over a time: whole months from the kept totals, single days by index. The bases a report reads are
//! given as the one it leaves out: 1 (accrual) for a report on cash basis, 2 for accrual.

use jiff::civil::Date;
use ledger::{Days, Month};
use store::{StoreError, Tx, params};

/// A total of an account in a month.
#[derive(Debug, Clone)]
pub(crate) struct MonthTotal {
    pub account: i64,
    pub month: i64,
    pub book_amount: i64,
}

store::from_row!(MonthTotal { account, month, book_amount });

/// What accounts took month by month; with `profit_only` those of income and costs alone.
pub(crate) fn month_totals(
    tx: &mut Tx,
    (from, through): (Month, Month),
    without: i64,
    profit_only: bool,
) -> Result<Vec<MonthTotal>, StoreError> {
    tx.query(
        // From the accounts to their months: the other way round every month ever posted is read.
        "SELECT a.id, b.month, CAST(SUM(b.book_amount) AS BIGINT)
         FROM accounts a JOIN balances b ON b.business = a.business AND b.account = a.id
         WHERE a.business = :business AND (:every = 1 OR a.kind IN ('income', 'expense'))
           AND b.month >= :from AND b.month <= :through AND b.basis <> :without
         GROUP BY a.id, b.month ORDER BY a.id, b.month",
        &params! { from: from.number(), through: through.number(), without, every: i64::from(!profit_only) },
    )
}

/// A sum of an account's postings.
#[derive(Debug, Clone)]
pub(crate) struct AccountSum {
    pub account: i64,
    pub book_amount: i64,
}

store::from_row!(AccountSum { account, book_amount });

/// What accounts took over whole months together.
pub(crate) fn months_sums(
    tx: &mut Tx,
    (from, through): (Month, Month),
    without: i64,
    profit_only: bool,
) -> Result<Vec<AccountSum>, StoreError> {
    tx.query(
        "SELECT a.id, CAST(SUM(b.book_amount) AS BIGINT)
         FROM accounts a JOIN balances b ON b.business = a.business AND b.account = a.id
         WHERE a.business = :business AND (:every = 1 OR a.kind IN ('income', 'expense'))
           AND b.month >= :from AND b.month <= :through AND b.basis <> :without
         GROUP BY a.id",
        &params! { from: from.number(), through: through.number(), without, every: i64::from(!profit_only) },
    )
}

/// What accounts took on some days within a month or two, by index.
pub(crate) fn days_sums(
    tx: &mut Tx,
    days: Days,
    without: i64,
    profit_only: bool,
) -> Result<Vec<AccountSum>, StoreError> {
    tx.query(
        "SELECT a.id, CAST(SUM(p.book_amount) AS BIGINT)
         FROM accounts a JOIN postings p ON p.business = a.business AND p.account = a.id
         WHERE a.business = :business AND (:every = 1 OR a.kind IN ('income', 'expense'))
           AND p.posted_on >= :from AND p.posted_on <= :through AND p.basis <> :without
         GROUP BY a.id",
        &params! { from: days.from, through: days.through, without, every: i64::from(!profit_only) },
    )
}

/// What the other side of an account's entries took on a day.
#[derive(Debug, Clone)]
pub(crate) struct OtherSide {
    pub account: i64,
    pub posted_on: Date,
    pub book_amount: i64,
}

store::from_row!(OtherSide { account, posted_on, book_amount });

/// What the other sides of an account's entries took, day by day: from its postings to their entries, both by index.
pub(crate) fn other_sides(tx: &mut Tx, of: i64, days: Days, without: i64) -> Result<Vec<OtherSide>, StoreError> {
    tx.query(
        "SELECT o.account, p.posted_on, CAST(SUM(o.book_amount) AS BIGINT)
         FROM (SELECT DISTINCT business, entry, posted_on FROM postings
               WHERE business = :business AND account = :of AND posted_on >= :from AND posted_on <= :through
                 AND basis <> :without) p
         JOIN postings o ON o.business = p.business AND o.entry = p.entry AND o.basis <> :without AND o.account <> :of
         WHERE p.business = :business GROUP BY o.account, p.posted_on",
        &params! { of, from: days.from, through: days.through, without },
    )
}
