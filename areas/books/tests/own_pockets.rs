//! Pockets of the owner's own: opened, renamed, drawn on, closed when empty.

use serde_json::json;
use store::testing::each_engine;

use crate::{Business, TODAY, code};

#[test]
fn a_pocket_is_opened_before_those_that_only_pass_money_on() {
    each_engine(|store| {
        let business = Business::new(store);
        let roles = |business: &Business| -> Vec<String> {
            let answer = business.ask("pockets", json!({}));
            let pockets = answer["pockets"].as_array().unwrap().clone();
            let open = pockets.iter().filter(|pocket| pocket["closed"] == false);
            open.map(|pocket| pocket["role"].as_str().unwrap().to_owned()).collect()
        };
        let before = roles(&business);
        let opened = business.run("open-pocket", json!({ "name": " New  kiln ", "purpose": "By spring" })).unwrap();
        let role = format!("own-{}", opened.outcome["pocket"]);
        let after = roles(&business);
        let at = |role: &str| after.iter().position(|known| known == role).unwrap();
        assert!(at("profit") < at(&role) && at(&role) < at("held-for-clients"), "{after:?}");
        let pocket = business.pocket_state(&role);
        assert_eq!((&pocket["name"], &pocket["purpose"]), (&json!("New kiln"), &json!("By spring")));
        let renamed = json!({ "pocket": pocket["id"], "name": "Kiln", "purpose": "" });
        let renamed = business.run("rename-pocket", renamed).unwrap();
        assert_eq!(business.pocket_state(&role)["name"], "Kiln");
        business.run("undo", json!({ "activity": renamed.activity })).unwrap();
        assert_eq!(business.pocket_state(&role)["purpose"], "By spring");
        business.run("undo", json!({ "activity": opened.activity })).unwrap();
        assert_eq!(roles(&business), before);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_category_draws_on_the_pocket_it_is_given() {
    each_engine(|store| {
        let business = Business::new(store);
        let opened = business.run("open-pocket", json!({ "name": "Courses" })).unwrap();
        let role = format!("own-{}", opened.outcome["pocket"]);
        let input = json!({ "category": business.account("education"), "pocket": opened.outcome["pocket"] });
        let set = business.run("set-category-pocket", input).unwrap();
        business.post(TODAY, "A course", &[("education", 90_00), ("Checking", -90_00)]).unwrap();
        assert_eq!(business.holds(&role), -90_00);
        let close = json!({ "pocket": opened.outcome["pocket"] });
        assert_eq!(code(business.run("close-pocket", close.clone()).unwrap_err()), "pocket-is-not-empty");
        let fill = json!({ "from": business.pocket("buffer"), "to": opened.outcome["pocket"], "amount_minor": 90_00 });
        business.run("move-money", fill).unwrap();
        assert_eq!(code(business.run("close-pocket", close.clone()).unwrap_err()), "pocket-is-drawn-on");
        business.run("undo", json!({ "activity": set.activity })).unwrap();
        let shares = json!([{ "pocket": opened.outcome["pocket"], "permille": 1000 }]);
        let shared = business.run("set-shares", json!({ "from_on": TODAY, "shares": shares })).unwrap();
        assert_eq!(code(business.run("close-pocket", close.clone()).unwrap_err()), "pocket-takes-a-share");
        business.run("undo", json!({ "activity": shared.activity })).unwrap();
        let closed = business.run("close-pocket", close).unwrap();
        assert_eq!(business.pocket_state(&role)["closed"], true);
        business.run("undo", json!({ "activity": closed.activity })).unwrap();
        assert_eq!(business.pocket_state(&role)["closed"], false);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn what_cannot_be_is_answered_at_its_field() {
    each_engine(|store| {
        let business = Business::new(store);
        let tax = business.pocket("tax");
        let name = business.pocket_state("tax")["name"].clone();
        for (command, input, refused, field) in [
            ("open-pocket", json!({ "name": "" }), "pocket-name-length", "name"),
            ("open-pocket", json!({ "name": "x".repeat(61) }), "pocket-name-length", "name"),
            ("open-pocket", json!({ "name": name }), "pocket-name-is-taken", "name"),
            ("open-pocket", json!({ "name": "A", "purpose": "x".repeat(201) }), "pocket-purpose-length", "purpose"),
            ("close-pocket", json!({ "pocket": tax }), "not-an-own-pocket", "pocket"),
            ("close-pocket", json!({ "pocket": 424242 }), "no-such-pocket", "pocket"),
            ("rename-pocket", json!({ "pocket": tax, "name": "Mine" }), "not-an-own-pocket", "pocket"),
            (
                "set-category-pocket",
                json!({ "category": business.account("sales-goods"), "pocket": tax }),
                "category-has-its-own-way",
                "category",
            ),
            (
                "set-category-pocket",
                json!({ "category": business.account("rent"), "pocket": 424242 }),
                "no-such-pocket",
                "pocket",
            ),
        ] {
            let said = business.run(command, input).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refused, Some(field)), "{command}");
        }
    });
}
