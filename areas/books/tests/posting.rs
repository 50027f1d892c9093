//! Entries are posted whole or refused whole.

use jiff::civil::date;
use ledger::Basis;
use serde_json::json;
use store::testing::each_engine;

use crate::{Business, TODAY, code, posting};

#[test]
fn an_entry_moves_its_accounts_and_leaves_a_line_in_the_log() {
    each_engine(|store| {
        let business = Business::new(store);
        let entry = business.post(TODAY, "Clay", &[("materials", 12_50), ("Checking", -12_50)]).unwrap();
        assert_eq!(business.balance("Checking"), 987_50);
        assert_eq!(business.balance("materials"), 12_50);
        let detail = business.ask("entry", json!({ "entry": entry }));
        assert_eq!(detail["text"], "Clay");
        let log = business.ask("activity", json!({}));
        assert_eq!(log["lines"][0]["command"], "post-entry");
        assert_eq!(log["lines"][0]["id"], detail["activity"]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn what_does_not_make_an_entry_is_refused_and_leaves_nothing() {
    each_engine(|store| {
        let business = Business::new(store);
        let checking = business.account("Checking");
        let rent = business.account("rent");
        let before = business.ask("activity", json!({}));
        let two = |first: i64, second: i64| json!([{ "account": rent, "amount_minor": first }, { "account": checking, "amount_minor": second }]);
        for (input, refusal) in [
            (json!({ "posted_on": "2026-05-12", "text": "x", "postings": two(5, -4) }), "entry-does-not-balance"),
            (json!({ "posted_on": "2026-05-12", "text": "x", "postings": two(0, 0) }), "amount-is-zero"),
            (json!({ "posted_on": "2026-05-12", "text": "x", "postings": [] }), "entry-is-empty"),
            (json!({ "posted_on": "0000-05-12", "text": "x", "postings": two(5, -5) }), "day-is-outside-the-books"),
            (json!({ "posted_on": "9999-12-31", "text": "x", "postings": two(5, -5) }), "day-is-outside-the-books"),
            (
                json!({ "posted_on": "2026-05-12", "text": "x".repeat(2001), "postings": two(5, -5) }),
                "text-is-too-long",
            ),
            (
                json!({ "posted_on": "2026-05-12", "text": "x", "postings": two(i64::MAX, -i64::MAX) }),
                "amount-is-too-large",
            ),
            (
                json!({ "posted_on": "2026-05-12", "text": "x", "postings": [{ "account": 999_999, "amount_minor": 1 }] }),
                "not-found",
            ),
            (json!({ "posted_on": "2026-02-30", "text": "x", "postings": two(5, -5) }), "bad-input"),
            (json!({ "posted_on": "2026-05-12", "text": "x", "postings": two(5, -5), "colour": 1 }), "bad-input"),
        ] {
            assert_eq!(code(business.run("post-entry", input).unwrap_err()), refusal);
        }
        assert_eq!(business.ask("activity", json!({})), before);
        assert_eq!(business.balance("Checking"), 1000_00);
    });
}

#[test]
fn a_missing_field_is_named_in_words() {
    each_engine(|store| {
        let business = Business::new(store);
        let said = business.run("post-entry", json!({ "posted_on": "2026-05-12", "text": "x" })).unwrap_err().said();
        assert_eq!(
            (said.sentence.as_str(), said.field.as_deref()),
            ("The field postings is missing.", Some("postings"))
        );
    });
}

#[test]
fn a_reversal_takes_back_accounts_and_pockets_and_happens_once() {
    each_engine(|store| {
        let business = Business::new(store);
        let tax = business.holds("tax");
        let entry = business.post(TODAY, "Retainer", &[("Checking", 800_00), ("sales-services", -800_00)]).unwrap();
        assert!(business.holds("tax") > tax);
        business.run("reverse-entry", json!({ "entry": entry })).unwrap();
        assert_eq!(business.balance("sales-services"), 0);
        assert_eq!(business.holds("tax"), tax);
        assert_eq!(code(business.run("reverse-entry", json!({ "entry": entry })).unwrap_err()), "entry-was-reversed");
        assert_eq!(code(business.run("reverse-entry", json!({ "entry": 999 })).unwrap_err()), "no-such-entry");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn undo_reverses_once() {
    each_engine(|store| {
        let business = Business::new(store);
        let checking = business.account("Checking");
        let rent = business.account("rent");
        let done = business
            .run(
                "post-entry",
                json!({ "posted_on": "2026-05-01", "text": "Rent", "postings": [
                    { "account": rent, "amount_minor": 300_00 }, { "account": checking, "amount_minor": -300_00 }] }),
            )
            .unwrap();
        assert!(done.can_undo);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(business.balance("rent"), 0);
        assert_eq!(code(business.run("undo", json!({ "activity": done.activity })).unwrap_err()), "already-undone");
        assert_eq!(code(business.run("undo", json!({ "activity": 1 })).unwrap_err()), "no-such-activity");
    });
}

#[test]
fn two_bases_live_in_one_ledger() {
    each_engine(|store| {
        let business = Business::new(store);
        let id = |named: &str| business.account(named);
        let invoice = books::PostEntry {
            posted_on: date(2026, 3, 10),
            text: "Invoice 7".into(),
            note: String::new(),
            party: Some("Northlight Hotels".into()),
            postings: vec![
                posting(id("receivables"), 500_00, Basis::Accrual),
                posting(id("sales-services"), -500_00, Basis::Accrual),
            ],
            dimensions: books::DimensionNames::default(),
        };
        business.house.perform(&business.who, &invoice).unwrap();
        let payment = books::PostEntry {
            posted_on: date(2026, 4, 20),
            text: "Payment of invoice 7".into(),
            note: String::new(),
            party: None,
            postings: vec![
                posting(id("Checking"), 500_00, Basis::Both),
                posting(id("receivables"), -500_00, Basis::Accrual),
                posting(id("sales-services"), -500_00, Basis::Cash),
            ],
            dimensions: books::DimensionNames::default(),
        };
        business.house.perform(&business.who, &payment).unwrap();
        let income = |basis: &str| {
            let answer =
                business.ask("profit-and-loss", json!({ "from": "2026-03", "through": "2026-04", "basis": basis }));
            crate::reports::amounts(&answer, "income")
        };
        assert_eq!(income("accrual"), [500_00, 0, 500_00]);
        assert_eq!(income("cash"), [0, 500_00, 500_00]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn the_same_key_answers_again_and_does_nothing() {
    each_engine(|store| {
        let business = Business::new(store);
        let (checking, rent) = (business.account("Checking"), business.account("rent"));
        let input = |amount: i64| {
            let input = json!({ "posted_on": "2026-05-01", "text": "Rent", "postings": [
                { "account": rent, "amount_minor": amount }, { "account": checking, "amount_minor": -amount }] });
            serde_json::value::RawValue::from_string(input.to_string()).unwrap()
        };
        let call = |amount: i64| {
            let input = input(amount);
            business
                .house
                .run(&business.who, kernel::Call { command: "post-entry", input: &input, key: Some("may-rent") })
        };
        let first = call(300_00).unwrap();
        let again = call(300_00).unwrap();
        assert_eq!((first.activity, first.outcome), (again.activity, again.outcome));
        assert_eq!(business.balance("rent"), 300_00);
        assert_eq!(code(call(400_00).unwrap_err()), "key-was-used");
    });
}

#[test]
fn only_who_may_write_writes() {
    each_engine(|store| {
        let business = Business::new(store);
        let adviser = kernel::Who { actor: kernel::Actor::Adviser, ..business.who.clone() };
        let input = serde_json::value::RawValue::from_string("{}".into()).unwrap();
        for (command, _) in business.house.registry().commands().map(|(_, entry)| (entry.name, ())) {
            let refused = business.house.run(&adviser, kernel::Call { command, input: &input, key: None }).unwrap_err();
            assert_eq!(code(refused), "read-only", "{command}");
        }
    });
}
