//! One business and its owner, day by day.

mod coins;
mod owner;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::Date};
use kernel::{Call, Done, Failure, Founding, House, Settings, Who};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json, value::RawValue};
use store::{FileOptions, Store};

use super::{
    BEGINS, Lived, Plan, Stop, Violation, holds, refusal,
    stranger::{self, Known},
    world::TrueAccount,
};
use crate::wiring;

/// A business in the middle of its life.
pub(super) struct Life {
    house: House,
    who: Who,
    file: PathBuf,
    seed: u64,
    check_each: bool,
    number: u32,
    /// A word that stands in every text of this business and in none of another.
    mark: String,
    chance: StdRng,
    day: Date,
    accounts: Vec<TrueAccount>,
    /// Sides of transfers that have not arrived: account, day, amount.
    on_the_way: Vec<(usize, Date, i64)>,
    /// Months whose statement has not been brought in.
    owed: Vec<(usize, Date)>,
    known: Known,
    doing: String,
}

/// How often, out of so many months, something happens.
const CRASH_EVERY: u32 = 3;
const TWIN_EVERY: u32 = 4;

impl Life {
    pub fn begin(folder: &Path, plan: &Plan, number: u32, chance: u64) -> Result<Life, Stop> {
        let (seed, day) = (plan.seed, BEGINS);
        let mut chance = StdRng::seed_from_u64(chance);
        let violation = |doing: &str, wrong: String| {
            Stop::Violation(Box::new(Violation { seed, business: number, day, doing: doing.into(), wrong }))
        };
        let file = folder.join("mainstay.db");
        let store = Store::open_file(&file, &FileOptions::default())
            .map_err(|error| violation("opening", error.to_string()))?;
        let house = House::new(store, wiring::registry());
        let country = ["US", "FR", "GB", "DE", "JP", "CH"][chance.random_range(0..6)];
        let mark = format!("K{number}Q");
        let mut settings = Settings::defaults(&format!("Business {mark}"), country, day);
        if chance.random::<bool>() {
            settings.charges_tax_since = Some(day);
        }
        // Some begin their pockets later than their books, as who brings old statements does.
        settings.starts_on = day.saturating_add([0, 0, 45, 200][chance.random_range(0..4)].days());
        let kinds = [("Current", "bank", 500_000), ("Savings", "bank", 900_000), ("Card", "card", 0)];
        let named: Vec<Value> = kinds
            .iter()
            .map(|(name, kind, opening)| {
                json!({ "name": name, "kind": kind, "opening_minor": opening, "opened_on": day })
            })
            .collect();
        let first: books::SetUpBooks = serde_json::from_value(json!({ "accounts": named, "overhead_minor": 150_000 }))
            .map_err(|error| violation("setting up", error.to_string()))?;
        let founded = house.clone().at(Some(day));
        let business = founded
            .found(&Founding { settings: &settings, first: &first })
            .map_err(|failure| violation("founding", format!("{failure:?}")))?;
        let mut life = Life {
            house,
            who: Who::owner(business),
            file,
            seed,
            check_each: plan.check_each,
            number,
            mark,
            chance,
            day,
            accounts: Vec::new(),
            on_the_way: Vec::new(),
            owed: Vec::new(),
            known: Known::default(),
            doing: "setting up".into(),
        };
        let listed = life.ask("accounts", json!({}))?;
        for (name, _, opening) in kinds {
            let line = listed["accounts"].as_array().into_iter().flatten().find(|line| line["name"] == name);
            let id = line.and_then(|line| line["id"].as_i64()).unwrap_or_default();
            let decimals = settings.currency.decimals();
            let number = format!("{}{name}", life.mark);
            life.accounts.push(TrueAccount::new(id, number, settings.currency.code(), decimals, opening));
        }
        Ok(life)
    }

    pub fn mark(&self) -> &str {
        &self.mark
    }

    pub fn live_a_year(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let end = self.day.saturating_add(1.year());
        while self.day < end {
            self.a_day_at_the_bank();
            if self.day == self.day.last_of_month() {
                self.a_months_end(lived)?;
            }
            self.day = self.day.saturating_add(1.day());
        }
        self.day = end.saturating_sub(1.day());
        self.bring_everything_in(lived)?;
        self.day = end;
        Ok(())
    }

    fn a_day_at_the_bank(&mut self) {
        for account in &mut self.accounts {
            account.live_a_day(self.day, &self.mark, &mut self.chance);
        }
        if self.chance.random_range(0..12) == 0 {
            let (from, to) = [(0, 1), (1, 0), (0, 2)][self.chance.random_range(0..3)];
            let amount = self.chance.random_range(1_000..200_000);
            self.accounts[from].add(self.day, -amount, format!("TRANSFER {}", self.mark));
            let arrives = self.day.saturating_add([0, 0, 1, 3, 20][self.chance.random_range(0..5)].days());
            self.on_the_way.push((to, arrives, amount));
        }
        let arrived: Vec<_> = self.on_the_way.extract_if(.., |(_, day, _)| *day <= self.day).collect();
        for (to, _, amount) in arrived {
            self.accounts[to].add(self.day, amount, format!("TRANSFER {}", self.mark));
        }
    }

    fn a_months_end(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        self.owed.extend((0..self.accounts.len()).map(|account| (account, self.day)));
        self.look_around()?;
        for _ in 0..self.chance.random_range(2..6) {
            if self.owed.is_empty() {
                break;
            }
            let next = self.chance.random_range(0..self.owed.len());
            let (account, month) = self.owed[next];
            let (from, through) = TrueAccount::period(month, &mut self.chance);
            self.bring_in(account, from, through, lived)?;
            // Left in the list now and then: the owner forgot, and brings the same file again.
            if self.chance.random_range(0..5) > 0 {
                self.owed.swap_remove(next);
            }
        }
        self.work_the_queue(lived)?;
        self.the_owners_month(lived)?;
        for _ in 0..self.chance.random_range(4..14) {
            let (command, input) = stranger::call(self.house.registry(), &self.known, &mut self.chance);
            self.call(&command, &input, lived)?;
        }
        self.coins(lived)?;
        if self.chance.random_range(0..CRASH_EVERY) == 0 {
            self.crash(lived)?;
        }
        if self.chance.random_range(0..TWIN_EVERY) == 0 {
            self.live_twice(lived)?;
        }
        self.check("at the end of a month", lived)
    }

    fn bring_in(&mut self, account: usize, from: Date, through: Date, lived: &mut Lived) -> Result<(), Stop> {
        let file = self.accounts[account].file(from, through, &mut self.chance);
        let input =
            json!({ "file_name": file.name, "content": file.content, "account": self.accounts[account].account });
        lived.files += 1;
        let done = self.call("import-statement", &input, lived)?;
        if let Some(Done { activity, can_undo: true, .. }) = done
            && self.chance.random_range(0..15) == 0
        {
            self.undo(activity, lived)?;
        }
        Ok(())
    }

    /// Decides some of the lines that wait, in each of the ways there are.
    fn work_the_queue(&mut self, lived: &mut Lived) -> Result<(), Stop> {
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
    fn bring_everything_in(&mut self, lived: &mut Lived) -> Result<(), Stop> {
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

    fn bring_in_for_good(&mut self, account: usize, lived: &mut Lived) -> Result<(), Stop> {
        let file = self.accounts[account].file(BEGINS, self.day, &mut self.chance);
        let input =
            json!({ "file_name": file.name, "content": file.content, "account": self.accounts[account].account });
        lived.files += 1;
        match self.call("import-statement", &input, lived)? {
            Some(_) => Ok(()),
            None => Err(self.violation("the bank's own file was refused".into())),
        }
    }

    /// The owner knows what the bank knows, and answers accordingly, one line at a time.
    fn answer_doubts(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        loop {
            let doubtful = self.ask("doubtful-lines", json!({}))?;
            let Some(line) = doubtful["lines"].get(0) else { return Ok(()) };
            let name = line["account_name"].as_str().unwrap_or_default().to_owned();
            let position = ["Current", "Savings", "Card"].iter().position(|known| *known == name).unwrap_or_default();
            let key = (
                line["booked_on"].as_str().and_then(|day| day.parse().ok()).unwrap_or_default(),
                line["amount_minor"].as_i64().unwrap_or_default(),
            );
            let truth = holds::lines_true(&self.accounts[position]);
            let told = holds::lines_told(&self.house, &self.who, self.accounts[position].account)
                .map_err(|failure| self.violation(format!("{failure:?}")))?;
            let decision = if told.get(&key) < truth.get(&key) { "add" } else { "drop" };
            let input = json!({ "lines": [line["id"]], "decision": decision });
            if self.call("decide-doubtful", &input, lived)?.is_none() {
                return Err(self.violation("a doubtful line could not be decided".into()));
            }
        }
    }

    /// The program is cut off in the middle of a write: what was acknowledged is there, and nothing else.
    fn crash(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let before = self.books_of(&self.house)?;
        let account = self.chance.random_range(0..self.accounts.len());
        let file = self.accounts[account].file(self.day.first_of_month(), self.day, &mut self.chance);
        let input =
            json!({ "file_name": file.name, "content": file.content, "account": self.accounts[account].account });
        self.doing = "being cut off in the middle of an import".into();
        let raw = raw(&input).map_err(|error| self.violation(error))?;
        let folder = self.file.with_file_name("crashed");
        let mut copied = None;
        let house = self.house.clone().at(Some(self.day));
        let call = Call { command: "import-statement", input: &raw, key: None };
        let outcome = house.interrupted(&self.who, call, || copied = Some(holds::Copy::take(&self.file, folder)));
        if let Err(failure) = outcome {
            return match refusal(&failure) {
                Some(_) => Ok(()),
                None => Err(self.violation(format!("{failure:?}"))),
            };
        }
        let Some(copied) = copied else { return Ok(()) };
        let copy = holds::Copy::open(copied.map_err(Stop::Folder)?)
            .map_err(|failure| self.violation(format!("the file does not open: {failure:?}")))?;
        if self.books_of(&copy.house)? != before || self.books_of(&self.house)? != before {
            return Err(self.violation("the books are not what was acknowledged".into()));
        }
        self.no_problems(&copy.house, lived)?;
        copy.remove().map_err(Stop::Folder)?;
        lived.crashes += 1;
        Ok(())
    }

    /// The same calls one by one and in one transaction give the same books and the same refusals.
    fn live_twice(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        let calls: Vec<(String, Value)> =
            (0..12).map(|_| stranger::call(self.house.registry(), &self.known, &mut self.chance)).collect();
        self.doing = format!("living twice {}", shown(&calls));
        let inputs = calls.iter().map(|(_, input)| raw(input)).collect::<Result<Vec<_>, _>>();
        let inputs = inputs.map_err(|error| self.violation(error))?;
        let calls: Vec<Call<'_>> =
            calls.iter().zip(&inputs).map(|((command, _), input)| Call { command, input, key: None }).collect();
        let taken = holds::Copy::take(&self.file, self.file.with_file_name("twin")).map_err(Stop::Folder)?;
        let twin = holds::Copy::open(taken).map_err(|failure| self.violation(format!("{failure:?}")))?;
        let (one, other) = (twin.house.clone().at(Some(self.day)), self.house.clone().at(Some(self.day)));
        let mut said_one_by_one = Vec::with_capacity(calls.len());
        for call in &calls {
            said_one_by_one.push(match one.run(&self.who, *call) {
                Ok(_) => "done".to_owned(),
                Err(Failure::Refused(refused)) => refused.code,
                Err(failure) => return Err(self.violation(format!("{failure:?}"))),
            });
        }
        let in_bulk = other.run_batch(&self.who, &calls).map_err(|failure| self.violation(format!("{failure:?}")))?;
        let said_in_bulk: Vec<String> =
            in_bulk.into_iter().map(|said| said.map_or_else(|refused| refused.code, |_| "done".to_owned())).collect();
        if said_one_by_one != said_in_bulk {
            return Err(self.violation(format!("one by one {said_one_by_one:?}, in bulk {said_in_bulk:?}")));
        }
        if self.books_of(&twin.house)? != self.books_of(&self.house)? {
            return Err(self.violation("one by one and in bulk give other books".into()));
        }
        lived.performed += said_in_bulk.iter().filter(|said| *said == "done").count() as u64;
        lived.refused += said_in_bulk.iter().filter(|said| *said != "done").count() as u64;
        twin.remove().map_err(Stop::Folder)
    }

    /// No word of another business stands in these books.
    pub fn holds_no_word_of(&mut self, marks: &[String]) -> Result<(), Stop> {
        let books = self.books_of(&self.house)?;
        match marks.iter().find(|mark| **mark != self.mark && books.contains(mark.as_str())) {
            Some(other) => Err(self.violation(format!("a text of {other} is in these books"))),
            None => Ok(()),
        }
    }

    fn check(&mut self, when: &str, lived: &mut Lived) -> Result<(), Stop> {
        self.doing = format!("checking {when}, after {}", self.doing);
        let house = self.house.clone();
        self.no_problems(&house, lived)
    }

    fn no_problems(&self, house: &House, lived: &mut Lived) -> Result<(), Stop> {
        lived.checks += 1;
        let problems = holds::problems(house, &self.who).map_err(|failure| self.violation(format!("{failure:?}")))?;
        match problems.first() {
            Some(first) => Err(self.violation(format!("{first} ({} in all)", problems.len()))),
            None => Ok(()),
        }
    }

    fn books_of(&self, house: &House) -> Result<String, Stop> {
        holds::books(house, &self.who).map_err(|failure| self.violation(format!("{failure:?}")))
    }

    fn undo(&mut self, activity: i64, lived: &mut Lived) -> Result<(), Stop> {
        if self.call("undo", &json!({ "activity": activity }), lived)?.is_some() {
            lived.undone += 1;
        }
        Ok(())
    }

    /// Runs a command today; nothing when it was refused. A failing store or a panic is a violation.
    fn call(&mut self, command: &str, input: &Value, lived: &mut Lived) -> Result<Option<Done>, Stop> {
        self.doing = shown(&[(command.to_owned(), input.clone())]);
        let raw = raw(input).map_err(|error| self.violation(error))?;
        let house = self.house.clone().at(Some(self.day));
        let call = Call { command, input: &raw, key: None };
        match catch_unwind(AssertUnwindSafe(|| house.run(&self.who, call))) {
            Err(_) => Err(self.violation("the program panicked".into())),
            Ok(Ok(done)) => {
                lived.performed += 1;
                self.known.newest_id = self.known.newest_id.max(done.activity);
                if self.check_each {
                    self.no_problems(&house, lived)?;
                }
                Ok(Some(done))
            }
            Ok(Err(failure)) if refusal(&failure).is_some() => {
                lived.refused += 1;
                Ok(None)
            }
            Ok(Err(failure)) => Err(self.violation(format!("{failure:?}"))),
        }
    }

    fn ask(&mut self, query: &str, parameters: Value) -> Result<Value, Stop> {
        self.doing = format!("asking {query} {parameters}");
        let house = self.house.clone().at(Some(self.day));
        house.ask(&self.who, query, &parameters.to_string()).map_err(|failure| self.violation(format!("{failure:?}")))
    }

    /// What exists now, for whoever makes up calls.
    fn look_around(&mut self) -> Result<(), Stop> {
        let ids = |list: &Value| -> Vec<i64> {
            list.as_array().into_iter().flatten().filter_map(|one| one["id"].as_i64()).collect()
        };
        let accounts = self.ask("accounts", json!({}))?;
        let categories = accounts["accounts"].as_array().into_iter().flatten();
        self.known.categories = categories
            .filter(|account| matches!(account["kind"].as_str(), Some("income" | "expense" | "equity")))
            .filter(|account| account["role"] != "opening-balance")
            .filter_map(|account| account["id"].as_i64())
            .collect();
        self.known.accounts = ids(&accounts["accounts"]);
        self.known.pockets = ids(&self.ask("pockets", json!({}))?["pockets"]);
        self.known.lines = ids(&self.ask("bank-lines", json!({ "limit": 200 }))?["lines"]);
        self.known.today = self.day;
        Ok(())
    }

    fn one_of(&mut self, ids: impl Fn(&Known) -> &Vec<i64>) -> i64 {
        let ids = ids(&self.known);
        match ids.len() {
            0 => 1,
            count => ids[self.chance.random_range(0..count)],
        }
    }

    fn violation(&self, wrong: String) -> Stop {
        let Life { seed, number, day, doing, .. } = self;
        let violation = Violation { seed: *seed, business: *number, day: *day, doing: doing.clone(), wrong };
        Stop::Violation(Box::new(violation))
    }
}

/// Calls as they can be made again by hand; a long text is cut.
fn shown(calls: &[(String, Value)]) -> String {
    let one = |(command, input): &(String, Value)| {
        let input: String = input.to_string().chars().take(400).collect();
        format!("{command} {input}")
    };
    calls.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn raw(input: &Value) -> Result<Box<RawValue>, String> {
    RawValue::from_string(input.to_string()).map_err(|error| error.to_string())
}
