//! The owner's contributions: planned with a pocket of their own, proposed on their day, paid, skipped, taken back.

use jiff::civil::date;
use kernel::Failure;
use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use crate::fixture::{Business, TODAY};

fn code(failure: Failure) -> String {
    failure.said().code
}

fn minor(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// A German business with four months of 5,000.00 each.
fn earning(store: Store) -> Business {
    let business = Business::founded_in(store, "DE", date(2026, 1, 1), 3000_00);
    for month in 1..=4 {
        let rows = [("Checking ··4821", 5000_00), ("sales-services", -5000_00)];
        business.post(date(2026, month, 3), "Consulting", None, &rows);
    }
    business
}

fn plan(business: &Business, change: Value) -> Value {
    let mut input = json!({
        "name": "Health insurance", "category": business.account("owner-health-insurance"), "every_months": 1,
        "first_on": "2026-05-01", "amount_minor": 380_00, "from_account": business.account("Checking ··4821"),
        "holder": "Techniker", "iban": "NL91 ABNA 0417 1643 00", "reference": "Vertrag 4711",
    });
    for (name, value) in change.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn next(business: &Business) -> Value {
    business.ask("contributions", json!({}))["plans"][0]["next"].clone()
}

fn holds(business: &Business, id: &Value) -> i64 {
    let answer = business.ask("pockets", json!({}));
    let pockets = answer["pockets"].as_array().unwrap().clone();
    minor(&pockets.iter().find(|pocket| pocket["id"] == *id).unwrap()["holds_minor"])
}

fn fill(business: &Business, pocket: &Value, amount: i64) {
    let input = json!({ "from": business.pocket("owners-pay"), "to": pocket, "amount_minor": amount });
    business.run("move-money", input).unwrap();
}

#[test]
fn a_plan_opens_its_pocket_and_its_category_draws_on_it_until_undo() {
    each_engine(|store| {
        let business = earning(store);
        let before = business.ask("pockets", json!({}))["pockets"].as_array().unwrap().len();
        let page = business.page("/pockets/contributions").unwrap();
        assert!(page.contains("/pockets/contributions?do=plan"), "{page}");
        let planned = business.run("plan-contribution", plan(&business, json!({}))).unwrap();
        let pocket = planned.outcome["pocket"].clone();
        assert_eq!(business.ask("pockets", json!({}))["pockets"].as_array().unwrap().len(), before + 1);
        let asked = next(&business);
        assert_eq!((minor(&asked["amount_minor"]), &asked["due_on"]), (380_00, &json!("2026-05-01")));
        assert_eq!((minor(&asked["missing_minor"]), asked["is_due"].as_bool()), (380_00, Some(true)));
        // Its category drew on Tax, which fills it.
        assert_eq!((&asked["fill_from"], minor(&asked["fill_minor"])), (&json!(business.pocket("tax")), 380_00));
        assert!(business.ask("needs", json!({})).to_string().contains("/pockets/contributions"));
        // Whatever way the payment comes in, it draws on the pocket.
        let rows = [("Checking ··4821", -10_00), ("owner-health-insurance", 10_00)];
        let entry = business.post(date(2026, 2, 4), "Insurance", None, &rows);
        assert_eq!(holds(&business, &pocket), -10_00);
        business.run("reverse-entry", json!({ "entry": entry })).unwrap();
        for page in ["/pockets/contributions", "/pockets/contributions?do=plan", "/pockets", "/pockets/runway"] {
            business.page(page).unwrap();
        }
        business.run("undo", json!({ "activity": planned.activity })).unwrap();
        assert_eq!(business.ask("contributions", json!({}))["plans"], json!([]));
        business.post(date(2026, 2, 4), "Insurance", None, &rows);
        assert_eq!(holds(&business, &pocket), 0, "the category draws on what it drew on before");
    });
}

#[test]
fn a_contribution_is_ordered_once_and_meets_its_entry() {
    each_engine(|store| {
        let business = earning(store);
        let planned = business.run("plan-contribution", plan(&business, json!({}))).unwrap();
        let (id, pocket) = (planned.outcome["plan"].clone(), planned.outcome["pocket"].clone());
        let checking = business.account("Checking ··4821");
        business.run("set-account-details", json!({ "account": checking, "iban": "DE89370400440532013000" })).unwrap();
        let run = |change: Value| {
            let mut input = json!({ "plan": id });
            for (name, value) in change.as_object().unwrap() {
                input[name] = value.clone();
            }
            business.run("run-contribution", input)
        };
        assert_eq!(code(run(json!({})).unwrap_err()), "more-than-the-pocket-holds");
        fill(&business, &pocket, 400_00);
        assert_eq!(code(run(json!({ "amount_minor": 0 })).unwrap_err()), "not-positive");
        assert_eq!(code(run(json!({ "requested_on": "2026-05-11" })).unwrap_err()), "day-is-past");
        let before = business.ask("pockets", json!({}));
        let made = run(json!({})).unwrap();
        assert_eq!(business.ask("pockets", json!({})), before, "nothing is booked");
        let order = business.ask("contribution-order", json!({ "run": made.outcome["run"] }));
        let content = order["content"].as_str().unwrap();
        assert!(content.contains("<InstdAmt Ccy=\"EUR\">380.00</InstdAmt>"), "{content}");
        assert!(content.contains("NL91ABNA0417164300") && content.contains("Vertrag 4711"), "{content}");
        let asked = next(&business);
        assert_eq!((&asked["due_on"], minor(&asked["holds_minor"])), (&json!("2026-06-01"), 20_00));
        assert_eq!(business.ask("expected-payments", json!({}))["sides"][0]["amount_minor"], -380_00);
        let state = || business.ask("contributions", json!({}))["history"][0]["state"].clone();
        assert_eq!(state(), "run");
        business.page("/pockets/contributions?run=latest").unwrap();
        let rows = [("Checking ··4821", -380_00), ("owner-health-insurance", 380_00)];
        let entry = business.post(TODAY, "Techniker", None, &rows);
        assert_eq!((state(), holds(&business, &pocket)), (json!("met"), 20_00));
        assert_eq!(business.ask("expected-payments", json!({}))["sides"], json!([]));
        let withdraw = json!({ "run": made.outcome["run"] });
        assert_eq!(code(business.run("withdraw-contribution", withdraw.clone()).unwrap_err()), "payment-was-seen");
        business.run("reverse-entry", json!({ "entry": entry })).unwrap();
        business.run("undo", json!({ "activity": made.activity })).unwrap();
        assert_eq!((state(), &next(&business)["due_on"]), (json!("withdrawn"), &json!("2026-05-01")));
        let again = business.run("withdraw-contribution", withdraw).unwrap_err();
        assert_eq!(code(again), "contribution-run-is-withdrawn");
        assert_eq!(
            code(business.run("forget-contribution", json!({ "plan": id })).unwrap_err()),
            "contribution-has-runs"
        );
    });
}

#[test]
fn a_day_is_skipped_in_sight_and_a_plan_ended_and_taken_up() {
    each_engine(|store| {
        let business = earning(store);
        let planned = business.run("plan-contribution", plan(&business, json!({}))).unwrap();
        let id = planned.outcome["plan"].clone();
        let skipped = business.run("skip-contribution", json!({ "plan": id, "reason": "Covered by my job" })).unwrap();
        let answer = business.ask("contributions", json!({}));
        assert_eq!(answer["history"][0]["state"], "skipped");
        assert_eq!(answer["history"][0]["said"], "Covered by my job");
        assert_eq!(answer["plans"][0]["next"]["due_on"], "2026-06-01");
        assert!(business.page("/pockets/contributions").unwrap().contains("Covered by my job"));
        assert!(!business.ask("needs", json!({})).to_string().contains("/pockets/contributions"));
        let long = json!({ "plan": id, "reason": "x".repeat(201) });
        assert_eq!(code(business.run("skip-contribution", long).unwrap_err()), "reason-length");
        business.run("undo", json!({ "activity": skipped.activity })).unwrap();
        assert_eq!(next(&business)["due_on"], "2026-05-01");
        let ended = business.run("end-contribution", json!({ "plan": id })).unwrap();
        assert_eq!(business.ask("contributions", json!({}))["plans"][0]["next"], Value::Null);
        let run = business.run("run-contribution", json!({ "plan": id }));
        assert_eq!(code(run.unwrap_err()), "contribution-has-ended");
        business.run("undo", json!({ "activity": ended.activity })).unwrap();
        assert_eq!(next(&business)["due_on"], "2026-05-01");
        let changed =
            business.run("plan-contribution", plan(&business, json!({ "plan": id, "amount_minor": 410_00 }))).unwrap();
        assert_eq!(minor(&next(&business)["amount_minor"]), 410_00);
        business.run("undo", json!({ "activity": changed.activity })).unwrap();
        assert_eq!(minor(&next(&business)["amount_minor"]), 380_00);
    });
}

#[test]
fn a_share_follows_what_came_in_and_the_year_has_its_ceiling() {
    each_engine(|store| {
        let business = earning(store);
        let change = json!({
            "name": "Pension", "category": business.account("owner-pension"), "every_months": 3,
            "first_on": "2026-05-10", "amount_minor": null, "permille": 100, "ceiling_minor": 1600_00,
        });
        business.run("plan-contribution", plan(&business, change)).unwrap();
        // A tenth of what came in from February to April.
        let asked = next(&business);
        assert_eq!((minor(&asked["amount_minor"]), &asked["reason"]), (1500_00, &json!("of-income")));
        // What was paid by hand counts against the ceiling.
        let rows = [("Checking ··4821", -400_00), ("owner-pension", 400_00)];
        business.post(date(2026, 2, 4), "Pension, by hand", None, &rows);
        let asked = next(&business);
        assert_eq!((minor(&asked["amount_minor"]), &asked["reason"]), (1200_00, &json!("left-of-ceiling")));
        business.post(
            date(2026, 3, 4),
            "Pension, by hand",
            None,
            &[("Checking ··4821", -1200_00), ("owner-pension", 1200_00)],
        );
        // The year is full: the next day that asks for something is in the next one.
        let asked = next(&business);
        assert_eq!((&asked["due_on"], asked["is_due"].as_bool()), (&json!("2027-02-10"), Some(false)));
        let id = business.ask("contributions", json!({}))["plans"][0]["id"].clone();
        let much = json!({ "plan": id, "amount_minor": 1600_01 });
        assert_eq!(code(business.run("run-contribution", much).unwrap_err()), "more-than-the-ceiling");
    });
}

#[test]
fn what_is_drawn_by_itself_is_found_on_its_day() {
    each_engine(|store| {
        let business = earning(store);
        let change = json!({ "first_on": "2026-04-01", "by_itself": true });
        business.run("plan-contribution", plan(&business, change)).unwrap();
        assert_eq!(next(&business)["due_on"], "2026-04-01");
        let rows = [("Checking ··4821", -391_20), ("owner-health-insurance", 391_20)];
        business.post(date(2026, 4, 3), "Direct debit", None, &rows);
        let answer = business.ask("contributions", json!({}));
        assert_eq!(
            (&answer["history"][0]["state"], minor(&answer["history"][0]["amount_minor"])),
            (&json!("met"), 391_20)
        );
        assert_eq!(next(&business)["due_on"], "2026-05-01");
        // Expected without an order, whatever the pocket holds.
        let id = answer["plans"][0]["id"].clone();
        let run = business.run("run-contribution", json!({ "plan": id })).unwrap();
        assert_eq!(run.outcome["reference"], "");
        assert_eq!(next(&business)["due_on"], "2026-06-01");
    });
}

#[test]
fn a_plan_is_checked_at_its_field() {
    each_engine(|store| {
        let business = earning(store);
        business.run("plan-contribution", plan(&business, json!({ "name": "Taken" }))).unwrap();
        for (change, refused, field) in [
            (json!({ "name": " " }), "contribution-name-length", "name"),
            (json!({ "name": "Taken" }), "contribution-name-is-taken", "name"),
            (json!({ "category": business.account("rent") }), "not-a-drawing", "category"),
            (json!({ "category": business.account("owners-pay") }), "not-a-drawing", "category"),
            (json!({ "every_months": 5 }), "no-such-rhythm", "every_months"),
            (json!({ "first_on": "2024-01-01" }), "first-day-is-long-past", "first_on"),
            (json!({ "amount_minor": 0 }), "not-positive", "amount_minor"),
            (json!({ "permille": 100 }), "amount-or-share", "amount_minor"),
            (json!({ "amount_minor": null, "permille": 1001 }), "share-is-not-a-share", "permille"),
            (json!({ "ceiling_minor": 0 }), "not-positive", "ceiling_minor"),
            (json!({ "pocket": business.pocket("tax") }), "not-an-own-pocket", "pocket"),
            (json!({ "from_account": business.account("Card ··7710") }), "not-a-bank-account", "from_account"),
            (json!({ "iban": "NL91 ABNA 0417 1643 01" }), "not-an-iban", "iban"),
            (json!({ "reference": "x".repeat(141) }), "reference-length", "reference"),
            (json!({ "plan": 424242 }), "no-such-contribution", "plan"),
        ] {
            let said = business.run("plan-contribution", plan(&business, change.clone())).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refused, Some(field)), "{change}");
        }
    });
}

#[test]
fn a_fixed_contribution_shortens_the_runway_with_pay_and_without() {
    each_engine(|store| {
        let business = earning(store);
        let monthly = |business: &Business, end: &str| {
            minor(&business.ask("runway", json!({}))["cases"][0][end]["monthly_minor"])
        };
        let before = (monthly(&business, "with_pay"), monthly(&business, "without_pay"));
        let quarterly = json!({ "every_months": 3, "amount_minor": 1000_00 });
        business.run("plan-contribution", plan(&business, quarterly)).unwrap();
        let after = (monthly(&business, "with_pay"), monthly(&business, "without_pay"));
        assert_eq!((before.0 - after.0, before.1 - after.1), (333_34, 333_34));
        let stand = business.ask("where-you-stand", json!({}));
        assert_eq!(business.ask("runway", json!({}))["cases"][0]["without_pay"]["lasts"], stand["without_pay"]);
    });
}
