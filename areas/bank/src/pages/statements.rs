//! Where statements are dropped, what came in, and what may be here already.

use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{Failure, Query, RefusalKind, Refused};
use ledger::AccountKind;
use locale::{fmt, t, tn};
use ui::{
    Button, Cell, Column, DropZone, Field, Form, FormAction, Look, Markup, Page, PageRequest, Paging, Phone,
    RefusedForm, Row, Table, html, parts,
};

use super::{own_accounts, preview};
use crate::{DoubtfulLines, DoubtfulView, StatementView, Statements};

pub(super) const HERE: &str = "/bank/statements";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    if request.refused_form("import-statement").is_some_and(|form| form.typed("content").is_some()) {
        return preview::page(request);
    }
    if let Some(document) = request.ask("document").and_then(|id| id.parse().ok()) {
        request.refused = Some(from_inbox(request, document)?);
        return preview::page(request);
    }
    let before = request.ask("before").and_then(|id| id.parse().ok());
    let came = Statements { before, limit: None }.answer(request.context)?;
    let doubtful = DoubtfulLines {}.answer(request.context)?;
    let none = came.statements.is_empty();
    let waiting = request.context.settings.currency.code().to_string();
    let body = html! {
        (drop_zone(request)?)
        @if doubtful.count > 0 { (questions(request, &doubtful.lines, doubtful.count, &waiting)) }
        @if !none { (list(request, &came.statements, came.older, &waiting)) }
    };
    let lead = match came.through.last() {
        Some(last) => t!("Statements are here up to {day}.", day = fmt::date(last.through_on)),
        None => t!("Bring in your first statement."),
    };
    let behind =
        came.through.first().filter(|first| came.through.last().is_some_and(|last| first.through_on < last.through_on));
    let sub = html! {
        @if let Some(behind) = behind {
            (t!("{account} only up to {day}.", account = behind.account_name, day = fmt::date(behind.through_on))) " "
        }
        (t!("What is here already is not added again, so a file may overlap or come twice."))
    };
    Ok(Page { lead: html! { (lead) }, sub, body, ..Page::new(t!("Statements")) })
}

/// A statement that waits in the inbox, as if it had just been dropped and not taken at once.
fn from_inbox(request: &mut PageRequest<'_>, document: i64) -> Result<RefusedForm, Failure> {
    let file = books::file_of_document(request.context, document)?;
    let sentence = t!("It came by itself: look how it is read, then bring it in.");
    let values = vec![("content".to_owned(), STANDARD.encode(&file.bytes)), ("file_name".to_owned(), file.name)];
    let refused = Refused::new("columns-to-confirm", RefusalKind::Invalid, sentence);
    Ok(RefusedForm { command: "import-statement".to_owned(), refused, values })
}

fn drop_zone(request: &mut PageRequest<'_>) -> Result<Markup, Failure> {
    let refused = request.refused_form("import-statement").cloned();
    let accounts = own_accounts(request.context, None, t!("As the file says"))?;
    let none = accounts.len() == 1;
    Ok(html! {
        @if none {
            (parts::notice(html! {
                (t!("Open the account first that the statement is of.")) " "
                (FormAction::new("open-account", t!("Open a bank account named Checking"))
                    .hidden("name", t!("Checking"))
                    .hidden("kind", AccountKind::Bank.as_str())
                    .next(HERE)
                    .look(Look::Link))
            }))
        }
        (Form::new("import-statement").files().next("/bank").hidden("from", HERE).hidden("look_first", "true")
            .error(refused.as_ref().map(|form| form.refused.to_string()))
            .body(html! {
                (DropZone::new("content", t!("Drop bank statements here, or choose them"))
                    .hint(t!("OFX, QFX, CSV, CAMT, MT940 or QIF, as your bank gives them, and the exports of PayPal, Stripe, Square, Wise, Revolut, Etsy and Shopify; several at once if you like."))
                    .accept(".ofx,.qfx,.qbo,.csv,.tsv,.txt,.xml,.sta,.mt940,.940,.qif")
                    .multiple())
                (Field::select("account", t!("Account"), accounts).short().value(refused.as_ref().and_then(|form| form.typed("account")).unwrap_or_default()))
                (Field::checkbox("look_again", t!("Look first, even where the bank is known"), false))
                (parts::actions(html! { (Button::primary(t!("Bring them in"))) }))
            }))
    })
}

fn questions(request: &PageRequest<'_>, lines: &[DoubtfulView], count: i64, currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Day")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("New in the file")).grow().phone(Phone::Lead),
        Column::text(t!("Here already")).quiet().grow().phone(Phone::Second),
        Column::figures(currency).phone(Phone::Figure),
    ];
    let rows = lines.iter().map(|line| {
        let similar = line
            .similar
            .as_ref()
            .map_or_else(String::new, |one| format!("{} · {}", fmt::date_short(one.booked_on), one.title));
        Row::new(vec![
            fmt::date_short(line.booked_on).into(),
            Cell::remark(line.text.clone(), format!("{} · {}", line.account_name, line.file_name)),
            similar.into(),
            fmt::amount_signed(line.amount_minor, currency).into(),
        ])
        .choice(line.id, line.text.clone())
    });
    let refused = request.refused_form("decide-doubtful");
    html! {
        (parts::heading(&tn!(count, "{count} line may be here already", "{count} lines may be here already"), None))
        p.h { (t!("The amount is the same and the days are close, but the words or the bank’s number differ. Until you say, they are neither added nor dropped.")) }
        (Form::new("decide-doubtful").next(HERE).hidden("from", HERE).error(refused.map(|form| form.refused.to_string())).body(html! {
            (Table::new(t!("Lines that may be here already"), columns).tall().select("lines").rows(rows))
            (parts::actions(html! {
                (Button::quiet(t!("The selected are the same: drop them")).named("decision", "drop"))
                (Button::quiet(t!("They are others: add them")).named("decision", "add"))
            }))
        }))
    }
}

fn list(request: &PageRequest<'_>, statements: &[StatementView], older: Option<i64>, currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("File")).grow().phone(Phone::Lead),
        Column::text(t!("Account")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Days")).quiet().narrow().phone(Phone::Second),
        Column::figures(t!("New")).phone(Phone::Figure),
        Column::figures(t!("Here already")).phone(Phone::Hidden),
        Column::figures(t!("Closing, {currency}", currency = currency)).phone(Phone::Hidden),
        Column::text("").narrow().phone(Phone::Second),
    ];
    let rows = statements.iter().map(|one| {
        let withdrawn = one.withdrawn_on.is_some();
        let closing = one.closing_minor.map_or_else(String::new, |closing| fmt::amount(closing, currency));
        let closing: Cell = match one.difference_minor {
            Some(0) => Cell::remark(closing, t!("agrees")),
            Some(difference) => Cell::remark(closing, t!("{amount} apart", amount = fmt::amount_signed(difference, currency))),
            None => closing.into(),
        };
        let act: Markup = if withdrawn {
            html! { small { (t!("withdrawn")) } }
        } else {
            let withdraw = FormAction::new("withdraw-statement", t!("Withdraw")).hidden("statement", one.id).next(HERE).look(Look::Link);
            html! { (withdraw.confirm(t!("Remove the lines of {file} and reverse their entries?", file = one.file_name))) }
        };
        let gaps = tn!(one.balance_gaps, "its balances jump at {count} place", "its balances jump at {count} places");
        Row::new(vec![
            Cell::new(html! {
                a href={ "/bank/lines?statement=" (one.id) } { (one.file_name) }
                @if one.balance_gaps > 0 { " " small { (gaps) } }
                @for gap in one.gaps.iter().take(3) { br; small { (super::gap_words(gap, currency)) } }
            }),
            Cell::new(html! { (one.account_name) @if !withdrawn { br; small { a href={ "/bank/reconcile/" (one.account) } { (t!("Reconcile")) } } } }),
            format!("{} – {}", fmt::date_short(one.from_on), fmt::date_short(one.through_on)).into(),
            fmt::number(one.new).into(),
            fmt::number(one.duplicate).into(),
            closing,
            Cell::new(act),
        ])
        .faded(withdrawn)
    });
    let paging = Paging {
        shown: tn!(statements.len(), "{count} statement shown", "{count} statements shown"),
        newer: request.ask("before").map(|_| HERE.to_owned()),
        older: older.map(|older| request.address_with(&[("before", &older.to_string())])),
        csv: None,
    };
    html! {
        (parts::heading(&t!("What came in"), None))
        (Table::new(t!("Statements"), columns).rows(rows).paging(paging))
    }
}
