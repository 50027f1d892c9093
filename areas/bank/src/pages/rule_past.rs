//! What a rule would do, and what it would have done, in lines that open.

use locale::{fmt, t, tn};
use ui::{Cell, Column, Markup, Phone, Row, Table, html, parts};

use super::{amount, called};
use crate::{LineView, RulePreviewAnswer};

/// What a rule would take of the queue, and how the past agrees.
pub(super) fn taken(preview: &RulePreviewAnswer) -> Markup {
    let heading = match preview.count {
        0 => t!("No waiting line would go there"),
        count => tn!(count, "{count} waiting line would go there", "{count} waiting lines would go there"),
    };
    html! {
        (parts::heading(&heading, None))
        @if !preview.lines.is_empty() { (small_table(&preview.lines)) }
        (past(preview))
    }
}

/// What it would have done to the lines that are decided: each count opens to its lines.
pub(super) fn past(preview: &RulePreviewAnswer) -> Markup {
    if preview.agree + preview.differ == 0 {
        return html! { p.h { (t!("No decided line is like this.")) } };
    }
    html! {
        (opened(preview.agree, tn!(preview.agree, "{count} past line agrees", "{count} past lines agree"), &preview.agreeing))
        (opened(preview.differ, tn!(preview.differ, "{count} past line went elsewhere, and stays there", "{count} past lines went elsewhere, and stay there"), &preview.differing))
    }
}

fn opened(count: i64, sentence: String, lines: &[LineView]) -> Markup {
    if count == 0 {
        return html! {};
    }
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount")).phone(Phone::Figure),
    ];
    let rows = lines.iter().map(|line| {
        Row::new(vec![
            fmt::date_short(line.booked_on).into(),
            Cell::remark(called(line), line.into.clone()),
            amount(line).into(),
        ])
        .href(format!("/bank/lines?line={}", line.id))
    });
    let listed = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    html! {
        details.past {
            summary { (sentence) }
            (Table::new(sentence.clone(), columns).headless().compact().tall().rows(rows))
            @if listed < count { p.h { (t!("The newest {shown} of {all}.", shown = fmt::number(listed), all = fmt::number(count))) } }
        }
    }
}

/// Lines in small, each with the way to it.
pub(super) fn small_table(lines: &[LineView]) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount")).phone(Phone::Figure),
    ];
    let rows = lines.iter().map(|line| {
        Row::new(vec![fmt::date_short(line.booked_on).into(), called(line).into(), amount(line).into()])
            .href(format!("/bank?line={}", line.id))
    });
    html! { (Table::new(t!("Lines"), columns).headless().compact().rows(rows)) }
}
