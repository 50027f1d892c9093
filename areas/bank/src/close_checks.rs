//! What the bank asks of a month that is to be closed.

use kernel::{
    Context, Failure, Query,
    slots::{CloseCheck, CloseProblem, CloseWeight},
};
use ledger::Month;
use locale::{fmt, t, tn};

use crate::{Reconcile, SilentDays, place::roles, records};

/// The checks of the lines.
pub(crate) fn close_checks() -> Vec<CloseCheck> {
    vec![
        CloseCheck {
            name: "nothing-to-sort",
            about: || t!("Every bank line through the month says what it was for."),
            weight: CloseWeight::Must,
            run: nothing_to_sort,
        },
        CloseCheck {
            name: "doubtful-lines-are-answered",
            about: || t!("No line waits that may be here already."),
            weight: CloseWeight::Must,
            run: doubtful_lines_are_answered,
        },
        CloseCheck {
            name: "in-transit-is-zero",
            about: || t!("Every transfer between your accounts has both its sides."),
            weight: CloseWeight::Must,
            run: in_transit_is_zero,
        },
        CloseCheck {
            name: "statements-cover-the-month",
            about: || t!("The statements of each account speak of every day of the month."),
            weight: CloseWeight::Must,
            run: statements_cover_the_month,
        },
        CloseCheck {
            name: "balances-are-proven",
            about: || t!("Each account holds in the books what its statements say."),
            weight: CloseWeight::Must,
            run: balances_are_proven,
        },
    ]
}

fn nothing_to_sort(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let count = records::count_waiting_through(&mut context.tx, month.last())?;
    Ok((count > 0).then(|| CloseProblem {
        count,
        sentence: tn!(
            count,
            "{count} bank line waits for a word from you.",
            "{count} bank lines wait for a word from you."
        ),
        href: "/bank".into(),
    }))
}

fn doubtful_lines_are_answered(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let count = records::count_doubtful_through(&mut context.tx, month.last())?;
    Ok((count > 0).then(|| CloseProblem {
        count,
        sentence: tn!(count, "{count} bank line may be here already.", "{count} bank lines may be here already."),
        href: "/bank/statements".into(),
    }))
}

/// Money that left one account at the end of a month and reached the other in the next is on its way by right: what must
/// not be is a side without the other, and anything posted to *in transit* that no line explains.
fn in_transit_is_zero(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let alone = records::transfers_alone_through(&mut context.tx, month.last())?;
    if alone > 0 {
        return Ok(Some(CloseProblem {
            count: alone,
            sentence: tn!(
                alone,
                "{count} transfer has only one of its two sides.",
                "{count} transfers have only one of their two sides."
            ),
            href: "/bank/lines?state=transfer".into(),
        }));
    }
    // What lines put there is answered by their sides; an entry made by hand has none.
    let in_transit = roles(context)?.in_transit;
    let by_hand = books::posted_by_hand(context, in_transit, month.last())?;
    if by_hand == 0 {
        return Ok(None);
    }
    let amount = fmt::money(by_hand, context.settings.currency.code());
    Ok(Some(CloseProblem {
        count: 1,
        sentence: t!("{amount} is between your accounts, and no bank line says where it came from.", amount = amount),
        href: format!("/books/accounts/{in_transit}?through={}", month.last()),
    }))
}

/// The open accounts that have statements at all: one that never had any is kept by hand.
fn accounts_with_statements(context: &mut Context) -> Result<Vec<(i64, String)>, Failure> {
    let through = records::through_by_account(&mut context.tx)?;
    let known = books::accounts(context)?.iter().filter(|account| !account.closed);
    let with = known.filter(|account| through.iter().any(|(id, _)| *id == account.id));
    Ok(with.map(|account| (account.id, account.name.clone())).collect())
}

fn statements_cover_the_month(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let mut silent = Vec::new();
    for (account, name) in accounts_with_statements(context)? {
        let days = SilentDays { account }.read(context, month.last())?;
        let first = days.into_iter().find(|(_, through)| *through >= month.first());
        silent.extend(first.map(|(from, through)| (account, name, from.max(month.first()), through)));
    }
    let Some((account, name, from, through)) = silent.first() else { return Ok(None) };
    let count = i64::try_from(silent.len()).unwrap_or(i64::MAX);
    Ok(Some(CloseProblem {
        count,
        sentence: t!(
            "No statement of {account} speaks of {from} to {through}.",
            account = name,
            from = fmt::date(*from),
            through = fmt::date(*through)
        ),
        href: format!("/bank/reconcile/{account}?through={}", month.last()),
    }))
}

fn balances_are_proven(context: &mut Context, month: Month) -> Result<Option<CloseProblem>, Failure> {
    let mut apart = Vec::new();
    for (account, _) in accounts_with_statements(context)? {
        let answer = Reconcile { account, through: Some(month.last()) }.answer(context)?;
        if answer.difference_minor != 0 {
            apart.push(answer);
        }
    }
    let Some(first) = apart.first() else { return Ok(None) };
    let count = i64::try_from(apart.len()).unwrap_or(i64::MAX);
    let amount = fmt::money(first.difference_minor.saturating_abs(), &first.currency);
    Ok(Some(CloseProblem {
        count,
        sentence: t!("{account} and its statements are {amount} apart.", account = first.account_name, amount = amount),
        href: format!("/bank/reconcile/{}?through={}", first.account, month.last()),
    }))
}
