//! Entries: writing them in bulk, and reading single ones.

use std::collections::BTreeMap;

use jiff::civil::Date;
use ledger::{Basis, Currency, Month, Part, PartReason, Posting};
use store::{FromRow, Row, StoreError, Tx, Value, params};

use super::{dimensions::insert_posting_dimensions, setting::currency_of};
use crate::{dimensions::DimensionIds, journal::Waiting};

/// Writes entries with all that belongs to them, and brings the kept totals up to date, in bulk.
pub(crate) fn insert_entries(tx: &mut Tx, waiting: &[Waiting]) -> Result<(), StoreError> {
    let entries: Vec<[Value<'_>; 9]> = waiting
        .iter()
        .map(|entry| {
            [
                entry.number.into(),
                entry.posted_on.into(),
                entry.reverses.into(),
                entry.source.kind.as_ref().into(),
                entry.source.id.into(),
                entry.activity.into(),
                entry.salt[..].into(),
                entry.text_digest[..].into(),
                entry.hash[..].into(),
            ]
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO entries (business, number, posted_on, reverses, source_kind, source, activity, salt, text_digest, hash)",
        "",
        &entries,
    )?;
    let texts: Vec<[Value<'_>; 4]> = waiting
        .iter()
        .map(|entry| [entry.number.into(), entry.text.as_str().into(), entry.note.as_str().into(), entry.party.into()])
        .collect();
    tx.insert_rows("INSERT INTO entry_texts (business, entry, text, note, party)", "", &texts)?;
    insert_postings(tx, waiting)?;
    insert_posting_dimensions(tx, waiting)?;
    insert_moves(tx, waiting)?;
    add_to_totals(tx, waiting)
}

fn insert_postings(tx: &mut Tx, waiting: &[Waiting]) -> Result<(), StoreError> {
    let mut rows: Vec<[Value<'_>; 7]> = Vec::with_capacity(waiting.len() * 3);
    for entry in waiting {
        for (line, (posting, _)) in entry.postings.iter().enumerate() {
            rows.push([
                entry.number.into(),
                (line as i64).into(),
                posting.account.into(),
                entry.posted_on.into(),
                posting.amount_minor.into(),
                posting.book_amount_minor.into(),
                posting.basis.number().into(),
            ]);
        }
    }
    tx.insert_rows(
        "INSERT INTO postings (business, entry, line, account, posted_on, amount, book_amount, basis)",
        "",
        &rows,
    )?;
    Ok(())
}

fn insert_moves(tx: &mut Tx, waiting: &[Waiting]) -> Result<(), StoreError> {
    let mut rows: Vec<[Value<'_>; 8]> = Vec::with_capacity(waiting.len() * 2);
    for entry in waiting {
        for (line, (currency, part)) in entry.parts.iter().enumerate() {
            rows.push([
                entry.number.into(),
                (line as i64).into(),
                part.pocket.into(),
                currency.code().to_string().into(),
                entry.posted_on.into(),
                part.amount_minor.into(),
                part.reason.number().into(),
                part.permille.map(i64::from).into(),
            ]);
        }
    }
    tx.insert_rows(
        "INSERT INTO pocket_moves (business, entry, line, pocket, currency, posted_on, amount, reason, permille)",
        "",
        &rows,
    )?;
    Ok(())
}

/// Folds what the entries add per account, month and basis, and per pocket and month: equal keys meet once in an upsert.
fn add_to_totals(tx: &mut Tx, waiting: &[Waiting]) -> Result<(), StoreError> {
    let mut accounts: BTreeMap<(i64, i64, i64), (i64, i64, i64)> = BTreeMap::new();
    let mut pockets: BTreeMap<(i64, Currency, i64), (i64, i64)> = BTreeMap::new();
    let add = |sum: &mut i64, amount: i64| -> Result<(), StoreError> {
        *sum = sum.checked_add(amount).ok_or(StoreError::Overflow)?;
        Ok(())
    };
    for entry in waiting {
        let month = Month::of(entry.posted_on).number();
        for (posting, _) in &entry.postings {
            let total = accounts.entry((posting.account, month, posting.basis.number())).or_default();
            add(&mut total.0, posting.amount_minor)?;
            add(&mut total.1, posting.book_amount_minor)?;
            total.2 += 1;
        }
        for (currency, part) in &entry.parts {
            let total = pockets.entry((part.pocket, *currency, month)).or_default();
            add(&mut total.0, part.amount_minor)?;
            total.1 += 1;
        }
    }
    let rows: Vec<[Value<'_>; 6]> = accounts
        .into_iter()
        .map(|((account, month, basis), (amount, book, count))| {
            [account.into(), month.into(), basis.into(), amount.into(), book.into(), count.into()]
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO balances (business, account, month, basis, amount, book_amount, postings)",
        " ON CONFLICT (business, account, month, basis) DO UPDATE SET amount = balances.amount + excluded.amount,
          book_amount = balances.book_amount + excluded.book_amount, postings = balances.postings + excluded.postings",
        &rows,
    )?;
    let rows: Vec<[Value<'_>; 5]> = pockets
        .into_iter()
        .map(|((pocket, currency, month), (amount, count))| {
            [pocket.into(), currency.code().to_string().into(), month.into(), amount.into(), count.into()]
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO pocket_balances (business, pocket, currency, month, amount, moves)",
        " ON CONFLICT (business, pocket, currency, month) DO UPDATE SET amount = pocket_balances.amount + excluded.amount,
          moves = pocket_balances.moves + excluded.moves",
        &rows,
    )?;
    Ok(())
}

pub(crate) fn insert_reversal(tx: &mut Tx, entry: i64, reversed_by: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO reversals (business, entry, reversed_by) VALUES (:business, :entry, :reversed_by)",
        &params! { entry, reversed_by },
    )?;
    Ok(())
}

/// An entry with its text.
#[derive(Debug, Clone)]
pub(crate) struct EntryRow {
    pub number: i64,
    pub posted_on: Date,
    pub reverses: i64,
    pub source_kind: String,
    pub source: i64,
    pub activity: i64,
    pub hash: [u8; 32],
    pub text: String,
    pub note: String,
    pub party: Option<i64>,
    pub reversed_by: Option<i64>,
}

store::from_row!(EntryRow {
    number,
    posted_on,
    reverses,
    source_kind,
    source,
    activity,
    hash,
    text,
    note,
    party,
    reversed_by
});

pub(crate) fn entry(tx: &mut Tx, number: i64) -> Result<Option<EntryRow>, StoreError> {
    tx.query_optional(
        "SELECT e.number, e.posted_on, e.reverses, e.source_kind, e.source, e.activity, e.hash, t.text, t.note, t.party,
                r.reversed_by
         FROM entries e
         JOIN entry_texts t ON t.business = e.business AND t.entry = e.number
         LEFT JOIN reversals r ON r.business = e.business AND r.entry = e.number
         WHERE e.business = :business AND e.number = :number",
        &params! { number },
    )
}

/// The entries that came from a record and stand unreversed, oldest first.
pub(crate) fn entries_of_source(tx: &mut Tx, kind: &str, id: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT e.number FROM entries e
         LEFT JOIN reversals r ON r.business = e.business AND r.entry = e.number
         WHERE e.business = :business AND e.source_kind = :kind AND e.source = :id AND e.reverses = 0
           AND r.entry IS NULL
         ORDER BY e.number",
        &params! { kind, id },
    )
}

struct PostingRow(Posting, DimensionIds);

impl FromRow for PostingRow {
    fn from_row(row: &Row<'_>) -> Result<PostingRow, StoreError> {
        let posting = Posting {
            account: row.get(0)?,
            amount_minor: row.get(1)?,
            book_amount_minor: row.get(2)?,
            basis: Basis::from_number(row.get(3)?).ok_or_else(|| StoreError::decode("basis"))?,
        };
        Ok(PostingRow(posting, [row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?]))
    }
}

pub(crate) fn postings_of_entry(tx: &mut Tx, entry: i64) -> Result<Vec<(Posting, DimensionIds)>, StoreError> {
    let rows: Vec<PostingRow> = tx.query(
        "SELECT p.account, p.amount, p.book_amount, p.basis, d.client, d.project, d.offer, d.channel
         FROM postings p
         LEFT JOIN posting_dimensions d ON d.business = p.business AND d.entry = p.entry AND d.line = p.line
         WHERE p.business = :business AND p.entry = :entry ORDER BY p.line",
        &params! { entry },
    )?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

struct PartRow(Currency, Part);

impl FromRow for PartRow {
    fn from_row(row: &Row<'_>) -> Result<PartRow, StoreError> {
        let currency: String = row.get(0)?;
        let permille: Option<i64> = row.get(4)?;
        let part = Part {
            pocket: row.get(1)?,
            amount_minor: row.get(2)?,
            reason: PartReason::from_number(row.get(3)?).ok_or_else(|| StoreError::decode("reason"))?,
            permille: permille.and_then(|permille| u32::try_from(permille).ok()),
        };
        Ok(PartRow(currency_of(&currency)?, part))
    }
}

pub(crate) fn parts_of_entry(tx: &mut Tx, entry: i64) -> Result<Vec<(Currency, Part)>, StoreError> {
    let rows: Vec<PartRow> = tx.query(
        "SELECT currency, pocket, amount, reason, permille
         FROM pocket_moves WHERE business = :business AND entry = :entry ORDER BY line",
        &params! { entry },
    )?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}
