//! Errors put into the books on purpose: reconciliation finds the day on which each began, and what mends it.

use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use super::{Business, STANDARD, csv, ofx};
use base64::Engine;

/// Lines of a month, week by week: day of March 2026, amount in cents, text. No two are alike.
const WEEKS: [[(i8, i64, &str); 3]; 4] = [
    [(2, 120_000, "NORTHLIGHT"), (4, -3_450, "KILN PARTS"), (6, -910, "POST OFFICE")],
    [(9, -92_000, "RENT"), (11, 45_600, "FAIR STALL"), (13, -2_275, "SOFTWARE")],
    [(16, 80_100, "CALDER BOOKS"), (18, -15_030, "CLAY AND GLAZE"), (20, -6_620, "PHONE")],
    [(23, 33_300, "WORKSHOP"), (25, -7_780, "INSURANCE"), (27, -1_205, "BANK FEES")],
];

/// A week's statement, each line with the balance after it.
fn statement(week: usize) -> String {
    let before: i64 = WEEKS[..week].iter().flatten().map(|line| line.1).sum();
    let mut file = String::from("Date,Description,Amount,Balance\n");
    let mut balance = before;
    for (day, amount, text) in WEEKS[week] {
        balance += amount;
        file.push_str(&format!("2026-03-{day:02},{text},{},{}\n", super::decimal(amount), super::decimal(balance)));
    }
    file
}

/// A business with the weeks' statements, without one of them where it is named.
fn month(store: Store, name: usize, without: Option<usize>) -> Business {
    let business = Business::of(store, "US", |settings| settings.name = format!("Calloway Clay {name}"));
    for week in (0..WEEKS.len()).filter(|week| Some(*week) != without) {
        business.import(&format!("week-{week}.csv"), &statement(week), Some("Checking"));
    }
    business
}

fn ask(business: &Business, account: &str) -> Value {
    business.ask("reconcile", json!({ "account": business.account(account) }))
}

fn agrees(business: &Business, account: &str) {
    let answer = ask(business, account);
    assert_eq!((&answer["difference_minor"], &answer["parted_on"]), (&json!(0), &Value::Null), "{answer}");
}

fn candidate(answer: &Value, why: &str) -> Value {
    let candidates = answer["candidates"].as_array().unwrap();
    candidates.iter().find(|one| one["why"] == why).cloned().unwrap_or_else(|| panic!("no {why} in {answer}"))
}

/// A line that is like another within days is asked about; here the owner says wrongly that it is another one.
fn said_to_be_another(business: &Business) {
    let lines = business.ask("doubtful-lines", json!({}))["lines"].as_array().unwrap().clone();
    let lines: Vec<Value> = lines.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(lines.len(), 1);
    business.done("decide-doubtful", json!({ "lines": lines, "decision": "add" }));
}

fn day(day: i8) -> String {
    format!("2026-03-{day:02}")
}

#[test]
fn an_entry_that_no_line_shows_is_found_on_its_day() {
    each_engine(|store| {
        let business = month(store, 0, None);
        agrees(&business, "Checking");
        for on in [3, 11, 19, 27] {
            let (account, rent) = (business.account("Checking"), business.account("rent"));
            let entry = json!({ "posted_on": day(on), "text": "Twice by hand", "postings": [
                { "account": account, "amount_minor": -4_000 }, { "account": rent, "amount_minor": 4_000 }] });
            let posted = business.run("post-entry", entry).unwrap();
            let answer = ask(&business, "Checking");
            assert_eq!((&answer["parted_on"], &answer["parted_by_minor"]), (&json!(day(on)), &json!(-4_000)));
            let found = candidate(&answer, "entry-without-line");
            assert_eq!((&found["amount_minor"], &found["by_hand"]), (&json!(-4_000), &json!(true)));
            business.done("reverse-entry", json!({ "entry": found["entry"] }));
            // The correction stands on the same day, so no day is left on which they differ.
            agrees(&business, "Checking");
            assert_eq!(posted.outcome["entry"], found["entry"]);
        }
        business.verify();
    });
}

#[test]
fn a_week_without_its_statement_is_found_and_named() {
    each_engine(|store| {
        for week in 1..WEEKS.len() - 1 {
            let business = month(store.clone(), week, Some(week));
            let answer = ask(&business, "Checking");
            let next = WEEKS[week + 1];
            let (first, last) = (WEEKS[week - 1][2].0 + 1, next[0].0 - 1);
            let missing: i64 = WEEKS[week].iter().map(|line| line.1).sum();
            assert_eq!(answer["parted_by_minor"], -missing, "{answer}");
            assert_eq!(
                (&answer["agree_through"], &answer["between_from"]),
                (&json!(day(first - 1)), &json!(day(first)))
            );
            let found = candidate(&answer, "missing-statement");
            assert_eq!((&found["from"], &found["through"]), (&json!(day(first)), &json!(day(last))));
            business.import("late.csv", &statement(week), Some("Checking"));
            agrees(&business, "Checking");
            business.verify();
        }
    });
}

#[test]
fn a_line_that_came_in_twice_under_another_text_is_found_dropped_and_brought_back() {
    each_engine(|store| {
        for (week, (on, amount, text)) in WEEKS.iter().enumerate().map(|(at, lines)| (at, lines[1])) {
            let business = month(store.clone(), week, None);
            // An export of the bank's app names the same payment otherwise, and a day later.
            let again =
                format!("Date,Description,Amount\n{},App payment {week},{}\n", day(on + 1), super::decimal(amount));
            business.import("app.csv", &again, Some("Checking"));
            said_to_be_another(&business);
            let answer = ask(&business, "Checking");
            assert_eq!(answer["parted_by_minor"], amount, "{answer}");
            let found = candidate(&answer, "doubled-line");
            let named = |id: &Value| {
                let lines = business.lines();
                lines.iter().find(|line| line["id"] == *id).map(|line| line["title"].as_str().unwrap().to_owned())
            };
            assert_eq!(named(&found["line"]), Some(format!("App payment {week}")));
            assert_eq!(named(&found["like"]).as_deref(), Some(text));
            let drop = json!({ "line": found["line"], "like": found["like"] });
            let dropped = business.run("drop-doubled-line", drop).unwrap();
            agrees(&business, "Checking");
            business.verify();
            // The same file again adds nothing: what was dropped is known.
            let known = business.lines().len();
            business.import("app-again.csv", &format!("{again}\n"), Some("Checking"));
            assert_eq!(business.lines().len(), known);
            business.undo(dropped.activity);
            assert_eq!(ask(&business, "Checking")["parted_by_minor"], amount);
            assert_eq!(business.lines().len(), known + 1);
            business.verify();
        }
    });
}

#[test]
fn a_line_that_was_never_asked_about_is_dropped_as_well() {
    each_engine(|store| {
        let business = month(store, 0, None);
        business.import("april.csv", "Date,Description,Amount\n2026-04-14,RENT,-920.00\n", Some("Checking"));
        let (line, like) = (business.line("RENT"), business.lines());
        let like = like.iter().rfind(|line| line["title"] == "RENT").unwrap()["id"].clone();
        let held = business.balance("Checking");
        let dropped = business.run("drop-doubled-line", json!({ "line": line, "like": like })).unwrap();
        assert_eq!(business.balance("Checking"), held + 92_000);
        business.verify();
        business.undo(dropped.activity);
        assert_eq!(business.balance("Checking"), held);
        business.verify();
    });
}

#[test]
fn only_a_line_with_a_twin_is_dropped_as_doubled() {
    each_engine(|store| {
        let business = month(store, 0, None);
        let (rent, phone) = (business.line("RENT"), business.line("PHONE"));
        for (line, like, code) in [
            (rent, rent, "line-is-no-twin-of-itself"),
            (rent, phone, "lines-differ"),
            (999_999, rent, "no-such-line"),
            (rent, 999_999, "no-such-line"),
        ] {
            assert_eq!(business.refused("drop-doubled-line", json!({ "line": line, "like": like })), code);
        }
        agrees(&business, "Checking");
    });
}

#[test]
fn an_account_in_another_currency_is_reconciled_in_its_own() {
    each_engine(|store| {
        let business = Business::of(store, "DE", |_| {});
        business.done("open-account", json!({ "name": "Dollars", "kind": "bank", "currency": "USD" }));
        let rates =
            "Date,USD,GBP,\n2026-05-11,1.30,0.80\n2026-05-08,1.20,0.80\n2026-05-04,1.25,0.80\n2026-04-30,1.25,0.80\n";
        business.done("import-rates", json!({ "file_name": "rates.csv", "content": STANDARD.encode(rates) }));
        let file = ofx("7", &[("a", (4, 100_000, "NORTHLIGHT")), ("b", (8, -12_000, "HOSTING"))], 138_000);
        business.import("may.ofx", &file, Some("Dollars"));
        let answer = ask(&business, "Dollars");
        assert_eq!(
            (&answer["currency"], &answer["bank_minor"], &answer["books_minor"]),
            (&json!("USD"), &json!(138_000), &json!(138_000))
        );
        // A balance that is worth more or less in the books moves no dollar.
        business.done("revalue", json!({ "on": "2026-05-11" }));
        agrees(&business, "Dollars");
        let sales = business.account("sales-services");
        let entry = json!({ "posted_on": "2026-05-06", "text": "Not at the bank", "postings": [
            { "account": business.account("Dollars"), "amount_minor": 5_000, "book_amount_minor": 4_000 },
            { "account": sales, "amount_minor": -4_000 }] });
        let posted = business.run("post-entry", entry).unwrap();
        let answer = ask(&business, "Dollars");
        assert_eq!((&answer["parted_on"], &answer["parted_by_minor"]), (&json!("2026-05-06"), &json!(5_000)));
        business.undo(posted.activity);
        agrees(&business, "Dollars");
        business.import("app.csv", &csv(&[(9, -12_000, "CARD HOSTING CO")]), Some("Dollars"));
        said_to_be_another(&business);
        let answer = ask(&business, "Dollars");
        assert_eq!(answer["parted_by_minor"], -12_000, "{answer}");
        let found = candidate(&answer, "doubled-line");
        let held = business.balance("Dollars");
        let dropped =
            business.run("drop-doubled-line", json!({ "line": found["line"], "like": found["like"] })).unwrap();
        agrees(&business, "Dollars");
        business.undo(dropped.activity);
        assert_eq!(business.balance("Dollars"), held);
        business.verify();
    });
}
