//! What is proposed is held against what the owner says afterwards.

use serde_json::json;
use store::testing::each_engine;

use super::{Business, csv};

#[test]
fn proposals_are_measured_by_the_owners_later_word() {
    each_engine(|store| {
        let business = Business::new(store);
        let software = business.account("software");
        let google = |days: &[i8]| csv(&days.iter().map(|day| (*day, -1_440, "GOOGLE WORKSPACE")).collect::<Vec<_>>());
        business.import("a.csv", &google(&[1, 2]), Some("Checking"));
        let sort = |category: i64| {
            for line in business.queue() {
                business.done("sort-line", json!({ "line": line["id"], "parts": [{ "category": category }] }));
            }
        };
        sort(software);
        let measured = || business.ask("learner-accuracy", json!({}));
        assert_eq!(measured()["overall"]["proposed"], 0, "nothing was proposed for the first lines");
        // Two decisions propose; the owner confirms one line and decides the other otherwise.
        business.import("b.csv", &google(&[3]), Some("Checking"));
        sort(software);
        business.import("c.csv", &google(&[4, 5]), Some("Checking"));
        assert_eq!(business.queue().len(), 0, "three alike are booked");
        let line = business.line("GOOGLE WORKSPACE");
        let repairs = business.account("repairs");
        let wrong = business.run("sort-line", json!({ "line": line, "parts": [{ "category": repairs }] })).unwrap();
        let answer = measured();
        let overall = json!({ "proposed": 3, "right": 1, "wrong": 1, "stood": 1, "permille": 666 });
        assert_eq!(answer["overall"], overall);
        assert_eq!((&answer["payees"][0]["accuracy"], &answer["months"][0]["month"]), (&overall, &json!("2026-05-01")));
        let ways: Vec<_> = answer["ways"].as_array().unwrap().iter().map(|way| way["way"].clone()).collect();
        assert_eq!(ways, ["learned", "payee"]);
        assert_eq!(answer["times_needed"], 3);
        business.undo(wrong.activity);
        assert_eq!(measured()["overall"]["permille"], 1_000);
    });
}

#[test]
fn the_learner_never_learns_from_its_own_guesses() {
    each_engine(|store| {
        let business = Business::new(store);
        let (software, repairs) = (business.account("software"), business.account("repairs"));
        let google = |days: &[i8]| csv(&days.iter().map(|day| (*day, -1_440, "GOOGLE WORKSPACE")).collect::<Vec<_>>());
        business.import("a.csv", &google(&[1, 2, 3]), Some("Checking"));
        for line in business.queue() {
            business.done("sort-line", json!({ "line": line["id"], "parts": [{ "category": software }] }));
        }
        // Twenty lines follow what was learned. Nobody looked at them, so they teach nothing.
        business.import("b.csv", &google(&(4..24).collect::<Vec<_>>()), Some("Checking"));
        let queue = business.ask("to-sort", json!({}));
        assert_eq!((&queue["count"], &queue["last_learned"]), (&json!(0), &json!(20)), "and that is said");
        let learned = business.ask("bank-lines", json!({ "decided_by": "learned" }));
        assert_eq!(learned["total"], 20);
        assert_eq!(learned["lines"][0]["reason"], "3 of 3 earlier lines of this payee went there.");
        // Had the twenty counted, one word against them would be nothing. It is one of four.
        let other = learned["lines"][0]["id"].clone();
        business.done("sort-line", json!({ "line": other, "parts": [{ "category": repairs }] }));
        business.import("c.csv", &google(&[25]), Some("Checking"));
        let waiting = business.queue();
        assert_eq!(waiting.len(), 1, "three of four are not sure enough to book");
        let reason = &waiting[0]["suggestion"]["reason"];
        assert_eq!(reason, "3 of 4 earlier lines of this payee went there.");
        // Neither rules nor pairs teach anything either.
        business.done("add-rule", json!({ "rule": { "text_has": "figma", "category": software } }));
        let figma = csv(&(1..9).map(|day| (day, -900, "FIGMA SEAT")).collect::<Vec<_>>());
        business.import("d.csv", &figma, Some("Checking"));
        let rule = business.ask("rules", json!({}))["rules"][0]["id"].clone();
        business.done("remove-rule", json!({ "rule": rule }));
        business.import("e.csv", &csv(&[(27, -900, "FIGMA SEAT")]), Some("Checking"));
        assert_eq!(business.line("FIGMA SEAT"), business.queue()[0]["id"].as_i64().unwrap());
        assert_eq!(business.queue()[0]["suggestion"], serde_json::Value::Null, "what a rule did is no lesson");
    });
}

#[test]
fn words_alone_never_book_a_line() {
    each_engine(|store| {
        let business = Business::new(store);
        let materials = business.account("materials");
        let shops = csv(&(1..20).map(|day| (day, -100 - i64::from(day), "KILN SUPPLY")).collect::<Vec<_>>());
        business.import("a.csv", &shops, Some("Checking"));
        for line in business.queue() {
            business.done("sort-line", json!({ "line": line["id"], "parts": [{ "category": materials }] }));
        }
        business.import("b.csv", &csv(&[(21, -4_000, "KILN SUPPLY NORTH BRANCH")]), Some("Checking"));
        let queue = business.queue();
        assert_eq!(queue.len(), 1, "however often the words went there, another payee is a question");
        let suggestion = &queue[0]["suggestion"];
        assert_eq!((&suggestion["category"], &suggestion["unsure"]), (&json!(materials), &json!(true)));
    });
}
