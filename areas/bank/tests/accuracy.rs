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
