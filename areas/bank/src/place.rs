//! Where a line belongs, and what that posts.

use books::{DimensionIds, Draft, DraftPosting, Source, SplitOf, account, account_of_role, chart::TaxKind};
use jiff::civil::Date;
use kernel::{Context, Failure};
use locale::{fmt, t};

use crate::{
    BANK_LINE,
    line::{Attribution, BankLine, LinePart, LineState, Rule, RulePart},
    rules::splitting::{Portion, amounts_of},
};

/// Where the cash of a line came from or went to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// Not known yet.
    ToSort,
    /// To or from another own account.
    Transfer(Option<i64>),
    /// To these categories; the amounts add up to the line's.
    Parts(Vec<LinePart>),
    /// To open invoices or bills.
    Payment {
        /// Each with how much of it is paid, more than nothing.
        pays: Vec<(i64, i64)>,
        /// What was taken off on the way, as a positive amount.
        fee_minor: i64,
    },
}

/// The technical accounts a line may be posted against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Roles {
    pub to_sort: i64,
    pub in_transit: i64,
    pub tax_owed: i64,
}

pub(crate) fn roles(context: &mut Context) -> Result<Roles, Failure> {
    Ok(Roles {
        to_sort: account_of_role(context, "to-sort")?.id,
        in_transit: account_of_role(context, "in-transit")?.id,
        tax_owed: account_of_role(context, "sales-tax-owed")?.id,
    })
}

/// The tax code of an amount in a category, and the tax it contains; none where only the owner can say.
pub(crate) fn tax_contained(
    context: &mut Context,
    category: i64,
    code: Option<&str>,
    amount_minor: i64,
    on: Date,
) -> Result<Option<(String, i64)>, Failure> {
    if !context.settings.charges_tax_on(on) {
        return Ok(Some((String::new(), 0)));
    }
    let word = match code {
        Some(code) => code.to_owned(),
        None => account(context, category)?.tax_code.clone(),
    };
    Ok(match books::chart::tax_code(&context.settings.country, &word) {
        Some(code) if code.kind == TaxKind::Ask => None,
        Some(code) => Some((word, code.contained_minor(amount_minor))),
        None => Some((word, 0)),
    })
}

/// Whether the columns of a line say all of a place: one category and nothing beyond it, a transfer, the queue.
pub(crate) fn is_plain(place: &Place) -> bool {
    match place {
        Place::ToSort | Place::Transfer(_) => true,
        Place::Payment { .. } => false,
        Place::Parts(parts) => matches!(&parts[..], [only] if only.attribution.is_empty()),
    }
}

/// The place of a line by a rule that takes it; none where the owner has to say more.
pub(crate) fn place_by_rule(
    context: &mut Context,
    rule: &Rule,
    on_account: i64,
    amount_minor: i64,
    on: Date,
) -> Result<Option<Place>, Failure> {
    if let Some(other) = rule.other_account {
        return Ok((other != on_account).then_some(Place::Transfer(Some(other))));
    }
    let whole = rule.category.map(|category| (category, rule.tax_code.clone(), amount_minor));
    let portions: Vec<Portion> = rule.parts.iter().map(|part| part.portion).collect();
    let wanted: Vec<(i64, Option<String>, i64)> = match whole {
        Some(whole) => vec![whole],
        None => {
            let Some(amounts) = amounts_of(amount_minor, &portions) else { return Ok(None) };
            let part = |(part, amount): (&RulePart, i64)| (part.category, part.tax_code.clone(), amount);
            rule.parts.iter().zip(amounts).filter(|(_, amount)| *amount != 0).map(part).collect()
        }
    };
    let mut parts = Vec::with_capacity(wanted.len());
    for (category, code, amount_minor) in wanted {
        let known = account(context, category)?;
        let (closed, takes_dimensions) = (known.closed, books::takes_dimensions(known.kind));
        let tax = tax_contained(context, category, code.as_deref(), amount_minor, on)?;
        let Some(tax) = tax.filter(|_| !closed) else { return Ok(None) };
        let mut part = LinePart::plain(category, amount_minor, tax);
        part.attribution = rule.attribution;
        if !takes_dimensions {
            part.attribution.dimensions = DimensionIds::default();
        }
        parts.push(part);
    }
    Ok(Some(Place::Parts(parts)))
}

/// What a place looks like in the columns of a line: state, category, tax code, tax, other account.
pub(crate) fn described(place: &Place) -> (LineState, Option<i64>, String, i64, Option<i64>) {
    match place {
        Place::ToSort => (LineState::ToSort, None, String::new(), 0, None),
        Place::Transfer(other) => (LineState::Transfer, None, String::new(), 0, *other),
        Place::Payment { .. } => (LineState::Payment, None, String::new(), 0, None),
        Place::Parts(parts) => match &parts[..] {
            [only] => (LineState::Sorted, Some(only.category), only.tax_code.clone(), only.tax_minor, None),
            parts => (LineState::Sorted, None, String::new(), parts.iter().map(|part| part.tax_minor).sum(), None),
        },
    }
}

/// The postings across from the cash of a line.
pub(crate) fn other_side(place: &Place, amount_minor: i64, roles: &Roles) -> Vec<DraftPosting> {
    match place {
        Place::ToSort => vec![DraftPosting::new(roles.to_sort, -amount_minor)],
        Place::Transfer(_) => vec![DraftPosting::new(roles.in_transit, -amount_minor)],
        // What a payment posts follows from what is still open of its items; see `moving`.
        Place::Payment { .. } => Vec::new(),
        Place::Parts(parts) => {
            let mut postings = Vec::with_capacity(parts.len() + 1);
            for part in parts {
                let net = DraftPosting::new(part.category, -(part.amount_minor - part.tax_minor));
                let Attribution { dimensions, pocket } = part.attribution;
                postings.push(DraftPosting { dimensions, pocket, ..net });
                if part.tax_minor != 0 {
                    postings.push(DraftPosting::new(roles.tax_owed, -part.tax_minor));
                }
            }
            postings.retain(|posting| posting.amount_minor != 0);
            postings
        }
    }
}

/// What is posted of a line. A late one says in its note which day the bank booked it: the month of that day is closed.
pub(crate) fn draft(
    line: &BankLine,
    posted_on: Date,
    party: Option<i64>,
    postings: Vec<DraftPosting>,
    split: SplitOf,
) -> Draft {
    let text = match (line.counterparty.is_empty(), line.text.is_empty()) {
        (true, true) => t!("Bank line without text"),
        (true, false) => line.text.clone(),
        (false, true) => line.counterparty.clone(),
        (false, false) if line.text.contains(&line.counterparty) => line.text.clone(),
        (false, false) => format!("{} · {}", line.counterparty, line.text).chars().take(2_000).collect(),
    };
    let note = match line.booked_on {
        day if day < posted_on => t!("The bank booked it on {day}; that month was closed.", day = fmt::date(day)),
        _ => String::new(),
    };
    Draft { posted_on, text, note, party, source: Source::of(BANK_LINE, line.id), postings, split }
}
