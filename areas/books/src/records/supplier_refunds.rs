//! Which purchases suppliers gave money back for.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

pub(crate) fn insert_supplier_refund(tx: &mut Tx, purchase: i64, entry: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO supplier_refunds (business, purchase, entry) VALUES (:business, :purchase, :entry)",
        &params! { purchase, entry },
    )?;
    Ok(())
}

/// The refunds of a purchase that stand.
pub(crate) fn supplier_refunds(tx: &mut Tx, purchase: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT s.entry FROM supplier_refunds s
         WHERE s.business = :business AND s.purchase = :purchase AND NOT EXISTS (
             SELECT 1 FROM reversals r WHERE r.business = :business AND r.entry = s.entry AND NOT EXISTS (
                 SELECT 1 FROM reversals again WHERE again.business = :business AND again.entry = r.reversed_by))
         ORDER BY s.entry",
        &params! { purchase },
    )
}

/// The purchase that an entry gives money back for.
pub(crate) fn refunded_purchase(tx: &mut Tx, entry: i64) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT purchase FROM supplier_refunds WHERE business = :business AND entry = :entry",
        &params! { entry },
    )
}

/// An entry that costs something.
#[derive(Debug, Clone)]
pub(crate) struct CostRow {
    pub entry: i64,
}

store::from_row!(CostRow { entry });

/// The costs since a day that stand uncorrected, newest first, narrowed by two words with the ends of their ranges; an
/// empty word asks for all.
pub(crate) fn costs_since(
    tx: &mut Tx,
    from: Date,
    [(first, first_end), (second, second_end)]: [&(String, String); 2],
    limit: i64,
) -> Result<Vec<CostRow>, StoreError> {
    tx.query(
        "SELECT c.entry
         FROM (SELECT p.business, p.entry, p.posted_on, CAST(SUM(p.book_amount) AS BIGINT) AS amount
               FROM accounts a
               JOIN postings p ON p.business = a.business AND p.account = a.id
               WHERE a.business = :business AND a.kind = 'expense' AND a.role NOT IN ('depreciation', 'mileage', 'cash-difference', 'exchange-difference')
                 AND p.posted_on >= :from AND p.basis <> 1
               GROUP BY p.business, p.entry, p.posted_on) c
         JOIN entries e ON e.business = c.business AND e.number = c.entry
         JOIN entry_texts t ON t.business = c.business AND t.entry = c.entry
         WHERE c.business = :business AND c.amount > 0 AND e.reverses = 0
           AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.business = :business AND r.entry = c.entry)
           AND (:first = ''
                OR c.entry IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'entry'
                               AND w.word >= :first AND w.word < :first_end)
                OR t.party IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'party'
                               AND w.word >= :first AND w.word < :first_end))
           AND (:second = ''
                OR c.entry IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'entry'
                               AND w.word >= :second AND w.word < :second_end)
                OR t.party IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'party'
                               AND w.word >= :second AND w.word < :second_end))
         ORDER BY c.posted_on DESC, c.entry DESC LIMIT :limit",
        &params! {
            from, limit, first: first.as_str(), first_end: first_end.as_str(), second: second.as_str(),
            second_end: second_end.as_str(),
        },
    )
}
