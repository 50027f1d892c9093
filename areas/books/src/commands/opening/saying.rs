//! What is said of the opening position as a whole: the day, and that there was nothing of a kind.

use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    checking::checked,
    refusals::{OpeningRefusal, REFUSALS},
};
use crate::{
    opening::{OPENING_ITEM, OpeningKind, books_begin_on, given, post_item, unpost_item},
    records,
};

/// Says from which day on the books tell everything; what existed before is given as the opening position.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginBooksOn {
    /// The day; as the first entry and the pockets' start say when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
}

/// The day the books begin.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BooksBegin {
    /// The day.
    pub begins_on: Date,
    /// The day that was chosen before; absent where none was.
    pub before: Option<Date>,
}

impl Command for BeginBooksOn {
    const NAME: &'static str = "begin-books-on";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = BooksBegin;

    fn about() -> String {
        t!("Choose the day the books begin; what was given of the start moves to it.")
    }

    fn perform(&self, context: &mut Context) -> Result<BooksBegin, Failure> {
        let starts_on = context.settings.starts_on;
        if self.on.is_some_and(|on| on > starts_on) {
            return Err(OpeningRefusal::AfterThePocketsBegin { starts_on }.into());
        }
        let before = records::opening_day(&mut context.tx)?;
        records::set_opening_day(&mut context.tx, self.on)?;
        let begins_on = books_begin_on(context)?;
        for row in records::opening_items(&mut context.tx)? {
            let Some(item) = given(&row) else { continue };
            let open = records::open_item_of_source(&mut context.tx, OPENING_ITEM, row.id)?;
            if open.is_some_and(|open| open.settled_minor != 0) {
                // What was paid of stays where it was posted: on accrual basis and before the books, wherever they begin.
                continue;
            }
            unpost_item(context, row.id)?;
            let checked = checked(context, row.id, &item, begins_on)?;
            post_item(context, row.id, &checked.item, &checked, begins_on)?;
        }
        Ok(BooksBegin { begins_on, before })
    }

    fn sentence(&self, outcome: &BooksBegin) -> String {
        t!("The books begin on {day}.", day = fmt::date(outcome.begins_on))
    }

    fn undo(&self, outcome: &BooksBegin) -> Undo {
        Undo::Compensating { command: BeginBooksOn::NAME, input: json!({ "on": outcome.before }) }
    }
}

/// Says that there was nothing of some kinds on the day the books begin, so that no figure waits for it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayNothingOpened {
    /// The kinds.
    pub kinds: Vec<OpeningKind>,
    /// False to take it back.
    #[serde(default = "yes")]
    pub nothing: bool,
}

fn yes() -> bool {
    true
}

/// Kinds of which something was said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NothingOpened {
    /// Those of which it was not said before.
    pub changed: Vec<OpeningKind>,
}

impl Command for SayNothingOpened {
    const NAME: &'static str = "say-nothing-opened";
    const UNDO: UndoKind = UndoKind::Exact;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = NothingOpened;

    fn about() -> String {
        t!("Say that there was nothing of a kind on the day the books begin.")
    }

    fn perform(&self, context: &mut Context) -> Result<NothingOpened, Failure> {
        let said = records::opening_nothing(&mut context.tx)?;
        let rows = records::opening_items(&mut context.tx)?;
        let mut changed = Vec::new();
        for kind in &self.kinds {
            let count = rows.iter().filter(|row| row.kind == kind.as_str()).count();
            // Of accounts it is said for those that have no balance yet.
            if self.nothing && count > 0 && *kind != OpeningKind::AccountBalance {
                return Err(OpeningRefusal::ItemsGiven { count }.into());
            }
            if said.iter().any(|known| known == kind.as_str()) != self.nothing && !changed.contains(kind) {
                records::set_opening_nothing(&mut context.tx, kind.as_str(), self.nothing)?;
                changed.push(*kind);
            }
        }
        Ok(NothingOpened { changed })
    }

    fn sentence(&self, _: &NothingOpened) -> String {
        if self.nothing {
            t!("Noted: there was nothing of that at the start.")
        } else {
            t!("Taken back: whether there was something at the start is open again.")
        }
    }

    fn undo(&self, outcome: &NothingOpened) -> Undo {
        Undo::Exact {
            command: SayNothingOpened::NAME,
            input: json!({ "kinds": outcome.changed, "nothing": !self.nothing }),
        }
    }
}
