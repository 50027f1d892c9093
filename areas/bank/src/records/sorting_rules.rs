//! The owner's rules.

use jiff::civil::Date;
use store::{FromRow, Row, StoreError, Tx, Value, params};

use crate::line::{Attribution, Rule, RulePart};
use crate::rules::{
    deciding::{Condition, Direction},
    splitting::Portion,
};

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
            parts: Vec::new(),
            attribution: Attribution {
                dimensions: [row.get(13)?, row.get(14)?, row.get(15)?, row.get(16)?],
                pocket: row.get(17)?,
            },
            made_on: row.get(11)?,
            changed_on: row.get(12)?,
        })
    }
}

/// All rules, in the order in which they are tried.
pub(crate) fn sorting_rules(tx: &mut Tx) -> Result<Vec<Rule>, StoreError> {
    let mut rules: Vec<Rule> = tx.query(
        "SELECT id, position, text_has, counterparty_has, account, direction, from_minor, through_minor, category, tax_code, other_account,
                made_on, changed_on, client, project, offer, channel, pocket
         FROM sorting_rules WHERE business = :business ORDER BY position, id",
        &[],
    )?;
    let parts: Vec<PartRow> = tx.query(
        "SELECT rule, category, permille, amount, tax_code FROM sorting_rule_parts WHERE business = :business ORDER BY rule, position",
        &[],
    )?;
    for PartRow { rule, part } in parts {
        if let Some(known) = rules.iter_mut().find(|known| known.id == rule) {
            known.parts.push(part);
        }
    }
    Ok(rules)
}

struct PartRow {
    rule: i64,
    part: RulePart,
}

impl FromRow for PartRow {
    fn from_row(row: &Row<'_>) -> Result<PartRow, StoreError> {
        let portion = Portion { permille: row.get(2)?, amount_minor: row.get(3)? };
        Ok(PartRow { rule: row.get(0)?, part: RulePart { category: row.get(1)?, portion, tax_code: row.get(4)? } })
    }
}

pub(crate) fn write_rule(tx: &mut Tx, rule: &Rule) -> Result<(), StoreError> {
    let Condition { text_has, counterparty_has, account, direction, from_minor, through_minor } = &rule.condition;
    tx.execute(
        "INSERT INTO sorting_rules (business, id, position, text_has, counterparty_has, account, direction, from_minor, through_minor,
                category, tax_code, other_account, made_on, changed_on, client, project, offer, channel, pocket)
         VALUES (:business, :id, :position, :text_has, :counterparty_has, :account, :direction, :from_minor, :through_minor,
                :category, :tax_code, :other_account, :made_on, :changed_on, :client, :project, :offer, :channel, :pocket)
         ON CONFLICT (business, id) DO UPDATE SET position = excluded.position, text_has = excluded.text_has,
                counterparty_has = excluded.counterparty_has, account = excluded.account, direction = excluded.direction,
                from_minor = excluded.from_minor, through_minor = excluded.through_minor, category = excluded.category,
                tax_code = excluded.tax_code, other_account = excluded.other_account, made_on = excluded.made_on,
                changed_on = excluded.changed_on, client = excluded.client, project = excluded.project,
                offer = excluded.offer, channel = excluded.channel, pocket = excluded.pocket",
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
            client: rule.attribution.dimensions[0],
            project: rule.attribution.dimensions[1],
            offer: rule.attribution.dimensions[2],
            channel: rule.attribution.dimensions[3],
            pocket: rule.attribution.pocket,
        },
    )?;
    delete_rule_parts(tx, rule.id)?;
    let rows: Vec<[Value<'_>; 6]> = rule
        .parts
        .iter()
        .zip(0i64..)
        .map(|(part, position)| {
            [
                rule.id.into(),
                position.into(),
                part.category.into(),
                part.portion.permille.into(),
                part.portion.amount_minor.into(),
                part.tax_code.as_deref().into(),
            ]
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO sorting_rule_parts (business, rule, position, category, permille, amount, tax_code)",
        "",
        &rows,
    )?;
    Ok(())
}

fn delete_rule_parts(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sorting_rule_parts WHERE business = :business AND rule = :id", &params! { id })?;
    Ok(())
}

pub(crate) fn delete_rule(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    delete_rule_parts(tx, id)?;
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
