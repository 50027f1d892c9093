//! Lines that may be here already, until the owner says.

use jiff::civil::Date;
use store::{StoreError, Tx, Value, params};

use crate::line::DoubtfulLine;

store::from_row!(DoubtfulLine {
    id,
    statement,
    account,
    similar_line,
    booked_on,
    amount_minor,
    text,
    counterparty,
    counterparty_account,
    reference,
    bank_id,
    fingerprint,
    state,
    line,
    fee_minor,
    marketplace_tax_minor,
    batch,
    kind
});

/// The values of a doubtful line, in the order of the insert's columns.
fn values(line: &DoubtfulLine) -> [Value<'_>; 18] {
    cells![line; id, statement, account, similar_line, booked_on, amount_minor, text, counterparty, counterparty_account,
        reference, bank_id, fingerprint, state, line, fee_minor, marketplace_tax_minor, batch, kind]
}

pub(crate) fn insert_doubtful(tx: &mut Tx, lines: &[DoubtfulLine]) -> Result<(), StoreError> {
    let rows: Vec<[Value<'_>; 18]> = lines.iter().map(values).collect();
    tx.insert_rows(
        "INSERT INTO doubtful_lines (business, id, statement, account, similar_line, booked_on, amount, text, counterparty,
         counterparty_account, reference, bank_id, fingerprint, state, line, fee, marketplace_tax, batch, kind)",
        "",
        &rows,
    )?;
    Ok(())
}

pub(crate) fn doubtful_line(tx: &mut Tx, id: i64) -> Result<Option<DoubtfulLine>, StoreError> {
    tx.query_optional(
        "SELECT id, statement, account, similar_line, booked_on, amount, text, counterparty, counterparty_account, reference, bank_id,
                fingerprint, state, line, fee, marketplace_tax, batch, kind
         FROM doubtful_lines WHERE business = :business AND id = :id",
        &params! { id },
    )
}

pub(crate) fn open_doubtful(tx: &mut Tx, limit: i64) -> Result<Vec<DoubtfulLine>, StoreError> {
    tx.query(
        "SELECT id, statement, account, similar_line, booked_on, amount, text, counterparty, counterparty_account, reference, bank_id,
                fingerprint, state, line, fee, marketplace_tax, batch, kind
         FROM doubtful_lines WHERE business = :business AND state = 'open' ORDER BY id LIMIT :limit",
        &params! { limit },
    )
}

pub(crate) fn count_doubtful(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.query_one("SELECT COUNT(*) FROM doubtful_lines WHERE business = :business AND state = 'open'", &[])
}

pub(crate) fn set_doubtful_state(tx: &mut Tx, id: i64, state: &str, line: Option<i64>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE doubtful_lines SET state = :state, line = :line WHERE business = :business AND id = :id",
        &params! { id, state, line },
    )?;
    Ok(())
}

/// The doubtful line that became a bank line when the owner said that it is another one.
pub(crate) fn doubtful_that_became(
    tx: &mut Tx,
    line: i64,
    account: i64,
    booked_on: Date,
) -> Result<Option<i64>, StoreError> {
    tx.query_optional(
        "SELECT id FROM doubtful_lines
         WHERE business = :business AND account = :account AND booked_on = :booked_on AND line = :line AND state = 'added'",
        &params! { line, account, booked_on },
    )
}

/// Counts a line of a statement as one that was doubtful, and no longer as new.
pub(crate) fn count_as_doubtful(tx: &mut Tx, statement: i64) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE statements SET new_lines = new_lines - 1, doubtful_lines = doubtful_lines + 1
         WHERE business = :business AND id = :statement",
        &params! { statement },
    )?;
    Ok(())
}

pub(crate) fn delete_doubtful_of_statement(tx: &mut Tx, statement: i64) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM doubtful_lines WHERE business = :business AND statement = :statement",
        &params! { statement },
    )?;
    Ok(())
}

/// How many open questions about lines of a day or before there are.
pub(crate) fn count_doubtful_through(tx: &mut Tx, through: Date) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT COUNT(*) FROM doubtful_lines WHERE business = :business AND state = 'open' AND booked_on <= :through",
        &params! { through },
    )
}
