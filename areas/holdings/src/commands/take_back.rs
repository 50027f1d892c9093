//! An event is taken back, or stands again.

use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    booking::{settle, unbook},
    records,
    refusal::{CryptoRefusal, REFUSALS},
};

/// Takes an event back as if it had not happened. What later events had cost is booked anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackCrypto {
    /// The event.
    pub event: i64,
    /// False to let it stand again.
    #[serde(default = "yes")]
    pub taken_back: bool,
}

fn yes() -> bool {
    true
}

impl Command for TakeBackCrypto {
    const NAME: &'static str = "take-back-crypto";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = i64;

    fn about() -> String {
        t!("Take a crypto event back, or let it stand again.")
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        take_back(context, self.event, self.taken_back)?;
        settle(context, None)?;
        Ok(self.event)
    }

    fn sentence(&self, outcome: &i64) -> String {
        if self.taken_back {
            t!("Took crypto event {event} back.", event = outcome)
        } else {
            t!("Crypto event {event} stands again.", event = outcome)
        }
    }

    fn undo(&self, outcome: &i64) -> Undo {
        let input = json!({ "event": outcome, "taken_back": !self.taken_back });
        Undo::Compensating { command: TakeBackCrypto::NAME, input }
    }
}

/// Marks an event; the lots are settled by the caller.
pub(super) fn take_back(context: &mut Context, id: i64, taken_back: bool) -> Result<(), Failure> {
    let event = records::event(&mut context.tx, id)?.ok_or(CryptoRefusal::NoSuchEvent(id))?;
    match (event.taken_back, taken_back) {
        (true, true) => return Err(CryptoRefusal::TakenBackAlready(id).into()),
        (false, false) => return Err(CryptoRefusal::StandsAlready(id).into()),
        _ => {}
    }
    if taken_back {
        unbook(context, &event)?;
    }
    Ok(records::set_taken_back(&mut context.tx, id, taken_back)?)
}
