//! The books through their commands and queries, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod advances;
mod bulk;
mod chain;
mod closing;
mod deposits;
mod details;
mod dimensions;
mod hledger;
mod journal;
mod laws;
mod month_one;
mod open_items;
mod opening;
mod own_pockets;
mod pages;
mod pockets;
mod posting;
mod profit_by;
mod proof;
mod reports;
mod saved;
mod statements;

use books::{DimensionNames, DraftPosting, NewAccount, PostEntry, PostingInput, SetUpBooks};
use jiff::civil::{Date, date};
use kernel::{Call, Done, Failure, Founding, House, Registry, Settings, Who};
use ledger::{AccountKind, Basis};
use serde_json::{Value, value::RawValue};
use store::Store;

/// A business with a current account of 1,000.00 and a card, its pockets begun on 1 January 2026.
struct Business {
    house: House,
    who: Who,
}

const TODAY: Date = date(2026, 5, 12);

impl Business {
    fn new(store: Store) -> Business {
        Business::of(store, |_| {})
    }

    fn of(store: Store, change: impl Fn(&mut Settings)) -> Business {
        let house = House::new(store, Registry::new(vec![books::area()])).at(Some(TODAY));
        let mut settings = Settings::defaults("Calloway Clay", "US", date(2026, 1, 1));
        change(&mut settings);
        let account = |name: &str, kind, opening_minor| NewAccount {
            name: name.into(),
            kind,
            currency: None,
            opening_minor,
            opening_book_minor: None,
            opened_on: None,
        };
        let accounts = vec![account("Checking", AccountKind::Bank, 100_000), account("Card", AccountKind::Card, 0)];
        let first = SetUpBooks { accounts, overhead_minor: Some(50_000) };
        let business = house.found(&Founding { settings: &settings, first: &first }).unwrap();
        Business { house, who: Who::owner(business) }
    }

    fn run(&self, command: &str, input: Value) -> Result<Done, Failure> {
        let input = RawValue::from_string(input.to_string()).unwrap();
        self.house.run(&self.who, Call { command, input: &input, key: None })
    }

    fn ask(&self, query: &str, parameters: Value) -> Value {
        self.house.ask(&self.who, query, &parameters.to_string()).unwrap()
    }

    /// The id of the account with that role or name.
    fn account(&self, named: &str) -> i64 {
        let answer = self.ask("accounts", serde_json::json!({}));
        let accounts = answer["accounts"].as_array().unwrap().clone();
        let found = accounts.iter().find(|account| account["role"] == named || account["name"] == named);
        found.unwrap_or_else(|| panic!("no account {named}"))["id"].as_i64().unwrap()
    }

    fn balance(&self, named: &str) -> i64 {
        let id = self.account(named);
        let answer = self.ask("accounts", serde_json::json!({}));
        let accounts = answer["accounts"].as_array().unwrap().clone();
        accounts.iter().find(|account| account["id"] == id).unwrap()["balance_minor"].as_i64().unwrap()
    }

    /// The id of the pocket with that role.
    fn pocket(&self, role: &str) -> i64 {
        self.pocket_state(role)["id"].as_i64().unwrap()
    }

    fn holds(&self, role: &str) -> i64 {
        self.pocket_state(role)["holds_minor"].as_i64().unwrap()
    }

    fn pocket_state(&self, role: &str) -> Value {
        let answer = self.ask("pockets", serde_json::json!({ "on": "2199-12-31" }));
        let pockets = answer["pockets"].as_array().unwrap().clone();
        pockets.into_iter().find(|pocket| pocket["role"] == role).unwrap_or_else(|| panic!("no pocket {role}"))
    }

    /// Posts amounts (account named, minor units; debit positive) on a day.
    fn post(&self, on: Date, text: &str, postings: &[(&str, i64)]) -> Result<i64, Failure> {
        let postings =
            postings.iter().map(|(named, amount)| posting(self.account(named), *amount, Basis::Both)).collect();
        let command = PostEntry {
            posted_on: on,
            text: text.into(),
            note: String::new(),
            party: None,
            postings,
            dimensions: DimensionNames::default(),
        };
        self.house.perform(&self.who, &command).map(|(outcome, _)| outcome.entry)
    }

    /// What `verify` finds wrong.
    fn problems(&self) -> Vec<String> {
        let checks = self.house.registry().areas.iter().flat_map(|area| &area.checks);
        checks.flat_map(|check| self.house.read(&self.who, |context| (check.run)(context)).unwrap().problems).collect()
    }
}

fn posting(account: i64, amount_minor: i64, basis: Basis) -> PostingInput {
    let DraftPosting { book_amount_minor, dimensions: [client, project, offer, channel], .. } = DraftPosting::default();
    PostingInput { account, amount_minor, book_amount_minor, basis, client, project, offer, channel }
}

fn code(failure: Failure) -> String {
    failure.said().code
}
