//! The bank: statements come in, and every line is sorted by rules, by what was learned, or by the owner.
//!
//! Answers: what came in, is it here already, what was each line for, who decided that and why, and what waits for a
//! word of the owner?
//!
//! ```text
//! statement  a file that came in, per account
//!   line     a movement on an account; its cash is posted once, on its bank date
//!     part   a category of a line that is split
//!   doubtful a line that may be here already, until the owner says
//! rule       what a line must have, and where it goes then
//! memory     the owner's earlier decisions, counted by payee and by word
//! opening    the balance with which a statement proves that an account began
//! ```
//!
//! Reading files is left to `statements`, posting to `books`. A line that nothing decides is posted against *to sort*; a
//! decision moves the amount from there and never touches the cash side. Transfers between own accounts meet *in transit*.

use kernel::{Area, CommandEntry, QueryEntry};

mod checks;
mod close_checks;
mod commands;
mod desk;
mod exchanges;
mod line;
mod moving;
pub mod pages;
mod pairs;
mod place;
mod queries;
mod records;
pub mod rules;
mod slots;
mod valuing;

pub use commands::{
    AddRule, AddedRule, ChangeRule, ChangedRule, DecideDoubtful, DoubledDropped, DoubtDecision, DoubtfulDecided,
    DropDoubledLine, ForgetPair, ImportStatement, Imported, ImportedAccount, MarkRecurring, MarkedRecurring, MoveRule,
    PairLines, Paired, PartLines, Parted, RecurringMark, RemoveRule, ReopenDoubtful, RuleInput, RulePartInput,
    SortAsTransfer, SortLine, SortLines, SortPart, SortedLine, SortedLines, UnsortLine, UnsortLines, WithdrawStatement,
    Withdrawn,
};
pub use commands::{ForgetNothingMoved, NothingMoved, SayNothingMoved};
pub use commands::{PaymentPart, SortAsPayment, SortAsPayout};
pub use line::{LineState, MissingLines};
pub(crate) use queries::SilentDays;
pub use queries::{
    AccuracyOfMonth, AccuracyOfPayee, AccuracyOfWay, LearnerAccuracy, LearnerAccuracyAnswer, ProposedBy,
};
pub use queries::{
    BankLineAnswer, BankLineDetail, BankLines, BankLinesAnswer, DoubtfulAnswer, DoubtfulLines, DoubtfulView,
    HiddenPayee, LineView, MixedMonth, MixedUse, MixedUseAnswer, PartView, PreviewAccount, PreviewColumn, PreviewLine,
    PreviewReading, PreviewWriting, RecurringCost, RecurringCosts, RecurringCostsAnswer, RulePreview,
    RulePreviewAnswer, RuleView, Rules, RulesAnswer, StatementPreview, StatementPreviewAnswer, StatementView,
    Statements, StatementsAnswer, StatementsThrough, SuggestionView, ToSort, ToSortAnswer,
};
pub use queries::{Candidate, LateLine, Reconcile, ReconcileAnswer};
pub use queries::{MissingReceipt, MissingReceipts, MissingReceiptsAnswer, PaymentProposal, PayoutProposal};

/// The kind under which search finds a line, and the source of its entries.
pub const BANK_LINE: &str = "bank-line";
/// The source of an entry that opens an account by its statement.
pub const OPENING: &str = books::STATEMENT_OPENING;

/// What this area enters in the registry.
pub fn area() -> Area {
    Area {
        name: "bank",
        commands: vec![
            CommandEntry::of::<ImportStatement>(),
            CommandEntry::of::<SortLine>(),
            CommandEntry::of::<SortLines>(),
            CommandEntry::of::<SortAsTransfer>(),
            CommandEntry::of::<SortAsPayment>(),
            CommandEntry::of::<SortAsPayout>(),
            CommandEntry::of::<UnsortLine>(),
            CommandEntry::of::<UnsortLines>(),
            CommandEntry::of::<DecideDoubtful>(),
            CommandEntry::of::<DropDoubledLine>(),
            CommandEntry::of::<ReopenDoubtful>(),
            CommandEntry::of::<WithdrawStatement>(),
            CommandEntry::of::<SayNothingMoved>(),
            CommandEntry::of::<ForgetNothingMoved>(),
            CommandEntry::of::<PairLines>(),
            CommandEntry::of::<PartLines>(),
            CommandEntry::of::<ForgetPair>(),
            CommandEntry::of::<MarkRecurring>(),
            CommandEntry::of::<AddRule>(),
            CommandEntry::of::<ChangeRule>(),
            CommandEntry::of::<MoveRule>(),
            CommandEntry::of::<RemoveRule>(),
        ],
        queries: vec![
            QueryEntry::of::<ToSort>(),
            QueryEntry::of::<BankLineDetail>(),
            QueryEntry::of::<BankLines>(),
            QueryEntry::of::<LearnerAccuracy>(),
            QueryEntry::of::<RecurringCosts>(),
            QueryEntry::of::<MissingReceipts>(),
            QueryEntry::of::<MixedUse>(),
            QueryEntry::of::<Statements>(),
            QueryEntry::of::<Reconcile>(),
            QueryEntry::of::<Rules>(),
            QueryEntry::of::<RulePreview>(),
            QueryEntry::of::<DoubtfulLines>(),
            QueryEntry::of::<StatementPreview>(),
        ],
        checks: checks::checks(),
        close: close_checks::close_checks(),
        search: slots::search_sources(),
        needs: slots::needs(),
        places: slots::places(),
        ..Area::default()
    }
}
