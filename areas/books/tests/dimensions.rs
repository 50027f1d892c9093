//! Clients, projects, offers and channels stand beside entries and can be said, renamed and cleared at any time.

use serde_json::{Value, json};
use store::testing::each_engine;

use crate::{Business, code};

fn sale(business: &Business, dimensions: Value) -> i64 {
    let (checking, sales) = (business.account("Checking"), business.account("sales-services"));
    let done = business.run(
        "post-entry",
        json!({ "posted_on": "2026-05-03", "text": "Retainer", "dimensions": dimensions, "postings": [
            { "account": checking, "amount_minor": 800_00 }, { "account": sales, "amount_minor": -800_00 }] }),
    );
    done.unwrap().outcome["entry"].as_i64().unwrap()
}

/// The names on the postings of an entry, posting by posting.
fn names(business: &Business, entry: i64) -> Vec<Vec<String>> {
    let answer = business.ask("entry", json!({ "entry": entry }));
    let of = |posting: &Value| {
        let values = posting["dimensions"].as_array().unwrap();
        values.iter().map(|value| value["name"].as_str().unwrap().to_owned()).collect()
    };
    answer["postings"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn an_entry_names_its_client_on_its_income_and_costs_only() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = sale(&business, json!({ "client": "Northlight  Hotels", "channel": "Direct" }));
        assert_eq!(names(&business, entry), [vec![], vec!["Direct".to_owned(), "Northlight Hotels".to_owned()]]);
        // The same name in another case is the same client.
        sale(&business, json!({ "client": "northlight hotels" }));
        let clients = business.ask("dimension-values", json!({ "dimension": "client" }));
        assert_eq!(clients["values"].as_array().unwrap().len(), 1);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn what_an_entry_belongs_to_is_said_later_and_taken_back() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = sale(&business, json!({ "client": "Northlight Hotels" }));
        let hash = business.ask("entry", json!({ "entry": entry }))["hash"].clone();
        let done = business
            .run(
                "set-dimensions",
                json!({ "entry": entry, "dimensions": { "project": "Spring menu", "offer": "Workshop" } }),
            )
            .unwrap();
        assert_eq!(names(&business, entry)[1], ["Workshop", "Spring menu"]);
        assert_eq!(business.ask("entry", json!({ "entry": entry }))["hash"], hash);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(names(&business, entry), [vec![], vec!["Northlight Hotels".to_owned()]]);
        business.run("set-dimensions", json!({ "entry": entry })).unwrap();
        assert_eq!(names(&business, entry), [Vec::<String>::new(), vec![]]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_correction_follows_what_it_corrects() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = sale(&business, json!({ "client": "Northlight Hotels" }));
        let reversal = business.run("reverse-entry", json!({ "entry": entry })).unwrap().outcome["entry"].clone();
        let reversal = reversal.as_i64().unwrap();
        assert_eq!(names(&business, reversal), names(&business, entry));
        business.run("set-dimensions", json!({ "entry": entry, "dimensions": { "client": "Calder Books" } })).unwrap();
        assert_eq!(names(&business, reversal)[1], ["Calder Books"]);
        business.run("set-dimensions", json!({ "entry": reversal, "dimensions": { "client": "Ash & Co" } })).unwrap();
        assert_eq!(names(&business, entry)[1], ["Ash & Co"]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn values_are_added_renamed_closed_and_found() {
    each_engine(|store| {
        let business = Business::new(store);
        let added =
            business.run("add-dimension-value", json!({ "dimension": "client", "name": "Northlight" })).unwrap();
        let value = added.outcome["value"].clone();
        let found = |text: &str| business.ask("search", json!({ "text": text }))["hits"].as_array().unwrap().len();
        let renamed =
            business.run("rename-dimension-value", json!({ "value": value, "name": "Calder Books" })).unwrap();
        assert_eq!((found("northlight"), found("calder")), (0, 1));
        business.run("undo", json!({ "activity": renamed.activity })).unwrap();
        assert_eq!((found("northlight"), found("calder")), (1, 0));
        let open = || business.ask("dimension-values", json!({ "open": true }))["values"].as_array().unwrap().len();
        business.run("undo", json!({ "activity": added.activity })).unwrap();
        assert_eq!(open(), 0);
        // Adding it again offers the same one again.
        let again =
            business.run("add-dimension-value", json!({ "dimension": "client", "name": "northlight" })).unwrap();
        assert_eq!((&again.outcome["value"], open()), (&value, 1));
    });
}

#[test]
fn names_and_ids_that_do_not_fit_are_refused_at_their_field() {
    each_engine(|store| {
        let business = Business::new(store);
        let add = |dimension: &str, name: &str| {
            business.run("add-dimension-value", json!({ "dimension": dimension, "name": name }))
        };
        let client = add("client", "Northlight Hotels").unwrap().outcome["value"].clone();
        let other = add("client", "Calder Books").unwrap().outcome["value"].clone();
        // The same name is free in another dimension.
        add("project", "Northlight Hotels").unwrap();
        let entry = sale(&business, json!({}));
        let (checking, rent) = (business.account("Checking"), business.account("rent"));
        for (command, input, refusal, field) in [
            (
                "add-dimension-value",
                json!({ "dimension": "client", "name": "northlight hotels" }),
                "dimension-name-is-taken",
                "name",
            ),
            ("add-dimension-value", json!({ "dimension": "client", "name": " " }), "dimension-name-length", "name"),
            ("add-dimension-value", json!({ "dimension": "colour", "name": "Red" }), "bad-input", "dimension"),
            (
                "rename-dimension-value",
                json!({ "value": other, "name": "Northlight Hotels" }),
                "dimension-name-is-taken",
                "name",
            ),
            ("rename-dimension-value", json!({ "value": 999_999, "name": "x" }), "no-such-dimension-value", "value"),
            (
                "set-dimensions",
                json!({ "entry": entry, "dimensions": { "offer": "x".repeat(81) } }),
                "dimension-name-length",
                "dimensions.offer",
            ),
            (
                "set-dimensions",
                json!({ "entry": entry, "postings": [{ "line": 1, "project": client }] }),
                "no-such-dimension-value",
                "postings[0].project",
            ),
            (
                "post-entry",
                json!({ "posted_on": "2026-05-12", "text": "x", "postings": [
                    { "account": checking, "amount_minor": 5, "channel": 999_999 }, { "account": rent, "amount_minor": -5 }] }),
                "no-such-dimension-value",
                "postings[0].channel",
            ),
        ] {
            let said = business.run(command, input).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refusal, Some(field)));
        }
        assert_eq!(code(business.run("set-dimensions", json!({ "entry": 999 })).unwrap_err()), "not-found");
        let strange = json!({ "entry": entry, "postings": [{ "line": 9, "client": client }] });
        assert_eq!(code(business.run("set-dimensions", strange).unwrap_err()), "not-found");
    });
}
