//! What of the pockets waits for the owner.

use kernel::{Context, Failure, Query, slots::Need};
use locale::{fmt, t, tn};

use crate::{
    queries::{Contributions, Standing, StandingAnswer, next_due, proposal},
    records,
    rules::{self, ForeignMend, Mend, Purse, recognising::WAITED_DAYS},
};

#[derive(Default)]
struct Read(Option<StandingAnswer>);

/// The standing of today, read once for all needs: whoever asks what waits writes nothing in between.
fn standing(context: &mut Context) -> Result<StandingAnswer, Failure> {
    if let Some(known) = &context.tx.extension::<Read>().0 {
        return Ok(known.clone());
    }
    let standing = Standing::default().answer(context)?;
    context.tx.extension::<Read>().0 = Some(standing.clone());
    Ok(standing)
}

/// Cash that no pocket has yet: the division of the start, or what came in for a category without a pocket.
pub(crate) fn undivided(context: &mut Context) -> Result<Option<Need>, Failure> {
    let standing = standing(context)?;
    if standing.undivided_minor <= 0 {
        return Ok(None);
    }
    let amount = fmt::money(standing.undivided_minor, &standing.currency);
    Ok(Some(Need {
        count: 1,
        sentence: t!("{amount} is in no pocket yet.", amount = amount),
        action: t!("Divide it"),
        href: "/pockets?do=divide".into(),
    }))
}

/// Pockets that fell below zero.
pub(crate) fn below_zero(context: &mut Context) -> Result<Option<Need>, Failure> {
    let standing = standing(context)?;
    let broken = broken(&standing);
    let foreign = foreign_broken(&standing);
    let count = (broken.len() + foreign.len()) as i64;
    let Some((first, mend)) = broken.first() else {
        let Some(first) = foreign.first() else { return Ok(None) };
        let sentence = tn!(
            count,
            "{pocket} is below zero in {currency}.",
            "{count} pockets are below zero in another currency, {pocket} first, in {currency}.",
            pocket = first.name,
            currency = first.currency
        );
        return Ok(Some(Need { count, sentence, action: t!("Mend it"), href: "/pockets".into() }));
    };
    let sentence =
        tn!(count, "{pocket} is below zero.", "{count} pockets are below zero, {pocket} first.", pocket = first);
    Ok(Some(Need {
        count,
        sentence,
        action: t!("Mend it"),
        href: mend.as_ref().map_or_else(|| "/pockets".into(), address),
    }))
}

/// Pay day has come, and this month's pay was neither run nor skipped.
pub(crate) fn pay_day(context: &mut Context) -> Result<Option<Need>, Failure> {
    let Some(plan) = records::pay_plan(&mut context.tx)? else { return Ok(None) };
    let runs = records::pay_runs(&mut context.tx, 3)?;
    if next_due(context.today, plan.day, &runs) > context.today {
        return Ok(None);
    }
    let standing = standing(context)?;
    let proposal = proposal(context, &standing)?;
    Ok(Some(Need {
        count: 1,
        sentence: t!("Pay day: {reason}", reason = proposal.said),
        action: t!("Pay yourself"),
        href: "/pockets/pay".into(),
    }))
}

/// A contribution is due and was neither paid nor skipped.
pub(crate) fn contribution_due(context: &mut Context) -> Result<Option<Need>, Failure> {
    let answer = Contributions::default().answer(context)?;
    let due: Vec<_> = answer.plans.iter().filter(|plan| plan.next.as_ref().is_some_and(|next| next.is_due)).collect();
    let Some((first, next)) = due.first().and_then(|plan| Some((plan, plan.next.as_ref()?))) else { return Ok(None) };
    let (count, amount) = (due.len() as i64, fmt::money(next.amount_minor, &answer.currency));
    let day = fmt::date_short(next.due_on);
    Ok(Some(Need {
        count,
        sentence: tn!(
            count,
            "{name} is due since {day}: {amount}.",
            "{count} contributions are due, {name} first: {amount} since {day}.",
            name = first.name,
            day = day,
            amount = amount
        ),
        action: t!("Pay or skip it"),
        href: "/pockets/contributions".into(),
    }))
}

/// Transfers that were handed to the bank and should have shown by now.
pub(crate) fn transfers_overdue(context: &mut Context) -> Result<Option<Need>, Failure> {
    let open = records::open_lines(&mut context.tx)?;
    let today = context.today;
    let late = |open: &&records::OpenLine| (today - open.requested_on).get_days() > WAITED_DAYS;
    let late: Vec<_> = open.iter().filter(late).filter(|open| !open.line.has_ended()).collect();
    let Some(first) = late.first() else { return Ok(None) };
    let amount = fmt::money(first.line.amount, &first.currency);
    Ok(Some(Need {
        count: late.len() as i64,
        sentence: tn!(
            late.len(),
            "A transfer of {amount} should have arrived by now.",
            "{count} transfers should have arrived by now, {amount} first.",
            amount = amount
        ),
        action: t!("Look at it"),
        href: format!("/pockets/transfers?file={}", first.line.file),
    }))
}

/// The pockets below zero, with the move that mends each.
pub(crate) fn broken(standing: &StandingAnswer) -> Vec<(String, Option<Mend>)> {
    let purses: Vec<Purse<'_>> = standing
        .pockets
        .iter()
        .map(|pocket| Purse {
            pocket: pocket.state.pocket.id,
            role: &pocket.state.pocket.role,
            holds_minor: standing.holds(pocket),
        })
        .collect();
    let below = standing.pockets.iter().zip(&purses).filter(|(_, purse)| purse.holds_minor < 0);
    below.map(|(pocket, purse)| (pocket.state.pocket.name.clone(), rules::mend(&purses, purse.pocket))).collect()
}

/// A pocket below zero in another currency than the books'.
pub(crate) struct ForeignBroken {
    pub name: String,
    pub currency: String,
    pub mend: Option<ForeignMend>,
}

/// The pockets below zero in other currencies, with what mends each.
pub(crate) fn foreign_broken(standing: &StandingAnswer) -> Vec<ForeignBroken> {
    let mut found = Vec::new();
    for (currency, _) in &standing.others {
        let holds = |pocket: i64| {
            let held = standing.foreign.iter().find(|held| held.pocket == pocket && held.currency == *currency);
            held.map_or(0, |held| held.holds_minor)
        };
        let of = |pocket: &crate::PocketStanding| pocket.state.pocket.id;
        let purses: Vec<Purse<'_>> = standing
            .pockets
            .iter()
            .map(|pocket| Purse { pocket: of(pocket), role: &pocket.state.pocket.role, holds_minor: holds(of(pocket)) })
            .collect();
        for pocket in standing.pockets.iter().filter(|pocket| holds(of(pocket)) < 0) {
            found.push(ForeignBroken {
                name: pocket.state.pocket.name.clone(),
                currency: currency.clone(),
                mend: rules::mend_foreign(&purses, of(pocket)),
            });
        }
    }
    found
}

/// The form of a move, filled in.
pub(crate) fn address(mend: &Mend) -> String {
    format!("/pockets?do=move&from={}&to={}&minor={}", mend.from, mend.to, mend.amount_minor)
}
