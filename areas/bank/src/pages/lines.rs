//! All lines, with where each went and who decided it; one opens beside the list and can be decided again.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Paging, Panel, Phone, Row,
    Table, error_at, figure, html, link_button, parts, typed_or,
};

use super::{called, categories, own_accounts};
use crate::{BANK_LINE, BankLineAnswer, BankLineDetail, BankLines, LineState, LineView};

const HERE: &str = "/bank/lines";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let number = |name: &str| request.ask(name).and_then(|text| text.parse::<i64>().ok());
    let (account, statement, open) = (number("account"), number("statement"), number("line"));
    let state = request.ask("state").and_then(LineState::from_word);
    let text = request.ask("text").map(str::to_owned);
    let before = request.ask("before").map(str::to_owned);
    let day = |name: &str| request.ask(name).and_then(|text| text.parse().ok());
    let narrowed = BankLines {
        account,
        state,
        text: text.clone(),
        statement,
        rule: number("rule"),
        category: number("category"),
        decided_by: request.ask("by").map(str::to_owned),
        only_out: request.ask("out").is_some(),
        from: day("from"),
        through: day("through"),
        before,
        limit: None,
    };
    let answer = narrowed.answer(request.context)?;
    let only = only(request, &narrowed)?;
    let detail = open.map(|line| BankLineDetail { line }.answer(request.context)).transpose()?;
    let accounts = own_accounts(request.context, None, t!("All accounts"))?;
    let currency = request.context.settings.currency.code().to_string();
    // Beside an open line there is no room for its account, which the panel names.
    let with_account = open.is_none();
    let mut columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Who")).grow().phone(Phone::Lead),
        Column::text(t!("Where it went")).quiet().phone(Phone::Second),
        Column::figures(currency.clone()).phone(Phone::Figure),
    ];
    if with_account {
        columns.insert(3, Column::text(t!("Account")).quiet().narrow().phone(Phone::Hidden));
    }
    let rows = answer.lines.iter().map(|line| {
        let mut cells = vec![super::day(line), called(line).into(), went(line), super::amount(line).into()];
        if with_account {
            cells.insert(3, line.account_name.clone().into());
        }
        Row::new(cells).href(request.address_with(&[("line", &line.id.to_string())])).current(Some(line.id) == open)
    });
    let states = vec![
        Choice::new("", t!("Any")),
        Choice::new(LineState::ToSort.as_str(), t!("To sort")),
        Choice::new(LineState::Sorted.as_str(), t!("Sorted")),
        Choice::new(LineState::Transfer.as_str(), t!("Transfer")),
        Choice::new(LineState::Payment.as_str(), t!("Payment")),
    ];
    let paging = Paging {
        shown: tn!(answer.total, "{count} line in all", "{count} lines in all"),
        newer: request.ask("before").map(|_| request.address_with(&[("before", "")])),
        older: answer.older.as_ref().map(|older| request.address_with(&[("before", older), ("line", "")])),
        csv: None,
    };
    let empty = answer.lines.is_empty();
    let table = Table::new(t!("Bank lines"), columns).one_line().sticky().keys().rows(rows).paging(paging);
    let body = html! {
        @if !only.is_empty() {
            p.sub { (only) " " a href=(HERE) { (t!("Show all lines")) } }
        }
        (parts::tools(
            html! {
                (Form::get(HERE).body(html! {
                    div.row {
                        (Field::search("text", t!("Text")).value(text.unwrap_or_default()))
                        (Field::select("account", t!("Account"), accounts).value(account.map(|id| id.to_string()).unwrap_or_default()).send_on_change())
                        (Field::select("state", t!("Where it stands"), states).value(state.map_or("", LineState::as_str)).send_on_change())
                        (Button::quiet(t!("Show")))
                    }
                }))
            },
            html! {},
        ))
        @if empty {
            (parts::empty(parts::Drawing::Search, &t!("No line is like that."), html! { (link_button(Look::Quiet, "/bank/statements", &t!("Bring in a statement"))) }))
        } @else { (table) }
    };
    let panel = match &detail {
        Some(detail) => Some(panel(request, detail)?),
        None => None,
    };
    Ok(Page { lead: html! { (t!("Every line, and where it went.")) }, body, panel, ..Page::new(t!("Lines")) })
}

/// What the list is narrowed to beyond the fields above it, in words; nothing where it is not.
fn only(request: &mut PageRequest<'_>, narrowed: &BankLines) -> Result<String, Failure> {
    let mut said = Vec::new();
    if let Some(category) = narrowed.category {
        said.push(books::account(request.context, category)?.name.clone());
    }
    match narrowed.decided_by.as_deref() {
        Some("learned") => said.push(t!("booked by what was learned")),
        Some("rule") => said.push(t!("booked by your rules")),
        _ => {}
    }
    if narrowed.only_out {
        said.push(t!("money out"));
    }
    match (narrowed.from, narrowed.through) {
        (Some(from), Some(through)) => {
            said.push(t!("{from} to {through}", from = fmt::date(from), through = fmt::date(through)));
        }
        (Some(from), None) => said.push(t!("from {day} on", day = fmt::date(from))),
        (None, Some(through)) => said.push(t!("through {day}", day = fmt::date(through))),
        (None, None) => {}
    }
    Ok(said.join(" · "))
}

fn went(line: &LineView) -> Cell {
    match line.decided_by.as_str() {
        _ if line.state == LineState::ToSort => Cell::remark("", t!("to sort")),
        "rule" => Cell::remark(line.into.clone(), t!("by rule")),
        "learned" => Cell::remark(line.into.clone(), t!("learned")),
        _ => line.into.clone().into(),
    }
}

/// Gross, fee, marketplace tax and net of a line that a service paid out.
fn charged(detail: &BankLineAnswer) -> Vec<(String, Markup)> {
    if detail.fee_minor == 0 && detail.marketplace_tax_minor == 0 {
        return Vec::new();
    }
    let money = |amount: i64| html! { (fmt::money(amount, &detail.line.book_currency)) };
    let mut rows = vec![(t!("Paid in all (gross)"), money(detail.gross_minor))];
    if detail.fee_minor != 0 {
        rows.push((t!("Fee of the service"), money(detail.fee_minor)));
    }
    if detail.marketplace_tax_minor != 0 {
        rows.push((t!("Tax the marketplace pays"), money(detail.marketplace_tax_minor)));
    }
    rows.push((t!("Reached the account (net)"), money(detail.line.book_minor)));
    rows
}

fn panel(request: &mut PageRequest<'_>, detail: &BankLineAnswer) -> Result<Panel, Failure> {
    let line = &detail.line;
    let here = request.address.clone();
    let entry = |number: i64| figure(&format!("/books/entries/{number}"), &t!("entry {number}", number = number));
    let mut facts = vec![
        (t!("Day"), html! { (fmt::date(line.booked_on)) }),
        (t!("Account"), html! { (figure(&format!("/books/accounts/{}", line.account), &line.account_name)) }),
        (t!("What the bank says"), html! { (line.text) }),
        (t!("Its cash"), entry(line.cash_entry)),
    ];
    if let Some(posted_on) = line.posted_on {
        facts.insert(1, (t!("In the books on"), html! { (fmt::date(posted_on)) br; small { (t!("The month of the bank’s day was closed when it came in.")) } }));
    }
    if let (Some(on), true) = (line.rate_on, line.currency != line.book_currency) {
        let worth = fmt::money(line.book_minor, &line.book_currency);
        facts.push((
            t!("Worth in the books"),
            html! { (worth) " " small { (t!("by the rate of {day}", day = fmt::date(on))) } },
        ));
    }
    if let Some(number) = line.decision_entry {
        facts.push((t!("The decision"), entry(number)));
    }
    if !detail.reference.is_empty() {
        facts.push((t!("Reference"), html! { (detail.reference) }));
    }
    if !detail.counterparty_account.is_empty() {
        facts.push((t!("Their account"), html! { (detail.counterparty_account) }));
    }
    if let Some(pair) = line.pair {
        facts.push((t!("Other side"), figure(&format!("{HERE}?line={pair}"), &t!("line {number}", number = pair))));
    }
    facts.push((t!("Statement"), html! { a href={ (HERE) "?statement=" (detail.statement) } { (detail.file_name) } }));
    let charged = charged(detail);
    let into = if line.into.is_empty() { t!("To sort") } else { line.into.clone() };
    let refused = request.refused_form("sort-line").cloned();
    let choices = categories(request.context, line.amount_minor > 0)?;
    let category = line.category.map(|id| id.to_string()).unwrap_or_default();
    let files = books::pages::attachments::files_on(request, BANK_LINE, line.id, &here)?;
    let labels = books::pages::attachments::labels_on(request, BANK_LINE, line.id, &here)?;
    let body = html! {
        h3 { (into) }
        @if !line.reason.is_empty() { p.sub { (line.reason) } }
        @if detail.parts.len() > 1 {
            (parts::definitions(&detail.parts.iter().map(|part| (part.name.clone(), html! { (fmt::money(part.amount_minor, &line.book_currency)) })).collect::<Vec<_>>()))
        }
        @if !charged.is_empty() { (parts::definitions(&charged)) }
        (parts::definitions(&facts))
        (Form::new("sort-line").next(here.clone()).hidden("from", here.clone()).hidden("line", line.id.to_string()).body(html! {
            (Field::select("parts[0][category]", t!("Book it to"), choices)
                .value(typed_or(refused.as_ref(), "parts[0][category]", category))
                .error(error_at(refused.as_ref(), "parts[0][category]").or_else(|| refused.as_ref().map(|form| form.refused.to_string()))))
            (parts::actions(html! { (Button::primary(t!("Book it there"))) }))
        }))
        (parts::heading(&t!("Proof"), None))
        (files)
        (parts::heading(&t!("Tags and note"), None))
        (labels)
        @if line.state != LineState::ToSort {
            (FormAction::new("unsort-line", t!("Put it back into the queue")).hidden("line", line.id).next(here).look(Look::Link))
        }
    };
    Ok(Panel {
        title: called(line),
        address_to_close: request.address_with(&[("line", "")]),
        body,
        wide: true,
        kicker: String::new(),
        figure: fmt::money(line.amount_minor, &line.currency),
    })
}
