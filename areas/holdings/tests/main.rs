//! Crypto-assets and gains through commands and queries, on both engines.

#![expect(clippy::unwrap_used, reason = "a test that finds nothing where something must be fails there")]

mod events;
mod gains;
mod lists;
mod reports;

use base64::{Engine, engine::general_purpose::STANDARD};
use books::{NewAccount, SetUpBooks};
use jiff::civil::{Date, date};
use kernel::{Call, Done, Failure, Founding, House, Refused, Registry, Settings, Who};
use ledger::AccountKind;
use serde_json::{Value, json, value::RawValue};
use store::Store;

const TODAY: Date = date(2026, 5, 12);

/// A business with a current account, books in the currency of its country, its pockets begun on 1 January 2026.
struct Business {
    house: House,
    who: Who,
}

impl Business {
    fn new(store: Store) -> Business {
        Business::of(store, "DE")
    }

    fn of(store: Store, country: &str) -> Business {
        let house = House::new(store, Registry::new(vec![books::area(), holdings::area()])).at(Some(TODAY));
        let mut settings = Settings::defaults("Calloway Clay", country, date(2026, 1, 1));
        settings.language = "en".into();
        let checking = NewAccount {
            name: "Checking".into(),
            kind: AccountKind::Bank,
            currency: None,
            opening_minor: 1_000_000,
            opening_book_minor: None,
            opened_on: Some(date(2026, 1, 1)),
        };
        let first = SetUpBooks { accounts: vec![checking], overhead_minor: Some(50_000) };
        let business = house.found(&Founding { settings: &settings, first: &first }).unwrap();
        Business { house, who: Who::owner(business) }
    }

    fn run(&self, command: &str, input: Value) -> Result<Done, Failure> {
        let input = RawValue::from_string(input.to_string()).unwrap();
        self.house.run(&self.who, Call { command, input: &input, key: None })
    }

    fn done(&self, command: &str, input: Value) -> Value {
        self.run(command, input).unwrap_or_else(|failure| panic!("{command}: {failure}")).outcome
    }

    fn refused(&self, command: &str, input: Value) -> Refused {
        match self.run(command, input) {
            Err(Failure::Refused(refused)) => *refused,
            other => panic!("{command} was not refused: {other:?}"),
        }
    }

    fn undo(&self, activity: i64) {
        self.done("undo", json!({ "activity": activity }));
    }

    fn ask(&self, query: &str, parameters: Value) -> Value {
        self.house.ask(&self.who, query, &parameters.to_string()).unwrap_or_else(|failure| panic!("{query}: {failure}"))
    }

    /// The id of the account with that role or name.
    fn account(&self, named: &str) -> i64 {
        let answer = self.ask("accounts", json!({}));
        let accounts = answer["accounts"].as_array().unwrap().clone();
        let found = accounts.iter().find(|account| account["role"] == named || account["name"] == named);
        found.unwrap_or_else(|| panic!("no account {named}"))["id"].as_i64().unwrap()
    }

    /// What the books say an account is worth, in both bases.
    fn books(&self, named: &str) -> i64 {
        let id = self.account(named);
        let of = |basis: &str| {
            let answer = self.ask("balances", json!({ "basis": basis }));
            let accounts = answer["accounts"].as_array().unwrap().clone();
            accounts.iter().find(|line| line["id"] == id).map_or(0, |line| line["book_balance_minor"].as_i64().unwrap())
        };
        assert_eq!(of("cash"), of("accrual"), "{named}");
        of("cash")
    }

    fn buy(&self, day: &str, quantity: &str, amount_minor: i64) -> Done {
        let input = json!({ "wallet": "Ledger", "asset": "BTC", "quantity": quantity, "amount_minor": amount_minor,
            "paid_from": self.account("Checking"), "on": day });
        self.run("buy-crypto", input).unwrap_or_else(|failure| panic!("{failure}"))
    }

    fn sell(&self, day: &str, quantity: &str, amount_minor: i64) -> Done {
        let input = json!({ "wallet": "Ledger", "asset": "BTC", "quantity": quantity, "amount_minor": amount_minor,
            "into": self.account("Checking"), "on": day });
        self.run("sell-crypto", input).unwrap_or_else(|failure| panic!("{failure}"))
    }

    /// Runs every check of `verify`.
    fn verify(&self) {
        let problems = self.house.read(&self.who, |context| {
            let registry = context.registry();
            let mut problems = Vec::new();
            for check in registry.areas.iter().flat_map(|area| &area.checks) {
                problems.extend((check.run)(context)?.problems);
            }
            Ok::<_, Failure>(problems)
        });
        assert_eq!(problems.unwrap(), Vec::<String>::new());
    }
}
