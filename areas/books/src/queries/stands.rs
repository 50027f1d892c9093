//! What accounts hold at the end of each of several days.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::{Context, Failure};
use ledger::Days;

use super::{ReadBasis, statement::BEGINNING, sums::sums};

/// What every account holds at the end of some days.
pub(crate) struct Stands {
    days: Vec<Date>,
    held: BTreeMap<i64, Vec<i64>>,
}

impl Stands {
    /// Reads them, in any order: what came up to the first day is one read, and what came between each two the next.
    pub(crate) fn read(context: &mut Context, mut days: Vec<Date>, basis: ReadBasis) -> Result<Stands, Failure> {
        days.retain(|day| *day >= BEGINNING);
        days.sort();
        days.dedup();
        let mut from = BEGINNING;
        let mut stretches = Vec::with_capacity(days.len());
        for day in &days {
            stretches.extend(Days::new(from, *day));
            from = day.tomorrow().unwrap_or(*day);
        }
        let mut held = sums(context, &stretches, basis, false)?;
        for amounts in held.values_mut() {
            let mut sum = 0i64;
            for amount in amounts {
                sum = sum.saturating_add(*amount);
                *amount = sum;
            }
        }
        Ok(Stands { days, held })
    }

    /// What an account held at the end of one of the days; nothing on a day before all books.
    pub(crate) fn on(&self, account: i64, day: Date) -> i64 {
        let at = self.days.binary_search(&day).ok();
        self.held.get(&account).zip(at).map_or(0, |(amounts, at)| amounts[at])
    }

    /// What it took in some days, the ends of which were read.
    pub(crate) fn taken(&self, account: i64, days: Days) -> i64 {
        self.on(account, days.through).saturating_sub(self.on(account, eve(days.from)))
    }
}

/// The day before one.
pub(crate) fn eve(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}
