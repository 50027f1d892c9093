//! What happens to crypto-assets, and what that does to the books.

use store::testing::each_engine;

use super::*;

#[test]
fn coins_are_bought_and_sold_at_the_cost_of_their_lots() {
    each_engine(|store| {
        let business = Business::new(store);
        business.buy("2026-02-02", "0.05", 200_000);
        business.buy("2026-03-02", "0.05", 300_000);
        let sold = business.sell("2026-04-02", "0.06", 330_000);
        // All of the first lot and a fifth of the second: 2,000.00 + 600.00.
        assert_eq!((&sold.outcome["cost_minor"], &sold.outcome["gained_minor"]), (&json!(260_000), &json!(70_000)));
        assert_eq!(business.books("crypto-assets"), 240_000);
        assert_eq!(business.books("crypto-gain"), -70_000);
        assert_eq!(business.books("Checking"), 1_000_000 - 500_000 + 330_000);
        let held = business.ask("crypto-holdings", json!({}));
        assert_eq!((&held["holdings"][0]["quantity"], &held["cost_minor"]), (&json!("0.04"), &json!(240_000)));
        business.verify();
        business.undo(sold.activity);
        assert_eq!((business.books("crypto-assets"), business.books("crypto-gain")), (500_000, 0));
        business.verify();
    });
}

/// A purchase that is told late, an earlier one that is taken back, another method: what later sales had cost follows.
#[test]
fn the_books_are_the_same_in_whatever_order_events_are_told() {
    each_engine(|store| {
        let business = Business::new(store);
        business.buy("2026-03-02", "0.05", 300_000);
        business.sell("2026-04-02", "0.05", 330_000);
        assert_eq!(business.books("crypto-gain"), -30_000);
        let late = business.buy("2026-02-02", "0.05", 200_000);
        assert_eq!((business.books("crypto-gain"), business.books("crypto-assets")), (-130_000, 300_000));
        let chosen = business.run("set-cost-method", json!({ "method": "average" })).unwrap();
        assert_eq!((business.books("crypto-gain"), business.books("crypto-assets")), (-80_000, 250_000));
        business.verify();
        business.undo(chosen.activity);
        business.undo(late.activity);
        assert_eq!((business.books("crypto-gain"), business.books("crypto-assets")), (-30_000, 0));
        business.verify();
        // Taken back, the purchase that a sale needs is refused, and the sale stays as it is.
        let events = business.ask("crypto-events", json!({}));
        let bought = events["events"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["kind"] == "bought" && one["taken_back"] == false);
        let refused = business.refused("take-back-crypto", json!({ "event": bought.unwrap()["event"] }));
        assert_eq!(refused.code, "more-than-is-held");
        business.verify();
    });
}

#[test]
fn payment_in_coins_is_income_at_the_price_of_the_day() {
    each_engine(|store| {
        let business = Business::new(store);
        let sales = business.account("sales-services");
        let input = |worth: Option<i64>| {
            json!({ "wallet": "Ledger", "asset": "eth", "quantity": "1.000000000000000001", "category": sales,
                "worth_minor": worth, "on": "2026-04-10", "party": "Northlight Gallery", "tax_code": "sale-exempt" })
        };
        let refused = business.refused("receive-crypto", input(None));
        assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("price-is-missing", Some("worth_minor")));
        business.done("set-crypto-price", json!({ "asset": "ETH", "price": "2500.40", "on": "2026-04-10" }));
        let told = business.run("receive-crypto", input(None)).unwrap();
        assert_eq!((business.books("crypto-assets"), business.books("sales-services")), (250_040, -250_040));
        // The entry says by which price, of which day, and who said so.
        let entry = business.ask("entry", json!({ "entry": told.outcome["entry"] }));
        assert_eq!(entry["rates"], json!([{ "code": "ETH", "rate": "2500.4", "on": "2026-04-10", "source": "owner" }]));
        let refused = business.refused("reverse-entry", json!({ "entry": told.outcome["entry"] }));
        assert_eq!(refused.code, "entry-belongs-to-a-record");
        // Paying with it is a cost at its worth, and a gain on what it had cost.
        let spent = json!({ "wallet": "ledger", "asset": "ETH", "quantity": "0.5", "worth_minor": 150_000,
            "category": business.account("software"), "tax_code": "purchase-exempt", "on": "2026-05-01" });
        business.done("spend-crypto", spent);
        assert_eq!((business.books("software"), business.books("crypto-gain")), (150_000, -24_980));
        assert_eq!(business.books("crypto-assets"), 125_020);
        business.verify();
    });
}

#[test]
fn coins_move_between_wallets_and_only_the_fee_leaves() {
    each_engine(|store| {
        let business = Business::new(store);
        business.buy("2026-02-02", "0.1", 400_000);
        let moved = json!({ "wallet": "Ledger", "into": "Exchange", "asset": "BTC", "quantity": "0.0499", "fee": "0.0001", "on": "2026-02-03" });
        let moved = business.run("move-crypto", moved).unwrap();
        assert_eq!((business.books("crypto-assets"), business.books("payment-fees")), (399_600, 400));
        let held = business.ask("crypto-holdings", json!({}));
        let rows: Vec<_> = held["holdings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["wallet"].clone(), one["quantity"].clone()))
            .collect();
        assert_eq!(rows, [(json!("Ledger"), json!("0.05")), (json!("Exchange"), json!("0.0499"))]);
        let too_much = json!({ "wallet": "Exchange", "asset": "BTC", "quantity": "0.05", "on": "2026-02-04" });
        let refused = business.refused("pay-crypto-fee", too_much);
        assert_eq!((refused.code.as_str(), refused.field.as_deref()), ("more-than-is-held", Some("quantity")));
        assert!(refused.sentence.contains("0,0499 BTC"), "{}", refused.sentence);
        business.undo(moved.activity);
        assert_eq!(business.books("crypto-assets"), 400_000);
        business.verify();
    });
}

#[test]
fn one_coin_for_another_is_a_sale_and_a_purchase() {
    each_engine(|store| {
        let business = Business::new(store);
        business.buy("2026-02-02", "0.1", 400_000);
        let swap = json!({ "wallet": "Ledger", "asset": "BTC", "quantity": "0.05", "into_asset": "ETH", "into_quantity": "1.2",
            "worth_minor": 260_000, "on": "2026-03-01" });
        business.done("swap-crypto", swap);
        assert_eq!((business.books("crypto-gain"), business.books("crypto-assets")), (-60_000, 460_000));
        let held = business.ask("crypto-holdings", json!({}));
        assert_eq!(held["holdings"][0]["cost_minor"], 260_000);
        business.verify();
    });
}

#[test]
fn coins_are_bought_from_an_account_in_another_currency() {
    each_engine(|store| {
        let business = Business::new(store);
        let dollars = business.done(
            "open-account",
            json!({ "name": "Dollars", "kind": "bank", "currency": "USD",
            "opening_minor": 500_000, "opening_book_minor": 450_000, "opened_on": "2026-01-01" }),
        );
        let buy = |worth: Option<i64>| {
            json!({ "wallet": "Ledger", "asset": "BTC", "quantity": "0.01", "amount_minor": 100_000,
            "worth_minor": worth, "paid_from": dollars["account"], "on": "2026-02-02" })
        };
        assert_eq!(business.refused("buy-crypto", buy(None)).code, "rate-is-missing");
        business.done("set-rate", json!({ "currency": "USD", "rate": "0.92", "on": "2026-02-02" }));
        let told = business.done("buy-crypto", buy(None));
        assert_eq!(business.books("crypto-assets"), 92_000);
        let entry = business.ask("entry", json!({ "entry": told["entry"] }));
        let codes: Vec<_> = entry["rates"].as_array().unwrap().iter().map(|rate| rate["code"].clone()).collect();
        assert_eq!(codes, [json!("BTC"), json!("USD")]);
        business.verify();
    });
}

#[test]
fn what_cannot_be_is_refused_at_its_field() {
    each_engine(|store| {
        let business = Business::new(store);
        business.buy("2026-02-02", "0.1", 400_000);
        let checking = business.account("Checking");
        let buy = |change: Value| {
            let mut input = json!({ "wallet": "Ledger", "asset": "BTC", "quantity": "0.1", "amount_minor": 100, "paid_from": checking });
            change.as_object().unwrap().iter().for_each(|(name, value)| input[name] = value.clone());
            business.refused("buy-crypto", input)
        };
        for (change, code, field) in [
            (json!({ "asset": "EUR" }), "not-a-crypto-asset", "asset"),
            (json!({ "asset": "" }), "not-a-crypto-asset", "asset"),
            (json!({ "quantity": "1e5" }), "not-a-quantity", "quantity"),
            (json!({ "quantity": "0" }), "amount-is-not-positive", "quantity"),
            (json!({ "quantity": "-1" }), "amount-is-not-positive", "quantity"),
            (json!({ "quantity": "0.000000001" }), "quantity-is-too-fine", "quantity"),
            (json!({ "amount_minor": 0 }), "amount-is-not-positive", "amount_minor"),
            (json!({ "wallet": " " }), "wallet-name-length", "wallet"),
            (json!({ "on": "2027-01-01" }), "day-is-to-come", "on"),
            (json!({ "paid_from": business.account("software") }), "not-a-money-account", "paid_from"),
            (json!({ "worth_minor": 5 }), "worth-differs", "worth_minor"),
        ] {
            let refused = buy(change.clone());
            assert_eq!((refused.code.as_str(), refused.field.as_deref()), (code, Some(field)), "{change}");
        }
        let sell =
            json!({ "wallet": "Nowhere", "asset": "BTC", "quantity": "0.1", "amount_minor": 100, "into": checking });
        assert_eq!(business.refused("sell-crypto", sell).code, "no-such-wallet");
        let post = json!({ "posted_on": "2026-02-02", "text": "By hand", "postings": [
            { "account": business.account("crypto-assets"), "amount_minor": 100 }, { "account": checking, "amount_minor": -100 }] });
        assert_eq!(business.refused("post-entry", post).code, "account-is-kept-by-lots");
        business.verify();
    });
}

#[test]
fn each_country_has_its_method() {
    each_engine(|store| {
        let business = Business::of(store, "GB");
        business.buy("2026-02-02", "1", 100_000);
        business.sell("2026-03-02", "0.5", 80_000);
        assert_eq!(business.books("crypto-gain"), -30_000);
        // Bought back within thirty days: that is what was sold (TCGA 1992, section 106A).
        business.buy("2026-03-20", "0.5", 70_000);
        assert_eq!((business.books("crypto-gain"), business.books("crypto-assets")), (-10_000, 100_000));
        assert_eq!(business.ask("crypto-holdings", json!({}))["method"], "section104");
        business.verify();
    });
}
