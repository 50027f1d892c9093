//! What the owner is paid and pays for themselves comes back on statements and is recognised.

use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use super::{Business, csv};

/// A business with 1,000.00 on Checking, all of it in the owner's pay.
fn with_money(store: Store) -> Business {
    let business = Business::new(store);
    business.import("opening.csv", &csv(&[(1, 100_000, "START")]), Some("Checking"));
    let (from, to) = (pocket(&business, "unassigned"), pocket(&business, "owners-pay"));
    business.done("move-money", json!({ "from": from, "to": to, "amount_minor": 100_000 }));
    business
}

fn state_of(business: &Business, id: &Value) -> Value {
    let answer = business.ask("pockets", json!({ "on": "2199-12-31" }));
    let pockets = answer["pockets"].as_array().unwrap().clone();
    pockets.into_iter().find(|pocket| pocket["role"] == *id || pocket["id"] == *id).unwrap()
}

fn pocket(business: &Business, role: &str) -> Value {
    state_of(business, &json!(role))["id"].clone()
}

fn holds(business: &Business, id: &Value) -> i64 {
    state_of(business, id)["holds_minor"].as_i64().unwrap()
}

fn of_amount(business: &Business, amount: i64) -> Value {
    business.lines().into_iter().find(|line| line["amount_minor"] == amount).unwrap()
}

#[test]
fn a_run_of_pay_is_met_by_its_line_and_waits_again_without_it() {
    each_engine(|store| {
        let business = with_money(store);
        business.done("plan-pay", json!({ "day": 12, "from_account": business.account("Checking") }));
        let run = business.done("run-pay", json!({ "amount_minor": 60_000 }));
        let state = || business.ask("pay-proposal", json!({}))["runs"][0].clone();
        assert_eq!(state()["state"], "run");
        let reference = format!("TRANSFER {}", run["reference"].as_str().unwrap());
        let done = business.import("pay.csv", &csv(&[(13, -60_000, &reference)]), Some("Checking"));
        let line = of_amount(&business, -60_000);
        assert_eq!((&line["state"], business.balance("owners-pay")), (&json!("sorted"), 60_000));
        assert_eq!((&state()["state"], &state()["met_on"]), (&json!("met"), &json!("2026-05-13")));
        assert_eq!(business.refused("withdraw-pay", json!({ "run": run["run"] })), "payment-was-seen");
        business.verify();
        let statement = done.outcome["accounts"][0]["statement"].clone();
        business.done("withdraw-statement", json!({ "statement": statement }));
        assert_eq!(state()["state"], "run");
        // A bank that drops the reference: account, amount and day decide.
        business.import("pay.csv", &csv(&[(14, -60_000, "ONLINE BANKING")]), Some("Checking"));
        assert_eq!((&state()["state"], &state()["met_on"]), (&json!("met"), &json!("2026-05-14")));
        business.verify();
    });
}

#[test]
fn a_contribution_is_met_by_its_line_out_of_its_own_pocket() {
    each_engine(|store| {
        let business = with_money(store);
        let input = json!({
            "name": "Health insurance", "category": business.account("owner-health-insurance"), "every_months": 1,
            "first_on": "2026-05-12", "amount_minor": 30_000, "from_account": business.account("Checking"),
        });
        let planned = business.done("plan-contribution", input);
        let own = planned["pocket"].clone();
        let fill = json!({ "from": pocket(&business, "owners-pay"), "to": own, "amount_minor": 70_000 });
        business.done("move-money", fill);
        let run = business.done("run-contribution", json!({ "plan": planned["plan"] }));
        let state = |at: usize| business.ask("contributions", json!({}))["history"][at]["state"].clone();
        assert_eq!(state(0), "run");
        let reference = format!("SEPA {}", run["reference"].as_str().unwrap());
        business.import("may.csv", &csv(&[(13, -30_000, &reference)]), Some("Checking"));
        assert_eq!((state(0), of_amount(&business, -30_000)["state"].clone()), (json!("met"), json!("sorted")));
        assert_eq!((holds(&business, &own), business.balance("owner-health-insurance")), (40_000, 30_000));
        // Its category draws on another pocket since: the payment still leaves its own.
        let away =
            json!({ "category": business.account("owner-health-insurance"), "pocket": pocket(&business, "tax") });
        business.done("set-category-pocket", away);
        let next = business.done("run-contribution", json!({ "plan": planned["plan"], "amount_minor": 25_000 }));
        assert_eq!(next["requested_on"], "2026-06-12");
        let reference = format!("SEPA {}", next["reference"].as_str().unwrap());
        business.import("june.csv", &csv(&[(14, -25_000, &reference)]), Some("Checking"));
        assert_eq!((state(0), holds(&business, &own)), (json!("met"), 15_000));
        business.verify();
    });
}
