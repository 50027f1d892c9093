//! The amount of a row, by the columns a mapping names.

use super::mapping::{AmountColumns, CsvMapping, FeeColumn};
use crate::amount::{self, AmountProblem, DecimalMark};
use crate::error::{LineProblem, excerpt};

/// What a row moves, and the fee in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    pub amount: i64,
    pub fee: Option<i64>,
}

/// The columns that hold an amount.
pub fn columns(amount: &AmountColumns) -> [Option<usize>; 2] {
    match amount {
        AmountColumns::Signed { column } | AmountColumns::Worded { column, .. } => [Some(*column), None],
        AmountColumns::InOut { money_in, money_out, .. } => [Some(*money_in), Some(*money_out)],
    }
}

/// Reads the amount of a row whose cells `cell` hands out.
pub fn moved<'c>(cell: impl Fn(usize) -> &'c str, mapping: &CsvMapping, digits: u32) -> Result<Moved, LineProblem> {
    let parse = |column: usize| parse(cell(column), mapping.decimal_mark, digits);
    let stated = match &mapping.amount {
        AmountColumns::Signed { column } => parse(*column)?.ok_or(LineProblem::AmountMissing)?,
        AmountColumns::InOut { money_in, money_out, minus_reverses } => {
            // Some banks fill the other column with 0.00.
            let (money_in, money_out) = (parse(*money_in)?, parse(*money_out)?);
            match (money_in.filter(|amount| *amount != 0), money_out.filter(|amount| *amount != 0)) {
                (Some(_), Some(_)) => return Err(LineProblem::BothDirections),
                (Some(amount), None) => {
                    if *minus_reverses {
                        amount
                    } else {
                        amount.abs()
                    }
                }
                (None, Some(amount)) => {
                    if *minus_reverses {
                        -amount
                    } else {
                        -amount.abs()
                    }
                }
                (None, None) if money_in.or(money_out).is_some() => 0,
                (None, None) => return Err(LineProblem::AmountMissing),
            }
        }
        AmountColumns::Worded { column, direction, words_in, words_out } => {
            let amount = parse(*column)?.ok_or(LineProblem::AmountMissing)?.abs();
            let word = cell(*direction);
            let is = |words: &[String]| {
                words.iter().any(|known| known.eq_ignore_ascii_case(word) || *known == word.to_lowercase())
            };
            match (is(words_in), is(words_out)) {
                (true, false) => amount,
                (false, true) => -amount,
                _ => return Err(LineProblem::Direction { text: excerpt(word) }),
            }
        }
    };
    let mut amount = if mapping.sign_flipped { -stated } else { stated };
    let mut fee = None;
    match mapping.fee {
        Some(FeeColumn::TakenOff { column }) => {
            if let Some(stated) = parse(column)?.filter(|fee| *fee != 0) {
                let too_large =
                    || LineProblem::Amount { text: excerpt(cell(column)), problem: AmountProblem::TooLarge };
                amount = amount.checked_sub(stated.abs()).ok_or_else(too_large)?;
                fee = Some(-stated.abs());
            }
        }
        Some(FeeColumn::Contained { gross }) => {
            fee = parse(gross)?.and_then(|gross| amount.checked_sub(gross)).filter(|fee| *fee != 0);
        }
        None => {}
    }
    Ok(Moved { amount, fee })
}

/// The amount of a payout that stands in the text alone, as in Etsy's statements: `€123.45 sent to your bank account`.
pub fn payout<'c>(cell: impl Fn(usize) -> &'c str, mapping: &CsvMapping, digits: u32) -> Option<Moved> {
    const SENT: &str = " sent to your bank account";
    let stated = mapping.text.iter().find_map(|column| cell(*column).strip_suffix(SENT))?;
    let amount = amount::parse(stated, mapping.decimal_mark, digits).ok()?;
    Some(Moved { amount: amount.checked_neg()?, fee: None })
}

/// An amount cell; `None` where it is empty.
pub fn parse(cell: &str, mark: DecimalMark, digits: u32) -> Result<Option<i64>, LineProblem> {
    if cell.is_empty() {
        return Ok(None);
    }
    match amount::parse(cell, mark, digits) {
        Ok(amount) => Ok(Some(amount)),
        Err(AmountProblem::Missing) => Ok(None),
        Err(problem) => Err(LineProblem::Amount { text: excerpt(cell), problem }),
    }
}
