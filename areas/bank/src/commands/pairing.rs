//! The owner's word about two lines: they are the sides of one transfer, or they are not.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::t;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::sorting::line_of;
use crate::{
    line::BankLine,
    pairs::{may_be_a_side, settle},
    records,
};

/// Why two lines are not paired.
#[derive(Debug)]
enum PairRefusal {
    NotOpposite,
    SameAccount,
    Sorted(String),
    NothingSaid,
}

const REFUSALS: &[&str] =
    &["no-such-line", "amounts-are-not-opposite", "same-account", "line-is-sorted", "nothing-was-said"];

impl Refusal for PairRefusal {
    fn code(&self) -> &'static str {
        match self {
            PairRefusal::NotOpposite => "amounts-are-not-opposite",
            PairRefusal::SameAccount => "same-account",
            PairRefusal::Sorted(_) => "line-is-sorted",
            PairRefusal::NothingSaid => "nothing-was-said",
        }
    }

    fn sentence(&self) -> String {
        match self {
            PairRefusal::NotOpposite => {
                t!("The two sides of a transfer are the same amount, once out and once in; these are not.")
            }
            PairRefusal::SameAccount => t!("A transfer needs another account than the line's own."),
            PairRefusal::Sorted(title) => {
                t!("{line} is in a category; put it back into the queue first.", line = title)
            }
            PairRefusal::NothingSaid => t!("Nothing was said about these two lines."),
        }
    }

    fn field(&self) -> Option<String> {
        Some("other".into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            PairRefusal::Sorted(_) => RefusalKind::Conflict,
            PairRefusal::NothingSaid => RefusalKind::NotFound,
            _ => RefusalKind::Invalid,
        }
    }
}

/// Two lines that the owner spoke of.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Paired {
    /// The line.
    pub line: i64,
    /// The other line.
    pub other: i64,
    /// What lists call the line.
    pub title: String,
    /// What lists call the other line.
    pub other_title: String,
    /// Whether they are a pair now.
    pub paired: bool,
}

fn said(context: &mut Context, line: i64, other: i64, same: Option<bool>) -> Result<Paired, Failure> {
    let (one, two) = (line_of(context, line)?, line_of(context, other)?);
    let key = (line.min(other), line.max(other));
    match same {
        Some(same) => {
            check(&one, &two)?;
            if let Some(sorted) = [&one, &two].into_iter().find(|line| same && !may_be_a_side(line)) {
                return Err(PairRefusal::Sorted(sorted.title().to_owned()).into());
            }
            if same {
                // Whoever was confirmed with one of them before is not any more.
                records::forget_pairs_of(&mut context.tx, line)?;
                records::forget_pairs_of(&mut context.tx, other)?;
            }
            records::write_pair_word(&mut context.tx, key, same)?;
        }
        None => {
            if records::delete_pair_word(&mut context.tx, key)? == 0 {
                return Err(PairRefusal::NothingSaid.into());
            }
        }
    }
    settle(context, &[(one.booked_on, one.amount_minor), (two.booked_on, two.amount_minor)])?;
    let paired = line_of(context, line)?.pair == Some(other);
    Ok(Paired { line, other, title: one.title().to_owned(), other_title: two.title().to_owned(), paired })
}

fn check(one: &BankLine, two: &BankLine) -> Result<(), PairRefusal> {
    if one.account == two.account {
        return Err(PairRefusal::SameAccount);
    }
    let opposite = if one.currency == two.currency {
        one.amount_minor.checked_neg() == Some(two.amount_minor)
    } else {
        (one.amount_minor < 0) != (two.amount_minor < 0)
    };
    if !opposite {
        return Err(PairRefusal::NotOpposite);
    }
    Ok(())
}

fn taken_back(outcome: &Paired) -> Undo {
    let input = json!({ "line": outcome.line, "other": outcome.other });
    Undo::Compensating { command: ForgetPair::NAME, input }
}

/// Says that two lines are the sides of one transfer between own accounts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PairLines {
    /// The line.
    pub line: i64,
    /// The line on the other account.
    pub other: i64,
}

impl Command for PairLines {
    const NAME: &'static str = "pair-lines";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = Paired;

    fn about() -> String {
        t!("Say that two bank lines are the two sides of one transfer.")
    }

    fn perform(&self, context: &mut Context) -> Result<Paired, Failure> {
        said(context, self.line, self.other, Some(true))
    }

    fn sentence(&self, outcome: &Paired) -> String {
        t!("{line} and {other} are the two sides of one transfer.", line = outcome.title, other = outcome.other_title)
    }

    fn undo(&self, outcome: &Paired) -> Undo {
        taken_back(outcome)
    }
}

/// Says that two lines have nothing to do with each other.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartLines {
    /// The line.
    pub line: i64,
    /// The line on the other account.
    pub other: i64,
}

impl Command for PartLines {
    const NAME: &'static str = "part-lines";
    const UNDO: UndoKind = UndoKind::Compensating;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = Paired;

    fn about() -> String {
        t!("Say that two bank lines are not the sides of one transfer.")
    }

    fn perform(&self, context: &mut Context) -> Result<Paired, Failure> {
        said(context, self.line, self.other, Some(false))
    }

    fn sentence(&self, outcome: &Paired) -> String {
        t!("{line} and {other} have nothing to do with each other.", line = outcome.title, other = outcome.other_title)
    }

    fn undo(&self, outcome: &Paired) -> Undo {
        taken_back(outcome)
    }
}

/// Takes back what was said about two lines.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgetPair {
    /// The line.
    pub line: i64,
    /// The line on the other account.
    pub other: i64,
}

impl Command for ForgetPair {
    const NAME: &'static str = "forget-pair";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = REFUSALS;
    type Outcome = Paired;

    fn about() -> String {
        t!("Take back what was said about two bank lines being one transfer.")
    }

    fn perform(&self, context: &mut Context) -> Result<Paired, Failure> {
        said(context, self.line, self.other, None)
    }

    fn sentence(&self, outcome: &Paired) -> String {
        t!("Took back what was said about {line} and {other}.", line = outcome.title, other = outcome.other_title)
    }

    fn undo(&self, _: &Paired) -> Undo {
        Undo::None { reason: t!("Say again whether the lines are a pair.") }
    }
}
