//! Rules that split lines, and what rules and the owner say beyond a category: client, project, offer, channel, pocket.

use serde_json::{Value, json};
use store::testing::each_engine;

use super::{Business, csv};

fn pocket(business: &Business, role: &str) -> (i64, i64) {
    let pockets = business.ask("pockets", json!({ "on": "2199-12-31" }));
    let found = pockets["pockets"].as_array().unwrap().iter().find(|pocket| pocket["role"] == role).unwrap().clone();
    (found["id"].as_i64().unwrap(), found["holds_minor"].as_i64().unwrap())
}

fn split_in_two(business: &Business, first: &str, second: &str) -> Value {
    json!({ "text_has": "rent", "parts": [
        { "category": business.account(first), "permille": 600 },
        { "category": business.account(second) },
    ] })
}

#[test]
fn a_rule_splits_waiting_and_later_lines_and_its_undo_takes_the_waiting_ones_back() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -100_001, "RENT MAY")]), Some("Checking"));
        let rule = split_in_two(&business, "materials", "private");
        assert_eq!(business.ask("rule-preview", rule.clone())["count"], 1);
        let made = business.run("add-rule", json!({ "rule": rule, "apply": true })).unwrap();
        let stands = || (business.balance("to-sort"), business.balance("materials"), business.balance("private"));
        assert_eq!(stands(), (0, 60_001, 40_000), "the larger remainder gets the cent");
        assert_eq!(business.ask("rules", json!({}))["rules"][0]["lines"], 1);
        business.undo(made.activity);
        assert_eq!((stands(), business.queue().len()), ((100_001, 0, 0), 1));
        business.done("add-rule", json!({ "rule": split_in_two(&business, "materials", "private"), "apply": true }));
        business.import("b.csv", &csv(&[(9, -5_000, "RENT GARAGE")]), Some("Checking"));
        assert_eq!(stands(), (0, 63_001, 42_000), "a line that comes in later is split at once");
        let line = business.line("RENT GARAGE");
        let detail = business.ask("bank-line", json!({ "line": line }));
        assert_eq!((&detail["line"]["decided_by"], detail["parts"].as_array().unwrap().len()), (&json!("rule"), 2));
        let better =
            business.run("sort-line", json!({ "line": line, "parts": [{ "category": business.account("repairs") }] }));
        business.undo(better.unwrap().activity);
        assert_eq!(stands(), (0, 63_001, 42_000), "undo splits it again as the rule does");
        assert_eq!(business.balance("Checking"), -105_001, "the cash side was never touched");
        business.verify();
    });
}

#[test]
fn a_fixed_amount_comes_off_first_and_a_line_that_is_too_small_is_asked() {
    each_engine(|store| {
        let business = Business::new(store);
        let rule = json!({ "text_has": "phone", "parts": [
            { "category": business.account("software"), "amount_minor": 1_200 },
            { "category": business.account("private"), "permille": 500 },
            { "category": business.account("materials") },
        ] });
        business.done("add-rule", json!({ "rule": rule }));
        business.import("a.csv", &csv(&[(4, -5_201, "PHONE BILL"), (5, -1_000, "PHONE CASE")]), Some("Checking"));
        let stands = [business.balance("software"), business.balance("private"), business.balance("materials")];
        assert_eq!((stands, business.balance("to-sort")), ([1_200, 2_001, 2_000], 1_000));
        assert_eq!(business.queue().len(), 1);
        business.verify();
    });
}

#[test]
fn a_split_that_does_not_add_up_is_refused_at_its_field() {
    each_engine(|store| {
        let business = Business::new(store);
        let (materials, private) = (business.account("materials"), business.account("private"));
        for (parts, field) in [
            (json!([{ "category": materials, "permille": 600 }]), "rule.parts"),
            (
                json!([{ "category": materials, "permille": 600 }, { "category": private, "permille": 500 }]),
                "rule.parts[1].permille",
            ),
            (
                json!([{ "category": materials, "permille": 600 }, { "category": private, "permille": 300 }]),
                "rule.parts",
            ),
            (
                json!([{ "category": materials, "amount_minor": 0 }, { "category": private }]),
                "rule.parts[0].amount_minor",
            ),
        ] {
            let refused = business.run("add-rule", json!({ "rule": { "text_has": "rent", "parts": parts } }));
            let said = refused.unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), ("rule-splits-badly", Some(field)));
        }
        let both = json!({ "text_has": "rent", "category": materials, "parts": [{ "category": materials, "permille": 500 }, { "category": private }] });
        assert_eq!(business.refused("add-rule", json!({ "rule": both })), "rule-goes-nowhere");
    });
}

#[test]
fn every_change_of_a_splitting_rule_is_undone() {
    each_engine(|store| {
        let business = Business::new(store);
        let said =
            json!({ "dimensions": { "project": "Riverside Hotel" }, "pocket": pocket(&business, "job-costs").0 });
        let mut rule = split_in_two(&business, "materials", "software");
        rule.as_object_mut().unwrap().extend(said.as_object().unwrap().clone());
        let made = business.done("add-rule", json!({ "rule": rule }))["rule"].clone();
        let kept = || business.ask("rules", json!({}))["rules"].clone();
        let as_made = kept();
        assert_eq!(
            as_made[0]["into"],
            "60% Materials and supplies for jobs, the rest Software and subscriptions · Riverside Hotel · pocket Job costs"
        );
        for (command, input) in [
            (
                "change-rule",
                json!({ "id": made, "rule": { "text_has": "rent", "category": business.account("software") } }),
            ),
            ("remove-rule", json!({ "rule": made })),
        ] {
            let done = business.run(command, input).unwrap();
            assert_ne!(kept(), as_made, "{command}");
            business.undo(done.activity);
            let mut now = kept();
            for known in ["id", "changed_on"] {
                now[0][known] = as_made[0][known].clone();
            }
            assert_eq!(now, as_made, "{command}");
        }
    });
}

#[test]
fn a_line_says_whom_it_was_for_and_which_pocket_pays() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -18_437, "KILN"), (5, -500, "KILN WAX")]), Some("Checking"));
        let (line, materials) = (business.line("KILN"), business.account("materials"));
        let (buffer, before) = pocket(&business, "buffer");
        let usual = pocket(&business, "running-costs").1;
        let input = json!({ "line": line, "parts": [{ "category": materials }], "dimensions": { "client": "Riverside Hotel" }, "pocket": buffer });
        let done = business.run("sort-line", input).unwrap();
        assert_eq!((pocket(&business, "buffer").1, pocket(&business, "running-costs").1), (before - 18_437, usual));
        let entry = business.ask("entry", json!({ "entry": done.outcome["entry"] }));
        assert!(entry["postings"].to_string().contains("Riverside Hotel"), "{entry}");
        let moved = business.run("sort-line", json!({ "line": line, "parts": [{ "category": materials }] })).unwrap();
        assert_eq!(pocket(&business, "buffer").1, before);
        business.undo(moved.activity);
        assert_eq!(pocket(&business, "buffer").1, before - 18_437, "undo names the pocket again");
        let bad = json!({ "line": line, "parts": [{ "category": materials }], "pocket": 999_999 });
        assert_eq!(business.refused("sort-line", bad), "no-such-pocket");
        // A rule says the same for what comes in.
        let rule = json!({ "text_has": "glaze", "category": materials, "pocket": buffer, "dimensions": { "client": "Riverside Hotel" } });
        business.done("add-rule", json!({ "rule": rule }));
        business.import("b.csv", &csv(&[(9, -1_000, "GLAZE")]), Some("Checking"));
        assert_eq!(pocket(&business, "buffer").1, before - 19_437);
        business.verify();
    });
}

#[test]
fn a_refund_in_the_same_file_returns_what_its_split_income_gave() {
    each_engine(|store| {
        let business = Business::new(store);
        let rule = json!({ "text_has": "market", "parts": [
            { "category": business.account("sales-goods"), "permille": 600 },
            { "category": business.account("sales-services") },
        ] });
        business.done("add-rule", json!({ "rule": rule }));
        let before = ["tax", "owners-pay", "buffer", "profit"].map(|role| pocket(&business, role).1);
        business.import("a.csv", &csv(&[(4, 100_000, "MARKET DAY")]), Some("Checking"));
        let given = ["tax", "owners-pay", "buffer", "profit"].map(|role| pocket(&business, role).1);
        // From now on all goes to one pocket; what is returned of that market day comes from where it went.
        let tax = pocket(&business, "tax").0;
        business
            .done("set-shares", json!({ "from_on": "2026-05-05", "shares": [{ "pocket": tax, "permille": 1000 }] }));
        let both = [(6, 50_000, "MARKET DAY"), (9, -50_000, "MARKET DAY")];
        business.import("b.csv", &csv(&both), Some("Checking"));
        let now = ["tax", "owners-pay", "buffer", "profit"].map(|role| pocket(&business, role).1);
        assert_eq!(now, given, "the refund gives back what the second market day of the same file had brought");
        business.import("c.csv", &csv(&[(11, -100_000, "MARKET DAY")]), Some("Checking"));
        let back = ["tax", "owners-pay", "buffer", "profit"].map(|role| pocket(&business, role).1);
        assert_eq!(back, before, "and a later file's refund what the first had brought");
        assert_eq!((business.balance("sales-goods"), business.balance("sales-services")), (0, 0));
        business.verify();
    });
}

#[test]
fn a_rule_that_is_refused_says_where() {
    each_engine(|store| {
        let business = Business::new(store);
        let (materials, checking) = (business.account("materials"), business.account("Checking"));
        for (rule, field) in [
            (json!({ "category": materials }), "text_has"),
            (json!({ "text_has": "x" }), "category"),
            (json!({ "text_has": "x", "category": 999_999 }), "category"),
            (json!({ "text_has": "x", "category": checking }), "category"),
            (json!({ "text_has": "x", "category": materials, "tax_code": "nonsense" }), "tax_code"),
            (json!({ "text_has": "x", "category": materials, "account": 999_999 }), "account"),
            (json!({ "text_has": "x", "category": materials, "pocket": 999_999 }), "pocket"),
            (json!({ "text_has": "x", "transfer_account": materials }), "transfer_account"),
            (json!({ "from_minor": 200, "through_minor": 100, "category": materials }), "from_minor"),
            (json!({ "text_has": "x", "parts": [{ "category": materials }] }), "parts"),
            (
                json!({ "text_has": "x", "parts": [{ "category": materials, "permille": 500 }, { "category": checking }] }),
                "parts[1].category",
            ),
            (
                json!({ "text_has": "x", "parts": [{ "category": materials, "permille": 500 },
                    { "category": materials, "tax_code": "nonsense" }] }),
                "parts[1].tax_code",
            ),
            (
                json!({ "text_has": "x", "parts": [{ "category": materials, "permille": 500 },
                    { "category": materials, "permille": 600 }] }),
                "parts[1].permille",
            ),
        ] {
            let said = business.run("add-rule", json!({ "rule": rule })).unwrap_err().said();
            assert_eq!(said.field, Some(format!("rule.{field}")), "{rule}");
            business.import("a.csv", &csv(&[(4, -100, "SHOP")]), Some("Checking"));
            let sort = json!({ "line": business.line("SHOP"), "parts": [{ "category": materials }], "always": rule });
            let said = business.run("sort-line", sort).unwrap_err().said();
            assert_eq!(said.field, Some(format!("always.{field}")), "{rule}");
        }
    });
}

#[test]
fn a_preview_says_what_the_rule_would_have_done_to_decided_lines() {
    each_engine(|store| {
        let business = Business::new(store);
        let (materials, private) = (business.account("materials"), business.account("private"));
        let lines = [
            (1, -100_00, "RENT A"),
            (2, -100_00, "RENT B"),
            (3, -100_00, "RENT C"),
            (4, -50_00, "RENT D"),
            (5, -70_00, "RENT E"),
        ];
        business.import("a.csv", &csv(&lines), Some("Checking"));
        let split = |first: i64, second: i64| json!([{ "category": materials, "amount_minor": first }, { "category": private, "amount_minor": second }]);
        let sorted = |title: &str, parts: Value| {
            business.done("sort-line", json!({ "line": business.line(title), "parts": parts }));
        };
        sorted("RENT A", split(60_00, 40_00));
        sorted("RENT B", split(50_00, 50_00));
        sorted("RENT C", json!([{ "category": materials }]));
        business.done(
            "sort-as-transfer",
            json!({ "line": business.line("RENT D"), "account": business.account("Savings") }),
        );
        let preview = business.ask("rule-preview", split_in_two(&business, "materials", "private"));
        let titles = |lines: &Value| -> Vec<String> {
            lines.as_array().unwrap().iter().map(|line| line["title"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!((&preview["agree"], &preview["differ"], &preview["count"]), (&json!(1), &json!(3), &json!(1)));
        assert_eq!(titles(&preview["agreeing"]), ["RENT A"]);
        assert_eq!(titles(&preview["differing"]), ["RENT D", "RENT C", "RENT B"]);
        let whole = business.ask("rule-preview", json!({ "text_has": "rent", "category": materials }));
        assert_eq!((&whole["agree"], &whole["differ"]), (&json!(1), &json!(3)));
        let savings = business.account("Savings");
        let transfer = business.ask("rule-preview", json!({ "text_has": "rent", "transfer_account": savings }));
        assert_eq!((&transfer["agree"], &transfer["differ"]), (&json!(1), &json!(3)));
    });
}
