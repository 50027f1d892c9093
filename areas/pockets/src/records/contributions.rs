//! How contributions are planned, and what became of their due days.

use jiff::civil::Date;
use store::{FromRow, Row, StoreError, Tx, params};

use super::RunRow;

/// How a contribution is planned.
#[derive(Debug, Clone)]
pub(crate) struct ContributionRow {
    pub id: i64,
    pub name: String,
    pub category: i64,
    pub pocket: i64,
    pub opened_pocket: bool,
    pub drew_on: Option<i64>,
    pub every_months: i64,
    pub first_on: Date,
    pub amount: Option<i64>,
    pub permille: Option<i64>,
    pub ceiling: Option<i64>,
    pub from_account: i64,
    pub by_itself: bool,
    pub holder: String,
    pub iban: String,
    pub reference: String,
    pub ended_on: Option<Date>,
}

store::from_row!(ContributionRow {
    id,
    name,
    category,
    pocket,
    opened_pocket,
    drew_on,
    every_months,
    first_on,
    amount,
    permille,
    ceiling,
    from_account,
    by_itself,
    holder,
    iban,
    reference,
    ended_on
});

/// A run of a contribution, or a due day that was skipped.
#[derive(Debug, Clone)]
pub(crate) struct ContributionRunRow {
    pub plan: i64,
    pub category: i64,
    pub pocket: i64,
    pub run: RunRow,
}

impl FromRow for ContributionRunRow {
    fn from_row(row: &Row<'_>) -> Result<ContributionRunRow, StoreError> {
        Ok(ContributionRunRow {
            run: <RunRow as FromRow>::from_row(row)?,
            plan: row.get(14)?,
            category: row.get(15)?,
            pocket: row.get(16)?,
        })
    }
}

/// All plans, those that ended included, in the order they were made.
pub(crate) fn contribution_plans(tx: &mut Tx) -> Result<Vec<ContributionRow>, StoreError> {
    tx.query(
        "SELECT id, name, category, pocket, opened_pocket, drew_on, every_months, first_on, amount, permille, ceiling,
                from_account, by_itself, holder, iban, reference, ended_on
         FROM contribution_plans WHERE business = :business ORDER BY id",
        &[],
    )
}

pub(crate) fn write_contribution_plan(tx: &mut Tx, plan: &ContributionRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO contribution_plans (business, id, name, category, pocket, opened_pocket, drew_on, every_months, first_on,
                                         amount, permille, ceiling, from_account, by_itself, holder, iban, reference,
                                         ended_on)
         VALUES (:business, :id, :name, :category, :pocket, :opened_pocket, :drew_on, :every_months, :first_on, :amount,
                 :permille, :ceiling, :from_account, :by_itself, :holder, :iban, :reference, :ended_on)
         ON CONFLICT (business, id) DO UPDATE SET name = excluded.name, category = excluded.category,
            pocket = excluded.pocket, opened_pocket = excluded.opened_pocket, drew_on = excluded.drew_on,
            every_months = excluded.every_months, first_on = excluded.first_on, amount = excluded.amount,
            permille = excluded.permille, ceiling = excluded.ceiling, from_account = excluded.from_account,
            by_itself = excluded.by_itself, holder = excluded.holder, iban = excluded.iban,
            reference = excluded.reference, ended_on = excluded.ended_on",
        &params! {
            id: plan.id,
            name: &plan.name,
            category: plan.category,
            pocket: plan.pocket,
            opened_pocket: plan.opened_pocket,
            drew_on: plan.drew_on,
            every_months: plan.every_months,
            first_on: plan.first_on,
            amount: plan.amount,
            permille: plan.permille,
            ceiling: plan.ceiling,
            from_account: plan.from_account,
            by_itself: plan.by_itself,
            holder: &plan.holder,
            iban: &plan.iban,
            reference: &plan.reference,
            ended_on: plan.ended_on,
        },
    )?;
    Ok(())
}

pub(crate) fn set_contribution_ended(tx: &mut Tx, id: i64, on: Option<Date>) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE contribution_plans SET ended_on = :on WHERE business = :business AND id = :id",
        &params! { id, on },
    )?;
    Ok(())
}

pub(crate) fn delete_contribution_plan(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM contribution_plans WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

/// The runs of all plans from a due day on, newest first.
pub(crate) fn contribution_runs(tx: &mut Tx, from: Date) -> Result<Vec<ContributionRunRow>, StoreError> {
    tx.query(
        "SELECT id, due_on, state, proposed, amount, said, done_on, requested_on, from_account, iban, format, message_id,
                content, withdrawn_on, plan, category, pocket
         FROM contribution_runs WHERE business = :business AND due_on >= :from ORDER BY due_on DESC, id DESC",
        &params! { from },
    )
}

pub(crate) fn contribution_run(tx: &mut Tx, id: i64) -> Result<Option<ContributionRunRow>, StoreError> {
    tx.query_optional(
        "SELECT id, due_on, state, proposed, amount, said, done_on, requested_on, from_account, iban, format, message_id,
                content, withdrawn_on, plan, category, pocket
         FROM contribution_runs WHERE business = :business AND id = :id",
        &params! { id },
    )
}

/// Whether a plan was ever run or skipped.
pub(crate) fn contribution_has_runs(tx: &mut Tx, plan: i64) -> Result<bool, StoreError> {
    let found: Option<i64> = tx.query_optional(
        "SELECT id FROM contribution_runs WHERE business = :business AND plan = :plan ORDER BY id LIMIT 1",
        &params! { plan },
    )?;
    Ok(found.is_some())
}

pub(crate) fn insert_contribution_run(tx: &mut Tx, row: &ContributionRunRow) -> Result<(), StoreError> {
    let run = &row.run;
    tx.execute(
        "INSERT INTO contribution_runs (business, id, plan, category, pocket, due_on, state, proposed, amount, said, done_on,
                                        requested_on, from_account, iban, format, message_id, content)
         VALUES (:business, :id, :plan, :category, :pocket, :due_on, :state, :proposed, :amount, :said, :done_on,
                 :requested_on, :from_account, :iban, :format, :message_id, :content)",
        &params! {
            id: run.id,
            plan: row.plan,
            category: row.category,
            pocket: row.pocket,
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

pub(crate) fn set_contribution_run_withdrawn(tx: &mut Tx, id: i64, on: Date) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE contribution_runs SET withdrawn_on = :on WHERE business = :business AND id = :id",
        &params! { id, on },
    )?;
    Ok(())
}
