//! The opening position: what is given of the day the books begin, what it does, and what it makes sure.

use books::ReadBasis;
use jiff::civil::date;
use kernel::{Done, Failure};
use serde_json::{Value, json};
use store::Store;
use store::testing::each_engine;

use crate::{Business, code};

const BASES: [ReadBasis; 2] = [ReadBasis::Cash, ReadBasis::Accrual];

/// A business whose pockets and books begin on 1 April 2026, within the tax year.
fn in_spring(store: Store) -> Business {
    Business::of(store, |settings| {
        settings.starts_on = date(2026, 4, 1);
        settings.charges_tax_since = Some(date(2025, 1, 1));
    })
}

impl Business {
    fn give(&self, item: Value) -> Result<Done, Failure> {
        self.run("add-opening-item", item)
    }

    fn given(&self, item: Value) -> i64 {
        let done = self.give(item.clone()).unwrap_or_else(|failure| panic!("{item}: {failure}"));
        done.outcome["item"].as_i64().unwrap()
    }

    fn unsure(&self) -> Vec<String> {
        let answer = self.ask("opening-position", json!({}));
        let unsure = answer["unsure"].as_array().unwrap().clone();
        unsure.iter().map(|one| one["sentence"].as_str().unwrap().to_owned()).collect()
    }

    fn known(&self, kind: &str) -> String {
        let answer = self.ask("opening-position", json!({}));
        let kinds = answer["kinds"].as_array().unwrap().clone();
        kinds.iter().find(|one| one["kind"] == kind).unwrap()["known"].as_str().unwrap().to_owned()
    }

    fn invoice(&self, number: &str, dated_on: &str) -> Value {
        json!({ "kind": "open-invoice", "party": "Northlight Hotels", "number": number, "dated_on": dated_on,
            "due_on": "2026-04-30", "amount_minor": 119_00,
            "parts": [{ "category": self.account("sales-services"), "tax_minor": 19_00 }] })
    }

    fn all_pockets(&self) -> Value {
        let pockets = self.ask("pockets", json!({ "on": "2199-12-31" }))["pockets"].as_array().unwrap().clone();
        pockets.iter().map(|pocket| json!([pocket["role"], pocket["holds_minor"]])).collect()
    }
}

#[test]
fn nothing_given_says_which_figures_are_unsure() {
    each_engine(|store| {
        let business = in_spring(store);
        let unsure = business.unsure();
        for sentence in [
            "What clients owe you lacks old invoices.",
            "Profit of this year lacks January to March.",
            "What you have lacks what was on Card at the start.",
        ] {
            assert!(unsure.iter().any(|one| one == sentence), "{sentence}: {unsure:?}");
        }
        let kinds = [
            "open-invoice",
            "open-bill",
            "total-to-date",
            "tax-collected",
            "tax-prepaid",
            "last-tax-bill",
            "client-deposit",
            "equipment",
            "stock",
            "account-balance",
        ];
        let done = business.run("say-nothing-opened", json!({ "kinds": kinds })).unwrap();
        assert_eq!(business.unsure(), Vec::<String>::new());
        assert_eq!(business.known("stock"), "nothing");
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(business.unsure(), unsure);
    });
    each_engine(|store| {
        // Books that begin with the tax year lack nothing of it, and who charged no tax before owes none.
        let business = Business::new(store);
        assert_eq!(business.known("total-to-date"), "not-asked");
        assert_eq!(business.known("tax-collected"), "not-asked");
    });
}

#[test]
fn every_kind_is_posted_before_the_start_and_moves_no_pocket() {
    each_engine(|store| {
        let business = in_spring(store);
        let pockets = business.all_pockets();
        let (services, rent) = (business.account("sales-services"), business.account("rent"));
        for item in [
            business.invoice("2026-03", "2026-03-15"),
            json!({ "kind": "open-bill", "party": "Kiln Supply", "number": "R 9", "dated_on": "2026-03-20", "amount_minor": 40_00,
                "parts": [{ "category": rent, "tax_minor": 0 }] }),
            json!({ "kind": "equipment", "name": "Kiln", "dated_on": "2024-05-02", "amount_minor": 3000_00, "written_off_minor": 1200_00 }),
            json!({ "kind": "stock", "amount_minor": 800_00 }),
            json!({ "kind": "client-deposit", "party": "Maren Holt", "amount_minor": 500_00 }),
            json!({ "kind": "tax-collected", "amount_minor": 210_00 }),
            json!({ "kind": "tax-prepaid", "amount_minor": 900_00, "dated_on": "2026-03-10" }),
            json!({ "kind": "last-tax-bill", "amount_minor": 4100_00 }),
            json!({ "kind": "total-to-date", "account": services, "amount_minor": 9000_00 }),
            json!({ "kind": "total-to-date", "account": rent, "amount_minor": 2400_00 }),
        ] {
            business.given(item);
        }
        assert_eq!(business.all_pockets(), pockets);
        for (named, cash, accrual) in [
            ("Checking", 1000_00, 1000_00),
            ("receivables", 0, 119_00),
            ("payables", 0, -40_00),
            ("equipment", 3000_00, 3000_00),
            ("accumulated-depreciation", -1200_00, -1200_00),
            ("stock", 800_00, 800_00),
            ("client-deposits", 0, -500_00),
            ("sales-tax-owed", -210_00, -229_00),
            ("owner-income-tax", 900_00, 900_00),
            // What was invoiced this year and is still open is income of this year on accrual basis.
            ("sales-services", -9000_00, -9100_00),
            ("rent", 2400_00, 2440_00),
        ] {
            assert_eq!(BASES.map(|basis| business.holds_on(named, basis)), [cash, accrual], "{named}");
        }
        let profit = business.ask("profit-and-loss", json!({ "from": "2026-01", "through": "2026-12" }));
        assert_eq!(crate::reports::amounts(&profit, "profit").last(), Some(&6600_00));
        assert_eq!(business.unsure(), ["What you have lacks what was on Card at the start."]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn an_invoice_of_an_earlier_year_stands_against_the_opening_balance_until_it_is_paid() {
    each_engine(|store| {
        let business = in_spring(store);
        business.given(business.invoice("2025-44", "2025-12-01"));
        assert_eq!(BASES.map(|basis| business.holds_on("sales-services", basis)), [0, 0]);
        assert_eq!(BASES.map(|basis| business.holds_on("receivables", basis)), [0, 119_00]);
        let item = business.ask("open-items", json!({}))["items"][0]["id"].as_i64().unwrap();
        let account = business.account("Checking");
        business.run("settle-open-item", json!({ "item": item, "account": account })).unwrap();
        assert_eq!(BASES.map(|basis| business.holds_on("sales-services", basis)), [-100_00, 0]);
        assert_eq!(BASES.map(|basis| business.holds_on("sales-tax-owed", basis)), [-19_00, -19_00]);
        assert_eq!(BASES.map(|basis| business.holds_on("receivables", basis)), [0, 0]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn tax_that_was_declared_before_is_not_owed_again() {
    each_engine(|store| {
        let business = in_spring(store);
        let mut invoice = business.invoice("2025-44", "2025-12-01");
        invoice["tax_declared"] = json!(true);
        business.given(invoice);
        let item = business.ask("open-items", json!({}))["items"][0]["id"].as_i64().unwrap();
        let account = business.account("Checking");
        business.run("settle-open-item", json!({ "item": item, "account": account })).unwrap();
        assert_eq!(BASES.map(|basis| business.holds_on("sales-tax-owed", basis)), [0, 0]);
        assert_eq!(BASES.map(|basis| business.holds_on("sales-services", basis)), [-100_00, 0]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn what_was_given_is_changed_taken_back_and_undone() {
    each_engine(|store| {
        let business = in_spring(store);
        let before = business.ask("balances", json!({ "basis": "accrual" }));
        let done = business.give(business.invoice("7", "2026-02-01")).unwrap();
        let item = done.outcome["item"].as_i64().unwrap();
        let mut other = business.invoice("7", "2026-02-01");
        other["amount_minor"] = json!(60_00);
        let changed = business.run("change-opening-item", json!({ "item": item, "given": other })).unwrap();
        assert_eq!(business.holds_on("receivables", BASES[1]), 60_00);
        business.run("undo", json!({ "activity": changed.activity })).unwrap();
        assert_eq!(business.holds_on("receivables", BASES[1]), 119_00);
        let removed = business.run("remove-opening-item", json!({ "item": item })).unwrap();
        assert_eq!(business.holds_on("receivables", BASES[1]), 0);
        business.run("undo", json!({ "activity": removed.activity })).unwrap();
        assert_eq!(business.holds_on("receivables", BASES[1]), 119_00);
        let again = business.ask("opening-position", json!({}))["items"][0]["id"].as_i64().unwrap();
        business.run("remove-opening-item", json!({ "item": again })).unwrap();
        let undone = business.run("undo", json!({ "activity": done.activity })).unwrap_err();
        assert_eq!(code(undone), "no-such-opening-item");
        assert_eq!(sums(&business.ask("balances", json!({ "basis": "accrual" }))), sums(&before));
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

fn sums(balances: &Value) -> Vec<(Value, Value)> {
    let lines = balances["accounts"].as_array().unwrap();
    let held = lines.iter().filter(|line| line["balance_minor"] != 0);
    held.map(|line| (line["id"].clone(), line["balance_minor"].clone())).collect()
}

#[test]
fn a_balance_typed_at_set_up_gives_way_to_the_one_given_and_comes_back_by_undo() {
    each_engine(|store| {
        let business = in_spring(store);
        let checking = business.account("Checking");
        let done =
            business.give(json!({ "kind": "account-balance", "account": checking, "amount_minor": 1250_00 })).unwrap();
        assert_eq!(business.balance("Checking"), 1250_00);
        assert_eq!(business.holds("unassigned"), 1250_00);
        let again = business.give(json!({ "kind": "account-balance", "account": checking, "amount_minor": 1 }));
        assert_eq!(code(again.unwrap_err()), "total-is-given");
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!(business.balance("Checking"), 1000_00);
        let card = business.account("Card");
        business.given(json!({ "kind": "account-balance", "account": card, "amount_minor": 0 }));
        assert_eq!(business.known("account-balance"), "given");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn the_day_the_books_begin_moves_what_was_given() {
    each_engine(|store| {
        let business = in_spring(store);
        let rent = business.account("rent");
        business.given(json!({ "kind": "stock", "amount_minor": 800_00 }));
        business.given(json!({ "kind": "total-to-date", "account": rent, "amount_minor": 2400_00 }));
        let done = business.run("begin-books-on", json!({ "on": "2026-03-01" })).unwrap();
        let of = |month: &str| {
            let answer = business.ask("profit-and-loss", json!({ "from": month, "through": month }));
            crate::reports::amounts(&answer, "expenses")[0]
        };
        assert_eq!([of("2026-02"), of("2026-03")], [2400_00, 0]);
        business.run("undo", json!({ "activity": done.activity })).unwrap();
        assert_eq!([of("2026-02"), of("2026-03")], [0, 2400_00]);
        let late = business.run("begin-books-on", json!({ "on": "2026-04-02" })).unwrap_err();
        assert_eq!(code(late), "after-the-pockets-begin");
        // On the first day of the tax year there is no total to date: what was given says so.
        let refused = business.run("begin-books-on", json!({ "on": "2026-01-01" })).unwrap_err();
        assert_eq!(code(refused), "nothing-of-this-year-before");
        assert_eq!([of("2026-02"), of("2026-03")], [0, 2400_00]);
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}

#[test]
fn what_cannot_be_is_answered_at_its_field() {
    each_engine(|store| {
        let business = in_spring(store);
        business.given(business.invoice("7", "2026-02-01"));
        let with = |name: &str, value: Value| {
            let mut invoice = business.invoice("8", "2026-02-01");
            invoice[name] = value;
            invoice
        };
        let goods = business.account("sales-goods");
        let (services, rent, checking) =
            (business.account("sales-services"), business.account("rent"), business.account("Checking"));
        let parts = |amounts: &[i64]| {
            let part = |amount: &i64| json!({ "category": services, "amount_minor": amount, "tax_minor": 0 });
            Value::from(amounts.iter().map(part).collect::<Vec<_>>())
        };
        let kiln = |change: Value| {
            let mut kiln =
                json!({ "kind": "equipment", "name": "Kiln", "dated_on": "2024-05-02", "amount_minor": 100 });
            kiln.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            kiln
        };
        for (item, refusal, field) in [
            (with("dated_on", json!("2026-04-01")), "day-is-not-before-the-start", "dated_on"),
            (with("dated_on", json!(null)), "field-is-needed", "dated_on"),
            (with("due_on", json!("2026-01-31")), "due-before-it-was-issued", "due_on"),
            (with("party", json!("  ")), "field-is-needed", "party"),
            (with("number", json!("")), "field-is-needed", "number"),
            (with("number", json!("7")), "number-is-taken", "number"),
            (with("amount_minor", json!(0)), "field-is-needed", "amount_minor"),
            (with("parts", json!([])), "field-is-needed", "parts[0].category"),
            (with("parts", parts(&[50_00, 60_00])), "parts-do-not-add-up", "parts"),
            (with("parts", parts(&[119_00, 0])), "part-is-empty", "parts[1].amount_minor"),
            (with("parts", json!([{ "category": rent, "tax_minor": 0 }])), "wrong-account", "parts[0].category"),
            (with("parts", json!([{ "category": goods }])), "tax-code-is-needed", "parts[0].tax_code"),
            (
                with("parts", json!([{ "category": services, "tax_code": "x" }])),
                "no-such-tax-code",
                "parts[0].tax_code",
            ),
            (
                with("parts", json!([{ "category": services, "tax_minor": 119_01 }])),
                "tax-beyond-amount",
                "parts[0].tax_minor",
            ),
            (kiln(json!({ "written_off_minor": 101 })), "written-off-beyond-cost", "written_off_minor"),
            (kiln(json!({ "name": "" })), "field-is-needed", "name"),
            (json!({ "kind": "client-deposit", "amount_minor": 1 }), "field-is-needed", "party"),
            (json!({ "kind": "stock" }), "field-is-needed", "amount_minor"),
            (json!({ "kind": "total-to-date", "account": checking, "amount_minor": 1 }), "wrong-account", "account"),
            (json!({ "kind": "total-to-date", "amount_minor": 1 }), "field-is-needed", "account"),
            (
                json!({ "kind": "total-to-date", "account": rent, "amount_minor": 1, "dated_on": "2025-12-31" }),
                "day-is-not-in-this-year",
                "dated_on",
            ),
            (
                json!({ "kind": "tax-prepaid", "amount_minor": 1, "dated_on": "2026-04-01" }),
                "day-is-not-in-this-year",
                "dated_on",
            ),
            (json!({ "kind": "account-balance", "account": rent, "amount_minor": 1 }), "wrong-account", "account"),
        ] {
            let said = business.give(item.clone()).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refusal, Some(field)), "{item}");
        }
        let said = business.run("say-nothing-opened", json!({ "kinds": ["open-invoice"] })).unwrap_err();
        assert_eq!(code(said), "opening-items-are-given");
        assert_eq!(business.problems(), Vec::<String>::new());
    });
}
