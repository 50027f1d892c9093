//! What this area adds to others: what waits for the owner, its place in the navigation, what search finds.

use kernel::{
    Context, Failure, Query,
    slots::{Group, Hit, Need, NeedSource, Place, SearchSource},
};
use locale::{fmt, t, tn};

use crate::{BANK_LINE, MissingReceipts, RecurringCosts, line::LineState, records};

/// What waits for the owner.
pub(crate) fn needs() -> Vec<NeedSource> {
    vec![
        NeedSource { run: to_sort },
        NeedSource { run: doubtful },
        NeedSource { run: missed },
        NeedSource { run: receipts },
    ]
}

fn to_sort(context: &mut Context) -> Result<Option<Need>, Failure> {
    let (count, _) = records::count_in_state(&mut context.tx, LineState::ToSort)?;
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(
            count,
            "{count} bank line waits for a word from you.",
            "{count} bank lines wait for a word from you."
        ),
        action: t!("Sort"),
        href: "/bank".into(),
    }))
}

fn doubtful(context: &mut Context) -> Result<Option<Need>, Failure> {
    let count = records::count_doubtful(&mut context.tx)?;
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(count, "{count} bank line may be here already.", "{count} bank lines may be here already."),
        action: t!("Look"),
        href: "/bank/statements".into(),
    }))
}

fn missed(context: &mut Context) -> Result<Option<Need>, Failure> {
    let count = RecurringCosts::default().answer(context)?.missed;
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(
            count,
            "{count} cost that comes again has not come.",
            "{count} costs that come again have not come."
        ),
        action: t!("Look"),
        href: "/bank/recurring".into(),
    }))
}

fn receipts(context: &mut Context) -> Result<Option<Need>, Failure> {
    let count = MissingReceipts::default().answer(context)?.count;
    Ok((count > 0).then(|| Need {
        count,
        sentence: tn!(
            count,
            "{count} receipt is missing of a payee that usually sends one.",
            "{count} receipts are missing of payees that usually send one."
        ),
        action: t!("Look"),
        href: "/bank/recurring#receipts".into(),
    }))
}

/// The place in the navigation.
pub(crate) fn places() -> Vec<Place> {
    vec![Place {
        order: 20,
        group: Group::Money,
        label: || t!("Bank"),
        href: "/bank",
        icon: "bank",
        count: Some(|context| Ok(records::count_in_state(&mut context.tx, LineState::ToSort)?.0)),
        views: crate::pages::VIEWS,
    }]
}

/// What search finds.
pub(crate) fn search_sources() -> Vec<SearchSource> {
    vec![SearchSource { kind: BANK_LINE, describe }]
}

/// The currency that a line's amount is in.
fn line_currency<'a>(context: &'a Context, line: &'a crate::line::BankLine) -> &'a str {
    if line.currency.is_empty() { context.settings.currency.code() } else { &line.currency }
}

fn describe(context: &mut Context, ids: &[i64]) -> Result<Vec<Hit>, Failure> {
    let mut hits = Vec::with_capacity(ids.len());
    for id in ids {
        // A line of a withdrawn statement is gone; its words are not worth a second table.
        let Some(line) = records::line(&mut context.tx, *id)? else { continue };
        let amount = fmt::money(line.amount_minor, line_currency(context, &line));
        hits.push(Hit {
            kind: BANK_LINE.into(),
            id: line.id,
            title: line.title().to_owned(),
            detail: format!("{} · {amount}", fmt::date(line.booked_on)),
            href: format!("/bank/lines?line={id}"),
        });
    }
    Ok(hits)
}
