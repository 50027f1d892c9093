//! The pockets equal the cash in each currency, whatever is done in whatever order: entries that name their pocket, money in
//! other currencies, advances and exchanges, pockets that are opened and closed.

use books::{Draft, DraftPosting, Source, SplitOf};
use jiff::civil::Date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use proptest::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::{Business, TODAY};

/// An entry as other areas post it: each posting may name its pocket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
struct PostNamed {
    on: Date,
    rows: Vec<(i64, i64, i64, Option<i64>)>,
    refund_of: Option<i64>,
}

impl Command for PostNamed {
    const NAME: &'static str = "post-named";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &[];
    type Outcome = i64;

    fn about() -> String {
        "Post with pockets.".into()
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        let posting = |(account, amount, book, pocket): &(i64, i64, i64, Option<i64>)| DraftPosting {
            book_amount_minor: Some(*book),
            pocket: *pocket,
            ..DraftPosting::new(*account, *amount)
        };
        let draft = Draft {
            posted_on: self.on,
            text: "Named".into(),
            note: String::new(),
            party: None,
            source: Source::HAND,
            postings: self.rows.iter().map(posting).collect(),
            split: self.refund_of.map_or(SplitOf::ByRule, SplitOf::Refund),
        };
        books::post(context, draft)
    }

    fn sentence(&self, _: &i64) -> String {
        "Posted.".into()
    }

    fn undo(&self, _: &i64) -> Undo {
        Undo::None { reason: "A test.".into() }
    }
}

/// What a step does, an amount, and which of the entries, pockets and days before it means.
type Step = (u8, i64, usize, usize);

struct Living<'a> {
    business: &'a Business,
    entries: Vec<i64>,
    done: Vec<i64>,
}

impl Living<'_> {
    fn pocket(&self, which: usize) -> i64 {
        let answer = self.business.ask("pockets", json!({}));
        let pockets = answer["pockets"].as_array().unwrap();
        pockets[which % pockets.len()]["id"].as_i64().unwrap()
    }

    fn entry(&self, which: usize) -> i64 {
        self.entries.get(which % self.entries.len().max(1)).copied().unwrap_or(1)
    }

    fn post(&mut self, rows: &[(&str, i64, i64, Option<i64>)], refund_of: Option<i64>) {
        let rows = rows.iter().map(|(name, own, book, pocket)| (self.business.account(name), *own, *book, *pocket));
        let command = PostNamed { on: TODAY, rows: rows.collect(), refund_of };
        if let Ok((entry, _)) = self.business.house.perform(&self.business.who, &command) {
            self.entries.push(entry);
        }
    }

    fn run(&mut self, command: &str, input: Value) {
        if let Ok(done) = self.business.run(command, input) {
            if let Some(entry) = done.outcome.get("entry").and_then(Value::as_i64) {
                self.entries.push(entry);
            }
            self.done.push(done.activity);
        }
    }

    fn live(&mut self, (what, amount, which, other): Step) {
        let (pocket, entry) = (self.pocket(which), self.entry(other));
        let half = amount / 2 + 1;
        match what {
            0 => self.post(&[("Checking", amount, amount, None), ("sales-goods", -amount, -amount, None)], None),
            1 => self.post(&[("Checking", -half, -half, None), ("rent", half, half, Some(pocket))], None),
            2 => self.post(&[("Crowns", amount, half, None), ("sales-services", -half, -half, None)], None),
            3 => self.post(&[("Crowns", -half, -amount, None), ("software", amount, amount, Some(pocket))], None),
            4 => self.post(&[("Crowns", -amount, -half, Some(pocket)), ("Checking", half, half, None)], None),
            5 => self.post(&[("Checking", -half, -half, None), ("sales-goods", half, half, None)], Some(entry)),
            6 => self.run("hold-advance", json!({ "entry": entry, "amount_minor": half })),
            7 => self.run("earn-advance", json!({ "entry": entry, "amount_minor": half / 2 + 1 })),
            8 => {
                let account = self.business.account(if which.is_multiple_of(2) { "Checking" } else { "Crowns" });
                self.run("return-advance", json!({ "entry": entry, "account": account }));
            }
            9 => self.run("agree-job-costs", json!({ "entry": entry, "amount_minor": half })),
            10 => self.run("take-exchange-from", json!({ "entry": entry, "pocket": pocket })),
            11 => {
                let to = self.pocket(other);
                let input = json!({ "from": pocket, "to": to, "amount_minor": amount, "currency": "SEK" });
                self.run("move-money", input);
            }
            12 => {
                let to = self.pocket(other);
                let input = json!({ "from": pocket, "to": to, "amount_minor": amount, "currency": "SEK",
                                    "book_amount_minor": half });
                self.run("exchange-between-pockets", input);
            }
            13 => {
                let parts = json!([{ "pocket": pocket, "amount_minor": amount }]);
                self.run("divide-cash", json!({ "parts": parts, "currency": "SEK" }));
            }
            14 => self.run("open-pocket", json!({ "name": format!("Own {amount}") })),
            15 => self.run("close-pocket", json!({ "pocket": pocket })),
            16 => {
                let category = self.business.account("rent");
                self.run("set-category-pocket", json!({ "category": category, "pocket": pocket }));
            }
            17 => self.run("reverse-entry", json!({ "entry": entry })),
            _ => {
                if let Some(activity) = self.done.pop() {
                    let _refused_or_done = self.business.run("undo", json!({ "activity": activity }));
                }
            }
        }
    }
}

/// What the pockets hold against the cash, in the books' currency and in crowns.
fn pockets_and_cash(business: &Business) -> [(i64, i64); 2] {
    let pockets = business.ask("pockets", json!({ "on": "2199-12-31" }));
    let sum =
        |list: &Value| -> i64 { list.as_array().unwrap().iter().map(|one| one["holds_minor"].as_i64().unwrap()).sum() };
    let cash = |names: &[&str]| names.iter().map(|name| business.balance(name)).sum();
    [(sum(&pockets["pockets"]), cash(&["Checking", "in-transit"])), (sum(&pockets["foreign"]), cash(&["Crowns"]))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn the_pockets_equal_the_cash_in_each_currency(steps in prop::collection::vec((0u8..20, 1i64..90_000, 0usize..40, 0usize..40), 1..30)) {
        each_engine(|store| {
            let business = Business::new(store);
            let opening = json!({ "name": "Crowns", "kind": "bank", "currency": "SEK", "opening_minor": 5_000_00, "opening_book_minor": 450_00 });
            business.run("open-account", opening).unwrap();
            let mut living = Living { business: &business, entries: Vec::new(), done: Vec::new() };
            for step in &steps {
                living.live(*step);
            }
            for (pockets, cash) in pockets_and_cash(&business) {
                assert_eq!(pockets, cash, "{steps:?}");
            }
            assert_eq!(business.problems(), Vec::<String>::new(), "{steps:?}");
        });
    }
}
