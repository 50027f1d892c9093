//! What the reports say agrees with the postings.

use jiff::civil::date;
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::Business;

fn year(business: &Business) {
    for month in 1..=5 {
        let day = |day: i8| date(2026, month, day);
        business.post(day(3), "Retainer", &[("Checking", 2000_00), ("sales-services", -2000_00)]).unwrap();
        business.post(day(5), "Rent", &[("rent", 600_00), ("Checking", -600_00)]).unwrap();
        business.post(day(20), "Pay", &[("owners-pay", 900_00), ("Checking", -900_00)]).unwrap();
    }
}

/// The amounts of a sum, or of an account, in each column of a statement.
pub(crate) fn amounts(statement: &Value, of: &str) -> Vec<i64> {
    let lines = statement["lines"].as_array().unwrap();
    let found = lines.iter().find(|line| line["of"] == of || line["name"] == of);
    let amounts = found.unwrap_or_else(|| panic!("no line {of} in {statement}"))["amounts_minor"].as_array().unwrap();
    amounts.iter().map(|amount| amount.as_i64().unwrap()).collect()
}

#[test]
fn profit_and_loss_counts_what_was_earned_and_spent_and_no_drawing() {
    each_engine(|store| {
        let business = Business::new(store);
        year(&business);
        let answer = business.ask("profit-and-loss", json!({ "from": "2026-01", "through": "2026-05" }));
        assert_eq!(amounts(&answer, "profit"), [1400_00, 1400_00, 1400_00, 1400_00, 1400_00, 5 * 1400_00]);
        assert_eq!(amounts(&answer, "Services"), [2000_00, 2000_00, 2000_00, 2000_00, 2000_00, 5 * 2000_00]);
        assert_eq!(amounts(&answer, "expenses").last(), Some(&3000_00));
        let compared = json!({ "from": "2026-03", "through": "2026-04", "by": "whole", "compared": true });
        let later = business.ask("profit-and-loss", compared);
        assert_eq!(later["columns"][1]["kind"], "before");
        assert_eq!(amounts(&later, "profit"), [2 * 1400_00, 2 * 1400_00]);
        for wrong in [r#"{"from":"2026-05","through":"2026-01"}"#, r#"{"period":"2026","from":"2026-01"}"#] {
            let said = business.house.ask(&business.who, "profit-and-loss", wrong).unwrap_err().said();
            assert_eq!(said.code, "bad-period", "{wrong}");
        }
    });
}

#[test]
fn a_figure_opens_to_the_entries_that_add_up_to_it() {
    each_engine(|store| {
        let business = Business::new(store);
        year(&business);
        let period = |extra: Value| {
            let mut parameters = json!({ "from": "2026-02-01", "through": "2026-04-30" });
            parameters.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            business.ask("figure", parameters)
        };
        for (figure, amount, entries) in [
            (period(json!({ "account": business.account("rent") })), 1800_00, 3),
            (period(json!({ "of": "income" })), 6000_00, 3),
            (period(json!({ "of": "expenses" })), 1800_00, 3),
            (period(json!({ "of": "profit" })), 4200_00, 6),
        ] {
            assert_eq!((figure["amount_minor"].as_i64(), figure["entries"].as_i64()), (Some(amount), Some(entries)));
            let lines = figure["lines"].as_array().unwrap();
            assert_eq!(lines.iter().map(|line| line["amount_minor"].as_i64().unwrap()).sum::<i64>(), amount);
        }
    });
}

#[test]
fn a_register_runs_backwards_with_its_balance_page_by_page() {
    each_engine(|store| {
        let business = Business::new(store);
        year(&business);
        let checking = business.account("Checking");
        let whole = business.ask("register", json!({ "account": checking, "limit": 100 }));
        let whole = whole["lines"].as_array().unwrap();
        assert_eq!(whole[0]["balance_minor"], business.balance("Checking"));
        assert_eq!(whole.last().unwrap()["balance_minor"], whole.last().unwrap()["amount_minor"]);
        let (mut pages, mut before) = (Vec::new(), Value::Null);
        loop {
            let page = business.ask("register", json!({ "account": checking, "limit": 4, "before": before }));
            pages.extend(page["lines"].as_array().unwrap().clone());
            before = page["older"].clone();
            if before.is_null() {
                break;
            }
        }
        assert_eq!(&pages, whole);
    });
}

#[test]
fn balances_on_any_day_are_the_sum_of_what_was_posted_until_then() {
    each_engine(|store| {
        let business = Business::new(store);
        year(&business);
        for (day, checking) in [
            ("2025-12-31", 0),
            ("2026-01-01", 1000_00),
            ("2026-01-04", 3000_00),
            ("2026-01-31", 1500_00),
            ("2026-03-05", 1000_00 + 2 * 500_00 + 1400_00),
        ] {
            let answer = business.ask("balances", json!({ "on": day }));
            let found =
                answer["accounts"].as_array().unwrap().iter().find(|account| account["name"] == "Checking").cloned();
            let held = found.map_or(0, |account| account["balance_minor"].as_i64().unwrap());
            assert_eq!(held, checking, "{day}");
            assert_eq!(answer["sum_minor"], 0);
        }
    });
}

#[test]
fn search_finds_by_the_beginnings_of_words() {
    each_engine(|store| {
        let business = Business::new(store);
        business
            .post(date(2026, 5, 1), "Kiln repair, Blue Ridge Supply", &[("repairs", 5_00), ("Checking", -5_00)])
            .unwrap();
        for (text, found) in [
            ("kil", true),
            ("blue sup", true),
            ("ridge kiln bl", true),
            ("blue zebra", false),
            ("", false),
            ("'; DROP TABLE words; --", false),
        ] {
            let hits = business.ask("search", json!({ "text": text }));
            let any =
                hits["hits"].as_array().unwrap().iter().any(|hit| hit["title"].as_str().unwrap().starts_with("Kiln"));
            assert_eq!(any, found, "{text}");
        }
    });
}

#[test]
fn the_books_leave_in_every_format() {
    each_engine(|store| {
        let business = Business::new(store);
        business
            .post(date(2026, 5, 1), "=cmd|' /C calc'!A0; \"quoted\"", &[("repairs", 5_00), ("Checking", -5_00)])
            .unwrap();
        let areas = &business.house.registry().areas;
        for (format, must, must_not) in [
            ("hledger", "5.00 USD", ";  \"quoted\""),
            ("beancount", "5.00 USD", "\"quoted\""),
            ("csv", "\"'=cmd", "\n\"=cmd"),
            ("json", "\"5.00\"", "\n\n"),
        ] {
            let export = areas.iter().flat_map(|area| &area.exports).find(|export| export.format == format).unwrap();
            let mut out = Vec::new();
            business
                .house
                .read(&business.who, |context| {
                    (export.write)(context, &mut out).map_err(|failure| match failure {
                        kernel::slots::ExportFailure::Failure(failure) => failure,
                        kernel::slots::ExportFailure::Write(error) => panic!("{error}"),
                    })
                })
                .unwrap();
            let text = String::from_utf8(out).unwrap();
            assert!(text.contains(must), "{text}");
            assert!(!text.contains(must_not), "{text}");
        }
    });
}
