//! What comes again, and what was said about it; and how much private money passes through the business accounts.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// A charge of a payee as it is read to find what comes again.
pub(crate) struct ChargeRow {
    pub payee: String,
    pub booked_on: Date,
    pub amount_minor: i64,
    /// The account's currency, where it is another than the books'; else empty.
    pub currency: String,
    pub book_minor: i64,
    pub category: Option<i64>,
    pub account: i64,
    pub counterparty: String,
    pub text: String,
}

store::from_row!(ChargeRow {
    payee,
    booked_on,
    amount_minor,
    currency,
    book_minor,
    category,
    account,
    counterparty,
    text
});

/// All money out since a day that is no transfer.
pub(crate) fn charges_since(tx: &mut Tx, from: Date) -> Result<Vec<ChargeRow>, StoreError> {
    tx.query(
        "SELECT payee, booked_on, amount, currency, book, category, account, counterparty, text FROM bank_lines
         WHERE business = :business AND booked_on >= :from AND amount < 0 AND state <> 'transfer' ORDER BY booked_on, id",
        &params! { from },
    )
}

/// A cost as it is read to find missing receipts.
pub(crate) struct CostRow {
    pub id: i64,
    pub payee: String,
    pub booked_on: Date,
    pub book_minor: i64,
    pub counterparty: String,
    pub text: String,
}

store::from_row!(CostRow { id, payee, booked_on, book_minor, counterparty, text });

/// All money out since a day that went into categories.
pub(crate) fn costs_since(tx: &mut Tx, from: Date) -> Result<Vec<CostRow>, StoreError> {
    tx.query(
        "SELECT id, payee, booked_on, book, counterparty, text FROM bank_lines
         WHERE business = :business AND booked_on >= :from AND amount < 0 AND state = 'sorted' ORDER BY booked_on, id",
        &params! { from },
    )
}

/// What the owner said about costs that come again: payee, word, day.
pub(crate) fn recurring_marks(tx: &mut Tx) -> Result<Vec<(String, String, Date)>, StoreError> {
    tx.query("SELECT payee, mark, marked_on FROM recurring_marks WHERE business = :business ORDER BY payee", &[])
}

pub(crate) fn write_recurring_mark(tx: &mut Tx, payee: &str, mark: &str, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO recurring_marks (business, payee, mark, marked_on) VALUES (:business, :payee, :mark, :on)
         ON CONFLICT (business, payee) DO UPDATE SET mark = excluded.mark, marked_on = excluded.marked_on",
        &params! { payee, mark, on },
    )?;
    Ok(())
}

pub(crate) fn delete_recurring_mark(tx: &mut Tx, payee: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM recurring_marks WHERE business = :business AND payee = :payee", &params! { payee })?;
    Ok(())
}

/// The last day that lines of an account speak of.
pub(crate) fn last_days(tx: &mut Tx) -> Result<Vec<(i64, Date)>, StoreError> {
    tx.query(
        // From account to account by the index, and the end of each one's; not all lines.
        "WITH RECURSIVE known (account) AS (
             SELECT MIN(l.account) FROM bank_lines l WHERE l.business = :business
             UNION ALL
             SELECT (SELECT MIN(l.account) FROM bank_lines l WHERE l.business = :business AND l.account > known.account)
             FROM known WHERE known.account IS NOT NULL)
         SELECT known.account, (SELECT MAX(l.booked_on) FROM bank_lines l
                                WHERE l.business = :business AND l.account = known.account)
         FROM known WHERE known.account IS NOT NULL",
        &[],
    )
}

/// Per month since a day: payments that are sorted, and of those the private ones with their sum in the books' currency.
pub(crate) fn private_by_month(
    tx: &mut Tx,
    from: Date,
    private: i64,
) -> Result<Vec<(String, i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT SUBSTR(l.booked_on, 1, 7), COUNT(*),
                CAST(SUM(CASE WHEN l.category = :private THEN 1 ELSE 0 END) AS BIGINT),
                CAST(SUM(CASE WHEN l.category = :private THEN l.book ELSE 0 END) AS BIGINT)
         FROM bank_lines l WHERE l.business = :business AND l.booked_on >= :from AND l.amount < 0 AND l.state = 'sorted'
         GROUP BY SUBSTR(l.booked_on, 1, 7) ORDER BY 1",
        &params! { from, private },
    )
}

/// The same for lines of which a part is private.
pub(crate) fn partly_private_by_month(
    tx: &mut Tx,
    from: Date,
    private: i64,
) -> Result<Vec<(String, i64, i64)>, StoreError> {
    tx.query(
        "SELECT SUBSTR(l.booked_on, 1, 7), COUNT(DISTINCT l.id), CAST(SUM(p.amount) AS BIGINT)
         FROM line_parts p JOIN bank_lines l ON l.business = p.business AND l.id = p.line
         WHERE p.business = :business AND p.category = :private AND l.booked_on >= :from AND l.amount < 0
         GROUP BY SUBSTR(l.booked_on, 1, 7) ORDER BY 1",
        &params! { from, private },
    )
}
