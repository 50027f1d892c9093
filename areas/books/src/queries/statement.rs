//! What every report is: columns over stretches of days, and lines with an amount in each. One shape for the page, the
//! JSON, the terminal's table, the CSV file and the paper.

use jiff::civil::{Date, date};
use kernel::{Context, Failure, RefusalKind, Refused};
use ledger::{Days, Edge, Month, Period, sum};
use locale::t;
use schemars::JsonSchema;
use serde::Serialize;

use super::{FigureOf, ReadBasis};
use crate::records;

/// A report. Amounts are minor units of the books' currency, as people expect them: income, costs, what is owned and what
/// is owed are all positive.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    /// The currency of the amounts.
    pub currency: String,
    /// Which books.
    pub basis: ReadBasis,
    /// What it covers.
    pub period: Days,
    /// Its columns.
    pub columns: Vec<StatementColumn>,
    /// Its lines, in order.
    pub lines: Vec<StatementLine>,
    /// The day of the oldest entry; absent in empty books.
    pub begins: Option<Date>,
    /// What the same days brought and cost a year before, for each part of a profit and loss that is compared; nothing
    /// for a part that the books do not reach back to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts_year_before: Vec<Option<YearBefore>>,
}

/// Income and costs of a part's days a year before, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct YearBefore {
    /// Income.
    pub income_minor: i64,
    /// Costs, as a positive number.
    pub costs_minor: i64,
}

/// A column: days, and what they are to the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatementColumn {
    /// Its days; a balance is of the last of them.
    #[serde(flatten)]
    pub days: Days,
    /// What it is.
    pub kind: ColumnKind,
}

/// What a column is to its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnKind {
    /// One of the parts that the period is cut into.
    Part,
    /// The whole period.
    Whole,
    /// As long, right before the period.
    Before,
    /// The same days a year before.
    YearBefore,
}

/// A line of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatementLine {
    /// What it is called.
    pub name: String,
    /// The account it is of, or
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<i64>,
    /// the sum that it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<FigureOf>,
    /// What it is among the others.
    pub rank: LineRank,
    /// An amount for each column.
    pub amounts_minor: Vec<i64>,
}

/// What a line is among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LineRank {
    /// The sum of the parts below it.
    Group,
    /// A part of the group above it.
    Part,
    /// A sum on the way.
    Sum,
    /// The last sum.
    Total,
}

impl StatementLine {
    pub(crate) fn sum(of: FigureOf, name: String, rank: LineRank, amounts_minor: Vec<i64>) -> StatementLine {
        StatementLine { name, account: None, of: Some(of), rank, amounts_minor }
    }

    pub(crate) fn part(account: &crate::Account, amounts_minor: Vec<i64>) -> StatementLine {
        let name = account.name.clone();
        StatementLine { name, account: Some(account.id), of: None, rank: LineRank::Part, amounts_minor }
    }
}

impl Statement {
    /// The line of a sum.
    pub fn line(&self, of: FigureOf) -> Option<&StatementLine> {
        self.lines.iter().find(|line| line.of == Some(of))
    }

    /// The amounts of a sum, one for each column.
    pub fn amounts(&self, of: FigureOf) -> &[i64] {
        self.line(of).map_or(&[], |line| &line.amounts_minor)
    }

    /// Where its column of that kind stands, if it has one.
    pub fn column(&self, kind: ColumnKind) -> Option<usize> {
        self.columns.iter().position(|column| column.kind == kind)
    }

    /// Where the column stands that has the whole period: its own, or the last part's where there is one.
    pub fn whole(&self) -> usize {
        let parts = self.columns.iter().filter(|column| column.kind == ColumnKind::Part).count();
        self.column(ColumnKind::Whole).unwrap_or(parts.saturating_sub(1))
    }
}

/// The sum of lists of amounts, one for each column.
pub(crate) fn added<'a>(lists: impl Iterator<Item = &'a [i64]> + Clone, columns: usize) -> Vec<i64> {
    (0..columns).map(|at| sum(lists.clone().map(|list| list[at])).unwrap_or(i64::MAX)).collect()
}

/// The most columns of one report.
const MOST_COLUMNS: usize = 240;

/// What a report was asked to cover, as it was asked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Covered {
    pub period: Option<Period>,
    pub from: Option<Edge>,
    pub through: Option<Edge>,
}

impl Covered {
    /// The days: a named period, or from one day through another (today), else what the report covers unless asked.
    pub(crate) fn days(self, context: &Context, otherwise: Days) -> Result<Days, Failure> {
        if let Some(period) = self.period {
            if self.from.is_some() || self.through.is_some() {
                return Err(bad_period(t!("Name a period, or give its first and last day, not both.")));
            }
            return Ok(period.days(context.today, context.settings.fiscal_year_start));
        }
        if self.from.is_none() && self.through.is_none() {
            return Ok(otherwise);
        }
        let through = self.through.map_or(context.today, Edge::last);
        let from = match self.from {
            Some(edge) => edge.first(),
            None => Month::of(through).plus(-11).first(),
        };
        Days::new(from, through).ok_or_else(|| bad_period(t!("The first day of a report comes before its last.")))
    }
}

pub(crate) fn bad_period(sentence: String) -> Failure {
    Refused::new("bad-period", RefusalKind::Invalid, sentence).at("from").into()
}

/// The columns of parts, their whole where there are several, and those of the comparisons, as far as the books reach back.
pub(crate) fn columns(
    context: &mut Context,
    period: Days,
    parts: Vec<Days>,
    compared: bool,
) -> Result<(Vec<StatementColumn>, Option<Date>), Failure> {
    if parts.len() > MOST_COLUMNS {
        return Err(bad_period(t!("A report has at most {most} columns.", most = MOST_COLUMNS)));
    }
    let begins = records::first_day(&mut context.tx)?;
    let several = parts.len() > 1 && parts.iter().all(|part| part.from >= period.from);
    let column = |kind| move |days| StatementColumn { days, kind };
    let mut columns: Vec<StatementColumn> = parts.into_iter().map(column(ColumnKind::Part)).collect();
    if several {
        columns.push(column(ColumnKind::Whole)(period));
    }
    // Books seldom begin on a first: their first month counts as one that they reach back to.
    let known = |days: &Days| begins.is_some_and(|begins| Month::of(begins) <= Month::of(days.from));
    if compared {
        let (before, year_before) = (period.before(), period.year_before());
        columns.extend(Some(before).filter(|days| *days != year_before && known(days)).map(column(ColumnKind::Before)));
        columns.extend(Some(year_before).filter(known).map(column(ColumnKind::YearBefore)));
    }
    Ok((columns, begins))
}

/// A day before every entry.
pub(crate) const BEGINNING: Date = date(1, 1, 1);
