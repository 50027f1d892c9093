//! A statement is withdrawn: what its import did is taken back.

use kernel::{Command, Context, Failure, Refusal, RefusalKind, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    exchanges,
    line::{BankLine, Opening},
    pairs::settle,
    records,
};

/// Withdraws a statement with everything that came in the same file: its entries are reversed, its lines removed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawStatement {
    /// The statement.
    pub statement: i64,
}

/// A statement that was withdrawn.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Withdrawn {
    /// The file's name.
    pub file_name: String,
    /// How many lines were removed.
    pub lines: i64,
}

/// Why a statement is not withdrawn.
#[derive(Debug)]
enum WithdrawRefusal {
    NoSuchStatement(i64),
    WithdrawnAlready,
}

impl Refusal for WithdrawRefusal {
    fn code(&self) -> &'static str {
        match self {
            WithdrawRefusal::NoSuchStatement(_) => "no-such-statement",
            WithdrawRefusal::WithdrawnAlready => "statement-is-withdrawn",
        }
    }

    fn sentence(&self) -> String {
        match self {
            WithdrawRefusal::NoSuchStatement(statement) => {
                t!("There is no statement {statement}.", statement = statement)
            }
            WithdrawRefusal::WithdrawnAlready => t!("That statement was withdrawn already."),
        }
    }

    fn field(&self) -> Option<String> {
        Some("statement".into())
    }

    fn kind(&self) -> RefusalKind {
        match self {
            WithdrawRefusal::NoSuchStatement(_) => RefusalKind::NotFound,
            WithdrawRefusal::WithdrawnAlready => RefusalKind::Conflict,
        }
    }
}

/// Reverses the entries of a line and removes it. What the owner's decision about it taught stays: it was true.
pub(super) fn take_out(context: &mut Context, line: &BankLine) -> Result<(), Failure> {
    if let Some(entry) = line.decision_entry {
        books::reverse(context, entry, None)?;
    }
    exchanges::forget(context, line.id)?;
    books::reverse(context, line.cash_entry, None)?;
    pockets::line_was_taken_out(context, line.id)?;
    Ok(records::delete_line(&mut context.tx, line.id)?)
}

impl Command for WithdrawStatement {
    const NAME: &'static str = "withdraw-statement";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["no-such-statement", "statement-is-withdrawn"];
    type Outcome = Withdrawn;

    fn about() -> String {
        t!("Withdraw a statement: its lines are removed and their entries reversed.")
    }

    fn perform(&self, context: &mut Context) -> Result<Withdrawn, Failure> {
        let named = records::statement(&mut context.tx, self.statement)?
            .ok_or(WithdrawRefusal::NoSuchStatement(self.statement))?;
        if named.withdrawn_on.is_some() {
            return Err(WithdrawRefusal::WithdrawnAlready.into());
        }
        let (mut removed, mut touched) = (0, Vec::new());
        for statement in records::statements_of_import(&mut context.tx, named.import)? {
            for line in records::lines_of_statement(&mut context.tx, statement.id)? {
                take_out(context, &line)?;
                touched.push((line.booked_on, line.amount_minor));
                removed += 1;
            }
            records::delete_doubtful_of_statement(&mut context.tx, statement.id)?;
            withdraw_opening(context, statement.account)?;
            let today = context.today;
            records::set_withdrawn(&mut context.tx, statement.id, today)?;
        }
        // What was the other side of a transfer waits again.
        settle(context, &touched)?;
        Ok(Withdrawn { file_name: named.file_name, lines: removed })
    }

    fn sentence(&self, outcome: &Withdrawn) -> String {
        tn!(
            outcome.lines,
            "Withdrew {file} with its {count} line.",
            "Withdrew {file} with its {count} lines.",
            file = outcome.file_name
        )
    }

    fn undo(&self, _: &Withdrawn) -> Undo {
        Undo::None { reason: t!("Bring the file in again.") }
    }
}

/// The opening balance goes with the last line: nothing is left that it opens.
fn withdraw_opening(context: &mut Context, account: i64) -> Result<(), Failure> {
    let Some(Opening { entry, .. }) = records::opening(&mut context.tx, account)? else { return Ok(()) };
    if records::has_lines(&mut context.tx, account)? {
        return Ok(());
    }
    if let Some(entry) = entry {
        books::reverse(context, entry, None)?;
    }
    Ok(records::delete_opening(&mut context.tx, account)?)
}
