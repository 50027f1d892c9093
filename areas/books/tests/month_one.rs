//! The entries of the first month: what each does to cash, profit on both bases, pockets and accounts, shown before it is
//! booked; that undo restores; and what is refused, at its field.

use jiff::civil::date;
use kernel::Call;
use serde_json::{Value, json, value::RawValue};
use store::testing::each_engine;

use crate::{Business, TODAY, code};

impl Business {
    /// A business in Germany that charges VAT, with 1,000.00 in the bank, a card and a cash box of 100.00.
    fn german(store: store::Store) -> Business {
        let business = Business::of(store, |settings| {
            let country = kernel::Settings::defaults("Werkstatt", "DE", date(2026, 1, 1));
            *settings =
                kernel::Settings { charges_tax_since: Some(date(2026, 1, 1)), language: "en".into(), ..country };
        });
        business
            .run(
                "open-account",
                json!({ "name": "Kasse", "kind": "cash-box", "opening_minor": 100_00, "opened_on": "2026-01-01" }),
            )
            .unwrap();
        business
    }

    fn preview(&self, command: &str, input: &Value) -> Result<Value, kernel::Failure> {
        let input = RawValue::from_string(input.to_string()).unwrap();
        let preview = self.house.preview(&self.who, Call { command, input: &input, key: None })?;
        Ok(json!({ "outcome": preview.outcome, "effects": preview.effects, "sentence": preview.sentence }))
    }

    /// Names in an input that begin with `@` become the ids of their accounts.
    fn with_ids(&self, input: Value) -> Value {
        match input {
            Value::String(text) => match text.strip_prefix('@') {
                Some(named) => json!(self.account(named)),
                None => json!(text),
            },
            Value::Object(object) => object.into_iter().map(|(name, value)| (name, self.with_ids(value))).collect(),
            Value::Array(list) => list.into_iter().map(|value| self.with_ids(value)).collect(),
            other => other,
        }
    }
}

/// The effects in one line: cash, profit by cash, profit by accrual; then what the pockets move by.
fn effects(preview: &Value) -> String {
    let effects = &preview["effects"];
    let amounts = ["cash_minor", "profit_cash_minor", "profit_accrual_minor"].map(|name| effects[name].to_string());
    let pockets = effects["pockets"].as_array().unwrap().iter();
    let pockets = pockets.map(|pocket| format!("{} {}", pocket["role"].as_str().unwrap(), pocket["amount_minor"]));
    format!("{} | {}", amounts.join(" "), pockets.collect::<Vec<_>>().join(", "))
}

/// Each row: the command, its input, and its effects. An accountant can add one.
fn rows() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        (
            "record-purchase",
            json!({ "amount_minor": 119_00, "category": "@office-supplies", "paid_from": "@Checking" }),
            "-11900 -10000 -10000 | held-for-authorities -1900, running-costs -10000",
        ),
        (
            "record-purchase",
            json!({ "amount_minor": 119_00, "category": "@office-supplies", "paid_from": "@Card" }),
            "0 -10000 -10000 | held-for-authorities -1900, running-costs -10000, card-bill 11900",
        ),
        // Bought abroad: the tax is owed and comes back in the same return.
        (
            "record-purchase",
            json!({ "amount_minor": 100_00, "category": "@software", "paid_from": "@Checking", "tax_code": "purchase-reverse-charge" }),
            "-10000 -10000 -10000 | running-costs -10000",
        ),
        // Paid from private money: no pocket pays, and only the tax is no longer owed.
        (
            "record-purchase",
            json!({ "amount_minor": 119_00, "category": "@office-supplies", "paid_from": "@owner-put-in" }),
            "0 -10000 -10000 | held-for-authorities -1900, unassigned 1900",
        ),
        (
            "record-shared-cost",
            json!({ "amount_minor": 59_50, "business_share": 400, "category": "@phone-internet", "paid_from": "@Checking" }),
            "-5950 -2000 -2000 | held-for-authorities -380, owners-pay -3570, running-costs -2000",
        ),
        (
            "record-supplier-refund",
            json!({ "amount_minor": 23_80, "category": "@office-supplies", "into": "@Checking" }),
            "2380 2000 2000 | held-for-authorities 380, running-costs 2000",
        ),
        (
            "receive-loan",
            json!({ "name": "Sparkasse", "amount_minor": 10_000_00, "into": "@Checking", "yearly_rate": "4.25", "instalment_minor": 300_00 }),
            "1000000 0 0 | running-costs 1000000",
        ),
        (
            "buy-equipment",
            json!({ "name": "Laptop", "amount_minor": 1_190_00, "paid_from": "@Checking", "life_years": 3 }),
            "-119000 0 0 | held-for-authorities -19000, running-costs -100000",
        ),
        (
            "buy-equipment",
            json!({ "name": "Printer", "amount_minor": 238_00, "paid_from": "@Checking", "treatment": "at-once" }),
            "-23800 -20000 -20000 | held-for-authorities -3800, running-costs -20000",
        ),
        ("put-in-own-money", json!({ "amount_minor": 500_00, "into": "@Checking" }), "50000 0 0 | unassigned 50000"),
        (
            "take-out-own-money",
            json!({ "amount_minor": 50_00, "paid_from": "@Checking" }),
            "-5000 0 0 | owners-pay -5000",
        ),
        (
            "record-tax-payment",
            json!({ "tax": "income-tax", "amount_minor": 300_00, "account": "@Checking" }),
            "-30000 0 0 | tax -30000",
        ),
        (
            "record-tax-payment",
            json!({ "tax": "sales-tax", "went": "refunded", "amount_minor": 30_00, "account": "@Checking" }),
            "3000 0 0 | held-for-authorities 3000",
        ),
        // 119.00 sold, 1.50 missing in the box, which bears the difference as a cost.
        (
            "record-takings",
            json!({ "cash_box": "@Kasse", "takings_minor": 119_00, "category": "@sales-goods", "counted_minor": 217_50 }),
            "11750 9850 9850 | held-for-authorities 1900, tax 3000, owners-pay 4300, running-costs 1350, buffer 700, profit 500",
        ),
        (
            "receive-grant",
            json!({ "amount_minor": 1_000_00, "into": "@Checking" }),
            "100000 100000 100000 | tax 30000, owners-pay 43000, running-costs 15000, buffer 7000, profit 5000",
        ),
        (
            "receive-insurance-payout",
            json!({ "amount_minor": 1_000_00, "into": "@Checking" }),
            "100000 100000 100000 | tax 30000, owners-pay 43000, running-costs 15000, buffer 7000, profit 5000",
        ),
        // A cost without cash: the pockets divide the cash, so they stay.
        ("claim-mileage", json!({ "distance": 100, "text": "To the fair in Leipzig" }), "0 -3000 -3000 | "),
        (
            "transfer-between-accounts",
            json!({ "amount_minor": 80_00, "paid_from": "@Checking", "into": "@Kasse" }),
            "0 0 0 | ",
        ),
        ("withdraw-cash", json!({ "amount_minor": 80_00, "paid_from": "@Checking" }), "0 0 0 | "),
    ]
}

#[test]
fn each_entry_shows_its_effect_before_it_is_booked_and_undo_restores_it() {
    each_engine(|store| {
        let business = Business::german(store);
        for (command, input, expected) in rows() {
            let input = business.with_ids(input);
            let (before, pockets) = (business.ask("balances", json!({})), business.ask("pockets", json!({})));
            let log = business.ask("activity", json!({}));
            let preview = business.preview(command, &input).unwrap_or_else(|failure| panic!("{command}: {failure}"));
            assert_eq!(effects(&preview), expected, "{command} {input}");
            assert_eq!(business.ask("activity", json!({})), log, "{command}: a preview leaves nothing");
            assert_eq!(business.ask("balances", json!({})), before, "{command}: a preview leaves nothing");
            // What is booked is what was shown.
            let done = business.run(command, input).unwrap();
            assert_eq!(json!(done.sentence), preview["sentence"]);
            business
                .run("undo", json!({ "activity": done.activity }))
                .unwrap_or_else(|failure| panic!("{command}: {failure}"));
            assert_eq!(business.ask("pockets", json!({})), pockets, "{command}: undo restores the pockets");
        }
        assert_eq!(business.balance("Checking"), 1000_00);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_loan_is_paid_back_by_its_terms_until_nothing_is_left() {
    each_engine(|store| {
        let business = Business::german(store);
        let (bank, on) = (business.account("Checking"), "2026-05-01");
        let loan = json!({ "name": "Sparkasse", "amount_minor": 1_000_00, "into": bank, "on": on, "yearly_rate": "6", "instalment_minor": 400_00 });
        business.run("receive-loan", loan).unwrap();
        let account = business.account("Sparkasse");
        for (paid, interest) in [(400_00, 5_00), (400_00, 3_03), (209_07, 1_04)] {
            let next = business.ask("loans", json!({}))["loans"][0]["next"].clone();
            assert_eq!((next["amount_minor"].as_i64(), next["interest_minor"].as_i64()), (Some(paid), Some(interest)));
            business.run("pay-loan", json!({ "loan": account, "paid_from": bank })).unwrap();
        }
        assert_eq!((business.balance("Sparkasse"), business.balance("interest-paid")), (0, 9_07));
        let again = business.run("pay-loan", json!({ "loan": account, "paid_from": bank, "amount_minor": 1_00 }));
        assert_eq!(code(again.unwrap_err()), "more-than-is-owed");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn depreciation_is_booked_once_and_equipment_leaves_with_what_is_left() {
    each_engine(|store| {
        let business = Business::german(store);
        let bank = business.account("Checking");
        let laptop =
            json!({ "name": "Laptop", "amount_minor": 428_40, "paid_from": bank, "life_years": 3, "on": "2026-02-17" });
        business.run("buy-equipment", laptop).unwrap();
        // 360.00 without tax over 36 months: 10.00 a month, February counts whole.
        let first = business.run("book-depreciation", json!({ "through": "2026-04" })).unwrap();
        assert_eq!(first.outcome["entries"].as_array().unwrap().len(), 3);
        assert_eq!(business.balance("depreciation"), 30_00);
        let again = business.run("book-depreciation", json!({ "through": "2026-04" })).unwrap_err();
        assert_eq!(code(again), "nothing-to-depreciate");
        business.run("undo", json!({ "activity": first.activity })).unwrap();
        assert_eq!(business.balance("depreciation"), 0);
        let yearly = business.run("book-depreciation", json!({ "through": "2026-04", "yearly": true })).unwrap();
        assert_eq!(yearly.outcome["entries"].as_array().unwrap().len(), 1);
        let piece = business.ask("equipment", json!({}))["pieces"][0].clone();
        assert_eq!((piece["lost_minor"].as_i64(), piece["value_minor"].as_i64()), (Some(30_00), Some(330_00)));
        // Sold in June: May is booked first, then 320.00 leave for 300.00 and its tax.
        let sale = json!({ "equipment": piece["id"], "amount_minor": 357_00, "into": bank, "on": "2026-06-10" });
        let sold = business.run("dispose-equipment", sale.clone()).unwrap();
        assert_eq!(business.balance("disposal-loss"), 20_00);
        assert_eq!((business.balance("equipment"), business.balance("accumulated-depreciation")), (0, 0));
        assert_eq!(code(business.run("dispose-equipment", sale).unwrap_err()), "equipment-has-left");
        business.run("undo", json!({ "activity": sold.activity })).unwrap();
        assert_eq!(business.ask("equipment", json!({}))["pieces"][0]["value_minor"].as_i64(), Some(330_00));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

/// What was brought along goes on losing value, is sold like any other piece, and cannot become another meanwhile.
#[test]
fn equipment_from_before_the_books_continues_its_schedule_and_can_be_sold() {
    each_engine(|store| {
        let business = Business::german(store);
        let bank = business.account("Checking");
        let oven = json!({ "kind": "equipment", "name": "Oven", "dated_on": "2024-05-10", "amount_minor": 3_600_00, "life_years": 3 });
        let item = business.run("add-opening-item", oven.clone()).unwrap().outcome["item"].clone();
        // 20 of 36 months are over when the books begin: 2,000.00 are written off, 100.00 a month go on.
        let piece = business.ask("equipment", json!({}))["pieces"][0].clone();
        assert_eq!((piece["lost_minor"].as_i64(), piece["value_minor"].as_i64()), (Some(2_000_00), Some(1_600_00)));
        let booked = business.run("book-depreciation", json!({ "through": "2026-03" })).unwrap();
        assert_eq!((booked.outcome["amount_minor"].as_i64(), business.balance("depreciation")), (Some(300_00), 300_00));
        for refused in [
            business.run("remove-opening-item", json!({ "item": item })),
            business.run("change-opening-item", json!({ "item": item, "given": oven })),
        ] {
            assert_eq!(code(refused.unwrap_err()), "equipment-is-in-use");
        }
        let sale = json!({ "equipment": piece["id"], "amount_minor": 1_785_00, "into": bank, "on": "2026-04-10" });
        business.run("dispose-equipment", sale).unwrap();
        assert_eq!((business.balance("equipment"), business.balance("accumulated-depreciation")), (0, 0));
        assert_eq!(business.balance("disposal-gain"), -200_00);
        // Without years it keeps its value; what was written off stands.
        let land = json!({ "kind": "equipment", "name": "Plot", "dated_on": "2020-01-01", "amount_minor": 9_000_00, "written_off_minor": 1_00 });
        business.run("add-opening-item", land).unwrap();
        let nothing = business.run("book-depreciation", json!({ "through": "2026-12" })).unwrap_err();
        assert_eq!(code(nothing), "nothing-to-depreciate");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_refund_of_a_purchase_gives_back_its_category_tax_and_pockets_until_nothing_is_left() {
    each_engine(|store| {
        let business = Business::german(store);
        let shared = business.with_ids(json!({
            "amount_minor": 119_00, "business_share": 400, "category": "@phone-internet", "paid_from": "@Checking",
            "party": "Telnet", "dimensions": { "project": "Atlas" } }));
        let purchase = business.run("record-shared-cost", shared).unwrap().outcome["entry"].clone();
        let found = business.ask("refundable-purchases", json!({ "text": "telnet" }))["purchases"][0].clone();
        assert_eq!((&found["entry"], found["left_minor"].as_i64()), (&purchase, Some(119_00)));
        let back = |amount: i64| {
            business.with_ids(json!({ "amount_minor": amount, "purchase": purchase, "into": "@Checking" }))
        };
        let preview = business.preview("record-supplier-refund", &back(59_50)).unwrap();
        assert_eq!(effects(&preview), "5950 2000 2000 | held-for-authorities 380, owners-pay 3570, running-costs 2000");
        let first = business.run("record-supplier-refund", back(59_50)).unwrap();
        assert_eq!((business.balance("phone-internet"), business.balance("private")), (20_00, 35_70));
        let entry = business.ask("entry", json!({ "entry": first.outcome["entry"] }));
        assert_eq!((&entry["refund_of"], &entry["party"]), (&purchase, &json!("Telnet")));
        assert_eq!(entry["postings"][0]["dimensions"][0]["name"], "Atlas");
        let refused = business.run("record-supplier-refund", back(59_51)).unwrap_err();
        assert_eq!(code(refused), "more-than-was-paid");
        business.run("record-supplier-refund", back(59_50)).unwrap();
        assert_eq!(
            (business.balance("phone-internet"), business.balance("private"), business.balance("sales-tax-owed")),
            (0, 0, 0)
        );
        // What was taken back can come back again.
        business.run("undo", json!({ "activity": first.activity })).unwrap();
        business.run("record-supplier-refund", back(10_00)).unwrap();
        // A card's debt shrinks; no cash comes.
        let card =
            business.with_ids(json!({ "amount_minor": 23_80, "category": "@office-supplies", "paid_from": "@Card" }));
        let purchase = business.run("record-purchase", card).unwrap().outcome["entry"].clone();
        let back = business.with_ids(json!({ "amount_minor": 11_90, "purchase": purchase, "into": "@Card" }));
        let preview = business.preview("record-supplier-refund", &back).unwrap();
        assert_eq!(effects(&preview), "0 1000 1000 | held-for-authorities 190, running-costs 1000, card-bill -1190");
        for (purchase, refusal) in
            [(json!(1), "not-a-purchase"), (json!(9_999), "not-a-purchase"), (Value::Null, "refund-of-nothing")]
        {
            let input = business.with_ids(json!({ "amount_minor": 5, "purchase": purchase, "into": "@Checking" }));
            assert_eq!(code(business.run("record-supplier-refund", input).unwrap_err()), refusal);
        }
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn a_wrong_cost_is_reversed_and_booked_right_and_undo_brings_it_back() {
    each_engine(|store| {
        let business = Business::german(store);
        let cost = business
            .with_ids(json!({ "amount_minor": 119_00, "category": "@office-supplies", "paid_from": "@Checking" }));
        let entry = business.run("record-purchase", cost).unwrap().outcome["entry"].clone();
        let right = business.with_ids(json!({ "entry": entry, "category": "@repairs", "amount_minor": 59_50 }));
        let done = business.run("correct-cost", right).unwrap();
        assert_eq!((business.balance("office-supplies"), business.balance("repairs")), (0, 50_00));
        assert_eq!(business.balance("Checking"), 1000_00 - 59_50);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!((business.balance("office-supplies"), business.balance("repairs")), (100_00, 0));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn the_distance_of_the_tax_year_decides_the_rate_and_a_trip_taken_back_no_longer_counts() {
    each_engine(|store| {
        let business = Business::of(store, |settings| {
            *settings = kernel::Settings::defaults("Workshop", "GB", date(2026, 1, 1));
        });
        let trip = |distance: i64| json!({ "distance": distance, "text": "Rounds", "on": TODAY.to_string() });
        let far = business.run("claim-mileage", trip(9_950)).unwrap();
        assert_eq!(business.balance("mileage"), 4_477_50);
        let preview = business.preview("claim-mileage", &trip(100)).unwrap();
        assert_eq!(effects(&preview), "0 -3500 -3500 | ");
        business.run("undo", json!({ "activity": far.activity })).unwrap();
        let preview = business.preview("claim-mileage", &trip(100)).unwrap();
        assert_eq!(effects(&preview), "0 -4500 -4500 | ");
    });
}

#[test]
fn what_cannot_be_booked_is_answered_at_its_field_and_leaves_nothing() {
    each_engine(|store| {
        let business = Business::german(store);
        let before = business.ask("activity", json!({}));
        for (command, input, refusal, field) in [
            (
                "record-purchase",
                json!({ "amount_minor": 0, "category": "@rent", "paid_from": "@Checking" }),
                "amount-is-not-positive",
                "amount_minor",
            ),
            (
                "record-purchase",
                json!({ "amount_minor": 5, "category": "@sales-goods", "paid_from": "@Checking" }),
                "not-that-category",
                "category",
            ),
            (
                "record-purchase",
                json!({ "amount_minor": 5, "category": "@office-supplies", "paid_from": "@rent" }),
                "not-a-money-account",
                "paid_from",
            ),
            (
                "record-purchase",
                json!({ "amount_minor": 5, "category": "@rent", "paid_from": "@Checking" }),
                "tax-is-undecided",
                "tax_code",
            ),
            (
                "record-purchase",
                json!({ "amount_minor": 5, "category": "@rent", "paid_from": "@Checking", "tax_code": "x" }),
                "no-such-tax-code",
                "tax_code",
            ),
            (
                "record-purchase",
                json!({ "amount_minor": 5, "category": "@rent", "paid_from": "@Checking", "tax_code": "sale-standard" }),
                "tax-code-of-the-other-side",
                "tax_code",
            ),
            (
                "record-shared-cost",
                json!({ "amount_minor": 5, "business_share": 1001, "category": "@phone-internet", "paid_from": "@Checking" }),
                "business-share-out-of-range",
                "business_share",
            ),
            (
                "buy-equipment",
                json!({ "name": "Camera", "amount_minor": 952_02, "paid_from": "@Checking", "treatment": "at-once" }),
                "too-dear-for-a-cost-at-once",
                "treatment",
            ),
            (
                "buy-equipment",
                json!({ "name": "Camera", "amount_minor": 952_02, "paid_from": "@Checking" }),
                "no-useful-life",
                "life_years",
            ),
            ("pay-loan", json!({ "loan": "@Checking", "paid_from": "@Checking" }), "not-a-loan", "loan"),
            (
                "receive-loan",
                json!({ "name": "Bank", "amount_minor": 5, "into": "@Checking", "yearly_rate": "4,2,5" }),
                "unreadable-rate",
                "yearly_rate",
            ),
            (
                "transfer-between-accounts",
                json!({ "amount_minor": 5, "paid_from": "@Checking", "into": "@Checking" }),
                "same-account",
                "into",
            ),
            ("record-takings", json!({ "cash_box": "@Kasse" }), "nothing-counted", "takings_minor"),
            (
                "record-takings",
                json!({ "cash_box": "@Kasse", "counted_minor": 50_00 }),
                "takings-are-negative",
                "takings_minor",
            ),
            (
                "record-takings",
                json!({ "cash_box": "@Kasse", "pieces": [{ "value_minor": 100, "count": -1 }] }),
                "amount-is-not-positive",
                "pieces",
            ),
            ("record-takings", json!({ "cash_box": "@Checking", "takings_minor": 5 }), "not-a-cash-box", "cash_box"),
            ("claim-mileage", json!({ "distance": 0, "text": "x" }), "amount-is-not-positive", "distance"),
            ("claim-mileage", json!({ "distance": 5, "text": "x", "vehicle": "boat" }), "no-mileage-rate", "vehicle"),
            ("book-depreciation", json!({ "through": "2026-05" }), "nothing-to-depreciate", "through"),
            ("dispose-equipment", json!({ "equipment": 999, "into": "@Checking" }), "no-such-equipment", "equipment"),
        ] {
            let input = business.with_ids(input);
            for said in [
                business.preview(command, &input).unwrap_err().said(),
                business.run(command, input).unwrap_err().said(),
            ] {
                assert_eq!((said.code.as_str(), said.field.as_deref()), (refusal, Some(field)), "{command}");
            }
        }
        assert_eq!(business.ask("activity", json!({})), before);
    });
}

/// A German business with a dollar account of 2,000.00, a dollar card and a yen account; a dollar is 0.80, a hundred yen 0.625.
fn abroad(store: store::Store) -> Business {
    let business = Business::german(store);
    for (currency, rate) in [("USD", "0.8"), ("JPY", "0.00625"), ("KWD", "3.0")] {
        business.run("set-rate", json!({ "currency": currency, "rate": rate, "on": "2026-05-11" })).unwrap();
    }
    for (name, kind, currency, opening) in [
        ("Dollars", "bank", "USD", 2_000_00),
        ("Dollar card", "card", "USD", 0),
        ("Yen", "bank", "JPY", 500_000),
        ("Dinar", "bank", "KWD", 1_000_000),
    ] {
        let input = json!({ "name": name, "kind": kind, "currency": currency, "opening_minor": opening, "opened_on": "2026-05-11" });
        business.run("open-account", input).unwrap();
    }
    business
}

/// Each row: the command, its input, and what its postings say: account, amount in its currency, amount in the books'.
#[test]
fn every_form_books_on_accounts_in_other_currencies() {
    let rows = [
        (
            "record-purchase",
            json!({ "amount_minor": 119_00, "category": "@office-supplies", "paid_from": "@Dollar card" }),
            "office-supplies 8000 8000, sales-tax-owed 1520 1520, Dollar card -11900 -9520",
        ),
        (
            "record-purchase",
            json!({ "amount_minor": 119_00, "worth_minor": 100_00, "category": "@office-supplies", "tax_code": "purchase-exempt", "paid_from": "@Dollars" }),
            "office-supplies 10000 10000, Dollars -11900 -10000",
        ),
        (
            "record-purchase",
            json!({ "amount_minor": 11_900, "category": "@office-supplies", "tax_code": "purchase-exempt", "paid_from": "@Yen" }),
            "office-supplies 7438 7438, Yen -11900 -7438",
        ),
        (
            "record-purchase",
            json!({ "amount_minor": 10_005, "category": "@office-supplies", "tax_code": "purchase-exempt", "paid_from": "@Dinar" }),
            "office-supplies 3002 3002, Dinar -10005 -3002",
        ),
        (
            "record-shared-cost",
            json!({ "amount_minor": 100_00, "business_share": 400, "category": "@software", "tax_code": "purchase-exempt", "paid_from": "@Dollars" }),
            "software 3200 3200, private 4800 4800, Dollars -10000 -8000",
        ),
        (
            "record-supplier-refund",
            json!({ "amount_minor": 50_00, "category": "@software", "tax_code": "purchase-exempt", "into": "@Dollars" }),
            "software -4000 -4000, Dollars 5000 4000",
        ),
        (
            "buy-equipment",
            json!({ "name": "Lens", "amount_minor": 1_000_00, "life_years": 5, "tax_code": "purchase-exempt", "paid_from": "@Dollars" }),
            "equipment 80000 80000, Dollars -100000 -80000",
        ),
        (
            "receive-loan",
            json!({ "name": "Lender", "amount_minor": 1_000_00, "fee_minor": 10_00, "into": "@Dollars" }),
            "Dollars 99000 79200, bank-fees 800 800, Lender -100000 -80000",
        ),
        (
            "put-in-own-money",
            json!({ "amount_minor": 10_000, "into": "@Yen" }),
            "Yen 10000 6250, owner-put-in -6250 -6250",
        ),
        (
            "take-out-own-money",
            json!({ "amount_minor": 100_00, "paid_from": "@Dollars" }),
            "owners-pay 8000 8000, Dollars -10000 -8000",
        ),
        (
            "record-tax-payment",
            json!({ "tax": "income-tax", "amount_minor": 100_00, "account": "@Dollars" }),
            "owner-income-tax 8000 8000, Dollars -10000 -8000",
        ),
        (
            "receive-grant",
            json!({ "amount_minor": 100_00, "into": "@Dollars" }),
            "Dollars 10000 8000, grants -8000 -8000",
        ),
        // An exchange is worth what its side in the books' currency says.
        (
            "transfer-between-accounts",
            json!({ "amount_minor": 100_00, "paid_from": "@Dollars", "into": "@Checking", "arrived_minor": 79_00 }),
            "Checking 7900 7900, Dollars -10000 -7900",
        ),
        (
            "transfer-between-accounts",
            json!({ "amount_minor": 100_00, "paid_from": "@Dollars", "into": "@Yen", "arrived_minor": 12_600 }),
            "Yen 12600 8000, Dollars -10000 -8000",
        ),
        (
            "withdraw-cash",
            json!({ "amount_minor": 100_00, "paid_from": "@Dollars" }),
            "Cash box 10000 8000, Dollars -10000 -8000",
        ),
    ];
    each_engine(|store| {
        let business = abroad(store);
        for (command, input, expected) in &rows {
            let done = business
                .run(command, business.with_ids(input.clone()))
                .unwrap_or_else(|failure| panic!("{command}: {failure}"));
            let entry = business.ask("entry", json!({ "entry": done.outcome["entry"] }));
            let accounts = business.ask("accounts", json!({}))["accounts"].as_array().unwrap().clone();
            let named = |id: &Value| {
                let account = accounts.iter().find(|account| account["id"] == *id).unwrap();
                let role = account["role"].as_str().unwrap();
                if role.is_empty() { account["name"].as_str().unwrap().to_owned() } else { role.to_owned() }
            };
            let said: Vec<String> = entry["postings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|posting| {
                    format!(
                        "{} {} {}",
                        named(&posting["account"]),
                        posting["amount_minor"],
                        posting["book_amount_minor"]
                    )
                })
                .collect();
            assert_eq!(said.join(", "), *expected, "{command}");
            assert_eq!(business.problems(), Vec::<String>::new(), "{command}");
            business
                .run("undo", json!({ "activity": done.activity }))
                .unwrap_or_else(|failure| panic!("{command}: {failure}"));
        }
        assert_eq!((business.balance("Dollars"), business.balance("Yen")), (2_000_00, 500_000));
    });
}

#[test]
fn the_entry_keeps_by_which_rate_it_was_valued() {
    each_engine(|store| {
        let business = abroad(store);
        let input = json!({ "amount_minor": 100_00, "paid_from": "@Dollars", "on": "2026-05-12" });
        let done = business.run("take-out-own-money", business.with_ids(input.clone())).unwrap();
        assert!(done.sentence.contains("$100.00") || done.sentence.contains("100,00\u{a0}$"), "{}", done.sentence);
        let entry = business.ask("entry", json!({ "entry": done.outcome["entry"] }));
        assert_eq!(entry["rates"], json!([{ "code": "USD", "rate": "0.8", "on": "2026-05-11", "source": "owner" }]));
        // A later word about the rate changes nothing of it.
        business.run("set-rate", json!({ "currency": "USD", "rate": "0.85", "on": "2026-05-12" })).unwrap();
        let again = business.ask("entry", json!({ "entry": done.outcome["entry"] }));
        assert_eq!(again["rates"], entry["rates"]);
    });
}

#[test]
fn loans_in_dollars_are_owed_and_paid_back_in_dollars() {
    each_engine(|store| {
        let business = abroad(store);
        let loan = json!({ "name": "Lender", "amount_minor": 1_000_00, "into": "@Dollars", "yearly_rate": "12", "instalment_minor": 110_00 });
        business.run("receive-loan", business.with_ids(loan)).unwrap();
        let line = business.ask("loans", json!({}))["loans"][0].clone();
        assert_eq!((&line["currency"], &line["owed_minor"]), (&json!("USD"), &json!(1_000_00)));
        let paid = business.with_ids(json!({ "loan": "@Lender", "paid_from": "@Dollars" }));
        let done = business.run("pay-loan", paid).unwrap();
        let entry = business.ask("entry", json!({ "entry": done.outcome["entry"] }));
        let amounts: Vec<_> = entry["postings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|posting| (posting["amount_minor"].clone(), posting["book_amount_minor"].clone()))
            .collect();
        // A month's interest is 10.00 dollars.
        assert_eq!(amounts, [(json!(10_000), json!(8_000)), (json!(800), json!(800)), (json!(-11_000), json!(-8_800))]);
        let euros = business.with_ids(json!({ "loan": "@Lender", "paid_from": "@Checking" }));
        let refused = business.run("pay-loan", euros).unwrap_err().said();
        assert_eq!(
            (refused.code.as_str(), refused.field.as_deref()),
            ("account-in-another-currency", Some("paid_from"))
        );
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn what_cannot_be_valued_is_refused_at_its_field() {
    each_engine(|store| {
        let business = abroad(store);
        for (command, input, code, field) in [
            (
                "take-out-own-money",
                json!({ "amount_minor": 1_00, "paid_from": "@Dollars", "on": "2026-01-05" }),
                "rate-is-missing",
                "worth_minor",
            ),
            (
                "take-out-own-money",
                json!({ "amount_minor": 1_00, "worth_minor": -80, "paid_from": "@Dollars" }),
                "worth-differs",
                "worth_minor",
            ),
            (
                "take-out-own-money",
                json!({ "amount_minor": 1_00, "worth_minor": 80, "paid_from": "@Checking" }),
                "worth-differs",
                "worth_minor",
            ),
            (
                "transfer-between-accounts",
                json!({ "amount_minor": 1_00, "paid_from": "@Dollars", "into": "@Checking" }),
                "arrived-in-another-currency",
                "arrived_minor",
            ),
            ("set-rate", json!({ "currency": "ZZZ", "rate": "1" }), "bad-input", "currency"),
            ("set-rate", json!({ "currency": "USD", "rate": "8", "on": "2026-05-12" }), "rate-is-far-off", "rate"),
            ("open-account", json!({ "name": "New", "kind": "bank", "currency": "QQQ" }), "bad-input", "currency"),
        ] {
            let refused = business.run(command, business.with_ids(input)).unwrap_err().said();
            assert_eq!((refused.code.as_str(), refused.field.as_deref()), (code, Some(field)), "{command}");
        }
        let sure = json!({ "currency": "USD", "rate": "8", "on": "2026-05-12", "even_if_far_off": true });
        business.run("set-rate", sure).unwrap();
    });
}

#[test]
fn an_empty_account_closes_once_what_it_gained_is_booked() {
    each_engine(|store| {
        let business = abroad(store);
        business.run("set-rate", json!({ "currency": "USD", "rate": "0.85", "on": "2026-05-12" })).unwrap();
        let out = json!({ "amount_minor": 2_000_00, "paid_from": "@Dollars", "on": "2026-05-12" });
        business.run("take-out-own-money", business.with_ids(out)).unwrap();
        let close = business.with_ids(json!({ "account": "@Dollars" }));
        let refused = business.run("close-account", close.clone()).unwrap_err();
        assert_eq!(code(refused), "account-is-not-revalued");
        business.run("revalue", json!({})).unwrap();
        business.run("close-account", close).unwrap();
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}
