//! Reports of books in one currency over three, with crypto-assets beside them.

use store::testing::each_engine;

use super::*;

/// The amount of a report's line, by what it is of; nothing where a report of nothing leaves the line out.
fn maybe(report: &Value, of: &str) -> i64 {
    let line = report["lines"].as_array().unwrap().iter().find(|line| line["of"] == of);
    line.map_or(0, |line| line["amounts_minor"][0].as_i64().unwrap())
}

fn amount(report: &Value, of: &str) -> i64 {
    assert!(report["lines"].as_array().unwrap().iter().any(|line| line["of"] == of), "no line of {of}: {report}");
    maybe(report, of)
}

#[test]
fn reports_balance_over_three_currencies_and_crypto_in_both_bases() {
    each_engine(|store| {
        let business = Business::new(store);
        for (currency, rate) in [("USD", "0.92"), ("JPY", "0.0061")] {
            business.done("set-rate", json!({ "currency": currency, "rate": rate, "on": "2026-02-02" }));
        }
        let account = |name: &str, currency: &str, opening: i64| {
            let input = json!({ "name": name, "kind": "bank", "currency": currency, "opening_minor": opening, "opened_on": "2026-02-02" });
            business.done("open-account", input)["account"].as_i64().unwrap()
        };
        let (dollars, yen) = (account("Dollars", "USD", 500_000), account("Yen", "JPY", 1_000_000));
        let checking = business.account("Checking");
        let move_money = |from: i64, into: i64, amount: i64, arrived: i64, on: &str| {
            let input =
                json!({ "paid_from": from, "into": into, "amount_minor": amount, "arrived_minor": arrived, "on": on });
            business.done("transfer-between-accounts", input)
        };
        move_money(checking, dollars, 100_000, 110_000, "2026-02-03");
        move_money(dollars, yen, 100_000, 152_000, "2026-02-05");
        business.done("record-purchase", json!({ "amount_minor": 20_000, "category": business.account("software"), "tax_code": "purchase-exempt", "paid_from": yen, "on": "2026-02-06" }));
        business.done("buy-crypto", json!({ "wallet": "Ledger", "asset": "BTC", "quantity": "0.02", "amount_minor": 120_000, "paid_from": dollars, "on": "2026-02-07" }));
        business.sell("2026-03-02", "0.01", 70_000);
        let sales = business.account("sales-services");
        business.done("receive-crypto", json!({ "wallet": "Ledger", "asset": "ETH", "quantity": "1.5", "worth_minor": 300_000, "category": sales, "tax_code": "sale-exempt", "on": "2026-03-10" }));
        for (currency, rate) in [("USD", "0.90"), ("JPY", "0.0062")] {
            business.done("set-rate", json!({ "currency": currency, "rate": rate, "on": "2026-03-31" }));
        }
        business.done("revalue", json!({ "on": "2026-03-31" }));
        business.verify();
        for basis in ["cash", "accrual"] {
            let balances = business.ask("balances", json!({ "basis": basis }));
            let sum: i64 = balances["accounts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|line| line["book_balance_minor"].as_i64().unwrap())
                .sum();
            assert_eq!(sum, 0, "{basis}");
            let asked = json!({ "from": "2026-01-01", "through": "2026-04-30", "by": "whole", "basis": basis });
            let sheet = business.ask("balance-sheet", asked.clone());
            assert_eq!(amount(&sheet, "assets"), amount(&sheet, "debts-and-equity"), "{basis}");
            let profit = business.ask("profit-and-loss", asked.clone());
            let flow = business.ask("cash-flow", asked);
            // What was bought with dollars at 0.92 and half sold for 700.00: 0.01 of them had cost 552.00.
            assert_eq!(business.books("crypto-gain"), -14_800);
            assert_eq!(business.books("crypto-assets"), 55_200 + 300_000);
            let groups = ["operating", "investing", "financing", "brought-in"].map(|of| maybe(&flow, of));
            assert_eq!(groups.iter().sum::<i64>(), maybe(&flow, "cash"), "{basis}");
            assert_eq!(maybe(&flow, "cash-before") + maybe(&flow, "cash"), maybe(&flow, "cash-after"), "{basis}");
            assert_eq!(profit["basis"], basis);
        }
    });
}
