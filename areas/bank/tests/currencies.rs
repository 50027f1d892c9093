//! Accounts in another currency than the books.

use super::*;

const RATES: &str =
    "Date,USD,GBP,\n2026-05-11,1.25,0.80\n2026-05-08,1.20,0.80\n2026-05-04,1.25,0.80\n2026-04-30,1.25,0.80\n";

/// Books in euros with a dollar account beside the current one.
fn business(store: Store) -> Business {
    let business = Business::of(store, "DE", |_| {});
    business.done("open-account", json!({ "name": "Dollars", "kind": "bank", "currency": "USD" }));
    business
}

fn with_rates(store: Store) -> Business {
    let business = business(store);
    business.done("import-rates", json!({ "file_name": "rates.csv", "content": STANDARD.encode(RATES) }));
    business
}

fn books(business: &Business, named: &str, basis: &str) -> i64 {
    let id = business.account(named);
    let answer = business.ask("balances", json!({ "basis": basis }));
    let accounts = answer["accounts"].as_array().unwrap().clone();
    accounts.iter().find(|line| line["id"] == id).map_or(0, |line| line["book_balance_minor"].as_i64().unwrap())
}

fn holds(business: &Business, named: &str) -> (i64, i64) {
    (business.balance(named), books(business, named, "cash"))
}

#[test]
fn lines_of_a_foreign_account_are_worth_what_the_rate_of_their_day_says() {
    store::testing::each_engine(|store| {
        let business = with_rates(store);
        business.import("may.csv", &csv(&[(4, 100_000, "NORTHLIGHT"), (9, -12_000, "HOSTING")]), Some("Dollars"));
        // 1,000.00 at 0.80; the 9th is a Saturday, so Friday's 1 / 1.2 counts.
        assert_eq!(holds(&business, "Dollars"), (88_000, 80_000 - 10_000));
        assert_eq!(holds(&business, "to-sort"), (-70_000, -70_000));
        let line = business.line("NORTHLIGHT");
        business
            .done("sort-line", json!({ "line": line, "parts": [{ "category": business.account("sales-services") }] }));
        assert_eq!(books(&business, "sales-services", "cash"), -80_000);
        let shown = &business.lines()[1];
        assert_eq!((shown["currency"].as_str(), shown["book_minor"].as_i64()), (Some("USD"), Some(80_000)));
        business.verify();
    });
}

#[test]
fn an_account_without_rates_waits_and_says_for_which_days() {
    store::testing::each_engine(|store| {
        let business = business(store);
        let file = csv(&[(4, 100_000, "NORTHLIGHT"), (7, -1_000, "HOSTING")]);
        let input = json!({ "file_name": "may.csv", "content": STANDARD.encode(&file), "account": business.account("Dollars") });
        let refused = business.run("import-statement", input.clone()).unwrap_err().said();
        assert_eq!(refused.code, "rate-is-missing");
        assert!(refused.sentence.contains("4 May 2026, 7 May 2026"), "{}", refused.sentence);
        assert_eq!(business.lines().len(), 0);
        let set = business.run("set-rate", json!({ "currency": "USD", "on": "2026-05-04", "rate": "0.8" })).unwrap();
        business.done("import-statement", input);
        assert_eq!(holds(&business, "Dollars"), (99_000, 79_200));
        business.undo(set.activity);
        assert_eq!(business.ask("rates", json!({}))["rates"], json!([]));
        business.verify();
    });
}

#[test]
fn an_exchange_pairs_by_worth_and_its_difference_is_booked() {
    store::testing::each_engine(|store| {
        let business = with_rates(store);
        business.import("usd.csv", &csv(&[(4, 100_000, "NORTHLIGHT"), (8, -60_000, "EXCHANGE")]), Some("Dollars"));
        business.import("eur.csv", &csv(&[(8, 49_000, "FROM USD"), (9, 49_500, "OTHER")]), Some("Checking"));
        // 600.00 dollars were 500.00 euros that day; 490.00 came, which is two per cent less; one per cent is nearer.
        let out = business.line("EXCHANGE");
        let into = business.line("FROM USD");
        let done = business.run("pair-lines", json!({ "line": out, "other": into })).unwrap();
        assert_eq!(holds(&business, "in-transit"), (0, 0));
        assert_eq!(books(&business, "exchange-difference", "cash"), 1_000);
        business.verify();
        business.undo(done.activity);
        business.done("part-lines", json!({ "line": out, "other": into }));
        business.done("part-lines", json!({ "line": out, "other": business.line("OTHER") }));
        assert_eq!(books(&business, "exchange-difference", "cash"), 0);
        business.verify();
    });
}

#[test]
fn an_account_that_holds_nothing_is_worth_nothing_in_both_bases() {
    store::testing::each_engine(|store| {
        let business = with_rates(store);
        business.import("usd.csv", &csv(&[(4, 100_000, "NORTHLIGHT"), (8, -60_000, "EXCHANGE A")]), Some("Dollars"));
        let revalued = business.run("revalue", json!({ "on": "2026-05-08" })).unwrap();
        // 400.00 dollars are left: they cost 320.00 and are worth 333.33; 600.00 left at 500.00 and had cost 480.00.
        assert_eq!(revalued.outcome["accounts"][0]["realised_minor"], 2_000);
        assert_eq!(revalued.outcome["accounts"][0]["unrealised_minor"], 1_333);
        assert_eq!((books(&business, "Dollars", "cash"), books(&business, "Dollars", "accrual")), (32_000, 33_333));
        assert_eq!(business.refused("revalue", json!({ "on": "2026-05-08" })), "nothing-to-revalue");
        business.verify();
        business.undo(revalued.activity);
        assert_eq!(books(&business, "Dollars", "accrual"), 30_000);
        business.done("revalue", json!({ "on": "2026-05-08" }));
        business.import("more.csv", &csv(&[(11, -40_000, "EXCHANGE B")]), Some("Dollars"));
        business.done("revalue", json!({ "on": "2026-05-12" }));
        for basis in ["cash", "accrual"] {
            assert_eq!(books(&business, "Dollars", basis), 0, "{basis}");
        }
        assert_eq!(business.balance("Dollars"), 0);
        business.verify();
    });
}

#[test]
fn withdrawing_one_side_takes_the_difference_back() {
    store::testing::each_engine(|store| {
        let business = with_rates(store);
        business.import("usd.csv", &csv(&[(8, -60_000, "EXCHANGE")]), Some("Dollars"));
        let came = business.import("eur.csv", &csv(&[(8, 49_500, "TRANSFER FROM DOLLARS")]), Some("Checking"));
        assert_eq!(books(&business, "exchange-difference", "cash"), 500);
        assert_eq!(holds(&business, "in-transit"), (0, 0));
        business.undo(came.activity);
        assert_eq!(books(&business, "exchange-difference", "cash"), 0);
        business.verify();
    });
}

/// Books in dollars, an account in yen, and a rule without an account: its bounds are dollars.
#[test]
fn limits_of_a_rule_recurring_prices_and_private_sums_know_their_currency() {
    store::testing::each_engine(|store| {
        let business = with_rates(store);
        let software = business.account("software");
        let rule = json!({ "text_has": "HOSTING", "from_minor": 8_500, "category": software });
        business.done("add-rule", json!({ "rule": rule }));
        // 100.00 dollars were 80.00 euros on the 4th, less than the rule asks; 110.00 were 88.00 on the 11th.
        business.import("may.csv", &csv(&[(4, -10_000, "HOSTING A"), (11, -11_000, "HOSTING B")]), Some("Dollars"));
        let state = |text: &str| business.lines().iter().find(|line| line["text"] == text).unwrap()["state"].clone();
        assert_eq!((state("HOSTING A"), state("HOSTING B")), (json!("to-sort"), json!("sorted")));
        let own = json!({ "text_has": "HOSTING A", "account": business.account("Dollars"), "through_minor": 10_000, "category": software });
        business.done("add-rule", json!({ "rule": own, "apply": true }));
        assert_eq!(state("HOSTING A"), json!("sorted"));
        business.import("private.csv", &csv(&[(8, -6_000, "TOY SHOP")]), Some("Dollars"));
        let toys = business.line("TOY SHOP");
        business.done("sort-line", json!({ "line": toys, "parts": [{ "category": business.account("private") }] }));
        let months = business.ask("mixed-use", json!({ "months": 12 }))["months"].as_array().unwrap().clone();
        let private: i64 = months.iter().map(|month| month["private_minor"].as_i64().unwrap()).sum();
        assert_eq!(private, 5_000, "60.00 dollars at 1.20");
        business.verify();
    });
}

#[test]
fn a_subscription_in_dollars_keeps_its_price_whatever_the_rate() {
    store::testing::each_engine(|store| {
        let business = business(store);
        for (day, rate) in
            [("2026-02-03", "0.80"), ("2026-03-03", "0.82"), ("2026-04-03", "0.90"), ("2026-05-03", "0.85")]
        {
            business.done("set-rate", json!({ "currency": "USD", "on": day, "rate": rate }));
        }
        let file = "Date,Description,Amount\n2026-02-03,WORKSPACE,-20.00\n2026-03-03,WORKSPACE,-20.00\n2026-04-03,WORKSPACE,-20.00\n2026-05-03,WORKSPACE,-20.00\n";
        business.import("usd.csv", file, Some("Dollars"));
        let cost = business.ask("recurring-costs", json!({}))["costs"][0].clone();
        assert_eq!(
            (&cost["currency"], &cost["last_minor"], &cost["changes"]),
            (&json!("USD"), &json!(2_000), &json!([]))
        );
        // Twelve times 20.00 dollars, as the last was worth 17.00 euros.
        assert_eq!((&cost["yearly_minor"], &cost["monthly_minor"]), (&json!(20_400), &json!(1_700)));
    });
}
