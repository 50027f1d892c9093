//! How the owner's pay is planned, and its runs.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// How pay is planned.
#[derive(Debug, Clone)]
pub(crate) struct PlanRow {
    pub day: i64,
    pub from_account: i64,
    pub holder: String,
    pub iban: String,
    pub minimum: i64,
    pub rounding: i64,
}

store::from_row!(PlanRow { day, from_account, holder, iban, minimum, rounding });

/// A run of pay, or a month that was skipped.
#[derive(Debug, Clone)]
pub(crate) struct RunRow {
    pub id: i64,
    pub due_on: Date,
    pub state: String,
    pub proposed: i64,
    pub amount: i64,
    pub said: String,
    pub done_on: Date,
    pub requested_on: Date,
    pub from_account: i64,
    pub iban: String,
    pub format: String,
    pub message_id: String,
    pub content: String,
    pub withdrawn_on: Option<Date>,
}

store::from_row!(RunRow {
    id,
    due_on,
    state,
    proposed,
    amount,
    said,
    done_on,
    requested_on,
    from_account,
    iban,
    format,
    message_id,
    content,
    withdrawn_on
});

/// The state of a row that was paid.
pub(crate) const RUN: &str = "run";
/// The state of a row that was skipped.
pub(crate) const SKIPPED: &str = "skipped";

pub(crate) fn pay_plan(tx: &mut Tx) -> Result<Option<PlanRow>, StoreError> {
    tx.query_optional(
        "SELECT day, from_account, holder, iban, minimum, rounding FROM pay_plans WHERE business = :business",
        &[],
    )
}

pub(crate) fn write_pay_plan(tx: &mut Tx, plan: &PlanRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO pay_plans (business, day, from_account, holder, iban, minimum, rounding)
         VALUES (:business, :day, :from_account, :holder, :iban, :minimum, :rounding)
         ON CONFLICT (business) DO UPDATE SET day = excluded.day, from_account = excluded.from_account,
            holder = excluded.holder, iban = excluded.iban, minimum = excluded.minimum, rounding = excluded.rounding",
        &params! {
            day: plan.day,
            from_account: plan.from_account,
            holder: &plan.holder,
            iban: &plan.iban,
            minimum: plan.minimum,
            rounding: plan.rounding,
        },
    )?;
    Ok(())
}

pub(crate) fn delete_pay_plan(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute("DELETE FROM pay_plans WHERE business = :business", &[])?;
    Ok(())
}

/// The newest runs, newest first; a month has at most one that was not withdrawn.
pub(crate) fn pay_runs(tx: &mut Tx, limit: i64) -> Result<Vec<RunRow>, StoreError> {
    tx.query(
        "SELECT id, due_on, state, proposed, amount, said, done_on, requested_on, from_account, iban, format, message_id,
                content, withdrawn_on
         FROM pay_runs WHERE business = :business ORDER BY due_on DESC, id DESC LIMIT :limit",
        &params! { limit },
    )
}

pub(crate) fn pay_run(tx: &mut Tx, id: i64) -> Result<Option<RunRow>, StoreError> {
    tx.query_optional(
        "SELECT id, due_on, state, proposed, amount, said, done_on, requested_on, from_account, iban, format, message_id,
                content, withdrawn_on
         FROM pay_runs WHERE business = :business AND id = :id",
        &params! { id },
    )
}

pub(crate) fn insert_pay_run(tx: &mut Tx, run: &RunRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO pay_runs (business, id, due_on, state, proposed, amount, said, done_on, requested_on, from_account,
                               iban, format, message_id, content)
         VALUES (:business, :id, :due_on, :state, :proposed, :amount, :said, :done_on, :requested_on, :from_account,
                 :iban, :format, :message_id, :content)",
        &params! {
            id: run.id,
            due_on: run.due_on,
            state: &run.state,
            proposed: run.proposed,
            amount: run.amount,
            said: &run.said,
            done_on: run.done_on,
            requested_on: run.requested_on,
            from_account: run.from_account,
            iban: &run.iban,
            format: &run.format,
            message_id: &run.message_id,
            content: &run.content,
        },
    )?;
    Ok(())
}

pub(crate) fn set_pay_run_withdrawn(tx: &mut Tx, id: i64, on: Option<Date>) -> Result<(), StoreError> {
    tx.execute("UPDATE pay_runs SET withdrawn_on = :on WHERE business = :business AND id = :id", &params! { id, on })?;
    Ok(())
}
