//! Receipts that usually come and did not, prices that changed, costs that stopped, and what opens from them.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use store::testing::each_engine;

use super::{Business, csv};

fn with_receipt(business: &Business, kind: &str, record: i64) {
    let content = STANDARD.encode(format!("Paid with thanks, {record}"));
    let file = json!({ "kind": kind, "record": record, "file_name": format!("{record}.txt"), "content": content });
    business.done("attach-file", file);
}

#[test]
fn a_receipt_is_missing_where_the_payee_usually_sends_one() {
    each_engine(|store| {
        let business = Business::new(store);
        let materials = business.account("materials");
        let lines = [
            (1, -1_100, "KILN SUPPLY 1"),
            (2, -1_200, "KILN SUPPLY 2"),
            (3, -1_300, "KILN SUPPLY 3"),
            (4, -1_400, "KILN SUPPLY 4"),
            (5, -450, "COFFEE"),
            (6, -450, "COFFEE"),
        ];
        business.import("a.csv", &csv(&lines), Some("Checking"));
        let all: Vec<Value> = business.queue().iter().map(|line| line["id"].clone()).collect();
        business.done("sort-lines", json!({ "lines": all, "category": materials }));
        let missing = || business.ask("missing-receipts", json!({}));
        assert_eq!(missing()["count"], 0, "nobody sends receipts yet");
        with_receipt(&business, "bank-line", business.line("KILN SUPPLY 1"));
        with_receipt(&business, "bank-line", business.line("KILN SUPPLY 2"));
        assert_eq!(missing()["count"], 0, "two are no habit");
        // One hangs on the entry instead of on the line.
        let third = business.ask("bank-line", json!({ "line": business.line("KILN SUPPLY 3") }));
        let entry = third["line"]["decision_entry"].as_i64().unwrap();
        with_receipt(&business, "entry", entry);
        let answer = missing();
        assert_eq!((&answer["count"], &answer["sum_minor"]), (&json!(1), &json!(1_400)));
        let cost = &answer["costs"][0];
        let told = ["line", "with_receipt", "of"].map(|name| cost[name].as_i64().unwrap());
        assert_eq!(told, [business.line("KILN SUPPLY 4"), 3, 4]);
        let fourth = business.ask("bank-line", json!({ "line": cost["line"] }));
        let entry = fourth["line"]["decision_entry"].clone();
        let waived = business.run("waive-proof", json!({ "entry": entry, "reason": "lost in the post" })).unwrap();
        assert_eq!(missing()["count"], 0, "the owner's word is enough");
        business.undo(waived.activity);
        assert_eq!(missing()["count"], 1);
    });
}

#[test]
fn prices_that_changed_and_costs_that_stopped_are_told() {
    each_engine(|store| {
        let business = Business::new(store);
        let months = |text: &str, prices: &[(u8, &str)]| {
            let mut file = String::from("Date,Description,Amount\n");
            for (month, price) in prices {
                file.push_str(&format!("2026-{month:02}-03,{text},-{price}\n"));
            }
            file
        };
        let dearer = [(1, "14.40"), (2, "14.40"), (3, "14.40"), (4, "16.50"), (5, "16.50")];
        business.import("a.csv", &months("WORKSPACE", &dearer), Some("Checking"));
        let gone = months("GAZETTE", &[(1, "9.00"), (2, "9.00"), (3, "9.00")]).replace("2026-01", "2025-12");
        let gone = gone.replace("2026-02", "2026-01").replace("2026-03", "2026-02");
        business.import("b.csv", &gone, Some("Checking"));
        let all: Vec<Value> = business.queue().iter().map(|line| line["id"].clone()).collect();
        business.done("sort-lines", json!({ "lines": all, "category": business.account("software") }));
        let answer = business.ask("recurring-costs", json!({}));
        let change = &answer["changed"][0]["changes"][0];
        assert_eq!((&change["from_minor"], &change["to_minor"]), (&json!(1_440), &json!(1_650)));
        assert_eq!(answer["stopped"][0]["payee"], "gazette");
        assert_eq!(answer["costs"].as_array().unwrap().len(), 1, "what stopped is none of what runs");
        business.done("mark-recurring", json!({ "payee": "gazette", "mark": "ended" }));
        assert_eq!(business.ask("recurring-costs", json!({}))["stopped"], json!([]));
    });
}

#[test]
fn private_lines_open_from_their_month() {
    each_engine(|store| {
        let business = Business::new(store);
        let private = business.account("private");
        business.import(
            "a.csv",
            &csv(&[(4, -1_000, "CINEMA"), (5, -4_000, "PHONE"), (6, -9_000, "CLAY")]),
            Some("Checking"),
        );
        business.done("sort-lines", json!({ "lines": [business.line("CINEMA")], "category": private }));
        let parts =
            json!([{ "category": business.account("phone-internet"), "amount_minor": 2_400 }, { "category": private }]);
        business.done("sort-line", json!({ "line": business.line("PHONE"), "parts": parts }));
        let of = |from: &str| {
            let narrowed = json!({ "category": private, "only_out": true, "from": from, "through": "2026-05-31" });
            let answer = business.ask("bank-lines", narrowed);
            (answer["total"].clone(), answer["lines"].as_array().unwrap().len())
        };
        assert_eq!(of("2026-05-01"), (json!(2), 2), "whole and in part");
        assert_eq!(of("2026-05-05"), (json!(1), 1));
    });
}
