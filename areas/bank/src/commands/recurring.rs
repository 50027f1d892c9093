//! What the owner says about costs that come again.

use kernel::{Command, Context, Failure, RefusalKind, Refused, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::records;

/// What is known of a payee beyond its charges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecurringMark {
    /// It ended: it is not expected any more.
    Ended,
    /// It is no subscription, however regular it looks.
    NotRecurring,
    /// Nothing: its charges speak for themselves.
    Nothing,
}

impl RecurringMark {
    fn word(self) -> &'static str {
        match self {
            RecurringMark::Ended => "ended",
            RecurringMark::NotRecurring => "not-recurring",
            RecurringMark::Nothing => "",
        }
    }

    /// The mark of a word kept in the database.
    pub(crate) fn from_word(word: &str) -> Option<RecurringMark> {
        [RecurringMark::Ended, RecurringMark::NotRecurring].into_iter().find(|mark| mark.word() == word)
    }
}

/// Says that a cost that came again has ended, or that it is no subscription.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkRecurring {
    /// The payee, as `recurring-costs` names it.
    pub payee: String,
    /// What is to be known of it.
    pub mark: RecurringMark,
}

/// What was said about a payee.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MarkedRecurring {
    /// The payee.
    pub payee: String,
    /// What was known of it before.
    pub before: RecurringMark,
}

impl Command for MarkRecurring {
    const NAME: &'static str = "mark-recurring";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = &["payee-is-empty"];
    type Outcome = MarkedRecurring;

    fn about() -> String {
        t!("Say that a cost that came again has ended, or that it is no subscription.")
    }

    fn perform(&self, context: &mut Context) -> Result<MarkedRecurring, Failure> {
        let payee = self.payee.trim().to_owned();
        if payee.is_empty() || payee.chars().nth(1_000).is_some() {
            return Err(Refused::new("payee-is-empty", RefusalKind::Invalid, t!("Say which payee."))
                .at("payee")
                .into());
        }
        let known = records::recurring_marks(&mut context.tx)?;
        let before = known
            .iter()
            .find(|(known, _, _)| *known == payee)
            .and_then(|(_, word, _)| RecurringMark::from_word(word))
            .unwrap_or(RecurringMark::Nothing);
        let today = context.today;
        match self.mark {
            RecurringMark::Nothing => records::delete_recurring_mark(&mut context.tx, &payee)?,
            mark => records::write_recurring_mark(&mut context.tx, &payee, mark.word(), today)?,
        }
        Ok(MarkedRecurring { payee, before })
    }

    fn sentence(&self, outcome: &MarkedRecurring) -> String {
        match self.mark {
            RecurringMark::Ended => t!("{payee} has ended and is not expected any more.", payee = outcome.payee),
            RecurringMark::NotRecurring => t!("{payee} is no subscription.", payee = outcome.payee),
            RecurringMark::Nothing => t!("{payee} is looked at again.", payee = outcome.payee),
        }
    }

    fn undo(&self, outcome: &MarkedRecurring) -> Undo {
        let input = json!({ "payee": outcome.payee, "mark": outcome.before });
        Undo::Exact { command: MarkRecurring::NAME, input }
    }
}
