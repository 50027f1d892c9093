//! Columns said by hand: what each column of a file holds, as its owner sees it, and the mapping that follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::mapping::{AmountColumns, CsvGuess, CsvMapping, FeeColumn, Question};
use super::words;
use super::{guess, shape};
use crate::ReadOptions;
use crate::amount::DecimalMark;
use crate::date::DateOrder;
use crate::error::ReadError;
use crate::source::Reading;

/// How a CSV file is to be read, as far as its owner says so; the rest is read from the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnsByHand {
    /// Forget what was remembered for files of this shape, and read the columns from the file again.
    #[serde(default)]
    pub afresh: bool,
    /// The character between columns.
    #[serde(default)]
    pub delimiter: Option<Delimiter>,
    /// The character under which the columns below were shown; under another one they are others.
    #[serde(default)]
    pub shown_with: Option<Delimiter>,
    /// The order of day, month and year.
    #[serde(default)]
    pub date_order: Option<DateOrder>,
    /// The character before the decimals.
    #[serde(default)]
    pub decimal_mark: Option<DecimalMark>,
    /// Whether amounts without a sign, or with a plus, are money out.
    #[serde(default)]
    pub sign_reversed: Option<bool>,
    /// What each column holds, from the first on.
    #[serde(default)]
    pub meanings: Vec<Meaning>,
}

impl ColumnsByHand {
    /// Whether the columns that would be read are others than those that were shown.
    pub fn shows_others(&self) -> bool {
        self.afresh || (self.shown_with.is_some() && self.delimiter.is_some() && self.shown_with != self.delimiter)
    }
}

/// What stands between the columns of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
    /// `|`
    Bar,
}

/// Every delimiter.
pub const EVERY_DELIMITER: [Delimiter; 4] = [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab, Delimiter::Bar];

impl Delimiter {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// The delimiter that a mapping names, where it is one of the usual.
    pub fn of(mapping: &CsvMapping) -> Option<Self> {
        EVERY_DELIMITER.into_iter().find(|delimiter| char::from(delimiter.byte()) == mapping.delimiter)
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Nothing that the books need.
    Ignore,
    /// The day the bank booked it.
    Date,
    /// The amount, signed.
    Amount,
    /// Money in.
    MoneyIn,
    /// Money out.
    MoneyOut,
    /// Words that say whether the amount is money in or out.
    Direction,
    /// The words of the line; several columns are joined.
    Text,
    /// Who paid or was paid.
    Counterparty,
    /// Who paid, where that has a column of its own.
    Payer,
    /// The account of who paid or was paid.
    CounterpartyAccount,
    /// The balance after the movement.
    Balance,
    /// A fee that is taken off the amount.
    Fee,
    /// The amount before the fee was taken off.
    Gross,
    /// The currency.
    Currency,
    /// The own account.
    Account,
    /// The bank's identifier of the movement.
    BankId,
    /// A reference or cheque number.
    Reference,
    /// What sort of movement it is.
    Kind,
    /// Whether it is booked yet.
    Status,
}

/// Every meaning, the commonest first.
pub const MEANINGS: [Meaning; 19] = [
    Meaning::Ignore,
    Meaning::Date,
    Meaning::Amount,
    Meaning::MoneyIn,
    Meaning::MoneyOut,
    Meaning::Direction,
    Meaning::Text,
    Meaning::Counterparty,
    Meaning::Balance,
    Meaning::Fee,
    Meaning::Currency,
    Meaning::Payer,
    Meaning::CounterpartyAccount,
    Meaning::Gross,
    Meaning::Account,
    Meaning::BankId,
    Meaning::Reference,
    Meaning::Kind,
    Meaning::Status,
];

impl CsvMapping {
    /// What each of so many columns means.
    pub fn meanings(&self, width: usize) -> Vec<Meaning> {
        let mut meanings = vec![Meaning::Ignore; width];
        let mut put = |column: Option<usize>, meaning| {
            if let Some(known) = column.and_then(|column| meanings.get_mut(column)) {
                *known = meaning;
            }
        };
        self.text.iter().for_each(|column| put(Some(*column), Meaning::Text));
        put(self.kind, Meaning::Kind);
        put(self.reference, Meaning::Reference);
        put(self.bank_id, Meaning::BankId);
        put(self.account, Meaning::Account);
        put(self.status, Meaning::Status);
        put(self.currency, Meaning::Currency);
        put(self.counterparty_account, Meaning::CounterpartyAccount);
        put(self.payer, Meaning::Payer);
        put(self.counterparty, Meaning::Counterparty);
        put(self.balance, Meaning::Balance);
        match self.fee {
            Some(FeeColumn::TakenOff { column }) => put(Some(column), Meaning::Fee),
            Some(FeeColumn::Contained { gross }) => put(Some(gross), Meaning::Gross),
            None => {}
        }
        match &self.amount {
            AmountColumns::Signed { column } => put(Some(*column), Meaning::Amount),
            AmountColumns::InOut { money_in, money_out, .. } => {
                put(Some(*money_in), Meaning::MoneyIn);
                put(Some(*money_out), Meaning::MoneyOut);
            }
            AmountColumns::Worded { column, direction, .. } => {
                put(Some(*column), Meaning::Amount);
                put(Some(*direction), Meaning::Direction);
            }
        }
        put(Some(self.date), Meaning::Date);
        meanings
    }
}

/// The mapping that follows from what was said by hand, on top of the one in the options or the one found; and the
/// columns under its delimiter. What it leaves open stays a question.
pub fn by_hand(reading: &mut Reading<'_>, options: &ReadOptions, said: &ColumnsByHand) -> Result<CsvGuess, ReadError> {
    let encoding = reading.decide(None)?;
    let found = match said.delimiter {
        Some(delimiter) => {
            let (beginning, is_whole) = reading.beginning()?;
            let shape = shape::find_with(&beginning, is_whole, delimiter.byte())?;
            guess::guess_shape(reading, encoding, &shape, options)?
        }
        None => guess::guess(reading, encoding, options)?,
    };
    let CsvGuess { mapping, columns, mut questions } = found;
    let known = options.mapping.as_ref().filter(|known| !said.afresh && known.delimiter == mapping.delimiter);
    let mut mapping = match known {
        Some(known) => {
            questions.clear();
            known.clone()
        }
        None => mapping,
    };
    let same_columns = said.shown_with.is_none() || said.shown_with == Delimiter::of(&mapping);
    if same_columns && !said.afresh {
        if !said.meanings.is_empty() && said.meanings != mapping.meanings(said.meanings.len()) {
            questions.retain(|question| matches!(question, Question::DateOrder { .. } | Question::DecimalMark { .. }));
            questions.extend(apply(&said.meanings, &mut mapping));
        }
        if let Some(order) = said.date_order {
            mapping.date_order = order;
            questions.retain(|question| !matches!(question, Question::DateOrder { .. }));
        }
        if let Some(mark) = said.decimal_mark {
            mapping.decimal_mark = mark;
            questions.retain(|question| !matches!(question, Question::DecimalMark { .. }));
        }
        if let Some(reversed) = said.sign_reversed {
            mapping.sign_flipped = reversed;
            questions.retain(|question| !matches!(question, Question::Direction { .. }));
        }
        if !said.meanings.is_empty() {
            // Two columns shown as in and out have been looked at.
            questions.retain(|question| !matches!(question, Question::InOrOut { .. }));
        }
    }
    Ok(CsvGuess { mapping, columns, questions })
}

/// Sets the columns; answers what is missing.
fn apply(meanings: &[Meaning], mapping: &mut CsvMapping) -> Vec<Question> {
    let all = |wanted: Meaning| {
        (0..meanings.len()).filter(move |column| meanings.get(*column).is_some_and(|meaning| *meaning == wanted))
    };
    let first = |wanted: Meaning| all(wanted).next();
    let mut missing = Vec::new();
    match first(Meaning::Date) {
        Some(column) => mapping.date = column,
        None => missing.push(Question::DateColumn),
    }
    let minus_reverses = matches!(mapping.amount, AmountColumns::InOut { minus_reverses: true, .. });
    match (first(Meaning::Amount), first(Meaning::MoneyIn).zip(first(Meaning::MoneyOut)), first(Meaning::Direction)) {
        (Some(column), _, Some(direction)) => {
            let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
            mapping.amount = AmountColumns::Worded {
                column,
                direction,
                words_in: owned(words::WORDS_IN),
                words_out: owned(words::WORDS_OUT),
            };
        }
        (Some(column), _, None) => mapping.amount = AmountColumns::Signed { column },
        (None, Some((money_in, money_out)), _) => {
            mapping.amount = AmountColumns::InOut { money_in, money_out, minus_reverses };
        }
        (None, None, _) => missing.push(Question::AmountColumn),
    }
    mapping.fee = match (first(Meaning::Fee), first(Meaning::Gross)) {
        (Some(column), _) => Some(FeeColumn::TakenOff { column }),
        (None, Some(gross)) => Some(FeeColumn::Contained { gross }),
        (None, None) => None,
    };
    mapping.text = all(Meaning::Text).collect();
    mapping.kind = first(Meaning::Kind);
    mapping.counterparty = first(Meaning::Counterparty);
    mapping.payer = first(Meaning::Payer);
    mapping.counterparty_account = first(Meaning::CounterpartyAccount);
    mapping.bank_id = first(Meaning::BankId);
    mapping.reference = first(Meaning::Reference);
    mapping.balance = first(Meaning::Balance);
    mapping.currency = first(Meaning::Currency);
    mapping.account = first(Meaning::Account);
    mapping.status = first(Meaning::Status);
    missing
}
