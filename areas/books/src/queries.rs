//! The reads of the books, one file each.

mod accounts;
mod advances;
mod attachments;
mod balance_sheet;
mod cash_flow;
mod closing;
mod currencies;
mod currency_gains;
mod deposits;
mod details;
mod dimensions;
mod entry;
mod figure;
mod general_journal;
mod inbox;
mod intake;
mod labels;
mod missing_proof;
mod month_one;
mod months;
mod open_items;
mod opening;
mod pockets;
mod profit;
mod profit_by;
mod refundable_purchases;
mod register;
mod saved_reports;
mod search;
mod stands;
mod statement;
mod sums;

pub use accounts::{AccountLine, Accounts, AccountsAnswer, Balances, BalancesAnswer, balance_of_role};
pub use advances::{Advances, AdvancesAnswer};
pub use attachments::{Attachments, AttachmentsAnswer, FileBytes, FileBytesAnswer};
pub use balance_sheet::BalanceSheet;
pub use cash_flow::CashFlow;
pub(crate) use closing::run_checks;
pub use closing::{
    CheckState, ClosedMonths, ClosedMonthsAnswer, MonthClose, MonthCloseAnswer, MonthLine, MonthState, OpenedAgain,
};
pub use currencies::{ForeignBalance, ForeignBalances, ForeignBalancesAnswer, RateLine, Rates, RatesAnswer};
pub(crate) use currencies::{foreign_balances, not_revalued};
pub use currency_gains::{BookedDifference, CurrencyGain, CurrencyGains, CurrencyGainsAnswer};
pub use deposits::{Deposit, Deposits, DepositsAnswer};
pub use details::{AccountDetailsList, AccountDetailsListAnswer};
pub use dimensions::{DimensionValues, DimensionValuesAnswer};
pub use entry::{EntryAnswer, EntryDetail, EntryPart, EntryPosting, EntryRate};
pub use figure::{Figure, FigureAnswer, FigureLine, FigureOf, FigurePart};
pub use general_journal::{Journal, JournalAnswer, JournalLine};
pub use inbox::{Inbox, InboxAnswer, InboxDocument, Proposal};
pub use intake::{PocketIntake, PocketIntakeAnswer};
pub use labels::{Labels, LabelsAnswer, TagUse, Tagged, TaggedAnswer, Tags, TagsAnswer};
pub use missing_proof::{CostWithoutProof, MissingProof, MissingProofAnswer, MonthWithoutProof, PayeeWithoutProof};
pub use month_one::{EquipmentAnswer, EquipmentKept, EquipmentLine, LoanLine, Loans, LoansAnswer};
pub use months::{AccountMonth, AccountMonths, AccountMonthsAnswer};
pub use open_items::{OpenItemLine, OpenItemPayment, OpenItems, OpenItemsAnswer, OpenParty};
pub use opening::{
    Knowledge, OpeningAccount, OpeningFigure, OpeningItemView, OpeningKindState, OpeningPosition,
    OpeningPositionAnswer, UnsureFigure, unsure_of,
};
pub use pockets::{ForeignHolding, PocketLedger, PocketLedgerAnswer, PocketState, Pockets, PocketsAnswer};
pub use profit::ProfitAndLoss;
pub(crate) use profit_by::without_one;
pub use profit_by::{DimensionFigure, ProfitBy, ProfitByAnswer, ProfitOf};
pub use refundable_purchases::{RefundablePurchase, RefundablePurchases, RefundablePurchasesAnswer};
pub use register::{Register, RegisterAnswer, RegisterLine, RegisterMonth};
pub(crate) use saved_reports::Parameters;
pub use saved_reports::{
    OpenReport, OpenReportAnswer, Report, ReportShown, SavedReport, SavedReports, SavedReportsAnswer,
};
pub(crate) use search::search_sources;
pub(crate) use statement::BEGINNING;
pub use statement::{ColumnKind, LineRank, Statement, StatementColumn, StatementLine, YearBefore};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Which books a report reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ReadBasis {
    /// Income and costs on the day the money moved.
    #[default]
    Cash,
    /// Income and costs on the day they were earned or owed.
    Accrual,
}

impl ReadBasis {
    /// The number of the basis that this report leaves out.
    pub(crate) fn without(self) -> i64 {
        match self {
            ReadBasis::Cash => ledger::Basis::Accrual.number(),
            ReadBasis::Accrual => ledger::Basis::Cash.number(),
        }
    }
}

/// A place in a list that is read from its newest line backwards: day, entry, line. Written `2026-05-12.88.0`.
pub(crate) fn place(text: Option<&str>) -> (Date, i64, i64) {
    let read = |text: &str| {
        let mut pieces = text.split('.');
        let place = (pieces.next()?.parse().ok()?, pieces.next()?.parse().ok()?, pieces.next()?.parse().ok()?);
        pieces.next().is_none().then_some(place)
    };
    text.and_then(read).unwrap_or((Date::MAX, i64::MAX, i64::MAX))
}

/// The text of a place.
pub(crate) fn place_text(on: Date, entry: i64, line: i64) -> String {
    format!("{on}.{entry}.{line}")
}

/// How many lines a page of a list has.
pub(crate) fn page_size(asked: Option<i64>) -> i64 {
    asked.unwrap_or(50).clamp(1, 1_000)
}
