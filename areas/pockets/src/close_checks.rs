//! What the pockets ask of a month that is to be closed.

use books::Pockets;
use kernel::{
    Context, Failure, Query,
    slots::{CloseCheck, CloseProblem, CloseWeight},
};
use ledger::Month;
use locale::{t, tn};

/// The check of the pockets.
pub(crate) fn close_checks() -> Vec<CloseCheck> {
    vec![CloseCheck {
        name: "no-pocket-is-negative",
        about: || t!("No pocket is below zero at the end of the month."),
        weight: CloseWeight::Warning,
        run: no_pocket_is_negative,
    }]
}

fn no_pocket_is_negative(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let answer = Pockets { on: Some(month.last()) }.answer(context)?;
    let below: Vec<&str> = answer
        .pockets
        .iter()
        .filter(|state| {
            let foreign = answer.foreign.iter().filter(|one| one.pocket == state.pocket.id);
            state.holds_minor < 0 || foreign.map(|one| one.holds_minor).any(|held| held < 0)
        })
        .map(|state| state.pocket.name.as_str())
        .collect();
    let Some(first) = below.first() else { return Ok(None) };
    let count = i64::try_from(below.len()).unwrap_or(i64::MAX);
    Ok(Some(CloseProblem {
        count,
        sentence: tn!(
            count,
            "{pocket} is below zero.",
            "{count} pockets are below zero, {pocket} first.",
            pocket = first
        ),
        href: "/pockets".into(),
    }))
}
