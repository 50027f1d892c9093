//! The cash flow: a bridge from the cash at the beginning to the cash at the end, above the table.

use kernel::{Failure, Query};
use ledger::{Days, Month, Period, Relative};
use locale::{fmt, t};
use ui::{
    Look, Markup, Page, PageRequest,
    chart::{Step, stepped, waterfall},
    html, link_button,
    parts::{self, Drawing},
};

use super::report::{self, Asked, By, Kind, Shown};
use crate::{CashFlow, ColumnKind, FigureOf, LineRank, Statement};

const CUTS: [By; 3] = [By::Whole, By::Month, By::Quarter];

pub(super) fn page(request: &mut PageRequest<'_>) -> Result<Page, Failure> {
    let mut asked = Asked::of(request, Relative::LastTwelveMonths, &CUTS);
    let mut statement = ask(&asked).answer(request.context)?;
    let Some(begins) = statement.begins.map(Month::of) else {
        let sentence = t!("When money has moved, this page says where it came from and where it went.");
        let body =
            parts::empty(Drawing::Ledger, &sentence, link_button(Look::Primary, "/bank", &t!("Bring in a statement")));
        return Ok(Page { body, ..Page::new(t!("Cash flow")) });
    };
    if asked.as_usual && begins.first() > asked.days.through {
        let this_month = Month::of(request.context.today);
        asked.set(request, Period::Between(Days::of_months(this_month.plus(-11), this_month)));
        statement = ask(&asked).answer(request.context)?;
    }
    if request.ask("csv").is_some() {
        return Ok(report::file(Kind::CashFlow, &statement));
    }
    let (opened, panel) = report::beside(request, Kind::CashFlow, begins, asked.basis)?;
    let covered = report::covered(&asked);
    let body = html! {
        (report::tools(request, &asked, &CUTS))
        (bridge(&statement, &covered))
        (report::table(request, Kind::CashFlow, &asked, &statement, opened.as_ref(), None))
        p.h { (t!("{currency}, whole. Cash is what bank, cash-box and processor accounts hold, money on its way included.", currency = statement.currency)) }
    };
    let shown = Shown { lead: lead(&statement), sub: comparison(&statement), body, panel };
    report::page(request, Kind::CashFlow, (&asked, &covered), &statement, shown)
}

fn ask(asked: &Asked) -> CashFlow {
    let (period, by, basis) = (Some(asked.period), asked.by.cut(), asked.basis);
    CashFlow { period, by, basis, compared: true, ..CashFlow::default() }
}

fn lead(statement: &Statement) -> Markup {
    let change = statement.amounts(FigureOf::Cash)[statement.whole()];
    let figure = fmt::money_whole(change.saturating_abs(), &statement.currency);
    let words = if change < 0 { t!("less cash than at the beginning") } else { t!("more cash than at the beginning") };
    html! { (figure) " " small { (words) } }
}

fn comparison(statement: &Statement) -> String {
    let at = statement.whole();
    let work = statement.amounts(FigureOf::Operating);
    let mut sentences =
        vec![t!("The work brought {amount}.", amount = fmt::money_whole(work[at], &statement.currency))];
    if let Some(before) = statement.column(ColumnKind::YearBefore) {
        let difference = fmt::amount_whole_signed(work[at].saturating_sub(work[before]), &statement.currency);
        sentences.push(t!("{difference} against the year before.", difference = difference));
    }
    sentences.join(" ")
}

/// From the cash at the beginning through its groups to the cash at the end.
fn bridge(statement: &Statement, covered: &str) -> Markup {
    let at = statement.whole();
    let steps: Vec<Step> = statement
        .lines
        .iter()
        .filter(|line| line.rank != LineRank::Part && line.of != Some(FigureOf::Cash))
        .filter_map(|line| {
            let name = line.name.split(" (").next().unwrap_or_default();
            let amount = line.amounts_minor[at];
            match line.of? {
                FigureOf::CashBefore | FigureOf::CashAfter => Some(Step::level(name, amount)),
                FigureOf::Operating => Some(Step::change(t!("From the work"), amount)),
                FigureOf::Investing => Some(Step::change(t!("Equipment and other"), amount)),
                FigureOf::Financing => Some(Step::change(t!("Loans and you"), amount)),
                _ => Some(Step::change(name, amount)),
            }
        })
        .collect();
    let description = t!("{period}; the table below has the figures.", period = covered);
    stepped(waterfall(&t!("From the first day's cash to the last day's"), &description, &steps, &statement.currency))
}
