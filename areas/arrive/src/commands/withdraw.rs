//! An arrival is taken back whole.

use std::collections::BTreeSet;

use kernel::{Command, Context, Failure, RefusalKind, Refused, Undo, UndoKind};
use locale::{t, tn};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ARRIVED, records};

/// Takes back a file that came in: its entries are reversed, the accounts it opened are closed where nothing else is on
/// them, and the file may come again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawArrival {
    /// The arrival.
    pub arrival: i64,
}

/// An arrival that was taken back.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WithdrawnArrival {
    /// The file's name.
    pub file_name: String,
    /// How many entries were reversed.
    pub entries: i64,
    /// How many accounts were closed.
    pub closed: i64,
}

impl Command for WithdrawArrival {
    const NAME: &'static str = "withdraw-arrival";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &["no-such-arrival", "arrival-is-withdrawn", "stopped"];
    type Outcome = WithdrawnArrival;

    fn about() -> String {
        t!("Take back the books of another program that came in: their entries are reversed.")
    }

    fn perform(&self, context: &mut Context) -> Result<WithdrawnArrival, Failure> {
        let row = records::arrival(&mut context.tx, self.arrival)?.ok_or_else(|| {
            let sentence = t!("There is no arrival {arrival}.", arrival = self.arrival);
            Refused::new("no-such-arrival", RefusalKind::NotFound, sentence).at("arrival")
        })?;
        if row.withdrawn_on.is_some() {
            let sentence = t!("That file was taken back already.");
            return Err(Refused::new("arrival-is-withdrawn", RefusalKind::Conflict, sentence).at("arrival").into());
        }
        let ids = records::transactions_of(&mut context.tx, self.arrival)?;
        let mut entries = BTreeSet::new();
        if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
            let known: BTreeSet<i64> = ids.iter().copied().collect();
            // Some may have been reversed by hand since, and some of those stand again.
            let standing = books::standing_entries(context, ARRIVED, *first..=*last)?;
            entries.extend(standing.iter().filter(|(id, _)| known.contains(id)).map(|(_, entry)| *entry));
        }
        for (done, entry) in (0u64..).zip(&entries) {
            context.progress(done, Some(entries.len() as u64))?;
            books::reverse(context, *entry, None)?;
        }
        let mut closed = 0;
        for total in records::totals(&mut context.tx, self.arrival)?.into_iter().filter(|total| total.opened) {
            let close = books::CloseAccount { account: total.account, reverse_opening: false, closed: true };
            match close.perform(context) {
                Ok(_) => closed += 1,
                // What came to it since keeps it open.
                Err(Failure::Refused(_)) => {}
                Err(failure) => return Err(failure),
            }
        }
        let today = context.today;
        records::withdraw(&mut context.tx, self.arrival, today)?;
        let entries = i64::try_from(entries.len()).unwrap_or(i64::MAX);
        Ok(WithdrawnArrival { file_name: row.file_name, entries, closed })
    }

    fn sentence(&self, outcome: &WithdrawnArrival) -> String {
        tn!(
            outcome.entries,
            "Took back {file} with its {count} entry.",
            "Took back {file} with its {count} entries.",
            file = outcome.file_name
        )
    }

    fn undo(&self, _: &WithdrawnArrival) -> Undo {
        Undo::None { reason: t!("Bring the file in again.") }
    }
}
