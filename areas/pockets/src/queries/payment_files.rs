//! Payment files that were made, and what statements have shown of them.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    records::{self, FileLineRow, FileRow},
    rules::recognising::{ExpectedSide, SideKind, WAITED_DAYS},
};

/// The payment files that were made, newest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentFiles {
    /// Files made before this one.
    pub before: Option<i64>,
    /// How many; 20 when absent.
    pub limit: Option<i64>,
}

/// Payment files.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaymentFilesAnswer {
    /// The files.
    pub files: Vec<PaymentFileView>,
    /// What to give as `before` for older files; absent at the end.
    pub older: Option<i64>,
}

/// How far the transfers of a file have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// No statement has shown any of it.
    Made,
    /// A statement has shown a part of it.
    UnderWay,
    /// Every transfer has arrived.
    Arrived,
    /// Nothing more is to come, and not every transfer has arrived: some came back, or are no longer waited for.
    Ended,
    /// It was withdrawn before the bank had it.
    Withdrawn,
}

/// A payment file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaymentFileView {
    /// Its id.
    pub id: i64,
    /// The name under which the bank knows it.
    pub message_id: String,
    /// Its format: `pain.001.001.09`, `pain.001.001.03` or `csv`.
    pub format: String,
    /// Its currency.
    pub currency: String,
    /// The day for which the transfers were ordered.
    pub requested_on: Date,
    /// The day it was made.
    pub made_on: Date,
    /// How far its transfers have come.
    pub state: FileState,
    /// What it moves together, in minor units.
    pub total_minor: i64,
    /// Its transfers.
    pub lines: Vec<PaymentFileLine>,
}

/// A transfer of a payment file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaymentFileLine {
    /// Its place in the file, from 1.
    pub line: i64,
    /// The account that sends.
    pub from: i64,
    /// Its name.
    pub from_name: String,
    /// The account that receives.
    pub to: i64,
    /// Its name.
    pub to_name: String,
    /// Minor units.
    pub amount_minor: i64,
    /// The reference that comes back on statements.
    pub end_to_end_id: String,
    /// What it says.
    pub remittance: String,
    /// The day on which a statement showed that it left.
    pub left_on: Option<Date>,
    /// The day on which a statement showed that it arrived.
    pub arrived_on: Option<Date>,
    /// The day on which a statement showed that it came back.
    pub returned_on: Option<Date>,
    /// The day on which the owner no longer waited for it.
    pub given_up_on: Option<Date>,
    /// Whether it should have shown by now.
    pub overdue: bool,
}

impl Query for PaymentFiles {
    const NAME: &'static str = "payment-files";
    type Answer = PaymentFilesAnswer;

    fn about() -> String {
        t!("The payment files that were made, and what has arrived of them.")
    }

    fn answer(&self, context: &mut Context) -> Result<PaymentFilesAnswer, Failure> {
        let limit = self.limit.unwrap_or(20).clamp(1, 200);
        let mut rows = records::files(&mut context.tx, self.before.unwrap_or(i64::MAX), limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let older = rows.last().filter(|_| more).map(|row| row.id);
        let (names, today) = (names(context)?, context.today);
        let mut files = Vec::with_capacity(rows.len());
        for row in rows {
            let lines = records::file_lines(&mut context.tx, row.id)?;
            files.push(view(row, lines, &names, today));
        }
        Ok(PaymentFilesAnswer { files, older })
    }
}

/// One payment file with what it says, to be handed to the bank.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentFile {
    /// The file.
    pub file: i64,
}

/// A payment file and its content.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaymentFileAnswer {
    /// The file.
    #[serde(flatten)]
    pub file: PaymentFileView,
    /// A name to save it under.
    pub file_name: String,
    /// What it says, exactly as it was made.
    pub content: String,
}

impl Query for PaymentFile {
    const NAME: &'static str = "payment-file";
    type Answer = PaymentFileAnswer;

    fn about() -> String {
        t!("A payment file as it is handed to the bank.")
    }

    fn answer(&self, context: &mut Context) -> Result<PaymentFileAnswer, Failure> {
        let row = records::file(&mut context.tx, self.file)?;
        let row = row.ok_or_else(|| Failure::not_found(&t!("payment file"), self.file))?;
        let lines = records::file_lines(&mut context.tx, row.id)?;
        let (names, today) = (names(context)?, context.today);
        let ending = if row.format == "csv" { "csv" } else { "xml" };
        let (file_name, content) = (format!("{}.{ending}", row.message_id), row.content.clone());
        Ok(PaymentFileAnswer { file: view(row, lines, &names, today), file_name, content })
    }
}

fn names(context: &mut Context) -> Result<HashMap<i64, String>, Failure> {
    Ok(books::accounts(context)?.iter().map(|account| (account.id, account.name.clone())).collect())
}

fn view(row: FileRow, lines: Vec<FileLineRow>, names: &HashMap<i64, String>, today: Date) -> PaymentFileView {
    let late = row.withdrawn_on.is_none() && (today - row.requested_on).get_days() > WAITED_DAYS;
    let name = |account: i64| names.get(&account).cloned().unwrap_or_default();
    let seen = lines.iter().filter(|line| line.left_line.is_some() || line.arrived_line.is_some()).count();
    let state = if row.withdrawn_on.is_some() {
        FileState::Withdrawn
    } else if lines.iter().all(|line| line.arrived_line.is_some()) {
        FileState::Arrived
    } else if lines.iter().all(FileLineRow::has_ended) {
        FileState::Ended
    } else if seen > 0 {
        FileState::UnderWay
    } else {
        FileState::Made
    };
    PaymentFileView {
        id: row.id,
        message_id: row.message_id,
        format: row.format,
        currency: row.currency,
        requested_on: row.requested_on,
        made_on: row.made_on,
        state,
        total_minor: ledger::sum(lines.iter().map(|line| line.amount)).unwrap_or(i64::MAX),
        lines: lines
            .into_iter()
            .map(|line| PaymentFileLine {
                overdue: late && !line.has_ended(),
                returned_on: line.returned_on,
                given_up_on: line.given_up_on,
                line: line.line,
                from: line.from_account,
                from_name: name(line.from_account),
                to: line.to_account,
                to_name: name(line.to_account),
                amount_minor: line.amount,
                end_to_end_id: line.end_to_end_id,
                remittance: line.remittance,
                left_on: line.left_on,
                arrived_on: line.arrived_on,
            })
            .collect(),
    }
}

/// The transfers in payment files of which a statement has still to show a side.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedPayments {}

/// Sides of transfers that statements are to show.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExpectedPaymentsAnswer {
    /// The sides, oldest first.
    pub sides: Vec<ExpectedPayment>,
}

/// One side of a transfer that a statement is to show.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExpectedPayment {
    /// The payment file.
    pub file: i64,
    /// Its line.
    pub line: i64,
    /// The account on which it will show.
    pub account: i64,
    /// Minor units; what leaves is negative.
    pub amount_minor: i64,
    /// The reference.
    pub end_to_end_id: String,
    /// The day for which it was ordered.
    pub requested_on: Date,
}

impl Query for ExpectedPayments {
    const NAME: &'static str = "expected-payments";
    type Answer = ExpectedPaymentsAnswer;

    fn about() -> String {
        t!("The transfers handed to the bank that no statement has shown yet.")
    }

    fn answer(&self, context: &mut Context) -> Result<ExpectedPaymentsAnswer, Failure> {
        let all = crate::expected_sides(context)?.into_iter();
        // That a transfer comes back is possible, not expected.
        let sides = all.filter(|side| side.kind != SideKind::Returns).map(|side: ExpectedSide| ExpectedPayment {
            file: side.file,
            line: side.line,
            account: side.account,
            amount_minor: side.amount_minor,
            end_to_end_id: side.end_to_end_id,
            requested_on: side.requested_on,
        });
        Ok(ExpectedPaymentsAnswer { sides: sides.collect() })
    }
}
