//! Pockets in other currencies: below zero, mended by a move or an exchange; divided by the shares.

use jiff::civil::date;
use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use crate::fixture::Business;

/// A German business with 500.00 dollars that wait unassigned, at 0.80 euro each.
fn with_dollars(store: Store) -> Business {
    let business = Business::founded_in(store, "DE", date(2026, 1, 1), 3000_00);
    let opening = json!({ "name": "Dollars", "kind": "bank", "currency": "USD", "opening_minor": 500_00, "opening_book_minor": 400_00 });
    business.run("open-account", opening).unwrap();
    business
}

fn dollars(business: &Business, role: &str) -> i64 {
    let pocket = business.pocket(role);
    let answer = business.ask("pockets", json!({}));
    let foreign = answer["foreign"].as_array().unwrap().clone();
    foreign.iter().find(|one| one["pocket"] == pocket).map_or(0, |one| one["holds_minor"].as_i64().unwrap())
}

fn euros(business: &Business, role: &str) -> i64 {
    let answer = business.ask("pockets", json!({}));
    let pockets = answer["pockets"].as_array().unwrap().clone();
    pockets.iter().find(|pocket| pocket["role"] == role).unwrap()["holds_minor"].as_i64().unwrap()
}

fn move_dollars(business: &Business, from: &str, to: &str, amount: i64) {
    let input =
        json!({ "from": business.pocket(from), "to": business.pocket(to), "amount_minor": amount, "currency": "USD" });
    business.run("move-money", input).unwrap();
}

#[test]
fn a_pocket_below_zero_in_another_currency_is_mended_by_a_move_or_an_exchange() {
    each_engine(|store| {
        let business = with_dollars(store);
        assert!(!business.ask("needs", json!({})).to_string().contains("USD"));
        move_dollars(&business, "unassigned", "buffer", 500_00);
        move_dollars(&business, "running-costs", "tax", 100_00);
        assert!(business.ask("needs", json!({})).to_string().contains("below zero in USD"));
        // The buffer may give.
        let page = business.page("/pockets").unwrap();
        assert!(page.contains("/do/move-money") && !page.contains("/do/exchange-between-pockets"), "{page}");
        // Without it, Tax can only exchange.
        move_dollars(&business, "buffer", "tax", 500_00);
        let page = business.page("/pockets").unwrap();
        assert!(page.contains("/do/exchange-between-pockets"), "{page}");
        let input = json!({ "from": business.pocket("tax"), "to": business.pocket("running-costs"), "amount_minor": 100_00, "currency": "USD" });
        let code = |input: &Value| business.run("exchange-between-pockets", input.clone()).unwrap_err().said();
        let said = code(&input);
        assert_eq!((said.code.as_str(), said.field.as_deref()), ("rate-is-missing", Some("book_amount_minor")));
        business.run("set-rate", json!({ "currency": "USD", "rate": "0.8" })).unwrap();
        let before = (euros(&business, "tax"), euros(&business, "running-costs"));
        let done = business.run("exchange-between-pockets", input.clone()).unwrap();
        assert_eq!((dollars(&business, "tax"), dollars(&business, "running-costs")), (500_00, 0));
        assert_eq!((euros(&business, "tax"), euros(&business, "running-costs")), (before.0 + 80_00, before.1 - 80_00));
        assert!(!business.ask("needs", json!({})).to_string().contains("USD"));
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!((dollars(&business, "running-costs"), euros(&business, "tax")), (-100_00, before.0));
        for (change, refused) in [
            (json!({ "currency": "EUR" }), "currency-of-the-books"),
            (json!({ "to": business.pocket("tax") }), "same-pocket"),
            (json!({ "amount_minor": 0 }), "amount-is-not-positive"),
            (json!({ "to": 424242 }), "no-such-pocket"),
        ] {
            let mut input = input.clone();
            for (name, value) in change.as_object().unwrap() {
                input[name] = value.clone();
            }
            assert_eq!(code(&input).code, refused);
        }
    });
}

#[test]
fn dollars_that_wait_are_divided_by_the_shares() {
    each_engine(|store| {
        let business = with_dollars(store);
        let page = business.page("/pockets").unwrap();
        assert!(page.contains("/pockets?do=divide&amp;currency=USD"), "{page}");
        let form = business.page("/pockets?do=divide&currency=USD").unwrap();
        // Tax has 30 %.
        assert!(form.contains("value=\"150,00\"") && form.contains("name=\"currency\" value=\"USD\""), "{form}");
    });
}
