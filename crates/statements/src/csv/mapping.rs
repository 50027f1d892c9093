//! The words for what the columns of a CSV file mean.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::services::Export;
use crate::amount::DecimalMark;
use crate::date::DateOrder;

/// How the rows of one bank's CSV files are read. Found by [`crate::sniff`], corrected by the user, remembered under
/// [`crate::signature`]. Columns count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CsvMapping {
    /// The character between cells.
    pub delimiter: char,
    /// Name of the text encoding, as the WHATWG Encoding Standard has it: `UTF-8`, `windows-1252`.
    pub encoding: String,
    /// Rows in front of the first row of data: preamble and header. Blank lines do not count.
    pub skip_rows: usize,
    /// The header's cells; empty where the file has no header.
    pub header: Vec<String>,
    /// The day the bank booked the movement.
    pub date: usize,
    /// The order of day, month and year.
    pub date_order: DateOrder,
    /// Where the amount stands.
    pub amount: AmountColumns,
    /// Whether amounts are written from the other side: money out positive, as some cards do.
    pub sign_flipped: bool,
    /// The character before the decimals.
    pub decimal_mark: DecimalMark,
    /// What the file says about fees beside the amount.
    pub fee: Option<FeeColumn>,
    /// Columns that make the text of the line, in this order.
    pub text: Vec<usize>,
    /// What sort of movement it is; the text of a line that has no other.
    pub kind: Option<usize>,
    /// Who was paid, or whichever party the bank names.
    pub counterparty: Option<usize>,
    /// Who paid, where that has a column of its own; counts for money in.
    pub payer: Option<usize>,
    /// Their account.
    pub counterparty_account: Option<usize>,
    /// The bank's identifier of the movement.
    pub bank_id: Option<usize>,
    /// A payment reference or cheque number.
    pub reference: Option<usize>,
    /// The balance after the movement.
    pub balance: Option<usize>,
    /// The currency of the line.
    pub currency: Option<usize>,
    /// The account of the line.
    pub account: Option<usize>,
    /// Whether the line is booked or only announced.
    pub status: Option<usize>,
    /// The export of a service, whose columns are known by their headings; what is said of columns above does not
    /// count then, save for the order of dates and the decimal mark.
    #[serde(default)]
    pub export: Option<Export>,
}

/// Where the amount of a line stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AmountColumns {
    /// One column, negative for money out.
    Signed {
        /// The column.
        column: usize,
    },
    /// One column for money in, one for money out; either may be written with or without a sign.
    InOut {
        /// Money in.
        money_in: usize,
        /// Money out.
        money_out: usize,
        /// Whether a minus in these columns reverses the direction, as for a cancelled payment. Where it does not,
        /// the column alone decides.
        minus_reverses: bool,
    },
    /// One column for the size, another with a word for the direction; a sign on the size does not count.
    Worded {
        /// The size.
        column: usize,
        /// The direction.
        direction: usize,
        /// Words for money in, in lower case.
        words_in: Vec<String>,
        /// Words for money out, in lower case.
        words_out: Vec<String>,
    },
}

/// A fee beside the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum FeeColumn {
    /// The account moves by the amount less this fee, however the fee is signed.
    TakenOff {
        /// The fee's column.
        column: usize,
    },
    /// The amount is what is left of a gross amount.
    Contained {
        /// The gross amount's column.
        gross: usize,
    },
}

/// What a CSV file seems to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CsvGuess {
    /// The best reading; to be corrected where a question stands.
    pub mapping: CsvMapping,
    /// The file's columns, with a few of their cells.
    pub columns: Vec<Column>,
    /// What the content leaves open.
    pub questions: Vec<Question>,
}

/// A column as the preview shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Column {
    /// Its heading; empty where there is none.
    pub name: String,
    /// The first few cells that are not empty.
    pub samples: Vec<String>,
}

/// Something the content of a file does not decide. Columns count from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "about")]
#[non_exhaustive]
pub enum Question {
    /// No column is plainly the date.
    DateColumn,
    /// 03/04/2026: the third of April or the fourth of March.
    DateOrder {
        /// A date of the file.
        example: String,
    },
    /// No column is plainly the amount.
    AmountColumn,
    /// No sign says which way the money went.
    Direction {
        /// The column of the amounts.
        column: usize,
    },
    /// Two columns, one for money in and one for money out, and nothing says which is which.
    InOrOut {
        /// One of the two.
        first: usize,
        /// The other.
        second: usize,
    },
    /// 1.234 in every row: thousands or decimals.
    DecimalMark {
        /// An amount of the file.
        example: String,
    },
}
