//! The pockets divide the cash, whatever happens.

use jiff::civil::date;
use serde_json::json;
use store::testing::each_engine;

use crate::{Business, TODAY, code};

#[test]
fn a_deposit_is_split_and_every_cent_says_why() {
    each_engine(|store| {
        let business = Business::new(store);
        business.post(TODAY, "Workshop", &[("Checking", 1000_01), ("sales-courses", -1000_01)]).unwrap();
        let answer = business.ask("pockets", json!({}));
        let pockets = answer["pockets"].as_array().unwrap();
        let sum: i64 = pockets.iter().map(|pocket| pocket["holds_minor"].as_i64().unwrap()).sum();
        assert_eq!(sum, business.balance("Checking"));
        for pocket in pockets.iter().filter(|pocket| pocket["permille"].as_i64().unwrap() > 0) {
            let moves = business.ask("pocket-moves", json!({ "pocket": pocket["id"] }));
            assert_eq!(moves["lines"][0]["holds_minor"], pocket["holds_minor"]);
            assert!(moves["lines"][0]["why"].as_str().unwrap().contains('%'), "{moves}");
        }
    });
}

#[test]
fn a_card_purchase_fills_card_bill_and_its_payment_draws_on_it() {
    each_engine(|store| {
        let business = Business::new(store);
        let running = business.holds("running-costs");
        business.post(TODAY, "Software", &[("software", 20_00), ("Card", -20_00)]).unwrap();
        assert_eq!((business.holds("card-bill"), business.holds("running-costs") - running), (20_00, -20_00));
        // The bank's side of the payment, then the card's: two lines of two statements.
        business.post(TODAY, "Card payment", &[("in-transit", 20_00), ("Checking", -20_00)]).unwrap();
        assert_eq!(business.holds("card-bill"), 20_00);
        business.post(TODAY, "Payment received", &[("Card", 20_00), ("in-transit", -20_00)]).unwrap();
        assert_eq!((business.holds("card-bill"), business.balance("in-transit")), (0, 0));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn vat_waits_in_held_until_the_return_is_paid() {
    each_engine(|store| {
        let business = Business::of(store, |settings| {
            settings.country = "DE".into();
            settings.currency = "EUR".parse().unwrap();
            settings.charges_tax_since = Some(date(2025, 1, 1));
        });
        business
            .post(TODAY, "Shooting", &[("Checking", 119_00), ("sales-services", -100_00), ("sales-tax-owed", -19_00)])
            .unwrap();
        assert_eq!(business.holds("held-for-authorities"), 19_00);
        business
            .post(TODAY, "Lens rental", &[("Checking", -23_80), ("materials", 20_00), ("sales-tax-owed", 3_80)])
            .unwrap();
        assert_eq!(business.holds("held-for-authorities"), 15_20);
        business.post(TODAY, "Return paid", &[("Checking", -15_20), ("sales-tax-owed", 15_20)]).unwrap();
        assert_eq!(business.holds("held-for-authorities"), 0);
    });
}

#[test]
fn who_charges_no_tax_never_sees_held() {
    each_engine(|store| {
        let business = Business::new(store);
        let answer = business.ask("pockets", json!({}));
        assert!(answer["pockets"].as_array().unwrap().iter().all(|pocket| pocket["role"] != "held-for-authorities"));
    });
}

#[test]
fn a_full_buffer_overflows_to_the_next_pocket() {
    each_engine(|store| {
        let business = Business::new(store);
        let buffer = business.pocket_state("buffer");
        let (share, cap) = (buffer["permille"].as_i64().unwrap(), buffer["cap_minor"].as_i64().unwrap());
        let profit = business.holds("profit");
        // A deposit whose share for the buffer is a hundred more than its cap.
        let deposit = (cap + 100) * 1000 / share;
        business.post(TODAY, "A very good month", &[("Checking", deposit), ("sales-goods", -deposit)]).unwrap();
        assert_eq!(business.holds("buffer"), cap);
        let own = deposit * business.pocket_state("profit")["permille"].as_i64().unwrap() / 1000;
        assert!((business.holds("profit") - profit - own - 100).abs() <= 2);
    });
}

#[test]
fn shares_change_from_a_day_on_and_undo_brings_the_old_ones_back() {
    each_engine(|store| {
        let business = Business::new(store);
        let before = business.ask("pockets", json!({}));
        let (tax, pay) = (business.pocket("tax"), business.pocket("owners-pay"));
        let input = json!({ "from_on": "2026-05-12", "shares": [{ "pocket": tax, "permille": 400 }, { "pocket": pay, "permille": 600 }] });
        let done = business.run("set-shares", input).unwrap();
        assert_eq!(
            business.ask("pockets", json!({ "on": "2026-05-11" }))["pockets"][0]["permille"],
            before["pockets"][0]["permille"]
        );
        let held = business.holds("tax");
        business.post(TODAY, "Sale", &[("Checking", 100_00), ("sales-goods", -100_00)]).unwrap();
        assert_eq!(business.holds("tax") - held, 40_00);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(business.pocket_state("tax")["permille"], before["pockets"][0]["permille"]);
    });
}

#[test]
fn what_does_not_add_up_is_answered_at_its_field() {
    each_engine(|store| {
        let business = Business::new(store);
        let (tax, pay) = (business.pocket("tax"), business.pocket("owners-pay"));
        for (command, input, refusal, field) in [
            (
                "set-shares",
                json!({ "from_on": "2026-06-01", "shares": [{ "pocket": tax, "permille": 999 }] }),
                "shares-do-not-add-up",
                "shares",
            ),
            (
                "set-shares",
                json!({ "from_on": "2025-06-01", "shares": [{ "pocket": tax, "permille": 1000 }] }),
                "before-the-pockets-begin",
                "from_on",
            ),
            (
                "set-shares",
                json!({ "from_on": "2026-06-01", "shares": [{ "pocket": tax, "permille": 500 }, { "pocket": tax, "permille": 500 }] }),
                "pocket-named-twice",
                "shares[1].pocket",
            ),
            ("move-money", json!({ "from": tax, "to": tax, "amount_minor": 5 }), "same-pocket", "to"),
            (
                "move-money",
                json!({ "from": tax, "to": pay, "amount_minor": -5 }),
                "amount-is-not-positive",
                "amount_minor",
            ),
            ("move-money", json!({ "from": 999_999, "to": pay, "amount_minor": 5 }), "no-such-pocket", "from"),
            ("divide-cash", json!({ "parts": [] }), "amount-is-not-positive", "parts"),
        ] {
            let said = business.run(command, input).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refusal, Some(field)));
        }
    });
}

#[test]
fn the_cash_of_the_start_is_divided_once() {
    each_engine(|store| {
        let business = Business::new(store);
        assert_eq!(business.holds("unassigned"), 1000_00);
        let (tax, buffer) = (business.pocket("tax"), business.pocket("buffer"));
        let parts = json!([{ "pocket": tax, "amount_minor": 300_00 }, { "pocket": buffer, "amount_minor": 700_00 }]);
        let done = business.run("divide-cash", json!({ "parts": parts, "on": "2026-01-01" })).unwrap();
        assert_eq!(
            (business.holds("unassigned"), business.holds("tax"), business.holds("buffer")),
            (0, 300_00, 700_00)
        );
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!((business.holds("unassigned"), business.holds("tax")), (1000_00, 0));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn lines_before_the_start_split_nothing() {
    each_engine(|store| {
        let business = Business::new(store);
        let tax = business.holds("tax");
        business.post(date(2025, 12, 31), "Old sale", &[("Checking", 500_00), ("sales-goods", -500_00)]).unwrap();
        assert_eq!((business.holds("tax"), business.holds("unassigned")), (tax, 1500_00));
    });
}

#[test]
fn money_moves_by_hand_without_touching_an_account() {
    each_engine(|store| {
        let business = Business::new(store);
        let (from, to) = (business.pocket("unassigned"), business.pocket("buffer"));
        let done = business.run("move-money", json!({ "from": from, "to": to, "amount_minor": 125_00 })).unwrap();
        assert!(done.sentence.contains("$125.00"), "{}", done.sentence);
        assert_eq!((business.holds("buffer"), business.balance("Checking")), (125_00, 1000_00));
    });
}

#[test]
fn an_account_can_be_opened_and_only_an_empty_one_closed() {
    each_engine(|store| {
        let business = Business::new(store);
        let opened =
            business.run("open-account", json!({ "name": "Savings", "kind": "bank", "opening_minor": 50_00 })).unwrap();
        assert_eq!(business.balance("Savings"), 50_00);
        let savings = business.account("Savings");
        assert_eq!(
            code(business.run("close-account", json!({ "account": savings })).unwrap_err()),
            "account-is-not-empty"
        );
        assert_eq!(
            code(business.run("open-account", json!({ "name": "Savings", "kind": "bank" })).unwrap_err()),
            "account-name-is-taken"
        );
        assert_eq!(
            code(business.run("open-account", json!({ "name": "Sales", "kind": "income" })).unwrap_err()),
            "not-an-own-account"
        );
        let technical = business.account("to-sort");
        assert_eq!(
            code(business.run("close-account", json!({ "account": technical })).unwrap_err()),
            "account-is-needed"
        );
        business.run("undo", json!({ "activity": opened.activity })).unwrap();
        assert_eq!(business.balance("Checking"), 1000_00);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}
