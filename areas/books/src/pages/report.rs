//! What the pages of reports share: the period, the columns and the basis they are asked for, their table, the file of it,
//! and what stands on paper.

mod asked;
mod saving;
mod table;

pub(super) use asked::{Asked, By};
pub(super) use saving::panel as saving_panel;
use table::title;
pub(super) use table::{Drawn, csv, table};

use jiff::civil::Date;
use kernel::Failure;
use ledger::Month;
use locale::{fmt, t};
use ui::{Markup, Page, PageRequest, Panel, html, parts, tabs};

use super::{
    origin::{self, Opened},
    words,
};
use crate::{ReadBasis, Report, Statement};

/// Which report a page shows: how its figures open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Profit,
    Balance,
    CashFlow,
}

impl Kind {
    /// The report that it is.
    pub(super) fn report(self) -> Report {
        match self {
            Kind::Profit => Report::ProfitAndLoss,
            Kind::Balance => Report::BalanceSheet,
            Kind::CashFlow => Report::CashFlow,
        }
    }

    /// The name of its query, and of its file.
    pub(super) fn word(self) -> &'static str {
        self.report().word()
    }
}

/// The basis as it is named.
pub(super) fn basis_name(basis: ReadBasis) -> String {
    match basis {
        ReadBasis::Cash => t!("cash basis"),
        ReadBasis::Accrual => t!("accrual basis"),
    }
}

/// What changes the view at the left, and what is done with it at the right.
pub(super) fn tools(request: &PageRequest<'_>, asked: &Asked, cuts: &[By]) -> Markup {
    let cut = |by: By| {
        let label = match by {
            By::Whole => t!("Sum"),
            By::Month => t!("Months"),
            By::Quarter => t!("Quarters"),
            By::Years => t!("Years"),
        };
        let word = if by == cuts[0] { "" } else { by.word() };
        (label, request.address_with(&[("by", word), ("open", "")]), asked.by == by)
    };
    let cuts: Vec<(String, String, bool)> = cuts.iter().map(|by| cut(*by)).collect();
    parts::tools(
        tabs(&t!("Columns"), &cuts),
        html! {
            (bases(request, asked.basis))
            (keeping(request))
        },
    )
}

/// Cash or accrual.
pub(super) fn bases(request: &PageRequest<'_>, basis: ReadBasis) -> Markup {
    tabs(
        &t!("Which books"),
        &[
            (t!("Cash"), request.address_with(&[("basis", ""), ("open", "")]), basis == ReadBasis::Cash),
            (t!("Accrual"), request.address_with(&[("basis", "accrual"), ("open", "")]), basis == ReadBasis::Accrual),
        ],
    )
}

/// The basis in the address.
pub(super) fn basis_asked(request: &PageRequest<'_>) -> ReadBasis {
    if request.ask("basis") == Some("accrual") { ReadBasis::Accrual } else { ReadBasis::Cash }
}

/// What stands beside a report: where a figure comes from, or the form that keeps the report.
pub(super) fn beside(
    request: &mut PageRequest<'_>,
    kind: Kind,
    begins: Month,
    basis: ReadBasis,
) -> Result<(Option<Opened>, Option<Panel>), Failure> {
    if let Some(panel) = saving_panel(request, kind.report(), None) {
        return Ok((None, Some(panel)));
    }
    Ok(origin::panel(request, begins, basis)?.map_or((None, None), |(opened, panel)| (Some(opened), Some(panel))))
}

/// What a page of a report shows of its own.
pub(super) struct Shown {
    pub lead: Markup,
    pub sub: String,
    pub body: Markup,
    pub panel: Option<Panel>,
}

/// A report as a page: its period above, what stands on paper, and what it shows.
pub(super) fn page(
    request: &PageRequest<'_>,
    kind: Kind,
    (asked, covered): (&Asked, &str),
    statement: &Statement,
    shown: Shown,
) -> Result<Page, Failure> {
    let Shown { lead, sub, body, panel } = shown;
    Ok(Page {
        period: asked.picker(request, covered)?,
        lead,
        sub: html! { (sub) },
        body,
        panel,
        paper: on_paper(covered, statement, request.context.today),
        ..Page::new(title(kind))
    })
}

/// The links that keep a report and save it as a file, the pages of a list put aside.
pub(super) fn keeping(request: &PageRequest<'_>) -> Markup {
    html! {
        a href=(request.address_with(&[("csv", "1"), ("open", ""), ("after", ""), ("before", ""), ("save", "")])) download { (t!("CSV")) }
        a href=(request.address_with(&[("save", "1"), ("open", "")])) { (t!("Keep this report")) }
    }
}

/// What a printed report says above itself: what time it covers, in which books, and when it was printed.
pub(super) fn on_paper(covered: &str, statement: &Statement, today: Date) -> String {
    paper_line(covered, statement.basis, &statement.currency, today)
}

/// The same of a report that is no statement.
pub(super) fn paper_line(covered: &str, basis: ReadBasis, currency: &str, today: Date) -> String {
    t!(
        "{period} · {basis} · {currency} · printed {today}",
        period = covered,
        basis = basis_name(basis),
        currency = currency,
        today = fmt::date(today)
    )
}

/// The report as a file to keep.
pub(super) fn file(kind: Kind, statement: &Statement) -> Page {
    let name = format!("{}-{}.csv", kind.word(), statement.period.through);
    Page::file(name, "text/csv; charset=utf-8", csv(statement))
}

/// A difference in percent of what it is a difference to, where that says something.
pub(super) fn percent(now: i64, before: i64) -> Option<String> {
    if before <= 0 || now < 0 {
        return None;
    }
    let difference = i128::from(now) - i128::from(before);
    let permille = i64::try_from(difference * 1000 / i128::from(before)).ok()?;
    (permille.abs() < 10_000).then(|| {
        let sign = if permille > 0 { "+" } else { "" };
        format!("{sign}{}", fmt::percent_permille(permille / 10 * 10))
    })
}

/// The period as the head of the page names it.
pub(super) fn covered(asked: &Asked) -> String {
    words::days(asked.days)
}
