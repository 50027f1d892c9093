//! How often proposals were right, on the page of the rules: the sentence, the picture, the months, and who is hard to tell.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Column, Markup, PageRequest, Phone, Row, Table,
    chart::{Share, shares},
    html, parts,
};

use crate::{LearnerAccuracy, LearnerAccuracyAnswer, ProposedBy};

pub(super) fn section(request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
    let answer = LearnerAccuracy::default().answer(request.context)?;
    let Some(permille) = answer.overall.permille else { return Ok(html! {}) };
    let sentence = t!(
        "{share} of what was proposed in the last twelve months was right: {wrong} of {count} you decided otherwise.",
        share = fmt::percent_permille(permille),
        wrong = fmt::number(answer.overall.wrong),
        count = fmt::number(answer.overall.proposed)
    );
    let needed = tn!(
        answer.times_needed,
        "By this record a payee’s next line is booked without asking after {count} decision alike.",
        "By this record a payee’s next line is booked without asking after {count} decisions alike."
    );
    Ok(html! {
        (parts::heading(&t!("How well it sorts"), None))
        p { (sentence) " " span.h { (needed) } }
        (picture(&answer))
        (months(&answer))
        (payees(&answer))
    })
}

fn picture(answer: &LearnerAccuracyAnswer) -> Markup {
    let overall = answer.overall;
    let share = |name: String, value: i64, current: bool| Share { name, value, figure: fmt::number(value), current };
    let drawn: Vec<Share> = [
        share(t!("you confirmed"), overall.right, false),
        share(t!("left standing"), overall.stood, false),
        share(t!("you decided otherwise"), overall.wrong, true),
    ]
    .into_iter()
    .filter(|share| share.value > 0)
    .collect();
    shares(
        &t!("What became of proposals"),
        &t!("Proposals you confirmed, those booked that you left standing, and those you decided otherwise."),
        &drawn,
    )
}

fn way(way: ProposedBy) -> String {
    match way {
        ProposedBy::Rule => t!("booked by your rules"),
        ProposedBy::Learned => t!("booked by what was learned"),
        ProposedBy::Payee => t!("asked, by the payee"),
        ProposedBy::Words => t!("asked, by words"),
    }
}

fn months(answer: &LearnerAccuracyAnswer) -> Markup {
    let columns = vec![
        Column::text(t!("Month")).grow().phone(Phone::Lead),
        Column::figures(t!("Proposed")).quiet().phone(Phone::Labelled),
        Column::figures(t!("Confirmed")).quiet().phone(Phone::Labelled),
        Column::figures(t!("Left standing")).quiet().phone(Phone::Labelled),
        Column::figures(t!("Wrong")).phone(Phone::Labelled),
        Column::figures(t!("Right")).phone(Phone::Figure),
    ];
    let row = |name: String, accuracy: &crate::rules::accuracy::Accuracy| {
        Row::new(vec![
            name.into(),
            fmt::number(accuracy.proposed).into(),
            fmt::number(accuracy.right).into(),
            fmt::number(accuracy.stood).into(),
            fmt::number(accuracy.wrong).into(),
            accuracy.permille.map(fmt::percent_permille).unwrap_or_default().into(),
        ])
    };
    let by_month = answer.months.iter().rev().map(|month| row(fmt::month_long(month.month), &month.accuracy));
    let by_way = answer.ways.iter().map(|one| row(way(one.way), &one.accuracy).part());
    html! {
        (Table::new(t!("How well it sorts, by month"), columns)
            .rows(by_month)
            .row(row(t!("In all"), &answer.overall).sum())
            .rows(by_way))
    }
}

/// Whom it told wrongly: where a rule would help.
fn payees(answer: &LearnerAccuracyAnswer) -> Markup {
    let hard: Vec<_> = answer.payees.iter().filter(|payee| payee.accuracy.wrong > 0).take(8).collect();
    if hard.is_empty() {
        return html! {};
    }
    let columns = vec![
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::figures(t!("Proposed")).quiet().phone(Phone::Labelled),
        Column::figures(t!("Wrong")).phone(Phone::Figure),
    ];
    let rows = hard.iter().map(|payee| {
        Row::new(vec![
            payee.title.clone().into(),
            fmt::number(payee.accuracy.proposed).into(),
            fmt::number(payee.accuracy.wrong).into(),
        ])
    });
    html! {
        (parts::heading(&t!("Hard to tell: a rule would help"), None))
        (Table::new(t!("Payees told wrongly"), columns).compact().rows(rows))
    }
}
