//! The pockets: what each holds, its share, and every cent that made it so.

use jiff::civil::Date;
use kernel::{Context, Failure, Query};
use ledger::{Currency, PartReason};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{page_size, place, place_text};
use crate::{Pocket, accounts, journal, records, shares};

/// The pockets at the end of a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Pockets {
    /// The day; today when absent.
    pub on: Option<Date>,
}

/// The pockets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketsAnswer {
    /// The day.
    pub on: Date,
    /// The currency of the books.
    pub currency: String,
    /// The pockets in their order.
    pub pockets: Vec<PocketState>,
    /// What they hold together, in the books' currency: the same as the cash.
    pub total_minor: i64,
    /// What they hold in other currencies: currency and minor units.
    pub others: Vec<(String, i64)>,
    /// The same pocket by pocket.
    pub foreign: Vec<ForeignHolding>,
}

/// What a pocket holds in another currency than the books'.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ForeignHolding {
    /// The currency.
    pub currency: String,
    /// The pocket.
    pub pocket: i64,
    /// What it holds, in minor units of the currency.
    pub holds_minor: i64,
}

/// A pocket and what it holds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketState {
    /// The pocket.
    #[serde(flatten)]
    pub pocket: Pocket,
    /// What it holds in the books' currency, in minor units.
    pub holds_minor: i64,
    /// Its share of a deposit on that day, in thousandths.
    pub permille: i64,
    /// The most it is to hold.
    pub cap_minor: Option<i64>,
}

impl Query for Pockets {
    const NAME: &'static str = "pockets";
    type Answer = PocketsAnswer;

    fn about() -> String {
        t!("The pockets, what each holds, and its share of a deposit.")
    }

    fn answer(&self, context: &mut Context) -> Result<PocketsAnswer, Failure> {
        journal::flush(context)?;
        let on = self.on.unwrap_or(context.today);
        let currency = context.settings.currency;
        let held = records::pockets_on(&mut context.tx, on)?;
        let rows = shares::rows_on(context, on)?;
        let pockets: Vec<PocketState> = accounts::pockets(context)?
            .iter()
            .map(|pocket| {
                let share = rows.iter().find(|row| row.pocket == pocket.id);
                let holds = held.iter().find(|held| held.pocket == pocket.id && held.currency == currency.code());
                PocketState {
                    pocket: pocket.clone(),
                    holds_minor: holds.map_or(0, |held| held.amount),
                    permille: share.map_or(0, |row| row.permille),
                    cap_minor: share.and_then(|row| row.cap_minor),
                }
            })
            .collect();
        let mut others: Vec<(String, i64)> = Vec::new();
        let mut foreign: Vec<ForeignHolding> = Vec::new();
        for held in held.into_iter().filter(|held| held.currency != currency.code()) {
            match others.iter_mut().find(|(code, _)| *code == held.currency) {
                Some((_, sum)) => *sum = sum.saturating_add(held.amount),
                None => others.push((held.currency.clone(), held.amount)),
            }
            foreign.push(ForeignHolding { currency: held.currency, pocket: held.pocket, holds_minor: held.amount });
        }
        let total_minor = ledger::sum(pockets.iter().map(|state| state.holds_minor)).unwrap_or(i64::MAX);
        Ok(PocketsAnswer { on, currency: currency.code().to_string(), pockets, total_minor, others, foreign })
    }
}

/// The moves of a pocket, newest first: every cent and why.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PocketLedger {
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
    /// The currency; the books' own when absent.
    #[serde(default)]
    pub currency: Option<Currency>,
    /// Moves before this place, as the answer before gave it.
    #[serde(default)]
    pub before: Option<String>,
    /// How many; 50 when absent.
    #[serde(default)]
    pub limit: Option<i64>,
}

/// Moves of a pocket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketLedgerAnswer {
    /// The pocket.
    pub pocket: Pocket,
    /// The currency.
    pub currency: String,
    /// The moves.
    pub lines: Vec<PocketLine>,
    /// What to give as `before` for older moves; absent at the end.
    pub older: Option<String>,
}

/// A move of a pocket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PocketLine {
    /// The entry.
    pub entry: i64,
    /// Its day.
    pub posted_on: Date,
    /// What happened.
    pub text: String,
    /// Who paid or was paid.
    pub party: Option<String>,
    /// Minor units.
    pub amount_minor: i64,
    /// What the pocket held after it.
    pub holds_minor: i64,
    /// Why the pocket has it, in words.
    pub why: String,
}

impl Query for PocketLedger {
    const NAME: &'static str = "pocket-moves";
    type Answer = PocketLedgerAnswer;

    fn about() -> String {
        t!("Every cent that entered or left a pocket, and why.")
    }

    fn answer(&self, context: &mut Context) -> Result<PocketLedgerAnswer, Failure> {
        journal::flush(context)?;
        let pocket = accounts::pockets(context)?.iter().find(|pocket| pocket.id == self.pocket).cloned();
        let pocket = pocket.ok_or_else(|| Failure::not_found(&t!("pocket"), self.pocket))?;
        let currency = self.currency.unwrap_or(context.settings.currency);
        let limit = page_size(self.limit);
        let mut rows =
            records::move_rows(&mut context.tx, pocket.id, currency, place(self.before.as_deref()), limit + 1)?;
        let more = rows.len() as i64 > limit;
        rows.truncate(limit as usize);
        let mut holds = match rows.first() {
            Some(newest) => {
                let newest = (newest.posted_on, newest.entry, newest.line);
                records::pocket_before(&mut context.tx, pocket.id, currency, newest)?
            }
            None => 0,
        };
        let older = rows.last().filter(|_| more).map(|row| place_text(row.posted_on, row.entry, row.line));
        let lines = rows
            .into_iter()
            .map(|row| {
                let holds_minor = holds;
                holds -= row.amount;
                PocketLine {
                    entry: row.entry,
                    posted_on: row.posted_on,
                    why: why(&row),
                    text: row.text,
                    party: row.party,
                    amount_minor: row.amount,
                    holds_minor,
                }
            })
            .collect();
        Ok(PocketLedgerAnswer { pocket, currency: currency.code().to_string(), lines, older })
    }
}

/// Why a pocket has a part, in words.
fn why(row: &records::MoveRow) -> String {
    let share = || locale::fmt::percent_permille(row.permille.unwrap_or(0));
    match (PartReason::from_number(row.reason), row.amount >= 0) {
        (Some(PartReason::TaxContained), true) => t!("Tax contained in what was paid"),
        (Some(PartReason::TaxContained), false) => t!("Tax that comes back, or was paid over"),
        (Some(PartReason::Share), true) => t!("{share} of the deposit", share = share()),
        (Some(PartReason::Share), false) => t!("{share} of what was returned", share = share()),
        (Some(PartReason::Overflow), _) => t!("Overflow from a pocket that is full"),
        (Some(PartReason::Category), true) => t!("Its category belongs to this pocket"),
        (Some(PartReason::Category), false) => t!("Paid from this pocket, as its category says"),
        (Some(PartReason::Moved), _) => t!("Moved by hand"),
        (Some(PartReason::JobCosts), _) => t!("For the costs of its job, before the shares"),
        (Some(PartReason::Advance), true) => t!("A client’s advance, until it is earned"),
        (Some(PartReason::Advance), false) => t!("An advance that was earned or returned"),
        (Some(PartReason::Unassigned) | None, _) => t!("Not assigned to a pocket"),
    }
}
