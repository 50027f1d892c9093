//! Profit and loss: the picture is the head of its table, and every figure opens where it comes from.

mod period;
mod table;

use kernel::{Failure, Query};
use ledger::{Month, sum};
use locale::{fmt, t, tn};
use ui::{
    Look, Markup, Page, PageRequest, html, link_button,
    parts::{self, Drawing},
    tabs,
};

use self::period::{By, Period};
use super::{View, origin, views, words};
use crate::{ProfitAndLoss, ProfitAndLossAnswer, ReadBasis};

/// What the page shows: the answer for its period, and the same a year earlier where the books reach back so far.
struct Shown {
    period: Period,
    answer: ProfitAndLossAnswer,
    year_before: Option<ProfitAndLossAnswer>,
}

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let asked = Period::asked(request);
    let basis = if request.ask("basis") == Some("accrual") { ReadBasis::Accrual } else { ReadBasis::Cash };
    let mut period = asked.unwrap_or_else(|| Period::twelve_months_before(request.context.today));
    period.by = By::asked(request.ask("by"));
    let ask = |from: Month, through: Month| ProfitAndLoss { from: Some(from), through: Some(through), basis };
    let mut answer = ask(period.reaches_back(), period.through).answer(request.context)?;
    let Some(begins) = answer.begins else { return Ok(empty()) };
    // Whoever began this month came for this month's figures.
    if asked.is_none() && begins > period.through {
        period = Period { by: period.by, ..Period::twelve_months_through(Month::of(request.context.today)) };
        answer = ask(period.reaches_back(), period.through).answer(request.context)?;
    }
    let year_before = if period.by != By::Year && begins <= period.from.plus(-12) {
        Some(ask(period.from.plus(-12), period.through.plus(-12)).answer(request.context)?)
    } else {
        None
    };
    let shown = Shown { period, answer, year_before };
    let panel = origin::panel(request, begins, basis)?;
    let opened = panel.as_ref().map(|(opened, _)| opened);
    let body = html! {
        (tools(request, &shown, basis))
        (table::table(request, &shown, opened))
        p.h { (t!("{currency}, whole. Your pay is not a cost here: it is drawn from profit.", currency = shown.answer.currency)) }
    };
    Ok(Page {
        // Beside an open panel there is room for the period alone.
        period: html! { @if panel.is_none() { (views(View::Profit)) } (switch(request, &shown.period)) },
        lead: lead(&shown),
        sub: html! { (comparison(&shown)) },
        body,
        panel: panel.map(|(_, panel)| panel),
        ..Page::new(t!("Profit and loss"))
    })
}

fn empty() -> Page {
    let sentence = t!(
        "Bring in a bank statement, and this page says what you earned, what it cost, and where each number comes from."
    );
    let action = html! {
        (link_button(Look::Primary, "/bank", &t!("Bring in a statement")))
        (link_button(Look::Link, "/books/post", &t!("Post an entry by hand")))
    };
    Page {
        period: views(View::Profit),
        body: parts::empty(Drawing::Ledger, &sentence, action),
        ..Page::new(t!("Profit and loss"))
    }
}

/// The months of the answer that the lead speaks of: in the view by year, the last year.
fn last_block(shown: &Shown) -> std::ops::Range<usize> {
    let months = shown.answer.months.len();
    months.saturating_sub(shown.period.length())..months
}

fn lead(shown: &Shown) -> Markup {
    let profit = sum(shown.answer.profit_minor[last_block(shown)].iter().copied()).unwrap_or(i64::MAX);
    let count = shown.period.length() as i64;
    let figure = fmt::money_whole(profit.saturating_abs(), &shown.answer.currency);
    let words = match (profit < 0, count) {
        (false, 1) => t!("profit in one month"),
        (false, _) => t!("profit in {count} months", count = words::spelled(count)),
        (true, 1) => t!("lost in one month"),
        (true, _) => t!("lost in {count} months", count = words::spelled(count)),
    };
    html! { (figure) " " small { (words) } }
}

/// How the period compares, and its thinnest months: what one would ask next.
fn comparison(shown: &Shown) -> String {
    let block = last_block(shown);
    let profit = &shown.answer.profit_minor[block.clone()];
    let months = &shown.answer.months[block.clone()];
    let total = sum(profit.iter().copied()).unwrap_or(i64::MAX);
    let before = match &shown.year_before {
        Some(before) => Some(before.profit_total_minor),
        None if block.start >= 12 && shown.answer.begins <= Some(shown.period.from.plus(-12)) => {
            sum(shown.answer.profit_minor[block.start - 12..block.end - 12].iter().copied())
        }
        None => None,
    };
    let mut sentences = Vec::new();
    if let Some(before) = before {
        let difference = fmt::amount_whole_signed(total.saturating_sub(before), &shown.answer.currency);
        sentences.push(t!("{difference} against the year before.", difference = difference));
    } else if let Some(begins) = shown.answer.begins {
        sentences.push(t!(
            "The books begin in {month}, so there is no year before to compare with.",
            month = fmt::month(begins.first())
        ));
    }
    // Only whole months in the books can be thin (they seldom begin on a first), and among a few none stands out.
    let lived: Vec<(i64, Month)> = profit
        .iter()
        .copied()
        .zip(months.iter().copied())
        .filter(|(_, month)| Some(*month) > shown.answer.begins)
        .collect();
    if lived.len() >= 6 {
        let mut thinnest = lived;
        thinnest.sort();
        thinnest.truncate(2);
        thinnest.sort_by_key(|(_, month)| *month);
        let names: Vec<String> = thinnest.iter().map(|(_, month)| fmt::month_long(month.first())).collect();
        sentences.push(t!("Thinnest: {months}.", months = words::listed(&names)));
    }
    sentences.join(" ")
}

/// ‹ the period ›
fn switch(request: &PageRequest<'_>, period: &Period) -> Markup {
    let to = |by: i32| {
        let moved = period.moved(by);
        request.address_with(&[
            ("from", &moved.from.to_string()),
            ("through", &moved.through.to_string()),
            ("open", ""),
        ])
    };
    let this_month = Month::of(request.context.today);
    let next = (period.through < this_month).then(|| to(1));
    parts::period(Some(&to(-1)), &words::months(period.from, period.through), next.as_deref())
}

fn tools(request: &PageRequest<'_>, shown: &Shown, basis: ReadBasis) -> Markup {
    let by = |by: By, label: String| {
        (label, request.address_with(&[("by", by.word()), ("open", "")]), shown.period.by == by)
    };
    let views = [by(By::Month, t!("Months")), by(By::Quarter, t!("Quarters")), by(By::Year, t!("Year"))];
    let today = request.context.today;
    let tax_year = Month::of(request.context.settings.fiscal_year_start.year_of(today));
    let twelve = Period::twelve_months_before(today);
    let choice = |label: String, from: Month, through: Month| {
        let current = (shown.period.from, shown.period.through) == (from, through);
        // The default needs no words in the address.
        let (from, through) = if (from, through) == (twelve.from, twelve.through) {
            (String::new(), String::new())
        } else {
            (from.to_string(), through.to_string())
        };
        (label, request.address_with(&[("from", &from), ("through", &through), ("open", "")]), current)
    };
    let periods = [
        choice(t!("Last 12 months"), twelve.from, twelve.through),
        choice(t!("This tax year"), tax_year, Month::of(today)),
        choice(t!("Last tax year"), tax_year.plus(-12), tax_year.plus(-1)),
    ];
    let bases = [
        (t!("Cash"), request.address_with(&[("basis", ""), ("open", "")]), basis == ReadBasis::Cash),
        (t!("Accrual"), request.address_with(&[("basis", "accrual"), ("open", "")]), basis == ReadBasis::Accrual),
    ];
    parts::tools(
        html! { (tabs(&t!("Columns"), &views)) (tabs(&t!("Period"), &periods)) },
        html! { (tabs(&t!("Which books"), &bases)) a href=(table::csv(shown)) download="profit-and-loss.csv" { (t!("CSV")) } },
    )
}

/// How many months or years a span has, for the head of its column.
fn count_of_months(count: usize) -> String {
    tn!(count, "{count} month", "{count} months")
}
