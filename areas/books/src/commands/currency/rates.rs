//! Rates come in: one by the owner's word, many by a file.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{ToSpan, civil::Date};
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::Currency;
use locale::{fmt, t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::{CurrencyRefusal, REFUSALS};
use crate::{
    rates::{forget, rate_for},
    records::{self, RateRow},
    rules::{
        rate_file::read_rates,
        rates::{Rate, RateSource, is_far_off, parse_rate, rate_text},
    },
};

/// Sets what a currency was worth on a day, or forgets it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRate {
    /// The currency, by its three letters.
    pub currency: Currency,
    /// What one unit of it was worth in the books' currency: 0.9195. Empty to forget the rate of that day.
    #[serde(default)]
    pub rate: String,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// Whether a document states it (an invoice, a receipt), rather than you.
    #[serde(default)]
    pub by_document: bool,
    /// Set it although it is far off the rate of the days before.
    #[serde(default)]
    pub even_if_far_off: bool,
}

/// A rate that was set or forgotten, and what stood there before.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RateBefore {
    /// The day.
    pub on: Date,
    /// The rate before; none where there was none.
    pub before: Option<String>,
}

impl SetRate {
    fn source(&self) -> RateSource {
        if self.by_document { RateSource::Document } else { RateSource::Owner }
    }
}

impl Command for SetRate {
    const NAME: &'static str = "set-rate";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = RateBefore;

    fn about() -> String {
        t!("Say what a currency was worth on a day.")
    }

    fn perform(&self, context: &mut Context) -> Result<RateBefore, Failure> {
        if self.currency == context.settings.currency {
            return Err(CurrencyRefusal::BooksOwn(self.currency).into());
        }
        let on = self.on.unwrap_or(context.today);
        if on > context.today {
            return Err(CurrencyRefusal::Later.into());
        }
        let before = records::rate(&mut context.tx, self.currency, on, self.source())?;
        if self.rate.trim().is_empty() {
            if before.is_none() {
                return Err(CurrencyRefusal::NotSet { currency: self.currency, on }.into());
            }
            records::delete_rate(&mut context.tx, self.currency, on, self.source())?;
        } else {
            let rate = parse_rate(&self.rate).ok_or(CurrencyRefusal::BadRate)?;
            let near =
                rate_for(context, self.currency, on)?.filter(|near| (near.on, near.source) != (on, self.source()));
            if let Some(near) = near.filter(|near| !self.even_if_far_off && is_far_off(rate, near.rate)) {
                let books = context.settings.currency;
                return Err(CurrencyRefusal::FarOff { currency: self.currency, near, books }.into());
            }
            let rate = Rate { on, source: self.source(), rate };
            records::write_rate(&mut context.tx, RateRow { currency: self.currency, rate, import: 0 })?;
        }
        forget(context);
        Ok(RateBefore { on, before: before.map(|row| rate_text(row.rate.rate)) })
    }

    fn sentence(&self, outcome: &RateBefore) -> String {
        let day = fmt::date(outcome.on);
        if self.rate.trim().is_empty() {
            return t!("Forgot the rate of {currency} on {day}.", currency = self.currency, day = day);
        }
        t!("One {currency} was worth {rate} on {day}.", currency = self.currency, rate = self.rate.trim(), day = day)
    }

    fn undo(&self, outcome: &RateBefore) -> Undo {
        let rate = outcome.before.clone().unwrap_or_default();
        // What stood there before was asked about when it was set.
        let input = json!({ "currency": self.currency, "on": outcome.on, "rate": rate, "by_document": self.by_document,
            "even_if_far_off": true });
        Undo::Exact { command: SetRate::NAME, input }
    }
}

/// Brings in a file of rates: the European Central Bank's table or document, or a list of day, currency and rate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRates {
    /// The file's name, as the owner knows it.
    pub file_name: String,
    /// The file, as base64.
    #[schemars(extend("x-picker" = "file"))]
    pub content: String,
    /// The first day to keep; a year before the books begin when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
}

/// Rates that came in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ImportedRates {
    /// By which they can be taken out again.
    pub import: i64,
    /// How many were new.
    pub new: i64,
    /// How many were here already and stay as they were.
    pub known: i64,
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

impl Command for ImportRates {
    const NAME: &'static str = "import-rates";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = ImportedRates;

    fn about() -> String {
        t!("Bring in a file of exchange rates, such as the European Central Bank's.")
    }

    fn perform(&self, context: &mut Context) -> Result<ImportedRates, Failure> {
        let bytes = STANDARD.decode(self.content.trim()).map_err(|_| CurrencyRefusal::NotBase64)?;
        let mut rates = read_rates(&bytes, context.settings.currency).map_err(CurrencyRefusal::File)?;
        let from = self.from.unwrap_or_else(|| context.settings.starts_on.saturating_sub(1.year()));
        rates.retain(|rate| rate.on >= from);
        // A day named twice counts as the file names it first.
        rates.sort_by_key(|rate| (rate.currency, rate.on));
        rates.dedup_by_key(|rate| (rate.currency, rate.on));
        let import = context.tx.next_id()?;
        let row = |one: &crate::rules::rate_file::FileRate| RateRow {
            currency: one.currency,
            rate: Rate { on: one.on, source: RateSource::CentralBank, rate: one.rate },
            import,
        };
        let rows: Vec<RateRow> = rates.iter().map(row).collect();
        let new = i64::try_from(records::insert_new_rates(&mut context.tx, &rows)?).unwrap_or(i64::MAX);
        forget(context);
        let days = || rates.iter().map(|rate| rate.on);
        let known = i64::try_from(rows.len()).unwrap_or(i64::MAX) - new;
        Ok(ImportedRates { import, new, known, first: days().min(), last: days().max() })
    }

    fn sentence(&self, outcome: &ImportedRates) -> String {
        tn!(
            outcome.new,
            "Brought in {count} rate from {file}.",
            "Brought in {count} rates from {file}.",
            file = self.file_name
        )
    }

    fn undo(&self, outcome: &ImportedRates) -> Undo {
        Undo::Compensating { command: ForgetRates::NAME, input: json!({ "import": outcome.import }) }
    }

    fn for_the_log(&self) -> Value {
        json!({ "file_name": self.file_name, "from": self.from })
    }
}

/// Forgets the rates that a file brought. What was booked with them stays.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetRates {
    /// The import, as its outcome named it.
    pub import: i64,
}

impl Command for ForgetRates {
    const NAME: &'static str = "forget-rates";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = i64;

    fn about() -> String {
        t!("Forget the rates that a file brought.")
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        // 0 marks the rates that came alone.
        let gone = if self.import > 0 { records::delete_rates_of_import(&mut context.tx, self.import)? } else { 0 };
        if gone == 0 {
            return Err(CurrencyRefusal::NoSuchImport(self.import).into());
        }
        forget(context);
        Ok(i64::try_from(gone).unwrap_or(i64::MAX))
    }

    fn sentence(&self, outcome: &i64) -> String {
        tn!(*outcome, "Forgot {count} rate.", "Forgot {count} rates.")
    }

    fn undo(&self, _: &i64) -> Undo {
        Undo::None { reason: t!("Bring the file in again.") }
    }
}
