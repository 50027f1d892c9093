//! Statements come in, and the lines that wait are decided.

use std::collections::{HashMap, hash_map::Entry};

use jiff::civil::Date;
use kernel::Done;
use rand::RngExt;
use serde_json::{Value, json};

use super::{
    super::{BEGINS, Lived, Stop, holds},
    Life,
};

impl Life {
    pub(super) fn bring_in(
        &mut self,
        account: usize,
        from: Date,
        through: Date,
        lived: &mut Lived,
    ) -> Result<(), Stop> {
        let file = self.accounts[account].file(from, through, self.orderly, &mut self.chance);
        let input =
            json!({ "file_name": file.name, "content": file.content, "account": self.accounts[account].account });
        lived.files += 1;
        let done = self.call("import-statement", &input, lived)?;
        self.last_import = done.as_ref().map(|done| (account, done.activity));
        if let Some(Done { activity, can_undo: true, .. }) = done
            && self.chance.random_range(0..15) == 0
        {
            self.undo(activity, lived)?;
        }
        Ok(())
    }

    /// Decides some of the lines that wait, in each of the ways there are.
    pub(super) fn work_the_queue(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let queue = self.ask("to-sort", json!({ "limit": 60 }))?;
        let waiting = queue["lines"].as_array().into_iter().flatten();
        let lines: Vec<(i64, i64)> =
            waiting.filter_map(|line| Some((line["id"].as_i64()?, line["amount_minor"].as_i64()?))).collect();
        for (line, amount_minor) in lines {
            let category = self.one_of(|known| &known.categories);
            let input = match self.chance.random_range(0..10) {
                0 => ("sort-as-transfer", json!({ "line": line })),
                1 => {
                    let other = self.one_of(|known| &known.categories);
                    let parts = json!([{ "category": category, "amount_minor": 100 }, { "category": other }]);
                    ("sort-line", json!({ "line": line, "parts": parts }))
                }
                2 => ("sort-lines", json!({ "lines": [line], "category": category })),
                3 => continue,
                4 if amount_minor > 0 => {
                    let gross = amount_minor.saturating_add(amount_minor / self.chance.random_range(5..=20i64));
                    let tax = self.chance.random_range(0..3i64) * (amount_minor / 100);
                    let told = json!({ "line": line, "gross_minor": gross, "marketplace_tax_minor": tax,
                        "category": category, "tax_code": "none" });
                    ("sort-as-payout", told)
                }
                5 => ("unsort-line", json!({ "line": self.one_of(|known| &known.lines) })),
                _ => ("sort-line", json!({ "line": line, "parts": [{ "category": category, "tax_code": "none" }] })),
            };
            if let Some(done) = self.call(input.0, &input.1, lived)?
                && done.can_undo
                && self.chance.random_range(0..10) == 0
            {
                self.undo(done.activity, lived)?;
            }
        }
        Ok(())
    }

    /// Everything the bank has comes in once more; then the lines are the bank's lines, each as often as there.
    pub(super) fn bring_everything_in(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        self.owed.clear();
        for account in 0..self.accounts.len() {
            self.bring_in_for_good(account, lived)?;
        }
        self.answer_doubts(lived)?;
        for account in 0..self.accounts.len() {
            self.doing = format!("comparing account {account} with the bank");
            let truth = holds::lines_true(&self.accounts[account]);
            lived.lines += truth.values().sum::<usize>() as u64;
            let told = holds::lines_told(&self.house, &self.who, self.accounts[account].account);
            let told = told.map_err(|failure| self.violation(format!("{failure:?}")))?;
            if let Some(wrong) = holds::difference(&told, &truth) {
                return Err(self.violation(wrong));
            }
        }
        self.check("at the end of a year", lived)
    }

    pub(super) fn bring_in_for_good(&mut self, account: usize, lived: &mut Lived) -> Result<(), Stop> {
        let file = self.accounts[account].file(BEGINS, self.day, self.orderly, &mut self.chance);
        let input =
            json!({ "file_name": file.name, "content": file.content, "account": self.accounts[account].account });
        lived.files += 1;
        if self.call("import-statement", &input, lived)?.is_some() {
            return Ok(());
        }
        // A made-up command may have forgotten what a foreign currency was worth.
        self.bring_rates_in(0, lived)?;
        match self.call("import-statement", &input, lived)? {
            Some(_) => Ok(()),
            None => Err(self.violation(format!("the bank's own file was refused: {}", self.refused))),
        }
    }

    /// The owner knows what the bank knows, and answers accordingly, one line at a time.
    pub(super) fn answer_doubts(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        // What the books tell is asked once; after that an answer adds its one line.
        let mut told_by_account = HashMap::new();
        loop {
            let doubtful = self.ask("doubtful-lines", json!({}))?;
            let lines: Vec<Value> = doubtful["lines"].as_array().cloned().unwrap_or_default();
            if lines.is_empty() {
                return Ok(());
            }
            for line in lines {
                let name = line["account_name"].as_str().unwrap_or_default();
                let position = self.accounts.iter().position(|known| known.name == name).unwrap_or_default();
                let key = (
                    line["booked_on"].as_str().and_then(|day| day.parse().ok()).unwrap_or_default(),
                    line["amount_minor"].as_i64().unwrap_or_default(),
                );
                let (told, truth) = match told_by_account.entry(position) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(free) => {
                        let account = &self.accounts[position];
                        let told = holds::lines_told(&self.house, &self.who, account.account)
                            .map_err(|failure| self.violation(format!("{failure:?}")))?;
                        free.insert((told, holds::lines_true(account)))
                    }
                };
                let missing = told.get(&key) < truth.get(&key);
                if missing {
                    *told.entry(key).or_default() += 1;
                }
                let decision = if missing { "add" } else { "drop" };
                let input = json!({ "lines": [line["id"]], "decision": decision });
                if self.call("decide-doubtful", &input, lived)?.is_none() {
                    return Err(self.violation(format!("a doubtful line could not be decided: {}", self.refused)));
                }
            }
        }
    }
}
