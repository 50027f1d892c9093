//! The parts of lines that are split, or of which more is said than a category.

use store::{FromRow, Row, StoreError, Tx, Value, params};

use crate::line::{Attribution, LinePart};

pub(crate) fn parts_of_line(tx: &mut Tx, line: i64) -> Result<Vec<LinePart>, StoreError> {
    tx.query(
        "SELECT category, amount, tax_code, tax, client, project, offer, channel, pocket
         FROM line_parts WHERE business = :business AND line = :line ORDER BY position",
        &params! { line },
    )
}

impl FromRow for LinePart {
    fn from_row(row: &Row<'_>) -> Result<LinePart, StoreError> {
        let mut columns = row.columns();
        Ok(LinePart {
            category: columns.take()?,
            amount_minor: columns.take()?,
            tax_code: columns.take()?,
            tax_minor: columns.take()?,
            attribution: Attribution {
                dimensions: [columns.take()?, columns.take()?, columns.take()?, columns.take()?],
                pocket: columns.take()?,
            },
        })
    }
}

pub(crate) fn delete_parts(tx: &mut Tx, line: i64) -> Result<(), StoreError> {
    tx.execute("DELETE FROM line_parts WHERE business = :business AND line = :line", &params! { line })?;
    Ok(())
}

/// Keeps the parts of lines that are split, or of which more is said than a category.
pub(crate) fn insert_parts(tx: &mut Tx, lines: &[(i64, Vec<LinePart>)]) -> Result<(), StoreError> {
    let parts =
        lines.iter().flat_map(|(line, parts)| parts.iter().enumerate().map(move |(at, part)| (*line, at, part)));
    let rows: Vec<[Value<'_>; 11]> = parts
        .map(|(line, position, part)| {
            [
                line.into(),
                (position as i64).into(),
                part.category.into(),
                part.amount_minor.into(),
                part.tax_code.as_str().into(),
                part.tax_minor.into(),
                part.attribution.dimensions[0].into(),
                part.attribution.dimensions[1].into(),
                part.attribution.dimensions[2].into(),
                part.attribution.dimensions[3].into(),
                part.attribution.pocket.into(),
            ]
        })
        .collect();
    tx.insert_rows(
        "INSERT INTO line_parts (business, line, position, category, amount, tax_code, tax, client, project, offer, channel, pocket)",
        "",
        &rows,
    )?;
    Ok(())
}
