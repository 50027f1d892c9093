//! Rates, and what accounts in other currencies took and gave.

use jiff::civil::Date;
use ledger::Currency;
use store::{FromRow, Row, StoreError, Tx, Value, params};

use super::setting::currency_of;
use crate::rules::{
    average_cost::Movement,
    rates::{Rate, RateSource},
};

/// A rate with its currency and the import it came by; 0 where it came alone.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RateRow {
    pub currency: Currency,
    pub rate: Rate,
    pub import: i64,
}

impl FromRow for RateRow {
    fn from_row(row: &Row<'_>) -> Result<RateRow, StoreError> {
        let (currency, source): (String, String) = (row.get(0)?, row.get(2)?);
        let source = RateSource::from_word(&source).ok_or_else(|| StoreError::decode("source"))?;
        Ok(RateRow {
            currency: currency_of(&currency)?,
            rate: Rate { on: row.get(1)?, source, rate: row.get(3)? },
            import: row.get(4)?,
        })
    }
}

/// The rates of a currency, the oldest first.
pub(crate) fn rates_of(tx: &mut Tx, currency: Currency) -> Result<Vec<Rate>, StoreError> {
    let rows: Vec<RateRow> = tx.query(
        "SELECT currency, day, source, rate, import FROM rates WHERE business = :business AND currency = :currency ORDER BY day",
        &params! { currency: currency.code() },
    )?;
    Ok(rows.into_iter().map(|row| row.rate).collect())
}

pub(crate) fn rate(
    tx: &mut Tx,
    currency: Currency,
    day: Date,
    source: RateSource,
) -> Result<Option<RateRow>, StoreError> {
    tx.query_optional(
        "SELECT currency, day, source, rate, import FROM rates
         WHERE business = :business AND currency = :currency AND day = :day AND source = :source",
        &params! { currency: currency.code(), day, source: source.as_str() },
    )
}

/// Rates between two days, the newest first.
pub(crate) fn rates_between(
    tx: &mut Tx,
    currency: Option<Currency>,
    from: Date,
    through: Date,
    limit: i64,
) -> Result<Vec<RateRow>, StoreError> {
    let code = currency.map(|currency| currency.code().to_owned()).unwrap_or_default();
    tx.query(
        "SELECT currency, day, source, rate, import FROM rates
         WHERE business = :business AND (:code = '' OR currency = :code) AND day >= :from AND day <= :through
         ORDER BY day DESC, currency, source LIMIT :limit",
        &params! { code: &code, from, through, limit },
    )
}

const INSERT: &str = "INSERT INTO rates (business, currency, day, source, rate, import)";

/// Keeps rates that are not here yet and answers how many those were.
pub(crate) fn insert_new_rates(tx: &mut Tx, rows: &[RateRow]) -> Result<u64, StoreError> {
    let codes: Vec<String> = rows.iter().map(|row| row.currency.code().to_owned()).collect();
    tx.insert_rows(INSERT, " ON CONFLICT (business, currency, day, source) DO NOTHING", &values(rows, &codes))
}

/// Keeps a rate in the place of what was there.
pub(crate) fn write_rate(tx: &mut Tx, row: RateRow) -> Result<(), StoreError> {
    tx.insert_rows(
        INSERT,
        " ON CONFLICT (business, currency, day, source) DO UPDATE SET rate = excluded.rate, import = excluded.import",
        &values(&[row], &[row.currency.code().to_owned()]),
    )?;
    Ok(())
}

fn values<'a>(rows: &[RateRow], codes: &'a [String]) -> Vec<[Value<'a>; 5]> {
    let one = |(row, code): (&RateRow, &'a String)| -> [Value<'a>; 5] {
        [
            code.as_str().into(),
            row.rate.on.into(),
            row.rate.source.as_str().into(),
            row.rate.rate.into(),
            row.import.into(),
        ]
    };
    rows.iter().zip(codes).map(one).collect()
}

pub(crate) fn delete_rate(tx: &mut Tx, currency: Currency, day: Date, source: RateSource) -> Result<u64, StoreError> {
    tx.execute(
        "DELETE FROM rates WHERE business = :business AND currency = :currency AND day = :day AND source = :source",
        &params! { currency: currency.code(), day, source: source.as_str() },
    )
}

pub(crate) fn delete_rates_of_import(tx: &mut Tx, import: i64) -> Result<u64, StoreError> {
    tx.execute("DELETE FROM rates WHERE business = :business AND import = :import", &params! { import })
}

/// What an account took and gave through a day, the oldest first; of one day, what it took before what it gave. Entries
/// that were taken back, and what only changed its worth, are left out. Each is answered with its day and its entry.
pub(crate) fn movements_by_entry(
    tx: &mut Tx,
    account: i64,
    through: Date,
) -> Result<Vec<(Date, i64, Movement)>, StoreError> {
    let rows: Vec<(Date, i64, i64, i64, i64)> = tx.query(
        "SELECT p.posted_on, CASE WHEN p.amount > 0 THEN 0 ELSE 1 END, p.entry, CAST(SUM(p.amount) AS BIGINT),
                CAST(SUM(p.book_amount) AS BIGINT)
         FROM postings p
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
         WHERE p.business = :business AND p.account = :account AND p.posted_on <= :through AND p.amount <> 0
           AND p.basis = 0 AND e.reverses = 0 AND r.entry IS NULL
         GROUP BY p.posted_on, CASE WHEN p.amount > 0 THEN 0 ELSE 1 END, p.entry
         ORDER BY 1, 2, 3",
        &params! { account, through },
    )?;
    let read = |(on, _, entry, amount_minor, book_minor)| (on, entry, Movement { amount_minor, book_minor });
    Ok(rows.into_iter().map(read).collect())
}

/// The same without day and entry.
pub(crate) fn movements(tx: &mut Tx, account: i64, through: Date) -> Result<Vec<Movement>, StoreError> {
    Ok(movements_by_entry(tx, account, through)?.into_iter().map(|(.., movement)| movement).collect())
}

/// A posting with its entry: entry, day, text, amount, basis.
pub(crate) type Difference = (i64, Date, String, i64, i64);

/// The postings of an account in a period, with their entries. What was taken back is left out with what took it back.
pub(crate) fn differences_between(
    tx: &mut Tx,
    account: i64,
    from: Date,
    through: Date,
) -> Result<Vec<Difference>, StoreError> {
    tx.query(
        "SELECT p.entry, p.posted_on, t.text, p.book_amount, p.basis
         FROM postings p
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         JOIN entry_texts t ON t.business = p.business AND t.entry = p.entry
         LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
         WHERE p.business = :business AND p.account = :account AND p.posted_on >= :from AND p.posted_on <= :through
           AND e.reverses = 0 AND r.entry IS NULL
         ORDER BY p.posted_on, p.entry, p.line",
        &params! { account, from, through },
    )
}

/// Keeps by which rate a currency or crypto-asset was valued in an entry.
pub(crate) fn keep_entry_rate(tx: &mut Tx, entry: i64, code: &str, rate: Rate) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO entry_rates (business, entry, code, rate, rate_on, source)
         VALUES (:business, :entry, :code, :rate, :rate_on, :source)
         ON CONFLICT (business, entry, code) DO NOTHING",
        &params! { entry, code, rate: rate.rate, rate_on: rate.on, source: rate.source.as_str() },
    )?;
    Ok(())
}

/// The rates of an entry, with the currency or crypto-asset.
pub(crate) fn entry_rates(tx: &mut Tx, entry: i64) -> Result<Vec<(String, Rate)>, StoreError> {
    let rows: Vec<(String, i64, Date, String)> = tx.query(
        "SELECT code, rate, rate_on, source FROM entry_rates WHERE business = :business AND entry = :entry ORDER BY code",
        &params! { entry },
    )?;
    rows.into_iter()
        .map(|(code, rate, on, source)| {
            let source = RateSource::from_word(&source).ok_or_else(|| StoreError::decode("source"))?;
            Ok((code, Rate { on, source, rate }))
        })
        .collect()
}
