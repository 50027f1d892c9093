//! Statements come in: what is new, what is here, what is asked.

use kernel::Done;
use serde_json::json;
use store::testing::{DataFile, each_engine};

use super::{Business, csv, ofx};

fn counts(done: &Done) -> (i64, i64, i64, i64) {
    let of = |name: &str| done.outcome[name].as_i64().unwrap();
    (of("lines"), of("new"), of("duplicate"), of("doubtful"))
}

#[test]
fn a_repeated_or_overlapping_statement_adds_nothing() {
    each_engine(|store| {
        let business = Business::new(store);
        let whole = [(4, -350, "COFFEE"), (4, -350, "COFFEE"), (5, -18_437, "BLUE RIDGE KILN"), (6, 95_000, "J MARSH")];
        let file = csv(&whole);
        assert_eq!(counts(&business.import("may.csv", &file, Some("Checking"))), (4, 4, 0, 0));
        let again = business.import("may.csv", &file, Some("Checking"));
        assert_eq!(counts(&again), (4, 0, 4, 0));
        assert!(!again.can_undo);
        assert_eq!(counts(&business.import("week.csv", &csv(&whole[1..]), Some("Checking"))), (3, 0, 3, 0));
        assert_eq!(business.balance("Checking"), 95_000 - 18_437 - 700);
        assert_eq!(business.balance("to-sort"), -(95_000 - 18_437 - 700));
        business.verify();
    });
}

#[test]
fn the_account_is_known_by_its_number_after_the_first_file() {
    each_engine(|store| {
        let business = Business::new(store);
        let first = ofx("4821", &[("a", (4, 10_000, "ONE"))], 10_000);
        let encoded = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
        let without = json!({ "file_name": "a.ofx", "content": encoded(&first) });
        assert_eq!(business.refused("import-statement", without), "which-account");
        business.import("a.ofx", &first, Some("Checking"));
        let second = business.import("b.ofx", &ofx("4821", &[("b", (9, -500, "TWO"))], 9_500), None);
        assert_eq!(second.outcome["account"], business.account("Checking"));
        // Another number is the other bank account: it is the only one left.
        let other = business.import("c.ofx", &ofx("7733", &[("c", (9, 700, "THREE"))], 700), None);
        assert_eq!(other.outcome["account"], business.account("Savings"));
    });
}

#[test]
fn the_first_statement_proves_the_opening_balance_and_an_earlier_one_moves_it() {
    each_engine(|store| {
        let business = Business::new(store);
        let done = business.import("late.ofx", &ofx("4821", &[("b", (20, -500, "TWO"))], 99_500), Some("Checking"));
        assert_eq!(done.outcome["accounts"][0]["opening_minor"], 100_000);
        assert_eq!(done.outcome["accounts"][0]["difference_minor"], 0);
        assert_eq!(business.balance("Checking"), 99_500);
        let early = business.import("early.csv", &csv(&[(4, 30_000, "ONE")]), Some("Checking"));
        assert_eq!(counts(&early), (1, 1, 0, 0));
        assert_eq!(business.balance("Checking"), 99_500, "the balance of today is what the bank says");
        let wrong = business.import("c.ofx", &ofx("4821", &[("c", (22, -100, "X"))], 99_000), None);
        assert_eq!(wrong.outcome["accounts"][0]["difference_minor"], -400);
        business.verify();
    });
}

#[test]
fn what_may_be_here_is_asked_once_and_neither_added_nor_dropped() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -2_000, "PENDING CARD")]), Some("Checking"));
        let file = csv(&[(6, -2_000, "Corner bakery"), (7, -100, "FEE")]);
        assert_eq!(counts(&business.import("b.csv", &file, Some("Checking"))), (2, 1, 0, 1));
        assert_eq!(business.balance("Checking"), -2_100);
        let again = csv(&[(6, -2_000, "Corner bakery"), (7, -100, "FEE"), (8, -100, "FEE")]);
        assert_eq!(counts(&business.import("c.csv", &again, Some("Checking"))), (3, 1, 1, 1));
        let asked = business.ask("doubtful-lines", json!({}));
        assert_eq!(asked["count"], 1);
        let line = asked["lines"][0]["id"].clone();
        let dropped = business.run("decide-doubtful", json!({ "lines": [line], "decision": "drop" })).unwrap();
        assert_eq!(
            counts(&business.import("d.csv", &csv(&[(6, -2_000, "Corner bakery")]), Some("Checking"))),
            (1, 0, 1, 0)
        );
        business.undo(dropped.activity);
        let added = business.run("decide-doubtful", json!({ "lines": [line], "decision": "add" })).unwrap();
        assert_eq!(business.balance("Checking"), -4_200);
        business.verify();
        business.undo(added.activity);
        assert_eq!(business.balance("Checking"), -2_200);
        business.verify();
    });
}

#[test]
fn a_closing_balance_proves_a_twin_and_settles_doubt() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.ofx", &ofx("4821", &[("a", (4, -350, "COFFEE"))], 99_650), Some("Checking"));
        // Another id on the same day would be asked; the balance says that it is a second coffee.
        let twin = business.import("b.ofx", &ofx("4821", &[("b", (4, -350, "COFFEE"))], 99_300), None);
        assert_eq!(counts(&twin), (1, 1, 0, 0));
        // And here that it is the same movement under a new id.
        let same = business.import("c.ofx", &ofx("4821", &[("c", (6, -350, "COFFEE BAR"))], 99_300), None);
        assert_eq!(counts(&same), (1, 0, 1, 0));
    });
}

#[test]
fn a_withdrawn_statement_leaves_nothing_and_can_come_again() {
    each_engine(|store| {
        let business = Business::new(store);
        let file = ofx("4821", &[("a", (4, 10_000, "J MARSH")), ("b", (5, -500, "FEE"))], 19_500);
        let done = business.import("a.ofx", &file, Some("Checking"));
        let services = business.account("sales-services");
        business.done("sort-line", json!({ "line": business.line("J MARSH"), "parts": [{ "category": services }] }));
        business.undo(done.activity);
        for account in ["Checking", "to-sort", "sales-services", "opening-balance"] {
            assert_eq!(business.balance(account), 0, "{account}");
        }
        business.verify();
        let again = business.import("a.ofx", &file, None);
        assert_eq!(counts(&again), (2, 2, 0, 0));
        assert_eq!(business.balance("Checking"), 19_500);
        business.verify();
    });
}

#[test]
fn a_bad_file_is_one_sentence_and_nothing_is_stored() {
    each_engine(|store| {
        let business = Business::new(store);
        let account = business.account("Checking");
        let far = "Date,Description,Amount\n2026-05-04,A,1.00\n9999-01-01,B,2.00\n";
        for (what, content) in [
            ("empty", String::new()),
            ("a zip", "PK\u{3}\u{4}".to_string()),
            ("dates past the books", far.to_string()),
            (
                "an amount past 64 bits",
                "Date,Description,Amount\n2026-05-04,A,99999999999999999999999.00\n2026-05-05,A,1.00\n".to_string(),
            ),
            ("half a file", ofx("1", &[("a", (4, 1, "A"))], 1).split("<FITID>").next().unwrap_or_default().to_string()),
        ] {
            let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, content);
            let code = business
                .refused("import-statement", json!({ "file_name": "x", "content": content, "account": account }));
            assert!(!code.is_empty(), "{what}");
            assert_eq!(business.lines().len(), 0, "{what}");
        }
        assert_eq!(business.refused("import-statement", json!({ "file_name": "x", "content": "***" })), "not-base64");
    });
}

#[test]
fn a_preview_changes_nothing_and_says_what_would_come() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(4, -350, "COFFEE"), (5, -900, "PAINT")]), Some("Checking"));
        let next = csv(&[(5, -900, "PAINT"), (7, -1_234, "BRUSHES")]);
        let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, next);
        let answer =
            business.ask("statement-preview", json!({ "content": content, "account": business.account("Checking") }));
        let one = &answer["accounts"][0];
        assert_eq!((one["new"].as_i64(), one["duplicate"].as_i64()), (Some(1), Some(1)));
        assert_eq!(answer["columns"].as_array().unwrap().len(), 3);
        assert_eq!(business.lines().len(), 2);
    });
}

#[test]
fn statements_that_follow_each_other_ask_little() {
    let coffee = |days: std::ops::Range<i8>| days.map(|day| (day, -350, "COFFEE HOUSE")).collect::<Vec<_>>();
    let rent = |day| vec![(day, -90_000, "RENT")];
    // What repeats under its own words is never asked about; other words for the same amount are, once for each line
    // that is here and not in the file itself.
    type Rows = Vec<(i8, i64, &'static str)>;
    let cases: [(&str, Rows, Rows, i64); 5] = [
        ("a coffee every day", coffee(10..16), coffee(16..22), 0),
        ("a rent at each end", rent(15), rent(16), 0),
        (
            "other words, one line here",
            vec![(15, -350, "COFFEE HOUSE")],
            vec![(16, -350, "PARKING"), (17, -350, "TOLL")],
            1,
        ),
        (
            "other words, the line here is in the file",
            vec![(15, -350, "COFFEE HOUSE")],
            vec![(15, -350, "COFFEE HOUSE"), (16, -350, "PARKING")],
            0,
        ),
        ("other words, a week later", vec![(10, -350, "COFFEE HOUSE")], vec![(17, -350, "PARKING")], 0),
    ];
    for (case, first, second, doubtful) in cases {
        let file = DataFile::new();
        let business = Business::new(file.open());
        business.import("first.csv", &csv(&first), Some("Checking"));
        let came = business.import("second.csv", &csv(&second), Some("Checking"));
        assert_eq!(came.outcome["doubtful"], doubtful, "{case}");
        let all = business.ask("bank-lines", json!({ "limit": 1 }));
        let new = came.outcome["new"].as_i64().unwrap();
        assert_eq!(all["total"], first.len() as i64 + new, "{case}");
    }
}
