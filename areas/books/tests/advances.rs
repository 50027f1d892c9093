//! Advances beyond the plain case: brought along, in another currency, given back in one step; and exchanges by pocket.

use jiff::civil::date;
use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use crate::{Business, TODAY, code};

/// A German business that charges VAT, with tax 30 % and pay 70 %, and an account in dollars.
fn german(store: Store) -> Business {
    let business = Business::of(store, |settings| {
        settings.country = "DE".into();
        settings.currency = "EUR".parse().unwrap();
        settings.language = "en".into();
        settings.charges_tax_since = Some(date(2025, 1, 1));
    });
    let shares = json!([
        { "pocket": business.pocket("tax"), "permille": 300 },
        { "pocket": business.pocket("owners-pay"), "permille": 700 },
    ]);
    business.run("set-shares", json!({ "from_on": "2026-01-01", "shares": shares })).unwrap();
    business.run("open-account", json!({ "name": "Dollars", "kind": "bank", "currency": "USD" })).unwrap();
    business
}

fn deposit(business: &Business, net: i64, vat: i64) -> i64 {
    let mut rows = vec![("Checking", net + vat), ("sales-services", -net), ("sales-tax-owed", -vat)];
    rows.retain(|(_, amount)| *amount != 0);
    business.post(TODAY, "Shooting", &rows).unwrap()
}

/// 1,000.00 dollars, worth 900.00 here.
fn dollars(business: &Business) -> i64 {
    let postings = json!([
        { "account": business.account("Dollars"), "amount_minor": 1000_00, "book_amount_minor": 900_00 },
        { "account": business.account("sales-services"), "amount_minor": -900_00 },
    ]);
    let done = business.run("post-entry", json!({ "posted_on": TODAY, "text": "Retainer", "postings": postings }));
    done.unwrap().outcome["entry"].as_i64().unwrap()
}

/// Held for authorities, Tax, Owner's pay, Job costs, Held for clients.
fn holds(business: &Business) -> [i64; 5] {
    ["held-for-authorities", "tax", "owners-pay", "job-costs", "held-for-clients"].map(|role| business.holds(role))
}

/// The same in dollars.
fn in_dollars(business: &Business) -> [i64; 5] {
    let answer = business.ask("pockets", json!({ "on": "2199-12-31" }));
    let foreign = answer["foreign"].as_array().unwrap().clone();
    ["held-for-authorities", "tax", "owners-pay", "job-costs", "held-for-clients"].map(|role| {
        let pocket = business.pocket(role);
        foreign.iter().find(|one| one["pocket"] == pocket).map_or(0, |one| one["holds_minor"].as_i64().unwrap())
    })
}

fn earned(business: &Business, basis: &str) -> i64 {
    let answer = business.ask("balances", json!({ "basis": basis }));
    let accounts = answer["accounts"].as_array().unwrap().clone();
    let of = |line: &&Value| line["kind"] == "income";
    accounts.iter().filter(of).map(|line| -line["book_balance_minor"].as_i64().unwrap()).sum()
}

fn open(business: &Business) -> Value {
    business.ask("advances", json!({}))["advances"].clone()
}

#[test]
fn a_deposit_in_another_currency_is_held_earned_and_has_its_job_costs_in_that_currency() {
    each_engine(|store| {
        let business = german(store);
        let entry = dollars(&business);
        assert_eq!(in_dollars(&business), [0, 300_00, 700_00, 0, 0]);
        let agreed = business.run("agree-job-costs", json!({ "entry": entry, "amount_minor": 400_00 })).unwrap();
        assert_eq!(in_dollars(&business), [0, 180_00, 420_00, 400_00, 0]);
        assert!(agreed.sentence.contains("400,00") && agreed.sentence.contains('$'), "{}", agreed.sentence);
        business.run("undo", json!({ "activity": agreed.activity })).unwrap();
        let held = business.run("hold-advance", json!({ "entry": entry })).unwrap();
        assert_eq!(in_dollars(&business), [0, 300_00, 0, 0, 700_00]);
        assert_eq!((earned(&business, "cash"), earned(&business, "accrual")), (900_00, 0));
        assert_eq!(
            (&open(&business)[0]["own_open_minor"], &open(&business)[0]["open_minor"]),
            (&json!(1000_00), &json!(900_00))
        );
        let half = business.run("earn-advance", json!({ "entry": entry, "amount_minor": 500_00 })).unwrap();
        assert_eq!(in_dollars(&business), [0, 300_00, 350_00, 0, 350_00]);
        assert_eq!(earned(&business, "accrual"), 450_00);
        let rest = business.run("earn-advance", json!({ "entry": entry })).unwrap();
        assert_eq!((in_dollars(&business), open(&business)), ([0, 300_00, 700_00, 0, 0], json!([])));
        for activity in [rest.activity, half.activity, held.activity] {
            business.run("undo", json!({ "activity": activity })).unwrap();
        }
        assert_eq!((in_dollars(&business), earned(&business, "accrual")), ([0, 300_00, 700_00, 0, 0], 900_00));
        let much = json!({ "entry": entry, "amount_minor": 1000_01 });
        assert_eq!(code(business.run("hold-advance", much).unwrap_err()), "more-than-the-deposit");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn paying_an_advance_back_is_one_step_with_its_tax_and_its_parts() {
    each_engine(|store| {
        let business = german(store);
        let entry = deposit(&business, 1000_00, 190_00);
        business.run("hold-advance", json!({ "entry": entry })).unwrap();
        business.run("earn-advance", json!({ "entry": entry, "amount_minor": 600_00 })).unwrap();
        // The shares of today have no say in it.
        let shares = json!([{ "pocket": business.pocket("profit"), "permille": 1000 }]);
        business.run("set-shares", json!({ "from_on": TODAY, "shares": shares })).unwrap();
        let before = holds(&business);
        let (checking, usd) = (business.account("Checking"), business.account("Dollars"));
        let back = |account: i64| business.run("return-advance", json!({ "entry": entry, "account": account }));
        assert_eq!(code(back(usd).unwrap_err()), "account-has-another-currency");
        assert_eq!(code(back(business.account("rent")).unwrap_err()), "account-holds-no-money");
        let cash = business.balance("Checking");
        let returned = back(checking).unwrap();
        // 400.00 with 76.00 of VAT: the tax share of what waited, and the rest out of Held for clients.
        assert_eq!(cash - business.balance("Checking"), 476_00);
        let [authorities, tax, pay, jobs, clients] = before;
        assert_eq!(holds(&business), [authorities - 76_00, tax - 120_00, pay, jobs, clients - 280_00]);
        assert_eq!((clients, open(&business)), (280_00, json!([])));
        assert_eq!((earned(&business, "cash"), earned(&business, "accrual")), (600_00, 600_00));
        business.run("undo", json!({ "activity": returned.activity })).unwrap();
        assert_eq!((holds(&business), open(&business)[0]["open_minor"].clone()), (before, json!(400_00)));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_advance_brought_along_is_earned_and_given_back() {
    each_engine(|store| {
        let business = german(store);
        let item = json!({ "kind": "client-deposit", "party": "Northlight Hotels", "amount_minor": 500_00 });
        business.run("add-opening-item", item).unwrap();
        let parts = json!([{ "pocket": business.pocket("held-for-clients"), "amount_minor": 500_00 }]);
        business.run("divide-cash", json!({ "parts": parts, "on": "2026-01-01" })).unwrap();
        let entry = open(&business)[0]["entry"].clone();
        assert_eq!(open(&business)[0]["brought_along"], true);
        let wrong = json!({ "entry": entry, "category": business.account("rent") });
        assert_eq!(code(business.run("earn-advance", wrong).unwrap_err()), "not-an-income-category");
        let input = json!({ "entry": entry, "amount_minor": 300_00, "category": business.account("sales-courses") });
        let done = business.run("earn-advance", input).unwrap();
        // Tax had its share where it was income: all that waited goes by the other shares.
        assert_eq!(holds(&business), [0, 0, 300_00, 0, 200_00]);
        assert_eq!((earned(&business, "cash"), earned(&business, "accrual")), (0, 300_00));
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!((holds(&business), open(&business)[0]["open_minor"].clone()), ([0, 0, 0, 0, 500_00], json!(500_00)));
        let back = json!({ "entry": entry, "amount_minor": 200_00, "account": business.account("Checking") });
        let back = business.run("return-advance", back).unwrap();
        assert_eq!((holds(&business)[4], open(&business)[0]["open_minor"].clone()), (300_00, json!(300_00)));
        assert_eq!((earned(&business, "cash"), earned(&business, "accrual")), (-200_00, 0));
        business.run("undo", json!({ "activity": back.activity })).unwrap();
        assert_eq!(open(&business)[0]["open_minor"], 500_00);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_advance_booked_as_a_debt_becomes_income_when_it_is_earned() {
    each_engine(|store| {
        let business = german(store);
        let entry = business.post(TODAY, "Deposit", &[("Checking", 500_00), ("client-deposits", -500_00)]).unwrap();
        assert_eq!((holds(&business)[4], earned(&business, "cash")), (500_00, 0));
        business.run("earn-advance", json!({ "entry": entry, "amount_minor": 100_00 })).unwrap();
        assert_eq!(holds(&business), [0, 30_00, 70_00, 0, 400_00]);
        assert_eq!((earned(&business, "cash"), earned(&business, "accrual")), (100_00, 100_00));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn reversing_a_deposit_takes_its_steps_back() {
    each_engine(|store| {
        let business = german(store);
        let entry = deposit(&business, 1000_00, 190_00);
        business.run("hold-advance", json!({ "entry": entry })).unwrap();
        business.run("earn-advance", json!({ "entry": entry, "amount_minor": 500_00 })).unwrap();
        business.run("reverse-entry", json!({ "entry": entry })).unwrap();
        assert_eq!((holds(&business), open(&business)), ([0; 5], json!([])));
        assert_eq!((earned(&business, "cash"), earned(&business, "accrual")), (0, 0));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_exchange_is_put_into_the_pocket_whose_money_it_was() {
    each_engine(|store| {
        let business = german(store);
        dollars(&business);
        let postings = json!([
            { "account": business.account("Dollars"), "amount_minor": -200_00, "book_amount_minor": -180_00 },
            { "account": business.account("Checking"), "amount_minor": 180_00 },
        ]);
        let exchange = json!({ "posted_on": TODAY, "text": "Exchanged", "postings": postings });
        let entry = business.run("post-entry", exchange).unwrap().outcome["entry"].clone();
        let unassigned = business.holds("unassigned");
        let input = |role: &str| json!({ "entry": entry, "pocket": business.pocket(role) });
        let taken = business.run("take-exchange-from", input("owners-pay")).unwrap();
        assert_eq!((in_dollars(&business)[2], holds(&business)[2]), (500_00, 180_00));
        assert_eq!(business.holds("unassigned"), unassigned - 180_00);
        let moved = business.run("take-exchange-from", input("tax")).unwrap();
        assert_eq!((in_dollars(&business)[..3].to_vec(), holds(&business)[1]), (vec![0, 100_00, 700_00], 180_00));
        business.run("undo", json!({ "activity": moved.activity })).unwrap();
        assert_eq!((in_dollars(&business)[2], holds(&business)[2]), (500_00, 180_00));
        business.run("undo", json!({ "activity": taken.activity })).unwrap();
        assert_eq!((in_dollars(&business)[2], business.holds("unassigned")), (700_00, unassigned));
        let sale = deposit(&business, 10_00, 0);
        let other = json!({ "entry": sale, "pocket": business.pocket("tax") });
        assert_eq!(code(business.run("take-exchange-from", other).unwrap_err()), "not-an-exchange");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn incoming_money_of_another_currency_is_divided_by_hand() {
    each_engine(|store| {
        let business = german(store);
        let opening = json!({ "name": "More dollars", "kind": "bank", "currency": "USD", "opening_minor": 500_00, "opening_book_minor": 450_00 });
        business.run("open-account", opening).unwrap();
        let parts = json!([
            { "pocket": business.pocket("tax"), "amount_minor": 150_00 },
            { "pocket": business.pocket("owners-pay"), "amount_minor": 350_00 },
        ]);
        let done = business.run("divide-cash", json!({ "parts": parts, "currency": "USD" })).unwrap();
        assert_eq!(in_dollars(&business), [0, 150_00, 350_00, 0, 0]);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(in_dollars(&business), [0; 5]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}
