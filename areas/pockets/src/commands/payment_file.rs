//! Payment files: the transfers to make, as a file for the bank; and one that was not handed in after all.

use books::AccountDetails;
use jiff::civil::Date;
use kernel::{Command, Context, Failure, Query, Undo, UndoKind};
use ledger::Currency;
use locale::{fmt, t, tn};
use payments::{PainVersion, PaymentAccount, PaymentFile, PaymentOrder, Problem};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::payment_refusal::{FileRefusal, GIVE_UP_REFUSALS, MAKE_REFUSALS, WITHDRAW_REFUSALS};
use crate::{
    queries::{TransferToMake, TransfersToMake},
    records::{self, FileLineRow, FileRow},
};

/// The file a bank takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum PaymentFormat {
    /// A SEPA credit transfer of today's version; euro alone.
    #[default]
    #[serde(rename = "pain.001.001.09")]
    Pain09,
    /// The version before, which some banks still ask for.
    #[serde(rename = "pain.001.001.03")]
    Pain03,
    /// A table, for any currency.
    #[serde(rename = "csv")]
    Csv,
}

impl PaymentFormat {
    pub(crate) fn word(self) -> &'static str {
        match self {
            PaymentFormat::Pain09 => PainVersion::V09.name(),
            PaymentFormat::Pain03 => PainVersion::V03.name(),
            PaymentFormat::Csv => "csv",
        }
    }
}

/// Makes a payment file of the transfers to make.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct MakePaymentFile {
    /// Only these transfers, each as the ids of its accounts: `12-15`; all that are proposed when absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// The currency; that of the books when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The day for which the bank is to make them; today when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_on: Option<Date>,
    /// The file: `pain.001.001.09`, `pain.001.001.03` or `csv`.
    pub format: PaymentFormat,
    /// Smaller differences wait, in minor units; ten units of the currency when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub minimum_minor: Option<i64>,
}

/// A payment file that was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadePaymentFile {
    /// Its id.
    pub file: i64,
    /// The name under which the bank will know it.
    pub message_id: String,
    /// How many transfers it has.
    pub transfers: i64,
    /// What they move together, as written.
    pub amount: String,
}

impl Command for MakePaymentFile {
    const NAME: &'static str = "make-payment-file";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = MAKE_REFUSALS;
    type Outcome = MadePaymentFile;

    fn about() -> String {
        t!("Make a payment file of the transfers to make.")
    }

    fn perform(&self, context: &mut Context) -> Result<MadePaymentFile, Failure> {
        let currency = self.currency.unwrap_or(context.settings.currency);
        let requested_on = self.requested_on.unwrap_or(context.today);
        if requested_on < context.today {
            return Err(FileRefusal::DayPast.into());
        }
        let proposed = TransfersToMake { minimum_minor: self.minimum_minor }.answer(context)?;
        let proposed = proposed.currencies.into_iter().find(|one| one.currency == currency.code());
        let chosen: Vec<TransferToMake> = proposed
            .into_iter()
            .flat_map(|one| one.transfers)
            .filter(|one| self.only.is_empty() || self.only.iter().any(|key| *key == one.key()))
            .collect();
        if chosen.is_empty() {
            return Err(FileRefusal::NothingToTransfer.into());
        }
        let id = context.tx.next_id()?;
        let message_id = format!("MS-{}-{id}", context.today.strftime("%Y%m%d"));
        let details = books::account_details(context)?;
        let business = context.settings.name.clone();
        let orders: Vec<PaymentOrder> = chosen
            .iter()
            .enumerate()
            .map(|(position, one)| PaymentOrder {
                debtor: end(&details, one.from, &one.from_name, &business),
                creditor: end(&details, one.to, &one.to_name, &business),
                amount_minor: one.amount_minor,
                currency,
                end_to_end_id: format!("{message_id}-{}", position + 1),
                remittance: remittance(one),
                requested_on,
            })
            .collect();
        let created_at = context.now.to_zoned(context.settings.zone()).datetime();
        let file = PaymentFile { message_id: message_id.clone(), created_at, initiator: business, orders };
        let content = self.content(&file)?;
        let line = |(position, (one, order)): (usize, (&TransferToMake, &PaymentOrder))| FileLineRow {
            file: id,
            line: position as i64 + 1,
            from_account: one.from,
            to_account: one.to,
            amount: one.amount_minor,
            end_to_end_id: order.end_to_end_id.clone(),
            remittance: order.remittance.clone(),
            left_line: None,
            left_on: None,
            arrived_line: None,
            arrived_on: None,
            returned_line: None,
            returned_on: None,
            given_up_on: None,
        };
        let lines: Vec<FileLineRow> = chosen.iter().zip(&file.orders).enumerate().map(line).collect();
        let row = FileRow {
            id,
            message_id: message_id.clone(),
            format: self.format.word().to_owned(),
            currency: currency.code().to_owned(),
            requested_on,
            made_on: context.today,
            content,
            withdrawn_on: None,
        };
        records::insert_file(&mut context.tx, &row, &lines)?;
        let total = ledger::sum(chosen.iter().map(|one| one.amount_minor)).unwrap_or(i64::MAX);
        let amount = fmt::money(total, currency.code());
        Ok(MadePaymentFile { file: id, message_id, transfers: lines.len() as i64, amount })
    }

    fn sentence(&self, outcome: &MadePaymentFile) -> String {
        tn!(
            outcome.transfers,
            "Made a payment file with {count} transfer of {amount}. Save it and hand it to your bank.",
            "Made a payment file with {count} transfers of {amount} together. Save it and hand it to your bank.",
            amount = outcome.amount
        )
    }

    fn undo(&self, outcome: &MadePaymentFile) -> Undo {
        Undo::Compensating { command: WithdrawPaymentFile::NAME, input: json!({ "file": outcome.file }) }
    }
}

impl MakePaymentFile {
    fn content(&self, file: &PaymentFile) -> Result<String, FileRefusal> {
        let version = match self.format {
            PaymentFormat::Csv => return Ok(payments::csv(file)),
            PaymentFormat::Pain09 => PainVersion::V09,
            PaymentFormat::Pain03 => PainVersion::V03,
        };
        payments::pain_xml(file, version).map_err(|problem| {
            let order = file.orders.get(problem.position);
            let named = |read: fn(&PaymentOrder) -> &PaymentAccount| {
                order.map(|order| read(order).name.clone()).unwrap_or_default()
            };
            match problem.what {
                Problem::NotEuro => FileRefusal::NotEuro {
                    currency: order.map(|order| order.currency.code().to_owned()).unwrap_or_default(),
                },
                Problem::DebtorWithoutIban => FileRefusal::NoIban { account: named(|order| &order.debtor) },
                Problem::CreditorWithoutIban => FileRefusal::NoIban { account: named(|order| &order.creditor) },
                what => FileRefusal::NotTaken { what },
            }
        })
    }
}

impl TransferToMake {
    /// Its accounts, by which it is chosen: `12-15`.
    pub(crate) fn key(&self) -> String {
        format!("{}-{}", self.from, self.to)
    }
}

/// An end of a payment: what is written down of the account, checked when it was written.
pub(crate) fn end(details: &[AccountDetails], account: i64, name: &str, business: &str) -> PaymentAccount {
    let known = details.iter().find(|known| known.account == account);
    let holder = known.map(|known| known.holder.as_str()).filter(|holder| !holder.is_empty()).unwrap_or(business);
    PaymentAccount {
        holder: holder.to_owned(),
        name: name.to_owned(),
        iban: known.and_then(|known| known.iban.parse().ok()),
        bic: known.and_then(|known| known.bic.parse().ok()),
    }
}

/// What the transfer says on statements: the pockets it is for.
fn remittance(one: &TransferToMake) -> String {
    let names: Vec<&str> = one.pockets.iter().map(|pocket| pocket.name.as_str()).collect();
    names.join(", ")
}

/// Withdraws a payment file that was not handed to the bank after all.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawPaymentFile {
    /// The payment file.
    pub file: i64,
}

/// A payment file that was withdrawn.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WithdrawnPaymentFile {
    /// The name under which the bank would have known it.
    pub message_id: String,
}

impl Command for WithdrawPaymentFile {
    const NAME: &'static str = "withdraw-payment-file";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = WITHDRAW_REFUSALS;
    type Outcome = WithdrawnPaymentFile;

    fn about() -> String {
        t!("Withdraw a payment file that the bank does not have.")
    }

    fn perform(&self, context: &mut Context) -> Result<WithdrawnPaymentFile, Failure> {
        let row = records::file(&mut context.tx, self.file)?.ok_or(FileRefusal::NoSuchFile(self.file))?;
        if row.withdrawn_on.is_some() {
            return Err(FileRefusal::Withdrawn.into());
        }
        let lines = records::file_lines(&mut context.tx, row.id)?;
        if lines.iter().any(|line| line.left_line.is_some() || line.arrived_line.is_some()) {
            return Err(FileRefusal::Seen.into());
        }
        let today = context.today;
        records::set_file_withdrawn(&mut context.tx, row.id, today)?;
        Ok(WithdrawnPaymentFile { message_id: row.message_id })
    }

    fn sentence(&self, outcome: &WithdrawnPaymentFile) -> String {
        t!("Withdrew the payment file {name}. Do not hand it to the bank any more.", name = outcome.message_id)
    }

    fn undo(&self, _: &WithdrawnPaymentFile) -> Undo {
        Undo::None { reason: t!("Make a new payment file instead; a bank takes each name only once.") }
    }
}

/// Says that the bank did not make a transfer of a payment file: it is waited for no more, and what is missing is proposed
/// again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveUpTransfer {
    /// The payment file.
    pub file: i64,
    /// Its transfer, from 1.
    pub line: i64,
    /// False to wait for it again.
    #[serde(default = "yes")]
    pub given_up: bool,
}

fn yes() -> bool {
    true
}

/// A transfer that is waited for no more, or again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GivenUpTransfer {
    /// What it moves, as written.
    pub amount: String,
}

impl Command for GiveUpTransfer {
    const NAME: &'static str = "give-up-transfer";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = GIVE_UP_REFUSALS;
    type Outcome = GivenUpTransfer;

    fn about() -> String {
        t!("Say that the bank did not make a transfer of a payment file.")
    }

    fn perform(&self, context: &mut Context) -> Result<GivenUpTransfer, Failure> {
        let file = records::file(&mut context.tx, self.file)?.ok_or(FileRefusal::NoSuchFile(self.file))?;
        let lines = records::file_lines(&mut context.tx, file.id)?;
        let line = lines.iter().find(|line| line.line == self.line).ok_or(FileRefusal::NoSuchLine(self.line))?;
        if self.given_up && (file.withdrawn_on.is_some() || line.has_ended()) {
            return Err(FileRefusal::HasEnded.into());
        }
        if !self.given_up && line.given_up_on.is_none() {
            return Err(FileRefusal::NotGivenUp.into());
        }
        let on = self.given_up.then_some(context.today);
        records::set_given_up(&mut context.tx, self.file, self.line, on)?;
        Ok(GivenUpTransfer { amount: fmt::money(line.amount, &file.currency) })
    }

    fn sentence(&self, outcome: &GivenUpTransfer) -> String {
        if self.given_up {
            t!("The transfer of {amount} is waited for no more.", amount = outcome.amount)
        } else {
            t!("The transfer of {amount} is waited for again.", amount = outcome.amount)
        }
    }

    fn undo(&self, _: &GivenUpTransfer) -> Undo {
        Undo::Exact {
            command: GiveUpTransfer::NAME,
            input: json!({ "file": self.file, "line": self.line, "given_up": !self.given_up }),
        }
    }
}
