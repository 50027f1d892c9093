//! One line of the bank that is many sales less fees: told once, proposed from then on.

use serde_json::{Value, json};
use store::testing::each_engine;

use super::{Business, csv};

fn waiting(business: &Business, amount: i64) -> Value {
    let queue = business.queue();
    queue.into_iter().find(|line| line["amount_minor"] == amount).unwrap_or_else(|| panic!("no line of {amount}"))
}

#[test]
fn a_payout_is_divided_once_and_the_next_is_proposed_in_the_same_shares() {
    each_engine(|store| {
        let business = Business::new(store);
        let goods = business.account("sales-goods");
        business.import("a.csv", &csv(&[(4, 9_350, "ETSY PAYOUT 88213")]), Some("Checking"));
        let line = waiting(&business, 9_350);
        assert_eq!(line["suggestion"], Value::Null);
        let told =
            json!({ "line": line["id"], "gross_minor": 10_700, "marketplace_tax_minor": 700, "category": goods });
        let done = business.run("sort-as-payout", told).unwrap();
        assert_eq!((business.balance("sales-goods"), business.balance("payment-fees")), (-10_000, 650));
        assert_eq!((business.balance("to-sort"), business.balance("Checking")), (0, 9_350));
        let detail = business.ask("bank-line", json!({ "line": line["id"] }));
        let shown = ["gross_minor", "fee_minor", "marketplace_tax_minor"].map(|name| detail[name].as_i64().unwrap());
        assert_eq!(shown, [10_700, -650, -700], "gross, fee and the marketplace's tax stand beside the net");
        business.verify();
        // The next one of the same service, under another number.
        business.import("b.csv", &csv(&[(11, 4_675, "ETSY PAYOUT 90417")]), Some("Checking"));
        let next = waiting(&business, 4_675);
        let proposed = &next["suggestion"]["payout"];
        let amounts =
            ["gross_minor", "marketplace_tax_minor", "fee_minor", "category"].map(|name| proposed[name].clone());
        assert_eq!(amounts, [json!(5_350), json!(350), json!(325), json!(goods)]);
        assert!(next["suggestion"]["reason"].as_str().unwrap().contains("6.1"), "{next}");
        // Taken back, it is not known any more.
        business.undo(done.activity);
        assert_eq!((business.balance("sales-goods"), business.balance("payment-fees")), (0, 0));
        assert_eq!(waiting(&business, 4_675)["suggestion"]["payout"], Value::Null);
        business.verify();
    });
}

#[test]
fn a_payout_sorted_otherwise_comes_back_as_it_was() {
    each_engine(|store| {
        let business = Business::new(store);
        let goods = business.account("sales-goods");
        business.import("a.csv", &csv(&[(4, 9_350, "ETSY PAYOUT 88213")]), Some("Checking"));
        let line = business.line("ETSY PAYOUT 88213");
        let told = json!({ "line": line, "gross_minor": 10_700, "marketplace_tax_minor": 700, "category": goods });
        business.done("sort-as-payout", told);
        let parts = json!([{ "category": business.account("other-income") }]);
        for (command, input) in [
            ("sort-line", json!({ "line": line, "parts": parts })),
            ("unsort-line", json!({ "line": line })),
            ("sort-as-payout", json!({ "line": line, "gross_minor": 9_400, "category": goods })),
        ] {
            let other = business.run(command, input).unwrap();
            assert_ne!(business.balance("payment-fees"), 650, "{command}");
            business.undo(other.activity);
            let stands = (business.balance("sales-goods"), business.balance("payment-fees"));
            assert_eq!(stands, (-10_000, 650), "{command}");
            assert_eq!(business.ask("bank-line", json!({ "line": line }))["marketplace_tax_minor"], -700, "{command}");
        }
        business.verify();
    });
}

#[test]
fn what_is_no_payout_is_refused_at_its_field() {
    each_engine(|store| {
        let business = Business::new(store);
        let goods = business.account("sales-goods");
        business.import("a.csv", &csv(&[(4, 9_350, "ETSY PAYOUT"), (5, -500, "SHOP")]), Some("Checking"));
        let (payout, out) = (business.line("ETSY PAYOUT"), business.line("SHOP"));
        for (line, gross, tax, category, code, field) in [
            (payout, 9_349, 0, goods, "gross-is-below-net", "gross_minor"),
            (payout, 10_000, 700, goods, "gross-is-below-net", "gross_minor"),
            (payout, 10_000, -1, goods, "marketplace-tax-is-too-much", "marketplace_tax_minor"),
            (payout, 10_000, 10_000, goods, "marketplace-tax-is-too-much", "marketplace_tax_minor"),
            (payout, 10_000, 0, business.account("rent"), "not-a-category", "category"),
            (out, 10_000, 0, goods, "payout-is-no-money-in", "line"),
        ] {
            let input =
                json!({ "line": line, "gross_minor": gross, "marketplace_tax_minor": tax, "category": category });
            let said = business.run("sort-as-payout", input).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (code, Some(field)));
        }
        assert_eq!(business.queue().len(), 2);
    });
}

#[test]
fn a_payout_of_invoices_pays_them_and_books_the_fee() {
    each_engine(|store| {
        let business = Business::new(store);
        let first = business.invoice("2025-050", "Northlight Hotels", 200_00);
        let second = business.invoice("2025-051", "Maren Holt", 100_00);
        business.import("a.csv", &csv(&[(4, 291_00, "STRIPE PAYOUT"), (5, -51_00, "WIRE OUT")]), Some("Checking"));
        let line = business.line("STRIPE PAYOUT");
        let pays = json!([{ "item": first, "amount_minor": 200_00 }, { "item": second }]);
        let paid = json!({ "line": line, "pays": pays, "fee_minor": 9_00 });
        let done = business.run("sort-as-payment", paid).unwrap();
        assert_eq!((business.open().len(), business.balance("payment-fees")), (0, 9_00));
        assert_eq!((business.balance("to-sort"), business.balance("receivables")), (51_00, 0));
        business.verify();
        let unsorted = business.run("unsort-line", json!({ "line": line })).unwrap();
        assert_eq!((business.open().len(), business.balance("payment-fees")), (2, 0));
        business.undo(unsorted.activity);
        assert_eq!((business.open().len(), business.balance("payment-fees")), (0, 9_00));
        business.undo(done.activity);
        assert_eq!((business.open().len(), business.balance("payment-fees")), (2, 0));
        for (line, fee) in [(line, -1), (business.line("WIRE OUT"), 51_00)] {
            let said = business
                .run("sort-as-payment", json!({ "line": line, "pays": [{ "item": first }], "fee_minor": fee }))
                .unwrap_err()
                .said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), ("fee-does-not-fit", Some("fee_minor")));
        }
        business.verify();
    });
}
