//! The opening position: what existed on the day the books begin.
//!
//! Each item is posted against *opening balance* on the day before, so that no pocket moves: cash is divided once by the
//! owner. Two things are more than a balance. An open invoice or bill becomes an open item: when it is paid, income or
//! cost and tax are booked on cash basis like those of any other. And for a start within the tax year, totals to date
//! give the year its income and costs from before, as money came in and went out; what was invoiced this year and is
//! still open is then income of this year on accrual basis, and not of the opening balance.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::Basis;
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    account_for_role,
    accounts::account,
    commands::opening::{CheckedOpening, OpenedItem},
    journal::{self, Draft, DraftPosting, Source, SplitOf, post},
    open_items::{self, NewOpenItem, Side},
    records::{self, NewEquipmentRow},
};

/// The source of the entries of an opening item.
pub const OPENING_ITEM: &str = "opening-item";
/// The source of an entry that opens an account with the balance its statement proved.
pub const STATEMENT_OPENING: &str = "bank-opening";

/// What an opening item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OpeningKind {
    /// What was on a bank, card, processor, loan or cash account.
    AccountBalance,
    /// An invoice that was sent and not yet paid.
    OpenInvoice,
    /// A bill that came and was not yet paid.
    OpenBill,
    /// Equipment, with its cost and what was written off already.
    Equipment,
    /// Goods and materials on the shelf, at cost.
    Stock,
    /// A deposit of a client for work still to be done.
    ClientDeposit,
    /// VAT or sales tax that clients paid and that was not yet paid on.
    TaxCollected,
    /// Income tax or contributions paid ahead for this year.
    TaxPrepaid,
    /// The tax bill of last year.
    LastTaxBill,
    /// What a category earned or cost this year before the books begin.
    TotalToDate,
}

impl OpeningKind {
    /// Every kind, in the order in which the page asks.
    pub const ALL: [OpeningKind; 10] = [
        OpeningKind::AccountBalance,
        OpeningKind::OpenInvoice,
        OpeningKind::OpenBill,
        OpeningKind::TotalToDate,
        OpeningKind::TaxCollected,
        OpeningKind::TaxPrepaid,
        OpeningKind::LastTaxBill,
        OpeningKind::ClientDeposit,
        OpeningKind::Equipment,
        OpeningKind::Stock,
    ];

    /// The word kept in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            OpeningKind::AccountBalance => "account-balance",
            OpeningKind::OpenInvoice => "open-invoice",
            OpeningKind::OpenBill => "open-bill",
            OpeningKind::Equipment => "equipment",
            OpeningKind::Stock => "stock",
            OpeningKind::ClientDeposit => "client-deposit",
            OpeningKind::TaxCollected => "tax-collected",
            OpeningKind::TaxPrepaid => "tax-prepaid",
            OpeningKind::LastTaxBill => "last-tax-bill",
            OpeningKind::TotalToDate => "total-to-date",
        }
    }

    /// The kind of that word.
    pub fn from_word(word: &str) -> Option<OpeningKind> {
        OpeningKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Something that existed on the day the books begin. Which fields it needs depends on its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningItem {
    /// What it is.
    pub kind: OpeningKind,
    /// What to call it: the machine, the goods, the quarter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The account of a balance, or the category of a total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "account"))]
    pub account: Option<i64>,
    /// The client or supplier, by name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub party: String,
    /// Its own old number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// The day it was issued, bought, received or paid; for a total, the last day it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dated_on: Option<Date>,
    /// The day it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// How much: what is still to be paid with its tax, the cost, the balance; a debt on an account is negative.
    #[serde(default)]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: i64,
    /// What a balance is worth in the books' currency, where the account has another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub book_amount_minor: Option<i64>,
    /// What was written off of equipment already; when absent, what equal parts over its years make of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub written_off_minor: Option<i64>,
    /// How many years equipment serves from the day it was bought; it loses nothing in the books when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_years: Option<i64>,
    /// Whether the tax on an open invoice or bill was declared to the tax office already.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tax_declared: bool,
    /// What an open invoice or bill was for; its parts add up to what is still to be paid.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<OpeningPart>,
}

/// A part of an open invoice or bill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningPart {
    /// What it was for.
    #[schemars(extend("x-picker" = "category"))]
    pub category: i64,
    /// How much with its tax; what the other parts leave when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub amount_minor: Option<i64>,
    /// Its VAT or sales tax code; the category's own when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<String>,
    /// The tax it contains, where that is not what the code says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("x-picker" = "money"))]
    pub tax_minor: Option<i64>,
}

/// The day the books begin: as the owner said, else the day of the first entry that opens nothing, and no later than the
/// day the pockets begin.
pub fn books_begin_on(context: &mut Context) -> Result<Date, Failure> {
    if let Some(chosen) = records::opening_day(&mut context.tx)? {
        return Ok(chosen);
    }
    journal::flush(context)?;
    let starts_on = context.settings.starts_on;
    Ok(records::first_happening(&mut context.tx)?.map_or(starts_on, |first| first.min(starts_on)))
}

/// The tax year in which the books begin: its first day.
pub(crate) fn year_of_opening(context: &Context, begins_on: Date) -> Date {
    context.settings.fiscal_year_start.year_of(begins_on)
}

fn day_before(begins_on: Date) -> Date {
    begins_on.yesterday().unwrap_or(begins_on)
}

/// What an item is called in lists, in the log and in its entry.
pub(crate) fn title(context: &mut Context, item: &OpeningItem) -> Result<String, Failure> {
    let account_name = match item.account {
        Some(id) => account(context, id)?.name.clone(),
        None => String::new(),
    };
    Ok(match item.kind {
        OpeningKind::AccountBalance => t!("Opening balance of {name}", name = account_name),
        OpeningKind::OpenInvoice => t!("Invoice {number} to {party}", number = item.number, party = item.party),
        OpeningKind::OpenBill => t!("Bill {number} of {party}", number = item.number, party = item.party),
        OpeningKind::Equipment => item.name.clone(),
        OpeningKind::Stock if item.name.is_empty() => t!("Stock"),
        OpeningKind::Stock => item.name.clone(),
        OpeningKind::ClientDeposit => t!("Deposit of {party}", party = item.party),
        OpeningKind::TaxCollected if item.name.is_empty() => t!("VAT or sales tax not yet paid"),
        OpeningKind::TaxCollected => item.name.clone(),
        OpeningKind::TaxPrepaid if item.name.is_empty() => t!("Tax paid ahead"),
        OpeningKind::TaxPrepaid => item.name.clone(),
        OpeningKind::LastTaxBill => t!("Last year’s tax bill"),
        OpeningKind::TotalToDate => match item.dated_on {
            Some(day) => t!("{category} up to {day}", category = account_name, day = fmt::date(day)),
            None => t!("{category}, this year so far", category = account_name),
        },
    })
}

/// Posts a checked item and answers what stands for it in the books.
pub(crate) fn post_item(
    context: &mut Context,
    id: i64,
    item: &OpeningItem,
    checked: &CheckedOpening,
    begins_on: Date,
) -> Result<OpenedItem, Failure> {
    let opening = account_for_role(context, "opening-balance")?;
    let text = title(context, item)?;
    let amount = item.amount_minor;
    let both = |account: i64, amount_minor: i64| DraftPosting::new(account, amount_minor);
    let mut posted_on = day_before(begins_on);
    let postings = match item.kind {
        OpeningKind::OpenInvoice | OpeningKind::OpenBill => {
            return open_the_item(context, id, item, checked, (begins_on, opening, text));
        }
        OpeningKind::LastTaxBill => Vec::new(),
        OpeningKind::AccountBalance => {
            let book_minor = item.book_amount_minor.unwrap_or(amount);
            let account = item.account.unwrap_or(opening);
            let balance = DraftPosting { book_amount_minor: Some(book_minor), ..both(account, amount) };
            vec![balance, both(opening, -book_minor)]
        }
        OpeningKind::Equipment => {
            let equipment = account_for_role(context, "equipment")?;
            let lost = account_for_role(context, "accumulated-depreciation")?;
            let lost_minor = item.written_off_minor.unwrap_or_default();
            vec![both(equipment, amount), both(lost, -lost_minor), both(opening, lost_minor - amount)]
        }
        OpeningKind::Stock => vec![both(account_for_role(context, "stock")?, amount), both(opening, -amount)],
        // On cash basis a deposit was income when it came; what is still owed for it is a debt on accrual basis alone.
        OpeningKind::ClientDeposit => {
            let deposits = account_for_role(context, "client-deposits")?;
            let accrual = |account, amount| DraftPosting { basis: Basis::Accrual, ..both(account, amount) };
            vec![accrual(opening, amount), accrual(deposits, -amount)]
        }
        OpeningKind::TaxCollected => {
            vec![both(opening, amount), both(account_for_role(context, "sales-tax-owed")?, -amount)]
        }
        OpeningKind::TaxPrepaid => {
            posted_on = item.dated_on.unwrap_or(posted_on);
            let paid = match item.account {
                Some(account) => account,
                None => account_for_role(context, "owner-income-tax")?,
            };
            vec![both(paid, amount), both(opening, -amount)]
        }
        OpeningKind::TotalToDate => {
            posted_on = item.dated_on.unwrap_or(posted_on);
            let sign = checked.category_sign;
            vec![both(item.account.unwrap_or(opening), sign * amount), both(opening, -sign * amount)]
        }
    };
    let postings: Vec<DraftPosting> = postings
        .into_iter()
        .filter(|posting| posting.amount_minor != 0 || posting.book_amount_minor.is_some_and(|book| book != 0))
        .collect();
    if postings.is_empty() {
        return Ok(OpenedItem::default());
    }
    let party = crate::party_named(context, &item.party)?;
    let source = Source::of(OPENING_ITEM, id);
    let draft = Draft { posted_on, text, note: String::new(), party, source, postings, split: SplitOf::ByRule };
    let entry = post(context, draft)?;
    if item.kind == OpeningKind::Equipment {
        // From here on it loses value, is sold or scrapped like any other piece.
        let row = NewEquipmentRow {
            id,
            name: &item.name,
            bought_on: item.dated_on.unwrap_or(posted_on),
            cost: amount,
            counted_from: Some(begins_on),
            life_months: item.life_years.unwrap_or_default() * 12,
            lost_before: item.written_off_minor.unwrap_or_default(),
            entry,
        };
        records::keep_equipment(&mut context.tx, &row)?;
    }
    Ok(OpenedItem { entry: Some(entry), open_item: None })
}

fn open_the_item(
    context: &mut Context,
    id: i64,
    item: &OpeningItem,
    checked: &CheckedOpening,
    (begins_on, opening, text): (Date, i64, String),
) -> Result<OpenedItem, Failure> {
    let side = if item.kind == OpeningKind::OpenInvoice { Side::Receivable } else { Side::Payable };
    let issued_on = item.dated_on.unwrap_or(begins_on);
    let this_year = issued_on >= year_of_opening(context, begins_on);
    let party = crate::party_named(context, &item.party)?.unwrap_or_default();
    let new = NewOpenItem {
        side,
        party,
        number: item.number.clone(),
        issued_on,
        due_on: item.due_on.unwrap_or(issued_on),
        parts: checked.parts.clone(),
        posted_on: if this_year { issued_on } else { day_before(begins_on) },
        against: (!this_year).then_some(opening),
        // What was declared is no longer owed: the client's payment gives back what was laid out.
        tax_account: item.tax_declared.then_some(opening),
        text,
        source: Source::of(OPENING_ITEM, id),
    };
    let opened = open_items::open(context, new)?;
    Ok(OpenedItem { entry: Some(opened.entry), open_item: Some(opened.id) })
}

/// Takes back what stands for an item in the books.
pub(crate) fn unpost_item(context: &mut Context, id: i64) -> Result<(), Failure> {
    if let Some(open) = records::open_item_of_source(&mut context.tx, OPENING_ITEM, id)? {
        open_items::withdraw_open_item(context, &open)?;
    }
    for entry in journal::entries_of_source(context, OPENING_ITEM, id)? {
        journal::reverse(context, entry, None)?;
    }
    Ok(())
}

/// The item as it was given.
pub(crate) fn given(row: &records::OpeningRow) -> Option<OpeningItem> {
    serde_json::from_str(&row.given).ok()
}
