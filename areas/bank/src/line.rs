//! The nouns of this area as they are kept.

use books::{DimensionIds, rules::rates::Rate};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statements::LineKind;

use crate::rules::{deciding::Condition, splitting::Portion};

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineState {
    /// It waits for a decision.
    ToSort,
    /// It is booked to a category, or to several.
    Sorted,
    /// It is one side of a transfer between own accounts.
    Transfer,
    /// It pays open invoices or bills.
    Payment,
}

impl LineState {
    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            LineState::ToSort => "to-sort",
            LineState::Sorted => "sorted",
            LineState::Transfer => "transfer",
            LineState::Payment => "payment",
        }
    }

    /// The state of that word.
    pub fn from_word(word: &str) -> Option<LineState> {
        [LineState::ToSort, LineState::Sorted, LineState::Transfer, LineState::Payment]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

impl store::ToValue for LineState {
    fn to_value(&self) -> store::Value<'_> {
        self.as_str().into()
    }
}

/// Decided by the owner.
pub(crate) const BY_OWNER: &str = "owner";
/// Decided by one of the owner's rules.
pub(crate) const BY_RULE: &str = "rule";
/// Decided by what was learned.
pub(crate) const BY_LEARNING: &str = "learned";
/// Recognised as the other side of a transfer.
pub(crate) const BY_PAIR: &str = "pair";
/// Recognised as a transfer of a payment file.
pub(crate) const BY_PAYMENT: &str = "payment";
/// Decided by what the file itself says: the payout or the fee of a service.
pub(crate) const BY_FILE: &str = "file";
/// Not decided.
pub(crate) const BY_NONE: &str = "";

/// A line of a bank statement with its decision. The columns that begin with `first` say what its cash was posted
/// against when it came in; the decision's entry, if there is one, moves it from there.
#[derive(Debug, Clone)]
pub(crate) struct BankLine {
    pub id: i64,
    pub account: i64,
    pub statement: i64,
    pub booked_on: Date,
    pub amount_minor: i64,
    pub text: String,
    pub counterparty: String,
    pub counterparty_account: String,
    pub reference: String,
    pub bank_id: Option<String>,
    pub fingerprint: String,
    pub payee: String,
    pub state: LineState,
    pub decided_by: String,
    pub rule: Option<i64>,
    pub agreed: i64,
    pub considered: i64,
    pub category: Option<i64>,
    pub tax_code: String,
    pub tax_minor: i64,
    pub other_account: Option<i64>,
    pub pair: Option<i64>,
    pub cash_entry: i64,
    pub decision_entry: Option<i64>,
    pub first_account: i64,
    pub first_tax_code: String,
    pub first_tax_minor: i64,
    pub first_other: Option<i64>,
    pub first_by: String,
    /// The category or own account that was proposed when it came in; 0 for a split.
    pub proposed: Option<i64>,
    /// The fee that was taken off before the money arrived, negative when charged; its cost is booked with the cash.
    pub fee_minor: i64,
    /// Tax that a marketplace collected from the buyer and pays itself, negative when held back: never booked, since it is
    /// neither income nor owed by this business.
    pub marketplace_tax_minor: i64,
    /// The bank's reference of the entry that this line is a part of; empty where it is none.
    pub batch: String,
    /// The day its cash was posted on, where the month of its bank date was closed when it came in.
    pub posted_on: Option<Date>,
    /// The account's currency, where it is another than the books'; else empty.
    pub currency: String,
    /// What the amount is worth in the books' currency, which fee, tax and parts are in too.
    pub book_minor: i64,
    /// The day of the rate it was valued at, where there is one.
    pub rate_on: Option<Date>,
    /// Who stated that rate; empty in the books' own currency.
    pub rate_source: String,
}

impl BankLine {
    /// The day its cash is on in the books: its bank date, unless it came late.
    pub fn day_in_books(&self) -> Date {
        self.posted_on.unwrap_or(self.booked_on)
    }

    /// What there is to decide about, in the books' currency: the amount before the fee was taken off.
    pub fn decided_minor(&self) -> i64 {
        self.book_minor - self.fee_minor
    }

    /// What was paid before fee and marketplace tax were taken off.
    pub fn gross_minor(&self) -> i64 {
        self.decided_minor() - self.marketplace_tax_minor
    }

    /// What lists call it: who it is, else what the bank says.
    pub fn title(&self) -> &str {
        if self.counterparty.is_empty() { &self.text } else { &self.counterparty }
    }
}

/// What is said of a line beyond its category: whom and what it was for, and the pocket it moves where that is not the
/// category's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Attribution {
    pub dimensions: DimensionIds,
    pub pocket: Option<i64>,
}

impl Attribution {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Attribution::default()
    }
}

/// A part of a line that is split, or the whole of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LinePart {
    pub category: i64,
    pub amount_minor: i64,
    pub tax_code: String,
    pub tax_minor: i64,
    pub attribution: Attribution,
}

impl LinePart {
    /// A part of which nothing more is said.
    pub fn plain(category: i64, amount_minor: i64, (tax_code, tax_minor): (String, i64)) -> LinePart {
        LinePart { category, amount_minor, tax_code, tax_minor, attribution: Attribution::default() }
    }
}

/// A line that may be one that is here already.
#[derive(Debug, Clone)]
pub(crate) struct DoubtfulLine {
    pub id: i64,
    pub statement: i64,
    pub account: i64,
    pub similar_line: i64,
    pub booked_on: Date,
    pub amount_minor: i64,
    pub text: String,
    pub counterparty: String,
    pub counterparty_account: String,
    pub reference: String,
    pub bank_id: Option<String>,
    pub fingerprint: String,
    pub state: String,
    pub line: Option<i64>,
    pub fee_minor: i64,
    pub marketplace_tax_minor: i64,
    pub batch: String,
    /// What the file says it is, as [`kind_word`] writes it.
    pub kind: String,
}

/// A rule of the owner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub id: i64,
    pub position: i64,
    pub condition: Condition,
    pub category: Option<i64>,
    pub tax_code: Option<String>,
    pub other_account: Option<i64>,
    /// The parts it splits a line into; none where the whole line goes to one place.
    pub parts: Vec<RulePart>,
    /// What it says beyond the category.
    pub attribution: Attribution,
    /// When it was made; not known of rules older than that question.
    pub made_on: Option<Date>,
    /// When it was last changed.
    pub changed_on: Option<Date>,
}

/// A part of the lines that a rule splits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RulePart {
    pub category: i64,
    pub portion: Portion,
    pub tax_code: Option<String>,
}

/// A statement of one account, as it came in.
#[derive(Debug, Clone)]
pub(crate) struct StatementRow {
    pub id: i64,
    pub import: i64,
    pub file_name: String,
    pub sha256: Vec<u8>,
    pub format: String,
    pub account: i64,
    pub from_on: Date,
    pub through_on: Date,
    pub opening_minor: Option<i64>,
    pub closing_minor: Option<i64>,
    pub difference_minor: Option<i64>,
    pub lines: i64,
    pub new_lines: i64,
    pub duplicate_lines: i64,
    pub doubtful_lines: i64,
    pub matched_lines: i64,
    pub to_sort_lines: i64,
    pub left_out: i64,
    pub balance_gaps: i64,
    pub imported_on: Date,
    pub withdrawn_on: Option<Date>,
    /// The day of the opening balance, where the file states one.
    pub opening_on: Option<Date>,
    /// The day of the closing balance, where the file states one.
    pub closing_on: Option<Date>,
}

/// A place in a file where lines may be missing: its running balance does not follow from the line before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MissingLines {
    /// The line of the file.
    pub line: u32,
    /// What the file's balance is beyond what it should be; none where that is past any amount.
    pub difference_minor: Option<i64>,
}

impl From<&statements::BalanceGap> for MissingLines {
    fn from(gap: &statements::BalanceGap) -> MissingLines {
        let difference = i128::from(gap.stated_minor) - gap.expected_minor;
        MissingLines { line: gap.source_line, difference_minor: i64::try_from(difference).ok() }
    }
}

/// The opening balance that a statement proved.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub account: i64,
    pub opened_on: Date,
    pub amount_minor: i64,
    pub entry: Option<i64>,
    pub statement: i64,
}

/// A line as a file brings it, cleaned.
#[derive(Debug, Clone)]
pub(crate) struct RawLine {
    pub account: i64,
    pub booked_on: Date,
    pub amount_minor: i64,
    pub text: String,
    pub counterparty: String,
    pub counterparty_account: String,
    pub reference: String,
    pub bank_id: Option<String>,
    pub fingerprint: String,
    pub fee_minor: i64,
    pub marketplace_tax_minor: i64,
    pub batch: String,
    /// What the whole entry moves, where the line is a part of one.
    pub batch_total_minor: Option<i64>,
    pub kind: LineKind,
    /// The amount in the books' currency, where the bank states it beside one in the account's own.
    pub stated_minor: Option<i64>,
    /// What it is worth in the books' currency; see [`crate::valuing`].
    pub value: Value,
}

/// What a line is worth in the books' currency.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Value {
    /// The account's currency, where it is another than the books'; else empty.
    pub currency: String,
    /// Minor units of the books' currency.
    pub book_minor: i64,
    /// The day of the rate, where there is one.
    pub rate_on: Option<Date>,
    /// Who stated it.
    pub rate_source: &'static str,
    /// The rate itself, where there is one.
    pub rate: Option<Rate>,
}

/// The word kept for what a file says a line is; none for what says nothing.
pub(crate) fn kind_word(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Movement => "",
        LineKind::Sale => "sale",
        LineKind::Refund => "refund",
        LineKind::Fee => "fee",
        LineKind::MarketplaceTax => "marketplace-tax",
        LineKind::Payout => "payout",
        LineKind::Conversion => "conversion",
    }
}

fn kind_of_word(word: &str) -> LineKind {
    use LineKind::{Conversion, Fee, MarketplaceTax, Payout, Refund, Sale};
    [Sale, Refund, Fee, MarketplaceTax, Payout, Conversion]
        .into_iter()
        .find(|kind| kind_word(*kind) == word)
        .unwrap_or_default()
}

impl RawLine {
    /// What there is to decide about, in the books' currency: the amount before the fee was taken off.
    pub fn decided_minor(&self) -> i64 {
        self.value.book_minor - self.fee_minor
    }

    /// A line of a file, with what no database and no page can hold taken out of its words.
    pub fn of(account: i64, line: &statements::Line, books: &str) -> RawLine {
        let text = clean(&line.text);
        let fingerprint = statements::normalise_text(&text);
        RawLine {
            account,
            booked_on: line.booked_on,
            amount_minor: line.amount_minor,
            counterparty: clean(line.counterparty.as_deref().unwrap_or_default()),
            counterparty_account: clean(line.counterparty_account.as_deref().unwrap_or_default()),
            reference: clean(line.reference.as_deref().unwrap_or_default()),
            bank_id: line.bank_id.as_deref().map(clean).filter(|id| !id.is_empty()),
            text,
            fingerprint,
            fee_minor: line.fee_minor.unwrap_or(0),
            marketplace_tax_minor: line.marketplace_tax_minor.unwrap_or(0),
            batch: line.batch.as_ref().and_then(|batch| batch.bank_id.as_deref()).map(clean).unwrap_or_default(),
            batch_total_minor: line.batch.as_ref().map(|batch| batch.total_minor),
            kind: line.kind,
            stated_minor: line
                .original
                .as_ref()
                .filter(|original| original.currency.eq_ignore_ascii_case(books))
                .map(|original| original.amount_minor),
            value: Value { book_minor: line.amount_minor, ..Value::default() },
        }
    }
}

/// The longest text kept of a line: banks send a few hundred letters.
const TEXT_LENGTH: usize = 1_000;

/// Control characters become spaces (PostgreSQL refuses NUL), spaces are folded, and no text is endless.
fn clean(text: &str) -> String {
    // Nearly every text is plain already.
    let mut previous = b' ';
    let plain = text.len() <= TEXT_LENGTH
        && !text.ends_with(' ')
        && text.bytes().all(|byte| {
            let fits = byte.is_ascii_graphic() || (byte == b' ' && previous != b' ');
            previous = byte;
            fits
        });
    if plain {
        return text.to_owned();
    }
    let plain: String =
        text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(TEXT_LENGTH).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl From<&DoubtfulLine> for RawLine {
    fn from(line: &DoubtfulLine) -> RawLine {
        RawLine {
            account: line.account,
            booked_on: line.booked_on,
            amount_minor: line.amount_minor,
            text: line.text.clone(),
            counterparty: line.counterparty.clone(),
            counterparty_account: line.counterparty_account.clone(),
            reference: line.reference.clone(),
            bank_id: line.bank_id.clone(),
            fingerprint: line.fingerprint.clone(),
            fee_minor: line.fee_minor,
            marketplace_tax_minor: line.marketplace_tax_minor,
            batch: line.batch.clone(),
            batch_total_minor: None,
            kind: kind_of_word(&line.kind),
            stated_minor: None,
            value: Value { book_minor: line.amount_minor, ..Value::default() },
        }
    }
}
