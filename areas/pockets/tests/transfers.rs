//! Transfers to make, and the files that order them.

use jiff::civil::date;
use kernel::Failure;
use serde_json::{Value, json};
use store::{Store, testing::each_engine};

use crate::fixture::{Business, TODAY};

/// A business in Germany with 5,000.00 on Checking of which 1,200.00 are tax and 800.00 buffer, and two savings accounts.
fn divided(store: Store) -> Business {
    let business = Business::founded_in(store, "DE", date(2026, 1, 1), 5000_00);
    for name in ["Tax savings", "Rainy day"] {
        business.run("open-account", json!({ "name": name, "kind": "bank" })).unwrap();
    }
    let part = |role: &str, amount: i64| json!({ "pocket": business.pocket(role), "amount_minor": amount });
    business
        .run(
            "divide-cash",
            json!({ "parts": [part("tax", 1200_00), part("buffer", 800_00), part("owners-pay", 3000_00)] }),
        )
        .unwrap();
    business
}

fn map(business: &Business, role: &str, account: &str) -> kernel::Done {
    let input = json!({ "pocket": business.pocket(role), "account": business.account(account) });
    business.run("map-pocket", input).unwrap()
}

fn to_make(business: &Business) -> Vec<(String, String, i64)> {
    let answer = business.ask("transfers-to-make", json!({}));
    let made = answer["currencies"][0]["transfers"].as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    made.iter()
        .map(|one| (text(&one["from_name"]), text(&one["to_name"]), one["amount_minor"].as_i64().unwrap()))
        .collect()
}

fn expect(rows: &[(&str, &str, i64)]) -> Vec<(String, String, i64)> {
    rows.iter().map(|(from, to, amount)| ((*from).to_owned(), (*to).to_owned(), *amount)).collect()
}

fn write_ibans(business: &Business) {
    for (name, iban) in [
        ("Checking ··4821", "DE89370400440532013000"),
        ("Tax savings", "NL91ABNA0417164300"),
        ("Rainy day", "FR1420041010050500013M02606"),
    ] {
        business.run("set-account-details", json!({ "account": business.account(name), "iban": iban })).unwrap();
    }
}

fn code(failure: Failure) -> String {
    failure.said().code
}

#[test]
fn pockets_that_live_elsewhere_are_brought_home() {
    each_engine(|store| {
        let business = divided(store);
        assert_eq!(to_make(&business), []);
        let tax = map(&business, "tax", "Tax savings");
        map(&business, "buffer", "Rainy day");
        assert_eq!(
            to_make(&business),
            expect(&[("Checking ··4821", "Tax savings", 1200_00), ("Checking ··4821", "Rainy day", 800_00)])
        );
        // Two pockets on one account are one transfer.
        map(&business, "buffer", "Tax savings");
        assert_eq!(to_make(&business), expect(&[("Checking ··4821", "Tax savings", 2000_00)]));
        business.run("undo", json!({ "activity": tax.activity })).unwrap();
        assert_eq!(to_make(&business), expect(&[("Checking ··4821", "Tax savings", 800_00)]));
    });
}

#[test]
fn money_that_no_bank_holds_is_not_moved() {
    each_engine(|store| {
        let business = divided(store);
        map(&business, "tax", "Tax savings");
        business.run("open-account", json!({ "name": "Stripe", "kind": "processor" })).unwrap();
        // 4,500.00 wait at the processor, of which the tax has its share.
        business.post(TODAY, "Sales", None, &[("Stripe", 4500_00), ("sales-services", -4500_00)]);
        // Checking holds little after a large payment, so that the bank's money does not cover all.
        business.post(TODAY, "Pay", None, &[("Checking ··4821", -4800_00), ("owners-pay", 4800_00)]);
        assert_eq!(to_make(&business), expect(&[("Checking ··4821", "Tax savings", 200_00)]));
        let answer = business.ask("transfers-to-make", json!({}));
        assert_eq!(answer["currencies"][0]["elsewhere_minor"], 4500_00);
    });
}

#[test]
fn a_payment_file_is_made_once_and_withdrawn_while_nobody_has_seen_it() {
    each_engine(|store| {
        let business = divided(store);
        assert_eq!(code(business.run("make-payment-file", json!({})).unwrap_err()), "nothing-to-transfer");
        map(&business, "tax", "Tax savings");
        map(&business, "buffer", "Rainy day");
        assert_eq!(code(business.run("make-payment-file", json!({})).unwrap_err()), "account-has-no-iban");
        let past = json!({ "requested_on": "2026-05-11" });
        write_ibans(&business);
        assert_eq!(code(business.run("make-payment-file", past).unwrap_err()), "day-is-past");
        let made = business.run("make-payment-file", json!({ "requested_on": "2026-05-13" })).unwrap();
        let file = business.ask("payment-file", json!({ "file": made.outcome["file"] }));
        let content = file["content"].as_str().unwrap();
        assert!(content.contains("pain.001.001.09") && content.contains("<CtrlSum>2000.00</CtrlSum>"), "{content}");
        assert!(
            content.contains("<Dt>2026-05-13</Dt>") && content.contains("<Ustrd>Steuern und Vorsorge</Ustrd>"),
            "{content}"
        );
        assert_eq!((&file["state"], file["lines"].as_array().unwrap().len()), (&json!("made"), 2));
        assert_eq!(to_make(&business), [], "what was ordered is not ordered again");
        business.page("/pockets/transfers?file=latest").unwrap();
        assert_eq!(business.ask("expected-payments", json!({}))["sides"].as_array().unwrap().len(), 4);
        business.run("undo", json!({ "activity": made.activity })).unwrap();
        assert_eq!(business.ask("payment-files", json!({}))["files"][0]["state"], "withdrawn");
        assert_eq!(to_make(&business).len(), 2);
        let again = json!({ "file": made.outcome["file"] });
        assert_eq!(code(business.run("withdraw-payment-file", again).unwrap_err()), "payment-file-is-withdrawn");
        assert_eq!(
            code(business.run("withdraw-payment-file", json!({ "file": 424242 })).unwrap_err()),
            "no-such-payment-file"
        );
        // One of them, as the older version and as a table.
        let only = format!("{}-{}", business.account("Checking ··4821"), business.account("Rainy day"));
        for format in ["pain.001.001.03", "csv"] {
            let input = json!({ "only": [only], "format": format });
            let one = business.run("make-payment-file", input).unwrap();
            let file = business.ask("payment-file", json!({ "file": one.outcome["file"] }));
            assert_eq!((file["total_minor"].as_i64().unwrap(), &file["format"]), (800_00, &json!(format)));
            business.run("withdraw-payment-file", json!({ "file": one.outcome["file"] })).unwrap();
        }
    });
}

#[test]
fn other_currencies_make_tables_alone() {
    each_engine(|store| {
        let business = Business::founded(store, date(2026, 1, 1), 1000_00);
        business.run("open-account", json!({ "name": "Tax savings", "kind": "bank" })).unwrap();
        let part = json!({ "pocket": business.pocket("tax"), "amount_minor": 400_00 });
        business.run("divide-cash", json!({ "parts": [part] })).unwrap();
        map(&business, "tax", "Tax savings");
        assert_eq!(code(business.run("make-payment-file", json!({})).unwrap_err()), "not-in-euro");
        let made = business.run("make-payment-file", json!({ "format": "csv" })).unwrap();
        let file = business.ask("payment-file", json!({ "file": made.outcome["file"] }));
        assert!(file["content"].as_str().unwrap().contains(",400.00,USD,"), "{file}");
    });
}

#[test]
fn pockets_live_on_open_bank_accounts_of_the_currency() {
    each_engine(|store| {
        let business = divided(store);
        let tax = business.pocket("tax");
        business.run("open-account", json!({ "name": "Dollars", "kind": "bank", "currency": "USD" })).unwrap();
        let input = |account: &str, currency: Option<&str>| json!({ "pocket": tax, "account": business.account(account), "currency": currency });
        assert_eq!(code(business.run("map-pocket", input("Card ··7710", None)).unwrap_err()), "not-a-bank-account");
        assert_eq!(
            code(business.run("map-pocket", input("Dollars", Some("EUR"))).unwrap_err()),
            "account-has-another-currency"
        );
        assert_eq!(code(business.run("map-pocket", json!({ "pocket": 999999 })).unwrap_err()), "not-found");
        let rainy = business.account("Rainy day");
        business.run("close-account", json!({ "account": rainy })).unwrap();
        assert_eq!(code(business.run("map-pocket", input("Rainy day", None)).unwrap_err()), "account-is-closed");
        // Another main account: everything moves there.
        business.run("map-pocket", json!({ "account": business.account("Tax savings") })).unwrap();
        assert_eq!(to_make(&business), []);
        map(&business, "buffer", "Checking ··4821");
        assert_eq!(to_make(&business), expect(&[("Checking ··4821", "Tax savings", 4200_00)]));
    });
}

#[test]
fn a_transfer_that_never_shows_is_asked_about_and_given_up() {
    each_engine(|store| {
        let business = divided(store);
        map(&business, "tax", "Tax savings");
        let made = business.run("make-payment-file", json!({ "format": "csv" })).unwrap();
        let file = made.outcome["file"].clone();
        let later = business.on(date(2026, 5, 23));
        assert!(!business.ask("needs", json!({})).to_string().contains("/pockets/transfers?file"));
        assert!(later.ask("needs", json!({})).to_string().contains("/pockets/transfers?file"));
        let seen = later.ask("payment-file", json!({ "file": file }));
        assert_eq!(seen["lines"][0]["overdue"], true);
        assert!(later.page(&format!("/pockets/transfers?file={file}")).unwrap().contains("give-up-transfer"));
        let input = |line: i64| json!({ "file": file, "line": line });
        assert_eq!(code(later.run("give-up-transfer", input(2)).unwrap_err()), "no-such-transfer");
        assert_eq!(to_make(&later), []);
        let given_up = later.run("give-up-transfer", input(1)).unwrap();
        assert_eq!(later.ask("payment-file", json!({ "file": file }))["state"], "ended");
        assert_eq!(to_make(&later), expect(&[("Checking ··4821", "Tax savings", 1200_00)]));
        assert_eq!(code(later.run("give-up-transfer", input(1)).unwrap_err()), "transfer-has-ended");
        later.run("undo", json!({ "activity": given_up.activity })).unwrap();
        assert_eq!(to_make(&later), [], "it is waited for again");
    });
}
