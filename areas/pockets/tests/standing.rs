//! The figures: what is free, how long it lasts, what each pocket is to hold, what waits.

use jiff::civil::date;
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::fixture::{Business, TODAY};

fn pocket<'a>(standing: &'a Value, role: &str) -> &'a Value {
    standing["pockets"].as_array().unwrap().iter().find(|pocket| pocket["role"] == role).unwrap()
}

fn minor(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no amount"))
}

#[test]
fn an_empty_business_stands_at_nothing() {
    each_engine(|store| {
        let business = Business::founded(store, TODAY, 0);
        let stand = business.ask("where-you-stand", json!({}));
        assert_eq!((minor(&stand["cash_minor"]), minor(&stand["free_minor"])), (0, 0));
        assert_eq!(stand["with_pay"], Value::Null);
        assert_eq!(business.ask("needs", json!({}))["count"], 0);
    });
}

#[test]
fn what_the_owner_stated_counts_until_three_months_are_known() {
    each_engine(|store| {
        let business = Business::founded(store, TODAY, 3000_00);
        let stand = business.ask("where-you-stand", json!({}));
        assert_eq!(
            (&stand["standing"]["overhead"]["amount_minor"], &stand["standing"]["overhead"]["months"]),
            (&json!(1500_00), &json!(0))
        );
        // Two months of what was stated: a sixth of 365 days.
        assert_eq!((&stand["with_pay"]["days"], &stand["with_pay"]["tenths"]), (&json!(60), &json!(20)));
        assert_eq!(pocket(&stand["standing"], "buffer")["target_minor"], 4500_00);
    });
}

#[test]
fn the_cash_of_the_start_waits_until_it_is_divided() {
    each_engine(|store| {
        let business = Business::founded(store, TODAY, 3000_00);
        let needs = business.ask("needs", json!({}));
        assert_eq!((&needs["count"], &needs["needs"][0]["href"]), (&json!(1), &json!("/pockets?do=divide")));
        let parts = json!([{ "pocket": business.pocket("buffer"), "amount_minor": 3000_00 }]);
        business.run("divide-cash", json!({ "parts": parts })).unwrap();
        assert_eq!(business.ask("needs", json!({}))["count"], 0);
    });
}

#[test]
fn lines_that_wait_to_be_sorted_are_neither_divided_nor_mended() {
    each_engine(|store| {
        let business = Business::founded(store, TODAY, 0);
        business.post(TODAY, "SQ *BLUE RIDGE", None, &[("Checking ··4821", -50_00), ("to-sort", 50_00)]);
        business.post(TODAY, "DEPOSIT", None, &[("Checking ··4821", 80_00), ("to-sort", -80_00)]);
        assert_eq!(business.ask("standing", json!({}))["undivided_minor"], 0);
        assert_eq!(business.ask("needs", json!({}))["count"], 0);
    });
}

#[test]
fn what_is_free_is_cash_less_what_is_held_for_others() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 0);
        business.post(TODAY, "Workshop", None, &[("Checking ··4821", 1000_00), ("sales-courses", -1000_00)]);
        business.post(TODAY, "Software", None, &[("Card ··7710", -40_00), ("software", 40_00)]);
        let stand = business.ask("where-you-stand", json!({}));
        // The country's share for tax is 30 % of the deposit; the card's bill is held too.
        assert_eq!((minor(&stand["cash_minor"]), minor(&stand["free_minor"])), (1000_00, 1000_00 - 300_00 - 40_00));
        // Owed so far is 30 % of profit: less, because of the software.
        assert_eq!(
            (minor(&stand["standing"]["tax"]["held_minor"]), minor(&stand["standing"]["tax"]["owed_minor"])),
            (300_00, 288_00)
        );
        assert!(stand["standing"]["tax"]["said"].as_str().unwrap().contains("plain percentage"));
        business.post(TODAY, "Estimated tax", None, &[("Checking ··4821", -100_00), ("owner-income-tax", 100_00)]);
        let stand = business.ask("where-you-stand", json!({}));
        assert_eq!(
            (minor(&stand["standing"]["tax"]["held_minor"]), minor(&stand["standing"]["tax"]["owed_minor"])),
            (200_00, 188_00)
        );
    });
}

#[test]
fn pockets_are_held_against_the_last_three_full_months() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 20000_00);
        for (month, rent, pay) in
            [(2, 900_00, 3000_00), (3, 1000_00, 3300_00), (4, 1100_00, 3600_00), (5, 9999_00, 9999_00)]
        {
            business.post(date(2026, month, 4), "Rent", None, &[("Checking ··4821", -rent), ("rent", rent)]);
            business.post(date(2026, month, 5), "Pay", None, &[("Checking ··4821", -pay), ("owners-pay", pay)]);
        }
        let standing = business.ask("standing", json!({}));
        assert_eq!(
            (minor(&standing["overhead"]["amount_minor"]), minor(&standing["pay"]["amount_minor"])),
            (1000_00, 3300_00)
        );
        assert_eq!(pocket(&standing, "running-costs")["target_minor"], 1000_00);
        assert_eq!(pocket(&standing, "owners-pay")["target_minor"], 3300_00);
        let parts = standing["pay"]["parts"].as_array().unwrap();
        assert_eq!((parts.len(), minor(&parts[0]["total_minor"])), (1, 9900_00));
    });
}

#[test]
fn a_pocket_below_zero_names_the_move_that_mends_it() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 500_00);
        let parts = json!([{ "pocket": business.pocket("buffer"), "amount_minor": 500_00 }]);
        business.run("divide-cash", json!({ "parts": parts })).unwrap();
        business.post(TODAY, "Rent", None, &[("Checking ··4821", -120_00), ("rent", 120_00)]);
        let need = &business.ask("needs", json!({}))["needs"][0];
        let href = format!(
            "/pockets?do=move&from={}&to={}&minor=12000",
            business.pocket("buffer"),
            business.pocket("running-costs")
        );
        assert_eq!(need["href"], href);
        let page = business.page(&href).unwrap();
        assert!(page.contains("value=\"120.00\"") && page.contains("/do/move-money"), "{page}");
    });
}

#[test]
fn cash_by_month_is_the_accounts_own_history() {
    each_engine(|store| {
        let business = Business::with_years(store);
        let stand = business.ask("where-you-stand", json!({}));
        let ends = stand["cash"].as_array().unwrap();
        assert_eq!(ends.len(), 13);
        let checking = business.account("Checking ··4821");
        for end in ends {
            let answer = business.ask("balances", json!({ "on": end["on"] }));
            let held = answer["accounts"]
                .as_array()
                .unwrap()
                .iter()
                .find(|line| line["id"] == checking)
                .map_or(0, |line| minor(&line["balance_minor"]));
            assert_eq!(minor(&end["cash_minor"]), held, "{}", end["on"]);
        }
    });
}

#[test]
fn deposits_are_told_with_how_they_were_parted() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 0);
        let sale =
            business.post(TODAY, "Sale", Some("Northlight"), &[("Checking ··4821", 200_00), ("sales-goods", -200_00)]);
        let wrong = business.post(TODAY, "Wrong sale", None, &[("Checking ··4821", 70_00), ("sales-goods", -70_00)]);
        business.run("reverse-entry", json!({ "entry": wrong })).unwrap();
        business.post(TODAY, "Refund", None, &[("Checking ··4821", -20_00), ("sales-goods", 20_00)]);
        business.post(TODAY, "Rent", None, &[("Checking ··4821", -90_00), ("rent", 90_00)]);
        let answer = business.ask("deposits", json!({ "since": "2026-05-06" }));
        assert_eq!(minor(&answer["total_minor"]), 200_00);
        assert_eq!((answer["deposits"].as_array().unwrap().len(), &answer["deposits"][0]["entry"]), (1, &json!(sale)));
        let parted: i64 = answer["parts"].as_array().unwrap().iter().map(|part| minor(&part[1])).sum();
        assert_eq!(parted, 200_00);
    });
}

#[test]
fn deposits_taken_before_the_start_are_what_held_for_clients_is_to_hold() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 10_000_00);
        let given = json!({ "kind": "client-deposit", "party": "Maren Holt", "amount_minor": 500_00 });
        business.run("add-opening-item", given).unwrap();
        let standing = business.ask("standing", json!({}));
        let held = pocket(&standing, "held-for-clients");
        assert_eq!((minor(&held["target_minor"]), minor(&held["holds_minor"])), (500_00, 0));
        // On cash basis it was income when it came: nothing of it is owed there.
        assert_eq!(minor(&standing["undivided_minor"]), 10_000_00);
    });
}
