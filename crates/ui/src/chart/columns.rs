//! Money in above the line, money out below it, and the profit between them, period by period.

use locale::{fmt, t};
use maud::{Markup, html};

use super::{Across, Place, count, picture, ratio, ticks};

/// One period of the picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InOut {
    /// Its name at the foot; empty where the table's heads name it.
    pub label: String,
    /// Its name in words, read aloud and shown on pointing.
    pub name: String,
    /// Money in, in minor units.
    pub income: i64,
    /// Money out, in minor units, as a positive number.
    pub outgo: i64,
    /// The same days a year before, as thin marks over the bars; absent where nothing is known of them.
    pub before: Option<Before>,
    /// Washed, because its column is open.
    pub washed: bool,
}

/// Money in and out of the same days a year before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// Money in, in minor units.
    pub income: i64,
    /// Money out, in minor units, as a positive number.
    pub outgo: i64,
}

impl InOut {
    fn highest(&self) -> i64 {
        self.income.max(self.before.map_or(0, |before| before.income))
    }

    fn lowest(&self) -> i64 {
        self.outgo.max(self.before.map_or(0, |before| before.outgo))
    }

    /// What is read aloud and shown on pointing.
    fn said(&self, currency: &str) -> String {
        let whole = |amount: i64| fmt::amount_whole(amount, currency);
        let now = t!(
            "{name}: in {income}, out {outgo}, profit {profit}",
            name = self.name,
            income = whole(self.income),
            outgo = whole(self.outgo),
            profit = whole(self.income.saturating_sub(self.outgo))
        );
        match self.before {
            Some(before) => {
                let before = t!(
                    "a year before in {income}, out {outgo}",
                    income = whole(before.income),
                    outgo = whole(before.outgo)
                );
                format!("{now}; {before}")
            }
            None => now,
        }
    }
}

/// The words at the end of the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Money in.
    pub income: String,
    /// Money out.
    pub outgo: String,
    /// The line between them.
    pub profit: String,
}

impl Default for Series {
    fn default() -> Series {
        Series { income: t!("In"), outgo: t!("Out"), profit: t!("Profit") }
    }
}

const PLOT: f64 = 136.0;
const ABOVE: f64 = 14.0;
const FOOT: f64 = 24.0;
/// How much of its place a bar takes.
const BAR: f64 = 0.5;
/// How much of it the mark of the year before takes: a little more, so that it is seen over the bar.
const MARK: f64 = 0.66;

/// Columns of money in and out with the profit as a line. Periods are equally wide, so that the picture meets the columns
/// of an even table below it.
pub fn columns_in_out(title: &str, description: &str, periods: &[InOut], series: &Series, currency: &str) -> Markup {
    let highest = periods.iter().map(InOut::highest).max().unwrap_or(0).max(0);
    let lowest = periods.iter().map(InOut::lowest).max().unwrap_or(0).max(0);
    let loss = periods.iter().map(|period| period.outgo.saturating_sub(period.income)).max().unwrap_or(0).max(0);
    let below = lowest.max(loss);
    let whole = highest.saturating_add(below).max(1);
    let zero = ABOVE + PLOT * ratio(highest, whole);
    let y = |amount: i64| zero - PLOT * ratio(amount, whole);
    let slot = 100.0 / count(periods.len().max(1));
    let middle = |index: usize| slot * (count(index) + 0.5);
    let labelled = periods.iter().any(|period| !period.label.is_empty());
    let height = ABOVE + PLOT + if labelled { FOOT } else { 12.0 };
    let profits: Vec<f64> = periods.iter().map(|period| y(period.income.saturating_sub(period.outgo))).collect();
    // Labels at the end of the series stand a line apart even where the series meet.
    let last_profit = profits.last().copied().unwrap_or(zero);
    let last_income = periods.last().map_or(zero, |period| y(period.income)).min(last_profit - 18.0).max(ABOVE);
    let last_outgo =
        (zero + (y(0) - y(periods.last().map_or(0, |period| period.outgo))).abs() / 2.0 + 4.0).max(last_profit + 18.0);
    let body = html! {
        @for (index, _) in periods.iter().enumerate().filter(|(_, period)| period.washed) {
            rect.wa x=(Across(slot * count(index))) y="0" width=(Across(slot)) height="100%" {}
        }
        @for tick in ticks(0, highest, 2).into_iter().filter(|tick| *tick > 0) {
            line.gl x2="100%" y1=(Place(y(tick))) y2=(Place(y(tick))) {}
            text x="-10" y=(Place(y(tick) + 4.0)) text-anchor="end" { (fmt::amount_whole(tick, currency)) }
        }
        @for (index, period) in periods.iter().enumerate() {
            g {
                title { (period.said(currency)) }
                @if period.income > 0 {
                    rect.in x=(Across(middle(index) - slot * BAR / 2.0)) y=(Place(y(period.income))) width=(Across(slot * BAR))
                        height=(Place(zero - y(period.income))) rx="1.5" {}
                }
                @if period.outgo > 0 {
                    rect.ou x=(Across(middle(index) - slot * BAR / 2.0)) y=(Place(zero)) width=(Across(slot * BAR))
                        height=(Place(y(0) - y(period.outgo)).flipped()) rx="1.5" {}
                }
                @if let Some(before) = period.before {
                    @let (from, to) = (Across(middle(index) - slot * MARK / 2.0), Across(middle(index) + slot * MARK / 2.0));
                    @for (amount, at) in [(before.income, y(before.income)), (before.outgo, zero + PLOT * ratio(before.outgo, whole))] {
                        @if amount > 0 { line.yb x1=(from) x2=(to) y1=(Place(at)) y2=(Place(at)) {} }
                    }
                }
            }
        }
        line.zl x2="100%" y1=(Place(zero)) y2=(Place(zero)) {}
        @for (index, pair) in profits.windows(2).enumerate() {
            line.pl x1=(Across(middle(index))) y1=(Place(pair[0])) x2=(Across(middle(index + 1))) y2=(Place(pair[1])) {}
        }
        @for (index, profit) in profits.iter().enumerate() {
            circle.pd cx=(Across(middle(index))) cy=(Place(*profit)) r="3.5" {}
        }
        @if labelled {
            @for (index, period) in periods.iter().enumerate() {
                text class=[period.washed.then_some("on")] x=(Across(middle(index))) y=(Place(ABOVE + PLOT + 17.0)) text-anchor="middle" { (period.label) }
            }
        }
        @for (class, word, at) in [("", &series.income, last_income), ("pt", &series.profit, last_profit), ("", &series.outgo, last_outgo)] {
            text class=[(!class.is_empty()).then_some(class)] x="100%" dx="16" y=(Place(at + 4.0)) { (word) }
        }
    };
    picture("io", height, title, description, body)
}

impl Place {
    /// A height measured downward.
    fn flipped(self) -> Place {
        Place(self.0.abs())
    }
}
