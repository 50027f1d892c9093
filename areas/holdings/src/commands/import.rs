//! A list of events comes in, or goes again.

use std::collections::HashSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use books::rules::rates::decimal;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::Currency;
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    coming::ReceiveCrypto,
    moving::{MoveCrypto, PayCryptoFee},
    take_back::take_back,
    trading::{BuyCrypto, SellCrypto, SwapCrypto},
};
use crate::{
    booking::settle,
    event::{Event, EventKind},
    records,
    refusal::{CryptoRefusal, REFUSALS},
    rules::file::{FileProblem, Row, kind_of, rows},
};

/// Brings in a list of crypto events as CSV with the columns date, type, asset and quantity, and amount, wallet, into,
/// into_asset, into_quantity, fee, id and text where they say something. All of it comes in or nothing.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportCrypto {
    /// The file’s name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// The wallet of rows that name none.
    pub wallet: String,
    /// The account that purchases were paid from and sales arrived in.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// The income that received assets are; other income when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "category"))]
    pub category: Option<i64>,
}

/// Events that came in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportedCrypto {
    /// By which they can be taken out again.
    pub import: i64,
    /// How many were new.
    pub new: i64,
    /// How many were here already.
    pub known: i64,
}

impl Command for ImportCrypto {
    const NAME: &'static str = "import-crypto";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = ImportedCrypto;

    fn about() -> String {
        t!("Bring in a list of crypto events.")
    }

    fn perform(&self, context: &mut Context) -> Result<ImportedCrypto, Failure> {
        let bytes = STANDARD.decode(self.content.trim()).map_err(|_| CryptoRefusal::NotBase64)?;
        let rows = rows(&bytes).map_err(CryptoRefusal::File)?;
        let known: HashSet<String> = records::references(&mut context.tx)?.into_iter().collect();
        let import = context.tx.next_id()?;
        let income = match self.category {
            Some(category) => category,
            None => books::account_for_role(context, "other-income")?,
        };
        let currency = books::account(context, self.account)?.currency;
        let mut new = 0;
        let count = rows.len() as i64;
        // In the order of their days, what came first: a wallet is there once something has come into it.
        let mut rows: Vec<&Row> = rows.iter().filter(|row| !known.contains(&row.reference)).collect();
        rows.sort_by_key(|row| {
            let class = match kind_of(&row.kind) {
                Some(EventKind::Bought | EventKind::Received | EventKind::Opened) => 0,
                Some(EventKind::Moved) => 1,
                _ => 2,
            };
            (row.on, class)
        });
        for row in rows {
            let mut event = self.event(context, row, (income, currency))?;
            event.id = context.tx.next_id()?;
            (event.import, event.reference) = (import, row.reference.clone());
            records::insert_event(&mut context.tx, &event)?;
            new += 1;
        }
        settle(context, None)?;
        Ok(ImportedCrypto { import, new, known: count - new })
    }

    fn sentence(&self, outcome: &ImportedCrypto) -> String {
        tn!(
            outcome.new,
            "Brought in {count} crypto event from {file}.",
            "Brought in {count} crypto events from {file}.",
            file = self.file_name
        )
    }

    fn undo(&self, outcome: &ImportedCrypto) -> Undo {
        Undo::Compensating { command: ForgetCryptoImport::NAME, input: json!({ "import": outcome.import }) }
    }

    fn for_the_log(&self) -> Value {
        json!({ "file_name": self.file_name, "wallet": self.wallet, "account": self.account, "category": self.category })
    }
}

impl ImportCrypto {
    /// What a row tells, by the command that would tell it. A refusal of one is a refusal of its line.
    fn event(&self, context: &mut Context, row: &Row, (income, currency): (i64, Currency)) -> Result<Event, Failure> {
        let line = |column: &'static str| CryptoRefusal::File(FileProblem::Line { line: row.line, column });
        let kind = kind_of(&row.kind).ok_or_else(|| line("type"))?;
        let books = context.settings.currency;
        let amount = |currency: Currency| minor(&row.amount, currency).ok_or_else(|| line("amount"));
        let stated = || if row.amount.is_empty() { Ok(None) } else { amount(books).map(Some) };
        let wallet = if row.wallet.is_empty() { self.wallet.clone() } else { row.wallet.clone() };
        let (asset, quantity, on, text) = (row.asset.clone(), row.quantity.clone(), row.on, row.text.clone());
        let event = match kind {
            EventKind::Bought => {
                let (amount_minor, paid_from) = (amount(currency)?, self.account);
                BuyCrypto { wallet, asset, quantity, amount_minor, paid_from, worth_minor: None, on, text }
                    .event(context)
            }
            EventKind::Sold => {
                let (amount_minor, into) = (amount(currency)?, self.account);
                SellCrypto { wallet, asset, quantity, amount_minor, into, worth_minor: None, on, text }.event(context)
            }
            EventKind::Swapped => {
                let (into_asset, into_quantity) = (row.into_asset.clone(), row.into_quantity.clone());
                let worth_minor = stated()?;
                SwapCrypto { wallet, asset, quantity, into_asset, into_quantity, worth_minor, on, text }.event(context)
            }
            EventKind::Moved => {
                let (into, fee) = (row.into.clone(), row.fee.clone());
                MoveCrypto { wallet, into, asset, quantity, fee, on, text }.event(context)
            }
            EventKind::Fee => PayCryptoFee { wallet, asset, quantity, on, text }.event(context),
            EventKind::Opened | EventKind::Received | EventKind::Spent => {
                let (worth_minor, category) = (stated()?, income);
                let (by_document, tax_code, party) = (false, None, None);
                ReceiveCrypto { wallet, asset, quantity, worth_minor, by_document, category, tax_code, on, party, text }
                    .event(context)
            }
        };
        event.map_err(|failure| match failure {
            Failure::Refused(mut refused) => {
                refused.sentence = format!("{} {}", t!("Line {line}:", line = row.line), refused.sentence);
                refused.field = Some("content".into());
                Failure::Refused(refused)
            }
            failure => failure,
        })
    }
}

/// An amount of a file in minor units; one finer than those is none.
fn minor(text: &str, currency: Currency) -> Option<i64> {
    let (number, under) = decimal(text.trim().trim_start_matches('-'))?;
    let scaled = number.checked_mul(10_i128.checked_pow(currency.decimals())?)?;
    if scaled % under == 0 { i64::try_from(scaled / under).ok() } else { None }
}

/// Takes back what a list brought in.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetCryptoImport {
    /// The import, as its outcome named it.
    pub import: i64,
}

impl Command for ForgetCryptoImport {
    const NAME: &'static str = "forget-crypto-import";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = i64;

    fn about() -> String {
        t!("Take back the crypto events that a list brought.")
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        // 0 marks the events that were told alone.
        let events =
            if self.import > 0 { records::events_of_import(&mut context.tx, self.import)? } else { Vec::new() };
        if events.is_empty() {
            return Err(CryptoRefusal::NoSuchImport(self.import).into());
        }
        for event in &events {
            take_back(context, *event, true)?;
        }
        settle(context, None)?;
        Ok(i64::try_from(events.len()).unwrap_or(i64::MAX))
    }

    fn sentence(&self, outcome: &i64) -> String {
        tn!(*outcome, "Took back {count} crypto event.", "Took back {count} crypto events.")
    }

    fn undo(&self, _: &i64) -> Undo {
        Undo::None { reason: t!("Bring the file in again.") }
    }
}
