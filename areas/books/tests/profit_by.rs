//! Profit by client, project, offer and channel, against the time before and crossed with another.

use serde_json::{Value, json};
use store::testing::each_engine;

use crate::Business;

fn post(business: &Business, on: &str, amount: i64, account: &str, dimensions: Value) {
    let (checking, account) = (business.account("Checking"), business.account(account));
    let input = json!({ "posted_on": on, "text": "Work", "dimensions": dimensions, "postings": [
        { "account": checking, "amount_minor": amount }, { "account": account, "amount_minor": -amount }] });
    business.run("post-entry", input).unwrap();
}

fn filled(store: store::Store) -> Business {
    let business = Business::new(store);
    let (north, calder) = ("Northlight Hotels", "Calder Books");
    post(&business, "2026-02-03", 200_00, "sales-services", json!({ "client": calder }));
    post(&business, "2026-04-03", 600_00, "sales-services", json!({ "client": north, "channel": "Direct" }));
    post(&business, "2026-04-04", 100_00, "sales-services", json!({ "client": north, "channel": "Market" }));
    post(&business, "2026-04-05", -150_00, "rent", json!({ "client": north }));
    post(&business, "2026-04-06", 300_00, "sales-services", json!({ "channel": "Market" }));
    post(&business, "2026-04-07", -50_00, "rent", json!({}));
    business
}

#[test]
fn each_value_has_its_income_costs_profit_and_what_carries_none_comes_last() {
    each_engine(|store| {
        let business = filled(store);
        let answer = business.ask("profit-by", json!({ "dimension": "client", "period": "2026-q2" }));
        let line = |at: usize| {
            let value = &answer["values"][at];
            let amount = |name: &str| value[name].as_i64();
            (
                value["name"].as_str().unwrap().to_owned(),
                [amount("income_minor"), amount("costs_minor"), amount("profit_minor"), amount("before_minor")],
            )
        };
        // Against January to March, which the books reach back to.
        assert_eq!(line(0), ("Northlight Hotels".into(), [Some(700_00), Some(150_00), Some(550_00), Some(0)]));
        assert_eq!(line(1), ("Calder Books".into(), [Some(0), Some(0), Some(0), Some(200_00)]));
        assert_eq!(line(2), (String::new(), [Some(300_00), Some(50_00), Some(250_00), Some(0)]));
        let total = &answer["total"];
        assert_eq!((&total["profit_minor"], &total["income_minor"]), (&json!(800_00), &json!(1000_00)));
        let statement = business.ask("profit-and-loss", json!({ "period": "2026-q2" }));
        let lines = statement["lines"].as_array().unwrap();
        let profit = lines.iter().find(|line| line["of"] == "profit").unwrap()["amounts_minor"].as_array().unwrap();
        assert_eq!(profit.last(), Some(&total["profit_minor"]));
        assert_eq!(
            (&answer["values"][0]["share_permille"], &answer["values"][0]["margin_permille"]),
            (&json!(700), &json!(785))
        );
    });
}

#[test]
fn crossed_with_another_the_cells_add_up() {
    each_engine(|store| {
        let business = filled(store);
        let asks = json!({ "dimension": "client", "across": "channel", "period": "2026-04" });
        let answer = business.ask("profit-by", asks);
        assert_eq!(answer["across_names"], json!(["Direct", "Market", ""]));
        assert_eq!(answer["values"][0]["across_minor"], json!([600_00, 100_00, -150_00]));
        assert_eq!(answer["values"].as_array().unwrap().last().unwrap()["across_minor"], json!([0, 300_00, -50_00]));
        assert_eq!(answer["total"]["across_minor"], json!([600_00, 400_00, -200_00]));
    });
}

#[test]
fn a_figure_opens_to_the_entries_that_add_up_to_it() {
    each_engine(|store| {
        let business = filled(store);
        let answer = business.ask("profit-by", json!({ "dimension": "client", "period": "2026-04" }));
        for value in answer["values"].as_array().unwrap() {
            for (of, field) in [("income", "income_minor"), ("expenses", "costs_minor"), ("profit", "profit_minor")] {
                let figure = business.ask(
                    "dimension-figure",
                    json!({ "dimension": "client", "value": value["value"],
                    "of": of, "from": "2026-04-01", "through": "2026-04-30" }),
                );
                let lines = figure["lines"].as_array().unwrap();
                let sum: i64 = lines.iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum();
                assert_eq!(
                    (&figure["amount_minor"], json!(sum)),
                    (&value[field], value[field].clone()),
                    "{value} {of}"
                );
                assert_eq!(figure["entries"], json!(lines.len()));
            }
        }
    });
}

#[test]
fn every_cell_of_a_crossed_table_opens_to_the_entries_that_add_up_to_it() {
    each_engine(|store| {
        let business = filled(store);
        for (dimension, across) in [("client", "channel"), ("channel", "client"), ("project", "offer")] {
            for basis in ["cash", "accrual"] {
                let asks = json!({ "dimension": dimension, "across": across, "period": "2026-04", "basis": basis });
                let answer = business.ask("profit-by", asks);
                for value in answer["values"].as_array().unwrap() {
                    let cells = value["across_minor"].as_array().unwrap();
                    for (column, amount) in answer["across_values"].as_array().unwrap().iter().zip(cells) {
                        let figure = business.ask(
                            "dimension-figure",
                            json!({ "dimension": dimension, "value": value["value"], "across": across,
                                "across_value": column, "of": "profit", "from": "2026-04-01", "through": "2026-04-30",
                                "basis": basis }),
                        );
                        let lines = figure["lines"].as_array().unwrap();
                        let sum: i64 = lines.iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum();
                        assert_eq!((&figure["amount_minor"], &json!(sum)), (amount, amount), "{value} {column}");
                    }
                }
            }
        }
    });
}

#[test]
fn values_said_later_count_where_they_belong() {
    each_engine(|store| {
        let business = Business::new(store);
        post(&business, "2026-04-03", 80_00, "sales-services", json!({}));
        let ask = || business.ask("profit-by", json!({ "dimension": "offer", "period": "2026-04" }))["values"].clone();
        assert_eq!((ask()[0]["name"].clone(), ask()[0]["income_minor"].clone()), (json!(""), json!(80_00)));
        let entry = business.ask("journal", json!({ "period": "2026-04" }))["lines"][0]["entry"].clone();
        business.run("set-dimensions", json!({ "entry": entry, "dimensions": { "offer": "Workshop" } })).unwrap();
        assert_eq!((ask()[0]["name"].clone(), ask()[0]["income_minor"].clone()), (json!("Workshop"), json!(80_00)));
        assert_eq!(ask().as_array().unwrap().len(), 1);
    });
}
