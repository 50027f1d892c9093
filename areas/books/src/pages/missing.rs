//! Which proof is missing: costs without a file, by month and by payee, and the rules of what needs one.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, Field, Form, Markup, Page, PageRequest, Phone, Row, Table, error_at, html, parts,
    readable, typed_or,
};

use crate::{MissingProof, MissingProofAnswer, accounts::accounts};

pub(super) const HERE: &str = "/books/proof";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let day = |name: &str| request.ask(name).and_then(|text| text.parse().ok());
    let query = MissingProof { from: day("from"), through: day("through"), limit: Some(100) };
    let answer = query.answer(request.context)?;
    let currency = request.context.settings.currency.code().to_string();
    let lead = if answer.count == 0 {
        html! { (t!("Every cost has its proof.")) }
    } else {
        html! {
            (tn!(answer.count, "{count} cost has no proof", "{count} costs have no proof")) " "
            small { (fmt::money(answer.sum_minor, &currency)) }
        }
    };
    let main = html! {
        @if answer.count > 0 { (costs(&answer, &currency)) }
        @else { p.h { (t!("A receipt dropped on an entry or on its bank line proves it.")) } }
    };
    let aside = html! {
        @if answer.count > 0 {
            (parts::heading(&t!("By month"), None))
            (parts::definitions(&answer.months.iter().map(|one| (fmt::month(one.month.first()), sum(one.count, one.sum_minor, &currency))).collect::<Vec<_>>()))
            (parts::heading(&t!("By payee"), None))
            (parts::definitions(&answer.payees.iter().map(|one| (readable(&one.payee), sum(one.count, one.sum_minor, &currency))).collect::<Vec<_>>()))
        }
        (rules(request, &answer, &currency)?)
    };
    Ok(Page {
        lead,
        sub: html! { (t!("Costs from {from} to {through}.", from = fmt::date(answer.from), through = fmt::date(answer.through))) },
        body: parts::columns(main, aside),
        ..Page::new(t!("Which proof is missing"))
    })
}

fn sum(count: i64, sum_minor: i64, currency: &str) -> Markup {
    html! { (fmt::amount(sum_minor, currency)) " " small { (fmt::number(count)) "×" } }
}

fn costs(answer: &MissingProofAnswer, currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What happened")).grow().phone(Phone::Lead),
        Column::figures(currency).phone(Phone::Figure),
    ];
    let rows = answer.costs.iter().map(|cost| {
        let what = readable(cost.party.as_deref().unwrap_or(&cost.text));
        Row::new(vec![
            fmt::date_short(cost.posted_on).into(),
            Cell::remark(what, cost.account_name.clone()),
            fmt::amount(cost.amount_minor, currency).into(),
        ])
        .href(format!("/books/entries/{}", cost.entry))
    });
    let shown = i64::try_from(answer.costs.len()).unwrap_or(i64::MAX);
    html! {
        (parts::heading(&t!("Without proof"), None))
        (Table::new(t!("Costs without proof"), columns).keys().tall().rows(rows))
        @if shown < answer.count { p.h { (t!("The newest {shown} of {all}.", shown = fmt::number(shown), all = fmt::number(answer.count))) } }
    }
}

/// From which amount on, and which categories never: the owner's, proposed by the country.
fn rules(request: &mut PageRequest<'_>, answer: &MissingProofAnswer, currency: &str) -> Result<Markup, Failure> {
    let costs: Vec<(i64, String)> = accounts(request.context)?
        .iter()
        .filter(|account| account.kind == ledger::AccountKind::Expense && !account.closed)
        .map(|account| (account.id, account.name.clone()))
        .collect();
    let form = request.refused_form("set-proof-rules");
    let from = fmt::amount(answer.rules.from_minor, currency);
    let excused = &answer.rules.exempt;
    let body = html! {
        (Field::money("from_minor", t!("A cost needs proof from")).unit(currency).short().value(typed_or(form, "from_minor", from)).error(error_at(form, "from_minor")))
        @if !answer.rules.source.is_empty() { p.h { (answer.rules.source) } }
        // The list of what is excused is sent as it is, with what is added to it.
        @for id in excused { input type="hidden" name="exempt" value=(id); }
        p.h {
            @let names: Vec<&str> = costs.iter().filter(|(id, _)| excused.contains(id)).map(|(_, name)| name.as_str()).collect();
            @if names.is_empty() { (t!("No category is excused.")) } @else { (t!("Never asked of: {names}.", names = names.join(", "))) }
        }
        (Field::select("exempt", t!("Excuse a category"), std::iter::once(Choice::new("", t!("(none)"))).chain(costs.iter().filter(|(id, _)| !excused.contains(id)).map(|(id, name)| Choice::new(id, name))).collect()).id("excuse"))
        (parts::actions(html! { (Button::quiet(t!("Save"))) }))
    };
    let again = html! {
        @for id in excused {
            @let others: Vec<i64> = excused.iter().copied().filter(|other| other != id).collect();
            @let name = costs.iter().find(|(known, _)| known == id).map_or("", |(_, name)| name.as_str());
            @if !name.is_empty() { (asked_again(answer.rules.from_minor, &others, name, currency)) }
        }
    };
    Ok(html! {
        (parts::heading(&t!("What needs proof"), None))
        (Form::new("set-proof-rules").next(HERE).hidden("from", HERE).body(body))
        (again)
    })
}

/// Asks for proof of a category again.
fn asked_again(from_minor: i64, others: &[i64], name: &str, currency: &str) -> Markup {
    let others = others.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    html! {
        (ui::FormAction::new("set-proof-rules", t!("Ask for {name} again", name = name)).hidden("from_minor", fmt::amount(from_minor, currency))
            .hidden("exempt", others).next(HERE).look(ui::Look::Link))
    }
}
