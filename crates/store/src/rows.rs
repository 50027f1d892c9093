//! Many rows at once: one statement with many VALUES, which both engines take several times faster than row by row.

use crate::sql::Sql;
use crate::value::{ToValue, Value};

/// About 2,000 parameters a statement were fastest on both engines; SQLite's own limit is 32,766.
const MOST_PARAMETERS: usize = 2_000;

/// A row to insert: its values without the business, in the order of the insert's columns.
pub trait AsRow {
    /// Adds the values of this row to the list.
    fn append<'a>(&'a self, values: &mut Vec<Value<'a>>);
}

impl<R: AsRow + ?Sized> AsRow for &R {
    fn append<'a>(&'a self, values: &mut Vec<Value<'a>>) {
        (**self).append(values);
    }
}

impl AsRow for Vec<Value<'_>> {
    fn append<'a>(&'a self, values: &mut Vec<Value<'a>>) {
        values.extend(self.iter().map(ToValue::to_value));
    }
}

impl<const N: usize> AsRow for [Value<'_>; N] {
    fn append<'a>(&'a self, values: &mut Vec<Value<'a>>) {
        values.extend(self.iter().map(ToValue::to_value));
    }
}

macro_rules! tuples {
    ($($name:ident $index:tt)+) => {
        impl<$($name: ToValue),+> AsRow for ($($name,)+) {
            fn append<'a>(&'a self, values: &mut Vec<Value<'a>>) {
                $(values.push(self.$index.to_value());)+
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0 B 1);
tuples!(A 0 B 1 C 2);
tuples!(A 0 B 1 C 2 D 3);
tuples!(A 0 B 1 C 2 D 3 E 4);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10);
tuples!(A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11);

/// How many values a row of this insert has beside the business.
pub(crate) fn values_per_row(insert: &str) -> usize {
    insert.bytes().filter(|byte| *byte == b',').count()
}

/// How many of the rows left go into the next statement: powers of two, so that few distinct statements are ever made.
pub(crate) fn next_chunk(rows_left: usize, values_per_row: usize) -> usize {
    let most = (MOST_PARAMETERS / values_per_row.max(1)).clamp(1, rows_left.max(1));
    1 << most.ilog2()
}

/// The statement for so many rows; the first parameter is the business, shared by all rows.
pub(crate) fn statement(insert: &str, conflict: &str, rows: usize, values_per_row: usize) -> Sql {
    let text = |sign: char| {
        let mut text = String::with_capacity(insert.len() + conflict.len() + 8 + rows * (6 + 6 * values_per_row));
        text.push_str(insert);
        text.push_str(" VALUES ");
        let mut parameter = 1;
        for row in 0..rows {
            text.push_str(if row == 0 { "(" } else { ", (" });
            text.push(sign);
            text.push('1');
            for _ in 0..values_per_row {
                parameter += 1;
                text.push_str(", ");
                text.push(sign);
                text.push_str(&parameter.to_string());
            }
            text.push(')');
        }
        text.push(' ');
        text.push_str(conflict);
        text
    };
    Sql { text: text('?'), dollar: text('$'), names: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_powers_of_two_that_add_up() {
        for (rows, values) in [(0, 3), (1, 3), (7, 3), (5_000, 3), (3, 1_999), (3, 40_000), (10, 0)] {
            let (mut left, mut most_parameters) = (rows, 0);
            while left > 0 {
                let chunk = next_chunk(left, values);
                assert!(chunk.is_power_of_two() && chunk <= left);
                most_parameters = most_parameters.max(chunk * values);
                left -= chunk;
            }
            assert!(most_parameters <= MOST_PARAMETERS.max(values), "{rows} rows of {values}");
        }
    }

    #[test]
    fn every_row_shares_the_business() {
        let insert = "INSERT INTO t (business, a, b)";
        let sql = statement(insert, "ON CONFLICT DO NOTHING", 2, values_per_row(insert));
        assert_eq!(sql.text, "INSERT INTO t (business, a, b) VALUES (?1, ?2, ?3), (?1, ?4, ?5) ON CONFLICT DO NOTHING");
        assert_eq!(
            sql.dollar,
            "INSERT INTO t (business, a, b) VALUES ($1, $2, $3), ($1, $4, $5) ON CONFLICT DO NOTHING"
        );
    }
}
