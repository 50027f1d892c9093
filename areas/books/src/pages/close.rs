//! Closing months: the months in a row, the list of checks with the way to mend each, and one button.

use kernel::{Failure, Query, slots::CloseWeight};
use ledger::Month;
use locale::{fmt, t, tn};
use ui::{
    Button, CheckLine, Checked, Field, Form, Markup, MonthBox, Page, PageRequest, checklist, error_at, html,
    month_boxes, parts, typed_or,
};

use crate::{CheckState, ClosedMonths, ClosedMonthsAnswer, MonthClose, MonthCloseAnswer, MonthLine, MonthState};

pub(super) const HERE: &str = "/books/close";

/// How many months stand in the row.
const MONTHS_SHOWN: i64 = 12;

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let asked = request.ask("month").and_then(|text| text.parse().ok());
    let months = ClosedMonths { limit: Some(MONTHS_SHOWN) }.answer(request.context)?;
    let close = MonthClose { month: asked }.answer(request.context)?;
    let name = fmt::month_long(close.month.first());
    let boxes: Vec<MonthBox> = months.months.iter().map(|line| month_box(request, line, close.month)).collect();
    let main = html! {
        (month_boxes(&t!("Months"), &boxes))
        @if close.state == MonthState::Closed { (closed(request, &months, &close)) }
        @else { (open(request, &close, &name)) }
    };
    Ok(Page {
        lead: html! { (lead(&close, &name)) },
        sub: html! { (t!("A closed month takes no more entries. What comes late keeps its bank date and is booked on the first open day.")) },
        body: parts::columns(main, history(&months)),
        ..Page::new(t!("Close the month"))
    })
}

fn lead(close: &MonthCloseAnswer, name: &str) -> String {
    let failing = failing(close, CloseWeight::Must);
    match close.state {
        MonthState::Closed => t!("{month} is closed", month = name),
        MonthState::Running => t!("{month} is not over yet", month = name),
        MonthState::Open => match (failing, close.first_close) {
            (_, Some(first)) => t!("{month} comes first", month = fmt::month_long(first.first())),
            (0, None) => t!("{month} can be closed", month = name),
            (count, None) => {
                tn!(count, "{count} thing keeps {month} open", "{count} things keep {month} open", month = name)
            }
        },
    }
}

fn failing(close: &MonthCloseAnswer, weight: CloseWeight) -> i64 {
    let of_weight = close.checks.iter().filter(|check| check.weight == weight && check.problem.is_some());
    i64::try_from(of_weight.count()).unwrap_or(i64::MAX)
}

fn state_word(state: MonthState) -> String {
    match state {
        MonthState::Closed => t!("closed"),
        MonthState::Open => t!("open"),
        MonthState::Running => t!("running"),
    }
}

fn month_box(request: &PageRequest<'_>, line: &MonthLine, shown: Month) -> MonthBox {
    MonthBox {
        label: format!("{} {}", fmt::month_short(line.month.first()), line.month.first().year()),
        state: state_word(line.state),
        locked: line.state == MonthState::Closed,
        href: request.address_with(&[("month", &line.month.to_string())]),
        current: line.month == shown,
    }
}

fn check_line(check: &CheckState) -> CheckLine {
    match &check.problem {
        None => {
            CheckLine { checked: Checked::Passed, sentence: check.about.clone(), remark: String::new(), mend: None }
        }
        Some(problem) => CheckLine {
            checked: if check.weight == CloseWeight::Must { Checked::Failed } else { Checked::Warned },
            sentence: problem.sentence.clone(),
            remark: if check.weight == CloseWeight::Must { String::new() } else { t!("May be accepted with a note.") },
            mend: Some((t!("Mend it"), problem.href.clone())),
        },
    }
}

fn open(request: &PageRequest<'_>, close: &MonthCloseAnswer, name: &str) -> Markup {
    let lines: Vec<CheckLine> = close.checks.iter().map(check_line).collect();
    let warned = failing(close, CloseWeight::Warning) > 0;
    let refused = request.refused_form("close-month");
    let here = format!("{HERE}?month={}", close.month);
    html! {
        (parts::heading(&t!("What is checked"), None))
        (checklist(&lines))
        @if close.may_close {
            (Form::new("close-month").next(HERE).hidden("from", &here).hidden("month", close.month.to_string())
                .error(refused.filter(|form| form.error_at("note").is_none()).map(|form| form.refused.to_string()))
                .body(html! {
                    @let note = Field::text("note", if warned { t!("Why this is all right") } else { t!("Note") })
                        .value(typed_or(refused, "note", String::new())).error(error_at(refused, "note"));
                    @if warned { (note.required()) } @else { (note) }
                    (parts::actions(html! { (Button::primary(t!("Close {month}", month = name))) }))
                }))
        } @else if let Some(first) = close.first_close {
            p.h { (t!("Months close in order.")) " " a href={ (HERE) "?month=" (first) } { (fmt::month_long(first.first())) } }
        }
    }
}

fn closed(request: &PageRequest<'_>, months: &ClosedMonthsAnswer, close: &MonthCloseAnswer) -> Markup {
    let line = months.months.iter().find(|line| line.month == close.month);
    let accepted: Vec<String> = line
        .map(|line| close.checks.iter().filter(|check| line.accepted.contains(&check.name)).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .map(|check| check.about.clone())
        .collect();
    let mut facts = Vec::new();
    match line.and_then(|line| line.closed_on) {
        Some(on) => facts.push((t!("Closed on"), html! { (fmt::date(on)) })),
        None => facts.push((t!("Closed"), html! { (t!("together with a later month")) })),
    }
    if let Some(line) = line.filter(|line| !line.note.is_empty()) {
        facts.push((t!("Note"), html! { (line.note) }));
    }
    if !accepted.is_empty() {
        facts.push((t!("Accepted although not so"), html! { @for one in &accepted { (one) br; } }));
    }
    let refused = request.refused_form("open-month");
    let here = format!("{HERE}?month={}", close.month);
    html! {
        (parts::heading(&fmt::month_long(close.month.first()), None))
        (parts::definitions(&facts))
        @if months.locked_through == Some(close.month) {
            (parts::heading(&t!("Open it again"), None))
            (Form::new("open-month").next(&here).hidden("from", &here).hidden("month", close.month.to_string())
                .error(refused.filter(|form| form.error_at("reason").is_none()).map(|form| form.refused.to_string()))
                .body(html! {
                    (Field::text("reason", t!("Why (it is kept)")).required().value(typed_or(refused, "reason", String::new())).error(error_at(refused, "reason")))
                    (parts::actions(html! { (Button::quiet(t!("Open it again"))) }))
                }))
        }
    }
}

fn history(months: &ClosedMonthsAnswer) -> Markup {
    let again: Vec<(String, Markup)> = months
        .opened_again
        .iter()
        .take(12)
        .map(|one| {
            (fmt::month(one.month.first()), html! { (one.reason) " " small { (fmt::date_short(one.opened_on)) } })
        })
        .collect();
    html! {
        @if let Some(day) = months.first_open_day {
            (parts::heading(&t!("Where the books are open"), None))
            p.h { (t!("New entries are dated {day} or later.", day = fmt::date(day))) }
        } @else {
            (parts::heading(&t!("Nothing is closed yet"), None))
            p.h { (t!("The first month you close locks everything before it too. After that, months close one by one.")) }
        }
        @if !again.is_empty() {
            (parts::heading(&t!("Opened again"), None))
            (parts::definitions(&again))
        }
    }
}
