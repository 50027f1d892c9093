//! Costs without proof, and what is excused from it.

use jiff::civil::Date;
use store::{StoreError, Tx, Value, params};

/// A cost that nothing proves.
#[derive(Debug, Clone)]
pub(crate) struct UnprovenRow {
    pub entry: i64,
    pub posted_on: Date,
    pub amount: i64,
    pub account: i64,
    pub text: String,
    pub party: Option<String>,
    pub source_kind: String,
    pub source: i64,
}

store::from_row!(UnprovenRow { entry, posted_on, amount, account, text, party, source_kind, source });

/// Costs by entry and account, that stand uncorrected and have no file, neither themselves nor on the record they came
/// from, and no word that they need none. Newest first. What is given says where the costs are found.
macro_rules! unproven_of {
    ($costs:literal) => {
        concat!(
            "SELECT c.entry, c.posted_on, c.amount, c.account, t.text, n.name, e.source_kind, e.source
             FROM (SELECT p.business, p.entry, p.posted_on, p.account, CAST(SUM(p.book_amount) AS BIGINT) AS amount ",
            $costs,
            "  GROUP BY p.business, p.entry, p.posted_on, p.account) c
             JOIN entries e ON e.business = c.business AND e.number = c.entry
             JOIN entry_texts t ON t.business = c.business AND t.entry = c.entry
             LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
             WHERE c.business = :business AND e.reverses = 0
               AND NOT EXISTS (SELECT 1 FROM reversals r WHERE r.business = :business AND r.entry = c.entry)
               AND NOT EXISTS (SELECT 1 FROM proof_waivers w WHERE w.business = :business AND w.entry = c.entry)
               AND NOT EXISTS (SELECT 1 FROM attachments h WHERE h.business = :business AND h.kind = 'entry'
                               AND h.record = c.entry)
               AND NOT EXISTS (SELECT 1 FROM attachments h WHERE h.business = :business AND h.kind = e.source_kind
                               AND h.record = e.source)
             ORDER BY c.posted_on DESC, c.entry DESC, c.account LIMIT :limit"
        )
    };
}

/// Those of some days.
pub(crate) fn unproven(tx: &mut Tx, from: Date, through: Date, limit: i64) -> Result<Vec<UnprovenRow>, StoreError> {
    tx.query(
        unproven_of!(
            "FROM accounts a JOIN postings p ON p.business = a.business AND p.account = a.id
             WHERE a.business = :business AND a.kind IN ('expense', 'equipment')
               AND p.posted_on >= :from AND p.posted_on <= :through AND p.basis <> 1"
        ),
        &params! { from, through, limit },
    )
}

/// Those among the entries of an account between two places in it (day and number, both included): from its own postings
/// to the others of their entries, whatever else happened between those days.
pub(crate) fn unproven_of_account(
    tx: &mut Tx,
    account: i64,
    (from_on, from): (Date, i64),
    (through_on, through): (Date, i64),
    limit: i64,
) -> Result<Vec<UnprovenRow>, StoreError> {
    tx.query(
        unproven_of!(
            "FROM (SELECT DISTINCT business, entry FROM postings
                   WHERE business = :business AND account = :account AND posted_on >= :from_on
                     AND posted_on <= :through_on AND (posted_on, entry) >= (:from_on, :from)
                     AND (posted_on, entry) <= (:through_on, :through)) k
             JOIN postings p ON p.business = k.business AND p.entry = k.entry AND p.basis <> 1
             JOIN accounts a ON a.business = p.business AND a.id = p.account
             WHERE k.business = :business AND a.kind IN ('expense', 'equipment')"
        ),
        &params! { account, from_on, from, through_on, through, limit },
    )
}

/// The records of a kind that have a file, themselves or on an entry of theirs.
pub(crate) fn proven_records(tx: &mut Tx, kind: &str) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT h.record FROM attachments h WHERE h.business = :business AND h.kind = :kind
         UNION
         SELECT e.source FROM attachments h JOIN entries e ON e.business = h.business AND e.number = h.record
         WHERE h.business = :business AND h.kind = 'entry' AND e.source_kind = :kind",
        &params! { kind },
    )
}

pub(crate) fn proof_threshold(tx: &mut Tx) -> Result<Option<i64>, StoreError> {
    tx.query_optional("SELECT threshold_minor FROM proof_rules WHERE business = :business", &[])
}

pub(crate) fn set_proof_threshold(tx: &mut Tx, threshold_minor: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO proof_rules (business, threshold_minor) VALUES (:business, :threshold_minor)
         ON CONFLICT (business) DO UPDATE SET threshold_minor = excluded.threshold_minor",
        &params! { threshold_minor },
    )?;
    Ok(())
}

pub(crate) fn proof_exempt(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    tx.query("SELECT account FROM proof_exempt WHERE business = :business ORDER BY account", &[])
}

pub(crate) fn set_proof_exempt(tx: &mut Tx, accounts: &[i64]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM proof_exempt WHERE business = :business", &[])?;
    let rows: Vec<[Value<'_>; 1]> = accounts.iter().map(|account| [(*account).into()]).collect();
    tx.insert_rows("INSERT INTO proof_exempt (business, account)", "", &rows)?;
    Ok(())
}

pub(crate) fn proof_waiver(tx: &mut Tx, entry: i64) -> Result<Option<String>, StoreError> {
    tx.query_optional(
        "SELECT reason FROM proof_waivers WHERE business = :business AND entry = :entry",
        &params! { entry },
    )
}

pub(crate) fn set_proof_waiver(tx: &mut Tx, entry: i64, reason: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM proof_waivers WHERE business = :business AND entry = :entry", &params! { entry })?;
    if !reason.is_empty() {
        tx.execute(
            "INSERT INTO proof_waivers (business, entry, reason) VALUES (:business, :entry, :reason)",
            &params! { entry, reason },
        )?;
    }
    Ok(())
}
