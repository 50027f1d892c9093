//! A late line keeps its bank date and is in the books on the first open day; the checks of a close.

use serde_json::{Value, json};
use store::testing::each_engine;

use super::{Business, ofx};

fn march(rows: &[(i8, &str, &str)]) -> String {
    let mut file = String::from("Date,Description,Amount\n");
    for (day, text, amount) in rows {
        file.push_str(&format!("2026-03-{day:02},{text},{amount}\n"));
    }
    file
}

/// The owner's word for the days of a month that its short test statement does not speak of.
fn quiet(business: &Business, account: &str, from: &str, through: &str) {
    business
        .done("say-nothing-moved", json!({ "account": business.account(account), "from": from, "through": through }));
}

fn close(business: &Business, month: &str) -> kernel::Done {
    let input = json!({ "month": month, "note": "seen" });
    business.run("close-month", input).unwrap_or_else(|failure| panic!("{month}: {failure}"))
}

fn problem(business: &Business, month: &str, check: &str) -> Value {
    let list = business.ask("month-close", json!({ "month": month }));
    let checks = list["checks"].as_array().unwrap().clone();
    checks.into_iter().find(|one| one["name"] == check).unwrap_or_else(|| panic!("no check {check}"))["problem"].clone()
}

fn posted_on(business: &Business, entry: &Value) -> Value {
    business.ask("entry", json!({ "entry": entry }))["posted_on"].clone()
}

#[test]
fn a_late_line_keeps_its_bank_date_and_posts_on_the_first_open_day() {
    each_engine(|store| {
        let business = Business::new(store);
        close(&business, "2026-03");
        business.import("march.csv", &march(&[(9, "KILN PARTS", "-42.00")]), Some("Checking"));
        let line = business.lines()[0].clone();
        assert_eq!((line["booked_on"].clone(), line["posted_on"].clone()), (json!("2026-03-09"), json!("2026-04-01")));
        assert_eq!(posted_on(&business, &line["cash_entry"]), "2026-04-01");
        business.verify();
        // Its decision is on the first open day too, later months closed or not.
        let rent = business.account("rent");
        let sorted = business.run("sort-line", json!({ "line": line["id"], "parts": [{ "category": rent }] })).unwrap();
        assert_eq!(posted_on(&business, &sorted.outcome["entry"]), "2026-04-01");
        business.verify();
        quiet(&business, "Checking", "2026-03-10", "2026-04-30");
        close(&business, "2026-04");
        business.undo(sorted.activity);
        assert_eq!((business.balance("rent"), business.queue().len()), (0, 1));
        business.verify();
        // Opening the month again moves nothing that is posted.
        business.done("open-month", json!({ "reason": "A bill came" }));
        assert_eq!(business.lines()[0]["posted_on"], "2026-04-01");
        business.verify();
    });
}

#[test]
fn a_line_of_a_closed_month_is_sorted_anew_on_the_first_open_day() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("march.csv", &march(&[(9, "KILN PARTS", "-42.00")]), Some("Checking"));
        let (rent, materials) = (business.account("rent"), business.account("software"));
        let line = business.line("KILN PARTS");
        business.done("sort-line", json!({ "line": line, "parts": [{ "category": rent }] }));
        assert!(problem(&business, "2026-03", "statements-cover-the-month").is_object());
        quiet(&business, "Checking", "2026-03-10", "2026-03-31");
        assert!(problem(&business, "2026-03", "statements-cover-the-month").is_null());
        close(&business, "2026-03");
        let anew = business.run("sort-line", json!({ "line": line, "parts": [{ "category": materials }] })).unwrap();
        assert_eq!(posted_on(&business, &anew.outcome["entry"]), "2026-04-01");
        assert_eq!((business.balance("rent"), business.balance("software")), (0, 4_200));
        assert!(business.lines()[0]["posted_on"].is_null(), "its cash was posted in time");
        business.verify();
        let statement = business.ask("statements", json!({}))["statements"][0]["id"].clone();
        business.done("withdraw-statement", json!({ "statement": statement }));
        assert_eq!((business.balance("Checking"), business.balance("software")), (0, 0));
        business.verify();
    });
}

#[test]
fn late_sides_of_a_transfer_still_pair() {
    each_engine(|store| {
        let business = Business::new(store);
        close(&business, "2026-03");
        business.import("s.csv", &march(&[(9, "TRANSFER FROM CHECKING", "500.00")]), Some("Savings"));
        let other = business.import("c.csv", &march(&[(8, "TRANSFER TO SAVINGS", "-500.00")]), Some("Checking"));
        assert_eq!(other.outcome["matched"], 1);
        assert_eq!((business.balance("to-sort"), business.balance("in-transit")), (0, 0));
        business.verify();
    });
}

#[test]
fn a_month_with_open_questions_does_not_close() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import(
            "march.csv",
            &march(&[(9, "KILN PARTS", "-42.00"), (10, "TO SAVINGS", "-10.00")]),
            Some("Checking"),
        );
        assert_eq!(problem(&business, "2026-03", "nothing-to-sort")["count"], 2);
        assert!(problem(&business, "2026-02", "nothing-to-sort").is_null(), "earlier months have no line");
        let refused = business.refused("close-month", json!({ "month": "2026-03", "note": "never mind" }));
        assert_eq!(refused, "checks-fail");
        let savings = business.account("Savings");
        business.done("sort-as-transfer", json!({ "line": business.line("TO SAVINGS"), "account": savings }));
        assert_eq!(problem(&business, "2026-03", "in-transit-is-zero")["count"], 1);
        let rent = business.account("rent");
        business.done("sort-line", json!({ "line": business.line("KILN PARTS"), "parts": [{ "category": rent }] }));
        assert!(problem(&business, "2026-03", "nothing-to-sort").is_null());
        // The other side arrives after the month: money on its way over its end is no fault.
        business.import("s.csv", "Date,Description,Amount\n2026-04-01,FROM CHECKING,10.00\n", Some("Savings"));
        assert!(problem(&business, "2026-03", "in-transit-is-zero").is_null());
    });
}

#[test]
fn reconciliation_finds_the_day_and_what_parted_the_books_from_the_bank() {
    each_engine(|store| {
        let business = Business::new(store);
        let file = ofx("1", &[("a", (4, 10_000, "SALE")), ("b", (20, -2_500, "KILN PARTS"))], 57_500);
        business.import("may.ofx", &file, Some("Checking"));
        let account = business.account("Checking");
        let ask = || business.ask("reconcile", json!({ "account": account }));
        let agrees = ask();
        assert_eq!((agrees["proven"].clone(), agrees["difference_minor"].clone()), (json!(true), json!(0)));
        assert_eq!((agrees["bank_minor"].clone(), agrees["books_minor"].clone()), (json!(57_500), json!(57_500)));
        let rent = business.account("rent");
        let by_hand = json!({
            "posted_on": "2026-05-15", "text": "Fair stand",
            "postings": [{ "account": account, "amount_minor": 4_000 }, { "account": rent, "amount_minor": -4_000 }],
        });
        let posted = business.run("post-entry", by_hand).unwrap();
        let parted = ask();
        assert_eq!(
            (parted["parted_on"].clone(), parted["parted_by_minor"].clone()),
            (json!("2026-05-15"), json!(4_000))
        );
        assert_eq!(parted["agree_through"], "2026-05-14");
        assert_eq!(
            (parted["candidates"][0]["why"].clone(), parted["candidates"][0]["by_hand"].clone()),
            (json!("entry-without-line"), json!(true))
        );
        assert!(problem(&business, "2026-05", "balances-are-proven").is_object());
        business.undo(posted.activity);
        assert_eq!(ask()["difference_minor"], 0);
        // A second statement whose balance its lines do not lead to: something between is missing.
        let june = "Date,Description,Amount,Balance\n2026-06-10,SALE,10.00,590.00\n2026-06-12,SALE,5.00,595.00\n2026-06-15,SALE,5.00,600.00\n";
        business.import("june.csv", june, Some("Checking"));
        let parted = ask();
        assert_eq!(
            (parted["parted_by_minor"].clone(), parted["between_from"].clone()),
            (json!(-500), json!("2026-06-01")),
            "{parted}"
        );
        assert_eq!(
            parted["candidates"][0],
            json!({ "why": "missing-statement", "from": "2026-05-21", "through": "2026-06-09" })
        );
    });
}

#[test]
fn without_a_stated_balance_the_books_begin_as_they_say() {
    each_engine(|store| {
        let business = Business::new(store);
        let opened = json!({ "name": "Till", "kind": "bank", "opening_minor": 118_462, "opened_on": "2026-03-09" });
        business.done("open-account", opened);
        business.import("march.csv", &march(&[(9, "KILN PARTS", "-42.00"), (12, "SALE", "10.00")]), Some("Till"));
        let answer = business.ask("reconcile", json!({ "account": business.account("Till") }));
        assert_eq!(
            (answer["proven"].clone(), answer["difference_minor"].clone()),
            (json!(false), json!(0)),
            "{answer}"
        );
        assert!(problem(&business, "2026-03", "balances-are-proven").is_null());
    });
}

#[test]
fn the_owners_word_about_quiet_days_is_checked_and_taken_back() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("march.csv", &march(&[(9, "KILN PARTS", "-42.00")]), Some("Checking"));
        let account = business.account("Checking");
        let say = |from: &str, through: &str| json!({ "account": account, "from": from, "through": through });
        let rows = [
            ("2026-03-10", "2026-03-09", "ends-before-it-begins"),
            ("2026-03-10", "2026-05-12", "days-are-not-over"),
            ("2026-03-01", "2026-03-31", "something-moved"),
        ];
        for (from, through, code) in rows {
            assert_eq!(business.refused("say-nothing-moved", say(from, through)), code);
        }
        let said = business.run("say-nothing-moved", say("2026-03-10", "2026-03-31")).unwrap();
        assert!(problem(&business, "2026-03", "statements-cover-the-month").is_null());
        business.undo(said.activity);
        assert!(problem(&business, "2026-03", "statements-cover-the-month").is_object());
        assert_eq!(business.refused("forget-nothing-moved", json!({ "id": 999_999 })), "nothing-was-said");
    });
}
