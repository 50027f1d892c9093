//! What income and costs were for: sums and entries by client, project, offer or channel. The sums read one index of
//! `posting_dimensions` and nothing else; only postings that carry a value stand there.

use jiff::civil::Date;
use ledger::Days;
use store::{StoreError, Tx, params};

use crate::dimensions::Dimension;

/// What the postings of an account with the same values took: client, project, offer and channel, as in
/// [`crate::dimensions::Dimension::ALL`].
#[derive(Debug, Clone)]
pub(crate) struct DimensionSum {
    pub account: i64,
    pub client: Option<i64>,
    pub project: Option<i64>,
    pub offer: Option<i64>,
    pub channel: Option<i64>,
    /// Absent where none of them fell into the days.
    pub book_amount: Option<i64>,
}

store::from_row!(DimensionSum { account, client, project, offer, channel, book_amount });

/// What accounts took over some days, by all values. The days stand in the sum, not in the WHERE: the index groups as it is
/// read, which is several times quicker than to sort the postings of the days.
pub(crate) fn dimension_sums(tx: &mut Tx, days: Days, without: i64) -> Result<Vec<DimensionSum>, StoreError> {
    tx.query(
        "SELECT account, client, project, offer, channel,
                CAST(SUM(CASE WHEN posted_on >= :from AND posted_on <= :through AND basis <> :without
                              THEN book_amount END) AS BIGINT)
         FROM posting_dimensions WHERE business = :business
         GROUP BY account, client, project, offer, channel",
        &params! { from: days.from, through: days.through, without },
    )
}

/// The same of all days.
pub(crate) fn all_dimension_sums(tx: &mut Tx, without: i64) -> Result<Vec<DimensionSum>, StoreError> {
    tx.query(
        "SELECT account, client, project, offer, channel,
                CAST(SUM(CASE WHEN basis <> :without THEN book_amount END) AS BIGINT)
         FROM posting_dimensions WHERE business = :business
         GROUP BY account, client, project, offer, channel",
        &params! { without },
    )
}

/// The first and the last day with a posting that carries a value.
pub(crate) fn dimensioned_days(tx: &mut Tx) -> Result<Option<Days>, StoreError> {
    let first: Option<Date> = tx.query_optional(
        "SELECT posted_on FROM posting_dimensions WHERE business = :business ORDER BY posted_on LIMIT 1",
        &[],
    )?;
    let last: Option<Date> = tx.query_optional(
        "SELECT posted_on FROM posting_dimensions WHERE business = :business ORDER BY posted_on DESC LIMIT 1",
        &[],
    )?;
    Ok(first.zip(last).map(|(from, through)| Days { from, through }))
}

/// A value of a second dimension that postings carry as well, or carry none of.
pub(crate) type Crossing = Option<(Dimension, Option<i64>)>;

/// An entry's part in such a sum.
#[derive(Debug, Clone)]
pub(crate) struct DimensionRow {
    pub entry: i64,
    pub posted_on: Date,
    pub account: i64,
    pub book_amount: i64,
    pub text: String,
    pub party: Option<String>,
}

store::from_row!(DimensionRow { entry, posted_on, account, book_amount, text, party });

/// The newest postings of income (`kind` is `income`), costs (`expense`) or both (empty) that carry a value.
pub(crate) fn postings_with_value(
    tx: &mut Tx,
    (dimension, value): (Dimension, i64),
    across: Crossing,
    kind: &str,
    days: Days,
    without: i64,
    limit: i64,
) -> Result<Vec<DimensionRow>, StoreError> {
    tx.query(
        "SELECT k.entry, k.posted_on, k.account, k.book_amount, t.text, n.name
         FROM (SELECT d.business, d.entry, d.line, d.posted_on, d.account, d.book_amount
               FROM posting_dimensions d JOIN accounts a ON a.business = d.business AND a.id = d.account
               WHERE d.business = :business AND d.posted_on >= :from AND d.posted_on <= :through AND d.basis <> :without
                 AND a.kind IN ('income', 'expense') AND (:kind = '' OR a.kind = :kind)
                 AND CASE :dimension WHEN 'client' THEN d.client WHEN 'project' THEN d.project
                                     WHEN 'offer' THEN d.offer ELSE d.channel END = :value
                 AND (:across = '' OR :across_value = COALESCE(
                      CASE :across WHEN 'client' THEN d.client WHEN 'project' THEN d.project
                                   WHEN 'offer' THEN d.offer ELSE d.channel END, 0))
               ORDER BY d.posted_on DESC, d.entry DESC, d.line DESC LIMIT :limit) k
         JOIN entry_texts t ON t.business = k.business AND t.entry = k.entry
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         WHERE k.business = :business
         ORDER BY k.posted_on DESC, k.entry DESC, k.line DESC",
        &params! {
            dimension: dimension.as_str(),
            value,
            across: across.map_or("", |(across, _)| across.as_str()),
            across_value: across.and_then(|(_, value)| value).unwrap_or(0),
            kind,
            from: days.from,
            through: days.through,
            without,
            limit
        },
    )
}

/// The newest postings of income, costs or both that carry no value of a dimension.
pub(crate) fn postings_without_value(
    tx: &mut Tx,
    dimension: Dimension,
    across: Crossing,
    kind: &str,
    days: Days,
    without: i64,
    limit: i64,
) -> Result<Vec<DimensionRow>, StoreError> {
    tx.query(
        "SELECT k.entry, k.posted_on, k.account, k.book_amount, t.text, n.name
         FROM (SELECT p.business, p.entry, p.line, p.posted_on, p.account, p.book_amount
               FROM accounts a JOIN postings p ON p.business = a.business AND p.account = a.id
               LEFT JOIN posting_dimensions d ON d.business = p.business AND d.entry = p.entry AND d.line = p.line
               WHERE a.business = :business AND a.kind IN ('income', 'expense') AND (:kind = '' OR a.kind = :kind)
                 AND p.posted_on >= :from AND p.posted_on <= :through AND p.basis <> :without
                 AND CASE :dimension WHEN 'client' THEN d.client WHEN 'project' THEN d.project
                                     WHEN 'offer' THEN d.offer ELSE d.channel END IS NULL
                 AND (:across = '' OR :across_value = COALESCE(
                      CASE :across WHEN 'client' THEN d.client WHEN 'project' THEN d.project
                                   WHEN 'offer' THEN d.offer ELSE d.channel END, 0))
               ORDER BY p.posted_on DESC, p.entry DESC, p.line DESC LIMIT :limit) k
         JOIN entry_texts t ON t.business = k.business AND t.entry = k.entry
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         WHERE k.business = :business
         ORDER BY k.posted_on DESC, k.entry DESC, k.line DESC",
        &params! {
            dimension: dimension.as_str(),
            across: across.map_or("", |(across, _)| across.as_str()),
            across_value: across.and_then(|(_, value)| value).unwrap_or(0),
            kind,
            from: days.from,
            through: days.through,
            without,
            limit
        },
    )
}
