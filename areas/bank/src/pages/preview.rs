//! How a file is read, before it comes in: its columns, its first lines, what it would bring, and what it leaves open.
//!
//! It answers a file that was dropped and not taken at once; the way of reading that the owner chooses is remembered for
//! that bank.

use kernel::{Failure, Query};
use locale::{fmt, t, tn};
use ui::{
    Button, Choice, Column, Field, Form, Look, Markup, Page, PageRequest, Phone, RefusedForm, Row, Table, html,
    link_button, parts,
};

use super::{by_hand, own_accounts, statements::HERE};
use crate::{PreviewAccount, StatementPreview, StatementPreviewAnswer};

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let form = request.refused_form("import-statement").cloned();
    let Some((form, content)) = form.as_ref().and_then(|form| Some((form, form.typed("content")?.to_owned()))) else {
        return Ok(nothing());
    };
    let mapping =
        form.typed("mapping").filter(|text| !text.is_empty()).map(|text| serde_json::Value::String(text.to_owned()));
    let account = form.typed("account").and_then(|id| id.parse().ok());
    let file_name = form.typed("file_name").unwrap_or_default().to_owned();
    let said = by_hand::said(form);
    let asked =
        StatementPreview { file_name: file_name.clone(), content: content.clone(), account, mapping, columns: said };
    let preview = match asked.answer(request.context) {
        Ok(preview) => preview,
        // What is wrong with the file as a whole was said when it was refused.
        Err(Failure::Refused(_)) => return Ok(unreadable(form, &file_name)),
        Err(failure) => return Err(failure),
    };
    let currency = request.context.settings.currency.code().to_string();
    let accounts = own_accounts(request.context, None, t!("As the file says"))?;
    let answer = html! {
        (Form::new("import-statement").next("/bank").hidden("from", HERE).hidden("content", content).hidden("file_name", file_name.clone()).body(html! {
            @for question in &preview.questions { p { b { (question) } } }
            @if preview.writing.is_none() { (ways(&preview)) }
            div.f {
                (Field::select("account", t!("Account"), accounts).value(account.map(|id: i64| id.to_string()).unwrap_or_default()).short())
                (Field::checkbox("leave_out_unreadable", t!("Leave out lines that cannot be read"), form.typed("leave_out_unreadable") == Some("true")))
                (parts::actions(html! {
                    @if preview.refused_for_gaps {
                        (Button::primary(t!("Bring it in and note the gap")).named("accept_balance_gaps", "true"))
                    } @else {
                        (Button::primary(t!("Bring it in")))
                    }
                    (link_button(Look::Link, HERE, &t!("Not now")))
                }))
            }
            @for one in &preview.accounts { (lines(one, &currency)) }
            @match preview.writing {
                Some(writing) => (by_hand::fields(writing, &preview.columns)),
                None => @if !preview.columns.is_empty() { (columns(&preview)) },
            }
        }))
    };
    let body = html! {
        // A shape that is new here is no fault of the file; what became of the files beside it is said there too.
        @if form.refused.code == "columns-to-confirm" || form.refused.code == "only-looked" {
            (parts::notice(html! { (form.refused.to_string()) }))
            @if let Some(problem) = &preview.problem { (parts::warning(html! { (problem) })) }
        } @else {
            (parts::warning(html! { (form.refused.to_string()) }))
        }
        (answer)
    };
    let sub = html! { (t!("Your choice is remembered for files of this shape.")) };
    Ok(Page {
        lead: html! { (t!("Is {file} read right?", file = file_name)) },
        sub,
        body,
        ..Page::new(t!("Statements"))
    })
}

fn nothing() -> Page {
    let action = html! { (link_button(Look::Primary, HERE, &t!("Choose a file"))) };
    let body = parts::empty(parts::Drawing::Statement, &t!("A file is looked at here before it comes in."), action);
    Page { lead: html! { (t!("No file yet.")) }, body, ..Page::new(t!("Statements")) }
}

fn unreadable(form: &RefusedForm, file_name: &str) -> Page {
    let body = html! {
        (parts::warning(html! { (form.refused.to_string()) }))
        (parts::actions(html! { (link_button(Look::Primary, HERE, &t!("Choose another file"))) }))
    };
    let lead = html! { (t!("{file} could not be brought in.", file = file_name)) };
    Page { lead, sub: html! { (t!("Nothing was stored.")) }, body, ..Page::new(t!("Statements")) }
}

/// The ways of reading to choose from: one is sent as it is.
fn ways(preview: &StatementPreviewAnswer) -> Markup {
    let readings: Vec<(String, String)> =
        preview.readings.iter().map(|one| (one.mapping.to_string(), one.label.clone())).collect();
    let shown = preview.mapping.as_ref().map(ToString::to_string).unwrap_or_default();
    html! {
        @if readings.len() > 1 {
            @let value = if readings.iter().any(|(mapping, _)| *mapping == shown) { shown } else { readings[0].0.clone() };
            (Field::radio("mapping", t!("How to read it"), readings.into_iter().map(|(mapping, label)| Choice::new(mapping, label)).collect()).value(value))
        } @else if !shown.is_empty() {
            input type="hidden" name="mapping" value=(shown);
        }
    }
}

fn lines(one: &PreviewAccount, currency: &str) -> Markup {
    // Where the file names nobody, the text leads alone.
    let named = one.first.iter().any(|line| !line.counterparty.is_empty());
    let mut columns = vec![Column::text(t!("Day")).quiet().narrow().phone(Phone::Second)];
    if named {
        columns.push(Column::text(t!("Who")).grow().phone(Phone::Lead));
        columns.push(Column::text(t!("Text")).quiet().grow().phone(Phone::Second));
    } else {
        columns.push(Column::text(t!("Text")).grow().phone(Phone::Lead));
    }
    columns.push(Column::figures(currency).phone(Phone::Figure));
    let amounts = columns.len() - 1;
    let charged = one.first.iter().any(|line| line.fee_minor != 0 || line.marketplace_tax_minor != 0);
    if charged {
        let heads = [t!("Paid in all"), t!("Fee"), t!("Tax the marketplace pays")];
        columns.splice(amounts..amounts, heads.map(|head| Column::figures(head).phone(Phone::Hidden)));
    }
    let money = |amount: i64| if amount == 0 { String::new() } else { fmt::amount_signed(amount, currency) };
    let rows = one.first.iter().map(|line| {
        let mut cells: Vec<ui::Cell> = vec![fmt::date(line.booked_on).into()];
        if named {
            cells.push(line.counterparty.clone().into());
        }
        cells.push(line.text.clone().into());
        if charged {
            let gross = line.amount_minor - line.fee_minor - line.marketplace_tax_minor;
            let more = [fmt::amount_signed(gross, currency), money(line.fee_minor), money(line.marketplace_tax_minor)];
            cells.extend(more.map(ui::Cell::from));
        }
        cells.push(fmt::amount_signed(line.amount_minor, currency).into());
        Row::new(cells)
    });
    let heading = if one.name.is_empty() {
        t!("The first lines")
    } else {
        t!("The first lines for {account}", account = one.name)
    };
    html! {
        (parts::heading(&heading, None))
        @for gap in one.gaps.iter().take(5) { p { b { (super::gap_words(gap, currency)) } } }
        p.h {
            (tn!(one.new, "{count} line would be new,", "{count} lines would be new,")) " "
            (tn!(one.duplicate, "{count} is here already,", "{count} are here already,")) " "
            (tn!(one.doubtful, "{count} may be here already.", "{count} may be here already."))
        }
        (Table::new(heading, columns).compact().rows(rows))
    }
}

fn columns(preview: &StatementPreviewAnswer) -> Markup {
    let heads = vec![
        Column::text(t!("Column")).phone(Phone::Lead),
        Column::text(t!("What stands in it")).quiet().grow().phone(Phone::Second),
    ];
    let rows = preview.columns.iter().enumerate().map(|(index, column)| {
        let name = if column.name.is_empty() { t!("column {number}", number = index + 1) } else { column.name.clone() };
        Row::new(vec![name.into(), column.samples.join(" · ").into()])
    });
    html! {
        (parts::heading(&t!("The columns of the file"), None))
        (Table::new(t!("The columns of the file"), heads).compact().rows(rows))
    }
}
