//! Whether running balances follow from the amounts. Banks list oldest or newest first, and state a balance on each
//! line, on the last line of a day, or one for the whole day on each of its lines: every way is tried, and the one
//! that proves most is the file's.

use jiff::civil::Date;

use crate::statement::{Balance, BalanceGap};

/// Breaks kept per way of counting; a file with more has a balance column that is something else.
const MOST_GAPS: usize = 100;

/// Follows the lines of one account.
#[derive(Debug, Default)]
pub struct Balances {
    ways: [Way; 4],
    day: Option<Day>,
    stated: usize,
}

#[derive(Debug, Clone, Copy)]
struct Day {
    date: Date,
    sum: i128,
    balance: Option<i64>,
    /// Two different balances on one day: they are not the day's.
    differs: bool,
    line: u32,
}

/// A chain of balances read in one order.
#[derive(Debug, Default)]
struct Way {
    previous: Option<i64>,
    /// What moved since `previous`.
    moved: i128,
    first: Option<(i128, Option<Date>)>,
    proven: usize,
    broken: usize,
    gaps: Vec<BalanceGap>,
    unusable: bool,
    last_date: Option<Date>,
}

/// What the balances of an account say.
#[derive(Debug)]
pub struct Outcome {
    pub proven: usize,
    pub broken: usize,
    pub gaps: Vec<BalanceGap>,
    pub opening: Option<Balance>,
    pub closing: Option<Balance>,
}

const OLDEST_FIRST: usize = 0;
const NEWEST_FIRST: usize = 1;
const OLDEST_DAY_FIRST: usize = 2;
const NEWEST_DAY_FIRST: usize = 3;

impl Balances {
    /// Takes the next line of the file.
    pub fn push(&mut self, line: u32, date: Date, amount: i64, balance: Option<i64>) {
        self.stated += usize::from(balance.is_some());
        self.ways[OLDEST_FIRST].oldest_first(line, date, i128::from(amount), balance);
        self.ways[NEWEST_FIRST].newest_first(line, date, i128::from(amount), balance);
        match &mut self.day {
            Some(day) if day.date == date => {
                day.sum += i128::from(amount);
                day.differs |= matches!((day.balance, balance), (Some(one), Some(other)) if one != other);
                day.balance = day.balance.or(balance);
            }
            _ => {
                self.finish_day();
                self.day = Some(Day { date, sum: i128::from(amount), balance, differs: false, line });
            }
        }
    }

    fn finish_day(&mut self) {
        let Some(day) = self.day.take() else { return };
        let [_, _, oldest, newest] = &mut self.ways;
        oldest.unusable |= day.differs;
        newest.unusable |= day.differs;
        oldest.oldest_first(day.line, day.date, day.sum, day.balance);
        newest.newest_first(day.line, day.date, day.sum, day.balance);
    }

    /// The way that proves most.
    pub fn finish(mut self) -> Option<Outcome> {
        self.finish_day();
        if self.stated == 0 {
            return None;
        }
        let usable = (0..4).filter(|way| !self.ways[*way].unusable);
        let best = usable.max_by_key(|way| {
            (self.ways[*way].proven, std::cmp::Reverse(self.ways[*way].broken), std::cmp::Reverse(*way))
        })?;
        let way = std::mem::take(&mut self.ways[best]);
        // The chain's near end and far end; both days are known only where the balance stands on the line itself.
        let begin = way.first.and_then(|(amount, date)| balance(amount, date));
        let end = way.previous.and_then(|previous| {
            let newest = matches!(best, NEWEST_FIRST | NEWEST_DAY_FIRST);
            balance(i128::from(previous) + if newest { -way.moved } else { way.moved }, way.last_date)
        });
        let (opening, closing) = match best {
            OLDEST_FIRST | OLDEST_DAY_FIRST => (begin, end),
            _ => (end, begin),
        };
        let proven = way.broken == 0;
        Some(Outcome {
            proven: way.proven,
            broken: way.broken,
            gaps: way.gaps,
            opening: opening.filter(|_| proven).map(|balance| Balance { date: None, ..balance }),
            closing: closing.filter(|_| proven),
        })
    }
}

impl Way {
    fn oldest_first(&mut self, line: u32, date: Date, amount: i128, balance: Option<i64>) {
        self.moved += amount;
        self.last_date = Some(date);
        let Some(balance) = balance else { return };
        match self.previous {
            None => self.first = Some((i128::from(balance) - self.moved, None)),
            Some(previous) => self.check(line, i128::from(previous) + self.moved, balance),
        }
        (self.previous, self.moved) = (Some(balance), 0);
    }

    fn newest_first(&mut self, line: u32, date: Date, amount: i128, balance: Option<i64>) {
        if let Some(balance) = balance {
            match self.previous {
                None => self.first = Some((i128::from(balance) + self.moved, self.last_date.or(Some(date)))),
                Some(previous) => self.check(line, i128::from(previous) - self.moved, balance),
            }
            (self.previous, self.moved) = (Some(balance), 0);
        }
        self.moved += amount;
        // The closing balance is of the day of the first line.
        self.last_date = self.last_date.or(Some(date));
    }

    fn check(&mut self, source_line: u32, expected_minor: i128, stated_minor: i64) {
        if expected_minor == i128::from(stated_minor) {
            self.proven += 1;
            return;
        }
        self.broken += 1;
        if self.gaps.len() < MOST_GAPS {
            self.gaps.push(BalanceGap { source_line, expected_minor, stated_minor });
        }
    }
}

fn balance(amount: i128, date: Option<Date>) -> Option<Balance> {
    Some(Balance { date, amount_minor: i64::try_from(amount).ok()? })
}
