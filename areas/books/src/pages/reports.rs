//! The reports: those that every business has, and those that were given a name.

use kernel::{Failure, Query};
use locale::{fmt, t};
use ui::{
    Button, Cell, Column, Field, Form, FormAction, Look, Markup, Page, PageRequest, Panel, Phone, Row, Table,
    chart::sparkline, error_at, html, link_button, parts, typed_or,
};

use super::{profit_by, report::basis_name, words};
use crate::{Dimension, SavedReport, SavedReports, queries::Report};

const HERE: &str = "/reports";

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let answer = SavedReports::default().answer(request.context)?;
    let columns = vec![
        Column::text(t!("Report")).narrow().phone(Phone::Lead),
        Column::text(t!("What it says")).grow().phone(Phone::Second),
    ];
    let rows = Report::ALL.map(|report| {
        let page = if report == Report::ProfitBy { "/books/profit/by/client" } else { report.page() };
        Row::new(vec![title(report).into(), says(report).into()]).href(page)
    });
    let body = html! {
        (parts::heading(&t!("Kept by you"), None))
        @if answer.reports.is_empty() {
            p.h { (t!("Open a report, choose its period, columns and basis, and keep it under a name: it stands here with its figure of the day.")) }
        } @else { (saved(&answer.reports, &answer.currency)) }
        (parts::heading(&t!("Every business has these"), None))
        (Table::new(t!("Reports"), columns).keys().rows(rows))
    };
    let panel = rename_panel(request, &answer.reports);
    Ok(Page {
        sub: html! { (t!("Every figure of a report opens to the entries behind it. Print one, or save it as a PDF, from your browser.")) },
        body,
        panel,
        ..Page::new(t!("Reports"))
    })
}

fn title(report: Report) -> String {
    match report {
        Report::ProfitAndLoss => t!("Profit and loss"),
        Report::BalanceSheet => t!("Balance sheet"),
        Report::CashFlow => t!("Cash flow"),
        Report::TrialBalance => t!("Trial balance"),
        Report::Journal => t!("Journal"),
        Report::Register => t!("Register"),
        Report::ProfitBy => t!("Profit by client, project, offer or channel"),
    }
}

fn says(report: Report) -> String {
    match report {
        Report::ProfitAndLoss => t!("What came in, what it cost, and what was left."),
        Report::BalanceSheet => t!("What you own, what you owe, and what of it is yours, on any day."),
        Report::CashFlow => t!("Where the cash came from and where it went."),
        Report::TrialBalance => t!("What each account holds, debits beside credits."),
        Report::Journal => t!("Every entry in the order of its days, debits beside credits."),
        Report::Register => t!("The lines of one account, with what it held after each."),
        Report::ProfitBy => t!("What each of them brought, what it cost, and what was left."),
    }
}

fn saved(reports: &[SavedReport], currency: &str) -> Markup {
    let columns = vec![
        Column::text(t!("Name")).grow().phone(Phone::Lead),
        Column::text(t!("What it covers")).quiet().narrow().phone(Phone::Second),
        Column::text(t!("Course")).phone(Phone::Hidden),
        Column::figures(t!("Today, {currency}", currency = currency)).phone(Phone::Figure),
        Column::text("").narrow().phone(Phone::Second),
    ];
    let rows = reports.iter().map(|report| {
        let covers = match report.period {
            Some(days) => t!("{period}, {basis}", period = words::days(days), basis = basis_name(report.basis)),
            None => basis_name(report.basis),
        };
        let course = if report.parts_minor.len() > 1 {
            sparkline(&t!("The figure in each column"), &report.parts_minor).into()
        } else {
            Cell::default()
        };
        let figure = report.figure_minor.map(|amount| fmt::amount_whole(amount, currency)).unwrap_or_default();
        let doing = html! {
            (link_button(Look::Link, &format!("?rename={}", report.id), &t!("Rename"))) " "
            (FormAction::new("remove-report", t!("Take off")).hidden("report", report.id).next(HERE).look(Look::Link))
        };
        Row::new(vec![Cell::remark(&report.name, kind_of(report)), covers.into(), course, figure.into(), doing.into()])
            .href(&report.address)
    });
    html! { (Table::new(t!("Kept by you"), columns).keys().rows(rows)) }
}

/// What kind of report it is, and of what.
fn kind_of(report: &SavedReport) -> String {
    match (report.report, report.of.as_str()) {
        (_, "") => title(report.report),
        (Report::ProfitBy, of) => Dimension::from_word(of).map_or_else(|| title(report.report), profit_by::title),
        (_, of) => t!("{report} of {account}", report = title(report.report), account = of),
    }
}

fn rename_panel(request: &PageRequest<'_>, reports: &[SavedReport]) -> Option<Panel> {
    let refused = request.refused_form("rename-report");
    let asked = request.ask("rename").map(String::from).or_else(|| refused.map(|_| typed_or(refused, "report", "")))?;
    let report = reports.iter().find(|report| report.id.to_string() == asked)?;
    let form = Form::new("rename-report")
        .hidden("report", report.id.to_string())
        .next(HERE)
        .error(refused.and_then(|form| form.error_beside(&["name"])))
        .body(html! {
            (Field::text("name", t!("Name")).value(typed_or(refused, "name", report.name.as_str())).error(error_at(refused, "name")).required().autofocus())
            (parts::actions(html! { (Button::primary(t!("Rename it"))) }))
        });
    Some(Panel {
        title: t!("Rename the report"),
        address_to_close: HERE.into(),
        body: html! { (form) },
        ..Panel::default()
    })
}
