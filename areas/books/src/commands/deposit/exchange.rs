//! Which pocket's money was exchanged between currencies.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::{Currency, Part, PartReason};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{DepositRefusal, text_of};
use crate::{
    accounts::pockets,
    deposit::{self, EXCHANGE},
    journal::{self, Draft, Source, SplitOf, post},
    records,
};

/// Says which pocket’s money an exchange between currencies was: what left in one currency leaves it, and what came in the
/// other enters it. Until that is said, an exchange is in Unassigned.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeExchangeFrom {
    /// The entry of the exchange.
    pub entry: i64,
    /// The pocket.
    #[schemars(extend("x-picker" = "pocket"))]
    pub pocket: i64,
}

/// An exchange that is in a pocket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TakenExchange {
    /// The entry that moved it; none where it was there already.
    pub entry: Option<i64>,
    /// The pocket it was in before.
    pub before: i64,
    /// The pocket's name.
    pub name: String,
}

const REFUSALS: &[&str] = &["not-an-exchange", "no-such-pocket"];

impl Command for TakeExchangeFrom {
    const NAME: &'static str = "take-exchange-from";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = TakenExchange;

    fn about() -> String {
        t!("Say which pocket’s money an exchange between currencies was.")
    }

    fn perform(&self, context: &mut Context) -> Result<TakenExchange, Failure> {
        let named = pockets(context)?.iter().find(|pocket| pocket.id == self.pocket && !pocket.closed);
        let gone = || Failure::not_found(&t!("pocket"), self.pocket);
        let name = named.map(|pocket| pocket.name.clone()).ok_or_else(gone)?;
        let held = deposit::exchanged(context, self.entry)?.ok_or(DepositRefusal::NotAnExchange(self.entry))?;
        let before = held.first().map_or(self.pocket, |(_, part)| part.pocket);
        let mut moves: Vec<(Currency, Part)> = Vec::new();
        for (currency, part) in held.into_iter().filter(|(_, part)| part.pocket != self.pocket) {
            let moved = |pocket, amount_minor| Part { pocket, amount_minor, reason: PartReason::Moved, permille: None };
            moves.push((currency, moved(part.pocket, -part.amount_minor)));
            moves.push((currency, moved(self.pocket, part.amount_minor)));
        }
        if moves.is_empty() {
            return Ok(TakenExchange { entry: None, before, name });
        }
        let text = t!("Exchanged out of {pocket}: {text}", pocket = name, text = text_of(context, self.entry)?);
        journal::flush(context)?;
        let of = records::entry(&mut context.tx, self.entry)?;
        let posted_on = of.map_or(context.today, |row| row.posted_on);
        let draft = Draft {
            posted_on: crate::first_open_day(context, posted_on)?,
            text,
            note: String::new(),
            party: None,
            source: Source::of(EXCHANGE, self.entry),
            postings: Vec::new(),
            split: SplitOf::Exactly(moves),
        };
        Ok(TakenExchange { entry: Some(post(context, draft)?), before, name })
    }

    fn sentence(&self, outcome: &TakenExchange) -> String {
        t!("The exchange of entry {entry} was out of {pocket}.", entry = self.entry, pocket = outcome.name)
    }

    fn undo(&self, outcome: &TakenExchange) -> Undo {
        Undo::Exact { command: TakeExchangeFrom::NAME, input: json!({ "entry": self.entry, "pocket": outcome.before }) }
    }
}
