//! What an item of the opening position must say, by its kind.

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::{AccountKind, Month};
use locale::t;

use super::refusals::OpeningRefusal;
use crate::{
    account, journal,
    open_items::ItemPart,
    opening::{OpeningItem, OpeningKind, OpeningPart, STATEMENT_OPENING, given, year_of_opening},
    records,
    rules::equipment::Schedule,
    tax::tax_contained,
};

/// An item that may be taken in, with what was found out about it.
#[derive(Debug, Clone)]
pub(crate) struct CheckedOpening {
    /// The item, its texts trimmed.
    pub item: OpeningItem,
    /// What an invoice or bill was for.
    pub parts: Vec<ItemPart>,
    /// +1 where a total is a debit (a cost), −1 where it is a credit (income).
    pub category_sign: i64,
}

pub(super) fn checked(
    context: &mut Context,
    id: i64,
    item: &OpeningItem,
    begins_on: Date,
) -> Result<CheckedOpening, Failure> {
    let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    let item = OpeningItem {
        name: folded(&item.name),
        party: folded(&item.party),
        number: folded(&item.number),
        ..item.clone()
    };
    if !matches!(item.kind, OpeningKind::TotalToDate | OpeningKind::TaxPrepaid | OpeningKind::AccountBalance)
        && let Some(day) = item.dated_on
        && day >= begins_on
    {
        return Err(OpeningRefusal::NotBefore { field: "dated_on", begins_on }.into());
    }
    let mut checked = CheckedOpening { item, parts: Vec::new(), category_sign: 1 };
    let item = &checked.item;
    match item.kind {
        OpeningKind::AccountBalance => balance(context, id, item)?,
        OpeningKind::OpenInvoice | OpeningKind::OpenBill => checked.parts = document(context, item)?,
        OpeningKind::TotalToDate => checked.category_sign = total(context, id, item, begins_on)?,
        OpeningKind::Equipment => checked.item.written_off_minor = Some(equipment(item, begins_on)?),
        OpeningKind::ClientDeposit => {
            needs(!item.party.is_empty(), "party", t!("Say who paid it."))?;
            more_than_nothing(item)?;
        }
        OpeningKind::Stock | OpeningKind::TaxCollected => more_than_nothing(item)?,
        OpeningKind::TaxPrepaid => prepaid(context, item, begins_on)?,
        OpeningKind::LastTaxBill => needs(item.amount_minor >= 0, "amount_minor", t!("A bill is not negative."))?,
    }
    Ok(checked)
}

fn needs(holds: bool, field: &'static str, sentence: String) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(OpeningRefusal::NeedsField { field, sentence }.into()) }
}

fn more_than_nothing(item: &OpeningItem) -> Result<(), Failure> {
    needs(item.amount_minor > 0, "amount_minor", t!("The amount has to be more than nothing."))
}

fn balance(context: &mut Context, id: i64, item: &OpeningItem) -> Result<(), Failure> {
    let account_id = needed_account(item, t!("Choose the account."))?;
    let own = account(context, account_id)?.clone();
    if !own.kind.has_statements() || !own.role.is_empty() {
        let sentence = t!("this is not a bank, card, processor, loan or cash account of yours.");
        return Err(OpeningRefusal::WrongAccount { field: "account".into(), name: own.name, sentence }.into());
    }
    let proven = !journal::entries_of_source(context, STATEMENT_OPENING, account_id)?.is_empty();
    let given_before = records::opening_items(&mut context.tx)?
        .iter()
        .filter(|row| row.id != id)
        .filter_map(given)
        .any(|other| other.kind == OpeningKind::AccountBalance && other.account == Some(account_id));
    if given_before {
        return Err(OpeningRefusal::TotalGiven { name: own.name }.into());
    }
    if proven {
        return Err(OpeningRefusal::BalanceKnown { name: own.name }.into());
    }
    if own.currency != context.settings.currency && item.amount_minor != 0 && item.book_amount_minor.is_none() {
        let currency = context.settings.currency.code().to_string();
        return Err(OpeningRefusal::BookAmountNeeded { currency }.into());
    }
    Ok(())
}

fn needed_account(item: &OpeningItem, sentence: String) -> Result<i64, Failure> {
    Ok(item.account.ok_or(OpeningRefusal::NeedsField { field: "account", sentence })?)
}

/// Checks equipment and answers what was written off of it: as it was given, else in equal parts.
fn equipment(item: &OpeningItem, begins_on: Date) -> Result<i64, Failure> {
    needs(!item.name.is_empty(), "name", t!("Say what it is: the kiln, the camera."))?;
    let bought_on = item.dated_on.ok_or_else(|| OpeningRefusal::NeedsField {
        field: "dated_on",
        sentence: t!("Say when it was bought; what it is worth follows from that."),
    })?;
    more_than_nothing(item)?;
    let years = item.life_years.unwrap_or_default();
    if item.life_years.is_some() {
        let sentence = t!("Equipment that is kept needs the years it will serve, one to fifty.");
        needs((1..=50).contains(&years), "life_years", sentence)?;
    }
    let (bought, begins) = (Month::of(bought_on), Month::of(begins_on));
    let usual_minor = Schedule::usual_before(item.amount_minor, years * 12, bought, begins);
    let written_off_minor = item.written_off_minor.unwrap_or(usual_minor);
    if !(0..=item.amount_minor).contains(&written_off_minor) {
        return Err(OpeningRefusal::WrittenOffTooMuch.into());
    }
    Ok(written_off_minor)
}

/// The part of the tax year that came before the books begin.
fn in_this_year(context: &Context, day: Option<Date>, begins_on: Date) -> Result<(), Failure> {
    let from = year_of_opening(context, begins_on);
    if from == begins_on {
        return Err(OpeningRefusal::NothingThisYear { begins_on }.into());
    }
    match day {
        Some(day) if day < from || day >= begins_on => Err(OpeningRefusal::NotThisYear { from, begins_on }.into()),
        _ => Ok(()),
    }
}

fn prepaid(context: &mut Context, item: &OpeningItem, begins_on: Date) -> Result<(), Failure> {
    more_than_nothing(item)?;
    in_this_year(context, item.dated_on, begins_on)?;
    if let Some(id) = item.account {
        let paid = account(context, id)?.clone();
        if paid.kind != AccountKind::Equity || paid.role == "opening-balance" {
            let sentence = t!("income tax and contributions are drawings; choose one of those.");
            return Err(OpeningRefusal::WrongAccount { field: "account".into(), name: paid.name, sentence }.into());
        }
    }
    Ok(())
}

fn total(context: &mut Context, id: i64, item: &OpeningItem, begins_on: Date) -> Result<i64, Failure> {
    let category = needed_account(item, t!("Choose the category."))?;
    needs(item.amount_minor != 0, "amount_minor", t!("A total of zero says nothing; leave it out."))?;
    in_this_year(context, item.dated_on, begins_on)?;
    let of = account(context, category)?.clone();
    if !of.kind.is_profit_and_loss() {
        let sentence = t!("this is neither income nor a cost.");
        return Err(OpeningRefusal::WrongAccount { field: "account".into(), name: of.name, sentence }.into());
    }
    let given_before = records::opening_items(&mut context.tx)?
        .iter()
        .filter(|row| row.id != id)
        .filter_map(given)
        .any(|other| other.kind == item.kind && other.account == Some(category) && other.dated_on == item.dated_on);
    if given_before {
        return Err(OpeningRefusal::TotalGiven { name: of.name }.into());
    }
    Ok(of.kind.sign())
}

/// An open invoice or bill: who, which, since when, and what for.
fn document(context: &mut Context, item: &OpeningItem) -> Result<Vec<ItemPart>, Failure> {
    let invoice = item.kind == OpeningKind::OpenInvoice;
    let who = if invoice { t!("Say which client owes it.") } else { t!("Say whom you owe it.") };
    needs(!item.party.is_empty(), "party", who)?;
    needs(!item.number.is_empty(), "number", t!("Give it its own number: a payment is recognised by it."))?;
    let Some(issued_on) = item.dated_on else {
        needs(false, "dated_on", t!("Say when it was issued."))?;
        return Ok(Vec::new());
    };
    if item.due_on.is_some_and(|due_on| due_on < issued_on) {
        return Err(OpeningRefusal::DueBeforeIssue { issued_on }.into());
    }
    more_than_nothing(item)?;
    needs(!item.parts.is_empty(), "parts[0].category", t!("Say what it is for."))?;
    let amounts = part_amounts(context, item)?;
    let mut parts = Vec::with_capacity(item.parts.len());
    for (position, (part, amount_minor)) in item.parts.iter().zip(amounts).enumerate() {
        parts.push(document_part(context, position, part, amount_minor, (issued_on, invoice))?);
    }
    Ok(parts)
}

/// What each part amounts to: as given, and the one without an amount takes what the others leave.
fn part_amounts(context: &Context, item: &OpeningItem) -> Result<Vec<i64>, Failure> {
    let currency = context.settings.currency.code().to_string();
    if let Some(position) = item.parts.iter().position(|part| part.amount_minor == Some(0)) {
        return Err(OpeningRefusal::PartEmpty { position }.into());
    }
    let named: i128 = item.parts.iter().filter_map(|part| part.amount_minor).map(i128::from).sum();
    let left = i128::from(item.amount_minor) - named;
    let left = i64::try_from(left).unwrap_or(i64::MAX);
    let without = item.parts.iter().filter(|part| part.amount_minor.is_none()).count();
    let adds_up = match without {
        0 => left == 0,
        1 => left != 0,
        _ => false,
    };
    if !adds_up {
        return Err(OpeningRefusal::PartsDiffer { off_minor: left, currency }.into());
    }
    Ok(item.parts.iter().map(|part| part.amount_minor.unwrap_or(left)).collect())
}

fn document_part(
    context: &mut Context,
    position: usize,
    part: &OpeningPart,
    amount_minor: i64,
    (issued_on, invoice): (Date, bool),
) -> Result<ItemPart, Failure> {
    let category = account(context, part.category)?.clone();
    let fits = if invoice {
        category.kind == AccountKind::Income
    } else {
        category.is_category() && category.kind != AccountKind::Income
    };
    if !fits {
        let field = format!("parts[{position}].category");
        let sentence = if invoice { t!("an invoice is for income.") } else { t!("a bill is for a cost.") };
        return Err(OpeningRefusal::WrongAccount { field, name: category.name, sentence }.into());
    }
    if let Some(code) = part.tax_code.as_deref()
        && crate::chart::tax_code(&context.settings.country, code).is_none()
    {
        let code = code.chars().take(40).collect();
        return Err(OpeningRefusal::NoSuchTaxCode { position, code }.into());
    }
    let contained = tax_contained(context, part.category, part.tax_code.as_deref(), amount_minor, issued_on)?;
    let (tax_code, tax_minor) = match (contained, part.tax_minor) {
        (Some((code, _)), Some(tax)) => (code, tax),
        (None, Some(tax)) => (category.tax_code.clone(), tax),
        (Some(contained), None) => contained,
        (None, None) => return Err(OpeningRefusal::TaxCodeNeeded { position, name: category.name }.into()),
    };
    // Tax has the sign of its amount and is no more than it.
    if tax_minor != 0 && (tax_minor.signum() != amount_minor.signum() || tax_minor.abs() > amount_minor.abs()) {
        return Err(OpeningRefusal::TaxTooMuch { position }.into());
    }
    let net_minor = amount_minor.saturating_sub(tax_minor);
    Ok(ItemPart { category: part.category, tax_code, net_minor, tax_minor, dimensions: [None; 4] })
}
