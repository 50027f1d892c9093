//! The owner's word that nothing moved on an account, for days of which no statement speaks.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::records;

/// Why the owner's word is not taken.
#[derive(Debug)]
enum QuietRefusal {
    EndsBeforeItBegins,
    NotOver,
    SomethingMoved { on: Date },
    NothingSaid(i64),
}

const REFUSALS: &[&str] = &["ends-before-it-begins", "days-are-not-over", "something-moved", "nothing-was-said"];

impl Refusal for QuietRefusal {
    fn code(&self) -> &'static str {
        match self {
            QuietRefusal::EndsBeforeItBegins => REFUSALS[0],
            QuietRefusal::NotOver => REFUSALS[1],
            QuietRefusal::SomethingMoved { .. } => REFUSALS[2],
            QuietRefusal::NothingSaid(_) => REFUSALS[3],
        }
    }

    fn sentence(&self) -> String {
        match self {
            QuietRefusal::EndsBeforeItBegins => t!("The last day is before the first."),
            QuietRefusal::NotOver => t!("These days are not over yet."),
            QuietRefusal::SomethingMoved { on } => {
                t!("There is a bank line of {day} on this account.", day = fmt::date(*on))
            }
            QuietRefusal::NothingSaid(id) => t!("Nothing was said under {id}.", id = id),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            QuietRefusal::NothingSaid(_) => "id",
            QuietRefusal::SomethingMoved { .. } => "from",
            _ => "through",
        };
        Some(field.into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            QuietRefusal::NothingSaid(_) => RefusalKind::NotFound,
            QuietRefusal::SomethingMoved { .. } => RefusalKind::Conflict,
            _ => RefusalKind::Invalid,
        }
    }
}

/// Says that nothing moved on an account on days of which no statement speaks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayNothingMoved {
    /// The account.
    #[schemars(extend("x-picker" = "account"))]
    pub account: i64,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub through: Date,
}

/// What was said, or taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NothingMoved {
    /// Under which id.
    pub id: i64,
    /// The account's name.
    pub account_name: String,
}

impl Command for SayNothingMoved {
    const NAME: &'static str = "say-nothing-moved";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = NothingMoved;

    fn about() -> String {
        t!("Say that nothing moved on an account on days of which no statement speaks.")
    }

    fn perform(&self, context: &mut Context) -> Result<NothingMoved, Failure> {
        let account_name = books::account(context, self.account)?.name.clone();
        if self.through < self.from {
            return Err(QuietRefusal::EndsBeforeItBegins.into());
        }
        if self.through >= context.today {
            return Err(QuietRefusal::NotOver.into());
        }
        let lines = records::lines_between(&mut context.tx, self.account, self.from, self.through, 1)?;
        if let Some(line) = lines.first() {
            return Err(QuietRefusal::SomethingMoved { on: line.booked_on }.into());
        }
        let (id, today) = (context.tx.next_id()?, context.today);
        records::insert_quiet_days(&mut context.tx, id, self.account, (self.from, self.through), today)?;
        Ok(NothingMoved { id, account_name })
    }

    fn sentence(&self, outcome: &NothingMoved) -> String {
        t!(
            "Nothing moved on {account} from {from} to {through}.",
            account = outcome.account_name,
            from = fmt::date(self.from),
            through = fmt::date(self.through)
        )
    }

    fn undo(&self, outcome: &NothingMoved) -> Undo {
        Undo::Exact { command: ForgetNothingMoved::NAME, input: json!({ "id": outcome.id }) }
    }
}

/// Takes back that nothing moved on an account.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetNothingMoved {
    /// What was said.
    pub id: i64,
}

impl Command for ForgetNothingMoved {
    const NAME: &'static str = "forget-nothing-moved";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = NothingMoved;

    fn about() -> String {
        t!("Take back that nothing moved on an account.")
    }

    fn perform(&self, context: &mut Context) -> Result<NothingMoved, Failure> {
        let account =
            records::delete_quiet_days(&mut context.tx, self.id)?.ok_or(QuietRefusal::NothingSaid(self.id))?;
        let account_name = books::account(context, account)?.name.clone();
        Ok(NothingMoved { id: self.id, account_name })
    }

    fn sentence(&self, outcome: &NothingMoved) -> String {
        t!("Took back that nothing moved on {account}.", account = outcome.account_name)
    }

    fn undo(&self, _: &NothingMoved) -> Undo {
        Undo::None { reason: t!("Say again that nothing moved.") }
    }
}
