//! The general journal: entries in the order of their days and numbers, each with its postings. A page is a walk along an
//! index from the place where the one before it ended: the days' index of entries, or the index of an account where one is
//! asked for.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

use super::RegisterRow;

/// Which entries are asked for. `0` and the empty text ask for all.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub from: Date,
    pub through: Date,
    pub without: i64,
    pub account: i64,
    pub tag: i64,
    pub source: String,
    pub corrections: bool,
    /// Up to three words that the text or the party begins with, each with the end of its range.
    pub words: [(String, String); 3],
}

/// A posting of the journal with the entry that it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct JournalRow {
    pub entry: i64,
    pub posted_on: Date,
    pub text: String,
    pub party: Option<String>,
    pub source_kind: String,
    pub source: i64,
    pub reverses: i64,
    pub reversed_by: Option<i64>,
    pub account: i64,
    pub book_amount: i64,
}

store::from_row!(JournalRow {
    entry,
    posted_on,
    text,
    party,
    source_kind,
    source,
    reverses,
    reversed_by,
    account,
    book_amount
});

/// What a list of entries can be narrowed by: a tag, on the entry `e` or on the record it came from, and words of its text
/// `t` or of its party.
macro_rules! filters {
    () => {
        "AND (:tag = 0
              OR EXISTS (SELECT 1 FROM tagged g WHERE g.business = :business AND g.tag = :tag
                         AND g.kind = 'entry' AND g.record = e.number)
              OR EXISTS (SELECT 1 FROM tagged g WHERE g.business = :business AND g.tag = :tag
                         AND g.kind = e.source_kind AND g.record = e.source))
         AND (:first = ''
              OR e.number IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'entry'
                              AND w.word >= :first AND w.word < :first_end)
              OR t.party IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'party'
                             AND w.word >= :first AND w.word < :first_end))
         AND (:second = ''
              OR e.number IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'entry'
                              AND w.word >= :second AND w.word < :second_end)
              OR t.party IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'party'
                             AND w.word >= :second AND w.word < :second_end))
         AND (:third = ''
              OR e.number IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'entry'
                              AND w.word >= :third AND w.word < :third_end)
              OR t.party IN (SELECT w.id FROM words w WHERE w.business = :business AND w.kind = 'party'
                             AND w.word >= :third AND w.word < :third_end))"
    };
}

/// Conditions on an entry `e` with its texts `t`. A corrected pair is folded away where both halves lie in the time asked
/// for: half a pair belongs to its time, as every report counts it.
macro_rules! conditions {
    () => {
        "AND (:source = '' OR (:source = 'hand' AND e.source_kind = '') OR e.source_kind = :source)
         AND (:corrections = 1 OR (
              NOT EXISTS (SELECT 1 FROM reversals r JOIN entries o ON o.business = r.business AND o.number = r.reversed_by
                          WHERE r.business = :business AND r.entry = e.number
                            AND o.posted_on >= :from AND o.posted_on <= :through)
              AND (e.reverses = 0
                   OR NOT EXISTS (SELECT 1 FROM entries o WHERE o.business = :business AND o.number = e.reverses
                                  AND o.posted_on >= :from AND o.posted_on <= :through)))) "
    };
}

macro_rules! entries_of_all {
    () => {
        concat!(
            "SELECT e.business, e.number, e.posted_on FROM entries e
             JOIN entry_texts t ON t.business = e.business AND t.entry = e.number
             WHERE e.business = :business AND e.posted_on >= :from AND e.posted_on <= :through
               AND EXISTS (SELECT 1 FROM postings p WHERE p.business = :business AND p.entry = e.number
                           AND p.basis <> :without) ",
            conditions!(),
            filters!()
        )
    };
}

macro_rules! entries_of_account {
    () => {
        concat!(
            "SELECT DISTINCT e.business, e.number, e.posted_on FROM postings a
             JOIN entries e ON e.business = a.business AND e.number = a.entry
             JOIN entry_texts t ON t.business = e.business AND t.entry = e.number
             WHERE a.business = :business AND a.account = :account AND a.posted_on >= :from AND a.posted_on <= :through
               AND a.basis <> :without ",
            conditions!(),
            filters!()
        )
    };
}

macro_rules! page_of {
    ($entries:expr, $place:literal) => {
        concat!(
            "SELECT e.number, e.posted_on, t.text, n.name, e.source_kind, e.source, e.reverses, r.reversed_by, p.account,
                    p.book_amount
             FROM (",
            $entries,
            $place,
            ") k
             JOIN entries e ON e.business = k.business AND e.number = k.number
             JOIN entry_texts t ON t.business = k.business AND t.entry = k.number
             JOIN postings p ON p.business = k.business AND p.entry = k.number AND p.basis <> :without
             LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
             LEFT JOIN reversals r ON r.business = k.business AND r.entry = k.number
             WHERE k.business = :business
             ORDER BY e.posted_on, e.number, CASE WHEN p.book_amount < 0 THEN 1 ELSE 0 END, p.line"
        )
    };
}

/// The postings of the entries after a place (day and number) in the journal, at most so many entries.
pub(crate) fn journal_rows(
    tx: &mut Tx,
    wanted: &Wanted,
    (after_on, after): (Date, i64),
    limit: i64,
) -> Result<Vec<JournalRow>, StoreError> {
    const ALL: &str = page_of!(
        entries_of_all!(),
        " AND (e.posted_on, e.number) > (:after_on, :after) ORDER BY e.posted_on, e.number LIMIT :limit"
    );
    const OF_ACCOUNT: &str = page_of!(
        entries_of_account!(),
        " AND (a.posted_on, a.entry) > (:after_on, :after) ORDER BY e.posted_on, e.number LIMIT :limit"
    );
    let Wanted { from, through, without, account, tag, ref source, corrections, ref words } = *wanted;
    let [(first, first_end), (second, second_end), (third, third_end)] = words;
    let corrections = i64::from(corrections);
    if account == 0 {
        return tx.query(
            ALL,
            &params! {
                from, through, without, tag, source, corrections, first, first_end, second, second_end, third, third_end,
                after_on, after, limit
            },
        );
    }
    tx.query(
        OF_ACCOUNT,
        &params! {
            from, through, without, account, tag, source, corrections, first, first_end, second, second_end, third,
            third_end, after_on, after, limit
        },
    )
}

/// Lines of one account before a place in it, newest first, narrowed by a tag and by words.
pub(crate) fn narrowed_register_rows(
    tx: &mut Tx,
    wanted: &Wanted,
    (before_on, before_entry, before_line): (Date, i64, i64),
    limit: i64,
) -> Result<Vec<RegisterRow>, StoreError> {
    let Wanted { from, through, without, account, tag, ref words, .. } = *wanted;
    let [(first, first_end), (second, second_end), (third, third_end)] = words;
    tx.query(
        concat!(
            "SELECT p.entry, p.line, p.posted_on, p.amount, p.book_amount, t.text, n.name, e.reverses, r.reversed_by,
                    e.source_kind, e.source
             FROM postings p
             JOIN entries e ON e.business = p.business AND e.number = p.entry
             JOIN entry_texts t ON t.business = p.business AND t.entry = p.entry
             LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
             LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
             WHERE p.business = :business AND p.account = :account AND p.posted_on >= :from AND p.posted_on <= :through
               AND (p.posted_on, p.entry, p.line) < (:before_on, :before_entry, :before_line) AND p.basis <> :without ",
            filters!(),
            " ORDER BY p.posted_on DESC, p.entry DESC, p.line DESC LIMIT :limit"
        ),
        &params! {
            account, from, through, without, tag, first, first_end, second, second_end, third, third_end, before_on,
            before_entry, before_line, limit
        },
    )
}

/// How many entries there are, and their debits and credits in the books' currency.
pub(crate) fn journal_sums(tx: &mut Tx, wanted: &Wanted) -> Result<(i64, i64, i64), StoreError> {
    macro_rules! sums_of {
        ($entries:expr) => {
            concat!(
                "SELECT COUNT(DISTINCT p.entry),
                        CAST(COALESCE(SUM(CASE WHEN p.book_amount > 0 THEN p.book_amount ELSE 0 END), 0) AS BIGINT),
                        CAST(COALESCE(SUM(CASE WHEN p.book_amount < 0 THEN -p.book_amount ELSE 0 END), 0) AS BIGINT)
                 FROM (",
                $entries,
                ") k JOIN postings p ON p.business = k.business AND p.entry = k.number AND p.basis <> :without
                 WHERE k.business = :business"
            )
        };
    }
    const ALL: &str = sums_of!(entries_of_all!());
    const OF_ACCOUNT: &str = sums_of!(entries_of_account!());
    let Wanted { from, through, without, account, tag, ref source, corrections, ref words } = *wanted;
    let [(first, first_end), (second, second_end), (third, third_end)] = words;
    let corrections = i64::from(corrections);
    if account == 0 {
        return tx.query_one(
            ALL,
            &params! {
                from, through, without, tag, source, corrections, first, first_end, second, second_end, third, third_end
            },
        );
    }
    tx.query_one(
        OF_ACCOUNT,
        &params! {
            from, through, without, account, tag, source, corrections, first, first_end, second, second_end, third, third_end
        },
    )
}

/// How many postings the kept totals of some months count: what a sum over them would have to read.
pub(crate) fn postings_in_months(tx: &mut Tx, first: i64, last: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(b.postings), 0) AS BIGINT)
         FROM accounts a JOIN balances b ON b.business = a.business AND b.account = a.id
         WHERE a.business = :business AND b.month >= :first AND b.month <= :last",
        &params! { first, last },
    )
}

/// The tags of records of a kind with ids in a range: record and name.
pub(crate) fn tags_in_range(tx: &mut Tx, kind: &str, low: i64, high: i64) -> Result<Vec<(i64, String)>, StoreError> {
    tx.query(
        "SELECT g.record, t.name FROM tagged g JOIN tags t ON t.business = g.business AND t.id = g.tag
         WHERE g.business = :business AND g.kind = :kind AND g.record >= :low AND g.record <= :high
         ORDER BY g.record, t.name_key",
        &params! { kind, low, high },
    )
}

/// The records of a kind with ids in a range that have a file.
pub(crate) fn attached_in_range(tx: &mut Tx, kind: &str, low: i64, high: i64) -> Result<Vec<i64>, StoreError> {
    tx.query(
        "SELECT DISTINCT record FROM attachments
         WHERE business = :business AND kind = :kind AND record >= :low AND record <= :high ORDER BY record",
        &params! { kind, low, high },
    )
}
