//! Bank lines that pay open invoices and bills.

use jiff::civil::date;
use serde_json::{Value, json};
use store::testing::each_engine;

use crate::{Business, csv};

impl Business {
    /// An invoice from before the books begin.
    pub(super) fn invoice(&self, number: &str, party: &str, amount_minor: i64) -> i64 {
        let category = self.account("sales-services");
        let given = json!({ "kind": "open-invoice", "party": party, "number": number, "dated_on": "2025-12-01",
            "amount_minor": amount_minor, "parts": [{ "category": category, "tax_minor": amount_minor / 10 }] });
        self.done("add-opening-item", given)["open_item"].as_i64().unwrap()
    }

    pub(super) fn open(&self) -> Vec<(String, i64)> {
        let items = self.ask("open-items", json!({}))["items"].as_array().unwrap().clone();
        let pair = |item: &Value| (item["number"].as_str().unwrap().to_owned(), item["open_minor"].as_i64().unwrap());
        items.iter().map(pair).collect()
    }
}

fn fixture(store: store::Store) -> Business {
    let business = Business::of(store, "US", |settings| settings.charges_tax_since = Some(date(2025, 1, 1)));
    business.invoice("2025-044", "Northlight Hotels", 110_00);
    business.invoice("2025-045", "Maren Holt", 55_00);
    let lines = [(4, 110_00, "NORTHLIGHT HOTELS 2025-044"), (5, 100_00, "MAREN AND NORTHLIGHT"), (6, -20_00, "SHOP")];
    business.import("may.csv", &csv(&lines), Some("Checking"));
    business
}

#[test]
fn the_queue_proposes_the_invoice_and_one_word_pays_it() {
    each_engine(|store| {
        let business = fixture(store);
        let queue = business.queue();
        let waiting = queue.iter().find(|line| line["amount_minor"] == 110_00).unwrap();
        assert_eq!(waiting["payment"]["number"], "2025-044");
        assert_eq!(waiting["payment"]["reason"], "Its number and the amount agree.");
        assert!(queue.iter().all(|line| line["amount_minor"] == 110_00 || line["payment"].is_null()));
        let (line, item) = (waiting["id"].clone(), waiting["payment"]["item"].clone());
        let sales = business.balance("sales-services");
        let done = business.run("sort-as-payment", json!({ "line": line, "pays": [{ "item": item }] })).unwrap();
        assert_eq!(done.sentence, "NORTHLIGHT HOTELS 2025-044 pays 2025-044.");
        assert_eq!(business.open(), [("2025-045".to_owned(), 55_00)]);
        assert_eq!((business.balance("sales-services") - sales, business.balance("sales-tax-owed")), (-99_00, -11_00));
        let detail = business.ask("bank-line", json!({ "line": line }));
        assert_eq!((&detail["line"]["state"], &detail["line"]["into"]), (&json!("payment"), &json!("Pays 2025-044")));
        business.verify();
        business.undo(done.activity);
        assert_eq!(business.open().len(), 2);
        assert_eq!((business.balance("sales-services"), business.balance("sales-tax-owed")), (sales, 0));
        business.verify();
    });
}

#[test]
fn a_line_pays_several_invoices_is_put_back_and_sorted_elsewhere() {
    each_engine(|store| {
        let business = fixture(store);
        let line = business.line("MAREN AND NORTHLIGHT");
        let items = business.ask("open-items", json!({}))["items"].as_array().unwrap().clone();
        let item = |number: &str| items.iter().find(|item| item["number"] == number).unwrap()["id"].clone();
        let both = json!({ "line": line, "pays": [
            { "item": item("2025-045"), "amount_minor": 55_00 }, { "item": item("2025-044") }] });
        business.done("sort-as-payment", both.clone());
        assert_eq!(business.open(), [("2025-044".to_owned(), 65_00)]);
        business.verify();
        let unsorted = business.run("unsort-line", json!({ "line": line })).unwrap();
        assert_eq!(business.open().len(), 2);
        business.undo(unsorted.activity);
        assert_eq!(business.open(), [("2025-044".to_owned(), 65_00)]);
        let category = business.account("other-income");
        let sorted = business
            .run("sort-line", json!({ "line": line, "parts": [{ "category": category, "tax_code": "none" }] }))
            .unwrap();
        assert_eq!(business.open().len(), 2);
        business.undo(sorted.activity);
        assert_eq!(business.open(), [("2025-044".to_owned(), 65_00)]);
        let statement = business.ask("statements", json!({}))["statements"][0]["id"].clone();
        business.done("withdraw-statement", json!({ "statement": statement }));
        assert_eq!(business.open().len(), 2);
        business.verify();
    });
}

#[test]
fn what_does_not_fit_is_refused() {
    each_engine(|store| {
        let business = fixture(store);
        let items = business.ask("open-items", json!({}))["items"].as_array().unwrap().clone();
        let (first, second) = (items[0]["id"].clone(), items[1]["id"].clone());
        let (large, out) = (business.line("NORTHLIGHT HOTELS 2025-044"), business.line("SHOP"));
        for (line, pays, refusal) in [
            (large, json!([]), "no-parts"),
            (large, json!([{ "item": 999_999 }]), "no-such-open-item"),
            (large, json!([{ "item": first, "amount_minor": 1 }]), "parts-differ-from-line"),
            (large, json!([{ "item": first }, { "item": second }]), "parts-differ-from-line"),
            (large, json!([{ "item": first, "amount_minor": 50_00 }, { "item": first }]), "item-named-twice"),
            (large, json!([{ "item": second, "amount_minor": 0 }, { "item": first }]), "payment-is-not-positive"),
            (out, json!([{ "item": first }]), "not-that-way"),
            (999_999, json!([{ "item": first }]), "no-such-line"),
        ] {
            assert_eq!(business.refused("sort-as-payment", json!({ "line": line, "pays": pays })), refusal, "{pays}");
        }
        let small = items.iter().find(|item| item["number"] == "2025-045").unwrap()["id"].clone();
        let pays = json!({ "line": large, "pays": [{ "item": small }] });
        let said = business.run("sort-as-payment", pays).unwrap_err().said();
        assert_eq!((said.code.as_str(), said.field.as_deref()), ("more-than-is-open", Some("pays[0].amount_minor")));
        assert!(said.sentence.contains("$55.00"), "{}", said.sentence);
        assert_eq!(business.open().len(), 2);
        business.verify();
    });
}
