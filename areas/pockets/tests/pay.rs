//! The owner's pay: planned, proposed, run, met by its entry, skipped, taken back.

use jiff::civil::date;
use kernel::Failure;
use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use crate::fixture::{Business, TODAY};

fn code(failure: Failure) -> String {
    failure.said().code
}

fn minor(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// A German business with two years behind it would be long to tell: four months of one sale each, and money in pockets.
fn earning(store: Store) -> Business {
    let business = Business::founded_in(store, "DE", date(2026, 1, 1), 3000_00);
    for month in 1..=5 {
        business.post(
            date(2026, month, 3),
            "Consulting",
            None,
            &[("Checking ··4821", 5000_00), ("sales-services", -5000_00)],
        );
        business.post(date(2026, month, 4), "Rent", None, &[("Checking ··4821", -1000_00), ("rent", 1000_00)]);
    }
    business
}

fn plan(business: &Business) -> Value {
    json!({ "day": 12, "from_account": business.account("Checking ··4821"), "holder": "Ines Calloway",
            "iban": "NL91 ABNA 0417 1643 00" })
}

#[test]
fn pay_is_proposed_from_what_the_pocket_took_in() {
    each_engine(|store| {
        let business = earning(store);
        let answer = business.ask("pay-proposal", json!({}));
        assert_eq!((&answer["plan"], &answer["due_on"]), (&Value::Null, &Value::Null));
        let page = business.page("/pockets/pay").unwrap();
        assert!(page.contains("/pockets/pay?do=plan"), "{page}");
        business.run("plan-pay", plan(&business)).unwrap();
        let answer = business.ask("pay-proposal", json!({}));
        // 43 % of 5,000.00 go to the owner's pay in each of the four full months.
        assert_eq!(minor(&answer["average_minor"]), 2150_00);
        assert_eq!((minor(&answer["amount_minor"]), &answer["due_on"]), (2150_00, &json!("2026-05-12")));
        assert_eq!(answer["reason"], "months");
        assert!(answer["said"].as_str().unwrap().contains("2.150,00 a month since"), "{}", answer["said"]);
        // The pay day is today, so it waits.
        let needs = business.ask("needs", json!({}));
        assert!(needs.to_string().contains("/pockets/pay"), "{needs}");
    });
}

#[test]
fn a_run_is_ordered_once_and_meets_its_entry() {
    each_engine(|store| {
        let business = earning(store);
        assert_eq!(code(business.run("run-pay", json!({})).unwrap_err()), "no-pay-plan");
        business.run("plan-pay", plan(&business)).unwrap();
        business
            .run(
                "set-account-details",
                json!({ "account": business.account("Checking ··4821"), "iban": "DE89370400440532013000" }),
            )
            .unwrap();
        for (input, refused) in [
            (json!({ "amount_minor": 0 }), "not-positive"),
            (json!({ "amount_minor": 900_000_00 }), "more-than-the-pocket-holds"),
            (json!({ "requested_on": "2026-05-11" }), "day-is-past"),
        ] {
            assert_eq!(code(business.run("run-pay", input).unwrap_err()), refused);
        }
        let before = business.ask("pockets", json!({}));
        let run = business.run("run-pay", json!({})).unwrap();
        assert_eq!(business.ask("pockets", json!({})), before, "nothing is booked");
        assert_eq!(code(business.run("run-pay", json!({})).unwrap_err()), "pay-was-run");
        let order = business.ask("pay-order", json!({ "run": run.outcome["run"] }));
        let content = order["content"].as_str().unwrap();
        assert!(content.contains("<InstdAmt Ccy=\"EUR\">2150.00</InstdAmt>"), "{content}");
        assert!(content.contains("NL91ABNA0417164300") && content.contains("Ines Calloway"), "{content}");
        let state = || business.ask("pay-proposal", json!({}))["runs"][0]["state"].clone();
        assert_eq!(state(), "run");
        assert_eq!(business.ask("expected-payments", json!({}))["sides"][0]["amount_minor"], -2150_00);
        business.page("/pockets/pay?run=latest").unwrap();
        let rows = [("Checking ··4821", -2150_00), ("owners-pay", 2150_00)];
        let entry = business.post(TODAY, "Pay", None, &rows);
        assert_eq!(state(), "met");
        assert_eq!(business.ask("expected-payments", json!({}))["sides"], json!([]));
        let withdraw = json!({ "run": run.outcome["run"] });
        assert_eq!(code(business.run("withdraw-pay", withdraw.clone()).unwrap_err()), "payment-was-seen");
        // The entry is corrected: the run waits again, and can be taken back.
        business.run("reverse-entry", json!({ "entry": entry })).unwrap();
        assert_eq!(state(), "run");
        business.run("undo", json!({ "activity": run.activity })).unwrap();
        assert_eq!(state(), "withdrawn");
        assert_eq!(code(business.run("withdraw-pay", withdraw).unwrap_err()), "pay-run-is-withdrawn");
        assert_eq!(business.ask("pay-proposal", json!({}))["due_on"], "2026-05-12");
    });
}

#[test]
fn a_raise_waits_for_three_months_in_the_buffer() {
    each_engine(|store| {
        let business = earning(store);
        for month in 2..=4 {
            let rows = [("Checking ··4821", -1500_00), ("owners-pay", 1500_00)];
            business.post(date(2026, month, 25), "Pay", None, &rows);
        }
        business.run("plan-pay", plan(&business)).unwrap();
        let answer = business.ask("pay-proposal", json!({}));
        assert_eq!((minor(&answer["amount_minor"]), &answer["reason"]), (1500_00, &json!("raise-locked")));
        assert_eq!(code(business.run("run-pay", json!({ "amount_minor": 1500_01 })).unwrap_err()), "raise-is-locked");
        // Three months of overhead at 1,000.00 go to the buffer out of the cash of the start.
        let parts = json!([{ "pocket": business.pocket("buffer"), "amount_minor": 3000_00 }]);
        business.run("divide-cash", json!({ "parts": parts })).unwrap();
        let answer = business.ask("pay-proposal", json!({}));
        assert_eq!((minor(&answer["amount_minor"]), &answer["reason"]), (2150_00, &json!("raise")));
    });
}

#[test]
fn a_month_is_skipped_with_its_reason_and_taken_up_again() {
    each_engine(|store| {
        let business = earning(store);
        business.run("plan-pay", plan(&business)).unwrap();
        let skipped = business.run("skip-pay", json!({ "reason": "A slow month" })).unwrap();
        let answer = business.ask("pay-proposal", json!({}));
        assert_eq!((&answer["runs"][0]["state"], &answer["due_on"]), (&json!("skipped"), &json!("2026-06-12")));
        assert_eq!(answer["runs"][0]["said"], "A slow month");
        assert!(!business.ask("needs", json!({})).to_string().contains("/pockets/pay"));
        business.run("undo", json!({ "activity": skipped.activity })).unwrap();
        assert_eq!(business.ask("pay-proposal", json!({}))["due_on"], "2026-05-12");
    });
}

#[test]
fn a_plan_is_checked_at_its_field_and_put_back_by_undo() {
    each_engine(|store| {
        let business = earning(store);
        let checking = business.account("Checking ··4821");
        business.run("set-account-details", json!({ "account": checking, "iban": "DE89370400440532013000" })).unwrap();
        for (change, refused) in [
            (json!({ "day": 0 }), "no-such-day"),
            (json!({ "day": 32 }), "no-such-day"),
            (json!({ "from_account": business.account("Card ··7710") }), "not-a-bank-account"),
            (json!({ "iban": "NL91 ABNA 0417 1643 01" }), "not-an-iban"),
            (json!({ "iban": "DE89 3704 0044 0532 0130 00" }), "account-of-the-business"),
            (json!({ "holder": "x".repeat(71) }), "holder-length"),
            (json!({ "minimum_minor": -1 }), "below-nothing"),
        ] {
            let mut input = plan(&business);
            for (name, value) in change.as_object().unwrap() {
                input[name] = value.clone();
            }
            assert_eq!(code(business.run("plan-pay", input).unwrap_err()), refused, "{change}");
        }
        business.run("plan-pay", plan(&business)).unwrap();
        let mut later = plan(&business);
        later["day"] = json!(28);
        let changed = business.run("plan-pay", later).unwrap();
        assert_eq!(business.ask("pay-proposal", json!({}))["plan"]["day"], 28);
        business.run("undo", json!({ "activity": changed.activity })).unwrap();
        assert_eq!(business.ask("pay-proposal", json!({}))["plan"]["day"], 12);
        let ended = business.run("end-pay-plan", json!({})).unwrap();
        assert_eq!(business.ask("pay-proposal", json!({}))["plan"], Value::Null);
        business.run("undo", json!({ "activity": ended.activity })).unwrap();
        assert_eq!(business.ask("pay-proposal", json!({}))["plan"]["iban"], "NL91ABNA0417164300");
    });
}

#[test]
fn runway_tells_bad_likely_and_good_months_apart() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 9000_00);
        for (month, sold) in [(1, 1000_00), (2, 2000_00), (3, 3000_00), (4, 4000_00)] {
            let rows = [("Checking ··4821", sold), ("sales-services", -sold)];
            business.post(date(2026, month, 3), "Sale", None, &rows);
            business.post(date(2026, month, 4), "Rent", None, &[("Checking ··4821", -1500_00), ("rent", 1500_00)]);
        }
        let answer = business.ask("runway", json!({}));
        let cases = answer["cases"].as_array().unwrap();
        let of = |at: usize, name: &str| minor(&cases[at][name]);
        assert_eq!(cases.len(), 4);
        assert_eq!([0, 1, 2, 3].map(|at| of(at, "earned_minor")), [0, 1750_00, 2500_00, 3250_00]);
        // 30 % of what is earned is put by for tax.
        assert_eq!(of(2, "after_tax_minor"), 1750_00);
        assert_eq!(minor(&cases[2]["with_pay"]["monthly_minor"]), 250_00);
        assert_eq!(cases[2]["with_pay"]["lasts"], Value::Null);
        assert_eq!(cases[0]["with_pay"]["lasts"], business.ask("where-you-stand", json!({}))["with_pay"]);
        assert_eq!(minor(&cases[0]["ahead_minor"][2]), minor(&answer["free_minor"]) - 3000_00);
        let page = business.page("/pockets/runway").unwrap();
        assert!(page.contains("In likely months you grow."), "{page}");
    });
}

#[test]
fn runway_without_history_says_so_and_asks() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 4, 1), 9000_00);
        let answer = business.ask("runway", json!({}));
        assert_eq!((&answer["enough"], answer["cases"].as_array().unwrap().len()), (&json!(false), 1));
        assert!(business.page("/pockets/runway").unwrap().contains("Bring in earlier statements"));
    });
}
