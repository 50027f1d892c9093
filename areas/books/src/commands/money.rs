//! Money between pockets, and the shares that split deposits.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, Undo, UndoKind};
use ledger::{Currency, Part, PartReason};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{PostedEntry, ReverseEntry};
use crate::{
    accounts::{pocket_of_role, pockets},
    journal::{Draft, Source, SplitOf, post},
    records,
    shares::{self, ShareRow},
};

/// Why money is not moved or shares are not set.
#[derive(Debug)]
enum MoneyRefusal {
    NoSuchPocket { field: String, pocket: i64 },
    SamePocket,
    NotPositive { field: String },
    SharesSum { permille: i64 },
    ShareTwice { position: usize },
    BeforeTheStart { starts_on: Date },
}

const REFUSALS: &[&str] = &[
    "no-such-pocket",
    "same-pocket",
    "amount-is-not-positive",
    "shares-do-not-add-up",
    "pocket-named-twice",
    "before-the-pockets-begin",
];

impl Refusal for MoneyRefusal {
    fn code(&self) -> &'static str {
        match self {
            MoneyRefusal::NoSuchPocket { .. } => "no-such-pocket",
            MoneyRefusal::SamePocket => "same-pocket",
            MoneyRefusal::NotPositive { .. } => "amount-is-not-positive",
            MoneyRefusal::SharesSum { .. } => "shares-do-not-add-up",
            MoneyRefusal::ShareTwice { .. } => "pocket-named-twice",
            MoneyRefusal::BeforeTheStart { .. } => "before-the-pockets-begin",
        }
    }

    fn sentence(&self) -> String {
        match self {
            MoneyRefusal::NoSuchPocket { pocket, .. } => t!("There is no pocket {pocket} here.", pocket = pocket),
            MoneyRefusal::SamePocket => t!("The money is in that pocket already."),
            MoneyRefusal::NotPositive { .. } => t!("The amount has to be more than nothing."),
            MoneyRefusal::SharesSum { permille } => {
                t!("The shares add up to {percent}; they have to be 100%.", percent = fmt::percent_permille(*permille))
            }
            MoneyRefusal::ShareTwice { .. } => t!("A pocket has one share; this one is named twice."),
            MoneyRefusal::BeforeTheStart { starts_on } => {
                t!("The pockets begin on {day}; choose that day or a later one.", day = fmt::date(*starts_on))
            }
        }
    }

    fn field(&self) -> Option<String> {
        match self {
            MoneyRefusal::NoSuchPocket { field, .. } | MoneyRefusal::NotPositive { field } => Some(field.clone()),
            MoneyRefusal::SamePocket => Some("to".into()),
            MoneyRefusal::SharesSum { .. } => Some("shares".into()),
            MoneyRefusal::ShareTwice { position } => Some(format!("shares[{position}].pocket")),
            MoneyRefusal::BeforeTheStart { .. } => Some("from_on".into()),
        }
    }
}

fn pocket_name(context: &mut Context, pocket: i64, field: &str) -> Result<String, Failure> {
    let found = pockets(context)?.iter().find(|known| known.id == pocket).map(|known| known.name.clone());
    found.ok_or_else(|| MoneyRefusal::NoSuchPocket { field: field.into(), pocket }.into())
}

/// Moves money from one pocket to another. No account changes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveMoney {
    /// The pocket it leaves.
    #[schemars(extend("x-picker" = "pocket"))]
    pub from: i64,
    /// The pocket it enters.
    #[schemars(extend("x-picker" = "pocket"))]
    pub to: i64,
    /// How much, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
    /// The currency; that of the books when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Why, in a few words.
    #[serde(default)]
    pub text: String,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// Money that was moved.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MovedMoney {
    /// The entry of the move.
    pub entry: i64,
    /// The pocket it left.
    pub from: String,
    /// The pocket it entered.
    pub to: String,
    /// The amount as written.
    pub amount: String,
}

impl Command for MoveMoney {
    const NAME: &'static str = "move-money";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = MovedMoney;

    fn about() -> String {
        t!("Move money from one pocket to another.")
    }

    fn perform(&self, context: &mut Context) -> Result<MovedMoney, Failure> {
        let from = pocket_name(context, self.from, "from")?;
        let to = pocket_name(context, self.to, "to")?;
        if self.from == self.to {
            return Err(MoneyRefusal::SamePocket.into());
        }
        if self.amount_minor <= 0 {
            return Err(MoneyRefusal::NotPositive { field: "amount_minor".into() }.into());
        }
        let currency = self.currency.unwrap_or(context.settings.currency);
        let amount = fmt::money(self.amount_minor, currency.code());
        let text = match self.text.trim() {
            "" => t!("Moved from {from} to {to}", from = from, to = to),
            text => text.to_string(),
        };
        let moves = vec![(self.from, -self.amount_minor), (self.to, self.amount_minor)];
        let entry = post_moves(context, self.on, text, moves, currency)?;
        Ok(MovedMoney { entry, from, to, amount })
    }

    fn sentence(&self, outcome: &MovedMoney) -> String {
        t!("Moved {amount} from {from} to {to}.", amount = outcome.amount, from = outcome.from, to = outcome.to)
    }

    fn undo(&self, outcome: &MovedMoney) -> Undo {
        Undo::Exact { command: ReverseEntry::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

fn post_moves(
    context: &mut Context,
    on: Option<Date>,
    text: String,
    moves: Vec<(i64, i64)>,
    currency: Currency,
) -> Result<i64, Failure> {
    let parts = moves
        .into_iter()
        .map(|(pocket, amount_minor)| {
            (currency, Part { pocket, amount_minor, reason: PartReason::Moved, permille: None })
        })
        .collect();
    let draft = Draft {
        posted_on: on.unwrap_or(context.today),
        text,
        note: String::new(),
        party: None,
        source: Source::HAND,
        postings: Vec::new(),
        split: SplitOf::Exactly(parts),
    };
    post(context, draft)
}

/// Divides unassigned cash among pockets at once: the start's division, or a sum that waited.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DivideCash {
    /// What each pocket receives.
    pub parts: Vec<DivideCashPart>,
    /// The currency; that of the books when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// The day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// A pocket's part of a division.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DivideCashPart {
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
    /// What it receives, in minor units.
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
}

impl Command for DivideCash {
    const NAME: &'static str = "divide-cash";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = PostedEntry;

    fn about() -> String {
        t!("Divide unassigned cash among the pockets.")
    }

    fn perform(&self, context: &mut Context) -> Result<PostedEntry, Failure> {
        let mut moves = Vec::new();
        let mut divided = 0i64;
        for (position, part) in self.parts.iter().enumerate() {
            let field = format!("parts[{position}].amount_minor");
            pocket_name(context, part.pocket, &format!("parts[{position}].pocket"))?;
            if part.amount_minor < 0 {
                return Err(MoneyRefusal::NotPositive { field }.into());
            }
            if part.amount_minor > 0 {
                divided = divided.checked_add(part.amount_minor).ok_or(MoneyRefusal::NotPositive { field })?;
                moves.push((part.pocket, part.amount_minor));
            }
        }
        if divided == 0 {
            return Err(MoneyRefusal::NotPositive { field: "parts".into() }.into());
        }
        let unassigned = pocket_of_role(context, "unassigned")?.map(|pocket| pocket.id);
        let unassigned = unassigned.ok_or_else(|| Failure::not_found(&t!("pocket"), "unassigned"))?;
        moves.insert(0, (unassigned, -divided));
        let currency = self.currency.unwrap_or(context.settings.currency);
        Ok(PostedEntry { entry: post_moves(context, self.on, t!("Cash divided among the pockets"), moves, currency)? })
    }

    fn sentence(&self, _: &PostedEntry) -> String {
        t!("Divided the unassigned cash among the pockets.")
    }

    fn undo(&self, outcome: &PostedEntry) -> Undo {
        Undo::Exact { command: ReverseEntry::NAME, input: json!({ "entry": outcome.entry }) }
    }
}

/// Sets the shares that split each deposit from a day on. What was split before stays as it was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetShares {
    /// From this day on.
    pub from_on: Date,
    /// The shares; together 1,000 thousandths. Empty takes back what was set for that day.
    pub shares: Vec<ShareInput>,
}

/// A pocket's share.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareInput {
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
    /// Thousandths of what is left of a deposit after the tax contained in it.
    #[schemars(extend("x-picker" = "percent"))]
    pub permille: i64,
    /// The most it is to hold, in minor units; what is more overflows to the next pocket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub cap_minor: Option<i64>,
}

/// Shares that were set.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SetSharesOutcome {
    /// What stood for that day before; empty when nothing did.
    pub before: Vec<ShareBefore>,
}

/// A share as it stood.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShareBefore {
    /// The pocket.
    pub pocket: i64,
    /// Thousandths.
    pub permille: i64,
    /// Its cap.
    pub cap_minor: Option<i64>,
}

impl Command for SetShares {
    const NAME: &'static str = "set-shares";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = SetSharesOutcome;

    fn about() -> String {
        t!("Set each pocket's share of a deposit, from a day on.")
    }

    fn perform(&self, context: &mut Context) -> Result<SetSharesOutcome, Failure> {
        let starts_on = context.settings.starts_on;
        if self.from_on < starts_on {
            return Err(MoneyRefusal::BeforeTheStart { starts_on }.into());
        }
        for (position, share) in self.shares.iter().enumerate() {
            pocket_name(context, share.pocket, &format!("shares[{position}].pocket"))?;
            if share.permille < 0 || share.cap_minor.is_some_and(|cap| cap < 0) {
                return Err(MoneyRefusal::NotPositive { field: format!("shares[{position}].permille") }.into());
            }
            if self.shares[..position].iter().any(|earlier| earlier.pocket == share.pocket) {
                return Err(MoneyRefusal::ShareTwice { position }.into());
            }
        }
        let permille = self.shares.iter().fold(0i64, |sum, share| sum.saturating_add(share.permille));
        if !self.shares.is_empty() && permille != 1000 {
            return Err(MoneyRefusal::SharesSum { permille }.into());
        }
        let before = shares::rows_on(context, self.from_on)?
            .into_iter()
            .filter(|row| row.from_on == self.from_on)
            .map(|row| ShareBefore { pocket: row.pocket, permille: row.permille, cap_minor: row.cap_minor })
            .collect();
        records::delete_shares_from(&mut context.tx, self.from_on)?;
        for share in &self.shares {
            let row = ShareRow {
                from_on: self.from_on,
                pocket: share.pocket,
                permille: share.permille,
                cap_minor: share.cap_minor,
            };
            records::insert_share(&mut context.tx, &row)?;
        }
        shares::forget(context);
        Ok(SetSharesOutcome { before })
    }

    fn sentence(&self, _: &SetSharesOutcome) -> String {
        t!("Set the shares from {day} on.", day = fmt::date(self.from_on))
    }

    fn undo(&self, outcome: &SetSharesOutcome) -> Undo {
        Undo::Exact { command: SetShares::NAME, input: json!({ "from_on": self.from_on, "shares": outcome.before }) }
    }
}
