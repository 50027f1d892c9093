//! The general journal: entries in their order, folded, filtered and walked page by page.

use jiff::civil::date;
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::Business;

fn entries(answer: &Value) -> Vec<i64> {
    let mut entries: Vec<i64> =
        answer["lines"].as_array().unwrap().iter().map(|line| line["entry"].as_i64().unwrap()).collect();
    entries.dedup();
    entries
}

fn filled(store: store::Store) -> (Business, [i64; 4]) {
    let business = Business::new(store);
    let post = |on, text: &str, amount: i64, other: &str| {
        business.post(on, text, &[("Checking", amount), (other, -amount)]).unwrap()
    };
    // Posted out of the order of their days.
    let late = post(date(2026, 4, 20), "Workshop at Northlight", 300_00, "sales-services");
    let early = post(date(2026, 4, 2), "Studio rent", -120_00, "rent");
    let wrong = post(date(2026, 4, 10), "Typed twice", 5_00, "sales-services");
    let right = business.run("reverse-entry", json!({ "entry": wrong, "posted_on": "2026-04-11" }));
    let right = right.unwrap_or_else(|_| business.run("reverse-entry", json!({ "entry": wrong })).unwrap());
    (business, [late, early, wrong, right.outcome["entry"].as_i64().unwrap()])
}

#[test]
fn entries_stand_in_the_order_of_their_days_and_both_sides_are_equal() {
    each_engine(|store| {
        let (business, [late, early, ..]) = filled(store);
        let answer = business.ask("journal", json!({ "from": "2026-04-01", "through": "2026-05-31" }));
        assert_eq!(entries(&answer), [early, late]);
        assert_eq!((&answer["debits_minor"], &answer["credits_minor"]), (&json!(420_00), &json!(420_00)));
        assert_eq!((&answer["entries"], &answer["all_debits_minor"]), (&json!(2), &json!(420_00)));
        // The debit is written before the credit, in whichever order they were posted.
        let second = &answer["lines"][1];
        assert_eq!((&second["account_name"], &second["credit_minor"]), (&json!("Checking"), &json!(120_00)));
        assert_eq!(answer["lines"][0]["debit_minor"], json!(120_00));
    });
}

#[test]
fn a_corrected_pair_is_folded_unless_it_is_asked_for_or_half_of_it_lies_elsewhere() {
    each_engine(|store| {
        let (business, [late, early, wrong, right]) = filled(store);
        let ask = |extra: Value| {
            let mut asks = json!({ "from": "2026-04-01", "through": "2026-05-31" });
            asks.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            let mut shown = entries(&business.ask("journal", asks));
            shown.sort_unstable();
            shown
        };
        assert_eq!(ask(json!({ "corrections": true })), [late, early, wrong, right]);
        let day = ask(json!({ "from": "2026-04-10", "through": "2026-04-10" }));
        let of_correction = business.ask("entry", json!({ "entry": right }))["posted_on"].clone();
        assert_eq!(day.contains(&wrong), of_correction != "2026-04-10");
    });
}

#[test]
fn filters_leave_what_is_asked_for() {
    each_engine(|store| {
        let (business, [late, early, ..]) = filled(store);
        business.run("set-tags", json!({ "kind": "entry", "record": late, "tags": ["spring"] })).unwrap();
        let tag = business.ask("tags", json!({}))["tags"][0]["id"].clone();
        let rent = business.account("rent");
        let all = json!({ "from": "2026-04-01", "through": "2026-05-31" });
        for (extra, expected) in [
            (json!({ "account": rent }), vec![early]),
            (json!({ "text": "north work" }), vec![late]),
            (json!({ "text": "north rent" }), vec![]),
            (json!({ "tag": tag }), vec![late]),
            (json!({ "tag": 999_999 }), vec![]),
            (json!({ "source": "hand" }), vec![early, late]),
            (json!({ "source": "bank-line" }), vec![]),
            (json!({ "account": business.account("Checking"), "text": "rent" }), vec![early]),
        ] {
            let mut asks = all.clone();
            asks.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            let answer = business.ask("journal", asks);
            assert_eq!(entries(&answer), expected, "{extra}");
            assert_eq!(answer["entries"], json!(expected.len()), "{extra}");
        }
        let tagged = business.ask("journal", json!({ "tag": tag }));
        assert_eq!(tagged["lines"][0]["tags"], json!(["spring"]));
    });
}

#[test]
fn a_walk_page_by_page_meets_every_entry_once() {
    each_engine(|store| {
        let business = Business::new(store);
        let checking = business.account("Checking");
        for day in 1..=9 {
            business.post(date(2026, 4, 10 - day), "Sale", &[("Checking", 1_00), ("sales-goods", -1_00)]).unwrap();
        }
        for account in [json!(null), json!(checking)] {
            let (mut after, mut met) = (json!(null), Vec::new());
            loop {
                let asks = json!({ "from": "2026-04-01", "account": account, "after": after, "limit": 4 });
                let answer = business.ask("journal", asks);
                assert_eq!(answer["debits_minor"], answer["credits_minor"]);
                met.extend(entries(&answer));
                after = answer["later"].clone();
                if after.is_null() {
                    break;
                }
            }
            let mut expected = met.clone();
            expected.sort_by_key(|entry| std::cmp::Reverse(*entry));
            assert_eq!((met.len(), &met), (9, &expected));
        }
    });
}
