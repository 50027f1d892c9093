//! The general journal: an entry below the other, debits beside credits, each entry with its texts above its postings.

use kernel::{Failure, Query};
use ledger::Relative;
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Choice, Column, Field, Form, Look, Markup, Page, PageRequest, Phone, Row, Table, html, link_button,
    parts::{self, Drawing},
};

use super::{
    csv::{self, Value},
    report::{self, Asked, By},
};
use crate::{Journal, JournalAnswer, JournalLine, Report, Tags, accounts::accounts};

const HERE: &str = "/books/journal";
/// The kinds of records that entries come from, in the order in which they are offered.
const SOURCES: [&str; 5] = ["hand", "bank-line", "deposit", "opening-item", "account"];
/// How many entries a file reads at a time.
const FILE_PAGE: i64 = 1_000;

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let asked = Asked::of(request, Relative::ThisMonth, &[By::Whole]);
    let mut journal = Journal {
        period: Some(asked.period),
        account: request.ask("account").and_then(|id| id.parse().ok()),
        text: request.ask("text").map(String::from),
        tag: request.ask("tag").and_then(|id| id.parse().ok()),
        source: request.ask("source").map(String::from),
        corrections: request.ask("corrections").is_some(),
        basis: asked.basis,
        after: request.ask("after").map(String::from),
        ..Journal::default()
    };
    if request.ask("csv").is_some() {
        journal.after = None;
        return file(request, journal);
    }
    // On paper a list stands whole, as far as a page may be long.
    let all = request.ask("all").is_some();
    journal.limit = all.then_some(FILE_PAGE);
    let panel = report::saving_panel(request, Report::Journal, None);
    let answer = journal.answer(request.context)?;
    let covered = report::covered(&asked);
    let filter = filter(request, &journal)?;
    let filtered =
        journal.account.is_some() || journal.text.is_some() || journal.tag.is_some() || journal.source.is_some();
    let body = html! {
        (parts::tools(html! { (filter) }, html! { (report::bases(request, asked.basis)) (report::keeping(request)) }))
        @if answer.lines.is_empty() {
            @let sentence = if filtered { t!("No entry of this time is like that.") } else { t!("Nothing was posted in this time.") };
            (parts::empty(Drawing::Ledger, &sentence, link_button(Look::Quiet, "/books/journal?period=last-12-months", &t!("The last twelve months"))))
        } @else {
            (table(&answer))
            (foot(request, &answer))
            p.h { (t!("Entries are never changed. A correction is a second entry with the sign turned; pairs that cancel out are folded away.")) " "
                @if journal.corrections { a href=(request.address_with(&[("corrections", ""), ("after", "")])) { (t!("Fold them away")) } }
                @else { a href=(request.address_with(&[("corrections", "1"), ("after", "")])) { (t!("Show corrections")) } }
            }
        }
    };
    Ok(Page {
        period: asked.picker(request, &covered)?,
        lead: lead(&answer),
        sub: html! { (t!("Every entry in the order of its days (general journal): what was debited, and what was credited as much.")) },
        body,
        panel,
        paper: report::paper_line(&covered, answer.basis, &answer.currency, request.context.today),
        ..Page::new(t!("Journal"))
    })
}

fn lead(answer: &JournalAnswer) -> Markup {
    let sum = answer.all_debits_minor.unwrap_or(answer.debits_minor);
    let entries = answer.entries.unwrap_or(answer.shown);
    let words = if answer.entries.is_some() {
        tn!(entries, "on each side, in one entry", "on each side, in {count} entries")
    } else {
        tn!(entries, "on each side, in the entry shown here", "on each side, in the {count} entries shown here")
    };
    html! { (fmt::money(sum, &answer.currency)) " " small { (words) } }
}

fn filter(request: &mut PageRequest<'_>, journal: &Journal) -> Result<Markup, Failure> {
    let mut choices = vec![Choice::new("", t!("All accounts"))];
    choices.extend(accounts(request.context)?.iter().map(|account| Choice::new(account.id, &account.name)));
    let mut sources = vec![Choice::new("", t!("All sources"))];
    sources.extend(SOURCES.iter().map(|word| Choice::new(word, source_name(word))));
    let tags = Tags::default().answer(request.context)?.tags;
    let mut tagged = vec![Choice::new("", t!("All tags"))];
    tagged.extend(tags.iter().map(|tag| Choice::new(tag.id, &tag.name)));
    let mut form = Form::get(HERE);
    for name in ["period", "from", "through", "basis", "corrections", "all"] {
        if let Some(text) = request.ask(name) {
            form = form.hidden(name, text);
        }
    }
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    Ok(html! {
        (form.body(html! {
            div.row {
                (Field::search("text", t!("Text or payee")).value(journal.text.clone().unwrap_or_default()))
                (Field::select("account", t!("Account"), choices).value(id(journal.account)).send_on_change())
                (Field::select("source", t!("Source"), sources).value(journal.source.clone().unwrap_or_default()).send_on_change())
                @if !tags.is_empty() { (Field::select("tag", t!("Tag"), tagged).value(id(journal.tag)).send_on_change()) }
                (Button::quiet(t!("Show")))
            }
        }))
    })
}

/// What a kind of record is called, of which an entry came.
fn source_name(word: &str) -> String {
    match word {
        "hand" => t!("Made by hand"),
        "bank-line" => t!("Bank lines"),
        "deposit" => t!("Deposits"),
        "opening-item" => t!("What there was at the start"),
        "account" | "bank-opening" => t!("Openings of accounts"),
        other => other.replace('-', " "),
    }
}

fn table(answer: &JournalAnswer) -> Markup {
    let currency = &answer.currency;
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What happened, and the accounts")).grow().phone(Phone::Lead),
        Column::figures(t!("Debit, {currency}", currency = currency)).phone(Phone::Labelled),
        Column::figures(t!("Credit, {currency}", currency = currency)).phone(Phone::Labelled),
    ];
    let mut rows = Vec::new();
    let mut last = None;
    for line in &answer.lines {
        let faded = line.reverses.is_some() || line.reversed_by.is_some();
        if last != Some(line.entry) {
            last = Some(line.entry);
            rows.push(
                Row::new(vec![fmt::date(line.posted_on).into(), said(line)])
                    .group()
                    .href(format!("/books/entries/{}", line.entry))
                    .faded(faded),
            );
        }
        let amount = |amount: Option<i64>| amount.map(|amount| fmt::amount(amount, currency)).unwrap_or_default();
        // A credit stands further in, as journals have been written since Pacioli.
        let class = if line.credit_minor.is_some() { "jc" } else { "jd" };
        let account =
            html! { span class=(class) { a href={ "/books/accounts/" (line.account) } { (line.account_name) } } };
        rows.push(
            Row::new(vec![
                Cell::default(),
                account.into(),
                amount(line.debit_minor).into(),
                amount(line.credit_minor).into(),
            ])
            .faded(faded),
        );
    }
    let sum = |name: String, debits: i64, credits: i64| {
        vec![Cell::default(), name.into(), fmt::amount(debits, currency).into(), fmt::amount(credits, currency).into()]
    };
    let mut table = Table::new(t!("Journal"), columns).compact().sticky().rows(rows);
    let all = answer.all_debits_minor.zip(answer.all_credits_minor);
    if answer.entries != Some(answer.shown) {
        table = table.row(Row::new(sum(t!("On this page"), answer.debits_minor, answer.credits_minor)).sum());
    }
    if let Some((debits, credits)) = all {
        table = table.row(Row::new(sum(t!("In this time"), debits, credits)).total());
    }
    html! { (table) }
}

/// The text of an entry, with who it was, its number, where it came from and its tags behind it.
fn said(line: &JournalLine) -> Cell {
    let mut remarks = Vec::new();
    if let Some(party) = line.party.as_ref().filter(|party| **party != line.text) {
        remarks.push(party.clone());
    }
    remarks.push(t!("entry {entry}", entry = line.entry));
    remarks.extend(line.tags.iter().map(|tag| format!("#{tag}")));
    if let Some(entry) = line.reverses {
        remarks.push(t!("corrects entry {entry}", entry = entry));
    }
    if let Some(entry) = line.reversed_by {
        remarks.push(t!("corrected by entry {entry}", entry = entry));
    }
    Cell::remark(&line.text, remarks.join(" · "))
}

fn foot(request: &PageRequest<'_>, answer: &JournalAnswer) -> Markup {
    let shown = match answer.entries {
        Some(all) => t!("{shown} of {all} entries", shown = fmt::number(answer.shown), all = fmt::number(all)),
        None => tn!(answer.shown, "one entry", "{count} entries"),
    };
    let beginning = request.ask("after").map(|_| request.address_with(&[("after", "")]));
    let later = answer.later.as_deref().map(|later| request.address_with(&[("after", later)]));
    html! {
        (parts::walk(&shown, beginning.as_deref(), later.as_deref()))
        @if request.ask("all").is_none() && later.is_some() {
            p.h.np { a href=(request.address_with(&[("all", "1"), ("after", "")])) { (t!("All on one page, to print")) } }
        }
    }
}

/// All entries of the time as a file, a line for each posting.
fn file(request: &mut PageRequest<'_>, mut journal: Journal) -> Result<Page, Failure> {
    let currency = request.context.settings.currency;
    let heads = [
        t!("Day"),
        t!("Entry"),
        t!("Who"),
        t!("What happened"),
        t!("Account"),
        t!("Debit"),
        t!("Credit"),
        t!("Source"),
        t!("Tags"),
    ];
    let mut rows: Vec<Vec<Value>> = vec![heads.map(Value::Words).into()];
    let through = loop {
        journal.limit = Some(FILE_PAGE);
        let answer = journal.answer(request.context)?;
        let decimal = |amount: Option<i64>| Value::Plain(amount.map(|it| currency.decimal(it)).unwrap_or_default());
        rows.extend(answer.lines.into_iter().map(|line| {
            vec![
                Value::Plain(line.posted_on.to_string()),
                Value::Plain(line.entry.to_string()),
                Value::Words(line.party.unwrap_or_default()),
                Value::Words(line.text),
                Value::Words(line.account_name),
                decimal(line.debit_minor),
                decimal(line.credit_minor),
                Value::Words(line.source.map(|word| source_name(&word)).unwrap_or_default()),
                Value::Words(line.tags.join(", ")),
            ]
        }));
        match answer.later {
            Some(later) => journal.after = Some(later),
            None => break answer.period.through,
        }
    };
    Ok(Page::file(format!("journal-{through}.csv"), "text/csv; charset=utf-8", csv::text(&rows)))
}
