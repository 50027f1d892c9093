//! Events and the entries that follow them.
//!
//! What left had cost what the lots say, and the lots are reckoned from all events anew whenever one is told or taken back.
//! Where that changes what an earlier event had cost, its entry is reversed and booked right: the books are the same in
//! whatever order events were told.

use std::collections::HashMap;

use books::{Draft, DraftPosting, Source, SplitOf, rules::rates::Rate};
use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::{fmt, t};

use crate::{
    CRYPTO,
    event::{Event, EventKind},
    records,
    refusal::CryptoRefusal,
    rules::lots::{CostMethod, Impossible, Reckoned, Step, reckon},
};

/// The account of all crypto-assets: its balance is what is held has cost.
pub(crate) const ACCOUNT: &str = "crypto-assets";

/// How the cost of what leaves is found: as the owner chose, else as the country's rules ask.
pub(crate) fn cost_method(context: &mut Context) -> Result<CostMethod, Failure> {
    let chosen = records::cost_method(&mut context.tx)?;
    let chosen = chosen.and_then(|word| CostMethod::from_word(&word));
    Ok(chosen.unwrap_or_else(|| CostMethod::of_country(&context.settings.country)))
}

/// All that stands, and what comes of it.
pub(crate) fn reckoned(context: &mut Context) -> Result<(Vec<Event>, Reckoned), Failure> {
    let method = cost_method(context)?;
    let events = records::events(&mut context.tx)?;
    let steps: Vec<Step> = events.iter().flat_map(Event::steps).collect();
    let reckoned = reckon(&steps, method).map_err(|problem| refused(context, problem, None))?;
    Ok((events, reckoned))
}

/// What is held at the end of a day.
pub(crate) fn held_on(context: &mut Context, on: Date) -> Result<Reckoned, Failure> {
    let method = cost_method(context)?;
    let events = records::events(&mut context.tx)?;
    let steps: Vec<Step> = events.iter().filter(|event| event.on <= on).flat_map(Event::steps).collect();
    reckon(&steps, method).map_err(|problem| refused(context, problem, None))
}

/// The refusal of what cannot have happened. `told` is the event that was just told, if one was.
fn refused(context: &mut Context, problem: Impossible, told: Option<i64>) -> Failure {
    match problem {
        Impossible::TooLarge => CryptoRefusal::TooLarge.into(),
        Impossible::BelowZero { event, on, wallet, asset, had } => {
            let known = match records::wallets(&mut context.tx) {
                Ok(known) => known,
                Err(error) => return error.into(),
            };
            let wallet = known.into_iter().find(|one| one.id == wallet).map(|one| one.name).unwrap_or_default();
            CryptoRefusal::BelowZero { own: told == Some(event), on, wallet, asset, had }.into()
        }
    }
}

/// Tells an event and books what comes of it; answers it as it stands then.
pub(crate) fn tell(context: &mut Context, mut event: Event) -> Result<Event, Failure> {
    event.id = context.tx.next_id()?;
    records::insert_event(&mut context.tx, &event)?;
    settle(context, Some(event.id))?;
    records::event(&mut context.tx, event.id)?.ok_or_else(|| Failure::not_found(&t!("event"), event.id))
}

/// Makes the entries true of the events.
pub(crate) fn settle(context: &mut Context, told: Option<i64>) -> Result<(), Failure> {
    let method = cost_method(context)?;
    let events = records::events(&mut context.tx)?;
    let steps: Vec<Step> = events.iter().flat_map(Event::steps).collect();
    let reckoned = reckon(&steps, method).map_err(|problem| refused(context, problem, told))?;
    let costs: HashMap<i64, i64> = reckoned.left.iter().map(|left| (left.event, left.cost_minor)).collect();
    for event in events {
        let cost_minor = costs.get(&event.id).copied().unwrap_or(0);
        if event.cost_minor == Some(cost_minor) {
            continue;
        }
        if let Some(entry) = event.entry {
            books::reverse(context, entry, None)?;
        }
        let entry = post(context, &event, cost_minor)?;
        records::set_booked(&mut context.tx, event.id, Some(cost_minor), entry)?;
    }
    Ok(())
}

/// Takes the entry of an event back, because the event goes.
pub(crate) fn unbook(context: &mut Context, event: &Event) -> Result<(), Failure> {
    if let Some(entry) = event.entry {
        books::reverse(context, entry, None)?;
    }
    Ok(records::set_booked(&mut context.tx, event.id, None, None)?)
}

/// Posts what an event did to the books; nothing where it did nothing to them.
fn post(context: &mut Context, event: &Event, cost_minor: i64) -> Result<Option<i64>, Failure> {
    let postings = postings(context, event, cost_minor)?;
    if postings.is_empty() {
        return Ok(None);
    }
    let draft = Draft {
        posted_on: books::first_open_day(context, event.on)?,
        text: text_of(context, event)?,
        note: String::new(),
        party: event.party,
        source: Source::of(CRYPTO, event.id),
        postings,
        split: SplitOf::ByRule,
    };
    let entry = books::post(context, draft)?;
    if let Some(source) = event.price_source().filter(|_| event.price > 0) {
        books::keep_rate(context, entry, event.asset.code(), Rate { on: event.on, source, rate: event.price })?;
    }
    if let (Some(account), Some(on)) = (event.account, event.account_rate_on)
        && let Some(source) = books::rules::rates::RateSource::from_word(&event.account_rate_source)
    {
        let currency = books::account(context, account)?.currency;
        books::keep_rate(context, entry, currency.code(), Rate { on, source, rate: event.account_rate })?;
    }
    Ok(Some(entry))
}

fn postings(context: &mut Context, event: &Event, cost_minor: i64) -> Result<Vec<DraftPosting>, Failure> {
    let crypto = books::account_for_role(context, ACCOUNT)?;
    let worth_minor = event.worth_minor;
    // The money's side in its account's currency; a debit is positive.
    let money = |sign: i64| {
        event.account.map(|account| DraftPosting {
            account,
            amount_minor: sign * event.account_minor,
            book_amount_minor: Some(sign * worth_minor),
            ..DraftPosting::default()
        })
    };
    // What it was for, and the tax in that; what was earned is a credit.
    let mut purpose = |sign: i64| -> Result<Vec<DraftPosting>, Failure> {
        let mut sides = Vec::new();
        if let Some(category) = event.category {
            sides.push(DraftPosting::new(category, sign * (worth_minor - event.tax_minor)));
        }
        if event.tax_minor != 0 {
            sides.push(DraftPosting::new(books::account_for_role(context, "sales-tax-owed")?, sign * event.tax_minor));
        }
        Ok(sides)
    };
    let mut postings = Vec::new();
    match event.kind {
        EventKind::Opened => {
            postings.push(DraftPosting::new(crypto, worth_minor));
            postings.push(DraftPosting::new(books::account_for_role(context, "opening-balance")?, -worth_minor));
        }
        EventKind::Received => {
            postings.push(DraftPosting::new(crypto, worth_minor));
            postings.extend(purpose(-1)?);
        }
        EventKind::Bought => {
            postings.push(DraftPosting::new(crypto, worth_minor));
            postings.extend(money(-1));
        }
        EventKind::Sold | EventKind::Spent | EventKind::Swapped => {
            postings.extend(match event.kind {
                EventKind::Sold => money(1).into_iter().collect(),
                EventKind::Spent => purpose(1)?,
                _ => vec![DraftPosting::new(crypto, worth_minor)],
            });
            postings.push(DraftPosting::new(crypto, -cost_minor));
            let gained_minor = worth_minor - cost_minor;
            let role = if gained_minor >= 0 { "crypto-gain" } else { "crypto-loss" };
            postings.push(DraftPosting::new(books::account_for_role(context, role)?, -gained_minor));
        }
        // A fee in kind leaves at what it had cost. Valued at its price it would be a larger cost and as much more of a
        // gain: the profit is the same.
        EventKind::Moved | EventKind::Fee => {
            postings.push(DraftPosting::new(books::account_for_role(context, "payment-fees")?, cost_minor));
            postings.push(DraftPosting::new(crypto, -cost_minor));
        }
    }
    postings.retain(|posting| posting.amount_minor != 0 || posting.book_amount_minor.is_some_and(|minor| minor != 0));
    if event.kind == EventKind::Swapped {
        // Both sides are on one account: what it carries changes by their difference.
        postings = folded(postings);
    }
    Ok(postings)
}

fn folded(postings: Vec<DraftPosting>) -> Vec<DraftPosting> {
    let mut folded: Vec<DraftPosting> = Vec::new();
    for posting in postings {
        match folded.iter_mut().find(|known| known.account == posting.account) {
            Some(known) => known.amount_minor += posting.amount_minor,
            None => folded.push(posting),
        }
    }
    folded.retain(|posting| posting.amount_minor != 0);
    folded
}

/// What an event is called: the owner's words, else what happened.
pub(crate) fn text_of(context: &mut Context, event: &Event) -> Result<String, Failure> {
    if !event.text.is_empty() {
        return Ok(event.text.clone());
    }
    let (quantity, asset) = (fmt::decimal(&event.quantity.to_string()), event.asset.code());
    Ok(match event.kind {
        EventKind::Opened => t!("{quantity} {asset} that were there at the start", quantity = quantity, asset = asset),
        EventKind::Received => t!("{quantity} {asset} received", quantity = quantity, asset = asset),
        EventKind::Bought => t!("{quantity} {asset} bought", quantity = quantity, asset = asset),
        EventKind::Sold => t!("{quantity} {asset} sold", quantity = quantity, asset = asset),
        EventKind::Spent => match event.category {
            Some(category) => {
                let what = books::account(context, category)?.name.clone();
                t!("{what}, paid with {quantity} {asset}", what = what, quantity = quantity, asset = asset)
            }
            None => t!("Paid with {quantity} {asset}", quantity = quantity, asset = asset),
        },
        EventKind::Swapped => t!(
            "{quantity} {asset} given for {other_quantity} {other}",
            quantity = quantity,
            asset = asset,
            other_quantity = fmt::decimal(&event.into_quantity.to_string()),
            other = event.into_asset.as_ref().map_or("", |other| other.code())
        ),
        EventKind::Moved => t!("{quantity} {asset} moved to another wallet", quantity = quantity, asset = asset),
        EventKind::Fee => t!("{quantity} {asset} taken as a fee", quantity = quantity, asset = asset),
    })
}
