//! What must always hold of crypto-assets.

use books::ReadBasis;
use jiff::civil::Date;
use kernel::{
    Context, Failure,
    slots::{Check, Checked},
};
use locale::{fmt, t};

use crate::{
    booking::{ACCOUNT, cost_method},
    event::Event,
    records,
    rules::lots::{Impossible, Step, reckon},
};

/// The checks of `verify`.
pub(crate) fn checks() -> Vec<Check> {
    vec![Check {
        name: "crypto-equals-its-lots",
        about: || {
            t!(
                "No wallet ever held less than nothing, what left had cost what its lots say, and the account of crypto-assets is worth what the lots that are left cost."
            )
        },
        run: check_lots,
    }]
}

fn check_lots(context: &mut Context) -> Result<Checked, Failure> {
    let events = records::events(&mut context.tx)?;
    let mut checked = Checked { looked_at: i64::try_from(events.len()).unwrap_or(i64::MAX), ..Checked::default() };
    let steps: Vec<Step> = events.iter().flat_map(Event::steps).collect();
    let reckoned = match reckon(&steps, cost_method(context)?) {
        Ok(reckoned) => reckoned,
        Err(Impossible::BelowZero { event, on, .. }) => {
            let day = fmt::date(on);
            checked.problems.push(t!(
                "Crypto event {event} on {day} takes more than was held.",
                event = event,
                day = day
            ));
            return Ok(checked);
        }
        Err(Impossible::TooLarge) => {
            checked.problems.push(t!("An amount is too large for the books."));
            return Ok(checked);
        }
    };
    for event in &events {
        let left = reckoned.left.iter().filter(|left| left.event == event.id).map(|left| left.cost_minor);
        if event.cost_minor != Some(left.sum()) && checked.problems.len() < 100 {
            checked
                .problems
                .push(t!("Crypto event {event} is booked at another cost than its lots say.", event = event.id));
        }
    }
    let held_minor = reckoned.cost_minor().unwrap_or(i64::MAX);
    let mut in_basis = |basis| books::balance_of_role(context, ACCOUNT, Date::MAX, basis);
    let booked = (in_basis(ReadBasis::Cash)?, in_basis(ReadBasis::Accrual)?);
    if booked != (held_minor, held_minor) {
        let currency = context.settings.currency;
        checked.problems.push(t!(
            "The account of crypto-assets is worth {booked}, and the lots that are left cost {held}.",
            booked = fmt::money(booked.1, currency.code()),
            held = fmt::money(held_minor, currency.code())
        ));
    }
    Ok(checked)
}
