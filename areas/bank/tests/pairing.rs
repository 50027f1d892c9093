//! Transfers meet whichever statement comes first; the owner's word about a pair stands and is taken back.

use proptest::prelude::*;
use serde_json::{Value, json};
use store::testing::{DataFile, each_engine};

use super::{Business, csv, csv_in_and_out, decimal};

#[test]
fn sides_that_name_each_other_pair_by_themselves_in_either_order() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("s.csv", &csv(&[(9, 50_000, "TRANSFER FROM CHECKING")]), Some("Savings"));
        assert_eq!(business.queue().len(), 1, "one side alone is a question");
        let other = business.import("c.csv", &csv(&[(8, -50_000, "TRANSFER TO SAVINGS")]), Some("Checking"));
        assert_eq!((other.outcome["matched"].clone(), other.outcome["to_sort"].clone()), (json!(1), json!(0)));
        assert_eq!((business.balance("to-sort"), business.balance("in-transit")), (0, 0));
        let pair = business.ask("bank-line", json!({ "line": business.line("TRANSFER TO SAVINGS") }));
        assert_eq!(pair["line"]["decided_by"], "pair");
        business.verify();
        // The statement with one side goes again, and the other side waits as it did.
        business.done("withdraw-statement", json!({ "statement": pair["statement"] }));
        assert_eq!((business.queue().len(), business.balance("in-transit")), (1, 0));
        business.verify();
    });
}

#[test]
fn a_doubtful_pair_is_one_question_and_the_answer_is_undone() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("c.csv", &csv(&[(8, -50_017, "ONLINE ORDER 77")]), Some("Checking"));
        business.import("s.csv", &csv(&[(9, 50_017, "DEPOSIT 4")]), Some("Savings"));
        let (out, into) = (business.line("ONLINE ORDER 77"), business.line("DEPOSIT 4"));
        let asked = business.queue();
        assert_eq!(asked.len(), 2);
        assert!(asked.iter().all(|line| line["suggestion"]["pair"].is_i64()), "{asked:?}");
        let yes = business.run("pair-lines", json!({ "line": out, "other": into })).unwrap();
        assert_eq!((business.queue().len(), business.balance("to-sort"), business.balance("in-transit")), (0, 0, 0));
        business.verify();
        business.undo(yes.activity);
        assert_eq!(business.queue().len(), 2);
        let no = business.run("part-lines", json!({ "line": into, "other": out })).unwrap();
        assert!(business.queue().iter().all(|line| line["suggestion"]["pair"].is_null()), "a no is not asked again");
        business.undo(no.activity);
        assert!(business.queue().iter().all(|line| line["suggestion"]["pair"].is_i64()));
        business.verify();
    });
}

#[test]
fn wrong_pairs_are_refused() {
    each_engine(|store| {
        let business = Business::new(store);
        let lines = [(4, -1_000, "ONE"), (4, 1_000, "TWO"), (5, -2_000, "THREE")];
        business.import("a.csv", &csv(&lines), Some("Checking"));
        business.import("b.csv", &csv(&[(5, 2_500, "FOUR"), (6, 2_000, "FIVE")]), Some("Savings"));
        let line = |title: &str| business.line(title);
        let pair = |line: i64, other: i64| business.refused("pair-lines", json!({ "line": line, "other": other }));
        assert_eq!(pair(line("ONE"), line("TWO")), "same-account");
        assert_eq!(pair(line("THREE"), line("FOUR")), "amounts-are-not-opposite");
        assert_eq!(pair(line("THREE"), 999_999), "no-such-line");
        let rent = business.account("rent");
        business.done("sort-line", json!({ "line": line("THREE"), "parts": [{ "category": rent }] }));
        assert_eq!(pair(line("THREE"), line("FIVE")), "line-is-sorted");
        let nothing = json!({ "line": line("ONE"), "other": line("FIVE") });
        assert_eq!(business.refused("forget-pair", nothing), "nothing-was-said");
    });
}

#[test]
fn a_card_bill_paid_weeks_later_leaves_nothing_in_transit() {
    each_engine(|store| {
        let business = Business::new(store);
        let card = "Date,Description,Amount\n2026-03-09,LOWE'S,-63.18\n2026-03-30,PAYMENT THANK YOU,63.18\n";
        business.import("card.csv", card, Some("Card"));
        let bank = "Date,Description,Amount\n2026-03-12,CARD PAYMENT,-63.18\n";
        let found = business.import("bank.csv", bank, Some("Checking"));
        assert_eq!(found.outcome["matched"], 1);
        assert_eq!((business.balance("Card"), business.balance("in-transit")), (0, 0));
        // What the owner says afterwards counts: the other side waits again.
        let rent = business.account("rent");
        let line = business.line("CARD PAYMENT");
        let said = business.run("sort-line", json!({ "line": line, "parts": [{ "category": rent }] })).unwrap();
        assert_eq!((business.balance("in-transit"), business.queue().len()), (0, 2));
        business.verify();
        business.undo(said.activity);
        assert_eq!((business.balance("in-transit"), business.queue().len()), (0, 1), "only the purchase waits");
        business.verify();
    });
}

#[test]
fn a_payout_is_its_sales_less_its_fees() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("a.csv", &csv(&[(8, 11_827, "ETSY PAYOUT")]), Some("Checking"));
        let (goods, fees) = (business.account("sales-goods"), business.account("payment-fees"));
        let parts = json!([{ "category": goods, "amount_minor": 12_800 }, { "category": fees }]);
        business.done("sort-line", json!({ "line": business.line("ETSY PAYOUT"), "parts": parts }));
        assert_eq!((business.balance("sales-goods"), business.balance("payment-fees")), (-12_800, 973));
        assert_eq!(business.balance("Checking"), 11_827);
        business.verify();
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    /// Statements of three accounts, in pieces and in any order, leave the same pairs, balances and queue.
    #[test]
    fn the_same_pairs_whichever_statement_came_first(
        rows in prop::collection::vec((0usize..3, 1i8..28, any::<bool>(), 1i64..4, 0usize..4), 2..16),
        order in prop::collection::vec(any::<u32>(), 6),
    ) {
        let texts = ["TRANSFER", "TO SAVINGS", "CARD PAYMENT", "SHOP"];
        let accounts = ["Checking", "Savings", "Card"];
        // The halves of each account's month are statements of their own.
        let mut files: Vec<(u32, &str, String)> = Vec::new();
        for (index, account) in accounts.iter().enumerate() {
            for half in 0..2 {
                let mut movements: Vec<_> = rows
                    .iter()
                    .filter(|row| row.0 == index && usize::from(row.1 > 14) == half)
                    .map(|row| (row.1, if row.2 { -row.3 } else { row.3 } * 5_017, texts[row.4]))
                    .collect();
                movements.sort_unstable();
                if !movements.is_empty() {
                    files.push((order[index * 2 + half], account, csv_in_and_out(&movements)));
                }
            }
        }
        let lived = |files: &[(u32, &str, String)]| {
            let file = DataFile::new();
            let business = Business::new(file.open());
            for (index, (_, account, content)) in files.iter().enumerate() {
                business.import(&format!("{index}.csv"), content, Some(account));
                // Two equal amounts within days, from two files, are asked about; here they are always two.
                let asked = business.ask("doubtful-lines", json!({}));
                let ids: Vec<&Value> = asked["lines"].as_array().unwrap().iter().map(|line| &line["id"]).collect();
                if !ids.is_empty() {
                    business.done("decide-doubtful", json!({ "lines": ids, "decision": "add" }));
                }
            }
            business.verify();
            let lines = business.lines();
            let told = |line: &Value| format!("{} {} {} {}", line["booked_on"], line["account_name"], decimal(line["amount_minor"].as_i64().unwrap_or(0)), line["title"]);
            let mut pairs: Vec<(String, String)> = lines
                .iter()
                .filter_map(|line| Some((line, line["pair"].as_i64()?)))
                .filter_map(|(line, pair)| Some((told(line), told(lines.iter().find(|one| one["id"] == pair)?))))
                .collect();
            pairs.sort_unstable();
            (pairs, business.queue().len(), business.balance("to-sort"), business.balance("in-transit"))
        };
        let first = lived(&files);
        files.sort_by_key(|file| file.0);
        prop_assert_eq!(first, lived(&files));
    }
}

#[test]
fn whoever_puts_one_side_back_says_no_for_both() {
    each_engine(|store| {
        let business = Business::new(store);
        business.import("c.csv", &csv(&[(8, -50_000, "TRANSFER TO SAVINGS")]), Some("Checking"));
        business.import("s.csv", &csv(&[(9, 50_000, "TRANSFER FROM CHECKING")]), Some("Savings"));
        let (out, into) = (business.line("TRANSFER TO SAVINGS"), business.line("TRANSFER FROM CHECKING"));
        for line in [out, into] {
            assert_eq!(business.queue().len(), 0);
            let unsorted = business.run("unsort-line", json!({ "line": line })).unwrap();
            let queue = business.queue();
            assert_eq!(queue.len(), 2, "both sides wait");
            assert!(queue.iter().all(|line| line["suggestion"]["pair"].is_null()), "and are not asked about again");
            // Another file comes in, and the no still stands.
            business.import(&format!("{line}.csv"), &csv(&[(10, -line, &format!("COFFEE {line}"))]), Some("Checking"));
            assert_eq!(business.queue().len(), 3);
            business.done(
                "sort-lines",
                json!({ "lines": [business.line(&format!("COFFEE {line}"))],
                "category": business.account("private") }),
            );
            business.undo(unsorted.activity);
            assert_eq!(business.ask("bank-line", json!({ "line": out }))["line"]["pair"], into);
            business.verify();
        }
        // What the owner had called a transfer comes back as that, with its other side.
        let savings = business.account("Savings");
        let said = business.run("sort-as-transfer", json!({ "line": out, "account": savings })).unwrap();
        let unsorted = business.run("unsort-line", json!({ "line": out })).unwrap();
        assert_eq!((business.queue().len(), business.balance("in-transit")), (2, 0));
        business.undo(unsorted.activity);
        let detail = business.ask("bank-line", json!({ "line": out }));
        assert_eq!((&detail["line"]["pair"], &detail["line"]["decided_by"]), (&json!(into), &json!("owner")));
        // Taking the word back is no word about the pair.
        business.undo(said.activity);
        assert_eq!(business.ask("bank-line", json!({ "line": out }))["line"]["decided_by"], "pair");
        business.verify();
    });
}

fn of_month(month: u8, rows: &[(i8, &str, &str)]) -> String {
    let mut file = String::from("Date,Description,Amount\n");
    for (day, text, amount) in rows {
        file.push_str(&format!("2026-{month:02}-{day:02},{text},{amount}\n"));
    }
    file
}

#[test]
fn the_other_side_of_a_line_in_a_closed_month_pairs_on_the_first_open_day() {
    each_engine(|store| {
        let business = Business::new(store);
        let repairs = business.account("repairs");
        // Three decisions alike: what comes next is booked by what was learned, although it is a transfer.
        let learned = [(1, "TO SAVINGS 9", "-1.11"), (2, "TO SAVINGS 9", "-2.22"), (3, "TO SAVINGS 9", "-3.33")];
        business.import("a.csv", &of_month(3, &learned), Some("Checking"));
        for line in business.queue() {
            business.done("sort-line", json!({ "line": line["id"], "parts": [{ "category": repairs }] }));
        }
        business.import("b.csv", &of_month(3, &[(30, "TO SAVINGS 9", "-412.37")]), Some("Checking"));
        let days = json!({ "account": business.account("Checking"), "from": "2026-03-04", "through": "2026-03-29" });
        business.done("say-nothing-moved", days);
        let last = json!({ "account": business.account("Checking"), "from": "2026-03-31", "through": "2026-03-31" });
        business.done("say-nothing-moved", last);
        business.done("close-month", json!({ "month": "2026-03", "note": "the savings' statement is still to come" }));
        // A late line of the closed month, and the other sides of both.
        business.import("c.csv", &of_month(3, &[(31, "TRANSFER TO SAVINGS", "-77.31")]), Some("Checking"));
        let late = of_month(4, &[(1, "TRANSFER FROM CHECKING", "412.37"), (2, "TRANSFER FROM CHECKING", "77.31")]);
        let other = business.import("d.csv", &late, Some("Savings"));
        assert_eq!((other.outcome["matched"].clone(), other.outcome["to_sort"].clone()), (json!(2), json!(0)));
        assert_eq!((business.balance("in-transit"), business.balance("to-sort")), (0, 0));
        let moved = business.lines().into_iter().find(|line| line["amount_minor"] == -412_37).unwrap();
        assert_eq!((&moved["decided_by"], &moved["booked_on"]), (&json!("pair"), &json!("2026-03-30")));
        let entry = business.ask("entry", json!({ "entry": moved["decision_entry"] }));
        assert_eq!(entry["posted_on"], "2026-04-01", "the decision is in the books on the first open day");
        business.verify();
        // And apart again, which the closed month does not hinder either.
        let parted = json!({ "line": moved["id"], "other": moved["pair"] });
        let parted = business.run("part-lines", parted).unwrap();
        business.verify();
        business.undo(parted.activity);
        business.verify();
        let statement = business.ask("statements", json!({}))["statements"][0]["id"].clone();
        business.done("withdraw-statement", json!({ "statement": statement }));
        business.verify();
    });
}
