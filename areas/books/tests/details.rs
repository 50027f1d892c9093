//! The numbers of bank accounts.

use serde_json::json;
use store::testing::each_engine;

use crate::{Business, code};

#[test]
fn details_are_checked_kept_and_undone() {
    each_engine(|store| {
        let business = Business::new(store);
        business.run("open-account", json!({ "name": "Savings", "kind": "bank" })).unwrap();
        let (checking, savings, card) =
            (business.account("Checking"), business.account("Savings"), business.account("Card"));
        let details = |account: i64, iban: &str, bic: &str| json!({ "account": account, "iban": iban, "bic": bic });
        let first = business
            .run("set-account-details", details(checking, " de89 3704 0044 0532 0130 00 ", "cobadeff"))
            .unwrap();
        let known = business.ask("account-details", json!({}));
        assert_eq!(
            known["accounts"],
            json!([{ "account": checking, "iban": "DE89370400440532013000", "bic": "COBADEFF", "holder": "" }])
        );
        for (account, iban, bic, refusal, field) in [
            (card, "DE89370400440532013000", "", "not-a-bank-account", "account"),
            (checking, "DE89370400440532013001", "", "not-an-iban", "iban"),
            (checking, "12", "", "not-an-iban", "iban"),
            (savings, "DE89370400440532013000", "", "iban-is-taken", "iban"),
            (savings, "", "COBA", "not-a-bic", "bic"),
        ] {
            let said = business.run("set-account-details", details(account, iban, bic)).unwrap_err().said();
            assert_eq!((said.code.as_str(), said.field.as_deref()), (refusal, Some(field)));
        }
        let long = json!({ "account": savings, "holder": "x".repeat(71) });
        assert_eq!(code(business.run("set-account-details", long).unwrap_err()), "holder-length");
        let second =
            business.run("set-account-details", json!({ "account": checking, "holder": "C. Calloway" })).unwrap();
        assert_eq!(business.ask("account-details", json!({}))["accounts"][0]["iban"], "");
        business.run("undo", json!({ "activity": second.activity })).unwrap();
        assert_eq!(business.ask("account-details", json!({}))["accounts"][0]["iban"], "DE89370400440532013000");
        business.run("undo", json!({ "activity": first.activity })).unwrap();
        assert_eq!(business.ask("account-details", json!({}))["accounts"][0]["iban"], "");
    });
}
