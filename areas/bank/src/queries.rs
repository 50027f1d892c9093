//! The reads of the bank.

mod accuracy;
mod line;
mod lines;
mod paying;
mod preview;
mod private;
mod queue;
mod receipts;
mod reconcile;
mod recurring;
mod rule_preview;
mod rules;
mod statements;
mod view;

pub(crate) use accuracy::measured_times;
pub use accuracy::{
    AccuracyOfMonth, AccuracyOfPayee, AccuracyOfWay, LearnerAccuracy, LearnerAccuracyAnswer, ProposedBy,
};
pub use line::{BankLineAnswer, BankLineDetail};
pub use lines::{BankLines, BankLinesAnswer};
pub use paying::PaymentProposal;
pub use preview::{
    PreviewAccount, PreviewColumn, PreviewLine, PreviewReading, PreviewWriting, StatementPreview,
    StatementPreviewAnswer,
};
pub use private::{MixedMonth, MixedUse, MixedUseAnswer};
pub use queue::{ToSort, ToSortAnswer};
pub use receipts::{MissingReceipt, MissingReceipts, MissingReceiptsAnswer};
pub(crate) use reconcile::SilentDays;
pub use reconcile::{Candidate, LateLine, Reconcile, ReconcileAnswer};
pub use recurring::{HiddenPayee, RecurringCost, RecurringCosts, RecurringCostsAnswer};
pub use rule_preview::{RulePreview, RulePreviewAnswer};
pub use rules::{RuleView, Rules, RulesAnswer};
pub use statements::{
    DoubtfulAnswer, DoubtfulLines, DoubtfulView, StatementView, Statements, StatementsAnswer, StatementsThrough,
};
pub use view::{LineView, PartView, PayoutProposal, SuggestionView};
pub(crate) use view::{Names, rule_sentence};

use jiff::civil::Date;

/// A place in a list by day and id, as the answer before gave it; the beginning when there is none.
fn place(text: Option<&str>) -> (Date, i64) {
    let read = |text: &str| {
        let (day, id) = text.split_once('~')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    };
    text.and_then(read).unwrap_or((Date::MAX, i64::MAX))
}

fn place_text(day: Date, id: i64) -> String {
    format!("{day}~{id}")
}
