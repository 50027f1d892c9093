//! Months close in order against their checks, lock, and open again; nothing gets into a locked month.

use jiff::civil::date;
use serde_json::{Value, json};
use store::testing::each_engine;

use super::{Business, code};

fn refusal(business: &Business, command: &str, input: Value) -> (String, Option<String>) {
    let said = business.run(command, input).expect_err("a refusal").said();
    (said.code, said.field)
}

#[test]
fn a_closed_month_takes_no_entry_and_names_the_first_open_day() {
    each_engine(|store| {
        let business = Business::new(store);
        business.post(date(2026, 2, 10), "Rent", &[("rent", 90_000), ("Checking", -90_000)]).unwrap();
        let closed =
            business.run("close-month", json!({ "month": "2026-02", "note": "Receipts are in the folder" })).unwrap();
        assert_eq!(closed.outcome["month"], "2026-02");
        for day in [date(2026, 1, 5), date(2026, 2, 28)] {
            let failure = business.post(day, "Late", &[("rent", 100), ("Checking", -100)]).unwrap_err();
            let said = failure.said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), ("month-is-locked", Some("posted_on")), "{day}");
            assert!(said.to_string().contains("1 March 2026") || said.to_string().contains("Mar"), "{said}");
        }
        business.post(date(2026, 3, 1), "Open", &[("rent", 100), ("Checking", -100)]).unwrap();
        // Every other writer meets the same lock.
        let (tax, buffer) = (business.pocket("tax"), business.pocket("buffer"));
        let moved = json!({ "from": buffer, "to": tax, "amount_minor": 1, "on": "2026-02-01" });
        assert_eq!(refusal(&business, "move-money", moved).0, "month-is-locked");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_entry_of_a_locked_month_is_reversed_on_the_first_open_day() {
    each_engine(|store| {
        let business = Business::new(store);
        let rent = business.post(date(2026, 2, 10), "Rent", &[("rent", 90_000), ("Checking", -90_000)]).unwrap();
        business.run("close-month", json!({ "month": "2026-02", "note": "ok" })).unwrap();
        let asked = json!({ "entry": rent, "on": "2026-02-10" });
        assert_eq!(refusal(&business, "reverse-entry", asked).0, "month-is-locked");
        let reversed = business.run("reverse-entry", json!({ "entry": rent })).unwrap();
        let entry = business.ask("entry", json!({ "entry": reversed.outcome["entry"] }));
        assert_eq!(entry["posted_on"], "2026-03-01", "{entry}");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn months_close_in_order_and_open_again_with_a_reason() {
    each_engine(|store| {
        let business = Business::new(store);
        let close = |month: &str| business.run("close-month", json!({ "month": month, "note": "seen" }));
        assert_eq!(code(close("2026-05").unwrap_err()), "month-has-not-ended");
        assert_eq!(refusal(&business, "open-month", json!({ "reason": "x" })).0, "no-month-is-closed");
        close("2026-02").unwrap();
        assert_eq!(code(close("2026-02").unwrap_err()), "month-is-closed");
        assert_eq!(code(close("2026-04").unwrap_err()), "months-close-in-order");
        let march = close("2026-03").unwrap();
        let wrong = json!({ "month": "2026-02", "reason": "A bill came" });
        assert_eq!(refusal(&business, "open-month", wrong).0, "not-the-last-closed-month");
        assert_eq!(
            refusal(&business, "open-month", json!({ "reason": " " })),
            ("reason-is-missing".into(), Some("reason".into()))
        );
        // The undo of a close opens the month, and the undo of an opening closes it.
        business.run("undo", json!({ "activity": march.activity })).unwrap();
        assert_eq!(business.ask("closed-months", json!({}))["locked_through"], "2026-02");
        close("2026-03").unwrap();
        let opened = business.run("open-month", json!({ "reason": "A bill came" })).unwrap();
        business.run("undo", json!({ "activity": opened.activity })).unwrap();
        let months = business.ask("closed-months", json!({}));
        assert_eq!(
            (months["locked_through"].clone(), months["first_open_day"].clone()),
            (json!("2026-03"), json!("2026-04-01"))
        );
        business.run("open-month", json!({ "reason": "A bill came" })).unwrap();
        let months = business.ask("closed-months", json!({}));
        assert_eq!(months["opened_again"][0]["reason"], "A bill came");
        let states: Vec<&str> =
            months["months"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["running", "open", "open", "closed", "closed"]);
    });
}

#[test]
fn a_warning_is_accepted_with_a_note_and_kept() {
    each_engine(|store| {
        let business = Business::new(store);
        business.post(date(2026, 4, 10), "Rent", &[("rent", 90_000), ("Checking", -90_000)]).unwrap();
        let list = business.ask("month-close", json!({}));
        assert_eq!((list["month"].clone(), list["state"].clone()), (json!("2026-04"), json!("open")));
        let proof =
            list["checks"].as_array().unwrap().iter().find(|check| check["name"] == "costs-are-proven").unwrap();
        assert_eq!((proof["weight"].clone(), proof["problem"]["count"].clone()), (json!("warning"), json!(1)));
        assert_eq!(list["may_close"], true);
        assert_eq!(refusal(&business, "close-month", json!({})), ("warnings-need-a-note".into(), Some("note".into())));
        business.run("close-month", json!({ "note": "The landlord sends no bill" })).unwrap();
        let month = business.ask("closed-months", json!({}))["months"][1].clone();
        assert_eq!((month["state"].clone(), month["accepted"].clone()), (json!("closed"), json!(["costs-are-proven"])));
        assert_eq!(month["note"], "The landlord sends no bill");
    });
}
