//! What becomes of deposits: tax contained, job costs first, advances, refunds.

use books::{Draft, DraftPosting, Source, SplitOf};
use jiff::civil::date;
use kernel::{Command, Context, Failure, Undo, UndoKind};
use ledger::Basis;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use crate::{Business, TODAY, code, posting};

/// A business that charges VAT, with tax 30 %, pay 70 %.
fn with_vat(store: Store) -> Business {
    let business = Business::of(store, |settings| {
        settings.country = "DE".into();
        settings.currency = "EUR".parse().unwrap();
        settings.language = "en".into();
        settings.charges_tax_since = Some(date(2025, 1, 1));
    });
    let shares = json!([
        { "pocket": business.pocket("tax"), "permille": 300 },
        { "pocket": business.pocket("owners-pay"), "permille": 700 },
    ]);
    business.run("set-shares", json!({ "from_on": "2026-01-01", "shares": shares })).unwrap();
    business
}

/// A refund as another area posts it: a bank line that went out to an income category.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Refund {
    deposit: i64,
    checking: i64,
    income: i64,
    amount_minor: i64,
}

impl Command for Refund {
    const NAME: &'static str = "refund";
    const UNDO: UndoKind = UndoKind::None;
    const REFUSALS: &'static [&'static str] = &[];
    type Outcome = i64;

    fn about() -> String {
        "A refund.".into()
    }

    fn perform(&self, context: &mut Context) -> Result<i64, Failure> {
        let postings = vec![
            DraftPosting::new(self.checking, -self.amount_minor),
            DraftPosting::new(self.income, self.amount_minor),
        ];
        let draft = Draft {
            posted_on: TODAY,
            text: "Half of it back".into(),
            note: String::new(),
            party: None,
            source: Source::HAND,
            postings,
            split: SplitOf::Refund(self.deposit),
        };
        books::post(context, draft)
    }

    fn sentence(&self, _: &i64) -> String {
        "Refunded.".into()
    }

    fn undo(&self, _: &i64) -> Undo {
        Undo::None { reason: "A test.".into() }
    }
}

fn deposit(business: &Business, net: i64, vat: i64) -> i64 {
    let mut rows = vec![("Checking", net + vat), ("sales-services", -net), ("sales-tax-owed", -vat)];
    rows.retain(|(_, amount)| *amount != 0);
    business.post(TODAY, "Shooting", &rows).unwrap()
}

/// Held for authorities, Tax, Owner's pay, Job costs, Held for clients.
fn holds(business: &Business) -> [i64; 5] {
    ["held-for-authorities", "tax", "owners-pay", "job-costs", "held-for-clients"].map(|role| business.holds(role))
}

fn profit(business: &Business, basis: &str) -> i64 {
    let answer = business.ask("balances", json!({ "basis": basis }));
    let accounts = answer["accounts"].as_array().unwrap().clone();
    let of = |line: &Value| line["kind"] == "income";
    accounts.iter().filter(|line| of(line)).map(|line| -line["balance_minor"].as_i64().unwrap()).sum()
}

#[test]
fn an_agreed_amount_goes_to_job_costs_before_the_shares() {
    each_engine(|store| {
        let business = with_vat(store);
        let entry = deposit(&business, 1000_00, 190_00);
        assert_eq!(holds(&business), [190_00, 300_00, 700_00, 0, 0]);
        let agreed = business.run("agree-job-costs", json!({ "entry": entry, "amount_minor": 400_00 })).unwrap();
        assert_eq!(holds(&business), [190_00, 180_00, 420_00, 400_00, 0]);
        let again = business.run("agree-job-costs", json!({ "entry": entry, "amount_minor": 100_00 })).unwrap();
        assert_eq!(holds(&business), [190_00, 270_00, 630_00, 100_00, 0]);
        for activity in [again.activity, agreed.activity] {
            business.run("undo", json!({ "activity": activity })).unwrap();
        }
        assert_eq!(holds(&business), [190_00, 300_00, 700_00, 0, 0]);
        let refused = |input: Value| business.run("agree-job-costs", input).unwrap_err().said().code;
        assert_eq!(refused(json!({ "entry": entry, "amount_minor": 1000_01 })), "more-than-the-deposit");
        assert_eq!(refused(json!({ "entry": entry, "amount_minor": -1 })), "amount-is-not-positive");
        let rent = business.post(TODAY, "Rent", &[("Checking", -10_00), ("rent", 10_00)]).unwrap();
        assert_eq!(refused(json!({ "entry": rent, "amount_minor": 1 })), "not-a-deposit");
        assert_eq!(refused(json!({ "entry": 424242, "amount_minor": 1 })), "not-found");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_usual_share_goes_to_job_costs_from_its_day_on() {
    each_engine(|store| {
        let business = with_vat(store);
        let goods = business.account("sales-goods");
        let set = |category: Option<i64>, permille: i64| {
            business.run(
                "set-job-cost-share",
                json!({ "category": category, "permille": permille, "from_on": "2026-05-01" }),
            )
        };
        let first = set(Some(goods), 400).unwrap();
        business.post(TODAY, "Prints", &[("Checking", 100_00), ("sales-goods", -100_00)]).unwrap();
        assert_eq!(holds(&business), [0, 18_00, 42_00, 40_00, 0]);
        // Another category, and a day before: the shares alone.
        business.post(TODAY, "Shooting", &[("Checking", 100_00), ("sales-services", -100_00)]).unwrap();
        business.post(date(2026, 4, 30), "Prints", &[("Checking", 100_00), ("sales-goods", -100_00)]).unwrap();
        assert_eq!(holds(&business), [0, 78_00, 182_00, 40_00, 0]);
        business.run("undo", json!({ "activity": first.activity })).unwrap();
        business.post(TODAY, "Prints", &[("Checking", 100_00), ("sales-goods", -100_00)]).unwrap();
        assert_eq!(holds(&business), [0, 108_00, 252_00, 40_00, 0]);
        assert_eq!(code(set(Some(goods), 1001).unwrap_err()), "share-is-not-a-share");
        assert_eq!(code(set(Some(business.account("rent")), 100).unwrap_err()), "not-an-income-category");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_advance_waits_until_it_is_earned_and_tax_has_its_share_at_once() {
    each_engine(|store| {
        let business = with_vat(store);
        let entry = deposit(&business, 1000_00, 190_00);
        let held = business.run("hold-advance", json!({ "entry": entry })).unwrap();
        assert_eq!(holds(&business), [190_00, 300_00, 0, 0, 700_00]);
        // Income on receipt on cash basis, a debt on accrual basis.
        assert_eq!((profit(&business, "cash"), profit(&business, "accrual")), (1000_00, 0));
        assert_eq!(business.ask("advances", json!({}))["advances"][0]["open_minor"], 1000_00);
        let half = business.run("earn-advance", json!({ "entry": entry, "amount_minor": 500_00 })).unwrap();
        assert_eq!(holds(&business), [190_00, 300_00, 350_00, 0, 350_00]);
        assert_eq!((profit(&business, "cash"), profit(&business, "accrual")), (1000_00, 500_00));
        let rest = business.run("earn-advance", json!({ "entry": entry })).unwrap();
        assert_eq!(holds(&business), [190_00, 300_00, 700_00, 0, 0]);
        assert_eq!(business.ask("advances", json!({}))["advances"], json!([]));
        assert_eq!(code(business.run("earn-advance", json!({ "entry": entry })).unwrap_err()), "no-advance");
        for activity in [rest.activity, half.activity, held.activity] {
            business.run("undo", json!({ "activity": activity })).unwrap();
        }
        assert_eq!(holds(&business), [190_00, 300_00, 700_00, 0, 0]);
        assert_eq!(profit(&business, "accrual"), 1000_00);
        let much = json!({ "entry": entry, "amount_minor": 1000_01 });
        assert_eq!(code(business.run("hold-advance", much).unwrap_err()), "more-than-the-deposit");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_entry_that_owes_its_income_to_the_client_is_an_advance_at_once() {
    each_engine(|store| {
        let business = with_vat(store);
        let row = |named: &str, amount: i64, basis: Basis| {
            let one = posting(business.account(named), amount, basis);
            serde_json::to_value(one).unwrap()
        };
        let postings = json!([
            row("Checking", 1190_00, Basis::Both),
            row("sales-tax-owed", -190_00, Basis::Both),
            row("client-deposits", -1000_00, Basis::Accrual),
            row("sales-services", -1000_00, Basis::Cash),
        ]);
        let input = json!({ "posted_on": TODAY, "text": "Deposit of the wedding", "postings": postings });
        business.run("post-entry", input).unwrap();
        assert_eq!(holds(&business), [190_00, 300_00, 0, 0, 700_00]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_refund_of_an_advance_returns_its_parts() {
    each_engine(|store| {
        let business = with_vat(store);
        let entry = deposit(&business, 1000_00, 0);
        business.run("hold-advance", json!({ "entry": entry })).unwrap();
        business.run("earn-advance", json!({ "entry": entry, "amount_minor": 500_00 })).unwrap();
        // The shares of today have no say in it.
        let shares = json!([{ "pocket": business.pocket("profit"), "permille": 1000 }]);
        business.run("set-shares", json!({ "from_on": TODAY, "shares": shares })).unwrap();
        let refund = Refund {
            deposit: entry,
            checking: business.account("Checking"),
            income: business.account("sales-services"),
            amount_minor: 500_00,
        };
        business.house.perform(&business.who, &refund).unwrap();
        assert_eq!(holds(&business), [0, 150_00, 350_00, 0, 0]);
        // The refund gave the advance back in the same step.
        assert_eq!((profit(&business, "cash"), profit(&business, "accrual")), (500_00, 500_00));
        assert_eq!(business.ask("advances", json!({}))["advances"], json!([]));
        assert_eq!(code(business.run("return-advance", json!({ "entry": entry })).unwrap_err()), "no-advance");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn money_moves_in_each_currency_apart() {
    each_engine(|store| {
        let business = with_vat(store);
        business
            .run("open-account", json!({ "name": "Dollars", "kind": "bank", "currency": "USD", "opening_minor": 500_00, "opening_book_minor": 450_00 }))
            .unwrap();
        let (from, to) = (business.pocket("unassigned"), business.pocket("buffer"));
        let input = |amount: i64| json!({ "from": from, "to": to, "amount_minor": amount, "currency": "USD" });
        let moved = business.run("move-money", input(200_00)).unwrap();
        assert!(moved.sentence.contains("200,00"), "{}", moved.sentence);
        let dollars = |business: &Business| -> Vec<(i64, i64)> {
            let answer = business.ask("pockets", json!({}));
            let rows = answer["foreign"].as_array().unwrap().clone();
            let mut rows: Vec<(i64, i64)> = rows
                .iter()
                .map(|row| (row["pocket"].as_i64().unwrap(), row["holds_minor"].as_i64().unwrap()))
                .filter(|(_, holds)| *holds != 0)
                .collect();
            rows.sort_unstable();
            rows
        };
        let mut expected = [(from, 300_00), (to, 200_00)];
        expected.sort_unstable();
        assert_eq!(dollars(&business), expected);
        business.run("undo", json!({ "activity": moved.activity })).unwrap();
        assert_eq!(dollars(&business), [(from, 500_00)]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}
