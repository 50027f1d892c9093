//! What was posted after an entry, for the preview of a command.

use ledger::{AccountKind, Basis};
use store::{StoreError, Tx, params};

use crate::rules::effects::{PartFact, PostedFact};

struct PostedRow {
    account: i64,
    name: String,
    kind: String,
    book_amount: i64,
    basis: i64,
}

store::from_row!(PostedRow { account, name, kind, book_amount, basis });

struct PartRow {
    pocket: i64,
    name: String,
    role: String,
    currency: String,
    amount: i64,
}

store::from_row!(PartRow { pocket, name, role, currency, amount });

/// How many entries stand after that number.
pub(crate) fn entries_after(tx: &mut Tx, after: i64) -> Result<i64, StoreError> {
    let count: One = tx
        .query_one("SELECT COUNT(*) FROM entries WHERE business = :business AND number > :after", &params! { after })?;
    Ok(count.count)
}

struct One {
    count: i64,
}

store::from_row!(One { count });

/// Their postings, in the order in which they were posted.
pub(crate) fn postings_after(tx: &mut Tx, after: i64) -> Result<Vec<PostedFact>, StoreError> {
    let rows: Vec<PostedRow> = tx.query(
        "SELECT p.account, a.name, a.kind, p.book_amount, p.basis
         FROM postings p JOIN accounts a ON a.business = p.business AND a.id = p.account
         WHERE p.business = :business AND p.entry > :after ORDER BY p.entry, p.line",
        &params! { after },
    )?;
    rows.into_iter()
        .map(|row| {
            let kind = AccountKind::from_word(&row.kind);
            let kind = kind.ok_or_else(|| StoreError::Other(format!("no kind of account {}", row.kind)))?;
            let basis = Basis::from_number(row.basis);
            let basis = basis.ok_or_else(|| StoreError::Other(format!("no basis {}", row.basis)))?;
            let (account, name) = (row.account, row.name);
            Ok(PostedFact { account, name, kind, book_amount_minor: row.book_amount, basis })
        })
        .collect()
}

/// What they moved among the pockets, summed, in the order of the pockets.
pub(crate) fn parts_after(tx: &mut Tx, after: i64) -> Result<Vec<PartFact>, StoreError> {
    let rows: Vec<PartRow> = tx.query(
        "SELECT m.pocket, k.name, k.role, m.currency, CAST(SUM(m.amount) AS BIGINT)
         FROM pocket_moves m JOIN pockets k ON k.business = m.business AND k.id = m.pocket
         WHERE m.business = :business AND m.entry > :after
         GROUP BY m.pocket, k.name, k.role, k.position, m.currency ORDER BY k.position, m.currency",
        &params! { after },
    )?;
    let fact = |row: PartRow| PartFact {
        pocket: row.pocket,
        name: row.name,
        role: row.role,
        currency: row.currency,
        amount_minor: row.amount,
    };
    Ok(rows.into_iter().map(fact).collect())
}
