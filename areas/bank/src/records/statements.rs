//! Statements that came in, and what is remembered of files: account names, column mappings, opening balances.

use jiff::civil::Date;
use store::{StoreError, Tx, Value, params};

use crate::line::{MissingLines, Opening, StatementRow};

store::from_row!(StatementRow {
    id,
    import,
    file_name,
    sha256,
    format,
    account,
    from_on,
    through_on,
    opening_minor,
    closing_minor,
    difference_minor,
    lines,
    new_lines,
    duplicate_lines,
    doubtful_lines,
    matched_lines,
    to_sort_lines,
    left_out,
    balance_gaps,
    imported_on,
    withdrawn_on,
    opening_on,
    closing_on
});

macro_rules! statement_columns {
    () => {
        "id, import, file_name, sha256, format, account, from_on, through_on, opening, closing, difference, lines, new_lines,
         duplicate_lines, doubtful_lines, matched_lines, to_sort_lines, left_out, balance_gaps, imported_on, withdrawn_on, opening_on,
         closing_on"
    };
}
pub(super) use statement_columns;

pub(crate) fn insert_statement(tx: &mut Tx, row: &StatementRow) -> Result<(), StoreError> {
    tx.execute(
        concat!(
            "INSERT INTO statements (business, ",
            statement_columns!(),
            ") VALUES (:business, :id, :import, :file_name, :sha256, :format, :account, :from_on, :through_on, :opening, :closing,
               :difference, :lines, :new_lines, :duplicate_lines, :doubtful_lines, :matched_lines, :to_sort_lines, :left_out,
               :balance_gaps, :imported_on, :withdrawn_on, :opening_on, :closing_on)"
        ),
        &params! {
            id: row.id,
            import: row.import,
            file_name: &row.file_name,
            sha256: &row.sha256,
            format: &row.format,
            account: row.account,
            from_on: row.from_on,
            through_on: row.through_on,
            opening: row.opening_minor,
            closing: row.closing_minor,
            difference: row.difference_minor,
            lines: row.lines,
            new_lines: row.new_lines,
            duplicate_lines: row.duplicate_lines,
            doubtful_lines: row.doubtful_lines,
            matched_lines: row.matched_lines,
            to_sort_lines: row.to_sort_lines,
            left_out: row.left_out,
            balance_gaps: row.balance_gaps,
            imported_on: row.imported_on,
            withdrawn_on: row.withdrawn_on,
            opening_on: row.opening_on,
            closing_on: row.closing_on,
        },
    )?;
    Ok(())
}

pub(crate) fn statement(tx: &mut Tx, id: i64) -> Result<Option<StatementRow>, StoreError> {
    tx.query_optional(
        concat!("SELECT ", statement_columns!(), " FROM statements WHERE business = :business AND id = :id"),
        &params! { id },
    )
}

/// Keeps where a statement's balances do not follow from its lines.
pub(crate) fn insert_gaps(tx: &mut Tx, statement: i64, gaps: &[MissingLines]) -> Result<(), StoreError> {
    let rows: Vec<[Value<'_>; 4]> = (0i64..)
        .zip(gaps)
        .map(|(place, gap)| [statement.into(), place.into(), i64::from(gap.line).into(), gap.difference_minor.into()])
        .collect();
    tx.insert_rows("INSERT INTO statement_gaps (business, statement, place, line, difference)", "", &rows)?;
    Ok(())
}

/// The gaps of these statements, each with its statement, in the order of the file.
pub(crate) fn gaps(tx: &mut Tx, from: i64, through: i64) -> Result<Vec<(i64, MissingLines)>, StoreError> {
    let rows: Vec<(i64, i64, Option<i64>)> = tx.query(
        "SELECT statement, line, difference FROM statement_gaps
         WHERE business = :business AND statement >= :from AND statement <= :through ORDER BY statement, place",
        &params! { from, through },
    )?;
    let gap = |(statement, line, difference_minor)| {
        (statement, MissingLines { line: u32::try_from(line).unwrap_or(u32::MAX), difference_minor })
    };
    Ok(rows.into_iter().map(gap).collect())
}

/// The statements that came with one file.
pub(crate) fn statements_of_import(tx: &mut Tx, import: i64) -> Result<Vec<StatementRow>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            statement_columns!(),
            " FROM statements WHERE business = :business AND id >= :import AND import = :import ORDER BY id"
        ),
        &params! { import },
    )
}

/// Whether this very file is here already for an account.
pub(crate) fn has_file(tx: &mut Tx, sha256: &[u8; 32], account: i64) -> Result<bool, StoreError> {
    let count: i64 = tx.query_one(
        "SELECT COUNT(*) FROM statements
         WHERE business = :business AND sha256 = :sha256 AND account = :account AND withdrawn_on IS NULL",
        &params! { sha256: &sha256[..], account },
    )?;
    Ok(count > 0)
}

/// The newest statements.
pub(crate) fn newest_statements(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<StatementRow>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            statement_columns!(),
            " FROM statements WHERE business = :business AND id < :before ORDER BY id DESC LIMIT :limit"
        ),
        &params! { before, limit },
    )
}

/// Per account, the last day of its statements that stand; the account furthest behind first.
pub(crate) fn through_by_account(tx: &mut Tx) -> Result<Vec<(i64, Date)>, StoreError> {
    tx.query(
        "SELECT account, MAX(through_on) FROM statements WHERE business = :business AND withdrawn_on IS NULL
         GROUP BY account ORDER BY MAX(through_on), account",
        &[],
    )
}

pub(crate) fn set_withdrawn(tx: &mut Tx, id: i64, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE statements SET withdrawn_on = :on WHERE business = :business AND id = :id",
        &params! { id, on },
    )?;
    Ok(())
}

/// Per statement that stands: its id, its lines as counted at import with those added later, and its lines now.
pub(crate) fn statement_counts(tx: &mut Tx) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    tx.query(
        "SELECT s.id,
                s.new_lines + (SELECT COUNT(*) FROM doubtful_lines d
                               WHERE d.business = s.business AND d.statement = s.id AND d.state = 'added' AND s.business = :business),
                (SELECT COUNT(*) FROM bank_lines l WHERE l.business = s.business AND l.statement = s.id AND s.business = :business)
         FROM statements s WHERE s.business = :business AND s.withdrawn_on IS NULL ORDER BY s.id",
        &[],
    )
}

/// The account that files call by this name.
pub(crate) fn account_by_name(tx: &mut Tx, name: &str) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT account FROM account_names WHERE business = :business AND name = :name",
        &params! { name },
    )
}

/// All names by which files call accounts.
pub(crate) fn account_names(tx: &mut Tx) -> Result<Vec<(String, i64)>, StoreError> {
    tx.query("SELECT name, account FROM account_names WHERE business = :business ORDER BY name", &[])
}

/// The accounts that have a name in files.
pub(crate) fn named_accounts(tx: &mut Tx) -> Result<Vec<i64>, StoreError> {
    tx.query("SELECT DISTINCT account FROM account_names WHERE business = :business", &[])
}

pub(crate) fn remember_account(tx: &mut Tx, name: &str, account: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO account_names (business, name, account) VALUES (:business, :name, :account)
         ON CONFLICT (business, name) DO UPDATE SET account = excluded.account",
        &params! { name, account },
    )?;
    Ok(())
}

pub(crate) fn mapping(tx: &mut Tx, signature: &str) -> Result<Option<String>, StoreError> {
    tx.query_optional(
        "SELECT mapping FROM csv_mappings WHERE business = :business AND signature = :signature",
        &params! { signature },
    )
}

pub(crate) fn remember_mapping(tx: &mut Tx, signature: &str, mapping: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO csv_mappings (business, signature, mapping) VALUES (:business, :signature, :mapping)
         ON CONFLICT (business, signature) DO UPDATE SET mapping = excluded.mapping",
        &params! { signature, mapping },
    )?;
    Ok(())
}

store::from_row!(Opening { account, opened_on, amount_minor, entry, statement });

pub(crate) fn opening(tx: &mut Tx, account: i64) -> Result<Option<Opening>, StoreError> {
    tx.query_optional(
        "SELECT account, opened_on, amount, entry, statement FROM openings WHERE business = :business AND account = :account",
        &params! { account },
    )
}

pub(crate) fn write_opening(tx: &mut Tx, opening: &Opening) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO openings (business, account, opened_on, amount, entry, statement)
         VALUES (:business, :account, :opened_on, :amount, :entry, :statement)
         ON CONFLICT (business, account) DO UPDATE SET opened_on = excluded.opened_on, amount = excluded.amount,
                entry = excluded.entry, statement = excluded.statement",
        &params! {
            account: opening.account,
            opened_on: opening.opened_on,
            amount: opening.amount_minor,
            entry: opening.entry,
            statement: opening.statement,
        },
    )?;
    Ok(())
}

pub(crate) fn delete_opening(tx: &mut Tx, account: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM openings WHERE business = :business AND account = :account", &params! { account })?;
    Ok(())
}

/// Whether an account has any line.
pub(crate) fn has_lines(tx: &mut Tx, account: i64) -> Result<bool, StoreError> {
    let found: Option<i64> = tx.query_optional(
        "SELECT id FROM bank_lines WHERE business = :business AND account = :account ORDER BY booked_on, id LIMIT 1",
        &params! { account },
    )?;
    Ok(found.is_some())
}
