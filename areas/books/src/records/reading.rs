//! What queries read. Reports read the kept totals by month; only the ends of an odd period read postings, by index.

use jiff::civil::Date;
use ledger::{Currency, Days, Month};
use store::{StoreError, Tx, params};

/// A balance of an account.
#[derive(Debug, Clone)]
pub(crate) struct Balance {
    pub account: i64,
    pub amount: i64,
    pub book_amount: i64,
    pub postings: i64,
}

store::from_row!(Balance { account, amount, book_amount, postings });

/// Balances at the end of a month.
pub(crate) fn balances_through(tx: &mut Tx, through: Month, without: i64) -> Result<Vec<Balance>, StoreError> {
    tx.query(
        "SELECT account, CAST(SUM(amount) AS BIGINT), CAST(SUM(book_amount) AS BIGINT), CAST(SUM(postings) AS BIGINT)
         FROM balances WHERE business = :business AND month <= :through AND basis <> :without GROUP BY account",
        &params! { through: through.number(), without },
    )
}

/// What an account's postings from one day through another sum to: whole months from the kept totals, the days at the
/// ends by index.
pub(crate) fn period_balance(
    tx: &mut Tx,
    account: i64,
    from: Date,
    through: Date,
    without: i64,
) -> Result<Balance, StoreError> {
    let (months, rest) = Days { from, through }.pieces();
    let mut sum = match months {
        Some((first, last)) => months_balance(tx, account, first, last, without)?,
        None => Balance { account, amount: 0, book_amount: 0, postings: 0 },
    };
    for piece in rest {
        let days = days_balance(tx, account, piece.from, piece.through, without)?;
        sum.amount = sum.amount.checked_add(days.amount).ok_or(StoreError::Overflow)?;
        sum.book_amount = sum.book_amount.checked_add(days.book_amount).ok_or(StoreError::Overflow)?;
        sum.postings += days.postings;
    }
    Ok(sum)
}

fn months_balance(tx: &mut Tx, account: i64, first: Month, last: Month, without: i64) -> Result<Balance, StoreError> {
    tx.query_one(
        "SELECT CAST(:account AS BIGINT), CAST(COALESCE(SUM(amount), 0) AS BIGINT),
                CAST(COALESCE(SUM(book_amount), 0) AS BIGINT), CAST(COALESCE(SUM(postings), 0) AS BIGINT)
         FROM balances WHERE business = :business AND account = :account AND month >= :first AND month <= :last
           AND basis <> :without",
        &params! { account, first: first.number(), last: last.number(), without },
    )
}

fn days_balance(tx: &mut Tx, account: i64, from: Date, through: Date, without: i64) -> Result<Balance, StoreError> {
    tx.query_one(
        "SELECT CAST(:account AS BIGINT), CAST(COALESCE(SUM(amount), 0) AS BIGINT),
                CAST(COALESCE(SUM(book_amount), 0) AS BIGINT), COUNT(*)
         FROM postings WHERE business = :business AND account = :account AND posted_on >= :from AND posted_on <= :through
           AND basis <> :without",
        &params! { account, from, through, without },
    )
}

/// What every account's postings of some days sum to, by index.
pub(crate) fn days_balances(tx: &mut Tx, days: Days, without: i64) -> Result<Vec<Balance>, StoreError> {
    tx.query(
        "SELECT a.id, CAST(SUM(p.amount) AS BIGINT), CAST(SUM(p.book_amount) AS BIGINT), COUNT(*)
         FROM accounts a JOIN postings p ON p.business = a.business AND p.account = a.id
         WHERE a.business = :business AND p.posted_on >= :from AND p.posted_on <= :through AND p.basis <> :without
         GROUP BY a.id",
        &params! { from: days.from, through: days.through, without },
    )
}

/// A line of a register.
#[derive(Debug, Clone)]
pub(crate) struct RegisterRow {
    pub entry: i64,
    pub line: i64,
    pub posted_on: Date,
    pub amount: i64,
    pub book_amount: i64,
    pub text: String,
    pub party: Option<String>,
    pub reverses: i64,
    pub reversed_by: Option<i64>,
    pub source_kind: String,
    pub source: i64,
}

store::from_row!(RegisterRow {
    entry,
    line,
    posted_on,
    amount,
    book_amount,
    text,
    party,
    reverses,
    reversed_by,
    source_kind,
    source
});

/// Lines of one account from a place in it backwards, newest first. The place is (day, entry, line); all before it.
#[allow(clippy::too_many_arguments)]
pub(crate) fn register_rows(
    tx: &mut Tx,
    account: i64,
    from: Date,
    through: Date,
    before: (Date, i64, i64),
    without: i64,
    limit: i64,
) -> Result<Vec<RegisterRow>, StoreError> {
    let (before_on, before_entry, before_line) = before;
    tx.query(
        "SELECT p.entry, p.line, p.posted_on, p.amount, p.book_amount, t.text, n.name, e.reverses, r.reversed_by,
                e.source_kind, e.source
         FROM (SELECT business, entry, line, posted_on, amount, book_amount FROM postings
               WHERE business = :business AND account = :account AND posted_on >= :from AND posted_on <= :through
                 AND (posted_on, entry, line) < (:before_on, :before_entry, :before_line) AND basis <> :without
               ORDER BY posted_on DESC, entry DESC, line DESC LIMIT :limit) p
         JOIN entries e ON e.business = p.business AND e.number = p.entry
         JOIN entry_texts t ON t.business = p.business AND t.entry = p.entry
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         LEFT JOIN reversals r ON r.business = p.business AND r.entry = p.entry
         WHERE p.business = :business
         ORDER BY p.posted_on DESC, p.entry DESC, p.line DESC",
        &params! { account, from, through, before_on, before_entry, before_line, without, limit },
    )
}

/// What an account's postings up to a place in it sum to: whole months from the kept totals, the rest by index.
pub(crate) fn balance_before(
    tx: &mut Tx,
    account: i64,
    place: (Date, i64, i64),
    without: i64,
) -> Result<i64, StoreError> {
    let (on, entry, line) = place;
    let month = Month::of(on);
    let first = month.first();
    let months: i64 = tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM balances
         WHERE business = :business AND account = :account AND month < :month AND basis <> :without",
        &params! { account, month: month.number(), without },
    )?;
    let days: i64 = tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM postings
         WHERE business = :business AND account = :account AND posted_on >= :first
           AND (posted_on, entry, line) <= (:on, :entry, :line) AND basis <> :without",
        &params! { account, first, on, entry, line, without },
    )?;
    months.checked_add(days).ok_or(StoreError::Overflow)
}

/// What an account held before a month, in its currency.
pub(crate) fn account_before_month(tx: &mut Tx, account: i64, month: Month, without: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM balances
         WHERE business = :business AND account = :account AND month < :month AND basis <> :without",
        &params! { account, month: month.number(), without },
    )
}

/// What an account took in each of some months that had any, in its currency: the month's number, and minor units.
pub(crate) fn account_months(
    tx: &mut Tx,
    account: i64,
    (from, through): (Month, Month),
    without: i64,
) -> Result<Vec<(i64, i64)>, StoreError> {
    tx.query(
        "SELECT month, CAST(SUM(amount) AS BIGINT) FROM balances
         WHERE business = :business AND account = :account AND month >= :from AND month <= :through
           AND basis <> :without
         GROUP BY month ORDER BY month",
        &params! { account, from: from.number(), through: through.number(), without },
    )
}

pub(crate) fn pocket_holds(tx: &mut Tx, pocket: i64, currency: Currency) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM pocket_balances
         WHERE business = :business AND pocket = :pocket AND currency = :currency",
        &params! { pocket, currency: currency.code() },
    )
}

/// What a pocket holds in a currency.
#[derive(Debug, Clone)]
pub(crate) struct PocketHolds {
    pub pocket: i64,
    pub currency: String,
    pub amount: i64,
}

store::from_row!(PocketHolds { pocket, currency, amount });

/// What the pockets hold at the end of a day: whole months from the kept totals, and the days between it and the nearer
/// end of its month by index. Today, nearly always the last day with entries, then reads no days at all, however many a
/// month has.
pub(crate) fn pockets_on(tx: &mut Tx, day: Date) -> Result<Vec<PocketHolds>, StoreError> {
    let month = Month::of(day);
    let beyond = day.tomorrow().ok().and_then(|next| Days::new(next, month.last()));
    let later = match beyond {
        Some(days) => has_entries_in(tx, days)?,
        None => false,
    };
    let from_end = !later || day.day() > 15;
    let through = if from_end { month } else { month.plus(-1) };
    let mut held: Vec<PocketHolds> = tx.query(
        "SELECT pocket, currency, CAST(SUM(CASE WHEN month <= :through THEN amount ELSE 0 END) AS BIGINT)
         FROM pocket_balances WHERE business = :business GROUP BY pocket, currency",
        &params! { through: through.number() },
    )?;
    if !later {
        return Ok(held);
    }
    let next = day.tomorrow().unwrap_or(day);
    let (first, last) = if from_end { (next, month.last()) } else { (month.first(), day) };
    for one in &mut held {
        let moved: i64 = tx.query_one(
            "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM pocket_moves
             WHERE business = :business AND pocket = :pocket AND currency = :currency
               AND posted_on >= :first AND posted_on <= :last",
            &params! { pocket: one.pocket, currency: &one.currency, first, last },
        )?;
        let moved = if from_end { moved.checked_neg().ok_or(StoreError::Overflow)? } else { moved };
        one.amount = one.amount.checked_add(moved).ok_or(StoreError::Overflow)?;
    }
    Ok(held)
}

/// Whether any entry stands in some days.
pub(crate) fn has_entries_in(tx: &mut Tx, days: Days) -> Result<bool, StoreError> {
    let found: Option<i64> = tx.query_optional(
        "SELECT number FROM entries WHERE business = :business AND posted_on >= :from AND posted_on <= :through LIMIT 1",
        &params! { from: days.from, through: days.through },
    )?;
    Ok(found.is_some())
}

/// A move of a pocket, with the entry it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct MoveRow {
    pub entry: i64,
    pub line: i64,
    pub posted_on: Date,
    pub amount: i64,
    pub reason: i64,
    pub permille: Option<i64>,
    pub text: String,
    pub party: Option<String>,
}

store::from_row!(MoveRow { entry, line, posted_on, amount, reason, permille, text, party });

/// Moves of a pocket before a place, newest first.
pub(crate) fn move_rows(
    tx: &mut Tx,
    pocket: i64,
    currency: Currency,
    before: (Date, i64, i64),
    limit: i64,
) -> Result<Vec<MoveRow>, StoreError> {
    let (before_on, before_entry, before_line) = before;
    tx.query(
        "SELECT m.entry, m.line, m.posted_on, m.amount, m.reason, m.permille, t.text, n.name
         FROM (SELECT business, entry, line, posted_on, amount, reason, permille FROM pocket_moves
               WHERE business = :business AND pocket = :pocket AND currency = :currency
                 AND (posted_on, entry, line) < (:before_on, :before_entry, :before_line)
               ORDER BY posted_on DESC, entry DESC, line DESC LIMIT :limit) m
         JOIN entry_texts t ON t.business = m.business AND t.entry = m.entry
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         WHERE m.business = :business
         ORDER BY m.posted_on DESC, m.entry DESC, m.line DESC",
        &params! { pocket, currency: currency.code(), before_on, before_entry, before_line, limit },
    )
}

/// What a pocket's moves up to a place sum to.
pub(crate) fn pocket_before(
    tx: &mut Tx,
    pocket: i64,
    currency: Currency,
    place: (Date, i64, i64),
) -> Result<i64, StoreError> {
    let (on, entry, line) = place;
    let month = Month::of(on);
    let months: i64 = tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM pocket_balances
         WHERE business = :business AND pocket = :pocket AND currency = :currency AND month < :month",
        &params! { pocket, currency: currency.code(), month: month.number() },
    )?;
    let days: i64 = tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM pocket_moves
         WHERE business = :business AND pocket = :pocket AND currency = :currency AND posted_on >= :first
           AND (posted_on, entry, line) <= (:on, :entry, :line)",
        &params! { pocket, currency: currency.code(), first: month.first(), on, entry, line },
    )?;
    months.checked_add(days).ok_or(StoreError::Overflow)
}

/// The day of the oldest entry, opening items aside: what they tell is from before the books begin.
pub(crate) fn first_day(tx: &mut Tx) -> Result<Option<Date>, StoreError> {
    tx.query_optional(
        "SELECT posted_on FROM entries WHERE business = :business AND source_kind <> 'opening-item'
         ORDER BY posted_on, number LIMIT 1",
        &[],
    )
}

/// The day of the oldest entry that opens nothing: the first thing the books saw happen.
pub(crate) fn first_happening(tx: &mut Tx) -> Result<Option<Date>, StoreError> {
    tx.query_optional(
        "SELECT posted_on FROM entries WHERE business = :business
           AND source_kind NOT IN ('opening-item', 'account', 'bank-opening')
         ORDER BY posted_on, number LIMIT 1",
        &[],
    )
}

/// What an account holds with everything ever posted, and in how many postings.
pub(crate) fn account_total(tx: &mut Tx, account: i64, without: i64) -> Result<Balance, StoreError> {
    months_balance(tx, account, Month::of(Date::MIN), Month::of(Date::MAX), without)
}

/// What an account holds, in both bases together with cash.
pub(crate) fn account_balance(tx: &mut Tx, account: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM balances
         WHERE business = :business AND account = :account AND basis <> 1",
        &params! { account },
    )
}

/// A part of a deposit, with the entry it belongs to.
#[derive(Debug, Clone)]
pub(crate) struct DepositPart {
    pub entry: i64,
    pub posted_on: Date,
    pub pocket: i64,
    pub amount: i64,
    pub reason: i64,
    pub text: String,
    pub party: Option<String>,
}

store::from_row!(DepositPart { entry, posted_on, pocket, amount, reason, text, party });

/// Parts by share, overflow or contained tax of the entries of some days that stand uncorrected, newest first. Days lead to
/// entries and entries to their parts, both by index.
pub(crate) fn deposit_parts(
    tx: &mut Tx,
    since: Date,
    through: Date,
    currency: Currency,
    limit: i64,
) -> Result<Vec<DepositPart>, StoreError> {
    tx.query(
        "SELECT e.number, e.posted_on, m.pocket, m.amount, m.reason, t.text, n.name
         FROM entries e
         JOIN pocket_moves m ON m.business = e.business AND m.entry = e.number
         JOIN entry_texts t ON t.business = e.business AND t.entry = e.number
         LEFT JOIN parties n ON n.business = t.business AND n.id = t.party
         LEFT JOIN reversals r ON r.business = e.business AND r.entry = e.number
         WHERE e.business = :business AND e.posted_on >= :since AND e.posted_on <= :through AND e.reverses = 0
           AND r.entry IS NULL AND m.reason IN (0, 1, 2, 6, 7) AND m.currency = :currency
         ORDER BY e.posted_on DESC, e.number DESC, m.line LIMIT :limit",
        &params! { since, through, currency: currency.code(), limit },
    )
}

/// What deposits brought to a pocket by its share in each month that had any, oldest first: the month as `2026-05`, and
/// minor units. Refunds take off again what their deposit had brought.
pub(crate) fn pocket_intake(
    tx: &mut Tx,
    pocket: i64,
    currency: Currency,
    from: Date,
    through: Date,
) -> Result<Vec<(String, i64)>, StoreError> {
    let rows: Vec<IntakeRow> = tx.query(
        "SELECT SUBSTR(posted_on, 1, 7) AS month, CAST(SUM(amount) AS BIGINT) AS amount FROM pocket_moves
         WHERE business = :business AND pocket = :pocket AND currency = :currency AND posted_on >= :from
           AND posted_on <= :through AND reason IN (1, 2)
         GROUP BY SUBSTR(posted_on, 1, 7) ORDER BY 1",
        &params! { pocket, currency: currency.code(), from, through },
    )?;
    Ok(rows.into_iter().map(|row| (row.month, row.amount)).collect())
}

struct IntakeRow {
    month: String,
    amount: i64,
}

store::from_row!(IntakeRow { month, amount });
