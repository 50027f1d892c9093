//! Lines are sorted by the owner, by rules, by what was learned, and as transfers.

use jiff::civil::date;
use serde_json::json;
use store::testing::each_engine;

use super::{Business, csv};

#[test]
fn a_decision_moves_the_amount_and_its_undo_moves_it_back() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -18_437, "BLUE RIDGE KILN")]), Some("Checking"));
        let (line, materials, tools) =
            (business.line("BLUE RIDGE KILN"), business.account("materials"), business.account("small-equipment"));
        let one = business.run("sort-line", json!({ "line": line, "parts": [{ "category": materials }] })).unwrap();
        assert_eq!((business.balance("to-sort"), business.balance("materials")), (0, 18_437));
        let parts = json!([{ "category": materials, "amount_minor": 13_957 }, { "category": tools }]);
        let split = business.run("sort-line", json!({ "line": line, "parts": parts })).unwrap();
        assert_eq!((business.balance("materials"), business.balance("small-equipment")), (13_957, 4_480));
        business.undo(split.activity);
        assert_eq!((business.balance("materials"), business.balance("small-equipment")), (18_437, 0));
        business.undo(one.activity);
        assert_eq!((business.balance("to-sort"), business.balance("materials")), (18_437, 0));
        assert_eq!(business.balance("Checking"), -18_437, "the cash side was never touched");
        business.verify();
    });
}

#[test]
fn wrong_parts_are_refused() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -1_000, "SHOP")]), Some("Checking"));
        let (line, materials, checking) =
            (business.line("SHOP"), business.account("materials"), business.account("Checking"));
        for (parts, code) in [
            (json!([]), "no-parts"),
            (json!([{ "category": checking }]), "not-a-category"),
            (json!([{ "category": materials, "amount_minor": -999 }]), "parts-differ-from-line"),
            (
                json!([{ "category": materials, "amount_minor": 400 }, { "category": materials, "amount_minor": 500 }]),
                "parts-differ-from-line",
            ),
            (json!([{ "category": materials, "tax_code": "nonsense" }]), "no-such-tax-code"),
        ] {
            assert_eq!(business.refused("sort-line", json!({ "line": line, "parts": parts })), code);
        }
        assert_eq!(
            business.refused("sort-line", json!({ "line": 999_999, "parts": [{ "category": materials }] })),
            "no-such-line"
        );
    });
}

#[test]
fn always_makes_a_rule_that_takes_waiting_and_later_lines() {
    each_engine(|store| {
        let business = Business::new(store);
        let kiln =
            [(4, -9_620, "SQ *BLUE RIDGE KILN 881"), (6, -4_175, "SQ *BLUE RIDGE KILN 902"), (6, -500, "PARKING")];
        business.import("a.csv", &csv(&kiln), Some("Checking"));
        let line = business.line("SQ *BLUE RIDGE KILN 881");
        let materials = business.account("materials");
        let rule = json!({ "text_has": "blue ridge kiln", "category": materials, "through_minor": 15_000 });
        let preview = business.ask("rule-preview", rule.clone());
        assert_eq!(preview["count"], 2);
        let done = business
            .run("sort-line", json!({ "line": line, "parts": [{ "category": materials }], "always": rule }))
            .unwrap();
        assert_eq!(done.outcome["also"].as_array().unwrap().len(), 1);
        assert_eq!(business.queue().len(), 1);
        business.import(
            "b.csv",
            &csv(&[(9, -1_000, "SQ *BLUE RIDGE KILN 977"), (9, -20_000, "SQ *BLUE RIDGE KILN 978")]),
            Some("Checking"),
        );
        assert_eq!(business.queue().len(), 2, "above the rule's amount it asks");
        let taken = business.line("SQ *BLUE RIDGE KILN 977");
        let detail = business.ask("bank-line", json!({ "line": taken }));
        assert_eq!(detail["line"]["decided_by"], "rule");
        // The owner knows better, and takes that back: the rule's word stands again.
        let better = business
            .run("sort-line", json!({ "line": taken, "parts": [{ "category": business.account("repairs") }] }))
            .unwrap();
        assert_eq!(business.balance("repairs"), 1_000);
        business.verify();
        business.undo(better.activity);
        assert_eq!(business.balance("repairs"), 0);
        assert_eq!(business.ask("bank-line", json!({ "line": taken }))["line"]["decided_by"], "rule");
        business.verify();
    });
}

#[test]
fn undoing_always_takes_the_rule_and_its_lines_back() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -9_620, "KILN ONE"), (6, -4_175, "KILN TWO")]), Some("Checking"));
        let materials = business.account("materials");
        let input = json!({ "line": business.line("KILN ONE"), "parts": [{ "category": materials }], "always": { "text_has": "kiln", "category": materials } });
        let done = business.run("sort-line", input).unwrap();
        assert_eq!(business.queue().len(), 0);
        business.undo(done.activity);
        assert_eq!(business.queue().len(), 2);
        assert_eq!(business.ask("rules", json!({}))["rules"].as_array().unwrap().len(), 0);
        assert_eq!(business.balance("materials"), 0);
    });
}

#[test]
fn three_decisions_alike_are_learned_and_undo_unlearns() {
    each_engine(|store| {
        let business = Business::new(store);
        let file =
            csv(&[(1, -1_440, "GOOGLE WORKSPACE"), (2, -1_440, "GOOGLE WORKSPACE"), (3, -1_440, "GOOGLE WORKSPACE")]);
        business.import("a.csv", &file, Some("Checking"));
        let software = business.account("software");
        let mut last = None;
        for line in business.queue() {
            last = Some(
                business.run("sort-line", json!({ "line": line["id"], "parts": [{ "category": software }] })).unwrap(),
            );
        }
        business.undo(last.unwrap().activity);
        business.import("b.csv", &csv(&[(10, -1_440, "GOOGLE WORKSPACE")]), Some("Checking"));
        let waiting = business.queue();
        assert_eq!(waiting.len(), 2, "two decisions are a suggestion");
        assert_eq!(waiting[0]["suggestion"]["category"], software);
        business.done("sort-lines", json!({ "lines": [waiting[0]["id"], waiting[1]["id"]], "category": software }));
        business.import("c.csv", &csv(&[(20, -1_550, "GOOGLE WORKSPACE")]), Some("Checking"));
        assert_eq!(business.queue().len(), 0);
        let line = business.line("GOOGLE WORKSPACE");
        let detail = business.ask("bank-line", json!({ "line": line }));
        assert_eq!(detail["line"]["reason"], "4 of 4 earlier lines of this payee went there.");
        business.verify();
    });
}

#[test]
fn transfers_meet_in_transit_from_either_side() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -50_000, "TO SAVINGS")]), Some("Checking"));
        let savings = business.account("Savings");
        business.done("sort-as-transfer", json!({ "line": business.line("TO SAVINGS"), "account": savings }));
        assert_eq!(business.balance("in-transit"), 50_000);
        let other = business.import("b.csv", &csv(&[(5, 50_000, "FROM CHECKING")]), Some("Savings"));
        assert_eq!((other.outcome["matched"].as_i64(), other.outcome["to_sort"].as_i64()), (Some(1), Some(0)));
        assert_eq!(business.balance("in-transit"), 0);
        let pair = business.ask("bank-line", json!({ "line": business.line("FROM CHECKING") }));
        assert_eq!(pair["line"]["pair"], business.line("TO SAVINGS"));
        assert_eq!(
            business.refused("sort-as-transfer", json!({ "line": business.line("FROM CHECKING"), "account": savings })),
            "same-account"
        );
        business.verify();
    });
}

#[test]
fn a_card_purchase_and_its_bill_leave_nothing_owed() {
    each_engine(|store| {
        let business = Business::new(store);
        let card = business.account("Card");
        business.done("add-rule", json!({ "rule": { "text_has": "card payment", "transfer_account": card } }));
        let checking = business.account("Checking");
        business.done("add-rule", json!({ "rule": { "text_has": "thank you", "transfer_account": checking } }));
        business.import(
            "card.csv",
            &csv(&[(4, -6_318, "INGLES MARKET"), (9, 6_318, "PAYMENT THANK YOU")]),
            Some("Card"),
        );
        business.import("bank.csv", &csv(&[(8, -6_318, "CARD PAYMENT")]), Some("Checking"));
        business.done(
            "sort-lines",
            json!({ "lines": [business.line("INGLES MARKET")], "category": business.account("private") }),
        );
        assert_eq!(
            (business.balance("Card"), business.balance("in-transit"), business.balance("Checking")),
            (0, 0, -6_318)
        );
        let pockets = business.ask("pockets", json!({ "on": "2199-12-31" }));
        let holds = |role: &str| {
            pockets["pockets"].as_array().unwrap().iter().find(|pocket| pocket["role"] == role).unwrap()["holds_minor"]
                .clone()
        };
        assert_eq!((holds("card-bill"), holds("owners-pay")), (json!(0), json!(-6_318)));
        business.verify();
    });
}

#[test]
fn tax_contained_is_held_and_an_uncertain_code_is_asked() {
    each_engine(|store| {
        let business = Business::of(store, "DE", |settings| settings.charges_tax_since = Some(date(2026, 1, 1)));
        let standard = books::chart::chart("DE")
            .tax_codes
            .iter()
            .find(|code| code.rate_permille == 190 && code.is_contained())
            .unwrap();
        business.import("a.csv", &csv(&[(4, 119_000, "KUNDE GMBH")]), Some("Checking"));
        let line = business.line("KUNDE GMBH");
        let category = business.account("sales-services");
        business
            .done("sort-line", json!({ "line": line, "parts": [{ "category": category, "tax_code": standard.code }] }));
        assert_eq!((business.balance("sales-services"), business.balance("sales-tax-owed")), (-100_000, -19_000));
        business.verify();
        let asking = books::chart::chart("DE").accounts.iter().find(|account| account.tax_code.starts_with("ask"));
        if let Some(asking) = asking {
            let asking = business.account(&asking.role);
            business.import("b.csv", &csv(&[(5, -5_000, "LADEN")]), Some("Checking"));
            let input = json!({ "line": business.line("LADEN"), "parts": [{ "category": asking }] });
            assert_eq!(business.refused("sort-line", input), "tax-code-is-needed");
        }
    });
}

#[test]
fn a_refund_returns_the_parts_of_its_deposit() {
    each_engine(|store| {
        let business = Business::new(store);
        let services = business.account("sales-services");
        business.import("a.csv", &csv(&[(4, 100_000, "J MARSH")]), Some("Checking"));
        business.done("sort-line", json!({ "line": business.line("J MARSH"), "parts": [{ "category": services }] }));
        let pocket = |role: &str| {
            let pockets = business.ask("pockets", json!({ "on": "2199-12-31" }));
            pockets["pockets"].as_array().unwrap().iter().find(|pocket| pocket["role"] == role).unwrap()["holds_minor"]
                .as_i64()
                .unwrap()
        };
        let before = (pocket("tax"), pocket("owners-pay"));
        // The owner now lives on less; the refund still takes back what that deposit gave.
        let shares = json!([{ "pocket": business.ask("pockets", json!({}))["pockets"].as_array().unwrap().iter().find(|one| one["role"] == "tax").unwrap()["id"], "permille": 1000 }]);
        business.done("set-shares", json!({ "from_on": "2026-05-05", "shares": shares }));
        business.import("b.csv", &csv(&[(9, -10_000, "J MARSH")]), Some("Checking"));
        business.done("sort-line", json!({ "line": business.line("J MARSH"), "parts": [{ "category": services }] }));
        assert_eq!((pocket("tax"), pocket("owners-pay")), (before.0 - before.0 / 10, before.1 - before.1 / 10));
        business.verify();
    });
}

#[test]
fn rules_are_tried_in_order_and_every_change_is_undone() {
    each_engine(|store| {
        let business = Business::new(store);
        let (materials, software) = (business.account("materials"), business.account("software"));
        let first =
            business.done("add-rule", json!({ "rule": { "text_has": "acme", "category": materials } }))["rule"].clone();
        let second =
            business.done("add-rule", json!({ "rule": { "text_has": "acme cloud", "category": software } }))["rule"]
                .clone();
        let order = || -> Vec<_> {
            business.ask("rules", json!({}))["rules"]
                .as_array()
                .unwrap()
                .iter()
                .map(|rule| rule["into"].clone())
                .collect()
        };
        let as_made = order();
        for (command, input) in [
            ("move-rule", json!({ "rule": second, "position": 2 })),
            ("change-rule", json!({ "id": first, "rule": { "text_has": "acme", "category": software } })),
            ("remove-rule", json!({ "rule": first })),
        ] {
            let done = business.run(command, input).unwrap();
            assert_ne!(order(), as_made, "{command}");
            business.undo(done.activity);
            assert_eq!(order(), as_made, "{command}");
        }
        assert_eq!(business.refused("add-rule", json!({ "rule": { "category": materials } })), "rule-is-empty");
        assert_eq!(business.refused("add-rule", json!({ "rule": { "text_has": "x" } })), "rule-goes-nowhere");
        business.import("a.csv", &csv(&[(4, -100, "ACME CLOUD"), (4, -200, "ACME CLAY")]), Some("Checking"));
        assert_eq!((business.balance("software"), business.balance("materials")), (100, 200));
    });
}
