//! The opening position: what was given of it, what is still unsure, and which figures are unsure until then.

use jiff::{ToSpan, civil::Date};
use kernel::{Context, Failure, Query};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Account, accounts, journal,
    open_items::OpenItem,
    opening::{
        OPENING_ITEM, OpeningItem, OpeningKind, STATEMENT_OPENING, books_begin_on, given, title, year_of_opening,
    },
    records,
};

/// What existed on the day the books begin, as far as it was given.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OpeningPosition {}

/// The opening position.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpeningPositionAnswer {
    /// The currency of the books.
    pub currency: String,
    /// The day the books begin.
    pub begins_on: Date,
    /// Whether that day is fixed: chosen, or by the first item that was given.
    pub fixed: bool,
    /// The first day of the tax year in which the books begin.
    pub year_begins_on: Date,
    /// The day of an entry from before that day, where there is one: the books could begin there.
    pub earlier_entry_on: Option<Date>,
    /// What is known of each kind.
    pub kinds: Vec<OpeningKindState>,
    /// Where the money is, with what was there at the start.
    pub accounts: Vec<OpeningAccount>,
    /// Everything that was given.
    pub items: Vec<OpeningItemView>,
    /// The figures that are unsure, and until when.
    pub unsure: Vec<UnsureFigure>,
}

/// What is known of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Knowledge {
    /// Items were given.
    Given,
    /// There was nothing, as the owner said.
    Nothing,
    /// It is not known yet.
    Unsure,
    /// It is not asked: nothing of it can have existed.
    NotAsked,
}

/// A kind of the opening position.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpeningKindState {
    /// The kind.
    pub kind: OpeningKind,
    /// What is known of it.
    pub known: Knowledge,
    /// How many items were given.
    pub items: usize,
    /// What they add up to, in minor units of the books; costs of totals count negative.
    pub total_minor: i64,
}

/// An account of the owner's with what was on it at the start.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpeningAccount {
    /// The account.
    #[serde(flatten)]
    pub account: Account,
    /// What was on it, in minor units of its currency; absent while nobody said.
    pub balance_minor: Option<i64>,
    /// Who said: `statement`, `set-up`, `given`, `nothing`; empty while nobody did.
    pub said_by: String,
    /// The day of its opening entry.
    pub opened_on: Option<Date>,
    /// The entry.
    pub entry: Option<i64>,
    /// The item, where it was given here.
    pub item: Option<i64>,
}

/// An item that was given.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OpeningItemView {
    /// Its id.
    pub id: i64,
    /// What lists call it.
    pub title: String,
    /// The item.
    pub given: OpeningItem,
    /// Its entry, where it has one.
    pub entry: Option<i64>,
    /// The open item it became, where it is an invoice or a bill.
    pub open_item: Option<OpenItem>,
}

/// A figure of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OpeningFigure {
    /// What is on the accounts.
    Cash,
    /// What clients owe.
    Receivables,
    /// What is owed to suppliers.
    Payables,
    /// Profit of the tax year in which the books begin.
    Profit,
    /// VAT or sales tax owed.
    TaxCollected,
    /// Income tax owed so far.
    TaxOwed,
    /// The tax bill of last year.
    LastTaxBill,
    /// What is held for clients.
    HeldForClients,
    /// What is owned: equipment and stock.
    Owned,
}

/// A figure that is unsure, and what it lacks.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UnsureFigure {
    /// The figure.
    pub figure: OpeningFigure,
    /// The kind that it waits for.
    pub kind: OpeningKind,
    /// What it lacks, in a sentence.
    pub sentence: String,
}

impl Query for OpeningPosition {
    const NAME: &'static str = "opening-position";
    type Answer = OpeningPositionAnswer;

    fn about() -> String {
        t!("What existed on the day the books begin, and which figures are unsure until it is given.")
    }

    fn answer(&self, context: &mut Context) -> Result<OpeningPositionAnswer, Failure> {
        journal::flush(context)?;
        let begins_on = books_begin_on(context)?;
        let fixed = records::opening_day(&mut context.tx)?.is_some();
        let year_begins_on = year_of_opening(context, begins_on);
        let earlier_entry_on = records::first_happening(&mut context.tx)?.filter(|first| *first < begins_on);
        let nothing = records::opening_nothing(&mut context.tx)?;
        let items = items(context)?;
        let accounts = own_accounts(context, &items, nothing.iter().any(|kind| kind == "account-balance"))?;
        let charged = context.settings.charges_tax_since.is_some_and(|since| since < begins_on);
        let within_year = year_begins_on < begins_on;
        let kinds: Vec<OpeningKindState> = OpeningKind::ALL
            .into_iter()
            .map(|kind| {
                let of_kind = || items.iter().filter(|view| view.given.kind == kind);
                let asked = match kind {
                    OpeningKind::TaxCollected => charged,
                    OpeningKind::TotalToDate | OpeningKind::TaxPrepaid => within_year,
                    _ => true,
                };
                let open = accounts.iter().any(|account| account.balance_minor.is_none());
                let known = match kind {
                    OpeningKind::AccountBalance if open => Knowledge::Unsure,
                    OpeningKind::AccountBalance => Knowledge::Given,
                    _ if of_kind().next().is_some() => Knowledge::Given,
                    _ if nothing.iter().any(|said| said == kind.as_str()) => Knowledge::Nothing,
                    _ if asked => Knowledge::Unsure,
                    _ => Knowledge::NotAsked,
                };
                let total_minor = of_kind().fold(0i64, |sum, view| sum.saturating_add(worth(context, &view.given)));
                OpeningKindState { kind, known, items: of_kind().count(), total_minor }
            })
            .collect();
        let unsure = kinds
            .iter()
            .filter(|state| state.known == Knowledge::Unsure)
            .map(|state| lacks(state.kind, &accounts, year_begins_on, begins_on))
            .collect();
        Ok(OpeningPositionAnswer {
            currency: context.settings.currency.code().to_string(),
            begins_on,
            fixed,
            year_begins_on,
            earlier_entry_on,
            kinds,
            accounts,
            items,
            unsure,
        })
    }
}

/// What a figure lacks while something of the opening position is not given: a sentence for the page that shows it.
pub fn unsure_of(context: &mut Context, figure: OpeningFigure) -> Result<Option<String>, Failure> {
    let position = OpeningPosition::default().answer(context)?;
    Ok(position.unsure.into_iter().find(|unsure| unsure.figure == figure).map(|unsure| unsure.sentence))
}

/// What an item adds to its kind's sum.
fn worth(context: &mut Context, item: &OpeningItem) -> i64 {
    match (item.kind, item.account) {
        (OpeningKind::Equipment, _) => item.amount_minor - item.written_off_minor.unwrap_or_default(),
        (OpeningKind::AccountBalance, _) => item.book_amount_minor.unwrap_or(item.amount_minor),
        (OpeningKind::TotalToDate, Some(category)) => match accounts::account(context, category) {
            Ok(category) if category.kind == ledger::AccountKind::Expense => item.amount_minor.saturating_neg(),
            _ => item.amount_minor,
        },
        _ => item.amount_minor,
    }
}

fn items(context: &mut Context) -> Result<Vec<OpeningItemView>, Failure> {
    let mut views = Vec::new();
    for row in records::opening_items(&mut context.tx)? {
        let Some(item) = given(&row) else { continue };
        let entry = journal::entries_of_source(context, OPENING_ITEM, row.id)?.pop();
        let open_item = records::open_item_of_source(&mut context.tx, OPENING_ITEM, row.id)?;
        views.push(OpeningItemView { id: row.id, title: title(context, &item)?, given: item, entry, open_item });
    }
    Ok(views)
}

/// The accounts money is on, each with the entry that opened it: by its statement, at set-up, or given here.
fn own_accounts(
    context: &mut Context,
    items: &[OpeningItemView],
    nothing: bool,
) -> Result<Vec<OpeningAccount>, Failure> {
    let own: Vec<Account> = accounts::accounts(context)?
        .iter()
        .filter(|account| account.kind.has_statements() && account.role.is_empty() && !account.closed)
        .cloned()
        .collect();
    let mut rows = Vec::with_capacity(own.len());
    for account in own {
        let view = items
            .iter()
            .find(|view| view.given.kind == OpeningKind::AccountBalance && view.given.account == Some(account.id));
        let proven = journal::entries_of_source(context, STATEMENT_OPENING, account.id)?.pop();
        let typed = journal::entries_of_source(context, crate::commands::ACCOUNT, account.id)?.pop();
        let (entry, said_by) = match (view, proven, typed) {
            (Some(view), None, _) => (view.entry, "given"),
            (_, Some(entry), _) => (Some(entry), "statement"),
            (None, None, Some(entry)) => (Some(entry), "set-up"),
            (None, None, None) => (None, if nothing { "nothing" } else { "" }),
        };
        let (mut balance_minor, mut opened_on) = (None, None);
        if let Some(entry) = entry {
            let postings = records::postings_of_entry(&mut context.tx, entry)?;
            let of_account = postings.iter().filter(|(posting, _)| posting.account == account.id);
            balance_minor = ledger::sum(of_account.map(|(posting, _)| posting.amount_minor));
            opened_on = records::entry(&mut context.tx, entry)?.map(|row| row.posted_on);
        } else if !said_by.is_empty() {
            balance_minor = Some(0);
        }
        rows.push(OpeningAccount {
            account,
            balance_minor,
            said_by: said_by.into(),
            opened_on,
            entry,
            item: view.map(|view| view.id),
        });
    }
    Ok(rows)
}

fn lacks(kind: OpeningKind, accounts: &[OpeningAccount], from: Date, begins_on: Date) -> UnsureFigure {
    let day = fmt::date(begins_on);
    let (figure, sentence) = match kind {
        OpeningKind::AccountBalance => {
            let open = accounts.iter().filter(|account| account.balance_minor.is_none());
            let names: Vec<&str> = open.map(|account| account.account.name.as_str()).collect();
            let names = names.join(", ");
            (OpeningFigure::Cash, t!("What you have lacks what was on {accounts} at the start.", accounts = names))
        }
        OpeningKind::OpenInvoice => (OpeningFigure::Receivables, t!("What clients owe you lacks old invoices.")),
        OpeningKind::OpenBill => (OpeningFigure::Payables, t!("What you owe lacks old bills.")),
        OpeningKind::TotalToDate => (OpeningFigure::Profit, {
            let last = begins_on.saturating_sub(1.day());
            let (first, last) = (fmt::month_long(from), fmt::month_long(last));
            if first == last {
                t!("Profit of this year lacks {month}.", month = first)
            } else {
                t!("Profit of this year lacks {first} to {last}.", first = first, last = last)
            }
        }),
        OpeningKind::TaxCollected => {
            (OpeningFigure::TaxCollected, t!("VAT or sales tax owed lacks what clients paid before {day}.", day = day))
        }
        OpeningKind::TaxPrepaid => (OpeningFigure::TaxOwed, t!("Tax owed so far lacks what you paid ahead this year.")),
        OpeningKind::LastTaxBill => (OpeningFigure::LastTaxBill, t!("Last year’s tax bill is not known.")),
        OpeningKind::ClientDeposit => (
            OpeningFigure::HeldForClients,
            t!("What you hold for clients lacks deposits taken before {day}.", day = day),
        ),
        OpeningKind::Equipment => {
            (OpeningFigure::Owned, t!("What you own lacks equipment bought before {day}.", day = day))
        }
        OpeningKind::Stock => (OpeningFigure::Owned, t!("What you own lacks the stock there was on {day}.", day = day)),
    };
    UnsureFigure { figure, kind, sentence }
}
