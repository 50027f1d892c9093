//! One business and its owner, day by day.

mod closing;
mod coins;
mod owner;
mod statements;
mod travel;
mod troubles;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::Date};
use kernel::{Call, Done, Failure, Founding, House, Settings, Who};
use ledger::Currency;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use serde_json::{Value, json, value::RawValue};
use store::{FileOptions, Store};

use super::{
    BEGINS, Lived, Plan, Stop, Violation, holds,
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
    /// Whether the owner brings everything in, decides everything, and closes the month.
    orderly: bool,
    /// What the central bank said a euro was worth, in thousandths of a dollar and of a franc, the oldest first.
    rates: Vec<(Date, i64)>,
    /// A server's database, which the business visits each year.
    server: Option<House>,
    /// The last statement brought in: its account, and its line in the log.
    last_import: Option<(usize, i64)>,
    day: Date,
    accounts: Vec<TrueAccount>,
    /// Sides of transfers that have not arrived: account, day, amount.
    on_the_way: Vec<(usize, Date, i64)>,
    /// Months whose statement has not been brought in.
    owed: Vec<(usize, Date)>,
    known: Known,
    doing: String,
    /// Why the last call that was refused was.
    refused: String,
}

/// How often, out of so many months, something happens.
const CRASH_EVERY: u32 = 2;
const TWIN_EVERY: u32 = 4;
const REPEAT_EVERY: u32 = 3;
/// Where the account in another currency stands.
const FOREIGN: usize = 3;
/// An orderly business stays without made-up commands that long.
const MONTHS_IN_PEACE: i32 = 8;

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
        let foreign: Currency = if settings.currency.code() == "EUR" { "USD" } else { "EUR" }
            .parse()
            .map_err(|error| violation("setting up", format!("{error:?}")))?;
        let own = settings.currency;
        let kinds = [
            ("Current", "bank", 500_000, own),
            ("Savings", "bank", 900_000, own),
            ("Card", "card", 0, own),
            ("Overseas", "bank", 0, foreign),
        ];
        let named: Vec<Value> = kinds
            .iter()
            .map(|(name, kind, opening, currency)| {
                json!({ "name": name, "kind": kind, "opening_minor": opening, "opened_on": day, "currency": currency.code() })
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
            orderly: number.is_multiple_of(2),
            rates: vec![(BEGINS.saturating_sub(1.days()), 1_100)],
            server: plan.server.clone(),
            last_import: None,
            chance,
            day,
            accounts: Vec::new(),
            on_the_way: Vec::new(),
            owed: Vec::new(),
            known: Known::default(),
            doing: "setting up".into(),
            refused: String::new(),
        };
        let listed = life.ask("accounts", json!({}))?;
        for (name, _, opening, currency) in kinds {
            let line = listed["accounts"].as_array().into_iter().flatten().find(|line| line["name"] == name);
            let id = line.and_then(|line| line["id"].as_i64()).unwrap_or_default();
            let number = format!("{}{name}", life.mark);
            life.accounts.push(TrueAccount::new(id, name, number, currency, opening));
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
        self.travel(lived)?;
        self.day = end;
        Ok(())
    }

    fn a_day_at_the_bank(&mut self) {
        for account in &mut self.accounts {
            account.live_a_day(self.day, &self.mark, &mut self.chance);
        }
        if self.chance.random_range(0..12) == 0 {
            let (from, to) = [(0, 1), (1, 0), (0, 2), (0, FOREIGN)][self.chance.random_range(0..4)];
            let amount = self.chance.random_range(1_000..200_000);
            self.accounts[from].add(self.day, -amount, format!("TRANSFER {}", self.mark));
            // An exchange arrives as the bank's own rate has it, a little off the one that is kept.
            let amount = if to == FOREIGN { self.abroad(amount) } else { amount };
            let arrives = self
                .day
                .saturating_add([0, 0, 1, 3, 20][self.chance.random_range(0..if self.orderly { 3 } else { 5 })].days());
            self.on_the_way.push((to, arrives, amount));
        }
        let arrived: Vec<_> = self.on_the_way.extract_if(.., |(_, day, _)| *day <= self.day).collect();
        for (to, _, amount) in arrived {
            self.accounts[to].add(self.day, amount, format!("TRANSFER {}", self.mark));
        }
    }

    /// What an amount of the books' currency brings on the account abroad, about: the bank has a rate of its own.
    fn abroad(&mut self, amount_minor: i64) -> i64 {
        let permille = self.rates.last().map_or(1_100, |(_, permille)| *permille);
        let bank = permille + self.chance.random_range(-15..=0);
        (match self.accounts[0].currency() {
            "EUR" => amount_minor * bank / 1_000,
            "JPY" => amount_minor * 1_000 / (bank * 110) * 100,
            "GBP" => amount_minor * 1_000 / 850,
            _ => amount_minor * 1_000 / bank,
        })
        .max(1)
    }

    fn a_months_end(&mut self, lived: &mut Lived) -> Result<(), Stop> {
        self.owed.extend((0..self.accounts.len()).map(|account| (account, self.day)));
        self.look_around()?;
        self.note_rates(lived)?;
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
        // Who is orderly decides all of it below, and no transfer by chance.
        if self.orderly {
            self.close(lived)?;
        } else {
            self.work_the_queue(lived)?;
        }
        let in_peace = self.orderly && self.day < BEGINS.saturating_add(MONTHS_IN_PEACE.months());
        if !in_peace {
            self.the_owners_month(lived)?;
        }
        let made_up = if in_peace { 0 } else { self.chance.random_range(4..14) };
        for _ in 0..made_up {
            let (command, input) = stranger::call(self.house.registry(), &self.known, &mut self.chance);
            self.call(&command, &input, lived)?;
        }
        if !in_peace {
            self.coins(lived)?;
            if self.chance.random_range(0..CRASH_EVERY) == 0 {
                self.crash(lived)?;
            }
            if self.chance.random_range(0..TWIN_EVERY) == 0 {
                self.live_twice(lived)?;
            }
            if self.chance.random_range(0..REPEAT_EVERY) == 0 {
                self.repeat(lived)?;
            }
        }
        self.check("at the end of a month", lived)
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
        self.no_problems_of(house, &self.who, lived)
    }

    fn no_problems_of(&self, house: &House, who: &Who, lived: &mut Lived) -> Result<(), Stop> {
        lived.checks += 1;
        let problems = holds::problems(house, who).map_err(|failure| self.violation(format!("{failure:?}")))?;
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
            Ok(Err(Failure::Refused(refused))) => {
                lived.refused += 1;
                self.refused = refused.to_string();
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
