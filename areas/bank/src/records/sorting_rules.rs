//! The owner's rules.

use jiff::civil::Date;
use store::{FromRow, Row, StoreError, Tx, params};

use crate::line::Rule;
use crate::rules::deciding::{Condition, Direction};

impl FromRow for Rule {
    fn from_row(row: &Row<'_>) -> Result<Rule, StoreError> {
        let direction: String = row.get(5)?;
        Ok(Rule {
            id: row.get(0)?,
            position: row.get(1)?,
            condition: Condition {
                text_has: row.get(2)?,
                counterparty_has: row.get(3)?,
                account: row.get(4)?,
                direction: Direction::from_word(&direction),
                from_minor: row.get(6)?,
                through_minor: row.get(7)?,
            },
            category: row.get(8)?,
            tax_code: row.get(9)?,
            other_account: row.get(10)?,
            made_on: row.get(11)?,
            changed_on: row.get(12)?,
        })
    }
}

/// All rules, in the order in which they are tried.
pub(crate) fn sorting_rules(tx: &mut Tx) -> Result<Vec<Rule>, StoreError> {
    tx.query(
        "SELECT id, position, text_has, counterparty_has, account, direction, from_minor, through_minor, category, tax_code, other_account,
                made_on, changed_on
         FROM sorting_rules WHERE business = :business ORDER BY position, id",
        &[],
    )
}

pub(crate) fn write_rule(tx: &mut Tx, rule: &Rule) -> Result<(), StoreError> {
    let Condition { text_has, counterparty_has, account, direction, from_minor, through_minor } = &rule.condition;
    tx.execute(
        "INSERT INTO sorting_rules (business, id, position, text_has, counterparty_has, account, direction, from_minor, through_minor,
                category, tax_code, other_account, made_on, changed_on)
         VALUES (:business, :id, :position, :text_has, :counterparty_has, :account, :direction, :from_minor, :through_minor,
                :category, :tax_code, :other_account, :made_on, :changed_on)
         ON CONFLICT (business, id) DO UPDATE SET position = excluded.position, text_has = excluded.text_has,
                counterparty_has = excluded.counterparty_has, account = excluded.account, direction = excluded.direction,
                from_minor = excluded.from_minor, through_minor = excluded.through_minor, category = excluded.category,
                tax_code = excluded.tax_code, other_account = excluded.other_account, made_on = excluded.made_on,
                changed_on = excluded.changed_on",
        &params! {
            id: rule.id,
            position: rule.position,
            text_has,
            counterparty_has,
            account: *account,
            direction: direction.as_str(),
            from_minor: *from_minor,
            through_minor: *through_minor,
            category: rule.category,
            tax_code: rule.tax_code.as_deref(),
            other_account: rule.other_account,
            made_on: rule.made_on,
            changed_on: rule.changed_on,
        },
    )?;
    Ok(())
}

pub(crate) fn delete_rule(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sorting_rules WHERE business = :business AND id = :id", &params! { id })?;
    Ok(())
}

/// How many lines stand where each rule put them, and the day of the last: rule, lines, day.
pub(crate) fn lines_by_rule(tx: &mut Tx) -> Result<Vec<(i64, i64, Date)>, StoreError> {
    tx.query(
        "SELECT rule, COUNT(*), MAX(booked_on) FROM bank_lines
         WHERE business = :business AND decided_by = 'rule' AND rule IS NOT NULL GROUP BY rule ORDER BY rule",
        &[],
    )
}
