//! The pockets: one bar with targets, then each with what it is for, its share, what it holds and what is missing.

use books::pages::words;
use jiff::{ToSpan, civil::Date};
use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Cell, Column, FormAction, Look, Markup, Page, PageRequest, Phone, Row, Table,
    chart::{PocketPart, pocket_bar, stacked_bar},
    chip, figure, html, link_button,
    parts::{self, Drawing},
};

use super::forms;
use crate::{
    needs,
    queries::{PaymentFiles, PocketStanding, Standing, StandingAnswer, TransfersToMake},
};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let today = request.context.today;
    let on = request.ask("on").and_then(|text| text.parse::<Date>().ok()).filter(|on| *on <= today).unwrap_or(today);
    let standing = Standing { on: Some(on) }.answer(request.context)?;
    let starts_on = request.context.settings.starts_on;
    let month_ago = on.saturating_sub(1.month());
    let before = if month_ago >= starts_on {
        Some(books::Pockets { on: Some(month_ago) }.answer(request.context)?.total_minor)
    } else {
        None
    };
    let accounts: Vec<_> = books::accounts(request.context)?
        .iter()
        .filter(|account| account.kind.is_cash() && !account.closed && account.role.is_empty())
        .cloned()
        .collect();
    let transfers = TransfersToMake::default().answer(request.context)?;
    let latest = PaymentFiles { before: None, limit: Some(1) }.answer(request.context)?;
    let shown: Vec<&PocketStanding> = standing.pockets.iter().filter(|pocket| pocket.is_shown()).collect();
    let currency = &standing.currency;
    let bar: Vec<PocketPart> = shown.iter().map(|pocket| part(pocket)).collect();
    let empty = standing.total_minor == 0 && standing.pockets.iter().all(|pocket| pocket.state.holds_minor == 0);
    let panel = match forms::panel(request, &standing) {
        None => super::job_costs::panel(request)?,
        opened => opened,
    };
    let body = html! {
        @if empty {
            (parts::empty(Drawing::Jars, &t!("Every deposit will be parted into these pockets at once. Open an account with what is on it, or bring in a statement."),
                html! { (link_button(Look::Primary, "/bank", &t!("Bring in a statement"))) (link_button(Look::Link, "/books/accounts?add=account", &t!("Open an account"))) }))
        } @else {
            (stacked_bar(&t!("The pockets"), &t!("What each pocket holds against its target; the table below has the figures."), &bar, currency))
        }
        (table(&standing, &shown, accounts.len(), panel.is_none()))
        @if let Some(form) = request.refused_form("exchange-between-pockets") { (parts::warning(html! { (form.refused) })) }
        (super::currencies::section(&standing, on == today))
        (acts(&standing, on == today))
        @if on == today { (super::transfers::section(&transfers, latest.files.first())) }
    };
    let day = |day: Date| {
        request.address_with(&[("on", &if day == today { String::new() } else { day.to_string() }), ("do", "")])
    };
    let previous = on.yesterday().ok().filter(|day| *day >= starts_on).map(day);
    let next = on.tomorrow().ok().filter(|day| *day <= today).map(day);
    let held = shown.iter().filter(|pocket| pocket.state.holds_minor != 0).count() as i64;
    Ok(Page {
        period: parts::period(previous.as_deref(), &fmt::date_weekday(on), next.as_deref()),
        lead: html! {
            (fmt::money(standing.total_minor, currency)) " "
            @if standing.undivided_minor > 0 && standing.undivided_minor == standing.total_minor { small { (t!("waits to be divided")) } }
            @else { small { (tn!(held, "in one pocket", "in {spelled} pockets", spelled = words::spelled(held))) } }
        },
        sub: sub(&standing, before, month_ago),
        body,
        panel,
        ..Page::new(t!("Pockets"))
    })
}

pub(super) fn part(pocket: &PocketStanding) -> PocketPart {
    PocketPart {
        hue: words::hue(&pocket.state.pocket.role),
        name: pocket.state.pocket.name.clone(),
        amount: pocket.state.holds_minor,
        target: pocket.target_minor,
    }
}

/// What changed in a month, whether the tax is there, and how far the buffer is.
fn sub(standing: &StandingAnswer, before: Option<i64>, month_ago: Date) -> Markup {
    let currency = &standing.currency;
    let change = before.map(|before| {
        let difference = fmt::amount_signed(standing.total_minor.saturating_sub(before), currency);
        t!("{difference} since {day}.", difference = difference, day = fmt::date_short(month_ago))
    });
    let missing = standing.tax.owed_minor.saturating_sub(standing.tax.held_minor);
    let tax = match missing {
        ..=0 => t!("Tax is covered;"),
        missing => t!("{missing} is missing to the tax owed so far;", missing = fmt::amount(missing, currency)),
    };
    let buffer = standing.pockets.iter().find(|pocket| pocket.state.pocket.role == "buffer");
    let overhead = standing.overhead.as_ref().map_or(0, |overhead| overhead.amount_minor);
    let tenths =
        buffer.and_then(|buffer| crate::rules::lasts(buffer.state.holds_minor, overhead)).map(|lasts| lasts.tenths);
    html! {
        @if let Some(change) = change { (change) " " }
        (tax) " "
        @match (buffer, tenths) {
            (Some(buffer), Some(tenths)) => {
                (t!("the buffer stands at")) " "
                (figure(&format!("/pockets/{}", buffer.state.pocket.id), &tn!(plural(tenths), "{months} month", "{months} months", months = months(tenths))))
                " " (t!("of {target}.", target = words::spelled(standing.buffer_months)))
            }
            _ => (t!("the buffer’s target shows when a month’s overhead is known.")),
        }
        " " small { (t!("The mark is the target; dots are what is missing.")) }
    }
}

/// Tenths of a month as `2.4`.
pub(crate) fn months(tenths: i64) -> String {
    // A share in thousandths is written as tenths of a percent; the figure is the same without its sign.
    fmt::percent_permille(tenths).trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned()
}

/// One month alone is singular; 1.4 are months.
pub(super) fn plural(tenths: i64) -> i64 {
    if tenths == 10 { 1 } else { 2 }
}

/// The pockets in rows. Beside an open panel there is no room for what each is for.
fn table(standing: &StandingAnswer, shown: &[&PocketStanding], accounts: usize, roomy: bool) -> Markup {
    let currency = &standing.currency;
    let without = |mut row: Vec<Cell>| {
        if !roomy {
            row.remove(1);
        }
        row
    };
    let mut columns = vec![
        Column::text(t!("Pocket")).strong().narrow().phone(Phone::Lead),
        Column::text(t!("What it is for")).quiet().grow().phone(Phone::Second),
        Column::figures(t!("Share")).quiet().phone(Phone::Hidden),
        Column::figures(t!("Holds, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("Target")).quiet().phone(Phone::Hidden),
        Column::figures(t!("Over or under")).quiet().phone(Phone::Labelled),
    ];
    if !roomy {
        columns.remove(1);
    }
    let rows = shown.iter().map(|pocket| {
        let state = &pocket.state;
        let share = match (state.pocket.role.as_str(), state.permille) {
            ("held-for-authorities" | "held-for-clients" | "job-costs", 0) => t!("first"),
            (_, 0) => t!("–"),
            (_, permille) => fmt::percent_permille(permille),
        };
        let over = pocket.target_minor.map(|target| fmt::amount_signed(state.holds_minor.saturating_sub(target), currency));
        Row::new(without(vec![
            chip(words::hue(&state.pocket.role), &state.pocket.name).into(),
            // On a phone each pocket has its own bar; beside the table the one above has them all.
            html! {
                (pocket.said)
                @if standing.is_below_zero(pocket) { " " span.w { (t!("Below zero.")) } }
                @if state.holds_minor > 0 || pocket.target_minor.is_some_and(|target| target > 0) { (pocket_bar(&part(pocket), currency)) }
            }
            .into(),
            share.into(),
            figure(&format!("/pockets/{}", state.pocket.id), &fmt::amount(state.holds_minor, currency)).into(),
            pocket.target_minor.map_or_else(Cell::default, |target| fmt::amount(target, currency).into()),
            over.map_or_else(Cell::default, Cell::from),
        ]))
    });
    let permille = shown.iter().map(|pocket| pocket.state.permille).sum();
    let same = tn!(
        accounts,
        "The same as on your account.",
        "The same as on your {spelled} accounts together.",
        spelled = words::spelled(accounts as i64)
    );
    let sum = vec![
        t!("Sum").into(),
        same.into(),
        fmt::percent_permille(permille).into(),
        figure("/books/accounts", &fmt::amount(standing.total_minor, currency)).into(),
        Cell::default(),
        Cell::default(),
    ];
    html! { (Table::new(t!("Pockets"), columns).tall().rows(rows).row(Row::new(without(sum)).sum())) }
}

/// What can be done here: the one thing that waits as the primary action, the rest beside it.
fn acts(standing: &StandingAnswer, today: bool) -> Markup {
    let broken = needs::broken(standing);
    let move_form = "/pockets?do=move";
    html! {
        @if !today {
            p.h { (t!("This is how it stood on that day.")) " " a href="/pockets" { (t!("Back to today")) } }
        } @else if standing.undivided_minor > 0 {
            (parts::heading(&t!("Money in no pocket yet"), None))
            p.say { (t!("{amount} waits to be divided. The proposal begins with the tax owed so far.", amount = fmt::money(standing.undivided_minor, &standing.currency))) }
            (parts::actions(html! {
                (link_button(Look::Primary, "/pockets?do=divide", &t!("Divide it")))
                (link_button(Look::Link, move_form, &t!("Move money")))
                (link_button(Look::Link, "/pockets?do=shares", &t!("Change the shares")))
                (super::job_costs::link())
            }))
        } @else if let Some((name, mend)) = broken.first() {
            (parts::heading(&t!("Below zero"), None))
            p.say { (sentence(standing, name, mend.as_ref())) }
            @if standing.pockets.iter().any(|pocket| pocket.state.pocket.role == "job-costs" && pocket.state.holds_minor < 0 && pocket.state.permille == 0) {
                p.h { (t!("Nothing of a deposit goes to job costs yet. Give them a share, so that the next job pays for itself.")) }
            }
            (parts::actions(html! {
                @match mend {
                    Some(mend) => (FormAction::new("move-money", t!("Mend it")).look(Look::Primary).next("/pockets")
                        .hidden("from", mend.from).hidden("to", mend.to).hidden("amount_minor", standing_amount(standing, mend.amount_minor))
                        .hidden("text", t!("Mended: {pocket}", pocket = name))),
                    None => (link_button(Look::Quiet, move_form, &t!("Move money"))),
                }
                @if let Some(mend) = mend { (link_button(Look::Link, &needs::address(mend), &t!("Another amount"))) }
                (link_button(Look::Link, "/pockets?do=shares", &t!("Change the shares")))
                (super::job_costs::link())
            }))
        } @else {
            (parts::actions(html! {
                (link_button(Look::Quiet, super::pay::HERE, &t!("Pay yourself")))
                (link_button(Look::Link, move_form, &t!("Move money")))
                (link_button(Look::Link, "/pockets?do=shares", &t!("Change the shares")))
                (super::job_costs::link())
                (link_button(Look::Link, "/pockets?do=open", &t!("Open a pocket")))
            }))
        }
    }
}

/// An amount as a form sends it, which reads it as people write it.
fn standing_amount(standing: &StandingAnswer, amount_minor: i64) -> String {
    fmt::amount(amount_minor, &standing.currency)
}

fn sentence(standing: &StandingAnswer, name: &str, mend: Option<&crate::rules::Mend>) -> String {
    let named = |id: i64| {
        let pocket = standing.pockets.iter().find(|pocket| pocket.state.pocket.id == id);
        pocket.map(|pocket| pocket.state.pocket.name.clone()).unwrap_or_default()
    };
    match mend {
        Some(mend) => t!(
            "{pocket} is below zero: it spent what it did not have yet. {amount} from {giver} mends it.",
            pocket = name,
            amount = fmt::money(mend.amount_minor, &standing.currency),
            giver = named(mend.from)
        ),
        None => t!(
            "{pocket} is below zero, and no other pocket has anything to give. The next deposits will fill it.",
            pocket = name
        ),
    }
}
