//! Bank lines.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use store::{FromRow, Row, StoreError, Tx, Value, params};

use crate::line::{BankLine, LineState};
use crate::rules::matching::{Known, Standing};

/// The columns of a line, in the order of [`BankLine`]'s reader.
macro_rules! line_columns {
    () => {
        "l.id, l.account, l.statement, l.booked_on, l.amount, l.text, l.counterparty, l.counterparty_account, l.reference,
         l.bank_id, l.fingerprint, l.payee, l.state, l.decided_by, l.rule, l.agreed, l.considered, l.category, l.tax_code,
         l.tax, l.other_account, l.pair, l.cash_entry, l.decision_entry, l.first_account, l.first_tax_code, l.first_tax,
         l.first_other, l.first_by, l.proposed, l.fee, l.marketplace_tax, l.batch, l.posted_on, l.currency, l.book,
         l.rate_on, l.rate_source"
    };
}
pub(super) use line_columns;

impl FromRow for BankLine {
    fn from_row(row: &Row<'_>) -> Result<BankLine, StoreError> {
        let mut columns = row.columns();
        Ok(BankLine {
            id: columns.take()?,
            account: columns.take()?,
            statement: columns.take()?,
            booked_on: columns.take()?,
            amount_minor: columns.take()?,
            text: columns.take()?,
            counterparty: columns.take()?,
            counterparty_account: columns.take()?,
            reference: columns.take()?,
            bank_id: columns.take()?,
            fingerprint: columns.take()?,
            payee: columns.take()?,
            state: LineState::from_word(&columns.take::<String>()?).ok_or_else(|| StoreError::decode("state"))?,
            decided_by: columns.take()?,
            rule: columns.take()?,
            agreed: columns.take()?,
            considered: columns.take()?,
            category: columns.take()?,
            tax_code: columns.take()?,
            tax_minor: columns.take()?,
            other_account: columns.take()?,
            pair: columns.take()?,
            cash_entry: columns.take()?,
            decision_entry: columns.take()?,
            first_account: columns.take()?,
            first_tax_code: columns.take()?,
            first_tax_minor: columns.take()?,
            first_other: columns.take()?,
            first_by: columns.take()?,
            proposed: columns.take()?,
            fee_minor: columns.take()?,
            marketplace_tax_minor: columns.take()?,
            batch: columns.take()?,
            posted_on: columns.take()?,
            currency: columns.take()?,
            book_minor: columns.take()?,
            rate_on: columns.take()?,
            rate_source: columns.take()?,
        })
    }
}

/// The values of a line, in the order of the insert's columns.
fn values(line: &BankLine) -> [Value<'_>; 38] {
    cells![line; id, account, statement, booked_on, amount_minor, text, counterparty, counterparty_account, reference, bank_id,
        fingerprint, payee, state, decided_by, rule, agreed, considered, category, tax_code, tax_minor, other_account, pair,
        cash_entry, decision_entry, first_account, first_tax_code, first_tax_minor, first_other, first_by, proposed, fee_minor,
        marketplace_tax_minor, batch, posted_on, currency, book_minor, rate_on, rate_source]
}

const INSERT_LINES: &str = "INSERT INTO bank_lines (business, id, account, statement, booked_on, amount, text, counterparty, counterparty_account, reference,
         bank_id, fingerprint, payee, state, decided_by, rule, agreed, considered, category, tax_code, tax, other_account, pair,
         cash_entry, decision_entry, first_account, first_tax_code, first_tax, first_other, first_by, proposed, fee,
         marketplace_tax, batch, posted_on, currency, book, rate_on, rate_source)";

pub(crate) fn insert_lines(tx: &mut Tx, lines: &[BankLine]) -> Result<(), StoreError> {
    let rows: Vec<[Value<'_>; 38]> = lines.iter().map(values).collect();
    tx.insert_rows(INSERT_LINES, "", &rows)?;
    Ok(())
}

/// Writes what decisions change of lines that are stored, many at once.
pub(crate) fn write_lines(tx: &mut Tx, lines: &[BankLine]) -> Result<(), StoreError> {
    let rows: Vec<[Value<'_>; 38]> = lines.iter().map(values).collect();
    tx.insert_rows(
        INSERT_LINES,
        " ON CONFLICT (business, id) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by, rule = excluded.rule,
          category = excluded.category, tax_code = excluded.tax_code, tax = excluded.tax, other_account = excluded.other_account,
          pair = excluded.pair, decision_entry = excluded.decision_entry",
        &rows,
    )?;
    Ok(())
}

pub(crate) fn line(tx: &mut Tx, id: i64) -> Result<Option<BankLine>, StoreError> {
    tx.query_optional(
        concat!("SELECT ", line_columns!(), " FROM bank_lines l WHERE l.business = :business AND l.id = :id"),
        &params! { id },
    )
}

/// The lines of many ids: one read of the stretch of ids they lie in.
pub(crate) fn lines_by_id(tx: &mut Tx, ids: &[i64]) -> Result<HashMap<i64, BankLine>, StoreError> {
    let wanted: HashSet<i64> = ids.iter().copied().collect();
    let (first, last) = (ids.iter().copied().min().unwrap_or(0), ids.iter().copied().max().unwrap_or(0));
    let mut found = HashMap::with_capacity(ids.len());
    tx.query_each(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.id >= :first AND l.id <= :last"
        ),
        &params! { first, last },
        |row| {
            let id: i64 = row.get(0)?;
            if wanted.contains(&id) {
                found.insert(id, BankLine::from_row(row)?);
            }
            Ok(())
        },
    )?;
    Ok(found)
}

/// Lines in a state, newest first, after a place.
pub(crate) fn lines_in_state(
    tx: &mut Tx,
    state: LineState,
    before: (Date, i64),
    limit: i64,
) -> Result<Vec<BankLine>, StoreError> {
    let (before_on, before_id) = before;
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.state = :state AND (l.booked_on, l.id) < (:before_on, :before_id)
             ORDER BY l.booked_on DESC, l.id DESC LIMIT :limit"
        ),
        &params! { state: state.as_str(), before_on, before_id, limit },
    )
}

/// How many lines are in a state, and what there is to decide about in them.
pub(crate) fn count_in_state(tx: &mut Tx, state: LineState) -> Result<(i64, i64), StoreError> {
    tx.query_one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(book - fee), 0) AS BIGINT) FROM bank_lines WHERE business = :business AND state = :state",
        &params! { state: state.as_str() },
    )
}

/// What a page of lines may be narrowed by.
pub(crate) struct LineFilter<'a> {
    pub account: Option<i64>,
    pub state: Option<LineState>,
    /// Lower-case words in the text or counterparty; empty for any.
    pub text: &'a str,
    pub statement: Option<i64>,
    pub rule: Option<i64>,
    /// The category it went to, whole or in part.
    pub category: Option<i64>,
    /// Who decided; empty for anybody.
    pub decided_by: &'a str,
    pub only_out: bool,
    pub from: Date,
    pub through: Date,
}

/// What a filter asks of a line `l`.
macro_rules! filtered {
    () => {
        " AND (CAST(:account AS BIGINT) = 0 OR l.account = :account) AND (:state = '' OR l.state = :state)
          AND (CAST(:statement AS BIGINT) = 0 OR l.statement = :statement)
          AND (CAST(:rule AS BIGINT) = 0 OR (l.rule = :rule AND l.decided_by = 'rule'))
          AND (:decided_by = '' OR l.decided_by = :decided_by)
          AND (CAST(:only_out AS BIGINT) = 0 OR l.amount < 0)
          AND l.booked_on >= :from AND l.booked_on <= :through
          AND (CAST(:category AS BIGINT) = 0 OR l.category = :category
               OR EXISTS (SELECT 1 FROM line_parts p
                          WHERE p.business = :business AND p.business = l.business AND p.line = l.id AND p.category = :category))
          AND (:text = '' OR LOWER(l.text) LIKE :pattern OR LOWER(l.counterparty) LIKE :pattern)"
    };
}

/// The parameters of a filter, with whatever else a statement takes.
macro_rules! filter_params {
    ($filter:ident, $($more:tt)*) => {
        params! {
            account: $filter.account.unwrap_or(0),
            state: $filter.state.map_or("", LineState::as_str),
            statement: $filter.statement.unwrap_or(0),
            rule: $filter.rule.unwrap_or(0),
            category: $filter.category.unwrap_or(0),
            decided_by: $filter.decided_by,
            only_out: i64::from($filter.only_out),
            from: $filter.from,
            through: $filter.through,
            text: $filter.text,
            pattern: &format!("%{}%", $filter.text.replace(['%', '_'], " ")),
            $($more)*
        }
    };
}

/// Lines of all accounts, newest first, after a place.
pub(crate) fn lines_filtered(
    tx: &mut Tx,
    filter: &LineFilter<'_>,
    before: (Date, i64),
    limit: i64,
) -> Result<Vec<BankLine>, StoreError> {
    let (before_on, before_id) = before;
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND (l.booked_on, l.id) < (:before_on, :before_id)",
            filtered!(),
            " ORDER BY l.booked_on DESC, l.id DESC LIMIT :limit"
        ),
        &filter_params!(filter, before_on, before_id, limit),
    )
}

/// How many lines a filter leaves, counted along the index of what narrows most: a statement, a state, an account.
pub(crate) fn count_filtered(tx: &mut Tx, filter: &LineFilter<'_>) -> Result<i64, StoreError> {
    macro_rules! count {
        ($along:literal) => {
            concat!("SELECT COUNT(*) FROM bank_lines l WHERE l.business = :business", $along, filtered!())
        };
    }
    let text = match filter {
        LineFilter { statement: Some(_), .. } => count!(" AND l.statement = :statement"),
        LineFilter { state: Some(_), .. } => count!(" AND l.state = :state"),
        LineFilter { account: Some(_), .. } => count!(" AND l.account = :account"),
        _ => count!(""),
    };
    tx.query_one(text, &filter_params!(filter,))
}

/// How many lines of a statement stand where what was learned put them.
pub(crate) fn count_learned(tx: &mut Tx, statement: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT COUNT(*) FROM bank_lines WHERE business = :business AND statement = :statement AND decided_by = 'learned'",
        &params! { statement },
    )
}

/// Lines of the same payee other than this one, newest first.
pub(crate) fn lines_of_payee(tx: &mut Tx, payee: &str, except: i64, limit: i64) -> Result<Vec<BankLine>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.payee = :payee AND l.id <> :except
             ORDER BY l.booked_on DESC, l.id DESC LIMIT :limit"
        ),
        &params! { payee, except, limit },
    )
}

/// The lines of these days that may be one side of a transfer: not in a category by the owner's word or a rule. With a
/// size, only those of that amount, in or out.
pub(crate) fn possible_sides(tx: &mut Tx, from: Date, through: Date, size: i64) -> Result<Vec<BankLine>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.booked_on >= :from AND l.booked_on <= :through
               AND (l.state <> 'sorted' OR l.decided_by = 'learned')
               AND (CAST(:size AS BIGINT) = 0 OR l.amount = :size OR l.amount = -CAST(:size AS BIGINT))"
        ),
        &params! { from, through, size },
    )
}

/// The newest lines that are decided, to hold a rule against.
pub(crate) fn newest_decided(tx: &mut Tx, limit: i64) -> Result<Vec<BankLine>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.state <> 'to-sort'
             ORDER BY l.booked_on DESC, l.id DESC LIMIT :limit"
        ),
        &params! { limit },
    )
}

pub(crate) fn lines_of_statement(tx: &mut Tx, statement: i64) -> Result<Vec<BankLine>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.statement = :statement ORDER BY l.id"
        ),
        &params! { statement },
    )
}

/// All lines with an id in a range, for `verify`.
pub(crate) fn lines_after(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<BankLine>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.id > :after ORDER BY l.id LIMIT :limit"
        ),
        &params! { after, limit },
    )
}

pub(crate) fn delete_line(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE bank_lines SET pair = NULL WHERE business = :business AND pair = :id AND state = 'transfer'",
        &params! { id },
    )?;
    tx.execute("DELETE FROM line_parts WHERE business = :business AND line = :id", &params! { id })?;
    tx.execute("DELETE FROM bank_lines WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

struct KnownRow(Known);

impl FromRow for KnownRow {
    fn from_row(row: &Row<'_>) -> Result<KnownRow, StoreError> {
        let standing: String = row.get(5)?;
        Ok(KnownRow(Known {
            id: row.get(0)?,
            booked_on: row.get(1)?,
            amount_minor: row.get(2)?,
            fingerprint: row.get(3)?,
            bank_id: row.get(4)?,
            standing: match standing.as_str() {
                "open" => Standing::Open,
                "dropped" => Standing::Dropped,
                _ => Standing::Line,
            },
            batch: row.get(6)?,
        }))
    }
}

/// What is known of an account between two days: its lines, and those that are or were doubtful.
pub(crate) fn known_lines(tx: &mut Tx, account: i64, from: Date, through: Date) -> Result<Vec<Known>, StoreError> {
    let rows: Vec<KnownRow> = tx.query(
        "SELECT id, booked_on, amount, fingerprint, bank_id, 'line', batch FROM bank_lines
         WHERE business = :business AND account = :account AND booked_on >= :from AND booked_on <= :through
         UNION ALL
         SELECT id, booked_on, amount, fingerprint, bank_id, state, batch FROM doubtful_lines
         WHERE business = :business AND account = :account AND booked_on >= :from AND booked_on <= :through AND state <> 'added'
         ORDER BY 2, 1",
        &params! { account, from, through },
    )?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The entry of the latest income from a payee up to a day that is at least as large: what a refund returns. It went to
/// the category whole or in part, or it paid an invoice.
pub(crate) fn income_of_payee(
    tx: &mut Tx,
    payee: &str,
    through: Date,
    at_least: i64,
    category: i64,
) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT COALESCE(l.decision_entry, l.cash_entry) FROM bank_lines l
         WHERE l.business = :business AND l.payee = :payee AND l.booked_on <= :through AND l.amount > 0
           AND l.book - l.fee >= :at_least
           AND (l.category = :category OR l.state = 'payment'
                OR EXISTS (SELECT 1 FROM line_parts p
                           WHERE p.business = :business AND p.business = l.business AND p.line = l.id AND p.category = :category))
         ORDER BY l.booked_on DESC, l.id DESC LIMIT 1",
        &params! { payee, through, at_least, category },
    )
}

/// How many lines wait that are in the books on or before a day.
pub(crate) fn count_waiting_through(tx: &mut Tx, through: Date) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT COUNT(*) FROM bank_lines
         WHERE business = :business AND state = 'to-sort' AND COALESCE(posted_on, booked_on) <= :through",
        &params! { through },
    )
}

/// How many lines are one side of a transfer whose other side is not here.
pub(crate) fn transfers_alone_through(tx: &mut Tx, through: Date) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT COUNT(*) FROM bank_lines
         WHERE business = :business AND state = 'transfer' AND pair IS NULL AND COALESCE(posted_on, booked_on) <= :through",
        &params! { through },
    )
}
