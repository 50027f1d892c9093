//! Loans' terms, equipment and what it has lost, trips. An entry that was reversed takes its row out of account, unless the
//! reversal was reversed in turn.

use jiff::civil::Date;
use store::{StoreError, Tx, params};

/// The terms of a loan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoanTermsRow {
    pub account: i64,
    pub yearly_rate: i64,
    pub instalment: i64,
}

store::from_row!(LoanTermsRow { account, yearly_rate, instalment });

pub(crate) fn loan_terms(tx: &mut Tx) -> Result<Vec<LoanTermsRow>, StoreError> {
    tx.query(
        "SELECT account, yearly_rate, instalment FROM loan_terms WHERE business = :business ORDER BY account",
        &params! {},
    )
}

/// Keeps the terms of a loan, in place of earlier ones.
pub(crate) fn keep_loan_terms(tx: &mut Tx, row: &LoanTermsRow) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO loan_terms (business, account, yearly_rate, instalment)
         VALUES (:business, :account, :yearly_rate, :instalment)
         ON CONFLICT (business, account) DO UPDATE SET yearly_rate = excluded.yearly_rate, instalment = excluded.instalment",
        &params! { account: row.account, yearly_rate: row.yearly_rate, instalment: row.instalment },
    )?;
    Ok(())
}

/// A piece of equipment.
#[derive(Debug, Clone)]
pub(crate) struct EquipmentRow {
    pub id: i64,
    pub name: String,
    pub bought_on: Date,
    /// The day from which its loss is counted, where that is not the day it was bought: it was there before the books.
    pub counted_from: Option<Date>,
    pub cost: i64,
    pub life_months: i64,
    pub lost_before: i64,
    pub lost: i64,
    pub gone: i64,
    pub entry: i64,
}

store::from_row!(EquipmentRow { id, name, bought_on, counted_from, cost, life_months, lost_before, lost, gone, entry });

/// All equipment that was bought and not taken back, the oldest first, with what it has lost and whether it has left.
pub(crate) fn equipment(tx: &mut Tx) -> Result<Vec<EquipmentRow>, StoreError> {
    tx.query(
        "WITH taken_back AS (
             SELECT r.entry FROM reversals r
             WHERE r.business = :business AND NOT EXISTS (
                 SELECT 1 FROM reversals again WHERE again.business = :business AND again.entry = r.reversed_by))
         SELECT q.id, q.name, q.bought_on, q.counted_from, q.cost, q.life_months, q.lost_before,
                CAST(q.lost_before + COALESCE((
                    SELECT SUM(d.amount) FROM depreciations d
                    WHERE d.business = :business AND d.equipment = q.id
                      AND d.entry NOT IN (SELECT entry FROM taken_back)), 0) AS BIGINT),
                (SELECT COUNT(*) FROM equipment_left l
                 WHERE l.business = :business AND l.equipment = q.id AND l.entry NOT IN (SELECT entry FROM taken_back)),
                q.entry
         FROM equipment q
         WHERE q.business = :business AND q.entry NOT IN (SELECT entry FROM taken_back)
         ORDER BY q.bought_on, q.id",
        &params! {},
    )
}

/// What is kept of equipment that was bought.
#[derive(Debug, Clone)]
pub(crate) struct NewEquipmentRow<'a> {
    pub id: i64,
    pub name: &'a str,
    pub bought_on: Date,
    pub cost: i64,
    pub counted_from: Option<Date>,
    pub life_months: i64,
    pub lost_before: i64,
    pub entry: i64,
}

/// Keeps a piece of equipment; one of that id is written anew.
pub(crate) fn keep_equipment(tx: &mut Tx, row: &NewEquipmentRow<'_>) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO equipment (business, id, name, bought_on, counted_from, cost, life_months, lost_before, entry)
         VALUES (:business, :id, :name, :bought_on, :counted_from, :cost, :life_months, :lost_before, :entry)
         ON CONFLICT (business, id) DO UPDATE SET name = excluded.name, bought_on = excluded.bought_on,
             counted_from = excluded.counted_from, cost = excluded.cost, life_months = excluded.life_months,
             lost_before = excluded.lost_before, entry = excluded.entry",
        &params! {
            id: row.id, name: row.name, bought_on: row.bought_on, counted_from: row.counted_from, cost: row.cost,
            life_months: row.life_months, lost_before: row.lost_before, entry: row.entry,
        },
    )?;
    Ok(())
}

pub(crate) fn insert_depreciation(tx: &mut Tx, equipment: i64, entry: i64, amount: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO depreciations (business, equipment, entry, amount) VALUES (:business, :equipment, :entry, :amount)",
        &params! { equipment, entry, amount },
    )?;
    Ok(())
}

pub(crate) fn insert_equipment_left(tx: &mut Tx, equipment: i64, entry: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO equipment_left (business, equipment, entry) VALUES (:business, :equipment, :entry)",
        &params! { equipment, entry },
    )?;
    Ok(())
}

pub(crate) fn insert_trip(
    tx: &mut Tx,
    entry: i64,
    driven_on: Date,
    vehicle: &str,
    distance: i64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO trips (business, entry, driven_on, vehicle, distance)
         VALUES (:business, :entry, :driven_on, :vehicle, :distance)",
        &params! { entry, driven_on, vehicle, distance },
    )?;
    Ok(())
}

struct Distance {
    driven: i64,
}

store::from_row!(Distance { driven });

/// How far a vehicle was driven in some days.
pub(crate) fn distance_driven(tx: &mut Tx, vehicle: &str, from: Date, through: Date) -> Result<i64, StoreError> {
    let sum: Distance = tx.query_one(
        "SELECT CAST(COALESCE(SUM(t.distance), 0) AS BIGINT) FROM trips t
         WHERE t.business = :business AND t.vehicle = :vehicle AND t.driven_on >= :from AND t.driven_on <= :through
           AND NOT EXISTS (
               SELECT 1 FROM reversals r WHERE r.business = :business AND r.entry = t.entry AND NOT EXISTS (
                   SELECT 1 FROM reversals again WHERE again.business = :business AND again.entry = r.reversed_by))",
        &params! { vehicle, from, through },
    )?;
    Ok(sum.driven)
}
