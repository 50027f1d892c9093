//! The entries of the first month, a command each: what an owner says happened becomes the debits and credits that an
//! accountant would write. The legs come from the rules; here they find their accounts and are posted.

mod equipment;
mod income;
mod loan;
mod mileage;
mod owner;
mod purchase;
mod refusal;
mod supplier_refund;
mod takings;
mod transfer;

pub use equipment::{BookDepreciation, BookedDepreciation, BuyEquipment, DisposeEquipment, EquipmentTreatment};
pub use income::{ReceiveGrant, ReceiveInsurancePayout};
pub use loan::{PayLoan, ReceiveLoan};
pub(crate) use loan::{loan_state, open_loans};
pub use mileage::ClaimMileage;
pub use owner::{OwnTax, PutInOwnMoney, RecordTaxPayment, TakeOutOwnMoney, TaxMove};
pub use purchase::{CorrectCost, CorrectedCost, RecordPurchase, RecordSharedCost};
pub use supplier_refund::RecordSupplierRefund;
pub(crate) use supplier_refund::purchase;
pub use takings::{CountedPiece, RecordTakings};
pub use transfer::{TransferBetweenAccounts, WithdrawCash};

use jiff::civil::Date;
use kernel::{Command as _, Context, Failure, Undo};
use ledger::{AccountKind, Part, PartReason};
use locale::{fmt, t};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::json;

use self::refusal::MonthOneRefusal;
pub(crate) use self::refusal::REFUSALS;
use super::{ReverseEntry, account_for_role};
use crate::{
    Account,
    accounts::{account, account_of_role, pocket_of_role},
    chart::{TaxCode, TaxDirection, TaxKind, tax_code},
    dimensions::{DimensionIds, DimensionNames, takes_dimensions},
    journal::{Draft, DraftPosting, Source, SplitOf, post},
    parties::party_named,
    rules::{
        legs::{Leg, Place, TAX},
        purchase::{Side, TaxedAmount, taxed},
    },
    valued::{Valued, valued},
};

/// An entry that was booked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BookedEntry {
    /// Its number.
    pub entry: i64,
    /// What happened.
    pub text: String,
    /// The amount as written.
    pub amount: String,
    /// The amount with the tax in it, where there is a tax code.
    pub taxed: Option<TaxedAmount>,
}

impl BookedEntry {
    fn sentence(&self) -> String {
        t!("Booked entry {entry}: {text}, {amount}.", entry = self.entry, text = self.text, amount = self.amount)
    }

    fn undo(&self) -> Undo {
        Undo::Compensating { command: ReverseEntry::NAME, input: json!({ "entry": self.entry }) }
    }
}

/// What is to be booked.
#[derive(Debug, Default)]
struct Booking {
    on: Option<Date>,
    /// What the owner wrote; `usual` stands where that is empty.
    text: String,
    usual: String,
    note: String,
    party: Option<String>,
    amount_minor: i64,
    taxed: Option<TaxedAmount>,
    legs: Vec<Leg>,
    /// The owner bore it from private money: no cash of the business moved.
    privately: bool,
    /// The amounts on accounts of other currencies that its legs speak of.
    valued: Vec<Valued>,
    /// What its income and costs belong to.
    dimensions: DimensionNames,
    /// The record it came from, where it is not only made by hand.
    source: Option<Source>,
}

impl Booking {
    /// With an amount in which there is tax, on or from that money.
    fn taxed(self, taxed: TaxedAmount, money: &Money, legs: Vec<Leg>) -> Booking {
        Booking { taxed: Some(taxed), ..self.plain(taxed.gross_minor, money, legs) }
    }

    /// With an amount of which no tax is known, on or from that money.
    fn plain(self, amount_minor: i64, money: &Money, legs: Vec<Leg>) -> Booking {
        Booking { amount_minor, legs, privately: money.privately, valued: vec![money.valued], ..self }
    }

    /// What was booked, as it is said: in the currency of its money where that is one.
    fn amount(&self, books: &str) -> String {
        match &self.valued[..] {
            [only] if only.rate.is_some() => fmt::money(only.amount_minor, only.currency.code()),
            _ => fmt::money(self.amount_minor, books),
        }
    }
}

/// A command's input with what every entry may say beside what it is: the day, who, and the owner's words; and, `by
/// dimensions`, what its income and costs belong to. `said` makes the beginning of its booking from them.
macro_rules! entry_input {
    ($(#[$about:meta])* pub struct $name:ident { $($fields:tt)* } by dimensions) => {
        entry_input! {
            @fields $(#[$about])*
            pub struct $name {
                $($fields)*
                /// What its income and costs belong to, by name.
                #[serde(default, skip_serializing_if = "crate::dimensions::DimensionNames::is_empty")]
                pub dimensions: crate::dimensions::DimensionNames,
            }
        }

        impl $name {
            fn said(&self, usual: String) -> $crate::commands::month_one::Booking {
                let dimensions = self.dimensions.clone();
                $crate::commands::month_one::Booking { dimensions, ..self.said_of_any(usual) }
            }
        }
    };
    ($(#[$about:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        entry_input! { @fields $(#[$about])* pub struct $name { $($fields)* } }

        impl $name {
            fn said(&self, usual: String) -> $crate::commands::month_one::Booking {
                self.said_of_any(usual)
            }
        }
    };
    (@fields $(#[$about:meta])* pub struct $name:ident { $($fields:tt)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($fields)*
            /// The day it happened; today when absent.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub on: Option<jiff::civil::Date>,
            /// Who paid or was paid, by name.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub party: Option<String>,
            /// What happened, in your words.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            pub text: String,
            /// What the amount is worth in the books’ currency, where the account has another; by the day’s rate when absent.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[schemars(extend("x-picker" = "money"))]
            pub worth_minor: Option<i64>,
        }

        impl $name {
            fn said_of_any(&self, usual: String) -> $crate::commands::month_one::Booking {
                let (on, party, text) = (self.on, self.party.clone(), self.text.clone());
                $crate::commands::month_one::Booking { on, party, text, usual, ..Default::default() }
            }
        }
    };
}
pub(crate) use entry_input;

/// Books it.
fn book(context: &mut Context, booking: Booking) -> Result<BookedEntry, Failure> {
    let posted_on = booking.on.unwrap_or(context.today);
    let of_all = booking.dimensions.ids(context)?;
    let mut postings = Vec::with_capacity(booking.legs.len());
    for leg in &booking.legs {
        let id = match leg.place {
            Place::Account(id) => id,
            Place::Role(role) => account_for_role(context, role)?,
        };
        let asked = takes_dimensions(account(context, id)?.kind);
        let dimensions = if asked { of_all } else { DimensionIds::default() };
        let posting = match booking.valued.iter().find(|valued| valued.account == id) {
            Some(valued) => valued.posting(leg.amount_minor),
            None => DraftPosting::new(id, leg.amount_minor),
        };
        postings.push(DraftPosting { dimensions, ..posting });
    }
    let split = if booking.privately { private_split(context, &booking.legs, posted_on)? } else { SplitOf::ByRule };
    book_postings(context, booking, postings, split)
}

/// Books it with these postings, which have this effect on the pockets.
fn book_postings(
    context: &mut Context,
    booking: Booking,
    postings: Vec<DraftPosting>,
    split: SplitOf,
) -> Result<BookedEntry, Failure> {
    let posted_on = booking.on.unwrap_or(context.today);
    let amount = booking.amount(context.settings.currency.code());
    let text = if booking.text.trim().is_empty() { booking.usual } else { booking.text.trim().to_owned() };
    let party = match &booking.party {
        Some(name) => party_named(context, name)?,
        None => None,
    };
    let source = booking.source.unwrap_or(Source::HAND);
    let draft = Draft { posted_on, text: text.clone(), note: booking.note, party, source, postings, split };
    let entry = post(context, draft).map_err(at_the_day)?;
    for valued in &booking.valued {
        valued.keep_rate(context, entry)?;
    }
    Ok(BookedEntry { entry, text, amount, taxed: booking.taxed })
}

/// What is refused of an entry's day is answered where these commands ask for it.
fn at_the_day(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut refused) if refused.field.as_deref() == Some("posted_on") => {
            refused.field = Some("on".into());
            Failure::Refused(refused)
        }
        other => other,
    }
}

/// The pockets divide the cash, and no cash moved: a cost that the owner bore leaves them as they are. Only the tax that
/// comes back through it is no longer owed, so that it leaves Held, or paying the return would not empty it.
fn private_split(context: &mut Context, legs: &[Leg], on: Date) -> Result<SplitOf, Failure> {
    let comes_back: i64 = legs.iter().filter(|leg| leg.place == TAX).map(|leg| leg.amount_minor).sum();
    if comes_back == 0 || on < context.settings.starts_on {
        return Ok(SplitOf::Exactly(Vec::new()));
    }
    let held = pocket_of_role(context, "held-for-authorities")?.map(|pocket| pocket.id);
    let unassigned = pocket_of_role(context, "unassigned")?.map(|pocket| pocket.id);
    let (Some(held), Some(unassigned)) = (held, unassigned) else { return Ok(SplitOf::Exactly(Vec::new())) };
    let currency = context.settings.currency;
    let part = |pocket, amount_minor, reason| (currency, Part { pocket, amount_minor, reason, permille: None });
    Ok(SplitOf::Exactly(vec![
        part(held, -comes_back, PartReason::TaxContained),
        part(unassigned, comes_back, PartReason::Unassigned),
    ]))
}

/// An account that money is on, or the owner's own money.
#[derive(Debug, Clone)]
struct Money {
    place: Place,
    name: String,
    /// The owner's own money, outside the business.
    privately: bool,
    /// How much of it, and what that is worth in the books.
    valued: Valued,
}

impl Money {
    /// What it is worth in the books, which rules reckon with.
    fn worth_minor(&self) -> i64 {
        self.valued.book_minor
    }
}

/// What the owner says about an amount: how much on the account, what that is worth if another currency's, and when.
#[derive(Debug, Clone, Copy)]
struct Amount {
    minor: i64,
    worth_minor: Option<i64>,
    on: Option<Date>,
}

/// The account that something was paid from or into: a bank account, a cash box, money on its way, a card, or the owner's
/// own money.
fn money(context: &mut Context, (id, field): (i64, &'static str), amount: Amount) -> Result<Money, Failure> {
    let found = account(context, id)?;
    let privately = found.role == "owner-put-in";
    if !(found.kind.is_cash() || found.kind == AccountKind::Card || privately) {
        return Err(MonthOneRefusal::NotMoney { field, name: found.name.clone() }.into());
    }
    let name = found.name.clone();
    let on = amount.on.unwrap_or(context.today);
    let valued = valued(context, id, amount.minor, amount.worth_minor, on, "worth_minor")?;
    Ok(Money { place: Place::Account(id), name, privately, valued })
}

/// The account of a cost or an income, checked for its kind.
fn category(context: &mut Context, id: i64, kind: AccountKind) -> Result<Account, Failure> {
    let found = account(context, id)?.clone();
    if found.kind != kind {
        return Err(MonthOneRefusal::NotThatCategory { name: found.name, kind }.into());
    }
    Ok(found)
}

/// The account of a cost, and the tax in what was paid for it.
fn taxed_cost(
    context: &mut Context,
    gross_minor: i64,
    category_id: i64,
    code: Option<&str>,
    on: Option<Date>,
) -> Result<(Account, TaxedAmount), Failure> {
    let cost = category(context, category_id, AccountKind::Expense)?;
    let taxed = tax_in(context, gross_minor, &cost.tax_code, code, on, Side::Bought)?;
    Ok((cost, taxed))
}

fn positive(amount_minor: i64, field: &'static str) -> Result<i64, Failure> {
    if amount_minor > 0 { Ok(amount_minor) } else { Err(MonthOneRefusal::NotPositive { field }.into()) }
}

/// The tax in an amount: by the code given, else by the account's own.
fn tax_in(
    context: &Context,
    gross_minor: i64,
    usual: &str,
    given: Option<&str>,
    on: Option<Date>,
    side: Side,
) -> Result<TaxedAmount, Failure> {
    let charges_tax = context.settings.charges_tax_on(on.unwrap_or(context.today));
    let word = given.filter(|word| !word.is_empty()).unwrap_or(usual);
    let code = tax_code(&context.settings.country, word);
    if code.is_none() && !word.is_empty() {
        return Err(MonthOneRefusal::NoSuchTaxCode { code: word.to_owned() }.into());
    }
    if let Some(code) = code {
        if charges_tax && code.kind == TaxKind::Ask {
            return Err(MonthOneRefusal::TaxUndecided.into());
        }
        if !fits(code, side) {
            return Err(MonthOneRefusal::TaxOfTheOtherSide { name: code.name.clone() }.into());
        }
    }
    Ok(taxed(gross_minor, code, charges_tax, side))
}

fn fits(code: &TaxCode, side: Side) -> bool {
    match code.direction {
        TaxDirection::Sale => side == Side::Sold,
        TaxDirection::Purchase => side == Side::Bought,
        TaxDirection::None => true,
    }
}

/// The tax code that an account of the chart has unless said otherwise.
fn usual_tax_code(context: &mut Context, role: &str) -> String {
    match account_of_role(context, role) {
        Ok(found) => found.tax_code.clone(),
        Err(_) => crate::chart::chart(&context.settings.country)
            .account(role)
            .map_or_else(String::new, |of| of.tax_code.clone()),
    }
}

/// A command that books one entry: its parts are the same for all of them.
macro_rules! books_an_entry {
    ($command:ty, $name:literal, $about:expr) => {
        impl kernel::Command for $command {
            const NAME: &'static str = $name;
            const UNDO: kernel::UndoKind = kernel::UndoKind::Compensating;
            const REFUSALS: &'static [&'static str] = $crate::commands::month_one::REFUSALS;
            type Outcome = $crate::commands::month_one::BookedEntry;

            fn about() -> String {
                $about
            }

            fn perform(&self, context: &mut kernel::Context) -> Result<Self::Outcome, kernel::Failure> {
                self.book(context)
            }

            fn sentence(&self, outcome: &Self::Outcome) -> String {
                outcome.sentence()
            }

            fn undo(&self, outcome: &Self::Outcome) -> kernel::Undo {
                outcome.undo()
            }
        }
    };
}
pub(crate) use books_an_entry;
