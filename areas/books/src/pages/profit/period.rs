//! Which months the page speaks of, and how they are put into columns.

use std::ops::Range;

use jiff::civil::Date;
use ledger::Month;
use locale::fmt;
use ui::PageRequest;

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Month,
    Quarter,
    Year,
}

impl By {
    pub(super) fn asked(word: Option<&str>) -> By {
        match word {
            Some("quarter") => By::Quarter,
            Some("year") => By::Year,
            _ => By::Month,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            By::Month => "",
            By::Quarter => "quarter",
            By::Year => "year",
        }
    }
}

/// The months of the page: at most twelve, so that a column each fits beside the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: Month,
    pub(super) through: Month,
    pub(super) by: By,
}

/// A column: its months by their position in the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Month,
    pub(super) through: Month,
    pub(super) positions: Range<usize>,
    pub(super) head: String,
}

/// How many years stand beside each other in the view by year.
const YEARS: i32 = 5;

impl Period {
    pub(super) fn twelve_months_through(through: Month) -> Period {
        Period { from: through.plus(-11), through, by: By::Month }
    }

    /// The twelve full months before a day.
    pub(super) fn twelve_months_before(today: Date) -> Period {
        Period::twelve_months_through(Month::of(today).plus(-1))
    }

    /// The period in the address, if there is one that can be shown.
    pub(super) fn asked(request: &PageRequest<'_>) -> Option<Period> {
        let month = |name: &str| request.ask(name).and_then(|text| text.parse::<Month>().ok());
        let through = month("through")?;
        let latest = Period::twelve_months_through(through);
        let from = month("from").filter(|from| *from <= through).unwrap_or(latest.from);
        Some(Period { from: from.max(latest.from), ..latest })
    }

    /// How many months it has.
    pub(super) fn length(&self) -> usize {
        self.from.through(self.through).take(12).count()
    }

    /// The same number of months, so many times later or earlier.
    pub(super) fn moved(&self, by: i32) -> Period {
        let months = by.saturating_mul(i32::try_from(self.length()).unwrap_or(12));
        Period { from: self.from.plus(months), through: self.through.plus(months), ..*self }
    }

    /// The first month that is read: the view by year shows the years before too.
    pub(super) fn reaches_back(&self) -> Month {
        if self.by == By::Year { self.from.plus(-12 * (YEARS - 1)) } else { self.from }
    }

    /// The columns over the months of an answer that begins with `first`; years before the books began are left out.
    pub(super) fn spans(&self, months: &[Month], begins: Option<Month>) -> Vec<Span> {
        let size = match self.by {
            By::Month => 1,
            By::Quarter => 3,
            By::Year => 12,
        };
        // In the view by year the period may be shorter than a year; each column then is that part of its year.
        let blocks: Vec<Range<usize>> = if self.by == By::Year {
            let length = self.length();
            (0..YEARS as usize).map(|year| year * 12..(year * 12 + length).min(months.len())).collect()
        } else {
            (0..months.len()).step_by(size).map(|start| start..(start + size).min(months.len())).collect()
        };
        let spans = blocks.into_iter().filter_map(|positions| {
            let (from, through) = (*months.get(positions.start)?, *months.get(positions.end.checked_sub(1)?)?);
            Some(Span { from, through, positions, head: self.head(from, through) })
        });
        let spans: Vec<Span> = spans.collect();
        let last = spans.len().saturating_sub(1);
        let kept = spans.into_iter().enumerate().filter(|(index, span)| {
            self.by != By::Year || *index == last || begins.is_some_and(|begins| begins <= span.through)
        });
        kept.map(|(_, span)| span).collect()
    }

    fn head(&self, from: Month, through: Month) -> String {
        let short = |month: Month| fmt::month_short(month.first());
        match self.by {
            By::Month => short(from),
            By::Quarter if from == through => short(from),
            By::Quarter => locale::t!("{from} to {through}", from = short(from), through = short(through)),
            By::Year if from.number() / 100 == through.number() / 100 => (from.number() / 100).to_string(),
            By::Year => format!("{}/{:02}", from.number() / 100, through.number() / 100 % 100),
        }
    }
}

impl Span {
    /// Its amounts added up.
    pub(super) fn of(&self, by_month: &[i64]) -> i64 {
        by_month
            .get(self.positions.clone())
            .map_or(0, |amounts| ledger::sum(amounts.iter().copied()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(number: i64) -> Month {
        Month::from_number(number).unwrap()
    }

    fn heads(by: By, from: i64, through: i64, begins: i64) -> Vec<String> {
        let period = Period { from: month(from), through: month(through), by };
        let months: Vec<Month> = period.reaches_back().through(period.through).collect();
        period.spans(&months, Some(month(begins))).into_iter().map(|span| span.head).collect()
    }

    #[test]
    fn months_become_columns() {
        assert_eq!(
            heads(By::Quarter, 202505, 202604, 202001),
            ["May to Jul", "Aug to Oct", "Nov to Jan", "Feb to Apr"]
        );
        assert_eq!(heads(By::Quarter, 202601, 202604, 202001), ["Jan to Mar", "Apr"]);
        assert_eq!(heads(By::Month, 202601, 202603, 202001), ["Jan", "Feb", "Mar"]);
        assert_eq!(heads(By::Year, 202501, 202512, 202406), ["2024", "2025"]);
        assert_eq!(heads(By::Year, 202604, 202605, 202605), ["2026"]);
        assert_eq!(heads(By::Year, 202505, 202604, 202305), ["2023/24", "2024/25", "2025/26"]);
    }

    #[test]
    fn a_period_moves_by_its_own_length() {
        let quarter = Period { from: month(202602), through: month(202604), by: By::Month };
        assert_eq!(quarter.moved(-1), Period { from: month(202511), through: month(202601), by: By::Month });
        assert_eq!(quarter.moved(2).through, month(202610));
    }
}
