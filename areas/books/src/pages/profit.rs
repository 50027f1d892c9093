//! Profit and loss: the picture is the head of its table, and every figure opens where it comes from.

mod picture;

use kernel::{Failure, Query};
use ledger::{Days, Month, Period, Relative};
use locale::{fmt, t};
use ui::{
    Look, Markup, Page, PageRequest,
    chart::stepped,
    html, link_button,
    parts::{self, Drawing},
};

use super::{
    profit_by,
    report::{self, Asked, By, Kind, Shown},
    words,
};
use crate::{ColumnKind, FigureOf, ProfitAndLoss, Statement};

const CUTS: [By; 4] = [By::Month, By::Quarter, By::Whole, By::Years];
/// How many years stand beside each other in the view by year.
const YEARS: i32 = 5;

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let mut asked = Asked::of(request, Relative::LastTwelveMonths, &CUTS);
    let mut statement = ask(&asked).answer(request.context)?;
    let Some(begins) = statement.begins.map(Month::of) else { return Ok(empty()) };
    // Whoever began this month came for this month's figures.
    if asked.as_usual && begins.first() > asked.days.through {
        let this_month = Month::of(request.context.today);
        asked.set(request, Period::Between(Days::of_months(this_month.plus(-11), this_month)));
        statement = ask(&asked).answer(request.context)?;
    }
    if asked.by == By::Years {
        without_years_before(&mut statement, begins);
    }
    if request.ask("csv").is_some() {
        return Ok(report::file(Kind::Profit, &statement));
    }
    let (opened, panel) = report::beside(request, Kind::Profit, begins, asked.basis)?;
    let opened = opened.as_ref();
    let picture = picture::picture(&asked, &statement, opened);
    let body = html! {
        (report::tools(request, &asked, &CUTS))
        @if asked.by == By::Whole && let Some(falling) = picture::falling(&statement) { (stepped(falling)) }
        (report::table(request, Kind::Profit, &asked, &statement, opened, picture))
        (parts::tools(html! { (t!("Profit by")) (profit_by::choice(request, None)) }, html! {}))
        p.h {
            (t!("{currency}, whole. Your pay is not a cost here: it is drawn from profit.", currency = statement.currency))
            @if statement.parts_year_before.iter().any(Option::is_some) { " " (t!("A thin mark at a bar is the same time a year before.")) }
        }
    };
    let covered = report::covered(&asked);
    let shown = Shown { lead: lead(&statement), sub: comparison(&statement), body, panel };
    report::page(request, Kind::Profit, (&asked, &covered), &statement, shown)
}

fn ask(asked: &Asked) -> ProfitAndLoss {
    ProfitAndLoss {
        period: Some(asked.period),
        by: asked.by.cut(),
        years: (asked.by == By::Years).then_some(YEARS),
        basis: asked.basis,
        compared: asked.by != By::Years,
        ..ProfitAndLoss::default()
    }
}

/// In the view by year, years before the books began say nothing.
fn without_years_before(statement: &mut Statement, begins: Month) {
    let last = statement.columns.len().saturating_sub(1);
    let kept: Vec<bool> = statement
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| at == last || column.days.through >= begins.first())
        .collect();
    let keep = |at: &mut usize| {
        *at += 1;
        kept[*at - 1]
    };
    let mut at = 0;
    statement.columns.retain(|_| keep(&mut at));
    for line in &mut statement.lines {
        let mut at = 0;
        line.amounts_minor.retain(|_| keep(&mut at));
    }
}

fn empty() -> Page {
    let sentence = t!(
        "Bring in a bank statement, and this page says what you earned, what it cost, and where each number comes from."
    );
    let action = html! {
        (link_button(Look::Primary, "/bank", &t!("Bring in a statement")))
        (link_button(Look::Link, "/books/post", &t!("Post an entry by hand")))
    };
    Page { body: parts::empty(Drawing::Ledger, &sentence, action), ..Page::new(t!("Profit and loss")) }
}

fn lead(statement: &Statement) -> Markup {
    let profit = statement.amounts(FigureOf::Profit)[statement.whole()];
    let figure = fmt::money_whole(profit.saturating_abs(), &statement.currency);
    let words = match (profit < 0, statement.period.whole_months()) {
        (false, Some(1)) => t!("profit in one month"),
        (false, Some(count)) => t!("profit in {count} months", count = words::spelled(count.into())),
        (false, None) => t!("profit in {count} days", count = fmt::number(statement.period.count())),
        (true, Some(1)) => t!("lost in one month"),
        (true, Some(count)) => t!("lost in {count} months", count = words::spelled(count.into())),
        (true, None) => t!("lost in {count} days", count = fmt::number(statement.period.count())),
    };
    html! { (figure) " " small { (words) } }
}

/// How the period compares, and its thinnest months: what one would ask next.
fn comparison(statement: &Statement) -> String {
    let profit = statement.amounts(FigureOf::Profit);
    let total = profit[statement.whole()];
    let by_years = statement.columns.len() > 1
        && statement.columns.iter().all(|it| it.kind == ColumnKind::Part)
        && statement.columns.last().is_some_and(|last| last.days == statement.period);
    let year_before = statement.column(ColumnKind::YearBefore).or(by_years.then(|| statement.columns.len() - 2));
    let mut sentences = Vec::new();
    if let Some(at) = year_before {
        let difference = fmt::amount_whole_signed(total.saturating_sub(profit[at]), &statement.currency);
        sentences.push(match report::percent(total, profit[at]) {
            Some(percent) => {
                t!("{difference} ({percent}) against the year before.", difference = difference, percent = percent)
            }
            None => t!("{difference} against the year before.", difference = difference),
        });
    } else if let Some(begins) = statement.begins {
        sentences.push(t!(
            "The books begin in {month}, so there is no year before to compare with.",
            month = fmt::month(begins)
        ));
    }
    if let Some(at) = statement.column(ColumnKind::Before) {
        let difference = fmt::amount_whole_signed(total.saturating_sub(profit[at]), &statement.currency);
        sentences.push(match statement.period.whole_months() {
            Some(1) => t!("{difference} against the month before.", difference = difference),
            Some(3) => t!("{difference} against the quarter before.", difference = difference),
            _ => t!("{difference} against the time before.", difference = difference),
        });
    }
    // Only whole months in the books can be thin (they seldom begin on a first), and among a few none stands out.
    let begins = statement.begins.map(Month::of);
    let mut lived: Vec<(i64, Month)> = statement
        .columns
        .iter()
        .zip(profit)
        .filter(|(column, _)| column.kind == ColumnKind::Part)
        .filter_map(|(column, profit)| {
            column
                .days
                .months()
                .filter(|(from, through)| from == through && Some(*from) > begins)
                .map(|(month, _)| (*profit, month))
        })
        .collect();
    if lived.len() >= 6 {
        lived.sort();
        lived.truncate(2);
        lived.sort_by_key(|(_, month)| *month);
        let names: Vec<String> = lived.iter().map(|(_, month)| fmt::month_long(month.first())).collect();
        sentences.push(t!("Thinnest: {months}.", months = words::listed(&names)));
    }
    sentences.join(" ")
}
