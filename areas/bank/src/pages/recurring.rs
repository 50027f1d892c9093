//! What comes again: the picture of what it costs in a year, the list, and one cost beside it with what to say about it.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Cell, Column, FormAction, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table,
    chart::{Share, shares},
    figure, html, link_button, parts,
};

use super::receipts;
use crate::{
    RecurringCost, RecurringCosts, RecurringCostsAnswer,
    rules::recurring::{Rhythm, Standing},
};

const HERE: &str = "/bank/recurring";
/// Costs with a part of their own in the picture; the rest is one.
const MOST_SHARES: usize = 5;

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let ended = request.ask("ended").is_some();
    let answer = RecurringCosts { ended }.answer(request.context)?;
    let missing = receipts::section(request)?;
    let nothing = answer.costs.is_empty() && answer.hidden.is_empty() && answer.stopped.is_empty();
    if nothing && missing.0.is_empty() && !ended {
        let sentence = t!(
            "What comes again shows here once three of its charges are known: subscriptions, rent, insurance, with what they cost in a year."
        );
        let action = html! { (link_button(Look::Primary, "/bank/statements", &t!("Bring in a statement"))) };
        return Ok(Page {
            lead: html! { (t!("Nothing comes again yet.")) },
            body: parts::empty(parts::Drawing::Statement, &sentence, action),
            ..Page::new(t!("Recurring"))
        });
    }
    let open = request.ask("cost").map(str::to_owned);
    let chosen = open.and_then(|key| {
        let mut all = answer.costs.iter().chain(&answer.changed).chain(&answer.stopped);
        all.find(|cost| key_of(cost) == key).cloned()
    });
    let currency = answer.currency.clone();
    let lead = html! {
        (t!("{amount} a month comes again.", amount = fmt::money_whole(answer.monthly_minor, &currency)))
    };
    let sub = html! {
        (t!("{amount} a year, before you have sold anything.", amount = fmt::money_whole(answer.yearly_minor, &currency)))
        @if answer.missed > 0 {
            " " (tn!(answer.missed, "{count} was expected and has not come.", "{count} were expected and have not come."))
        }
    };
    let body = html! {
        (picture(&answer))
        (news(request, &answer))
        (list(request, &answer, chosen.as_ref()))
        (missing)
        (hidden(&answer))
    };
    let panel = chosen.as_ref().map(|cost| panel(cost, &currency));
    Ok(Page { lead, sub, body, panel, ..Page::new(t!("Recurring")) })
}

/// How an address names a cost: one payee may have two.
fn key_of(cost: &RecurringCost) -> String {
    format!("{}~{}{}", cost.payee, cost.last_minor, cost.currency)
}

pub(super) fn rhythm(rhythm: Rhythm) -> String {
    match rhythm {
        Rhythm::Weekly => t!("every week"),
        Rhythm::Monthly => t!("every month"),
        Rhythm::Quarterly => t!("every quarter"),
        Rhythm::Yearly => t!("every year"),
    }
}

fn picture(answer: &RecurringCostsAnswer) -> Markup {
    let mut costs: Vec<&RecurringCost> = answer.costs.iter().filter(|cost| cost.runs() && cost.is_cost).collect();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.yearly_minor));
    if costs.len() < 2 {
        return html! {};
    }
    let figure = |minor: i64| fmt::money_whole(minor, &answer.currency);
    let mut drawn: Vec<Share> = costs
        .iter()
        .take(MOST_SHARES)
        .enumerate()
        .map(|(index, cost)| Share {
            name: cost.title.clone(),
            value: cost.yearly_minor,
            figure: figure(cost.yearly_minor),
            current: index == 0,
        })
        .collect();
    let rest = ledger::sum(costs.iter().skip(MOST_SHARES).map(|cost| cost.yearly_minor)).unwrap_or(0);
    if rest > 0 {
        drawn.push(Share { name: t!("the rest"), value: rest, figure: figure(rest), current: false });
    }
    let description = t!("What comes again, by its cost in a year; the dearest first. The list below has the figures.");
    shares(&t!("What comes again, by cost in a year"), &description, &drawn)
}

/// Prices that changed and costs that stopped, each with what that makes in a year.
fn news(request: &PageRequest<'_>, answer: &RecurringCostsAnswer) -> Markup {
    if answer.changed.is_empty() && answer.stopped.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text(t!("Since")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::figures(t!("Price")).quiet().phone(Phone::Labelled),
        Column::figures(t!("A year, {currency}", currency = answer.currency)).phone(Phone::Figure),
    ];
    let opens = |cost: &RecurringCost| request.address_with(&[("cost", &key_of(cost))]);
    let changed = answer.changed.iter().filter_map(|cost| {
        let change = cost.changes.last()?;
        let word = if change.to_minor > change.from_minor { t!("dearer") } else { t!("cheaper") };
        let price = |minor: i64| fmt::amount(minor, &cost.currency);
        let both = format!("{} → {}", price(change.from_minor), price(change.to_minor));
        let more = (change.to_minor - change.from_minor).saturating_mul(cost.rhythm.times_a_year());
        let cells = vec![
            fmt::date_short(change.on).into(),
            Cell::remark(cost.title.clone(), word),
            both.into(),
            match cost.currency == answer.currency {
                true => fmt::amount_signed(more, &cost.currency),
                false => fmt::money(more, &cost.currency),
            }
            .into(),
        ];
        Some(Row::new(cells).href(opens(cost)))
    });
    let stopped = answer.stopped.iter().map(|cost| {
        let cells = vec![
            fmt::date_short(cost.next_on).into(),
            Cell::remark(cost.title.clone(), t!("stopped")),
            price(cost, &answer.currency).into(),
            fmt::amount_signed(cost.yearly_minor.saturating_neg(), &answer.currency).into(),
        ];
        Row::new(cells).href(opens(cost))
    });
    let rows: Vec<Row> = changed.chain(stopped).collect();
    html! {
        (parts::heading(&t!("What changed"), None))
        (Table::new(t!("What changed"), columns).rows(rows))
        (parts::heading(&t!("All that comes again"), None))
    }
}

fn list(request: &PageRequest<'_>, answer: &RecurringCostsAnswer, chosen: Option<&RecurringCost>) -> Markup {
    // Beside an open cost there is room for the name and what matters.
    let whole = chosen.is_none();
    let mut columns = vec![
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::text(t!("How often")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Next")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("A year, {currency}", currency = answer.currency)).phone(Phone::Figure),
    ];
    if whole {
        columns.insert(1, Column::text(t!("Category")).quiet().narrow().phone(Phone::Hidden));
        columns.insert(4, Column::figures(t!("Last price")).quiet().phone(Phone::Labelled));
    }
    let rows = answer.costs.iter().map(|cost| {
        let mut cells = vec![
            who(cost),
            rhythm(cost.rhythm).into(),
            next(cost),
            fmt::amount(cost.yearly_minor, &answer.currency).into(),
        ];
        if whole {
            let category = if cost.category_name.is_empty() { t!("To sort") } else { cost.category_name.clone() };
            cells.insert(1, category.into());
            cells.insert(4, price(cost, &answer.currency).into());
        }
        Row::new(cells)
            .href(request.address_with(&[("cost", &key_of(cost))]))
            .current(chosen.is_some_and(|chosen| key_of(chosen) == key_of(cost)))
            .faded(!cost.runs())
    });
    let ended = request.ask("ended").is_some();
    let toggle = if ended {
        link_button(Look::Link, HERE, &t!("Only what runs"))
    } else {
        link_button(Look::Link, "/bank/recurring?ended=1", &t!("Those that ended too"))
    };
    html! {
        (Table::new(t!("What comes again"), columns).keys().rows(rows))
        (parts::actions(toggle))
    }
}

fn who(cost: &RecurringCost) -> Cell {
    let remark = match cost.standing {
        _ if cost.ended => t!("ended"),
        Standing::Missed => t!("has not come"),
        Standing::Stopped => t!("stopped"),
        Standing::Running => match cost.changes.last() {
            Some(change) if change.to_minor > change.from_minor && (cost.last_on - change.on).get_days() < 120 => {
                t!("dearer since {day}", day = fmt::date_short(change.on))
            }
            _ => return cost.title.clone().into(),
        },
    };
    Cell::remark(cost.title.clone(), remark)
}

/// The last price, with its currency where that is another than the books'.
fn price(cost: &RecurringCost, books: &str) -> String {
    if cost.currency == books {
        fmt::amount(cost.last_minor, books)
    } else {
        fmt::money(cost.last_minor, &cost.currency)
    }
}

fn next(cost: &RecurringCost) -> Cell {
    if cost.runs() { fmt::date_short(cost.next_on).into() } else { String::new().into() }
}

fn panel(cost: &RecurringCost, currency: &str) -> Panel {
    let money = |minor: i64| fmt::money(minor, &cost.currency);
    let mut facts = vec![
        (t!("How often"), html! { (rhythm(cost.rhythm)) }),
        (t!("Last price"), html! { (money(cost.last_minor)) " " @if cost.varies { small { (t!("varies")) } } }),
        (t!("A month"), html! { (fmt::money(cost.monthly_minor, currency)) }),
        (t!("Seen"), html! { (tn!(cost.times, "once", "{count} times since {day}", day = fmt::date(cost.first_on))) }),
        (t!("Last"), html! { (fmt::date(cost.last_on)) }),
    ];
    if cost.runs() {
        facts.push((t!("Next"), html! { (fmt::date(cost.next_on)) }));
    }
    if !cost.category_name.is_empty() {
        facts.push((t!("Category"), html! { (cost.category_name) }));
    }
    let say = |mark: &str, label: String| {
        FormAction::new("mark-recurring", label).hidden("payee", &cost.payee).hidden("mark", mark).next(HERE)
    };
    let body = html! {
        @if cost.standing == Standing::Missed && !cost.ended {
            (parts::warning(html! { (t!("It was expected on {day} and has not come.", day = fmt::date(cost.next_on))) }))
        }
        (parts::definitions(&facts))
        @if !cost.changes.is_empty() {
            (parts::heading(&t!("What it cost before"), None))
            (parts::lines(&cost.changes.iter().rev().take(6).map(|change| {
                (fmt::date(change.on), html! { (money(change.from_minor)) " → " (money(change.to_minor)) })
            }).collect::<Vec<_>>()))
        }
        p { (figure(&format!("/bank/lines?text={}", words(&cost.payee)), &t!("Its lines"))) }
        (parts::actions(html! {
            @if cost.ended {
                (say("nothing", t!("It goes on")))
            } @else {
                (say("ended", t!("This one ended")))
            }
            (say("not-recurring", t!("Not a subscription")).look(Look::Link))
        }))
    };
    Panel {
        title: cost.title.clone(),
        address_to_close: HERE.to_owned(),
        body,
        wide: false,
        kicker: String::new(),
        figure: t!("{amount} a year", amount = fmt::money_whole(cost.yearly_minor, currency)),
    }
}

/// The words of a payee as they stand in an address.
fn words(payee: &str) -> String {
    payee.chars().map(|letter| if letter.is_alphanumeric() { letter } else { '+' }).collect()
}

/// Payees that were said to be none, with the way back.
fn hidden(answer: &RecurringCostsAnswer) -> Markup {
    html! {
        @if !answer.hidden.is_empty() {
            details {
                summary { (tn!(answer.hidden.len(), "{count} is no subscription", "{count} are no subscriptions")) }
                (parts::lines(&answer.hidden.iter().map(|payee| {
                    let back = FormAction::new("mark-recurring", t!("Look again"))
                        .hidden("payee", &payee.payee)
                        .hidden("mark", "nothing")
                        .next(HERE)
                        .look(Look::Link);
                    (payee.title.clone(), html! { (back) })
                }).collect::<Vec<_>>()))
            }
        }
    }
}
