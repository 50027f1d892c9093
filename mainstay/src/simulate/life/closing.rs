//! Months that end: rates, pay, closing and opening again, and lines that come late.

use std::fmt::Write as _;

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::ToSpan;
use kernel::Done;
use rand::RngExt;
use serde_json::{Value, json};

use super::{
    super::{BEGINS, Lived, Stop},
    Life,
};

impl Life {
    /// The central bank's table of the days since it was last brought in. Rates wander, and not every day has one.
    pub(super) fn note_rates(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let from = self.rates.len().saturating_sub(1);
        let mut day = self.rates.last().map_or(BEGINS, |(day, _)| *day);
        while day < self.day {
            day = day.saturating_add(self.chance.random_range(1..=4).days());
            let before = self.rates.last().map_or(1_100, |(_, permille)| *permille);
            self.rates.push((day, (before + self.chance.random_range(-30..=30)).clamp(400, 2_500)));
        }
        self.bring_rates_in(from, lived)
    }

    /// Brings the table in from a row on; the whole of it again where a made-up command forgot some of it.
    pub(super) fn bring_rates_in(&mut self, from: usize, lived: &mut Lived) -> Result<(), Stop> {
        let mut table = String::from("Date,USD,JPY,GBP,CHF,\n");
        for (day, permille) in self.rates.iter().skip(from).rev() {
            let decimal = |permille: i64| format!("{}.{:03}", permille / 1_000, permille % 1_000);
            let (own, yen) = (decimal(*permille), decimal(permille * 110));
            // Writing to a text does not fail.
            let _infallible = writeln!(table, "{day},{own},{yen},0.850,{own},");
        }
        let input = json!({ "file_name": "rates.csv", "content": STANDARD.encode(table) });
        self.call("import-rates", &input, lived)?;
        Ok(())
    }

    /// What an orderly owner does at the end of a month: everything in, everything decided, the month closed.
    pub(super) fn close(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        for account in 0..self.accounts.len() {
            self.bring_in(account, self.day.first_of_month(), self.day, lived)?;
        }
        self.owed.clear();
        self.answer_doubts(lived)?;
        self.decide_all(lived)?;
        if self.chance.random_range(0..3) == 0 {
            self.call("revalue", &json!({ "on": self.day }), lived)?;
        }
        // A month can be closed once it is over.
        let today = self.day;
        self.day = today.saturating_add(1.day());
        while self.call("close-month", &json!({ "note": "As it is" }), lived)?.is_some() {
            lived.closed += 1;
        }
        if self.chance.random_range(0..8) == 0 {
            let opened = self.ask("month-close", json!({}))?["locked_through"].clone();
            let input = json!({ "month": opened, "reason": "Something was missing" });
            self.call("open-month", &input, lived)?;
        }
        if self.chance.random_range(0..4) == 0 {
            self.come_late(lived)?;
        }
        self.day = today;
        Ok(())
    }

    /// A statement is withdrawn after its month was closed, and comes in again: its lines are late now.
    fn come_late(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let Some((account, activity)) = self.last_import.take() else { return Ok(()) };
        self.undo(activity, lived)?;
        let from = self.day.saturating_sub(1.day()).first_of_month();
        self.bring_in(account, from, self.day.saturating_sub(1.day()), lived)?;
        self.answer_doubts(lived)?;
        self.decide_all(lived)
    }

    /// Every line that waits gets a category; what its text calls a transfer is one.
    fn decide_all(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        // Lines that stay although they were decided are left for the next month.
        for _ in 0..6 {
            let queue = self.ask("to-sort", json!({ "limit": 200 }))?;
            let lines: Vec<Value> = queue["lines"].as_array().cloned().unwrap_or_default();
            let mut decided = 0;
            for line in &lines {
                let transfer = line["text"].as_str().is_some_and(|text| text.starts_with("TRANSFER"));
                let category = self.one_of(|known| &known.categories);
                let done: Option<Done> = if transfer {
                    self.call("sort-as-transfer", &json!({ "line": line["id"] }), lived)?
                } else {
                    let parts = json!([{ "category": category, "tax_code": "none" }]);
                    self.call("sort-line", &json!({ "line": line["id"], "parts": parts }), lived)?
                };
                decided += usize::from(done.is_some());
            }
            if decided == 0 {
                break;
            }
        }
        Ok(())
    }
}
