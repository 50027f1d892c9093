//! An account by its statements against the books: the day on which they parted, and what mends it.

use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{
    Cell, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Phone, Render, Row, Table,
    chart::{Point, framed, line},
    figure, html, parts,
};

use super::called;
use crate::{Candidate, Reconcile, ReconcileAnswer, SilentDays};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let account =
        request.part("account").parse().map_err(|_| Failure::not_found(&t!("account"), request.part("account")))?;
    let through = request.ask("through").and_then(|text| text.parse().ok());
    let answer = Reconcile { account, through }.answer(request.context)?;
    let currency = answer.currency.clone();
    let silent = SilentDays { account }.read(request.context, answer.through)?;
    let main = html! {
        @if answer.difference_minor != 0 { (picture(&answer)) }
        @if !answer.candidates.is_empty() { (parts::heading(&t!("What may have parted them"), None)) (candidates(&answer)) }
        @if answer.parted_on.is_some() { (that_day(&answer)) }
        (parts::heading(&t!("Day by day"), None))
        (days(&answer))
    };
    let pick = Form::get(&format!("/bank/reconcile/{account}")).body(html! {
        (Field::date("through", t!("Through")).value(answer.through.to_string()).short().send_on_change())
    });
    let money = |minor: i64| html! { (fmt::money(minor, &currency)) };
    let mut facts = vec![
        (t!("By the statements"), money(answer.bank_minor)),
        (
            t!("By the books"),
            html! { (figure(&format!("/books/accounts/{account}?through={}", answer.through), &fmt::money(answer.books_minor, &currency))) },
        ),
    ];
    if answer.late_minor != 0 {
        facts.push((t!("Came late, in the books later"), money(answer.late_minor)));
    }
    facts.push((t!("The books have more"), money(answer.difference_minor)));
    let aside = html! {
        (parts::heading(&answer.account_name, None))
        (pick)
        (parts::definitions(&facts))
        @if !answer.late.is_empty() {
            (parts::heading(&t!("Late lines"), None))
            (parts::definitions(&answer.late.iter().take(20).map(|one| (
                t!("{booked}, in the books {posted}", booked = fmt::date_short(one.booked_on), posted = fmt::date_short(one.posted_on)),
                html! { (figure(&format!("/bank/lines?line={}", one.line), &fmt::amount_signed(one.amount_minor, &currency))) },
            )).collect::<Vec<_>>()))
        }
        @if !silent.is_empty() {
            (parts::heading(&t!("Days without a statement"), None))
            @for (from, last) in silent.iter().take(12) {
                p.h {
                    (t!("{from} to {through}", from = fmt::date(*from), through = fmt::date(*last))) " "
                    (FormAction::new("say-nothing-moved", t!("Nothing moved")).hidden("account", account).hidden("from", from).hidden("through", last)
                        .next(request.address.clone()).look(Look::Link))
                }
            }
        }
    };
    Ok(Page {
        lead: html! { (lead(&answer)) },
        sub: html! { (sentence(&answer)) },
        body: parts::columns(main, aside),
        ..Page::new(t!("Reconcile {account}", account = answer.account_name))
    })
}

fn lead(answer: &ReconcileAnswer) -> String {
    match answer.parted_on {
        None => t!("Bank and books agree"),
        Some(_) => {
            t!("{amount} apart", amount = fmt::money(answer.difference_minor.saturating_abs(), &answer.currency))
        }
    }
}

/// The finding in one sentence.
fn sentence(answer: &ReconcileAnswer) -> String {
    let Some(parted) = answer.parted_on else {
        return if answer.proven {
            t!(
                "{account} agrees with its statements through {day}.",
                account = answer.account_name,
                day = fmt::date(answer.through)
            )
        } else {
            t!(
                "Through {day} the books have what the bank lines move. No statement states a balance, so whether lines are missing is not known.",
                day = fmt::date(answer.through)
            )
        };
    };
    let amount = fmt::money(answer.parted_by_minor.saturating_abs(), &answer.currency);
    let (day, more) = (fmt::date(parted), answer.parted_by_minor > 0);
    match (answer.agree_through.map(fmt::date), more) {
        (Some(agree), true) => t!(
            "They agree through {agree}; on {day} the books have {amount} more.",
            agree = agree,
            day = day,
            amount = amount
        ),
        (Some(agree), false) => t!(
            "They agree through {agree}; on {day} the books have {amount} less.",
            agree = agree,
            day = day,
            amount = amount
        ),
        (None, true) => t!("From the first day, {day}, the books have {amount} more.", day = day, amount = amount),
        (None, false) => t!("From the first day, {day}, the books have {amount} less.", day = day, amount = amount),
    }
}

fn picture(answer: &ReconcileAnswer) -> Markup {
    let last = answer.days.len().saturating_sub(1);
    let points: Vec<Point> = answer
        .days
        .iter()
        .enumerate()
        .map(|(at, day)| {
            let named = at == 0 || at == last || Some(day.on) == answer.parted_on;
            Point { label: if named { fmt::date_short(day.on) } else { String::new() }, value: day.difference_minor() }
        })
        .collect();
    framed(line(&t!("What the books have more"), &sentence(answer), &points, None, &answer.currency))
}

fn candidates(answer: &ReconcileAnswer) -> Markup {
    let currency = &answer.currency;
    let here = format!("/bank/reconcile/{}", answer.account);
    let statements = |label: String| html! { a href="/bank/statements" { (label) } };
    let one = |candidate: &Candidate| -> (String, Markup) {
        match candidate {
            Candidate::EntryWithoutLine { entry, text, amount_minor, by_hand } => (
                t!(
                    "{text}: {amount} on the account, and no bank line shows it.",
                    text = text,
                    amount = fmt::amount_signed(*amount_minor, currency)
                ),
                html! {
                    a href={ "/books/entries/" (entry) } { (t!("entry {number}", number = entry)) } " "
                    @if *by_hand { (FormAction::new("reverse-entry", t!("Reverse it")).hidden("entry", entry).next(here.clone()).look(Look::Link)) }
                },
            ),
            Candidate::WrongOpening { stated_minor, booked_minor } => (
                t!(
                    "The first statement begins with {stated}; the books begin with {booked}.",
                    stated = fmt::money(*stated_minor, currency),
                    booked = fmt::money(*booked_minor, currency)
                ),
                html! { a href="/begin" { (t!("Begin where you are")) } },
            ),
            Candidate::MissingStatement { from, through } => (
                t!(
                    "No statement speaks of {from} to {through}.",
                    from = fmt::date(*from),
                    through = fmt::date(*through)
                ),
                statements(t!("Bring it in")),
            ),
            Candidate::GapInFile { file_name, .. } => (
                t!("The balances in {file} jump: lines are missing in it.", file = file_name),
                statements(t!("Statements")),
            ),
            Candidate::DoubledLine { line, booked_on, title, like, .. } => (
                t!("{line} of {day} may be here twice.", line = title, day = fmt::date(*booked_on)),
                html! {
                    a href={ "/bank/lines?line=" (line) } { (t!("This line")) } " " a href={ "/bank/lines?line=" (like) } { (t!("The other")) } " "
                    (FormAction::new("drop-doubled-line", t!("Drop this line")).hidden("line", line).hidden("like", like).next(here.clone()).look(Look::Link))
                },
            ),
            Candidate::DroppedLine { doubtful, booked_on, text } => (
                t!("{line} of {day} was dropped as being here already.", line = text, day = fmt::date(*booked_on)),
                FormAction::new("reopen-doubtful", t!("Ask again"))
                    .hidden("lines", doubtful)
                    .next("/bank/statements")
                    .look(Look::Link)
                    .render(),
            ),
        }
    };
    parts::definitions(&answer.candidates.iter().map(one).collect::<Vec<_>>())
}

fn that_day(answer: &ReconcileAnswer) -> Markup {
    let Some(parted) = answer.parted_on else { return html! {} };
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("What happened")).grow().phone(Phone::Lead),
        Column::text(t!("Where it stands")).quiet().narrow().phone(Phone::Second),
        Column::figures(currency.clone()).phone(Phone::Figure),
    ];
    let entries = answer.entries.iter().map(|one| {
        Row::new(vec![
            one.text.clone().into(),
            t!("in the books").into(),
            fmt::amount_signed(one.amount_minor, currency).into(),
        ])
        .href(format!("/books/entries/{}", one.entry))
    });
    let lines = answer.lines.iter().map(|one| {
        Row::new(vec![
            called(one).into(),
            t!("at the bank").into(),
            fmt::amount_signed(one.amount_minor, currency).into(),
        ])
        .href(format!("/bank/lines?line={}", one.id))
    });
    html! {
        (parts::heading(&t!("On {day}", day = fmt::date(parted)), None))
        @if answer.entries.is_empty() && answer.lines.is_empty() { p.h { (t!("Nothing was posted on that day: a statement states its balance then.")) } }
        @else { (Table::new(t!("Entries and lines of the day"), columns).rows(lines.chain(entries))) }
    }
}

fn days(answer: &ReconcileAnswer) -> Markup {
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("Day")).quiet().phone(Phone::Lead),
        Column::figures(t!("By the statements, {currency}", currency = currency)).phone(Phone::Figure),
        Column::figures(t!("By the books")).phone(Phone::Figure),
        Column::figures(t!("Apart")).phone(Phone::Figure),
    ];
    let rows = answer.days.iter().rev().map(|day| {
        let apart = day.difference_minor();
        let apart: Cell = if apart == 0 { Cell::default() } else { fmt::amount_signed(apart, currency).into() };
        Row::new(vec![
            fmt::date_short(day.on).into(),
            fmt::amount(day.bank_minor, currency).into(),
            fmt::amount(day.books_minor, currency).into(),
            apart,
        ])
        .marked(Some(day.on) == answer.parted_on)
    });
    html! { (Table::new(t!("Both balances by day"), columns).rows(rows)) }
}
