//! What an account moved by day, and the days on which nothing did.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

use super::{lines::line_columns, statements::statement_columns};
use crate::line::{BankLine, StatementRow};

/// What the lines of an account move, by day.
pub(crate) fn moved_by_day(tx: &mut Tx, account: i64, through: Date) -> Result<Vec<(Date, i64)>, StoreError> {
    tx.query(
        "SELECT booked_on, CAST(SUM(amount) AS BIGINT) FROM bank_lines
         WHERE business = :business AND account = :account AND booked_on <= :through GROUP BY booked_on ORDER BY booked_on",
        &params! { account, through },
    )
}

/// What of a day lines of other statements moved.
pub(crate) fn moved_by_others(tx: &mut Tx, account: i64, on: Date, statement: i64) -> Result<i64, StoreError> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM bank_lines
         WHERE business = :business AND account = :account AND booked_on = :on AND statement <> :statement",
        &params! { account, on, statement },
    )
}

/// The late lines of an account: id, bank date, the day it was posted on, amount.
pub(crate) fn late_lines(tx: &mut Tx, account: i64, through: Date) -> Result<Vec<(i64, Date, Date, i64)>, StoreError> {
    tx.query(
        "SELECT id, booked_on, posted_on, amount FROM bank_lines
         WHERE business = :business AND account = :account AND booked_on <= :through AND posted_on IS NOT NULL
         ORDER BY booked_on, id",
        &params! { account, through },
    )
}

/// The statements of an account that stand, by their first day.
pub(crate) fn statements_of_account(tx: &mut Tx, account: i64) -> Result<Vec<StatementRow>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            statement_columns!(),
            " FROM statements WHERE business = :business AND account = :account AND withdrawn_on IS NULL ORDER BY from_on, id"
        ),
        &params! { account },
    )
}

/// The lines of an account between two days, oldest first.
pub(crate) fn lines_between(
    tx: &mut Tx,
    account: i64,
    from: Date,
    through: Date,
    limit: i64,
) -> Result<Vec<BankLine>, StoreError> {
    tx.query(
        concat!(
            "SELECT ",
            line_columns!(),
            " FROM bank_lines l WHERE l.business = :business AND l.account = :account AND l.booked_on >= :from
               AND l.booked_on <= :through ORDER BY l.booked_on, l.id LIMIT :limit"
        ),
        &params! { account, from, through, limit },
    )
}

/// The lines of an amount between two days that the owner dropped as being here already: id, day, text.
pub(crate) fn dropped_lines(
    tx: &mut Tx,
    account: i64,
    from: Date,
    through: Date,
    amount: i64,
) -> Result<Vec<(i64, Date, String)>, StoreError> {
    tx.query(
        "SELECT id, booked_on, text FROM doubtful_lines
         WHERE business = :business AND account = :account AND booked_on >= :from AND booked_on <= :through
           AND state = 'dropped' AND amount = :amount ORDER BY booked_on, id LIMIT 5",
        &params! { account, from, through, amount },
    )
}

/// The days on which the owner says that nothing moved.
pub(crate) fn quiet_days(tx: &mut Tx, account: i64) -> Result<Vec<(Date, Date)>, StoreError> {
    tx.query(
        "SELECT from_on, through_on FROM quiet_days WHERE business = :business AND account = :account ORDER BY from_on",
        &params! { account },
    )
}

pub(crate) fn insert_quiet_days(
    tx: &mut Tx,
    id: i64,
    account: i64,
    days: (Date, Date),
    said_on: Date,
) -> Result<(), StoreError> {
    let (from, through) = days;
    tx.execute(
        "INSERT INTO quiet_days (business, id, account, from_on, through_on, said_on)
         VALUES (:business, :id, :account, :from, :through, :said_on)",
        &params! { id, account, from, through, said_on },
    )?;
    Ok(())
}

/// Takes back what was said, and answers of which account it was.
pub(crate) fn delete_quiet_days(tx: &mut Tx, id: i64) -> Result<Option<i64>, StoreError> {
    let found: Option<i64> =
        tx.query_optional("SELECT account FROM quiet_days WHERE business = :business AND id = :id", &params! { id })?;
    tx.execute("DELETE FROM quiet_days WHERE business = :business AND id = :id", &params! { id })?;
    Ok(found)
}
