//! Where you stand: one sentence that says how long the money lasts, what of it is free, and what to do next.

use books::{Deposits, DepositsAnswer, pages::words};
use jiff::ToSpan;
use kernel::{
    Failure, Query,
    search::{Needs, Waiting},
};
use locale::{fmt, t, tn};
use ui::{
    Cell, Column, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table,
    chart::{self, PocketPart, Point},
    chip, figure, html, link_button,
    parts::{self, Drawing},
};

use super::list::{months, part, plural};
use crate::queries::{Monthly, Runway, WhereYouStand, WhereYouStandAnswer};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let today = request.context.today;
    let stand = WhereYouStand {}.answer(request.context)?;
    let waiting = Needs {}.answer(request.context)?;
    if stand.cash.is_empty() {
        return Ok(empty(request, &waiting));
    }
    let mut came = Deposits { since: today.saturating_sub(6.days()) }.answer(request.context)?;
    if came.deposits.is_empty() {
        came = Deposits { since: today.saturating_sub(30.days()) }.answer(request.context)?;
    }
    let pockets = books::pockets(request.context)?.to_vec();
    let shown: Vec<_> = stand.standing.pockets.iter().filter(|pocket| pocket.is_shown()).collect();
    let bar: Vec<PocketPart> = shown.iter().map(|pocket| part(pocket)).collect();
    let currency = &stand.standing.currency;
    let main = html! {
        (waits(&waiting))
        (parts::heading(&t!("What is yours to spend"), None))
        (free(&stand))
        (tax(&stand))
        (cash(&stand))
    };
    let aside = html! { (lately(&came, &pockets)) (runway(&stand)) };
    let body = html! {
        (chart::stacked_bar(&t!("The pockets"), &t!("What each pocket holds against its target; the pockets’ page has the figures."), &bar, currency))
        (parts::columns(main, aside))
    };
    Ok(Page {
        period: html! { nav.per aria-label=(t!("Day")) { b { (fmt::date_weekday(today)) } } },
        lead: html! { (lead(&stand, today)) },
        sub: sub(request, &stand),
        body,
        panel: panel(request, &stand),
        ..Page::new(t!("Where you stand"))
    })
}

fn empty(request: &PageRequest<'_>, waiting: &Waiting) -> Page {
    let sentence = t!(
        "Bring in a bank statement. Every deposit is parted into pockets, every line gets its category or a question, and this page says where you stand."
    );
    let action = html! {
        (link_button(Look::Primary, "/bank", &t!("Bring in a statement")))
        (link_button(Look::Link, "/books/accounts?add=account", &t!("Open an account")))
    };
    Page {
        period: html! { nav.per aria-label=(t!("Day")) { b { (fmt::date_weekday(request.context.today)) } } },
        body: html! {
            (parts::empty(Drawing::Jars, &sentence, action))
            @if waiting.count > 0 { (waits(waiting)) }
        },
        ..Page::new(t!("Where you stand"))
    }
}

/// More than two years is as far as a plain average can be trusted to say.
const FAR: i64 = 730;

fn lead(stand: &WhereYouStandAnswer, today: jiff::civil::Date) -> String {
    let pays = pays(stand);
    let day = |runway: &Runway| {
        if runway.until.year() == today.year() { fmt::date_short(runway.until) } else { fmt::date(runway.until) }
    };
    match (&stand.with_pay, pays) {
        _ if stand.free_minor <= 0 => t!("Nothing is free to spend right now."),
        (Some(runway), true) if runway.days > FAR => {
            t!("The business and your pay are covered for more than two years.")
        }
        (Some(runway), false) if runway.days > FAR => t!("The business is covered for more than two years."),
        (Some(runway), true) => t!("The business and your pay are covered until {day}.", day = day(runway)),
        (Some(runway), false) => t!("The business is covered until {day}.", day = day(runway)),
        (None, _) => t!("{amount} is free to spend.", amount = fmt::money(stand.free_minor, &stand.standing.currency)),
    }
}

/// Whether the owner took anything of late.
fn pays(stand: &WhereYouStandAnswer) -> bool {
    stand.standing.pay.as_ref().is_some_and(|pay| pay.amount_minor > 0)
}

fn sub(request: &PageRequest<'_>, stand: &WhereYouStandAnswer) -> Markup {
    let currency = &stand.standing.currency;
    let open = |what: &str| request.address_with(&[("open", what)]);
    let free = figure(&open("free"), &fmt::money(stand.free_minor, currency));
    html! {
        @match stand.monthly_minor {
            Some(monthly) if monthly > 0 => {
                (t!("That is if nothing more came in:")) " " (free) " " (t!("free to spend, at")) " "
                (figure(&open("month"), &fmt::money(monthly, currency))) " " (t!("a month.")) " "
                @if let Some(days) = stand.days_more { (compared(days)) }
            }
            _ => {
                (free) " " (t!("of")) " " (figure("/books/accounts", &fmt::money(stand.cash_minor, currency))) " "
                (t!("is yours to spend. How long it lasts shows when a full month is in the books."))
            }
        }
    }
}

fn compared(days: i64) -> String {
    let spelled = words::capital(&words::spelled(days.saturating_abs()));
    match days {
        0 => t!("The same as a month ago."),
        1.. => tn!(days, "One day more than a month ago.", "{spelled} days more than a month ago.", spelled = spelled),
        _ => tn!(
            days.saturating_neg(),
            "One day less than a month ago.",
            "{spelled} days less than a month ago.",
            spelled = spelled
        ),
    }
}

/// What waits: the first with the page's one primary button, the others as a list.
fn waits(waiting: &Waiting) -> Markup {
    let rest: Vec<(String, String, String, String)> = waiting
        .needs
        .iter()
        .skip(1)
        .map(|need| (need.sentence.clone(), need.href.clone(), need.action.clone(), String::new()))
        .collect();
    let count = (waiting.count > 1).then(|| html! { small { (fmt::number(waiting.count)) } });
    html! {
        (parts::heading(&t!("What needs you"), count))
        @match waiting.needs.first() {
            Some(need) => {
                p.say { (need.sentence) }
                (parts::actions(link_button(Look::Primary, &need.href, &need.action)))
                @if !rest.is_empty() { (parts::to_do(&rest)) }
            }
            None => p.say { (t!("Nothing. Everything is sorted, and every cent is in a pocket.")) },
        }
    }
}

/// From all cash to what is free, one step a line.
fn free(stand: &WhereYouStandAnswer) -> Markup {
    let currency = &stand.standing.currency;
    let columns = vec![
        Column::text(t!("What")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let cash = figure("/books/accounts", &fmt::amount(stand.cash_minor, currency));
    let held = stand.held.iter().filter(|held| held.amount_minor != 0).map(|held| {
        let amount = fmt::amount(held.amount_minor.saturating_neg(), currency);
        Row::new(vec![
            chip(words::hue(&held.role), &held.name).into(),
            figure(&format!("/pockets/{}", held.pocket), &amount).into(),
        ])
    });
    let sum =
        Row::new(vec![t!("Free to spend").into(), figure("/pockets", &fmt::amount(stand.free_minor, currency)).into()])
            .sum();
    let table = Table::new(t!("What is yours to spend"), columns).headless();
    html! { (table.row(Row::new(vec![t!("Cash on your accounts").into(), cash.into()])).rows(held).row(sum)) }
}

/// Tax held against tax owed so far, with how that was worked out.
fn tax(stand: &WhereYouStandAnswer) -> Markup {
    let (tax, currency) = (&stand.standing.tax, &stand.standing.currency);
    let Some(pocket) = tax.pocket else { return Markup::default() };
    let difference = tax.held_minor.saturating_sub(tax.owed_minor);
    let verdict = match difference {
        _ if tax.owed_minor == 0 && tax.held_minor == 0 => t!("Nothing is owed yet."),
        0.. => t!("Covered, with {amount} to spare.", amount = fmt::amount(difference, currency)),
        missing => t!("{amount} is missing.", amount = fmt::amount(missing.saturating_neg(), currency)),
    };
    html! {
        (parts::heading(&t!("Tax"), None))
        p.say {
            (figure(&format!("/pockets/{pocket}"), &fmt::money(tax.held_minor, currency))) " "
            (t!("held against")) " " (figure("/?open=tax", &fmt::money(tax.owed_minor, currency))) " " (t!("owed so far.")) " " (verdict)
        }
        p.h { (tax.said) }
    }
}

fn cash(stand: &WhereYouStandAnswer) -> Markup {
    // Two points are a line, and say nothing yet.
    if stand.cash.len() < 3 {
        return Markup::default();
    }
    let last = stand.cash.len() - 1;
    let points: Vec<Point> = stand
        .cash
        .iter()
        .enumerate()
        .map(|(at, end)| {
            let label = match at {
                at if at == last => t!("today"),
                at if (last - at).is_multiple_of(3) => fmt::month_short(end.on),
                _ => String::new(),
            };
            Point { label, value: end.cash_minor }
        })
        .collect();
    let first = stand.cash.first().map(|end| fmt::month(end.on)).unwrap_or_default();
    let description = t!("Cash at the end of each month since {month}; the accounts have the figures.", month = first);
    html! {
        (parts::heading(&t!("Cash over the year"), Some(html! { a href="/books/accounts" { (t!("The accounts")) } })))
        (chart::framed(chart::line(&t!("Cash over the year"), &description, &points, None, &stand.standing.currency)))
    }
}

/// How many deposits are named; the sum is of all.
const NAMED: usize = 4;

fn lately(came: &DepositsAnswer, pockets: &[books::Pocket]) -> Markup {
    let title = t!("Came in since {day}", day = fmt::date_short(came.since));
    let currency = &came.currency;
    if came.deposits.is_empty() {
        return html! { (parts::heading(&title, None)) p.h { (t!("Nothing that is income.")) } };
    }
    let mut rows: Vec<(String, Markup)> = came
        .deposits
        .iter()
        .take(NAMED)
        .map(|deposit| {
            let who = deposit.party.clone().unwrap_or_else(|| deposit.text.clone());
            (who, figure(&format!("/books/entries/{}", deposit.entry), &fmt::amount(deposit.amount_minor, currency)))
        })
        .collect();
    let others = &came.deposits[came.deposits.len().min(NAMED)..];
    if !others.is_empty() {
        let sum = ledger::sum(others.iter().map(|deposit| deposit.amount_minor)).unwrap_or(i64::MAX);
        let words = tn!(others.len(), "{count} more", "{count} more");
        rows.push((words, html! { (fmt::amount(sum, currency)) }));
    }
    let mut parted: Vec<(&books::Pocket, i64)> = came
        .parts
        .iter()
        .filter_map(|(id, amount)| pockets.iter().find(|pocket| pocket.id == *id).map(|pocket| (pocket, *amount)))
        .collect();
    parted.sort_by_key(|(pocket, _)| pocket.position);
    let strip: Vec<PocketPart> = parted
        .iter()
        .map(|(pocket, amount)| PocketPart {
            hue: words::hue(&pocket.role),
            name: pocket.name.clone(),
            amount: *amount,
            target: None,
        })
        .collect();
    let list: Vec<_> = parted
        .iter()
        .map(|(pocket, amount)| {
            let opens = figure(&format!("/pockets/{}", pocket.id), &fmt::amount(*amount, currency));
            (words::hue(&pocket.role), pocket.name.clone(), opens)
        })
        .collect();
    html! {
        (parts::heading(&title, None))
        (parts::big_figure(&fmt::money(came.total_minor, currency), &[]))
        (parts::lines(&rows))
        (chart::pocket_strip(&t!("How it was parted"), &strip, currency))
        (parts::pocket_list(&list))
    }
}

fn runway(stand: &WhereYouStandAnswer) -> Markup {
    let bar = |title: String, runway: &Runway| {
        let said = t!("until {day}", day = fmt::date(runway.until));
        chart::months_bar(&title, &said, runway.tenths, Some(stand.standing.buffer_months))
    };
    let line = |title: &str, runway: &Runway| {
        let months = tn!(plural(runway.tenths), "{months} month", "{months} months", months = months(runway.tenths));
        let until = fmt::date(runway.until);
        parts::lines(&[(title.to_owned(), html! { (t!("{months}, until {day}", months = months, day = until)) })])
    };
    let pays = pays(stand);
    html! {
        @if let Some(runway) = stand.with_pay.as_ref().or(stand.without_pay.as_ref()) {
            (parts::heading(&t!("How long it lasts (runway)"), Some(html! { a href="/pockets/runway" { (t!("The year ahead")) } })))
            (bar(t!("Months covered"), runway))
        }
        @if let Some(runway) = stand.with_pay.as_ref().filter(|_| pays) { (line(&t!("With your pay"), runway)) }
        @if let Some(runway) = &stand.without_pay { (line(&t!("Without your pay"), runway)) }
    }
}

/// "Where this number comes from", for the figures of this page that no other page explains.
fn panel(request: &PageRequest<'_>, stand: &WhereYouStandAnswer) -> Option<Panel> {
    let currency = &stand.standing.currency;
    let panel = |title: String, amount: i64, body: Markup| Panel {
        kicker: t!("Where this number comes from"),
        title,
        figure: fmt::money(amount, currency),
        address_to_close: "/".into(),
        body,
        wide: false,
    };
    match request.ask("open")? {
        "free" => Some(panel(
            t!("Free to spend"),
            stand.free_minor,
            html! {
                p { (t!("What is on your bank, cash and processor accounts, without what is held for others: sales tax, your own tax, clients’ deposits, and what the card will draw.")) }
                (free(stand))
            },
        )),
        "month" => {
            let monthly = stand.monthly_minor?;
            Some(panel(
                t!("What a month costs"),
                monthly,
                html! {
                    @if let Some(overhead) = &stand.standing.overhead { (average(&t!("Overhead"), overhead, currency)) }
                    @if stand.standing.contributions_minor != 0 {
                        div {
                            h3 { (t!("Contributions")) ", " (figure(super::contributions::HERE, &fmt::amount(stand.standing.contributions_minor, currency))) " " (t!("a month")) }
                            p.h { (t!("What you planned for health and age with a fixed amount, each in equal parts a month. It falls due without a sale, and without pay.")) }
                        }
                    }
                    @if let Some(pay) = &stand.standing.pay { (average(&t!("Your pay"), pay, currency)) }
                },
            ))
        }
        "tax" => {
            let tax = &stand.standing.tax;
            let mut rows = vec![(
                t!("Profit since {month}", month = fmt::month(tax.since.first())),
                figure(&profit_address(stand), &fmt::amount(tax.profit_minor, currency)),
            )];
            rows.push((t!("Share for tax"), html! { (fmt::percent_permille(i64::from(tax.permille))) }));
            if tax.paid_minor != 0 {
                rows.push((t!("Paid since then"), html! { (fmt::amount(tax.paid_minor.saturating_neg(), currency)) }));
            }
            Some(panel(t!("Tax owed so far"), tax.owed_minor, html! { p { (tax.said) } (parts::definitions(&rows)) }))
        }
        _ => None,
    }
}

fn profit_address(stand: &WhereYouStandAnswer) -> String {
    format!("/books?from={}&through={}", stand.standing.tax.since, ledger::Month::of(stand.standing.on))
}

fn average(title: &str, monthly: &Monthly, currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Account")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let rows = monthly.parts.iter().map(|part| {
        let from = monthly.from.map(|from| format!("?from={}", from.first())).unwrap_or_default();
        let href = format!("/books/accounts/{}{from}", part.account);
        Row::new(vec![part.name.as_str().into(), Cell::figure(&href, fmt::amount(part.total_minor, currency))])
    });
    let sum = ledger::sum(monthly.parts.iter().map(|part| part.total_minor)).unwrap_or(i64::MAX);
    let rule = match monthly.months {
        0 => t!("As you stated it when you began; three full months in the books will tell better."),
        1 => t!("What the last full month took."),
        months => t!("The average of the last {months} full months.", months = words::spelled(months)),
    };
    html! {
        div { h3 { (title) ", " (fmt::amount(monthly.amount_minor, currency)) " " (t!("a month")) } p.h { (rule) } }
        @if !monthly.parts.is_empty() {
            (Table::new(title, columns).headless().compact().rows(rows)
                .row(Row::new(vec![t!("Together").into(), fmt::amount(sum, currency).into()]).sum()))
        }
    }
}
