//! What comes again is found, said to have ended, hidden and shown again; private payments are counted.

use serde_json::json;
use store::testing::each_engine;

use super::{Business, csv};

fn monthly(text: &str, cents: &[&str]) -> String {
    let mut file = String::from("Date,Description,Amount\n");
    for (index, amount) in cents.iter().enumerate() {
        file.push_str(&format!("2026-{:02}-03,{text},-{amount}\n", index + 1));
    }
    file
}

#[test]
fn a_subscription_is_found_with_its_price_and_its_end_is_the_owners_word() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import(
            "a.csv",
            &monthly("GOOGLE WORKSPACE", &["14.40", "14.40", "14.40", "16.50", "16.50"]),
            Some("Checking"),
        );
        let software = business.account("software");
        let lines: Vec<_> = business.queue().iter().map(|line| line["id"].clone()).collect();
        business.done("sort-lines", json!({ "lines": lines, "category": software }));
        let answer = business.ask("recurring-costs", json!({}));
        let cost = &answer["costs"][0];
        assert_eq!(
            (&cost["rhythm"], &cost["last_minor"], &cost["yearly_minor"]),
            (&json!("monthly"), &json!(1_650), &json!(19_800))
        );
        assert_eq!(
            (&cost["next_on"], &cost["is_cost"], &cost["category"]),
            (&json!("2026-06-03"), &json!(true), &json!(software))
        );
        assert_eq!((&cost["changes"][0]["from_minor"], &answer["monthly_minor"]), (&json!(1_440), &json!(1_650)));
        let payee = cost["payee"].clone();
        let ended = business.run("mark-recurring", json!({ "payee": payee, "mark": "ended" })).unwrap();
        assert_eq!(business.ask("recurring-costs", json!({}))["costs"], json!([]));
        assert_eq!(business.ask("recurring-costs", json!({ "ended": true }))["costs"][0]["ended"], true);
        business.undo(ended.activity);
        assert_eq!(business.ask("recurring-costs", json!({}))["costs"].as_array().unwrap().len(), 1);
        business.done("mark-recurring", json!({ "payee": payee, "mark": "not-recurring" }));
        let answer = business.ask("recurring-costs", json!({ "ended": true }));
        assert_eq!((&answer["costs"], &answer["hidden"][0]["payee"]), (&json!([]), &payee));
        assert_eq!(business.refused("mark-recurring", json!({ "payee": " ", "mark": "ended" })), "payee-is-empty");
    });
}

#[test]
fn a_charge_that_did_not_come_is_missed_once_later_lines_are_known() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &monthly("GREYSTONE RENT", &["600.00", "600.00", "600.00"]), Some("Checking"));
        assert_eq!(business.ask("recurring-costs", json!({}))["missed"], 0, "nothing is known of April");
        business.import("b.csv", &csv(&[(9, -450, "COFFEE")]), Some("Checking"));
        let answer = business.ask("recurring-costs", json!({ "ended": true }));
        assert_eq!(answer["costs"][0]["standing"], "stopped", "two months on nothing came");
    });
}

#[test]
fn private_payments_are_counted_with_parts_of_lines() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import(
            "a.csv",
            &csv(&[(4, -1_000, "CINEMA"), (5, -4_000, "PHONE"), (6, -9_000, "CLAY"), (7, 5_000, "J MARSH")]),
            Some("Checking"),
        );
        let (private, phone, materials) =
            (business.account("private"), business.account("phone-internet"), business.account("materials"));
        business.done("sort-lines", json!({ "lines": [business.line("CINEMA")], "category": private }));
        business.done("sort-lines", json!({ "lines": [business.line("CLAY")], "category": materials }));
        let parts = json!([{ "category": phone, "amount_minor": 2_400 }, { "category": private }]);
        business.done("sort-line", json!({ "line": business.line("PHONE"), "parts": parts }));
        let answer = business.ask("mixed-use", json!({ "months": 2 }));
        let expected =
            json!({ "month": "2026-05-01", "payments": 3, "private": 2, "private_minor": 2_600, "permille": 666 });
        assert_eq!((&answer["months"][1], answer["months"].as_array().unwrap().len()), (&expected, 2));
    });
}
