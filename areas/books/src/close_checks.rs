//! What the books themselves ask of a month that is to be closed.

use kernel::{
    Context, Failure, Query,
    slots::{CloseCheck, CloseProblem, CloseWeight},
};
use ledger::Month;
use locale::tn;

use crate::{MissingProof, OpeningPosition, journal, queries, records};
use locale::t;

/// The checks of the entries, and of their proof.
pub(crate) fn close_checks() -> Vec<CloseCheck> {
    vec![
        CloseCheck {
            name: "totals-agree",
            about: || t!("The kept totals of the month are the sums of its postings."),
            weight: CloseWeight::Must,
            run: totals_agree,
        },
        CloseCheck {
            name: "costs-are-proven",
            about: || t!("Every cost of the month has its receipt, bill or other proof."),
            weight: CloseWeight::Warning,
            run: costs_are_proven,
        },
        CloseCheck {
            name: "other-currencies-are-revalued",
            about: || t!("Balances in other currencies are worth what the books say at the end of the month."),
            weight: CloseWeight::Warning,
            run: currencies_are_revalued,
        },
    ]
}

/// The check of where the books began.
pub(crate) fn opening_close_checks() -> Vec<CloseCheck> {
    vec![CloseCheck {
        name: "opening-is-sure",
        about: || t!("Nothing is missing from where the books began."),
        weight: CloseWeight::Warning,
        run: opening_is_sure,
    }]
}

fn totals_agree(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    journal::flush(context)?;
    let kept = records::kept_totals(&mut context.tx, month)?;
    let added = records::added_totals(&mut context.tx, month)?;
    let differing = |one: &records::Totals, other: &records::Totals| {
        one.iter().filter(|(key, sums)| other.get(key) != Some(*sums)).map(|(key, _)| key.0).collect::<Vec<_>>()
    };
    let mut accounts = differing(&kept, &added);
    accounts.extend(differing(&added, &kept));
    accounts.sort_unstable();
    accounts.dedup();
    let Some(first) = accounts.first() else { return Ok(None) };
    let count = i64::try_from(accounts.len()).unwrap_or(i64::MAX);
    let sentence = tn!(
        count,
        "The total of {count} account is not the sum of its postings: `mainstay verify` says more.",
        "The totals of {count} accounts are not the sums of their postings: `mainstay verify` says more."
    );
    Ok(Some(CloseProblem { count, sentence, href: format!("/books/accounts/{first}?through={}", month.last()) }))
}

fn costs_are_proven(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let (from, through) = (month.first(), month.last());
    let count = MissingProof { from: Some(from), through: Some(through), limit: Some(1) }.answer(context)?.count;
    Ok((count > 0).then(|| CloseProblem {
        count,
        sentence: tn!(count, "{count} cost has no proof.", "{count} costs have no proof."),
        href: format!("/books/proof?from={from}&through={through}"),
    }))
}

fn currencies_are_revalued(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let on = month.last();
    let count = queries::not_revalued(context, on)?;
    Ok((count > 0).then(|| CloseProblem {
        count,
        sentence: tn!(
            count,
            "{count} balance in another currency has gained or lost what is not booked.",
            "{count} balances in other currencies have gained or lost what is not booked."
        ),
        href: format!("/books/currencies?on={on}"),
    }))
}

fn opening_is_sure(context: &mut Context, _: Month) -> Result<Option<CloseProblem>, Failure> {
    let unsure = OpeningPosition::default().answer(context)?.unsure;
    let Some(first) = unsure.first() else { return Ok(None) };
    let count = i64::try_from(unsure.len()).unwrap_or(i64::MAX);
    Ok(Some(CloseProblem { count, sentence: first.sentence.clone(), href: "/begin".into() }))
}
