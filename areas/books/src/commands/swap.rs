//! Currencies that change hands between pockets, without any account changing.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, Undo, UndoKind};
use ledger::{Currency, Part, PartReason};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::ReverseEntry;
use crate::{
    accounts::pockets,
    journal::{Draft, Source, SplitOf, post},
    rates::{rate_for, worth_in_books},
};

/// One pocket gives another money of another currency and has its worth in the books’ currency for it: both are worth as much
/// as before, and no account changes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExchangeBetweenPockets {
    /// The pocket that gives the other currency.
    #[schemars(extend("x-picker" = "pocket"))]
    pub from: i64,
    /// The pocket that gets it, and pays for it.
    #[schemars(extend("x-picker" = "pocket"))]
    pub to: i64,
    /// How much of the other currency, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
    /// The other currency.
    pub currency: Currency,
    /// What it is worth in the books’ currency, in minor units; by the rate of the day when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub book_amount_minor: Option<i64>,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// Currencies that changed hands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExchangedBetweenPockets {
    /// The entry.
    pub entry: i64,
    /// The pocket that gave the other currency.
    pub from: String,
    /// The pocket that has it.
    pub to: String,
    /// How much, as written.
    pub amount: String,
    /// What was paid for it, as written.
    pub paid: String,
}

#[derive(Debug)]
enum SwapRefusal {
    NoSuchPocket { field: &'static str, pocket: i64 },
    SamePocket,
    NotPositive { field: &'static str },
    OwnCurrency { currency: Currency },
    NoRate { currency: Currency, on: Date },
}

impl Refusal for SwapRefusal {
    fn code(&self) -> &'static str {
        match self {
            SwapRefusal::NoSuchPocket { .. } => "no-such-pocket",
            SwapRefusal::SamePocket => "same-pocket",
            SwapRefusal::NotPositive { .. } => "amount-is-not-positive",
            SwapRefusal::OwnCurrency { .. } => "currency-of-the-books",
            SwapRefusal::NoRate { .. } => "rate-is-missing",
        }
    }

    fn sentence(&self) -> String {
        match self {
            SwapRefusal::NoSuchPocket { pocket, .. } => t!("There is no pocket {pocket} here.", pocket = pocket),
            SwapRefusal::SamePocket => t!("The money is in that pocket already."),
            SwapRefusal::NotPositive { .. } => t!("The amount has to be more than nothing."),
            SwapRefusal::OwnCurrency { currency } => {
                t!("The books are kept in {currency}; move the money instead.", currency = currency)
            }
            SwapRefusal::NoRate { currency, on } => t!(
                "There is no rate of {currency} for {day} or the week before.",
                currency = currency,
                day = fmt::date(*on)
            ),
        }
    }

    fn field(&self) -> Option<String> {
        Some(
            match self {
                SwapRefusal::NoSuchPocket { field, .. } | SwapRefusal::NotPositive { field } => field,
                SwapRefusal::SamePocket => "to",
                SwapRefusal::OwnCurrency { .. } => "currency",
                SwapRefusal::NoRate { .. } => "book_amount_minor",
            }
            .into(),
        )
    }
}

fn named(context: &mut Context, pocket: i64, field: &'static str) -> Result<String, Failure> {
    let found = pockets(context)?.iter().find(|known| known.id == pocket && !known.closed);
    found.map(|known| known.name.clone()).ok_or_else(|| SwapRefusal::NoSuchPocket { field, pocket }.into())
}

impl Command for ExchangeBetweenPockets {
    const NAME: &'static str = "exchange-between-pockets";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] =
        &["no-such-pocket", "same-pocket", "amount-is-not-positive", "currency-of-the-books", "rate-is-missing"];
    type Outcome = ExchangedBetweenPockets;

    fn about() -> String {
        t!("Let one pocket give another a currency for its worth.")
    }

    fn perform(&self, context: &mut Context) -> Result<ExchangedBetweenPockets, Failure> {
        let from = named(context, self.from, "from")?;
        let to = named(context, self.to, "to")?;
        if self.from == self.to {
            return Err(SwapRefusal::SamePocket.into());
        }
        if self.amount_minor <= 0 {
            return Err(SwapRefusal::NotPositive { field: "amount_minor" }.into());
        }
        let books = context.settings.currency;
        if self.currency == books {
            return Err(SwapRefusal::OwnCurrency { currency: books }.into());
        }
        let on = self.on.unwrap_or(context.today);
        let worth = match self.book_amount_minor {
            Some(stated) => stated,
            None => rate_for(context, self.currency, on)?
                .and_then(|rate| worth_in_books(context, self.amount_minor, self.currency, rate))
                .ok_or(SwapRefusal::NoRate { currency: self.currency, on })?,
        };
        if worth <= 0 {
            return Err(SwapRefusal::NotPositive { field: "book_amount_minor" }.into());
        }
        let part = |pocket, amount_minor| Part { pocket, amount_minor, reason: PartReason::Moved, permille: None };
        let split = SplitOf::Exactly(vec![
            (self.currency, part(self.from, -self.amount_minor)),
            (self.currency, part(self.to, self.amount_minor)),
            (books, part(self.to, -worth)),
            (books, part(self.from, worth)),
        ]);
        let draft = Draft {
            posted_on: on,
            text: t!("{currency} from {from} to {to}", currency = self.currency, from = from, to = to),
            note: String::new(),
            party: None,
            source: Source::HAND,
            postings: Vec::new(),
            split,
        };
        let entry = post(context, draft)?;
        let amount = fmt::money(self.amount_minor, self.currency.code());
        Ok(ExchangedBetweenPockets { entry, from, to, amount, paid: fmt::money(worth, books.code()) })
    }

    fn sentence(&self, outcome: &ExchangedBetweenPockets) -> String {
        t!(
            "{from} gave {amount} to {to} for {paid}.",
            from = outcome.from,
            amount = outcome.amount,
            to = outcome.to,
            paid = outcome.paid
        )
    }

    fn undo(&self, outcome: &ExchangedBetweenPockets) -> Undo {
        Undo::Exact { command: ReverseEntry::NAME, input: json!({ "entry": outcome.entry }) }
    }
}
