//! The register of an account: newest first, with what it held after each line.

use std::collections::HashMap;

use jiff::civil::Date;
use kernel::{Failure, Query};
use ledger::{AccountKind, Days, Relative};
use locale::{fmt, t};
use ui::{
    Button, Cell, Choice, Column, Field, Form, FormAction, Icon, Look, Markup, Page, PageRequest, Paging, Phone, Row,
    Table,
    chart::{Point, framed, line},
    html, icon,
    parts::{self, Drawing},
};

use super::{
    category_pocket,
    csv::{self, Value},
    details,
    report::{self, Asked, By},
    words,
};
use crate::{Register, RegisterAnswer, RegisterLine, Report, Tags, account_details};

/// How many lines a file reads at a time.
const FILE_PAGE: i64 = 1_000;

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let id = request.id("id")?;
    let asked = Asked::of(request, Relative::LastTwelveMonths, &[By::Whole]);
    let (from, through) = days(request, &asked);
    let basis = asked.basis;
    let before = request.ask("before").map(String::from);
    let text = request.ask("text").map(String::from);
    let tag = request.ask("tag").and_then(|id| id.parse().ok());
    let narrowed = text.is_some() || tag.is_some();
    let mut ask = Register { account: id, from, through, before, limit: None, basis, text, tag };
    let keeps = report::saving_panel(request, Report::Register, Some(&id.to_string()));
    if request.ask("csv").is_some() {
        (ask.limit, ask.before) = (Some(FILE_PAGE), None);
    }
    // On paper a list stands whole, as far as a page may be long.
    let all = request.ask("all").is_some();
    if all {
        ask.limit = Some(FILE_PAGE);
    }
    let mut register = ask.answer(request.context)?;
    let account = register.account.clone();
    let account = &account;
    let (balance, postings) = (register.balance_minor, register.postings);
    let sign = account.kind.sign();
    let currency = account.currency.code();
    let corrections = request.ask("corrections").is_some();
    if request.ask("csv").is_some() {
        while let Some(older) = register.older.take() {
            let more = Register { before: Some(older), ..ask.clone() }.answer(request.context)?;
            register.lines.extend(more.lines);
            register.older = more.older;
        }
        let lines = if corrections { register.lines.clone() } else { folded(&register.lines) };
        let name = format!("register-{id}.csv");
        return Ok(Page::file(name, "text/csv; charset=utf-8", csv(&lines, sign, &register)));
    }
    let (held, said) = lead(&register, request.context.today, through);
    let figure = fmt::money(held.saturating_mul(sign), currency);
    let has_details = details::may_have(account);
    let details = account_details(request.context)?.into_iter().find(|known| known.account == id);
    let has_pocket = category_pocket::may_choose(account);
    let choosing = if has_pocket { category_pocket::panel(request, account)? } else { None };
    let draws_on = if has_pocket {
        category_pocket::said(request, account)?
    } else {
        html! {}
    };
    let panel =
        keeps.or(choosing).or_else(|| has_details.then(|| details::panel(request, details.as_ref(), id)).flatten());
    let tools = tools(request, &ask)?;
    let body = html! {
        @if postings > 0 { (tools) }
        @if register.lines.is_empty() {
            (parts::empty(Drawing::Ledger, &nothing(from.is_some() || through.is_some() || narrowed), html! { a.b href="/books/accounts" { (t!("All accounts")) } }))
        } @else {
            (picture(&register))
            (table(request, &register, postings, corrections))
            @if !all && register.older.is_some() {
                p.h.np { a href=(request.address_with(&[("all", "1"), ("before", "")])) { (t!("All on one page, to print")) } }
            }
            p.h { (t!("Entries are never changed. A correction is a second entry with the sign turned; pairs that cancel out are folded away.")) " "
                @if corrections { a href=(request.address_with(&[("corrections", "")])) { (t!("Fold them away")) } }
                @else { a href=(request.address_with(&[("corrections", "1")])) { (t!("Show corrections")) } }
            }
        }
        @if has_details { (details::said(details.as_ref(), id)) }
        (draws_on)
        (closing(request, account.closed, balance, account.role.is_empty(), id))
    };
    let covered = if asked.as_usual && through.is_none() { t!("All its lines") } else { covered(from, through) };
    Ok(Page {
        period: asked.picker(request, &covered)?,
        paper: report::paper_line(&covered, basis, currency, request.context.today),
        lead: html! { (figure) " " small { (said) } },
        sub: html! {
            (words::account(account))
            @if !account.tax_line.is_empty() { (t!(" · {line}", line = account.tax_line)) }
            @if from.is_some() || through.is_some() { " · " a href={ "/books/accounts/" (id) } { (t!("All its lines")) } }
        },
        body,
        panel,
        ..Page::new(account.name.clone())
    })
}

/// The days that the address asks for: all there are where it says nothing, and no first one where it names the last alone.
fn days(request: &PageRequest<'_>, asked: &Asked) -> (Option<Date>, Option<Date>) {
    match (request.ask("period"), request.ask("from"), request.ask("through")) {
        _ if asked.as_usual => (None, None),
        (None, None, Some(_)) => (None, Some(asked.days.through)),
        _ => (Some(asked.days.from), Some(asked.days.through)),
    }
}

fn covered(from: Option<Date>, through: Option<Date>) -> String {
    match (from, through) {
        (Some(from), Some(through)) => words::days(Days { from, through }),
        (None, Some(through)) => t!("Up to {day}", day = fmt::date(through)),
        _ => t!("All its lines"),
    }
}

/// What narrows the list: words of the text or the payee, and a tag.
fn tools(request: &mut PageRequest<'_>, ask: &Register) -> Result<Markup, Failure> {
    let tags = Tags::default().answer(request.context)?.tags;
    let mut tagged = vec![Choice::new("", t!("All tags"))];
    tagged.extend(tags.iter().map(|tag| Choice::new(tag.id, &tag.name)));
    let mut form = Form::get(&format!("/books/accounts/{}", ask.account));
    for name in ["period", "from", "through", "basis", "corrections", "all"] {
        if let Some(text) = request.ask(name) {
            form = form.hidden(name, text);
        }
    }
    let form = form.body(html! {
        div.row {
            (Field::search("text", t!("Text or payee")).value(ask.text.clone().unwrap_or_default()))
            @if !tags.is_empty() {
                (Field::select("tag", t!("Tag"), tagged).value(ask.tag.map(|id| id.to_string()).unwrap_or_default()).send_on_change())
            }
            (Button::quiet(t!("Show")))
        }
    });
    Ok(parts::tools(html! { (form) }, html! { (report::bases(request, ask.basis)) (report::keeping(request)) }))
}

/// The figure that a register is about, and its words: what the account holds, or for income and costs what it took in the
/// days that were asked for.
fn lead(register: &RegisterAnswer, today: Date, through: Option<Date>) -> (i64, String) {
    let kind = register.account.kind;
    match (register.before_minor, through) {
        (Some(before), _) if kind.is_profit_and_loss() => {
            let took = register.after_minor.saturating_sub(before);
            let words = if kind == AccountKind::Income {
                t!("came in for it in this time")
            } else {
                t!("went out for it in this time")
            };
            (took, words)
        }
        (_, Some(day)) if day < today => (register.after_minor, t!("at the end of {day}", day = fmt::date(day))),
        _ => (register.after_minor, said(kind, register.account.closed)),
    }
}

/// The course of the account by months: what it held at the end of each, or for income and costs what it took.
fn picture(register: &RegisterAnswer) -> Markup {
    let moved = register.months.iter().filter(|month| month.moved_minor != 0).count();
    if moved < 2 {
        return Markup::default();
    }
    let (account, currency) = (&register.account, register.account.currency.code());
    let (sign, took) = (account.kind.sign(), account.kind.is_profit_and_loss());
    let points: Vec<Point> = register
        .months
        .iter()
        .map(|month| Point {
            label: fmt::month_short(month.month.first()),
            value: sign.saturating_mul(if took { month.moved_minor } else { month.held_minor }),
        })
        .collect();
    let title = if took { t!("By month") } else { t!("Held at the end of each month") };
    let description = t!("{name}; the table below has the entries.", name = account.name);
    framed(line(&title, &description, &points, None, currency))
}

/// What the balance of an account of that kind says.
fn said(kind: AccountKind, closed: bool) -> String {
    match kind {
        _ if closed => t!("and closed"),
        AccountKind::Card | AccountKind::Loan | AccountKind::Payable => t!("owed"),
        AccountKind::Income => t!("came in for it, in all"),
        AccountKind::Expense => t!("went out for it, in all"),
        AccountKind::Equity => t!("put in less taken, in all"),
        AccountKind::Receivable => t!("owed to you"),
        _ => t!("on it today"),
    }
}

fn nothing(filtered: bool) -> String {
    if filtered {
        t!("Nothing was posted here in that time.")
    } else {
        t!("Nothing was posted here yet. A statement or an entry by hand fills it.")
    }
}

fn table(request: &PageRequest<'_>, register: &RegisterAnswer, postings: i64, corrections: bool) -> Markup {
    let currency = register.account.currency.code();
    let sign = register.account.kind.sign();
    let mut columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("What happened")).grow().phone(Phone::Lead),
        Column::figures(t!("Amount, {currency}", currency = currency)).phone(Phone::Figure),
    ];
    let balances = register.lines.iter().all(|line| line.balance_minor.is_some());
    if balances {
        columns.push(Column::figures(t!("Balance")).quiet().phone(Phone::Labelled));
    }
    let lines = if corrections { register.lines.clone() } else { folded(&register.lines) };
    let rows = lines.iter().map(|line| {
        let href = format!("/books/entries/{}", line.entry);
        let remark = match (line.reverses, line.reversed_by) {
            (Some(entry), _) => t!("corrects entry {entry}", entry = entry),
            (None, Some(entry)) => t!("corrected by entry {entry}", entry = entry),
            (None, None) => line.party.clone().filter(|party| *party != line.text).unwrap_or_default(),
        };
        let amount = fmt::amount(line.amount_minor.saturating_mul(sign), currency);
        let mut cells = vec![fmt::date(line.posted_on).into(), happened(line, &remark), amount.into()];
        cells.extend(line.balance_minor.map(|held| Cell::from(fmt::amount(held.saturating_mul(sign), currency))));
        Row::new(cells).href(href).faded(line.reverses.is_some() || line.reversed_by.is_some())
    });
    let mut table = Table::new(&register.account.name, columns).keys().sticky().rows(rows);
    // The oldest lines stand on what was there before them.
    let first_day = request.ask("before").is_none().then_some(register.before_minor).flatten();
    if let (Some(before), true, true) = (first_day, register.older.is_none(), balances) {
        let held = fmt::amount(before.saturating_mul(sign), currency);
        let name = t!("What it held before");
        table = table.row(Row::new(vec![Cell::default(), name.into(), Cell::default(), held.into()]).faded(true));
    }
    let shown = lines.len() as i64;
    let paging = Paging {
        shown: t!("{shown} of {all} lines", shown = fmt::number(shown), all = fmt::number(postings)),
        newer: request.ask("before").map(|_| request.address_with(&[("before", "")])),
        older: register.older.as_deref().map(|older| request.address_with(&[("before", older)])),
        csv: Some(request.address_with(&[("csv", "1")])),
    };
    html! { (table.paging(paging)) }
}

/// What happened, with a sign where a file proves it or where one is missing.
fn happened(line: &RegisterLine, remark: &str) -> Cell {
    let mark = match (line.attached, line.proof_missing) {
        (true, _) => Some((Icon::Attachment, t!("A file is kept with it"))),
        (_, true) => Some((Icon::Warning, t!("Its proof is missing"))),
        _ => None,
    };
    Cell::new(html! {
        (line.text) " " small { (remark) }
        @if let Some((drawn, said)) = mark { " " span.mk title=(said) { (icon(drawn)) span.vh { (said) } } }
    })
}

/// Lines as a file.
fn csv(lines: &[RegisterLine], sign: i64, register: &RegisterAnswer) -> String {
    let currency = register.account.currency;
    let mut rows = vec![
        [t!("Day"), t!("Entry"), t!("Who"), t!("What happened"), t!("Amount"), t!("Balance")].map(Value::Words).into(),
    ];
    rows.extend(lines.iter().map(|line| {
        vec![
            Value::Plain(line.posted_on.to_string()),
            Value::Plain(line.entry.to_string()),
            Value::Words(line.party.clone().unwrap_or_default()),
            Value::Words(line.text.clone()),
            Value::Plain(currency.decimal(line.amount_minor.saturating_mul(sign))),
            Value::Plain(
                line.balance_minor.map(|held| currency.decimal(held.saturating_mul(sign))).unwrap_or_default(),
            ),
        ]
    }));
    csv::text(&rows)
}

/// The lines without the pairs that cancel out, and with balances as if those pairs had never been: between the two lines
/// of a pair, each balance has the first one's amount too much. A pair whose other half is on another page stays.
fn folded(lines: &[RegisterLine]) -> Vec<RegisterLine> {
    let mut newest: HashMap<i64, usize> = HashMap::new();
    for (position, line) in lines.iter().enumerate() {
        newest.entry(line.entry).or_insert(position);
    }
    // Where the other half of a folded line stands, by the line's position.
    let partner =
        |line: &RegisterLine| line.reverses.or(line.reversed_by).and_then(|entry| newest.get(&entry).copied());
    let mut kept = Vec::with_capacity(lines.len());
    for (position, line) in lines.iter().enumerate() {
        if partner(line).is_some() {
            continue;
        }
        let pending = lines
            .iter()
            .enumerate()
            .skip(position + 1)
            .filter(|(_, older)| partner(older).is_some_and(|at| at < position));
        let too_much = pending.fold(0i64, |sum, (_, older)| sum.saturating_add(older.amount_minor));
        let balance_minor = line.balance_minor.map(|held| held.saturating_sub(too_much));
        kept.push(RegisterLine { balance_minor, ..line.clone() });
    }
    kept
}

/// An empty account of the owner's can be closed, and a closed one opened again.
fn closing(request: &PageRequest<'_>, closed: bool, balance: i64, own: bool, id: i64) -> Markup {
    let refused = request.refused_form("close-account");
    let action = |label: String, to: bool| {
        FormAction::new("close-account", label)
            .hidden("account", id)
            .hidden("closed", to)
            .next(format!("/books/accounts/{id}"))
            .look(Look::Link)
    };
    html! {
        @if let Some(form) = refused { (parts::warning(html! { (form.refused) })) }
        @if own && closed { (parts::actions(html! { (action(t!("Open this account again"), false)) })) }
        @else if own && balance == 0 { (parts::actions(html! { (action(t!("Close this account"), true)) })) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line(
        entry: i64,
        amount_minor: i64,
        balance_minor: i64,
        reverses: Option<i64>,
        reversed_by: Option<i64>,
    ) -> RegisterLine {
        let text = String::new();
        RegisterLine {
            entry,
            posted_on: date(2026, 5, 3),
            text,
            party: None,
            amount_minor,
            balance_minor: Some(balance_minor),
            reverses,
            reversed_by,
            attached: false,
            proof_missing: false,
        }
    }

    #[test]
    fn folded_pairs_leave_balances_as_if_they_had_never_been() {
        let lines = [
            line(10, 7, 157, None, None),
            line(9, -100, 150, Some(5), None),
            line(8, 20, 250, None, None),
            line(5, 100, 230, None, Some(9)),
            line(4, 130, 130, None, None),
        ];
        let shown: Vec<_> = folded(&lines).iter().map(|line| (line.entry, line.balance_minor)).collect();
        assert_eq!(shown, [(10, Some(157)), (8, Some(150)), (4, Some(130))]);
    }

    #[test]
    fn a_half_pair_stays() {
        let lines = [line(9, -100, 0, Some(5), None)];
        assert_eq!(folded(&lines).len(), 1);
    }
}
