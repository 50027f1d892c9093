//! One by one or many at once, with refusals between: the same books.

use jiff::civil::date;
use kernel::Call;
use proptest::prelude::*;
use serde_json::{Value, json, value::RawValue};
use store::testing::DataFile;

use crate::Business;

/// A random command: most are entries, some moves between pockets, some refused.
fn commands() -> impl Strategy<Value = Vec<(u8, i64, i8, i8)>> {
    prop::collection::vec((0u8..8, 1i64..500_000, 1i8..=12, 1i8..=28), 1..25)
}

fn input(business: &Business, (which, amount, month, day): (u8, i64, i8, i8)) -> (&'static str, Value) {
    let on = date(2026, month, day).to_string();
    let id = |named: &str| business.account(named);
    let entry = |first: i64, second: i64, debit: i64| {
        let postings =
            json!([{ "account": first, "amount_minor": debit }, { "account": second, "amount_minor": -debit }]);
        ("post-entry", json!({ "posted_on": on, "text": "Line", "postings": postings }))
    };
    match which {
        0 | 1 => entry(id("Checking"), id("sales-goods"), amount),
        2 => entry(id("rent"), id("Checking"), amount),
        3 => entry(id("software"), id("Card"), amount),
        4 => entry(id("Checking"), id("client-deposits"), amount),
        5 => (
            "move-money",
            json!({ "from": business.pocket("tax"), "to": business.pocket("buffer"), "amount_minor": amount, "on": on }),
        ),
        6 => entry(id("sales-goods"), id("Checking"), amount % 1000 + 1),
        // Refused: it does not balance.
        _ => (
            "post-entry",
            json!({ "posted_on": on, "text": "Bad", "postings": [{ "account": id("rent"), "amount_minor": amount }] }),
        ),
    }
}

/// Everything a reader can see of the books.
fn seen(business: &Business) -> Vec<Value> {
    vec![
        business.ask("balances", json!({})),
        business.ask("pockets", json!({ "on": "2199-12-31" })),
        business.ask("profit-and-loss", json!({ "from": "2026-01", "through": "2026-12" })),
        business.ask("register", json!({ "account": business.account("Checking"), "limit": 1000 })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn line_by_line_and_in_bulk_give_the_same_books(commands in commands()) {
        let (one_file, many_file) = (DataFile::new(), DataFile::new());
        let (one, many) = (Business::new(one_file.open()), Business::new(many_file.open()));
        let inputs: Vec<_> = commands.iter().map(|command| input(&one, *command)).collect();
        for (command, value) in &inputs {
            let _refused_or_done = one.run(command, value.clone());
        }
        let raw: Vec<_> = inputs.iter().map(|(command, value)| (*command, RawValue::from_string(value.to_string()).unwrap())).collect();
        let calls: Vec<_> = raw.iter().map(|(command, input)| Call { command, input, key: None }).collect();
        let outcomes = many.house.run_batch(&many.who, &calls).unwrap();
        for (outcome, (which, ..)) in outcomes.iter().zip(&commands) {
            prop_assert_eq!(outcome.is_ok(), *which != 7, "{:?}", outcome);
        }
        prop_assert_eq!(seen(&one), seen(&many));
        prop_assert_eq!(many.problems(), Vec::<String>::new());
    }
}
