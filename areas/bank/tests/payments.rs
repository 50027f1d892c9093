//! Transfers of payment files come back on statements and are recognised.

use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use super::{Business, csv};

/// A business with 1,000.00 on Checking, 400.00 of it tax that lives on Savings, and a payment file for it.
fn with_file(store: Store) -> (Business, Value) {
    let business = Business::new(store);
    business.import("opening.csv", &csv(&[(1, 100_000, "START")]), Some("Checking"));
    let pocket = |role: &str| {
        let answer = business.ask("pockets", json!({}));
        let pockets = answer["pockets"].as_array().unwrap().clone();
        pockets.into_iter().find(|pocket| pocket["role"] == role).unwrap()["id"].clone()
    };
    let input = json!({ "from": pocket("unassigned"), "to": pocket("tax"), "amount_minor": 40_000 });
    business.done("move-money", input);
    business.done("map-pocket", json!({ "pocket": pocket("tax"), "account": business.account("Savings") }));
    let made = business.done("make-payment-file", json!({ "format": "csv" }));
    (business, made)
}

fn line_of_file(business: &Business) -> Value {
    business.ask("payment-files", json!({}))["files"][0]["lines"][0].clone()
}

#[test]
fn both_sides_are_sorted_by_themselves_and_the_file_says_so() {
    each_engine(|store| {
        let (business, made) = with_file(store);
        let reference = format!("TRANSFER EREF {}-1", made["message_id"].as_str().unwrap());
        business.import("out.csv", &csv(&[(13, -40_000, &reference)]), Some("Checking"));
        assert_eq!(line_of_file(&business)["left_on"], "2026-05-13");
        assert_eq!(business.ask("payment-files", json!({}))["files"][0]["state"], "under-way");
        let line = business.lines().into_iter().find(|line| line["amount_minor"] == -40_000).unwrap();
        assert_eq!(line["state"], "transfer");
        assert!(line["reason"].as_str().unwrap().contains("payment file"), "{line}");
        assert_eq!(business.refused("withdraw-payment-file", json!({ "file": made["file"] })), "payment-was-seen");
        // The other bank drops the reference: account, amount and day decide.
        business.import("in.csv", &csv(&[(14, 40_000, "INCOMING")]), Some("Savings"));
        assert_eq!(line_of_file(&business)["arrived_on"], "2026-05-14");
        assert_eq!(business.ask("payment-files", json!({}))["files"][0]["state"], "arrived");
        assert_eq!((business.balance("in-transit"), business.balance("Savings")), (0, 40_000));
        assert_eq!(business.ask("transfers-to-make", json!({}))["currencies"][0]["transfers"], json!([]));
        business.verify();
    });
}

#[test]
fn a_withdrawn_statement_shows_nothing_any_more() {
    each_engine(|store| {
        let (business, _) = with_file(store);
        let done = business.import("in.csv", &csv(&[(14, 40_000, "INCOMING")]), Some("Savings"));
        assert_eq!(line_of_file(&business)["arrived_on"], "2026-05-14");
        let statement = done.outcome["accounts"][0]["statement"].clone();
        business.done("withdraw-statement", json!({ "statement": statement }));
        assert_eq!(line_of_file(&business)["arrived_on"], Value::Null);
        business.verify();
    });
}

#[test]
fn another_payment_of_the_same_amount_is_no_transfer_when_a_rule_knows_it() {
    each_engine(|store| {
        let (business, _) = with_file(store);
        let rent = business.account("rent");
        business.done("add-rule", json!({ "rule": { "text_has": "foundry street", "category": rent } }));
        business.import("out.csv", &csv(&[(13, -40_000, "FOUNDRY STREET RENT")]), Some("Checking"));
        assert_eq!((business.balance("rent"), &line_of_file(&business)["left_on"]), (40_000, &Value::Null));
    });
}

#[test]
fn a_transfer_that_comes_back_is_proposed_again() {
    each_engine(|store| {
        let (business, made) = with_file(store);
        let reference = format!("TRANSFER EREF {}-1", made["message_id"].as_str().unwrap());
        business.import("out.csv", &csv(&[(13, -40_000, &reference)]), Some("Checking"));
        let proposed = || business.ask("transfers-to-make", json!({}))["currencies"][0]["transfers"].clone();
        assert_eq!(proposed(), json!([]), "it is on its way");
        let back =
            business.import("back.csv", &csv(&[(15, 40_000, &format!("RETURNED {reference}"))]), Some("Checking"));
        assert_eq!(line_of_file(&business)["returned_on"], "2026-05-15");
        assert_eq!(business.ask("payment-files", json!({}))["files"][0]["state"], "ended");
        assert_eq!((business.balance("in-transit"), business.balance("Checking")), (0, 100_000));
        assert_eq!(proposed()[0]["amount_minor"], 40_000);
        business.verify();
        let statement = back.outcome["accounts"][0]["statement"].clone();
        business.done("withdraw-statement", json!({ "statement": statement }));
        assert_eq!((&line_of_file(&business)["returned_on"], proposed()), (&Value::Null, json!([])));
        business.verify();
    });
}

#[test]
fn a_transfer_made_by_hand_is_not_proposed_again_while_it_is_on_its_way() {
    each_engine(|store| {
        let (business, made) = with_file(store);
        business.done("withdraw-payment-file", json!({ "file": made["file"] }));
        let answer = || business.ask("transfers-to-make", json!({}))["currencies"][0].clone();
        assert_eq!(answer()["transfers"][0]["amount_minor"], 40_000);
        business.import("out.csv", &csv(&[(11, -40_000, "TO MY SAVINGS")]), Some("Checking"));
        business.done("sort-as-transfer", json!({ "line": business.lines()[0]["id"] }));
        assert_eq!((&answer()["transfers"], &answer()["under_way"][0]["amount_minor"]), (&json!([]), &json!(40_000)));
        business.import("in.csv", &csv(&[(12, 40_000, "FROM MY CHECKING")]), Some("Savings"));
        let arrived = business.lines().into_iter().find(|line| line["amount_minor"] == 40_000).unwrap();
        if arrived["state"] != "transfer" {
            business.done("sort-as-transfer", json!({ "line": arrived["id"] }));
        }
        assert_eq!((&answer()["transfers"], &answer()["under_way"]), (&json!([]), &json!([])));
        business.verify();
    });
}
