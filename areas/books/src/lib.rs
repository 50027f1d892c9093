//! The books: what the money is, where it came from, and which pocket it is in.
//!
//! Answers: what do I have, what did I earn and spend, where does this number come from, and is all of it true?
//!
//! ```text
//! party      who pays, who is paid
//! account    where money is or what it was for; its kind (bank, card, income, ...) decides how it behaves
//!   category   an account the owner sorts into: income, expense, or a drawing
//! entry      something that happened on a day; never changed, only reversed; a link of the chain
//!   posting    one account, one amount; they sum to zero in each basis
//!   part       one pocket, one amount, and why; they sum to the cash that moved
//!   dimension  what a posting can be asked by: client, project, offer, channel; it stands beside the posting
//! pocket     a part of the cash with a purpose
//!   share      a pocket's part of each deposit, from a day on
//! balance    what an account took in a month: kept beside the postings so that reports never scan
//! ```
//!
//! Commands post and reverse entries, open accounts, move money between pockets and change shares. Queries read
//! balances, registers, profit and loss, and the entries behind any figure. That the pockets equal the cash is part of
//! posting an entry here, not a task of the pockets' pages. Left to others: what statements say (`bank`), and what the
//! pockets mean for the owner's next months (`pockets`).

mod account_days;
pub mod accounts;
mod attachments;
pub mod chart;
mod checks;
mod close_checks;
mod closing;
mod commands;
mod deposit;
mod details;
mod dimensions;
mod effects;
mod exports;
mod inbox;
mod journal;
mod labels;
pub mod open_items;
mod opening;
pub mod pages;
mod parties;
mod proof;
mod queries;
mod rates;
mod records;
pub mod rules;
pub mod shares;
mod standing;
mod tax;
mod valued;

pub use account_days::{AccountEntry, entries_of_day, posted_by_day, posted_by_hand};
pub use accounts::{Account, Pocket, account, account_of_role, accounts, pocket_of_role, pockets};
pub use attachments::{Attachment, FileContent, FileDigest, attachments_of, file_of_attachment, record_named};
pub use closing::{first_open_day, locked_through};
pub use commands::{
    AddCategory, AddDimensionValue, AttachFile, Attached, CloseAccount, CloseDimensionValue, DetachFile, Detached,
    DivideCash, DivideCashPart, EraseFile, Erased, MoveMoney, NewAccount, NoteBefore, OpenAccount, OpenedAccount,
    PostEntry, PostedEntry, PostingDimensions, PostingInput, ProofRulesBefore, RenameDimensionValue, RenameTag,
    RenamedTag, ReverseEntry, SetDimensions, SetNote, SetProofRules, SetShares, SetTags, SetUpBooks, ShareInput,
    TagsBefore, WaiveProof, WaiverBefore, account_for_role, add_account,
};
pub use commands::{
    AddOpeningItem, AgreeJobCosts, BeginBooksOn, ChangeOpeningItem, EarnAdvance, HoldAdvance, OpenItemSettled,
    OpenItemUnsettled, OpeningChanged, OpeningGiven, RemoveOpeningItem, ReturnAdvance, ReverseDepositStep,
    SayNothingOpened, SetAccountDetails, SetJobCostShare, SettleOpenItem, UnsettleOpenItem,
};
pub use commands::{
    BookDepreciation, BookedDepreciation, BookedEntry, BuyEquipment, ClaimMileage, CorrectCost, CorrectedCost,
    CountedPiece, DisposeEquipment, EquipmentTreatment, OwnTax, PayLoan, PostedEntries, PutInOwnMoney, ReceiveGrant,
    ReceiveInsurancePayout, ReceiveLoan, RecordPurchase, RecordSharedCost, RecordSupplierRefund, RecordTakings,
    RecordTaxPayment, ReverseEntries, TakeOutOwnMoney, TaxMove, TransferBetweenAccounts, WithdrawCash,
};
pub use commands::{CloseMonth, MonthClosed, MonthOpened, OpenMonth};
pub use commands::{ClosePocket, OpenPocket, PocketChanged, RenamePocket, SetCategoryPocket};
pub use commands::{DismissDocument, DismissedDocument, FileDocument, FiledDocument, TakeFile, TakenFile};
pub use commands::{ExchangeBetweenPockets, ExchangedBetweenPockets, TakeExchangeFrom};
pub use commands::{ForgetRates, ImportRates, ImportedRates, RateBefore, Revalue, Revalued, RevaluedAccount, SetRate};
pub use commands::{RemoveReport, RenameReport, SaveReport};
pub use details::{AccountDetails, account_details};
pub use dimensions::{
    Dimension, DimensionIds, DimensionNames, DimensionValue, dimension_value, dimension_values, takes_dimensions,
};
pub use effects::{AccountEffect, Effects, PocketEffect, effects_after};
pub use inbox::{WaitsFor, file_of_document, statement_came_in};
pub use journal::{
    Draft, DraftPosting, Source, SourcePosting, SplitOf, entries_of_source, post, postings_of_sources, reverse,
};
pub use labels::{Tag, note_of, tags_of};
pub use opening::{OPENING_ITEM, OpeningItem, OpeningKind, OpeningPart, STATEMENT_OPENING, books_begin_on};
pub use parties::party_named;
pub use proof::{ProofRules, proven_records, unproven_records};
pub use queries::{AccountDetailsList, AccountDetailsListAnswer, ForeignHolding};
pub use queries::{
    AccountLine, AccountMonth, AccountMonths, AccountMonthsAnswer, Accounts, AccountsAnswer, Attachments,
    AttachmentsAnswer, Balances, BalancesAnswer, CostWithoutProof, Deposit, Deposits, DepositsAnswer, DimensionValues,
    DimensionValuesAnswer, EntryAnswer, EntryDetail, Figure, FigureAnswer, FigureLine, FigureOf, FileBytes,
    FileBytesAnswer, Labels, LabelsAnswer, MissingProof, MissingProofAnswer, MonthWithoutProof, PayeeWithoutProof,
    PocketLedger, PocketLedgerAnswer, PocketState, Pockets, PocketsAnswer, ProfitAndLoss, ReadBasis, Register,
    RegisterAnswer, RegisterLine, RegisterMonth, TagUse, Tagged, TaggedAnswer, Tags, TagsAnswer,
};
pub use queries::{Advances, AdvancesAnswer};
pub use queries::{
    BalanceSheet, CashFlow, ColumnKind, FigurePart, LineRank, OpenReport, OpenReportAnswer, Report, ReportShown,
    SavedReport, SavedReports, SavedReportsAnswer, Statement, StatementColumn, StatementLine, YearBefore,
};
pub use queries::{BookedDifference, CurrencyGain, CurrencyGains, CurrencyGainsAnswer};
pub use queries::{
    CheckState, ClosedMonths, ClosedMonthsAnswer, MonthClose, MonthCloseAnswer, MonthLine, MonthState, OpenedAgain,
};
pub use queries::{DimensionFigure, ProfitBy, ProfitByAnswer, ProfitOf};
pub use queries::{EquipmentAnswer, EquipmentKept, EquipmentLine, LoanLine, Loans, LoansAnswer};
pub use queries::{ForeignBalance, ForeignBalances, ForeignBalancesAnswer, RateLine, Rates, RatesAnswer};
pub use queries::{Inbox, InboxAnswer, InboxDocument, Proposal};
pub use queries::{Journal, JournalAnswer, JournalLine};
pub use queries::{
    Knowledge, OpenItemLine, OpenItemPayment, OpenItems, OpenItemsAnswer, OpenParty, OpeningAccount, OpeningFigure,
    OpeningItemView, OpeningKindState, OpeningPosition, OpeningPositionAnswer, UnsureFigure, balance_of_role,
    unsure_of,
};
pub use queries::{PocketIntake, PocketIntakeAnswer};
pub use queries::{RefundablePurchase, RefundablePurchases, RefundablePurchasesAnswer};
pub use rates::{rate_for, worth_in_books};
pub use standing::standing_entries;
pub use tax::tax_contained;
pub use valued::{VALUE_REFUSALS, Valued, keep_rate, valued};

use kernel::{Area, CommandEntry, QueryEntry, slots::NeedSource};

/// What this area enters in the registry.
pub fn area() -> Area {
    Area {
        name: "books",
        commands: vec![
            CommandEntry::of::<SetUpBooks>(),
            CommandEntry::of::<OpenAccount>(),
            CommandEntry::of::<CloseAccount>(),
            CommandEntry::of::<SetAccountDetails>(),
            CommandEntry::of::<AddCategory>(),
            CommandEntry::of::<PostEntry>(),
            CommandEntry::of::<ReverseEntry>(),
            CommandEntry::of::<AddDimensionValue>(),
            CommandEntry::of::<RenameDimensionValue>(),
            CommandEntry::of::<CloseDimensionValue>(),
            CommandEntry::of::<SetDimensions>(),
            CommandEntry::of::<TakeFile>(),
            CommandEntry::of::<FileDocument>(),
            CommandEntry::of::<DismissDocument>(),
            CommandEntry::of::<AttachFile>(),
            CommandEntry::of::<DetachFile>(),
            CommandEntry::of::<EraseFile>(),
            CommandEntry::of::<SetTags>(),
            CommandEntry::of::<RenameTag>(),
            CommandEntry::of::<SetNote>(),
            CommandEntry::of::<WaiveProof>(),
            CommandEntry::of::<SetProofRules>(),
            CommandEntry::of::<ReverseEntries>(),
            CommandEntry::of::<MoveMoney>(),
            CommandEntry::of::<DivideCash>(),
            CommandEntry::of::<SetShares>(),
            CommandEntry::of::<OpenPocket>(),
            CommandEntry::of::<RenamePocket>(),
            CommandEntry::of::<ClosePocket>(),
            CommandEntry::of::<SetCategoryPocket>(),
            CommandEntry::of::<ReceiveLoan>(),
            CommandEntry::of::<PayLoan>(),
            CommandEntry::of::<BuyEquipment>(),
            CommandEntry::of::<BookDepreciation>(),
            CommandEntry::of::<DisposeEquipment>(),
            CommandEntry::of::<RecordPurchase>(),
            CommandEntry::of::<RecordSharedCost>(),
            CommandEntry::of::<RecordSupplierRefund>(),
            CommandEntry::of::<CorrectCost>(),
            CommandEntry::of::<PutInOwnMoney>(),
            CommandEntry::of::<TakeOutOwnMoney>(),
            CommandEntry::of::<RecordTaxPayment>(),
            CommandEntry::of::<RecordTakings>(),
            CommandEntry::of::<ReceiveGrant>(),
            CommandEntry::of::<ReceiveInsurancePayout>(),
            CommandEntry::of::<ClaimMileage>(),
            CommandEntry::of::<TransferBetweenAccounts>(),
            CommandEntry::of::<WithdrawCash>(),
            CommandEntry::of::<AddOpeningItem>(),
            CommandEntry::of::<ChangeOpeningItem>(),
            CommandEntry::of::<RemoveOpeningItem>(),
            CommandEntry::of::<BeginBooksOn>(),
            CommandEntry::of::<SayNothingOpened>(),
            CommandEntry::of::<SettleOpenItem>(),
            CommandEntry::of::<UnsettleOpenItem>(),
            CommandEntry::of::<SetRate>(),
            CommandEntry::of::<ImportRates>(),
            CommandEntry::of::<ForgetRates>(),
            CommandEntry::of::<Revalue>(),
            CommandEntry::of::<SaveReport>(),
            CommandEntry::of::<RenameReport>(),
            CommandEntry::of::<RemoveReport>(),
            CommandEntry::of::<CloseMonth>(),
            CommandEntry::of::<OpenMonth>(),
            CommandEntry::of::<SetJobCostShare>(),
            CommandEntry::of::<AgreeJobCosts>(),
            CommandEntry::of::<HoldAdvance>(),
            CommandEntry::of::<EarnAdvance>(),
            CommandEntry::of::<ReturnAdvance>(),
            CommandEntry::of::<ReverseDepositStep>(),
            CommandEntry::of::<TakeExchangeFrom>(),
            CommandEntry::of::<ExchangeBetweenPockets>(),
        ],
        queries: vec![
            QueryEntry::of::<Accounts>(),
            QueryEntry::of::<Balances>(),
            QueryEntry::of::<AccountDetailsList>(),
            QueryEntry::of::<Register>(),
            QueryEntry::of::<EntryDetail>(),
            QueryEntry::of::<DimensionValues>(),
            QueryEntry::of::<Inbox>(),
            QueryEntry::of::<Attachments>(),
            QueryEntry::of::<FileBytes>(),
            QueryEntry::of::<Labels>(),
            QueryEntry::of::<Tags>(),
            QueryEntry::of::<Tagged>(),
            QueryEntry::of::<MissingProof>(),
            QueryEntry::of::<Figure>(),
            QueryEntry::of::<ProfitAndLoss>(),
            QueryEntry::of::<BalanceSheet>(),
            QueryEntry::of::<CashFlow>(),
            QueryEntry::of::<Journal>(),
            QueryEntry::of::<ProfitBy>(),
            QueryEntry::of::<DimensionFigure>(),
            QueryEntry::of::<Rates>(),
            QueryEntry::of::<ForeignBalances>(),
            QueryEntry::of::<CurrencyGains>(),
            QueryEntry::of::<SavedReports>(),
            QueryEntry::of::<OpenReport>(),
            QueryEntry::of::<AccountMonths>(),
            QueryEntry::of::<Deposits>(),
            QueryEntry::of::<PocketIntake>(),
            QueryEntry::of::<Pockets>(),
            QueryEntry::of::<Advances>(),
            QueryEntry::of::<PocketLedger>(),
            QueryEntry::of::<Loans>(),
            QueryEntry::of::<EquipmentKept>(),
            QueryEntry::of::<RefundablePurchases>(),
            QueryEntry::of::<OpeningPosition>(),
            QueryEntry::of::<OpenItems>(),
            QueryEntry::of::<MonthClose>(),
            QueryEntry::of::<ClosedMonths>(),
        ],
        checks: checks::checks(),
        close: close_checks::close_checks(),
        search: queries::search_sources(),
        needs: pages::needs(),
        places: pages::places(),
        exports: exports::exports(),
        effects: Some(effects::source()),
    }
}

/// What the opening position adds to others: its place while something of it is unsure, and what waits for the owner.
/// Entered apart from the rest of the books, because it is asked after everything else.
pub fn opening_area() -> Area {
    Area {
        name: "opening",
        needs: vec![NeedSource { run: pages::opening_need }],
        close: close_checks::opening_close_checks(),
        places: pages::opening_places(),
        ..Area::default()
    }
}
